"""A table of a document as cells: titles, number formats, tones, live formulas, rows high enough for their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from roadmap_opt.documents.components import Badge, Cell, Column, Figure, Row, Table, Tone, Words
from roadmap_opt.documents.excel.charts import Cells
from roadmap_opt.documents.excel.look import part_format, shape
from roadmap_opt.documents.excel.sheet import Sheet, lines_of
from roadmap_opt.figures import decimals_of
from roadmap_opt.messages import Language, Text
from roadmap_opt.palette import BAND, PALE_BLUE, PALE_GREEN, PALE_ORANGE, QUIET, RULE, VERMILLION

TONES: dict[Tone, dict[str, Any]] = {
    "neutral": {},
    "good": {"bg_color": PALE_GREEN},
    "warn": {"bg_color": PALE_ORANGE},
    "bad": {"font_color": VERMILLION, "bold": True},
    "info": {"bg_color": PALE_BLUE},
}
"""How a cell of a tone looks; its words say the same."""

LEAST_WIDTH, NUMBER_WIDTH = 10.0, 13.0
WIDEST_NAMES, WIDEST, WIDEST_WITH_FIGURES = 50.0, 44.0, 22.0
"""Widths of columns in characters: at least, of figures; at most of the first column, of others, of those in which a
table has words and another one figures."""


@dataclass(frozen=True)
class Placed:
    """A table on its sheet: rows (from 0) of its titles and of its first row."""

    table: Table
    sheet: str
    header: int
    language: Language

    @property
    def first(self) -> int:
        """Row of the first record."""
        return self.header + 1

    @property
    def last(self) -> int:
        """Row of the last record."""
        return self.header + len(self.table.rows)

    def column(self, column: Column) -> int:
        """Where a column stands."""
        return next(at for at, each in enumerate(self.table.columns) if each is column)

    def cells(self, series: Sequence[Column], names: int, name: Words, labels: Sequence[Words]) -> Cells:
        """What a chart of some of its columns reads; ``name`` is that of the only one, unless its title says it."""
        values = []
        for column in series:
            at = self.column(column)
            shown = shape(column.kind, self.table.decimals(at))
            values.append((at, spoken(name or column.title, self.language), shown))
        said = tuple(spoken(label, self.language) for label in labels)
        shown = shape(self.table.columns[names].kind, self.table.decimals(names))
        return Cells(self.sheet, self.first, self.last, names, tuple(values), said, shown)

    def ranges(self, series: Sequence[Column]) -> str:
        """The cells of some columns that hold a number which is not in doubt, as a conditional format takes them."""
        found = []
        for column in series:
            at = self.column(column)
            figures = [as_figure(row.cells[at]) if row.kind != "heading" else Figure() for row in self.table.rows]
            certain = [figure.value is not None and not figure.doubtful for figure in figures]
            rows = enumerate(certain, start=self.first)
            for holds, run in groupby(rows, key=lambda pair: pair[1]):
                if holds:
                    ends = [row for row, _ in run]
                    found.append(xl_range(ends[0], at, ends[-1], at))
        return " ".join(found)


def spoken(words: Words, language: Language) -> str:
    """Words in the language of the book, with plain spaces."""
    text = words.in_language(language) if isinstance(words, Text) else words
    return text.replace("\u00a0", " ")


def title_of(column: Column, language: Language) -> str:
    """The title of a column with its unit; of a share the format says it."""
    title, unit = spoken(column.title, language), spoken(column.unit, language)
    return title if not unit or column.kind in ("share", "part") else f"{title}, {unit}" if title else unit


def as_figure(cell: Cell) -> Figure:
    """Any cell as words with a value and a look; raises ``TypeError`` for a part that has no place in a cell."""
    if isinstance(cell, Figure):
        return cell
    if cell is None or isinstance(cell, int | float):
        return Figure(value=cell)
    if isinstance(cell, str | Text):
        return Figure(cell)
    if isinstance(cell, Badge):
        return Figure(cell.text, tone=cell.tone)
    raise TypeError(f"a cell of a book cannot hold {type(cell).__name__}")


def widths_of(tables: Iterable[Table], language: Language) -> list[float]:
    """Widths in characters of the columns that tables below one another share."""
    found = list(tables)
    widths: list[float] = []
    for at in range(max((len(table.columns) for table in found), default=0)):
        shared = [(table, table.columns[at]) for table in found if at < len(table.columns)]
        figures = at > 0 and any(column.is_number for _, column in shared)
        widest = WIDEST_WITH_FIGURES if figures else WIDEST if at else WIDEST_NAMES
        widths.append(min(widest, max(_width(table, at, column, language) for table, column in shared)))
    return widths


def _width(table: Table, at: int, column: Column, language: Language) -> float:
    if column.is_number:
        shown = [spoken(as_figure(row.cells[at]).shown, language) for row in table.rows if row.kind != "heading"]
        longest = max((len(line) for text in shown for line in text.split("\n")), default=0)
        return max(NUMBER_WIDTH, longest + 2.0, *(len(word) + 2.0 for word in title_of(column, language).split(" ")))
    cells = (as_figure(row.cells[at]) for row in table.rows if row.kind != "heading")
    shown = [line for cell in cells for line in spoken(cell.shown, language).split("\n")]
    longest = max((len(text) for text in shown), default=0)
    title = len(title_of(column, language))
    return max(longest, min(title, 18), LEAST_WIDTH) + 2.0


class TableWriter:
    """Writes tables to a sheet whose columns have these widths."""

    def __init__(self, page: Sheet, widths: Sequence[float]) -> None:
        self.page, self.widths = page, widths
        self.language: Language = page.book.language

    def write(self, table: Table) -> Placed:
        """Write titles and rows below what stands on the sheet."""
        placed = Placed(table, self.page.name, self.page.row, self.language)
        self._titles(table)
        decimals = [table.decimals(at) for at in range(len(table.columns))]
        for row in table.rows:
            if row.kind == "heading":
                self._band(spoken(as_figure(row.cells[0]).shown, self.language), len(table.columns))
            else:
                self._row(table, row, decimals, placed.first)
        return placed

    def _titles(self, table: Table) -> None:
        formats = self.page.book.format
        lines = 1
        for at, column in enumerate(table.columns):
            title = title_of(column, self.language)
            style = formats.header if column.is_number else formats.header_indented if at else formats.header_left
            self.page.sheet.write_string(self.page.row, at, title, style)
            lines = max(lines, lines_of(title, self.widths[at] - 2))
        self.page.sheet.set_row(self.page.row, 4 + 13.5 * lines)
        self.page.row += 1

    def _band(self, words: str, columns: int) -> None:
        """A row that names what follows; each of its cells is written, so that a filter may stand above."""
        band = self.page.book.format(bold=True, bg_color=BAND)
        for column in range(columns):
            self.page.sheet.write_string(self.page.row, column, "" if column else words, band)
        self.page.row += 1

    def _row(self, table: Table, row: Row, decimals: Sequence[int], first: int) -> None:
        lines = 1
        for at, cell in enumerate(row.cells):
            figure, column = as_figure(cell), table.columns[at]
            words = spoken(figure.shown, self.language)
            look = self._look(table, row, at, figure)
            if figure.value is None:
                lines = max(lines, lines_of(words, 1.2 * self.widths[at] - 2 - row.level))
                style = self.page.book.format(**look)
                if words:
                    self.page.sheet.write_string(self.page.row, at, words, style)
                else:  # an empty text would be nought to a chart
                    self.page.sheet.write_blank(self.page.row, at, None, style)
                continue
            style = self.page.book.format(**look, num_format=self._shape(table, column, figure, decimals[at]))
            if figure.formula:
                places = (xl_rowcol_to_cell(first + row_at, column_at) for row_at, column_at in figure.cells)
                self.page.formula(self.page.row, at, figure.formula.format(*places), figure.value, style)
            else:
                self.page.number(self.page.row, at, figure.value, style)
        level = {"level": row.level} if row.level else {}
        self.page.sheet.set_row(self.page.row, 4 + 13.5 * lines if lines > 1 else None, None, level)
        self.page.row += 1

    def _look(self, table: Table, row: Row, at: int, figure: Figure) -> dict[str, Any]:
        column = table.columns[at]
        look: dict[str, Any] = {"bottom": 4, "bottom_color": RULE, "valign": "top", "text_wrap": True}
        if row.kind == "total":
            look = {"bold": True, "bg_color": BAND, "top": 1, "top_color": QUIET, "valign": "top", "text_wrap": True}
        if column.is_number or figure.value is not None:
            look["align"] = "right"
        elif at or row.level:
            look |= {"align": "left", "indent": 1 + row.level}
        if row.quiet or column.kind == "quiet":
            look["font_color"] = QUIET
        look |= TONES[figure.tone]
        if figure.doubtful:
            look |= {"italic": True, "font_color": QUIET}
            look.pop("bg_color", None)
        if figure.framed:
            look |= {"border": 1, "border_color": QUIET}
        return look

    def _shape(self, table: Table, column: Column, figure: Figure, decimals: int) -> str:
        kind = figure.kind or column.kind
        zero = '"–"' if table.zero == "–" and not figure.shown else "0%" if kind == "share" else "0"
        if kind == "part":
            return part_format(self.language, "0.0%")
        if not (figure.kind or column.is_number):
            kind = "quantity"
        if kind == "share" and column.decimals is None and figure.decimals is None:
            decimals = 1
        if figure.decimals is not None:
            decimals = figure.decimals
        elif figure.kind is not None and figure.kind != "share":
            decimals = decimals_of(figure.value)
        marked = figure.doubtful and not figure.signed
        unit = spoken(figure.unit, self.language)
        return shape(kind, decimals, zero=zero, signed=figure.signed, doubtful=marked, unit=unit)
