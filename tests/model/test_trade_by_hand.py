"""Plans worked out by hand: offtake contracts and their prices, service obligations and limits of demand."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
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
    ("least", "promised", "npv"),
    [
        (20.0, 50.0, 30 + 4 * 5),  # the ceiling of half of 100 t is filled to the brim
        (50.0, 50.0, 30 + 4 * 5),
        (60.0, 0.0, 30),  # the least volume is above the ceiling
        (None, 0.0, 30),  # all 80 t or nothing
    ],
)
def test_a_part_of_the_volume_fills_the_ceiling(least: float | None, promised: float, npv: float) -> None:
    plan = optimum(workshop(Contracts=[contract("eighty", 80.0, minimum_volume=least)]))
    assert plan.by_year("contracted", "magnets") == pytest.approx([0, *[promised] * 4], **NEAR)
    assert plan.value("numerator", "contract_share", "standard", 2030) == pytest.approx(promised * 0.11, **NEAR)
    assert plan.tables["contracts_signed"]["volume"].tolist() == pytest.approx([promised] if promised else [])
    assert plan.npv == pytest.approx(npv, **NEAR)


@pytest.mark.parametrize(
    ("price", "delivered"),
    [
        # a tonne promised earns 100 kUSD more in three years and loses 290 on four fifths of it: as much as possible
        (210.0, [0, 80, 80, 80, 64]),
        # a tonne promised earns 40 kUSD more in three years and loses 350 on four fifths of it: as little as possible
        (150.0, [0, 10, 10, 10, 8]),
    ],
)
def test_a_volume_is_promised_for_all_years_of_the_term(price: float, delivered: list[float]) -> None:
    # Feed costs 500 kUSD in 2030, so that only what is due is delivered in that year.
    dear = {"price": {**dict.fromkeys(range(2025, 2030), 10.0), 2030: 500.0}}
    terms = contract("eighty", 80.0, minimum_volume=10.0, minimum_delivery=0.8, price_value=price)
    pin = {"decision": "sign", "item": "eighty", "sense": "=", "value": 1}
    plan = optimum(
        workshop(Commodities={"magnet": {"group": None}}, Contracts=[terms], Prices={"nd_oxide": dear}, Pins=[pin])
    )
    assert plan.by_year("delivery", "eighty", "town") == pytest.approx(delivered, **NEAR)
    extra = (price - 110) / 1000
    worth = sum(10 + quantity * extra for quantity in delivered[1:4]) + delivered[4] * (price - 500) / 1000 - 10
    assert plan.npv == pytest.approx(worth, **NEAR)


INDEX = {"price_rule": "index", "index_commodity": "nd_oxide"}

PRICE_RULES = [
    ({"price_rule": "fixed", "price_value": 95.0}, 95.0, 95.0),
    ({"price_rule": "floor", "price_value": 90.0}, 110.0, 90.0),
    ({"price_rule": "ceiling", "price_value": None, "price_ceiling": 100.0}, 100.0, 80.0),
    ({"price_rule": "collar", "price_value": 90.0, "price_ceiling": 100.0}, 100.0, 90.0),
    ({"price_rule": "collar", "price_value": 70.0, "price_ceiling": 120.0}, 110.0, 80.0),
    # the floor and its price: a tenth off the market
    ({"price_rule": "floor", "price_value": 75.0, "discount": 0.1}, 99.0, 75.0),
    ({"price_rule": "collar", "price_value": 70.0, "price_ceiling": 95.0, "discount": 0.1}, 95.0, 72.0),
    ({"price_rule": "ceiling", "price_value": None, "price_ceiling": 100.0, "discount": 0.1}, 99.0, 72.0),
    ({"price_rule": "discount", "price_value": 0.1}, 99.0, 72.0),
    # 100 kUSD while feed costs 10; half of what two tonnes of it become cheaper by goes to the buyer: 5
    ({**INDEX, "price_value": 100.0, "index_base": 10.0, "index_content": 2.0, "pass_through": 0.5}, 100.0, 95.0),
    # a fee of 60 and three tonnes of feed at its price
    ({**INDEX, "price_value": 60.0, "index_content": 3.0}, 90.0, 75.0),
    # never below nought
    ({**INDEX, "price_value": 4.0, "index_base": 10.0, "index_content": 1.0}, 4.0, 0.0),
]


def priced(terms: dict[str, Any], price_case: str) -> Case:
    """A contract for 50 t that has to be signed; magnets at 110 and feed at 10 kUSD, in the low case at 80 and 5."""
    low = [{"commodity": name, "case": "low", "price": price} for name, price in (("magnet", 80.0), ("nd_oxide", 5.0))]
    pin = {"decision": "sign", "item": "fifty", "sense": "=", "value": 1}
    return workshop(
        Settings={"price_case": price_case},
        Prices=also("Prices", *low),
        Contracts=[contract("fifty", 50.0, **terms)],
        Pins=[pin],
    )


@pytest.mark.parametrize(("terms", "base", "low"), PRICE_RULES)
def test_contract_prices_follow_their_rule(terms: dict[str, Any], base: float, low: float) -> None:
    for price_case, price in (("base", base), ("low", low)):
        case = priced(terms, price_case)
        paid = Indexes(case).trade.contract_price(case.contracts[0], 2028)
        assert paid == pytest.approx(price / 1000)
        assert Facts(case).contract_price("fifty", 2028) == pytest.approx(price / 1000)


@pytest.mark.parametrize(("terms", "base", "low"), some(2, PRICE_RULES))
def test_a_plan_earns_what_its_contract_pays(terms: dict[str, Any], base: float, low: float) -> None:
    # 50 t at the contract's price and 50 t spot, less 100 t of feed, in each of four years.
    for price_case, price, spot, feed in (("base", base, 110, 10), ("low", low, 80, 5)):
        plan = optimum(priced(terms, price_case))
        assert plan.npv == pytest.approx(4 * (0.05 * price + 0.05 * spot - 0.1 * feed) - 10, **NEAR)


@pytest.mark.parametrize(("terms", "base", "low"), PRICE_RULES)
def test_a_lenders_deck_values_the_same_contract(terms: dict[str, Any], base: float, low: float) -> None:
    deck = {"magnet": 0.08, "nd_oxide": 0.005}
    case = priced(terms, "base")
    trade = Indexes(case).trade
    assert trade.contract_price(case.contracts[0], 2028) == pytest.approx(base / 1000)
    assert trade.contract_price(case.contracts[0], 2028, lambda c, _: deck[c]) == pytest.approx(low / 1000)


@pytest.mark.parametrize(
    ("lead", "in_force"), [(0, [0, 1, 1, 1, 1]), (1, [0, 1, 1, 1, 1]), (2, [0, 0, 1, 1, 1]), (3, [0] * 5)]
)
def test_a_nomination_precedes_the_first_delivery(lead: int, in_force: list[int]) -> None:
    # Signed in 2026 at the earliest, and to be delivered first in 2027 or 2028.
    terms = contract("forty", 40.0, first_delivery_to=2028, nomination_years=lead)
    plan = optimum(workshop(Contracts=[terms]))
    assert plan.by_year("in_force", "forty") == in_force
    assert plan.npv == pytest.approx(30 + sum(in_force) * 4, **NEAR)


def test_what_a_contract_needs_is_there_when_it_is_signed() -> None:
    # Begun in 2026 and effective in 2027, a year before the first delivery.
    terms = contract("forty", 40.0, first_delivery_to=2028, nomination_years=1, programme="qualification")
    plan = optimum(workshop(Contracts=[terms], Programmes=[programme("qualification", duration=1)]))
    assert plan.by_year("in_force", "forty") == [0, 0, 1, 1, 1]
    assert plan.npv == pytest.approx(30 - 1 + 3 * 4, **NEAR)


@pytest.mark.parametrize(("ceiling", "sold"), [(0.5, 60.0), (0.8, 100.0)])
def test_buyers_who_nominate_take_little_spot(ceiling: float, sold: float) -> None:
    # 30 t may be sold spot. Under a ceiling of half as much again may be promised; with 80 %, all the rest of 100 t.
    terms = contract("hundred", 100.0, minimum_volume=10.0, price_rule="discount", price_value=0.0)
    plan = optimum(
        workshop(Settings={"offtake_share": ceiling}, Contracts=[terms], Markets={"home": {"spot_share": 0.3}})
    )
    assert plan.by_year("served", "home") == pytest.approx([0, *[sold] * 4], **NEAR)
    assert max(plan.by_year("sale", "home", "town")) <= 30 + 1e-6
    assert plan.npv == pytest.approx(4 * sold * 0.1 - 10, **NEAR)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_newcomer_wins_a_market_bit_by_bit(share: float) -> None:
    # Two fifths of 100 t a year more than the year before, sold spot or promised: 40, 80, 100, 100 t.
    terms = contract("hundred", 100.0, minimum_volume=10.0, price_rule="discount", price_value=0.0, length=2,
                     first_delivery_to=2029)  # fmt: skip
    plan = optimum(
        workshop(Settings={"offtake_share": share}, Contracts=[terms], Markets={"home": {"entry_share": 0.4}})
    )
    assert plan.by_year("served", "home") == pytest.approx([0, 40, 80, 100, 100], **NEAR)
    assert plan.npv == pytest.approx(0.1 * 320 - 10, **NEAR)


def test_what_is_sold_at_the_start_is_not_taken_for_new() -> None:
    # A line that stands before the first year: nobody knows what it sold, so the first year is free.
    standing = [
        {
            "asset": "old",
            "plant": "magnet_line",
            "site": "town",
            "capacity": 100.0,
            "first_year": 2020,
            "fixed_cost": 0.0,
        }
    ]
    plan = optimum(workshop(Existing=standing, Markets={"home": {"entry_share": 0.4}}))
    assert plan.by_year("served", "home") == pytest.approx([100] * 5, **NEAR)


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
