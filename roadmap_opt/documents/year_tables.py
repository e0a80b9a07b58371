"""Tables with years across, as most tables of a plan are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from roadmap_opt.documents.components import Cell, Column, Row, Table, Words, column_decimals


@dataclass(frozen=True)
class Years:
    """A row of :func:`year_table`: a label, values by year, its unit, and whether it is a total."""

    label: Words
    values: Mapping[int, float]
    unit: Words = ""
    kind: Literal["normal", "total", "heading"] = "normal"


def year_table(
    caption: Words,
    years: Sequence[int],
    rows: Sequence[Years],
    label: Words = "",
    *,
    share: bool = False,
    decimals: int | None = None,
    note: Words = "",
) -> Table:
    """A table with years across; a column of units appears when a row has one. A year without a value stays empty."""
    with_units = any(row.unit for row in rows)
    numbers = [abs(value) for row in rows for value in row.values.values() if math.isfinite(value)]
    places = decimals if decimals is not None else (0 if share else column_decimals(numbers))
    columns = [Column(label)]
    if with_units:
        columns.append(Column("", "quiet"))
    columns += [Column(str(year), "share" if share else "number", decimals=places) for year in years]
    filled = []
    for row in rows:
        cells: list[Cell] = [row.label]
        if row.kind != "heading":
            cells += [row.unit] if with_units else []
            cells += [row.values.get(year) for year in years]
        filled.append(Row(cells, row.kind))
    return Table(caption, columns, filled, note)
