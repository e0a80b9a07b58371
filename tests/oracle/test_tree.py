"""The tree of a proof: what it says holds, whatever splits it follows, and the splits of one problem serve another."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmap_opt.case.case import Case
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver import relaxation, strategy
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.highs import run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.relaxation import Point, Relaxation
from roadmap_opt.solver.split import Split, decision_text
from tests.support.objectives import form_of
from tests.support.random_cases import cases
from tests.support.tiers import few
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)

LOOSE = 2e-3
"""What an absolute gap and the solver's tolerances may add."""


def proven(
    arrays: Arrays,
    form: LinearForm,
    maximise: bool,
    earlier: tuple[Split, ...] = (),
    splits: int | None = None,
    best: float | None = None,
) -> Known:
    """What a proof that follows these splits ends with."""
    known = Known(maximise, gap=0.0, best=best)
    Proof(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress(), known, 1.0, earlier, splits).run()
    return known


def some_arrays() -> tuple[Arrays, LinearForm, bool, float]:
    """A problem whose proof takes some splits, and its optimum."""
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    solved = strategy.solve(arrays, ix.settings, OPTIONS, QuietProgress())
    assert solved.outcome.status is Status.OPTIMAL
    assert solved.x is not None
    return arrays, form, maximise, form.value(solved.x)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The step limits of all linear programs solved from now on."""
    steps: list[int] = []
    as_it_is = Relaxation.solve

    def solve(self: Relaxation, *given: Any, **more: Any) -> Point:
        steps.append(given[4] if len(given) > 4 else relaxation.STEPS)
        return as_it_is(self, *given, **more)

    monkeypatch.setattr(Relaxation, "solve", solve)
    return steps


def test_a_proof_follows_its_own_splits_without_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays, form, maximise, best = some_arrays()
    first = proven(arrays, form, maximise)
    assert len(first.splits) > 3
    steps = counted(monkeypatch)
    again = proven(arrays, form, maximise, first.splits)
    assert again.splits == first.splits
    assert set(steps) == {relaxation.STEPS}
    assert first.bound == pytest.approx(best, abs=LOOSE)
    assert again.bound == pytest.approx(best, abs=LOOSE)


def test_a_proof_after_a_search_on_two_threads() -> None:
    """HiGHS refuses everything once the number of threads changes within a process, unless its scheduler is reset."""
    arrays, form, maximise, best = some_arrays()
    run("two threads", arrays, form, maximise, Clock(replace(OPTIONS, threads=2), None).limits(), QuietProgress())
    assert proven(arrays, form, maximise).bound == pytest.approx(best, abs=LOOSE)


def test_the_first_splits_alone_prove_less_and_nothing_wrong() -> None:
    arrays, form, maximise, best = some_arrays()
    whole = proven(arrays, form, maximise)
    bounds = [proven(arrays, form, maximise, whole.splits[:count], count).bound for count in (0, 1, 3)]
    assert all(bound is not None and bound >= best - LOOSE for bound in bounds)
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[0] > best + LOOSE


@pytest.mark.parametrize("shift", [0.5, 0.9, 1.3])
def test_the_splits_of_one_problem_serve_an_edited_one(shift: float) -> None:
    """Everything that is bought or sold at another price: other numbers, the same decisions."""
    arrays, form, maximise, _ = some_arrays()
    earlier = proven(arrays, form, maximise).splits
    edited = LinearForm(np.where(form.coefficients > 0, shift, 1.0) * form.coefficients, form.constant)
    expected = proven(arrays, edited, maximise)
    assert proven(arrays, edited, maximise, earlier).bound == pytest.approx(expected.bound, abs=LOOSE)


@pytest.mark.slow
@settings(max_examples=few(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), cases(), st.integers(0, 40))
def test_no_splits_of_another_problem_make_a_bound_too_sharp(case: Case, other: Case, count: int) -> None:
    ix, _, arrays = compiled(case)
    form, maximise = form_of(arrays, ix)
    other_ix, _, other_arrays = compiled(other)
    earlier = proven(other_arrays, *form_of(other_arrays, other_ix)).splits
    solved = strategy.solve(arrays, ix.settings, OPTIONS, QuietProgress())
    if solved.x is None:
        return
    best, sign = form.value(solved.x), 1.0 if maximise else -1.0
    known = proven(arrays, form, maximise, earlier, count)
    assert known.bound is not None
    assert sign * (known.bound - best) >= -LOOSE * max(1.0, abs(best))
    assert proven(arrays, form, maximise, earlier).bound == pytest.approx(best, abs=LOOSE, rel=LOOSE)


def test_splits_that_make_no_sense_harm_nothing() -> None:
    arrays, form, maximise, best = some_arrays()
    whole = [label for label, integer in zip(arrays.column_labels, arrays.integer, strict=True) if integer]
    nonsense = (
        Split(0, "no such decision", 3),
        Split(1, decision_text(whole[0]), 10**9),
        Split(1, decision_text(whole[1]), -5),
        Split(99, decision_text(whole[2]), 0),
        Split(2, decision_text(whole[3]), 0),
    )
    assert proven(arrays, form, maximise, nonsense).bound == pytest.approx(best, abs=LOOSE)


def test_a_linear_program_that_is_given_up_weakens_the_bound_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays, form, maximise, best = some_arrays()
    as_it_is, count = Relaxation.solve, 0

    def solve(self: Relaxation, *given: Any, **more: Any) -> Point:
        nonlocal count
        count += 1
        end = as_it_is(self, *given, **more)
        hard = count > 12 and len(given) < 5  # neither from a basis nor from nothing
        return Point(-math.inf, None, None, solved=False) if hard else end

    monkeypatch.setattr(Relaxation, "solve", solve)
    monkeypatch.setattr(Proof, "_separation", lambda *_: None)  # the root would close with it, before the hard ones
    known = proven(arrays, form, maximise)
    assert known.bound is not None
    assert known.bound > best + LOOSE


def test_a_short_search_proves_by_the_splits_of_the_plan_it_starts_from() -> None:
    """More than the relaxation, and the same whenever it is asked."""
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    splits = proven(arrays, form, maximise).splits
    short = replace(OPTIONS, rounds=1)
    nothing = Decisions({}, {}, {}, {}, splits=splits)
    ends = [strategy.solve(arrays, ix.settings, short, QuietProgress(), start=nothing).outcome.final for _ in range(2)]
    assert ends[0].bound == ends[1].bound
    assert ends[0].bound == pytest.approx(ends[0].objective, rel=1e-3)
