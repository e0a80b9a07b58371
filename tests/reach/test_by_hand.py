"""Earliest years and largest amounts of the tiny case, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.reach import Levels
from roadmap_opt.reach.dates import NEVER
from tests.support.tiny_case import tiny_case, tiny_rows

YEARS = (2026, 2027, 2028, 2029, 2030)


def levels(**changes: Any) -> Levels:
    return Levels(Indexes(tiny_case(**changes)))


def by_year(found: Levels, kpi: str, definition: str) -> list[float]:
    return [pytest.approx(found.most(kpi, definition, y)) for y in YEARS]


def test_a_mine_waits_for_its_verification_and_everything_behind_it_for_the_mine() -> None:
    # verification 2026, in effect 2027; the mine takes a year and runs from 2028, two modules of 20 kt
    found = levels()
    assert found.dates.effective("verification") == 2027
    assert found.dates.first_start("hill", "mine") == 2027
    assert [found.amounts.capacity("hill", "mine", y) for y in YEARS] == [0, 0, 40, 40, 40]
    assert [found.amounts.capacity("hill", "cracking", y) for y in YEARS] == [0, 800, 800, 800, 800]
    # 40 kt give 800 t REO in concentrate, cracking 720 of them, separation 129.6 t of neodymium oxide; 10 t are in
    # store after a year: (129.6 + 10) / 0.4 = 349 t of magnets, but two lines make 240
    assert by_year(found, "ore_processed", "standard") == [0, 0, 40, 40, 40]
    assert by_year(found, "early_production", "reo") == [0, 0, 720, 720, 720]
    assert by_year(found, "magnets", "sintered") == [0, 0, 240, 240, 240]
    assert by_year(found, "refining_capacity", "standard") == [0, 0.8, 0.8, 0.8, 0.8]
    assert by_year(found, "verified_reserve", "standard") == [2, 2, 2, 2, 2]


def test_feed_binds_where_it_is_less_than_capacity() -> None:
    # with a yield of 0.02 in place of 0.18: 14.4 t of oxide a year and 10 in store make 36 t of magnets, then 61
    flows = tiny_rows("RecipeFlows")
    next(row for row in flows if row["recipe"] == "extraction" and row["commodity"] == "nd_oxide")["quantity"] = 0.02
    assert by_year(levels(RecipeFlows=flows), "magnets", "sintered") == [0, 0, 36, 61, 61]


def test_a_plant_without_a_way_to_be_begun_never_runs() -> None:
    late = tiny_rows("Programmes", verification={"first_start": 2030})
    found = levels(Programmes=late)
    assert found.dates.effective("verification") == 2031
    assert found.dates.first_start("hill", "mine") == NEVER
    assert by_year(found, "magnets", "sintered") == [0, 0, 0, 0, 0]


def test_a_chain_of_programmes_adds_up() -> None:
    programmes = [
        *tiny_rows("Programmes", verification={"needs": "permit"}),
        {"programme": "permit", "kind": "permit", "duration": 2, "cost": 0.0, "yearly_cost": 0.0},
    ]
    found = levels(Programmes=programmes)
    assert (found.dates.begun["permit"], found.dates.begun["verification"]) == (2026, 2028)
    assert found.dates.finished("verification") == 2028  # complete by the end of the year in which it is begun
    assert found.dates.first_start("hill", "mine") == 2029


def test_a_companion_opens_operation_from_the_year_in_which_it_is_begun() -> None:
    requirements = [
        *tiny_rows("Requirements"),
        {"plant": "cracking", "alternative_set": 1, "needs_plant": "mine", "gate": "operation"},
    ]
    found = levels(Requirements=requirements)
    assert [found.amounts.capacity("hill", "cracking", y) for y in YEARS] == [0, 800, 800, 800, 800]
    late = tiny_rows("PlantSites", mine={"first_start_year": 2029})
    found = levels(Requirements=requirements, PlantSites=late)
    assert [found.amounts.capacity("hill", "cracking", y) for y in YEARS] == [0, 0, 0, 800, 800]


def test_a_module_dearer_than_what_may_be_begun_in_a_year_is_never_begun() -> None:
    found = levels(Settings={"construction_starts_limit": 4.5})  # the mine costs 5, cracking 4
    assert found.dates.first_start("hill", "mine") == NEVER
    assert found.dates.first_start("hill", "cracking") == 2026


def test_ore_that_cannot_be_moved_is_mined_where_it_lies() -> None:
    # a second deposit in the town, where no mine may stand, whose ore needs a fifth of the capacity per tonne
    commodities = [*tiny_rows("Commodities"), {**tiny_rows("Commodities")[0], "commodity": "sand"}]
    town = {"deposit": "town_sand", "site": "town", "commodity": "sand", "verified_reserve": 1.0}
    deposits = [*tiny_rows("Deposits"), {**tiny_rows("Deposits")[0], **town}]
    recipes = [*tiny_rows("Recipes"), {**tiny_rows("Recipes")[0], "recipe": "digging", "load": 0.2}]
    flows = [
        *tiny_rows("RecipeFlows"),
        {"recipe": "digging", "direction": "in", "commodity": "sand", "quantity": 1.0},
        {"recipe": "digging", "direction": "out", "commodity": "concentrate", "quantity": 1.0},
    ]
    found = levels(Commodities=commodities, Deposits=deposits, Recipes=recipes, RecipeFlows=flows)
    assert by_year(found, "ore_processed", "standard") == [0, 0, 40, 40, 40]
