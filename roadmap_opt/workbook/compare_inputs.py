"""Sheets of a comparison: inputs that differ, and how to read the comparison."""

from __future__ import annotations

from typing import Any

from roadmap_opt.solution.comparison.cells import is_number
from roadmap_opt.solution.comparison.inputs import InputDifference
from roadmap_opt.solution.comparison.standing import Standing
from roadmap_opt.workbook.compare_page import Sheets
from roadmap_opt.workbook.results_page import Page
from roadmap_opt.workbook.results_style import BAND, INK, PALE_ORANGE, QUIET

_VALUE_COLUMN = 5


def inputs_page(sheets: Sheets) -> None:
    """Every input that differs: the value in each run, and the change from the baseline where it is one factor."""
    page = sheets.page("inputs", QUIET)
    found = sheets.comparison.inputs
    if not found:
        page.note(sheets.say("no_other_inputs"), 4)
        return
    for column, width in enumerate((14, 38, 24, 12, 18)):
        page.sheet.set_column(column, column, width)
    page.sheet.set_column(_VALUE_COLUMN, _VALUE_COLUMN + len(sheets.runs) + len(sheets.others) - 1, 20)
    keys = ("column_sheet_name", "column_rows", "column_cell_name", "column_years", "column_compare_unit")
    titles = [*(sheets.say(key) for key in keys), *(sheets.label(run) for run in sheets.runs)]
    titles += [sheets.say("column_change", label=sheets.label(run)) for run in sheets.others]
    header = page.row
    sheets.header(page, titles, _VALUE_COLUMN)
    remarks_begun = False
    for difference in found:
        if difference.is_remark and not remarks_begun:
            remarks_begun = True
            band = sheets.book.format(bold=True, bg_color=BAND)
            for column in range(len(titles)):
                page.sheet.write_string(page.row, column, "" if column else sheets.say("input_remarks"), band)
            page.row += 1
        _input(sheets, page, difference)
    page.sheet.autofilter(header, 0, page.row - 1, len(titles) - 1)
    page.sheet.freeze_panes(header + 1, 2)
    page.sheet.repeat_rows(header)


def _input(sheets: Sheets, page: Page, difference: InputDifference) -> None:
    look: dict[str, Any] = {"font_color": QUIET} if difference.is_remark else {}
    texts = (difference.sheet, sheets.words(difference.row_words), difference.column, difference.years_words)
    for column, text in enumerate((*texts, difference.unit)):
        page.sheet.write_string(page.row, column, text, sheets.cell(**look))
    written = [(texts[1], 38.0), (texts[2], 24.0), (difference.unit, 18.0)]
    for run in sheets.runs:
        moved = difference.differs(sheets.baseline, run)
        style = sheets.cell(align="right", **({"bg_color": PALE_ORANGE} if moved else {}), **look)
        values = set(difference.values[run])
        if len(values) == 1 and is_number(value := next(iter(values))):
            whole = float(value).is_integer()
            shown = "0" if whole and abs(value) < 10_000 else "#,##0" if whole else "#,##0.######"
            style = sheets.cell(align="right", num_format=shown, **({"bg_color": PALE_ORANGE} if moved else {}), **look)
            page.sheet.write_number(page.row, _VALUE_COLUMN + run, value, style)
            continue
        text = sheets.words(difference.shown(run))
        written.append((text, 20))
        page.sheet.write_string(page.row, _VALUE_COLUMN + run, text, style)
    first = _VALUE_COLUMN + len(sheets.runs)
    for position, run in enumerate(sheets.others):
        text = sheets.words(difference.change(sheets.baseline, run))
        page.sheet.write_string(page.row, first + position, text, sheets.cell(align="right", **look))
    sheets.fit(page, page.row, written)
    page.row += 1


def notes_page(sheets: Sheets) -> None:
    """What the marks mean, how the bridge is made, and where the runs are."""
    page = sheets.page("notes", INK)
    page.sheet.set_column(0, 0, 44)
    page.sheet.set_column(1, 1, 100)
    page.heading(sheets.say("notes_marks"))
    _pair(sheets, page, "", sheets.say("method_gap"))
    for mark in Standing:
        if mark is not Standing.SAME_RUN:
            _pair(sheets, page, sheets.words(mark.words), sheets.words(mark.explanation))
    page.heading(sheets.say("notes_method"))
    for key in ("method_lines", "method_owner", "method_country", "method_yardstick"):
        _pair(sheets, page, "", sheets.say(key))
    page.heading(sheets.say("notes_sources"))
    for run, stamp in enumerate(sheets.comparison.runs):
        _pair(sheets, page, sheets.label(run), stamp.folder)


def _pair(sheets: Sheets, page: Page, term: str, meaning: str) -> None:
    page.sheet.write_string(page.row, 0, term, sheets.cell(bold=True))
    page.sheet.write_string(page.row, 1, meaning, sheets.cell())
    sheets.fit(page, page.row, [(term, 40), (meaning, 100)])
    page.row += 1
