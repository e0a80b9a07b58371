"""Recipes: they turn something into something, nothing rare-earth appears from nowhere, royalties are complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, rows_about, rule
from roadmap_opt.errors import Finding
from roadmap_opt.said import said

BALANCE_TOLERANCE = 1e-6
"""Relative slack of the rare-earth balance, for coefficients that were rounded when they were typed."""


@rule("Recipes", E230="A recipe consumes nothing", E231="A recipe makes nothing")
def recipe_has_flows(book: Book, line: Line) -> Iterator[Finding]:
    """A recipe has an input, and an output unless it stores or disposes of waste."""
    flows = book.grouped("RecipeFlows", "recipe").get(line["recipe"], ())
    directions = {flow["direction"] for flow in flows}
    if "in" not in directions:
        yield line.finding(
            "E230",
            "recipe",
            found="no row of RecipeFlows with direction in",
            expected="at least one input",
            remedy="Add what the recipe consumes (for a mine: the ore).",
            needs=rows_about("RecipeFlows", "recipe", line["recipe"]),
        )
    plant = book.names("Plants", "plant").get(line["plant"])
    if "out" not in directions and plant is not None and plant["category"] != "waste":
        yield line.finding(
            "E231",
            "recipe",
            found="no row of RecipeFlows with direction out",
            expected="at least one output (only plants of category waste make nothing)",
            remedy="Add what the recipe makes.",
            needs=rows_about("RecipeFlows", "recipe", line["recipe"]),
        )


@rule("Recipes", E232="A recipe makes more of a rare earth than it consumes")
def rare_earths_are_conserved(book: Book, line: Line) -> Iterator[Finding]:
    """Per balance group, the oxide equivalent of the outputs is at most that of the inputs."""
    flows = book.grouped("RecipeFlows", "recipe").get(line["recipe"], ())
    consumed: defaultdict[str, float] = defaultdict(float)
    made: defaultdict[str, float] = defaultdict(float)
    largest: dict[str, tuple[float, Line]] = {}
    for flow in flows:
        for group, content in _content_by_group(book, flow["commodity"]).items():
            amount = flow["quantity"] * content
            if flow["direction"] == "in":
                consumed[group] += amount
            else:
                made[group] += amount
                largest[group] = max(largest.get(group, (0.0, flow)), (amount, flow), key=lambda pair: pair[0])
    inputs = [flow["commodity"] for flow in flows if flow["direction"] == "in"]
    if not inputs or not _content_is_known(book, flows):
        return  # a recipe without input has a finding of its own, and so has a name that does not exist
    for group, amount in made.items():
        if amount > consumed[group] * (1 + BALANCE_TOLERANCE) + 1e-12:
            flow = largest[group][1]
            yield flow.finding(
                "E232",
                "quantity",
                found=said(
                    "the recipe makes {amount} t of {group} oxide from {consumed} t",
                    amount=number(amount),
                    group=group,
                    consumed=number(consumed[group]),
                ),
                expected="no more of a balance group out than in",
                remedy="Correct the quantities of RecipeFlows or the contents on Composition.",
                needs=tuple(thing for name in inputs for thing in rows_about("Composition", "commodity", name)),
            )


def _content_is_known(book: Book, flows: Sequence[Line]) -> bool:
    """Whether all commodities, and all elements that they contain, are declared."""
    names, elements = book.names("Commodities", "commodity"), book.names("Elements", "element")
    commodities = {flow["commodity"] for flow in flows}
    rows = (row for name in commodities for row in book.grouped("Composition", "commodity").get(name, ()))
    return commodities <= set(names) and all(row["element"] in elements for row in rows)


def _content_by_group(book: Book, commodity: str) -> dict[str, float]:
    elements = book.names("Elements", "element")
    contents: defaultdict[str, float] = defaultdict(float)
    for row in book.grouped("Composition", "commodity").get(commodity, ()):
        if element := elements.get(row["element"]):
            contents[element["balance_group"]] += row["content"]
    return contents


@rule(
    "Recipes",
    E233="A licence royalty is half filled in",
    E234="A royalty is paid on something the recipe does not make",
)
def royalty_is_complete(book: Book, line: Line) -> Iterator[Finding]:
    """Share and commodity of a royalty stand together, and the commodity is an output of the recipe."""
    share, commodity = line["royalty_share"], line["royalty_commodity"]
    if (share is None) != (commodity is None):
        both = ("royalty_share", "royalty_commodity")
        blank, other = both if share is None else both[::-1]
        yield line.finding(
            "E233",
            blank,
            found=said("{blank} is blank but {other} is filled in", blank=blank, other=other),
            expected="both or neither",
            remedy=said("Fill in {blank} or clear {other}.", blank=blank, other=other),
        )
    elif commodity is not None:
        flows = book.grouped("RecipeFlows", "recipe").get(line["recipe"], ())
        outputs = [flow["commodity"] for flow in flows if flow["direction"] == "out"]
        if commodity not in outputs:
            yield line.finding(
                "E234",
                "royalty_commodity",
                found=said("the recipe does not make {commodity}", commodity=commodity),
                expected=said("one of its outputs ({outputs})", outputs=", ".join(outputs) or said("it has none")),
                remedy="Correct the commodity or add it to RecipeFlows.",
                needs=(*rows_about("RecipeFlows", "recipe", line["recipe"]), ("RecipeFlows", "commodity", commodity)),
            )
