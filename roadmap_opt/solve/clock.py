"""One time limit for a whole solve, dealt out over its phases."""

from __future__ import annotations

import threading
import time

from roadmap_opt.solve.highs import Limits
from roadmap_opt.solve.options import SolveOptions


class Clock:
    """Starts when it is made; every phase asks it for limits."""

    def __init__(self, options: SolveOptions, stop: threading.Event | None) -> None:
        self._options, self._stop = options, stop
        self._deadline = time.perf_counter() + options.time_limit

    def limits(self, gap: float | None = None, absolute_gap: float = 1e-3, share: float = 1.0) -> Limits:
        """Limits of the next phase: at least the asked gap, and the given share of the time that is left."""
        left = max(1.0, self._deadline - time.perf_counter())
        options = self._options
        relative = options.gap if gap is None else max(gap, options.gap)
        return Limits(relative, absolute_gap, left * share, options.threads, options.seed, self._stop)

    def unlimited(self) -> Limits:
        """Limits of a final linear program, which is short and has to finish."""
        return Limits(0.0, 0.0, 600.0, self._options.threads, self._options.seed, None)

    @property
    def stopped(self) -> bool:
        """Whether the user asked to stop."""
        return self._stop is not None and self._stop.is_set()
