"""The page of one run: contents. Each section has a file of its own with a function `section`; what several sections
read is computed here and handed to them.
"""

from __future__ import annotations

from pathlib import Path

from roadmap_opt.documents.components import Page, Section
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.insight.bank_case import bank_case
from roadmap_opt.insight.confidence import Confidence, confidence_of
from roadmap_opt.messages import Language
from roadmap_opt.report.run import contracts, explained, material, money, plan, security, summary, trust
from roadmap_opt.report.run.first_screen import standing_callout
from roadmap_opt.report.run.summary import page_facts, page_footer, page_title
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run


def run_page(run: Run) -> Page:
    """The parts of the page."""
    names = Names(run.case)
    confidence = confidence_of(run) if run.outcome.status.has_plan else None
    sections = _sections_without_plan(run, names) if confidence is None else _sections(run, names, confidence)
    return Page(
        page_title(run),
        page_facts(run, names),
        [standing_callout(run, confidence)],
        sections,
        page_footer(run),
    )


def _sections(run: Run, names: Names, confidence: Confidence) -> list[Section]:
    """Sections of a run with a plan, in order."""
    bank = bank_case(run)
    return [
        summary.section(run, names, confidence),
        plan.section(run, names),
        material.section(run, names),
        money.section(run, names, bank),
        contracts.section(run, names, bank),
        security.section(run, names),
        *explained.sections(run),
        trust.section(run, names, confidence),
    ]


def _sections_without_plan(run: Run, names: Names) -> list[Section]:
    """Sections of a run that has no plan: why, and what it was asked."""
    return [summary.without_plan(run, names), trust.section(run, names, None)]


def write_report(path: Path, run: Run, language: Language) -> None:
    """Write the page of a run to ``path``; raises :class:`SaveError` when it cannot be written."""
    write_page(path, run_page(run), language)
