"""The runs that stand in a results folder, newest first: complete ones, half-written ones and those of other versions.

Only `run.json` and three small tables of a run are read, so that a list of hundreds takes a moment; nothing here ever
raises because of what stands in a folder.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from roadmap_opt.csv_text import unguarded
from roadmap_opt.solution.run_folder import (
    INPUTS_FOLDER,
    PARTIAL_SUFFIX,
    RECORD_FILE,
    RUN_SCHEMA_VERSION,
    TABLES_FOLDER,
    runs_folder,
)
from roadmap_opt.solution.run_names import safe_name

_NO_SCENARIOS = ("batches", "comparisons", "regret", "sweeps")
"""Folders beside those of the scenarios."""


class RunState(Enum):
    """What a folder that looks like a run is."""

    COMPLETE = "complete"
    HALF_WRITTEN = "half written"
    OTHER_VERSION = "other version"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as the list shows it. What a folder does not tell is empty or ``None``; ``gap`` is a fraction.

    ``inputs_changed`` compares with the run before of the same workbook and scenario; ``None`` for the first one.
    """

    folder: Path
    state: RunState
    workbook: str
    scenario: str
    created_utc: str
    version: str = ""
    status: str = ""
    has_plan: bool = False
    gap: float | None = None
    npv: float | None = None
    targets_met: int | None = None
    targets_counted: int | None = None
    audit_passed: bool | None = None
    workbook_sha256: str = ""
    inputs_sha256: str = ""
    inputs_changed: bool | None = None
    solver: str = ""


def past_runs(out: Path, workbook: Path | None = None, scenario: str | None = None) -> tuple[PastRun, ...]:
    """Runs below ``out``, newest first; only those of a workbook (its file's name counts) or scenario if given."""
    found = [
        _read(folder)
        for folder in _run_folders(out, "*" if workbook is None else safe_name(workbook.stem))
    ]  # fmt: skip
    chosen = [run for run in found if scenario is None or safe_name(run.scenario) == safe_name(scenario)]
    chosen.sort(key=lambda run: (run.created_utc, run.folder.name))
    before: dict[tuple[Path, str], str] = {}
    marked = []
    for run in chosen:
        if run.state is RunState.COMPLETE:
            place = (run.folder.parent, run.scenario)
            changed = None if place not in before else before[place] != run.inputs_sha256
            before[place] = run.inputs_sha256
            run = replace(run, inputs_changed=changed)
        marked.append(run)
    return tuple(reversed(marked))


def newest_runs(out: Path, workbook: Path, scenario: str | None, count: int) -> tuple[PastRun, ...]:
    """The newest complete runs of one scenario of a workbook, newest first; by default of the scenario run last."""
    complete = [run for run in past_runs(out, workbook, scenario) if run.state is RunState.COMPLETE]
    if not complete:
        return ()
    return tuple(run for run in complete if run.scenario == complete[0].scenario)[:count]


def newest_run_of(out: Path, workbook: Path, scenario: str) -> PastRun | None:
    """The newest complete run of a scenario; ``None`` when there is none."""
    parent = runs_folder(out, workbook, scenario)
    runs = [run for run in map(_read, _folders(parent)) if run.state is RunState.COMPLETE]
    return max(runs, key=lambda run: (run.created_utc, run.folder.name), default=None)


def _run_folders(out: Path, workbook: str) -> Iterator[Path]:
    if not out.is_dir():
        return
    for place in sorted(out.glob(f"{workbook}/*")):
        yield from _folders(place)


def _folders(place: Path) -> Iterator[Path]:
    """Folders of runs: those with a record, and half-written ones, whose names begin with a dot."""
    if not place.is_dir():
        return
    for folder in sorted(place.iterdir()):
        if folder.is_dir() and ((folder / RECORD_FILE).is_file() or _is_half_written(folder)):
            yield folder


def _is_half_written(folder: Path) -> bool:
    """Whether it is a run that stopped while it was written; batches, sweeps and comparisons are no runs."""
    partial = folder.name.startswith(".") and folder.name.endswith(PARTIAL_SUFFIX)
    return partial and bool(_time_in(folder.name[1:])) and folder.parent.name not in _NO_SCENARIOS


def _read(folder: Path) -> PastRun:
    name = folder.name.removeprefix(".").removesuffix(PARTIAL_SUFFIX)
    bare = PastRun(folder, RunState.UNREADABLE, folder.parent.parent.name, folder.parent.name, _time_in(name))
    if _is_half_written(folder):
        return replace(bare, state=RunState.HALF_WRITTEN)
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        version = record["schema_version"]
        known = replace(
            bare,
            workbook=Path(str(record["workbook"])).name,
            scenario=str(record["scenario"]),
            created_utc=str(record["created_utc"]),
            version=str(version),
            status=str(record["status"]),
        )
        if version != RUN_SCHEMA_VERSION:
            return replace(known, state=RunState.OTHER_VERSION)
        return _complete(known, record)
    except (OSError, ValueError, KeyError, TypeError):
        return bare


def _complete(known: PastRun, record: Mapping[str, Any]) -> PastRun:
    """What the record and the tables of a run of this version say."""
    npv, met, counted = None, None, None
    if record["has_plan"]:
        items = {row["item"]: row["value"] for row in _rows(known.folder / TABLES_FOLDER / "objective.csv")}
        npv = float(items["chosen_npv_with_terminal"])
        met, counted = _targets(known.folder)
    return replace(
        known,
        state=RunState.COMPLETE,
        has_plan=bool(record["has_plan"]),
        gap=record["gap"],
        npv=npv,
        targets_met=met,
        targets_counted=counted,
        audit_passed=record["audit_passed"],
        workbook_sha256=str(record["workbook_sha256"]),
        inputs_sha256=str(record["inputs_sha256"]),
        solver=f"HiGHS {record['highs_version']}",
    )


def _targets(folder: Path) -> tuple[int, int]:
    """Targets met in every year of their window, and targets that count."""
    sheet = folder / INPUTS_FOLDER / "Targets.csv"
    off = {row["target"] for row in _rows(sheet) if row["mode"] == "off"} if sheet.is_file() else set()
    met: dict[str, bool] = {}
    for row in _rows(folder / TABLES_FOLDER / "targets.csv"):
        if row["target"] not in off:
            met[row["target"]] = met.get(row["target"], True) and row["met"] == "yes"
    return sum(met.values()), len(met)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(stream)]


def _time_in(name: str) -> str:
    """The time in a run's name (``20261122T103247Z-…``) as records write it; empty for another name."""
    digits = name[:8] + name[9:15]
    if len(digits) != 14 or not digits.isdigit():
        return ""
    day, clock = digits[:8], digits[8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}+00:00"
