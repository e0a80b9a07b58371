"""Where a value stands in the workbook that a case was made from."""

from __future__ import annotations

from collections.abc import Iterable

from roadmap_opt.case.tables import Row, Table, Tables

Place = tuple[str, str, str]
"""Sheet, key of the row (its parts joined by a bar) and column; a setting has no key and its name for a column."""


class Cells:
    """Where a value stands in the workbook."""

    def __init__(self, tables: Tables) -> None:
        self._settings = tables["Settings"]
        self._rows: dict[tuple[str, str], tuple[Table, Row]] = {}
        for sheet, table in tables.items():
            if table.spec.key_columns:
                keyed = (((sheet, joined(table.key_of(row))), (table, row)) for row in table)
                self._rows |= dict(keyed)

    def __call__(self, place: Place) -> str:
        """The cell as ``Sheet!D17``; the sheet alone where the row is not in the workbook."""
        sheet, key, column = place
        if sheet == "Settings":
            return f"Settings!{self._settings.cell(self._settings.rows[0], column)}"
        if (sheet, key) not in self._rows:
            return sheet
        table, row = self._rows[sheet, key]
        return f"{sheet}!{table.cell(row, column)}"


def joined(key: Iterable[object]) -> str:
    """The parts of a key in one text; a blank part is empty."""
    return "|".join("" if part is None else str(part) for part in key)
