"""Tables filled from the contract alone: every column gets values that it must accept, whatever the contract says."""

from __future__ import annotations

import math
import random
from typing import Any

from roadmap_opt.case import sheets as _sheets  # noqa: F401
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.case.tables import Provenance, Row, Table, Tables

YEARS = tuple(range(2025, 2036))
TEXTS = (
    "Beylikova, Eskişehir",
    "=1+1",
    "007",
    "1.5",
    "İI ıi",
    "“quoted” | pipe",
    "two\nlines",
    "#REF!",
    "0",
    "yes",
    "a  b",
)


def _value(column: ColumnSpec, row: int, chance: random.Random) -> Any:
    meta = column.meta
    if column.optional and chance.random() < 0.3:
        return None
    match column.kind:
        case "flag":
            return chance.random() < 0.5
        case "text":
            if meta.choices:
                return chance.choice(meta.choices)
            if meta.refers or meta.key:
                return f"name_{row}"
            return chance.choice(TEXTS)
    low = meta.minimum if meta.minimum is not None else meta.above if meta.above is not None else -1000.0
    high = meta.maximum if meta.maximum is not None else low + chance.choice((1.0, 50000.0))
    if column.kind == "integer":
        return chance.randint(math.ceil(low), math.floor(high))
    if meta.unlimited and chance.random() < 0.3:
        return math.inf
    value = round(chance.uniform(low, high), chance.choice((0, 1, 6)))
    return value if meta.above is None or value > meta.above else high


def make_tables(seed: int = 0, rows: int = 3) -> Tables:
    """Tables with ``rows`` rows on every sheet, different for every seed."""
    chance = random.Random(seed)
    tables: dict[str, Table] = {}
    for name, spec in SHEETS.items():
        made = []
        for number in range(rows if spec.layout == "table" else 1):
            values: dict[str, Any] = {}
            for column in spec.columns:
                if column.kind == "years":
                    values[column.name] = {year: _value(column, number, chance) for year in YEARS}
                else:
                    values[column.name] = _value(column, number, chance)
            made.append(Row(values, number + 5))
        tables[name] = Table(spec, tuple(made))
    settings = tables["Settings"]
    values = {**settings.rows[0].values, "first_year": YEARS[0], "last_year": YEARS[-1]}
    remarks = {name: Provenance("seed; other", "seed", None) for name in values}
    tables["Settings"] = Table(settings.spec, (Row(values, 5),), provenance=remarks)
    return tables


def values_of(tables: Tables) -> dict[str, list[Any]]:
    """What has to survive writing and reading: the values, and where the settings come from."""
    return {name: [*(row.values for row in table), table.provenance] for name, table in tables.items()}
