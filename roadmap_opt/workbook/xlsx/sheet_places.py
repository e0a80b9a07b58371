"""Where rows, cells and formulas stand in the part of a sheet."""

from __future__ import annotations

from roadmap_opt.workbook.xlsx.sheet_cells import merged_range, place_of
from roadmap_opt.workbook.xlsx.splices import Element, parsed, unusual

Place = tuple[int, int]
"""Row and column of a cell, both from 1."""

Area = tuple[int, int, int, int]
"""First row and column, last row and column."""

_SHEET_PARTS = frozenset({"sheetData", "row", "c"})


def rows_of(
    content: bytes, wanted: set[int], name: str
) -> tuple[dict[int, tuple[Element, dict[Place, Element]]], Element]:
    """The wanted rows with their cells by place, and the element that holds all rows."""
    elements = parsed(content, name, _SHEET_PARTS)
    data = next((each for each in elements if each.plain == "sheetData"), None)
    if data is None:
        raise unusual(name)
    rows: dict[int, tuple[Element, dict[Place, Element]]] = {}
    current: dict[Place, Element] = {}
    for each in elements:
        if each.plain == "row":
            current = {}
            number = int(each.attributes.get("r", "0"))
            if number in wanted:
                rows[number] = each, current
        elif each.plain == "c":
            place = place_of(each.attributes.get("r", ""))
            if place is None:  # a cell counts for the place of the next: nothing can be put between
                raise unusual(name)
            current[place] = each
    return rows, data


def row_starts(content: bytes, name: str) -> dict[int, int]:
    """First byte of every row by its number."""
    rows = parsed(content, name, frozenset({"row"}))
    if any(not each.attributes.get("r", "").isdecimal() for each in rows):
        raise unusual(name)
    return {int(each.attributes["r"]): each.start for each in rows}


def formulas_of(content: bytes, name: str) -> list[Area]:
    """Every cell with a formula, and the cells that show a part of the result of one for several cells."""
    areas: list[Area] = []
    cell: Element | None = None
    for each in parsed(content, name, frozenset({"c", "f"})):
        if each.plain == "c":
            cell = each
        elif cell is not None and each.start < cell.end:
            place = place_of(cell.attributes.get("r", ""))
            if place is None:
                raise unusual(name)
            areas.append((*place, *place))
            shown = merged_range(each.attributes.get("ref", ""))
            if shown is not None and each.attributes.get("t") in ("array", "dataTable"):
                areas.append((shown.top, shown.left, shown.bottom, shown.right))
    return areas
