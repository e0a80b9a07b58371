"""Which sheet is which: by its name, and where that does not help by the columns that it holds.

A sheet under a wrong name is a mistake with one finding; it is read all the same, so that whatever else is wrong with
it is named in the same run, and nothing is said about the rows elsewhere that rely on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from roadmap_opt.case.grid import OWN_MARK, RawSheet, words_of
from roadmap_opt.case.names import fold, nearest
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import REMARKS
from roadmap_opt.errors import Finding
from roadmap_opt.said import said

NOT_IN_RESULTS = ("Scenarios", "Overlays", "Sweeps", "Correlations", "References", "Contradictions", "Comparables")
"""Sheets that no number of a result depends on: no scenario or sweep may change them."""

SETTINGS_COLUMNS = ("setting", "value", "unit", "meaning_en", "meaning_tr", *REMARKS)
"""Columns of the settings sheet; `unit` and the meanings are printed for the planner and not read back."""

_SURE = 0.6
"""Share of columns that a sheet has in common with a table (of all that either has) from which on it is that table."""
_DOUBTFUL = 0.3
"""Below this share a sheet is not taken for the table whose name it bears, if it surely is another one."""


def sheets_by_table(workbook: str, raw_sheets: Iterable[RawSheet], findings: list[Finding]) -> dict[str, RawSheet]:
    """Every sheet by the table that it holds; what is wrong with the names is added to ``findings``."""
    by_fold = {fold(name): name for name in SHEETS}
    result: dict[str, RawSheet] = {}
    strangers: list[tuple[RawSheet, str | None]] = []
    for raw in raw_sheets:
        name = by_fold.get(fold(raw.name))
        held = _held_table(raw)
        if name is None or (held is not None and held != name and _likeness(_held_columns(raw), name) < _DOUBTFUL):
            strangers.append((raw, held))
        elif name in result:
            remedy = "Bring the rows together on one of them and delete the other."
            what = said("a second sheet for {name}", name=name)
            expected = said("only “{sheet}”", sheet=result[name].name)
            findings.append(Finding("E112", workbook, raw.name, "", "", what, expected, remedy))
        else:
            result[name] = raw
    misnamed = [_stranger(workbook, raw, held, by_fold.get(fold(raw.name)), result) for raw, held in strangers]
    for finding in misnamed:
        # what a sheet that bears another's name hides is missing, unless a further sheet holds it
        hidden = tuple(thing for thing in finding.breaks if thing[0] not in result)
        findings.append(replace(finding, breaks=hidden))
    return result


def _stranger(
    workbook: str, raw: RawSheet, held: str | None, borne: str | None, result: dict[str, RawSheet]
) -> Finding:
    """The finding about a sheet whose name is no table's, or another one's (``borne``); reads it if it is missed."""
    missing = [name for name in SHEETS if name not in result]
    near = nearest(raw.name, missing or SHEETS)
    meant = held if held in missing else near if held is None and near in missing else None
    if meant is not None and (held or _likeness(_held_columns(raw), meant)):
        result[meant] = raw
    own = said("or begin its name with {own_mark} or Notes to keep it as your own.", own_mark=OWN_MARK)

    def finding(code: str, found: str, expected: str, remedy: str, **links: Any) -> Finding:
        return Finding(code, workbook, raw.name, "", "", found, expected, remedy, **links)

    if borne is not None:
        found = said("it bears the name of {borne} but holds the columns of {held}", borne=borne, held=held)
        if meant is None:
            expected = said("the rows of {borne}; {held} has a sheet of its own", borne=borne, held=held)
            return finding(
                "E110",
                found,
                expected,
                said("Restore the rows of {borne}, {own}", borne=borne, own=own),
                breaks=((borne,),),
            )
        exchange = ("names", *sorted((borne, meant)))
        remedy = said("Rename it to {meant}.", meant=meant)
        return finding("E110", found, said("the name {meant}", meant=meant), remedy, cause=exchange, breaks=((borne,),))
    if held is not None and meant is None:
        expected = said("only “{sheet}”", sheet=result[held].name)
        return finding(
            "E112",
            said("a second sheet with the columns of {held}", held=held),
            expected,
            said("Delete it, {own}", own=own),
        )
    expected = "a sheet of the contract" + (said(", perhaps {meant}", meant=meant or near) if meant or near else "")
    if meant is None:
        return finding("E110", "unknown sheet", expected, said("Rename it, {own}", own=own))
    found = said("unknown sheet, and none is called {meant}", meant=meant)
    return finding(
        "E110", found, expected, said("Rename it to {meant}, {own}", meant=meant, own=own), breaks=((meant,),)
    )


def _held_table(raw: RawSheet) -> str | None:
    """The table whose columns the sheet holds, if that is beyond doubt."""
    held = _held_columns(raw)
    likeness, name = max((_likeness(held, name), name) for name in SHEETS)
    return name if likeness >= _SURE else None


def _likeness(held: frozenset[str], name: str) -> float:
    """Share of columns that a sheet has in common with a table, of all that either has."""
    wanted = _columns_of(name)
    return len(wanted & held) / len(wanted | held)


@cache
def _columns_of(name: str) -> frozenset[str]:
    """Columns of a table, as they are compared; remarks, which every sheet has, and years do not count."""
    spec = SHEETS[name]
    columns = [column.name for column in spec.columns if column.kind != "years"]
    return frozenset(map(fold, SETTINGS_COLUMNS if spec.layout == "settings" else columns)) - set(REMARKS)


def _held_columns(raw: RawSheet) -> frozenset[str]:
    """The headings that a sheet holds, as they are compared; own columns do not count either."""
    texts = (fold(words_of(heading)) for heading in raw.headings.values())
    return frozenset(t for t in texts if t and not t.startswith(OWN_MARK) and not t.isdecimal()) - set(REMARKS)
