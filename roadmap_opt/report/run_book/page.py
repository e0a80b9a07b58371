"""A sheet of the results workbook as the other files write it: title, notes, tables with years across, tidy tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from roadmap_opt import figures
from roadmap_opt.case.schema import SheetSpec
from roadmap_opt.documents.excel.look import QUANTITY, YEAR, number_format
from roadmap_opt.documents.excel.sheet import Book as BasicBook
from roadmap_opt.documents.excel.sheet import Sheet
from roadmap_opt.figures import MUSD
from roadmap_opt.messages import Language
from roadmap_opt.output.tables import ResultColumn
from roadmap_opt.palette import INK, RULE
from roadmap_opt.words import RESULTS_BOOK as TEXTS

LABEL_COLUMNS = 3
"""Pages with years across have this many label columns; the years begin after them."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """A row with years across: three labels, values by year, and the key under which the inputs know it."""

    labels: tuple[str, str, str]
    values: Mapping[int, float]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table with years across stands: sheet rows (counted from 0) of its header and of its rows, and what the
    rows hold, so that a chart knows what is worth showing.
    """

    header: int
    rows: tuple[int, ...]
    values: tuple[Mapping[int, float], ...] = ()

    def part(self, positions: Sequence[int]) -> Block:
        """Some of its rows, by their position (from 0)."""
        return Block(self.header, tuple(self.rows[at] for at in positions), tuple(self.values[at] for at in positions))


@dataclass(frozen=True, slots=True)
class TidyColumn:
    """A column of a tidy table: its title, how its cells read, and its width in characters."""

    title: str
    kind: str  # "text", "wrapped", "number", "quantity", "moment", "year"
    width: float = 14


class Book(BasicBook):
    """The workbook being written: its language, years and formats. Tables show every year, charts those of decision."""

    def __init__(
        self,
        workbook: xlsxwriter.Workbook,
        language: Language,
        years: tuple[int, ...],
        decision_years: tuple[int, ...] = (),
    ) -> None:
        super().__init__(workbook, language)
        self.years = years
        self.charted_years = decision_years or years

    def say(self, key: str, **values: object) -> str:
        """Text of the results workbook in its language."""
        return TEXTS(self.language, key, **values)

    def meaning(self, declared: ResultColumn | SheetSpec) -> str:
        """What a contract says about a column or a sheet, in the language."""
        return declared.en if self.language == "en" else declared.tr

    @property
    def money_unit(self) -> str:
        """Unit of money."""
        return MUSD.in_language(self.language)

    def decimal(self, value: float, places: int = 0) -> str:
        """A number in a sentence, with the separators of the language (cells follow the reader's own settings)."""
        return figures.number(value, places).in_language(self.language)

    def page(self, key: str, *, tab_colour: str = INK) -> Page:
        """Add a sheet whose name and title are the texts ``sheet_<key>`` and ``title_<key>``."""
        return Page(self, self.say(f"sheet_{key}"), self.say(f"title_{key}"), tab_colour)


class Page(Sheet):
    """One sheet with a cursor: every method writes below what stands there already."""

    book: Book

    def __init__(self, book: Book, name: str, title: str, tab_colour: str) -> None:
        super().__init__(book, name, title, tab_colour)
        self._breaks: list[int] = []

    def break_here(self, below: int = 0) -> None:
        """On paper, what follows begins a page; ``below`` counts rows from the cursor."""
        self._breaks.append(self.row + below)
        self.sheet.set_h_pagebreaks(self._breaks)

    def year_columns(self, widths: tuple[float, float, float] = (40, 26, 16)) -> None:
        """Set the widths of a page with years across, and keep labels and title in view."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        after = LABEL_COLUMNS + len(self.book.years)
        self.sheet.set_column(LABEL_COLUMNS, after - 1, 9)
        self.sheet.set_column(after, after, 17)
        self.sheet.set_column(after + 1, after + 1, 34)
        self.sheet.freeze_panes(2, LABEL_COLUMNS)

    def year_header(self, titles: tuple[str, str, str], last: str = "", key: str = "") -> int:
        """Write the header row of a table with years across; returns its row."""
        header = self.row
        for column, title in enumerate(titles):
            self.sheet.write_string(header, column, title, self.book.format.header_left)
        for offset, year in enumerate(self.book.years):
            self.sheet.write_number(header, LABEL_COLUMNS + offset, year, self.book.format.header)
        after = LABEL_COLUMNS + len(self.book.years)
        if last:
            self.sheet.write_string(header, after, last, self.book.format.header)
        if key:
            self.sheet.write_string(header, after + bool(last), key, self.book.format.header_indented)
        self.row += 1
        return header

    def year_table(
        self,
        titles: tuple[str, str, str],
        rows: Sequence[YearRow],
        *,
        num_format: str | None = None,
        total: str = "",
        row_sum: bool = False,
    ) -> Block:
        """A table with years across. ``total`` names a last row of column sums, ``row_sum`` adds a sum per row:
        both are live formulas.
        """
        if not rows:
            self.note(self.book.say("nothing_here"))
            return Block(self.row, ())
        keys = self.book.say("input_key") if any(row.key for row in rows) else ""
        header = self.year_header(titles, self.book.say("sum") if row_sum else "", keys)
        common = number_format([v for row in rows for v in row.values.values() if not math.isnan(v)]) if total else ""
        numbers = []
        for row in rows:
            numbers.append(self.row)
            self.year_row(row, num_format or common or None, row_sum)
        if total:
            self._total_row(total, rows, header + 1, num_format or common, row_sum)
            self.row += 1
        self.row += 1
        return Block(header, tuple(numbers), tuple(row.values for row in rows))

    def year_row(self, row: YearRow, num_format: str | None = None, row_sum: bool = False) -> None:
        """One row under a header written by :meth:`year_header`."""
        shown = num_format or number_format([value for value in row.values.values() if not math.isnan(value)])
        styles = (self.book.format.label, self.book.format.label, self.book.format.quiet)
        for column, (label, style) in enumerate(zip(row.labels, styles, strict=True)):
            self.sheet.write_string(self.row, column, label, style)
        cell = self.book.format.number(shown)
        for offset, year in enumerate(self.book.years):
            self.number(self.row, LABEL_COLUMNS + offset, row.values.get(year), cell)
        after = LABEL_COLUMNS + len(self.book.years)
        if row_sum:
            cached = math.fsum(value for value in row.values.values() if not math.isnan(value))
            self.formula(self.row, after, f"=SUM({self.year_range(self.row)})", cached, self.book.format.total(shown))
        if row.key:
            self.sheet.write_string(self.row, after + row_sum, row.key, self.book.format.key)
        self.row += 1

    def _total_row(self, label: str, rows: Sequence[YearRow], first: int, shown: str, row_sum: bool) -> None:
        style = self.book.format.total(shown)
        for column, text in enumerate((label, "", "")):
            self.sheet.write_string(self.row, column, text, self.book.format.total())
        sums = {year: math.fsum(row.values.get(year, 0.0) for row in rows) for year in self.book.years}
        for offset, year in enumerate(self.book.years):
            column = LABEL_COLUMNS + offset
            column_range = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(self.row - 1, column)}"
            self.formula(self.row, column, f"=SUM({column_range})", sums[year], style)
        if row_sum:
            after = LABEL_COLUMNS + len(self.book.years)
            self.formula(self.row, after, f"=SUM({self.year_range(self.row)})", math.fsum(sums.values()), style)

    def tidy_table(self, columns: Sequence[TidyColumn], rows: Iterable[Sequence[Any]]) -> None:
        """One row per record, with a filter on the header; meant to be the only or the last table of its page."""
        header = self.row
        self.sheet.set_row(header, 15 * max(1, *(math.ceil(len(c.title) / (c.width - 2)) for c in columns)))
        styles = []
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)
            left = column.kind in ("text", "wrapped")
            style = self.book.format.header_indented if left else self.book.format.header
            self.sheet.write_string(header, number, column.title, style)
            styles.append(self._tidy_format(column.kind))
        self.row += 1
        for record in rows:
            for number, (value, style) in enumerate(zip(record, styles, strict=True)):
                self.value(self.row, number, value, style)
            self.row += 1
        if self.row > header + 1:
            self.sheet.autofilter(header, 0, self.row - 1, len(columns) - 1)
        self.sheet.freeze_panes(header + 1, 0)
        self.sheet.repeat_rows(header)
        self.row += 1

    def _tidy_format(self, kind: str) -> Any:
        if kind == "text":
            return self.book.format(indent=1, bottom=4, bottom_color=RULE)
        if kind == "wrapped":
            return self.book.format(text_wrap=True, valign="top", indent=1, bottom=4, bottom_color=RULE)
        if kind == "year":
            return self.book.format(num_format=YEAR, align="center", bottom=4, bottom_color=RULE)
        shown = {
            "number": "#,##0.00##",
            "quantity": QUANTITY,
            "moment": "General",  # 2028, and 2028.5 for the middle of a year
        }[kind]
        return self.book.format.number(shown)

    def value(self, row: int, column: int, value: Any, style: Any) -> None:
        """Write a text, number or flag; an unknown number (NaN or ``None``) is a blank cell, not a zero."""
        if isinstance(value, bool):
            self.sheet.write_string(row, column, self.book.say("yes" if value else "no"), style)
        elif value is None or isinstance(value, (int, float)):
            self.number(row, column, value, style)
        else:
            self.sheet.write_string(row, column, str(value), style)

    def year_range(self, row: int) -> str:
        """The cells of ``row`` under the years, as a formula names them."""
        last = LABEL_COLUMNS + len(self.book.years) - 1
        return f"{xl_rowcol_to_cell(row, LABEL_COLUMNS)}:{xl_rowcol_to_cell(row, last)}"
