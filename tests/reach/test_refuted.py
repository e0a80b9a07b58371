"""Cases that a bound once cut off: ways round the chain that are easily forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.tables import Tables
from roadmap_opt.model.build import build
from roadmap_opt.reach import Levels, out_of_reach
from tests.support.loosened_bounds import largest
from tests.support.powder_chain import powder_chain_tables
from tests.support.tiny_case import WORKBOOK, edited, tiny_rows, tiny_tables
from tests.support.workshop import loan, pays_for


def case_of(tables: Tables) -> Case:
    return case_from_tables(tables, WORKBOOK, "base")


def refuted(case: Case, *keys: tuple[str, str]) -> dict[Any, tuple[float, float]]:
    """Indicators that some plan brings above what was said to be the most."""
    ix = Indexes(case)
    levels, model = Levels(ix), build(ix)
    wanted = {(*key, y): model.numerator[(*key, y)] for key in keys for y in ix.years}
    found = largest(model, wanted)
    assert any(value > 1 for value in found.values())  # otherwise nothing is tried
    return {key: (value, levels.most(*key)) for key, value in found.items() if value > levels.most(*key) + 1e-4}


def staged(tables: Tables, commodity: str, stage: str) -> Tables:
    at = [row.values["commodity"] for row in tables["Commodities"]].index(commodity)
    return edited(tables, "Commodities", at, stage=stage)


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_waste_of_the_lines_comes_back_whatever_it_is_called(seed: int) -> None:
    case = case_of(staged(powder_chain_tables(seed), "swarf", "scrap"))
    assert refuted(case, ("domestic_powder_share", "standard"), ("domestic_powder_share", "made")) == {}


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_swarf_may_become_powder_by_way_of_a_mixed_product(seed: int) -> None:
    # swarf is leached to the mixed product that ore gives, and separated with it
    tables = powder_chain_tables(seed)
    rows = [dict(row.values) for row in tables["RecipeFlows"]]
    for row in rows:
        if row["recipe"] == "long_swarf" and row["direction"] == "out":
            row.update(commodity="mixed", quantity=1.0)
    case = case_of(powder_chain_tables(seed, RecipeFlows=rows))
    assert refuted(case, ("powder_conversion", "magnet_reo"), ("domestic_powder_share", "standard")) == {}


def test_rare_earths_of_a_by_product_count_as_well() -> None:
    # tails of the mine are leached to oxide besides: more than the fifth that is in the concentrate becomes powder
    plain = powder_chain_tables(2)
    goods = [dict(row.values) for row in plain["Commodities"]]
    goods.append({**goods[-1], "commodity": "tails", "stage": "by_product", "origin": "primary"})
    flows = [dict(row.values) for row in plain["RecipeFlows"]]
    flows += [
        {"recipe": "mining", "direction": "out", "commodity": "tails", "quantity": 300.0},
        {"recipe": "leach_tails", "direction": "in", "commodity": "tails", "quantity": 100.0},
        {"recipe": "leach_tails", "direction": "out", "commodity": "nd_oxide", "quantity": 1.0},
    ]
    recipes = [dict(row.values) for row in plain["Recipes"]]
    recipes.append({**recipes[1], "recipe": "leach_tails"})
    content = [dict(row.values) for row in plain["Composition"]]
    content.append({**content[0], "commodity": "tails", "element": "Nd", "content": 0.01})
    case = case_of(powder_chain_tables(2, Commodities=goods, RecipeFlows=flows, Recipes=recipes, Composition=content))
    ix = Indexes(case)
    assert Levels(ix).share("powder_conversion", "total_reo", ix.last_year)[0] == float("inf")


def test_money_is_worth_more_when_prices_fall() -> None:
    tables = tiny_tables(
        Settings={"inflation": -0.05, "minimum_brought": 8.4},
        Funding=[loan("fund", "equity", foreign=True, total_limit=8.0, programme="treaty")],
        Eligibility=[pays_for("fund", "mining", "magnets", "refining", "operations")],
        Programmes=[
            *tiny_rows("Programmes"),
            {"programme": "treaty", "kind": "partnership", "duration": 0, "cost": 0.0, "yearly_cost": 0.0},
        ],
    )
    levels = Levels(Indexes(case_of(tables)))
    # eight of 2030 buy what 8 / 0.95^5 bought in 2025
    assert levels.drawable("fund", 2030) == pytest.approx(8 / 0.95**5)
    assert levels.most("partnerships", "in_use", 2030) == 1


def test_what_was_in_reach_before_is_not_called_out_of_reach_for_ever() -> None:
    existing = [
        {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": 100.0, "first_year": 2020,
         "last_year": 2027, "fixed_cost": 0.0}
    ]  # fmt: skip
    supplies = [
        {"supply": "feed", "commodity": "nd_oxide", "site": "town", "foreign": True, "price_factor": 1.0,
         "price_adder": 0.0, "country": "CN", "quantity": 100.0}
    ]  # fmt: skip
    wish = tiny_rows("Targets", magnets={"first_year": 2026})
    closed = tiny_tables(Existing=existing, Supplies=supplies, Targets=wish, Modules=[], PlantSites=[], Requirements=[])
    (found,) = out_of_reach(case_of(closed), closed)
    assert list(found.most) == [2028, 2029, 2030]
    assert found.words.en.endswith("not again within the plan")
    sites = tiny_rows("PlantSites", magnet_line={"first_start_year": 2029})
    later = tiny_tables(Existing=existing, Supplies=supplies, Targets=wish, PlantSites=sites)
    (found,) = out_of_reach(case_of(later), later)
    assert list(found.most) == [2028, 2029]
    assert found.words.en.endswith("again from 2030")
    (line,) = (reason for reason in found.reasons if reason.words.en.startswith("magnet_line (town)"))
    assert "in 2029 at the earliest and takes 1 yr; it operates from 2030" in line.words.en
    assert "PlantSites!D8" in line.cells


def test_a_source_is_explained_by_its_own_years() -> None:
    tables = tiny_tables(
        Funding=[loan("fund", "equity", foreign=True, first_year=2030)],
        Eligibility=[pays_for("fund", "mining")],
        Targets=[{"target": "funds", "kpi": "foreign_sources", "definition": "drawn", "first_year": 2028, "sense": ">=",
                  "value": 1.0, "mode": "soft", "weight": 1.0}],
    )  # fmt: skip
    (found,) = out_of_reach(case_of(tables), tables)
    assert found.words.en == "funds: wants 1 in 2028–2029, at most 0 can exist; not before 2030"
    assert [reason.words.en for reason in found.reasons] == ["fund: cannot be drawn by 2028"]


def test_every_verdict_has_a_reason() -> None:
    wishes = [
        ("magnets", "sintered", None), ("motor_line", "standard", None), ("powder_conversion", "magnet_reo", 10.0),
        ("powder_conversion", "total_reo", 10.0), ("domestic_powder_share", "standard", 10.0),
        ("secondary_share", "end_of_life", 10.0), ("secondary_share", "with_swarf", 10.0),
        ("licences", "standard", None),
        ("partnerships", "in_use", None), ("foreign_sources", "drawn", None), ("refining_capacity", "standard", None),
        ("ore_processed", "standard", None), ("early_production", "reo", None), ("verified_reserve", "standard", None),
        ("value_multiplier", "sales_over_concentrate", 1.0),
    ]  # fmt: skip
    targets = [
        {"target": f"wish_{n}", "kpi": kpi, "definition": definition, "first_year": 2026, "sense": ">=", "mode": "soft",
         "value": 0.9 if least == 10.0 else 1e6, "weight": 1.0, "minimum_denominator": least}
        for n, (kpi, definition, least) in enumerate(wishes)
    ]  # fmt: skip
    tables = tiny_tables(Targets=targets)
    found = out_of_reach(case_of(tables), tables)
    assert len(found) == len(wishes)
    assert [each.target for each in found if not each.reasons] == []
