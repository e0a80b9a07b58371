"""Inputs that differ: cells, spans of years, rows that only some runs have, and remarks that change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.tables import Tables
from roadmap_opt.comparison.inputs import InputDifference, fingerprint, input_differences
from tests.support.tiny_case import NO_LIMIT, edited, tiny_rows, tiny_tables

YEARS = range(2025, 2031)


def differences(*tables: Tables) -> list[InputDifference]:
    return list(input_differences([tiny_tables(), *tables]))


def line(found: InputDifference) -> tuple[Any, ...]:
    shown = tuple(found.shown(run).en for run in range(len(found.values)))
    return found.sheet, found.row_words.en, found.column, found.years_words, *shown, found.change(0, 1).en


def test_equal_inputs_have_no_differences() -> None:
    assert differences(tiny_tables()) == []


def test_settings_differ_by_name() -> None:
    (found,) = differences(tiny_tables(Settings={"inflation": 0.02}))
    assert line(found) == ("Settings", "", "inflation", "", "0", "0.02", "+0.02")


def test_a_cell_differs_in_its_row() -> None:
    (found,) = differences(tiny_tables(Modules=tiny_rows("Modules", mine_m={"capex": 8.0})))
    assert line(found) == ("Modules", "mine_m", "capex", "", "5", "8", "× 1.6")


def test_years_that_differ_by_one_factor_are_one_line() -> None:
    prices = tiny_rows("Prices", magnet={"price": {year: 80.0 if year >= 2028 else 100.0 for year in YEARS}})
    (found,) = differences(tiny_tables(Prices=prices))
    assert line(found) == ("Prices", "magnet | base", "price", "2028–2030", "100", "80", "× 0.8")


def test_years_that_differ_by_one_addition_are_one_line_though_their_values_rise() -> None:
    rising = {year: 90.0 + (year - 2025) for year in YEARS}
    base = tiny_tables(Prices=tiny_rows("Prices", magnet={"price": rising}))
    more = {year: value + 5.0 for year, value in rising.items()}
    (found,) = input_differences([base, tiny_tables(Prices=tiny_rows("Prices", magnet={"price": more}))])
    assert line(found) == ("Prices", "magnet | base", "price", "2025–2030", "90 … 95", "95 … 100", "+5")


def test_years_that_differ_otherwise_are_lines_of_their_own() -> None:
    prices = tiny_rows("Prices", magnet={"price": {**dict.fromkeys(YEARS, 100.0), 2026: 90.0, 2027: 110.0, 2030: 90.0}})
    found = differences(tiny_tables(Prices=prices))
    assert [(each.years_words, each.shown(1).en) for each in found] == [("2026", "90"), ("2027", "110"), ("2030", "90")]


def test_rows_that_differ_by_one_factor_are_one_line_with_their_range() -> None:
    dearer = [{**row, "capex": 1.35 * row["capex"]} for row in tiny_rows("Modules")]
    (found,) = differences(tiny_tables(Modules=dearer))
    assert line(found) == (
        "Modules", "mine_m and others, 4 rows", "capex", "", "4 … 6", "5.4 … 8.1", "× 1.35"
    )  # fmt: skip
    assert found.rows == ("mine_m", "cracking_m", "separation_m", "magnet_line_m")


def test_a_row_that_only_some_runs_have_is_one_line() -> None:
    found = differences(tiny_tables(Requirements=[]), tiny_tables())
    assert [line(each)[:6] for each in found] == [
        ("Requirements", "mine | 1 | verification", "", "", "there", "not there")
    ]
    assert found[0].differs(0, 1)
    assert not found[0].differs(0, 2)


def test_a_missing_limit_and_a_flag_are_words_in_both_languages() -> None:
    funding = tiny_rows("Funding", bank={"yearly_limit": NO_LIMIT, "foreign": True})
    found = {each.column: each for each in differences(tiny_tables(Funding=funding))}
    assert {name: (each.shown(0).tr, each.shown(1).tr) for name, each in found.items()} == {
        "foreign": ("hayır", "evet"),
        "yearly_limit": ("50", "sınırsız"),
    }


def test_remarks_come_last_and_leave_the_fingerprint_alone() -> None:
    noted = edited(edited(tiny_tables(), "Modules", 0, note="a new quotation"), "Targets", 0, value=60.0)
    found = differences(noted)
    assert [(each.sheet, each.column, each.is_remark) for each in found] == [
        ("Targets", "value", False), ("Modules", "note", True)
    ]  # fmt: skip
    assert fingerprint(edited(tiny_tables(), "Modules", 0, note="a new quotation")) == fingerprint(tiny_tables())
    assert fingerprint(noted) != fingerprint(tiny_tables())


def test_scenarios_and_overlays_are_no_inputs_of_a_resolved_case() -> None:
    assert differences(tiny_tables(Scenarios=[], Overlays=[])) == []


@pytest.mark.parametrize(("value", "shown"), [(1234567.5, "1.234.567,5"), (-0.25, "−0,25"), (2031, "2031")])
def test_numbers_are_written_in_full_and_as_turkish_writes_them(value: float, shown: str) -> None:
    from roadmap_opt.comparison.cells import cell_words

    assert cell_words(value).tr == shown


def test_rows_are_called_by_what_their_keys_refer_to() -> None:
    """In the words of the first workbook that has the row."""
    named = {"Commodities": tiny_rows("Commodities", magnet={"name_en": "Magnets", "name_tr": "Mıknatıslar"})}
    dear = tiny_rows("Prices", magnet={"price": dict.fromkeys(YEARS, 120.0)})
    (found,) = input_differences([tiny_tables(**named), tiny_tables(**named, Prices=dear)])
    assert [(name.en, name.tr) for name in found.names] == [("Magnets · base", "Mıknatıslar · base")]
