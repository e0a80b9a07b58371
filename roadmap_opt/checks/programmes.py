"""Programmes and return flows: they can start, they change something, and what returns was sold before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import FREE_YEARS, Book, Line, closed_window, in_horizon, rows_about, rule
from roadmap_opt.checks.references import cycle_through
from roadmap_opt.errors import Finding
from roadmap_opt.said import listed, said


@rule("Programmes", E270="Programmes need one another in a circle")
def programmes_have_an_order(book: Book, line: Line) -> Iterator[Finding]:
    """Following what programmes need never leads back to the start."""
    needs = {name: other.row.values.get("needs") for name, other in book.names("Programmes", "programme").items()}
    if cycle := cycle_through(line["programme"], lambda name: (needs.get(name),)):
        yield line.finding(
            "E270",
            "needs",
            found=said("the programmes need one another in a circle: {circle}", circle=" → ".join(cycle)),
            expected="a programme that can start first",
            remedy="Clear needs in one of them.",
        )


@rule("Programmes", E271="A programme that was started already starts in the future")
def started_programme_is_history(book: Book, line: Line) -> Iterator[Finding]:
    """A programme that was started already began before the first decision year."""
    started, decision = line["started"], book.decision_years[0]
    if started is not None and started >= decision:
        yield line.finding(
            "E271",
            "started",
            found=said(
                "started in {started}, but decisions are free from {decision}", started=started, decision=decision
            ),
            expected=said("a year before {decision}, or blank", decision=decision),
            remedy="Clear the cell and pin the start on sheet Pins if it is meant to be fixed.",
            cause=FREE_YEARS,
        )


@rule(
    "Programmes", E272="The years in which a programme can start are out of order", E279="A programme can never start"
)
def programme_can_start(book: Book, line: Line) -> Iterator[Finding]:
    """Earliest and latest start are in order and leave a decision year, unless the programme runs already."""
    first_start, last_start = line["first_start"], line["last_start"]
    if first_start is not None and last_start is not None and first_start > last_start:
        yield line.finding(
            "E272",
            "last_start",
            found=said(
                "it may start from {first_start} to {last_start}", first_start=first_start, last_start=last_start
            ),
            expected=said("a year not before {first}", first=first_start),
            remedy="Correct one of the two years.",
        )
    elif line["started"] is None and (window := closed_window(book, first_start, last_start)):
        yield line.finding(
            "E279",
            "first_start" if last_start is None else "last_start",
            found=said("it may start from {window}", window=window),
            expected=said(
                "at least one year from {first} to {last}", first=book.decision_years[0], last=book.decision_years[-1]
            ),
            remedy="Correct the years, or enter the year in started if the programme runs already.",
            severity="warning",
            needs=in_horizon(first_start, last_start),
        )


@rule("Programmes", E360="A programme can never start, because what it needs is complete too late")
def chain_of_programmes_fits(book: Book, line: Line) -> Iterator[Finding]:
    """What a programme needs takes effect before its window closes: chains of permits soon outgrow their windows."""
    needs = line["needs"]
    if line["started"] is not None or needs not in book.names("Programmes", "programme"):
        return
    last = book.decision_years[-1] if line["last_start"] is None else min(line["last_start"], book.decision_years[-1])
    ready = _ready(book, needs)
    if not closed_window(book, line["first_start"], line["last_start"]) and ready is not None and ready > last:
        yield line.finding(
            "E360",
            "last_start" if line["last_start"] is not None else "needs",
            found=said(
                "it may start until {last}, but {needs}, which it needs, takes effect in {ready} at the earliest",
                last=last,
                needs=needs,
                ready=ready,
            ),
            expected=said("a window that reaches {ready}, or a shorter way to it", ready=ready),
            remedy="Move the windows, shorten a duration, or enter started for what runs already.",
            severity="warning",
            needs=(*rows_about("Programmes", "programme", needs), *in_horizon(line["last_start"]), *in_horizon(ready)),
        )


def _requirement_sets(book: Book) -> Iterable[Sequence[Line]]:
    groups: defaultdict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in book.lines("Requirements"):
        groups[tuple(line.row.values.get(key) for key in ("plant", "site", "alternative_set"))].append(line)
    return groups.values()


@rule(_requirement_sets, E361="A plant can never be built or run, because its programmes are complete too late")
def requirement_can_be_met(book: Book, lines: Sequence[Line]) -> Iterator[Finding]:
    """Of the programmes that a requirement offers as alternatives, one can be complete within the horizon."""
    programmes = [line["programme"] for line in lines]
    if any(name not in book.names("Programmes", "programme") for name in programmes):
        return
    ready = [_ready(book, name) for name in programmes]
    known = [year for year in ready if year is not None]
    if len(known) == len(ready) and min(known) > book.years[-1]:
        first = lines[0]
        at, named = min(known), ", ".join(dict.fromkeys(programmes))
        yield first.finding(
            "E361",
            "programme",
            found=said(
                "{named} takes effect in {at} at the earliest, but the last year is {last}",
                named=named,
                at=at,
                last=book.years[-1],
            ),
            expected=said("a programme that takes effect by {last}", last=book.years[-1]),
            remedy="Start a programme of its chain earlier, shorten a duration, or delete the requirement.",
            severity="warning",
            needs=(
                *(thing for name in programmes for thing in rows_about("Programmes", "programme", name)),
                *in_horizon(at),
            ),
        )


def _ready(book: Book, programme: str) -> int | None:
    """First year in which a programme can be complete, started as early as all that it needs allows.

    Nothing for a chain that leads back to itself, whose circle has a finding of its own.
    """
    programmes = book.names("Programmes", "programme")
    chain: list[Line] = []
    name: Any = programme
    while name in programmes and programmes[name]["started"] is None:
        if programmes[name] in chain:
            return None
        chain.append(programmes[name])
        name = programmes[name]["needs"]
    history = programmes.get(name)
    ready = book.decision_years[0] if history is None else history["started"] + history["duration"]
    for line in reversed(chain):
        ready = max(ready, book.decision_years[0], line["first_start"] or 0) + line["duration"]
    return int(ready)


@rule("Programmes", E273="A programme changes nothing")
def programme_changes_something(book: Book, line: Line) -> Iterator[Finding]:
    """A programme has an effect, unlocks something, or is counted by a target (licences and partnerships are)."""
    programme = line["programme"]
    if line["kind"] in ("licence", "partnership") or programme in book.grouped("Programmes", "needs"):
        return
    sheets = ("Effects", "Requirements", "Recipes", "Supplies", "Contracts", "PriceSupport", "Funding")
    if not any(programme in book.grouped(sheet, "programme") for sheet in sheets):
        yield line.finding(
            "E273",
            "programme",
            found=said("no row of {sheets} or Programmes.needs names it", sheets=", ".join(sheets)),
            expected="a programme with an effect or with something that needs it",
            remedy="It would only cost money; add what it unlocks, or delete it.",
            needs=(
                ("Programmes", "needs", programme),
                *(thing for sheet in sheets for thing in rows_about(sheet, "programme", programme)),
            ),
            severity="warning",
        )


@rule("ReturnFlows", E274="A return flow is half filled in")
def return_flow_is_complete(book: Book, line: Line) -> Iterator[Finding]:
    """Product, age profile and scrap per product stand together or are all blank."""
    columns = ("product", "age_profile", "scrap_per_product")
    blank = [column for column in columns if line[column] is None]
    if 0 < len(blank) < len(columns):
        filled = [column for column in columns if column not in blank]
        yield line.finding(
            "E274",
            blank[0],
            found=said(
                "{blank} blank, but {filled} filled in", blank=listed(" and ", blank), filled=listed(" and ", filled)
            ),
            expected="all three, or none for a purely exogenous stock",
            remedy="Fill in what is missing or clear the others.",
        )


@rule(lambda book: book.grouped("AgeProfiles", "profile").values(), E275="More goods return than were sold")
def age_profile_is_a_share(book: Book, lines: list[Line]) -> Iterator[Finding]:
    """The shares of an age profile add up to at most 1."""
    total = sum(line["share"] for line in lines)
    if total > 1 + 1e-9:
        yield lines[0].finding(
            "E275",
            "share",
            found=said(
                "the shares of profile {profile} add up to {total}", profile=lines[0]["profile"], total=number(total)
            ),
            expected="a sum of at most 1",
            remedy="Correct the shares; what never returns is simply left out.",
        )


@rule("ReturnFlows", E276="More than everything is collected")
def collection_stays_within_the_whole(book: Book, line: Line) -> Iterator[Finding]:
    """The collected share stays within 1 after all programmes."""
    effects = book.grouped("Effects", "item").get(line["flow"], ())
    added = sum(row["value"] for row in effects if row["effect"] == "collection_share")
    total = line["collection_share"] + added
    if total > 1 + 1e-9:
        yield line.finding(
            "E276",
            "collection_share",
            found=said("{total} is collected once all programmes are complete", total=number(total)),
            expected="at most 1",
            remedy="Lower collection_share here or the values on Effects; points are shares (0.1 = ten points).",
        )


@rule(
    "ReturnFlows", E277="What returns does not count as secondary", E278="Nothing of the product is sold in the country"
)
def return_flow_is_secondary(book: Book, line: Line) -> Iterator[Finding]:
    """Scrap has origin secondary, and the product it comes from has a domestic market."""
    commodity = book.names("Commodities", "commodity").get(line["commodity"])
    if commodity is not None and commodity["origin"] != "secondary":
        yield line.finding(
            "E277",
            "commodity",
            found=said(
                "{commodity} has origin {origin} on Commodities",
                commodity=line["commodity"],
                origin=commodity["origin"],
            ),
            expected="origin secondary for end-of-life goods",
            remedy="Correct the origin, otherwise the secondary share leaves it out.",
            severity="warning",
        )
    product = line["product"]
    markets = book.grouped("Markets", "commodity").get(product, ())
    if product in book.names("Commodities", "commodity") and not any(market["domestic"] for market in markets):
        yield line.finding(
            "E278",
            "product",
            found=said("no domestic market buys {product}", product=product),
            expected="a product that is sold in the country, because only that returns",
            remedy="Correct the product or mark its market as domestic.",
            needs=rows_about("Markets", "commodity", product),
            severity="warning",
        )
