"""What is reported when time ends a run early."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import highspy
import numpy as np
import pytest

from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver import highs, strategy
from roadmap_opt.solver.arrays import LinearForm
from roadmap_opt.solver.highs import PhaseEnd
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from tests.support.workshop import compiled
from tests.support.workshop_cases import longer


def test_a_second_phase_cut_short_leaves_the_gap_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = strategy.run

    def cut_short(name: str, *args: Any, **options: Any) -> PhaseEnd:
        found = whole(name, *args, **options)
        if name != "net present value":
            return found
        return replace(found, phase=replace(found.phase, status=Status.FEASIBLE_AT_LIMIT, bound=9e9, gap=9e9))

    monkeypatch.setattr(strategy, "run", cut_short)
    ix, _, arrays = compiled(longer("targets_first", "project"))
    solved = strategy.solve(arrays, ix.settings, SolveOptions(gap=0.0, time_limit=30.0, threads=1), QuietProgress())
    (only,) = solved.outcome.phases
    assert (only.name, solved.outcome.status) == ("target shortfall", Status.OPTIMAL)
    assert only.gap is not None
    assert only.gap < 1e-4
    assert solved.x is not None
    value, shortfall = arrays.forms["value"], arrays.forms["shortfall"]
    priced = value.value(solved.x) - strategy.SHORTFALL_PRICE * shortfall.value(solved.x)
    assert only.objective == pytest.approx(priced, abs=2e-3)


@pytest.mark.parametrize(
    ("end", "bound"), [(highspy.HighsModelStatus.kOptimal, 3.0), (highspy.HighsModelStatus.kTimeLimit, None)]
)
def test_a_linear_program_cut_short_proves_nothing(end: highspy.HighsModelStatus, bound: float | None) -> None:
    """A feasible point of a relaxation bounds the whole only when it is the optimum of the relaxation."""
    solver = SimpleNamespace(
        getModelStatus=lambda: end,
        getInfo=lambda: SimpleNamespace(primal_solution_status=highspy.kSolutionStatusFeasible, mip_node_count=-1),
        getSolution=lambda: SimpleNamespace(col_value=[3.0], row_dual=[]),
        getBasis=lambda: None,
    )
    form, continuous = LinearForm(np.array([1.0]), 0.0), np.array([False])
    phase = highs._read("relaxation", solver, continuous, form, 0.0, True).phase
    assert (phase.objective, phase.bound) == (3.0, bound)
