"""What one change asks for: which cells it names, what its value is, and every reason why it cannot be made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from roadmap_opt.case.cells import CellProblem, expectation, format_cell, parse_cell
from roadmap_opt.case.findings import cell_finding
from roadmap_opt.case.grid import HORIZON
from roadmap_opt.case.names import closest_first, fold, nearest
from roadmap_opt.case.price_formulas import last_drivers
from roadmap_opt.case.row_patterns import fits, folded, pattern_parts, written_key
from roadmap_opt.case.schema import ColumnMeta, ColumnSpec
from roadmap_opt.case.sheet_names import NOT_IN_RESULTS
from roadmap_opt.case.tables import Row, Step, Table, Tables
from roadmap_opt.errors import Finding, Thing
from roadmap_opt.said import said

_BLANK_WORDS = (fold("blank"), fold("boş"))


class ChangeProblem(Exception):
    """One reason why a change cannot be made; becomes a finding at ``column`` of the row that asks for it.

    ``cause`` and ``needs`` say what it has to do with other findings, see :class:`Finding`.
    """

    def __init__(
        self,
        code: str,
        column: str,
        found: str,
        expected: str,
        remedy: str,
        *,
        cause: Thing = (),
        needs: tuple[Thing, ...] = (),
    ) -> None:
        super().__init__(found)
        self.code, self.column, self.found, self.expected, self.remedy = code, column, found, expected, remedy
        self.cause, self.needs = cause, needs

    def finding(self, workbook: str, table: Table, row: Row, row_name: str) -> Finding:
        """The finding at the cell of ``table`` that asks for the change; ``row_name`` says it in words."""
        named = cell_finding(
            workbook, table, row, self.column,
            code=self.code, found=self.found, expected=self.expected, remedy=self.remedy,
            cause=self.cause, needs=self.needs,
        )  # fmt: skip
        return dataclasses.replace(named, row_name=row_name)


class UnfitChange(Exception):
    """A change that cannot be made, with every reason; none where the reader has named an unreadable cell already."""

    def __init__(self, problems: Iterable[ChangeProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))

    def findings(self, workbook: str, table: Table, row: Row, row_name: str) -> tuple[Finding, ...]:
        """A finding for each reason, see :meth:`ChangeProblem.finding`."""
        return tuple(problem.finding(workbook, table, row, row_name) for problem in self.problems)


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """What a row of Overlays or Sweeps asks for.

    ``asked`` is the row (table, row, column_name, first_year, last_year, operation are read from it), ``value`` the
    text of the value, which stands in column ``value_column`` of that row; ``supplier`` is whose change it is. A change
    without a value names cells, but cannot be made.
    """

    asked: Row
    value: str | None
    supplier: str
    value_column: str = "value"
    sheet: str = "Overlays"

    @property
    def step(self) -> Step:
        """What :attr:`Row.overlaid` adds to every changed cell."""
        return Step(self.supplier, self.sheet, self.asked.number, self.asked.values["operation"], self.value or "")

    def __getitem__(self, column: str) -> Any:
        return self.asked.values[column]


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """The cells that a change names."""

    table: Table
    column: ColumnSpec
    matching: list[int]
    years: tuple[int, ...]


class Search:
    """Finds what a change names and collects every reason why it cannot be made.

    Where a name is wrong but near to a right one, the search goes on with that: a row of Overlays may hold several
    mistakes, and the planner should meet them in one run. A cell that could not be read is passed over.
    """

    def __init__(self, tables: Tables, change: Change) -> None:
        self._tables, self._change = tables, change
        self.problems: list[ChangeProblem] = []

    def named(self) -> Named | None:
        """The cells, or those that were probably meant."""
        table = self._sheet() if self._reads("table") else None
        column = self._column(table) if self._reads("column_name") else None
        matching = self._rows(table) if table is not None and self._reads("row") else []
        years = self._years(table, column, matching) if self._reads("first_year", "last_year") else ()
        return None if table is None or column is None else Named(table, column, matching, years)

    def result(self) -> tuple[Named, Any]:
        """The cells and the typed value; raises :class:`UnfitChange` with all that is wrong with either."""
        named, operand = self.named(), None
        if named is not None and self._change.value is not None and self._reads("operation"):
            try:
                operand = operand_of(named.column, self._change, self._tables)
            except ChangeProblem as problem:
                self.problems.append(problem)
        readable = self._change.value is not None and not self._change.asked.unreadable
        if named is None or self.problems or not readable:
            raise UnfitChange(self.problems)
        return named, operand

    def _reads(self, *columns: str) -> bool:
        return not any(column in self._change.asked.unreadable for column in columns)

    def _sheet(self) -> Table | None:
        open_sheets = {fold(name): table for name, table in self._tables.items() if name not in NOT_IN_RESULTS}
        name = self._change["table"]
        if fold(name) in open_sheets:
            return open_sheets[fold(name)]
        fixed = fold(name) in map(fold, NOT_IN_RESULTS)
        meant = None if fixed else nearest(name, (table.spec.name for table in open_sheets.values()))
        found = (
            said("sheet {name} may not be overlaid", name=name)
            if fixed
            else said("no sheet is called {name}", name=name)
        )
        names = closest_first(name, [table.spec.name for table in open_sheets.values()])
        expected = said("a sheet of the workbook: {names}", names=names)
        if fixed:
            expected = said("a sheet of the workbook other than {names}", names=", ".join(NOT_IN_RESULTS))
        remedy = said("Did you mean {meant}?", meant=meant) if meant else "Correct the sheet."
        self.problems.append(ChangeProblem("E403", "table", found, expected, remedy))
        return None if meant is None else self._tables[meant]

    def _column(self, table: Table | None) -> ColumnSpec | None:
        name = self._change["column_name"]
        if table is None:
            columns = (spec for each in self._tables.values() for spec in each.spec.columns)
            if not any(fold(name) == fold(spec.name) for spec in columns):
                expected = "a column of the sheet that is changed"
                found = said("no sheet has a column {name}", name=name)
                self.problems.append(ChangeProblem("E404", "column_name", found, expected, "Correct the column."))
            return None
        open_columns = {fold(spec.name): spec for spec in table.spec.columns if not spec.meta.key}
        if fold(name) in open_columns:
            return open_columns[fold(name)]
        is_key = any(fold(name) == fold(key) for key in table.spec.key_columns)
        meant = None if is_key else nearest(name, (spec.name for spec in open_columns.values()))
        found = (
            said("{name} names the rows of {sheet}", name=name, sheet=table.spec.name)
            if is_key
            else said("{sheet} has no column {name}", sheet=table.spec.name, name=name)
        )
        names = closest_first(name, (spec.name for spec in open_columns.values()))
        expected = said(
            "a column of {sheet} that is not part of the row's key: {names}", sheet=table.spec.name, names=names
        )
        remedy = said("Did you mean {meant}?", meant=meant) if meant else "Correct the column."
        self.problems.append(ChangeProblem("E404", "column_name", found, expected, remedy))
        return None if meant is None else open_columns[fold(meant)]

    def _rows(self, table: Table) -> list[int]:
        """Positions of the rows that the change's row pattern matches."""
        pattern = self._change["row"]
        if table.spec.layout == "settings":
            if pattern != "*" and fold(pattern) != fold(self._change["column_name"]):
                remedy = "Enter * and name the setting in column_name."
                self.problems.append(
                    ChangeProblem("E405", "row", said("row {number}", number=pattern), "* for sheet Settings", remedy)
                )
            return list(range(len(table.rows)))
        keys = [written_key(table, row) for row in table]
        parts = pattern_parts(table, pattern)
        wanted = [folded(part) for part in parts]
        matching = [position for position, key in enumerate(keys) if fits(key, wanted)]
        if not matching and not self._names_derived_price(table, wanted):
            known = ["|".join(key) for key in keys]
            meant = nearest(pattern, known)
            sheet, key = table.spec.name, "|".join(table.spec.key_columns)
            expected = said("the key of a row of {sheet} ({key})", sheet=sheet, key=key)
            if known:
                expected = said("{expected}: {names}", expected=expected, names=closest_first(pattern, known))
            remedy = said("Did you mean {meant}?", meant=meant) if meant else "Correct the key; * stands for any text."
            found = said("no row of {sheet} matches {pattern}", sheet=sheet, pattern=pattern)
            cause = self._what_is_missing(table, parts)
            self.problems.append(
                ChangeProblem("E405", "row", found, expected, remedy, cause=cause, needs=((table.spec.name,),))
            )
        return matching

    def _names_derived_price(self, table: Table, wanted: Sequence[str]) -> bool:
        """Whether a row pattern of Prices means commodities whose prices are derived; says what moves them instead."""
        if table.spec.name != "Prices" or len(wanted) != len(table.spec.key_columns):
            return False
        formulas: dict[str, dict[str, float]] = {}
        for row in self._tables["PriceFormulas"]:
            if row.values["commodity"] is not None and row.values["driver"] is not None:
                formulas.setdefault(row.values["commodity"], {})[row.values["driver"]] = row.values["quantity"] or 0.0
        derived = [name for name in formulas if fits((name,), wanted[:1])]
        if derived:
            drivers = ", ".join(dict.fromkeys(last for name in derived for last in last_drivers(name, formulas)))
            found = said("the price of {derived} is derived", derived=", ".join(derived))
            remedy = said("Change what it follows ({drivers}), or its row on Premiums.", drivers=drivers)
            needs = tuple(("PriceFormulas", "commodity", name) for name in derived)
            if not drivers:  # in a circle: which of its prices will be entered is not known
                remedy = "Enter its price on Prices, or change one that is entered."
            self.problems.append(
                ChangeProblem("E358", "row", found, "a commodity whose price is entered", remedy, needs=needs)
            )
        return bool(derived)

    def _what_is_missing(self, table: Table, parts: Sequence[str]) -> Thing:
        """The name that no row has: of the table itself, or of the sheet that its key refers to."""
        sheet, keys = table.spec.name, table.spec.key_columns
        if not table.rows:
            return (sheet,)
        if len(parts) != len(keys):
            return ()  # a key that is written wrongly is a mistake of its own
        for part, key in zip(parts, keys, strict=True):
            refers = table.spec.column(key).meta.refers
            place, _, name = refers.partition(".") if refers else (sheet, ".", key)
            known = {fold(format_cell(row.values[name])) for row in self._tables[place]}
            if part and "*" not in part and (refers or len(keys) == 1) and fold(part) not in known:
                return (place, name, part)
        return (sheet, "|".join(keys), fold("|".join(parts)))

    def _years(self, table: Table | None, column: ColumnSpec | None, matching: list[int]) -> tuple[int, ...]:
        """The years whose cells change; empty for a column that does not run across years."""
        first, last = self._change["first_year"], self._change["last_year"]
        given = "first_year" if first is not None else "last_year"
        if table is None or column is None:
            if first is not None and last is not None and first > last:
                found, remedy = (
                    said("years {first} to {last}", first=first, last=last),
                    "Correct first_year and last_year.",
                )
                self.problems.append(ChangeProblem("E406", given, found, "years in order", remedy))
            return ()
        if column.kind != "years":
            if first is not None or last is not None:
                found = said("a year for column {column}, which does not run across years", column=column.name)
                remedy = "Clear the years."
                self.problems.append(ChangeProblem("E406", given, found, "blank first_year and last_year", remedy))
            return ()
        rows = [table.rows[position] for position in matching] or table.rows
        held = sorted({year for row in rows for year in row.values[column.name]})
        chosen = tuple(year for year in held if (first is None or year >= first) and (last is None or year <= last))
        outside = [year for year in (first, last) if year is not None and held and not held[0] <= year <= held[-1]]
        if not chosen or outside:
            span = (
                said("years from {first} to {last} in order", first=held[0], last=held[-1])
                if held
                else "year columns with values"
            )
            found = said(
                "years {first} to {last}", first=first or said("from the first"), last=last or said("the last")
            )
            years = ((HORIZON, str(year)) for year in (first, last) if year is not None)
            needs = ((table.spec.name, column.name), *years)
            remedy = "Correct first_year and last_year."
            self.problems.append(ChangeProblem("E406", given, found, span, remedy, needs=needs))
        return chosen


def operand_of(column: ColumnSpec, change: Change, tables: Tables) -> Any:
    """The change's value: typed like the column for set, a number for multiply and add."""
    text, operation = change.value or "", change["operation"]
    if operation != "set":
        if column.kind not in ("number", "integer", "years"):
            found = said(
                "{operation} on {column}, which holds {kind}",
                operation=operation,
                column=column.name,
                kind=said("yes or no") if column.kind == "flag" else said("words"),
            )
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
            remedy = (
                said("Did you mean {meant}?", meant=meant)
                if meant
                else said("Add it to {sheet} or correct the name.", sheet=sheet)
            )
            found = said("{value} does not stand on sheet {sheet}", value=value, sheet=sheet)
            cause = (sheet, target, str(value))
            raise ChangeProblem("E407", change.value_column, found, expectation(column), remedy, cause=cause)
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
