"""Security of supply: imports have a country, limits on countries can be kept, stockpiles fit into their stores."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.case.origins import HOME
from roadmap_opt.checks.book import Book, Line, in_horizon, rows_about, rows_of, rule, whole_book
from roadmap_opt.checks.places import plants_at
from roadmap_opt.errors import LOST, Finding
from roadmap_opt.said import said

_CODE = re.compile(r"[A-Z]{2}")


@rule(
    "Supplies",
    E380="An import states no country",
    E381="The country of a tranche contradicts its origin",
    E382="A country is no ISO code",
)
def country_is_stated(book: Book, line: Line) -> Iterator[Finding]:
    """An import comes from another country, under its two-letter code; what is not imported comes from Türkiye."""
    country = line["country"]
    if country is not None and not _CODE.fullmatch(country):
        yield line.finding(
            "E382",
            "country",
            found=f"“{country}”",
            expected="an ISO 3166 code of two capital letters, such as CN or MY; EU for the European Union",
            remedy="Enter the code.",
        )
    elif line["foreign"] and country is None:
        yield line.finding(
            "E380",
            "country",
            found="blank, although the tranche is imported",
            expected="the code of the country that it comes from",
            remedy="Enter the country, or “no” in foreign.",
        )
    elif country is not None and line["foreign"] == (country == HOME):
        yield line.finding(
            "E381",
            "country",
            found=said(
                "{country}, but foreign says {says}",
                country=country,
                says=said("yes") if line["foreign"] else said("no"),
            ),
            expected=said("another country for an import, {home} or blank for what is bought at home", home=HOME),
            remedy="Correct country or foreign.",
        )


@rule("Stockpiles", E383="The years of a stockpile are out of order or outside the horizon")
def stockpile_years_exist(book: Book, line: Line) -> Iterator[Finding]:
    """It begins within the horizon, and is released after it has begun."""
    first, released = line["first_year"], line["released_in"]
    for column, year in (("first_year", first), ("released_in", released)):
        if year is not None and year not in book.years:
            yield line.finding(
                "E383",
                column,
                found=str(year),
                expected=said("a year from {first} to {last}", first=book.years[0], last=book.years[-1]),
                remedy="Correct the year.",
                needs=in_horizon(year),
            )
            return
    if released is not None and released <= first:
        yield line.finding(
            "E383",
            "released_in",
            found=said("released in {released}, held from the end of {first}", released=released, first=first),
            expected=said("a year after {first}, or blank", first=first),
            remedy="Correct one of the two years.",
        )


@rule(
    "Stockpiles",
    E384="A stockpile is larger than the store",
    E385="A stockpile lies where its commodity neither is made nor used",
)
def stockpile_fits(book: Book, line: Line) -> Iterator[Finding]:
    """All stockpiles of a commodity at a site fit under its storage limit, and a recipe makes or uses it there."""
    name, site = line["commodity"], line["site"]
    commodity = book.names("Commodities", "commodity").get(name)
    if commodity is None or not line["quantity"]:
        return
    if site not in book.names("Sites", "site"):
        return
    if not _handled_at(book, name, site):
        yield line.finding(
            "E385",
            "site",
            found=said("no plant that makes or uses {name} may stand at {site}", name=name, site=site),
            expected="a site at which a recipe has it as input or output, or a deposit yields it",
            remedy="Correct the site: stock is kept where it is made or used.",
            needs=(
                *rows_about("RecipeFlows", "commodity", name),
                *rows_of("Deposits"),
                ("Deposits", "site", LOST),
                *plants_at(site),
            ),
        )
        return
    rows = [row for row in book.grouped("Stockpiles", "commodity")[name] if row["site"] == site]
    whole = sum(row["quantity"] for row in rows)
    if rows[0].row is line.row and whole > commodity["storage_limit"]:
        yield line.finding(
            "E384",
            "quantity",
            found=said(
                "{whole} of {name} at {site} in all, but room for {storage_limit}",
                whole=number(whole),
                name=name,
                site=site,
                storage_limit=number(commodity["storage_limit"]),
            ),
            expected="no more than storage_limit on Commodities",
            remedy="Hold less, or raise storage_limit.",
        )


def _handled_at(book: Book, commodity: str, site: str) -> bool:
    flows = book.grouped("RecipeFlows", "commodity").get(commodity, ())
    recipes = {flow["recipe"] for flow in flows}
    plants = {line["plant"] for line in book.lines("Recipes") if line["recipe"] in recipes}
    standing = any(row["plant"] in plants and row["site"] == site for row in book.lines("Existing"))
    places = [row for row in book.lines("PlantSites") if row["plant"] in plants and row["site"] == site]
    planned = any(row["maximum_modules"] > 0 for row in places)
    mined = any(row["site"] == site for row in book.grouped("Deposits", "commodity").get(commodity, ()))
    return standing or planned or mined


@rule(whole_book, E386="No import can keep the limit on a single country")
def limit_on_countries_can_be_kept(book: Book, _: Book) -> Iterator[Finding]:
    """As many countries supply rare earths for magnets as the limit needs."""
    most = book.settings["maximum_supplier_share"]
    magnet = {line["element"] for line in book.lines("Elements") if line["magnet_element"]}
    holding = {row["commodity"] for row in book.lines("Composition") if row["element"] in magnet and row["content"] > 0}
    imports = [row for row in book.lines("Supplies") if row["foreign"] and row["commodity"] in holding]
    if any(row["country"] is None for row in imports):
        return  # how many there are is not known; the blank cell has a finding of its own
    countries = sorted({row["country"] for row in imports})
    if countries and most * len(countries) < 1 - 1e-9:
        yield book.settings.finding(
            "E386",
            "maximum_supplier_share",
            found=said(
                "at most {most} from one country, but imports come from {countries} only",
                most=number(most),
                countries=", ".join(countries),
            ),
            expected=said("at least {least}, or more countries on Supplies", least=number(1 / len(countries))),
            remedy="Raise the limit or add tranches of other countries; as it stands nothing can be imported.",
            needs=(*rows_of("Supplies"), ("Supplies", "commodity", LOST)),
            severity="warning",
        )
