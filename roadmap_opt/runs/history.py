"""The runs that stand in a results folder, newest first: complete, half-written, damaged, or of another version.

Only `run.json` and three small tables of a run are read, so that a list of hundreds takes a moment; nothing here ever
raises because of what stands in a folder.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any

from roadmap_opt.auditor.record import contradictions
from roadmap_opt.case.names import fold
from roadmap_opt.csv_text import unguarded
from roadmap_opt.output.damage import RunFolderError
from roadmap_opt.output.other_folders import PARTIAL_SUFFIX, SHELVES
from roadmap_opt.output.run_record import RECORD_FILE, OtherVersionError, RunRecord, read_record
from roadmap_opt.runs.run_files import INPUTS_FOLDER
from roadmap_opt.runs.run_names import folders_named, same_name
from roadmap_opt.runs.table_files import TABLES_FOLDER
from roadmap_opt.runs.workbook_place import is_of


class RunState(Enum):
    """What a folder that looks like a run is."""

    COMPLETE = "complete"
    HALF_WRITTEN = "half written"
    OTHER_VERSION = "other version"
    UNREADABLE = "unreadable"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as the list shows it. What a folder does not tell is empty or ``None``; ``gap`` is a fraction.

    ``workbook`` is the path as it was given, ``workbook_place`` the file seen from the results folder.

    ``is_held`` says that it had to keep the decisions of another run.

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
    workbook_place: str = ""
    is_held: bool = False


def past_runs(out: Path, workbook: Path | None = None, scenario: str | None = None) -> tuple[PastRun, ...]:
    """Runs below ``out``, newest first; only those of a workbook or scenario if given.

    Where ``workbook`` is no file, its name counts, and the runs of every workbook of that name are found.
    """
    one_file = workbook is not None and workbook.is_file()
    before: dict[tuple[str, str, str], str] = {}
    marked = []
    for head in reversed(_heads(out, workbook, scenario)):
        if workbook is not None and not _is_of(head, workbook, out):
            continue
        run = _whole(head)
        if run.state is RunState.COMPLETE:
            file = ("", "") if one_file else (Path(run.workbook).name, run.workbook_place)
            place = (*file, fold(run.scenario))
            changed = None if place not in before else before[place] != run.inputs_sha256
            before[place] = run.inputs_sha256
            run = replace(run, inputs_changed=changed)
        marked.append(run)
    return tuple(reversed(marked))


def newest_runs(out: Path, workbook: Path, scenario: str | None, count: int) -> tuple[PastRun, ...]:
    """The newest complete runs of one scenario of a workbook, newest first; by default of the scenario run last.

    A run that had to keep the plan of another one is no plan of its scenario, and is passed over.
    """
    found: list[PastRun] = []
    for head in _heads(out, workbook, scenario):
        if not _is_of(head, workbook, out) or (found and not same_name(found[0].scenario, head.run.scenario)):
            continue
        if head.run.is_held:
            continue
        run = _whole(head)
        if run.state is RunState.COMPLETE:
            found.append(run)
        if len(found) == count:
            break
    return tuple(found)


def newest_run_of(out: Path, workbook: Path, scenario: str) -> PastRun | None:
    """The newest complete run of a scenario; ``None`` when there is none. Runs that kept another plan do not count."""
    return next(iter(newest_runs(out, workbook, scenario, 1)), None)


def runs_of_others(out: Path, workbook: Path, scenario: str | None = None) -> tuple[PastRun, ...]:
    """Runs of other workbooks that have the name of this one, newest first; only what their records say is known."""
    return tuple(head.run for head in _heads(out, workbook, scenario) if not _is_of(head, workbook, out))


@dataclass(frozen=True, slots=True)
class _Head:
    """A folder that looks like a run, before its tables are read; without a record when this program cannot read it.

    ``recorded`` says whether names and time are the record's, not guessed from those of the folders.
    """

    run: PastRun
    record: RunRecord | None
    recorded: bool


def _is_of(head: _Head, workbook: Path, out: Path) -> bool:
    return not head.recorded or not workbook.is_file() or is_of(head.run, workbook, out)


def _heads(out: Path, workbook: Path | None, scenario: str | None) -> list[_Head]:
    """Runs of every workbook of that name and of that scenario, newest first."""
    shelves = _subfolders(out) if workbook is None else folders_named(out, workbook.stem)
    found = [_head(folder) for shelf in shelves for place in _subfolders(shelf) for folder in _folders(place)]
    chosen = [head for head in found if _is_called(head, None if workbook is None else workbook.stem, scenario)]
    return sorted(chosen, key=lambda head: (head.run.created_utc, head.run.folder.name), reverse=True)


def _is_called(head: _Head, workbook: str | None, scenario: str | None) -> bool:
    """Whether the record says so; where it cannot be read, the names of the folders have to do."""
    run = head.run
    if not head.recorded:
        return scenario is None or run.folder.parent in folders_named(run.folder.parents[1], scenario)
    is_workbook = workbook is None or same_name(PurePosixPath(run.workbook).stem, workbook)
    return is_workbook and (scenario is None or same_name(run.scenario, scenario))


def _subfolders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _folders(place: Path) -> Iterator[Path]:
    """Folders of runs: those with a record, and half-written ones, whose names begin with a dot."""
    for folder in _subfolders(place):
        if (folder / RECORD_FILE).is_file() or _is_half_written(folder):
            yield folder


def _is_half_written(folder: Path) -> bool:
    """Whether it is a run that stopped while it was written; batches, sweeps and comparisons are no runs."""
    partial = folder.name.startswith(".") and folder.name.endswith(PARTIAL_SUFFIX)
    return partial and bool(_time_in(folder.name[1:])) and folder.parent.name not in SHELVES


def _head(folder: Path) -> _Head:
    name = folder.name.removeprefix(".").removesuffix(PARTIAL_SUFFIX)
    bare = PastRun(folder, RunState.UNREADABLE, folder.parent.parent.name, folder.parent.name, _time_in(name))
    if _is_half_written(folder):
        bare = replace(bare, state=RunState.HALF_WRITTEN)
    try:
        record = read_record(folder)
    except OtherVersionError as error:
        return _of_other_version(bare, error.content)
    except RunFolderError:
        return _Head(bare, None, False)
    known = replace(
        bare,
        workbook=record.workbook,
        workbook_place=record.workbook_place,
        scenario=record.scenario,
        created_utc=record.created_utc,
        version=str(record.schema_version),
        status=record.status,
        is_held=record.held is not None,
    )
    return _Head(known, record, True)


def _of_other_version(bare: PastRun, content: Mapping[str, Any]) -> _Head:
    """What the record of another layout says, as far as it can be understood."""
    found = content.get("schema_version")
    state = bare.state if bare.state is RunState.HALF_WRITTEN else RunState.OTHER_VERSION
    run = replace(bare, state=state, version=str(found)[:20] if isinstance(found, int) else "?")
    names = [content.get(name) for name in ("workbook", "scenario", "created_utc", "workbook_place")]
    workbook, scenario, created, place = (n if isinstance(n, str) and n.isprintable() else "" for n in names)
    if not (workbook and scenario and created):
        return _Head(run, None, False)
    named = replace(run, workbook=workbook, scenario=scenario, created_utc=created, workbook_place=place)
    return _Head(named, None, True)


def _whole(head: _Head) -> PastRun:
    """The run with what its tables say, if it is a complete one."""
    run, record = head.run, head.record
    if record is None or run.state is RunState.HALF_WRITTEN:
        return run
    if contradictions(record):
        return replace(run, state=RunState.CONTRADICTORY)
    try:
        return _complete(run, record)
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return run


def _complete(known: PastRun, record: RunRecord) -> PastRun:
    """What the record and the tables of a run say."""
    npv, met, counted = None, None, None
    if record.has_plan:
        items = {row["item"]: row["value"] for row in _rows(known.folder / TABLES_FOLDER / "objective.csv")}
        npv = float(items["chosen_npv_with_terminal"])
        if not math.isfinite(npv):
            raise ValueError(npv)
        met, counted = _targets(known.folder)
    return replace(
        known,
        state=RunState.COMPLETE,
        has_plan=record.has_plan,
        gap=record.gap,
        npv=npv,
        targets_met=met,
        targets_counted=counted,
        audit_passed=record.audit_passed,
        workbook_sha256=record.workbook_sha256,
        inputs_sha256=record.inputs_sha256,
        solver=f"HiGHS {record.highs_version}",
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
