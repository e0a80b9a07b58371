"""Rate of return, payback, cover and imports replaced, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from roadmap_opt.insight.returns import returns_of
from tests.support.explained import run_of
from tests.support.workshop import also, lender, loan, pays_for


def test_a_line_that_earns_its_cost_every_year() -> None:
    # 10 spent in 2026, 10 earned in each of 2027 to 2030: 10 = 10 * (1 - (1 + r) ** -4) / r at 92.8 %. Magnets sold at
    # home replace imports at 110 kUSD, the sale price; 100 t of feed a year at 10 kUSD come from abroad.
    found = returns_of(run_of())
    assert found.rate == pytest.approx(0.9276, abs=1e-4)
    assert found.payback == 2027
    assert found.service_cover is None
    assert found.imports_replaced == pytest.approx(4 * 100 * 110 / 1000)
    assert found.feed_imported == pytest.approx(4 * 100 * 10 / 1000)


def test_imports_are_replaced_at_their_landed_price() -> None:
    found = returns_of(run_of(Markets=[{**also("Markets")[0], "import_price_factor": 1.2}]))
    assert found.imports_replaced == pytest.approx(4 * 100 * 110 * 1.2 / 1000)


def test_a_plan_that_never_earns_its_cost_back_has_neither() -> None:
    target: dict[str, Any] = {
        "target": "many", "kpi": "magnets", "definition": "sintered", "first_year": 2027, "sense": ">=", "value": 100.0,
        "mode": "soft", "weight": 1.0,
    }  # fmt: skip
    found = returns_of(run_of(Prices={"magnet": {"price": 11.0}}, Targets=[target]))  # 0.1 a year for 10
    assert found.rate is None
    assert found.payback is None


def test_a_plan_that_does_nothing_has_no_return() -> None:
    found = returns_of(run_of(Prices={"magnet": {"price": 1.0}}))
    assert not found.invests
    assert (found.rate, found.payback, found.service_cover) == (None, None, None)


def test_a_rate_above_all_bounds_is_not_called_none() -> None:
    found = returns_of(run_of(Modules={"magnet_line_m": {"capex": 0.1}}))
    assert found.invests
    assert found.rate == math.inf


def test_goods_sold_abroad_replace_no_import() -> None:
    assert returns_of(run_of(Markets=[{**also("Markets")[0], "domestic": False}])).imports_replaced == 0


def test_cover_ends_with_the_last_year_in_which_debt_is_due() -> None:
    # Lent in 2026, owed until 2033, the third of the five steady years after 2030; the cash of 2034 and 2035 pays none.
    run = run_of(
        Settings={"perspective": "owner", "discount_rate_owner": 0.2, "maximum_gearing": 1.0, "tail_years": 5,
                  "tail_periods": 1, "terminal_value": "operation"},
        Funding=[loan("owner", "equity"), loan("bank", rate=0.0, tenor=6, repayment="linear")],
        Eligibility=[pays_for("owner", "magnets", "operations"), pays_for("bank", "magnets")],
        LenderClasses=[lender(cover_base=0.5)],
    )  # fmt: skip
    lent = run.tables["lending"]
    assert list(lent["completion"]) == [2027]
    owed = float(lent["amount"].sum())
    assert owed > 0
    # all of it is paid back; ten a year are earned from the first year of service, 2028, to the last, 2033
    assert returns_of(run).service_cover == pytest.approx(6 * 10 / owed, rel=1e-2)


def test_the_steady_years_count_year_by_year() -> None:
    # 1 a year from 2027 to 2030 and in the ten years after them: 14 for 10, paid back in 2036.
    tail = {"tail_years": 10, "tail_periods": 2, "terminal_value": "operation"}
    found = returns_of(run_of(Settings=tail, Prices={"magnet": {"price": 20.0}}))
    assert found.payback == 2036
    assert found.rate is not None
    assert sum((1 + found.rate) ** -year for year in range(1, 15)) == pytest.approx(10, abs=1e-3)


def test_cover_is_all_cash_over_all_service() -> None:
    # All that is lent is repaid in the year after the line stands, out of the 10 that it earns then.
    run = run_of(
        Settings={"perspective": "owner", "discount_rate_owner": 0.2, "maximum_gearing": 1.0},
        Funding=[loan("owner", "equity"), loan("bank", rate=0.0, tenor=1, repayment="linear")],
        Eligibility=[pays_for("owner", "magnets", "operations"), pays_for("bank", "magnets")],
        LenderClasses=[lender(cover_base=0.5)],
    )
    found = returns_of(run)
    service = -run.tables["cash_flow"].query("line in ['interest', 'repayment', 'fees']")["real"].sum()
    assert service > 0
    years = run.tables["cash_flow"].query("line in ['interest', 'repayment', 'fees'] and real < 0")["year"]
    earned = 10.0 * len(set(range(int(years.min()), int(years.max()) + 1)) & {2027, 2028, 2029, 2030})
    assert found.service_cover == pytest.approx(earned / service, rel=1e-3)
