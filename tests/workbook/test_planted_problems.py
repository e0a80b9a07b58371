"""One edit of a valid workbook, one finding that names the cell: structure, head rows, years, settings, cells."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from roadmap_opt.errors import InputError
from roadmap_opt.workbook.read import read_workbook
from tests.support.tiers import some

Edit = Callable[[Workbook], None]
Save = Callable[[Edit], Path]


def put(sheet: str, cell: str, value: Any) -> Edit:
    """Set one cell."""

    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


def rename(sheet: str, name: str) -> Edit:
    """Rename a sheet."""

    def edit(book: Workbook) -> None:
        book[sheet].title = name

    return edit


def merge(sheet: str, cells: str) -> Edit:
    """Merge cells."""
    return lambda book: book[sheet].merge_cells(cells)


def exchange(sheet: str, one: str, other: str) -> Edit:
    """Exchange two cells."""

    def edit(book: Workbook) -> None:
        page = book[sheet]
        page[one], page[other] = page[other].value, page[one].value

    return edit


def drop_column(sheet: str, at: int) -> Edit:
    """Delete a column."""
    return lambda book: book[sheet].delete_cols(at)


def first_year_mistyped(book: Workbook) -> None:
    """A wrong first year, where the column that the contract names before the years is missing, too."""
    prices = book["Prices"]
    prices.delete_cols(next(cell.column for cell in prices[2] if cell.value == "source"))
    prices["C2"] = 1925


def drop_row(sheet: str, at: int, count: int = 1) -> Edit:
    """Delete rows."""
    return lambda book: book[sheet].delete_rows(at, count)


PROBLEMS = [
    (rename("Recipes", "Recepies"), "E110", "Recepies", "", "a sheet of the contract, perhaps Recipes"),
    (rename("Sites", "My sites"), "E110", "My sites", "", "a sheet of the contract, perhaps Sites"),
    (lambda book: book.remove(book["Sites"]), "E111", "Sites", "",
     "the sheet “Places where plants can stand and goods pass”"),
    (lambda book: book.create_sheet(" sites "), "E112", " sites ", "", "only “Sites”"),
    (drop_row("Sites", 5, 3), "E113", "Sites", "", "at least one row"),
    (drop_row("Sites", 1), "E114", "Sites", "A2", "names in row 2, labels in row 3, units in row 4, then data"),
    (drop_row("Sites", 3), "E114", "Sites", "A3", "names in row 2, labels in row 3, units in row 4, then data"),
    (put("Modules", "C2", "capacty"), "E115", "Modules", "C2", "a column of Modules, perhaps capacity"),
    (drop_column("Modules", 3), "E116", "Modules", "A2", "the column capacity: Nameplate capacity of one module"),
    (put("Sites", "G2", "name_en"), "E117", "Sites", "G2", "one, as in F2, and here perhaps name_tr, which is missing"),
    (put("Sites", "L2", "name_en"), "E117", "Sites", "L2", "one, as in F2"),
    (put("Prices", "D2", 2025), "E117", "Prices", "D2", "one, as in C2, and here perhaps 2026, which is missing"),
    (put("Prices", "Z2", 2025), "E117", "Prices", "Z2", "one column per year"),
    (put("Modules", "C2", None), "E118", "Modules", "C2", "a column of Modules, here perhaps capacity"),
    (put("Sites", "L6", 5), "E118", "Sites", "L6", "a column name in L2"),
    (merge("Sites", "D5:D6"), "E119", "Sites", "D5", "single cells"),
    (drop_column("Prices", 4), "E120", "Prices", "A2", "one column for each year from 2025 to 2035"),
    (put("Prices", "D2", 2126), "E115", "Prices", "D2", "a column of Prices, perhaps 2026"),
    (first_year_mistyped, "E115", "Prices", "C2", "a column of Prices, perhaps 2025"),
    (put("Prices", "Z2", 2036), "E121", "Prices", "Z2", "years 2025 to 2035, as Settings says"),
    (put("Settings", "A14", "inflaton"), "E122", "Settings", "A14", "the name of a setting, perhaps inflation"),
    (put("Settings", "A14", None), "E122", "Settings", "A14", "the name of a setting"),
    (drop_row("Settings", 14), "E123", "Settings", "A2", None),
    (put("Settings", "A15", "inflation"), "E124", "Settings", "A15", "one row, as B14"),
    (exchange("Sites", "B2", "C2"), "E128", "Sites", "B2", "latitude in B2, longitude in C2"),
    (put("Sites", "A8", "TOPLAM"), "E129", "Sites", "A8", "rows of the table only, which ends above its total"),
    (put("Modules", "D4", "kUSD"), "E127", "Modules", "D4", "MUSD: values are read in this unit"),
    (put("Settings", "C14", "%"), "E127", "Settings", "C14", "1/yr: the value is read in this unit"),
    (put("Modules", "D6", None), "E130", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("Prices", "E6", " "), "E130", "Prices", "E6", None),
    (put("Settings", "B14", None), "E130", "Settings", "B14", "a number from -0.05 to 0.5 (1/yr)"),
    (put("Modules", "D6", "=1+1"), "E132", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("Modules", "D6", "a lot"), "E133", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("Modules", "D6", "1.234"), "E134", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("Modules", "D6", datetime.date(2027, 5, 1)), "E135", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("PlantSites", "C6", 2.5), "E136", "PlantSites", "C6", "a whole number from 0 to 50 (count)"),
    (put("Sites", "B6", 95), "E137", "Sites", "B6", "a number from -90 to 90 (degrees north)"),
    (put("Plants", "B6", "minning"), "E138", "Plants", "B6", None),
    (put("Modules", "D6", "12 %"), "E139", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("Modules", "D6", "no limit"), "E140", "Modules", "D6", "a number of at least 0 (MUSD)"),
    (put("Elements", "D6", "maybe"), "E141", "Elements", "D6", "yes or no"),
    (put("Start", "B3", None), "E104", "Start", "B3", "“Schema version” 2 on the sheet Start"),
    (rename("Start", "Başla"), "E110", "Başla", "", "the name Start"),
    (lambda book: book.remove(book["Start"]), "E104", "Start", "", "“Schema version” 2 on the sheet Start"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "code", "sheet", "cell", "expected"), some(3, PROBLEMS))
def test_is_reported(edited: Save, edit: Edit, code: str, sheet: str, cell: str, expected: str | None) -> None:
    findings = read_workbook(edited(edit)).findings
    found = [finding for finding in findings if (finding.code, finding.sheet, finding.cell) == (code, sheet, cell)]
    assert found, [str(finding) for finding in findings]
    assert expected is None or found[0].expected == expected
    assert found[0].workbook == "plan.xlsx"
    assert found[0].remedy


@pytest.mark.slow
def test_a_renamed_start_sheet_is_one_finding(edited: Save) -> None:
    assert [finding.code for finding in read_workbook(edited(rename("Start", "Başla"))).findings] == ["E110"]


def test_a_word_beside_a_setting_without_a_unit_is_no_unit(edited: Save) -> None:
    def edit(book: Workbook) -> None:
        row = next(cells[0].row for cells in book["Settings"] if cells[0].value == "objective")
        book["Settings"].cell(row, 3, "choice")

    assert read_workbook(edited(edit)).findings == ()


def test_message_in_full(edited: Save) -> None:
    (finding,) = read_workbook(edited(put("Modules", "D6", "a lot"))).findings
    assert str(finding) == (
        "E133 plan.xlsx › Modules!D6 (module name_1): the text “a lot”; expected a number of at least 0 (MUSD). "
        "Type digits only; units and remarks belong in the note column."
    )


def test_all_problems_at_once_in_order(edited: Save) -> None:
    cells = {"Settings": "B14", "Sites": "D6", "Modules": "D6", "Prices": "E6", "Plants": "D6"}

    def edit(book: Workbook) -> None:
        for sheet, cell in cells.items():
            book[sheet][cell] = "?"

    findings = read_workbook(edited(edit)).findings
    assert [f"{f.sheet}!{f.cell}" for f in findings] == [
        "Settings!B14",
        "Sites!D6",
        "Prices!E6",
        "Plants!D6",
        "Modules!D6",
    ]


@pytest.mark.slow
def test_a_missing_row_of_names_is_not_followed_by_a_problem_per_column(edited: Save) -> None:
    found = read_workbook(edited(drop_row("Sites", 2))).findings
    assert {each.code for each in found if each.sheet == "Sites"} == {"E114"}


@pytest.mark.slow
def test_an_unreadable_cell_leaves_the_row_and_marks_it(edited: Save) -> None:
    tables = read_workbook(edited(put("Modules", "D6", "a lot"))).tables
    row = tables["Modules"].rows[1]
    assert (row.values["module"], row.values["capex"], row.unreadable) == ("name_1", None, {"capex"})
    tables = read_workbook(edited(put("Prices", "E6", None))).tables
    row = tables["Prices"].rows[1]
    assert row.unreadable == {("price", 2027)}
    assert 2027 not in row.values["price"]


@pytest.mark.slow
def test_a_sheet_that_may_be_empty_may_be_missing(edited: Save) -> None:
    result = read_workbook(edited(lambda book: book.remove(book["Pins"])))
    assert result.tables["Pins"].rows == ()
    assert [(f.code, f.severity) for f in result.findings] == [("E111", "warning")]
    assert result.errors == ()


@pytest.mark.parametrize(
    "edit",
    some(
        2,
        [
            lambda book: book.create_sheet("# scratch"),
            lambda book: book.create_sheet("Notes of the meeting"),
            lambda book: book.create_sheet("NOTLARIM"),
            rename("Sites", " SİTES "),
            put("Sites", "B2", " LATITUDE\u00a0"),
            put("Sites", "L2", "# own column"),
            put("Prices", "D2", "2026"),
            put("Sites", "A40", "   "),
            lambda book: setattr(book["Sites"], "sheet_state", "hidden"),
            merge("Sites", "A1:D1"),
            drop_column("Sites", 9),  # the note may be blank, so its column may be missing
            put("Sites", "A1048576", None),
        ],
    ),
)
def test_is_accepted(edited: Save, edit: Edit) -> None:
    assert read_workbook(edited(edit)).findings == ()


@pytest.mark.slow
def test_own_columns_and_blank_rows_are_left_alone(edited: Save) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Sites"]
        sheet["L2"], sheet["L9"], sheet["L6"] = "# own", "a remark below the table", "another"
        sheet.insert_rows(6)

    result = read_workbook(edited(edit))
    assert result.findings == ()
    assert [row.number for row in result.tables["Sites"]] == [5, 7, 8]


@pytest.mark.slow
def test_references_are_spelled_as_the_row_they_name(edited: Save) -> None:
    def edit(book: Workbook) -> None:
        book["Sites"]["A5"] = "Sıvas"
        book["PlantSites"]["B5"] = " SIVAS"
        book["PlantSites"]["B6"] = "nowhere"

    tables = read_workbook(edited(edit)).tables
    assert [row.values["site"] for row in tables["PlantSites"]][:2] == ["Sıvas", "nowhere"]


@pytest.mark.slow
@pytest.mark.parametrize(("version", "words"), [(1, "roadmap-opt upgrade"), (3, "newer roadmap-opt")])
def test_another_schema_version_is_refused_with_a_way_out(edited: Save, version: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(edited(put("Start", "B3", version)))
    (finding,) = caught.value.findings
    assert (finding.code, finding.sheet, finding.cell) == ("E105", "Start", "B3")
    assert words in finding.remedy
