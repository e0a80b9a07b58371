"""The cells of one sheet as a spreadsheet program shows them: values of formulas, not formulas; errors as errors.

This is where the time goes, so the parser's events are answered by one object with plain branches. Blank cells with a
format are the bulk of many sheets and are cut out before they are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from roadmap_opt.case.cells import LONGEST_TEXT
from roadmap_opt.said import said
from roadmap_opt.workbook.xlsx import limits
from roadmap_opt.workbook.xlsx.faults import Damaged, TooLarge
from roadmap_opt.workbook.xlsx.package import Package
from roadmap_opt.workbook.xlsx.values import CellText, Values
from roadmap_opt.workbook.xlsx.xml_stream import Attributes, parse

_BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?(?:/>|></c>)')
_VERBATIM = b"<![CDATA["
_LONGEST_REST = 4096
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Cells shown as one: columns and rows, the first and the last of both."""

    name: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class SheetCells:
    """What stands on a sheet: values by row and column (both from 1); what merged cells hide is left out.

    ``kind`` is the name of the part's root: ``worksheet``, or ``chartsheet`` and others that hold no cells.
    """

    kind: str
    rows: dict[int, dict[int, object]]
    merged: tuple[MergedRange, ...]

    def row(self, number: int) -> Mapping[int, object]:
        """The filled cells of a row by column."""
        return self.rows.get(number, {})


@dataclass(slots=True)
class Budget:
    """Cells that may still be filled, over all sheets."""

    cells: int = limits.MOST_CELLS


def read_sheet(package: Package, part: str, sheet: str, values: Values, budget: Budget) -> SheetCells:
    """Read the part of one sheet. Raises a :class:`FileFault` when it is damaged or beyond a limit."""
    left = budget.cells
    reader = _SheetReader(part, sheet, values, budget)
    try:
        parse(part, _without_blank_cells(package.pieces(part)), reader.start, reader.end, reader.text)
    except _PlacesNotStated:  # then every cell counts for the place of the next, the blank ones too
        budget.cells = left
        reader = _SheetReader(part, sheet, values, budget, all_cells=True)
        parse(part, package.pieces(part), reader.start, reader.end, reader.text)
    return reader.result()


class _PlacesNotStated(Exception):
    """A cell does not state where it stands."""


class _SheetReader:
    """Collects cells while the part is parsed."""

    def __init__(self, part: str, sheet: str, values: Values, budget: Budget, *, all_cells: bool = False) -> None:
        self.part, self.sheet, self.values, self.budget, self.all_cells = part, sheet, values, budget, all_cells
        self.kind = ""
        self.rows: dict[int, dict[int, object]] = {}
        self.merged: list[str] = []
        self.columns: dict[str, int] = {}
        self.row, self.row_digits, self.column = 0, "", 0
        self.in_data = self.in_cell = self.in_sound = False
        self.depth = self.others = self.length = 0
        self.names: dict[str, str] = {}
        self.cell: Attributes = {}
        self.taken: list[str] | None = None
        self.value: CellText = None
        self.formula: CellText = None
        self.runs: list[CellText] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > limits.DEEPEST_NESTING:
            raise self._nonsense()
        if ":" in name:
            name = name.rpartition(":")[2]
        if self.in_cell:
            if name in ("v", "f") or (name == "t" and not self.in_sound):
                self.taken, self.length = [], 0
            elif name == "rPh":
                self.in_sound = True
        elif name == "c" and self.in_data:
            self.in_cell, self.cell, self.value, self.formula = True, attributes, None, None
            self._place(attributes.get("r"))
        elif name == "row" and self.in_data:
            self._begin_row(attributes.get("r"))
        else:
            self._other(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if self.in_cell:
            if name == "v":
                self.value = self._take()
            elif name == "t" and not self.in_sound:
                self.runs.append(self._take())
            elif name == "f":
                self.formula = self._take() or ""
            elif name == "rPh":
                self.in_sound = False
            elif name == "c":
                self.in_cell = False
                self._finish()
        elif name == "sheetData":
            self.in_data = False

    def text(self, words: str) -> None:
        """Text, in pieces."""
        if self.taken is not None:
            self.length += len(words)
            if self.length <= LONGEST_TEXT:
                self.taken.append(words)

    def result(self) -> SheetCells:
        """The cells, after the last event."""
        merged = tuple(found for name in self.merged if (found := merged_range(name)) is not None)
        for area in merged:
            self._hide(area)
        rows = {number: cells for number, cells in sorted(self.rows.items()) if cells}
        return SheetCells(self.kind, rows, merged)

    def _begin_row(self, stated: str | None) -> None:
        digits = (stated or "").strip()
        self.row = (int(digits) if digits.isdecimal() and len(digits) < 8 else 0) or self.row + 1
        self.row_digits, self.column = digits, 0
        if self.row > limits.LAST_ROW:
            raise self._nonsense()

    def _place(self, stated: str | None) -> None:
        """Find the cell's place: as it states, or right of the one before."""
        if stated is not None:
            letters = stated.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is not None and stated[len(letters) :] == self.row_digits:
                self.column = column
                return
            if (place := place_of(stated)) is not None:
                self.row, self.column = place
                self.row_digits, self.columns[letters] = stated[len(letters) :], self.column
                return
        if not self.all_cells:
            raise _PlacesNotStated
        self.column += 1
        if self.column > limits.LAST_COLUMN:
            raise self._nonsense()

    def _take(self) -> CellText:
        taken, self.taken = self.taken, None
        return self.values.text(taken or (), self.length)

    def _finish(self) -> None:
        value = self.values.value(self.cell, self.value, self.formula, self.runs)
        if self.runs:
            self.runs = []
        if value is None:
            return
        cells = self.rows.get(self.row)
        if cells is None:
            cells = self.rows[self.row] = {}
            if len(self.rows) > limits.MOST_ROWS:
                raise self._too_large(
                    said("a sheet with more than {most:,} filled rows", most=limits.MOST_ROWS), limits.MOST_ROWS
                )
        cells[self.column] = value
        self.budget.cells -= 1
        if self.budget.cells < 0:
            found = said("sheets with more than {most:,} filled cells together", most=limits.MOST_CELLS)
            raise self._too_large(found, limits.MOST_CELLS)

    def _other(self, name: str, attributes: Attributes) -> None:
        self.others += 1
        if self.depth == 1:
            self.kind = name
        elif name == "sheetData" and self.depth == 2:
            self.in_data = True
        elif name == "mergeCell" and len(self.merged) < limits.MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))
        if self.others > limits.MOST_OTHER_ELEMENTS:
            raise self._nonsense()

    def _hide(self, area: MergedRange) -> None:
        numbers = range(area.top, area.bottom + 1)
        for number in [n for n in numbers if n in self.rows] if len(numbers) < len(self.rows) else list(self.rows):
            if number in numbers:
                cells = self.rows[number]
                for column in [c for c in cells if area.left <= c <= area.right]:
                    if (number, column) != (area.top, area.left):
                        del cells[column]

    def _nonsense(self) -> Damaged:
        return Damaged("more elements than any spreadsheet program writes", sheet=self.sheet)

    def _too_large(self, found: str, most: int) -> TooLarge:
        remedy = "Delete what is no data; sheets whose names begin with # or Notes are not read and may hold anything."
        return TooLarge(found, said("at most {most:,}", most=most), remedy, sheet=self.sheet)


def place_of(address: str) -> tuple[int, int] | None:
    """Row and column of an address such as ``D17``; ``None`` when it is none."""
    match = _PLACE.fullmatch(address.strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if 1 <= row <= limits.LAST_ROW and column <= limits.LAST_COLUMN else None


def merged_range(name: str) -> MergedRange | None:
    """The range called ``A1:B2``; ``None`` when it is none, or one cell."""
    places = [place_of(address) for address in islice(name.split(":"), 3)]
    if len(places) != 2 or places[0] is None or places[1] is None or places[0] == places[1]:
        return None
    (top, left), (bottom, right) = places[0], places[1]
    return MergedRange(name, min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def _without_blank_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces without blank cells that state their place: they say nothing, and parsing them takes long.

    Text that stands verbatim could look like such a cell; from there on nothing is cut.
    """
    rest = b""
    cutting = True
    for piece in pieces:
        if not cutting:
            yield piece
            continue
        whole = rest + piece
        cut = whole.rfind(b"<")  # a tag that goes on in the next piece is left to it
        at = cut if cut > 0 and len(whole) - cut < _LONGEST_REST else len(whole)
        whole, rest = whole[:at], whole[at:]
        if _VERBATIM in whole or rest.startswith(_VERBATIM):
            cutting = False
            yield whole + rest
            rest = b""
        else:
            yield _BLANK_CELL.sub(b"", whole)
    yield rest
