"""The result tables of all runs of a batch as Parquet: one folder per table, one file per run.

`pandas.read_parquet(<batch>/tables/kpis)` reads that table of every run; the columns ``scenario`` and ``run`` come
first. Empty tables are written too, with the types of their columns, so that every file of a folder has one schema.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from roadmap_opt.output.tables import RESULT_TABLES, ResultTable
from roadmap_opt.runs.run_folder import LoadedRun, load_run
from roadmap_opt.said import said, why
from roadmap_opt.saving import SaveError, saved_whole

TABLES_FOLDER = "tables"


def store(batch: Path, folder: Path) -> None:
    """Add the tables of the run in ``folder`` to those of the batch; files that are there already stay as they are.

    Raises :class:`RunFolderError` when the run cannot be loaded.
    """
    scenario, run = folder.parent.name, folder.name
    paths = {name: batch / TABLES_FOLDER / name / f"{scenario}-{run}.parquet" for name in RESULT_TABLES}
    if all(path.exists() for path in paths.values()):
        return
    loaded = load_run(folder)
    for name, path in paths.items():
        if not path.exists():
            with saved_whole(path, overwrite=True, failures=(pa.ArrowException,)) as temporary:
                pq.write_table(_arrow(loaded, RESULT_TABLES[name]), temporary)


def keep_only(batch: Path, runs: Collection[str]) -> None:
    """Remove the tables of every run that is not named: runs that an edit of the workbook has overtaken.

    Raises :class:`SaveError` when one cannot be removed.
    """
    for path in (batch / TABLES_FOLDER).glob("*/*.parquet"):
        if not any(path.stem.endswith(f"-{run}") for run in runs):
            try:
                path.unlink()
            except OSError as error:  # on Windows a file that a program has open stays
                reason = why(error)
                raise SaveError(
                    said(
                        "{path} cannot be removed: {reason}. Close what reads it, and run again.",
                        path=path,
                        reason=reason,
                    )
                ) from error


def _arrow(loaded: LoadedRun, table: ResultTable) -> pa.Table:
    frame = loaded.tables[table.name]
    arrays = [
        pa.array([loaded.record.scenario] * len(frame), pa.string()),
        pa.array([loaded.record.run] * len(frame), pa.string()),
        *(pa.array(frame[column], _kind(table, column), from_pandas=True) for column in table.column_names),
    ]
    return pa.Table.from_arrays(arrays, names=["scenario", "run", *table.column_names])


def _kind(table: ResultTable, name: str) -> pa.DataType:
    column = next(column for column in table.columns if column.name == name)
    if column.is_year:
        return pa.int64()
    if column.unit == "yes/no":
        return pa.bool_()
    return pa.string() if column.key else pa.float64()
