"""Reading sheet Sweeps: its lines become parameters, and every line that cannot be used is named with its cell.

The first line of a parameter holds its range. Later lines of the same parameter say which other cells follow the same
draw; their range is blank or the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.changes import Change, ChangeProblem, cells_of, changed_tables
from roadmap_opt.case.findings import cell_finding, number
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.case.sweeps import NEUTRAL, NUMBERS, Parameter, Sweep, sweep_names
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import Finding, InputError

CODES: Mapping[str, str] = MappingProxyType(
    {
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
    if None in parameters:
        raise InputError(finding for reader in readers for finding in reader.findings if finding.is_error)
    return Sweep(meant, tuple(parameter for parameter in parameters if parameter is not None))


def sweep_findings(tables: Tables, name: str, workbook: str) -> Iterator[Finding]:
    """Every finding about the lines of one sweep, remarks included; parameters with unreadable cells are left out."""
    for rows in _by_parameter(tables, name):
        if not any(row.unreadable for row in rows):
            reader = _Reader(tables, rows, workbook)
            reader.parameter()
            yield from reader.findings


def _unknown(tables: Tables, name: str, workbook: str) -> Finding:
    known = sweep_names(tables)
    meant = nearest(name, known)
    expected = f"one of {', '.join(known)}" if known else "a name that stands on sheet Sweeps, which has no lines"
    remedy = f"Did you mean {meant}?" if meant else "Choose one of them, or add lines to Sweeps."
    return Finding("E426", workbook, "Sweeps", "", "", f"no sweep is called {name}", expected, remedy)


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
        """The parameter; nothing when a line has an error. Each step needs that the ones before found none."""
        lead = self._lead.values
        self._find_gaps()
        ends = {"low": lead["low"], "high": lead["high"]}
        if self._failed or self._cannot_be_applied(ends):
            return None
        named = [cells_of(self._tables, self._change(row, ends["low"], "low")) for row in self._rows]
        columns, held = [spec for spec, _, _ in named], [value for _, cells, _ in named for value in cells]
        if any(cell is None for cell in held) and columns[0].meta.blank is None:
            return None  # a cell that could not be read, which has a finding of its own
        base = self._base(columns[0], held)
        if self._failed or base is None:
            return None
        texts = {**ends, "base": base}
        try:
            values = [self._typed(texts[at], at) for at in NUMBERS]
        except ChangeProblem:  # low and high fit, so it is what the workbook holds, and that has its own finding
            return None
        if self._discrete:
            numbers = [
                float(sign) if value != values[1] else 0.0 for sign, value in zip((-1, 0, 1), values, strict=True)
            ]
        else:
            self._find_what_cannot_be_drawn(columns, values)
            if self._failed:
                return None
            numbers = [float(value) for value in values]
        self._find_disorder(numbers)
        if self._failed:
            return None
        self._remark_on_the_middle(numbers)
        return Parameter(
            name=lead["parameter"],
            name_en=lead["name_en"] or lead["parameter"],
            name_tr=lead["name_tr"] or lead["name_en"] or lead["parameter"],
            operation=lead["operation"],
            distribution=lead["distribution"],
            low=numbers[0],
            base=numbers[1],
            high=numbers[2],
            words=tuple(texts[at] for at in NUMBERS) if self._discrete else (),
            unit="" if lead["operation"] == "multiply" or self._discrete else columns[0].meta.unit,
            steps=lead["steps"],
            rows=self._rows,
        )

    @property
    def _failed(self) -> bool:
        return any(finding.is_error for finding in self.findings)

    def _report(
        self, row: Row, code: str, column: str, found: str, expected: str, remedy: str, severity: str = "error"
    ) -> None:
        finding = cell_finding(
            self._workbook, self._tables["Sweeps"], row, column,
            code=code, found=found, expected=expected, remedy=remedy, severity=severity,
        )  # fmt: skip
        self.findings.append(finding)

    def _change(self, row: Row, text: str, column: str) -> Change:
        return Change(row, text, self._lead.values["sweep"], value_column=column)

    def _typed(self, text: str, column: str) -> Any:
        return cells_of(self._tables, self._change(self._lead, text, column))[2]

    def _find_gaps(self) -> None:
        for column in ("low", "high", "distribution"):
            if self._lead.values[column] is None:
                expected = "low, high and distribution in the first line of a parameter"
                self._report(self._lead, "E420", column, f"{column} is blank", expected, "Fill it in.")
        for row in self._rows[1:]:
            for column in _SHARED:
                given, wanted = row.values[column], self._lead.values[column]
                if given is not None and given != wanted:
                    says = format_cell(wanted) or "nothing"
                    found = f"{column} {format_cell(given)}, but row {self._lead.number} says {says}"
                    expected = f"the same {column} in all lines of a parameter, or a blank"
                    self._report(row, "E421", column, found, expected, "Correct it, or name another parameter.")

    def _cannot_be_applied(self, texts: Mapping[str, str]) -> bool:
        """Whether a line names something that does not exist, or a value of ``texts`` does not fit; reports it once."""
        for row in self._rows:
            for column, text in texts.items():
                try:
                    changed_tables(self._tables, self._change(row, text, column))
                except ChangeProblem as problem:
                    asked = "sweep {sweep}, {parameter}: {table} {row}".format_map(row.values)
                    finding = problem.finding(self._workbook, self._tables["Sweeps"], row, asked)
                    if finding not in self.findings:
                        self.findings.append(finding)
        return self._failed

    def _base(self, column: ColumnSpec, held: Sequence[Any]) -> str | None:
        """The base as text, after a test that the workbook stands there."""
        operation, stated = self._lead.values["operation"], self._lead.values["base"]
        remedy = "Clear the cell: a blank takes what the workbook holds."
        if operation in NEUTRAL:
            neutral = NEUTRAL[operation]
            if stated is not None and (
                self._cannot_be_applied({"base": stated}) or self._typed(stated, "base") != neutral
            ):
                self._report(
                    self._lead, "E424", "base", f"base {stated}", f"{neutral:g}, which changes nothing", remedy
                )
            return format_cell(neutral)
        if any(value != held[0] for value in held[1:]):
            different = ", ".join(dict.fromkeys(_words(value) for value in held))
            found = f"the cells of {column.name} hold different values: {different}"
            remedy = "Choose multiply or add, or name cells that agree."
            self._report(self._lead, "E424", "operation", found, "cells that agree, for set", remedy)
        elif stated is not None and (
            self._cannot_be_applied({"base": stated}) or self._typed(stated, "base") != held[0]
        ):
            expected = f"{_words(held[0])}, which the workbook holds"
            self._report(self._lead, "E424", "base", f"base {stated}", expected, remedy)
        return _words(held[0])

    def _find_what_cannot_be_drawn(self, columns: Sequence[ColumnSpec], values: Sequence[Any]) -> None:
        lead = self._lead.values
        kinds = {"text": "words", "flag": "yes or no", "integer": "whole numbers"}
        for row, spec in zip(self._rows, columns, strict=True):
            if spec.kind in kinds:
                found = f"{lead['distribution']} for {spec.name}, which holds {kinds[spec.kind]}"
                self._report(row, "E422", "distribution", found, "discrete, for such a column", "Choose discrete.")
        if self._failed:
            return
        for at, value in zip(NUMBERS, values, strict=True):
            if value is None or not math.isfinite(value):
                found = f"{at} {_words(value)}"
                self._report(
                    self._lead,
                    "E422",
                    at,
                    found,
                    "a number, to draw from a range",
                    "Enter a number, or choose discrete.",
                )
        if lead["distribution"] == "lognormal" and not self._failed and values[0] <= 0:
            found = f"low {number(values[0])} for a lognormal distribution"
            self._report(self._lead, "E422", "low", found, "a number above 0", "Correct it, or choose triangular.")

    def _find_disorder(self, numbers: Sequence[float]) -> None:
        low, base, high = numbers
        if low == high:
            found = "low and high are the same"
            self._report(
                self._lead, "E423", "high", found, "a high above the low", "Widen the range, or delete the parameter."
            )
        elif low > high:
            found = f"low {number(low)} above high {number(high)}"
            self._report(self._lead, "E423", "low", found, "a low below the high", "Exchange them.")
        elif not low <= base <= high:
            found = f"base {number(base)} outside {number(low)} to {number(high)}"
            expected = "a range that holds the base, which is where the workbook stands"
            self._report(self._lead, "E423", "low" if base < low else "high", found, expected, "Widen the range.")

    def _remark_on_the_middle(self, numbers: Sequence[float]) -> None:
        low, base, high = numbers
        shape = self._lead.values["distribution"]
        if shape not in ("normal", "lognormal"):
            return
        middle = (low + high) / 2 if shape == "normal" else math.sqrt(low * high)
        if abs(middle - base) > _OFF_CENTRE * (high - low) / 2:
            found = f"half of the draws lie above {number(middle)}, the base is {number(base)}"
            expected = f"a base near the middle of a {shape} distribution"
            self._report(
                self._lead, "E425", "distribution", found, expected,
                "Choose triangular for a range that leans to one side, or move low and high.", severity="warning",
            )  # fmt: skip


def _words(value: Any) -> str:
    return "blank" if value is None else format_cell(value)
