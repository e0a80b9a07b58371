"""Workbooks as the cells of their sheets, to be spoilt and checked without a file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import check_scenario
from roadmap_opt.errors import Finding
from roadmap_opt.workbook import template
from roadmap_opt.workbook.grids import assemble_grids
from tests.support.default_data import without_losses

Rows = dict[int, dict[int, object]]
Grids = dict[str, Rows]

WORKBOOK = "plan.xlsx"
NAMES, UNITS, FIRST = 2, 4, 5
"""Rows of the column names, of the units and of the first data."""


def grids_of(tables: Tables, folder: Path) -> Grids:
    """The cells of the workbook that the template makes of the tables."""
    path = folder / WORKBOOK
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template, "BLANK_ROWS", 2)
        template.write_workbook(path, tables)
    book = openpyxl.load_workbook(path)
    grids: Grids = {name: {} for name in SHEETS}
    for name, rows in grids.items():
        for line in book[name].iter_rows():
            cells: dict[int, object] = {cell.column: cell.value for cell in line if cell.value is not None}
            if cells:
                rows[line[0].row] = cells
    return grids


def copied(grids: Grids) -> Grids:
    return {name: {number: dict(cells) for number, cells in rows.items()} for name, rows in grids.items()}


def found_in(grids: Grids, scenario: str = "base") -> tuple[Finding, ...]:
    """All findings of reading and checking one scenario."""
    return without_losses(check_scenario(assemble_grids(WORKBOOK, grids), scenario, WORKBOOK)[1])


def column(rows: Rows, name: str | int) -> int:
    """The number of the column with this heading."""
    return next(at for at, heading in rows[NAMES].items() if str(heading) == str(name))


def data(rows: Rows) -> dict[int, dict[int, object]]:
    """The rows below the head."""
    return {number: cells for number, cells in sorted(rows.items()) if number >= FIRST}


def without_row(rows: Rows, at: int) -> Rows:
    """The rows after one was deleted in Excel."""
    return {number - (number > at): cells for number, cells in rows.items() if number != at}


def with_row(rows: Rows, at: int, cells: dict[int, object]) -> Rows:
    """The rows after one was inserted in Excel."""
    return {**{number + (number >= at): old for number, old in rows.items()}, at: cells}
