"""Ranges of numbers that a user gives outside the workbook: what may be asked for, and how a message says so."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

from roadmap_opt.messages import Language
from roadmap_opt.said import said, spoken, written


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included unless said otherwise; ``whole`` for whole numbers only.

    Neither "not a number" nor infinity is in any range.
    """

    low: float
    high: float
    whole: bool = False
    above_low: bool = False
    below_high: bool = False

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, Real) or isinstance(value, bool):
            return False
        number = float(value)
        if not (self.low <= number <= self.high) or (self.whole and not number.is_integer()):
            return False
        return not ((self.above_low and number == self.low) or (self.below_high and number == self.high))

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """What may be asked for, in words."""
        low = (
            said("above {low}", low=_digits(self.low))
            if self.above_low
            else said("of at least {low}", low=_digits(self.low))
        )
        high = (
            said("below {high}", high=_digits(self.high))
            if self.below_high
            else said("at most {most}", most=_digits(self.high))
        )
        kind = said("a whole number") if self.whole else said("a number")
        return spoken(said("{kind} {low} and {high}", kind=kind, low=low, high=high), language)


def _digits(number: float) -> str:
    return said("{number:,.0f}", number=number) if float(number).is_integer() else written(number)
