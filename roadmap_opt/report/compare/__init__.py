"""The document of a comparison: a page with any run as baseline, and a book for one of them. Contents page."""

from __future__ import annotations

from pathlib import Path

from roadmap_opt.comparison import Comparison
from roadmap_opt.documents.components import Component, Page, Section, Sheet, Words
from roadmap_opt.documents.excel.render import write_book
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.messages import Language, Text
from roadmap_opt.report.compare.decisions import capacity_section, decisions_section
from roadmap_opt.report.compare.money import bridge_section
from roadmap_opt.report.compare.pairs import pairs_section
from roadmap_opt.report.compare.parts import BaselinePicker
from roadmap_opt.report.compare.reading import inputs_section, reading_section
from roadmap_opt.report.compare.results import results_section, stamps_table, targets_section
from roadmap_opt.report.compare.verdicts import ranges_chart, verdicts_part
from roadmap_opt.words import COMPARISON_PAGE as PICKER
from roadmap_opt.words import COMPARISON_SECTIONS as SAY

PORTRAIT_RUNS = 3
"""With more runs than this the page is printed on turned paper."""


def write_comparison_page(path: Path, comparison: Comparison, baseline: int, language: Language) -> None:
    """Write `compare.html`, showing ``baseline`` and ``language`` first; raises :class:`SaveError` when it cannot."""
    write_page(path, comparison_document(comparison, baseline), language)


def write_comparison(path: Path, comparison: Comparison, baseline: int, language: Language) -> None:
    """Write `compare.xlsx` with ``baseline`` (a position) as what the others are measured against.

    An existing file is left untouched; raises :class:`SaveError` then, or when it cannot be written.
    """
    write_book(path, comparison_document(comparison, baseline), language, overwrite=False)


def comparison_document(comparison: Comparison, baseline: int) -> Page:
    """The parts of the document."""
    runs = comparison.runs
    workbooks = ", ".join(dict.fromkeys(run.workbook for run in runs))
    facts: list[Words] = [PICKER.both("page_facts", count=len(runs)), PICKER.both("page_workbooks", names=workbooks)]
    first = Sheet(SAY.both("sheet_compare_summary"), "vermillion")
    sections: list[Section] = [
        results_section(comparison, baseline, first),
        targets_section(comparison, first),
        pairs_section(comparison),
        decisions_section(comparison, baseline),
        capacity_section(comparison),
        bridge_section(comparison, baseline),
        inputs_section(comparison, baseline),
        reading_section(comparison),
    ]
    picker = BaselinePicker([run.label for run in runs], baseline, landscape=len(runs) > PORTRAIT_RUNS)
    title: Text = SAY.both("compare_title", count=len(runs))
    head: list[Component] = [picker, verdicts_part(comparison, baseline)]
    if (chart := ranges_chart(comparison)) is not None:
        head.append(chart)
    head.append(stamps_table(comparison, baseline))
    return Page(title, facts, head, sections, [PICKER.both("page_written")], first)
