"""What a batch has to do: which scenarios, in which order, which of them stand already, which cannot be solved at all.

A run stands when nothing that shapes it has changed since: the scenario's resolved inputs, the options, the version of
this package and, with a warm start, the same of the scenario whose plan it started from. Where a search starts is
decided here, by the workbook and the list of scenarios, never by what happens to be finished first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from roadmap_opt.batch.journal import (
    BATCH_SCHEMA_VERSION,
    BatchRecord,
    Journal,
    batches_folder,
    create_batch,
    find_batch,
    load_batch,
    write_batch,
)
from roadmap_opt.case.assembly import ReadResult
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.names import fold
from roadmap_opt.case.overlays import BASE, lineage, scenario_names
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.checks import check_scenarios
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.solution.program import package_version
from roadmap_opt.solution.run_folder import (
    find_run,
    load_run,
    require_writable,
)
from roadmap_opt.solution.run_names import new_run_name, utc_now
from roadmap_opt.solution.run_record import RunFolderError
from roadmap_opt.solution.workbook_place import is_of, place_of, shown_place
from roadmap_opt.solver.highs import require_solver, solver_version
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from roadmap_opt.workbook.read import read_content, workbook_content


@dataclass(frozen=True, slots=True)
class Asked:
    """What a batch is asked for: scenarios (``None``: all), options of a solve, and whether plans start plans."""

    scenarios: tuple[str, ...] | None
    options: SolveOptions
    warm_start: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A scenario to solve; ``fingerprint`` is of all that shapes its run, ``start`` the scenario to start from."""

    scenario: str
    fingerprint: str
    start: str | None


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A batch, ready to run. ``tasks`` are ordered so that a task follows the one it starts from; ``rejected`` holds
    the errors of scenarios that cannot be solved, ``standing`` the journal's entries of runs that need no new solve,
    ``moved_from`` the path of the workbook that the batch was begun with, if that is gone and another one goes on.
    """

    folder: Path
    out: Path
    workbook: Path
    content: bytes
    options: SolveOptions
    tasks: tuple[Task, ...]
    rejected: Mapping[str, tuple[Finding, ...]]
    journal: Journal
    standing: Mapping[str, Mapping[str, Any]]
    moved_from: str = ""

    def run_folder(self, entry: Mapping[str, Any]) -> Path:
        """Folder of the run that a journal entry names."""
        return _run_folder(self.out, self.workbook, entry)


def is_done(entry: Mapping[str, Any]) -> bool:
    """Whether a run went to the end it was asked to go to: neither failed nor stopped by Ctrl-C."""
    return not entry["problem"] and entry["stopped_by"] != "interrupt" and entry["status"] != Status.FAILED.value


def begin_batch(workbook: Path, out: Path, asked: Asked, name: str | None) -> BatchPlan:
    """Check every scenario and make the folder of a new batch.

    Raises :class:`InputError` when the workbook cannot be used, a scenario does not exist or none can be solved, and
    :class:`BatchError` when the batch exists already or nothing can be written; then nothing was written.
    """
    content, tasks, rejected = _read_and_check(workbook, asked)
    for task in tasks:
        require_writable(out, workbook, task.scenario)
    record = BatchRecord(
        schema_version=BATCH_SCHEMA_VERSION,
        batch=name or new_run_name(),
        created_utc=utc_now(),
        **_described(workbook, out, content, asked),
    )
    folder = create_batch(batches_folder(out, workbook), record)
    return BatchPlan(folder, out, workbook, content, asked.options, tasks, rejected, Journal(folder), {})


def resume_batch(workbook: Path, out: Path, name: str | None, changes: Mapping[str, Any]) -> BatchPlan:
    """Check every scenario of a batch that was begun before, as the workbook stands now.

    ``changes`` are fields of :class:`Asked` and :class:`SolveOptions` that are no longer as the batch was begun.
    Raises :class:`InputError` and :class:`BatchError` as :func:`begin_batch` does.
    """
    folder = find_batch(out, workbook, name)
    record = load_batch(folder)
    options = {key: changes.get(key, value) for key, value in record.options.items()}
    asked = Asked(
        changes.get("scenarios", record.scenarios),
        SolveOptions(**options, threads=changes.get("threads", 0)),
        changes.get("warm_start", record.warm_start),
    )
    content, tasks, rejected = _read_and_check(workbook, asked)
    write_batch(folder, replace(record, **_described(workbook, out, content, asked)))
    journal = Journal(folder)
    standing = _standing(out, workbook, tasks, journal)
    moved = "" if is_of(record, workbook, out) else str(shown_place(record, out))
    return BatchPlan(folder, out, workbook, content, asked.options, tasks, rejected, journal, standing, moved)


def _standing(out: Path, workbook: Path, tasks: Sequence[Task], journal: Journal) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for task in tasks:
        entry = journal.entries.get(task.scenario)
        if entry is None or (task.start is not None and task.start not in found):
            continue
        if entry["fingerprint"] == task.fingerprint and is_done(entry) and _loads(_run_folder(out, workbook, entry)):
            found[task.scenario] = entry
    return found


def _run_folder(out: Path, workbook: Path, entry: Mapping[str, Any]) -> Path:
    return find_run(out, workbook, str(entry["scenario"]), str(entry["run"]))


def _loads(folder: Path) -> bool:
    try:
        load_run(folder)
    except RunFolderError:
        return False
    return True


def _described(workbook: Path, out: Path, content: bytes, asked: Asked) -> dict[str, Any]:
    return {
        "workbook": workbook.as_posix(),
        "workbook_place": place_of(workbook, out),
        "workbook_sha256": hashlib.sha256(content).hexdigest(),
        "scenarios": asked.scenarios,
        "options": _shaping(asked.options),
        "warm_start": asked.warm_start,
        "package_version": package_version(),
    }


def _shaping(options: SolveOptions) -> dict[str, Any]:
    """The options that shape a result; the number of threads follows the machine and does not."""
    return {name: value for name, value in asdict(options).items() if name != "threads"}


def _read_and_check(workbook: Path, asked: Asked) -> tuple[bytes, tuple[Task, ...], Mapping[str, tuple[Finding, ...]]]:
    require_solver()
    content = workbook_content(workbook)
    read = read_content(workbook.name, content)
    accepted: dict[str, Tables] = {}
    rejected: dict[str, tuple[Finding, ...]] = {}
    fresh: list[Finding] = []
    for each in check_scenarios(read, chosen_scenarios(read, asked.scenarios, workbook.name), workbook.name):
        fresh += (finding for finding in each.fresh if finding.is_error)
        if each.tables is None or each.errors:
            rejected[each.scenario] = each.errors
        else:
            accepted[each.scenario] = each.tables
    if not accepted:
        raise InputError(one_per_cause(fresh))
    return content, _tasks(read, accepted, asked, workbook.name), rejected


def chosen_scenarios(read: ReadResult, scenarios: Sequence[str] | None, workbook: str) -> tuple[str, ...]:
    """The scenarios as the workbook writes them, each once; raises :class:`InputError` with all unknown names."""
    known = {fold(name): name for name in scenario_names(read.tables)}
    if scenarios is None:
        return tuple(known.values())
    unknown: list[Finding] = []
    for name in scenarios:
        if fold(name) not in known:
            try:
                lineage(read.tables, name, workbook)
            except InputError as error:
                unknown.extend(error.findings)
    if unknown:
        raise InputError(unknown)
    return tuple(dict.fromkeys(known[fold(name)] for name in scenarios))


def _tasks(read: ReadResult, accepted: Mapping[str, Tables], asked: Asked, workbook: str) -> tuple[Task, ...]:
    """Generation by generation, within one in the order of the list."""
    ancestors = {scenario: (BASE, *lineage(read.tables, scenario, workbook)) for scenario in accepted}
    found: dict[str, Task] = {}
    for scenario in sorted(accepted, key=lambda name: len(ancestors[name]) if asked.warm_start else 0):
        line = [name for name in ancestors[scenario] if name in accepted and name != scenario]
        start = line[-1] if line and asked.warm_start else None
        facts = {
            "inputs": inputs_hash(accepted[scenario]),
            "options": _shaping(asked.options),
            "package": package_version(),
            "solver": solver_version(),
            "start": None if start is None else found[start].fingerprint,
        }
        fingerprint = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        found[scenario] = Task(scenario, fingerprint, start)
    return tuple(found.values())
