"""Reading sheet Sweeps: its lines become parameters, and every line that cannot be used is named with its cell.

The first line of a parameter holds its range. Later lines of the same parameter say which other cells follow the same
draw; their range is blank or the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.change_search import Change, ChangeProblem, UnfitChange, operand_of
from roadmap_opt.case.changes import cells_of, changed_tables
from roadmap_opt.case.findings import cell_finding, number
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import ColumnSpec
from roadmap_opt.case.sweeps import NEUTRAL, NUMBERS, Correlation, Parameter, Sweep, copula, is_possible, sweep_names
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import LOST, Finding, InputError, Thing

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
    correlations, unfit = _correlations(tables, meant, workbook)
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
    yield from _correlations(tables, name, workbook)[1]


def _correlations(tables: Tables, sweep: str, workbook: str) -> tuple[list[Correlation], list[Finding]]:
    """The correlations of a sweep, and what is wrong with their lines; what cannot be read is passed over."""
    names = {
        fold(rows[0].values["parameter"] or ""): rows[0].values["parameter"] for rows in _by_parameter(tables, sweep)
    }
    everywhere = {fold(row.values["parameter"] or "") for row in tables["Sweeps"]}
    lines: dict[frozenset[str], tuple[Row, Correlation]] = {}
    findings: list[Finding] = []

    def report(row: Row, column: str, found: str, expected: str, remedy: str) -> None:
        table = tables["Correlations"]
        code = "E359"
        findings.append(
            cell_finding(workbook, table, row, column, code=code, found=found, expected=expected, remedy=remedy)
        )

    for row in tables["Correlations"]:
        if row.unreadable or fold(row.values["sweep"]) != fold(sweep):
            continue
        pair = [fold(row.values[column]) for column in ("parameter", "other")]
        strangers = [column for column, name in zip(("parameter", "other"), pair, strict=True) if name not in names]
        for column in strangers:
            if fold(row.values[column]) not in everywhere:
                continue  # a reference that leads nowhere, which has a finding of its own
            known = ", ".join(names.values())
            found = f"{row.values[column]} is no parameter of sweep {row.values['sweep']}"
            report(row, column, found, f"one of {known}", "Correct the name, or delete the row.")
        if strangers:
            continue
        if pair[0] == pair[1]:
            found = f"{row.values['parameter']} with itself"
            report(row, "other", found, "two different parameters", "Correct one of them, or delete the row.")
        elif frozenset(pair) in lines:
            found = f"a second row for this pair, as row {lines[frozenset(pair)][0].number}"
            report(row, "correlation", found, "one row for each pair", "Delete one of the rows.")
        else:
            correlation = Correlation(names[pair[0]], names[pair[1]], row.values["correlation"])
            lines[frozenset(pair)] = (row, correlation)
    correlations = [correlation for _, correlation in lines.values()]
    if not findings and not is_possible(copula(list(names.values()), correlations)):
        first = next(iter(lines.values()))[0]
        found = (
            f"the {len(correlations)} correlations of sweep {sweep} contradict one another: no draws have all of them"
        )
        expected = "a positive definite matrix of correlations"
        share = _possible_share(list(names.values()), correlations)
        remedy = f"Multiply all of them by {number(share)}, or weaken the largest ones"
        remedy += "; two parameters that always move together are one parameter with several lines."
        report(first, "correlation", found, expected, remedy)
    return correlations, findings


def _possible_share(names: Sequence[str], correlations: Sequence[Correlation]) -> float:
    """The largest share in whole percent of all correlations with which draws exist."""
    shares = (percent / 100 for percent in range(99, 0, -1))
    scaled = ((share, [replace(each, rank=share * each.rank) for each in correlations]) for share in shares)
    return next((share for share, each in scaled if is_possible(copula(names, each))), 0.0)


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
                f"{' and '.join(blank)} {'is' if len(blank) == 1 else 'are'} blank",
                "low, high and distribution in the first line of a parameter",
                "Fill in what is missing; or is sweep or parameter written otherwise than in the lines above?",
                needs=(("Sweeps", "sweep", LOST), ("Sweeps", "parameter", LOST)),
            )  # fmt: skip
        for row in self._rows[1:]:
            for column in _SHARED:
                given, wanted = row.values[column], self._lead.values[column]
                if given is not None and given != wanted and column not in self._lead.unreadable:
                    says = format_cell(wanted) or "nothing"
                    found = f"{column} {format_cell(given)}, but row {self._lead.number} says {says}"
                    expected = f"the same {column} in all lines of a parameter, or a blank"
                    self._report(row, "E421", column, found, expected, "Correct it, or name another parameter.")

    def _find_unfit(self, texts: Mapping[str, str | None]) -> bool:
        """Report once where a line names something that does not exist, or a value of ``texts`` does not fit."""
        before = len(self.findings)
        for row in self._rows:
            for column, text in texts.items():
                try:
                    changed_tables(self._tables, self._change(row, text, column))
                except UnfitChange as unfit:
                    asked = "sweep {sweep}, {parameter}: {table} {row}".format_map(row.values)
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
                    self._lead, "E424", "base", f"base {stated}", f"{neutral:g}, which changes nothing", remedy
                )
            return format_cell(neutral)
        if not held:
            return None
        if any(value != held[0] for value in held[1:]):
            different = ", ".join(dict.fromkeys(_words(value) for value in held))
            found = f"the cells of {column.name} hold different values: {different}"
            remedy = "Choose multiply or add, or name cells that agree."
            self._report(self._lead, "E424", "operation", found, "cells that agree, for set", remedy)
            return None
        if stated is not None and self._is_elsewhere(column, stated, held[0]):
            expected = f"{_words(held[0])}, which the workbook holds"
            self._report(self._lead, "E424", "base", f"base {stated}", expected, remedy)
        return _words(held[0])

    def _is_elsewhere(self, column: ColumnSpec, stated: str, base: Any) -> bool:
        """Whether a base that fits its column is another one; what does not fit has a finding of its own."""
        return not self._find_unfit({"base": stated}) and self._typed(column, stated, "base") != base

    def _find_what_cannot_be_drawn(self, columns: Sequence[ColumnSpec], values: Mapping[str, Any]) -> None:
        lead = self._lead.values
        kinds = {"text": "words", "flag": "yes or no", "integer": "whole numbers"}
        for row, spec in zip(self._rows, columns, strict=True):
            if spec.kind in kinds and lead["operation"] == "set":
                found = f"{lead['distribution']} for {spec.name}, which holds {kinds[spec.kind]}"
                self._report(row, "E422", "distribution", found, "discrete, for such a column", "Choose discrete.")
                return
        for at, value in values.items():
            if not _is_number(value):
                found = f"{at} {_words(value)}"
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
            found = f"low {number(low)} for a lognormal distribution"
            self._report(self._lead, "E422", "low", found, "a number above 0", "Correct it, or choose triangular.")

    def _find_disorder(self, numbers: Mapping[str, float]) -> None:
        low, base, high = (numbers.get(at) for at in NUMBERS)
        if low is not None and low == high:
            found = "low and high are the same"
            self._report(
                self._lead, "E423", "high", found, "a high above the low", "Widen the range, or delete the parameter."
            )
        elif low is not None and high is not None and low > high:
            found = f"low {number(low)} above high {number(high)}"
            self._report(self._lead, "E423", "low", found, "a low below the high", "Exchange them.")
        elif base is not None and ((low is not None and base < low) or (high is not None and base > high)):
            ends = f"{'…' if low is None else number(low)} to {'…' if high is None else number(high)}"
            found = f"base {number(base)} outside {ends}"
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
            found = f"half of the draws lie above {number(middle)}, the base is {number(base)}"
            expected = f"a base near the middle of a {shape} distribution"
            self._report(
                self._lead, "E425", "distribution", found, expected,
                "Choose triangular for a range that leans to one side, or move low and high.", severity="warning",
            )  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _words(value: Any) -> str:
    return "blank" if value is None else format_cell(value)
