"""Plans worked out by hand: offtake contracts, service obligations and limits of demand."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.case import Case
from tests.support.tiers import some
from tests.support.workshop import also, optimum, programme, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}


def contract(name: str, volume: float, **values: Any) -> dict[str, Any]:
    """A contract over the whole time of production at a fixed price of 210 kUSD, 100 above spot."""
    usual = {"market": "home", "volume": volume, "length": 4, "first_delivery_from": 2027, "first_delivery_to": 2027,
             "minimum_delivery": 1.0, "price_rule": "fixed", "price_value": 210.0}  # fmt: skip
    return {"contract": name, **usual, **values}


@pytest.mark.parametrize(
    ("share", "signed", "npv"),
    some(
        3,
        [
            (0.5, {"forty"}, 30 + 4 * 4),  # 30 + 40 t would be 70 % of the production
            (0.7, {"thirty", "forty"}, 30 + 4 * 7),
            (0.3, {"thirty"}, 30 + 4 * 3),
            (0.2, set(), 30),
        ],
    ),
)
@pytest.mark.parametrize("basis", some(1, ["production", "sales"]))
def test_contracts_promise_at_most_their_share(share: float, signed: set[str], npv: float, basis: str) -> None:
    contracts = [contract("thirty", 30.0), contract("forty", 40.0)]
    plan = optimum(workshop(Settings={"offtake_share": share, "offtake_basis": basis}, Contracts=contracts))
    assert set(plan.tables["contracts_signed"]["contract"]) == signed
    assert plan.npv == pytest.approx(npv, **NEAR)


def test_the_share_is_of_production_in_every_year_of_the_term() -> None:
    # A ramp of 60 % holds production in 2027 to 60 t, half of which is less than the promise: it waits until 2028.
    late = contract("forty", 40.0, length=3, first_delivery_to=2028)
    plan = optimum(workshop(Contracts=[late], Plants={"magnet_line": {"first_year_share": 0.6}}))
    assert plan.by_year("in_force", "forty") == [0, 0, 1, 1, 1]
    assert plan.npv == pytest.approx(6 + 3 * 10 - 10 + 3 * 4, **NEAR)


def test_a_contract_is_signed_once() -> None:
    # A year of 40 t at 210 kUSD, beginning in 2027, 2028 or 2029: it earns 100 kUSD more on 40 t once, not three times.
    once = contract("forty", 40.0, length=1, first_delivery_to=2029)
    plan = optimum(workshop(Contracts=[once]))
    assert sum(plan.by_year("in_force", "forty")) == 1
    assert plan.npv == pytest.approx(30 + 4, **NEAR)


def take_or_pay(pinned: bool) -> Case:
    """Feed at 500 kUSD in 2030 and a contract at 150 kUSD that runs until then; magnets are in no group."""
    pin = {"decision": "sign", "item": "fifty", "sense": "=", "value": 1}
    dear = {"price": {**dict.fromkeys(range(2025, 2030), 10.0), 2030: 500.0}}
    return workshop(
        Commodities={"magnet": {"group": None}},
        Prices={"nd_oxide": dear},
        Contracts=[contract("fifty", 50.0, minimum_delivery=0.8, price_value=150.0)],
        Pins=[pin] if pinned else [],
    )


def test_a_contract_that_costs_more_than_it_brings_is_not_signed() -> None:
    # Signed it would earn 40 kUSD on 50 t for three years and lose 14 million in the fourth.
    plan = optimum(take_or_pay(pinned=False))
    assert plan.tables["contracts_signed"].empty
    assert plan.npv == pytest.approx(3 * 10 - 10, **NEAR)


def test_a_signed_contract_is_delivered_every_year() -> None:
    # 50 t at 150 and 50 t at 110 while feed is cheap; in 2030 the least that was promised, 40 t, at a loss of 350 each.
    plan = optimum(take_or_pay(pinned=True))
    assert plan.by_year("delivery", "fifty", "town") == pytest.approx([0, 50, 50, 50, 40])
    assert plan.npv == pytest.approx(3 * (50 * 0.14 + 50 * 0.10) - 40 * 0.35 - 10, **NEAR)


@pytest.mark.parametrize(
    ("rule", "value", "extra"),
    [("fixed", 130.0, 20.0), ("floor", 130.0, 20.0), ("floor", 90.0, 0.0), ("discount", 0.1, -11.0)],
)
def test_contract_prices_follow_their_rule(rule: str, value: float, extra: float) -> None:
    pin = {"decision": "sign", "item": "fifty", "sense": "=", "value": 1}
    terms = contract("fifty", 50.0, price_rule=rule, price_value=value)
    assert optimum(workshop(Contracts=[terms], Pins=[pin])).npv == pytest.approx(30 + 4 * 50 * extra / 1000, **NEAR)


def test_a_contract_may_need_a_programme() -> None:
    # Qualification takes two years, so that a contract of four years cannot begin in 2027; its window ends in 2028.
    terms = contract("forty", 40.0, first_delivery_to=2028, programme="qualification")
    plan = optimum(workshop(Contracts=[terms], Programmes=[programme("qualification", duration=2)]))
    assert plan.by_year("in_force", "forty") == [0, 0, 1, 1, 1]
    assert plan.npv == pytest.approx(30 - 1 + 3 * 4, **NEAR)


def two_markets(obligation: float | None) -> Case:
    """Buyers at home pay 50 kUSD and buyers abroad 110."""
    (home,) = also("Markets")
    abroad = {**home, "market": "abroad", "domestic": False}
    home |= {"price_factor": 50 / 110, "minimum_service": obligation}
    return workshop(
        Markets=[home, abroad],
        Demand=[{"market": name, "case": "base", "quantity": 100.0} for name in ("home", "abroad")],
    )


def test_the_dearer_market_is_served_first() -> None:
    assert optimum(two_markets(None)).npv == pytest.approx(30, **NEAR)


def test_an_obligation_at_home_comes_before_sales_abroad() -> None:
    # 30 t at home at 50 and 70 t abroad at 110.
    plan = optimum(two_markets(0.3))
    assert plan.by_year("served", "home") == pytest.approx([0, 30, 30, 30, 30])
    assert plan.npv == pytest.approx(4 * (1.5 + 7.7 - 1) - 10, **NEAR)


def test_only_the_addressable_share_of_demand_can_be_won() -> None:
    plan = optimum(workshop(Markets={"home": {"addressable_share": 0.6, "price_adder": 10.0}}))
    assert plan.npv == pytest.approx(4 * 60 * 0.11 - 10, **NEAR)
