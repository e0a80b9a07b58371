"""The totals of money meet, each where a pencil says."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.insight.money_totals import STEPS, money_totals
from tests.support.explained import run_of
from tests.support.made_up_plan import run_of as run_with
from tests.support.rich_case import rich_plan
from tests.support.workshop import programme


def test_from_modules_to_funds_by_hand() -> None:
    # A line of 10 with a fifth of owner's cost on top, spent in 2027; prices rise by a tenth a year from 2025 on. A
    # licence of 2 is bought in 2026. Magnets sell in the years after.
    run = run_of(
        Settings={"owner_cost_share": 0.2, "inflation": 0.1, "perspective": "owner"},
        Programmes=[programme("licence", duration=1, cost=2.0)],
        Requirements=[{"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}],
    )
    found = money_totals(run)
    base = run.case.settings.base_year
    rise = 1.1 ** (2027 - base)
    assert found.amounts["modules"] == pytest.approx(10)
    assert found.amounts["owner_cost"] == pytest.approx(2)
    assert found.amounts["after_horizon"] == pytest.approx(0, abs=1e-6)
    assert found.amounts["invested_real"] == pytest.approx(12)
    assert found.amounts["inflation"] == pytest.approx(12 * (rise - 1))
    assert found.amounts["programmes"] == pytest.approx(2 * 1.1 ** (2026 - base))
    assert found.amounts["spent"] == pytest.approx(12 * rise + 2 * 1.1 ** (2026 - base))
    assert found.difference == pytest.approx(0, abs=1e-6)


def test_all_steps_of_a_plan_with_debt_tax_and_cash_meet(tmp_path: Any) -> None:
    case, tables = rich_plan()
    found = money_totals(run_with(case, tables, tmp_path))
    assert set(found.amounts) == set(STEPS)
    assert found.amounts["debt"] > 0
    assert found.difference == pytest.approx(0, abs=1e-4)
