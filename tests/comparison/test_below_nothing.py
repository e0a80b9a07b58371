"""A share from which more is taken off than there is: readers see that it is below nought, never by how much."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from roadmap_opt.messages import Text
from roadmap_opt.report.components import Paragraph, Table
from roadmap_opt.report.scoreboard import scoreboard
from roadmap_opt.solution.comparison import Comparison, compare
from roadmap_opt.solution.names import Names
from roadmap_opt.solution.results import Results
from roadmap_opt.solution.run_folder import LoadedRun
from roadmap_opt.solution.scores import Score
from roadmap_opt.workbook.compare import write_comparison
from roadmap_opt.workbook.results import write_results
from tests.builders import tiny_tables
from tests.comparison.runs import made_up_run
from tests.workbook_results import sample

BELOW = Text("< 0 %", "< %0")


def _with_imports_taken_off(folder: Path) -> LoadedRun:
    run = made_up_run(folder)
    kpis = run.tables["kpis"].copy()
    kpis.loc[kpis["kpi"] == "powder_conversion", "value"] = -3.76
    return replace(run, tables={**run.tables, "kpis": kpis})


def _comparison(folder: Path) -> Comparison:
    return compare([_with_imports_taken_off(folder / "a"), made_up_run(folder / "b")])


def test_a_comparison_gives_neither_the_figure_nor_a_difference_to_it(tmp_path: Path) -> None:
    row = next(row for row in _comparison(tmp_path).kpis if row.kpi == "powder_conversion")
    assert row.shown(0) == BELOW
    assert row.difference_shown(1, 0).en == "–"
    assert row.difference_shown(0, 0).en == "="
    assert row.is_below_nothing


def test_the_workbooks_keep_the_figure_and_show_words(tmp_path: Path) -> None:
    write_comparison(tmp_path / "compare.xlsx", _comparison(tmp_path), 0, "en")
    results = sample.results(tiny_tables(), tmp_path)
    kpis = results.tables["kpis"].copy()
    kpis.loc[kpis["kpi"] == "powder_conversion", "value"] = -3.76
    write_results(tmp_path / "results.xlsx", replace(results, tables={**results.tables, "kpis": kpis}), "tr")
    for name, words in (("compare", "< 0 %"), ("results", "< %0")):
        book = load_workbook(tmp_path / f"{name}.xlsx")
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        below = [cell for cell in cells if cell.value == -3.76]
        assert below
        assert all(f'"{words}"' in cell.number_format for cell in below), name
        assert any(str(cell.value).startswith(f"{words}: ") for cell in cells), name


def _board(results: Results, value: float) -> tuple[Table, list[str]]:
    target = replace(results.case.targets[0], kpi="powder_conversion", definition="magnet_reo", value=0.5, sense=">=")
    score = Score(target, {2029: value}, {2029: 0.5}, {2029: 0.9}, frozenset())
    table, *rest = scoreboard([score], results.case.decision_years, Names(results.case))
    assert isinstance(table, Table)
    return table, [str(part.text) for part in rest if isinstance(part, Paragraph)]


def test_the_scoreboard_explains_it_only_where_it_happens(tmp_path: Path) -> None:
    results = sample.results(tiny_tables(), tmp_path)
    table, notes = _board(results, -3.76)
    assert table.rows[-1].cells[3] == Text("< 0 % in 2029, 90.0 % short", "2029: < %0, %90,0 eksik")
    assert len(notes) == 1
    table, notes = _board(results, 0.05)
    assert table.rows[-1].cells[3] == Text("5 % in 2029, 90.0 % short", "2029: %5, %90,0 eksik")
    assert notes == []
