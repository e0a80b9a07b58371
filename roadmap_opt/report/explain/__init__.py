"""The document of the answers about a plan, as a page and as a book: what targets cost, what is firm, what limits."""

from __future__ import annotations

from pathlib import Path

from roadmap_opt import figures
from roadmap_opt.answers.about_plan import PlanAnswers
from roadmap_opt.answers.statements import Statements
from roadmap_opt.documents.components import Callout, Component, Page, Pairs, Paragraph, Section, Sheet
from roadmap_opt.documents.excel.render import write_book
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.messages import Language, Text
from roadmap_opt.report.explain.sections import (
    delays_section,
    firm_section,
    fronts_section,
    limits_section,
    prices_section,
)
from roadmap_opt.words import EXPLAIN as SAY


def write_explanation_page(path: Path, answers: PlanAnswers, language: Language) -> None:
    """Write `explanation.html`, showing ``language`` first; raises :class:`SaveError` when it cannot be written."""
    write_page(path, explanation_document(answers), language)


def write_explanation_book(path: Path, answers: PlanAnswers, language: Language) -> None:
    """Write `explanation.xlsx` in ``language``; raises :class:`SaveError` when it cannot be written."""
    write_book(path, explanation_document(answers), language)


def explanation_document(answers: PlanAnswers) -> Page:
    """The document; a topic that was not asked has no section."""
    told = Statements(answers)
    sections: list[Section] = []
    if answers.prices:
        sections.append(prices_section(answers, told))
    if answers.parts:
        sections.append(firm_section(answers, told))
    if answers.points:
        sections.append(fronts_section(answers, told))
    if answers.levers:
        sections.append(delays_section(answers, told))
    if answers.limits:
        sections.append(limits_section(answers, told))
    record, case = answers.run.record, answers.run.case
    title = SAY.both("page_title", scenario=told.names("scenario", case.scenario))
    facts = [Text.same(record.run), SAY.both("page_seconds", seconds=figures.number(answers.seconds))]
    sheet = Sheet(SAY.both("sheet_answers"), "vermillion", upright=True, one_page=True)
    return Page(title, facts, _head(answers, told), sections, [SAY.both("page_written")], sheet)


def _head(answers: PlanAnswers, told: Statements) -> list[Component]:
    """What the answers are about, those that are not proven, and the first sentences of each topic."""
    gap = answers.run.outcome.final.gap
    parts: list[Component] = [Paragraph(SAY.both("page_lead", gap=figures.percent(gap)), "story")]
    if answers.open:
        parts.append(Callout(SAY.both("page_open", count=answers.open), "warn"))
    first = [(SAY.both(f"topic_{topic}"), sentences[0]) for topic, sentences in told.by_topic() if sentences]
    return [*parts, Pairs(first)]
