"""The library of scenarios: told in both languages, reasoned number by number, each built from an untouched base."""

from __future__ import annotations

import copy
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import BASE, apply_scenario, lineage, scenario_names
from roadmap_opt.case.resolved import changed_values
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.model.build import build
from roadmap_opt.solver.compiling import compile_arrays
from tests.support.default_data import FOLDER, names_of_scenarios


@cache
def _tables() -> Tables:
    return load_text_tables(FOLDER)


NAMES = names_of_scenarios()


def test_the_scenarios_are_those_of_the_tables() -> None:
    assert list(scenario_names(_tables())) == NAMES


def _values(tables: Tables) -> dict[str, list[Any]]:
    return {name: [(row.number, row.values, row.overlaid) for row in table] for name, table in tables.items()}


@pytest.mark.slow
def test_every_scenario_is_built_from_an_untouched_base() -> None:
    """In any order, any number of times: neither the base nor the result of another scenario ever changes."""
    tables = _tables()
    base = copy.deepcopy(_values(tables))
    alone = {name: copy.deepcopy(_values(apply_scenario(load_text_tables(FOLDER), name, "roadmap"))) for name in NAMES}
    order = random.Random(7)
    for _ in range(2):
        shuffled = order.sample(NAMES, len(NAMES))
        kept = {name: apply_scenario(tables, name, "roadmap") for name in shuffled}
        assert _values(tables) == base
        assert {name: _values(varied) == alone[name] for name, varied in kept.items()} == dict.fromkeys(shuffled, True)


@pytest.mark.parametrize("scenario", NAMES)
def test_every_scenario_has_a_paragraph_in_both_languages(scenario: str) -> None:
    (row,) = (row for row in _tables()["Scenarios"] if row.values["scenario"] == scenario)
    english, turkish = row.values["story"], row.values["story_tr"]
    assert 250 < len(english) < 1100, "three to six sentences"
    assert 250 < len(turkish) < 1200
    assert english != turkish
    assert english.rstrip().endswith(".")
    assert turkish.rstrip().endswith(".")


def test_every_overlay_gives_its_reason_in_both_languages() -> None:
    silent = [row.number for row in _tables()["Overlays"] if not (row.values["note"] and row.values["note_tr"])]
    assert silent == []


@pytest.mark.parametrize("scenario", NAMES[1:])
def test_no_scenario_is_a_copy_of_the_base_by_accident(scenario: str) -> None:
    values = changed_values(_tables(), apply_scenario(_tables(), scenario, "roadmap"))
    differs = any(value.before != value.after for value in values)
    assert differs is (scenario != "offtake_50"), "offtake_50 writes the number of the base out, and only it does"


def test_scenarios_build_upon_one_another() -> None:
    depth = {name: len(lineage(_tables(), name, "roadmap")) for name in NAMES}
    assert (depth[BASE], depth["price_war"], depth["lender_downside"]) == (0, 1, 3)


def test_the_late_statement_is_two_years_late() -> None:
    def last_year(scenario: str) -> int:
        varied = apply_scenario(_tables(), scenario, "roadmap")
        (row,) = (r for r in varied["Programmes"] if r.values["programme"] == "verify_beylikova_high_grade")
        return int(row.values["started"] + row.values["duration"] - 1)

    assert (last_year(BASE), last_year("late_reserve_verification")) == (2027, 2029)


PERMITTED = {
    # land and site approval, construction permit of the store, operating licences, water and grid
    "base": (2028, 2028, 2029, 2031, 2030),
    "late_permits": (2029, 2029, 2031, 2034, 2032),
    "court_delay": (2030, 2030, 2031, 2033, 2032),
    "ministry_570": (2027, 2027, 2029, 2031, 2030),
}


@pytest.mark.parametrize("scenario", PERMITTED)
def test_permits_at_beylikova_come_one_after_another(scenario: str) -> None:
    """First year in which each holds, started as early as its window and what it needs allow."""
    varied = apply_scenario(_tables(), scenario, "roadmap")
    rows = {row.values["programme"]: row.values for row in varied["Programmes"]}

    def holds(name: str) -> int:
        row = rows[name]
        begun = row["started"] or max(row["first_start"], holds(row["needs"]) if row["needs"] else 2027)
        assert row["started"] or begun <= row["last_start"], name
        return int(begun + row["duration"])

    steps = ("land_beylikova", "ndk_site", "ndk_construction", "operation_beylikova", "connections_beylikova")
    assert tuple(holds(f"permit_{step}") for step in steps) == PERMITTED[scenario]


def test_the_high_case_more_than_triples_the_market_for_magnets() -> None:
    demand = {(row.values["market"], row.values["case"]): row.values["quantity"] for row in _tables()["Demand"]}
    # the two European tranches are offered to one and the same market
    markets = [m for m, case in demand if m.startswith("magnets_") and m != "magnets_eu_second" and case == "base"]
    today = sum(demand[market, "base"][2025] for market in markets)
    assert today == pytest.approx(81_000, rel=0.01)
    assert sum(demand[market, "high"][2035] for market in markets) == pytest.approx(3.3 * today, rel=0.02)


def test_the_page_on_scenarios_names_each_with_its_parent() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    lines = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    named = {name: parent.strip(" `") for _, names, parent, *_ in lines for name in re.findall(r"`(\w+)`", names)}
    rows = {row.values["scenario"]: row.values["parent"] or "" for row in _tables()["Scenarios"]}
    assert named == rows


def test_the_turkish_page_counts_the_scenarios() -> None:
    page = (Path(__file__).parents[2] / "docs" / "quickstart.tr.md").read_text(encoding="utf-8")
    assert f"temel durumun yanında {len(NAMES) - 1} senaryo" in page


@pytest.mark.slow
@pytest.mark.parametrize("scenario", NAMES)
def test_a_model_of_every_scenario_can_be_built(scenario: str) -> None:
    case = case_from_tables(apply_scenario(_tables(), scenario, "roadmap"), "roadmap", scenario)
    assert compile_arrays(build(Indexes(case)), {}).integer.any()
