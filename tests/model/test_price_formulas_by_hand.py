"""Derived prices worked out by hand: several levels, premiums by case, decks, and a plan that earns them."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.price_formulas import circles, last_drivers, with_derived
from tests.support.workshop import also, optimum, workshop

# One kilogram of magnet takes 0.4 kg of metal, one of metal 1.2 kg of oxide: 0.48 kg of oxide per kg of magnet.
MAGNET = {2025: 40.0, 2026: 40.0, 2027: 44.0, 2028: 48.0, 2029: 50.0, 2030: 50.0}
FORMULAS = [
    {"commodity": "magnet", "driver": "metal", "quantity": 0.4},
    {"commodity": "metal", "driver": "nd_oxide", "quantity": 1.2},
]
PREMIUMS = [
    {"commodity": "metal", "case": "base", "premium": 5.0},
    {"commodity": "metal", "case": "low", "premium": 3.0},
    {"commodity": "magnet", "case": "base", "premium": MAGNET},
    {"commodity": "magnet", "case": "low", "premium": 10.0},
]  # fmt: skip
OXIDE = [
    {"commodity": "nd_oxide", "case": "base", "price": 100.0},
    {"commodity": "nd_oxide", "case": "low", "price": 60.0},
]


def chain(**changes: Any) -> Case:
    """The workshop with a metal between oxide and magnet, whose prices follow the oxide."""
    metal = {"commodity": "metal", "unit": "t", "stage": "metal", "origin": "primary", "mass_per_unit": 1.0,
             "transportable": True, "storage_limit": 0.0, "storage_cost": 0.0, "disposal_limit": 0.0}  # fmt: skip
    given: dict[str, Any] = {
        "Commodities": also("Commodities", metal), "Prices": OXIDE, "PriceFormulas": FORMULAS, "Premiums": PREMIUMS,
    }  # fmt: skip
    return workshop(**given | changes)


def test_a_price_two_levels_deep() -> None:
    # Metal 1.2 * 100 + 5 = 125; magnet 0.4 * 125 + 44 = 94 in 2027, + 48 = 98 in 2028; MUSD per tonne are a thousandth.
    prices = Indexes(chain()).prices
    assert prices.at("metal", 2027) == pytest.approx(0.125)
    assert prices.at("magnet", 2027) == pytest.approx(0.094)
    assert prices.at("magnet", 2028) == pytest.approx(0.098)
    assert prices.drivers("magnet") == pytest.approx({"nd_oxide": 0.48})
    assert prices.drivers("nd_oxide") == {"nd_oxide": 1.0}


def test_every_price_case_has_its_own_premiums() -> None:
    # Metal 1.2 * 60 + 3 = 75; magnet 0.4 * 75 + 10 = 40.
    case = chain(Settings={"price_case": "low"})
    assert Indexes(case).prices.at("magnet", 2027) == pytest.approx(0.040)


def test_a_deck_moves_a_derived_price_by_content_times_factor() -> None:
    # A fifth off the oxide, 20 USD/kg, takes 1.2 * 20 = 24 off the metal and 0.48 * 20 = 9.6 off the magnet.
    prices = Indexes(chain()).prices
    deck = prices.deck("base", {"nd_oxide": 0.8})
    assert deck["nd_oxide", 2027] == pytest.approx(0.080)
    assert prices.at("metal", 2027) - deck["metal", 2027] == pytest.approx(0.024)
    assert prices.at("magnet", 2027) - deck["magnet", 2027] == pytest.approx(0.0096)
    assert prices.deck("base") == prices.reference
    assert prices.deck("low")["magnet", 2030] == pytest.approx(0.040)


def test_a_factor_on_a_derived_price_is_refused() -> None:
    prices = Indexes(chain()).prices
    with pytest.raises(ValueError, match=r"derived: a factor belongs on its drivers \(nd_oxide\)"):
        prices.deck("base", {"magnet": 0.8})
    with pytest.raises(ValueError, match="gold has no price in case base"):
        prices.deck("base", {"gold": 0.8})


def test_a_driver_that_is_used_twice_counts_twice() -> None:
    # Magnet: 0.3 of oxide itself and 0.4 of metal with 1.2 of oxide each.
    formulas = {"magnet": {"nd_oxide": 0.3, "metal": 0.4}, "metal": {"nd_oxide": 1.2}}
    assert last_drivers("magnet", formulas) == pytest.approx({"nd_oxide": 0.78})
    assert with_derived({"nd_oxide": 10.0}, formulas, {"magnet": -1.0})["magnet"] == pytest.approx(6.8)


def test_a_circle_has_no_price() -> None:
    formulas = {"a": {"b": 1.0}, "b": {"c": 1.0, "oxide": 1.0}, "c": {"b": 2.0}, "d": {"oxide": 2.0}}
    assert circles(formulas) == (("b", "c"),)
    assert with_derived({"oxide": 1.0}, formulas, {}) == {"oxide": 1.0, "d": 2.0}
    assert circles({"a": {"a": 1.0}}) == (("a",),)


def test_a_plan_sells_at_the_derived_price() -> None:
    # The magnet line makes 100 t a year from 100 t of oxide at 100 USD/kg: with a premium of 70 above 0.4 * 125 = 50 a
    # magnet brings 120, so four years earn 4 * 100 * 0.020 = 8 on a plant of 5.
    premiums = [*PREMIUMS[:2], {"commodity": "magnet", "case": "base", "premium": 70.0}]
    plan = optimum(chain(Premiums=premiums, Modules={"magnet_line_m": {"capex": 5.0}}))
    assert plan.npv == pytest.approx(4 * 100 * 0.020 - 5.0, abs=2e-3)
