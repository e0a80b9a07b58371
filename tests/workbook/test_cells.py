"""What a planner may type into one cell, and what is said when it cannot be read."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_opt.case import sheets as _sheets  # noqa: F401
from roadmap_opt.case.cells import (
    LARGEST,
    CellProblem,
    ErrorCell,
    UnsavedFormula,
    clean_text,
    format_cell,
    is_blank,
    parse_cell,
)
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.workbook.stored import as_stored

SHARE = SHEETS["Markets"].column("addressable_share")  # 0 to 1
CAPEX = SHEETS["Modules"].column("capex")  # MUSD, at least 0
ADDER = SHEETS["Markets"].column("price_adder")  # any number
COUNT = SHEETS["PlantSites"].column("maximum_modules")  # whole, 0 to 50
LATITUDE = SHEETS["Sites"].column("latitude")  # -90 to 90
LIMIT = SHEETS["Sites"].column("water_limit")  # unlimited
FLAG = SHEETS["Markets"].column("domestic")
CHOICE = SHEETS["Contracts"].column("price_rule")
NAME = SHEETS["Sites"].column("site")
NOTE = SHEETS["Sites"].column("note")
OPTIONAL = SHEETS["Modules"].column("spend_2")
NEW_VALUE = SHEETS["Overlays"].column("value")  # the value of some other column, as text


@pytest.mark.parametrize(
    ("raw", "column", "value"),
    [
        (0.125, SHARE, 0.125),
        (1, SHARE, 1.0),
        ("12,5 %", SHARE, 0.125),
        ("%12,5", SHARE, 0.125),
        (" 12.5% ", SHARE, 0.125),
        ("0,125", SHARE, 0.125),
        ("0.125", CAPEX, 0.125),
        ("1.234,5", CAPEX, 1234.5),
        ("1,234.5", CAPEX, 1234.5),
        ("1.234.567", CAPEX, 1234567.0),
        ("1 234 567,25", CAPEX, 1234567.25),
        ("1\u00a0234", CAPEX, 1234.0),
        ("1234,5", CAPEX, 1234.5),
        ("1234.567", CAPEX, 1234.567),
        ("−3,5", ADDER, -3.5),
        ("1,5E+03", CAPEX, 1500.0),
        ("1.234", LATITUDE, 1.234),  # 1234 degrees do not exist
        (3.0, COUNT, 3),
        ("3", COUNT, 3),
        ("sınırsız", LIMIT, math.inf),
        ("SINIRSIZ", LIMIT, math.inf),
        ("No  Limit", LIMIT, math.inf),
        ("EVET", FLAG, True),
        ("hayır", FLAG, False),
        ("HAYIR", FLAG, False),
        ("Yes", FLAG, True),
        (True, FLAG, True),
        (0, FLAG, False),
        ("FIXED", CHOICE, "fixed"),
        ("fıxed ", CHOICE, "fixed"),
        ("007", NAME, "007"),
        (7.0, NAME, "7"),
        (1.5, NAME, "1.5"),
        (1.234, NEW_VALUE, "1.234"),  # a number in the cell has one reading only
        ("0.125", NEW_VALUE, "0.125"),
        ("hard", NEW_VALUE, "hard"),
        ("\u00a0Beylikova\u200b ", NAME, "Beylikova"),
        (None, OPTIONAL, None),
        ("  ", OPTIONAL, None),
        (0, OPTIONAL, 0.0),
    ],
)
def test_is_read(raw: object, column: Any, value: object) -> None:
    read = parse_cell(raw, column)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("raw", "column", "code", "words"),
    [
        (None, CAPEX, "E130", "the cell is blank"),
        ("\u00a0", NAME, "E130", "the cell is blank"),
        (ErrorCell("#REF!"), CAPEX, "E131", "the cell shows #REF!"),
        (UnsavedFormula("=B2*2"), CAPEX, "E132", "the formula =B2*2 has no saved result"),
        ("about 5", CAPEX, "E133", "the text “about 5”"),
        ("nan", CAPEX, "E133", "the text “nan”"),
        ("inf", LIMIT, "E133", "the text “inf”"),
        ("1.23.45", CAPEX, "E133", "the text “1.23.45”"),
        (True, CAPEX, "E133", "“yes”"),
        ("1.234", CAPEX, "E134", "“1.234” can be read as 1.234 or as 1234"),
        ("12,345", CAPEX, "E134", "“12,345” can be read as 12.345 or as 12345"),
        ("1.500", NEW_VALUE, "E134", "“1.500” can be read as 1.5 or as 1500"),
        (datetime.datetime(2027, 5, 1), CAPEX, "E135", "the cell holds a date or time (2027-05-01 00:00:00)"),
        (2.5, COUNT, "E136", "2.5"),
        (-1, CAPEX, "E137", "-1"),
        (51, COUNT, "E137", "51"),
        (12.5, SHARE, "E137", "12.5"),
        ("fixt", CHOICE, "E138", "“fixt”"),
        ("12 %", CAPEX, "E139", "the percentage “12 %”"),
        ("no limit", CAPEX, "E140", "“no limit”"),
        ("perhaps", FLAG, "E141", "“perhaps”"),
    ],
)
def test_is_refused(raw: object, column: Any, code: str, words: str) -> None:
    with pytest.raises(CellProblem) as caught:
        parse_cell(raw, column)
    assert (caught.value.code, caught.value.found) == (code, words)
    assert caught.value.expected
    assert caught.value.remedy


def test_remedies_help() -> None:
    with pytest.raises(CellProblem) as caught:
        parse_cell(12.5, SHARE)
    assert caught.value.remedy == "Shares are fractions: 12.5 % is 0.125."
    with pytest.raises(CellProblem) as caught:
        parse_cell("fixt", CHOICE)
    assert caught.value.remedy == "Did you mean fixed?"
    assert caught.value.expected == "one of fixed, floor, ceiling, collar, discount, index"


def test_a_point_is_a_decimal_point_in_text_tables() -> None:
    assert parse_cell("1.234", CAPEX, decimal_point=True) == 1.234
    assert parse_cell("1.234", NEW_VALUE, decimal_point=True) == "1.234"


@given(st.floats(-LARGEST, LARGEST))
def test_any_number_survives_as_text(value: float) -> None:
    assert parse_cell(format_cell(value), ADDER, decimal_point=True) == value


@given(st.text(max_size=40))
def test_any_text_survives_as_it_is_shown(text: str) -> None:
    if is_blank(text):
        assert parse_cell(text, NOTE) is None
    else:
        shown = parse_cell(text, NOTE)
        assert shown == clean_text(text) == parse_cell(as_stored(shown), NOTE)
