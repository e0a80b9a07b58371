"""Scenarios: every overlay of every scenario can be applied."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.names import fold
from roadmap_opt.case.overlays import BASE, CODES, apply_scenario
from roadmap_opt.checks.book import Book, Line, rule
from roadmap_opt.errors import Finding, InputError


def _untouched_scenarios(book: Book) -> Iterator[Line]:
    """The scenarios of tables as they stand in the workbook; overlays must not be applied a second time."""
    if not any(line.row.overlaid for table in book.tables for line in book.lines(table)):
        yield from book.lines("Scenarios")


@rule(_untouched_scenarios, **CODES)
def scenario_can_be_applied(book: Book, line: Line) -> Iterator[Finding]:
    """Every overlay names a sheet, rows, a column and a value that exist and may be changed."""
    try:
        apply_scenario(book.tables, line["scenario"], book.workbook)
    except InputError as problem:
        # an unknown parent is a reference that does not resolve, and named as such
        yield from (finding for finding in problem.findings if finding.code != "E402")


@rule("Overlays", E410="An overlay belongs to the base scenario")
def base_has_no_overlays(book: Book, line: Line) -> Iterator[Finding]:
    """The base scenario is the tables as they stand; an overlay on it would never be applied."""
    if fold(line["scenario"]) == BASE:
        yield line.finding(
            "E410",
            "scenario",
            found="an overlay on scenario base",
            expected="another scenario: base is the tables as they stand",
            remedy="Change the cells themselves, or give the overlay to a scenario of its own.",
        )
