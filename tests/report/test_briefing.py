"""The briefing of a run: it says what the page says, on two pages and four slides, in each language."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roadmap_opt import figures
from roadmap_opt.documents.briefing import Briefing
from roadmap_opt.documents.components import Table
from roadmap_opt.documents.html.render import render_page
from roadmap_opt.documents.pdf.render import briefing_pdf
from roadmap_opt.documents.pdf.sheet import MARGIN
from roadmap_opt.documents.powerpoint.render import briefing_pptx
from roadmap_opt.insight.first_steps import first_steps, first_years
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.insight.money_totals import money_totals
from roadmap_opt.insight.scores import counted, scores
from roadmap_opt.insight.standing import Standing
from roadmap_opt.messages import LANGUAGES, Language, Text
from roadmap_opt.palette import LIGHT
from roadmap_opt.reach import out_of_reach
from roadmap_opt.report.brief.contents import briefing_of
from roadmap_opt.report.run.first_screen import verdict_story
from roadmap_opt.report.run.run_page import run_page
from roadmap_opt.report.run.scoreboard import reached
from roadmap_opt.runs.explained import Between, Explained, TargetCost
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.outcome import Status
from tests.support import made_up_plan
from tests.support.briefings import body_below_foot, charts, misplaced, overflows, pages, reasons, said, slides
from tests.support.explained import run_of
from tests.support.tiers import some
from tests.support.tiny_case import tiny_tables


@pytest.fixture(scope="module")
def briefing(example: Run) -> Briefing:
    return briefing_of(example)


@pytest.fixture(scope="module")
def paper(briefing: Briefing) -> dict[Language, bytes]:
    return {language: briefing_pdf(briefing, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def deck(briefing: Briefing) -> dict[Language, bytes]:
    return {language: briefing_pptx(briefing, language) for language in LANGUAGES}


def shown(words: Text | str, language: Language) -> str:
    said = words.in_language(language) if isinstance(words, Text) else words
    return " ".join(said.split())


def figure(value: float, decimals: int, language: Language) -> str:
    digits = f"{value:,.{decimals}f}"
    return digits if language == "en" else digits.translate(str.maketrans(",.", ".,"))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_media_tell_what_the_page_tells(
    example: Run, paper: dict[Language, bytes], deck: dict[Language, bytes], language: Language
) -> None:
    names, board = Names(example.case), scores(example)
    steps, fiscal = first_steps(example), fiscal_of(example)
    story = shown(verdict_story(example, names, board).text, language)
    spent = figure(math.fsum(step.cost for step in steps), 1, language)
    net = [figure(fiscal.net[year], 0, language) for year in first_years(example)]
    totals = [figure(amount, 1, language) for amount in money_totals(example).amounts.values() if amount >= 0.05]
    late = [shown(reached(score, names), language) for score in board if counted(score) and not score.met]
    state = figure(fiscal.so_far[example.case.settings.last_year], 0, language)
    assert late
    for told in (pages(paper[language]), said(deck[language])):
        assert story in told[0]
        assert spent in told[0]
        assert f"{state} {figures.MUSD.in_language(language)}" in told[0]
        assert all(each in told[0] for each in net)
        assert all(each in " ".join(told) for each in totals)
        assert all(each in " ".join(told[:2]) for each in late)
    page = re.sub(r"\s+", " ", html.unescape(render_page(run_page(example), language)))
    assert all(each in page for each in (story, spent, *net, *totals))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_late_target_has_its_reason(example: Run, paper: dict[Language, bytes], language: Language) -> None:
    first = pages(paper[language])[0]
    beyond = out_of_reach(example.case, example.inputs)
    assert beyond
    for target in beyond:
        assert str(target.possible) in first
        assert shown(target.all_reasons[0].words, language) in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pages_on_which_nothing_leaves_its_place(
    briefing: Briefing, paper: dict[Language, bytes], language: Language
) -> None:
    assert len(pages(paper[language])) == 2
    assert misplaced(paper[language], MARGIN) == []
    assert body_below_foot(paper[language], [shown(line, language) for line in briefing.foot]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_slides_whose_texts_fit(deck: dict[Language, bytes], language: Language) -> None:
    opened = slides(deck[language])
    assert len(opened.slides) == 4
    assert list(overflows(deck[language])) == []
    assert [bool(slide.shapes.title.text_frame.text) for slide in opened.slides] == [True] * 4


def test_turkish_letters_are_letters(paper: dict[Language, bytes], deck: dict[Language, bytes]) -> None:
    for told in (" ".join(pages(paper["tr"])), " ".join(said(deck["tr"]))):
        assert "İyi bir plan; en iyisi olduğu kanıtlanmadı" in told
        assert set("çğıöşüÇİÖŞ") <= set(told)
        assert "?" not in told


def test_charts_are_powerpoints_own_with_their_numbers_inside(example: Run, deck: dict[Language, bytes]) -> None:
    by_year, state, uses = charts(deck["tr"])
    fiscal = fiscal_of(example)
    book = load_workbook(io.BytesIO(state.part.chart_workbook.xlsx_part.blob))
    titles, *rows = book.active.iter_rows(values_only=True)
    assert [int(row[0]) for row in rows] == list(fiscal.years)
    assert [row[-1] for row in rows] == pytest.approx([fiscal.net[year] for year in fiscal.years])
    assert titles[-1] == "Devlete net maliyet"
    assert [plot.__class__.__name__ for plot in state.plots] == ["BarPlot", "LinePlot"]
    assert [series.name for series in state.plots[1].series] == ["Devlete net maliyet"]
    drawn = {year: sum(series.values[at] for series in uses.plots[0].series) for at, year in enumerate(fiscal.years)}
    funding = example.tables["funding"].groupby("year")["amount"].sum()
    assert drawn == pytest.approx({year: float(funding.get(year, 0.0)) for year in fiscal.years})
    held, missed = (list(series.values) for series in by_year.plots[0].series)
    due = [score for score in scores(example) if counted(score)]
    assert [one + other for one, other in zip(held, missed, strict=True)] == [
        sum(year in score.values for score in due) for year in fiscal.years
    ]


def areas(content: bytes) -> list[list[str]]:
    """Colours of the stripes from edge to edge, slide by slide."""
    opened = slides(content)
    return [
        [str(s.fill.fore_color.rgb) for s in slide.shapes if s.width == opened.slide_width and s.has_text_frame]
        for slide in opened.slides
    ]


@pytest.mark.parametrize(("gap", "tone"), some(1, [(0.2, "bad"), (0.01, "good"), (0.05, "warn"), (None, "bad")]))
def test_how_far_it_may_be_relied_on_stands_across_every_page(example: Run, gap: float | None, tone: str) -> None:
    run = replace(example, record=replace(example.record, gap=gap))
    briefing, name = briefing_of(run), Standing.of(run).name_in_words
    for language in LANGUAGES:
        content = briefing_pptx(briefing, language)
        paper = briefing_pdf(briefing, language)
        for told in (*pages(paper), *said(content)):
            assert shown(name, language) in told
        assert areas(content) == [[LIGHT[tone].removeprefix("#")]] * 4
        assert misplaced(paper, MARGIN) == []
        assert list(overflows(content)) == []


def test_a_plan_that_fails_its_audit_says_so_on_its_first_page_and_every_foot(example: Run) -> None:
    record = replace(example.record, audit_passed=False, audit_violations=3)
    briefing = briefing_of(replace(example, record=record))
    first, second = pages(briefing_pdf(briefing, "en"))
    assert "AUDIT FAILED with 3 violation(s): do not use this result" in first
    assert "AUDIT FAILED (3)" in second
    assert briefing.band.tone == "bad"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_without_a_plan_says_why_on_one_page(tmp_path: Path, language: Language) -> None:
    run = made_up_plan.results(tiny_tables(), tmp_path, Status.INFEASIBLE, conflicts=("a target is out of reach",))
    briefing = briefing_of(run)
    (page,) = pages(briefing_pdf(briefing, language))
    told = said(briefing_pptx(briefing, language))
    assert len(told) == 2
    for first in (page, told[0]):
        assert "a target is out of reach" in first
        assert shown(briefing.band.text, language) in first
    assert briefing.band.tone == "bad"


def test_what_begins_first_is_told_year_by_year_with_its_sum(example: Run, briefing: Briefing) -> None:
    steps = first_steps(example)
    for version in briefing.decisions.versions:
        costs = [row.cells[1] for row in version.rows if row.kind == "normal"]
        assert sum(cost for cost in costs if isinstance(cost, float)) == pytest.approx(sum(s.cost for s in steps))
    lengths = [len(version.rows) for version in briefing.decisions.versions]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < lengths[briefing.decisions.wanted] < lengths[0]


def test_every_open_target_is_in_the_version_that_is_wanted(example: Run, briefing: Briefing) -> None:
    names = Names(example.case)
    late = [names("target", s.target.target) for s in scores(example) if counted(s) and not s.met]
    listed = _names(briefing.targets.versions[briefing.targets.wanted])
    assert set(map(str, late)) <= set(map(str, listed))


def test_a_late_target_is_told_what_is_possible_what_is_weighed_and_what_it_costs(
    example: Run, briefing: Briefing
) -> None:
    names, board = Names(example.case), [each for each in scores(example) if counted(each) and not each.met]
    possible = {target.target: target.possible for target in out_of_reach(example.case, example.inputs)}
    weighed = [each for each in board if each.since and (possible.get(each.target.target) or each.since) < each.since]
    unhindered = [each for each in board if each.target.target not in possible]
    assert weighed
    assert unhindered
    told = reasons(briefing)
    for score in weighed:
        first = possible[score.target.target]
        assert f"not possible before {first}" in told[str(names("target", score.target.target))]
        assert score.since is not None
        years = figures.span(first, score.since - 1)  # it is met in the year after them
        assert f"In {years} it is weighed" in told[str(names("target", score.target.target))]
    name = names("target", unhindered[0].target.target)
    unpriced = reasons(briefing_of(replace(example, explained=None)))
    assert "Its price is not computed yet" in unpriced[str(name)]
    priced = Explained({}, {unhindered[0].target.target: TargetCost(Between(12.0, 12.0))})
    told = reasons(briefing_of(replace(example, explained=priced)))
    assert "dropped alone, it saves 12.0 MUSD (NPV)." in told[str(name)]
    assert "not computed" not in " ".join(reasons(briefing).values())  # the example was explained
    assert all("roadmap-opt explain" not in each for each in told.values())


def _names(table: Table) -> Sequence[object]:
    return [row.cells[0] for row in table.rows if row.kind == "normal"]


def test_a_small_plan_has_a_briefing_too() -> None:
    """One year of decisions, no state, no target: what there is nothing to say of is left out."""
    briefing = briefing_of(run_of(Targets=[]))
    for language in LANGUAGES:
        paper, slides_of = briefing_pdf(briefing, language), briefing_pptx(briefing, language)
        assert len(pages(paper)) == 2
        assert misplaced(paper, MARGIN) == []
        assert list(overflows(slides_of)) == []


def test_the_same_run_gives_the_same_paper(briefing: Briefing, paper: dict[Language, bytes]) -> None:
    assert briefing_pdf(briefing, "tr") == paper["tr"]
