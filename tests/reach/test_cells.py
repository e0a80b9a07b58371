"""The cells of a reason hold what the sentence says, wherever the number was entered."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.figures import bare
from roadmap_opt.reach import OutOfReach, out_of_reach
from tests.support.tiny_case import WORKBOOK, tiny_rows, tiny_tables


def verdict(scenario: str = "base", **changes: Any) -> OutOfReach:
    tables = apply_scenario(tiny_tables(**changes), scenario, WORKBOOK)
    (found,) = out_of_reach(case_from_tables(tables, WORKBOOK, scenario), tables)
    return found


def cells_of(found: OutOfReach, beginning: str) -> tuple[str, ...]:
    reason = next(reason for reason in found.all_reasons if reason.words.en.startswith(beginning))
    return reason.cells


def test_what_an_overlay_has_set_names_its_row() -> None:
    late = [{"scenario": "cheap", "table": "Programmes", "row": "verification", "column_name": "duration",
             "operation": "set", "value": "4"}]  # fmt: skip
    found = verdict("cheap", Overlays=late)
    assert "takes 4 yr" in next(r.words.en for r in found.reasons if r.words.en.startswith("verification"))
    assert cells_of(found, "verification") == ("Programmes!E5 (Overlays!H5)", "Settings!B8")


def test_a_plant_without_a_place_names_its_places() -> None:
    found = verdict(PlantSites=tiny_rows("PlantSites", magnet_line={"maximum_modules": 0}))
    assert cells_of(found, "magnet_line: cannot be begun") == ("PlantSites!C8",)


def test_a_plant_that_may_be_begun_too_late_names_that_year() -> None:
    found = verdict(PlantSites=tiny_rows("PlantSites", magnet_line={"first_start_year": 2030}))
    assert cells_of(found, "magnet_line: cannot be begun") == ("PlantSites!D8",)


def test_a_plant_behind_a_closed_gate_names_the_gate_and_what_is_late() -> None:
    found = verdict(
        Requirements=[
            {"plant": "magnet_line", "alternative_set": 1, "programme": "verification", "gate": "construction"}
        ],
        Programmes=tiny_rows("Programmes", verification={"last_start": 2025}),
    )
    assert cells_of(found, "magnet_line: cannot be begun") == ("Requirements!D5",)
    assert cells_of(found, "verification: cannot be started") == ("Programmes!E5", "Programmes!I5")


def test_a_plant_dearer_than_a_year_allows_names_the_setting() -> None:
    found = verdict(Settings={"construction_starts_limit": 4.5})
    (cell,) = cells_of(found, "magnet_line: cannot be begun")
    assert cell.startswith("Settings!B")


def test_feed_names_deposits_and_sales_name_markets() -> None:
    ore = {"target": "ore", "kpi": "ore_processed", "definition": "standard", "first_year": 2028, "sense": ">=",
           "value": 30.0, "mode": "soft", "weight": 1.0}  # fmt: skip
    found = verdict(Targets=[ore], Deposits=tiny_rows("Deposits", hill_ore={"maximum_rate": 20.0}))
    assert "Deposits!G5" in cells_of(found, "ore: at most 20 kt")
    sales = {**ore, "target": "worth", "kpi": "value_multiplier", "definition": "sales_over_concentrate", "value": 50.0,
             "minimum_denominator": 1.0}  # fmt: skip
    found = verdict(Targets=[sales])
    assert cells_of(found, "magnet: markets take at most 100 t")[0].startswith("Markets!")


@pytest.mark.parametrize(
    ("value", "other", "shown"),
    [(400.3, 400.2, "400.3"), (2900.4, 2900.0, "2,900.4"), (1e-6, None, "0.000001"), (5.0, 5.0, "5")],
)
def test_numbers_that_differ_look_different(value: float, other: float | None, shown: str) -> None:
    assert bare(value, other).en == shown


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        ([], "magnet_line (town): construction can begin in 2026"),
        ([{"plant": "magnet_line", "site": "hill", "maximum_modules": 1}], "magnet_line, wherever it is built:"),
        (
            [{"plant": "magnet_line", "site": "hill", "maximum_modules": 0}],
            "magnet_line (town): construction can begin in 2026",
        ),
    ],
)
def test_a_site_is_named_only_where_a_plant_has_no_other(elsewhere: list[dict[str, Any]], said: str) -> None:
    early = {**tiny_rows("Targets")[0], "first_year": 2026}
    found = verdict(Targets=[early], PlantSites=[*tiny_rows("PlantSites"), *elsewhere])
    assert any(reason.words.en.startswith(said) for reason in found.all_reasons)
