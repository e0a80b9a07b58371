"""A whole regret matrix: own plans of the scenarios, every plan in every other world, results."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.messages import Language, Text
from roadmap_opt.output.other_folders import PARTIAL_SUFFIX
from roadmap_opt.runs.run_folder import LoadedRun, load_run
from roadmap_opt.runs.run_names import folder_name, utc_now
from roadmap_opt.said import said, why
from roadmap_opt.saving import put_in_place
from roadmap_opt.solver.decisions import Decisions, Held
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.folder import described, shaping
from roadmap_opt.studies.jobs import Engine, Job
from roadmap_opt.studies.journal import Entry, State, StudyError
from roadmap_opt.studies.regret.held_plans import held_in, start_in
from roadmap_opt.studies.regret.prepare import OwnPlans, PreparedMatrix
from roadmap_opt.studies.regret.results import REGRETS, CellRun, RegretRecord, RegretResults, cell_run
from roadmap_opt.studies.run import Study, Task, Watcher, fingerprint, open_study
from roadmap_opt.studies.solving import HALF, leave_half, solving_job, unpack
from roadmap_opt.words import REGRET as WORDS

RUNS_FOLDER = "runs"


def begin_matrix(prepared: PreparedMatrix, name: str, options: SolveOptions, batch: Path, *, own_batch: bool) -> Path:
    """Make the folder of a new matrix over the own plans that stand, or will stand, in a batch; and return it."""
    record = RegretRecord(
        name=name, created_utc=utc_now(), batch=batch.as_posix(), own_batch=own_batch, **_asked(prepared, options)
    )
    return REGRETS.begin(prepared.out, record)


def resume_matrix(prepared: PreparedMatrix, partial: Path, options: SolveOptions, batch: Path | None) -> RegretRecord:
    """Bring the record of an unfinished matrix up to date, with the own plans of another batch if one is given."""
    record = replace(REGRETS.load(partial), **_asked(prepared, options))
    if batch is not None:
        record = replace(record, batch=batch.as_posix(), own_batch=False)
    REGRETS.save(partial, record)
    return record


def _asked(prepared: PreparedMatrix, options: SolveOptions) -> dict[str, Any]:
    """The entries of the record that say what a matrix is made of."""
    return {
        "scenarios": prepared.scenarios,
        "until": prepared.until,
        **described(prepared.workbook, prepared.out, prepared.content, options),
    }


@dataclass(frozen=True, slots=True)
class Pair:
    """A plan to carry into a world."""

    plan: str
    world: ComparedRun
    held: Held
    start: Decisions

    @property
    def key(self) -> str:
        """What the pair is called, and no other: a name with an arrow in it stands in quotation marks."""
        names = (self.plan, self.world.record.scenario)
        return " → ".join(json.dumps(name, ensure_ascii=False) if {"→", '"'} & set(name) else name for name in names)

    @property
    def folder(self) -> str:
        """Name of its run's folder, which no other pair has."""
        readable = f"{self.plan}-in-{self.world.record.scenario}"
        ambiguous = len(re.findall("(?=-in-)", readable)) > 1  # a-in-b in c, a in b-in-c
        plain = not ambiguous and folder_name(readable) == readable
        return readable if plain else folder_name(self.key)


def open_matrix(prepared: PreparedMatrix, partial: Path, own: OwnPlans, options: SolveOptions) -> Study:
    """A task for every plan in every other world, world by world, with what the journal holds of them."""
    tasks = []
    for world in own.plans:
        for plan in own.plans:
            if plan is not world:
                held = held_in(plan, world, prepared.until)
                pair = Pair(plan.record.scenario, world, held, start_in(held, world))
                tasks.append(Task(pair.key, _fingerprint(prepared, pair, options), arguments=pair))
    return open_study(partial, tasks, lambda entry: (partial / str(entry.get("folder")) / "run.json").is_file())


def _fingerprint(prepared: PreparedMatrix, pair: Pair, options: SolveOptions) -> str:
    return fingerprint({
        "inputs": prepared.hashes[pair.world.record.scenario],
        "held": pair.held.decisions.until(pair.held.until).as_plain(),
        "start": pair.start.as_plain(),
        "until": pair.held.until,
        "options": shaping(options),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The pairs of a matrix as the loop takes them."""

    partial: Path
    options: SolveOptions
    language: Language

    def job(self, task: Task, entries: Mapping[str, Entry]) -> Job:
        """Solve the world with the plan held."""
        pair: Pair = task.arguments
        world = pair.world.record.scenario
        return solving_job(world, self.options, self.language, pair.start, pair.held, task.key)

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        """Put the run among those of the matrix."""
        pair: Pair = task.arguments
        folder = self.partial / RUNS_FOLDER / pair.folder
        arriving = folder.with_name(f".{pair.folder}{PARTIAL_SUFFIX}")
        for leftover in (arriving, folder):  # half of a run, or one that an edit has overtaken
            shutil.rmtree(leftover, ignore_errors=True)
        if HALF in result:
            return leave_half(result, arriving)
        try:
            unpack(result["archive"], arriving)
            put_in_place(arriving, folder)
        except OSError as error:
            reason = why(error)
            raise StudyError(
                said("{folder} cannot be written: {reason}. What is finished is kept.", folder=folder, reason=reason)
            ) from error
        run = load_run(folder)
        found = cell_run(pair.plan, pair.world, run, f"{RUNS_FOLDER}/{pair.folder}")
        return {**found.as_plain(), "has_plan": run.record.has_plan, "objective": run.record.objective}


def run_matrix(
    study: Study, own: OwnPlans, engine: Engine, watcher: Watcher, options: SolveOptions, language: Language
) -> tuple[RegretResults | None, tuple[str, ...]]:
    """Solve the pairs that are waiting; returns the results if nothing is left, and what went wrong, a line per pair.

    Raises :class:`RunFolderError`, :class:`SaveError` or :class:`StudyError` when something cannot be written; what is
    finished then stands in the journal.
    """
    entries = study.run(_Pairs(study.folder, options, language), engine, watcher)
    problems = tuple(f"{entry.key}: {entry.problem}" for entry in entries.values() if entry.problem)
    if len(entries) < len(study.tasks) or any(entry.state is not State.DONE for entry in entries.values()):
        return None, problems
    return _results(study, own, entries), problems


def _results(study: Study, own: OwnPlans, entries: Mapping[str, Entry]) -> RegretResults:
    partial = study.folder
    runs = {
        (task.arguments.plan, task.arguments.world.record.scenario): CellRun.from_plain(entries[task.key].result)
        for task in study.tasks
    }
    for plan, run in zip(own.plans, own.runs, strict=True):
        scenario = plan.record.scenario
        runs[scenario, scenario] = cell_run(scenario, plan, run, _seen_from(partial, run.folder))
    scenarios = [plan.record.scenario for plan in own.plans]
    ordered = tuple(runs[plan, world] for plan in scenarios for world in scenarios)
    left_out = {scenario: _why_left_out(run) for scenario, run in own.unusable.items()}
    _keep_only(partial, {PurePosixPath(str(entry.get("folder"))).name for entry in entries.values()})
    results = RegretResults(REGRETS.load(partial), own.plans, ordered, left_out)
    return replace(results, record=replace(results.record, results=results.as_plain()))


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
    for folder in (partial / RUNS_FOLDER).iterdir():
        if folder.name not in folders:
            shutil.rmtree(folder, ignore_errors=True)
