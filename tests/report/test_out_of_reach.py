"""What no plan can reach stands on the page and in the results workbook, with its cells, in both languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from roadmap_opt.documents.components import Folded, Table
from roadmap_opt.figures import bare
from roadmap_opt.messages import Text
from roadmap_opt.reach import out_of_reach, reach_lines
from roadmap_opt.report.run.out_of_reach import out_of_reach_parts
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.outcome import Status
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_rows, tiny_tables

EARLY = tiny_tables(Targets=tiny_rows("Targets", magnets={"first_year": 2027, "mode": "hard"}))
VERDICT = "magnets: wants 50\u00a0t/yr in 2027, at most 0 can exist; not before 2028"


def early_run(folder: Path, status: Status) -> Run:
    run = made_up_plan.results(EARLY, folder, status)
    return replace(run, conflicts=("limit cash_floor [2027]: too tight by 1",)) if not status.has_plan else run


def test_the_table_has_a_heading_for_each_target_and_a_row_for_each_limit(tmp_path: Path) -> None:
    run = early_run(tmp_path, Status.OPTIMAL)
    (folded,) = out_of_reach_parts(out_of_reach(run.case, run.inputs))
    assert isinstance(folded, Folded)
    table = folded.parts[1]
    assert isinstance(table, Table)
    assert [row.kind for row in table.rows] == ["heading", *["normal"] * 9]
    assert table.rows[0].cells[0] == Text(
        VERDICT, "magnets: 2027 için istenen 50\u00a0t/yıl; en çok 0 bulunabilir; 2028 yılından önce olamaz"
    )
    assert out_of_reach_parts(()) == []


def test_page_and_workbook_of_a_plan_name_it(tmp_path: Path) -> None:
    run = early_run(tmp_path, Status.OPTIMAL)
    write_report(tmp_path / "page.html", run, "en")
    assert VERDICT in (tmp_path / "page.html").read_text(encoding="utf-8")
    write_results(tmp_path / "book.xlsx", run, "en")
    sheet = load_workbook(tmp_path / "book.xlsx")["Out of reach"]
    assert VERDICT in {cell.value for row in sheet.iter_rows() for cell in row}


def test_without_a_plan_it_stands_first_and_is_not_told_twice(tmp_path: Path) -> None:
    run = early_run(tmp_path, Status.INFEASIBLE)
    told = (*reach_lines(out_of_reach(run.case, run.inputs)), *run.conflicts)
    write_report(tmp_path / "page.html", replace(run, conflicts=told), "en")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("not before 2028") == 1
    assert "limit cash_floor [2027]: too tight by 1" in page


def test_bare_numbers_have_no_zeros_at_their_end() -> None:
    assert [bare(v).en for v in (1.5, 0.35, 0.2, 2500.0, 16.636, 0.0, 3.0)] == [
        "1.5",
        "0.35",
        "0.2",
        "2,500",
        "16.6",
        "0",
        "3",
    ]
    assert bare(1.5).tr == "1,5"
