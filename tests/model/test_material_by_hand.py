"""Plans worked out by hand: ore and reserves, feed, return flows, balances, disposal, stocks, water, freight."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tests.support.workshop import also, optimum, programme, workshop
from tests.support.workshop_cases import by_product, mining, returning

NEAR: dict[str, Any] = {"abs": 2e-3}


def test_ore_mined_stays_within_what_is_verified() -> None:
    # 2.5 kt in all are 250 t of magnets, with nothing to pay for feed; verification costs 1 and frees 1 kt worth 11.
    plan = optimum(mining())
    assert sum(plan.by_year("extraction", "hill_ore")) == pytest.approx(2.5)
    assert plan.value("reserve", "hill_ore", 2027) == pytest.approx(0.001)
    assert plan.value("reserve", "hill_ore", 2030) == pytest.approx(0.002)
    assert plan.npv == pytest.approx(250 * 0.11 - 10 - 1, **NEAR)


def test_mining_keeps_to_its_highest_rate() -> None:
    # 0.5 kt a year are 50 t of magnets; 2 kt in four years still need the verification.
    case = mining()
    (deposit,) = case.deposits
    plan = optimum(dataclasses.replace(case, deposits=(dataclasses.replace(deposit, maximum_rate=0.5),)))
    assert max(plan.by_year("extraction", "hill_ore")) == pytest.approx(0.5)
    assert plan.npv == pytest.approx(200 * 0.11 - 10 - 1, **NEAR)


def test_the_state_royalty_is_paid_on_what_is_made_from_ore() -> None:
    # 4 % of the reference value of 250 t at 110 kUSD: 1.1.
    assert optimum(mining(state_royalty=0.04)).npv == pytest.approx(250 * 0.11 - 10 - 1 - 1.1, **NEAR)


def test_a_licence_royalty_is_a_share_of_the_value_made() -> None:
    plan = optimum(workshop(Recipes={"sintering": {"royalty_share": 0.1, "royalty_commodity": "magnet"}}))
    assert plan.npv == pytest.approx(30 - 4 * 0.1 * 11, **NEAR)


def test_feed_comes_from_the_cheapest_tranches_first() -> None:
    # 60 t at 10 kUSD, 40 t at 50: 11 - 0.6 - 2.0 a year. A programme of 1 adds 20 t at 1 kUSD: saves 20 * 0.049 a year.
    (feed,) = also("Supplies")
    tranches = [
        {**feed, "quantity": 60.0},
        {**feed, "supply": "dear", "price_factor": 5.0},
        {**feed, "supply": "friends", "price_factor": 0.0, "price_adder": 1.0, "quantity": 20.0, "programme": "treaty"},
    ]
    without = optimum(workshop(Supplies=tranches[:2]))
    assert without.npv == pytest.approx(4 * 8.4 - 10, **NEAR)
    treaty = programme("treaty", kind="partnership", duration=0)
    with_treaty = optimum(workshop(Supplies=tranches, Programmes=[treaty]))
    assert with_treaty.npv == pytest.approx(4 * (8.4 + 0.98) - 10 - 1, **NEAR)
    bought = [with_treaty.value("purchase", name, "town", 2029) for name in ("feed", "dear", "friends")]
    assert bought == pytest.approx([60, 20, 20])


def test_feed_waits_for_its_programme() -> None:
    # A treaty of two years begun in 2026: feed, and with it magnets, from 2028 on.
    treaty = programme("treaty", kind="partnership", duration=2)
    plan = optimum(workshop(Supplies={"feed": {"programme": "treaty"}}, Programmes=[treaty]))
    assert plan.by_year("activity", "town", "sintering") == pytest.approx([0, 0, 100, 100, 100])
    assert plan.npv == pytest.approx(3 * 10 - 10 - 1, **NEAR)


def test_sold_magnets_come_back_by_their_age() -> None:
    # 100 t sold a year from 2027: 20 t return in 2028 and 20 + 30 from 2029, with 4 t a year from elsewhere. Half is
    # collected, and each tonne saves 10 kUSD of feed.
    plan = optimum(returning())
    assert plan.by_year("end_of_life", "returns") == pytest.approx([4, 4, 24, 54, 54])
    assert plan.by_year("collection", "returns", "town") == pytest.approx([0, 2, 12, 27, 27])
    assert plan.npv == pytest.approx(30 + 68 * 0.01, **NEAR)


@pytest.mark.parametrize("demand", [100.0, 200.0])
def test_a_collection_mandate_raises_the_share(demand: float) -> None:
    # A quarter more of 4 + 24 + 54 + 54 is 34 t: 0.34 for 0.1. It is a share of what was sold and comes back, year by
    # year, and not of the demand that nobody could serve.
    plan = optimum(returning(programmes=True, demand=demand))
    assert plan.by_year("collection", "returns", "town") == pytest.approx([0, 3, 18, 40.5, 40.5])
    assert plan.npv == pytest.approx(30 + 0.68 + 0.34 - 0.1, **NEAR)


def test_exported_magnets_do_not_come_back() -> None:
    assert optimum(returning(domestic=False)).npv == pytest.approx(30 + 4 * 2 * 0.01, **NEAR)


def test_what_is_not_sold_is_disposed_of_within_its_licence() -> None:
    # 30 t a year may be disposed of, at 4 kUSD: 60 t of magnets a year.
    plan = optimum(by_product())
    assert plan.by_year("made", "magnet", "town") == pytest.approx([0, 60, 60, 60, 60])
    assert plan.npv == pytest.approx(4 * (6 - 0.12) - 10, **NEAR)


def test_what_is_not_disposed_of_is_stocked() -> None:
    # Room for 50 t more lets 100 t more of magnets be made in all.
    plan = optimum(by_product(storage_limit=50.0))
    assert plan.value("stock", "la_oxide", "town", 2030) == pytest.approx(50)
    assert plan.npv == pytest.approx(34 - 120 * 0.004 - 10, **NEAR)


def test_losses_cost_feed() -> None:
    # A yield of 80 %: 125 t of feed for 100 t.
    flows = also("RecipeFlows")
    flows[0]["quantity"] = 1.25
    assert optimum(workshop(RecipeFlows=flows)).npv == pytest.approx(4 * (11 - 1.25) - 10, **NEAR)


def test_a_minimum_load_has_to_be_sold() -> None:
    # Half of nameplate can be sold: a minimum of 50 % allows the plant, one of 60 % forbids it.
    cases = {
        share: workshop(Demand={"home": {"quantity": 50.0}}, Plants={"magnet_line": {"minimum_load": share}})
        for share in (0.5, 0.6)
    }
    assert optimum(cases[0.5]).npv == pytest.approx(4 * 5 - 10, **NEAR)
    assert optimum(cases[0.6]).npv == pytest.approx(0, **NEAR)


def test_water_limits_what_a_site_makes() -> None:
    # 1000 m3 a tonne and 40 thousand m3 a year: 40 t, and 1 USD a m3.
    plan = optimum(workshop(Sites={"town": {"water_limit": 40.0}}, Recipes={"sintering": {"water": 1000.0}}))
    assert plan.npv == pytest.approx(4 * (4 - 0.04) - 10, **NEAR)


def test_energy_and_carbon_are_paid_for() -> None:
    # A tonne takes 10 MWh at 100 USD, 20 GJ at 9 USD and emits 30 t at 50 USD: 1000 + 180 + 1500 USD.
    plan = optimum(
        workshop(
            Recipes={"sintering": {"electricity": 10.0, "natural_gas": 20.0, "emissions": 30.0, "variable_cost": 5.0}},
            Utilities={"carbon": {"price": 50.0}},
        )
    )
    assert plan.npv == pytest.approx(30 - 4 * 100 * (0.00268 + 0.005), **NEAR)


def test_freight_is_paid_by_mass_and_distance() -> None:
    # The buyer is 100 km away at 10 USD a tonne-kilometre: 1 kUSD a tonne.
    (town,) = also("Sites")
    plan = optimum(
        workshop(
            Settings={"freight_cost": 10.0},
            Sites=[town, {**town, "site": "hill"}],
            Distances=[{"origin": "hill", "destination": "town", "distance_km": 100.0}],
            Markets={"home": {"site": "hill"}},
        )
    )
    assert plan.npv == pytest.approx(30 - 4 * 0.1, **NEAR)
