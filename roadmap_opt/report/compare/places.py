"""Where a changed input stands in the workbook: its cells, or the overlay of the scenario that sets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.tables import Row, Table, Tables
from roadmap_opt.comparison.cells import ABSENT
from roadmap_opt.comparison.inputs import InputDifference, row_key
from roadmap_opt.errors import RoadmapError
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.workbook.read import read_content, workbook_content


def places(older: LoadedRun, newer: LoadedRun) -> Callable[[InputDifference], str]:
    """A function that says where a difference between the two runs stands, in the newer workbook if it is there.

    ``Targets!I14`` for a cell, ``Prices!F20:N20`` for years, with ``…`` for more rows; ``Overlays!12`` for a value that
    row 12 sets for the scenario. The runs' own copies of the workbook are read; of a copy that this version cannot read
    any more, only the sheet is named.
    """
    tables = {1: _tables(newer), 0: _tables(older)}

    def place(difference: InputDifference) -> str:
        run = 1 if difference.values[1][0] is not ABSENT else 0
        found = tables[run]
        return difference.sheet if found is None else _place(found[difference.sheet], difference)

    return place


def _tables(run: LoadedRun) -> Tables | None:
    name = PurePosixPath(run.record.workbook).name
    try:
        read = read_content(name, workbook_content(run.inputs / name))
        return apply_scenario(read.tables, run.record.scenario, name)
    except RoadmapError:
        return None


def _place(table: Table, difference: InputDifference) -> str:
    row = _row(table, difference)
    sheet = difference.sheet
    more = " …" if len(difference.rows) > 1 else ""
    if row is None:
        return sheet
    if not difference.column:
        return f"{sheet}!{row.number}{more}"
    if table.spec.layout == "settings" and difference.is_remark:
        return f"{sheet}!{table.cell(row, difference.rows[0])}"
    ends = [(difference.column, year) for year in difference.years]
    steps = row.overlaid.get(ends[0] if ends else difference.column, ())
    if steps:
        return f"{steps[-1].sheet}!{steps[-1].row}"
    cells = [table.cell(row, year) for _, year in ends] or [table.cell(row, difference.column)]
    span = cells[0] if cells[0] == cells[-1] else f"{cells[0]}:{cells[-1]}"
    return f"{sheet}!{span}{more}"


def _row(table: Table, difference: InputDifference) -> Row | None:
    if table.spec.layout == "settings":
        return table.rows[0]
    return next((row for row in table if row_key(table.spec.name, row) == difference.rows[0]), None)
