"""Derived prices: a commodity's price as quantities of other commodities at their prices, plus a premium.

This is how the trade prices what is made from oxides: a magnet at the oxides that go into it plus conversion, a
concentrate at the payable share of the oxides contained (sheets PriceFormulas and Premiums). What holds for one year
holds for every year, so prices here are values of one year: the year is the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping

Formulas = Mapping[str, Mapping[str, float]]
"""Units of each driver that are paid for in one unit of a derived commodity."""


def with_derived(entered: Mapping[str, float], formulas: Formulas, premiums: Mapping[str, float]) -> dict[str, float]:
    """The entered prices and the derived ones: sum of quantity times price of the driver, plus premium (none: zero).

    A commodity has no price here when one of its drivers has none, or when its formula leads back to itself.
    """
    prices = dict(entered)
    waiting = [commodity for commodity in formulas if commodity not in entered]
    while waiting:
        priced = [commodity for commodity in waiting if all(driver in prices for driver in formulas[commodity])]
        if not priced:
            break
        for commodity in priced:
            content = sum(quantity * prices[driver] for driver, quantity in formulas[commodity].items())
            prices[commodity] = content + premiums.get(commodity, 0.0)
        waiting = [commodity for commodity in waiting if commodity not in prices]
    return prices


def last_drivers(commodity: str, formulas: Formulas) -> dict[str, float]:
    """Units of every entered price in one unit of a commodity, through all formulas; itself where it has no formula.

    The formulas must not go round in a circle, see :func:`circles`.
    """
    if commodity not in formulas:
        return {commodity: 1.0}
    found: dict[str, float] = {}
    for driver, quantity in formulas[commodity].items():
        for last, per_unit in last_drivers(driver, formulas).items():
            found[last] = found.get(last, 0.0) + quantity * per_unit
    return found


def circles(formulas: Formulas) -> tuple[tuple[str, ...], ...]:
    """Commodities whose formulas lead back to themselves, each circle once, in the order of the formulas."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    over: set[str] = set()

    def follow(path: tuple[str, ...]) -> None:
        for driver in formulas.get(path[-1], ()):
            if driver in path:
                circle = path[path.index(driver) :]
                found.setdefault(frozenset(circle), circle)
            elif driver not in over:
                follow((*path, driver))
        over.add(path[-1])

    for commodity in formulas:
        if commodity not in over:
            follow((commodity,))
    return tuple(found.values())
