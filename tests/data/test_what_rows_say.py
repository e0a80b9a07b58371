"""Rows of the default dataset hold what their notes say, and what one row promises others keep."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable

import pytest

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.sheets.finance import PROGRAMME_CATEGORIES, SPENDING_CATEGORIES
from roadmap_opt.case.text_tables import load_text_tables
from tests.support.default_data import FOLDER


def _case(scenario: str = "base") -> Case:
    return case_from_tables(apply_scenario(load_text_tables(FOLDER), scenario, "roadmap"), "roadmap", scenario)


@pytest.fixture(scope="module")
def case() -> Case:
    return _case()


def test_a_bank_that_lends_on_tests_the_plant_unless_the_treasury_guarantees_that_loan(case: Case) -> None:
    guaranteed = {row.lender_class for row in case.lender_classes if row.guaranteed}
    assert {row.source_name for row in case.funding if row.lender_class in guaranteed} == {"isdb", "eib"}
    promised = {row.source_name for row in _case("cheap_public_finance").funding if row.lender_class in guaranteed}
    assert {"tkyb", "wealth_fund", "ebrd_loan", "ifc"} < promised


OXIDE = {
    **{element: f"{element.lower()}_oxide" for element in ("La", "Ce", "Sm", "Eu", "Gd", "Tb", "Dy", "Y", "HoLu")},
    **dict.fromkeys(("Nd", "Pr"), "ndpr_oxide"),
}
"""The oxide in which each element is sold."""

SAID = re.compile(r"(\d+)% (under|above) (?:the mean (market|reference price) of|it\b)(?: (\d{4})-(\d{4}))?")
"""What a note says of a price: share, side, of what, and the years of the mean (``it`` is the mean named before)."""


def _said(note: str) -> list[tuple[float, str, int, int]]:
    """Signed share, ``market`` or ``reference price``, and the first and last year of the mean, in the note's order."""
    found: list[tuple[float, str, int, int]] = []
    for share, side, of, first, last in SAID.findall(note):
        before = found[-1][1:] if found else ("", 0, 0)
        mean = (of, int(first), int(last)) if of else before
        found.append(((-1 if side == "under" else 1) * float(share) / 100, *mean))
    return found


def _mean(values: Iterable[float]) -> float:
    return statistics.fmean(values)


def test_contract_prices_lie_where_their_notes_say(case: Case) -> None:
    """A price that stays behind when the price paths move is found: shares are to the per cent."""
    ix = Indexes(case)
    for row in case.contracts:
        if row.price_rule == "discount":
            continue
        said = _said(row.note or "")
        assert said, row.contract
        terms = [value for value in (row.price_value, row.price_ceiling) if value is not None]
        assert len(said) == len(terms), row.contract
        for (share, of, first, last), value in zip(said, terms, strict=True):
            years = range(first, last + 1)
            assert of == "market", row.contract
            assert (first, last) == (row.first_delivery_from, case.settings.last_year), row.contract
            market = _mean(ix.trade.market_price(row.market, y) for y in years)
            index = row.price_rule == "index"
            agreed = _mean(ix.trade.contract_price(row, y) for y in years) if index else value / 1000
            assert agreed / market - 1 == pytest.approx(share, abs=0.0051), row.contract


def test_the_raw_material_in_a_motor_contract_is_that_of_the_recipe(case: Case) -> None:
    (row,) = (row for row in case.contracts if row.contract == "motors_domestic_maker")
    flows = (flow for flow in case.recipe_flows if flow.recipe.startswith("assemble_motor"))
    assert {flow.quantity for flow in flows if flow.direction == "in"} == {row.index_content}


def test_strikes_of_price_support_lie_where_their_notes_say(case: Case) -> None:
    prices = Indexes(case).prices
    premium = {(r.commodity, r.case): r.price[2030] for r in case.prices}
    for row in case.price_support:
        ((share, of, first, last),) = _said(row.note or "")
        assert of == "reference price", row.support
        reference = 1000 * _mean(prices.at(row.commodity, y) for y in range(first, last + 1))
        assert row.strike / reference - 1 == pytest.approx(share, abs=0.0051), row.support
        if row.support == "magnets_difference":
            more = premium["magnet_conversion", "high"] - premium["magnet_conversion", "base"]
            assert row.strike == pytest.approx(reference + more, abs=0.5)


def test_a_process_is_licensed_or_found_before_its_plant_is_begun(case: Case) -> None:
    kinds = {row.programme: row.kind for row in case.programmes}
    gates = {row.gate for row in case.requirements if kinds.get(row.programme or "") in ("licence", "research")}
    assert gates == {"construction"}


def test_no_contract_is_signed_before_the_technology_that_it_sells(case: Case) -> None:
    """The line is begun at least as long before its first delivery as the buyer nominates ahead, and the licence or
    research comes before the line."""
    plants = {row.recipe: row.plant for row in case.recipes}
    makers = defaultdict[str, set[str]](set)
    for flow in case.recipe_flows:
        if flow.direction == "out":
            makers[flow.commodity].add(plants[flow.recipe])
    quickest = defaultdict[str, float](lambda: 99.0)
    for module in case.modules:
        quickest[module.plant] = min(quickest[module.plant], module.lead_time)
    kinds = {row.programme: row.kind for row in case.programmes}
    licensed = {r.plant for r in case.requirements if kinds.get(r.programme or "") in ("licence", "research")}
    sold = {row.market: row.commodity for row in case.markets}
    for row in case.contracts:
        for plant in makers[sold[row.market]] & licensed:
            assert quickest[plant] >= (row.nomination_years or 0), (row.contract, plant)


def test_lenders_take_something_off_everything_that_is_sold(case: Case) -> None:
    prices = Indexes(case).prices
    entered = {driver for row in case.markets for driver in (prices.drivers(row.commodity) or {row.commodity: 1.0})}
    decks = {row.commodity: row for row in case.bank_deck}
    worth = {c for c in entered if prices.at(c, 2030) > 0}
    assert {c for c in worth - set(decks) if c not in prices.formulas} == set()
    assert all(row.low_factor < row.base_factor < 1 for row in decks.values())


def test_decks_go_half_and_three_quarters_of_the_way_to_the_low_case(case: Case) -> None:
    path = {(row.commodity, row.case): row.price[2030] for row in case.prices}
    for row in case.bank_deck:
        if "of the way to the low price case, as" in (row.note or ""):
            fall = 1 - path[row.commodity, "low"] / path[row.commodity, "base"]
            assert (row.base_factor, row.low_factor) == pytest.approx((1 - fall / 2, 1 - 0.75 * fall), abs=0.0051)


@pytest.mark.parametrize("scenario", ["base", "low_grade"])
def test_shares_of_what_the_ore_gives_are_taken_on_500_kt_of_the_better_ore(scenario: str) -> None:
    """Mining little or lean ore makes no share larger: the whole is at least the concentrate of what is due.

    Where even the better ore is lean, it is the concentrate of that: no share is asked for on ore that nobody has.
    """
    case = _case(scenario)
    ix = Indexes(case)
    (due,) = (row.value for row in case.targets if row.target == "ore_processed_500")
    best = max(
        flow.quantity
        for flow in case.recipe_flows
        if flow.recipe.startswith("mine_beylikova") and flow.commodity == "conc_light"
    )
    concentrate = due * best
    worth = sum(
        content * 1000 * ix.prices.at(OXIDE[element], case.settings.base_year)
        for (commodity, element), content in ix.materials.content.items()
        if commodity == "conc_light"
    )
    expected = {
        ("powder_conversion", "magnet_reo"): concentrate * ix.materials.magnet_reo["conc_light"],
        ("powder_conversion", "total_reo"): concentrate,
        ("powder_conversion", "value"): concentrate * worth / 1000,
        **{
            ("value_multiplier", definition): concentrate * ix.prices.at("conc_light", case.settings.base_year)
            for definition in ("sales_over_concentrate", "value_added_over_concentrate", "value_per_kg")
        },
    }
    said = {(r.kpi, r.definition): r.minimum_denominator for r in case.targets if (r.kpi, r.definition) in expected}
    assert said == pytest.approx(expected, rel=0.01)


def test_recycled_powder_is_worth_what_magnets_made_of_it_save(case: Case) -> None:
    price = Indexes(case).prices.at
    bought = {
        recipe: [(f.commodity, f.quantity) for f in case.recipe_flows if (f.recipe, f.direction) == (recipe, "in")]
        for recipe in ("sinter_licensed", "sinter_recycled_licensed")
    }
    for year in (2030, 2035):
        virgin, recycled = (sum(n * price(c, year) for c, n in bought[recipe]) for recipe in bought)
        assert recycled == pytest.approx(virgin, rel=1e-3)


def test_what_vehicles_need_is_nominated_everywhere(case: Case) -> None:
    assert {row.spot_share for row in case.markets if row.commodity == "ev_motor"} == {0.1}


def test_what_is_due_in_the_end_holds_in_its_last_two_years(case: Case) -> None:
    final = [row for row in case.targets if row.kpi == "value_multiplier" or row.value == 0.25]
    assert {(row.first_year, row.last_year) for row in final} == {(2034, None)}
    assert len(final) == 5


@pytest.mark.parametrize("recipe", ["mine_beylikova", "mine_beylikova_improved", "mine_average", "pilot_beylikova"])
def test_all_thorium_of_the_ore_lies_somewhere(case: Case, recipe: str) -> None:
    """0.2% ThO2 is 1.76 t Th per kt: in what is separated, in the process residue, in the tailings."""
    holds = {row.commodity: row.thorium or 0.0 for row in case.commodities}
    out = {f.commodity: f.quantity for f in case.recipe_flows if (f.recipe, f.direction) == (recipe, "out")}
    cracking = {f.commodity: f.quantity for f in case.recipe_flows if f.recipe == "crack_light"}
    mixed = out.pop("conc_light", 0.0) / cracking["conc_light"]
    found = sum(n * holds[c] for c, n in out.items())
    found += mixed * sum(cracking[c] * holds[c] for c in ("thorium_residue", "norm_residue"))
    assert 0.9 * 1.7576 < found <= 1.7576 * 1.005


def test_mines_lose_no_mass(case: Case) -> None:
    mass = {row.commodity: row.mass_per_unit for row in case.commodities}
    for recipe in (row.recipe for row in case.recipes if row.plant in ("mine", "pilot_plant")):
        tonnes = {"in": 0.0, "out": 0.0}
        for flow in case.recipe_flows:
            if flow.recipe == recipe:
                tonnes[flow.direction] += flow.quantity * mass[flow.commodity]
        assert 0.98 <= tonnes["out"] / tonnes["in"] <= 1.0, recipe


def test_exploration_money_builds_nothing(case: Case) -> None:
    (row,) = (row for row in case.eligibility if row.source_name == "ebrd_eu_equity")
    assert row.programmes
    assert not any(
        getattr(row, category) for category in SPENDING_CATEGORIES if category not in PROGRAMME_CATEGORIES.values()
    )


def test_plants_with_acid_hydrogen_or_metal_powder_need_an_emissions_permit(case: Case) -> None:
    permitted = {row.plant for row in case.requirements if (row.programme or "").startswith("permit_emissions_")}
    with_acid = {row.plant for row in case.recipes if row.acid}
    assert with_acid | {"metal_plant", "powder_line", "hpms", "long_loop"} == permitted


def test_emissions_of_cracking_and_separation_hold_no_reagents(case: Case) -> None:
    """Scopes 1 and 2, which the carbon price is charged on: grid, gas and the carbonate of mineral and product."""
    for row in case.recipes:
        if row.recipe.startswith(("crack_", "separate_")):
            energy = 0.43 * row.electricity + 0.0561 * row.natural_gas
            assert 0 < row.emissions - energy < 0.9, row.recipe


def test_research_grants_pay_research_only(case: Case) -> None:
    (row,) = (row for row in case.eligibility if row.source_name == "research_grant")
    assert [category for category in SPENDING_CATEGORIES if getattr(row, category)] == ["research"]
