"""One change to the tables: set, multiply or add to the cells of a table that a row pattern, a column and years name.

Overlays of scenarios and parameters of sweeps are both made of such changes, so that what a planner may write, and
what the program answers when it does not fit, is the same for both. The given tables are never touched.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.cells import LARGEST, TOO_LARGE, expectation, format_cell, in_range
from roadmap_opt.case.change_search import Change, ChangeProblem, Search, UnfitChange
from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.case.tables import Row, Table, Tables
from roadmap_opt.said import listed, said

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E358": "An overlay or a sweep names a derived price",
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


def changed_tables(tables: Tables, change: Change) -> Tables:
    """The tables with one change made; raises :class:`UnfitChange` when it cannot be made."""
    named, operand = Search(tables, change).result()
    table = named.table
    rows = list(table.rows)
    try:
        for position in named.matching:
            rows[position] = _changed(table, rows[position], named.column, named.years, change, operand)
    except ChangeProblem as problem:
        raise UnfitChange([problem]) from problem
    return MappingProxyType({**tables, table.spec.name: dataclasses.replace(table, rows=tuple(rows))})


def cells_of(tables: Tables, change: Change) -> tuple[ColumnSpec, tuple[Any, ...]] | None:
    """The column that a change names and what the cells hold that it would change; ``None`` when it names nothing."""
    search = Search(tables, dataclasses.replace(change, value=None))
    named = search.named()
    if named is None or search.problems:
        return None
    held = [named.table.rows[position].values[named.column.name] for position in named.matching]
    if named.column.kind == "years":
        held = [by_year[year] for by_year in held for year in named.years if year in by_year]
    return named.column, tuple(held)


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
    where = listed(" of ", filter(None, (column.name, "|".join(_key_words(table, row)))))
    if before is None:
        found = said("{operation} on a blank cell ({where})", operation=operation, where=where)
        raise ChangeProblem("E408", "operation", found, "a cell that holds a number", "Use set, or fill in the cell.")
    result = before * operand if operation == "multiply" else before + operand
    whole = column.kind != "integer" or float(result).is_integer()
    if in_range(result, column) and whole:
        return int(result) if column.kind == "integer" else result
    outcome = said("no number") if math.isnan(result) else said(format_cell(result))
    sign = "×" if operation == "multiply" else "+"
    found = said(
        "{before} {sign} {operand} gives {outcome} for {where}",
        before=said(format_cell(before)),
        sign=sign,
        operand=said(format_cell(operand)),
        outcome=outcome,
        where=where,
    )
    expected = said(expectation(column)) + (TOO_LARGE if LARGEST < abs(result) < math.inf else "")
    raise ChangeProblem("E409", change.value_column, found, expected, "Correct the value, or the cell it changes.")


def _key_words(table: Table, row: Row) -> Iterator[str]:
    return (format_cell(part) for part in table.key_of(row) if part is not None)
