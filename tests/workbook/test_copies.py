"""Copies of a planner's workbook lose nothing: what is put in stands in its place, every other byte is as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.saving import SaveError
from roadmap_opt.workbook.copies import with_findings
from roadmap_opt.workbook.layout import FINDINGS_SHEET
from roadmap_opt.workbook.read import open_content, read_content
from roadmap_opt.workbook.xlsx.edit import Edit
from tests.support.random_tables import make_tables, values_of
from tests.support.tiers import some
from tests.support.workbook_parts import RELATIONS, Change, packed, sheet_part, unpacked
from tests.support.workbook_programs import CHANGES, prefixed, quoted, viewless

CELLS: dict[tuple[int, int], Any] = {(9, 6): "Örnek <b> & “x”", (9, 2): 1.5, (60, 1): "far below", (7, 30): "beside"}
"""On Sites: in a blank row of the template, below all rows, beside all columns."""


def run(*words: object) -> Result:
    return CliRunner().invoke(roadmap_opt, [str(word) for word in words])


@pytest.mark.parametrize("change", some(6, CHANGES), ids=lambda change: change.__qualname__.split(".")[0])
def test_whatever_program_wrote_it_the_copy_holds_both_or_there_is_none(written: Path, change: Change) -> None:
    """Cells are filled and a sheet is added in a workbook of any program, or it is said that it cannot be done."""
    parts = unpacked(written.read_bytes())
    change(parts)
    content = packed(parts)
    titles = list(open_content("plan.xlsx", content).grids)
    sites = next(title for title in titles if title.strip().casefold() == "sites")
    try:
        edit = Edit("plan.xlsx", content)
        edit.fill(sites, CELLS, {(9, 2): (5, 2)})
        made = with_findings("plan.xlsx", edit.content(), ["a", "b"], [["1", "2"]], {0: (sites, "B5")})
    except SaveError as refused:
        said = str(refused)
    else:
        said = ""
    if said:
        assert "open it in Excel" in said
        assert change.__qualname__.split(".")[0] in ("without_places", "utf_16", "without", "garbled")
        return
    opened = open_content("plan.xlsx", made)
    grid = opened.grids[sites]
    assert {place: grid[place[0]][place[1]] for place in CELLS} == CELLS
    before = open_content("plan.xlsx", content).grids
    for title in titles:
        kept = {row: {at: value for at, value in cells.items() if (title, row, at) not in
                      {(sites, *place) for place in CELLS}} for row, cells in opened.grids[title].items()}  # fmt: skip
        assert {row: cells for row, cells in kept.items() if cells} == before[title]
    listed = re.findall(r'<(?:\w+:)?sheet [^>]*?name="([^"]*)"', unpacked_book(made))
    assert listed[-1] == FINDINGS_SHEET
    assert [part.rpartition("/")[2] for part in chosen(made)] == ["added1.xml"]
    assert re.findall(r'<(?:\w+:)?workbookView [^>]*?activeTab="(\d+)"', unpacked_book(made)) == [f"{len(listed) - 1}"]


def unpacked_book(content: bytes) -> str:
    parts = unpacked(content)
    return next(
        text for part in parts.values() if re.search("<(?:x:)?sheets>", text := part.decode("utf-8", "replace"))
    )


def chosen(content: bytes) -> list[str]:
    """Names of the parts whose sheets are selected."""
    return [
        name
        for name, part in unpacked(content).items()
        if re.search(rb"""<(?:\w+:)?sheetView [^>]*?tabSelected=["'](?:1|true)["']""", part)
    ]


@pytest.mark.parametrize("change", [prefixed, viewless, quoted], ids=lambda change: change.__qualname__)
def test_one_sheet_is_chosen(written: Path, change: Change) -> None:
    """Where two sheets are chosen, what is typed into one goes into the other too."""
    parts = unpacked(written.read_bytes())
    change(parts)
    assert len(chosen(packed(parts))) == 1
    made = with_findings("plan.xlsx", packed(parts), ["a"], [["1"]], {})
    assert [part.rpartition("/")[2] for part in chosen(made)] == ["added1.xml"]
    book = unpacked_book(made)
    assert re.findall(r'activeTab="(\d+)"', book) == [str(len(re.findall(r"<(?:\w+:)?sheet ", book)) - 1)]
    assert re.search(r"<(?:\w+:)?bookViews>.*<(?:\w+:)?sheets>", book)


def test_a_list_in_the_place_of_the_old_one_is_the_one_that_is_chosen(written: Path) -> None:
    first = with_findings("plan.xlsx", written.read_bytes(), ["a"], [["1"]], {})
    opened = unpacked(first)
    start = sheet_part(opened, "Start")  # the planner looked at another sheet and saved
    opened[start] = opened[start].replace(b"<sheetView ", b'<sheetView tabSelected="1" ', 1)
    assert len(chosen(packed(opened))) == 2
    again = with_findings("plan.xlsx", packed(opened), ["a"], [["2"]], {})
    assert [part.rpartition("/")[2] for part in chosen(again)] == ["added1.xml"]


def test_numbers_of_numpy_are_numbers(written: Path) -> None:
    edit = Edit("plan.xlsx", written.read_bytes())
    numbers: dict[tuple[int, int], Any] = {(9, 2): np.float64(1.5), (9, 3): np.int64(7)}
    edit.fill("Sites", numbers, {})
    grid = open_content("plan.xlsx", edit.content()).grids["Sites"]
    assert (grid[9][2], grid[9][3]) == (1.5, 7)


def test_every_part_but_those_that_are_added_to_is_the_same_byte_for_byte(written: Path) -> None:
    before = unpacked(written.read_bytes())
    edit = Edit("plan.xlsx", written.read_bytes())
    edit.fill("Sites", {(9, 1): "fresh"}, {})
    after = unpacked(edit.content())
    part = sheet_part(before, "Sites")
    assert list(after) == list(before)
    assert [name for name in before if after[name] != before[name]] == [part]
    assert len(after[part]) > len(before[part])
    made = unpacked(with_findings("plan.xlsx", written.read_bytes(), ["a"], [["1"]], {}))
    changed = {name for name in before if made[name] != before[name]}
    start = sheet_part(before, "Start")  # it was the chosen sheet
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", start}


@pytest.fixture
def planners(written: Path, tmp_path: Path) -> Path:
    """A workbook with what planners add: comments, colours, a sheet and a column of theirs."""
    book = load_workbook(written)
    sites = book["Sites"]
    sites["B5"].comment = Comment("ask the ministry", "planner", width=320, height=200)
    sites["A5"].fill = sites["A5"].fill.copy(patternType="solid", fgColor="FFFF0000")
    sites["N2"], sites["N5"] = "#mine", "=SUM(B5:B7)"
    mine = book.create_sheet("# sums")
    mine["A1"] = "=Sites!B5*2"
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return path


def test_what_the_planner_added_is_in_the_copy(planners: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    edit = Edit("plan.xlsx", planners.read_bytes())
    edit.fill("Sites", {(9, 1): "fresh"}, {(9, 1): (5, 1)})
    copy.write_bytes(edit.content())
    book = load_workbook(copy)
    sites = book["Sites"]
    assert sites["A9"].value == "fresh"
    assert sites["A9"].fill.fgColor.rgb == "FFFF0000"
    assert sites["B5"].comment.text == "ask the ministry"
    assert (sites["N5"].value, book["# sums"]["A1"].value) == ("=SUM(B5:B7)", "=Sites!B5*2")
    before = load_workbook(planners)
    for sheet in before:
        rules = [rule.sqref for rule in sheet.data_validations.dataValidation]
        assert [rule.sqref for rule in book[sheet.title].data_validations.dataValidation] == rules
        looks = [str(area.sqref) for area in sheet.conditional_formatting]
        assert [str(area.sqref) for area in book[sheet.title].conditional_formatting] == looks


def test_charts_and_pictures_stay(written: Path, tmp_path: Path) -> None:
    """openpyxl would drop a chart of another program; here its parts are not even opened."""
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Start")
        page.write_column(0, 0, ["Schema version", 2])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Start!$A$1:$A$2"})
        page.insert_chart("D2", chart)
        page.insert_textbox("D20", "a remark")
    edit = Edit("chart.xlsx", path.read_bytes())
    edit.fill("Start", {(9, 1): "x"}, {})
    before, after = unpacked(path.read_bytes()), unpacked(edit.content())
    assert [name for name in before if after[name] != before[name]] == ["xl/worksheets/sheet1.xml"]
    assert any(name.startswith("xl/charts/") for name in after)
    assert b"<drawing " in after["xl/worksheets/sheet1.xml"]


def broken(edited: Callable[[Callable[[Workbook], None]], Path]) -> Path:
    def edit(book: Workbook) -> None:
        book["Sites"]["B6"] = "north"
        book["Modules"]["D6"] = -1

    return edited(edit)


Edited = Callable[[Callable[[Workbook], None]], Path]


def test_findings_lead_to_their_cells(edited: Edited, tmp_path: Path) -> None:
    book = broken(edited)
    before = book.read_bytes()
    result = run("check", book, "--into", tmp_path / "out")
    assert result.exit_code == 2
    assert "plan_findings.xlsx" in result.output
    assert book.read_bytes() == before
    copy = load_workbook(tmp_path / "out" / "plan_findings.xlsx")
    page = copy[FINDINGS_SHEET]
    assert copy.active.title == FINDINGS_SHEET
    assert [sheet.title for sheet in copy if sheet.sheet_view.tabSelected] == [FINDINGS_SHEET]
    assert [cell.value for cell in page[1]][:5] == ["kind", "code", "sheet", "cell", "row"]
    led = {row[3].hyperlink.location for row in page.iter_rows(min_row=2) if row[3].hyperlink}
    assert led >= {"'Sites'!B6", "'Modules'!D6"}
    errors = [row[0].value for row in page.iter_rows(min_row=2)]
    assert errors[0] == "error"
    listed = [(row[1].value, row[3].value) for row in page.iter_rows(min_row=2)]
    assert [(code, cell) for code, cell in listed if code == "E133"] == [("E133", "B6")]
    again = run("check", book, "--into", tmp_path / "out")
    assert again.exit_code == 2
    assert "left untouched" in again.output


def test_a_checked_copy_is_read_as_before_and_checked_again_in_place_of_the_old_list(
    edited: Edited, tmp_path: Path
) -> None:
    first = tmp_path / "first.xlsx"
    run("check", broken(edited), "--into", first)
    opened = load_workbook(first)
    opened["Sites"]["B6"] = 41.0
    opened.save(first)
    second = tmp_path / "second.xlsx"
    result = run("check", first, "--into", second, "--lang", "tr")
    assert "Sites!B6" not in result.output
    book = load_workbook(second)
    assert [name for name in book.sheetnames if name.startswith(FINDINGS_SHEET)] == [FINDINGS_SHEET]
    assert [cell.value for cell in book[FINDINGS_SHEET][1]][:3] == ["tür", "kod", "sayfa"]
    assert not any(row[3].value == "B6" and row[2].value == "Sites" for row in book[FINDINGS_SHEET].iter_rows())


def test_the_added_rows_of_a_sound_workbook_change_nothing_else(written: Path) -> None:
    read = read_content("plan.xlsx", with_findings("plan.xlsx", written.read_bytes(), ["a"], [["b"]], {}))
    assert read.findings == ()
    assert values_of(read.tables) == values_of(make_tables())


def test_a_prefix_that_is_declared_at_every_sheet_is_declared_at_the_new_one(written: Path) -> None:
    """As openpyxl writes workbooks where lxml is installed."""
    parts = unpacked(written.read_bytes())
    declared = f' xmlns:r="{RELATIONS}"'
    book = parts["xl/workbook.xml"].decode()
    assert declared in book
    parts["xl/workbook.xml"] = book.replace(declared, "", 1).replace("<sheet ", f"<sheet{declared} ").encode()
    made = unpacked(with_findings("plan.xlsx", packed(parts), ["a"], [["b"]], {}))
    ElementTree.fromstring(made["xl/workbook.xml"])
    assert open_content("plan.xlsx", packed(made)).version is not None
