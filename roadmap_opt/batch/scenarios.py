"""Running a batch of scenarios: jobs out, runs home, each safe on disk before the journal says that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Protocol

from roadmap_opt.batch import partitions
from roadmap_opt.batch.jobs import Advanced, Began, Ended, Engine
from roadmap_opt.batch.journal import ERRORS_FOLDER
from roadmap_opt.batch.plan import BatchPlan, Task, is_done
from roadmap_opt.batch.solving import solving_job, unpack
from roadmap_opt.batch.summary import write_summary
from roadmap_opt.errors import Finding
from roadmap_opt.messages import Language
from roadmap_opt.solution.decisions import Decisions, decisions_of
from roadmap_opt.solution.run_folder import load_run, new_run
from roadmap_opt.solution.run_names import folder_name


class State(Enum):
    """How far a scenario of a batch has come."""

    DONE = "done"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    BAD_INPUT = "bad_input"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario of a batch: its state, the journal's entry if it has one, and the errors of its input."""

    scenario: str
    state: State
    entry: Mapping[str, Any]
    errors: tuple[Finding, ...] = ()


class BatchWatcher(Protocol):
    """Whoever looks on while a batch runs."""

    def began(self, event: Began) -> None:
        """A worker took a scenario."""

    def advanced(self, event: Advanced) -> None:
        """A solve got on."""

    def ended(self, row: Row) -> None:
        """A scenario is over."""


def run_batch(
    plan: BatchPlan, engine: Engine, watcher: BatchWatcher, language: Language, threads: int
) -> tuple[Row, ...]:
    """Solve every task that does not stand, and write tables and summary of the batch.

    Returns a row per scenario, in the order of the tasks, rejected scenarios last. Raises :class:`RunFolderError` and
    :class:`SaveError` when results cannot be written; what is done then stands in the journal.
    """
    run = _Running(plan, engine, language, threads)
    partitions.keep_only(plan.folder, [entry["run"] for entry in plan.standing.values()])
    with engine:
        run.submit_ready()
        for event in engine.events():
            if isinstance(event, Began):
                watcher.began(event)
            elif isinstance(event, Advanced):
                watcher.advanced(event)
            else:
                watcher.ended(run.finish(event))
    rows = run.rows()
    for row in rows:
        if row.entry.get("run"):
            partitions.store(plan.folder, plan.run_folder(row.entry))
    partitions.keep_only(plan.folder, [row.entry["run"] for row in rows if row.entry.get("run")])
    write_summary(plan.folder, [{"scenario": row.scenario, "state": row.state.value, **row.entry} for row in rows])
    return rows


class _Running:
    """The tasks of a batch while they run."""

    def __init__(self, plan: BatchPlan, engine: Engine, language: Language, threads: int) -> None:
        self._plan, self._engine, self._language = plan, engine, language
        self._options = replace(plan.options, threads=threads)
        self._tasks = {task.scenario: task for task in plan.tasks}
        self._waiting = dict(self._tasks)
        self._entries = dict(plan.standing)
        for scenario in self._entries:
            del self._waiting[scenario]

    def submit_ready(self) -> None:
        """Hand out the tasks whose start is known."""
        for task in list(self._waiting.values()):
            if task.start is None or task.start in self._entries:
                del self._waiting[task.scenario]
                self._engine.submit(solving_job(task.scenario, self._options, self._language, self._start(task)))

    def finish(self, event: Ended) -> Row:
        """Bring the run home, then enter it in the journal, then hand out what starts from it."""
        task, result = self._tasks[event.key], dict(event.result or {})
        if "archive" in result:
            plan = self._plan
            with new_run(plan.out, plan.workbook, task.scenario, result["run"]) as partial:
                unpack(result.pop("archive"), partial)
            partitions.store(plan.folder, plan.run_folder({"scenario": task.scenario, "run": result["run"]}))
        entry = {
            "key": task.scenario,
            "scenario": task.scenario,
            "fingerprint": task.fingerprint,
            "started_from": task.start if self._has_plan(task.start) else None,
            "attempts": event.attempts,
            "seconds": round(event.seconds, 1),
            "problem": self._problem(event),
            "status": "",
            "stopped_by": "",
            **result,
        }
        self._plan.journal.append(entry)
        self._entries[task.scenario] = entry
        self.submit_ready()
        return self._row(task.scenario)

    def rows(self) -> tuple[Row, ...]:
        """Every scenario as it stands."""
        rejected = (Row(name, State.BAD_INPUT, {}, errors) for name, errors in self._plan.rejected.items())
        return (*(self._row(scenario) for scenario in self._tasks), *rejected)

    def _row(self, scenario: str) -> Row:
        entry = self._entries.get(scenario)
        if entry is None:
            return Row(scenario, State.NOT_BEGUN, {})
        if is_done(entry):
            return Row(scenario, State.DONE, entry)
        return Row(scenario, State.INTERRUPTED if entry["stopped_by"] == "interrupt" else State.FAILED, entry)

    def _start(self, task: Task) -> Decisions | None:
        """Decisions of the plan to start from: the parent's, or what an interrupted search of the same task had found.

        Without the latter, finishing a batch could end with a worse plan than the one that Ctrl-C had kept. A short
        search begins with nothing of the kind: it has to give the same plan whether or not it was interrupted.
        """
        entry = self._entries[task.start] if task.start is not None and self._has_plan(task.start) else None
        if entry is None and self._options.rounds is None:
            entry = self._interrupted(task)
        if entry is None:
            return None
        folder = self._plan.run_folder(entry)
        return decisions_of(load_run(folder).tables, f"{entry['scenario']}/{folder.name}")

    def _interrupted(self, task: Task) -> Mapping[str, Any] | None:
        """The journal's entry of the same task, stopped by Ctrl-C with a plan that is still there."""
        entry = self._plan.journal.entries.get(task.scenario)
        if entry is None or entry["stopped_by"] != "interrupt" or not entry.get("has_plan"):
            return None
        unchanged = entry["fingerprint"] == task.fingerprint
        return entry if unchanged and self._plan.run_folder(entry).is_dir() else None

    def _has_plan(self, scenario: str | None) -> bool:
        return scenario is not None and bool(self._entries[scenario].get("has_plan"))

    def _problem(self, event: Ended) -> str:
        """The problem in one line; details of an unexpected one go into a file that it names."""
        if not event.trace:
            return event.problem
        path = self._plan.folder / ERRORS_FOLDER / f"{folder_name(event.key)}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(event.trace, encoding="utf-8")
        return f"{event.problem} (details: {path})"
