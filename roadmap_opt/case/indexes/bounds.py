"""Bounds for switches: the largest value that a yes/no decision can release, derived from the tables.

A bound that is too small cuts off good plans and the solver calls what is left optimal; one that is too large weakens
the relaxation. So each bound is what the rules allow, proven in its docstring, and never a number of its own. Every
bound that the model uses is a method ``..._bound`` of a family of look-ups, and nothing else is: tests loosen each by
its name and compare the optima, and look for the largest value that the model without the bound can reach.

What a bound is made of is named ``most_...``. All of them hold under these rules of the contract: prices, quantities,
unit costs, rates, fees and shares are not below zero, tax takes at most all, a fee at most ``MAXIMUM_FEE`` of a draw.
Money is nominal MUSD, each amount at the price level of the year in which it falls: under falling prices the first
years are the dearest.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable
from typing import Any

Rule = Callable[..., float]


def once(rule: Rule) -> Rule:
    """Compute a method once per object and arguments; what it says is kept with the other look-ups of the object."""

    @functools.wraps(rule)
    def kept(self: Any, *key: Any) -> float:
        known = self.__dict__.setdefault("_bounds", {})
        place = (rule.__name__, *key)
        if place not in known:
            known[place] = float(rule(self, *key))
        return float(known[place])

    return kept


def bound(rule: Rule) -> Rule:
    """A bound that the model uses: :func:`once`, and finite, because a row of the model cannot hold an infinite number.

    Raises :class:`OverflowError` for rows outside the contract's ranges.
    """

    @functools.wraps(rule)
    def kept(self: Any, *key: Any) -> float:
        value = float(rule(self, *key))
        if not math.isfinite(value):
            raise OverflowError(f"{rule.__name__}{key} is not finite")
        return value

    return once(kept)


def filled(pieces: Iterable[tuple[float, float]], room: float) -> float:
    """Largest sum of ``value * quantity`` over pieces ``(value, most quantity)`` whose quantities share ``room``."""
    worth = 0.0
    for value, quantity in sorted(pieces, reverse=True):
        if value <= 0 or room <= 0:
            break
        taken = min(quantity, room)
        worth += value * taken
        room -= taken
    return worth


def ratio(a: float, b: float) -> float:
    """``a / b``, infinite where ``b`` is not above zero: a limit that does not bind."""
    return a / b if b > 0 else math.inf
