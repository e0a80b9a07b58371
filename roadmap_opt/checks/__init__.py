"""What has to hold between the cells of a workbook: one function per rule, every problem found at once.

What has to hold within one cell (type, range, choice, blank) is checked while it is read, by the case layer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType, ModuleType

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.assembly import ReadResult
from roadmap_opt.case.causes import one_per_cause
from roadmap_opt.case.names import fold
from roadmap_opt.case.overlays import BASE, apply_scenario, lineage
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import (
    completeness,
    contracts,
    finance,
    horizon,
    lenders,
    magnitudes,
    markets,
    materials,
    pins,
    places,
    plants,
    prices,
    programmes,
    recipes,
    references,
    scenarios,
    security,
    sweeps,
    targets,
)
from roadmap_opt.checks.book import Book, Rule
from roadmap_opt.errors import Finding, InputError, sorted_findings

_MODULES: tuple[ModuleType, ...] = (
    references, horizon, completeness, recipes, materials, plants, places, programmes, markets, contracts, prices,
    finance, lenders, security, magnitudes,
    targets, pins, scenarios, sweeps,
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


@dataclass(frozen=True, slots=True)
class ScenarioFindings:
    """A scenario: its tables if they can be made, all its findings, and those that were not said before (``fresh``)."""

    scenario: str
    tables: Tables | None
    findings: tuple[Finding, ...]
    fresh: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that forbid a solve, whether they were said before or not."""
        return tuple(finding for finding in self.findings if finding.is_error)


def check_scenarios(read: ReadResult, scenarios: Iterable[str], workbook: str) -> Iterator[ScenarioFindings]:
    """:func:`check_scenario` for one scenario after the other; what was said about one is not fresh in the others.

    A scenario repeats what is wrong with the workbook and with the scenarios that it inherits from. Where its overlays
    make a cell wrong in another way that was wrong there already, that is the same mistake still.
    """
    said: dict[str, set[Hashable]] = {}
    exactly: set[Finding] = set()
    for scenario in scenarios:
        tables, found = _of_scenario(read, scenario, workbook)
        known = set().union(*(said.get(fold(name), set()) for name in _before(read, scenario, workbook)))
        fresh = tuple(each for each in found if each not in exactly and known.isdisjoint(_marks(each)))
        exactly.update(found)
        said[fold(scenario)] = {mark for each in found for mark in _marks(each)}
        yield ScenarioFindings(scenario, tables, one_per_cause(found), one_per_cause(fresh))


def _before(read: ReadResult, scenario: str, workbook: str) -> tuple[str, ...]:
    """The base and the scenarios that this one inherits from."""
    try:
        return (BASE, *lineage(read.tables, scenario, workbook)[:-1])
    except InputError:  # no such scenario, or no end of parents: that is a finding of its own
        return (BASE,)


def _marks(finding: Finding) -> Iterator[Hashable]:
    """By what a mistake is known again: its place, and the name that does not exist."""
    yield finding.code, finding.sheet, finding.cell
    if len(finding.cause) > 2 and finding.cause[0] in SHEETS:
        yield finding.cause


def _of_scenario(read: ReadResult, scenario: str, workbook: str) -> tuple[Tables | None, tuple[Finding, ...]]:
    try:
        inputs: Tables | None = apply_scenario(read.tables, scenario, workbook)
        unfit: tuple[Finding, ...] = ()
    except InputError as error:
        inputs, unfit = None, error.findings
    found = _all_findings(read.tables if inputs is None else inputs, workbook)
    return inputs, sorted_findings([*read.findings, *unfit, *found], tuple(SHEETS))
