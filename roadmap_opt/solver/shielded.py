"""A solve in a process of its own: a solver that crashes costs an attempt, not the program and not the plan.

The process sends every better plan and every sharper bound as they are found, and how far it is. When it ends without
an answer, another goes on from the best plan, in the time that is left. What does not come to an end in
:data:`ATTEMPTS` processes is answered with that plan as it is. Small problems are solved where they are, and so are
those of workers, whose engine begins lost jobs anew.

It is spawned, because a fork after a solve with several threads hangs, and ends when the parent is done or dead.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, NamedTuple

from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.interrupt import without_interrupts
from roadmap_opt.progress import Progress
from roadmap_opt.said import said
from roadmap_opt.solver.arrays import Arrays, Vector
from roadmap_opt.solver.beside import is_possible
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.highs import SolverError, require_solver
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import FINAL_FIGURES, Outcome, Phase, Status, StoppedBy
from roadmap_opt.solver.search import closed, is_small
from roadmap_opt.solver.strategy import Solved, aim_of, solve

ATTEMPTS = 3
"""Processes that are given a chance: what crashes from three different plans will crash again."""

_LOOK = 0.1
"""Seconds between two looks at whether the user wants to stop."""

_GRACE = 3.0
"""Seconds the process gets to leave by itself when it has answered."""


@dataclass(slots=True)
class Order:
    """What is asked, and what is known of the answer: ``first`` is the best plan so far, ``proven`` the sharpest bound.

    ``lost`` are the seconds of processes that ended without an answer.
    """

    arrays: Arrays
    settings: Settings
    options: SolveOptions
    start: Decisions | None
    proven: float | None
    first: Vector | None = None
    lost: float = 0.0

    def take(self, told: _Told, progress: Progress) -> None:
        """Keep a plan or a bound, pass everything else on."""
        if told.kind == "plan":
            self.first = told.what
        elif told.kind == "bound":
            self.proven = told.what
        elif told.kind == "phase":
            progress.phase(told.what)
        else:
            progress.update(*told.what)

    def now(self) -> Order:
        """The order for a process that begins now, without what only this one can use."""
        options = replace(self.options, time_limit=max(1.0, self.options.time_limit - self.lost))
        return replace(self, arrays=replace(self.arrays, variables=()), options=options)


class _Told(NamedTuple):
    """What the process says on its way: ``plan`` (a vector), ``bound``, ``phase`` (its name) or ``state`` of one."""

    kind: str
    what: Any


def shielded(
    arrays: Arrays,
    settings: Settings,
    options: SolveOptions,
    progress: Progress,
    stop: threading.Event | None = None,
    start: Decisions | None = None,
    proven: float | None = None,
) -> Solved:
    """:func:`~roadmap_opt.solver.strategy.solve`, in a process of its own where that is possible and worth it.

    Raises :class:`SolverError` when no process came to an end and none had found a plan.
    """
    require_solver()
    order = Order(arrays, settings, options, start, proven)
    if options.rounds is not None or is_small(arrays) or not is_possible():
        return solve(arrays, settings, options, progress, stop, start, proven)
    for attempt in range(ATTEMPTS):
        began = time.perf_counter()
        if attempt:
            progress.phase("crashed")
        with _process() as (process, inbox, outbox):
            try:
                inbox.recv()
            except EOFError:  # a program that cannot be begun twice, as a script whose calls stand unguarded
                return solve(arrays, settings, options, progress, stop, start, proven)
            answer = _answer(order, inbox, outbox, progress, stop)
            if isinstance(answer, Exception):
                raise answer
            if answer is not None:
                process.join(_GRACE)
                return _in_all(answer, order.lost)
        order.lost += time.perf_counter() - began
    return _as_it_is(order)


@contextlib.contextmanager
def _process() -> Iterator[tuple[SpawnProcess, Connection, Connection]]:
    """A process with what it says and what it hears; it does not outlive the context."""
    context = multiprocessing.get_context("spawn")
    theirs_in, outbox = context.Pipe(duplex=False)
    inbox, theirs_out = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs_in, theirs_out))
    with without_interrupts():
        process.start()
    theirs_in.close()
    theirs_out.close()
    try:
        with inbox, outbox:
            yield process, inbox, outbox
    finally:
        process.kill()
        process.join()


def _answer(
    order: Order, inbox: Connection, outbox: Connection, progress: Progress, stop: threading.Event | None
) -> Solved | Exception | None:
    """Send the order and take what is told until the answer comes; ``None`` when none can come any more."""
    asked_to_stop = False
    with contextlib.suppress(EOFError, OSError):
        outbox.send(order.now())
        while True:
            if inbox.poll(_LOOK):
                told = inbox.recv()
                if not isinstance(told, _Told):
                    return told  # type: ignore[no-any-return]  # all else that the process says is its answer
                order.take(told, progress)
            if not asked_to_stop and stop is not None and stop.is_set():
                outbox.send("stop")
                asked_to_stop = True
    return None


def _in_all(answer: Solved, lost: float) -> Solved:
    """The answer with the seconds of the processes before it in those of its first phase."""
    first, *others = answer.outcome.phases
    return replace(answer, outcome=Outcome((replace(first, seconds=first.seconds + lost), *others)))


def _as_it_is(order: Order) -> Solved:
    """The best plan of processes that all crashed: without exact figures, and without prices."""
    if order.first is None:
        raise SolverError(said("the solver crashed {count} times and had found no plan", count=ATTEMPTS))
    aim = aim_of(order.arrays, order.settings)
    objective = aim.form.value(order.first)
    figures = Phase(FINAL_FIGURES, Status.FAILED, None, None, None, 0.0, 0, StoppedBy.NOTHING)
    limit, by = Status.FEASIBLE_AT_LIMIT, StoppedBy.CRASH
    phase = Phase(aim.title, limit, objective, order.proven, None, order.lost, 0, by)
    return Solved(Outcome((figures, closed(phase, order.options))), order.first, None, aim.maximise)


def _serve(inbox: Connection, outbox: Connection) -> None:
    """Solve what the first message asks for; the next one is the wish to stop, and their end that of the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what Ctrl-C means is the parent's to say
    say = _Voice(outbox)
    say("ready")
    try:
        order: Order = inbox.recv()
    except (EOFError, OSError):
        return
    stop = threading.Event()
    threading.Thread(target=_listen, args=(inbox, stop), daemon=True).start()

    def keeping(maximise: bool, gap: float, bound: float | None) -> Known:
        return _Telling(maximise, gap, bound=bound, say=say)

    try:
        parts = (order.arrays, order.settings, order.options, _Progress(say), stop, order.start, order.proven)
        say(solve(*parts, order.first, keeping))
    except Exception as error:  # it is the parent's to handle
        say(error)


def _listen(inbox: Connection, stop: threading.Event) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            inbox.recv()
            stop.set()
    os._exit(0)  # nobody is left to answer


class _Voice:
    """Sends what several threads have to say, one thing after the other."""

    def __init__(self, outbox: Connection) -> None:
        self._outbox, self._turn = outbox, threading.Lock()

    def __call__(self, told: Any) -> None:
        with self._turn, contextlib.suppress(OSError):
            self._outbox.send(told)


class _Progress:
    """Passes on what the search tells of itself, no faster than somebody could read it."""

    def __init__(self, say: _Voice) -> None:
        self._say = say
        self._next = 0.0
        self._best: float | None = None

    def phase(self, name: str) -> None:
        """A stage begins."""
        self._next, self._best = 0.0, None
        self._say(_Told("phase", name))

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """State of the solver in the running stage."""
        if elapsed >= self._next or best != self._best:
            self._next, self._best = elapsed + _LOOK, best
            self._say(_Told("state", (elapsed, best, bound, gap)))

    def done(self) -> None:
        """The parent knows by itself."""


@dataclass(slots=True)
class _Telling(Known):
    """Sends every better plan and every sharper bound."""

    say: Any = field(default=None)

    def offer(self, objective: float, x: Vector | None = None) -> None:
        """Remember how good a plan is, and send it if none was better."""
        before = self.best
        super(_Telling, self).offer(objective, x)
        if x is not None and self.best != before:
            self.say(_Told("plan", x))

    def prove(self, bound: float | None) -> None:
        """Remember the bound and send it."""
        before = self.bound
        super(_Telling, self).prove(bound)
        if self.bound != before:
            self.say(_Told("bound", self.bound))
