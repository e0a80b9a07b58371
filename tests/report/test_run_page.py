"""The page of a run: its numbers are those of the tables, its words those of the outcome, in both languages."""

from __future__ import annotations

import json
import math
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt.auditor import Violation
from roadmap_opt.cli import roadmap_opt
from roadmap_opt.insight.first_steps import first_years
from roadmap_opt.loaded_run import load_saved
from roadmap_opt.output.damage import DamagedRunError
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_files import file_hashes
from roadmap_opt.solver.outcome import Status
from tests.support import made_up_plan
from tests.support.browser import DESKTOP, PHONE, Open
from tests.support.committed_example import EXAMPLE
from tests.support.tiny_case import tiny_tables


def value(results: Run, table: str, **keys: object) -> float:
    """The only value of a row of a result table."""
    frame = results.tables[table]
    for column, key in keys.items():
        frame = frame[frame[column] == key]
    (found,) = frame["value"]
    return float(found)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_default_case_is_shown_quietly(shown: Open, page: Path, size: tuple[int, int]) -> None:
    with shown(page, size) as view:
        view.assert_fits()
        view.switch_to("tr")
        view.assert_fits()
        view.assert_quiet()


def test_the_tiles_are_the_tables(shown: Open, page: Path, example: Run) -> None:
    npv = value(example, "objective", item="chosen_npv_with_terminal")
    without = value(example, "objective", item="chosen_npv_without_terminal")
    magnets = value(example, "kpis", kpi="magnets", definition="sintered", year=2035)
    motors = value(example, "kpis", kpi="motor_line", definition="standard", year=2035)
    secondary = value(example, "kpis", kpi="secondary_share", definition="end_of_life", year=2035)
    with shown(page) as view:
        figures = view.page.locator("#summary .tile .figure").all_inner_texts()
        assert figures[1:3] == [f"−{-npv:,.0f}\u00a0MUSD", f"−{-without:,.0f}\u00a0MUSD"]
        assert figures[4:7] == [f"{magnets:,.0f}\u00a0t", f"{1000 * motors:,.0f}", f"{100 * secondary:.1f}\u00a0%"]
        builds = example.tables["builds"]
        begun = builds.loc[builds["year"].isin(first_years(example)), "count"].sum()
        assert f"{begun:.0f} plant modules" in view.page.inner_text("#summary .story")
        assert f"{example.tables['builds']['count'].sum():.0f} plant modules" in view.page.inner_text("#summary")
        view.switch_to("tr")
        figures = view.page.locator("#summary .tile .figure").all_inner_texts()
        assert figures[4] == f"{magnets:,.0f}\u00a0t".replace(",", ".")
        assert figures[6] == f"%{100 * secondary:.1f}".replace(".", ",")


def test_the_scoreboard_lists_every_target_once(shown: Open, page: Path, example: Run) -> None:
    frame = example.tables["targets"]
    counting = {target.target for target in example.case.targets if target.mode != "off"}
    met = {name for name, rows in frame.groupby("target") if name in counting and rows["met"].all()}
    with shown(page) as view:
        board = view.page.locator("#summary table", has_text="Reached").first
        assert board.locator("tbody tr:not(.heading)").count() == len(counting & set(frame["target"]))
        assert board.locator(".badge.tone-good").count() == len(met)
        assert f"{len(met)} / {len(counting)}" == view.page.locator("#summary .figure").first.inner_text()
        late = board.locator("tr", has_text="Ore processed, 500 kt a year")
        missing = frame[(frame["target"] == "ore_processed_500") & ~frame["met"].astype(bool)]
        assert late.locator(".badge").inner_text() == f"✗ late: holds from {missing['year'].max() + 1}"
        assert late.locator(".marks .fails").count() == len(missing)
        missed = next(missing.sort_values("relative_shortfall", ascending=False).itertuples())
        short = (
            f"{missed.value:.0f}\u00a0kt ore/yr in {missed.year}, {100 * missed.relative_shortfall:.1f}\u00a0% short"
        )
        assert short in late.inner_text()


def test_confidence_adds_up_and_is_drawn(shown: Open, page: Path) -> None:
    with shown(page) as view:
        view.page.click("#trust .chart details.data summary")
        rows = view.page.locator("#trust .chart table tbody tr")
        shares = [float(cell) for cell in rows.evaluate_all("rows => rows.map(row => row.cells[2].dataset.value)")]
        assert math.fsum(shares) == pytest.approx(1.0)
        top = view.page.locator("#trust table", has_text="carry the most money").locator("tbody tr")
        assert top.count() == 10
        money = [float(cell) for cell in top.evaluate_all("rows => rows.map(row => row.cells[1].dataset.value)")]
        assert money == sorted(money, reverse=True)


@pytest.mark.slow
def test_the_record_is_on_the_page(page: Path, example: Run) -> None:
    html = page.read_text(encoding="utf-8")
    for identity in (example.record.workbook_sha256, example.record.run, example.record.highs_version):
        assert identity in html
    for row in example.inputs["Contradictions"]:
        assert str(row.values["topic"]) in html


@pytest.mark.parametrize("status", [status for status in Status if not status.has_plan])
def test_without_a_plan_the_page_says_so_and_why(shown: Open, tmp_path: Path, status: Status) -> None:
    results = replace(
        made_up_plan.results(tiny_tables(), tmp_path, status), conflicts=("2,500 t of magnets in <2032>",)
    )
    write_report(tmp_path / "report.html", results, "tr")
    with shown(tmp_path / "report.html") as view:
        assert "Plan yok" in view.page.inner_text("header")
        assert "2,500 t of magnets in <2032>" in view.page.inner_text("#summary")
        assert "Denetlenecek plan yok" in view.page.inner_text("#trust")
        view.switch_to("en")
        assert view.page.inner_text("header .callout").startswith("No plan")
        view.assert_quiet()


def test_an_unproven_plan_and_a_failed_audit_are_not_dressed_up(shown: Open, tmp_path: Path) -> None:
    violation = Violation("cash balance", "2028 <b>", 12.5, 12.0, 0.5)
    results = made_up_plan.results(tiny_tables(), tmp_path, Status.FEASIBLE_AT_LIMIT, violations=(violation,))
    unproven = replace(results, record=replace(results.record, gap=None))
    write_report(tmp_path / "report.html", unproven, "en")
    with shown(tmp_path / "report.html") as view:
        assert "AUDIT FAILED with 1 violation(s)" in view.page.inner_text("header .tone-bad")
        gap = view.page.locator(".tile", has_text="Distance to best")
        assert gap.locator(".figure").inner_text() == "–"
        assert "nothing is proven" in gap.inner_text()
        assert "2028 <b>" in view.page.inner_text("#trust")
        view.assert_quiet()


@pytest.mark.slow
def test_the_command_writes_the_page_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("report.html"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    said = CliRunner().invoke(roadmap_opt, ["report", str(folder), "--lang", "tr"])
    assert said.exit_code == 0, said.output
    assert "report.html" in said.output
    assert '<html lang="tr">' in (folder / "report.html").read_text(encoding="utf-8")
    before.pop(folder / "run.json")  # keeps the hash of the page
    assert {path: path.read_bytes() for path in before} == before
    assert {path for path in folder.rglob("*") if path.is_file()} - set(before) == {
        folder / "report.html",
        folder / "run.json",
    }


@pytest.mark.slow
def test_tables_changed_since_are_not_shown_as_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(EXAMPLE, folder)
    sales = folder / "tables" / "sales.csv"
    sales.write_text(re.sub(r"(\d+\.\d+)$", "999.0", sales.read_text(), count=1, flags=re.M), encoding="utf-8")
    with pytest.raises(DamagedRunError, match=r"tables/sales\.csv"):
        load_saved(folder)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))  # and where the hashes were changed as well
    (folder / "run.json").write_text(json.dumps({**record, "files": file_hashes(folder)}), encoding="utf-8")
    assert load_saved(folder).record.audit_passed is False


def test_a_folder_that_is_no_run_is_refused_in_words(tmp_path: Path) -> None:
    said = CliRunner().invoke(roadmap_opt, ["report", str(tmp_path)])
    assert said.exit_code == 2
    assert "name the folder of one run" in said.output
    assert not (tmp_path / "report.html").exists()
