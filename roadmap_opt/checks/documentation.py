"""The list of codes in `docs/errors.md`, generated from the rules."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from roadmap_opt.checks import RULE_FAMILIES
from roadmap_opt.checks.book import Rule

READING_CODES: Mapping[str, str] = MappingProxyType(
    {
        "E101": "The file or folder does not exist",
        "E102": "The file is no workbook (.xlsx) or no text table that can be read",
        "E103": "The file cannot be opened: locked, forbidden or protected by a password",
        "E104": "The workbook does not state its schema version",
        "E105": "The workbook has another schema version",
        "E106": "The workbook is no input workbook, for instance the results of a run",
        "E107": "The file, or a sheet of it, is larger than a plan can be",
        "E110": "A sheet is unknown",
        "E111": "A sheet is missing",
        "E112": "Two sheets stand for the same table",
        "E113": "A sheet that needs rows has none",
        "E114": "The head rows of a sheet are not where the template puts them",
        "E115": "A column is unknown",
        "E116": "A column is missing",
        "E117": "A column or year stands there twice",
        "E118": "A value stands in a column without a name",
        "E119": "Cells are merged",
        "E120": "A year of the horizon has no column",
        "E121": "A column stands for a year outside the horizon",
        "E122": "A setting is unknown",
        "E123": "A setting is missing",
        "E124": "A setting stands there twice",
        "E125": "A sheet has more problems than are listed",
        "E126": "A cell holds more text than Excel keeps",
        "E127": "The unit of a column or of a setting was changed",
        "E128": "Column names contradict the labels and units below them",
        "E129": "A row is a total, not a row of the table",
        "E130": "A cell is blank",
        "E131": "A cell shows an Excel error",
        "E132": "A formula has no saved result",
        "E133": "A cell holds no number",
        "E134": "A number can be read in two ways",
        "E135": "A cell holds a date or time",
        "E136": "A number is not whole",
        "E137": "A number is out of range",
        "E138": "A word is not on the list of choices",
        "E139": "A percentage stands where no share is meant",
        "E140": "“no limit” stands where a number is needed",
        "E141": "A cell is neither yes nor no",
    }
)
"""Title of every code that can be raised while a workbook is read, before any rule is asked."""

_INTRODUCTION = """# Error and warning codes

Every problem is reported at once, in the order of sheets and rows, as
`code workbook › sheet!cell (row): found; expected ... what to do`.
An error stops the run before anything is solved; a warning (marked as such) does not.

This page is generated: `python -m roadmap_opt.checks.documentation > docs/errors.md`.
A test keeps it equal to the rules.
"""


def errors_markdown() -> str:
    """The page `docs/errors.md`: every code with what is wrong and what has to hold."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield from ("## Reading a workbook, cell by cell", "", "| code | what is wrong |", "|---|---|")
    yield from (f"| {code} | {title} |" for code, title in READING_CODES.items())
    for heading, rules in RULE_FAMILIES:
        yield from ("", f"## {heading}", "", "| code | what is wrong | what has to hold |", "|---|---|---|")
        yield from (f"| {code} | {title} | {_meaning(rule)} |" for rule in rules for code, title in rule.codes.items())


def _meaning(rule: Rule) -> str:
    return " ".join((rule.ask.__doc__ or "").split())


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(errors_markdown(), end="")
