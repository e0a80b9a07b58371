"""Ranges of numbers that a user gives outside the workbook: what may be asked for, and how a message says so."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real


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
        low = f"above {_digits(self.low)}" if self.above_low else f"of at least {_digits(self.low)}"
        high = f"below {_digits(self.high)}" if self.below_high else f"at most {_digits(self.high)}"
        return f"{'a whole number' if self.whole else 'a number'} {low} and {high}"


def _digits(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:g}"
