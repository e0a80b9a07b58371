"""What a row of an input sheet is called: by its own name, or by the names of what its key refers to."""

from __future__ import annotations

from collections.abc import Sequence

from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.messages import Text

APART = " · "
"""Between the parts of a name."""


class RowNames:
    """Names of rows in the planner's words; a key that nothing names stands for itself."""

    def __init__(self, inputs: Sequence[Tables]) -> None:
        self._named: dict[tuple[str, str], dict[str, Text]] = {}
        for sheet, spec in SHEETS.items():
            if "name_en" not in {column.name for column in spec.columns}:
                continue
            for key in spec.key_columns:
                rows = [row for tables in reversed(inputs) for row in tables[sheet]]
                self._named[sheet, key] = {str(row.values[key]): _own(row) for row in rows}

    def __call__(self, sheet: str, row: Row) -> Text:
        """The name of a row of this sheet."""
        spec = SHEETS[sheet]
        if "name_en" in row.values and len(spec.key_columns) == 1:
            return _own(row)
        parts = [self._part(sheet, name, row.values[name]) for name in spec.key_columns if row.values[name] is not None]
        return Text.listed(parts, APART)

    def _part(self, sheet: str, column: str, cell: object) -> Text:
        meta = next(each.meta for each in SHEETS[sheet].columns if each.name == column)
        place, _, key = (meta.refers or "").partition(".")
        shown = format_cell(cell)
        return self._named.get((place, key), {}).get(shown, Text.same(shown))


def _own(row: Row) -> Text:
    return Text(str(row.values["name_en"]), str(row.values["name_tr"]))
