"""Ctrl-C during a solve: the first press asks the solver to stop and keep its best plan, one two seconds later or
more ends at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from types import FrameType, TracebackType

ABORTED = 130
"""Exit code of a program ended by Ctrl-C, by convention."""

ECHO = 2.0
"""Seconds within which a second signal is the first press again: a terminal signals every program in front, and some
that start others (``timeout``, runners of packages) pass it on besides. It is seen only when the solver lets Python run
again, which may take a second after it has come. Who presses twice so fast has to press again.
"""


class StopOnInterrupt:
    """Context in which Ctrl-C sets :attr:`stop` instead of raising. Must be entered in the main thread."""

    def __init__(self, on_first: Callable[[], None]) -> None:
        self.stop = threading.Event()
        self._on_first = on_first
        self._pressed = 0.0
        self._before: object = None

    def __enter__(self) -> threading.Event:
        self._before = signal.signal(signal.SIGINT, self._handle)
        return self.stop

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]  # what signal.signal returned before

    def _handle(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if not self.stop.is_set():
            self._pressed = now
            self.stop.set()
            self._on_first()
        elif now - self._pressed >= ECHO:
            # The solver's threads would keep a normal exit waiting. Nothing is lost: a run under way is still
            # in its partial folder.
            os._exit(ABORTED)


@contextlib.contextmanager
def without_interrupts() -> Iterator[None]:
    """A process started within never sees Ctrl-C, not even while it is still importing; ours is only delayed."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows: the worker ignores it as soon as it runs
        yield
        return
    resource_tracker.ensure_running()  # its start would unblock the signal again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
