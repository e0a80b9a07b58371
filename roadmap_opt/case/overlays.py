"""Scenarios: named overlays that set, multiply or add to cells of the workbook's tables.

A scenario starts from the tables as they stand (never from another scenario's result), applies the overlays of its
ancestors first and its own last, each from top to bottom. The given tables are not touched. Every problem names the
cell of sheet Overlays that causes it; all are collected and raised once.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from roadmap_opt.case.changes import CODES as CHANGE_CODES
from roadmap_opt.case.changes import Change, ChangeProblem, changed_tables
from roadmap_opt.case.findings import row_name
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import Finding, InputError

BASE = "base"
"""The name of the tables as they stand; it needs no row on Scenarios and takes no overlays."""

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E401": "Scenarios inherit from one another in a circle",
        "E402": "A scenario does not exist",
        **CHANGE_CODES,
    }
)
"""Title of every code raised here."""


def apply_scenario(tables: Tables, scenario: str, workbook: str) -> Tables:
    """The tables of ``scenario``: the workbook's tables with the overlays of its ancestors and its own.

    The name is matched regardless of case and Turkish i; an empty name and ``base`` give the tables as they stand.
    :attr:`Row.overlaid` tells for every changed value which overlays made it. Raises :class:`InputError` with every
    overlay that cannot be applied.
    """
    result = tables
    findings: list[Finding] = []
    for name in lineage(tables, scenario, workbook):
        for overlay in tables["Overlays"]:
            if overlay.unreadable or fold(overlay.values["scenario"]) != fold(name):
                continue  # the reader has already named an unreadable cell
            try:
                result = changed_tables(result, Change(overlay, overlay.values["value"], name))
            except ChangeProblem as problem:
                asked = "scenario {scenario}: {table} {row}".format_map(overlay.values)
                findings.append(problem.finding(workbook, tables["Overlays"], overlay, asked))
    if findings:
        raise InputError(findings)
    return MappingProxyType(dict(result))


def scenario_names(tables: Tables) -> tuple[str, ...]:
    """Every scenario that can be asked for: ``base`` first, then those of sheet Scenarios."""
    named = (row.values["scenario"] for row in tables["Scenarios"])
    return (BASE, *(name for name in named if name is not None and fold(name) != BASE))


def as_written(tables: Tables, scenario: str, workbook: str) -> str:
    """The name of a scenario as the workbook writes it; raises :class:`InputError` when there is no such scenario."""
    names = lineage(tables, scenario, workbook)
    return names[-1] if names else BASE


def lineage(tables: Tables, scenario: str, workbook: str) -> tuple[str, ...]:
    """The scenario and its ancestors, the oldest first; empty for the base.

    Raises :class:`InputError` when a scenario does not exist or the ancestors go round in a circle.
    """
    rows = {fold(row.values["scenario"]): row for row in tables["Scenarios"] if row.values["scenario"] is not None}
    found_so_far: list[str] = []
    asked_by: Row | None = None
    name: str | None = scenario
    while name is not None and fold(name) not in ("", BASE):
        row = rows.get(fold(name))
        if row is None:
            raise InputError([_unknown_scenario(tables, name, asked_by, workbook)])
        if row.values["scenario"] in found_so_far:
            names = " → ".join((*found_so_far, row.values["scenario"]))
            found = f"the scenarios inherit from one another: {names}"
            remedy = "Clear the parent of one of them."
            problem = ChangeProblem("E401", "parent", found, "a chain of parents that ends", remedy)
            raise InputError([_scenario_finding(tables, rows[fold(scenario)], problem, workbook)])
        found_so_far.append(row.values["scenario"])
        asked_by, name = row, row.values["parent"]
    return tuple(reversed(found_so_far))


def _unknown_scenario(tables: Tables, name: str, asked_by: Row | None, workbook: str) -> Finding:
    known = scenario_names(tables)
    meant = nearest(name, known)
    found, expected = f"no scenario is called {name}", f"one of {', '.join(known)}"
    remedy = f"Did you mean {meant}?" if meant else "Choose one of them, or add a row to Scenarios."
    if asked_by is None:
        return Finding("E402", workbook, "Scenarios", "", "", found, expected, remedy)
    problem = ChangeProblem("E402", "parent", found, expected, remedy)
    return _scenario_finding(tables, asked_by, problem, workbook)


def _scenario_finding(tables: Tables, row: Row, problem: ChangeProblem, workbook: str) -> Finding:
    table = tables["Scenarios"]
    return problem.finding(workbook, table, row, row_name(table, row))
