"""The only loop over many runs: tasks go out to an engine, what comes home is safe on disk before the journal says so.

What a study has done already is told by fingerprints: a task whose entry in the journal carries its fingerprint, whose
result is still there, and whose predecessor stands too, is not done again; every other is. Kinds of studies differ only
in what they give to the loop: their tasks, and a :class:`Kind` that makes the jobs and brings the results home.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from roadmap_opt.runs.program import package_version
from roadmap_opt.runs.run_names import folder_name
from roadmap_opt.said import known_again, listed, said
from roadmap_opt.solver.highs import solver_version
from roadmap_opt.solver.outcome import Status, StoppedBy
from roadmap_opt.studies.folder import ERRORS_FOLDER
from roadmap_opt.studies.jobs import Advanced, Began, Ended, Engine, Job
from roadmap_opt.studies.journal import Entry, Journal, State


@dataclass(frozen=True, slots=True)
class Task:
    """One run of a study: its ``key``, the ``fingerprint`` of all that shapes it, what its kind needs to make the job,
    and the key of the task that has to be over before it begins.
    """

    key: str
    fingerprint: str
    arguments: Any = None
    after: str | None = None


def fingerprint(facts: Mapping[str, Any]) -> str:
    """One hash of facts that JSON can hold, and of the versions of this package and of the solver."""
    every = {**facts, "package": package_version(), "solver": solver_version()}
    return hashlib.sha256(json.dumps(every, sort_keys=True).encode()).hexdigest()


LEFT = "left"
"""What a kind says of a job that broke off, in a sentence: where its result was put, and how it can be completed."""


class Kind(Protocol):
    """What differs between kinds of studies while they run. ``entries`` are the last ones of the journal by key."""

    def job(self, task: Task, entries: Mapping[str, Entry]) -> Job:
        """The job of a task whose predecessor is over; its key is that of the task."""

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        """Put what a job returned where it belongs; returns what the journal keeps of it, which JSON can hold.

        Of a job that broke off it returns :data:`LEFT` alone.
        """


class Watcher(Protocol):
    """Whoever looks on while a study runs."""

    def began(self, event: Began) -> None:
        """A worker took a task."""

    def advanced(self, event: Advanced) -> None:
        """A task got on."""

    def ended(self, entry: Entry) -> None:
        """A task is over."""


@dataclass(frozen=True, slots=True)
class Study:
    """Tasks, each after its predecessor, the folder of their journal, and the entries that stand already."""

    folder: Path
    tasks: tuple[Task, ...]
    kept: Mapping[str, Entry]

    @property
    def waiting(self) -> tuple[Task, ...]:
        """The tasks that are still to be done."""
        return tuple(task for task in self.tasks if task.key not in self.kept)

    def run(self, kind: Kind, engine: Engine, watcher: Watcher) -> Mapping[str, Entry]:
        """Do what is waiting; returns the entries of all tasks that are over, in the order of the tasks.

        Whoever calls it works on the study alone (:func:`~roadmap_opt.studies.folder.at_work`). Raises
        :class:`StudyError` or what the kind raises when something cannot be written; what is done then stands in the
        journal.
        """
        if not self.waiting:
            return self.kept
        loop = _Loop(self, kind, engine)
        with engine:
            loop.hand_out()
            for event in engine.events():
                if isinstance(event, Began):
                    watcher.began(event)
                elif isinstance(event, Advanced):
                    watcher.advanced(event)
                else:
                    watcher.ended(loop.bring_home(event))
        return {task.key: loop.over[task.key] for task in self.tasks if task.key in loop.over}


def open_study(folder: Path, tasks: Sequence[Task], is_there: Callable[[Entry], bool]) -> Study:
    """The study as its journal has it; ``is_there`` says whether what an entry tells of can still be used."""
    entries = Journal(folder).entries
    kept: dict[str, Entry] = {}
    for task in tasks:
        entry = entries.get(task.key)
        if entry is None or (task.after is not None and task.after not in kept):
            continue
        if entry.fingerprint == task.fingerprint and entry.state is State.DONE and is_there(entry):
            kept[task.key] = entry
    return Study(folder, tuple(tasks), kept)


class _Loop:
    """The tasks of a study while they run."""

    def __init__(self, study: Study, kind: Kind, engine: Engine) -> None:
        self._folder, self._kind, self._engine = study.folder, kind, engine
        self._journal = Journal(study.folder)
        self._tasks = {task.key: task for task in study.tasks}
        self._waiting = {task.key: task for task in study.waiting}
        self.over = dict(study.kept)
        """The entries of this run and those that stood before it."""

    def hand_out(self) -> None:
        """Give the engine every task whose predecessor is over."""
        for task in list(self._waiting.values()):
            if task.after is None or task.after in self.over:
                del self._waiting[task.key]
                self._engine.submit(self._kind.job(task, self._journal.entries))

    def bring_home(self, event: Ended) -> Entry:
        """Put the result in its place, then enter it in the journal, then hand out what waited for it."""
        task, result = self._tasks[event.key], event.result
        kept = {} if result is None else dict(self._kind.arrive(task, result, self._journal.entries))
        # each by itself: how one of the two was made is not to be guessed from both in a row
        problem = listed(" ", map(known_again, filter(None, (self._problem(event), kept.pop(LEFT, "")))))
        entry = Entry(
            key=task.key,
            state=_state(result or {}, event),
            fingerprint=task.fingerprint,
            attempts=event.attempts,
            seconds=round(event.seconds, 1),
            problem=problem,
            result=kept,
        )
        self._journal.append(entry)
        self.over[task.key] = entry
        self.hand_out()
        return entry

    def _problem(self, event: Ended) -> str:
        """The problem in one line; details of an unexpected one go into a file that it names."""
        if not event.trace:
            return event.problem
        path = self._folder / ERRORS_FOLDER / f"{folder_name(event.key)}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(event.trace, encoding="utf-8")
        return said(
            "{problem} (details: {errors_folder}/{path})",
            problem=known_again(event.problem),
            errors_folder=ERRORS_FOLDER,
            path=path.name,
        )  # its folder may get another name


def _state(result: Mapping[str, Any], event: Ended) -> State:
    """A job went to the end that it was asked to go to, or it failed, or Ctrl-C stopped it.

    That is for its own result to say: the kind may keep that of an earlier job.
    """
    if result.get("stopped_by") == StoppedBy.INTERRUPT:
        return State.INTERRUPTED
    failed = event.problem or result.get("status") == Status.FAILED.value
    return State.FAILED if failed else State.DONE
