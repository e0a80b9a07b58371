"""Resolved inputs: every value that a scenario changes, before and after, and the overlays that made it in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.tables import Row, Step, Table, Tables

OPERATION_SIGNS: Mapping[str, str] = MappingProxyType({"set": "=", "multiply": "×", "add": "+"})
"""How an operation is written before its value."""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A cell that a scenario changes, or the cells of consecutive years that the same overlays change.

    ``key`` names the row (empty on Settings). ``years`` is empty for a column that does not run across years; else
    ``cells``, ``before`` and ``after`` hold one entry per year. ``steps`` are the overlays in the order of their work.
    """

    sheet: str
    key: str
    column: str
    years: tuple[int, ...]
    cells: tuple[str, ...]
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    steps: tuple[Step, ...]


def changed_values(base: Tables, varied: Tables) -> Iterator[ChangedValue]:
    """What differs between the workbook's tables and those of a scenario, sheet by sheet and row by row.

    A value that an overlay sets to what it was is listed too: the scenario holds it fast when the workbook is edited.
    """
    for name, table in varied.items():
        before = {row.number: row for row in base[name].rows}
        for row in table.rows:
            yield from _row_changes(table, before[row.number], row)


def _row_changes(table: Table, before: Row, after: Row) -> Iterator[ChangedValue]:
    key = " | ".join(str(part) for part in table.key_of(after) if part is not None)
    plain = [place for place in after.overlaid if not isinstance(place, tuple)]
    for column in plain:
        old, new = before.values[column], after.values[column]
        steps = after.overlaid[column]
        yield ChangedValue(table.spec.name, key, column, (), (table.cell(after, column),), (old,), (new,), steps)
    across = sorted(place for place in after.overlaid if isinstance(place, tuple))
    # years that follow one another keep the same distance to their position
    for (_, steps), numbered in groupby(enumerate(across), lambda at: (at[1][1] - at[0], after.overlaid[at[1]])):
        places = [place for _, place in numbered]
        column, years = places[0][0], tuple(year for _, year in places)
        yield ChangedValue(
            table.spec.name,
            key,
            column,
            years,
            tuple(table.cell(after, year) for year in years),
            tuple(before.values[column][year] for year in years),
            tuple(after.values[column][year] for year in years),
            steps,
        )
