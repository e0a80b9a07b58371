"""Who pays for a plan is decided to the end, also where a loan is worth less than the gap of the search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import PhaseEnd, run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Phase, Status, StoppedBy
from roadmap_opt.solver.program import Cut
from roadmap_opt.solver.refinance import refinanced
from roadmap_opt.solver.restrictions import financed, kept, who_pays
from roadmap_opt.solver.search import Search
from roadmap_opt.solver.strategy import solve
from tests.support.objectives import form_of
from tests.support.workshop import compiled
from tests.support.workshop_cases import mixed

OPTIONS = SolveOptions(gap=0.0, time_limit=60.0, threads=1)


def borrowing() -> tuple[Indexes, Arrays, LinearForm, Vector]:
    """A case in which a bank lends, its objective and its best plan."""
    ix, _, arrays = compiled(mixed(cover=0.1, yearly_limit=3.0))
    form, maximise = form_of(arrays, ix)
    assert maximise
    solved = solve(arrays, ix.settings, OPTIONS, QuietProgress())
    assert solved.x is not None
    return ix, arrays, form, solved.x


def without_lenders(arrays: Arrays, form: LinearForm, x: Vector) -> Vector:
    """The best plan with the same plants that owes nobody anything."""
    alone = kept(arrays, arrays.integer & ~who_pays(arrays), x)
    assert alone.upper is not None
    alone = replace(alone, upper=np.where(financed(arrays), 0.0, alone.upper))
    found = run("alone", arrays, form, True, Clock(OPTIONS, None).limits(), QuietProgress(), None, (), alone)
    assert found.x is not None
    return found.x


def drawn(arrays: Arrays, x: Vector, source: str) -> float:
    """What a source gives in all, MUSD."""
    return sum(
        float(x[j]) for j, (name, index) in enumerate(arrays.column_labels) if name == "draw" and index[0] == source
    )


def test_a_loan_that_was_left_out_is_taken() -> None:
    _, arrays, form, best = borrowing()
    lonely = without_lenders(arrays, form, best)
    assert drawn(arrays, lonely, "bank") == pytest.approx(0.0, abs=1e-6)
    better = refinanced(arrays, form, True, (), lonely, Clock(OPTIONS, None), QuietProgress())
    assert drawn(arrays, better, "bank") == pytest.approx(drawn(arrays, best, "bank"))
    assert form.value(better) == pytest.approx(form.value(best), abs=1e-6)
    others = arrays.integer & ~who_pays(arrays)
    assert (np.round(better[others]) == np.round(lonely[others])).all()


def test_every_solve_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search may be content with a plan whose loan is worth less than the gap; the solve is not."""
    ix, arrays, form, best = borrowing()
    lonely = without_lenders(arrays, form, best)
    phase = Phase(
        "content", Status.FEASIBLE_AT_LIMIT, form.value(lonely), form.value(best), None, 0.0, 0, StoppedBy.GAP
    )
    monkeypatch.setattr(Search, "run", lambda *_: PhaseEnd(phase, lonely, None))
    solved = solve(arrays, ix.settings, OPTIONS, QuietProgress())
    assert solved.x is not None
    assert drawn(arrays, solved.x, "bank") == pytest.approx(drawn(arrays, best, "bank"))


def test_what_a_row_asks_for_is_kept() -> None:
    """The limit that a second phase keeps binds here too."""
    _, arrays, form, best = borrowing()
    lonely = without_lenders(arrays, form, best)
    lent = np.array([float(name == "draw" and index[0] == "bank") for name, index in arrays.column_labels])
    no_debt = Cut(LinearForm(lent, 0.0), 0.0)
    kept_plan = refinanced(arrays, form, True, (no_debt,), lonely, Clock(OPTIONS, None), QuietProgress())
    assert drawn(arrays, kept_plan, "bank") == pytest.approx(0.0, abs=1e-6)


def test_a_plan_that_owes_what_suits_it_stays_as_it_is() -> None:
    _, arrays, form, best = borrowing()
    assert refinanced(arrays, form, True, (), best, Clock(OPTIONS, None), QuietProgress()) is best
