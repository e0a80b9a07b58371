"""Reference prices as the rules read them: entered on Prices, or derived by formulas, in the chosen price case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from roadmap_opt.case.names import fold
from roadmap_opt.checks.book import Book, rows_about
from roadmap_opt.errors import Thing

Path = dict[int, float]
"""Price by calendar year, kUSD per unit."""

BELOW_ZERO = "price below zero"
"""With a commodity: the cause of whatever is odd because its derived price is below zero."""


def prices_of(book: Book, commodity: str) -> Path | None:
    """The price path of a commodity; nothing when it, or one of its drivers, has no row of the chosen case."""
    return book.once(("prices", commodity), lambda: _derived(book, commodity, ()))


def chosen_years(book: Book, sheet: str, key: str, name: str, setting: str, column: str) -> Path | None:
    """The years of the row of the chosen case, or nothing when there is no such row."""
    case = book.settings[setting]
    for line in book.grouped(sheet, key).get(name, ()):
        if line["case"] == case:
            return dict(line.years(column))
    return None


def premium_of(book: Book, commodity: str) -> Path | None:
    """The premium of a commodity in the chosen price case, or nothing when there is no such row."""
    for line in book.grouped("Premiums", "commodity").get(commodity, ()):
        if line["price_case"] == book.settings["price_case"]:
            return dict(line.years("premium"))
    return None


def missing_row(book: Book, sheet: str, key: str, name: str, case: str, column: str = "case") -> Thing:
    """Whoever misses the row of a name and a case misses the same: several rules, and overlays on the row."""
    if case not in book.names(sheet, column):
        return (sheet, column, case)  # no row at all is of this case, which is one mistake
    return (sheet, f"{key}|{column}", fold(f"{name}|{case}"))


def rows_of_price(commodity: str, case: str) -> tuple[Thing, ...]:
    """What a finding needs that misses the price of a commodity: its rows, those of the case, and its formula."""
    return (
        *rows_about("Prices", "commodity", commodity),
        *rows_about("Prices", "case", case),
        *rows_about("PriceFormulas", "commodity", commodity),
    )


def needed_for_price(book: Book, commodity: str) -> tuple[Thing, ...]:
    """What a finding needs that rests on the price of a commodity: its rows and those of its drivers."""
    things: dict[Thing, None] = {}
    waiting, case = [commodity], book.settings["price_case"]
    for name in waiting:  # grows while it is walked
        for sheet in ("Prices", "PriceFormulas", "Premiums"):
            things |= dict.fromkeys(rows_about(sheet, "commodity", name))
        things[missing_row(book, "Prices", "commodity", name, case)] = None
        things[missing_row(book, "Premiums", "commodity", name, case, "price_case")] = None
        things[BELOW_ZERO, name] = None
        drivers = (line.row.values["driver"] for line in book.grouped("PriceFormulas", "commodity").get(name, ()))
        waiting += [driver for driver in drivers if driver is not None and driver not in waiting]
    return tuple(things)


def formulas_of(book: Book) -> Mapping[str, Mapping[str, float]]:
    """Units of each driver by derived commodity, as far as the cells can be read."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for line in book.lines("PriceFormulas"):
        commodity, driver, quantity = (line.row.values.get(name) for name in ("commodity", "driver", "quantity"))
        if commodity is not None and driver is not None and quantity is not None:
            found[commodity][driver] = quantity
    return found


def _derived(book: Book, commodity: str, on_the_way: tuple[str, ...]) -> Path | None:
    lines = book.grouped("PriceFormulas", "commodity").get(commodity, ())
    if not lines:
        return chosen_years(book, "Prices", "commodity", commodity, "price_case", "price")
    if commodity in on_the_way:
        return None  # a circle, which has a finding of its own
    total: defaultdict[int, float] = defaultdict(float)
    for line in lines:
        driver = _derived(book, line["driver"], (*on_the_way, commodity))
        if driver is None:
            return None
        for year, price in driver.items():
            total[year] += line["quantity"] * price
    premium = premium_of(book, commodity) or {}
    return {year: value + premium.get(year, 0.0) for year, value in total.items()}
