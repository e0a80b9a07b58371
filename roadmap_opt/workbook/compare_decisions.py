"""Sheets of a comparison: decisions that moved, and the capacity that follows from them."""

from __future__ import annotations

from itertools import groupby

from roadmap_opt.solution.comparison.decisions import DecisionRow
from roadmap_opt.solution.comparison.moves import Move
from roadmap_opt.workbook.compare_page import MOVE_COLOURS, Sheets
from roadmap_opt.workbook.results_page import LABEL_COLUMNS, Page, YearRow
from roadmap_opt.workbook.results_style import BAND, BLUE, QUIET

_VALUE_COLUMN = 2


def decisions_page(sheets: Sheets) -> None:
    """Every decision of every plan, and what happened to it from the baseline to each other run."""
    page = sheets.page("decisions", BLUE)
    rows = sheets.comparison.decisions
    if not rows:
        page.note(sheets.say("no_other_decisions"))
        return
    page.note(sheets.say("note_compare_decisions", differs=sheets.say("column_differs")), 4)
    page.sheet.set_column(0, 0, 38)
    page.sheet.set_column(1, 1, 24)
    last = _VALUE_COLUMN + len(sheets.runs) + len(sheets.others)
    page.sheet.set_column(_VALUE_COLUMN, last - 1, 26)
    page.sheet.set_column(last, last, 9)
    titles = [sheets.say("column_decided"), sheets.say("column_place"), *(sheets.label(run) for run in sheets.runs)]
    titles += [sheets.say("column_move", label=sheets.label(run)) for run in sheets.others]
    titles.append(sheets.say("column_differs"))
    header = page.row
    sheets.header(page, titles, len(titles))
    for kind, found in groupby(rows, key=lambda row: row.kind):
        band = sheets.book.format(bold=True, bg_color=BAND)
        for column in range(len(titles)):
            page.sheet.write_string(page.row, column, "" if column else sheets.say(f"kind_{kind}"), band)
        page.row += 1
        for row in found:
            _decision(sheets, page, row)
    page.sheet.autofilter(header, 0, page.row - 1, len(titles) - 1)
    page.sheet.freeze_panes(header + 1, 1)
    page.sheet.repeat_rows(header)


def _decision(sheets: Sheets, page: Page, row: DecisionRow) -> None:
    look = {} if row.differs else {"font_color": QUIET}
    page.sheet.write_string(page.row, 0, sheets.words(row.label), sheets.cell(**look))
    page.sheet.write_string(page.row, 1, sheets.words(row.place), sheets.cell(**look))
    written = [(sheets.words(row.label), 38.0), (sheets.words(row.place), 24.0)]
    for run in sheets.runs:
        state = row.of(run)
        text = "" if state is None else sheets.words(state.shown).replace(" + ", "\n")
        written.append((text, 26))
        page.sheet.write_string(page.row, _VALUE_COLUMN + run, text, sheets.cell(**look))
    first = _VALUE_COLUMN + len(sheets.runs)
    for position, run in enumerate(sheets.others):
        change = row.change(sheets.baseline, run)
        moved = change is not None and change.move is not Move.SAME
        style = sheets.cell(**look)
        if change is not None and moved:
            proven = not sheets.comparison.greyed(sheets.baseline, run)
            style = sheets.cell(**MOVE_COLOURS[change.move]) if proven else sheets.cell(font_color=QUIET, italic=True)
        text = "" if change is None else sheets.words(change.words)
        written.append((text, 26))
        page.sheet.write_string(page.row, first + position, text, style)
    answer = sheets.book.say("yes" if row.differs else "no")
    page.sheet.write_string(page.row, first + len(sheets.others), answer, sheets.cell(**look))
    sheets.fit(page, page.row, written)
    page.row += 1


def capacity_page(sheets: Sheets) -> None:
    """Capacity by plant and year, one row per run, for plants in which the runs differ."""
    page = sheets.page("capacity", BLUE)
    page.year_columns((38, 28, 18))
    page.note(sheets.say("note_compare_capacity"))
    differing = [row for row in sheets.comparison.capacity if row.differs]
    if not differing:
        page.note(sheets.say("capacity_same"))
        return
    page.row += 1
    titles = (sheets.say("column_plant"), sheets.say("column_run"), sheets.say("column_compare_unit"))
    page.year_header(titles)
    for row in differing:
        for run in sheets.runs:
            values = row.values[run]
            if values is not None:
                name = sheets.words(row.label) if run == 0 else ""
                page.year_row(YearRow((name, sheets.label(run), sheets.words(row.unit)), values))
    page.sheet.freeze_panes(4, LABEL_COLUMNS)
