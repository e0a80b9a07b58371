"""A run may end before its gap says so, where whoever asks has enough; and such an end counts as one by its gap."""

from __future__ import annotations

import random
from collections.abc import Callable

import pyomo.environ as pyo
import pytest

from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.compiling import compile_arrays
from roadmap_opt.solver.highs import Limits, run
from roadmap_opt.solver.outcome import Status, StoppedBy

SECONDS = 3.0


@pytest.fixture(scope="module")
def market_split() -> Arrays:
    """Thirty customers are split so that each of four goods is halved as exactly as can be: takes any solver minutes,
    while its linear program says that it can be done exactly.
    """
    chance = random.Random(1)
    model = pyo.ConcreteModel()
    model.repeated_bounds, model.switch_rows = {}, set()
    model.first = pyo.Var(range(30), domain=pyo.Binary)
    model.off = pyo.Var(range(4), bounds=(0, None))
    needs = [[chance.randint(0, 99) for _ in range(30)] for _ in range(4)]

    def half(m: pyo.ConcreteModel, good: int, sign: int) -> object:
        apart = sum(n * m.first[k] for k, n in enumerate(needs[good])) - sum(needs[good]) // 2
        return sign * apart <= m.off[good]

    model.half = pyo.Constraint(range(4), (-1, 1), rule=half)
    return compile_arrays(model, {"off": sum(model.off[good] for good in range(4))})


def never(best: float, bound: float) -> bool:
    assert bound <= best
    return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("enough", "status", "stopped_by"),
    [
        (lambda best, bound: best < 400.0, Status.OPTIMAL, StoppedBy.GAP),
        (never, Status.FEASIBLE_AT_LIMIT, StoppedBy.TIME),
        (None, Status.FEASIBLE_AT_LIMIT, StoppedBy.TIME),
    ],
)
def test_a_run_ends_where_it_is_enough(
    market_split: Arrays, enough: Callable[[float, float], bool] | None, status: Status, stopped_by: StoppedBy
) -> None:
    limits = Limits(0.0, 0.0, SECONDS, 1, 0, None, enough=enough)
    phase = run("", market_split, market_split.forms["off"], False, limits, QuietProgress()).phase
    assert (phase.status, phase.stopped_by) == (status, stopped_by)
    assert phase.objective is not None
    assert phase.bound is not None
    assert phase.bound < phase.objective  # it has not come to its end by itself
