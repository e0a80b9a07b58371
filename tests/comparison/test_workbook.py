"""The workbook of a comparison: sheets in both languages, live sums that hold, and greyed differences."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadmap_opt.comparison import compare
from roadmap_opt.documents.html.render import render_page
from roadmap_opt.messages import Language
from roadmap_opt.report.compare import comparison_document, write_comparison, write_comparison_page
from roadmap_opt.report.compare.places import places
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.saving import SaveError
from tests.support.both_media import assert_the_same_numbers
from tests.support.formulas import Formulas
from tests.support.runs_to_compare import VALUE, made_run, made_up_run, phase
from tests.support.tiny_case import tiny_rows, tiny_tables

DEARER = tiny_tables(
    Modules=tiny_rows("Modules", mine_m={"capex": 8.0}), Settings={"corporate_tax": 0.2, "discount_rate_project": 0.06}
)


def written(folder: Path, baseline: int = 0, language: Language = "en", gaps: tuple[float, float] = (0.0, 0.0)) -> Path:
    """Two made-up runs; ``gaps`` are what their searches left open."""
    taxed = tiny_tables(Settings={"corporate_tax": 0.2})
    runs = [
        made_up_run(folder / "a", phases=[phase(VALUE, 10.0, 10.0 + gaps[0])]),
        made_up_run(folder / "b", taxed, phases=[phase(VALUE, 20.0, 20.0 + gaps[1])], scenario="cheap"),
    ]
    write_comparison(folder / "compare.xlsx", compare(runs), baseline, language)
    return folder / "compare.xlsx"


def texts(sheet: Worksheet) -> set[str]:
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.mark.parametrize(
    ("language", "names", "title"),
    [
        ("en", ["Summary", "Pairs", "Decisions", "Capacity", "Bridge", "Inputs", "Reading"],
         "Comparison of 2 runs"),
        ("tr", ["Özet", "Çiftler", "Kararlar", "Kapasite", "Köprü", "Girdiler", "Okuma"],
         "2 çalışmanın karşılaştırması"),
    ],
)  # fmt: skip
def test_sheets_in_both_languages(tmp_path: Path, language: Language, names: list[str], title: str) -> None:
    book = load_workbook(written(tmp_path, language=language))
    assert book.sheetnames == names
    assert book.worksheets[0]["A1"].value == title


def test_every_sum_and_difference_is_a_formula_that_holds(tmp_path: Path) -> None:
    runs = [made_up_run(tmp_path / "a"), made_up_run(tmp_path / "b", DEARER, phases=[phase(VALUE, 20.0, 20.0)])]
    path = tmp_path / "compare.xlsx"
    write_comparison(path, compare(runs), 1, "en")
    formulas = Formulas(path)
    assert len(formulas.cells) > 20
    for sheet, address, stored in formulas.cells:
        assert formulas.value(sheet, address) == pytest.approx(stored, abs=1e-6), f"{sheet}!{address}"
    assert "Other yardstick" in texts(load_workbook(path)["Bridge"])


@pytest.mark.slow
def test_differences_within_the_gap_are_grey_and_italic(tmp_path: Path) -> None:
    for folder, gaps, greyed in ((tmp_path / "wide", (11.0, 0.0), True), (tmp_path / "tight", (1.0, 1.0), False)):
        folder.mkdir()
        sheet = load_workbook(written(folder, gaps=gaps))["Summary"]
        row = next(row for row in sheet.iter_rows() if row[0].value == "Objective reached")
        assert [cell.value for cell in row[2:5]] == [10.0, 20.0, 10.0]
        assert bool(row[4].font.italic) is greyed
        mark = "within the solver's gap: not distinguishable" if greyed else "difference proven"
        assert mark in texts(sheet)


def test_every_pair_of_runs_has_its_cell_in_page_and_workbook(tmp_path: Path) -> None:
    taxed, dearer = tiny_tables(Settings={"corporate_tax": 0.2}), tiny_tables(Settings={"corporate_tax": 0.3})
    runs = [
        made_up_run(tmp_path / "a", phases=[phase(VALUE, 100.0, 110.0)]),
        made_up_run(tmp_path / "b", taxed, phases=[phase(VALUE, 105.0, 125.0)], scenario="cheap"),
        made_up_run(tmp_path / "c", dearer, phases=[phase(VALUE, 200.0, 201.0)], scenario="cheaper"),
    ]
    write_comparison(tmp_path / "compare.xlsx", compare(runs), 0, "en")
    write_comparison_page(tmp_path / "compare.html", compare(runs), 0, "en")
    sheet = load_workbook(tmp_path / "compare.xlsx")["Pairs"]
    rows = {row[0].value: [cell.value for cell in row[1:4]] for row in sheet.iter_rows()}
    assert rows["cheaper"] == ["better", "better", "–"]
    assert rows["base"] == ["–", "open: 5 of 30 MUSD", "worse"]
    said = "2 of 3 pairs are told apart, 0 are proven equal within 1 %, 1 are open."
    assert said in texts(sheet)
    assert said in (tmp_path / "compare.html").read_text(encoding="utf-8").replace("\u00a0", " ")


def test_page_and_workbook_show_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmap_opt.report.compare.money.MOST_BASELINES", 1)  # else the page has every bridge
    runs = [made_up_run(tmp_path / "a"), made_up_run(tmp_path / "b", DEARER, phases=[phase(VALUE, 20.0, 20.0)])]
    write_comparison(tmp_path / "compare.xlsx", compare(runs), 1, "en")
    write_comparison_page(tmp_path / "compare.html", compare(runs), 1, "en")
    sheets = {"results": "Summary", "targets": "Summary", "inputs": "Inputs", "bridge": "Bridge"}
    assert_the_same_numbers(tmp_path / "compare.html", tmp_path / "compare.xlsx", sheets)


def test_any_run_can_be_the_baseline(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, baseline=1))["Summary"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Objective reached")
    assert row[4].value == -10.0
    assert any("Measured against: cheap." in text for text in texts(sheet))


def test_inputs_and_places_of_the_runs_are_listed(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path))
    assert {"Settings", "corporate_tax"} <= texts(book["Inputs"])
    assert {(tmp_path / "a").as_posix(), (tmp_path / "b").as_posix()} <= texts(book["Reading"])


def test_decisions_that_differ_are_listed_and_those_alike_are_left_to_the_page(tmp_path: Path) -> None:
    alike = texts(load_workbook(written(tmp_path / "alike"))["Decisions"])
    assert "The runs do not differ here." in alike
    assert "verification" not in alike
    one, other = made_up_run(tmp_path / "a"), made_up_run(tmp_path / "b", scenario="cheap")
    starts = other.tables["programme_starts"]
    other = LoadedRun(other.folder, other.record, {**other.tables, "programme_starts": starts.iloc[:0]})
    comparison = compare([one, other])
    write_comparison(tmp_path / "compare.xlsx", comparison, 0, "en")
    differ = texts(load_workbook(tmp_path / "compare.xlsx")["Decisions"])
    assert "verification" in differ
    assert "mine" not in differ
    page = render_page(comparison_document(comparison, 0), "en")
    decisions = page[page.index('<section id="decisions"') : page.index('<section id="capacity"')]
    assert all(name in decisions for name in ("verification", "mine", "promise", "bank"))


def test_a_copy_of_the_workbook_that_cannot_be_read_any_more_leaves_the_sheet(tmp_path: Path) -> None:
    runs = [made_up_run(tmp_path / "a"), made_up_run(tmp_path / "b", DEARER)]
    (tmp_path / "b" / "inputs" / "tiny.xlsx").write_bytes(b"no workbook")
    place = places(*runs)
    assert {place(found) for found in compare(runs).inputs} == {"Modules", "Settings"}


@pytest.mark.slow
def test_a_run_without_a_plan_leaves_its_columns_empty(tmp_path: Path) -> None:
    from roadmap_opt.solver.outcome import Status

    nothing = made_run(tmp_path / "b", phases=[phase(VALUE, None, None, Status.INFEASIBLE)], scenario="cheap")
    path = tmp_path / "compare.xlsx"
    write_comparison(path, compare([made_up_run(tmp_path / "a"), nothing]), 0, "en")
    book = load_workbook(path)
    assert {"no plan exists", "no plan to audit", "no plan"} <= texts(book["Summary"])
    other = tmp_path / "other.xlsx"
    write_comparison(other, compare([made_up_run(tmp_path / "c"), nothing]), 1, "tr")
    assert "Planı olmayan bir çalışmaya köprü kurulamaz." in texts(load_workbook(other)["Köprü"])


@pytest.mark.slow
def test_an_existing_file_is_left_untouched(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = path.read_bytes()
    (tmp_path / "more").mkdir()
    runs = [made_up_run(tmp_path / "more" / "a"), made_up_run(tmp_path / "more" / "b")]
    with pytest.raises(SaveError, match="exists already"):
        write_comparison(path, compare(runs), 0, "en")
    assert path.read_bytes() == before
