"""Reading sheet Sweeps: its lines become parameters, and every line that cannot be used is named with its cell.

The first line of a parameter holds its range. Later lines of the same parameter say which other cells follow the same
draw; their range is blank or the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.change_search import Change, ChangeProblem, UnfitChange, operand_of
from roadmap_opt.case.changes import cells_of, changed_tables
from roadmap_opt.case.findings import cell_finding, number
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.case.sweep_correlations import correlations_of
from roadmap_opt.case.sweeps import NEUTRAL, NUMBERS, Parameter, Sweep, sweep_names
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import LOST, Finding, InputError, Thing
from roadmap_opt.said import listed, said

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E359": "Parameters of a sweep cannot be correlated like this",
        "E420": "A parameter of a sweep has no range",
        "E421": "Lines of one parameter contradict each other",
        "E422": "A distribution does not fit what is drawn",
        "E423": "Low, base and high are out of order",
        "E424": "The base of a parameter is not where the workbook stands",
        "E425": "The middle of a distribution lies far from the base",
        "E426": "A sweep does not exist",
    }
)
"""Title of every code raised here; what a line names is tested by the same rules as an overlay (E403 to E409)."""

_UNFIT = object()
"""Stands for a value that does not fit its column."""

_SHARED = ("operation", "low", "base", "high", "distribution", "steps")
_OFF_CENTRE = 0.25
"""Share of the half range by which the middle of a distribution may lie beside the base before it is remarked on."""


def read_sweep(tables: Tables, name: str, workbook: str) -> Sweep:
    """The sweep called ``name`` over ``tables``; raises :class:`InputError` with every problem of its lines."""
    meant = next((known for known in sweep_names(tables) if fold(known) == fold(name)), None)
    if meant is None:
        raise InputError([_unknown(tables, name, workbook)])
    readers = [_Reader(tables, rows, workbook) for rows in _by_parameter(tables, meant)]
    parameters = [reader.parameter() for reader in readers]
    correlations, unfit = correlations_of(tables, meant, _names(tables, meant), workbook)
    if None in parameters or unfit:
        found = [finding for reader in readers for finding in reader.findings if finding.is_error]
        raise InputError(one_per_cause([*found, *unfit]))
    return Sweep(meant, tuple(parameter for parameter in parameters if parameter is not None), tuple(correlations))


def sweep_findings(tables: Tables, name: str, workbook: str) -> Iterator[Finding]:
    """Every finding about the lines of one sweep, remarks included; what the reader has named is passed over."""
    for rows in _by_parameter(tables, name):
        reader = _Reader(tables, rows, workbook)
        reader.parameter()
        yield from reader.findings
    yield from correlations_of(tables, name, _names(tables, name), workbook)[1]


def _names(tables: Tables, sweep: str) -> dict[str, str]:
    """Parameters of a sweep as they are written, by how they are compared."""
    return {
        fold(rows[0].values["parameter"] or ""): rows[0].values["parameter"] for rows in _by_parameter(tables, sweep)
    }


def _unknown(tables: Tables, name: str, workbook: str) -> Finding:
    known = sweep_names(tables)
    meant = nearest(name, known)
    expected = (
        said("one of {choices}", choices=", ".join(known))
        if known
        else "a name that stands on sheet Sweeps, which has no lines"
    )
    remedy = said("Did you mean {meant}?", meant=meant) if meant else "Choose one of them, or add lines to Sweeps."
    return Finding("E426", workbook, "Sweeps", "", "", said("no sweep is called {name}", name=name), expected, remedy)


def _by_parameter(tables: Tables, sweep: str) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in tables["Sweeps"]:
        if row.values["sweep"] is not None and fold(row.values["sweep"]) == fold(sweep):
            groups.setdefault(fold(row.values["parameter"] or ""), []).append(row)
    return list(groups.values())


class _Reader:
    """Makes one parameter of its lines and collects what is wrong with them."""

    def __init__(self, tables: Tables, rows: Sequence[Row], workbook: str) -> None:
        self._tables, self._rows, self._workbook = tables, tuple(rows), workbook
        self._lead = rows[0]
        self.findings: list[Finding] = []

    @property
    def _discrete(self) -> bool:
        return bool(self._lead.values["distribution"] == "discrete")

    def parameter(self) -> Parameter | None:
        """The parameter; nothing when a line has an error. All errors are found that do not hang on one another."""
        lead = self._lead.values
        self._find_gaps()
        ends = {"low": lead["low"], "high": lead["high"]}
        self._find_unfit(ends)
        named = [cells for row in self._rows if (cells := cells_of(self._tables, self._change(row, None, "low")))]
        if len(named) < len(self._rows) or self._lead.unreadable:
            return None
        columns, held = [spec for spec, _ in named], [value for _, cells in named for value in cells]
        if any(cell is None for cell in held) and columns[0].meta.blank is None:
            return None  # a cell that could not be read, which has a finding of its own
        base = self._base(columns[0], held)
        texts = {"low": ends["low"], "base": base, "high": ends["high"]}
        values = {at: self._typed(columns[0], text, at) for at, text in texts.items() if text is not None}
        values = {at: value for at, value in values.items() if value is not _UNFIT}
        if self._discrete:
            places = {"low": -1.0, "base": 0.0, "high": 1.0}
            numbers = {at: places[at] if value != values.get("base") else 0.0 for at, value in values.items()}
        else:
            self._find_what_cannot_be_drawn(columns, values)
            numbers = {at: float(value) for at, value in values.items() if _is_number(value)}
        self._find_disorder(numbers)
        if self._failed or len(numbers) < len(NUMBERS):  # a cell that holds the base may be unreadable
            return None
        self._remark_on_the_middle([numbers[at] for at in NUMBERS])
        return Parameter(
            name=lead["parameter"],
            name_en=lead["name_en"] or lead["parameter"],
            name_tr=lead["name_tr"] or lead["name_en"] or lead["parameter"],
            operation=lead["operation"],
            distribution=lead["distribution"],
            low=numbers["low"],
            base=numbers["base"],
            high=numbers["high"],
            words=tuple(texts[at] or "" for at in NUMBERS) if self._discrete else (),
            unit="" if lead["operation"] == "multiply" or self._discrete else columns[0].meta.unit,
            steps=lead["steps"],
            rows=self._rows,
        )

    @property
    def _failed(self) -> bool:
        return any(finding.is_error for finding in self.findings)

    def _report(
        self, row: Row, code: str, column: str, found: str, expected: str, remedy: str, severity: str = "error",
        needs: tuple[Thing, ...] = (),
    ) -> None:  # fmt: skip
        finding = cell_finding(
            self._workbook, self._tables["Sweeps"], row, column,
            code=code, found=found, expected=expected, remedy=remedy, severity=severity, needs=needs,
        )  # fmt: skip
        self.findings.append(finding)

    def _change(self, row: Row, text: str | None, column: str) -> Change:
        return Change(row, text, self._lead.values["sweep"], value_column=column)

    def _typed(self, spec: ColumnSpec, text: str, column: str) -> Any:
        """The typed value; what does not fit has its finding already."""
        try:
            return operand_of(spec, self._change(self._lead, text, column), self._tables)
        except ChangeProblem:
            return _UNFIT

    def _find_gaps(self) -> None:
        blank = [
            column
            for column in ("low", "high", "distribution")
            if self._lead.values[column] is None and column not in self._lead.unreadable
        ]
        if blank:
            self._report(
                self._lead, "E420", blank[0],
                said("{column} is blank", column=blank[0])
                if len(blank) == 1
                else said("{columns} are blank", columns=listed(" and ", blank)),
                "low, high and distribution in the first line of a parameter",
                "Fill in what is missing; or is sweep or parameter written otherwise than in the lines above?",
                needs=(("Sweeps", "sweep", LOST), ("Sweeps", "parameter", LOST)),
            )  # fmt: skip
        for row in self._rows[1:]:
            for column in _SHARED:
                given, wanted = row.values[column], self._lead.values[column]
                if given is not None and given != wanted and column not in self._lead.unreadable:
                    says = format_cell(wanted) or said("nothing")
                    found = said(
                        "{column} {given}, but row {row} says {says}",
                        column=column,
                        given=said(format_cell(given)),
                        row=self._lead.number,
                        says=says,
                    )
                    expected = said("the same {column} in all lines of a parameter, or a blank", column=column)
                    self._report(row, "E421", column, found, expected, "Correct it, or name another parameter.")

    def _find_unfit(self, texts: Mapping[str, str | None]) -> bool:
        """Report once where a line names something that does not exist, or a value of ``texts`` does not fit."""
        before = len(self.findings)
        for row in self._rows:
            for column, text in texts.items():
                try:
                    changed_tables(self._tables, self._change(row, text, column))
                except UnfitChange as unfit:
                    asked = said(
                        "sweep {sweep}, {parameter}: {table} {row}",
                        **{name: row.values[name] for name in ("sweep", "parameter", "table", "row")},
                    )
                    found = unfit.findings(self._workbook, self._tables["Sweeps"], row, asked)
                    self.findings += [finding for finding in found if finding not in self.findings]
        return len(self.findings) > before

    def _base(self, column: ColumnSpec, held: Sequence[Any]) -> str | None:
        """The base as text, after a test that the workbook stands there."""
        operation, stated = self._lead.values["operation"], self._lead.values["base"]
        remedy = "Clear the cell: a blank takes what the workbook holds."
        if operation in NEUTRAL:
            neutral = NEUTRAL[operation]
            if stated is not None and self._is_elsewhere(column, stated, neutral):
                self._report(
                    self._lead,
                    "E424",
                    "base",
                    said("base {stated}", stated=stated),
                    said("{neutral:g}, which changes nothing", neutral=neutral),
                    remedy,
                )
            return format_cell(neutral)
        if not held:
            return None
        if any(value != held[0] for value in held[1:]):
            different = ", ".join(dict.fromkeys(_words(value) for value in held))
            found = said(
                "the cells of {column} hold different values: {different}", column=column.name, different=different
            )
            remedy = "Choose multiply or add, or name cells that agree."
            self._report(self._lead, "E424", "operation", found, "cells that agree, for set", remedy)
            return None
        if stated is not None and self._is_elsewhere(column, stated, held[0]):
            expected = said("{value}, which the workbook holds", value=said(_words(held[0])))
            self._report(self._lead, "E424", "base", said("base {stated}", stated=stated), expected, remedy)
        return _words(held[0])

    def _is_elsewhere(self, column: ColumnSpec, stated: str, base: Any) -> bool:
        """Whether a base that fits its column is another one; what does not fit has a finding of its own."""
        return not self._find_unfit({"base": stated}) and self._typed(column, stated, "base") != base

    def _find_what_cannot_be_drawn(self, columns: Sequence[ColumnSpec], values: Mapping[str, Any]) -> None:
        lead = self._lead.values
        kinds = {"text": "words", "flag": "yes or no", "integer": "whole numbers"}
        for row, spec in zip(self._rows, columns, strict=True):
            if spec.kind in kinds and lead["operation"] == "set":
                found = said(
                    "{distribution} for {column}, which holds {kind}",
                    distribution=lead["distribution"],
                    column=spec.name,
                    kind=said(kinds[spec.kind]),
                )
                self._report(row, "E422", "distribution", found, "discrete, for such a column", "Choose discrete.")
                return
        for at, value in values.items():
            if not _is_number(value):
                found = said("{at} {value}", at=at, value=said(_words(value)))
                self._report(
                    self._lead,
                    "E422",
                    at,
                    found,
                    "a number, to draw from a range",
                    "Enter a number, or choose discrete.",
                )
        low: Any = values.get("low")
        if lead["distribution"] == "lognormal" and _is_number(low) and low <= 0:
            found = said("low {low} for a lognormal distribution", low=number(low))
            self._report(self._lead, "E422", "low", found, "a number above 0", "Correct it, or choose triangular.")

    def _find_disorder(self, numbers: Mapping[str, float]) -> None:
        low, base, high = (numbers.get(at) for at in NUMBERS)
        if low is not None and low == high:
            found = "low and high are the same"
            self._report(
                self._lead, "E423", "high", found, "a high above the low", "Widen the range, or delete the parameter."
            )
        elif low is not None and high is not None and low > high:
            found = said("low {low} above high {high}", low=number(low), high=number(high))
            self._report(self._lead, "E423", "low", found, "a low below the high", "Exchange them.")
        elif base is not None and ((low is not None and base < low) or (high is not None and base > high)):
            ends = said(
                "{first} to {last}",
                first="…" if low is None else number(low),
                last="…" if high is None else number(high),
            )
            found = said("base {base} outside {ends}", base=number(base), ends=ends)
            expected = "a range that holds the base, which is where the workbook stands"
            beyond = "low" if low is not None and base < low else "high"
            self._report(self._lead, "E423", beyond, found, expected, "Widen the range.")

    def _remark_on_the_middle(self, numbers: Sequence[float]) -> None:
        low, base, high = numbers
        shape = self._lead.values["distribution"]
        if shape not in ("normal", "lognormal"):
            return
        middle = (low + high) / 2 if shape == "normal" else math.sqrt(low * high)
        if abs(middle - base) > _OFF_CENTRE * (high - low) / 2:
            found = said(
                "half of the draws lie above {middle}, the base is {base}", middle=number(middle), base=number(base)
            )
            expected = said("a base near the middle of a {shape} distribution", shape=shape)
            self._report(
                self._lead, "E425", "distribution", found, expected,
                "Choose triangular for a range that leans to one side, or move low and high.", severity="warning",
            )  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _words(value: Any) -> str:
    return "blank" if value is None else format_cell(value)
