"""Sheets of where the result comes from: what the scenario changed, the inputs used, findings, audit, the run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from roadmap_opt.case.grid import headings, value_under, years_in
from roadmap_opt.case.resolved import OPERATION_SIGNS, changed_values
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import REMARKS, Step, Table
from roadmap_opt.messages import Language
from roadmap_opt.palette import PALE_ORANGE, QUIET, RULE
from roadmap_opt.progress import stage_name
from roadmap_opt.reach import out_of_reach
from roadmap_opt.report.run_book.page import Book, Page, TidyColumn
from roadmap_opt.runs.run import Run
from roadmap_opt.said import spoken
from roadmap_opt.words import REACH

_NOT_SHOWN = ("Contradictions", "Comparables", "References")
"""Sheets for reading only: no number of the plan comes from them."""


def changes_page(book: Book, run: Run) -> None:
    """Every cell that the scenario changed, before and after."""
    page = book.page("changes", tab_colour=QUIET)
    page.note(book.say("note_changes", scenario=run.case.scenario), 5)
    rows = list(_changes(book, run))
    columns = [
        TidyColumn(book.say("column_sheet"), "text", 16),
        TidyColumn(book.say("column_row"), "text", 40),
        TidyColumn(book.say("column_column"), "text", 28),
        TidyColumn(book.say("column_before"), "number", 16),
        TidyColumn(book.say("column_after"), "number", 16),
        TidyColumn(book.say("column_cell"), "text", 9),
        TidyColumn(book.say("column_overlays"), "text", 60),
    ]
    if rows:
        page.tidy_table(columns, rows)
    else:
        page.note(book.say("no_changes"), 5)


def _changes(book: Book, run: Run) -> Iterator[tuple[str, str, str, Any, Any, str, str]]:
    for value in changed_values(run.base_inputs, run.inputs):
        steps = "; ".join(_in_words(book, step) for step in value.steps)
        for year, cell, old, new in zip(value.years or ("",), value.cells, value.before, value.after, strict=True):
            yield value.sheet, value.key, f"{value.column} {year}".rstrip(), old, new, cell, steps


def _in_words(book: Book, step: Step) -> str:
    """An overlay with its place, for instance ``price_war × 0.8 (Overlays, row 12)``."""
    sign = OPERATION_SIGNS[step.operation]
    return book.say("overlay_step", scenario=step.supplier, sign=sign, value=step.value, sheet=step.sheet, row=step.row)


def inputs_page(book: Book, run: Run) -> None:
    """Every input as the model saw it, sheet below sheet; cells that a scenario changed are coloured."""
    page = book.page("inputs", tab_colour=QUIET)
    page.sheet.set_column(0, 0, 30)
    page.sheet.set_column(1, 60, 13)
    page.sheet.freeze_panes(2, 1)
    page.note(book.say("note_inputs"))
    for name in SHEETS:
        if name in run.inputs and name not in _NOT_SHOWN and run.inputs[name].rows:
            _input_table(page, run.inputs[name])


def _input_table(page: Page, table: Table) -> None:
    book = page.book
    spec = table.spec
    page.heading(f"{spec.name} · {book.meaning(spec)}")
    if spec.layout == "settings":
        (row,) = table.rows
        for column in spec.columns:
            page.sheet.write_string(page.row, 0, column.name, book.format.label)
            _input_cell(page, 1, row.values[column.name], row.overlaid.get(column.name, ()))
            page.sheet.write_string(page.row, 2, column.meta.unit, book.format.quiet)
            page.row += 1
        return
    shown = [under for under in headings(spec, years_in(table)) if under[1].name not in REMARKS]
    for number, (heading, _) in enumerate(shown):
        style = book.format.header if number else book.format.header_left
        page.sheet.write_string(page.row, number, str(heading), style)
    page.row += 1
    for row in table.rows:
        for number, (heading, column) in enumerate(shown):
            place = (column.name, heading) if column.kind == "years" else column.name
            _input_cell(page, number, value_under(row, heading, column), row.overlaid.get(place, ()))
        page.row += 1


def _input_cell(page: Page, column: int, value: Any, steps: tuple[Step, ...]) -> None:
    book = page.book
    more: dict[str, Any] = {"bg_color": PALE_ORANGE, "bold": True} if steps else {}
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and math.isfinite(value):
        shown = ("0" if abs(value) < 10000 else "#,##0") if float(value).is_integer() else "#,##0.######"
        page.value(page.row, column, value, book.format.number(shown, **more))
    else:
        page.value(page.row, column, value, book.format(bottom=4, bottom_color=RULE, **more))
    if steps:
        page.sheet.write_comment(page.row, column, "\n".join(_in_words(book, step) for step in steps))


def findings_page(book: Book, run: Run) -> None:
    """Remarks of the checks on the inputs; none of them stopped the solve."""
    page = book.page("findings", tab_colour=QUIET)
    if not run.findings:
        page.note(book.say("no_findings"), 6)
        return
    columns = [
        TidyColumn(book.say("column_code"), "text", 10),
        TidyColumn(book.say("column_sheet"), "text", 16),
        TidyColumn(book.say("column_cell"), "text", 9),
        TidyColumn(book.say("column_row"), "wrapped", 30),
        TidyColumn(book.say("column_found"), "wrapped", 44),
        TidyColumn(book.say("column_expected"), "wrapped", 44),
        TidyColumn(book.say("column_remedy"), "wrapped", 50),
    ]
    rows = [(f.code, f.sheet, f.cell, *f.words(book.language).values()) for f in run.findings]
    page.tidy_table(columns, rows)


def reach_page(book: Book, run: Run) -> None:
    """Targets that no plan meets in time, whatever is spent, with the limits behind each and their cells."""
    page = book.page("reach", tab_colour=QUIET)
    language = book.language
    page.note(REACH(language, "lead"), 4)
    rows = [
        (target.target, target.words.in_language(language), reason.words.in_language(language), ", ".join(reason.cells))
        for target in out_of_reach(run.case, run.inputs)
        for reason in target.all_reasons
    ]
    if not rows:
        page.note(book.say("all_in_reach"), 4)
        return
    columns = [
        TidyColumn(REACH(language, "column_verdict"), "text", 22),
        TidyColumn(REACH(language, "column_verdict_words"), "wrapped", 60),
        TidyColumn(REACH(language, "column_why"), "wrapped", 70),
        TidyColumn(REACH(language, "column_cells"), "wrapped", 30),
    ]
    page.tidy_table(columns, rows)


def audit_page(book: Book, run: Run) -> None:
    """Verdict of the auditor, which recomputes the plan without the model."""
    page = book.page("audit", tab_colour=QUIET)
    if run.record.audit_passed is None:
        page.note(book.say("audit_nothing"), 4)
        return
    if not run.violations:
        page.note(book.say("audit_passed"), 4)
        return
    page.note(book.say("audit_failed", count=len(run.violations)), 4)
    columns = [
        TidyColumn(book.say("column_rule"), "wrapped", 34),
        TidyColumn(book.say("column_where"), "wrapped", 50),
        TidyColumn(book.say("column_found"), "number", 20),
        TidyColumn(book.say("column_expected"), "number", 20),
        TidyColumn(book.say("column_size"), "number", 16),
    ]
    page.tidy_table(columns, [(v.rule, v.where, v.found, v.expected, v.size) for v in run.violations])


def run_page(book: Book, run: Run) -> None:
    """Identity of the run: what was solved, with what, how long it took, how it ended."""
    record = run.record
    page = book.page("run", tab_colour=QUIET)
    page.sheet.set_column(0, 0, 34)
    page.sheet.set_column(1, 8, 18)
    pairs: list[tuple[str, Any]] = [
        (book.say(f"run_{key}"), getattr(record, key))
        for key in (
            "run",
            "created_utc",
            "workbook",
            "workbook_sha256",
            "scenario",
            "started_from",
            "package_version",
            "python_version",
            "pyomo_version",
            "highs_version",
            "system",
            "seed",
            "status",
            "stopped_by",
            "gap",
            "objective",
            "bound",
        )
    ]
    if (earlier := record.earlier_bound) is not None:
        pairs += [(book.say("run_earlier_bound"), earlier["value"]), (book.say("run_bound_from"), earlier["origin"])]
    pairs += [(f"{book.say('run_option')} {key}", value) for key, value in record.options.items()]
    pairs += [(f"{book.say('run_seconds')} {key}", value) for key, value in record.seconds.items()]
    for name, value in pairs:
        page.sheet.write_string(page.row, 0, name, book.format.label)
        shown = value if isinstance(value, (int, float, str)) or value is None else str(value)
        page.value(page.row, 1, shown, book.format(align="left", num_format="General"))
        page.row += 1
    page.heading(book.say("phases"))
    _phases(page, record.phases)


def _word(key: str, value: Any, language: Language) -> Any:
    """A word of the record; in Turkish as the console says it."""
    if language == "en" or not isinstance(value, str) or not value:
        return value
    return stage_name(value, language) if key == "name" else spoken(value, language)


def _phases(page: Page, phases: tuple[Mapping[str, Any], ...]) -> None:
    book = page.book
    keys = ("name", "status", "objective", "bound", "gap", "seconds", "nodes", "stopped_by")
    for column, key in enumerate(keys):
        style = book.format.header if column else book.format.header_left
        page.sheet.write_string(page.row, column, book.say(f"phase_{key}"), style)
    page.row += 1
    for phase in phases:
        for column, key in enumerate(keys):
            style = book.format.number("0.00%") if key == "gap" else book.format.number("#,##0.00##")
            shown = _word(key, phase[key], book.language)
            page.value(page.row, column, shown, style if column else book.format.label)
        page.row += 1
