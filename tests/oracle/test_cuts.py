"""Rows that cut fractions off cut no plan off: none that is better than what the separation itself has met."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from roadmap_opt.case.case import Case
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver import proof, strategy
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.cuts import NONE, Cuts, Separation
from roadmap_opt.solver.highs import QuietHighs
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.program import integer_program
from roadmap_opt.solver.proof import Proof
from roadmap_opt.solver.relaxation import Relaxation
from tests.support.default_data import up_to
from tests.support.objectives import form_of
from tests.support.random_cases import cases
from tests.support.tiers import few
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)

LOOSE = 1e-5
"""How far beyond a row a plan may be, relative to the largest entry of the row: the solver's tolerances."""


def separated(arrays: Arrays, form: LinearForm, maximise: bool, told: list[float], seconds: float = 20.0) -> Cuts:
    """The rows that are found for a problem as it is, all of its columns still there, as a minimum."""
    loss = LinearForm(-form.coefficients, -form.constant) if maximise else form
    solver = QuietHighs()  # type: ignore[no-untyped-call]
    separation = Separation(seconds, 2 * seconds, threading.Event(), told.append)
    return separation.of(integer_program(arrays, loss, maximise=False), solver)


def assert_allowed(cuts: Cuts, x: Vector) -> None:
    """No row cuts the plan off."""
    for k, start in enumerate(cuts.starts):
        end = cuts.starts[k + 1] if k + 1 < len(cuts.starts) else len(cuts.columns)
        parts = cuts.values[start:end] * x[cuts.columns[start:end]]
        slack = LOOSE * max(1.0, np.abs(parts).max(initial=0.0))
        assert cuts.lower[k] - slack <= parts.sum() <= cuts.upper[k] + slack


@dataclass(frozen=True)
class Checked:
    """A problem, the loss of its best plan, and the rows found for it, which allow that plan."""

    arrays: Arrays
    form: LinearForm
    maximise: bool
    best: float
    cuts: Cuts


def checked(case: Case) -> Checked | None:
    """What is found for a case allows its best plan and proves no more than that; nothing for a case without a plan."""
    ix, _, arrays = compiled(case)
    form, maximise = form_of(arrays, ix)
    solved = strategy.solve(arrays, ix.settings, replace(OPTIONS, gap=1e-6), QuietProgress())
    if solved.x is None:
        return None
    best, told = (-1.0 if maximise else 1.0) * form.value(solved.x), []
    cuts = separated(arrays, form, maximise, told)
    slack = 1e-4 * max(1.0, abs(best))
    assert max(told, default=-math.inf) <= best + slack
    assert cuts.met >= best - slack
    if best < cuts.met - slack:
        assert_allowed(cuts, solved.x)
    return Checked(arrays, form, maximise, best, cuts)


@pytest.mark.slow
@settings(max_examples=few(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_rows_of_random_cases_cut_no_plan_off(case: Case) -> None:
    checked(case)


@pytest.mark.slow
def test_rows_of_the_default_case_sharpen_its_relaxation_and_cut_no_plan_off() -> None:
    """Up to 2030 it closes in seconds, and its root is large enough for rows to be found."""
    found = checked(up_to(2030))
    assert found is not None
    assert len(found.cuts.lower) > 0
    without, soonest, sharper = (
        Relaxation(found.arrays, found.form, found.maximise, threading.Event(), separation=each).root.loss
        for each in (None, *(Separation(seconds, 60.0, threading.Event(), lambda _: None) for seconds in (0.0, 20.0)))
    )
    assert without + 1.0 < soonest <= sharper + 1e-3
    assert sharper <= found.best + 1e-3


@dataclass(frozen=True)
class _Hiding:
    """Stands for a separation that has met the best plan and cuts everything off that is no better."""

    met: float

    def of(self, program: Any, solver: Any) -> Cuts:
        """A row that nothing satisfies."""
        row = np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1)
        return Cuts(*row, lower=np.ones(1), upper=np.full(1, np.inf), met=self.met)


def test_a_plan_that_is_met_and_cut_off_counts_in_what_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    best = strategy.solve(arrays, ix.settings, OPTIONS, QuietProgress()).outcome.final.objective
    assert best is not None
    monkeypatch.setattr(proof, "Separation", lambda *_: _Hiding(-best))
    known = Known(maximise, gap=0.0)
    Proof(arrays, form, maximise, Clock(OPTIONS, None), QuietProgress(), known).run()
    assert known.bound == pytest.approx(best)


def test_nothing_is_looked_for_once_it_is_to_stop() -> None:
    ix, _, arrays = compiled(up_to(2030))
    form, maximise = form_of(arrays, ix)
    stop = threading.Event()
    stop.set()
    loss = LinearForm(-form.coefficients, -form.constant)
    solver = QuietHighs()  # type: ignore[no-untyped-call]
    assert maximise
    assert (
        len(Separation(600.0, 600.0, stop, lambda _: None).of(integer_program(arrays, loss, False), solver).lower) == 0
    )


def test_a_short_search_looks_for_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """They end by the clock, and what a sweep finds may not depend on it."""

    def of(*_: Any) -> Cuts:
        raise AssertionError

    ix, _, arrays = compiled(longer("npv", "owner"))
    monkeypatch.setattr(Separation, "of", of)
    strategy.solve(arrays, ix.settings, replace(OPTIONS, rounds=1), QuietProgress())


def test_no_rows_are_added_where_there_are_none() -> None:
    NONE.add_to(None)
