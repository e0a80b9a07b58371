"""Settings: the horizon is in order, every year has its column, and the rules leave something that can be done."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.checks.book import Book, Line, in_horizon, rows_of, rule
from roadmap_opt.checks.finance import usable
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


@rule("Settings", E210="The horizon ends before it begins", E211="The first decision year lies outside the horizon")
def horizon_is_ordered(book: Book, settings: Line) -> Iterator[Finding]:
    """The first year is not later than the first decision year, which is not later than the last year."""
    first, last, decision = settings["first_year"], settings["last_year"], settings["first_decision_year"]
    if first > last:
        yield settings.finding(
            "E210",
            "last_year",
            found=said("the last year {last} is before the first year {first}", last=last, first=first),
            expected="a last year not before the first year",
            remedy="Correct one of the two years.",
        )
    elif not first <= decision <= last:
        yield settings.finding(
            "E211",
            "first_decision_year",
            found=said("the first decision year {decision} is outside the horizon", decision=decision),
            expected=said("a year from {first} to {last}", first=first, last=last),
            remedy="Choose a year of the horizon.",
        )


@rule("Settings", E212="The base year of prices lies after the first decision year")
def base_year_is_plausible(book: Book, settings: Line) -> Iterator[Finding]:
    """Constant prices of a year that has not come yet are probably a slip."""
    base, decision = settings["base_year"], book.decision_years[0]
    if base > decision:
        yield settings.finding(
            "E212",
            "base_year",
            found=said("prices of {base}, but the first decision falls in {decision}", base=base, decision=decision),
            expected="a base year not after the first decision year",
            remedy="Nominal money before the base year is deflated; correct the year if that is not meant.",
            severity="warning",
        )


@rule("Settings", E218="The base year of prices lies outside the horizon")
def base_year_has_prices(book: Book, settings: Line) -> Iterator[Finding]:
    """The base year is a year of the horizon, because Prices holds no other and indicators are valued at its prices."""
    years = book.years
    if settings["base_year"] not in years:
        yield settings.finding(
            "E218",
            "base_year",
            found=said("prices of {base_year}", base_year=settings["base_year"]),
            expected=said(
                "a year from {first} to {last}: shares and multipliers are valued at its prices",
                first=years[0],
                last=years[-1],
            ),
            remedy="Convert the money inputs to a year of the horizon, or begin the horizon with the base year.",
            needs=in_horizon(settings["base_year"]),
        )


@rule("Settings", E213="A scenario moves the horizon to years that a sheet does not hold")
def moved_horizon_is_covered(book: Book, settings: Line) -> Iterator[Finding]:
    """When an overlay moves the horizon, every sheet that runs across years still holds every year of it.

    The horizon of the workbook itself is compared with the year columns when the workbook is read.
    """
    moved = [column for column in ("last_year", "first_year") if column in settings.row.overlaid]
    for table in book.tables.values():
        column = table.spec.year_column
        if not moved or column is None or not table.rows:
            continue
        held = {year for row in table for year in row.values[column.name]}
        missing = [str(year) for year in book.years if year not in held]
        if missing:
            yield settings.finding(
                "E213",
                moved[0],
                found=said(
                    "sheet {sheet} has no column for {missing}, but {setting} is {year}",
                    sheet=table.spec.name,
                    missing=", ".join(missing),
                    setting=moved[0],
                    year=settings[moved[0]],
                ),
                expected="year columns for the whole horizon of every scenario",
                remedy="Add the year columns, or take the change of horizon out of the scenario.",
            )


@rule("Settings", E214="The year by which foreign sources are wanted lies outside the horizon",
      E215="More foreign sources are demanded than there are")  # fmt: skip
def foreign_sources_can_be_had(book: Book, settings: Line) -> Iterator[Finding]:
    """The demanded number of foreign sources can be mobilised by its year."""
    wanted, by = settings["minimum_foreign_sources"], settings["foreign_sources_by"]
    if wanted == 0:
        return
    decision, last = book.decision_years[0], book.decision_years[-1]
    if not decision <= by <= last:
        yield settings.finding(
            "E214",
            "foreign_sources_by",
            found=said("foreign sources are wanted by {by}", by=by),
            expected=said("a year from {first} to {last}", first=decision, last=last),
            remedy="Correct the year, or set minimum_foreign_sources to 0.",
            needs=in_horizon(by),
        )
        return
    foreign = [line for line in book.lines("Funding") if line["foreign"] and usable(line)]
    in_time = [line for line in foreign if (line["first_year"] or decision) <= by]
    if len(in_time) < wanted:
        yield settings.finding(
            "E215",
            "minimum_foreign_sources",
            found=said(
                "the number wanted by {by} is {wanted}, but {count} can be drawn by then",
                by=by,
                wanted=wanted,
                count=len(in_time),
            ),
            expected="at most the number of foreign sources with a limit above 0 that open in time",
            remedy="Open more foreign sources on Funding, move the year, or lower the number.",
            needs=rows_of("Funding"),
        )


@rule("Settings", E216="The shares of all funding sources together stay below the whole")
def shares_reach_the_whole(book: Book, settings: Line) -> Iterator[Finding]:
    """With every source at its largest share, the funds raised can add up to 100 %."""
    sources = [line for line in book.lines("Funding") if usable(line)]
    general = settings["maximum_source_share"]
    reached = sum(min(general, general if line["maximum_share"] is None else line["maximum_share"]) for line in sources)
    if sources and reached < 1 - 1e-9:
        yield settings.finding(
            "E216",
            "maximum_source_share",
            found=said(
                "the largest shares of the {count} usable sources add up to {reached}",
                count=len(sources),
                reached=number(reached),
            ),
            expected="a sum of at least 1, otherwise no money can be raised at all",
            remedy="Raise the share or open more sources on Funding.",
            needs=rows_of("Funding"),
        )


@rule("Settings", E217="The going-concern value counts no years")
def going_concern_has_years(book: Book, settings: Line) -> Iterator[Finding]:
    """The terminal value going_concern credits at least one year of cash flow."""
    if settings["terminal_value"] == "going_concern" and settings["terminal_years"] == 0:
        yield settings.finding(
            "E217",
            "terminal_years",
            found="0 years with terminal_value going_concern",
            expected="at least 1 year",
            remedy="Enter the years, or choose terminal_value none if nothing is to be credited.",
            severity="warning",
        )


@rule("Settings", E320="The terminal value operation has no years to operate",
      E321="There are more periods than years after the last year")  # fmt: skip
def tail_has_years(book: Book, settings: Line) -> Iterator[Finding]:
    """The terminal value operation needs years after the last one, and every steady period at least one of them."""
    years, periods = settings["tail_years"], settings["tail_periods"]
    if years == 0 and settings["terminal_value"] == "operation":
        yield settings.finding(
            "E320",
            "tail_years",
            found="0 years with terminal_value operation",
            expected="at least 1 year of operation after the last year",
            remedy="Enter the years in tail_years, or choose another terminal_value.",
        )
    elif 0 < years < periods:
        yield settings.finding(
            "E321",
            "tail_periods",
            found=said("{periods} periods, but tail_years is {years}", periods=periods, years=years),
            expected="at most as many periods as years",
            remedy="The year makes one period; enter 1, or more years.",
            severity="warning",
        )


@rule("Settings", E347="The year from which own swarf is recycled lies outside the horizon",
      E348="Own swarf has to be recycled, but no recipe does it")  # fmt: skip
def swarf_can_be_recycled(book: Book, settings: Line) -> Iterator[Finding]:
    """A duty to recycle own swarf begins within the horizon, and where swarf is made some recipe takes it."""
    share, since = settings["swarf_recycled_share"], settings["swarf_recycled_from"]
    if share == 0:
        return
    if since not in book.years:
        yield settings.finding(
            "E347",
            "swarf_recycled_from",
            found=said("own swarf is to be recycled from {since}", since=since),
            expected=said("a year from {first} to {last}", first=book.years[0], last=book.years[-1]),
            remedy="Correct the year, or set swarf_recycled_share to 0.",
            needs=in_horizon(since),
        )
    swarf = {line["commodity"] for line in book.lines("Commodities") if line["stage"] == "swarf"}
    flows = {line["direction"] for line in book.lines("RecipeFlows") if line["commodity"] in swarf}
    if flows == {"out"}:
        yield settings.finding(
            "E348",
            "swarf_recycled_share",
            found=said("a share of {share}, but swarf is only made", share=number(share)),
            expected="a recipe that uses swarf",
            remedy="Add a recycling recipe, or set swarf_recycled_share to 0.",
            needs=rows_of("Commodities", "RecipeFlows"),
        )
