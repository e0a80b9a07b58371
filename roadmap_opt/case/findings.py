"""Wording of findings: how a row is named and how a finding points at a cell."""

from __future__ import annotations

from roadmap_opt.case.tables import Row, Table
from roadmap_opt.errors import Finding, Thing, shortened
from roadmap_opt.said import said, written


def row_name(table: Table, row: Row) -> str:
    """A row in words, for instance ``plant SX-1, recipe mixed``."""
    parts = ((name, row.values.get(name)) for name in table.spec.key_columns)
    return ", ".join(f"{name} {shortened(str(value))}" for name, value in parts if value is not None)


def cell_finding(
    workbook: str, table: Table, row: Row, column: str | int, *, code: str, found: str, expected: str, remedy: str,
    severity: str = "error", cause: Thing = (), breaks: tuple[Thing, ...] = (), needs: tuple[Thing, ...] = (),
) -> Finding:  # fmt: skip
    """A finding at one cell of a table; when a scenario changed the cell, the finding says which one, and where."""
    across = table.spec.year_column
    place = (across.name, column) if across is not None and isinstance(column, int) else column
    if steps := row.overlaid.get(place):
        last = steps[-1]
        kind = "scenario" if last.sheet == "Overlays" else "sweep"
        found = said(
            "{found} (as {kind} {supplier} sets it in row {row} of {sheet})",
            found=said(found),
            kind=said(kind),
            supplier=last.supplier,
            row=last.row,
            sheet=last.sheet,
        )
    return Finding(
        code,
        workbook,
        table.spec.name,
        table.cell(row, column),
        row_name(table, row),
        found,
        expected,
        remedy,
        severity,
        cause,
        breaks,
        needs,
    )


def number(value: float) -> str:
    """A number as it is written in a message: short, and without a needless decimal."""
    return written(value)
