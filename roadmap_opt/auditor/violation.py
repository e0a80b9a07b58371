"""What the audit reports, and the one place that says how exact a plan has to be.

A solver satisfies each row up to a small absolute error, and a table rounds nothing. A sum can therefore be off by a
tiny amount per term, which grows with the size of the terms and not with the size of their sum: the difference of
two flows of a million tonnes is not known to a gram. So every recomputed number is an :class:`Amount` that carries the
sum of the absolute values of its terms as its ``size``, and two amounts agree when they differ by no more than

    ABSOLUTE + RELATIVE * size

in the unit of the number: 0.1 kg of a product, 100 dollars, and one millionth of what was added up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from roadmap_opt.messages import Language
from roadmap_opt.said import listed, said, spoken

ABSOLUTE = 1e-4
"""Largest difference that is not a violation, in the unit of the number (t, MUSD, capacity units)."""

RELATIVE = 1e-6
"""The same as a share of the absolute sum of the terms."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that the tables break: where, what was found, what the rule allows, and by how much it is broken."""

    rule: str
    where: str
    found: float | str
    expected: float | str
    size: float

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """The violation in one line."""
        line = said(
            "{rule} [{where}]: found {found}, expected {expected}",
            rule=self.rule,
            where=said(self.where),
            found=_text(self.found),
            expected=_text(self.expected),
        )
        return spoken(line, language)


def _text(value: float | str) -> str:
    return said(value) if isinstance(value, str) else said("{value:.10g}", value=value)


@dataclass(frozen=True, slots=True)
class Amount:
    """A recomputed number and the absolute sum of the terms it was computed from."""

    value: float = 0.0
    size: float = 0.0

    @property
    def tolerance(self) -> float:
        """Largest error that is not a violation."""
        return ABSOLUTE + RELATIVE * self.size

    @property
    def is_positive(self) -> bool:
        """Whether the number is above zero by more than the tolerance."""
        return self.value > self.tolerance

    def __add__(self, other: Amount | float) -> Amount:
        more = amount(other)
        return Amount(self.value + more.value, self.size + more.size)

    __radd__ = __add__

    def __neg__(self) -> Amount:
        return Amount(-self.value, self.size)

    def __sub__(self, other: Amount | float) -> Amount:
        return self + -amount(other)

    def __rsub__(self, other: Amount | float) -> Amount:
        return amount(other) + -self

    def __mul__(self, factor: float) -> Amount:
        return Amount(self.value * factor, self.size * abs(factor))

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> Amount:
        return self * (1.0 / divisor)

    @property
    def above_zero(self) -> Amount:
        """The number, or zero when it is negative; the size stays, because the error does."""
        return Amount(max(0.0, self.value), self.size)


ZERO = Amount()


def amount(value: Amount | float) -> Amount:
    """The number as an amount; a plain number is its own only term."""
    return value if isinstance(value, Amount) else Amount(float(value), abs(float(value)))


def total(terms: Iterable[Amount | float]) -> Amount:
    """Sum of the terms."""
    result = ZERO
    for term in terms:
        result = result + term
    return result


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator over denominator; blank when the denominator is empty."""

    top: Amount
    bottom: Amount


Cell = Amount | Ratio | float | bool | None
"""A number, a ratio that is blank when it is empty, a yes/no that may be open (``None``), or a blank (infinite)."""


def place(*parts: Any) -> str:
    """Where something is, as a reader finds it in a table."""
    return listed(" | ", (part if isinstance(part, str) else str(part) for part in parts))


class Findings:
    """Collects violations; every rule of the audit ends in one of these calls."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []

    def add(self, rule: str, where: str, found: float | str, expected: float | str, size: float = 1.0) -> None:
        """Record a violation."""
        self.violations.append(Violation(rule, where, found, expected, size))

    def at_most(self, rule: str, where: str, found: Amount | float, limit: Amount | float) -> None:
        """The number found may not exceed the limit."""
        if isinstance(limit, float) and math.isinf(limit):
            return
        excess = amount(found) - limit
        if not excess.value <= excess.tolerance:
            self.add(
                rule, where, amount(found).value, said("at most {value:.10g}", value=amount(limit).value), excess.value
            )

    def at_least(self, rule: str, where: str, found: Amount | float, least: Amount | float) -> None:
        """The number found may not fall short of the least."""
        lack = amount(least) - found
        if not lack.value <= lack.tolerance:
            self.add(
                rule, where, amount(found).value, said("at least {value:.10g}", value=amount(least).value), lack.value
            )

    def equal(self, rule: str, where: str, found: Amount | float, expected: Amount | float) -> None:
        """Both numbers have to agree."""
        gap = amount(found) - expected
        if not abs(gap.value) <= gap.tolerance:
            self.add(rule, where, amount(found).value, amount(expected).value, abs(gap.value))
