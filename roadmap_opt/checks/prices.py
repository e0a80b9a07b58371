"""Derived prices: formulas are complete and hang together, and every recipe can live on the prices of its own goods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadmap_opt.case.findings import number
from roadmap_opt.case.price_formulas import circles
from roadmap_opt.checks.book import Book, Line, rows_about, rule, whole_book
from roadmap_opt.checks.priced import (
    BELOW_ZERO,
    chosen_years,
    formulas_of,
    missing_row,
    needed_for_price,
    premium_of,
    prices_of,
    rows_of_price,
)
from roadmap_opt.errors import Finding, Thing
from roadmap_opt.said import said

_THOUSAND = 1000.0
"""USD per kUSD."""


def _formula_of(commodity: str) -> Thing:
    """What everybody relies on who reads the derived price of a commodity."""
    return ("PriceFormulas", "commodity", commodity)


def _derived(book: Book) -> tuple[Line, ...]:
    """The first line of every commodity with a formula."""
    return tuple(book.names("PriceFormulas", "commodity").values())


@rule(_derived, E353="A price is entered and derived")
def price_has_one_home(book: Book, line: Line) -> Iterator[Finding]:
    """A commodity stands on Prices or on PriceFormulas, never on both."""
    entered = book.names("Prices", "commodity").get(line["commodity"])
    if entered is not None:
        yield entered.finding(
            "E353",
            "commodity",
            found=said("{commodity} has a price here and a formula on PriceFormulas", commodity=line["commodity"]),
            expected="one of the two",
            remedy="Delete its rows here, or its formula. What the price holds beyond the drivers stands on Premiums.",
            breaks=(_formula_of(line["commodity"]),),
        )


@rule(whole_book, E354="Price formulas go round in a circle")
def formulas_come_to_an_end(book: Book, _: Book) -> Iterator[Finding]:
    """Following the drivers leads to entered prices."""
    for circle in circles(formulas_of(book)):
        line = next(line for line in book.grouped("PriceFormulas", "commodity")[circle[0]] if line["driver"] in circle)
        yield line.finding(
            "E354",
            "driver",
            found=said("the formulas lead back to themselves: {circle}", circle=" → ".join((*circle, circle[0]))),
            expected="drivers that lead to prices on sheet Prices",
            remedy="Enter the price of one of them on Prices instead of deriving it.",
            cause=("circle of prices", *sorted(circle)),
            breaks=tuple(map(_formula_of, circle)),
            needs=tuple(map(_formula_of, circle)),
        )


def _formulas_and_premiums(book: Book) -> tuple[Line, ...]:
    """Every line of PriceFormulas, and the first premium of every commodity."""
    return (*book.lines("PriceFormulas"), *book.names("Premiums", "commodity").values())


@rule(_formulas_and_premiums, E355="A price formula is incomplete")
def formula_is_complete(book: Book, line: Line) -> Iterator[Finding]:
    """A driver has a price of the chosen case or a formula; a premium has a formula, and a row of the chosen case."""
    yield from _driver_without_price(book, line) if line.sheet.name == "PriceFormulas" else _loose_premium(book, line)


def _driver_without_price(book: Book, line: Line) -> Iterator[Finding]:
    driver, case = line["driver"], book.settings["price_case"]
    if driver not in book.names("Commodities", "commodity") or driver in book.names("PriceFormulas", "commodity"):
        return
    if book.lines("Prices") and chosen_years(book, "Prices", "commodity", driver, "price_case", "price") is None:
        yield line.finding(
            "E355",
            "driver",
            found=said("{driver} has no row of case {case} on sheet Prices, and no formula", driver=driver, case=case),
            expected=said("a row of Prices with commodity {commodity} and case {case}", commodity=driver, case=case),
            remedy="Add the row, or a formula for it.",
            cause=missing_row(book, "Prices", "commodity", driver, case),
            needs=rows_of_price(driver, case),
        )


def _loose_premium(book: Book, line: Line) -> Iterator[Finding]:
    commodity, case = line["commodity"], book.settings["price_case"]
    if commodity not in book.names("Commodities", "commodity"):
        return  # a name that does not exist has a finding of its own
    if commodity not in book.names("PriceFormulas", "commodity"):
        yield line.finding(
            "E355",
            "commodity",
            found=said("a premium of {commodity}, which has no formula", commodity=commodity),
            expected="a row of PriceFormulas for it",
            remedy="Add the formula, or delete the premium: an entered price holds everything.",
            cause=()
            if book.lines("PriceFormulas")
            else ("PriceFormulas",),  # whoever lost all formulas lost no premium
            needs=rows_about("PriceFormulas", "commodity", commodity),
        )
    elif premium_of(book, commodity) is None:
        yield line.finding(
            "E355",
            "price_case",
            found=said("{commodity} has no premium of case {case}, but of others", commodity=commodity, case=case),
            expected=said(
                "a row of Premiums with commodity {commodity} and price_case {case}", commodity=commodity, case=case
            ),
            remedy="Add the row; a premium of 0 is allowed.",
            cause=missing_row(book, "Premiums", "commodity", commodity, case, "price_case"),
            needs=(*rows_about("Premiums", "commodity", commodity), *rows_about("Premiums", "price_case", case)),
        )


@rule(_derived, E356="A derived price is below zero")
def derived_price_is_above_zero(book: Book, line: Line) -> Iterator[Finding]:
    """Drivers and premium do not add up to less than nothing in any year."""
    prices = prices_of(book, line["commodity"])
    below = {year: price for year, price in (prices or {}).items() if price < 0}
    if below:
        lowest = min(below, key=lambda year: below[year])
        yield line.finding(
            "E356",
            "commodity",
            found=said("a price of {price} kUSD per unit in {year}", price=number(below[lowest]), year=lowest),
            expected="a price that is not below zero",
            remedy="Correct the quantities of its drivers or its row on Premiums.",
            breaks=((BELOW_ZERO, line["commodity"]),),
            needs=tuple(
                thing
                for row in book.grouped("PriceFormulas", "commodity")[line["commodity"]]
                for thing in needed_for_price(book, row["driver"])
            ),
        )


@rule("Recipes", E357="A recipe loses money in every year at the prices of its own inputs and outputs")
def recipe_can_earn(book: Book, line: Line) -> Iterator[Finding]:
    """In some year the outputs are worth more than inputs, variable cost, energy, carbon and licence fee.

    At reference prices of the chosen case; what has no price (ore, residue) counts for nothing, fixed cost and capital
    are left out. A recipe of whose outputs none has a price is not judged.
    """
    flows = book.grouped("RecipeFlows", "recipe").get(line["recipe"], ())
    made = _valued(book, [flow for flow in flows if flow["direction"] == "out"])
    used = _valued(book, [flow for flow in flows if flow["direction"] == "in"])
    if made is None:
        return
    running = _running_cost(book, line, flows)
    inputs = used or dict.fromkeys(book.years, 0.0)
    margin = {year: made[year] - inputs[year] - running[year] for year in book.years}
    best = max(margin, key=lambda year: margin[year])
    if margin[best] < 0 and max(made.values()) > 0:
        yield line.finding(
            "E357",
            "recipe",
            found=said(
                "per unit of activity its outputs are worth {made} kUSD, its inputs {inputs}, and running it "
                "costs {running}: a loss of {loss} in {best}, its best year",
                made=number(made[best]),
                inputs=number(inputs[best]),
                running=number(running[best]),
                loss=number(-margin[best]),
                best=best,
            ),
            expected="a year in which the outputs are worth more than inputs and running cost",
            remedy="Check its quantities, and PriceFormulas and Premiums. If it is so, it runs only where others pay.",
            severity="warning",
            cause=("Recipes", "loss at its own prices", line["recipe"]),  # each says something of its own
            needs=(
                *rows_about("RecipeFlows", "recipe", line["recipe"]),
                *(thing for flow in flows for thing in needed_for_price(book, flow["commodity"])),
            ),
        )


def _valued(book: Book, flows: Sequence[Line]) -> dict[int, float] | None:
    """Value of flows by year, kUSD per unit of activity; nothing when none of them has a price."""
    paths = [(flow["quantity"], prices_of(book, flow["commodity"])) for flow in flows]
    priced = [(quantity, path) for quantity, path in paths if path is not None]
    if not priced:
        return None
    return {year: sum(quantity * path.get(year, 0.0) for quantity, path in priced) for year in book.years}


_UTILITIES = (
    ("electricity", "electricity"),
    ("natural_gas", "natural_gas"),
    ("water", "water"),
    ("emissions", "carbon"),
)


def _running_cost(book: Book, line: Line, flows: Sequence[Line]) -> dict[int, float]:
    """Variable cost, energy, water, carbon and licence fee by year, kUSD per unit of activity."""
    cost = dict.fromkeys(book.years, float(line["variable_cost"]))
    for column, utility in _UTILITIES:
        known = book.names("Utilities", "utility").get(utility)
        for year, price in known.years("price").items() if known is not None else ():
            if year in cost:
                cost[year] += line[column] * price / _THOUSAND
    share, paid_on = line["royalty_share"], line["royalty_commodity"]
    if share is not None and paid_on is not None:
        outputs = [flow for flow in flows if flow["direction"] == "out" and flow["commodity"] == paid_on]
        for year, value in (_valued(book, outputs) or {}).items():
            cost[year] += share * value
    return cost
