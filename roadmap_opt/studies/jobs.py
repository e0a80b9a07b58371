"""Jobs and what an engine tells about them: the protocol between those who have work and those who get it done.

A job names a function as ``"package.module:function"`` and its arguments, all small and picklable. The function is
called as ``function(arguments, context)`` in a worker process, perhaps on another machine, and returns a picklable
mapping. What every job of an engine needs (the content of a workbook, say) travels once, as ``context.shared``.

    with WorkerEngine(shared, workers, stop) as engine:
        for job in jobs:
            engine.submit(job)
        for event in engine.events():
            if isinstance(event, Ended):
                ...  # engine.submit(...) is allowed here: a job that needed this one's result
"""

from __future__ import annotations

import importlib
import threading
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from roadmap_opt.errors import RoadmapError
from roadmap_opt.progress import Progress
from roadmap_opt.said import why

ATTEMPTS = 3
"""How often a job is tried when its worker dies; a job that raises is not tried again, it would raise again."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. ``key`` is unique within a batch; ``call`` is ``"package.module:function"``."""

    key: str
    call: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job finds in its worker.

    ``shared`` is the same for all jobs of the engine. ``progress`` reports to whoever waits. ``stop`` is set when the
    job should end early with the best it has. ``scratch`` is a folder for temporary files that goes with the worker.
    ``kept`` is what jobs of the engine leave for later ones in the same worker: nothing that changes an answer.
    """

    shared: Mapping[str, Any]
    progress: Progress
    stop: threading.Event
    scratch: Path
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Began:
    """A worker took the job; ``attempt`` is above 1 when an earlier worker died with it."""

    key: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Advanced:
    """State of a running job, as :class:`~roadmap_opt.progress.Progress` reports it."""

    key: str
    phase: str
    elapsed: float = 0.0
    best: float | None = None
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The job is over: with a ``result``, or with a ``problem`` in words and the ``trace`` of an unexpected error.

    With both when it broke off: the ``result`` is then what a :class:`BrokenOffError` brought home.
    ``seconds`` is the wall time of the last attempt.
    """

    key: str
    result: Mapping[str, Any] | None
    problem: str
    trace: str
    attempts: int
    seconds: float


Event = Began | Advanced | Ended


class Engine(Protocol):
    """Gets jobs done. Entered as a context; leaving it ends every worker."""

    def submit(self, job: Job) -> None:
        """Queue a job; allowed at any time, also while the events are read."""

    def events(self) -> Iterator[Event]:
        """What happens, as it happens; ends when no job is left or, after a stop, when no job is running.

        A job that a stop kept from beginning never ends: no :class:`Ended` for it.
        """

    def __enter__(self) -> Self:
        """Make ready."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every worker, whatever it is doing."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """Worker processes and solver threads of each; their product never exceeds the cores."""

    workers: int
    threads: int

    @classmethod
    def for_cores(cls, cores: int, workers: int | None, jobs: int, threads: int = 0) -> Sizing:
        """Of ``workers`` wanted (``None``: as many as fit), no more than fit on the cores or than there are jobs.

        ``threads`` is what a worker has to get; with 0, cores that are left over serve the solves as threads.
        """
        fitting = cores // max(1, threads)
        count = max(1, min(fitting, jobs, workers or fitting))
        return cls(count, threads or max(1, cores // count))


class BrokenOffError(Exception):
    """A job broke off when part of its result was there; that part comes home all the same. ``cause`` says why."""

    def __init__(self, result: Mapping[str, Any], cause: Exception) -> None:
        self.result, self.cause = result, cause
        super().__init__(str(cause))


def perform(job: Job, context: JobContext) -> tuple[Mapping[str, Any] | None, str, str]:
    """Call the job's function; returns result, problem in words, and the trace of an unexpected error."""
    try:
        module, _, function = job.call.partition(":")
        return getattr(importlib.import_module(module), function)(job.arguments, context), "", ""
    except BrokenOffError as broken:
        return broken.result, *_told(broken.cause)
    except Exception as error:
        return None, *_told(error)


def _told(error: Exception) -> tuple[str, str]:
    """The problem in words, and the trace of an error that nobody expected."""
    if isinstance(error, RoadmapError):
        return why(error), ""
    return f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error))
