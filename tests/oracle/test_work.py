"""The search does no more work than the solver alone by far: counted in steps of the simplex method, not in seconds.

The case is the default one up to 2030, the largest that the solver closes by itself in seconds. There the two come to
the same with about the same work; up to 2031 the solver alone finds no plan with eight times as much.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import pytest

from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import QuietHighs, relative_gap, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.strategy import solve
from tests.support.default_data import up_to
from tests.support.objectives import form_of
from tests.support.workshop import compiled

GAP = 0.005
"""What a solve asks for unless told otherwise."""

FAR = 3.0
"""How many times the work of the solver alone is too much."""


@dataclass
class Counting:
    """The steps of all runs of all solvers that are made."""

    steps: int = 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Every solver that is made counts."""
    counting = Counting()

    def run_and_count(solver: QuietHighs) -> highspy.HighsStatus:
        status = highspy.Highs.run(solver)
        counting.steps += solver.getInfo().simplex_iteration_count
        return status

    monkeypatch.setattr(QuietHighs, "run", run_and_count)
    return counting


@pytest.mark.slow
def test_plan_and_proof_take_no_three_times_the_work_of_the_solver_alone(counted: Counting) -> None:
    """Plan and proof as on two cores, one after the other; neither is ended by the clock, so the counts repeat."""
    ix, _, arrays = compiled(up_to(2030))
    form, maximise = form_of(arrays, ix)
    options = SolveOptions(gap=GAP, time_limit=3600.0, threads=1)

    alone = run("alone", arrays, form, maximise, Clock(options, None).limits(), QuietProgress()).phase
    assert alone.gap is not None
    assert alone.gap <= GAP
    steps_alone, counted.steps = counted.steps, 0
    assert steps_alone > 1000

    planned = solve(arrays, ix.settings, SolveOptions(GAP, 3600.0, threads=1, rounds=1), QuietProgress()).outcome.final
    known = Known(maximise, GAP, best=planned.objective)
    Proof(arrays, form, maximise, Clock(options, None), QuietProgress(), known).run()
    gap = relative_gap(planned.objective, known.bound)
    assert gap is not None
    assert gap <= GAP
    assert counted.steps <= FAR * steps_alone
