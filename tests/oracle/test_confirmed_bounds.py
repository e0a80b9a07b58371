"""What is reported about the best plan holds: the optimum that another solver finds lies between plan and bound.

Whether the search came to its end, was cut short, or proved a stage only: a plan better than the other solver's optimum
breaks a rule, and a bound sharper than it cuts good plans off.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver import clock, search
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Phase
from roadmap_opt.solver.program import Cut
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.strategy import Solved, solve
from tests.support.objectives import form_of
from tests.support.other_solvers import by_scip
from tests.support.rich_case import rich_case
from tests.support.tiers import some
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer

NEAR: dict[str, Any] = {"abs": 2e-3, "rel": 1e-5}
"""The absolute gap at which a run may stop, and a little."""

CASES: dict[str, Callable[[], Case]] = {
    "owner": lambda: longer("npv", "owner"),
    "project": lambda: longer("npv", "project"),
    "nation": lambda: longer("npv", "national"),
    "cost": lambda: longer("cost", "project"),
    "targets first": lambda: longer("targets_first", "project"),
    "tested lenders": lambda: rich_case(magnet_price=180.0, perspective="owner", objective="npv"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A compiled case, what its first phase optimises, and the optimum of that by SCIP."""

    ix: Indexes
    arrays: Arrays
    form: LinearForm
    maximise: bool
    optimum: float

    def assert_between(self, phase: Phase) -> None:
        """The optimum is no worse than the plan and no better than the bound."""
        loose = max(NEAR["abs"], NEAR["rel"] * abs(self.optimum))
        if phase.objective is not None:
            assert self.beyond(phase.objective) <= loose
        if phase.bound is not None:
            assert self.beyond(phase.bound) >= -loose

    def beyond(self, value: float) -> float:
        """By how much a value is better than the optimum."""
        return (1.0 if self.maximise else -1.0) * (value - self.optimum)


@functools.cache
def problem(name: str) -> Problem:
    """The case of this name."""
    ix, _, arrays = compiled(CASES[name]())
    form, maximise = form_of(arrays, ix)
    best = by_scip(arrays, form, maximise)
    assert best is not None
    return Problem(ix, arrays, form, maximise, best)


def searched(posed: Problem, **options: Any) -> Solved:
    """What a search on one core ends with."""
    chosen = SolveOptions(**{"gap": 0.0, "time_limit": 60.0, "threads": 1, **options})
    return solve(posed.arrays, posed.ix.settings, chosen, QuietProgress())


@pytest.mark.parametrize("name", some(1, CASES))
def test_a_search_that_came_to_its_end(name: str) -> None:
    posed = problem(name)
    first, *_ = searched(posed).outcome.phases
    assert first.objective == pytest.approx(posed.optimum, **NEAR)
    assert first.bound == pytest.approx(posed.optimum, **NEAR)
    posed.assert_between(first)


@pytest.mark.slow
def test_a_second_phase_that_keeps_what_the_first_has_reached() -> None:
    posed = problem("targets first")
    solved = searched(posed)
    assert solved.x is not None
    _, second = solved.outcome.phases
    value, shortfall = posed.arrays.forms["value"], posed.arrays.forms["shortfall"]
    best = by_scip(posed.arrays, value, True, (Cut(shortfall, shortfall.value(solved.x)),))
    assert best is not None
    assert second.objective == pytest.approx(best, **NEAR)
    assert second.bound == pytest.approx(best, **NEAR)
    replace(posed, optimum=best).assert_between(second)


@pytest.mark.parametrize("name", some(1, CASES))
def test_a_search_that_asks_for_little(name: str) -> None:
    posed = problem(name)
    first, *_ = searched(posed, gap=0.02).outcome.phases
    assert first.gap is not None
    assert first.gap <= 0.02
    posed.assert_between(first)


@pytest.mark.parametrize("name", some(1, CASES))
def test_a_short_search(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem ends at its first node, the proof before its first split: the bound is that of the relaxation."""
    monkeypatch.setattr(clock, "NODES", 1)
    monkeypatch.setattr(search, "SHORT", 0)
    posed = problem(name)
    final = searched(posed, rounds=1).outcome.final
    assert final.objective is not None
    assert final.bound is not None
    assert abs(posed.beyond(final.bound)) > 0.0
    posed.assert_between(final)


@pytest.mark.parametrize("name", some(1, CASES))
def test_a_search_that_time_ends(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of large problems. What it comes to is the machine's to say; that it holds is not."""
    monkeypatch.setattr(search, "SMALL", 0)
    posed = problem(name)
    first, *_ = searched(posed, time_limit=0.05).outcome.phases
    posed.assert_between(first)


class Stopping(QuietProgress):
    """Asks for a stop after so many reports of the solver."""

    def __init__(self, stop: threading.Event, reports: int) -> None:
        self._stop, self._left = stop, reports

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Ask for a stop when it is time."""
        self._left -= 1
        if self._left <= 0:
            self._stop.set()


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("reports", [1, 10])
def test_a_search_that_is_stopped(name: str, reports: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SMALL", 0)
    posed, stop = problem(name), threading.Event()
    options = SolveOptions(gap=0.0, time_limit=60.0, threads=1)
    first, *_ = solve(posed.arrays, posed.ix.settings, options, Stopping(stop, reports), stop).outcome.phases
    assert stop.is_set()
    posed.assert_between(first)


@dataclass(slots=True)
class Remembering(Known):
    """Remembers every bound it was told."""

    told: list[float] = field(default_factory=list)

    def prove(self, bound: float | None) -> None:
        """Remember the bound as it came."""
        super(Remembering, self).prove(bound)
        if bound is not None:
            self.told.append(bound)


@pytest.mark.parametrize("name", some(1, CASES))
def test_every_bound_on_the_way_of_a_proof(name: str) -> None:
    posed = problem(name)
    known = Remembering(posed.maximise, gap=0.0)
    begun = Clock(SolveOptions(gap=0.0, time_limit=60.0, threads=1), None)
    Proof(posed.arrays, posed.form, posed.maximise, begun, QuietProgress(), known).run()
    assert len(set(known.told)) > 1
    assert known.bound == pytest.approx(posed.optimum, abs=2e-3)
    assert min(map(posed.beyond, known.told)) >= -NEAR["abs"]
