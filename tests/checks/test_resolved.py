"""What a scenario changes: every cell with its value before and after and the overlays that made it, in order."""

from __future__ import annotations

from typing import Any

from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.resolved import ChangedValue, changed_values
from roadmap_opt.case.tables import Step
from tests.support.tiny_case import WORKBOOK, tiny_tables


def overlay(scenario: str, table: str, row: str, column_name: str, operation: str, value: str, **more: Any) -> Any:
    given = {"table": table, "row": row, "column_name": column_name, "operation": operation, "value": value}
    return {"scenario": scenario, **given, **more}


def changed(*overlays: dict[str, Any], scenario: str = "cheaper") -> list[ChangedValue]:
    tables = tiny_tables(Overlays=list(overlays))
    return list(changed_values(tables, apply_scenario(tables, scenario, WORKBOOK)))


def test_stacked_overlays_are_told_step_by_step_and_years_that_change_alike_stand_together() -> None:
    parent = overlay("cheap", "Prices", "magnet|base", "price", "multiply", "0.8", first_year=2027)
    child = overlay("cheaper", "Prices", "magnet|base", "price", "multiply", "1.5", first_year=2029)
    first, second = changed(child, parent)
    below, above = Step("cheap", "Overlays", 6, "multiply", "0.8"), Step("cheaper", "Overlays", 5, "multiply", "1.5")
    assert first == ChangedValue(
        "Prices", "magnet | base", "price", (2027, 2028), ("E8", "F8"), (100.0, 100.0), (80.0, 80.0), (below,)
    )
    assert (second.years, second.cells, second.after) == ((2029, 2030), ("G8", "H8"), (120.0, 120.0))
    assert second.steps == (below, above)


def test_years_that_do_not_follow_one_another_stand_apart() -> None:
    early = overlay("cheap", "Prices", "magnet|base", "price", "set", "7", last_year=2025)
    late = overlay("cheap", "Prices", "magnet|base", "price", "set", "7", first_year=2030)
    assert [value.years for value in changed(early, late)] == [(2025,), (2030,)]


def test_settings_and_words_and_blanks_are_changed_values_too() -> None:
    setting, word = changed(
        overlay("cheap", "Settings", "*", "objective", "set", "cost"),
        overlay("cheap", "Funding", "bank", "programme", "set", "verification"),
    )
    assert (setting.sheet, setting.key, setting.column, setting.years) == ("Settings", "", "objective", ())
    assert (setting.before, setting.after, setting.cells) == (("npv",), ("cost",), ("B9",))
    assert (word.key, word.before, word.after) == ("bank", (None,), ("verification",))


def test_a_value_set_to_what_it_was_is_listed() -> None:
    (held,) = changed(overlay("cheap", "Settings", "*", "offtake_share", "set", "0.5"))
    assert held.before == held.after == (0.5,)


def test_the_base_changes_nothing() -> None:
    assert changed(overlay("cheap", "Settings", "*", "offtake_share", "set", "0.3"), scenario="base") == []
