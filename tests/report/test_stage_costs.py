"""Cost per kilogram at each stage: by hand for a chain of four plants, and nothing lost for whole plans."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.insight.costs.commodity_totals import CommodityTotals
from roadmap_opt.insight.costs.equations import UNBURDENED, YearCosts
from roadmap_opt.insight.costs.plants import PlantCosts
from roadmap_opt.insight.costs.stages import stage_costs
from roadmap_opt.loaded_run import load_saved
from roadmap_opt.runs.run import by_year
from tests.support.committed_example import EXAMPLE
from tests.support.made_up_plan import filled
from tests.support.rich_case import rich_plan
from tests.support.tiers import some
from tests.support.tiny_case import tiny_case, tiny_rows

ANNUITY = 0.0802425871906913
"""5 % over 20 years, the first payment a year after the money was spent."""

ACTIVITY = {"mining": ("hill", 10.0), "leaching": ("hill", 200.0), "extraction": ("town", 180.0)}
PLANTS = {"mine": "hill", "cracking": "hill", "separation": "town", "magnet_line": "town"}


def by_hand(**more: list[tuple[object, ...]]) -> dict[str, pd.DataFrame]:
    """10 kt of ore become 200 t of concentrate, 180 t of mixed product, 126 t La and 32.4 t Nd oxide, 81 t magnets."""
    activity = [(site, recipe, 2027, amount) for recipe, (site, amount) in ACTIVITY.items()]
    given: dict[str, list[tuple[object, ...]]] = {
        "builds": [(site, plant, f"{plant}_m", 2026, 1) for plant, site in PLANTS.items()],
        "activity": [*activity, ("town", "sintering", 2027, 81.0)],
        "extraction": [("hill_ore", 2027, 10.0)],
        "shipments": [("mixed", "hill", "town", 2027, 180.0)],
        "disposal": [("la_oxide", "town", 2027, 126.0)],
    }
    return filled(**{**given, **more})


def test_goods_counted_by_the_thousand_cost_by_what_they_weigh() -> None:
    case = tiny_case()
    pieces = tuple(
        replace(row, unit="thousand", mass_per_unit=2.0) if row.commodity == "magnet" else row
        for row in case.commodities
    )
    (cost,) = stage_costs(replace(case, commodities=pieces), by_hand()).stages["sintered_magnet"].values()
    assert cost.tonnes == 162.0


def test_the_chain_by_hand() -> None:
    stages = stage_costs(tiny_case(), by_hand()).stages
    cost = {stage: years[2027] for stage, years in stages.items() if years}
    assert {stage: each.tonnes for stage, each in cost.items()} == pytest.approx(
        {"concentrate": 200.0, "mixed_reo": 180.0, "oxide": 158.4, "sintered_magnet": 81.0}
    )
    # 20 kUSD per kt of ore, 1 MWh and 1 m3; 5 MUSD of plant, of which 2 % a year for maintenance
    first = {"processing": 10 * 20.101 / 200, "fixed": 100 / 200, "capital": 5000 * ANNUITY / 200}
    assert dict(cost["concentrate"].parts) == pytest.approx(
        {**dict.fromkeys(("feed", "other", "credit"), 0.0), **first}
    )
    assert cost["concentrate"].reference == 3.0
    concentrate = sum(first.values())
    mixed = (200 * concentrate + 200 * 1.101 + 80 + 4000 * ANNUITY) / 180
    assert cost["mixed_reo"].total == pytest.approx(mixed)
    assert math.isnan(cost["mixed_reo"].reference)
    freight, disposal = 180 * 1.6 * 80 * 0.1 / 1000, 126 * 0.5
    oxides = 180 * mixed + freight + 180 * 2.101 + 120 + 6000 * ANNUITY + disposal
    assert cost["oxide"].total == pytest.approx(oxides / 158.4)
    assert cost["oxide"].parts["other"] == pytest.approx((freight + disposal) / 158.4)
    # Neodymium carries 32.4 * 70 of 32.4 * 70 + 126 * 0.6: 30 parts of 31.
    magnets = oxides * 30 / 31 + 81 * 10.101 + 100 + 5000 * ANNUITY
    assert cost["sintered_magnet"].total == pytest.approx(magnets / 81)
    assert cost["sintered_magnet"].reference == pytest.approx(100.0)


def test_a_stock_keeps_its_cost_and_an_idle_plant_is_nobodys_cost() -> None:
    """In 2028 only 8.1 t of magnets are made, from oxide of the year before."""
    tables = by_hand(
        stocks=[("nd_oxide", "town", 2027, 3.24)],
        activity=[
            *((site, recipe, 2027, amount) for recipe, (site, amount) in ACTIVITY.items()),
            ("town", "sintering", 2027, 72.9),
            ("town", "sintering", 2028, 8.1),
        ],
    )
    found = stage_costs(tiny_case(), tables)
    oxide = found.products["nd_oxide"][2027].total
    later = found.stages["sintered_magnet"][2028].total
    assert later == pytest.approx((3.24 * oxide + 8.1 * 10.101 + 100 + 5000 * ANNUITY) / 8.1)
    assert found.idle[2028] == pytest.approx(0.3 + 15 * ANNUITY)  # mine, cracking and separation
    assert 2027 not in found.idle
    assert found.unassigned == {}


def test_by_products_are_a_credit_and_treatment_is_charged_to_who_made_the_residue() -> None:
    stage = {"unit": "t", "mass_per_unit": 1.0, "origin": "primary", "transportable": True, "storage_limit": 0.0,
             "storage_cost": 0.0}  # fmt: skip
    case = tiny_case(
        Commodities=[
            *tiny_rows("Commodities"),
            {"commodity": "barite", "stage": "by_product", "disposal_limit": 0.0, **stage},
            {"commodity": "sludge", "stage": "residue", "disposal_limit": 0.0, **stage},
        ],
        Prices=[*tiny_rows("Prices"), {"commodity": "barite", "case": "base", "price": 2.0}],
        Markets=[
            *tiny_rows("Markets"),
            {"market": "drillers", "commodity": "barite", "domestic": True, "site": "hill", "price_factor": 1.0,
             "price_adder": 0.0, "addressable_share": 1.0},
        ],
        Plants=[*tiny_rows("Plants"), {"plant": "store", "category": "waste", "capacity_unit": "t"}],
        Recipes=[
            *tiny_rows("Recipes"),
            {**tiny_rows("Recipes")[0], "recipe": "storing", "plant": "store", "variable_cost": 3.0, "electricity": 0.0,
             "water": 0.0, "emissions": 0.0},
        ],
        RecipeFlows=[
            *tiny_rows("RecipeFlows"),
            {"recipe": "mining", "direction": "out", "commodity": "barite", "quantity": 6.0},
            {"recipe": "mining", "direction": "out", "commodity": "sludge", "quantity": 2.0},
            {"recipe": "storing", "direction": "in", "commodity": "sludge", "quantity": 1.0},
        ],
    )  # fmt: skip
    activity = [("hill", "mining", 2027, 10.0), ("hill", "storing", 2027, 20.0)]
    tables = by_hand(activity=activity, sales=[("drillers", "hill", 2027, 50.0)], shipments=[], disposal=[])
    parts = stage_costs(case, tables).stages["concentrate"][2027].parts
    assert parts["credit"] == pytest.approx(-50 * 2.0 / 200)
    assert parts["processing"] == pytest.approx((10 * 20.101 + 20 * 3.0) / 200)


@pytest.mark.parametrize("which", some(1, ["rich", "example"]))
def test_no_cost_is_lost_and_none_is_made_up(which: str) -> None:
    if which == "example":
        results = load_saved(EXAMPLE)
        case, tables = results.case, results.tables
    else:
        case, tables = rich_plan()
    _costs_agree_with_the_cash_flow(case, tables)
    _what_goes_in_comes_out(case, tables)


def _costs_agree_with_the_cash_flow(case: Case, tables: Mapping[str, pd.DataFrame]) -> None:
    """Every operating line but revenue and freight to buyers is in the direct costs, and nothing else."""
    ix = Indexes(case)
    plants, goods = PlantCosts(ix, tables), CommodityTotals(ix, tables)
    lines = {line: years for (line,), years in by_year(tables["cash_flow"], ("line",), "real", keep_zero=True).items()}
    for year in ix.years:
        direct = [parts for (_, when), parts in plants.recipes.items() if when == year] + [plants.idle[year]]
        amount = {part: math.fsum(each.get(part, 0.0) for each in direct) for part in ("processing", "fixed", "other")}
        spent = {line: -years.get(year, 0.0) for line, years in lines.items()}
        processing = spent["variable_cost"] + spent["energy_cost"] + spent["carbon_cost"]
        assert amount["processing"] == pytest.approx(processing, abs=1e-6)
        assert amount["fixed"] == pytest.approx(spent["fixed_cost"], abs=1e-6)
        assert amount["other"] == pytest.approx(spent["licence_royalty"] + spent["state_royalty"], abs=1e-6)
        books = {name: _of_year(getattr(goods, name), year) for name in ("feed", "moved", "held", "disposal")}
        assert books["held"] == pytest.approx(spent["storage_cost"], abs=1e-6)
        assert books["disposal"] == pytest.approx(spent["disposal_cost"], abs=1e-6)
        sold = _of_year(goods.sales, year)
        revenue = lines["spot_revenue"].get(year, 0.0) + lines["contract_revenue"].get(year, 0.0)
        delivered_feed = spent["purchases"] + spent["freight"]
        assert books["feed"] + books["moved"] - sold == pytest.approx(delivered_feed - revenue, abs=1e-6)


def _of_year(book: Mapping[tuple[str, int], float], year: int) -> float:
    return math.fsum(amount for (_, when), amount in book.items() if when == year)


def _what_goes_in_comes_out(case: Case, tables: Mapping[str, pd.DataFrame]) -> None:
    """What was paid in a year, by-product sales deducted, is in the goods that were sold, kept, or thrown away."""
    ix = Indexes(case)
    plants, goods = PlantCosts(ix, tables), CommodityTotals(ix, tables)
    balances, before, opened = tables["balances"], {}, 0.0
    for year in ix.years:
        costs = YearCosts(ix, plants, goods, year, before)
        direct = math.fsum(v for (_, when), parts in plants.recipes.items() if when == year for v in parts.values())
        carried = [name for name, row in ix.rows.commodities.items() if row.stage not in UNBURDENED]
        paid = direct + sum(_of_year(getattr(goods, name), year) for name in ("feed", "moved", "held", "disposal"))
        paid -= math.fsum(amount for (c, when), amount in goods.sales.items() if when == year and c not in carried)
        this_year = (
            balances[balances["year"] == year].groupby("commodity")[["sold", "delivered", "disposed"]].sum().sum(axis=1)
        )
        left = math.fsum(float(this_year.get(c, 0.0)) * float(costs.unit[c].sum()) for c in carried)
        closed = math.fsum(goods.stock.get((c, year), 0.0) * float(costs.unit[c].sum()) for c in carried)
        assert paid + opened == pytest.approx(left + closed + costs.unassigned, rel=1e-5, abs=1e-4), year
        before, opened = costs.unit, closed
