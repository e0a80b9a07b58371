"""Dives: a plan that comes of one is a plan, better than the one before, and the best where little is open."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from roadmap_opt.case.case import Case
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.dives import Dives
from roadmap_opt.solver.diving import plunge
from roadmap_opt.solver.first_plan import FirstPlan
from roadmap_opt.solver.highs import WHOLE, Restriction, run
from roadmap_opt.solver.improve import improve
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.program import Cut, with_cuts
from roadmap_opt.solver.restrictions import BEGUN, STARTED, financed, kept, named
from tests.support.objectives import form_of, last_counts
from tests.support.random_cases import cases
from tests.support.tiers import few
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)
TOLERANCE = 1e-5

LOOSE = 2e-3
"""What an absolute gap and the solver's tolerances may add, relative to an objective and as it is."""

GAIN = 1e-4


def dives(arrays: Arrays, form: LinearForm, maximise: bool) -> tuple[Dives, Known]:
    known = Known(maximise, 0.0)
    return Dives(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress(), known), known


def nothing(arrays: Arrays, form: LinearForm, maximise: bool) -> Vector | None:
    """The plan that starts nothing."""
    return FirstPlan(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress()).nothing()


def best_of(arrays: Arrays, form: LinearForm, maximise: bool, near: Restriction) -> float:
    end = run("", arrays, form, maximise, Clock(OPTIONS, None).limits(), QuietProgress(), restriction=near)
    assert end.phase.objective is not None
    return end.phase.objective


def assert_is_plan(arrays: Arrays, x: Vector) -> None:
    """Every row, bound and whole number of the problem holds."""
    value = arrays.decided(x) + arrays.undecided(x)
    scale = TOLERANCE * np.maximum(1.0, np.abs(value))
    assert (value <= arrays.row_upper + scale).all()
    assert (value >= arrays.row_lower - scale).all()
    assert (x >= arrays.lower - TOLERANCE).all()
    assert (x <= arrays.upper + TOLERANCE).all()
    np.testing.assert_allclose(x[arrays.integer], np.round(x[arrays.integer]), atol=TOLERANCE)


def lenders_as_in(arrays: Arrays, x: Vector, near: Restriction) -> Restriction:
    """The neighbourhood in which those who finance with tests stay who they are."""
    held = kept(arrays, financed(arrays), x)
    assert held.lower is not None
    assert held.upper is not None
    lower = held.lower if near.lower is None else np.maximum(held.lower, near.lower)
    return Restriction(lower, held.upper if near.upper is None else np.minimum(held.upper, near.upper))


@settings(max_examples=few(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_what_is_found_by_going_straight_down_is_a_plan_and_no_better_than_the_best(case: Case) -> None:
    ix, _, arrays = compiled(case)
    form, maximise = form_of(arrays, ix)
    least = np.zeros(len(arrays.lower))
    least[last_counts(arrays)] = -1.0
    asked = (Cut(LinearForm(least, 0.0), -1.0),)  # something is built
    found = plunge(with_cuts(arrays, asked), form, maximise, threading.Event())
    best = run("", arrays, form, maximise, Clock(OPTIONS, None).limits(), QuietProgress(), cuts=asked).phase.objective
    if best is None:
        assert found is None
        return
    assume(found is not None)  # presolve may have solved it already
    assert found is not None
    assert_is_plan(arrays, found)
    assert least @ found <= -1.0 + TOLERANCE
    assert (best - form.value(found)) * (1.0 if maximise else -1.0) >= -LOOSE * (1.0 + abs(best))


@pytest.mark.slow
@settings(max_examples=few(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.booleans(), st.booleans())
def test_a_dive_ends_with_a_plan_that_is_better_and_no_better_than_the_best(
    case: Case, narrow: bool, pinned: bool
) -> None:
    """Also where presolve moves columns, as it does with those that have to be at least one and may be more."""
    ix, _, arrays = compiled(case)
    form, maximise = form_of(arrays, ix)
    if pinned:
        started = np.array([name == STARTED for name, _ in arrays.column_labels]) & (arrays.upper > 1)
        arrays = replace(arrays, lower=np.where(started & last_counts(arrays), 1.0, arrays.lower))
    sign = 1.0 if maximise else -1.0
    x = nothing(arrays, form, maximise)
    assume(x is not None)
    assert x is not None
    near = kept(arrays, named(arrays, BEGUN[1]), x) if narrow else WHOLE
    found = dives(arrays, form, maximise)[0].better("", x, near, GAIN, 60.0)
    best, before = best_of(arrays, form, maximise, lenders_as_in(arrays, x, near)), form.value(x)
    room = sign * (best - before)
    if found is None:
        return
    assert_is_plan(arrays, found)
    gained = sign * (form.value(found) - before)
    assert GAIN * max(1.0, abs(before)) * 0.99 <= gained <= room + LOOSE * max(1.0, abs(best))


def test_where_little_is_open_a_dive_finds_the_best_plan() -> None:
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    x = nothing(arrays, form, maximise)
    assert x is not None
    found = dives(arrays, form, maximise)[0].better("", x, WHOLE, GAIN, 60.0)
    assert found is not None
    best = best_of(arrays, form, maximise, lenders_as_in(arrays, x, WHOLE))
    assert form.value(found) == pytest.approx(best, rel=2e-3)
    assert form.value(x) < best * 0.9  # there was something to find


def test_nothing_comes_of_a_dive_from_the_best_plan_or_without_time() -> None:
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    x = nothing(arrays, form, maximise)
    assert x is not None
    held = lenders_as_in(arrays, x, WHOLE)
    best = run("", arrays, form, maximise, Clock(OPTIONS, None).limits(), QuietProgress(), restriction=held).x
    assert best is not None
    assert dives(arrays, form, maximise)[0].better("", best, WHOLE, GAIN, 60.0) is None
    assert dives(arrays, form, maximise)[0].better("", x, WHOLE, GAIN, 0.0) is None
    diving, known = dives(arrays, form, maximise)
    known.prove(form.value(best))
    known.offer(form.value(best))
    assert known.is_closed
    assert diving.better("", x, WHOLE, GAIN, 60.0) is None


def test_bounds_for_which_presolve_leaves_no_room_are_left_out() -> None:
    """A neighbourhood around a plan is told in all columns; presolve may have moved some of them for good."""
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    x = nothing(arrays, form, maximise)
    assert x is not None
    beyond = replace(WHOLE, lower=arrays.upper + 1.0, upper=arrays.lower - 1.0)
    found = dives(arrays, form, maximise)[0].better("", x, beyond, GAIN, 60.0)
    assert found is not None
    assert_is_plan(arrays, found)


def test_whole_numbers_that_are_given_are_no_decisions() -> None:
    """The solver has called problems infeasible in which all of them are given; what is left is a linear program."""
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    limits = Clock(OPTIONS, None).limits()
    best = run("", arrays, form, maximise, limits, QuietProgress())
    assert best.x is not None
    assert best.row_duals is None
    given_ones = kept(arrays, arrays.integer, best.x)
    again = run("", arrays, form, maximise, limits, QuietProgress(), restriction=given_ones)
    assert again.row_duals is not None
    assert again.phase.objective == pytest.approx(best.phase.objective)
    # half a module is none: that is still the solver's to refuse
    half = replace(
        given_ones, lower=np.where(arrays.integer, 0.5, arrays.lower), upper=np.where(arrays.integer, 0.5, arrays.upper)
    )
    assert run("", arrays, form, maximise, limits, QuietProgress(), restriction=half).x is None


@pytest.mark.parametrize(("rounds", "once", "dived"), [(None, False, True), (None, True, False), (1, False, False)])
def test_only_a_full_search_dives(monkeypatch: pytest.MonkeyPatch, rounds: int | None, once: bool, dived: bool) -> None:
    """A short search may not depend on what earlier neighbourhoods have taught, and a plan that follows another one is
    improved a little only.
    """
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    x = nothing(arrays, form, maximise)
    assert x is not None
    asked: list[str] = []
    as_it_is = Dives.better

    def better(self: Dives, title: str, *given_ones: Any) -> Vector | None:
        asked.append(title)
        return as_it_is(self, title, *given_ones)

    monkeypatch.setattr(Dives, "better", better)
    clock, known = Clock(replace(OPTIONS, rounds=rounds), None), Known(maximise, 0.0)
    known.offer(form.value(x))
    found = improve(arrays, form, maximise, x, clock, QuietProgress(), 1.0, known, once=once)
    assert bool(asked) == dived
    assert_is_plan(arrays, found)
    assert known.best == pytest.approx(form.value(found))


def test_a_dive_shows_what_holds_for_the_whole_problem() -> None:
    """Best plan, bound and gap stay on the screen while it lasts."""

    class Shown(QuietProgress):
        def __init__(self) -> None:
            self.states: set[tuple[float | None, float | None, float | None]] = set()

        def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
            self.states.add((best, bound, gap))

    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    x = nothing(arrays, form, maximise)
    assert x is not None
    known, shown = Known(maximise, 0.0), Shown()
    known.offer(-1000.0)
    known.prove(1000.0 if maximise else -1000.0)
    Dives(arrays, form, maximise, Clock(OPTIONS, None), shown, known).better("", x, WHOLE, GAIN, 60.0)
    assert (-1000.0, known.bound, 2.0) in shown.states
