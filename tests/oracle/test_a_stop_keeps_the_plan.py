"""Whoever stops a search gets the best plan that it has shown."""

from __future__ import annotations

import threading

import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import build
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import StoppedBy
from roadmap_opt.solver.strategy import solve
from tests.support.rich_case import rich_case


class StopsAtThePlan(QuietProgress):
    """Asks for a stop as soon as a plan is better than nothing at all, and remembers how good that was."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop, self.shown = stop, 0.0

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Remember the best plan and stop."""
        if best is not None and best > 0.0:
            self.shown = max(self.shown, best)
            self.stop.set()


@pytest.mark.slow
def test_a_small_problem_that_is_stopped_keeps_the_plan_it_had() -> None:
    ix = Indexes(rich_case(magnet_price=180.0, perspective="owner", terminal_value="going_concern"))
    arrays = compile_model(build(ix), ix)
    stop = threading.Event()
    progress = StopsAtThePlan(stop)
    solved = solve(arrays, ix.settings, SolveOptions(gap=0.0, threads=1), progress, stop)
    assert progress.shown > 0.0
    assert solved.outcome.final.objective is not None
    assert solved.outcome.final.objective >= progress.shown - 1e-6
    assert solved.outcome.final.stopped_by is StoppedBy.INTERRUPT
