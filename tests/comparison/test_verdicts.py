"""A sentence per pair of runs: who is better, by how much, whether the gaps allow to say so, and the main reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_opt.comparison import Comparison, compare
from roadmap_opt.comparison.pairs import Order
from roadmap_opt.comparison.verdicts import figure, verdict, verdicts
from roadmap_opt.documents.components import Callout
from roadmap_opt.report.compare import comparison_document
from roadmap_opt.report.compare.verdicts import MOST_TOLD, ranges_chart, verdicts_part
from roadmap_opt.solver.outcome import Status
from tests.support.runs_to_compare import OBJECTIVE, VALUE, made_run, phase
from tests.support.tiny_case import tiny_tables

REVENUE, TAXED = "spot_revenue", {"corporate_tax": 0.2}


def rows(npv: float, shortfall: float, revenue: float) -> dict[str, list[tuple[object, ...]]]:
    """A plan worth ``npv`` whose revenue of the base year is ``revenue``; the rest of its value is operating cost."""
    items = dict(OBJECTIVE) | {
        "chosen_npv_with_terminal": npv, "chosen_npv_without_terminal": npv, "weighted_shortfall": shortfall,
    }  # fmt: skip
    lines = [(REVENUE, 2026, revenue, revenue), ("feed_cost", 2026, npv - revenue, npv - revenue)]
    return {"objective": list(items.items()), "cash_flow": lines}


def two(
    folder: Path, first: tuple[float, float], second: tuple[float, float], *, same: bool = False, **settings: object
) -> Comparison:
    """Two runs whose objectives lie between these ends: the first has more revenue, the second misses more."""
    inputs = tiny_tables() if same else tiny_tables(Settings={**TAXED, **settings})
    return compare([
        made_run(folder / "a", rows=rows(60.0, 0.25, 80.0), phases=[phase(VALUE, *first)]),
        made_run(folder / "b", inputs, rows(40.0, 0.75, 30.0), phases=[phase(VALUE, *second)], scenario="cheap"),
    ])  # fmt: skip


def test_runs_that_are_told_apart(tmp_path: Path) -> None:
    """Whichever is asked about first, the better one is named first; the reason is the largest part that helps it."""
    comparison = two(tmp_path, (50.0, 55.0), (20.0, 45.0))
    found = verdict(comparison, 1, 0)
    assert found == verdict(comparison, 0, 1)
    assert (found.one, found.other, found.order) == (0, 1, Order.BETTER)
    words = found.words.en.replace("\u00a0", " ")
    assert words.startswith("base is better than cheap, and the solver’s gaps allow to say so: ")
    assert "its net present value is 20 MUSD higher (60 MUSD against 40 MUSD)" in words
    assert "its weighted shortfall is 0.50 smaller (0 of 0 targets met against 0 of 0)" in words
    assert found.words.en.count(". ") == 0
    assert "karşısında daha iyi" in found.words.tr


def test_the_reason_is_the_largest_part_of_the_difference(tmp_path: Path) -> None:
    """A missed half of a target weighs as much as its price; without it the revenue does."""
    comparison = two(tmp_path, (50.0, 55.0), (20.0, 45.0))
    found = verdict(comparison, 0, 1)
    price = comparison.standings[0].aim.shortfall_penalty
    bridge = comparison.bridge(1, 0)
    assert bridge is not None
    revenue = next(step.amount for step in bridge.steps if step.key == "revenue")
    assert revenue == pytest.approx(50.0, rel=0.2)
    assert (found.reason, found.amount) == (
        ("missed_targets", 0.5 * price) if 0.5 * price > revenue else ("revenue", pytest.approx(revenue))
    )


def test_runs_within_the_gap_are_not_told_apart(tmp_path: Path) -> None:
    comparison = two(tmp_path, (50.0, 70.0), (20.0, 90.0))
    found = verdict(comparison, 0, 1)
    pair = comparison.pairs[0][1]
    assert pair is not None
    assert found.order is Order.OPEN
    words = found.words.en.replace("\u00a0", " ")
    assert "cannot be told apart: the solver’s gaps leave 90 MUSD open, and 40 MUSD of it has to go" in words
    assert (pair.left_open, pair.shrink) == (90.0, 40.0)
    assert "in the plans found, base is ahead" in words


def test_runs_that_are_equal(tmp_path: Path) -> None:
    found = verdict(two(tmp_path, (1000.0, 1001.0), (1000.0, 1002.0)), 0, 1)
    assert found.order is Order.EQUAL
    assert "proven equal within 1 %" in found.words.en


def test_runs_of_the_same_inputs_and_of_nothing_proven(tmp_path: Path) -> None:
    same = verdict(two(tmp_path / "same", (50.0, 55.0), (20.0, 45.0), same=True), 0, 1)
    assert "have the same inputs, so whatever differs comes from the search" in same.words.en
    loose = compare([
        made_run(tmp_path / "c", rows=rows(60.0, 0.25, 80.0), phases=[phase(VALUE, 50.0, None)]),
        made_run(tmp_path / "d", tiny_tables(Settings=TAXED), rows(40.0, 0.75, 30.0), scenario="cheap"),
    ])  # fmt: skip
    assert "at least one of them has no proven bound" in verdict(loose, 0, 1).words.en


def test_a_run_without_a_plan(tmp_path: Path) -> None:
    none = phase(VALUE, None, None, Status.NOTHING_AT_LIMIT)
    runs = [
        made_run(tmp_path / "a", phases=[none]),
        made_run(tmp_path / "b", scenario="cheap"),
        made_run(tmp_path / "c", phases=[none], scenario="cheaper"),
    ]
    comparison = compare(runs)
    assert verdict(comparison, 0, 1).words.en.startswith("cheap has a plan and base has none (")
    assert verdict(comparison, 0, 2).words.en.startswith("Neither base nor cheaper has a plan")
    chart = ranges_chart(comparison)
    assert chart is not None
    assert [row.cells[0] for row in chart.table.rows] == [comparison.runs[1].label]
    assert ranges_chart(compare([runs[0], runs[2]])) is None


def test_the_chart_shows_what_its_table_and_the_figures_say(tmp_path: Path) -> None:
    comparison = two(tmp_path, (50.0, 70.0), (-20.0, 90.0))
    chart = ranges_chart(comparison)
    assert chart is not None
    *spans, worths = chart.option["series"]
    drawn = [[point["value"][0] for point in span["data"]] for span in spans]
    assert drawn == [[50.0, 70.0], [-20.0, 90.0]] == [list(row.cells[1:3]) for row in chart.table.rows]
    npvs = [figure(comparison, "npv_chosen", run) for run in (0, 1)]
    assert [point["value"][0] for point in worths["data"]] == npvs == [row.cells[3] for row in chart.table.rows]
    assert [list(row.cells[6:]) for row in chart.table.rows] == [[50.0, 20.0, 0.0, 70.0], [0.0, 90.0, -20.0, 90.0]]


def test_a_document_opens_with_every_pair_or_with_those_of_its_baseline(tmp_path: Path) -> None:
    few = two(tmp_path / "few", (50.0, 70.0), (20.0, 90.0))
    part = verdicts_part(few, 0)
    assert part in comparison_document(few, 0).head
    assert isinstance(part, Callout)
    assert list(part.lines) == [found.words for found in verdicts(few)]
    many = compare([made_run(tmp_path / str(number), scenario=f"s{number}") for number in range(5)])
    assert len(verdicts(many)) == 10 > MOST_TOLD
    shown = verdicts_part(many, 3).in_medium("book")
    assert isinstance(shown, Callout)
    assert list(shown.lines) == [found.words for found in verdicts(many, 3)]
    assert len(shown.lines) == 4
