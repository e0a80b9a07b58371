"""Just enough of a calculating program to check the results workbook: SUM, ROUND, + - * / ^, references to cells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

_RANGE = re.compile(r"SUM\((\$?[A-Z]+\$?\d+):(\$?[A-Z]+\$?\d+)\)")
_CELL = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]{1,2})\$?(\d+)")


class Formulas:
    """Formulas of a workbook, recomputed from its values without looking at what is stored with them."""

    def __init__(self, path: Path) -> None:
        self._book = load_workbook(path)
        self._known: dict[tuple[str, str], float] = {}
        stored = load_workbook(path, data_only=True)
        self.cells = [
            (sheet.title, cell.coordinate, stored[sheet.title][cell.coordinate].value)
            for sheet in self._book
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        """Sheet, address and stored value of every formula."""

    def value(self, sheet: str, address: str) -> float:
        """The value of a cell; a blank counts as zero."""
        if (sheet, address) not in self._known:
            self._known[sheet, address] = self._compute(sheet, address)
        return self._known[sheet, address]

    def _compute(self, sheet: str, address: str) -> float:
        content: Any = self._book[sheet][address].value
        if content is None:
            return 0.0
        if not isinstance(content, str):
            return float(content)
        assert content.startswith("="), f"{sheet}!{address} holds the text {content!r}"
        python = _RANGE.sub(lambda match: repr(self._sum(sheet, f"{match[1]}:{match[2]}")), content[1:])
        python = _CELL.sub(lambda match: f"({self.value(match[1] or sheet, match[2] + match[3])!r})", python)
        return float(eval(python.replace("^", "**").replace("ROUND", "round"), {"__builtins__": {}, "round": round}))

    def _sum(self, sheet: str, cells: str) -> float:
        first, top, last, bottom = range_boundaries(cells.replace("$", ""))
        rows = self._book[sheet].iter_rows(top, bottom, first, last)
        return sum(self.value(sheet, cell.coordinate) for row in rows for cell in row if cell.data_type in "nf")
