"""Writing the input workbook: sheets, heads, notes, drop-downs and colours all follow from the contract.

With tables it holds their values, without tables it is an empty form. Reading a written workbook gives the same tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.grid import letter_of, value_under
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.schema import SHEETS, ColumnSpec, SheetSpec
from roadmap_opt.case.sheet_names import SETTINGS_COLUMNS
from roadmap_opt.case.tables import REMARKS, Provenance, Row, Table, Tables
from roadmap_opt.documents.excel.sheet import opened_book
from roadmap_opt.errors import shortened
from roadmap_opt.messages import Language
from roadmap_opt.said import said
from roadmap_opt.saving import SaveError
from roadmap_opt.workbook.choices import Lists
from roadmap_opt.workbook.help_sheet import write_help_sheet
from roadmap_opt.workbook.layout import (
    FIRST_DATA_ROW,
    HELP_SHEET,
    LABEL_ROW,
    LISTS_SHEET,
    NAME_ROW,
    PROSE,
    REMARKS_SHEET,
    UNIT_ROW,
    Place,
    column_letter,
    head_of,
    placed,
)
from roadmap_opt.workbook.start_sheet import write_start_sheet
from roadmap_opt.workbook.stored import as_stored
from roadmap_opt.workbook.styles import GROUPS, Styles, number_format, role_of
from roadmap_opt.workbook.validation import entry_rule, expected_in

DEFAULT_YEARS = tuple(range(2025, 2036))
"""The roadmap's horizon: the years of a workbook that is written without settings."""

BLANK_ROWS = 30
"""Formatted rows for new entries below the data."""

_LONGEST_TEXT = 32767  # characters in a cell, Excel's limit
_WIDEST, _NARROWEST, _YEAR_WIDTH, _NOTE_WIDTH = 40, 9, 8, 100
_MOST_LINES = 3
"""Lines that a row grows for its remarks: figures stay close to one another, and a longer text opens in its cell."""
_READ_WHOLE = ("Scenarios",)
"""Sheets whose rows are as high as their texts, besides those of notes."""
_SETTINGS_WIDTHS = (28, 16, 22, 60, 50, 24, 12, 60, 60)
_REMARKS_WIDTHS = (20, 18, 16, 90, 90)
_READ_ONLY = ("unit", "meaning_en", "meaning_tr")


def write_workbook(
    path: Path,
    tables: Tables | None = None,
    years: Sequence[int] | None = None,
    language: Language = "en",
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
        raise SaveError(said("{path} is not the name of an Excel workbook: end it with .xlsx.", path=path))
    columns = tuple(years) if years is not None else _horizon(tables)
    with opened_book(path, overwrite=overwrite) as book:
        styles = Styles(book)
        write_start_sheet(book, styles, tables, language)
        write_help_sheet(book.add_worksheet(HELP_SHEET), styles, language)
        pages = {name: book.add_worksheet(name) for name in SHEETS}
        lists = Lists(tables, columns, BLANK_ROWS)
        lists.write(book.add_worksheet(LISTS_SHEET))
        for name, spec in SHEETS.items():
            table = tables[name] if tables is not None else Table(spec, ())
            _Page(pages[name], spec, table, columns, styles, lists, language).write()
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


class _Page:
    """One data sheet being written."""

    def __init__(
        self,
        page: Any,
        spec: SheetSpec,
        table: Table,
        years: tuple[int, ...],
        styles: Styles,
        lists: Lists,
        language: Language,
    ) -> None:
        self.page, self.spec, self.table, self.years = page, spec, table, years
        self.styles, self.lists, self.language = styles, lists, language
        if spec.layout == "settings":
            self.places = [Place(*head, None) for head in head_of(spec, years)]
            self.widths: Sequence[float] = _SETTINGS_WIDTHS
        else:
            self.places = placed(spec, years)
            self.widths = [self._width(place) for place in self.places]

    def write(self) -> None:
        """Write head and body and set up the view and the printed page."""
        self._write_head()
        last_row = self._write_settings() if self.spec.layout == "settings" else self._write_rows()
        page = self.page
        page.set_tab_color(GROUPS[self.spec.group][2])
        page.freeze_panes(UNIT_ROW, self._frozen_columns())
        page.autofilter(UNIT_ROW - 1, 0, last_row - 1, len(self.places) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.print_area(
            0, 0, last_row - 1 - (0 if self.spec.layout == "settings" else BLANK_ROWS), len(self.places) - 1
        )
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
        wrapped = [(place, width) for place, width in zip(self.places, self.widths, strict=True) if not place.is_year]
        self._set_height(LABEL_ROW, ((place.label, width) for place, width in wrapped), line=12, density=1.15)
        # the buttons of the filter stand in the last line of the units
        self._set_height(UNIT_ROW, ((f"{place.unit}\n", width) for place, width in wrapped), line=11, density=1.3)
        previous = ""
        for at, place in enumerate(self.places):
            repeated = place.is_year and previous == place.label
            page.write(NAME_ROW - 1, at, place.heading, styles.heading(spec.group))
            page.write(LABEL_ROW - 1, at, "" if repeated else place.label, styles.label(wrap=not place.is_year))
            page.write(UNIT_ROW - 1, at, "" if repeated else place.unit, styles.unit(wrap=not place.is_year))
            previous = place.label
            if place.column is not None:
                self._note(NAME_ROW, at, place.column)

    def _width(self, place: Place) -> float:
        column = place.column
        if column is None:
            return max(len(kpi.unit) for kpi in KPIS.values()) + 2
        if place.is_year:
            return _YEAR_WIDTH
        if column.name in PROSE or (self.spec.group == "notes" and column.kind == "text" and not column.meta.key):
            return _NOTE_WIDTH
        contents = (len(format_cell(row.values[column.name])) for row in self.table)
        longest = max(contents, default=0)
        return min(max(len(str(place.heading)) + 1, longest + 2, _NARROWEST), _WIDEST)

    def _note(self, row: int, at: int, column: ColumnSpec) -> None:
        meanings = [column.meta.en, column.meta.tr]
        if self.language == "tr":
            meanings.reverse()
        languages: tuple[Language, ...] = ("en", "tr") if self.language == "en" else ("tr", "en")
        text = "\n".join([*meanings, *(expected_in(column, each) for each in languages)])
        lines = sum(1 + len(part) // 46 for part in text.split("\n"))
        self.page.write_comment(row - 1, at, text, {"width": 300, "height": 24 + 16 * lines, "font_size": 9})

    def _write_rows(self) -> int:
        last_row = UNIT_ROW + len(self.table.rows) + BLANK_ROWS
        rows = dict(enumerate(self.table, start=FIRST_DATA_ROW))
        for at, place in enumerate(self.places):
            for number in range(FIRST_DATA_ROW, last_row + 1):
                if place.column is None:
                    self._write_unit(number, at, rows.get(number))
                else:
                    row = rows.get(number)
                    value = value_under(row, place.heading, place.column) if row is not None else None
                    self._write_value(number, at, value, place.column, unit=self._own_unit(row, place.column))
            if place.column is not None:
                self._validate(FIRST_DATA_ROW, last_row, at, place.column)
        self._show_shares(last_row)
        for number, row in rows.items():
            texts = ((format_cell(value_under(row, each.heading, each.column)), width)
                     for each, width in zip(self.places, self.widths, strict=True)
                     if each.column is not None and self._wraps(each.column))  # fmt: skip
            most = None if self._reads_whole else _MOST_LINES
            self._set_height(number, texts, most=most)
        return last_row

    @property
    def _reads_whole(self) -> bool:
        return self.spec.group == "notes" or self.spec.name in _READ_WHOLE

    def _wraps(self, column: ColumnSpec) -> bool:
        return self.spec.group == "notes" or column.name in PROSE

    def _own_unit(self, row: Row | None, column: ColumnSpec) -> str | None:
        """The unit of one value of Targets: that of its row's indicator."""
        if self.spec.name != "Targets" or column.name != "value" or row is None:
            return None
        kpi = KPIS.get(str(row.values["kpi"]))
        return kpi.unit if kpi is not None else None

    def _write_unit(self, number: int, at: int, row: Row | None) -> None:
        """The unit of the row's indicator, by a formula: it follows when the planner chooses another indicator."""
        shown = self._own_unit(row, self.spec.column("value")) or ""
        formula = self.lists.unit(f"${column_letter(self.spec, self.years, 'kpi')}{number}")
        self.page.write_formula(number - 1, at, formula, self.styles.derived(), shown)

    def _show_shares(self, last_row: int) -> None:
        """Per cent wherever the row's unit is a share, also after another indicator is chosen."""
        at = next((at for at, place in enumerate(self.places) if place.column is None), None)
        if at is None:
            return
        unit = f"${letter_of(at + 1)}{FIRST_DATA_ROW}"
        first, last, value_at = FIRST_DATA_ROW - 1, last_row - 1, at - 1
        value = f"{letter_of(value_at + 1)}{FIRST_DATA_ROW}"
        for criteria, shown in (
            (f'=AND({unit}="share",{value}*100=INT({value}*100))', "0%"),
            (f'={unit}="share"', "0.0%"),
            (f'=AND({unit}<>"",{value}=INT({value}))', "#,##0"),
            (f'={unit}<>""', "#,##0.0##"),
        ):
            look = self.styles.number_only(shown)
            rule = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
            self.page.conditional_format(first, value_at, last, value_at, rule)

    def _set_height(
        self,
        row: int,
        texts: Iterable[tuple[str, float]],
        *,
        line: float = 15,
        density: float = 1.1,
        most: int | None = None,
    ) -> None:
        """Make the row as high as its longest wrapped text needs, up to ``most`` lines: not every program does that by
        itself.

        ``density`` is how many letters of the font fit into one unit of column width, on the safe side.
        """
        needs = (sum(1 + int(len(part) / (width * density)) for part in text.split("\n")) for text, width in texts)
        lines = max(needs, default=1)
        self.page.set_row(row - 1, line * min(lines, most or lines) + (2 if lines > 1 or most is None else 0))

    def _write_settings(self) -> int:
        """One row per setting, with its unit and meaning printed beside it."""
        (row,) = self.table.rows or (None,)
        value_at = SETTINGS_COLUMNS.index("value")
        for number, column in enumerate(self.spec.columns, start=FIRST_DATA_ROW):
            remarks = self.table.provenance.get(column.name, Provenance(None, None, None))
            value = row.values[column.name] if row is not None else None
            printed = {"unit": column.meta.unit, "meaning_en": column.meta.en, "meaning_tr": column.meta.tr}
            texts = {**printed, "source": remarks.source, "note": remarks.note, "note_tr": remarks.note_tr}
            widths = ((text or "", _SETTINGS_WIDTHS[SETTINGS_COLUMNS.index(name)]) for name, text in texts.items())
            self._set_height(number, widths)
            self.page.write_string(number - 1, 0, column.name, self.styles.printed(bold=True, wrap=False))
            self._write_value(number, value_at, value, column)
            self._validate(number, number, value_at, column)
            self._note(number, value_at, column)
            for name in _READ_ONLY:
                self.page.write_string(number - 1, SETTINGS_COLUMNS.index(name), printed[name], self.styles.printed())
            for name in REMARKS:
                at = SETTINGS_COLUMNS.index(name)
                remark = SHEETS["Sites"].column(name)  # these columns are the same on every data sheet
                self._write_value(number, at, getattr(remarks, name), remark)
                self._validate(number, number, at, remark)
        return UNIT_ROW + len(self.spec.columns)

    def _validate(self, first: int, last: int, at: int, column: ColumnSpec) -> None:
        rule = entry_rule(self.spec.name, column, f"{letter_of(at + 1)}{first}", self.lists, self.language)
        if rule is not None:
            self.page.data_validation(first - 1, at, last - 1, at, rule)

    def _write_value(self, row: int, at: int, value: object, column: ColumnSpec, *, unit: str | None = None) -> None:
        shown = as_stored(value)
        numeric = column.kind in ("number", "integer", "years") if shown is None else isinstance(shown, int | float)
        style = self.styles.entry(
            role_of(column),
            number_format=number_format(shown, column, unit),
            wrap=self._wraps(column) or (self.spec.layout == "settings" and role_of(column) == "remark"),
            words=not numeric,
        )
        if shown is None:
            self.page.write_blank(row - 1, at, None, style)
        elif isinstance(shown, str):
            if len(shown) > _LONGEST_TEXT:
                told = {"sheet": self.spec.name, "column": column.name}
                raise SaveError(said("{sheet}, {column}: a text is longer than a cell of Excel can hold.", **told))
            self.page.write_string(row - 1, at, shown, style)
        else:
            self.page.write_number(row - 1, at, shown, style)
