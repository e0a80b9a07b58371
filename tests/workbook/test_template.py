"""The written workbook offers what the contract says: heads, notes, drop-downs, entry rules, links, the start sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_opt.case.grid import headings
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.palette import INPUT_FILL
from roadmap_opt.workbook.layout import (
    FIRST_DATA_ROW,
    LABEL_ROW,
    NAME_ROW,
    UNIT_HEADING,
    UNIT_ROW,
    column_letter,
    placed,
)
from roadmap_opt.workbook.read import read_workbook
from roadmap_opt.workbook.template import DEFAULT_YEARS, write_workbook
from tests.support.random_tables import values_of

DEFAULT_DATA = Path(__file__).parents[2] / "roadmap_opt" / "data" / "roadmap"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("empty") / "empty.xlsx"
    write_workbook(path)
    return load_workbook(path)


def _rule(sheet: Worksheet, cell: str) -> tuple[str, str]:
    (rule,) = (rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)
    return rule.type, rule.formula1


@pytest.mark.parametrize("name", SHEETS)
def test_heads_and_notes(empty: Workbook, name: str) -> None:
    spec, sheet = SHEETS[name], empty[name]
    assert sheet["A1"].value == f"{spec.en} / {spec.tr}"
    assert sheet.freeze_panes is not None
    if spec.layout == "settings":
        assert [row[0].value for row in sheet.iter_rows(min_row=5)] == [column.name for column in spec.columns]
        return
    places = placed(spec, DEFAULT_YEARS)
    read = [place.heading for place in places if place.column is not None]
    assert sorted(map(str, read)) == sorted(str(heading) for heading, _ in headings(spec, DEFAULT_YEARS))
    for at, place in enumerate(places, start=1):
        column = place.column
        assert sheet.cell(NAME_ROW, at).value == place.heading
        if column is None:
            continue
        note = sheet.cell(NAME_ROW, at).comment.text
        assert column.meta.en in note
        assert column.meta.tr in note
        assert column.meta.blank is None or f"or blank ({column.meta.blank})" in note
        assert column.kind == "years" or sheet.cell(LABEL_ROW, at).value
        assert column.kind == "years" or sheet.cell(UNIT_ROW, at).value


@pytest.mark.parametrize("name", SHEETS)
def test_every_column_that_can_refuse_has_a_rule(empty: Workbook, name: str) -> None:
    spec, sheet = SHEETS[name], empty[name]
    if spec.layout == "settings":
        cells = [(f"B{row}", column) for row, column in enumerate(spec.columns, start=5)]
    else:
        under = enumerate(placed(spec, DEFAULT_YEARS), start=1)
        cells = [(sheet.cell(5, at).coordinate, place.column) for at, place in under if place.column is not None]
    for cell, column in cells:
        offers = column.meta.choices or column.meta.refers or column.meta.within or column.name == "table"
        if column.kind == "text" and not offers:
            continue
        kind, formula = _rule(sheet, cell)
        assert kind == ("list" if column.kind in ("flag", "text") else "custom")
        assert len(formula) <= 255


def test_no_rule_refuses_what_the_reader_may_take(empty: Workbook) -> None:
    """Neither a number as text nor ``evet`` nor a name that comes later is kept out: Excel asks, `check` explains."""
    rules = [rule for sheet in empty for rule in sheet.data_validations.dataValidation]
    assert rules
    assert {rule.errorStyle for rule in rules if rule.showErrorMessage} == {"warning"}


def test_rules_in_full(empty: Workbook) -> None:
    assert _rule(empty["Sites"], "B5") == ("custom", "AND(ISNUMBER(B5),B5>=-90,B5<=90)")
    assert _rule(empty["Sites"], "D5") == (
        "custom",
        'OR(AND(ISNUMBER(D5),D5>=0),LOWER(D5)="no limit",D5="sınırsız")',
    )
    english, turkish = "fixed,floor,ceiling,collar,discount,index", "sabit,taban,tavan,taban ve tavan,indirim,endeks"
    assert _rule(empty["Contracts"], "J20") == ("list", f'"{english},{turkish}"')
    assert _rule(empty["PlantSites"], "B5") == ("list", "OFFSET(Sites!$A$5,0,0,MAX(1,COUNTA(Sites!$A$5:$A$1005)),1)")
    assert _rule(empty["Settings"], "B6") == ("custom", "AND(ISNUMBER(B6),B6>=2000,B6<=2100,B6=INT(B6))")


def test_long_lists_stand_in_a_hidden_sheet(empty: Workbook) -> None:
    looked_at = 0
    for name, spec in SHEETS.items():
        for at, place in enumerate(placed(spec, DEFAULT_YEARS), start=1):
            column = place.column
            if column is None or len(",".join(column.meta.choices)) <= 250 or column.meta.within:
                continue
            kind, formula = _rule(empty[name], empty[name].cell(5, at).coordinate)
            sheet, cells = formula.split("!")
            listed = [cell.value for (cell,) in empty[sheet.strip("'")][cells.replace("$", "")]]
            assert (kind, tuple(listed)) == ("list", column.meta.choices)
            assert empty[sheet.strip("'")].sheet_state == "hidden"
            looked_at += 1
    assert looked_at


def test_start_sheet_links_to_every_sheet(empty: Workbook) -> None:
    start = empty["Start"]
    assert empty.sheetnames[0] == "Start"
    links = {cell.value: cell.hyperlink.location for (cell,) in start["A1:A100"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in SHEETS}


@pytest.mark.slow
def test_levers_and_units_are_in_view_on_a_usual_screen(tmp_path: Path) -> None:
    """1600 pixels at 100 %: seven for a unit of width, 50 for row numbers and the scroll bar."""
    write_workbook(tmp_path / "roadmap.xlsx", load_text_tables(DEFAULT_DATA))
    book = load_workbook(tmp_path / "roadmap.xlsx")
    ends: dict[str, float] = {}
    for name, spec in SHEETS.items():
        if spec.layout == "settings":
            continue
        width = {
            at: each.width for each in book[name].column_dimensions.values() for at in range(each.min, each.max + 1)
        }
        for at, place in enumerate(placed(spec, DEFAULT_YEARS), start=1):
            if place.column is None or place.column.meta.lever:
                ends[name] = 50 + 7 * sum(width[left] for left in range(1, at + 1))
    assert len(ends) > 15
    assert {name: end for name, end in ends.items() if end > 1600} == {}


@pytest.mark.slow
def test_colours_and_number_formats_say_what_a_cell_is(tmp_path: Path) -> None:
    write_workbook(tmp_path / "roadmap.xlsx", load_text_tables(DEFAULT_DATA))
    book = load_workbook(tmp_path / "roadmap.xlsx")
    yellow = f"FF{INPUT_FILL.removeprefix('#')}"
    for name, spec in SHEETS.items():
        if spec.layout == "settings":
            cells = [(f"B{row}", column) for row, column in enumerate(spec.columns, start=FIRST_DATA_ROW)]
        else:
            under = enumerate(placed(spec, DEFAULT_YEARS), start=1)
            cells = [(book[name].cell(5, at).coordinate, place.column) for at, place in under if place.column]
        for cell, column in cells:
            look = book[name][cell]
            assert (look.fill.fgColor.rgb == yellow) == column.meta.lever, (name, cell)
            if column.kind in ("number", "years"):
                assert ("%" in look.number_format) == column.meta.unit.startswith(("share", "1/yr")), (name, cell)
    targets = {row[0].value: row for row in book["Targets"].iter_rows(min_row=5, max_row=50)}
    value, unit = (ord(column_letter(SHEETS["Targets"], (), each)) - ord("A") for each in ("value", UNIT_HEADING))
    shown = {name: row[value].number_format for name, row in targets.items()}
    assert (shown["magnets_2500"], shown["domestic_powder"]) == ("#,##0", "0%")
    assert str(targets["domestic_powder"][unit].value).startswith("=IFERROR(INDEX(")


@pytest.mark.slow
def test_language_and_years(tmp_path: Path) -> None:
    write_workbook(tmp_path / "plan.xlsx", years=(2030, 2031), language="tr")
    book = load_workbook(tmp_path / "plan.xlsx")
    assert book["Sites"]["A1"].value == f"{SHEETS['Sites'].tr} / {SHEETS['Sites'].en}"
    assert book["Start"]["A1"].value.startswith("Nadir toprak")
    assert [book["Prices"].cell(NAME_ROW, at).value for at in (3, 4, 5)] == [2030, 2031, "source"]


@pytest.mark.slow
def test_an_empty_form_asks_for_its_settings_and_rows(tmp_path: Path) -> None:
    write_workbook(tmp_path / "plan.xlsx")
    findings = read_workbook(tmp_path / "plan.xlsx").findings
    assert {finding.code for finding in findings} == {"E113", "E130"}
    assert {finding.sheet for finding in findings if finding.code == "E130"} == {"Settings"}


@pytest.mark.slow
def test_the_default_data_survive(tmp_path: Path) -> None:
    tables = load_text_tables(DEFAULT_DATA)
    write_workbook(tmp_path / "roadmap.xlsx", tables)
    result = read_workbook(tmp_path / "roadmap.xlsx")
    assert result.findings == ()
    assert values_of(result.tables) == values_of(tables)
