"""Scenario overlays: what they change, what they leave alone, and how each mistake is named."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from typing import Any

import pytest

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import CODES, apply_scenario, scenario_names
from roadmap_opt.case.tables import Step, Tables
from roadmap_opt.checks import check_tables
from roadmap_opt.errors import InputError
from tests.support.tiny_case import WORKBOOK, tiny_rows, tiny_tables


def overlay(table: str, row: str, column_name: str, operation: str, value: str, **more: Any) -> dict[str, Any]:
    given = {"table": table, "row": row, "column_name": column_name, "operation": operation, "value": value}
    return {"scenario": "trial", **given, **more}


def tables_with(*overlays: dict[str, Any], **changes: Any) -> Tables:
    scenarios = [{"scenario": "trial"}, {"scenario": "child", "parent": "trial"}]
    return tiny_tables(**{"Scenarios": scenarios, "Overlays": list(overlays), **changes})


def applied(*overlays: dict[str, Any], scenario: str = "trial", **changes: Any) -> Tables:
    return apply_scenario(tables_with(*overlays, **changes), scenario, WORKBOOK)


def cell(tables: Tables, sheet: str, position: int, column: str) -> Any:
    return tables[sheet].rows[position].values[column]


def test_set_replaces_a_value_of_every_kind() -> None:
    tables = applied(
        overlay("Settings", "*", "objective", "set", "Cost"),
        overlay("settings", "inflation", "INFLATION", "set", "2,5 %"),
        overlay("Settings", "*", "vat_exempt", "set", "hayır"),
        overlay("Settings", "*", "terminal_years", "set", "7"),
        overlay("Funding", "bank", "yearly_limit", "set", "sınırsız"),
        overlay("Funding", "bank", "programme", "set", "verification"),
        overlay("Prices", "magnet|base", "price", "set", "90"),
    )
    settings = tables["Settings"].rows[0].values
    assert (settings["objective"], settings["inflation"], settings["vat_exempt"], settings["terminal_years"]) == (
        "cost", 0.025, False, 7,
    )  # fmt: skip
    assert cell(tables, "Funding", 1, "yearly_limit") == math.inf
    assert cell(tables, "Funding", 1, "programme") == "verification"
    assert set(cell(tables, "Prices", 3, "price").values()) == {90.0}


def test_set_blank_takes_the_declared_meaning_of_blank() -> None:
    tables = applied(overlay("Commodities", "la_oxide", "disposal_cost", "set", "boş"))
    assert cell(tables, "Commodities", 3, "disposal_cost") is None


def test_multiply_and_add_change_only_the_years_of_the_window() -> None:
    tables = applied(
        overlay("Prices", "magnet|*", "price", "multiply", "0.5", first_year=2028),
        overlay("Prices", "magnet|*", "price", "add", "1,5", first_year=2027, last_year=2028),
    )
    assert cell(tables, "Prices", 3, "price") == {
        2025: 100.0, 2026: 100.0, 2027: 101.5, 2028: 51.5, 2029: 50.0, 2030: 50.0,
    }  # fmt: skip


def test_integers_stay_integers() -> None:
    tables = applied(overlay("Modules", "*", "maximum_count", "multiply", "2"))
    assert [type(row.values["maximum_count"]) for row in tables["Modules"]] == [int] * 4
    assert cell(tables, "Modules", 0, "maximum_count") == 4


def test_a_star_stands_for_any_text_and_letters_are_matched_as_a_person_would() -> None:
    tables = applied(overlay("PLANTSİTES", "M*|HILL", "MAXIMUM_MODULES", "set", "1"))
    assert [row.values["maximum_modules"] for row in tables["PlantSites"]] == [1, 2, 2, 2]


def test_blank_key_parts_are_written_as_nothing() -> None:
    tables = applied(overlay("Requirements", "mine||1|verification|", "gate", "set", "operation"))
    assert cell(tables, "Requirements", 0, "gate") == "operation"


def test_a_question_mark_in_a_name_is_no_wildcard() -> None:
    with pytest.raises(InputError, match="E405"):
        applied(overlay("Sites", "hil?", "latitude", "set", "1"))


def test_the_parent_comes_first_whatever_the_order_of_rows() -> None:
    tables = applied(
        overlay("Deposits", "*", "resource", "add", "1", scenario="child"),
        overlay("Deposits", "*", "resource", "multiply", "2"),
        scenario="CHİLD",
    )
    assert cell(tables, "Deposits", 0, "resource") == 11.0


def test_every_changed_value_says_which_overlays_made_it_in_order() -> None:
    tables = applied(
        overlay("Prices", "magnet|base", "price", "multiply", "2"),
        overlay("Prices", "magnet|base", "price", "set", "5", first_year=2030, scenario="child"),
        overlay("Deposits", "*", "resource", "set", "9"),
        scenario="child",
    )
    marks = tables["Prices"].rows[3].overlaid
    assert marks[("price", 2029)] == (Step("trial", "Overlays", 5, "multiply", "2"),)
    assert marks[("price", 2030)] == (
        Step("trial", "Overlays", 5, "multiply", "2"),
        Step("child", "Overlays", 6, "set", "5"),
    )
    assert tables["Deposits"].rows[0].overlaid == {"resource": (Step("trial", "Overlays", 7, "set", "9"),)}
    assert tables["Prices"].rows[0].overlaid == {}


@pytest.mark.parametrize("name", ["", "base", "BASE", "Base "])
def test_base_is_the_tables_as_they_stand(name: str) -> None:
    tables = tiny_tables(Scenarios=[{"scenario": "base"}], Overlays=[])
    assert dict(apply_scenario(tables, name, WORKBOOK)) == tables


def test_scenarios_do_not_leak_into_one_another() -> None:
    tables = tiny_tables()
    before = copy.deepcopy({name: [row.values for row in table] for name, table in tables.items()})
    once = apply_scenario(tables, "cheap", WORKBOOK)
    apply_scenario(tables, "cheaper", WORKBOOK)
    again = apply_scenario(tables, "cheap", WORKBOOK)
    assert {name: [row.values for row in table] for name, table in tables.items()} == before
    assert once == again
    assert cell(once, "Prices", 3, "price")[2030] == 80.0


def test_scenarios_that_can_be_asked_for() -> None:
    assert scenario_names(tiny_tables()) == ("base", "cheap", "cheaper")


def unreadable(tables: Tables, *columns: str) -> Tables:
    """The tables with cells of the first overlay that the reader could not read."""
    first, *others = tables["Overlays"].rows
    first = replace(first, values={**first.values, **dict.fromkeys(columns)}, unreadable=frozenset(columns))
    return {**tables, "Overlays": replace(tables["Overlays"], rows=(first, *others))}


def test_an_overlay_of_which_the_operation_is_unreadable_is_not_applied() -> None:
    tables = unreadable(tables_with(overlay("Prices", "*", "price", "set", "1")), "operation")
    assert apply_scenario(tables, "trial", WORKBOOK)["Prices"] == tables["Prices"]
    assert check_tables(tables, WORKBOOK) == ()


def test_what_else_is_wrong_with_a_half_readable_overlay_is_named() -> None:
    tables = unreadable(tables_with(overlay("Nowhere", "*", "capex", "set", "1")), "operation", "value")
    assert [(found.code, found.cell) for found in check_tables(tables, WORKBOOK)] == [("E403", "B5")]


@pytest.mark.parametrize(
    ("mistake", "cells"),
    [
        (overlay("Modulez", "mine_m", "capx", "set", "abc"), ["E403 B5", "E404 D5", "E407 H5"]),
        (overlay("Modules", "nothing", "capx", "multiply", "x"), ["E405 C5", "E404 D5", "E407 H5"]),
        (overlay("Prices", "magnit|base", "price", "set", "x", first_year=2029, last_year=2027),
         ["E405 C5", "E406 E5", "E407 H5"]),
        (overlay("Nowhere", "*", "nothing", "set", "1", first_year=2029, last_year=2027),
         ["E403 B5", "E404 D5", "E406 E5"]),
        (overlay("Settings", "x", "objective", "multiply", "2", first_year=2026), ["E405 C5", "E406 E5", "E408 G5"]),
        (overlay("Sites", "*", "site", "set", "x"), ["E404 D5"]),
    ],
)  # fmt: skip
def test_every_mistake_of_a_row_is_named_at_once(mistake: dict[str, Any], cells: list[str]) -> None:
    found = check_tables(tables_with(mistake), WORKBOOK)
    assert [f"{each.code} {each.cell}" for each in found] == cells


def test_a_broken_overlay_is_named_once_whoever_inherits_it() -> None:
    scenarios = [{"scenario": "trial"}, *({"scenario": f"child{n}", "parent": "trial"} for n in range(5))]
    broken = overlay("Settings", "*", "maximum_gearing", "multiply", "2")
    after = [overlay("Settings", "*", "inflation", "set", "0.02", scenario=f"child{n}") for n in range(5)]
    found = check_tables(tables_with(broken, *after, Scenarios=scenarios), WORKBOOK)
    assert [(each.code, each.cell) for each in found] == [("E409", "H5")]


def test_overlays_of_an_unknown_scenario_are_tried_as_well() -> None:
    found = check_tables(tables_with(overlay("Price", "*", "price", "set", "1", scenario="trail")), WORKBOOK)
    assert [(each.code, each.cell) for each in found] == [("E201", "A5"), ("E403", "B5")]


def test_a_circle_is_named_once_and_not_for_those_who_inherit_from_it() -> None:
    names = (("a", "b"), ("b", "c"), ("c", "b"), ("d", "c"))
    scenarios = [{"scenario": scenario, "parent": parent} for scenario, parent in names]
    found = check_tables(tables_with(Scenarios=scenarios), WORKBOOK)
    assert [(each.code, each.cell) for each in found] == [("E401", "B6")]
    assert "b → c → b" in found[0].found


MISTAKES = [
    (
        overlay("Price", "*", "price", "set", "1"),
        "E403 tiny.xlsx › Overlays!B5 (scenario trial: Price *): no sheet is called Price; expected a sheet of the "
        "workbook: Prices, PriceSupport, PriceFormulas, Perimeters, AgeProfiles, Premiums, Supplies, Pins and 28 more. "
        "Did you mean Prices?",
    ),
    (
        overlay("Scenarios", "*", "story", "set", "x"),
        "E403 tiny.xlsx › Overlays!B5 (scenario trial: Scenarios *): sheet Scenarios may not be overlaid; expected "
        "a sheet of the workbook other than Scenarios, Overlays, Sweeps, Correlations, References, Contradictions, "
        "Comparables. Correct the sheet.",
    ),
    (
        overlay("Modules", "*", "capx", "set", "1"),
        "E404 tiny.xlsx › Overlays!D5 (scenario trial: Modules *): Modules has no column capx; expected a column of "
        "Modules that is not part of the row's key: capex, capacity, maximum_count, plant, source, spend_1, spend_2, "
        "spend_3 and 9 more. Did you mean capex?",
    ),
    (
        overlay("Modules", "*", "module", "set", "x"),
        "E404 tiny.xlsx › Overlays!D5 (scenario trial: Modules *): module names the rows of Modules; expected a column "
        "of Modules that is not part of the row's key: source, life, note, confidence, note_tr, lead_time, "
        "maximum_count, plant and 9 more. Correct the column.",
    ),
    (
        overlay("Modules", "mine_n", "capex", "set", "1"),
        "E405 tiny.xlsx › Overlays!C5 (scenario trial: Modules mine_n): no row of Modules matches mine_n; expected the "
        "key of a row of Modules (module): mine_m, magnet_line_m, cracking_m, separation_m. Did you mean mine_m?",
    ),
    (
        overlay("Settings", "x", "inflation", "set", "0"),
        "E405 tiny.xlsx › Overlays!C5 (scenario trial: Settings x): row x; expected * for sheet Settings. "
        "Enter * and name the setting in column_name.",
    ),
    (
        overlay("Modules", "*", "capex", "set", "1", last_year=2027),
        "E406 tiny.xlsx › Overlays!F5 (scenario trial: Modules *): a year for column capex, which does not run across "
        "years; expected blank first_year and last_year. Clear the years.",
    ),
    (
        overlay("Prices", "*", "price", "set", "1", first_year=2029, last_year=2027),
        "E406 tiny.xlsx › Overlays!E5 (scenario trial: Prices *): years 2029 to 2027; expected years from 2025 to 2030 "
        "in order. Correct first_year and last_year.",
    ),
    (
        overlay("Prices", "*", "price", "set", "1", first_year=2040),
        "E406 tiny.xlsx › Overlays!E5 (scenario trial: Prices *): years 2040 to the last; expected years from 2025 to "
        "2030 in order. Correct first_year and last_year.",
    ),
    (
        overlay("Settings", "*", "objective", "set", "nvp"),
        "E407 tiny.xlsx › Overlays!H5 (scenario trial: Settings *): “nvp”; expected one of targets_first, npv, cost. "
        "Did you mean npv?",
    ),
    (
        overlay("Funding", "bank", "programme", "set", "verifcation"),
        "E407 tiny.xlsx › Overlays!H5 (scenario trial: Funding bank): verifcation does not stand on sheet Programmes; "
        "expected a name that stands in Programmes.programme, or blank (needs none). Did you mean verification?",
    ),
    (
        overlay("Modules", "*", "capex", "multiply", "twice"),
        "E407 tiny.xlsx › Overlays!H5 (scenario trial: Modules *): the text “twice”; expected a number (ratio). "
        "Type digits only; units and remarks belong in the note column.",
    ),
    (
        overlay("Settings", "*", "objective", "multiply", "2"),
        "E408 tiny.xlsx › Overlays!G5 (scenario trial: Settings *): multiply on objective, which holds words; expected "
        "set, the only operation on such a column. Choose set.",
    ),
    (
        overlay("Commodities", "ore", "disposal_cost", "add", "2"),
        "E408 tiny.xlsx › Overlays!G5 (scenario trial: Commodities ore): add on a blank cell (disposal_cost of ore); "
        "expected a cell that holds a number. Use set, or fill in the cell.",
    ),
    (
        overlay("Settings", "*", "maximum_gearing", "multiply", "2"),
        "E409 tiny.xlsx › Overlays!H5 (scenario trial: Settings *): 0.6 × 2 gives 1.2 for "
        "maximum_gearing; expected a number from 0 to 1 (share). Correct the value, or the cell it changes.",
    ),
    (
        overlay("Modules", "mine_m", "maximum_count", "multiply", "0.4"),
        "E409 tiny.xlsx › Overlays!H5 (scenario trial: Modules mine_m): 2 × 0.4 gives 0.8 for maximum_count of mine_m; "
        "expected a whole number from 0 to 50 (count). Correct the value, or the cell it changes.",
    ),
    (
        overlay("Funding", "owner", "yearly_limit", "multiply", "0"),
        "E409 tiny.xlsx › Overlays!H5 (scenario trial: Funding owner): no limit × 0 gives no number for yearly_limit "
        "of owner; expected a number of at least 0 (MUSD nominal/yr), or no limit. "
        "Correct the value, or the cell it changes.",
    ),
    (
        overlay("Distances", "hill|town", "distance_km", "multiply", "1e9"),
        "E409 tiny.xlsx › Overlays!H5 (scenario trial: Distances hill|town): 80 × 1000000000 gives 80000000000 for "
        "distance_km of hill|town; expected a number of at least 0 (km), and no more than 1e+09 in size. "
        "Correct the value, or the cell it changes.",
    ),
]


@pytest.mark.parametrize(("mistake", "message"), MISTAKES)
def test_each_mistake_names_its_cell(mistake: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as problem:
        applied(mistake)
    assert str(problem.value) == message
    assert message in [str(finding) for finding in check_tables(tables_with(mistake), WORKBOOK)]


def test_all_mistakes_are_raised_at_once() -> None:
    with pytest.raises(InputError) as problem:
        applied(*(mistake for mistake, _ in MISTAKES))
    assert [finding.cell[1:] for finding in problem.value.findings] == [str(5 + at) for at in range(len(MISTAKES))]


def test_an_unknown_scenario_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError) as problem:
        apply_scenario(tiny_tables(), "cheep", WORKBOOK)
    assert str(problem.value) == (
        "E402 tiny.xlsx › Scenarios: no scenario is called cheep; expected one of base, cheap, cheaper. "
        "Did you mean cheap?"
    )


def test_a_circle_of_scenarios_is_named() -> None:
    tables = tiny_tables(Scenarios=tiny_rows("Scenarios", cheap={"parent": "cheaper"}))
    with pytest.raises(InputError) as problem:
        apply_scenario(tables, "cheap", WORKBOOK)
    message = (
        "E401 tiny.xlsx › Scenarios!B5 (scenario cheap): the scenarios inherit from one another: "
        "cheap → cheaper → cheap; expected a chain of parents that ends. Clear the parent of one of them."
    )
    assert str(problem.value) == message
    assert message in [str(finding) for finding in check_tables(tables, WORKBOOK)]


def test_a_derived_price_is_not_overlaid_and_the_drivers_are_named() -> None:
    """Two levels deep: the magnet follows the metal, the metal the oxide."""
    metal = {**tiny_rows("Commodities")[-1], "commodity": "metal", "stage": "metal", "group": None}
    formulas = [
        {"commodity": "magnet", "driver": "metal", "quantity": 0.4},
        {"commodity": "metal", "driver": "nd_oxide", "quantity": 1.2},
    ]
    given = {
        "Commodities": [*tiny_rows("Commodities"), metal], "PriceFormulas": formulas,
        "Premiums": [{"commodity": "magnet", "price_case": "base", "premium": 60.0}],
        "Prices": [row for row in tiny_rows("Prices") if row["commodity"] != "magnet"],
    }  # fmt: skip
    (found,) = check_tables(tables_with(overlay("Prices", "m*|base", "price", "set", "90"), **given), WORKBOOK)
    assert str(found) == (
        "E358 tiny.xlsx › Overlays!C5 (scenario trial: Prices m*|base): the price of magnet, metal is derived; "
        "expected a commodity whose price is entered. Change what it follows (nd_oxide), or its row on Premiums."
    )
    raised = applied(overlay("Prices", "nd_oxide|*", "price", "multiply", "1.1"), **given)
    assert Indexes(case_from_tables(raised, WORKBOOK, "trial")).prices.at("magnet", 2028) == pytest.approx(
        0.4 * 1.2 * 1.1 * 0.070 + 0.060
    )


def test_every_code_is_triggered_here() -> None:
    triggered = {message[:4] for _, message in MISTAKES} | {"E401", "E402", "E358"}
    assert triggered == set(CODES)


def test_overlays_without_any_scenario_are_one_finding_not_one_each() -> None:
    """A sheet Scenarios that was renamed must not bury its cause below a line for every overlay."""
    rows = [overlay("Settings", "*", "inflation", "set", value) for value in ("0.01", "0.02", "0.03")]
    tables = tiny_tables(Overlays=rows, Scenarios=[])
    findings = [found for found in check_tables(tables, WORKBOOK) if found.code == "E201"]
    assert [found.cell for found in findings] == ["A5"]
    assert findings[0].remedy.startswith("Scenarios is missing, renamed or empty")
