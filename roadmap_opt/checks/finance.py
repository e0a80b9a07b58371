"""Funding: terms that fit the kind of money, limits that leave room, and no free money for running costs."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.case.sheets.finance import DEBT_KINDS, SPENDING_CATEGORIES
from roadmap_opt.checks.book import Book, Line, closed_window, in_horizon, rows_about, rule
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


def usable(source: Line) -> bool:
    """Whether a funding source is switched on: neither of its limits is zero."""
    return bool(source["yearly_limit"] > 0 and source["total_limit"] > 0)


@rule("Funding", E290="Debt has no repayment terms", E291="Money that is not repaid has repayment terms")
def terms_fit_the_kind(book: Book, line: Line) -> Iterator[Finding]:
    """Loans and bonds have a tenor and a repayment; equity and grants have neither, and grants bear no interest."""
    kind = line["kind"]
    if kind in DEBT_KINDS:
        if line["tenor"] < 1:
            yield line.finding(
                "E290",
                "tenor",
                found=said("a {kind} with a tenor of {tenor} years", kind=kind, tenor=line["tenor"]),
                expected="a tenor of at least 1 year",
                remedy="Enter the years from completion of the plants to the last repayment.",
            )
        if line["repayment"] is None:
            yield line.finding(
                "E290",
                "repayment",
                found=said("a {kind} without repayment", kind=kind),
                expected="sculpted, linear, annuity or bullet",
                remedy="Choose how it is repaid.",
            )
        return
    for column, given in (("tenor", line["tenor"] > 0), ("grace", line["grace"] > 0)):
        if given:
            yield _has_terms(
                line,
                column,
                said("{kind} with {column} {value}", kind=kind, column=column, value=line[column]),
                "0",
                "Enter 0, or change the kind.",
            )
    if line["repayment"] is not None:
        found = said("{value} with repayment {repayment}", value=kind, repayment=line["repayment"])
        yield _has_terms(line, "repayment", found, "a blank cell", "Clear the cell, or change the kind.")
    if kind == "grant" and line["rate"] > 0:
        found = said("a grant at {rate} a year", rate=number(line["rate"]))
        yield _has_terms(line, "rate", found, "0", "Enter 0, or change the kind to loan.")


def _has_terms(line: Line, column: str, found: str, expected: str, remedy: str) -> Finding:
    return line.finding("E291", column, found=found, expected=expected, remedy=remedy)


@rule("Funding", E292="The grace period leaves no time to repay")
def grace_is_shorter_than_tenor(book: Book, line: Line) -> Iterator[Finding]:
    """The grace period of a debt ends before its tenor."""
    if line["kind"] in DEBT_KINDS and line["tenor"] >= 1 and line["grace"] >= line["tenor"]:
        yield line.finding(
            "E292",
            "grace",
            found=said("{grace} years of grace in a tenor of {tenor} years", grace=line["grace"], tenor=line["tenor"]),
            expected="a grace period shorter than the tenor, which includes it",
            remedy="Shorten the grace period or lengthen the tenor.",
        )


@rule("Funding", E388="A pace of repayment that nothing follows")
def pace_is_of_sculpted_debt(book: Book, line: Line) -> Iterator[Finding]:
    """Only sculpted debt has a pace of repayment; other debt follows its schedule."""
    if line["repayment_pace"] is not None and line["repayment"] != "sculpted":
        yield line.finding(
            "E388",
            "repayment_pace",
            found=said(
                "{value} with repayment {repayment}",
                value=number(line["repayment_pace"]),
                repayment=line["repayment"] or said("blank"),
            ),
            expected="a blank cell: only sculpted debt has a pace of its own",
            remedy="Clear the cell, or set repayment to sculpted.",
            severity="warning",
        )


@rule("Funding", E389="A ceiling of ownership for what owns nothing")
def ceiling_is_of_equity(book: Book, line: Line) -> Iterator[Finding]:
    """Only equity owns a part of the plants; loans, bonds and grants have no ceiling of ownership."""
    if line["ownership_share"] is not None and line["kind"] != "equity":
        yield line.finding(
            "E389",
            "ownership_share",
            found=said("{value} of a {kind}", value=number(line["ownership_share"]), kind=line["kind"]),
            expected="a blank cell: only equity owns a part of the plants",
            remedy="Clear the cell, or set kind to equity.",
            severity="warning",
        )


@rule("Funding", E293="A source is missing from Eligibility")
def eligibility_is_stated(book: Book, line: Line) -> Iterator[Finding]:
    """Every funding source has a row on Eligibility."""
    if line["source_name"] not in book.names("Eligibility", "source_name"):
        yield line.finding(
            "E293",
            "source_name",
            found=said("no row of Eligibility for {source_name}", source_name=line["source_name"]),
            expected="one row per source that says what it may pay for",
            remedy="Add the row.",
            needs=rows_about("Eligibility", "source_name", line["source_name"]),
        )


@rule("Eligibility", E294="Debt or a grant pays running costs")
def running_costs_are_paid_by_equity(book: Book, line: Line) -> Iterator[Finding]:
    """Only equity pays operating cost and debt service: otherwise cheap money is drawn to be paid out."""
    source = book.names("Funding", "source_name").get(line["source_name"])
    if line["operations"] and source is not None and source["kind"] != "equity":
        yield line.finding(
            "E294",
            "operations",
            found=said("yes for a {kind}", kind=source["kind"]),
            expected="no: only equity may pay operating cost and debt service",
            remedy="Enter no; a debt or grant that pays anything is free money in the model.",
        )


@rule("Eligibility", E295="A source may pay for nothing")
def source_pays_for_something(book: Book, line: Line) -> Iterator[Finding]:
    """A source that is switched on may pay for something."""
    source = book.names("Funding", "source_name").get(line["source_name"])
    if source is not None and usable(source) and not any(line[category] for category in SPENDING_CATEGORIES):
        remedy = "Say what the source may pay for, or set its limits to 0 on Funding."
        yield no_category(line, "E295", SPENDING_CATEGORIES[0], remedy)


def no_category(line: Line, code: str, first: str, remedy: str) -> Finding:
    """A row that answers no in every category is of no use; the finding stands at the first."""
    return line.finding(
        code, first, found="no in every category", expected="yes in at least one", remedy=remedy, severity="warning"
    )


@rule("Funding", E296="The minimum ticket is above a limit")
def ticket_fits_the_limits(book: Book, line: Line) -> Iterator[Finding]:
    """The least amount of a source that is switched on fits its yearly and its total limit."""
    if not usable(line):
        return
    for column in ("yearly_limit", "total_limit"):
        if line["minimum_ticket"] > line[column]:
            yield line.finding(
                "E296",
                "minimum_ticket",
                found=said(
                    "at least {minimum_ticket}, but {column} is {most}",
                    minimum_ticket=number(line["minimum_ticket"]),
                    column=column,
                    most=number(line[column]),
                ),
                expected=said("at most {most}", most=number(line[column])),
                remedy=said("Lower minimum_ticket or raise {column}.", column=column),
            )
            return


@rule("Funding", E297="The years in which a source can be drawn are out of order", E298="A source can never be drawn")
def source_opens_in_time(book: Book, line: Line) -> Iterator[Finding]:
    """First and last year of a source that is switched on are in order and leave a decision year."""
    first, last = line["first_year"], line["last_year"]
    if first is not None and last is not None and first > last:
        yield line.finding(
            "E297",
            "last_year",
            found=said("it can be drawn from {first} to {last}", first=first, last=last),
            expected=said("a year not before {first}", first=first),
            remedy="Correct one of the two years.",
        )
    elif usable(line) and (window := closed_window(book, first, last)):
        yield line.finding(
            "E298",
            "first_year" if last is None else "last_year",
            found=said("it can be drawn from {window}", window=window),
            expected=said(
                "at least one year from {first} to {last}", first=book.decision_years[0], last=book.decision_years[-1]
            ),
            remedy="Correct the years, or set a limit to 0 to switch the source off.",
            severity="warning",
            needs=in_horizon(first, last),
        )


@rule("Funding", E299="A foreign source counts as mobilised without paying anything")
def counted_source_pays(book: Book, line: Line) -> Iterator[Finding]:
    """Where foreign sources are counted, one that can be drawn has a minimum ticket above 0: no draw, no source."""
    if not (line["foreign"] and usable(line)) or line["minimum_ticket"] > 0:
        return
    if closed_window(book, line["first_year"], line["last_year"]):
        return  # it can never be drawn, hence never be mobilised
    if why := _why_foreign_sources_count(book):
        yield line.finding(
            "E299",
            "minimum_ticket",
            found=said("0, but {why}", why=why),
            expected="an amount above 0 for every foreign source that can be drawn",
            remedy="Enter the least amount its provider would bother with; without it the source counts undrawn.",
        )


def _why_foreign_sources_count(book: Book) -> str:
    """What counts foreign sources, in words; empty when nothing does."""
    wanted = book.settings["minimum_foreign_sources"]
    if wanted > 0:
        return said("Settings asks for foreign sources (minimum_foreign_sources is {wanted})", wanted=wanted)
    brought = book.settings["minimum_brought"] > 0  # then a source is counted by the money drawn from it
    targets = (
        row
        for row in book.lines("Targets")
        if row["kpi"] == "foreign_sources" and row["mode"] != "off" and not (brought and row["definition"] == "drawn")
    )
    target = next(targets, None)
    return said("target {target} counts foreign sources", target=target["target"]) if target is not None else ""
