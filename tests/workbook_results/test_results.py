"""The results workbook: its figures, its live formulas, its honesty without a plan, both languages."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from roadmap_opt.auditor import Violation
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import LANGUAGES, Language
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.report.run_book.page import Book
from roadmap_opt.report.run_book.summary import figure, percent
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.workbook.read import read_workbook
from tests.support import made_up_plan
from tests.support.explained import run_of
from tests.support.formulas import Formulas
from tests.support.tiers import some
from tests.support.tiny_case import tiny_rows, tiny_tables
from tests.support.workshop import programme

SCENARIO = {"scenario": "dear", "name_en": "Dear capital", "name_tr": "Pahalı sermaye"}
OVERLAY = {
    "scenario": "dear",
    "table": "Settings",
    "row": "*",
    "column_name": "inflation",
    "operation": "set",
    "value": "0.03",
}


def written(run: Run, folder: Path, language: Language = "en") -> Path:
    path = folder / "results.xlsx"
    write_results(path, run, language)
    return path


def texts(book: Workbook, sheet: str) -> list[str]:
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_given_as_input_are_one_finding(tmp_path: Path, language: Language) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(written(made_up_plan.results(tiny_tables(), tmp_path), tmp_path, language))
    assert [(finding.code, finding.found) for finding in caught.value.findings] == [("E106", "the results of a run")]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    tables = tiny_tables(Settings={"inflation": 0.02, "opening_cash": 25.0, "terminal_value": "book"})
    return written(made_up_plan.results(tables, folder), folder)


@pytest.mark.slow
def test_the_first_sheet_says_how_good_the_plan_is(path: Path) -> None:
    book = load_workbook(path, data_only=True)
    said = texts(book, book.sheetnames[0])
    assert book.sheetnames[0] == "Summary"
    proven = "Proven: Best plan found and proven: no other plan can be better by more than 0.39 %."
    assert f"{proven} Recomputed by the program’s own auditor." in said
    assert "NPV without it" in said
    assert "Peak funding" in said


def test_the_first_sheet_is_printed_page_by_page_and_cuts_no_name(tmp_path: Path) -> None:
    name = "A permit whose name is far too long for the column in which it has to stand, and for most others"
    run = run_of(Programmes=[{**programme("permit", kind="permit"), "name_en": name, "started": 2024}])
    sheet = load_workbook(written(run, tmp_path)).worksheets[0]
    (row,) = (cell.row for cell in sheet["A"] if cell.value == name)
    assert sheet.cell(row, 1).alignment.wrap_text
    assert sheet.row_dimensions[row].height >= 15 * len(name) / (1.3 * sheet.column_dimensions["A"].width)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes
    assert sheet.print_title_rows == "$1:$1"


def test_every_formula_holds_its_value(path: Path) -> None:
    formulas = Formulas(path)
    assert len(formulas.cells) > 100
    for sheet, cell, cached in formulas.cells:
        assert formulas.value(sheet, cell) == pytest.approx(cached, abs=1e-6), (sheet, cell)


def test_cash_and_net_present_values_agree_with_the_engine(path: Path) -> None:
    book = load_workbook(path, data_only=True)
    rows = [[cell.value for cell in row] for row in book["Cash flow"].iter_rows()]
    differences = [row[3:] for row in rows if row[0] == "Difference"]
    assert len(differences) == 4  # closing cash, and the net present value of each perspective
    assert all(value in (None, 0) for row in differences for value in row)


@pytest.mark.slow
def test_a_changed_line_reaches_the_net_present_value(path: Path, tmp_path: Path) -> None:
    before = Formulas(path)
    book = load_workbook(path)
    sheet = book["Cash flow"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Spot sales" and cell.row > 40)
    column = next(cell.column_letter for cell in sheet[row] if isinstance(cell.value, float))
    sheet[f"{column}{row}"] = sheet[f"{column}{row}"].value + 100.0
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    total = next(f"D{cell.row}" for cell in sheet["A"] if cell.value == "NPV without terminal value")
    assert Formulas(changed).value("Cash flow", total) > before.value("Cash flow", total) + 50.0


@pytest.mark.parametrize("status", some(2, [status for status in Status if not status.has_plan]))
@pytest.mark.parametrize("language", ["en", "tr"])
def test_without_a_plan_the_workbook_says_so(tmp_path: Path, status: Status, language: Language) -> None:
    book = load_workbook(written(made_up_plan.results(tiny_tables(), tmp_path, status), tmp_path, language))
    first = texts(book, book.sheetnames[0])
    assert any(said.startswith(("No plan", "Plan yok")) for said in first)
    assert not {"Cash flow", "Nakit akışı", "Targets", "Hedefler"} & set(book.sheetnames)
    assert {"Run", "Çalışma"} & set(book.sheetnames)


@pytest.mark.slow
def test_a_plan_at_a_limit_and_a_failed_audit_are_marked(tmp_path: Path) -> None:
    violation = Violation("cash balance", "2028", 12.5, 12.0, 0.5)
    run = made_up_plan.results(tiny_tables(), tmp_path, Status.FEASIBLE_AT_LIMIT, violations=(violation,))
    book = load_workbook(written(run, tmp_path))
    said = " ".join(texts(book, "Summary"))
    assert "the time limit ended the search" in said
    assert "AUDIT FAILED with 1 violation(s): do not use this result." in said
    assert "cash balance" in texts(book, "Audit")


@pytest.mark.slow
def test_a_wide_gap_is_not_dressed_up(tmp_path: Path) -> None:
    run = made_up_plan.results(tiny_tables(), tmp_path, Status.FEASIBLE_AT_LIMIT)
    wide = replace(run, record=replace(run.record, gap=2.586))
    said = " ".join(texts(load_workbook(written(wide, tmp_path)), "Summary"))
    assert "perhaps far from the best: the proven gap is still 258.6 %" in said
    none = replace(run, record=replace(run.record, gap=None))
    said = " ".join(texts(load_workbook(written(none, tmp_path)), "Summary"))
    assert "before anything was proven about how good it is" in said


def test_shares_and_gaps_keep_their_digits() -> None:
    english, turkish = (Book(None, language, ()) for language in LANGUAGES)
    assert [figure(english, value, "share", "") for value in (0.2, 0.0005, 0.1005)] == ["20 %", "0.05 %", "10.05 %"]
    assert figure(turkish, 0.125, "share", "") == "%12,5"
    assert figure(turkish, 2500, "t/yr", "t/yıl") == "2.500 t/yıl"
    assert [percent(english, gap) for gap in (0.0039, 0.05, None)] == ["0.39 %", "5.0 %", "–"]


@pytest.mark.slow
def test_what_a_scenario_changed_is_listed_and_marked(tmp_path: Path) -> None:
    base = tiny_tables(Scenarios=[SCENARIO], Overlays=[OVERLAY])
    inputs = apply_scenario(base, "dear", "tiny.xlsx")
    run = made_up_plan.results(inputs, tmp_path, base_inputs=base, scenario="dear")
    book = load_workbook(written(run, tmp_path))
    rows = [[cell.value for cell in row] for row in book["Scenario changes"].iter_rows()]
    wanted = ["Settings", "inflation", 0, 0.03, "B14", "dear = 0.03 (Overlays, row 5)"]
    assert wanted in [[row[0], *row[2:7]] for row in rows]
    comments = [cell.comment.text for row in book["Inputs used"].iter_rows() for cell in row if cell.comment]
    assert "dear = 0.03 (Overlays, row 5)" in comments
    assert any("Dear capital" in said for said in texts(book, "Summary"))


@pytest.mark.slow
def test_findings_are_shown(tmp_path: Path) -> None:
    finding = Finding("E299", "tiny.xlsx", "Markets", "D7", "m", "a price of 0", "a price", "Check it.", "warning")
    book = load_workbook(written(made_up_plan.results(tiny_tables(), tmp_path, findings=(finding,)), tmp_path))
    assert {"E299", "Markets", "D7", "Check it."} <= set(texts(book, "Findings"))


@pytest.mark.slow
def test_names_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    rows = tiny_rows("Sites")
    rows[0] |= {"name_en": "=1+1", "name_tr": "=1+1"}
    book = load_workbook(written(made_up_plan.results(tiny_tables(Sites=rows), tmp_path), tmp_path))
    cells: list[Any] = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_turkish_has_no_english_left_over(tmp_path: Path) -> None:
    book = load_workbook(written(made_up_plan.results(tiny_tables(), tmp_path), tmp_path, "tr"))
    said = " ".join(texts(book, "Özet") + texts(book, "Nakit akışı") + texts(book, "Kararlar"))
    assert not re.search(r"\b(the|and|Total|Year|Status|missed|Equity|Loans)\b", said)
    assert all(len(name) <= 31 for name in book.sheetnames)
