"""What serves nothing leaves a plan, and nothing else does."""

from __future__ import annotations

import numpy as np
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.program import Cut
from roadmap_opt.solver.restrictions import kept
from roadmap_opt.solver.strategy import solve
from roadmap_opt.solver.tidy import tidied
from tests.support.objectives import form_of
from tests.support.workshop import compiled, programme, target, workshop
from tests.support.workshop_cases import financed

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)


def with_idle_programmes() -> tuple[Indexes, Arrays]:
    """A plant that waits for a licence, a study that nothing waits for, and a second one that waits for the first."""
    case = workshop(
        Programmes=[programme("licence"), programme("study"), programme("thesis", needs="study")],
        Requirements=[{"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}],
        Targets=[target("magnets", "magnets", "sintered", 150.0)],
        **financed(),
    )
    ix, _, arrays = compiled(case)
    return ix, arrays


def optimum(ix: Indexes, arrays: Arrays) -> tuple[Vector, LinearForm, bool]:
    """The best plan, its objective and its sense."""
    form, maximise = form_of(arrays, ix)
    solved = solve(arrays, ix.settings, OPTIONS, QuietProgress())
    assert solved.x is not None
    return solved.x, form, maximise


def with_decisions(arrays: Arrays, form: LinearForm, maximise: bool, x: Vector, extra: dict[str, int]) -> Vector:
    """The plan in which some programmes are begun as well, in the years given."""
    wanted = x.copy()
    for j, (name, index) in enumerate(arrays.column_labels):
        if name == "begun" and index[0] in extra:
            wanted[j] = float(index[-1] >= extra[index[0]])
    limits = Clock(OPTIONS, None).limits()
    found = run(
        "untidy", arrays, form, maximise, limits, QuietProgress(), None, (), kept(arrays, arrays.integer, wanted)
    )
    assert found.x is not None
    return found.x


def begun(arrays: Arrays, x: Vector) -> set[str]:
    """Programmes that a plan begins."""
    return {index[0] for j, (name, index) in enumerate(arrays.column_labels) if name == "begun" and x[j] > 0.5}


@pytest.mark.parametrize("extra", [{"study": 2026}, {"study": 2026, "thesis": 2027}])
def test_programmes_that_serve_nothing_go_in_whatever_order_they_hang_together(extra: dict[str, int]) -> None:
    ix, arrays = with_idle_programmes()
    best, form, maximise = optimum(ix, arrays)
    assert "licence" in begun(arrays, best)
    untidy = with_decisions(arrays, form, maximise, best, extra)
    assert begun(arrays, untidy) == begun(arrays, best) | set(extra)
    tidy = tidied(arrays, form, maximise, (), untidy, Clock(OPTIONS, None), QuietProgress())
    assert begun(arrays, tidy) == begun(arrays, best)
    assert form.value(tidy) == pytest.approx(form.value(best), abs=2e-3)


def test_a_plan_without_anything_idle_stays_as_it_is() -> None:
    ix, arrays = with_idle_programmes()
    best, form, maximise = optimum(ix, arrays)
    assert tidied(arrays, form, maximise, (), best, Clock(OPTIONS, None), QuietProgress()) is best


def test_what_a_row_asks_for_is_not_dropped() -> None:
    """The limit that a second phase keeps binds here too."""
    ix, arrays = with_idle_programmes()
    best, form, maximise = optimum(ix, arrays)
    untidy = with_decisions(arrays, form, maximise, best, {"study": 2026})
    studies = np.array([float(name == "begun" and index[0] == "study") for name, index in arrays.column_labels])
    asked = Cut(LinearForm(-studies, 0.0), -float(studies @ np.round(untidy)))
    assert tidied(arrays, form, maximise, (asked,), untidy, Clock(OPTIONS, None), QuietProgress()) is untidy


def test_a_pinned_decision_is_not_dropped() -> None:
    ix, arrays = with_idle_programmes()
    best, form, maximise = optimum(ix, arrays)
    untidy = with_decisions(arrays, form, maximise, best, {"study": 2026})
    for j, (name, index) in enumerate(arrays.column_labels):
        if name == "begun" and index[0] == "study":
            arrays.lower[j] = untidy[j]
    assert tidied(arrays, form, maximise, (), untidy, Clock(OPTIONS, None), QuietProgress()) is untidy
