"""The program of a plan's case with one number of the workbook changed, built as seldom as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np

from roadmap_opt.case.change_search import UnfitChange
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector

SAME = 1e-9
"""Relative difference of two coefficients up to which they are the same but for rounding."""

Build = Callable[[str, float], Arrays]
"""The arrays after an operation on the number, with its operand; raises ``UnfitChange`` for a value it may not have."""


class ChangedArrays:
    """The arrays of a case in which one number has another value.

    Nearly every number stands in its rows as it is, and then the arrays at a value lie on the straight line between
    those at two others. Both ends of what is asked, a share ``reach`` below and above, are built; where the arrays of
    the case itself (``now``, at ``value``) lie on the line between them, everything between is read off it. A number
    that does anything else, as one that a smaller of two limits hides, is built at every value. (One that bends by as
    much on both sides would not be noticed; no number that limits something does.)
    """

    def __init__(self, now: Arrays, value: float, reach: float, build: Build) -> None:
        self._now, self._value, self._reach, self._build = now, value, reach, build

    def at(self, operation: str, amount: float) -> Arrays:
        """The arrays after ``add`` or ``multiply`` with an amount. Raises ``UnfitChange`` as building them does."""
        there = self._value + amount if operation == "add" else self._value * amount
        share = 0.5 + (there / self._value - 1.0) / (2 * self._reach) if self._value else -1.0
        if -SAME <= share <= 1.0 + SAME and self._ends is not None:
            return _between(*self._ends, share)
        return self._build(operation, amount)

    @cached_property
    def _ends(self) -> tuple[Arrays, Arrays] | None:
        """The arrays at both ends, if the line between them leads through those of the case."""
        try:
            high, low = (self._build("multiply", 1.0 + sign * self._reach) for sign in (1, -1))
        except UnfitChange:
            return None
        if not (_is_alike(low, self._now) and _is_alike(high, self._now)):
            return None
        return (low, high) if _is_same(_between(low, high, 0.5), self._now) else None


def _numbers(arrays: Arrays) -> tuple[Vector, ...]:
    forms = (form for _, form in sorted(arrays.forms.items()))
    ends = (arrays.lower, arrays.upper, arrays.row_lower, arrays.row_upper)
    return (arrays.values, *ends, *(np.append(form.coefficients, form.constant) for form in forms))


def _is_alike(one: Arrays, other: Arrays) -> bool:
    """Whether both have the same columns and rows, with entries in the same places."""
    return (
        one.column_labels == other.column_labels
        and one.row_labels == other.row_labels
        and np.array_equal(one.starts, other.starts)
        and np.array_equal(one.columns, other.columns)
        and np.array_equal(one.integer, other.integer)
        and all(np.array_equal(np.isinf(a), np.isinf(b)) for a, b in zip(_numbers(one), _numbers(other), strict=True))
    )


def _is_same(one: Arrays, other: Arrays) -> bool:
    pairs = zip(_numbers(one), _numbers(other), strict=True)
    return all(np.allclose(a, b, rtol=SAME, atol=SAME) for a, b in pairs)


def _between(low: Arrays, high: Arrays, share: float) -> Arrays:
    """The arrays at a share of the way from one to the other."""

    def mixed(a: Vector, b: Vector) -> Vector:
        with np.errstate(invalid="ignore"):  # two infinite ends
            return np.where(a == b, a, a + share * (b - a))

    def form(a: LinearForm, b: LinearForm) -> LinearForm:
        return LinearForm(mixed(a.coefficients, b.coefficients), a.constant + share * (b.constant - a.constant))

    return replace(
        low,
        values=mixed(low.values, high.values),
        lower=mixed(low.lower, high.lower),
        upper=mixed(low.upper, high.upper),
        row_lower=mixed(low.row_lower, high.row_lower),
        row_upper=mixed(low.row_upper, high.row_upper),
        forms={name: form(own, high.forms[name]) for name, own in low.forms.items()},
    )
