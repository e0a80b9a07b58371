"""Stages of a first plan: whole where asked, near the best of what is left, and what is held stays."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmap_opt.case.case import Case
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver import branching, relaxation
from roadmap_opt.solver import stages as stages_of
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.first_plan import FirstPlan, first_plan
from roadmap_opt.solver.highs import Restriction, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.relaxation import Point, Relaxation
from roadmap_opt.solver.restrictions import BEGUN, named
from roadmap_opt.solver.stages import Stages
from tests.support.objectives import form_of, last_counts
from tests.support.random_cases import cases
from tests.support.rich_case import rich_case
from tests.support.tiers import few
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)

LOOSE = 2e-3
"""What an absolute gap and the solver's tolerances may add, relative to an objective and as it is."""

GAP = 0.05


def problem() -> tuple[Arrays, LinearForm, bool]:
    """A problem whose integers presolve leaves open."""
    ix, _, arrays = compiled(longer("npv", "owner"))
    return arrays, *form_of(arrays, ix)


def staged(arrays: Arrays, form: LinearForm, maximise: bool) -> Stages:
    return Stages(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress())


def best_of(arrays: Arrays, form: LinearForm, maximise: bool, restriction: Restriction) -> float | None:
    end = run("", arrays, form, maximise, Clock(OPTIONS, None).limits(), QuietProgress(), restriction=restriction)
    return end.phase.objective


def assert_near(found: float | None, best: float | None, gap: float) -> None:
    assert best is not None
    assert found is not None
    assert abs(found - best) <= (gap + LOOSE) * max(1.0, abs(best))


@pytest.mark.slow
@settings(max_examples=few(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.booleans())
def test_what_is_held_allows_a_plan_as_near_to_the_best_as_the_gap_says(case: Case, pinned: bool) -> None:
    """With every integer asked for at once, nothing is left for the solver to lose; also where presolve moves columns,
    as it does with those that have to be at least one and may be more.
    """
    ix, _, arrays = compiled(case)
    form, maximise = form_of(arrays, ix)
    if pinned:
        arrays = replace(arrays, lower=np.where(last_counts(arrays) & (arrays.upper > 1), 1.0, arrays.lower))
    stages = staged(arrays, form, maximise)
    best = best_of(arrays, form, maximise, Restriction())
    if not stages.is_open:
        return
    found = stages.decide("all", arrays.integer, GAP, seconds=60.0)
    assert found == (best is not None)
    if found:
        stages.hold(arrays.integer)
        assert_near(best_of(arrays, form, maximise, stages.held()), best, GAP)


def with_begun_held() -> tuple[Arrays, Stages]:
    """The problem, and its stages after one that decides what is begun."""
    arrays, form, maximise = problem()
    begun = named(arrays, *BEGUN)
    stages = staged(arrays, form, maximise)
    assert stages.decide("begun", begun, 0.0, seconds=60.0)
    stages.hold(begun)
    return arrays, stages


def test_what_one_stage_holds_the_next_one_keeps() -> None:
    arrays, stages = with_begun_held()
    begun, first = named(arrays, *BEGUN), stages.held()
    assert stages.decide("all", arrays.integer, 0.0, seconds=60.0)
    stages.hold(arrays.integer)
    second = stages.held()
    assert first.lower is not None
    assert second.lower is not None
    fixed = begun & (first.lower == first.upper) & (arrays.lower < arrays.upper)
    assert fixed.any()
    np.testing.assert_array_equal(first.lower[fixed], second.lower[fixed])
    assert (first.lower[fixed] == np.round(first.lower[fixed])).all()


def test_a_stage_without_time_finds_nothing_and_leaves_what_was_held() -> None:
    arrays, stages = with_begun_held()
    before = stages.held()
    assert not stages.decide("all", arrays.integer, 0.0, seconds=0.0)
    after = stages.held()
    np.testing.assert_array_equal(before.lower, after.lower)
    np.testing.assert_array_equal(before.upper, after.upper)


@pytest.mark.parametrize("rounds", [None, 1], ids=["by the clock", "by its work"])
def test_a_stage_that_finds_nothing_in_many_splits_goes_straight_down(
    monkeypatch: pytest.MonkeyPatch, rounds: int | None
) -> None:
    # It is late after fewer splits than the stage takes (5): without going straight down it would end with nothing.
    arrays, form, maximise = problem()
    monkeypatch.setattr(stages_of, "SPLITS", 0 if rounds is None else 3)
    clock = Clock(replace(OPTIONS, rounds=rounds), None)
    stages = Stages(arrays, form, maximise, clock, QuietProgress())
    assert stages.decide("all", arrays.integer, 0.0, seconds=60.0)


def test_a_year_without_a_plan_is_given_to_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays, form, maximise = problem()
    asked: list[str] = []

    def decide(self: Stages, name: str, *_: object) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(Stages, "decide", decide)
    plan, _ = first_plan(FirstPlan(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress()))
    assert asked
    assert plan is not None
    assert_near(form.value(plan), best_of(arrays, form, maximise, Restriction()), GAP)


def test_a_problem_without_a_plan_is_told_with_its_relaxation() -> None:
    arrays, form, maximise = problem()
    nothing_fits = replace(arrays, row_lower=np.where(np.isfinite(arrays.row_upper), arrays.row_upper, 1e9))
    plan, relaxed = first_plan(FirstPlan(nothing_fits, form, maximise, Clock(OPTIONS, None), QuietProgress()))
    assert plan is None
    assert relaxed is not None


def test_programs_that_go_astray_cost_time_and_no_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays, form, maximise = problem()
    best = best_of(arrays, form, maximise, Restriction())
    monkeypatch.setattr(relaxation, "ASTRAY", 0.0)
    again, as_it_is = 0, Relaxation._end

    def end(self: Relaxation, *given: Any) -> Point:
        nonlocal again
        again += given[-1] == relaxation.PATIENCE
        return as_it_is(self, *given)

    monkeypatch.setattr(Relaxation, "_end", end)
    known = Known(maximise, gap=0.0)
    Proof(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress(), known).run()
    assert_near(known.bound, best, 0.0)
    assert again > 0


def test_a_program_without_a_cutoff_is_left_far_from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays, form, maximise = problem()
    monkeypatch.setattr(relaxation, "FAR", 0.0)
    program = Relaxation(arrays, form, maximise, threading.Event())
    ends = []
    for column in range(len(program.lower)):
        upper = program.upper.copy()
        upper[column] = program.lower[column]
        ends.append(program.solve(program.lower, upper, program.root.basis))
    left = [end for end in ends if end.solved and end.x is None]
    assert left
    assert {(end.loss, end.basis) for end in left} <= {(program.root.loss, None), (math.inf, None)}


def rests(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The losses at which programs rest from now on."""
    found: list[float] = []
    as_it_is = Relaxation.solve

    def solve(self: Relaxation, *given: Any, **more: Any) -> Point:
        end = as_it_is(self, *given, **more)
        if end.x is None and end.basis is not None:
            found.append(end.loss)
        return end

    monkeypatch.setattr(Relaxation, "solve", solve)
    return found


def test_a_proof_whose_programs_rest_again_and_again_proves_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    ix, _, arrays = compiled(rich_case())
    form, maximise = form_of(arrays, ix)
    best = best_of(arrays, form, maximise, Restriction())
    monkeypatch.setattr(branching, "AHEAD", 1e-6)
    monkeypatch.setattr(Proof, "_separation", lambda *_: None)  # with it too little is left to split
    found = rests(monkeypatch)
    known = Known(maximise, gap=0.0)
    Proof(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress(), known).run()
    assert_near(known.bound, best, 0.0)
    assert len(found) > 2 * len(known.splits)


@pytest.mark.parametrize("splits", [200, 0], ids=["near the best first", "straight down"])
def test_a_plan_whose_programs_rest_again_and_again_is_as_good(monkeypatch: pytest.MonkeyPatch, splits: int) -> None:
    arrays, form, maximise = problem()
    best = best_of(arrays, form, maximise, Restriction())
    monkeypatch.setattr(branching, "AHEAD", 1e-6)
    monkeypatch.setattr(stages_of, "SPLITS", splits)
    found = rests(monkeypatch)
    stages = Stages(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress())
    assert stages.decide("all", arrays.integer, 0.0, seconds=60.0)
    stages.hold(arrays.integer)
    assert found
    if splits:
        assert_near(best_of(arrays, form, maximise, stages.held()), best, 0.0)
