"""Materials: whatever is made can go somewhere, whatever is needed can come from somewhere, contents are possible."""

from __future__ import annotations

import math
from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, rows_about, rule
from roadmap_opt.errors import LOST, Finding, Thing
from roadmap_opt.said import said

OXIDE_PER_METAL = 1.3
"""No rare-earth oxide weighs more than this multiple of its metal (yttrium: 1.27), so no content can exceed it."""


def _flows(book: Book, direction: str) -> Iterator[tuple[str, Line]]:
    """Each commodity that recipes consume or make, with its first flow."""
    seen: set[str] = set()
    for line in book.lines("RecipeFlows"):
        commodity = line.row.values.get("commodity")
        if line.row.values.get("direction") == direction and commodity is not None and commodity not in seen:
            seen.add(commodity)
            yield commodity, line


def _outputs(book: Book) -> Iterator[tuple[str, Line]]:
    return _flows(book, "out")


def _inputs(book: Book) -> Iterator[tuple[str, Line]]:
    return _flows(book, "in")


def _rows_with(commodity: str, *sheets: str) -> tuple[Thing, ...]:
    things = tuple(thing for sheet in sheets for thing in rows_about(sheet, "commodity", commodity))
    return (*things, ("RecipeFlows", "direction", LOST)) if "RecipeFlows" in sheets else things


@rule(_outputs, E240="A product can go nowhere")
def product_can_leave(book: Book, subject: tuple[str, Line]) -> Iterator[Finding]:
    """What a recipe makes can be sold, consumed, disposed of, or stored without limit."""
    commodity, flow = subject
    line = book.names("Commodities", "commodity").get(commodity)
    if line is None or commodity in dict(_inputs(book)) or commodity in book.grouped("Markets", "commodity"):
        return
    disposable = line["disposal_cost"] is not None and line["disposal_limit"] > 0
    if not disposable and not math.isinf(line["storage_limit"]):
        yield flow.finding(
            "E240",
            "commodity",
            found=said(
                "{commodity} is made but neither sold, consumed nor disposed of, and its storage is limited",
                commodity=commodity,
            ),
            expected="a way out for everything that is made, otherwise the plant comes to a halt",
            remedy="Add a market, a recipe that consumes it, or a disposal_cost with a disposal_limit on Commodities.",
            needs=_rows_with(commodity, "RecipeFlows", "Markets"),
        )


@rule(_inputs, E241="An input can come from nowhere")
def input_can_arrive(book: Book, subject: tuple[str, Line]) -> Iterator[Finding]:
    """What a recipe consumes can be made, mined, bought or collected."""
    commodity, flow = subject
    if commodity not in book.names("Commodities", "commodity") or commodity in dict(_outputs(book)):
        return
    sources = ("Deposits", "Supplies", "ReturnFlows")
    if not any(commodity in book.grouped(sheet, "commodity") for sheet in sources):
        yield flow.finding(
            "E241",
            "commodity",
            found=said("{commodity} is consumed but neither made, mined, bought nor collected", commodity=commodity),
            expected="an origin for everything that is consumed",
            remedy="Add a recipe that makes it, or a row of Deposits, Supplies or ReturnFlows.",
            needs=_rows_with(commodity, "RecipeFlows", *sources),
        )


def _incoming(book: Book) -> Iterator[Line]:
    for sheet in ("Deposits", "Supplies", "ReturnFlows"):
        yield from book.lines(sheet)


@rule(_incoming, E245="Something is mined, bought or collected that nobody uses")
def feed_is_used(book: Book, line: Line) -> Iterator[Finding]:
    """What can be mined, bought or collected is consumed by a recipe or sold."""
    commodity = line["commodity"]
    known = commodity in book.names("Commodities", "commodity")
    if known and commodity not in dict(_inputs(book)) and commodity not in book.grouped("Markets", "commodity"):
        yield line.finding(
            "E245",
            "commodity",
            found=said("no recipe consumes {commodity} and no market buys it", commodity=commodity),
            expected="a commodity that something is made of",
            remedy="Correct the commodity, add the recipe that consumes it, or delete the row.",
            needs=_rows_with(commodity, "RecipeFlows", "Markets"),
            severity="warning",
        )


@rule("Markets", E242="A market asks for something that is never made")
def market_can_be_served(book: Book, line: Line) -> Iterator[Finding]:
    """What a market buys is made by some recipe."""
    commodity = line["commodity"]
    if commodity in book.names("Commodities", "commodity") and commodity not in dict(_outputs(book)):
        yield line.finding(
            "E242",
            "commodity",
            found=said("no recipe makes {commodity}", commodity=commodity),
            expected="a product of some recipe",
            remedy="Nothing can be sold here; add a recipe or delete the market.",
            needs=_rows_with(commodity, "RecipeFlows"),
            severity="warning",
        )


@rule("Commodities", E243="The rare-earth content of a commodity is impossible")
def content_is_possible(book: Book, line: Line) -> Iterator[Finding]:
    """Contents add up to 1 t oxide per t REO; per tonne of goods to no more than pure metal holds."""
    rows = book.grouped("Composition", "commodity").get(line["commodity"], ())
    total = sum(row["content"] for row in rows)
    if line["unit"] == "t REO":
        if abs(total - 1) > 0.01:
            yield line.finding(
                "E243",
                "unit",
                found=said("contents on Composition add up to {total} t oxide per t REO", total=number(total)),
                expected="a sum of 1 for a commodity that is counted in t REO",
                remedy="Complete or correct its rows on Composition.",
                needs=_rows_with(line["commodity"], "Composition"),
            )
    elif rows and total > OXIDE_PER_METAL * line["mass_per_unit"]:
        yield rows[0].finding(
            "E243",
            "content",
            found=said(
                "{total} t oxide in {mass_per_unit} t of {commodity} in all",
                total=number(total),
                mass_per_unit=number(line["mass_per_unit"]),
                commodity=line["commodity"],
            ),
            expected=said(
                "at most {most} t, the oxide equivalent of pure metal",
                most=number(OXIDE_PER_METAL * line["mass_per_unit"]),
            ),
            remedy="Correct the contents, or mass_per_unit on Commodities.",
        )


@rule("Commodities", E387="A unit holds more thorium than it weighs")
def thorium_is_possible(book: Book, line: Line) -> Iterator[Finding]:
    """The thorium of a unit is a part of its mass."""
    thorium, mass = line["thorium"], line["mass_per_unit"]
    if thorium is not None and thorium > mass * (1 + 1e-9):
        yield line.finding(
            "E387",
            "thorium",
            found=said("{thorium} t of thorium in a unit of {mass} t", thorium=number(thorium), mass=number(mass)),
            expected="no more than mass_per_unit",
            remedy="Enter thorium in t per unit, or correct mass_per_unit.",
        )


@rule("OfftakeGroups", E244="The commodities of an offtake group have different units")
def group_shares_a_unit(book: Book, line: Line) -> Iterator[Finding]:
    """The share limit adds up the group's production, so its commodities are counted in one unit."""
    first, *others = book.grouped("Commodities", "group").get(line["group"], ()) or (None,)
    for other in others:
        if first is not None and other is not None and other["unit"] != first["unit"]:
            yield other.finding(
                "E244",
                "unit",
                found=said(
                    "{unit} in group {group}, whose first commodity counts in {other}",
                    unit=other["unit"],
                    group=line["group"],
                    other=first["unit"],
                ),
                expected="one unit within a group, because its tonnages are added",
                remedy="Use another group for this commodity.",
            )
