"""From the cells of every sheet to typed tables: finds the three head rows of a sheet and what they say of its columns.

A head that was moved by a deleted or an inserted row, or that has lost one of its rows, is one finding; the table below
it is read all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap_opt.case.assembly import ReadResult, assemble
from roadmap_opt.case.grid import OWN_MARK, RawSheet, letter_of, words_of
from roadmap_opt.case.names import fold
from roadmap_opt.case.schema import SHEETS, SheetSpec
from roadmap_opt.errors import Finding
from roadmap_opt.said import listed, said
from roadmap_opt.workbook.layout import LABEL_ROW, NAME_ROW, START_SHEET, START_VERSION_LABEL, UNIT_ROW, head_of

Grid = Mapping[int, Mapping[int, object]]
"""The filled cells of one sheet by row and column, both from 1."""

_SEARCHED = range(1, 31)
"""Rows in which a head that is not in its place is looked for."""

_SURE = 0.5
"""Share of names in common (of all that either has) from which on a row is taken for the head of a table."""

_ROWS = {NAME_ROW: "the column names", LABEL_ROW: "the Turkish labels", UNIT_ROW: "the units"}
_FRESH = "“roadmap-opt new fresh.xlsx --empty” writes a workbook to copy them from."


def assemble_grids(workbook: str, grids: Mapping[str, Grid], earlier: Iterable[Finding] = ()) -> ReadResult:
    """Every table and every finding of the sheets whose cells are given by sheet name; ``earlier`` are sorted in."""
    findings = list(earlier)
    raws = []
    starts = [title for title, grid in grids.items() if is_start(grid)]
    for title in starts:
        expected, remedy = (
            said("the name {meant}", meant=START_SHEET),
            said("Rename it to {meant}.", meant=START_SHEET),
        )
        found = "unknown sheet with the words of the start sheet"
        findings.append(Finding("E110", workbook, title, "", "", found, expected, remedy))
    heads = {title: _Head(grid, _spec_of(title, grid)) for title, grid in grids.items() if title not in starts}
    read = {fold(title) for title, head in heads.items() if head.can_be_read}
    for title, head in heads.items():
        if head.can_be_read or fold(title) not in read:
            findings += head.findings(workbook)
        if head.can_be_read or fold(title) in read:  # of two sheets with one name, one is named as too many
            raws.append(head.raw_sheet(title))
    return assemble(workbook, raws, findings)


def is_start(grid: Grid) -> bool:
    """Whether the sheet states the schema version, as the start sheet does."""
    return any(fold(words_of(cells.get(1))) == fold(START_VERSION_LABEL) for cells in grid.values())


def _spec_of(title: str, grid: Grid) -> SheetSpec | None:
    """The table whose names stand best in the sheet; the one that the sheet is called if no other stands better."""
    called = next((spec for name, spec in SHEETS.items() if fold(name) == fold(title)), None)
    if called is not None and _standing(called, _words(grid, NAME_ROW)) > _SURE:
        return called  # the usual case; comparing with every table would only take time
    heads = [words for number in _SEARCHED if (words := _words(grid, number))]
    best, standing = called, _SURE
    for spec in SHEETS.values():
        stands = max((_standing(spec, words) for words in heads), default=0.0)
        if stands > standing:
            best, standing = spec, stands
    return best


def _standing(spec: SheetSpec, words: set[str]) -> float:
    """Share of names in common between a table and a row; years are no names."""
    names = {fold(str(name)) for name, _, _ in head_of(spec, ())}
    there = {word for word in words if not word.isdecimal()}
    return len(names & there) / len(names | there)


def _words(grid: Grid, number: int) -> set[str]:
    return {fold(words_of(value)) for value in grid.get(number, {}).values() if value is not None}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the head as the template prints it."""

    name: str
    label: str
    unit: str


class _Head:
    """The head of one sheet: which row holds what, compared with where the template puts it."""

    def __init__(self, grid: Grid, spec: SheetSpec | None) -> None:
        self._grid, self._spec = grid, spec
        head = head_of(spec, ()) if spec is not None else ()
        self._columns = [_Column(*(fold(str(part)) for part in column)) for column in head]
        self._spelling = {fold(str(name)): str(name) for name, _, _ in head}
        printed = (
            (NAME_ROW, {column.name for column in self._columns}),
            (LABEL_ROW, {column.label for column in self._columns}),
            (UNIT_ROW, {column.unit for column in self._columns}),
        )
        self._at = {row: self._row_of(row, words) for row, words in printed}

    def _row_of(self, usual: int, words: set[str]) -> int | None:
        """The row that holds most of the words: more than half, or some if it stands where it should.

        A label may be a column's name (“Element”), so that a row of labels in the place of the names holds a few.
        """
        if len(_words(self._grid, usual) & words) > len(words) / 2:
            return usual
        holds = {number: len(_words(self._grid, number) & words) for number in _SEARCHED}
        best = max(_SEARCHED, key=lambda number: (holds[number], number == usual))
        enough = len(words) / 2 if best != usual else len(words) / 4 if usual == NAME_ROW else 0
        return best if holds[best] > enough else None

    @property
    def can_be_read(self) -> bool:
        """Whether something tells the columns from one another; labels do not tell the years."""
        if self._spec is None or self._at[NAME_ROW] is not None:
            return True
        return self._at[LABEL_ROW] is not None and self._spec.year_column is None

    def raw_sheet(self, title: str) -> RawSheet:
        """The sheet from its head downward, wherever that stands."""
        names = self._at[NAME_ROW]
        rows = tuple((number, self._grid[number]) for number in sorted(self._grid) if number > self._below)
        labelled = self._labelled()
        header = names or self._at[LABEL_ROW] or NAME_ROW
        if self._spec is None:
            return RawSheet(title, NAME_ROW, self._grid.get(NAME_ROW, {}), rows)
        headings = self._grid.get(names, {}) if names else self._own() | labelled
        return RawSheet(title, header, headings, rows, labelled=labelled)

    @property
    def _below(self) -> int:
        """The last row of the head: a lost row of units leaves values in its place, and they are read."""
        known = [row for row in self._at.values() if row is not None]
        return max(known, default=UNIT_ROW)

    def _own(self) -> dict[int, str]:
        """Columns that only a label heads, as the planner's own: without the names, none of them is a mistake more."""
        labels = self._grid.get(self._at[LABEL_ROW] or 0, {})
        return {at: OWN_MARK + words for at, cell in labels.items() if (words := words_of(cell))}

    def _labelled(self) -> dict[int, str]:
        """The column that label and unit say, where no two columns of the table are printed alike."""
        labels, units = ({at: fold(words_of(cell)) for at, cell in self._grid.get(row or 0, {}).items()}
                         for row in (self._at[LABEL_ROW], self._at[UNIT_ROW]))  # fmt: skip
        found: dict[int, str] = {}
        for at, label in labels.items():
            fits = [
                each.name for each in self._columns if each.label == label and units.get(at, each.unit) == each.unit
            ]
            if len(fits) == 1:
                found[at] = self._spelling[fits[0]]
        return found

    def findings(self, workbook: str) -> list[Finding]:
        """One finding about rows that are not in their place, and one about units that were changed."""
        if self._spec is None:
            return []
        lost = [row for row, at in self._at.items() if at is None]
        moved = [row for row, at in self._at.items() if at not in (None, row)]
        if not lost and not moved:
            return self._changed_units(workbook)
        first = min(lost or moved)
        if lost:
            what = listed(" and ", (said(_ROWS[row]) for row in lost))
            found = said("row {first} does not hold {what}, which are missing", first=first, what=what)
        else:
            shift = self._shift
            which = "were inserted above it" if shift > 0 else "were deleted above it"
            found = said(
                "row {first} does not hold {what}, which stand in row {at}",
                first=first,
                what=said(_ROWS[first]),
                at=self._at[first],
            )
            found += said(": {shift} row(s) {which}", shift=abs(shift), which=said(which)) if shift else ""
        expected = said(
            "names in row {names}, labels in row {labels}, units in row {units}, then data",
            names=NAME_ROW,
            labels=LABEL_ROW,
            units=UNIT_ROW,
        )
        remedy = said("Restore the first {count} rows of the sheet; {fresh}", count=UNIT_ROW, fresh=said(_FRESH))
        broken = () if self.can_be_read else ((self._spec.name,),)
        sheet = self._spec.name
        return [Finding("E114", workbook, sheet, f"A{first}", "", found, expected, remedy, breaks=broken)]

    @property
    def _shift(self) -> int:
        """By how many rows the whole head is moved; 0 when its rows are moved differently."""
        shifts = {at - row for row, at in self._at.items() if at is not None}
        return shifts.pop() if len(shifts) == 1 else 0

    def _changed_units(self, workbook: str) -> list[Finding]:
        names, units = (self._grid.get(row or 0, {}) for row in (self._at[NAME_ROW], self._at[UNIT_ROW]))
        by_name = {each.name: each for each in self._columns}
        findings = []
        for at, heading in sorted(names.items()):
            column, unit = by_name.get(fold(words_of(heading))), words_of(units.get(at))
            if (
                column is None
                or not unit
                or fold(unit) == column.unit
                or self._labelled().get(at, column.name) != column.name
            ):
                continue
            assert self._spec is not None
            printed = next(printed for name, _, printed in head_of(self._spec, ()) if fold(str(name)) == column.name)
            findings.append(
                Finding(
                    "E127", workbook, self._spec.name, f"{letter_of(at)}{UNIT_ROW}", "",
                    said("the unit “{unit}” above {heading}", unit=unit, heading=words_of(heading)),
                    said("{printed}: values are read in this unit", printed=printed),
                    "Restore the unit, and convert the values of the column if they were entered in another one.",
                )
            )  # fmt: skip
        return findings
