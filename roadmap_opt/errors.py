"""Findings: what is wrong with an input, where, and what would be right. Collected, sorted, raised once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Thing = tuple[str, ...]
"""Something in a workbook that other cells rely on: ``(sheet,)``, ``(sheet, column)``, ``(sheet, column, name)``."""

LOST = "?"
"""In the place of a name: the name of some row could not be read, whichever it is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in an input.

    ``sheet`` and ``cell`` are what the planner sees (``Recipes``, ``D17``); ``row_name`` names the row in words;
    ``found``, ``expected`` and ``remedy`` are full phrases. ``code`` is stable (``E214``) and documented.
    ``severity`` is ``"error"`` (the input cannot be used) or ``"warning"`` (it can, but is probably not meant so).

    What a finding has to do with others is said by the last four (see :mod:`roadmap_opt.case.causes`): findings with
    the same ``cause`` are one mistake seen from several cells; ``breaks`` holds what cannot be relied on before it is
    put right, ``needs`` what has to be in order for the finding to mean anything. ``places`` lists all cells of a
    finding that stands for several.
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
    cause: Thing = ()
    breaks: tuple[Thing, ...] = ()
    needs: tuple[Thing, ...] = ()
    places: tuple[str, ...] = ()

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


class InputError(RoadmapError):
    """The input cannot be used. ``findings`` holds every problem, sorted by sheet and row."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def letters_and_row(cell: str) -> tuple[str, int]:
    """The column letters and the row of a cell's name; row 0 where there is none."""
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :] or 0)


def sorted_findings(findings: Iterable[Finding], sheets: Sequence[str]) -> tuple[Finding, ...]:
    """The findings without repetition, in the order of ``sheets``, then by row and column as a planner reads them.

    What is said about the whole file or about an unknown sheet comes first: it often explains the rest.
    """
    place = {sheet: position for position, sheet in enumerate(sheets)}

    def order(finding: Finding) -> tuple[int, str, int, int, str, str]:
        letters, row = letters_and_row(finding.cell)
        return place.get(finding.sheet, -1), finding.sheet, row, len(letters), letters, finding.code

    return tuple(sorted(dict.fromkeys(findings), key=order))
