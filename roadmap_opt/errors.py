"""Findings: what is wrong with an input, where, and what would be right. Collected, sorted, raised once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in an input.

    ``sheet`` and ``cell`` are what the planner sees (``Recipes``, ``D17``); ``row_name`` names the row in words;
    ``found``, ``expected`` and ``remedy`` are full phrases. ``code`` is stable (``E214``) and documented.
    ``severity`` is ``"error"`` (the input cannot be used) or ``"warning"`` (it can, but is probably not meant so).
    """

    code: str
    workbook: str
    sheet: str
    cell: str
    row_name: str
    found: str
    expected: str
    remedy: str
    severity: str = "error"

    @property
    def is_error(self) -> bool:
        """Whether the input cannot be used before this is put right."""
        return self.severity == "error"

    def __str__(self) -> str:
        sheet = f" › {self.sheet}" if self.sheet else ""
        where = self.workbook + sheet + (f"!{self.cell}" if self.cell else "")
        row = f" ({self.row_name})" if self.row_name else ""
        mark = "" if self.is_error else " (warning)"
        return f"{self.code}{mark} {where}{row}: {self.found}; expected {self.expected}. {self.remedy}"


class RoadmapError(Exception):
    """Base of every error this package raises for a user to read."""


class AuditFailedError(RoadmapError):
    """What a run claims is not so, and is not shown; ``violations`` (of the auditor) say why."""

    def __init__(self, violations: Sequence[Any]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join(str(violation) for violation in self.violations))


class InputError(RoadmapError):
    """The input cannot be used. ``findings`` holds every problem, sorted by sheet and row."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def sorted_findings(findings: Iterable[Finding], sheets: Sequence[str]) -> tuple[Finding, ...]:
    """The findings without repetition, in the order of ``sheets``, then by row and column as a planner reads them.

    What is said about the whole file or about an unknown sheet comes first: it often explains the rest.
    """
    place = {sheet: position for position, sheet in enumerate(sheets)}

    def order(finding: Finding) -> tuple[int, str, int, int, str, str]:
        letters = finding.cell.rstrip("0123456789")
        row = int(finding.cell[len(letters) :] or 0)
        return place.get(finding.sheet, -1), finding.sheet, row, len(letters), letters, finding.code

    return tuple(sorted(dict.fromkeys(findings), key=order))
