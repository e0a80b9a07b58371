"""The proof in a process of its own, beside the search for plans: two cores, two jobs.

It is a process and not a thread because a solver that crashes must not take the plan with it: what is lost is what it
would still have proven. It is spawned, because a fork after a solve with several threads hangs. It ends when the parent
says so, closes the pipe or dies.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from roadmap_opt.interrupt import without_interrupts
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.split import Split

_GRACE = 3.0
"""Seconds the process gets to leave by itself once its pipe is closed."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the process is sent: the problem, options with the time that is left, and the splits of an earlier proof."""

    arrays: Arrays
    form: LinearForm
    maximise: bool
    options: SolveOptions
    earlier: tuple[Split, ...] = ()


def is_possible() -> bool:
    """Whether this process may start another: a worker of a study may not."""
    return not multiprocessing.current_process().daemon


@contextlib.contextmanager
def proving(task: Task, known: Known) -> Iterator[None]:
    """While the context lasts, another process proves; its bounds go to ``known``, what ``known`` finds goes to it."""
    context = multiprocessing.get_context("spawn")
    theirs_in, inbox = context.Pipe(duplex=False)
    outbox, theirs_out = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs_in, theirs_out), daemon=True)
    with without_interrupts():
        process.start()
    theirs_in.close()
    theirs_out.close()
    talk = threading.Thread(target=_talk, args=(task, inbox, outbox, known))
    talk.start()
    try:
        yield
    finally:
        known.ended = True
        talk.join()
        process.join(_GRACE)
        if process.is_alive():
            process.kill()
            process.join()


def _talk(task: Task, inbox: Connection, outbox: Connection, known: Known) -> None:
    """Send the task and every better plan's objective, take every bound; until the other side or this one ends."""
    told: float | None = None
    with contextlib.suppress(EOFError, OSError), inbox, outbox:
        inbox.send(replace(task, arrays=replace(task.arrays, variables=())))
        while not known.is_set():
            if outbox.poll(0.2):
                _take(outbox.recv(), known)
            if known.best != told:
                told = known.best
                inbox.send(told)


def _take(told: float | tuple[int, tuple[Split, ...]], known: Known) -> None:
    """Take what the proof says: a bound, or its splits from a number on."""
    if isinstance(told, float):
        known.prove(told)
    else:
        first, splits = told
        known.divide([*known.splits[:first], *splits])


def _serve(inbox: Connection, outbox: Connection) -> None:
    """Prove what the first message asks for; the later ones are objectives of plans."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what Ctrl-C means is the parent's to say
    try:
        task: Task = inbox.recv()
    except (EOFError, OSError):
        return
    known = _Sending(task.maximise, task.options.gap)
    known.outbox = outbox
    threading.Thread(target=_listen, args=(inbox, known), daemon=True).start()
    clock = Clock(replace(task.options, threads=1), known)
    Proof(task.arrays, task.form, task.maximise, clock, QuietProgress(), known, earlier=task.earlier).run()


def _listen(inbox: Connection, known: Known) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            known.offer(inbox.recv())
    known.ended = True
    time.sleep(_GRACE)
    os._exit(0)  # a solve that does not heed the wish would outlive its parent


@dataclass(slots=True)
class _Sending(Known):
    """Sends every sharper bound and every split to the parent; when that is gone, there is nothing left to do."""

    outbox: Connection | None = None

    def prove(self, bound: float | None) -> None:
        """Remember the bound and send it."""
        before = self.bound
        super(_Sending, self).prove(bound)
        if self.bound is not None and self.bound != before:
            self._send(float(self.bound))

    def divide(self, splits: Sequence[Split]) -> None:
        """Remember the splits and send those that are new."""
        before = self.splits
        super(_Sending, self).divide(splits)
        first = len(before) if self.splits[: len(before)] == before else 0
        if len(self.splits) > first or first == 0:
            self._send((first, self.splits[first:]))

    def _send(self, told: float | tuple[int, tuple[Split, ...]]) -> None:
        if self.outbox is not None:
            try:
                self.outbox.send(told)
            except OSError:
                self.ended = True
