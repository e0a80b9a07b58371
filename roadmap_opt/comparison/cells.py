"""Single cells of the inputs: equal or not, alike in how they differ, and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from roadmap_opt.case.cells import format_cell
from roadmap_opt.figures import number
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON as WORDS

ALIKE = 1e-9
"""Relative accuracy within which factors or additions are one."""


class Absent:
    """What stands for a cell whose row a run does not have."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


def is_present(value: Any) -> bool:
    """Whether the run has the cell's row."""
    return value is not ABSENT


def is_number(value: Any) -> bool:
    """Whether one can calculate with the cell: no blank, no flag, no missing limit."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def equal(one: Any, other: Any) -> bool:
    """Whether two cells hold the same; yes and 1 are two things."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def constant(values: Sequence[float]) -> bool:
    """Whether all values are one, but for rounding."""
    largest = max(abs(value) for value in values)
    return all(abs(value - values[0]) <= ALIKE * largest for value in values)


def alike(before: Sequence[Any], after: Sequence[Any]) -> frozenset[str]:
    """In which ways the runs (in order) differ alike in two places: by ``value``, one ``factor``, one ``addition``."""
    pairs = list(zip(before, after, strict=True))
    found = set()
    if all(equal(a, b) for a, b in pairs):
        found.add("value")
    kept = [(a, b) for a, b in pairs if is_present(a) or is_present(b)]
    if all(is_number(a) and is_number(b) for a, b in kept):
        if all(a and b for a, b in kept) and constant([b / a for a, b in kept]):
            found.add("factor")
        if constant([b - a for a, b in kept]):
            found.add("addition")
    return frozenset(found)


def cell_words(value: Any) -> Text:
    """A cell as a reader sees it: numbers in full, blanks, flags and missing limits in words."""
    if value is ABSENT:
        return WORDS.both("row_absent")
    if value is None:
        return WORDS.both("cell_blank")
    if isinstance(value, bool):
        return WORDS.both("cell_yes" if value else "cell_no")
    if not isinstance(value, (int, float)):
        return Text.same(format_cell(value))
    if math.isinf(value):
        return WORDS.both("cell_no_limit")
    digits = f"{value:.10g}"
    if "e" in digits or (float(value).is_integer() and abs(value) < 10_000):  # a year keeps its digits together
        return Text.same(digits.replace("-", "−"))
    return number(value, len(digits.partition(".")[2]))
