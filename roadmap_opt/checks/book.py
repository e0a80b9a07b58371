"""What a rule sees: the tables of one workbook with their addresses, and how a rule is declared.

A rule is asked about one subject at a time (a line of a sheet, a recipe with its flows, the settings). When it needs
a cell that could not be read, it is passed over for that subject only: the reader has already named that cell, and
a second finding about the same mistake would send the planner in circles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from roadmap_opt.case.findings import cell_finding, row_name
from roadmap_opt.case.grid import HORIZON
from roadmap_opt.case.schema import SHEETS, SheetSpec
from roadmap_opt.case.tables import Row, Table, Tables
from roadmap_opt.errors import LOST, Finding, Thing
from roadmap_opt.said import said

T = TypeVar("T")


class UnreadableCell(Exception):
    """A cell that a rule needs has no value because the reader rejected it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one sheet of one workbook."""

    book: Book
    table: Table
    row: Row

    @property
    def sheet(self) -> SheetSpec:
        """Declaration of the sheet the line stands on."""
        return self.table.spec

    def __getitem__(self, column: str) -> Any:
        if column in self.row.unreadable:
            raise UnreadableCell(f"{self.sheet.name} {self.row.number} {column}")
        return self.row.values[column]

    def years(self, column: str) -> Mapping[int, float]:
        """The values by year; all of them have to be readable."""
        if any(isinstance(mark, tuple) and mark[0] == column for mark in self.row.unreadable):
            raise UnreadableCell(f"{self.sheet.name} {self.row.number} {column}")
        values: Mapping[int, float] = self[column]
        return values

    @property
    def name(self) -> str:
        """The line in words: its key columns with their values."""
        return row_name(self.table, self.row)

    def finding(
        self, code: str, column: str | int, *, found: str, expected: str, remedy: str, severity: str = "error",
        cause: Thing = (), breaks: tuple[Thing, ...] = (), needs: tuple[Thing, ...] = (),
    ) -> Finding:  # fmt: skip
        """A finding at the cell in ``column`` (or in the column of a year) of this line.

        What it has to do with others (``cause``, ``breaks``, ``needs``) is told as in :class:`Finding`.
        """
        return cell_finding(
            self.book.workbook, self.table, self.row, column,
            code=code, found=found, expected=expected, remedy=remedy, severity=severity,
            cause=cause, breaks=breaks, needs=needs,
        )  # fmt: skip


class Book:
    """Read-only view of all tables of one workbook, with the look-ups that rules share."""

    def __init__(self, tables: Tables, workbook: str) -> None:
        self.tables = tables
        self.workbook = workbook
        self._lines = {name: tuple(Line(self, table, row) for row in table) for name, table in tables.items()}
        self._made: dict[Hashable, Any] = {}

    def lines(self, sheet: str) -> tuple[Line, ...]:
        """The lines of a sheet, in its order."""
        return self._lines[sheet]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made only the first time that it is asked for under this key."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def names(self, sheet: str, column: str) -> Mapping[Any, Line]:
        """First line by value of ``column``; lines without a readable value are left out."""
        groups = self.grouped(sheet, column)
        return self.once(("names", sheet, column), lambda: {value: lines[0] for value, lines in groups.items()})

    def grouped(self, sheet: str, column: str) -> Mapping[Any, Sequence[Line]]:
        """Lines by value of ``column``; lines without a value are left out."""

        def groups() -> Mapping[Any, Sequence[Line]]:
            found: defaultdict[Any, list[Line]] = defaultdict(list)
            for line in self._lines[sheet]:
                value = line.row.values.get(column)
                if value is not None:
                    found[value].append(line)
            return dict(found)

        return self.once(("groups", sheet, column), groups)

    def uses(self, sheet: str, column: str) -> Mapping[Any, int]:
        """How many cells refer to each name of ``column`` of ``sheet``, declared there or not."""

        def counted() -> Mapping[Any, int]:
            specs = ((table, spec) for table in self.tables.values() for spec in table.spec.columns)
            columns = [(table, spec.name) for table, spec in specs if spec.meta.refers == f"{sheet}.{column}"]
            return Counter(row.values.get(name) for table, name in columns for row in table)

        return self.once(("uses", sheet, column), counted)

    @property
    def settings(self) -> Line:
        """The one line of sheet Settings."""
        if not self._lines["Settings"]:
            raise UnreadableCell("Settings has no row")
        return self._lines["Settings"][0]

    @property
    def years(self) -> range:
        """Calendar years of the horizon; a horizon out of order has a finding of its own and no years to test with."""
        first, last = self.settings["first_year"], self.settings["last_year"]
        if first > last:
            raise UnreadableCell("Settings: the horizon is out of order")
        return range(first, last + 1)

    @property
    def decision_years(self) -> range:
        """Years of the horizon in which something can still be decided."""
        first = self.settings["first_decision_year"]
        if first not in self.years:
            raise UnreadableCell("Settings: the first decision year is outside the horizon")
        return self.years[first - self.years[0] :]


Ask = Callable[[Book, Any], Iterable[Finding]]
Subjects = Callable[[Book], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the codes it can raise with their titles, the subjects it is asked about, and the question."""

    codes: Mapping[str, str]
    subjects: Subjects
    ask: Ask

    def findings(self, book: Book) -> Iterator[Finding]:
        """Ask the rule about every subject of the workbook."""
        for subject in self._readable_subjects(book):
            try:
                yield from tuple(self.ask(book, subject))
            except UnreadableCell:
                continue

    def _readable_subjects(self, book: Book) -> tuple[Any, ...]:
        try:
            return tuple(self.subjects(book))
        except UnreadableCell:
            return ()


def rule(subjects: str | Subjects, **codes: str) -> Callable[[Ask], Rule]:
    """Declare a rule: ``subjects`` is a sheet's name (asked line by line) or a function that lists the subjects."""

    def declare(ask: Ask) -> Rule:
        return Rule(codes, lines_of(subjects) if isinstance(subjects, str) else subjects, ask)

    return declare


def lines_of(sheet: str) -> Subjects:
    """Subjects: every line of ``sheet``."""
    return lambda book: book.lines(sheet)


def whole_book(book: Book) -> tuple[Book]:
    """Subjects of a rule that is asked once."""
    return (book,)


def closed_window(book: Book, first: int | None, last: int | None) -> str:
    """The window from ``first`` to ``last`` in words if it holds no decision year (blank: as far as they go)."""
    opens, closes = book.decision_years[0], book.decision_years[-1]
    first, last = opens if first is None else first, closes if last is None else last
    return said("{first} to {last}", first=first, last=last) if max(first, opens) > min(last, closes) else ""


FREE_YEARS: Thing = ("Settings", "first_decision_year")
"""The cause of all that should be history but is not."""


def in_horizon(*years: int | None) -> tuple[Thing, ...]:
    """What a finding needs that misses ``years`` in the horizon: that they were not cut off with their columns."""
    return tuple((HORIZON, str(year)) for year in years if year is not None)


def rows_about(sheet: str, column: str, name: str) -> tuple[Thing, ...]:
    """What a finding needs that misses a row of ``sheet`` with ``name`` in ``column``.

    When another finding says that such a row was not understood, or that a row is missing from the sheet altogether,
    it is that mistake which is to be put right.
    """
    return ((sheet, column, name), (sheet, column, LOST), *((sheet, key) for key in _own_names(sheet)))


def rows_of(*sheets: str) -> tuple[Thing, ...]:
    """The same for a finding that counts rows, or misses any row at all."""
    return tuple((sheet, key) for sheet in sheets for key in SHEETS[sheet].key_columns[:1])


def _own_names(sheet: str) -> tuple[str, ...]:
    """The column in which the sheet declares names of its own; none where its rows are about names of other sheets."""
    spec = SHEETS[sheet]
    return tuple(name for name in spec.key_columns[:1] if spec.column(name).meta.refers is None)
