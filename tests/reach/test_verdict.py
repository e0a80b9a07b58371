"""What is out of reach is told with its limits and the cells in which they stand."""

from __future__ import annotations

import re
from typing import Any

import pytest

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.reach import OutOfReach, out_of_reach
from tests.support.tiny_case import WORKBOOK, tiny_rows, tiny_tables


def verdicts(**changes: Any) -> tuple[OutOfReach, ...]:
    tables = tiny_tables(**changes)
    return out_of_reach(case_from_tables(tables, WORKBOOK, "base"), tables)


def wish(value: float, first_year: int, **values: Any) -> list[dict[str, Any]]:
    return tiny_rows("Targets", magnets={"value": value, "first_year": first_year, **values})


def test_what_can_be_met_is_not_mentioned() -> None:
    assert verdicts() == ()
    assert verdicts(Targets=wish(240, 2028)) == ()


def test_what_is_off_or_limited_from_above_is_not_mentioned() -> None:
    assert verdicts(Targets=wish(1000, 2026, mode="off")) == ()
    assert verdicts(Targets=wish(1000, 2026, sense="<=")) == ()


def test_a_target_that_comes_too_early_names_the_year_and_the_limits_behind_it() -> None:
    (found,) = verdicts(Targets=wish(50, 2027, mode="hard"))
    assert (found.target, found.cell, found.hard) == ("magnets", "Targets!I5", True)
    assert (found.aim, found.most, found.possible) == (50, {2027: 0.0}, 2028)
    assert found.words.en == "magnets: wants 50\u00a0t/yr in 2027, at most 0 can exist; not before 2028"
    # the line is there; it has no oxide, which has no mixed product, which has no concentrate, which has no mine,
    # which waits for the verification
    said = [reason.words.en.split(":")[0] for reason in found.reasons]
    assert said == [
        "magnet", "magnet_line", "nd_oxide", "separation", "mixed", "cracking", "concentrate", "mine (hill)",
        "verification",
    ]  # fmt: skip
    mine, verification = found.reasons[-2:]
    assert "can begin in 2027 at the earliest and takes 1 yr; it operates from 2028" in mine.words.en
    assert mine.cells == ("Modules!E5", "Requirements!D5")
    assert "in effect from 2027" in verification.words.en
    assert verification.cells == ("Programmes!E5", "Settings!B8")


def test_a_target_beyond_every_capacity_is_never_possible() -> None:
    (found,) = verdicts(Targets=wish(241, 2028))
    assert (found.most, found.possible) == ({2028: 240, 2029: 240, 2030: 240}, None)
    assert found.words.en.endswith("in 2028–2030, at most 240 can exist; in no year of the plan")
    line = found.reasons[1]
    assert "at most 240 t magnets a year can be used in 2028, whatever is built" in line.words.en
    assert line.cells == ("Modules!C8", "PlantSites!C8")


def test_a_share_that_no_ore_holds_is_out_of_reach_whatever_is_built() -> None:
    share = [{"target": "converted", "kpi": "powder_conversion", "definition": "total_reo", "first_year": 2028,
              "sense": ">=", "value": 0.5, "mode": "soft", "weight": 1.0, "minimum_denominator": 100.0}]  # fmt: skip
    (found,) = verdicts(Targets=share)
    assert found.aim == 50
    basket = found.reasons[0]
    assert basket.words.en == "concentrate: magnet rare earths (Nd) are 20.0 % of all rare earths in it"
    assert basket.cells == ("Composition!C8",)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_reason_is_a_sentence_with_cells(language: Any) -> None:
    for found in verdicts(Targets=wish(50, 2027)):
        for reason in found.reasons:
            assert "{" not in reason.words.in_language(language)
            assert reason.cells
            assert all(re.fullmatch(r"\w+!([A-Z]+)\d+", cell) for cell in reason.cells)
