"""What has to hold between the cells of a workbook: one function per rule, every problem found at once.

What has to hold within one cell (type, range, choice, blank) is checked while it is read, by the case layer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType, ModuleType

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.assembly import ReadResult
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import (
    completeness,
    finance,
    horizon,
    markets,
    materials,
    pins,
    places,
    plants,
    programmes,
    recipes,
    references,
    scenarios,
    sweeps,
    targets,
)
from roadmap_opt.checks.book import Book, Rule
from roadmap_opt.errors import Finding, InputError, sorted_findings

_MODULES: tuple[ModuleType, ...] = (
    references, horizon, completeness, recipes, materials, plants, places, programmes, markets, finance, targets, pins,
    scenarios, sweeps,
)  # fmt: skip


def _families() -> Iterator[tuple[str, tuple[Rule, ...]]]:
    for module in _MODULES:
        title = (module.__doc__ or "").strip().rstrip(".")
        yield title, tuple(member for member in vars(module).values() if isinstance(member, Rule))


RULE_FAMILIES: tuple[tuple[str, tuple[Rule, ...]], ...] = tuple(_families())
"""Every rule by family; a family's title is the first line of its module."""

RULES: tuple[Rule, ...] = tuple(rule for _, rules in RULE_FAMILIES for rule in rules)
"""Every rule, family by family."""

CODES: Mapping[str, str] = MappingProxyType({code: title for rule in RULES for code, title in rule.codes.items()})
"""Title of every code a rule can raise."""


def check_tables(tables: Tables, workbook: str) -> tuple[Finding, ...]:
    """Every finding of every rule, one for each cause, in the order of sheets and rows; errors and warnings together.

    ``tables`` may hold unreadable cells: rules that need them are passed over, because the reader has named them.
    """
    return one_per_cause(_all_findings(tables, workbook))


def _all_findings(tables: Tables, workbook: str) -> tuple[Finding, ...]:
    book = Book(tables, workbook)
    return sorted_findings((finding for rule in RULES for finding in rule.findings(book)), tuple(SHEETS))


def check_scenario(read: ReadResult, scenario: str, workbook: str) -> tuple[Tables | None, tuple[Finding, ...]]:
    """The tables of a scenario with every finding of reader, overlays and rules, in the order of sheets and rows.

    There are no tables when an overlay cannot be applied; the rules are then asked about the tables as they stand.
    """
    inputs, found = _of_scenario(read, scenario, workbook)
    return inputs, one_per_cause(found)


def _of_scenario(read: ReadResult, scenario: str, workbook: str) -> tuple[Tables | None, tuple[Finding, ...]]:
    try:
        inputs: Tables | None = apply_scenario(read.tables, scenario, workbook)
        unfit: tuple[Finding, ...] = ()
    except InputError as error:
        inputs, unfit = None, error.findings
    found = _all_findings(read.tables if inputs is None else inputs, workbook)
    return inputs, sorted_findings([*read.findings, *unfit, *found], tuple(SHEETS))
