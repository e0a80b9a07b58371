"""Plans worked out by hand: price floors and contracts for difference.

The workshop sells 100 t a year for 110 kUSD/t from 2027 to 2030 and is worth 30 MUSD; a support of half of it covers
50 t, so that 10 kUSD/t are 0.5 MUSD a year.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.workshop import optimum, programme, workshop
from tests.support.workshop_cases import mixed

NEAR: dict[str, Any] = {"abs": 2e-3}


def supported(price: float | dict[int, float] = 110.0, cost: float = 1.0, **terms: Any) -> Case:
    """The workshop with a guarantee that costs a million and takes effect a year after its start."""
    changes = {name: terms.pop(name) for name in ("Contracts", "Pins", "Settings") if name in terms}
    usual = {"support": "floor", "commodity": "magnet", "strike": 120.0, "two_way": False, "covered_share": 0.5,
             "yearly_limit": 10.0, "programme": "guarantee"}  # fmt: skip
    return workshop(
        Prices={"magnet": {"price": price}},
        Programmes=[programme("guarantee", kind="policy", cost=cost)],
        PriceSupport=[{**usual, **terms}],
        **changes,
    )


@pytest.mark.parametrize(
    ("limit", "received"),
    [
        (10.0, [0, 0.5, 0.5, 0.5, 0.5]),
        (0.3, [0, 0.3, 0.3, 0.3, 0.3]),  # 30 t of the 50 use up the budget
        (0.2, [0] * 5),  # four years of it would not pay for the guarantee
        (0.0, [0] * 5),  # switched off
    ],
)
def test_a_floor_pays_the_difference_within_its_budget(limit: float, received: list[float]) -> None:
    case = supported(yearly_limit=limit)
    plan = optimum(case)
    assert plan.by_year("line_real", "price_support") == pytest.approx(received, **NEAR)
    assert plan.npv == pytest.approx(30 + sum(received) - (1 if any(received) else 0), **NEAR)
    assert not audit(case, plan.tables)


def test_a_floor_pays_only_below_the_strike_price_and_in_its_years() -> None:
    prices = dict.fromkeys(range(2025, 2028), 110.0) | {2028: 150.0, 2029: 110.0, 2030: 110.0}
    plan = optimum(supported(price=prices, cost=0.0, last_year=2029))
    assert plan.by_year("line_real", "price_support") == pytest.approx([0, 0.5, 0, 0.5, 0], **NEAR)


def test_what_a_contract_protects_itself_is_not_covered() -> None:
    # 40 t a year under a contract with a floor of its own leave 60 t of spot sales, half of which are covered.
    terms = {"contract": "forty", "market": "home", "volume": 40.0, "length": 4, "first_delivery_from": 2027,
             "first_delivery_to": 2027, "minimum_delivery": 1.0, "price_value": 115.0}  # fmt: skip
    own = optimum(supported(Contracts=[{**terms, "price_rule": "floor"}]))
    assert own.by_year("line_real", "price_support") == pytest.approx([0, 0.3, 0.3, 0.3, 0.3], **NEAR)
    assert own.npv == pytest.approx(30 - 1 + 4 * (0.3 + 40 * 0.005), **NEAR)
    pin = {"decision": "sign", "item": "forty", "sense": "=", "value": 1}
    follows = optimum(supported(Contracts=[{**terms, "price_rule": "discount", "price_value": 0.0}], Pins=[pin]))
    assert follows.by_year("line_real", "price_support") == pytest.approx([0, 0.5, 0.5, 0.5, 0.5], **NEAR)


DEAR_FIRST = dict.fromkeys(range(2025, 2029), 140.0) | {2029: 110.0, 2030: 110.0}
"""20 above the strike price in 2027 and 2028, 10 below it in 2029 and 2030."""


def test_a_contract_for_difference_is_begun_when_it_begins_to_pay() -> None:
    # Begun in 2028 it takes effect in 2029: 0.5 received twice, nothing paid back, one million of cost saved for none.
    plan = optimum(supported(price=DEAR_FIRST, cost=0.5, two_way=True))
    assert plan.by_year("line_real", "price_support") == pytest.approx([0, 0, 0, 0.5, 0.5], **NEAR)
    assert plan.npv == pytest.approx(2 * 13 + 2 * 10 - 10 - 0.5 + 1.0, **NEAR)


@pytest.mark.parametrize("objective", ["npv", "cost"])
def test_what_is_above_the_strike_price_is_paid_back_in_full(objective: str) -> None:
    # Signed in 2026: 50 t at 20 are paid back twice, 50 t at 10 received twice; not even a plan that does not count
    # revenue can choose.
    pin = {"decision": "start", "item": "guarantee", "year": 2026, "sense": "=", "value": 1}
    build = {"decision": "build", "item": "magnet_line_m", "year": 2026, "sense": "=", "value": 1}
    case = supported(price=DEAR_FIRST, two_way=True, Pins=[pin, build], Settings={"objective": objective})
    plan = optimum(case)
    sold = plan.by_year("sold", "magnet", "town")
    back = [-0.5 * quantity * 0.02 for quantity in sold[1:3]]
    assert plan.by_year("line_real", "price_support")[1:3] == pytest.approx(back, **NEAR)
    assert not audit(case, plan.tables)
    if objective == "npv":
        assert back == pytest.approx([-1.0, -1.0], **NEAR)
        assert plan.npv == pytest.approx(2 * 13 + 2 * 10 - 10 - 1 - 2 + 1, **NEAR)


def test_for_the_country_support_is_a_transfer() -> None:
    pin = {"decision": "start", "item": "guarantee", "year": 2026, "sense": "=", "value": 1}
    plan = optimum(supported(Pins=[pin], Settings={"perspective": "national"}))
    assert plan.npv == pytest.approx(30 - 1, **NEAR)
    assert plan.value("npv", "project") == pytest.approx(
        30 - 1 + sum(plan.by_year("line_real", "price_support")), **NEAR
    )


def test_a_floor_below_the_market_is_what_lenders_count_on() -> None:
    # The market pays 110, the bank sees 66 and the state stands in for 100: on all of 2028's sales the bank counts 34
    # more, 10 - 1 = 9 instead of 5.6. Nobody pays anything. The programme costs 1.
    floor = {"support": "floor", "commodity": "magnet", "strike": 100.0, "two_way": False, "covered_share": 1.0,
             "yearly_limit": 50.0, "programme": "guarantee"}  # fmt: skip
    guarantee = programme("guarantee", kind="policy", duration=0)
    pin = {"decision": "start", "item": "guarantee", "year": 2026, "sense": "=", "value": 1}
    case = mixed(changes={"PriceSupport": [floor], "Programmes": [guarantee], "Pins": [pin]})
    paid = tuple(dataclasses.replace(row, programmes=row.source_name == "owner") for row in case.eligibility)
    plan = optimum(dataclasses.replace(case, eligibility=paid))
    assert sum(plan.by_year("draw", "bank")) == pytest.approx(9 / 1.2)
    assert plan.by_year("line", "price_support") == pytest.approx([0] * 5)
