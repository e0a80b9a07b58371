"""First sheet of a comparison: what the runs are and how far they can be trusted, key figures, targets, indicators."""

from __future__ import annotations

from collections.abc import Callable

from roadmap_opt.figures import is_below_nothing, percent
from roadmap_opt.messages import Text
from roadmap_opt.solution.comparison.comparison import Comparison
from roadmap_opt.solution.comparison.subject import Stamp
from roadmap_opt.solution.comparison.targets import TargetCell
from roadmap_opt.solution.comparison.words import WORDS
from roadmap_opt.solution.words import WORDS as RESULT_WORDS
from roadmap_opt.workbook.compare_page import STANDING_COLOURS, Sheets
from roadmap_opt.workbook.results_page import Page
from roadmap_opt.workbook.results_style import (
    BAND,
    PALE_GREEN,
    PALE_ORANGE,
    QUIET,
    VERMILLION,
    part_format,
)

_VALUE_COLUMN = 2
"""The runs stand from here on, after the label and the unit; then their differences to the baseline."""

_WIDTH = 25

_SIGNED = '+{0};−{0};"="'


def summary_page(sheets: Sheets) -> None:
    """Write the sheet."""
    book = sheets.book
    title = sheets.say("compare_title", count=len(sheets.runs))
    page = sheets.page("summary", VERMILLION, title)
    page.sheet.set_column(0, 0, 50)
    page.sheet.set_column(1, 1, 23)
    page.sheet.set_column(_VALUE_COLUMN, _VALUE_COLUMN + len(sheets.runs) + len(sheets.others) - 1, _WIDTH)
    page.row = 1
    page.sheet.write_string(
        page.row, 0, sheets.say("compare_baseline", label=sheets.label(sheets.baseline)), book.format(font_color=QUIET)
    )
    page.row += 1
    _stamps(sheets, page)
    _figures(sheets, page)
    _targets(sheets, page)
    _kpis(sheets, page)
    page.sheet.freeze_panes(1, 1)
    page.sheet.activate()


def _stamps(sheets: Sheets, page: Page) -> None:
    page.heading(sheets.say("block_runs"))
    sheets.header(page, ["", "", *(sheets.label(run) for run in sheets.runs)], 1)
    rows: tuple[tuple[str, Callable[[Stamp], Text]], ...] = (
        ("row_scenario", lambda run: Text.same(run.scenario)),
        ("row_workbook", lambda run: Text.same(f"{run.workbook} · {run.workbook_mark}")),
        ("row_when", lambda run: run.when),
        ("row_status", lambda run: run.ended),
        ("row_gap", lambda run: percent(run.gap)),
        ("row_solver", lambda run: Text.same(run.solver)),
        ("row_audit", lambda run: run.audit),
        ("row_held", lambda run: run.held),
    )
    for key, shown in rows:
        if not any(shown(stamp).en for stamp in sheets.comparison.runs):
            continue
        page.sheet.write_string(page.row, 0, sheets.say(key), sheets.cell())
        page.sheet.write_blank(page.row, 1, None, sheets.cell())
        for run, stamp in enumerate(sheets.comparison.runs):
            failed = key == "row_audit" and stamp.audit_passed is False
            style = sheets.cell(align="right", **({"font_color": VERMILLION, "bold": True} if failed else {}))
            page.sheet.write_string(page.row, _VALUE_COLUMN + run, sheets.words(shown(stamp)), style)
        sheets.fit(page, page.row, [(sheets.words(shown(stamp)), _WIDTH) for stamp in sheets.comparison.runs])
        page.row += 1
    page.sheet.write_string(page.row, 0, sheets.say("row_standing"), book_total(sheets))
    page.sheet.write_blank(page.row, 1, None, book_total(sheets))
    for run in sheets.runs:
        mark = sheets.comparison.standings[sheets.baseline][run]
        colour = STANDING_COLOURS.get(mark.value, QUIET)
        style = sheets.book.format(
            bold=True, bg_color=BAND, text_wrap=True, align="right", valign="top", font_color=colour
        )
        page.sheet.write_string(page.row, _VALUE_COLUMN + run, sheets.words(mark.words), style)
    marks = [sheets.comparison.standings[sheets.baseline][run] for run in sheets.runs]
    sheets.fit(page, page.row, [(sheets.words(mark.words), _WIDTH - 4) for mark in marks])
    page.row += 1


def book_total(sheets: Sheets) -> object:
    """The look of the row that says what may be said."""
    return sheets.book.format(bold=True, bg_color=BAND, valign="top")


def _columns(sheets: Sheets, first: str) -> list[str]:
    values = [sheets.label(run) for run in sheets.runs]
    differences = [sheets.say("column_difference", label=sheets.label(run)) for run in sheets.others]
    return [first, sheets.say("column_compare_unit"), *values, *differences]


def _figures(sheets: Sheets, page: Page) -> None:
    page.heading(sheets.say("block_figures"))
    sheets.header(page, _columns(sheets, sheets.say("column_figure")), 2)
    for figure in sheets.comparison.figures:
        shown = "#,##0" + ("." + "0" * figure.decimals if figure.decimals else "")
        differences = [figure.difference(sheets.baseline, run) for run in sheets.others]
        _row(sheets, page, figure.label, figure.unit, list(figure.values), differences, f"{shown};−{shown};0", shown)


def _row(
    sheets: Sheets,
    page: Page,
    label: Text,
    unit: Text,
    values: list[float | None],
    differences: list[float | None],
    value_format: str,
    difference_format: str,
) -> None:
    page.sheet.write_string(page.row, 0, sheets.words(label), sheets.cell())
    page.sheet.write_string(page.row, 1, sheets.words(unit), sheets.cell(font_color=QUIET))
    for run, value in enumerate(values):
        page.number(page.row, _VALUE_COLUMN + run, value, sheets.cell(num_format=value_format, align="right"))
    first = _VALUE_COLUMN + len(values)
    for position, (run, value) in enumerate(zip(sheets.others, differences, strict=True)):
        style = sheets.difference(run, _SIGNED.format(difference_format))
        page.number(page.row, first + position, value, style)
    page.row += 1


def _targets(sheets: Sheets, page: Page) -> None:
    if not sheets.comparison.targets:
        return
    page.heading(sheets.say("block_targets"))
    if any(cell and cell.is_below_nothing for target in sheets.comparison.targets for cell in target.cells):
        page.note(sheets.words(RESULT_WORDS.both("note_below_nothing")))
    sheets.header(page, ["", sheets.say("column_wanted"), *(sheets.label(run) for run in sheets.runs)], 2)
    for target in sheets.comparison.targets:
        wanted = {found.wanted for found in target.cells if found is not None}
        agreed = wanted.pop() if len(wanted) == 1 else None
        page.sheet.write_string(page.row, 0, sheets.words(target.label), sheets.cell())
        page.sheet.write_string(page.row, 1, "" if agreed is None else sheets.words(agreed), sheets.cell())
        written = [(sheets.words(target.label), 50.0)]
        for run, found in enumerate(target.cells):
            column = _VALUE_COLUMN + run
            if found is None:
                page.sheet.write_string(page.row, column, "–", sheets.cell(align="right", font_color=QUIET))
                continue
            text = _target_words(sheets, found, with_aim=agreed is None)
            written.append((text, _WIDTH))
            page.sheet.write_string(page.row, column, text, _target_look(sheets, found))
        sheets.fit(page, page.row, written, 9)
        page.row += 1


def _target_words(sheets: Sheets, found: TargetCell, *, with_aim: bool) -> str:
    """What is reached and how it stands; by how much it is missed; what is wanted where the runs differ in it."""
    parts = [f"{sheets.words(found.value)}  {sheets.words(found.status)}"]
    if found.missed_by.en:
        parts.append(sheets.words(found.missed_by))
    if with_aim:
        parts.append(sheets.words(found.wanted))
    return "\n".join(parts)


def _target_look(sheets: Sheets, found: TargetCell) -> object:
    if not found.counts:
        return sheets.cell(align="right", font_color=QUIET, font_size=9)
    return sheets.cell(align="right", font_size=9, bg_color=PALE_GREEN if found.met else PALE_ORANGE)


def _kpis(sheets: Sheets, page: Page) -> None:
    comparison: Comparison = sheets.comparison
    if not comparison.kpis or not comparison.kpis[0].years:
        return
    page.heading(sheets.say("block_kpis", year=comparison.kpis[0].years[-1]))
    if any(kpi.is_below_nothing for kpi in comparison.kpis):
        page.note(sheets.words(RESULT_WORDS.both("note_below_nothing")))
    sheets.header(page, _columns(sheets, sheets.say("column_figure")), 2)
    for kpi in comparison.kpis:
        values = [kpi.last(run) for run in sheets.runs]
        base = values[sheets.baseline]
        differences = [None if base is None or (v := values[run]) is None else v - base for run in sheets.others]
        if kpi.is_share:
            ends = [min(base or 0.0, values[run] or 0.0) for run in sheets.others]
            points = [
                None if d is None or is_below_nothing(end) else 100 * d
                for d, end in zip(differences, ends, strict=True)
            ]
            signed = f'0.0" {sheets.words(WORDS.both("percentage_points"))}"'
            _row(
                sheets,
                page,
                kpi.label,
                Text.same("%"),
                values,
                points,
                part_format(sheets.book.language, "0.0%"),
                signed,
            )
            continue
        shown = "#,##0.##" if max(abs(v or 0.0) for v in values) < 100 else "#,##0"
        _row(sheets, page, kpi.label, kpi.unit, values, differences, f"{shown};−{shown};0", shown)
