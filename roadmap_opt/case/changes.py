"""One change to the tables: set, multiply or add to the cells of a table that a row pattern, a column and years name.

Overlays of scenarios and parameters of sweeps are both made of such changes, so that what a planner may write, and
what the program answers when it does not fit, is the same for both. The given tables are never touched.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.cells import CellProblem, expectation, format_cell, in_range, parse_cell
from roadmap_opt.case.findings import cell_finding
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import ColumnMeta, ColumnSpec
from roadmap_opt.case.tables import Row, Step, Table, Tables
from roadmap_opt.errors import Finding

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E403": "An overlay or a sweep names a sheet that does not exist or may not be changed",
        "E404": "An overlay or a sweep names a column that does not exist or may not be changed",
        "E405": "An overlay or a sweep matches no row",
        "E406": "The years of an overlay or a sweep match nothing",
        "E407": "The value of an overlay or a sweep does not fit its column",
        "E408": "An overlay or a sweep calculates with something that is not a number",
        "E409": "An overlay or a sweep leads out of the column's range",
    }
)
"""Title of every code raised here."""

_FIXED_SHEETS = ("Scenarios", "Overlays", "Sweeps", "References", "Contradictions")
_BLANK_WORDS = (fold("blank"), fold("boş"))


class ChangeProblem(Exception):
    """A change that cannot be made; becomes a finding at ``column`` of the row that asks for it."""

    def __init__(self, code: str, column: str, found: str, expected: str, remedy: str) -> None:
        super().__init__(found)
        self.code, self.column, self.found, self.expected, self.remedy = code, column, found, expected, remedy

    def finding(self, workbook: str, table: Table, row: Row, row_name: str) -> Finding:
        """The finding at the cell of ``table`` that asks for the change; ``row_name`` says it in words."""
        named = cell_finding(
            workbook, table, row, self.column,
            code=self.code, found=self.found, expected=self.expected, remedy=self.remedy,
        )  # fmt: skip
        return dataclasses.replace(named, row_name=row_name)


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What a row of Overlays or Sweeps asks for.

    ``asked`` is the row (table, row, column_name, first_year, last_year, operation are read from it), ``value`` the
    text of the value, which stands in column ``value_column`` of that row; ``supplier`` is whose change it is.
    """

    asked: Row
    value: str
    supplier: str
    value_column: str = "value"
    sheet: str = "Overlays"

    @property
    def step(self) -> Step:
        """What :attr:`Row.overlaid` adds to every changed cell."""
        return Step(self.supplier, self.sheet, self.asked.number, self.asked.values["operation"], self.value)

    def __getitem__(self, column: str) -> Any:
        return self.asked.values[column]


def changed_tables(tables: Tables, change: Change) -> Tables:
    """The tables with one change made; raises :class:`ChangeProblem` when it cannot be made."""
    table = _sheet(tables, change)
    column = _column(table, change)
    matching = _matching_rows(table, change)
    years = _years(table, column, change, matching)
    operand = _operand(column, change, tables)
    rows = list(table.rows)
    for position in matching:
        rows[position] = _changed(table, rows[position], column, years, change, operand)
    return MappingProxyType({**tables, table.spec.name: dataclasses.replace(table, rows=tuple(rows))})


def cells_of(tables: Tables, change: Change) -> tuple[ColumnSpec, tuple[Any, ...], Any]:
    """The column that a change names, what the cells hold that it would change, and its typed value.

    Raises :class:`ChangeProblem` when the change names nothing or its value does not fit.
    """
    table = _sheet(tables, change)
    column = _column(table, change)
    matching = _matching_rows(table, change)
    years = _years(table, column, change, matching)
    operand = _operand(column, change, tables)
    held = [table.rows[position].values[column.name] for position in matching]
    if column.kind == "years":
        held = [by_year[year] for by_year in held for year in years if year in by_year]
    return column, tuple(held), operand


def _sheet(tables: Tables, change: Change) -> Table:
    open_sheets = {fold(name): table for name, table in tables.items() if name not in _FIXED_SHEETS}
    name = change["table"]
    if fold(name) in open_sheets:
        return open_sheets[fold(name)]
    fixed = fold(name) in map(fold, _FIXED_SHEETS)
    meant = None if fixed else nearest(name, (table.spec.name for table in open_sheets.values()))
    found = f"sheet {name} may not be overlaid" if fixed else f"no sheet is called {name}"
    expected = "a sheet of the workbook other than " + ", ".join(_FIXED_SHEETS)
    raise ChangeProblem("E403", "table", found, expected, f"Did you mean {meant}?" if meant else "Correct the sheet.")


def _column(table: Table, change: Change) -> ColumnSpec:
    name = change["column_name"]
    open_columns = {fold(spec.name): spec for spec in table.spec.columns if not spec.meta.key}
    if fold(name) in open_columns:
        return open_columns[fold(name)]
    is_key = any(fold(name) == fold(key) for key in table.spec.key_columns)
    meant = None if is_key else nearest(name, (spec.name for spec in open_columns.values()))
    found = f"{name} names the rows of {table.spec.name}" if is_key else f"{table.spec.name} has no column {name}"
    expected = f"a column of {table.spec.name} that is not part of the row's key"
    remedy = f"Did you mean {meant}?" if meant else "Correct the column."
    raise ChangeProblem("E404", "column_name", found, expected, remedy)


def _matching_rows(table: Table, change: Change) -> list[int]:
    """Positions of the rows that the change's row pattern matches, at least one."""
    pattern = change["row"]
    if table.spec.layout == "settings":
        if pattern == "*" or fold(pattern) == fold(change["column_name"]):
            return list(range(len(table.rows)))
        raise ChangeProblem(
            "E405", "row", f"row {pattern}", "* for sheet Settings", "Enter * and name the setting in column_name."
        )
    keys = [tuple("" if part is None else format_cell(part) for part in table.key_of(row)) for row in table]
    wanted = [_pattern(part) for part in pattern.split("|")]
    if pattern == "*":
        wanted *= len(table.spec.key_columns)
    matching = [
        position
        for position, key in enumerate(keys)
        if len(key) == len(wanted)
        and all(fnmatch.fnmatchcase(fold(part), want) for part, want in zip(key, wanted, strict=True))
    ]
    if matching:
        return matching
    meant = nearest(pattern, ("|".join(key) for key in keys))
    expected = f"the key of a row of {table.spec.name}: {'|'.join(table.spec.key_columns)}"
    remedy = f"Did you mean {meant}?" if meant else "Correct the key; * stands for any text."
    raise ChangeProblem("E405", "row", f"no row of {table.spec.name} matches {pattern}", expected, remedy)


def _pattern(text: str) -> str:
    """The text as a pattern in which only ``*`` is special; names may hold ``?`` and ``[``."""
    return fold(text).replace("[", "[[]").replace("?", "[?]")


def _years(table: Table, column: ColumnSpec, change: Change, matching: list[int]) -> tuple[int, ...]:
    """The years whose cells change; empty for a column that does not run across years."""
    first, last = change["first_year"], change["last_year"]
    given = "first_year" if first is not None else "last_year"
    if column.kind != "years":
        if first is None and last is None:
            return ()
        found = f"a year for column {column.name}, which does not run across years"
        raise ChangeProblem("E406", given, found, "blank first_year and last_year", "Clear the years.")
    held = sorted({year for position in matching for year in table.rows[position].values[column.name]})
    chosen = tuple(year for year in held if (first is None or year >= first) and (last is None or year <= last))
    outside = [year for year in (first, last) if year is not None and held and not held[0] <= year <= held[-1]]
    if chosen and not outside:
        return chosen
    span = f"years from {held[0]} to {held[-1]} in order" if held else "year columns with values"
    found = f"years {first or 'from the first'} to {last or 'the last'}"
    raise ChangeProblem("E406", given, found, span, "Correct first_year and last_year.")


def _operand(column: ColumnSpec, change: Change, tables: Tables) -> Any:
    """The change's value: typed like the column for set, a number for multiply and add."""
    text, operation = change.value, change["operation"]
    if operation != "set":
        if column.kind not in ("number", "integer", "years"):
            found = f"{operation} on {column.name}, which holds {'yes or no' if column.kind == 'flag' else 'words'}"
            raise ChangeProblem("E408", "operation", found, "set, the only operation on such a column", "Choose set.")
        # a factor may be given in percent, an increment only where the column itself holds shares
        unit = "ratio" if operation == "multiply" else column.meta.unit
        return _parsed(change, _plain_number(unit))
    if fold(text) in _BLANK_WORDS and column.meta.blank is not None:
        return column.meta.default
    value = _parsed(change, column)
    if column.meta.refers:
        sheet, _, target = column.meta.refers.partition(".")
        known = [row.values[target] for row in tables[sheet]]
        if value not in known:
            meant = nearest(value, (name for name in known if name is not None))
            remedy = f"Did you mean {meant}?" if meant else f"Add it to {sheet} or correct the name."
            found = f"{value} does not stand on sheet {sheet}"
            raise ChangeProblem("E407", change.value_column, found, expectation(column), remedy)
    return value


def _plain_number(unit: str) -> ColumnSpec:
    meta = ColumnMeta(
        en="", tr="", unit=unit, blank=None, default=None, minimum=None, above=None, maximum=None,
        choices=(), refers=None, key=False, unlimited=False, holds_value=False,
    )  # fmt: skip
    return ColumnSpec("value", "number", False, meta)


def _parsed(change: Change, column: ColumnSpec) -> Any:
    try:
        # a number typed into the cell has become text the way programs write it, hence the decimal point
        return parse_cell(change.value, column, decimal_point=True)
    except CellProblem as problem:
        raise ChangeProblem("E407", change.value_column, problem.found, problem.expected, problem.remedy) from problem


def _changed(table: Table, row: Row, column: ColumnSpec, years: tuple[int, ...], change: Change, operand: Any) -> Row:
    """The row with the change's cells replaced; the given row stays as it is."""
    values, overlaid = dict(row.values), dict(row.overlaid)
    unreadable = set(row.unreadable)
    if column.kind == "years":
        by_year = dict(row.values[column.name])
        for year in years:
            if year in by_year:
                by_year[year] = _calculated(table, row, column, by_year[year], change, operand)
                overlaid[column.name, year] = (*overlaid.get((column.name, year), ()), change.step)
        values[column.name] = by_year
    elif change["operation"] == "set" or column.name not in unreadable:
        values[column.name] = _calculated(table, row, column, values[column.name], change, operand)
        overlaid[column.name] = (*overlaid.get(column.name, ()), change.step)
        unreadable.discard(column.name)
    return Row(values, row.number, overlaid, frozenset(unreadable))


def _calculated(table: Table, row: Row, column: ColumnSpec, before: Any, change: Change, operand: Any) -> Any:
    operation = change["operation"]
    if operation == "set":
        return operand
    where = " of ".join(filter(None, (column.name, "|".join(_key_words(table, row)))))
    if before is None:
        found = f"{operation} on a blank cell ({where})"
        raise ChangeProblem("E408", "operation", found, "a cell that holds a number", "Use set, or fill in the cell.")
    result = before * operand if operation == "multiply" else before + operand
    whole = column.kind != "integer" or float(result).is_integer()
    if in_range(result, column) and whole:
        return int(result) if column.kind == "integer" else result
    outcome = "no number" if math.isnan(result) else format_cell(result)
    sign = "×" if operation == "multiply" else "+"
    found = f"{format_cell(before)} {sign} {format_cell(operand)} gives {outcome} for {where}"
    raise ChangeProblem(
        "E409", change.value_column, found, expectation(column), "Correct the value, or the cell it changes."
    )


def _key_words(table: Table, row: Row) -> Iterator[str]:
    return (format_cell(part) for part in table.key_of(row) if part is not None)
