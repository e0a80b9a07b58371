"""Values worked out by hand: what each perspective counts, now and after the horizon, and that the auditor agrees."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.tiny_case import tiny_case, tiny_rows
from tests.support.workshop import Plan, every_label_case, optimum, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}


def national(**settings: Any) -> Case:
    """Buyers at home who would import at half as much again."""
    return workshop(Settings={"perspective": "national", **settings}, Markets={"home": {"import_price_factor": 1.5}})


def test_the_nation_counts_the_imports_it_avoids() -> None:
    # 100 t a year at 165 - 110 kUSD: 5.5 a year more than the project earns.
    assert optimum(national()).npv == pytest.approx(30 + 4 * 5.5, **NEAR)


def test_taxes_are_transfers_to_the_nation() -> None:
    assert optimum(national(corporate_tax=0.25)).npv == pytest.approx(30 + 4 * 5.5, **NEAR)


def test_a_nation_builds_what_a_project_would_not() -> None:
    # Feed at 120 kUSD: the project loses 10 kUSD a tonne, the nation saves 45: 4 * 4.5 - 10 = 8.
    dear = {"nd_oxide": {"price": 120.0}}
    project, nation = (
        optimum(workshop(Settings={"perspective": whose}, Prices=dear, Markets={"home": {"import_price_factor": 1.5}}))
        for whose in ("project", "national")
    )
    assert project.npv == pytest.approx(0, **NEAR)
    assert nation.npv == pytest.approx(4 * (5.5 - 1) - 10, **NEAR)


def under_contract(rule: str, value: float, factor: float | None = 120 / 110, domestic: bool = True) -> Plan:
    """All 100 t a year delivered under a contract for four years, at a spot price of 110; imports cost 120."""
    promise = {"contract": "promise", "market": "home", "volume": 100.0, "length": 4, "minimum_delivery": 1.0,
               "first_delivery_from": 2027, "first_delivery_to": 2027, "price_rule": rule,
               "price_value": value}  # fmt: skip
    return optimum(
        workshop(
            Settings={"perspective": "national", "offtake_share": 1.0},
            Markets={"home": {"import_price_factor": factor, "domestic": domestic}},
            Contracts=[promise],
            Pins=[{"decision": "sign", "item": "promise", "sense": "=", "value": 1}],
        )
    )


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "value"), [("fixed", 150.0), ("fixed", 60.0), ("floor", 130.0), ("discount", 0.1)])
def test_a_delivery_counts_at_the_price_of_the_import_whatever_its_contract_pays(rule: str, value: float) -> None:
    # 100 t at 120 less feed at 10 is 11 a year: 4 * 11 - 10 = 34. What the buyer pays is a transfer within the country.
    plan = under_contract(rule, value)
    assert plan.npv == pytest.approx(34, **NEAR)
    assert sum(plan.by_year("line_real", "contract_revenue")) > 20
    assert audit(plan.ix.case, plan.tables) == ()


@pytest.mark.parametrize(("factor", "domestic"), [(None, True), (120 / 110, False), (None, False)])
def test_abroad_and_without_an_import_price_a_delivery_counts_at_what_is_paid(
    factor: float | None, domestic: bool
) -> None:
    # 4 * (15 - 1) - 10
    assert under_contract("fixed", 150.0, factor, domestic).npv == pytest.approx(46, **NEAR)


def test_spot_and_contract_together_each_count_the_import_once() -> None:
    # 60 t under contract at 150 and 40 t spot at 110, all of them instead of imports at 132: 4 * (13.2 - 1) - 10.
    promise = {"contract": "promise", "market": "home", "volume": 60.0, "length": 4, "first_delivery_from": 2027,
               "first_delivery_to": 2027, "minimum_delivery": 1.0, "price_rule": "fixed",
               "price_value": 150.0}  # fmt: skip
    plan = optimum(
        workshop(
            Settings={"perspective": "national", "offtake_share": 0.6},
            Markets={"home": {"import_price_factor": 1.2}},
            Contracts=[promise],
            Pins=[{"decision": "sign", "item": "promise", "sense": "=", "value": 1}],
        )
    )
    assert plan.npv == pytest.approx(4 * 12.2 - 10, **NEAR)
    # paid: 4 * (9 + 4.4) less feed of 4; saved beyond it: contract 4 * 60 * (132 - 150), spot 4 * 40 * (132 - 110)
    assert plan.value("npv_part", "national", "operating") == pytest.approx(4 * 13.4 - 4, **NEAR)
    assert plan.value("npv_part", "national", "avoided_imports") == pytest.approx(-4.32 + 3.52, **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


def test_the_nation_goes_on_without_transfers() -> None:
    # Last year, before tax: 100 t at 165 less feed at 10 is 15.5, fading over two years: 15.5 * (1 + 1/2). The project
    # earns 10 and writes off 2, so it pays a quarter of 8 and has 8 left.
    settings = {"terminal_value": "going_concern", "terminal_years": 2, "corporate_tax": 0.25}
    plan = optimum(national(**settings))
    assert plan.value("terminal", "national", "going_concern") == pytest.approx(15.5 * 1.5, **NEAR)
    assert plan.value("tax", 2030) == pytest.approx(0.25 * (10 - 2))
    assert plan.value("terminal", "project", "going_concern") == pytest.approx((10 - 2) * 1.5, **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


@pytest.mark.slow
def test_the_nation_keeps_the_state_royalty_after_the_horizon_too() -> None:
    case = tiny_case(
        Settings={"perspective": "national", "terminal_value": "going_concern", "terminal_years": 1,
                  "state_royalty": 0.1, "discount_rate_national": 0.0},
        Targets=[], Contracts=[], Prices=tiny_rows("Prices", magnet={"price": 400.0}),
    )  # fmt: skip
    plan = optimum(case)
    royalty = -plan.value("line_real", "state_royalty", 2030)
    assert royalty > 0
    earned = plan.value("operating_cash", 2030) + royalty
    assert plan.value("terminal", "national", "going_concern") == pytest.approx(earned)
    assert audit(plan.ix.case, plan.tables) == ()


def test_the_owner_is_charged_what_is_found_at_the_start() -> None:
    # 4 MUSD are found; 6 are paid in 2026. 10 a year is paid out, all of it in the end: 4 * 10 - 6 - 4, discounted
    # at 10 % from the base year 2025. Depreciation of 2 a year holds back 2 a year as cash, paid out in 2030.
    plan = optimum(
        workshop(Settings={"perspective": "owner", "opening_cash": 4.0, "discount_rate_owner": 0.1, "base_year": 2025})
    )
    rate = [1.1 ** -(year - 2025) for year in range(2026, 2031)]
    assert plan.value("npv_part", "owner", "opening_cash") == pytest.approx(-4 * rate[0])
    assert plan.value("npv_part", "owner", "equity") == pytest.approx(-6 * rate[0], **NEAR)
    paid_out = sum(plan.value("npv_part", "owner", part) for part in ("dividends", "closing_cash"))
    assert paid_out == pytest.approx(sum(8 * r for r in rate[1:]) + 8 * rate[-1], **NEAR)
    assert plan.npv == pytest.approx((-10) * rate[0] + sum(8 * r for r in rate[1:]) + 8 * rate[-1], **NEAR)


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["project", "owner", "national"])
def test_the_parts_of_every_perspective_sum_to_its_value(whose: str) -> None:
    case = every_label_case()
    plan = optimum(dataclasses.replace(case, settings=dataclasses.replace(case.settings, perspective=whose)))
    items = dict(zip(plan.tables["objective"]["item"], plan.tables["objective"]["value"], strict=True))
    for name in ("project", "owner", "national"):
        parts = [value for item, value in items.items() if item.startswith(f"{name}: ")]
        assert sum(parts) == pytest.approx(items[f"npv_{name}"], abs=1e-6)
    assert audit(plan.ix.case, plan.tables) == ()
