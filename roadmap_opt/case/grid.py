"""From a sheet's raw cells to a typed table: find the columns, skip blank rows, parse every cell, collect findings.

Knows neither Excel nor CSV: a :class:`RawSheet` is what both of them deliver. Nothing stops at the first problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from roadmap_opt.case.cells import (
    CellProblem,
    ErrorCell,
    OverlongText,
    UnsavedFormula,
    clean_text,
    format_cell,
    is_blank,
    parse_cell,
)
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import ColumnSpec, SheetSpec
from roadmap_opt.case.tables import Row, Table
from roadmap_opt.errors import LOST, MOST_READ, Finding, Thing, more_findings, shortened
from roadmap_opt.messages import Text
from roadmap_opt.said import said

HORIZON = "horizon"
"""Stands in the place of a sheet where a finding has to do with the years of the horizon."""

OWN_MARK = "#"
"""A column or sheet whose name begins with this mark is the planner's own and is left alone."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as found: headings by column number, then rows of raw cells by column number (both from 1).

    ``decimal_point`` tells that numbers in text are written by programs (text tables), see :func:`cells.parse_cell`.
    ``labelled`` holds the column that the printed label and unit of a heading say it is, where they say so.
    """

    name: str
    header_row: int
    headings: Mapping[int, object]
    rows: tuple[tuple[int, Mapping[int, object]], ...]
    decimal_point: bool = False
    labelled: Mapping[int, str] = field(default_factory=dict)

    def filled_rows(self, columns: Iterable[int]) -> Iterator[tuple[int, Mapping[int, object]]]:
        """The rows in which one of ``columns`` is filled; blank rows between and below data mean nothing."""
        looked_at = tuple(columns)
        return ((number, cells) for number, cells in self.rows if not all(is_blank(cells.get(at)) for at in looked_at))


def headings(spec: SheetSpec, years: Iterable[int]) -> list[tuple[str | int, ColumnSpec]]:
    """The headings of a sheet from left to right with their columns: the years stand where their column is declared."""
    spread: list[tuple[str | int, ColumnSpec]] = []
    for column in spec.columns:
        names: Iterable[str | int] = years if column.kind == "years" else (column.name,)
        spread += ((name, column) for name in names)
    return spread


def years_in(table: Table) -> tuple[int, ...]:
    """The years for which the table holds a value, in order; none when the sheet does not run across the years."""
    across = table.spec.year_column
    return tuple(sorted({year for row in table for year in row.values[across.name]})) if across else ()


def value_under(row: Row, heading: str | int, column: ColumnSpec) -> Any:
    """The row's value under one of the :func:`headings`; ``None`` for a year it does not hold."""
    return row.values[column.name].get(heading) if column.kind == "years" else row.values[column.name]


def letter_of(number: int) -> str:
    """The Excel letter of a column number, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def words_of(raw: object) -> str:
    """A heading or a cell as words, whatever it holds."""
    if isinstance(raw, ErrorCell | UnsavedFormula):
        return raw.text
    if isinstance(raw, OverlongText):
        return said("a text of {length:,} characters", length=raw.length)
    return clean_text(format_cell(raw))


class SheetReader:
    """Reads one sheet against its contract and collects the first findings; the others are only counted."""

    def __init__(self, workbook: str, spec: SheetSpec, years: tuple[int, ...]) -> None:
        self.workbook, self.spec, self.years = workbook, spec, years
        self._listed: list[Finding] = []
        self._left_out = 0
        self._first_left_out, self._worst_left_out = "", "warning"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order it was found."""
        if not self._left_out:
            return tuple(self._listed)
        rest = more_findings(self.workbook, self.spec.name, self._first_left_out, self._left_out, self._worst_left_out)
        return (*self._listed, rest)

    def report(
        self,
        code: str,
        cell: str,
        found: str,
        expected: str,
        remedy: str,
        *,
        row_name: str = "",
        severity: str = "error",
        cause: Thing = (),
        breaks: tuple[Thing, ...] = (),
    ) -> None:
        """Add one finding about this sheet."""
        if self.leave_out(cell, severity):
            return
        finding = Finding(code, self.workbook, self.spec.name, cell, row_name, found, expected, remedy, severity)
        self._listed.append(replace(finding, cause=cause, breaks=breaks))

    def leave_out(self, cell: str, severity: str = "error") -> bool:
        """Whether enough was reported; a finding at ``cell`` is then counted, and need not be put into words."""
        if len(self._listed) < MOST_READ:
            return False
        self._left_out += 1
        self._first_left_out = self._first_left_out or cell
        if severity == "error":
            self._worst_left_out = severity
        return True

    def table(self, raw: RawSheet) -> Table:
        """The typed table; rows with an unreadable cell are kept and marked."""
        names = [column.name for column in self.spec.columns if column.kind != "years"]
        columns = self.locate(raw, names)
        years = self._locate_years(raw) if self.spec.year_column else {}
        self._report_missing(raw, columns, years)
        filled = raw.filled_rows((*columns.values(), *years.values()))
        rows = tuple(self._row(number, cells, columns, years, raw) for number, cells in filled)
        letters: dict[str | int, str] = {name: letter_of(at) for name, at in columns.items()}
        letters |= {year: letter_of(at) for year, at in years.items()}
        if self.spec.year_column and years:
            letters[self.spec.year_column.name] = letter_of(min(years.values()))
        return Table(self.spec, rows, letters)

    def locate(self, raw: RawSheet, names: list[str]) -> dict[str, int]:
        """Column numbers by name; reports unknown and repeated headings and cells under no heading."""
        by_fold = {fold(name): name for name in names}
        located: dict[str, int] = {}
        for at, heading in sorted(raw.headings.items()):
            text = words_of(heading)
            if not text or text.startswith(OWN_MARK) or (self.spec.year_column and year_of(heading) is not None):
                continue
            cell = f"{letter_of(at)}{raw.header_row}"
            name = by_fold.get(fold(text))
            if name is None:
                if self.leave_out(cell):
                    continue
                near = nearest(text, names)
                self.report(
                    "E115",
                    cell,
                    said("unknown column “{text}”", text=text),
                    said("a column of {sheet}, perhaps {meant}", sheet=self.spec.name, meant=near)
                    if near
                    else said("a column of {sheet}: {names}", sheet=self.spec.name, names=", ".join(names)),
                    said(
                        "Rename it to a known column, or begin its name with {own_mark} to keep it as your own.",
                        own_mark=OWN_MARK,
                    ),
                )
            elif name in located:
                first = f"{letter_of(located[name])}{raw.header_row}"
                self.report(
                    "E117",
                    cell,
                    said("a second column “{name}”", name=name),
                    said("one, as in {cell}", cell=first),
                    "Remove one of them.",
                )
            else:
                located[name] = at
        self._report_loose_cells(raw)
        return located

    def _report_loose_cells(self, raw: RawSheet) -> None:
        headed = {at for at, heading in raw.headings.items() if words_of(heading)}
        loose: dict[int, int] = {}
        for number, cells in raw.rows:
            for at, value in cells.items():
                if at not in headed and not is_blank(value):
                    loose.setdefault(at, number)
        for at, number in sorted(loose.items()):
            self.report(
                "E118",
                f"{letter_of(at)}{number}",
                "a value in a column without a name",
                said("a column name in {cell}", cell=f"{letter_of(at)}{raw.header_row}"),
                said(
                    "Name the column, or begin its name with {own_mark} if it is for your own use.", own_mark=OWN_MARK
                ),
            )

    def _locate_years(self, raw: RawSheet) -> dict[int, int]:
        located: dict[int, int] = {}
        for at, heading in sorted(raw.headings.items()):
            year = year_of(heading)
            if year is None:
                continue
            cell = f"{letter_of(at)}{raw.header_row}"
            if year in located:
                self.report(
                    "E117",
                    cell,
                    said("a second column for {year}", year=year),
                    "one column per year",
                    "Remove one of them.",
                )
            elif self.years and year not in self.years:
                self.report(
                    "E121",
                    cell,
                    said("a column for {year}, which is not used", year=year),
                    said("years {first} to {last}, as Settings says", first=self.years[0], last=self.years[-1]),
                    "Nothing to do if that is meant; otherwise change first_year or last_year in Settings.",
                    severity="warning",
                    cause=("years beyond the horizon",),
                    breaks=((HORIZON, str(year)),),
                )
            else:
                located[year] = at
        return located

    def _report_missing(self, raw: RawSheet, columns: Mapping[str, int], years: Mapping[int, int]) -> None:
        for column in self.spec.columns:
            if column.kind != "years" and column.name not in columns and column.meta.blank is None:
                self.report(
                    "E116",
                    f"A{raw.header_row}",
                    said("no column “{column}” in row {row}", column=column.name, row=raw.header_row),
                    said(
                        "the column {column}: {meaning}",
                        column=column.name,
                        meaning=Text(column.meta.en, column.meta.tr),
                    ),
                    "Add the column; its place does not matter.",
                    breaks=((self.spec.name, column.name),),
                )
        missing = [str(year) for year in self.years if year not in years] if self.spec.year_column else []
        if missing:
            self.report(
                "E120",
                f"A{raw.header_row}",
                said("no column for {missing}", missing=", ".join(missing)),
                said("one column for each year from {first} to {last}", first=self.years[0], last=self.years[-1]),
                "Add the years, or change first_year or last_year in Settings.",
                cause=("years without a column", *missing),
                breaks=((self.spec.name, self.spec.year_column.name),) if self.spec.year_column else (),
            )

    def _row(
        self,
        number: int,
        cells: Mapping[int, object],
        columns: Mapping[str, int],
        years: Mapping[int, int],
        raw: RawSheet,
    ) -> Row:
        values: dict[str, Any] = {}
        unreadable: set[Any] = set()

        def name() -> str:
            return self._row_name(cells, columns)

        for column in self.spec.columns:
            if column.kind == "years":
                by_year: dict[int, float] = {}
                for year, at in years.items():
                    if not self.cell(cells.get(at), column, (at, number), name, raw, by_year, year):
                        unreadable.add((column.name, year))
                values[column.name] = by_year
            elif column.name in columns:
                at = columns[column.name]
                if not self.cell(cells.get(at), column, (at, number), name, raw, values, column.name):
                    values[column.name] = None
                    unreadable.add(column.name)
            else:  # a missing column has its own finding when it may not be blank
                values[column.name] = column.meta.default
                if column.meta.blank is None:
                    unreadable.add(column.name)
        return Row(values, number, unreadable=frozenset(unreadable))

    def cell(
        self,
        value: object,
        column: ColumnSpec,
        place: tuple[int, int],
        row_name: Callable[[], str],
        raw: RawSheet,
        into: dict[Any, Any],
        key: Any,
    ) -> bool:
        """Parse the cell at ``place`` (column, row) into ``into[key]``; on a problem report it and return False."""
        try:
            into[key] = parse_cell(value, column, decimal_point=raw.decimal_point)
        except CellProblem as problem:
            cell = f"{letter_of(place[0])}{place[1]}"
            if not self.leave_out(cell):  # most of the work is in the words
                self.report(
                    problem.code, cell, problem.found, problem.expected, problem.remedy,
                    row_name=row_name(), breaks=((self.spec.name, column.name, LOST),),
                )  # fmt: skip
            return False
        return True

    def _row_name(self, cells: Mapping[int, object], columns: Mapping[str, int]) -> str:
        keys = (name for name in self.spec.key_columns if name in columns)
        parts = ((name, cells.get(columns[name])) for name in keys)
        return ", ".join(f"{name} {shortened(words_of(value))}" for name, value in parts if not is_blank(value))


def year_of(heading: object) -> int | None:
    """The year that a heading is, four digits; ``None`` where it is something else."""
    text = words_of(heading)
    return int(text) if len(text) == 4 and text.isdecimal() else None
