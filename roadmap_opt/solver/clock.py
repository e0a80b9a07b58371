"""One time limit for a whole solve, dealt out over its phases."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace

from roadmap_opt.solver.highs import Limits, Stop
from roadmap_opt.solver.options import SolveOptions

ABSOLUTE_GAP = 1e-3
"""Absolute gap at which a phase may stop, in MUSD."""

NODES = 60
"""Nodes per problem of the short search: most neighbourhoods close in fewer, and hardly one improves after them."""


class Clock:
    """Starts when it is made; every phase asks it for limits."""

    def __init__(self, options: SolveOptions, stop: Stop | None) -> None:
        self._options, self._stop = options, stop
        self._nodes = None if options.rounds is None else NODES
        self._began = time.perf_counter()

    def with_threads(self, threads: int) -> Clock:
        """The same clock, for problems that may use so many threads."""
        other = copy(self)
        other._options = replace(self._options, threads=threads)
        return other

    @property
    def rounds(self) -> int | None:
        """Rounds of the short search; ``None`` for the full one."""
        return self._options.rounds

    @property
    def limit(self) -> float:
        """Seconds that the search may take."""
        return self._options.time_limit

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._began

    @property
    def is_over(self) -> bool:
        """Whether the time limit has passed."""
        return self.elapsed >= self._options.time_limit

    @property
    def left(self) -> float:
        """Seconds that are left; at least one, so that a phase can say that it found nothing."""
        return max(1.0, self._options.time_limit - self.elapsed)

    def limits(
        self, gap: float | None = None, share: float = 1.0, seconds: float | None = None, patience: int = 1
    ) -> Limits:
        """Limits of the next phase: its gap (that of the options unless given) and its share of the time left.

        ``patience`` multiplies the nodes of a short search.
        """
        options = self._options
        relative = options.gap if gap is None else gap
        nodes = None if self._nodes is None else self._nodes * patience
        most = self.left * share if seconds is None else min(seconds, self.left)
        return Limits(relative, ABSOLUTE_GAP, most, options.threads, options.seed, self._stop, nodes)

    def fallback(self) -> Limits:
        """Limits of a short problem that has to give a plan, whatever the clock and the user say."""
        return Limits(0.01, ABSOLUTE_GAP, 30.0, self._options.threads, self._options.seed, None)

    def unlimited(self) -> Limits:
        """Limits of a final linear program, which is short and has to finish."""
        return Limits(0.0, 0.0, 600.0, self._options.threads, self._options.seed, None)

    @property
    def stopped(self) -> bool:
        """Whether the user asked to stop."""
        return self._stop is not None and self._stop.is_set()


@dataclass(slots=True)
class Until:
    """Says that a part of a search has to end: the user asked for it, its ``seconds`` on the clock are over, or it is
    ``over`` for a reason of its own.
    """

    clock: Clock
    seconds: float = math.inf
    over: Callable[[], bool] = lambda: False

    def is_set(self) -> bool:
        """Whether to end."""
        return self.clock.stopped or self.clock.elapsed >= self.seconds or self.over()
