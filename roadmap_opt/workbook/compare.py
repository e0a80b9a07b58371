"""The workbook of a comparison: contents page. Every sheet measures the runs against one baseline.

:func:`write_comparison` writes the sheets in order; each has a file of its own (`compare_*.py`).
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from roadmap_opt.messages import Language
from roadmap_opt.saving import saved_whole
from roadmap_opt.solution.comparison import Comparison
from roadmap_opt.workbook.compare_bridge import bridge_page
from roadmap_opt.workbook.compare_decisions import capacity_page, decisions_page
from roadmap_opt.workbook.compare_inputs import inputs_page, notes_page
from roadmap_opt.workbook.compare_page import Sheets
from roadmap_opt.workbook.compare_summary import summary_page
from roadmap_opt.workbook.results_page import Book


def write_comparison(path: Path, comparison: Comparison, baseline: int, language: Language) -> None:
    """Write the comparison with ``baseline`` (a position) as what the others are measured against.

    An existing file is left untouched; raises :class:`SaveError` then, or when it cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    years = tuple(sorted({year for row in comparison.capacity for year in row.years}))
    with (
        saved_whole(path, overwrite=False, failures=(FileCreateError,)) as whole,
        xlsxwriter.Workbook(str(whole), options) as workbook,
    ):
        sheets = Sheets(Book(workbook, language, years), comparison, baseline)
        workbook.set_properties({"title": sheets.say("compare_title", count=len(comparison.runs))})
        summary_page(sheets)
        decisions_page(sheets)
        capacity_page(sheets)
        bridge_page(sheets)
        inputs_page(sheets)
        notes_page(sheets)
