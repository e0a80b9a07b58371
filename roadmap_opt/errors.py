"""Findings: what is wrong with an input, where, and what would be right. Collected, sorted, raised once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from roadmap_opt.messages import Language
from roadmap_opt.said import altered, listed, said, spoken

MOST_FINDINGS = 100
"""On one sheet; how many more there are is said in the last one."""

MOST_READ = 2_000
"""Findings about single cells of one sheet that are put into words before it is known which of them are one mistake."""

LONGEST_QUOTE = 80
"""Characters of a cell or a name that a finding quotes; the cell itself shows the rest."""

_MORE = "E125"
_LONGEST = {"workbook": 260, "sheet": LONGEST_QUOTE, "row_name": 300, "found": 600, "expected": 2000, "remedy": 2000}
_LONG_QUOTE = re.compile(f"“([^”]{{{LONGEST_QUOTE + 1},}})”")

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
    ``count`` is how many problems it stands for. What it quotes is cut, and characters that cannot be seen, or that
    steer a terminal, are written out.

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
    count: int = 1

    def __post_init__(self) -> None:
        for name, most in _LONGEST.items():
            text = getattr(self, name)
            if len(text) > LONGEST_QUOTE or not text.isprintable():
                object.__setattr__(self, name, altered(text, partial(_fitted, most=most)))

    @property
    def is_error(self) -> bool:
        """Whether the input cannot be used before this is put right."""
        return self.severity == "error"

    def __str__(self) -> str:
        return self.in_language("en")

    def words(self, language: Language) -> Mapping[str, str]:
        """Its texts by field: ``row_name``, ``found``, ``expected``, ``remedy``."""
        names = ("row_name", "found", "expected", "remedy")
        return {name: _fitted(spoken(getattr(self, name), language), _LONGEST[name]) for name in names}

    def in_language(self, language: Language) -> str:
        """The problem in one line."""
        words = self.words(language)
        sheet = f" › {self.sheet}" if self.sheet else ""
        where = self.workbook + sheet + (f"!{self.cell}" if self.cell else "")
        row = f" ({words['row_name']})" if self.row_name else ""
        mark = "" if self.is_error else said(" (warning)")
        line = said(
            "{code}{mark} {where}{row}: {found}; expected {expected}. {remedy}",
            code=self.code,
            mark=mark,
            where=where,
            row=row,
            found=words["found"],
            expected=words["expected"],
            remedy=words["remedy"],
        )
        return spoken(line, language)


class RoadmapError(Exception):
    """Base of every error this package raises for a user to read."""

    def in_language(self, language: Language) -> str:
        """What went wrong, in one language."""
        words = self.args[0] if self.args else ""
        return spoken(words if isinstance(words, str) else str(self), language)


class AuditFailedError(RoadmapError):
    """What a run claims is not so, and is not shown; ``violations`` (of the auditor) say why."""

    def __init__(self, violations: Sequence[Any]) -> None:
        self.violations = tuple(violations)
        super().__init__(listed("\n", (said("{violation}", violation=each) for each in self.violations)))


class InputError(RoadmapError):
    """The input cannot be used. ``findings`` holds every problem, sorted by sheet and row."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(listed("\n", (said("{finding}", finding=finding) for finding in self.findings)))


def letters_and_row(cell: str) -> tuple[str, int]:
    """The column letters and the row of a cell's name; row 0 where there is none."""
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :] or 0)


def shortened(text: str, most: int = LONGEST_QUOTE) -> str:
    """The text with at most ``most`` characters; dots tell that it goes on."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _fitted(text: str, most: int) -> str:
    """First to be seen, then cut: a finding that is copied stays as it is."""
    if len(text) > LONGEST_QUOTE or not text.isprintable():
        return shortened(_LONG_QUOTE.sub(lambda quote: f"“{shortened(quote[1])}”", visible(text)), most)
    return text


def visible(text: str) -> str:
    """The text in one line, with every character to be seen: ``¶`` for the end of a line, others by their number."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _written_out(c) for c in text.replace("\r\n", "\n"))


def _written_out(character: str) -> str:
    if character in "\r\n":
        return "¶"
    return " " if character == "\t" or unicodedata.category(character) == "Zs" else f"<U+{ord(character):04X}>"


def sorted_findings(findings: Iterable[Finding], sheets: Sequence[str]) -> tuple[Finding, ...]:
    """The findings without repetition, in the order of ``sheets``, then by row and column as a planner reads them.

    What is said about the whole file or about an unknown sheet comes first: it often explains the rest.
    """
    place = {sheet: position for position, sheet in enumerate(sheets)}

    def order(finding: Finding) -> tuple[int, str, int, int, str, str]:
        letters, row = letters_and_row(finding.cell)
        return place.get(finding.sheet, -1), finding.sheet, row, len(letters), letters, finding.code

    return tuple(sorted(dict.fromkeys(findings), key=order))


def first_of_each_sheet(findings: Iterable[Finding], sheets: Collection[str]) -> tuple[Finding, ...]:
    """At most :data:`MOST_FINDINGS` of each of the ``sheets``, and of all others together; the rest is counted."""
    by_sheet: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sheet[finding.sheet if finding.sheet in sheets else ""].append(finding)
    return tuple(finding for found in by_sheet.values() for finding in _first_of(found))


def more_findings(workbook: str, sheet: str, cell: str, count: int, severity: str) -> Finding:
    """What is said instead of ``count`` more findings of a sheet, of which the first is at ``cell``."""
    found = said(
        "{count:,} more problems on this sheet" if count > 1 else "{count:,} more problem on this sheet", count=count
    )
    remedy = "Correct those above and check again: one cause often has many of them."
    return Finding(_MORE, workbook, sheet, cell, "", found, "none", remedy, severity, count=count)


def _first_of(found: list[Finding]) -> list[Finding]:
    """At most :data:`MOST_FINDINGS` of one sheet, and one for the rest, in which those counted before are counted."""
    single = [finding for finding in found if finding.code != _MORE]
    left_out = single[MOST_FINDINGS:] + [finding for finding in found if finding.code == _MORE]
    if not left_out:
        return found
    first, count = left_out[0], sum(finding.count for finding in left_out)
    severity = "error" if any(finding.is_error for finding in left_out) else "warning"
    return [*single[:MOST_FINDINGS], more_findings(first.workbook, first.sheet, first.cell, count, severity)]
