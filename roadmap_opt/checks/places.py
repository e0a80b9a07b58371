"""Deposits and distances: ore bodies hold what is declared and can be worked, places lie apart."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, rows_about, rows_of, rule
from roadmap_opt.errors import LOST, Finding, Thing
from roadmap_opt.said import said


@rule(
    "Deposits",
    E260="A deposit holds less ore than its verified reserve",
    E261="The ore of a deposit cannot be worked at its site",
)
def deposit_is_consistent(book: Book, line: Line) -> Iterator[Finding]:
    """Reserve now and after all verification stays within the resource, and a plant can take the ore."""
    effects = [row for row in book.grouped("Effects", "item").get(line["deposit"], ()) if row["effect"] == "reserve"]
    reserve = line["verified_reserve"] + sum(row["value"] for row in effects)
    if reserve > line["resource"] * (1 + 1e-9):
        yield line.finding(
            "E260",
            "resource",
            found=said(
                "a resource of {resource} Mt, but {reserve} Mt of reserve in the end",
                resource=number(line["resource"]),
                reserve=number(reserve),
            ),
            expected="a resource of at least the reserve declared and verified by all programmes",
            remedy="Correct resource or verified_reserve here, or the value on Effects.",
        )
    commodity = book.names("Commodities", "commodity").get(line["commodity"])
    stuck = commodity is not None and not commodity["transportable"]
    stuck = stuck and line["site"] in book.names("Sites", "site")
    if stuck and not _taken_at(book, line["commodity"], line["site"]):
        yield line.finding(
            "E261",
            "site",
            found=said(
                "no plant that consumes {commodity} may stand there, and it is not transportable",
                commodity=line["commodity"],
            ),
            expected="a row of PlantSites or Existing that puts such a plant there",
            remedy="Add the plant's site, or let the ore be moved (transportable on Commodities).",
            needs=(
                *rows_about("RecipeFlows", "commodity", line["commodity"]),
                *rows_of("RecipeFlows"),
                *plants_at(line["site"]),
            ),
            severity="warning",
        )


def plants_at(site: str) -> tuple[Thing, ...]:
    """What a finding needs that misses a plant at a site: which plants run a recipe, and where they may stand."""
    places = (thing for sheet in ("PlantSites", "Existing") for thing in rows_about(sheet, "site", site))
    lost = (("Recipes", "plant", LOST), ("Existing", "plant", LOST))
    return (*rows_of("Recipes", "PlantSites"), *places, *lost)


def _taken_at(book: Book, commodity: str, site: str) -> bool:
    flows = book.grouped("RecipeFlows", "commodity").get(commodity, ())
    recipes = {flow["recipe"] for flow in flows if flow["direction"] == "in"}
    plants = {line["plant"] for line in book.lines("Recipes") if line["recipe"] in recipes}
    places = (*book.lines("PlantSites"), *book.lines("Existing"))
    return any(line["plant"] in plants and line["site"] == site for line in places)


@rule("Distances", E262="A distance between two places is zero", E263="A distance leads from a place to itself")
def distance_is_positive(book: Book, line: Line) -> Iterator[Finding]:
    """A distance joins two different sites and is above zero."""
    if line["origin"] == line["destination"]:
        yield line.finding(
            "E263",
            "destination",
            found=said("{origin} is both origin and destination", origin=line["origin"]),
            expected="two different sites",
            remedy="Correct the site or delete the row.",
        )
    elif line["distance_km"] <= 0:
        yield line.finding(
            "E262",
            "distance_km",
            found=said(
                "{distance} km between {origin} and {destination}",
                distance=number(line["distance_km"]),
                origin=line["origin"],
                destination=line["destination"],
            ),
            expected="a distance above 0",
            remedy="Enter the road distance, or delete the row to have it computed.",
        )
