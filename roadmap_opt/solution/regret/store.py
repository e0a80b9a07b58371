"""The folder of a regret matrix: written beside its final name, renamed when everything is there, never overwritten.

`results/<workbook>/regret/<name>/` holds

* `regret.json`    what was asked for and what came of it (:class:`RegretRecord`)
* `matrix.csv`     one row per plan and world
* `runs/`          the run of every plan in every other world, each a run folder like any other
* `regret.xlsx`, `regret.html`  the same for reading

While it is being made the folder is called `.<name>.partial` and holds the record, the runs and a journal.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roadmap_opt.csv_text import guarded_row
from roadmap_opt.errors import RoadmapError
from roadmap_opt.saving import saved_whole
from roadmap_opt.solution.records import finished, read_json_record, write_json_record
from roadmap_opt.solution.regret.results import REGRET_SCHEMA_VERSION, CellRun, RegretRecord, RegretResults
from roadmap_opt.solution.run_folder import PARTIAL_SUFFIX
from roadmap_opt.solution.run_names import folder_name, folders_named, is_called, is_taken
from roadmap_opt.solution.workbook_place import is_of, shown_place

REGRET_FOLDER = "regret"
RECORD_FILE = "regret.json"
MATRIX_FILE = "matrix.csv"
RUNS_FOLDER = "runs"


class RegretError(RoadmapError):
    """A regret matrix cannot be begun, continued or saved; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One column of `matrix.csv`."""

    name: str
    unit: str
    meaning: str


MATRIX_COLUMNS: tuple[MatrixColumn, ...] = tuple(
    MatrixColumn(*column)
    for column in (
        ("plan", "", "Scenario whose plan is followed"),
        ("world", "", "Scenario whose inputs hold"),
        ("held_until", "year", "Last year whose plants, programmes and contracts are those of the plan"),
        ("state", "", "own, carried, impossible, not_found or audit_failed"),
        ("value", "MUSD", "Objective of the world for the plan; blank without one"),
        ("bound", "MUSD", "What the plan cannot be worth more than in the world; blank when nothing is proven"),
        ("best_known", "MUSD", "Largest value of any plan in the world"),
        ("limit", "MUSD", "What no plan can be worth more than in the world; blank when nothing is proven"),
        ("regret", "MUSD", "best_known less value; blank when it is unknown or the plan is impossible"),
        ("regret_at_least", "MUSD", "The regret is proven to be at least this; blank when the plan is impossible"),
        ("regret_at_most", "MUSD", "The regret is proven to be at most this; blank when there is no limit"),
        ("distinguishable", "yes/no", "Whether it is proven that there is a regret at all"),
        ("npv", "MUSD real", "Net present value by the world's own perspective, terminal value included"),
        ("weighted_shortfall", "share", "Shortfall of all targets, weighted"),
        ("targets_met", "count", "Targets met in every year of their window"),
        ("targets_counted", "count", "Targets that count: neither off nor empty"),
        ("targets_missed", "", "Names of the targets not met in every year"),
        ("status", "", "How the search ended"),
        ("gap", "share", "How much better a plan could be at most, with the held decisions"),
        ("run", "", "Folder of the run"),
        ("reasons", "", "Why the plan cannot be carried out"),
    )
)
"""Every column of `matrix.csv`, in order."""


def regret_folder(out: Path, workbook: Path) -> Path:
    """Where new regret matrices of a workbook go below ``out``."""
    return out / folder_name(workbook.stem) / REGRET_FOLDER


def partial_of(parent: Path, name: str) -> Path:
    """Folder of a matrix of that name that is being made."""
    return parent / f".{folder_name(name)}{PARTIAL_SUFFIX}"


def require_new(parent: Path, name: str) -> None:
    """Raise :class:`RegretError` when the name is taken or nothing can be written: to be known before long solves."""
    folder = parent / folder_name(name)
    if is_taken(parent, folder.name):
        raise RegretError(f"{folder} exists already and is left untouched. Choose another --name.")
    if (partial_of(parent, name) / RECORD_FILE).is_file():  # without a record it stopped before it began
        raise RegretError(f"{folder} was begun and not finished: add --resume, or choose another --name.")


def begin(parent: Path, record: RegretRecord) -> Path:
    """Make the partial folder of a new matrix with its record in it; raises :class:`RegretError` when it cannot."""
    require_new(parent, record.name)
    partial = partial_of(parent, record.name)
    try:
        (partial / RUNS_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise RegretError(f"cannot write results to {parent}: {reason}. Name another folder with --out.") from error
    write_record(partial, record)
    return partial


def write_record(folder: Path, record: RegretRecord) -> None:
    """Write `regret.json`, whole or not at all."""
    write_json_record(folder / RECORD_FILE, record)


def load_record(folder: Path) -> RegretRecord:
    """Read `regret.json`; raises :class:`RegretError` when the folder is no matrix of this version."""
    path = folder / RECORD_FILE
    return read_json_record(path, RegretRecord, REGRET_SCHEMA_VERSION, RegretError, lists=("scenarios",))


def find_unfinished(out: Path, workbook: Path, name: str) -> Path:
    """The unfinished matrix of this workbook to go on with: the one named, or else the newest.

    Raises :class:`RegretError` without one, and when the one named is of another workbook of that name that is still
    there. One whose workbook is gone may go on with the workbook given: whoever names it says that it was moved.
    """
    shelves = [shelf / REGRET_FOLDER for shelf in folders_named(out, workbook.stem)]
    found = [path.parent for shelf in shelves for path in shelf.glob(f".*{PARTIAL_SUFFIX}/{RECORD_FILE}")]
    records = {folder: load_record(folder) for folder in found}
    if name:
        records = {
            folder: record
            for folder, record in records.items()
            if is_called(record.name, name, older=not record.workbook_place)
        }
    own = [folder for folder, record in records.items() if is_of(record, workbook, out)]
    if name and not own:
        own = [folder for folder, record in records.items() if not shown_place(record, out).exists()]
    if not own:
        others = sorted({str(shown_place(record, out)) for record in records.values()})
        said = f" (there is one of {', '.join(others)})" if others else ""
        raise RegretError(
            f"There is no unfinished regret matrix {name or 'of ' + str(workbook)} below {out}{said}. "
            "Leave out --resume to begin one."
        )
    return max(own, key=lambda folder: (records[folder].created_utc, folder.name))


def finish(partial: Path) -> Path:
    """Give the folder its final name; raises :class:`RegretError` when it cannot."""
    return finished(partial, RegretError)


def write_matrix(folder: Path, results: RegretResults) -> None:
    """Write `matrix.csv`, whole or not at all; Excel recognises the encoding by the mark at its beginning."""
    with (
        saved_whole(folder / MATRIX_FILE, overwrite=True) as path,
        path.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.DictWriter(file, [column.name for column in MATRIX_COLUMNS], lineterminator="\n")
        writer.writeheader()
        writer.writerows(guarded_row(row) for row in _rows(results))


def _rows(results: RegretResults) -> Iterator[dict[str, Any]]:
    for run in results.runs:
        regret = results.matrix.regret(run.plan, run.world)
        numbers = {
            "best_known": results.matrix.best_known(run.world),
            "limit": results.matrix.limit(run.world),
            "regret": regret.amount,
            "regret_at_least": regret.least,
            "regret_at_most": regret.most,
        }
        yield {
            **_of_run(run),
            **{name: None if value is None or math.isinf(value) else value for name, value in numbers.items()},
            "held_until": results.record.until,
            "distinguishable": "yes" if regret.is_distinguishable else "no",
            "reasons": "; ".join(why.en for why in results.reasons(run)),
        }


def _of_run(run: CellRun) -> dict[str, Any]:
    plain = {**run.as_plain(), "run": run.folder}
    return {column.name: plain[column.name] for column in MATRIX_COLUMNS if column.name in plain}
