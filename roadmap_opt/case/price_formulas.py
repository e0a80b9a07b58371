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

    A formula that leads back to itself is not followed further, see :func:`circles`.
    """
    found: dict[str, float] = {}

    def follow(name: str, units: float, path: tuple[str, ...]) -> None:
        if name not in formulas:
            found[name] = found.get(name, 0.0) + units
            return
        for driver, quantity in formulas[name].items():
            if driver not in path:
                follow(driver, units * quantity, (*path, driver))

    follow(commodity, 1.0, (commodity,))
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
