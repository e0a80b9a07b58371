"""A limit that forbids every plan is named, also where it stands as a bound besides."""

from __future__ import annotations

from roadmap_opt.diagnose.infeasibility import explain
from roadmap_opt.solver.options import SolveOptions
from tests.support.workshop import compiled, workshop


def test_a_floor_of_cash_that_nothing_fills_is_named() -> None:
    # 1 at the beginning, 2 wanted at the end of the only year, and nothing to pay for with the owner's money.
    ix, _, arrays = compiled(workshop(Settings={"cash_floor": 2.0, "opening_cash": 1.0, "last_year": 2026}))
    assert explain(arrays, ix, SolveOptions(threads=1)) == ("limit cash_floor [2026]: too tight by 1",)
