"""Sweeps: every parameter of every sweep can be drawn and put in."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.sweep_rows import CODES, sweep_findings
from roadmap_opt.case.sweeps import sweep_names
from roadmap_opt.checks.book import Book, rule
from roadmap_opt.errors import Finding


def _sweeps(book: Book) -> Iterator[str]:
    """The sweeps of tables as they stand in the workbook: a scenario may leave the range of a sweep it is not for."""
    if not any(line.row.overlaid for table in book.tables for line in book.lines(table)):
        yield from sweep_names(book.tables)


@rule(_sweeps, **CODES)
def sweep_can_be_drawn(book: Book, sweep: str) -> Iterator[Finding]:
    """Every line names cells that exist, low and high fit them (E403 to E409), and the base lies between them."""
    yield from sweep_findings(book.tables, sweep, book.workbook)
