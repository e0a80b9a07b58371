"""Every plan in every other world, over the workers; each run is safe on disk before the journal says that it is done.

The runs of a matrix are found again by what shapes them: the inputs of the world, what is held, where the search began,
the options, the versions of package and solver. A matrix that is continued therefore solves what is missing or has
changed, and comes to the same end.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from roadmap_opt.batch.jobs import Advanced, Began, Ended, Engine
from roadmap_opt.batch.journal import ERRORS_FOLDER, Journal
from roadmap_opt.batch.plan import is_done
from roadmap_opt.batch.scenarios import BatchWatcher, Row, State
from roadmap_opt.batch.solving import solving_job, unpack
from roadmap_opt.documents.regret import write_regret_book, write_regret_page
from roadmap_opt.messages import Language, Text
from roadmap_opt.regret.prepare import OwnPlans, Prepared
from roadmap_opt.saving import put_in_place
from roadmap_opt.solution.comparison.subject import Subject
from roadmap_opt.solution.program import package_version
from roadmap_opt.solution.regret import store
from roadmap_opt.solution.regret.carrying import held_in, start_in
from roadmap_opt.solution.regret.results import (
    REGRET_SCHEMA_VERSION,
    CellRun,
    RegretRecord,
    RegretResults,
    cell_run,
)
from roadmap_opt.solution.regret.words import WORDS
from roadmap_opt.solution.run_folder import PARTIAL_SUFFIX, LoadedRun, load_run
from roadmap_opt.solution.run_names import folder_name, utc_now
from roadmap_opt.solution.workbook_place import place_of
from roadmap_opt.solver.decisions import Decisions, Held
from roadmap_opt.solver.highs import solver_version
from roadmap_opt.solver.options import SolveOptions

PAGE_FILE = "regret.html"
BOOK_FILE = "regret.xlsx"


def new_record(prepared: Prepared, name: str, options: SolveOptions, batch: Path, *, own_batch: bool) -> RegretRecord:
    """The record of a matrix that is about to begin."""
    return RegretRecord(
        schema_version=REGRET_SCHEMA_VERSION,
        name=name,
        created_utc=utc_now(),
        batch=batch.as_posix(),
        own_batch=own_batch,
        **described(prepared, options),
    )


def described(prepared: Prepared, options: SolveOptions) -> dict[str, Any]:
    """What a matrix is made of and how; entries of its record that may change when it is continued."""
    return {
        "workbook": prepared.workbook.as_posix(),
        "workbook_place": place_of(prepared.workbook, prepared.out),
        "workbook_sha256": hashlib.sha256(prepared.content).hexdigest(),
        "scenarios": prepared.scenarios,
        "until": prepared.until,
        "options": {name: value for name, value in asdict(options).items() if name != "threads"},
        "package_version": package_version(),
        "solver_version": solver_version(),
    }


@dataclass(frozen=True, slots=True)
class Task:
    """A plan to carry into a world; ``key`` names it, ``fingerprint`` is of all that shapes its run."""

    key: str
    plan: str
    world: str
    held: Held
    start: Decisions
    fingerprint: str

    @property
    def folder(self) -> str:
        """Name of its run's folder, which no other pair has."""
        readable = f"{self.plan}-in-{self.world}"
        ambiguous = len(re.findall("(?=-in-)", readable)) > 1  # a-in-b in c, a in b-in-c
        plain = not ambiguous and folder_name(readable) == readable
        return readable if plain else folder_name(self.key)


def tasks_of(prepared: Prepared, own: OwnPlans, options: SolveOptions) -> tuple[Task, ...]:
    """A task for every plan in every other world, world by world."""
    return tuple(
        _task(prepared, plan, world, options) for world in own.plans for plan in own.plans if plan is not world
    )


def _task(prepared: Prepared, plan: Subject, world: Subject, options: SolveOptions) -> Task:
    scenario, name = plan.record.scenario, world.record.scenario
    held = held_in(plan, world, prepared.until)
    start = start_in(held, world)
    facts = {
        "inputs": prepared.hashes[name],
        "held": _plain(held.decisions.until(held.until)),
        "start": _plain(start),
        "until": held.until,
        "options": described(prepared, options)["options"],
        "package": package_version(),
        "solver": solver_version(),
    }
    fingerprint = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return Task(pair_key(scenario, name), scenario, name, held, start, fingerprint)


def pair_key(plan: str, world: str) -> str:
    """What a pair is called, and no other: a name with an arrow in it stands in quotation marks."""
    return " → ".join(
        json.dumps(name, ensure_ascii=False) if {"→", '"'} & set(name) else name for name in (plan, world)
    )


def _plain(decisions: Decisions) -> list[Any]:
    builds = sorted([*key, count] for key, count in decisions.builds.items())
    return [builds, *(sorted(each.items()) for each in (decisions.programmes, decisions.contracts, decisions.sources))]


def waiting(partial: Path, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Tasks whose run is missing, was cut short, failed, or is not what it would be now."""
    entries = Journal(partial).entries
    return tuple(task for task in tasks if not _stands(partial, task, entries.get(task.key)))


def _stands(partial: Path, task: Task, entry: Mapping[str, Any] | None) -> bool:
    if entry is None or entry["fingerprint"] != task.fingerprint or not is_done(entry):
        return False
    return (partial / str(entry["folder"]) / "run.json").is_file()


def run_tasks(
    partial: Path,
    tasks: Sequence[Task],
    own: OwnPlans,
    engine: Engine,
    watcher: BatchWatcher,
    language: Language,
    options: SolveOptions,
) -> tuple[str, ...]:
    """Solve the tasks and enter each in the journal; returns what went wrong unexpectedly, a line per task.

    Raises :class:`RunFolderError`, :class:`SaveError` or :class:`BatchError` when something cannot be written; what is
    finished then stands in the journal.
    """
    journal, problems = Journal(partial), []
    by_key = {task.key: task for task in tasks}
    worlds = {plan.record.scenario: plan for plan in own.plans}
    with engine:
        for task in tasks:
            engine.submit(solving_job(task.world, options, language, task.start, task.held, task.key))
        for event in engine.events():
            if isinstance(event, Began):
                watcher.began(event)
            elif isinstance(event, Advanced):
                watcher.advanced(event)
            else:
                task = by_key[event.key]
                entry = _brought_home(partial, task, worlds[task.world], event)
                journal.append(entry)
                if entry["problem"]:
                    problems.append(f"{task.key}: {entry['problem']}")
                watcher.ended(Row(task.key, _state(entry), entry))
    return tuple(problems)


def _state(entry: Mapping[str, Any]) -> State:
    if is_done(entry):
        return State.DONE
    return State.INTERRUPTED if entry["stopped_by"] == "interrupt" else State.FAILED


def _brought_home(partial: Path, task: Task, world: Subject, event: Ended) -> dict[str, Any]:
    """Write the run among those of the matrix; returns its entry in the journal."""
    entry = {
        "key": task.key,
        "fingerprint": task.fingerprint,
        "seconds": round(event.seconds, 1),
        "problem": _problem(partial, task, event),
        "status": "",
        "stopped_by": "",
    }
    if event.result is None:
        return entry
    folder = partial / store.RUNS_FOLDER / task.folder
    arriving = folder.with_name(f".{task.folder}{PARTIAL_SUFFIX}")
    for leftover in (arriving, folder):  # half of a run, or one that an edit has overtaken
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        unpack(event.result["archive"], arriving)
        put_in_place(arriving, folder)
    except OSError as error:
        reason = error.strerror or error
        raise store.RegretError(f"{folder} cannot be written: {reason}. What is finished is kept.") from error
    run = load_run(folder)
    found = cell_run(task.plan, world, run, f"{store.RUNS_FOLDER}/{task.folder}")
    return {**entry, **found.as_plain(), "has_plan": run.record.has_plan, "objective": run.record.objective}


def _problem(partial: Path, task: Task, event: Ended) -> str:
    """The problem in one line; details of an unexpected one go into a file that it names."""
    if not event.trace:
        return event.problem
    path = partial / ERRORS_FOLDER / f"{task.folder}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(event.trace, encoding="utf-8")
    return f"{event.problem} (details: {path})"


def finish(partial: Path, tasks: Sequence[Task], own: OwnPlans, language: Language) -> tuple[Path, RegretResults]:
    """Write matrix, workbook and page from what the journal holds, and give the folder its final name.

    Raises :class:`SaveError` or :class:`RegretError` when something cannot be written.
    """
    entries = Journal(partial).entries
    runs = {(task.plan, task.world): CellRun.from_plain(entries[task.key]) for task in tasks}
    for plan, run in zip(own.plans, own.runs, strict=True):
        scenario = plan.record.scenario
        runs[scenario, scenario] = cell_run(scenario, plan, run, _seen_from(partial, run.folder))
    scenarios = [plan.record.scenario for plan in own.plans]
    ordered = tuple(runs[plan, world] for plan in scenarios for world in scenarios)
    left_out = {scenario: _why_left_out(run) for scenario, run in own.unusable.items()}
    results = RegretResults(store.load_record(partial), own.plans, ordered, left_out)
    results = replace(results, record=replace(results.record, results=results.as_plain()))
    _keep_only(partial, {PurePosixPath(str(entries[task.key]["folder"])).name for task in tasks})
    store.write_matrix(partial, results)
    write_regret_book(partial / BOOK_FILE, results, language)
    write_regret_page(partial / PAGE_FILE, results, language)
    store.write_record(partial, results.record)
    return store.finish(partial), results


def _seen_from(folder: Path, other: Path) -> str:
    """The path from one folder to another, so that a results folder may be moved as a whole."""
    try:
        return Path(os.path.relpath(other, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return other.resolve().as_posix()


def _why_left_out(run: LoadedRun) -> Text:
    if run.record.has_plan:
        return WORDS.both("left_out_audit")
    return WORDS.both("left_out_no_plan", status=WORDS.both(f"status_{run.record.status.replace(' ', '_')}"))


def _keep_only(partial: Path, folders: set[str]) -> None:
    """Runs of plans and worlds that are no longer asked for, or came home half, are no part of the matrix."""
    for folder in (partial / store.RUNS_FOLDER).iterdir():
        if folder.name not in folders:
            shutil.rmtree(folder, ignore_errors=True)
