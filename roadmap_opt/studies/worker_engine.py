"""The embedded engine: worker processes on this machine, no server.

Every worker is a process of its own with pipes of its own, so one that is killed takes nothing with it but its job,
which another worker begins anew. Workers are spawned, because a fork after a solve with several threads hangs.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from roadmap_opt.interrupt import without_interrupts
from roadmap_opt.said import said
from roadmap_opt.studies.jobs import ATTEMPTS, Advanced, Began, Ended, Event, Job
from roadmap_opt.studies.worker import STOP, serve

_LOOK = 0.2
"""Seconds between two looks at the stop flag while nothing happens."""

_GRACE = 5.0
"""Seconds a worker gets to leave by itself once its pipe is closed."""


class WorkerEngine:
    """Runs jobs in ``workers`` processes. See :class:`~roadmap_opt.studies.jobs.Engine`.

    A job whose worker dies is begun again, three times in all; then it ends with a problem and the others go on. Once
    ``stop`` is set no job begins, and running jobs are asked to end early with what they have.
    """

    def __init__(self, shared: Mapping[str, Any], workers: int, stop: threading.Event | None = None) -> None:
        self._shared, self._workers = shared, workers
        self._stop = stop or threading.Event()
        self._queue: deque[tuple[Job, int]] = deque()
        self._idle: list[_Worker] = []
        self._running: dict[Any, _Worker] = {}  # by the end of the pipe it answers into
        self._scratch: Path | None = None

    def submit(self, job: Job) -> None:
        """Queue a job."""
        self._queue.append((job, 1))

    def events(self) -> Iterator[Event]:
        """What happens, as it happens; ends when no job is left or, after a stop, when no job is running."""
        while True:
            while self._queue and not self._stop.is_set() and len(self._running) < self._workers:
                yield self._begin(*self._queue.popleft())
            if not self._running:
                return
            if self._stop.is_set():
                for worker in self._running.values():
                    worker.ask_to_stop()
            for outbox in wait(list(self._running), timeout=_LOOK):
                yield from self._read(outbox)

    def __enter__(self) -> Self:
        self._scratch = Path(tempfile.mkdtemp(prefix="roadmap-opt-"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        workers = [*self._idle, *self._running.values()]
        for worker in workers:
            worker.dismiss()
        deadline = time.monotonic() + _GRACE
        for worker in workers:
            worker.bury(max(0.0, deadline - time.monotonic()))
        self._idle, self._running = [], {}
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _begin(self, job: Job, attempt: int) -> Began:
        if self._scratch is None:
            raise RuntimeError("the engine has to be entered as a context before it runs jobs")
        worker = self._idle.pop() if self._idle else _Worker(self._shared, self._scratch)
        worker.give(job, attempt)
        self._running[worker.outbox] = worker
        return Began(job.key, attempt)

    def _read(self, outbox: Any) -> Iterator[Event]:
        worker = self._running[outbox]
        try:
            message = outbox.recv()
        except (EOFError, OSError):
            del self._running[outbox]
            yield from self._died(worker)
            return
        if isinstance(message, Advanced):
            yield message
            return
        del self._running[outbox]
        self._idle.append(worker)
        yield worker.ended(*message)

    def _died(self, worker: _Worker) -> Iterator[Event]:
        worker.dismiss()
        worker.bury(_GRACE)
        if worker.attempt < ATTEMPTS:
            self._queue.appendleft((worker.job, worker.attempt + 1))
        else:
            yield worker.ended(
                None,
                said("the worker process died {attempts} times, {death}", attempts=ATTEMPTS, death=worker.death),
                "",
            )


class _Worker:
    """A worker process, the two pipes to and from it, and the job it has."""

    job: Job
    attempt: int

    def __init__(self, shared: Mapping[str, Any], scratch: Path) -> None:
        context = multiprocessing.get_context("spawn")
        own = Path(tempfile.mkdtemp(prefix="worker-", dir=scratch))
        theirs_in, self._inbox = context.Pipe(duplex=False)
        self.outbox, theirs_out = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=serve, args=(theirs_in, theirs_out, own), daemon=True)
        with without_interrupts():
            self._process.start()
        theirs_in.close()
        theirs_out.close()
        # Not as an argument: the start of a process that dies before it has read a megabyte of them waits for ever.
        with contextlib.suppress(OSError):
            self._inbox.send(shared)
        self._began = 0.0
        self._asked = False

    def give(self, job: Job, attempt: int) -> None:
        """Hand over a job; a worker that has died meanwhile shows at the next look at its outbox."""
        self.job, self.attempt, self._began = job, attempt, time.monotonic()
        with contextlib.suppress(OSError):
            self._inbox.send(job)

    def ask_to_stop(self) -> None:
        """Ask once that the running job ends early."""
        if not self._asked:
            self._asked = True
            with contextlib.suppress(OSError):
                self._inbox.send(STOP)

    def ended(self, result: Mapping[str, Any] | None, problem: str, trace: str) -> Ended:
        """The end of the job it has."""
        return Ended(self.job.key, result, problem, trace, self.attempt, time.monotonic() - self._began)

    def dismiss(self) -> None:
        """Close the pipes: the worker leaves when it notices, also in the middle of a job."""
        self._inbox.close()
        self.outbox.close()

    def bury(self, seconds: float) -> None:
        """Wait for the end of the process; one that does not leave in time is killed."""
        self._process.join(seconds)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    @property
    def death(self) -> str:
        """How the process ended, in words."""
        code = self._process.exitcode
        if code is not None and code < 0:
            return said("the last time killed by {signal} (often: out of memory)", signal=signal.Signals(-code).name)
        return said("the last time with exit code {code}", code=code)
