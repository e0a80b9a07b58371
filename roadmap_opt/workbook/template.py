"""Writing the input workbook: sheets, heads, notes, drop-downs and colours all follow from the contract.

With tables it holds their values, without tables it is an empty form. Reading a written workbook gives the same tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.cells import expectation, format_cell
from roadmap_opt.case.grid import headings, letter_of, value_under
from roadmap_opt.case.schema import SHEETS, ColumnSpec, SheetSpec
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS
from roadmap_opt.case.tables import Provenance, Table, Tables
from roadmap_opt.documents.excel.sheet import opened_book
from roadmap_opt.errors import shortened
from roadmap_opt.saving import SaveError
from roadmap_opt.workbook.layout import (
    FIRST_DATA_ROW,
    LABEL_ROW,
    LISTS_SHEET,
    NAME_ROW,
    REMARKS_SHEET,
    UNIT_ROW,
    head_of,
)
from roadmap_opt.workbook.start_sheet import write_start_sheet
from roadmap_opt.workbook.styles import GROUPS, Styles, number_format
from roadmap_opt.workbook.validation import entry_rule, is_long_list, lists_range

DEFAULT_YEARS = tuple(range(2025, 2036))
"""The roadmap's horizon: the years of a workbook that is written without settings."""

BLANK_ROWS = 30
"""Formatted rows for new entries below the data."""

_LONGEST_TEXT = 32767  # characters in a cell, Excel's limit
_WIDEST, _NARROWEST, _YEAR_WIDTH, _NOTE_WIDTH = 40, 10, 9, 60
_SETTINGS_WIDTHS = (28, 16, 22, 60, 50, 24, 12, 60)
_REMARKS_WIDTHS = (20, 18, 16, 90, 90)
_READ_ONLY = ("unit", "meaning_en", "meaning_tr")


def write_workbook(
    path: Path,
    tables: Tables | None = None,
    years: Sequence[int] | None = None,
    language: str = "en",
    *,
    overwrite: bool = False,
    remarks: Sequence[Sequence[str]] = (),
) -> None:
    """Write an input workbook to ``path``, holding ``tables`` or empty.

    ``years`` are the columns of sheets that run across the years; by default the horizon of the tables' settings.
    ``language`` (``en`` or ``tr``) is the one that comes first; both are always there. ``remarks`` are rows of text,
    the first a head, for a last sheet that no command reads (``#Upgrade``). Raises :class:`SaveError` when
    ``path`` exists and ``overwrite`` is not set, is not called ``.xlsx``, or cannot be written.
    """
    if path.suffix.lower() != ".xlsx":  # Excel refuses to open the file under any other name
        raise SaveError(f"{path} is not the name of an Excel workbook: end it with .xlsx.")
    columns = tuple(years) if years is not None else _horizon(tables)
    with opened_book(path, overwrite=overwrite) as book:
        styles = Styles(book)
        write_start_sheet(book, styles, tables, language)
        pages = {name: book.add_worksheet(name) for name in SHEETS}
        list_ranges = _write_lists(book)
        for name, spec in SHEETS.items():
            table = tables[name] if tables is not None else Table(spec, ())
            _Page(pages[name], spec, table, columns, styles, list_ranges, language).write()
        if remarks:
            _write_remarks(book.add_worksheet(REMARKS_SHEET), styles, remarks)
        book.set_calc_mode("auto")


def _write_remarks(page: Any, styles: Styles, remarks: Sequence[Sequence[str]]) -> None:
    for at, width in enumerate(_REMARKS_WIDTHS):
        page.set_column(at, at, width)
    for number, line in enumerate(remarks):
        for at, words in enumerate(line):
            page.write_string(number, at, shortened(words, _LONGEST_TEXT), styles.printed(bold=number == 0))
    page.freeze_panes(1, 0)


def _horizon(tables: Tables | None) -> tuple[int, ...]:
    rows = tables["Settings"].rows if tables is not None else ()
    if not rows:
        return DEFAULT_YEARS
    return tuple(range(rows[0].values["first_year"], rows[0].values["last_year"] + 1))


def _write_lists(book: Any) -> dict[str, str]:
    """Write the long lists of choices to a hidden sheet; their cells by column name."""
    long = {column.name: column for spec in SHEETS.values() for column in spec.columns if is_long_list(column)}
    if not long:
        return {}
    page = book.add_worksheet(LISTS_SHEET)
    page.hide()
    for at, column in enumerate(long.values()):
        page.write_column(0, at, column.meta.choices)
    return {name: lists_range(at, len(column.meta.choices)) for at, (name, column) in enumerate(long.items(), start=1)}


class _Page:
    """One data sheet being written."""

    def __init__(
        self,
        page: Any,
        spec: SheetSpec,
        table: Table,
        years: tuple[int, ...],
        styles: Styles,
        list_ranges: Mapping[str, str],
        language: str,
    ) -> None:
        self.page, self.spec, self.table, self.years = page, spec, table, years
        self.styles, self.list_ranges, self.language = styles, dict(list_ranges), language
        self.head = head_of(spec, years)
        spread = headings(spec, years)
        self.widths = _SETTINGS_WIDTHS if spec.layout == "settings" else [self._width(*under) for under in spread]

    def write(self) -> None:
        """Write head and body and set up the view and the printed page."""
        self._write_head()
        last_row = self._write_settings() if self.spec.layout == "settings" else self._write_rows()
        page = self.page
        page.set_tab_color(GROUPS[self.spec.group][2])
        page.freeze_panes(UNIT_ROW, self._frozen_columns())
        page.autofilter(UNIT_ROW - 1, 0, last_row - 1, len(self.head) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.print_area(0, 0, last_row - 1 - (0 if self.spec.layout == "settings" else BLANK_ROWS), len(self.head) - 1)
        page.repeat_rows(0, UNIT_ROW - 1)
        page.set_footer("&L&F › &A&R&P / &N")

    def _frozen_columns(self) -> int:
        leading = 0
        for column in self.spec.columns:
            if not column.meta.key or leading == 2:
                break
            leading += 1
        return max(leading, 1)

    def _write_head(self) -> None:
        page, styles, spec = self.page, self.styles, self.spec
        titles = (spec.en, spec.tr) if self.language == "en" else (spec.tr, spec.en)
        page.set_row(0, 24)
        page.write_string(0, 0, " / ".join(titles), styles.title())
        for at, width in enumerate(self.widths):
            page.set_column(at, at, width)
        # the years share one label and one unit, which runs on over the narrow columns
        wrapped = [
            (label, unit, width)
            for (name, label, unit), width in zip(self.head, self.widths, strict=True)
            if not isinstance(name, int)
        ]
        self._set_height(LABEL_ROW, ((label, width) for label, _, width in wrapped), line=12, density=1.15)
        # the buttons of the filter stand in the last line of the units
        self._set_height(UNIT_ROW, ((f"{unit}\n", width) for _, unit, width in wrapped), line=11, density=1.3)
        previous = ""
        for at, (name, label, unit) in enumerate(self.head):
            page.write(NAME_ROW - 1, at, name, styles.heading(spec.group))
            repeated, is_year = isinstance(name, int) and previous == label, isinstance(name, int)
            page.write(LABEL_ROW - 1, at, "" if repeated else label, styles.label(wrap=not is_year))
            page.write(UNIT_ROW - 1, at, "" if repeated else unit, styles.unit(wrap=not is_year))
            previous = label
        if spec.layout == "table":
            for at, (_, column) in enumerate(headings(spec, self.years)):
                self._note(NAME_ROW, at, column)

    def _width(self, heading: str | int, column: ColumnSpec) -> float:
        if column.kind == "years":
            return _YEAR_WIDTH
        if column.name == "note" or (self.spec.group == "notes" and column.kind == "text" and not column.meta.key):
            return _NOTE_WIDTH
        contents = (len(format_cell(row.values[column.name])) for row in self.table)
        longest = max(contents, default=0)
        return min(max(len(str(heading)) + 4, longest + 2, _NARROWEST), _WIDEST)

    def _note(self, row: int, at: int, column: ColumnSpec) -> None:
        meanings = [column.meta.en, column.meta.tr]
        if self.language == "tr":
            meanings.reverse()
        text = "\n".join([*meanings, f"Expected: {expectation(column)}."])
        lines = sum(1 + len(part) // 46 for part in text.split("\n"))
        self.page.write_comment(row - 1, at, text, {"width": 300, "height": 24 + 16 * lines, "font_size": 9})

    def _write_rows(self) -> int:
        last_row = UNIT_ROW + len(self.table.rows) + BLANK_ROWS
        spread = headings(self.spec, self.years)
        wrap = self.spec.group == "notes"
        for at, (heading, column) in enumerate(spread):
            for row_number, row in enumerate(self.table, start=FIRST_DATA_ROW):
                self._write_value(row_number, at, value_under(row, heading, column), column, wrap=wrap)
            for row_number in range(FIRST_DATA_ROW + len(self.table.rows), last_row + 1):
                self._write_value(row_number, at, None, column, wrap=wrap)
            self._validate(FIRST_DATA_ROW, last_row, at, column)
        if wrap:
            for row_number, row in enumerate(self.table, start=FIRST_DATA_ROW):
                texts = (format_cell(value_under(row, *under)) for under in spread)
                self._set_height(row_number, zip(texts, self.widths, strict=True))
        return last_row

    def _set_height(
        self, row: int, texts: Iterable[tuple[str, float]], *, line: float = 15, density: float = 1.1
    ) -> None:
        """Make the row as high as its longest wrapped text needs: not every program does that by itself.

        ``density`` is how many letters of the font fit into one unit of column width, on the safe side.
        """
        needs = (sum(1 + int(len(part) / (width * density)) for part in text.split("\n")) for text, width in texts)
        self.page.set_row(row - 1, line * max(needs) + 2)

    def _write_settings(self) -> int:
        """One row per setting, with its unit and meaning printed beside it."""
        (row,) = self.table.rows or (None,)
        value_at = SETTINGS_COLUMNS.index("value")
        for number, column in enumerate(self.spec.columns, start=FIRST_DATA_ROW):
            remarks = self.table.provenance.get(column.name, Provenance(None, None, None))
            value = row.values[column.name] if row is not None else None
            printed = {"unit": column.meta.unit, "meaning_en": column.meta.en, "meaning_tr": column.meta.tr}
            texts = {**printed, "source": remarks.source, "note": remarks.note}
            widths = ((text or "", _SETTINGS_WIDTHS[SETTINGS_COLUMNS.index(name)]) for name, text in texts.items())
            self._set_height(number, widths)
            self.page.write_string(number - 1, 0, column.name, self.styles.printed(bold=True, wrap=False))
            self._write_value(number, value_at, value, column)
            self._validate(number, number, value_at, column)
            self._note(number, value_at, column)
            for name in _READ_ONLY:
                self.page.write_string(number - 1, SETTINGS_COLUMNS.index(name), printed[name], self.styles.printed())
            for name in ("source", "confidence", "note"):
                at = SETTINGS_COLUMNS.index(name)
                remark = SHEETS["Sites"].column(name)  # these three columns are the same on every data sheet
                self._write_value(number, at, getattr(remarks, name), remark, wrap=True)
                self._validate(number, number, at, remark)
        return UNIT_ROW + len(self.spec.columns)

    def _validate(self, first: int, last: int, at: int, column: ColumnSpec) -> None:
        rule = entry_rule(column, f"{letter_of(at + 1)}{first}", self.list_ranges)
        if rule is not None:
            self.page.data_validation(first - 1, at, last - 1, at, rule)

    def _write_value(self, row: int, at: int, value: object, column: ColumnSpec, *, wrap: bool = False) -> None:
        shown = as_stored(value)
        style = self.styles.entry(
            key=column.meta.key,
            number_format=number_format(shown, column.kind),
            wrap=wrap,
            words=not isinstance(shown, int | float),
        )
        if shown is None:
            self.page.write_blank(row - 1, at, None, style)
        elif isinstance(shown, str):
            if len(shown) > _LONGEST_TEXT:
                raise SaveError(f"{self.spec.name}, {column.name}: a text is longer than a cell of Excel can hold.")
            self.page.write_string(row - 1, at, shown, style)
        else:
            self.page.write_number(row - 1, at, shown, style)


class AsTyped(str):
    """The words of a cell that could not be read. They stay words: ``1.234`` may mean two numbers, and is neither."""

    __slots__ = ()


def as_stored(value: object) -> str | float | int | None:
    """What goes into the cell for a typed value: words for flags and "no limit", numbers as numbers.

    A text that is a number exactly as this package writes it (an overlay's value) is stored as a number, so that the
    planner's Excel shows it with their own decimal mark.
    """
    if isinstance(value, AsTyped):
        return str(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    text = format_cell(value)
    if isinstance(value, str):
        try:
            number = float(text)
        except ValueError:
            return text
        if math.isfinite(number) and format_cell(number) == text and float(f"{number:.16G}") == number:
            return number
    return text
