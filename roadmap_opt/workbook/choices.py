"""The lists behind drop-downs, on a hidden sheet: choices too long for a rule, and choices that depend on the row.

Every list is a column: its name, how many entries it has, the entries. A rule finds its list by a name made of what the
row holds, ``row|Demand`` for the rows of sheet Demand, so that one formula serves a whole column. Names of rows are
formulas that follow the sheets: what a planner adds is offered without anybody writing lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.grid import letter_of
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.schema import SHEETS, ColumnSpec
from roadmap_opt.case.sheet_names import NOT_IN_RESULTS
from roadmap_opt.case.sheets.policy import PIN_TARGETS
from roadmap_opt.case.sheets.supply import EFFECT_TARGETS
from roadmap_opt.case.tables import Table, Tables
from roadmap_opt.workbook.layout import FIRST_DATA_ROW, LISTS_SHEET, column_letter, in_view

LONGEST_INLINE_LIST = 250  # Excel allows 255 characters in a list that is written into the rule itself
_NAMES, _COUNTS, _FIRST = 1, 2, 3
"""Rows of the hidden sheet: names of the lists, numbers of entries, first entry."""

_CHANGED_SHEETS = "sheets"
_UNITS = "units"
CHANGEABLE = tuple(name for name in SHEETS if name not in NOT_IN_RESULTS)
"""Sheets that an overlay or a sweep may change."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A list that the contract knows."""

    name: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Live:
    """The names of a table's rows, parts of a compound key joined by ``|``, as the sheet holds them now."""

    name: str
    sheet: str
    columns: tuple[str, ...]


class Lists:
    """The lists of one workbook, and the ranges in which rules find them; ``blank_rows`` follow the rows of each table.

    ``tables`` are those that are being written, for the values that the formulas show before anybody recalculates.
    """

    def __init__(self, tables: Tables | None, years: Sequence[int], blank_rows: int) -> None:
        self._tables, self._years, self._blank_rows = tables, years, blank_rows
        self._lists = tuple(_all_lists())
        self._at = {each.name: at for at, each in enumerate(self._lists, start=1)}

    def write(self, page: Any) -> None:
        """Fill the hidden ``page``."""
        page.hide()
        for at, each in enumerate(self._lists):
            page.write_string(_NAMES - 1, at, each.name)
            if isinstance(each, _Fixed):
                page.write_number(_COUNTS - 1, at, len(each.entries))
                page.write_column(_FIRST - 1, at, each.entries)
            else:
                self._write_live(page, at, each)

    def _write_live(self, page: Any, at: int, live: _Live) -> None:
        spec = SHEETS[live.sheet]
        table = self._tables[live.sheet] if self._tables is not None else Table(spec, ())
        depth = len(table.rows) + self._blank_rows
        parts = []
        for name in live.columns:
            letter = column_letter(spec, self._years, name)
            whole = f"{live.sheet}!${letter}${FIRST_DATA_ROW}:${letter}${FIRST_DATA_ROW + depth - 1}"
            parts.append(f"INDEX({whole},ROW()-{_FIRST - 1})")
        formula = f'=IF({parts[0]}="","",{"&".join(_joined(parts))})'
        for position in range(depth):
            shown = ""
            if position < len(table.rows):
                values = (table.rows[position].values[name] for name in live.columns)
                shown = "|".join(format_cell(value) for value in values)
            page.write_formula(_FIRST - 1 + position, at, formula, None, shown)
        letter, last = letter_of(at + 1), _FIRST + depth - 1
        entries = f"{letter}{_FIRST}:{letter}{last}"
        counted = f'=MAX(1,SUMPRODUCT(MAX(({entries}<>"")*(ROW({entries})-{_FIRST - 1}))))'
        page.write_formula(_COUNTS - 1, at, counted, None, max(1, len(table.rows)))

    def source(self, sheet: str, column: ColumnSpec, row: int) -> str | None:
        """The formula by which the drop-down of ``column`` finds its list in ``row``; ``None`` where it needs none."""
        if column.meta.within is not None:
            on = f"${column_letter(SHEETS[sheet], self._years, column.meta.within)}{row}"
            return self._found(f'"{column.name}|"&{on}')
        if column.name == "table":
            return self._fixed(_CHANGED_SHEETS)
        return self._fixed(column.name) if _is_long(column) else None

    def unit(self, kpi_cell: str) -> str:
        """The formula that looks up the unit of the indicator in ``kpi_cell``."""
        kpis, units = self._fixed("kpi"), self._fixed(_UNITS)
        return f'=IFERROR(INDEX({units},MATCH({kpi_cell},{kpis},0)),"")'

    def _fixed(self, name: str) -> str:
        entries = next(each.entries for each in self._lists if isinstance(each, _Fixed) and each.name == name)
        letter = letter_of(self._at[name])
        return f"'{LISTS_SHEET}'!${letter}${_FIRST}:${letter}${_FIRST + len(entries) - 1}"

    def _found(self, name: str) -> str:
        last = letter_of(len(self._lists))
        names, counts = (f"'{LISTS_SHEET}'!$A${row}:${last}${row}" for row in (_NAMES, _COUNTS))
        place = f"MATCH({name},{names},0)"
        return f"OFFSET('{LISTS_SHEET}'!$A${_FIRST},0,{place}-1,INDEX({counts},{place}),1)"


def _all_lists() -> Iterator[_Fixed | _Live]:
    columns = {column.name: column for spec in SHEETS.values() for column in spec.columns}
    yield _Fixed("kpi", tuple(KPIS))
    yield _Fixed(_UNITS, tuple(kpi.unit for kpi in KPIS.values()))
    yield from (_Fixed(name, column.meta.choices) for name, column in columns.items()
                if _is_long(column) and name not in ("kpi", "definition"))  # fmt: skip
    yield from (_Fixed(f"definition|{kpi.name}", tuple(kpi.definitions)) for kpi in KPIS.values())
    yield _Fixed(_CHANGED_SHEETS, CHANGEABLE)
    for name in CHANGEABLE:
        spec = SHEETS[name]
        open_columns = (column.name for column in in_view(spec.columns) if not column.meta.key)
        yield _Fixed(f"column_name|{name}", tuple(open_columns))
        if spec.layout == "settings":
            yield _Fixed(f"row|{name}", ("*",))
        elif spec.key_columns:
            yield _Live(f"row|{name}", name, spec.key_columns)
    yield from _named_items({**PIN_TARGETS, **EFFECT_TARGETS})


def _named_items(targets: Mapping[str, str]) -> Iterator[_Live]:
    for word, reference in targets.items():
        sheet, name = reference.split(".")
        yield _Live(f"item|{word}", sheet, (name,))


def _joined(parts: Sequence[str]) -> Iterator[str]:
    for at, part in enumerate(parts):
        if at:
            yield '"|"'
        yield part
    if len(parts) == 1:
        yield '""'


def _is_long(column: ColumnSpec) -> bool:
    """Whether the column's choices have to stand in cells of their own."""
    return len(",".join(column.meta.choices)) > LONGEST_INLINE_LIST
