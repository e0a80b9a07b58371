"""Running a batch of scenarios: a solve for each, its run among those of its scenario, tables and summary of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap_opt.messages import Language
from roadmap_opt.runs.decisions import Decisions, decisions_of
from roadmap_opt.runs.run_folder import load_run, new_run, partial_folder
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.folder import at_work
from roadmap_opt.studies.jobs import Engine, Job
from roadmap_opt.studies.journal import Entry, State
from roadmap_opt.studies.run import Task, Watcher
from roadmap_opt.studies.scenarios import partitions
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchPlan
from roadmap_opt.studies.scenarios.summary import write_summary
from roadmap_opt.studies.solving import HALF, leave_half, solving_job, unpack


def run_batch(
    plan: BatchPlan, engine: Engine, watcher: Watcher, options: SolveOptions, language: Language
) -> tuple[Entry, ...]:
    """Solve every scenario that does not stand, and write tables and summary of the batch.

    Returns an entry per scenario, in the order of the tasks, rejected scenarios last. Raises :class:`RunFolderError`,
    :class:`StudyError` and :class:`SaveError` when results cannot be written; what is done then stands in the journal.
    """
    study = plan.study
    with at_work(study.folder):
        BATCHES.save(study.folder, plan.record)
        partitions.keep_only(study.folder, [str(entry.get("run")) for entry in study.kept.values()])
        over = study.run(_Scenarios(plan, options, language), engine, watcher)
        runs = {entry.key: str(entry.get("run")) for entry in over.values() if entry.get("run")}
        for scenario in runs:
            partitions.store(study.folder, plan.run_folder(over[scenario]))
        partitions.keep_only(study.folder, runs.values())
        entries = (
            *(over.get(task.key) or Entry(task.key, State.NOT_BEGUN) for task in study.tasks),
            *(Entry(scenario, State.BAD_INPUT) for scenario in plan.rejected),
        )
        write_summary(study.folder, [{"scenario": entry.key, **entry.facts} for entry in entries])
    return entries


@dataclass(frozen=True, slots=True)
class _Scenarios:
    """The scenarios of a batch as the loop takes them."""

    plan: BatchPlan
    options: SolveOptions
    language: Language

    def job(self, task: Task, entries: Mapping[str, Entry]) -> Job:
        """Solve the scenario, from its parent's plan where that is asked for."""
        return solving_job(task.key, self.options, self.language, self._start(task, entries))

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        """Put the run among those of its scenario, and its tables among those of the batch.

        A run that broke off stands there half-written: to be completed, or solved anew when the batch goes on.
        """
        plan, kept = self.plan, dict(result)
        if HALF in kept:
            return leave_half(kept, partial_folder(plan.out, plan.workbook, task.key, kept["run"]))
        with new_run(plan.out, plan.workbook, task.key, kept["run"]) as partial:
            unpack(kept.pop("archive"), partial)
        partitions.store(plan.study.folder, plan.run_folder(Entry(task.key, State.DONE, result=kept)))
        started = task.after if _has_plan(entries, task.after) else None
        return {"scenario": task.key, "started_from": started, **kept}

    def _start(self, task: Task, entries: Mapping[str, Entry]) -> Decisions | None:
        """Decisions of the plan to start from: the parent's, or what an interrupted search of the same task had found.

        Without the latter, finishing a batch could end with a worse plan than the one that Ctrl-C had kept. A short
        search begins with nothing of the kind: it has to give the same plan whether or not it was interrupted.
        """
        entry = entries[task.after] if task.after is not None and _has_plan(entries, task.after) else None
        if entry is None and self.options.rounds is None:
            entry = self._interrupted(task, entries)
        if entry is None:
            return None
        folder = self.plan.run_folder(entry)
        return decisions_of(load_run(folder).tables, f"{entry.key}/{folder.name}")

    def _interrupted(self, task: Task, entries: Mapping[str, Entry]) -> Entry | None:
        """The entry of the same task, stopped by Ctrl-C with a plan that is still there."""
        entry = entries.get(task.key)
        if entry is None or entry.state is not State.INTERRUPTED or not entry.get("has_plan"):
            return None
        unchanged = entry.fingerprint == task.fingerprint
        return entry if unchanged and self.plan.run_folder(entry).is_dir() else None


def _has_plan(entries: Mapping[str, Entry], scenario: str | None) -> bool:
    return scenario is not None and scenario in entries and bool(entries[scenario].get("has_plan"))
