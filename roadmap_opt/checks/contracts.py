"""Contracts: they can be signed, their volume fits the market, their price rule has its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, closed_window, in_horizon, rule
from roadmap_opt.checks.markets import price_in_order
from roadmap_opt.checks.priced import chosen_years
from roadmap_opt.errors import Finding
from roadmap_opt.said import said

_READ_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "price_value": ("fixed", "floor", "collar", "discount", "index"),
        "price_ceiling": ("ceiling", "collar"),
        "index_commodity": ("index",),
        "index_content": ("index",),
    }
)
"""Price columns that the rules named need."""

_READ_IF_FILLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **_READ_BY,
        "discount": ("floor", "ceiling", "collar"),
        "index_base": ("index",),
        "pass_through": ("index",),
    }
)


@rule("Contracts", E280="The window of a contract is out of order", E281="A contract can never begin")
def contract_can_begin(book: Book, line: Line) -> Iterator[Finding]:
    """Earliest and latest first delivery are in order and leave a decision year."""
    earliest, latest = line["first_delivery_from"], line["first_delivery_to"]
    if earliest > latest:
        yield line.finding(
            "E280",
            "first_delivery_to",
            found=said("first delivery from {earliest} to {latest}", earliest=earliest, latest=latest),
            expected=said("a year not before {first}", first=earliest),
            remedy="Correct one of the two years.",
        )
    elif window := closed_window(book, earliest, latest):
        yield line.finding(
            "E281",
            "first_delivery_from",
            found=said("first delivery from {window}", window=window),
            expected=said(
                "at least one year from {first} to {last}", first=book.decision_years[0], last=book.decision_years[-1]
            ),
            remedy="Correct the years or delete the contract.",
            severity="warning",
            needs=in_horizon(earliest),
        )


@rule("Contracts", E282="A discount is not a share")
def discount_is_a_share(book: Book, line: Line) -> Iterator[Finding]:
    """With price rule discount the price value is a share from 0 to 1."""
    value = line["price_value"]
    if line["price_rule"] == "discount" and value is not None and value > 1:
        yield line.finding(
            "E282",
            "price_value",
            found=said("a discount of {value}", value=number(value)),
            expected="a share from 0 to 1",
            remedy=said(
                "For {value} percent enter {share}; for a price choose rule fixed or floor.",
                value=number(value),
                share=number(value / 100),
            ),
        )


@rule("Contracts", E283="A contract is larger than its market")
def volume_fits_the_market(book: Book, line: Line) -> Iterator[Finding]:
    """The contract's least delivery fits the addressable demand in some year of its window."""
    market = book.names("Markets", "market").get(line["market"])
    demand = chosen_years(book, "Demand", "market", line["market"], "demand_case", "quantity")
    if market is None or demand is None:
        return
    volume, least_volume = line["volume"], line["minimum_volume"]
    # a least volume above the full one has a finding of its own
    least = (volume if least_volume is None else min(least_volume, volume)) * line["minimum_delivery"]
    window = range(line["first_delivery_from"], line["first_delivery_to"] + 1)
    open_years = [year for year in window if year in demand]
    largest = max((demand[year] * market["addressable_share"] for year in open_years), default=None)
    if largest is not None and least > largest * (1 + 1e-9):
        yield line.finding(
            "E283",
            "volume",
            found=said(
                "at least {least} a year, but the addressable demand of {market} is at most {largest} in the "
                "years in which it can begin",
                least=number(least),
                market=line["market"],
                largest=number(largest),
            ),
            expected="a least delivery within the market's demand",
            remedy="It can never be signed; lower its least volume or minimum_delivery, or correct Demand.",
            severity="warning",
        )


@rule("Contracts", E284="A contract price is far from the market price")
def contract_price_is_plausible(book: Book, line: Line) -> Iterator[Finding]:
    """A price that a contract names is of the order of the market price; otherwise its unit is probably wrong."""
    named = {"fixed": "price_value", "floor": "price_value", "collar": "price_value", "ceiling": "price_ceiling"}
    column = named.get(line["price_rule"])
    if column is not None:
        yield from price_in_order(book, line, "E284", column, line["market"], line["first_delivery_from"])


@rule("Contracts", E285="A contract escapes the share limit")
def contract_belongs_to_a_group(book: Book, line: Line) -> Iterator[Finding]:
    """The product of a contract belongs to an offtake group, otherwise no share limit applies to it."""
    market = book.names("Markets", "market").get(line["market"])
    commodity = book.names("Commodities", "commodity").get(market["commodity"]) if market is not None else None
    if commodity is not None and commodity["group"] is None:
        yield line.finding(
            "E285",
            "market",
            found=said("{commodity} belongs to no offtake group", commodity=commodity["commodity"]),
            expected="a product with a group on Commodities",
            remedy="Name its group there, otherwise all of it may be promised under contracts.",
            severity="warning",
        )


@rule("Contracts", E335="The least volume of a contract is above its full volume")
def least_volume_is_within_the_full(book: Book, line: Line) -> Iterator[Finding]:
    """What is promised at least is not more than the full volume."""
    least = line["minimum_volume"]
    if least is not None and least > line["volume"] * (1 + 1e-9):
        yield line.finding(
            "E335",
            "minimum_volume",
            found=said(
                "at least {least} a year of a full volume of {volume}",
                least=number(least),
                volume=number(line["volume"]),
            ),
            expected="a number up to the full volume, or blank",
            remedy="Correct one of the two; blank means that the whole volume is promised or nothing.",
        )


@rule("Contracts", E336="A price rule lacks a number", E337="A price cell that its rule does not read")
def price_rule_has_its_numbers(book: Book, line: Line) -> Iterator[Finding]:
    """Every price column that the rule reads is filled in, and no other one."""
    chosen = line["price_rule"]
    for column, rules in _READ_BY.items():
        if chosen in rules and line[column] is None:
            yield line.finding(
                "E336",
                column,
                found=said("blank, with price rule {chosen}", chosen=chosen),
                expected=said("a value: rule {chosen} reads it", chosen=chosen),
                remedy="Fill it in or choose another price rule.",
            )
    for column, rules in _READ_IF_FILLED.items():
        if chosen not in rules and line[column] is not None:
            yield line.finding(
                "E337",
                column,
                found=said(
                    "{held}, which rule {chosen} does not read",
                    held=line[column] if isinstance(line[column], str) else number(line[column]),
                    chosen=chosen,
                ),
                expected="a blank cell",
                remedy="Clear it, or choose the price rule that is meant.",
                severity="warning",
            )


@rule("Contracts", E338="A collar is out of order")
def collar_is_in_order(book: Book, line: Line) -> Iterator[Finding]:
    """The least price of a collar is not above its highest."""
    least, most = line["price_value"], line["price_ceiling"]
    if line["price_rule"] == "collar" and least is not None and most is not None and least > most:
        yield line.finding(
            "E338",
            "price_ceiling",
            found=said("at least {least} and at most {most}", least=number(least), most=number(most)),
            expected="a ceiling not below the price value",
            remedy="Correct one of the two.",
        )


@rule("Contracts", E339="A contract cannot be signed in time")
def contract_can_be_signed_in_time(book: Book, line: Line) -> Iterator[Finding]:
    """The signature, nomination_years before the latest first delivery, is not before the first decision year."""
    earliest, latest, lead = line["first_delivery_from"], line["first_delivery_to"], line["nomination_years"]
    first = book.decision_years[0]
    if lead and earliest <= latest and not closed_window(book, earliest, latest) and latest - lead < first:
        yield line.finding(
            "E339",
            "nomination_years",
            found=said(
                "first delivery by {latest} asks for a signature by {signature}", latest=latest, signature=latest - lead
            ),
            expected=said("a signature in {first} or later", first=first),
            remedy="It can never be signed; move the window or shorten nomination_years.",
            severity="warning",
        )
