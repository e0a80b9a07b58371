"""The optimum of small cases: by our solve and by enumeration; and that there is none, by another solver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roadmap_opt.case.case import Case
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.strategy import solve
from tests.support.objectives import form_of
from tests.support.other_solvers import by_scip, enumerated
from tests.support.tiers import some
from tests.support.workshop import compiled, target, workshop
from tests.support.workshop_cases import financed, sizes

NEAR: dict[str, Any] = {"abs": 2e-3, "rel": 1e-5}
"""The absolute gap at which a run may stop, and a little."""


def wanted(mode: str, value: float = 50.0) -> list[dict[str, Any]]:
    return [target("magnets", "magnets", "sintered", value, mode=mode, first_year=2027)]


def two_years(**settings: Any) -> dict[str, Any]:
    """A horizon so short that its yes/no decisions can be counted off."""
    return {"last_year": 2027, "corporate_tax": 0.2, "inflation": 0.02, **settings}


ENUMERABLE: dict[str, Callable[[], Case]] = {
    "value": lambda: workshop(Settings=two_years(), Modules=sizes(), Targets=wanted("soft", 120.0)),
    "cost": lambda: workshop(Settings=two_years(objective="cost"), Modules=sizes(), Targets=wanted("hard", 35.0)),
    "owner": lambda: workshop(
        Settings=two_years(perspective="owner", discount_rate_owner=0.1, terminal_value="book"),
        **financed(Modules=sizes()[1:]),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ENUMERABLE)
def test_enumeration_finds_the_same_optimum(name: str) -> None:
    ix, _, arrays = compiled(ENUMERABLE[name]())
    assert arrays.integer.sum() <= 12
    form, maximise = form_of(arrays, ix)
    solved = solve(arrays, ix.settings, SolveOptions(gap=0.0, time_limit=30.0, threads=1), QuietProgress())
    assert solved.x is not None
    assert form.value(solved.x) == pytest.approx(enumerated(arrays, form, maximise), **NEAR)


@pytest.mark.parametrize("name", some(1, ENUMERABLE))
def test_the_enumerated_cases_decide_something(name: str) -> None:
    ix, _, arrays = compiled(ENUMERABLE[name]())
    solved = solve(arrays, ix.settings, SolveOptions(gap=0.0, time_limit=30.0, threads=1), QuietProgress())
    assert solved.x is not None
    assert (solved.x[arrays.integer] > 0.5).any()


@pytest.mark.slow
def test_another_solver_agrees_that_there_is_no_plan() -> None:
    case = workshop(Targets=wanted("hard", 150.0))
    ix, _, arrays = compiled(case)
    form, maximise = form_of(arrays, ix)
    assert solve(arrays, ix.settings, SolveOptions(threads=1), QuietProgress()).outcome.status is Status.INFEASIBLE
    assert by_scip(arrays, form, maximise) is None
