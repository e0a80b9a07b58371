"""One workbook file: the names of its sheets, and the cells of those that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadmap_opt.case.grid import letter_of
from roadmap_opt.workbook.xlsx.book_parts import book_parts, date_styles, wanted_texts
from roadmap_opt.workbook.xlsx.faults import Damaged, FileFault
from roadmap_opt.workbook.xlsx.package import Package
from roadmap_opt.workbook.xlsx.sheet_cells import Budget, SheetCells, read_sheet
from roadmap_opt.workbook.xlsx.values import SharedText, Values


class Book:
    """Opens the workbook in ``content``; raises a :class:`FileFault` when there is none. ``name`` is the file's name.

    ``sheets`` are the names of all sheets in their order, the hidden ones too; their cells are not read yet.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self._package = Package(name, content)
        self._parts = book_parts(self._package)
        self.sheets = tuple(sheet for sheet, _ in self._parts.sheets)

    def cells(self, sheets: Sequence[str]) -> tuple[Mapping[str, SheetCells], Sequence[FileFault]]:
        """The cells of these sheets by name, and what is wrong with those that cannot be read.

        Only the shared texts that these sheets use are kept. A sheet whose name stands there twice is read once.
        """
        values = Values(date_styles(self._package, self._parts.styles), self._parts.dates_from_1904)
        budget = Budget()
        cells: dict[str, SheetCells] = {}
        faults: list[FileFault] = []
        part_of = dict(reversed(self._parts.sheets))
        for sheet in sheets:
            try:
                part = part_of[sheet]
                if part is None:
                    raise Damaged("the workbook does not say where the sheet is kept")
                cells[sheet] = read_sheet(self._package, part, sheet, values, budget)
            except FileFault as fault:
                fault.sheet = fault.sheet or sheet
                faults.append(fault)
                if budget.cells < 0:  # one sheet too many says it for all that follow
                    break
        faults += self._look_up_texts(cells)
        return cells, faults

    def _look_up_texts(self, cells: Mapping[str, SheetCells]) -> list[FileFault]:
        """Put the shared texts into their cells; say which sheets use one that is not there."""
        found = [
            (sheet, number, row, column, value)
            for sheet, each in cells.items()
            for number, row in each.rows.items()
            for column, value in row.items()
            if type(value) is SharedText
        ]
        try:
            texts = wanted_texts(self._package, self._parts.texts, {value for *_, value in found})
        except FileFault as fault:
            return [fault]
        faults: dict[str, FileFault] = {}
        for sheet, number, row, column, value in found:
            text = texts.get(value)
            if text is None:
                cell = f"{letter_of(column)}{number}"
                faults.setdefault(sheet, Damaged("a cell whose text is missing", sheet=sheet, cell=cell))
            row[column] = text
        return list(faults.values())
