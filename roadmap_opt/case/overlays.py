"""Scenarios: named overlays that set, multiply or add to cells of the workbook's tables.

A scenario starts from the tables as they stand (never from another scenario's result), applies the overlays of its
ancestors first and its own last, each from top to bottom. The given tables are not touched. Every problem names the
cell of sheet Overlays that causes it; all are collected and raised once.
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
from roadmap_opt.case.tables import Row, Table, Tables
from roadmap_opt.errors import Finding, InputError

BASE = "base"
"""The name of the tables as they stand; it needs no row on Scenarios and takes no overlays."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E401": "Scenarios inherit from one another in a circle",
        "E402": "A scenario does not exist",
        "E403": "An overlay names a sheet that does not exist or may not be overlaid",
        "E404": "An overlay names a column that does not exist or may not be overlaid",
        "E405": "An overlay matches no row",
        "E406": "The years of an overlay match nothing",
        "E407": "The value of an overlay does not fit its column",
        "E408": "An overlay calculates with something that is not a number",
        "E409": "An overlay leads out of the column's range",
    }
)
"""Title of every code raised here."""

_FIXED_SHEETS = ("Scenarios", "Overlays", "References", "Contradictions")
_BLANK_WORDS = (fold("blank"), fold("boş"))


class _Problem(Exception):
    """An overlay that cannot be applied; becomes a finding at ``column`` of its row."""

    def __init__(self, code: str, column: str, found: str, expected: str, remedy: str) -> None:
        super().__init__(found)
        self.code, self.column, self.found, self.expected, self.remedy = code, column, found, expected, remedy


def apply_scenario(tables: Tables, scenario: str, workbook: str) -> Tables:
    """The tables of ``scenario``: the workbook's tables with the overlays of its ancestors and its own.

    The name is matched regardless of case and Turkish i; an empty name and ``base`` give the tables as they stand.
    :attr:`Row.overlaid` tells for every changed value which scenario supplied it. Raises :class:`InputError` with
    every overlay that cannot be applied.
    """
    result = dict(tables)
    findings: list[Finding] = []
    for name in _lineage(tables, scenario, workbook):
        for overlay in tables["Overlays"]:
            if overlay.unreadable or fold(overlay.values["scenario"]) != fold(name):
                continue  # the reader has already named an unreadable cell
            try:
                table = _sheet(result, overlay)
                result[table.spec.name] = _overlaid(table, overlay, name, result)
            except _Problem as problem:
                findings.append(_finding(tables["Overlays"], overlay, problem, workbook))
    if findings:
        raise InputError(findings)
    return MappingProxyType(result)


def scenario_names(tables: Tables) -> tuple[str, ...]:
    """Every scenario that can be asked for: ``base`` first, then those of sheet Scenarios."""
    named = (row.values["scenario"] for row in tables["Scenarios"])
    return (BASE, *(name for name in named if name is not None and fold(name) != BASE))


def _lineage(tables: Tables, scenario: str, workbook: str) -> tuple[str, ...]:
    """The scenario and its ancestors, the oldest first."""
    rows = {fold(row.values["scenario"]): row for row in tables["Scenarios"] if row.values["scenario"] is not None}
    lineage: list[str] = []
    asked_by: Row | None = None
    name: str | None = scenario
    while name is not None and fold(name) not in ("", BASE):
        row = rows.get(fold(name))
        if row is None:
            raise InputError([_unknown_scenario(tables, name, asked_by, workbook)])
        if row.values["scenario"] in lineage:
            names = " → ".join((*lineage, row.values["scenario"]))
            found = f"the scenarios inherit from one another: {names}"
            remedy = "Clear the parent of one of them."
            problem = _Problem("E401", "parent", found, "a chain of parents that ends", remedy)
            raise InputError([_finding(tables["Scenarios"], rows[fold(scenario)], problem, workbook)])
        lineage.append(row.values["scenario"])
        asked_by, name = row, row.values["parent"]
    return tuple(reversed(lineage))


def _unknown_scenario(tables: Tables, name: str, asked_by: Row | None, workbook: str) -> Finding:
    known = scenario_names(tables)
    meant = nearest(name, known)
    found, expected = f"no scenario is called {name}", f"one of {', '.join(known)}"
    remedy = f"Did you mean {meant}?" if meant else "Choose one of them, or add a row to Scenarios."
    if asked_by is None:
        return Finding("E402", workbook, "Scenarios", "", "", found, expected, remedy)
    return _finding(tables["Scenarios"], asked_by, _Problem("E402", "parent", found, expected, remedy), workbook)


def _finding(table: Table, row: Row, problem: _Problem, workbook: str) -> Finding:
    named = cell_finding(
        workbook, table, row, problem.column,
        code=problem.code, found=problem.found, expected=problem.expected, remedy=problem.remedy,
    )  # fmt: skip
    if table.spec.name != "Overlays":
        return named
    values = row.values
    return dataclasses.replace(named, row_name=f"scenario {values['scenario']}: {values['table']} {values['row']}")


def _sheet(tables: Tables, overlay: Row) -> Table:
    open_sheets = {fold(name): table for name, table in tables.items() if name not in _FIXED_SHEETS}
    name = overlay.values["table"]
    if fold(name) in open_sheets:
        return open_sheets[fold(name)]
    fixed = fold(name) in map(fold, _FIXED_SHEETS)
    meant = None if fixed else nearest(name, (table.spec.name for table in open_sheets.values()))
    found = f"sheet {name} may not be overlaid" if fixed else f"no sheet is called {name}"
    expected = "a sheet of the workbook other than " + ", ".join(_FIXED_SHEETS)
    raise _Problem("E403", "table", found, expected, f"Did you mean {meant}?" if meant else "Correct the sheet.")


def _overlaid(table: Table, overlay: Row, scenario: str, tables: Tables) -> Table:
    """The table with one overlay applied."""
    column = _column(table, overlay)
    matching = _matching_rows(table, overlay)
    years = _years(table, column, overlay, matching)
    operand = _operand(column, overlay, tables)
    rows = list(table.rows)
    for position in matching:
        rows[position] = _changed(table, rows[position], column, years, overlay, operand, scenario)
    return dataclasses.replace(table, rows=tuple(rows))


def _column(table: Table, overlay: Row) -> ColumnSpec:
    name = overlay.values["column_name"]
    open_columns = {fold(spec.name): spec for spec in table.spec.columns if not spec.meta.key}
    if fold(name) in open_columns:
        return open_columns[fold(name)]
    is_key = any(fold(name) == fold(key) for key in table.spec.key_columns)
    meant = None if is_key else nearest(name, (spec.name for spec in open_columns.values()))
    found = f"{name} names the rows of {table.spec.name}" if is_key else f"{table.spec.name} has no column {name}"
    expected = f"a column of {table.spec.name} that is not part of the row's key"
    raise _Problem("E404", "column_name", found, expected, f"Did you mean {meant}?" if meant else "Correct the column.")


def _matching_rows(table: Table, overlay: Row) -> list[int]:
    """Positions of the rows that the overlay's row pattern matches, at least one."""
    pattern = overlay.values["row"]
    if table.spec.layout == "settings":
        if pattern == "*" or fold(pattern) == fold(overlay.values["column_name"]):
            return list(range(len(table.rows)))
        raise _Problem(
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
    raise _Problem("E405", "row", f"no row of {table.spec.name} matches {pattern}", expected, remedy)


def _pattern(text: str) -> str:
    """The text as a pattern in which only ``*`` is special; names may hold ``?`` and ``[``."""
    return fold(text).replace("[", "[[]").replace("?", "[?]")


def _years(table: Table, column: ColumnSpec, overlay: Row, matching: list[int]) -> tuple[int, ...]:
    """The years whose cells change; empty for a column that does not run across years."""
    first, last = overlay.values["first_year"], overlay.values["last_year"]
    given = "first_year" if first is not None else "last_year"
    if column.kind != "years":
        if first is None and last is None:
            return ()
        found = f"a year for column {column.name}, which does not run across years"
        raise _Problem("E406", given, found, "blank first_year and last_year", "Clear the years.")
    held = sorted({year for position in matching for year in table.rows[position].values[column.name]})
    chosen = tuple(year for year in held if (first is None or year >= first) and (last is None or year <= last))
    outside = [year for year in (first, last) if year is not None and held and not held[0] <= year <= held[-1]]
    if chosen and not outside:
        return chosen
    span = f"years from {held[0]} to {held[-1]} in order" if held else "year columns with values"
    found = f"years {first or 'from the first'} to {last or 'the last'}"
    raise _Problem("E406", given, found, span, "Correct first_year and last_year.")


def _operand(column: ColumnSpec, overlay: Row, tables: Tables) -> Any:
    """The overlay's value: typed like the column for set, a number for multiply and add."""
    text, operation = overlay.values["value"], overlay.values["operation"]
    if operation != "set":
        if column.kind not in ("number", "integer", "years"):
            found = f"{operation} on {column.name}, which holds {'yes or no' if column.kind == 'flag' else 'words'}"
            raise _Problem("E408", "operation", found, "set, the only operation on such a column", "Choose set.")
        # a factor may be given in percent, an increment only where the column itself holds shares
        unit = "ratio" if operation == "multiply" else column.meta.unit
        return _parsed(text, _plain_number(unit))
    if fold(text) in _BLANK_WORDS and column.meta.blank is not None:
        return column.meta.default
    value = _parsed(text, column)
    if column.meta.refers:
        sheet, _, target = column.meta.refers.partition(".")
        known = [row.values[target] for row in tables[sheet]]
        if value not in known:
            meant = nearest(value, (name for name in known if name is not None))
            remedy = f"Did you mean {meant}?" if meant else f"Add it to {sheet} or correct the name."
            raise _Problem("E407", "value", f"{value} does not stand on sheet {sheet}", expectation(column), remedy)
    return value


def _plain_number(unit: str) -> ColumnSpec:
    meta = ColumnMeta(
        en="", tr="", unit=unit, blank=None, default=None, minimum=None, above=None, maximum=None,
        choices=(), refers=None, key=False, unlimited=False,
    )  # fmt: skip
    return ColumnSpec("value", "number", False, meta)


def _parsed(text: str, column: ColumnSpec) -> Any:
    try:
        # a number typed into the cell has become text the way programs write it, hence the decimal point
        return parse_cell(text, column, decimal_point=True)
    except CellProblem as problem:
        raise _Problem("E407", "value", problem.found, problem.expected, problem.remedy) from problem


def _changed(
    table: Table, row: Row, column: ColumnSpec, years: tuple[int, ...], overlay: Row, operand: Any, scenario: str
) -> Row:
    """The row with the overlay's cells replaced; the given row stays as it is."""
    values, overlaid = dict(row.values), dict(row.overlaid)
    unreadable = set(row.unreadable)
    if column.kind == "years":
        by_year = dict(row.values[column.name])
        for year in years:
            if year in by_year:
                by_year[year] = _calculated(table, row, column, by_year[year], overlay, operand)
                overlaid[column.name, year] = scenario
        values[column.name] = by_year
    elif overlay.values["operation"] == "set" or column.name not in unreadable:
        values[column.name] = _calculated(table, row, column, values[column.name], overlay, operand)
        overlaid[column.name] = scenario
        unreadable.discard(column.name)
    return Row(values, row.number, overlaid, frozenset(unreadable))


def _calculated(table: Table, row: Row, column: ColumnSpec, before: Any, overlay: Row, operand: Any) -> Any:
    operation = overlay.values["operation"]
    if operation == "set":
        return operand
    where = " of ".join(filter(None, (column.name, "|".join(_key_words(table, row)))))
    if before is None:
        found = f"{operation} on a blank cell ({where})"
        raise _Problem("E408", "operation", found, "a cell that holds a number", "Use set, or fill in the cell.")
    result = before * operand if operation == "multiply" else before + operand
    whole = column.kind != "integer" or float(result).is_integer()
    if in_range(result, column) and whole:
        return int(result) if column.kind == "integer" else result
    outcome = "no number" if math.isnan(result) else format_cell(result)
    sign = "×" if operation == "multiply" else "+"
    found = f"{format_cell(before)} {sign} {format_cell(operand)} gives {outcome} for {where}"
    raise _Problem("E409", "value", found, expectation(column), "Correct the value, or the cell it changes.")


def _key_words(table: Table, row: Row) -> Iterator[str]:
    return (format_cell(part) for part in table.key_of(row) if part is not None)
