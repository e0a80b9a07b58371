"""Price and demand cases: every row that the chosen case needs is there."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.sheets.physical import UTILITIES
from roadmap_opt.checks.book import Book, Line, rows_about, rule
from roadmap_opt.checks.priced import missing_row, rows_of_price
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


def _priced_commodities(book: Book) -> Iterator[tuple[str, Line, str, str]]:
    """Every commodity whose reference price the model reads: name, line and column that need it, why; each once."""
    needed: dict[str, tuple[Line, str, str]] = {}
    known = book.names("Commodities", "commodity")
    for sheet, column, why in (
        ("Markets", "commodity", "it is sold"),
        ("Supplies", "commodity", "it is bought"),
        ("ReturnFlows", "commodity", "it is collected"),
        ("Recipes", "royalty_commodity", "a licence royalty is paid on it"),
        ("Contracts", "index_commodity", "a contract's price follows it"),
        ("BankDeck", "commodity", "lenders take a part of it off"),
    ):
        for line in book.lines(sheet):
            if name := line.row.values.get(column):
                needed.setdefault(name, (line, column, why))
    for line in book.lines("RecipeFlows"):
        made = line.row.values.get("commodity")
        if made is None or made not in known or line.row.values.get("direction") != "out":
            continue
        if known[made].row.values.get("stage") in ("concentrate", "oxide"):
            needed.setdefault(made, (line, "commodity", "indicators value it"))
        elif known[made].row.values.get("group") is not None:
            needed.setdefault(made, (line, "commodity", "the contract share of its offtake group is weighed by it"))
    yield from ((name, *need) for name, need in needed.items() if name in known)


@rule(_priced_commodities, E220="A commodity has no price in the chosen case")
def price_exists(book: Book, subject: tuple[str, Line, str, str]) -> Iterator[Finding]:
    """Prices has a row of the chosen case for all that is sold, bought, collected, valued or bears a royalty.

    A commodity with a formula needs none: what the formula lacks is named by a rule of its own.
    """
    commodity, line, column, why = subject
    if commodity in book.names("PriceFormulas", "commodity"):
        return
    case = book.settings["price_case"]
    if not book.lines("Prices"):
        return  # a sheet without rows has a finding of its own, and so below
    if any(row.row.values.get("case") == case for row in book.grouped("Prices", "commodity").get(commodity, ())):
        return
    yield line.finding(
        "E220",
        column,
        found=said(
            "{commodity} has no row of case {case} on sheet Prices, but {why}",
            commodity=commodity,
            case=case,
            why=said(why),
        ),
        expected=said("a row of Prices with commodity {commodity} and case {case}", commodity=commodity, case=case),
        remedy="Add the row or a formula on PriceFormulas, or choose another price_case on Settings.",
        cause=missing_row(book, "Prices", "commodity", commodity, case),
        needs=rows_of_price(commodity, case),
    )


@rule("Markets", E221="A market has no demand in the chosen case")
def demand_exists(book: Book, line: Line) -> Iterator[Finding]:
    """Demand has a row of the chosen case for every market."""
    case, market = book.settings["demand_case"], line["market"]
    if book.lines("Demand") and not any(
        row.row.values.get("case") == case for row in book.grouped("Demand", "market").get(market, ())
    ):
        yield line.finding(
            "E221",
            "market",
            found=said("{market} has no row of case {case} on sheet Demand", market=market, case=case),
            expected=said("a row of Demand with market {market} and case {case}", market=market, case=case),
            remedy="Add the row, or choose another demand_case on Settings.",
            cause=missing_row(book, "Demand", "market", market, case),
            needs=(*rows_about("Demand", "market", market), *rows_about("Demand", "case", case)),
        )


@rule("Settings", E222="A utility has no price")
def utilities_are_priced(book: Book, settings: Line) -> Iterator[Finding]:
    """Utilities has a row for electricity, natural gas, water and carbon."""
    known = book.names("Utilities", "utility")
    for utility in UTILITIES if known else ():
        if utility not in known:
            yield Finding(
                "E222",
                book.workbook,
                "Utilities",
                "",
                "",
                said("no row for {utility}", utility=utility),
                said("one row each for {names}", names=", ".join(UTILITIES)),
                "Add the row; a price of 0 is allowed.",
                needs=rows_about("Utilities", "utility", utility),
            )
