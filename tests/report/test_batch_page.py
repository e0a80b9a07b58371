"""The page of a batch: its pictures say what its tables and the runs say, its links lead to the runs."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from roadmap_opt.comparison.compared_run import compared_runs
from roadmap_opt.comparison.pairs import Aim, Interval, matrix
from roadmap_opt.comparison.pairs import Standing as Proven
from roadmap_opt.documents.components import Chart, Figure, Folded, Table
from roadmap_opt.documents.html.render import render_page
from roadmap_opt.messages import Text
from roadmap_opt.report.batch import batch_document
from roadmap_opt.report.batch.charts import MISSED, money_chart, targets_chart
from roadmap_opt.report.batch.labels import sides
from roadmap_opt.report.batch.tables import scenarios_table
from roadmap_opt.studies.journal import Entry, State
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchRecord
from roadmap_opt.studies.scenarios.results import BatchResults, ScenarioResult, years_late
from tests.support.batches import other_overlays, solve, write_book
from tests.support.runs_to_compare import VALUE, made_up_run, phase
from tests.support.stored_runs import stored_run

NAMES = {"base": Text("Default case", "Temel durum"), "cheap": Text("Cheap freight", "Ucuz taşıma")}
RECORD = BatchRecord(
    name="june", created_utc="2027-01-03T12:00:00+00:00", workbook="inputs/tiny.xlsx", workbook_place="",
    workbook_sha256="", options={"time_limit": 60.0}, versions={}, system="", scenarios=None, warm_start=False,
)  # fmt: skip


def results(folder: Path, met: dict[str, Sequence[bool]]) -> BatchResults:
    """Two scenarios with a plan, which meet their target in these of its years, and one without a run."""
    found, standings = [], []
    for at, (scenario, name) in enumerate(NAMES.items()):
        stored = stored_run(folder, f"2027010{at + 1}T120000Z", scenario=scenario)
        (made,) = compared_runs([made_up_run(folder / "plan" / scenario, phases=[phase(VALUE, 10.0, 10.0 + at)])])
        run = made.results
        frame = run.tables["targets"].copy()
        for target in frame["target"].unique():
            rows = frame["target"] == target
            years = sorted(frame.loc[rows, "year"])
            frame.loc[rows, "met"] = [met[scenario][min(years.index(year), 2)] for year in frame.loc[rows, "year"]]
        run = replace(run, tables={**run.tables, "targets": frame})
        (stored / "report.html").write_text("a page", encoding="utf-8")
        found.append(ScenarioResult(scenario, name, Entry(scenario, State.DONE), run, stored))
        standings.append(Proven(True, Interval(10.0 * at, 10.0 * at + 1), Aim.of(run.case.settings), scenario))
    failed = Entry("odd", State.FAILED, attempts=3, problem="worker lost")
    found.append(ScenarioResult("odd", Text("Odd case", "Tuhaf durum"), failed))
    batch = folder / "tiny" / "batches" / "june"
    batch.mkdir(parents=True)
    return BatchResults(batch, RECORD, tuple(found), matrix(standings))


@pytest.fixture
def batch(tmp_path: Path) -> BatchResults:
    return results(tmp_path / "out", {"base": (True, True, True), "cheap": (False, False, True)})


def links(page: str) -> list[str]:
    return [unquote(found) for found in re.findall(r'href="([^"#]+)"', page)]


def test_every_link_leads_to_the_page_of_a_run(batch: BatchResults) -> None:
    page = render_page(batch_document(batch), "en")
    found = set(links(page))
    assert len(found) == 2
    assert all((batch.folder / link).resolve().is_file() for link in found)
    assert all(link.startswith("../../") for link in found), "the results can be moved as a whole"


def test_the_map_of_targets_is_what_its_table_and_the_scores_say(batch: BatchResults) -> None:
    chart = targets_chart(batch)
    drawn = {tuple(item["value"][:2]): item["value"][2] for item in chart.option["series"][0]["data"]}
    assert len(drawn) == len(batch.targets) * len(batch.planned) > 0
    for row, target in enumerate(batch.targets):
        for column, each in enumerate(batch.planned):
            late = years_late(each.scores[target])
            cell = chart.table.rows[row].cells[column + 1]
            assert isinstance(cell, Figure)
            assert drawn[column, row] == (MISSED if late is None else late)
            assert cell.value == late
    met = [cell.value for cell in chart.table.rows[-1].cells[1:] if isinstance(cell, Figure)]
    assert met == [each.targets_met for each in batch.planned]


@pytest.mark.parametrize(
    ("met", "late"), [((True, True, True), 0), ((False, True, True), 2), ((True, True, False), None)]
)
def test_met_late_and_missed(batch: BatchResults, met: tuple[bool, bool, bool], late: int | None) -> None:
    """In 2030, 2032 and 2033; what does not hold to the end is missed, however early it was met."""
    years = (2030, 2032, 2033)
    some = next(iter(batch.planned[0].scores.values()))
    held = frozenset(year for year, each in zip(years, met, strict=True) if each)
    assert years_late(replace(some, values=dict.fromkeys(years, 1.0), met_years=held)) == late


def test_the_points_are_the_figures_of_the_table(batch: BatchResults) -> None:
    chart = money_chart(batch)
    points = sorted(tuple(point["value"]) for series in chart.option["series"] for point in series["data"])
    assert points == sorted((row.cells[2], row.cells[3]) for row in chart.table.rows)
    table = scenarios_table(batch)
    assert points == sorted((row.cells[5], row.cells[4]) for row in table.rows if row.cells[4] is not None)
    for each in batch.planned:
        assert each.run is not None
        assert each.net_cost == pytest.approx(each.run.tables["fiscal"]["net_cost"].sum())


def test_scenarios_have_the_names_of_the_planner_and_say_what_became_of_them(batch: BatchResults) -> None:
    for language, failed in (("en", "failed: worker lost"), ("tr", "başarısız: worker lost")):
        page = render_page(batch_document(batch), language)  # type: ignore[arg-type]
        assert failed in page
        assert all(name.in_language(language) in page for name in NAMES.values())  # type: ignore[arg-type]


def test_who_is_told_apart_stands_in_table_and_matrix(batch: BatchResults) -> None:
    section = batch_document(batch).sections[-1]
    table, folded = section.parts
    assert isinstance(table, Table)
    assert isinstance(folded, Folded)
    assert [list(row.cells[:3]) for row in table.rows] == [
        [NAMES["base"], Text.same("–"), NAMES["cheap"]],
        [NAMES["cheap"], NAMES["base"], Text.same("–")],
    ]
    matrix_table = folded.parts[0]
    assert isinstance(matrix_table, Table)
    signs = [[getattr(cell, "shown", cell) for cell in row.cells[1:]] for row in matrix_table.rows]
    assert signs == [[Text.same("·"), Text.same("<")], [Text.same(">"), Text.same("·")]]


def test_a_batch_without_any_plan_has_a_page_too(batch: BatchResults) -> None:
    none = replace(batch, scenarios=batch.scenarios[2:], pairs=())
    document = batch_document(none)
    assert [section.key for section in document.sections] == ["scenarios"]
    assert "worker lost" in render_page(document, "en")
    assert not any(isinstance(part, Chart) for section in document.sections for part in section.parts)


def test_names_of_points_keep_clear_of_one_another() -> None:
    """Four points in a heap: each name has a place of its own."""
    places = sides([(0.5, 0.5), (0.51, 0.5), (0.5, 0.51), (0.51, 0.51)], [12] * 4, 900, 400)
    assert len(set(places)) == 4
    assert sides([(0.99, 0.5)], [20], 900, 400) == [("left", 0.0)], "what would be cut off stands on the other side"


@pytest.mark.slow
def test_a_batch_writes_its_page_and_a_resumed_one_writes_it_anew(tmp_path: Path) -> None:
    book, out = write_book(tmp_path / "tiny.xlsx"), tmp_path / "my results"
    begun = solve(book, out, "--scenarios", "base,cheaper", "--batch", "june")
    assert begun.exit_code == 0, begun.output
    path = out / "tiny" / "batches" / "june" / BATCHES.kind.shown
    assert f"Page: {path}" in begun.output
    before = path.read_text(encoding="utf-8")
    found = {link for link in links(before) if link.endswith("report.html")}
    assert len(found) == 2
    assert all((path.parent / link).resolve().is_file() for link in found)
    with (path.parent / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    values = [float(found) for found in re.findall(r'data-value="([^"]+)"', before)]
    for row in rows:
        assert float(row["npv_with_terminal"]) in [pytest.approx(value, abs=1e-6) for value in values]
    write_book(book, **other_overlays(value=0.25))
    resumed = solve(book, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    after = path.read_text(encoding="utf-8")
    newer = {link for link in links(after) if link.endswith("report.html")}
    assert len(newer & found) == 1, "the scenario that was solved anew leads to its new run"
    assert all((path.parent / link).resolve().is_file() for link in newer)
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".html"] == ["batch.html"]
