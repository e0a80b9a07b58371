"""How a cell of a table reads where it is no live number: on a page and on paper."""

from __future__ import annotations

import math

from roadmap_opt import figures
from roadmap_opt.documents.components import Cell, Component, Table, Words, YearMarks


def shown_cell(table: Table, position: int, value: Cell) -> Words | Component:
    """A cell as it is printed: its words, or the part that draws itself."""
    column = table.columns[position]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str | Words | Component):
        return value
    if not column.is_number:
        return str(value)
    if column.kind == "year":
        return str(int(value))
    if value == 0:
        return table.zero
    if column.kind == "quantity":
        return figures.short(value)
    if column.kind in ("share", "part"):
        return figures.percent(value, 1 if column.decimals is None else column.decimals)
    return figures.number(value, table.decimals(position))


def digits_above(table: Table, position: int) -> list[str]:
    """What stands above the squares of a column of years: the last digit of each; nothing over other columns."""
    cells = (row.cells[position] for row in table.rows if position < len(row.cells))
    return next(([str(year % 10) for year in cell.years] for cell in cells if isinstance(cell, YearMarks)), [])
