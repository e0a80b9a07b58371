"""The worker process: takes jobs from one pipe, answers into another, and ends when its parent is gone."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from roadmap_opt.said import said
from roadmap_opt.studies.jobs import Advanced, Job, JobContext, perform

STOP = "stop"
"""Sent instead of a job: the running job should end early with what it has."""

_INTERVAL = 0.5
"""Seconds between two reports of a running phase."""


def serve(inbox: Connection, outbox: Connection, scratch: Path) -> None:
    """Work until the parent closes its end of ``inbox`` or dies.

    The first message is what all jobs share. Answers with :class:`Advanced` while a job runs, and with
    ``(result, problem, trace)`` at its end.
    """
    # Ctrl-C on a terminal reaches the whole family of processes; what to do about it is the parent's to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _Answers(outbox, scratch)
    try:
        shared: Mapping[str, Any] = inbox.recv()
    except (EOFError, OSError):
        answers.clean()
        return
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    stop, busy = threading.Event(), threading.Event()
    threading.Thread(target=_listen, args=(inbox, jobs, stop, busy, answers), daemon=True).start()
    kept: dict[str, Any] = {}
    while (job := jobs.get()) is not None:
        context = JobContext(shared, _ReportedProgress(job.key, answers), stop, scratch, kept)
        end = perform(job, context)
        busy.clear()  # before the end is sent: the next job may come at once
        answers.send_end(end)
    answers.clean()


def _listen(
    inbox: Connection,
    jobs: queue.SimpleQueue[Job | None],
    stop: threading.Event,
    busy: threading.Event,
    answers: _Answers,
) -> None:
    while True:
        try:
            message = inbox.recv()
        except (EOFError, OSError):
            if busy.is_set():
                answers.leave()
            jobs.put(None)
            return
        if message == STOP:
            stop.set()
        else:
            busy.set()
            jobs.put(message)


class _Answers:
    """The way back to the parent; reports may come from the solver's threads."""

    def __init__(self, outbox: Connection, scratch: Path) -> None:
        self._outbox, self._scratch = outbox, scratch
        self._lock = threading.Lock()

    def send(self, message: Any) -> None:
        """Send, or leave when nobody listens any more."""
        try:
            with self._lock:
                self._outbox.send(message)
        except OSError:
            self.leave()

    def send_end(self, end: tuple[Mapping[str, Any] | None, str, str]) -> None:
        """Send the end of a job; a result that cannot travel is a problem of the job, not the end of the worker."""
        try:
            self.send(end)
        except Exception as error:
            self.send(
                (None, said("the result cannot be sent: {kind}: {error}", kind=type(error).__name__, error=error), "")
            )

    def leave(self) -> None:
        """End at once, in the middle of a job: a normal exit would wait for the end of the solve."""
        self.clean()
        os._exit(0)

    def clean(self) -> None:
        """Remove the scratch folder; the last worker takes the common folder with it."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._scratch.parent.rmdir()


class _ReportedProgress:
    """Progress that travels to the parent, at most twice a second within a phase."""

    def __init__(self, key: str, answers: _Answers) -> None:
        self._key, self._answers = key, answers
        self._phase = ""
        self._sent = 0.0

    def phase(self, name: str) -> None:
        """Report the stage."""
        self._phase, self._sent = name, time.monotonic()
        self._answers.send(Advanced(self._key, name))

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Report the state unless the last report is recent."""
        if time.monotonic() - self._sent < _INTERVAL:
            return
        self._sent = time.monotonic()
        self._answers.send(Advanced(self._key, self._phase, elapsed, best, bound, gap))

    def done(self) -> None:
        """The end of the job says it."""
