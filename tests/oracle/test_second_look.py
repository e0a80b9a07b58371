"""What the solver calls infeasible is asked once more without presolve: a plan that is found then counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver import search
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import Limits, PhaseEnd, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Phase, Status, StoppedBy
from roadmap_opt.solver.search import SECOND_LOOK, Search
from tests.support.objectives import form_of
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)


def searched(arrays: Arrays, form: LinearForm, maximise: bool) -> PhaseEnd:
    whole = Search("whole", arrays, form, maximise, Clock(OPTIONS, None), QuietProgress(), OPTIONS)
    return whole.run(None, Known(maximise, OPTIONS.gap))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Limits]:
    """The limits of every run of a search, whose presolve calls everything infeasible."""
    seen: list[Limits] = []

    def spoilt(name: str, arrays: Any, form: Any, maximise: bool, limits: Limits, *others: Any) -> PhaseEnd:
        seen.append(limits)
        if limits.presolve:
            nothing = Phase(name, Status.INFEASIBLE, None, None, None, 0.0, 0, StoppedBy.NOTHING)
            return PhaseEnd(nothing, None, None)
        return run(name, arrays, form, maximise, limits, *others)

    monkeypatch.setattr(search, "run", spoilt)
    return seen


def test_a_problem_that_presolve_spoils_is_solved_all_the_same(asked: list[Limits]) -> None:
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    right = run("", arrays, form, maximise, Clock(OPTIONS, None).limits(), QuietProgress())
    found = searched(arrays, form, maximise)
    assert found.x is not None
    assert right.phase.objective is not None
    assert found.phase.objective == pytest.approx(right.phase.objective, rel=1e-3)
    assert [(limits.presolve, limits.nodes) for limits in asked[:2]] == [(True, None), (False, SECOND_LOOK)]


def test_what_is_infeasible_stays_it(asked: list[Limits]) -> None:
    ix, _, arrays = compiled(longer("npv", "owner"))
    form, maximise = form_of(arrays, ix)
    assert searched(impossible(arrays), form, maximise).phase.status is Status.INFEASIBLE
    assert [limits.presolve for limits in asked] == [True, False]


def impossible(arrays: Arrays) -> Arrays:
    """A whole number is given that is none."""
    which = np.flatnonzero(arrays.integer)[0]
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    lower[which] = upper[which] = arrays.lower[which] + 0.5
    return replace(arrays, lower=lower, upper=upper)
