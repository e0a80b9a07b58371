"""Scenarios: named overlays that set, multiply or add to cells of the workbook's tables.

A scenario starts from the tables as they stand (never from another scenario's result), applies the overlays of its
ancestors first and its own last, each from top to bottom. The given tables are not touched. Every problem names the
cell of sheet Overlays that causes it; all are collected and raised once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from roadmap_opt.case.change_search import Change, ChangeProblem, UnfitChange
from roadmap_opt.case.changes import CODES as CHANGE_CODES
from roadmap_opt.case.changes import changed_tables
from roadmap_opt.case.findings import row_name
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.tables import Row, Tables
from roadmap_opt.errors import Finding, InputError, Thing
from roadmap_opt.said import said

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
        result, unfit = _with_overlays(tables, result, name, workbook)
        findings += unfit
    if findings:
        raise InputError(findings)
    return MappingProxyType(dict(result))


def overlay_findings(tables: Tables, workbook: str) -> Iterator[Finding]:
    """Every overlay that cannot be applied, said once and not again for every scenario that inherits it.

    Overlays of a scenario that does not exist, or whose parents lead nowhere, are tried on the tables as they stand. A
    parent that does not exist is a reference that does not resolve, and named as such; it has no finding here.
    """
    applied: dict[str, Tables] = {}
    circles: set[Thing] = set()
    written = (row.values["scenario"] for sheet in ("Scenarios", "Overlays") for row in tables[sheet])
    for name in dict.fromkeys(fold(name) for name in written if name is not None):
        try:
            names = [fold(each) for each in lineage(tables, name, workbook)]
        except InputError as error:
            names = [name]
            for finding in error.findings:
                if finding.code == "E401" and finding.cause not in circles:
                    circles.add(finding.cause)
                    yield finding
        stands = tables
        for each in names:  # the ancestors first: what was found about them before is not said again
            if each not in applied:
                applied[each], unfit = _with_overlays(tables, stands, each, workbook)
                yield from unfit
            stands = applied[each]


def _with_overlays(tables: Tables, stands: Tables, name: str, workbook: str) -> tuple[Tables, list[Finding]]:
    """``stands`` with the overlays of scenario ``name`` that fit, and what is wrong with the others."""
    findings: list[Finding] = []
    for overlay in tables["Overlays"]:
        if overlay.values["scenario"] is None or fold(overlay.values["scenario"]) != fold(name):
            continue
        try:
            stands = changed_tables(stands, Change(overlay, overlay.values["value"], name))
        except UnfitChange as unfit:
            asked = said(
                "scenario {scenario}: {table} {row}",
                **{name: overlay.values[name] for name in ("scenario", "table", "row")},
            )
            findings += unfit.findings(workbook, tables["Overlays"], overlay, asked)
    return stands, findings


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
            circle = found_so_far[found_so_far.index(row.values["scenario"]) :]
            found = said(
                "the scenarios inherit from one another: {circle}", circle=" → ".join((*circle, row.values["scenario"]))
            )
            cause, remedy = ("circle", *sorted(circle)), "Clear the parent of one of them."
            problem = ChangeProblem("E401", "parent", found, "a chain of parents that ends", remedy, cause=cause)
            raise InputError([_scenario_finding(tables, row, problem, workbook)])
        found_so_far.append(row.values["scenario"])
        asked_by, name = row, row.values["parent"]
    return tuple(reversed(found_so_far))


def _unknown_scenario(tables: Tables, name: str, asked_by: Row | None, workbook: str) -> Finding:
    known = scenario_names(tables)
    meant = nearest(name, known)
    found, expected = (
        said("no scenario is called {name}", name=name),
        said("one of {choices}", choices=", ".join(known)),
    )
    remedy = said("Did you mean {meant}?", meant=meant) if meant else "Choose one of them, or add a row to Scenarios."
    cause = ("Scenarios", "scenario", name)
    if asked_by is None:
        return Finding("E402", workbook, "Scenarios", "", "", found, expected, remedy, cause=cause)
    problem = ChangeProblem("E402", "parent", found, expected, remedy, cause=cause)
    return _scenario_finding(tables, asked_by, problem, workbook)


def _scenario_finding(tables: Tables, row: Row, problem: ChangeProblem, workbook: str) -> Finding:
    table = tables["Scenarios"]
    return problem.finding(workbook, table, row, row_name(table, row))
