"""A share from which more is taken off than there is: readers see that nothing is left and why, never how much less."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_opt.comparison import Comparison, compare
from roadmap_opt.documents.components import Group, Table
from roadmap_opt.insight.scores import Score, missed_share, scores
from roadmap_opt.messages import Text
from roadmap_opt.report.compare import write_comparison
from roadmap_opt.report.run.scoreboard import scoreboard
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.studies.sweep.outcomes import OutcomeColumn
from roadmap_opt.studies.sweep.runs import SweepRun
from tests.support import made_up_plan
from tests.support.runs_to_compare import made_up_run
from tests.support.tiny_case import tiny_tables

BELOW = Text("0 %†", "%0†")


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


@pytest.mark.slow
def test_the_workbooks_keep_the_figure_and_show_words(tmp_path: Path) -> None:
    write_comparison(tmp_path / "compare.xlsx", _comparison(tmp_path), 0, "en")
    results = made_up_plan.results(tiny_tables(), tmp_path)
    kpis = results.tables["kpis"].copy()
    kpis.loc[kpis["kpi"] == "powder_conversion", "value"] = -3.76
    write_results(tmp_path / "results.xlsx", replace(results, tables={**results.tables, "kpis": kpis}), "tr")
    for name, words in (("compare", "0 %†"), ("results", "%0†")):
        book = load_workbook(tmp_path / f"{name}.xlsx")
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        below = [cell for cell in cells if cell.value == -3.76]
        assert below
        assert all(f'"{words}"' in cell.number_format for cell in below), name
        assert any(str(cell.value).startswith(f"{words}: ") for cell in cells), name


def _board(results: Run, value: float, shortfall: float = 0.9, sense: str = ">=", thin: float | None = None) -> Text:
    target = replace(
        results.case.targets[0], kpi="powder_conversion", definition="magnet_reo", value=0.5, sense=sense,
        minimum_denominator=800.0,
    )  # fmt: skip
    wholes = {} if thin is None else {2029: thin}
    score = Score(target, {2029: value}, {2029: 0.5}, {2029: shortfall}, frozenset(), wholes)
    (group,) = scoreboard([score], results.case.decision_years, Names(results.case))
    assert isinstance(group, Group)
    table = group.parts[0]
    assert isinstance(table, Table)
    cell = table.rows[-1].cells[3]
    assert isinstance(cell, Text)
    return cell


def test_the_scoreboard_says_what_happened(tmp_path: Path) -> None:
    results = made_up_plan.results(tiny_tables(), tmp_path)
    for value, shortfall in ((-3.76, 8.52), (-0.00096, 1.001)):
        said = _board(results, value, shortfall)
        assert said == Text(
            "0 % in 2029: more was bought or recycled than made or used",
            "2029: %0; üretilenden ya da kullanılandan fazlası satın alındı ya da geri kazanıldı",
        )
    assert _board(results, 0.05) == Text("5 % in 2029, 90.0 % short", "2029: %5, %90,0 eksik")
    assert _board(results, 0.0, 1.0) == Text("0 % in 2029, 100 % short", "2029: %0, %100 eksik")
    assert _board(results, 0.49999, 0.00002) == Text("50.0 % in 2029, < 0.01 % short", "2029: %50,0, < %0,01 eksik")
    assert _board(results, 0.8, 0.6, "<=") == Text("80 % in 2029, 60.0 % too much", "2029: %80, %60,0 fazla")
    assert _board(results, math.nan, 1.0).en == "nothing to measure in 2029"
    assert _board(results, 0.009, 0.982, thin=7.2) == Text(
        "0.9 % in 2029, 98.2 % short; it counts from 800\xa0t REO/yr on, the plan has 7.20",
        "2029: %0,9, %98,2 eksik; eşik 800\xa0t NTO/yıl, planda 7,20",
    )


def _targets_of(run: LoadedRun, value: float, relative: float) -> LoadedRun:
    """The run with every target at this value and so far from its aim."""
    targets = run.tables["targets"].copy()
    targets["value"], targets["relative_shortfall"], targets["met"] = value, relative, False
    return replace(run, tables={**run.tables, "targets": targets})


def test_no_more_than_all_of_it_is_missing(tmp_path: Path) -> None:
    results = made_up_plan.results(tiny_tables(), tmp_path)
    frame = results.tables["targets"].copy()
    frame["relative_shortfall"] = 1.001
    found = scores(replace(results, tables={**results.tables, "targets": frame}))
    assert {shortfall for score in found for shortfall in score.shortfalls.values()} == {1.0}
    assert missed_share("<=", 1.5) == 1.5, "a ceiling can be exceeded by more than itself"
    assert missed_share(">=", math.nan) == 0.0


def test_a_comparison_misses_no_target_by_more_than_all_of_it(tmp_path: Path) -> None:
    run = made_up_run(tmp_path / "a")
    over = _targets_of(run, -0.00096, 1.001)
    (row,) = compare([over, made_up_run(tmp_path / "b")]).targets
    assert row.cells[0] is not None
    assert row.cells[0].missed_by.en.startswith("missed by 100 % at worst")


def test_a_sweep_counts_a_share_below_nought_as_nought() -> None:
    column = OutcomeColumn("powder_conversion:magnet_reo", Text.same("powder"), Text.same(""), is_share=True)
    run = SweepRun(1, (), "", "", "optimal", has_plan=True, figures={}, indicators={column.key: -0.00096})
    assert column.of(run) == 0.0
    assert replace(column, is_share=False).of(run) == -0.00096
