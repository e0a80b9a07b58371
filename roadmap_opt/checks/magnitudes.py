"""Magnitudes: what is many times its neighbours is probably a slip of the pen, or of the unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, rule
from roadmap_opt.checks.priced import needed_for_price, prices_of
from roadmap_opt.errors import Finding
from roadmap_opt.said import said

ANOTHER_ZERO = 8.0
"""A value this many times above or below that of the year before has a zero too many or too few, or another unit."""

FAR = 5.0
"""A price this many times the price of its goods, or a cost per unit this many times that of other sizes."""

REMEDY = "Check unit and zeros; if it is meant, nothing has to be done."

ACROSS_YEARS = {"Prices": ("price", 9.5), "Demand": ("quantity", 5.0)}
"""Sheets with a row for each case: the column of their values by year, and by how many times cases may differ. Prices
of single rare earths have risen ninefold within a year.
"""


@rule(lambda book: (line for sheet in ACROSS_YEARS for line in book.lines(sheet)),
      E390="A year is many times the one before it", E391="A row is many times that of other cases")  # fmt: skip
def values_are_of_one_order(book: Book, line: Line) -> Iterator[Finding]:
    """From one year to the next a price or a demand grows or falls less than eightfold; the cases of a price lie within
    nine and a half times one another, those of a demand within five times. What a scenario changes is meant.
    """
    if line.row.overlaid:
        return
    column, times = ACROSS_YEARS[line.sheet.name]
    values = line.years(column)
    for (_, before), (following, value) in pairwise(sorted(values.items())):
        if before > 0 and value > 0 and not before / ANOTHER_ZERO < value < before * ANOTHER_ZERO:
            yield line.finding(
                "E390",
                following,
                found=said(
                    "{value} in {year}, {before} the year before",
                    value=number(value),
                    year=following,
                    before=number(before),
                ),
                expected="a value of the order of its neighbours",
                remedy=REMEDY,
                severity="warning",
            )
            return
    key = line.sheet.key_columns[0]
    others = [other for other in book.grouped(line.sheet.name, key).get(line[key], ()) if other is not line]
    if any(other.row.overlaid for other in others):
        return
    for year, value in sorted(values.items()):
        beside = {other.name: other.years(column).get(year, 0.0) for other in others}
        if (nearest := _nearest_far(value, beside, times)) is not None:
            yield line.finding(
                "E391",
                year,
                found=said("{value} in {year}, {other} for {name}",
                           value=number(value), year=year, other=number(beside[nearest]), name=nearest),
                expected="cases that are of one order; one of the two rows may be wrong",
                remedy=REMEDY,
                severity="warning",
            )  # fmt: skip
            return


@rule(lambda book: (*book.lines("Markets"), *book.lines("Supplies"), *book.lines("ReturnFlows")),
      E392="What is paid is far from the price of the goods")  # fmt: skip
def factor_is_plausible(book: Book, line: Line) -> Iterator[Finding]:
    """Price times factor plus adder is within five times the price of the goods in the first decision year."""
    year = book.decision_years[0]
    price = (prices_of(book, line["commodity"]) or {}).get(year, 0.0)
    paid = price * line["price_factor"] + line["price_adder"]
    if price > 0 and paid > 0 and not price / FAR <= paid <= price * FAR:
        odd_factor = not 1 / FAR <= line["price_factor"] <= FAR
        yield line.finding(
            "E392",
            "price_factor" if odd_factor else "price_adder",
            found=said("{paid} kUSD per unit in {year}, while the goods are priced at {price}",
                       paid=number(paid), year=year, price=number(price)),
            expected="a factor of the order of 1, such as 0.97 and not 97" if odd_factor
            else "a price of the order of that of the goods; the adder is in kUSD per unit",
            remedy=REMEDY,
            needs=needed_for_price(book, line["commodity"]),
            severity="warning",
        )  # fmt: skip


@rule("Modules", E393="A size costs far more or less per unit of capacity than the others of its plant")
def sizes_cost_alike(book: Book, line: Line) -> Iterator[Finding]:
    """Cost per unit of capacity lies within five times that of the plant's other size classes."""
    cost = _unit_cost(line)
    sisters = [other for other in book.grouped("Modules", "plant").get(line["plant"], ()) if other is not line]
    others = {str(other["module"]): _unit_cost(other) for other in sisters}
    if (nearest := _nearest_far(cost, others, FAR)) is not None:
        yield line.finding(
            "E393",
            "capacity",
            found=said("{cost} kUSD per unit of capacity, {other} for {name}",
                       cost=number(cost), other=number(others[nearest]), name=nearest),
            expected="sizes of one plant whose cost per unit is of one order; one of the two may be wrong",
            remedy="Check capacity and capex, and their units; if it is meant, nothing has to be done.",
            severity="warning",
        )  # fmt: skip


def _unit_cost(line: Line) -> float:
    """In kUSD, with four digits."""
    return float(f"{1000.0 * line['capex'] / line['capacity']:.4g}") if line["capacity"] else 0.0


def _nearest_far(value: float, others: Mapping[str, float], times: float) -> str | None:
    """The nearest of the others, if a value is far above all of them, or far below all of several; of two, only the
    larger one is told. Nothing is near or far from zero.
    """
    known = {name: other for name, other in others.items() if other > 0}
    if not known or value <= 0:
        return None
    above, below = value > times * max(known.values()), value * times < min(known.values())
    if not above and not (below and len(known) > 1):
        return None
    return min(known, key=lambda name: max(value / known[name], known[name] / value))
