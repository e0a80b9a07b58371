"""Where a value stands in the workbook that a case was made from."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap_opt.case.tables import Row, Table, Tables

Place = tuple[str, str, str | int]
"""Sheet, key of the row (its parts joined by a bar) and column, or a year; a setting has its name for a column."""


class Cells:
    """Where a value stands in the workbook."""

    def __init__(self, tables: Tables) -> None:
        self._settings = tables["Settings"]
        self._tables = tables
        self._rows: dict[tuple[str, str], tuple[Table, Row]] = {}
        for sheet, table in tables.items():
            if table.spec.key_columns:
                keyed = (((sheet, joined(table.key_of(row))), (table, row)) for row in table)
                self._rows |= dict(keyed)

    def __call__(self, place: Place) -> str:
        """The cell as ``Sheet!D17``, with the cell of the overlay that has changed it last, if one has; the sheet alone
        where the row is not in the workbook.
        """
        sheet, key, column = place
        if sheet == "Settings":
            return self._with_change(self._settings, self._settings.rows[0], column)
        if (sheet, key) not in self._rows:
            return sheet
        return self._with_change(*self._rows[sheet, key], column)

    def _with_change(self, table: Table, row: Row, column: str | int) -> str:
        cell = f"{table.spec.name}!{table.cell(row, column)}"
        across = table.spec.year_column
        steps = row.overlaid.get((across.name, column) if across is not None and isinstance(column, int) else column)
        if not steps:
            return cell
        last = steps[-1]
        return f"{cell} ({last.sheet}!{self._tables[last.sheet].letters.get('value', '')}{last.row})"


def joined(key: Iterable[object]) -> str:
    """The parts of a key in one text; a blank part is empty."""
    return "|".join("" if part is None else str(part) for part in key)
