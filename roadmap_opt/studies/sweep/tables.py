"""The tables of a finished sweep, as Parquet: thousands of runs are one file, not thousands of small ones.

* `runs.parquet`  one row per run: its values, how it ended, every outcome
* `tables/`       `indicators`, `targets`, `builds`, `taken`, one row per run and thing
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from roadmap_opt.saving import saved_whole
from roadmap_opt.studies.sweep.results import SweepResults

RUNS_FILE = "runs.parquet"
TABLES_FOLDER = "tables"

_NUMBER, _TEXT, _WHOLE, _FLAG = pa.float64(), pa.string(), pa.int64(), pa.bool_()

_TABLES: Mapping[str, Mapping[str, pa.DataType]] = {
    "indicators": {"run": _WHOLE, "indicator": _TEXT, "definition": _TEXT, "value": _NUMBER},
    "targets": {"run": _WHOLE, "target": _TEXT, "met": _FLAG, "value": _NUMBER, "shortfall": _NUMBER},
    "builds": {
        "run": _WHOLE,
        "site": _TEXT,
        "plant": _TEXT,
        "count": _WHOLE,
        "capacity": _NUMBER,
        "first_year": _WHOLE,
    },
    "taken": {"run": _WHOLE, "kind": _TEXT, "item": _TEXT, "year": _WHOLE},
}

_ENDED: Mapping[str, pa.DataType] = {
    "varied": _TEXT,
    "end": _TEXT,
    "status": _TEXT,
    "stopped_by": _TEXT,
    "gap": _NUMBER,
    "found": _NUMBER,
    "bound": _NUMBER,
    "seconds": _NUMBER,
    "violations": _WHOLE,
    "problem": _TEXT,
    "counts": _FLAG,
}
"""What a run says of itself, in the columns of `runs.parquet`."""


def write_tables(folder: Path, results: SweepResults) -> None:
    """Write every table as Parquet; raises :class:`SaveError` when one cannot be written."""
    _write(folder / RUNS_FILE, _runs_table(results))
    for name, columns in _TABLES.items():
        rows = list(_rows(name, results))
        arrays = [pa.array([row[at] for row in rows], kind) for at, kind in enumerate(columns.values())]
        _write(folder / TABLES_FOLDER / f"{name}.parquet", pa.Table.from_arrays(arrays, names=list(columns)))


def parameter_columns(results: SweepResults) -> list[Sequence[Any]]:
    """The values of every parameter, the base first, as they would be typed into the sheet where they are words."""
    runs = (results.base, *results.runs)
    return [
        [parameter.written(run.values[at]) if parameter.words else run.values[at] for run in runs]
        for at, parameter in enumerate(results.parameters)
    ]


def _runs_table(results: SweepResults) -> pa.Table:
    """One row per run, the base first: number, values, how it ended, every outcome.

    A parameter may be called like another column, as `capex` is: its column is then `parameter:capex`.
    """
    runs = (results.base, *results.runs)
    found: dict[str, pa.Array] = {}
    for name, kind in _ENDED.items():
        found[name] = pa.array([getattr(run, name) for run in runs], kind)
    for outcome in results.outcomes:
        found[outcome.key] = pa.array([outcome.of(run) for run in runs], _NUMBER)
    columns = {"run": pa.array([run.number for run in runs], _WHOLE)}
    for parameter, values in zip(results.parameters, parameter_columns(results), strict=True):
        name = parameter.name
        while name in found or name in columns:
            name = f"parameter:{name}"
        columns[name] = pa.array(values, _TEXT if parameter.words else _NUMBER)
    return pa.table({**columns, **found})


def _rows(name: str, results: SweepResults) -> Iterator[tuple[Any, ...]]:
    for run in (results.base, *results.runs):
        if name == "indicators":
            for key, value in (run.indicators or {}).items():
                indicator, _, definition = key.partition(":")
                yield run.number, indicator, definition, value
        else:
            for each in getattr(run, name):
                yield run.number, *asdict(each).values()


def _write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(exist_ok=True)
    with saved_whole(path, overwrite=True, failures=(pa.ArrowException,)) as temporary:
        pq.write_table(table, temporary)
