"""Scenarios: every overlay of every scenario can be applied."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.names import fold
from roadmap_opt.case.overlays import BASE, CODES, overlay_findings
from roadmap_opt.checks.book import Book, Line, rule
from roadmap_opt.errors import Finding


def _untouched(book: Book) -> Iterator[Book]:
    """Tables as they stand in the workbook; overlays must not be applied a second time."""
    if not any(line.row.overlaid for table in book.tables for line in book.lines(table)):
        yield book


@rule(_untouched, **CODES)
def scenarios_can_be_applied(book: Book, _: Book) -> Iterator[Finding]:
    """Every overlay names a sheet, rows, a column and a value that exist and may be changed."""
    yield from overlay_findings(book.tables, book.workbook)


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
