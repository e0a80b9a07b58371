"""Markets and price support: a price is a price, demand can be reached, and support covers sales."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, closed_window, in_horizon, rows_about, rule
from roadmap_opt.checks.priced import prices_of
from roadmap_opt.errors import Finding
from roadmap_opt.said import said

PRICE_SLIP = 10.0
"""A price this many times above or below the market price is taken for a slip of the unit."""


@rule("Markets", E344="Demand that only contracts can reach, without a contract")
def nominated_demand_has_a_contract(book: Book, line: Line) -> Iterator[Finding]:
    """Where not all demand is open to spot sales, some contract is offered."""
    share = line["spot_share"]
    if share is not None and share < 1 and line["market"] not in book.grouped("Contracts", "market"):
        yield line.finding(
            "E344",
            "spot_share",
            found=said("{share}, and no contract of sheet Contracts is for this market", share=number(share)),
            expected="a contract for the demand that is not open to spot sales",
            remedy="That part of the demand cannot be sold to; add a contract, or clear spot_share.",
            needs=rows_about("Contracts", "market", line["market"]),
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


@rule("PriceSupport", E343="A strike price is far from the market price")
def strike_is_plausible(book: Book, line: Line) -> Iterator[Finding]:
    """The same for the strike price of a support, against the first market that it covers."""
    market = line["market"]
    if market is None:
        buyers = book.grouped("Markets", "commodity").get(line["commodity"], ())
        market = buyers[0]["market"] if buyers else None
    year = max(line["first_year"] or 0, book.decision_years[0])
    yield from price_in_order(book, line, "E343", "strike", market, year)


@rule("PriceSupport", E341="A price support covers no sales")
def support_covers_sales(book: Book, line: Line) -> Iterator[Finding]:
    """Its market buys its product; without a market, some market does."""
    product, market = line["commodity"], line["market"]
    bought = book.grouped("Markets", "commodity").get(product, ())
    if product not in book.names("Commodities", "commodity"):
        return
    if market is None and not bought:
        yield line.finding(
            "E341",
            "commodity",
            found=said("no market buys {product}", product=product),
            expected="a product that some market buys",
            remedy="Correct the product or add its market.",
            needs=rows_about("Markets", "commodity", product),
            severity="warning",
        )
    elif market in book.names("Markets", "market") and market not in {buyer["market"] for buyer in bought}:
        yield line.finding(
            "E341",
            "market",
            found=said("{market} does not buy {product}", market=market, product=product),
            expected=said("a market of {product}, or blank for all of them", product=product),
            remedy="Correct the market or the product.",
            needs=rows_about("Markets", "commodity", product),
        )


@rule("PriceSupport", E342="The years of a price support are out of order or never come")
def support_can_pay(book: Book, line: Line) -> Iterator[Finding]:
    """First and last year are in order and leave a decision year."""
    first, last = line["first_year"], line["last_year"]
    if first is not None and last is not None and first > last:
        yield line.finding(
            "E342",
            "last_year",
            found=said("from {first} to {last}", first=first, last=last),
            expected=said("a year not before {first}", first=first),
            remedy="Correct one of the two years.",
        )
    elif window := closed_window(book, first, last):
        yield line.finding(
            "E342",
            "first_year" if last is None else "last_year",
            found=said("from {window}", window=window),
            expected=said(
                "at least one year from {first} to {last}", first=book.decision_years[0], last=book.decision_years[-1]
            ),
            remedy="It never pays; correct the years, or enter 0 in yearly_limit to switch it off.",
            needs=in_horizon(first, last),
            severity="warning",
        )


def _price_above_zero(book: Book, line: Line, code: str) -> Iterator[Finding]:
    prices = prices_of(book, line["commodity"])
    factor, adder = line["price_factor"], line["price_adder"]
    # a derived price below zero has a finding of its own, whoever buys or sells at it
    below = [year for year, price in (prices or {}).items() if price >= 0 and price * factor + adder < 0]
    if prices and below:
        lowest = min(prices[year] * factor + adder for year in below)
        yield line.finding(
            code,
            "price_adder",
            found=said(
                "a price of {lowest} kUSD per unit, in {count} of {years} years below zero",
                lowest=number(lowest),
                count=len(below),
                years=len(prices),
            ),
            expected="a price that is not below zero",
            remedy="The plan counts 0 there: goods for nothing. Correct the adder or the factor.",
            severity="warning",
        )


def price_in_order(
    book: Book, line: Line, code: str, column: str, market_name: str | None, year: int
) -> Iterator[Finding]:
    """A price is of the order of what a market pays in a year; otherwise its unit is probably wrong."""
    market = book.names("Markets", "market").get(market_name)
    value = line[column]
    if market is None or value is None:
        return
    prices = prices_of(book, market["commodity"])
    if prices is None or year not in prices:
        return
    spot = prices[year] * market["price_factor"] + market["price_adder"]
    if value > 0 and spot > 0 and not spot / PRICE_SLIP <= value <= spot * PRICE_SLIP:
        yield line.finding(
            code,
            column,
            found=said(
                "{value}, while the market pays {spot} in {year}", value=number(value), spot=number(spot), year=year
            ),
            expected="a price of the order of the market price, in kUSD per unit",
            remedy="Check the unit (kUSD per t is USD per kg).",
            severity="warning",
        )
