"""The page of one run: contents. Each section has a file of its own with a function `section(results, names)`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from roadmap_opt.documents.components import Page, Section
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.messages import Language
from roadmap_opt.report.run import contracts, material, money, plan, security, summary, trust
from roadmap_opt.report.run.summary import page_facts, page_footer, page_title, verdict_callout
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run

SECTIONS: tuple[Callable[[Run, Names], Section], ...] = (
    summary.section,
    plan.section,
    material.section,
    money.section,
    contracts.section,
    security.section,
    trust.section,
)
"""Sections of a run with a plan, in order."""

SECTIONS_WITHOUT_PLAN: tuple[Callable[[Run, Names], Section], ...] = (summary.without_plan, trust.section)
"""Sections of a run that has no plan: why, and what it was asked."""


def run_page(run: Run) -> Page:
    """The parts of the page."""
    names = Names(run.case)
    sections = SECTIONS if run.outcome.status.has_plan else SECTIONS_WITHOUT_PLAN
    return Page(
        page_title(run),
        page_facts(run, names),
        [verdict_callout(run)],
        [section(run, names) for section in sections],
        page_footer(run),
    )


def write_report(path: Path, run: Run, language: Language) -> None:
    """Write the page of a run to ``path``; raises :class:`SaveError` when it cannot be written."""
    write_page(path, run_page(run), language)
