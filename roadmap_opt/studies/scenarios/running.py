"""Running a batch of scenarios: a solve for each, its run among those of its scenario, tables and summary of all.

With a total time, scenarios that cannot be told apart search on (:mod:`~roadmap_opt.studies.scenarios.racing`): each
from its own plan and with the bound that it has proven. Of its runs the one with the smaller gap stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.comparison.inputs import fingerprint
from roadmap_opt.comparison.pairs import Interval, Standing, searched_phase
from roadmap_opt.messages import Language
from roadmap_opt.output.run_record import RunRecord, read_record
from roadmap_opt.pipeline import EarlierBound
from roadmap_opt.runs.decisions import Decisions, decisions_of
from roadmap_opt.runs.program import program_sha256
from roadmap_opt.runs.run_folder import load_run, new_run, partial_folder
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import StoppedBy
from roadmap_opt.studies.folder import at_work
from roadmap_opt.studies.jobs import Engine, Job
from roadmap_opt.studies.journal import Entry, Journal, State
from roadmap_opt.studies.run import Study, Task, Watcher
from roadmap_opt.studies.scenarios import partitions
from roadmap_opt.studies.scenarios.pairs import write_pairs
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchPlan
from roadmap_opt.studies.scenarios.racing import Contender, Round, first_look, next_round
from roadmap_opt.studies.scenarios.summary import write_summary
from roadmap_opt.studies.solving import HALF, leave_half, solving_job, unpack


@dataclass(frozen=True, slots=True)
class Team:
    """An engine, the threads of each of its jobs, and who looks on."""

    engine: Engine
    threads: int
    watcher: Watcher


@dataclass(frozen=True, slots=True)
class Crew:
    """Who carries out a batch: so many ``workers`` at the same time, a ``team`` for the tasks of a study that wait, and
    who is told of every round.
    """

    workers: int
    team: Callable[[Study], AbstractContextManager[Team]]
    tell: Callable[[Round], None]


def run_batch(plan: BatchPlan, crew: Crew, language: Language) -> tuple[Entry, ...]:
    """Solve every scenario that does not stand, go on in the total time if there is one, and write tables and summary.

    Returns an entry per scenario, in the order of the tasks, rejected scenarios last. Raises :class:`RunFolderError`,
    :class:`StudyError` and :class:`SaveError` when results cannot be written; what is done then stands in the journal.
    """
    study = plan.study
    with at_work(study.folder):
        BATCHES.save(study.folder, plan.record)
        partitions.keep_only(study.folder, [str(entry.get("run")) for entry in study.kept.values()])
        batch = _Batch(plan, crew, language)
        over = batch.searched()
        runs = {entry.key: str(entry.get("run")) for entry in over.values() if entry.get("run")}
        for scenario in runs:
            partitions.store(study.folder, plan.run_folder(over[scenario]))
        partitions.keep_only(study.folder, runs.values())
        entries = (
            *(over.get(task.key) or Entry(task.key, State.NOT_BEGUN) for task in study.tasks),
            *(Entry(scenario, State.BAD_INPUT) for scenario in plan.rejected),
        )
        write_summary(study.folder, [{"scenario": entry.key, **entry.facts} for entry in entries])
        write_pairs(study.folder, batch.standings(over))
    return entries


class _Batch:
    """A batch at work. ``total`` is the time for all searches; without one each has a single search."""

    def __init__(self, plan: BatchPlan, crew: Crew, language: Language) -> None:
        self.plan, self.crew, self.language = plan, crew, language
        self.total = plan.record.total_time
        self._known: dict[str, tuple[Settings, str]] = {}
        entries = Journal(plan.study.folder).entries
        unchanged = [entries[task.key] for task in plan.study.tasks if task.key in entries
                     and entries[task.key].fingerprint == task.fingerprint]  # fmt: skip
        # what was solved before this program was begun again has taken its time
        self._began = time.monotonic() - max((float(entry.get("clock") or 0.0) for entry in unchanged), default=0.0)

    def searched(self) -> Mapping[str, Entry]:
        """Entries of all scenarios that are over, after the last round."""
        plan, workers = self.plan, self.crew.workers
        if self.total is None:
            return self._carried_out(plan.study, plan.options.time_limit)
        share = first_look(self.total, plan.options.time_limit, len(plan.study.tasks), workers)
        over = self._carried_out(plan.study, share)
        tasks = {task.key: task for task in plan.study.tasks}
        while self._all_over(over):
            chosen = next_round(self._contenders(over), self.total - self.clock, workers)
            if chosen is None:
                break
            self.crew.tell(chosen)
            # a parent's plan has served its purpose; the scenario's own is the better start
            later = tuple(replace(tasks[scenario], after=None) for scenario in chosen.scenarios)
            found = self._carried_out(Study(plan.study.folder, later, {}), chosen.seconds)
            over = {**over, **self._nothing_lost(over, found)}
            if len(found) < len(later):
                break
        return over

    def _carried_out(self, study: Study, seconds: float) -> Mapping[str, Entry]:
        with self.crew.team(study) as team:
            options = replace(self.plan.options, time_limit=seconds, threads=team.threads)
            return study.run(_Scenarios(self, options), team.engine, team.watcher)

    def _all_over(self, over: Mapping[str, Entry]) -> bool:
        """Whether nothing was left when a stop was asked for."""
        return all(task.key in over and over[task.key].state is not State.INTERRUPTED for task in self.plan.study.tasks)

    def _nothing_lost(self, over: Mapping[str, Entry], found: Mapping[str, Entry]) -> dict[str, Entry]:
        """The entries of a round; where a search broke off, the one before stands and says so until the batch ends.

        The journal does not: whoever goes on with the batch may search on with that scenario too.
        """
        journal = Journal(self.plan.study.folder)
        kept = dict(found)
        for scenario, entry in found.items():
            if entry.state is State.FAILED:
                journal.append(over[scenario])
                kept[scenario] = replace(over[scenario], problem=entry.problem)
        return kept

    @property
    def clock(self) -> float:
        """Seconds that the batch has been at work."""
        return time.monotonic() - self._began

    def _contenders(self, over: Mapping[str, Entry]) -> list[Contender]:
        """Scenarios with a run; one whose search broke off would break off again, or ended in a contradiction."""
        contenders = []
        for scenario, standing in self.standings(over).items():
            entry = over[scenario]
            closed = entry.get("stopped_by") not in (StoppedBy.TIME, StoppedBy.INTERRUPT) or bool(entry.problem)
            contenders.append(Contender(scenario, standing, closed, float(entry.get("given") or 0.0)))
        return contenders

    def standings(self, over: Mapping[str, Entry]) -> dict[str, Standing]:
        """What is known of the best objective of every scenario that has a run."""
        found = {}
        for task in self.plan.study.tasks:
            entry = over.get(task.key)
            if entry is not None and entry.get("run"):
                found[task.key] = Standing.of(read_record(self.plan.run_folder(entry)), *self._inputs(task.key))
        return found

    def _inputs(self, scenario: str) -> tuple[Settings, str]:
        if scenario not in self._known:
            tables = self.plan.inputs[scenario]
            (settings,) = tables["Settings"].rows
            self._known[scenario] = Settings(**settings.values), fingerprint(tables)
        return self._known[scenario]


@dataclass(frozen=True, slots=True)
class _Scenarios:
    """Scenarios of a batch as the loop takes them: those of its beginning, or of a round."""

    batch: _Batch
    options: SolveOptions

    def job(self, task: Task, entries: Mapping[str, Entry]) -> Job:
        """Solve the scenario, from what an earlier search of it came to, or from its parent's plan where asked for."""
        earlier = self._earlier(task, entries)
        proven = None if earlier is None or self.batch.total is None else self._proven(earlier)
        start = self._start(task, entries, earlier)
        return solving_job(task.key, self.options, self.batch.language, start, proven=proven)

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        """Put the run among those of its scenario, and its tables among those of the batch.

        A run that broke off stands there half-written: to be completed, or solved anew when the batch goes on.
        """
        plan, kept = self.batch.plan, dict(result)
        if HALF in kept:
            return leave_half(kept, partial_folder(plan.out, plan.workbook, task.key, kept["run"]))
        with new_run(plan.out, plan.workbook, task.key, kept["run"]) as partial:
            unpack(kept.pop("archive"), partial)
        started = task.after if _has_plan(entries, task.after) else None
        kept = {"scenario": task.key, "started_from": started, **kept}
        if self.batch.total is not None:
            kept = self._standing(task, kept, entries)
        partitions.store(plan.study.folder, plan.run_folder(Entry(task.key, State.DONE, result=kept)))
        return kept

    def _standing(self, task: Task, kept: dict[str, Any], entries: Mapping[str, Entry]) -> dict[str, Any]:
        """What stands of a scenario that may have been searched before, with the time that it and the batch have taken.

        The run with the smaller gap stands. A search that ends later knows the earlier bound and begins with the
        earlier plan, but may be stopped before it has come as far with it.
        """
        earlier, given = self._earlier(task, entries), self.options.time_limit
        if earlier is not None:
            kept["started_from"] = earlier.get("started_from")
            given = max(given, float(earlier.get("given") or 0.0))
            if _openness(self._record(task.key, earlier.result)) < _openness(self._record(task.key, kept)):
                kept = dict(earlier.result)
        return {**kept, "given": given, "clock": round(self.batch.clock, 1)}

    def _record(self, scenario: str, result: Mapping[str, Any]) -> RunRecord:
        return read_record(self.batch.plan.run_folder(Entry(scenario, State.DONE, result=result)))

    def _earlier(self, task: Task, entries: Mapping[str, Entry]) -> Entry | None:
        """The entry of the same task when it has a plan that is still there: to be gone on with.

        Without a total time only Ctrl-C leaves one.
        """
        entry = entries.get(task.key)
        if entry is None or entry.fingerprint != task.fingerprint or not entry.get("has_plan"):
            return None
        if self.batch.total is None and entry.state is not State.INTERRUPTED:
            return None
        return entry if self.batch.plan.run_folder(entry).is_dir() else None

    def _start(self, task: Task, entries: Mapping[str, Entry], earlier: Entry | None) -> Decisions | None:
        """Decisions of the plan to start from: the parent's, or what an earlier search of the same task had found.

        Without the latter, finishing a batch could end with a worse plan than the one that Ctrl-C had kept. A short
        search begins with nothing of the kind: it has to give the same plan whether or not it was interrupted.
        """
        entry = entries[task.after] if task.after is not None and _has_plan(entries, task.after) else None
        if entry is None or (earlier is not None and self.batch.total is not None):
            entry = earlier if self.options.rounds is None else entry
        if entry is None:
            return None
        folder = self.batch.plan.run_folder(entry)
        return decisions_of(load_run(folder).tables, f"{entry.key}/{folder.name}")

    def _proven(self, earlier: Entry) -> EarlierBound | None:
        """The bound of the earlier run; it holds for this search when the same program has proven it."""
        record = self._record(earlier.key, earlier.result)
        phase = searched_phase(record)
        if phase is None or phase["bound"] is None or record.program_sha256 != program_sha256():
            return None
        return EarlierBound(float(phase["bound"]), f"{earlier.key}/{record.run}")


def _openness(record: RunRecord) -> tuple[bool, float]:
    """How much a run leaves open: less is better, and anything better than no plan or no bound."""
    width = Interval.of(record).width
    return (not record.has_plan, float("inf") if width is None else width)


def _has_plan(entries: Mapping[str, Entry], scenario: str | None) -> bool:
    return scenario is not None and scenario in entries and bool(entries[scenario].get("has_plan"))
