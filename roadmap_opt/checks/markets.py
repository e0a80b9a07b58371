"""Contracts and prices: contracts can be signed, their volume fits the market, a price is a price."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, closed_window, in_horizon, rule
from roadmap_opt.checks.priced import chosen_years, prices_of
from roadmap_opt.errors import Finding

PRICE_SLIP = 10.0
"""A contract price this many times above or below the market price is taken for a slip of the unit."""


@rule("Contracts", E280="The window of a contract is out of order", E281="A contract can never begin")
def contract_can_begin(book: Book, line: Line) -> Iterator[Finding]:
    """Earliest and latest first delivery are in order and leave a decision year."""
    earliest, latest = line["first_delivery_from"], line["first_delivery_to"]
    if earliest > latest:
        yield line.finding(
            "E280",
            "first_delivery_to",
            found=f"first delivery from {earliest} to {latest}",
            expected=f"a year not before {earliest}",
            remedy="Correct one of the two years.",
        )
    elif window := closed_window(book, earliest, latest):
        yield line.finding(
            "E281",
            "first_delivery_from",
            found=f"first delivery from {window}",
            expected=f"at least one year from {book.decision_years[0]} to {book.decision_years[-1]}",
            remedy="Correct the years or delete the contract.",
            severity="warning",
            needs=in_horizon(earliest),
        )


@rule("Contracts", E282="A discount is not a share")
def discount_is_a_share(book: Book, line: Line) -> Iterator[Finding]:
    """With price rule discount the price value is a share from 0 to 1."""
    value = line["price_value"]
    if line["price_rule"] == "discount" and value > 1:
        yield line.finding(
            "E282",
            "price_value",
            found=f"a discount of {number(value)}",
            expected="a share from 0 to 1",
            remedy=f"For {number(value)} percent enter {number(value / 100)}; for a price choose rule fixed or floor.",
        )


@rule("Contracts", E283="A contract is larger than its market")
def volume_fits_the_market(book: Book, line: Line) -> Iterator[Finding]:
    """The contract's least delivery fits the addressable demand in some year of its window."""
    market = book.names("Markets", "market").get(line["market"])
    demand = chosen_years(book, "Demand", "market", line["market"], "demand_case", "quantity")
    if market is None or demand is None:
        return
    least = line["volume"] * line["minimum_delivery"]
    window = range(line["first_delivery_from"], line["first_delivery_to"] + 1)
    open_years = [year for year in window if year in demand]
    largest = max((demand[year] * market["addressable_share"] for year in open_years), default=None)
    if largest is not None and least > largest * (1 + 1e-9):
        yield line.finding(
            "E283",
            "volume",
            found=f"at least {number(least)} a year, but the addressable demand of {line['market']} is at most "
            f"{number(largest)} in the years in which it can begin",
            expected="a least delivery within the market's demand",
            remedy="It can never be signed; lower volume or minimum_delivery, or correct Demand.",
            severity="warning",
        )


@rule("Contracts", E284="A contract price is far from the market price")
def contract_price_is_plausible(book: Book, line: Line) -> Iterator[Finding]:
    """A fixed or floor price is of the order of the market price; otherwise its unit is probably wrong."""
    market = book.names("Markets", "market").get(line["market"])
    if line["price_rule"] == "discount" or market is None:
        return
    prices = prices_of(book, market["commodity"])
    year = line["first_delivery_from"]
    if prices is None or year not in prices:
        return
    spot = prices[year] * market["price_factor"] + market["price_adder"]
    value = line["price_value"]
    if value > 0 and spot > 0 and not spot / PRICE_SLIP <= value <= spot * PRICE_SLIP:
        yield line.finding(
            "E284",
            "price_value",
            found=f"{number(value)}, while the market pays {number(spot)} in {year}",
            expected="a price of the order of the market price, in kUSD per unit",
            remedy="Check the unit (kUSD per t is USD per kg).",
            severity="warning",
        )


@rule("Contracts", E285="A contract escapes the share limit")
def contract_belongs_to_a_group(book: Book, line: Line) -> Iterator[Finding]:
    """The product of a contract belongs to an offtake group, otherwise no share limit applies to it."""
    market = book.names("Markets", "market").get(line["market"])
    commodity = book.names("Commodities", "commodity").get(market["commodity"]) if market is not None else None
    if commodity is not None and commodity["group"] is None:
        yield line.finding(
            "E285",
            "market",
            found=f"{commodity['commodity']} belongs to no offtake group",
            expected="a product with a group on Commodities",
            remedy="Name its group there, otherwise all of it may be promised under contracts.",
            severity="warning",
        )


@rule("Markets", E286="A market price below zero counts as zero")
def market_price_stays_above_zero(book: Book, line: Line) -> Iterator[Finding]:
    """The commodity's price times the factor plus the adder is not below zero in any year."""
    return _price_above_zero(book, line, "E286")


@rule("Supplies", E287="A price of feed below zero counts as zero")
def feed_price_stays_above_zero(book: Book, line: Line) -> Iterator[Finding]:
    """The same for feed that is bought."""
    return _price_above_zero(book, line, "E287")


@rule("ReturnFlows", E288="A price of scrap below zero counts as zero")
def scrap_price_stays_above_zero(book: Book, line: Line) -> Iterator[Finding]:
    """The same for scrap that is collected."""
    return _price_above_zero(book, line, "E288")


def _price_above_zero(book: Book, line: Line, code: str) -> Iterator[Finding]:
    prices = prices_of(book, line["commodity"])
    factor, adder = line["price_factor"], line["price_adder"]
    below = [year for year, price in (prices or {}).items() if price * factor + adder < 0]
    if prices and below:
        lowest = min(prices[year] * factor + adder for year in below)
        yield line.finding(
            code,
            "price_adder",
            found=f"a price of {number(lowest)} kUSD per unit, in {len(below)} of {len(prices)} years below zero",
            expected="a price that is not below zero",
            remedy="The plan counts 0 there: goods for nothing. Correct the adder or the factor.",
            severity="warning",
        )
