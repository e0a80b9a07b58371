"""Targets: each measures what it says, over years that exist, at a value that can be meant."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.checks.book import Book, Line, in_horizon, rows_of, rule, whole_book
from roadmap_opt.checks.finance import usable
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


@rule("Targets", E300="A definition does not belong to its indicator")
def definition_belongs_to_kpi(book: Book, line: Line) -> Iterator[Finding]:
    """The definition is one that the indicator offers."""
    kpi = KPIS[line["kpi"]]
    if line["definition"] not in kpi.definitions:
        yield line.finding(
            "E300",
            "definition",
            found=said("{definition} is no definition of {kpi}", definition=line["definition"], kpi=kpi.name),
            expected=said("one of {choices}", choices=", ".join(kpi.definitions)),
            remedy="Choose one of these, or another indicator.",
        )


@rule("Targets", E301="A ratio has no minimum denominator", E302="A level has a minimum denominator")
def denominator_fits_the_kpi(book: Book, line: Line) -> Iterator[Finding]:
    """Ratios have a minimum denominator above zero, levels have none: an empty ratio would be met by doing nothing."""
    kpi, denominator = KPIS[line["kpi"]], line["minimum_denominator"]
    if kpi.is_ratio and not denominator:
        yield line.finding(
            "E301",
            "minimum_denominator",
            found="blank" if denominator is None else "0",
            expected=said(
                "a quantity above 0 in {denominator_unit}, because {kpi} is a ratio",
                denominator_unit=said(kpi.denominator_unit),
                kpi=kpi.name,
            ),
            remedy="Enter the least quantity for which the ratio counts; an empty ratio is a missed target.",
        )
    elif not kpi.is_ratio and denominator is not None:
        yield line.finding(
            "E302",
            "minimum_denominator",
            found=number(denominator),
            expected=said("a blank cell, because {kpi} is not a ratio", kpi=kpi.name),
            remedy="Clear the cell.",
        )


@rule("Targets", E303="The years of a target are out of order or outside the horizon")
def target_years_exist(book: Book, line: Line) -> Iterator[Finding]:
    """The due year and the last year are in order and within the horizon."""
    first, last = line["first_year"], line["last_year"]
    years = book.years
    for column, year in (("first_year", first), ("last_year", last)):
        if year is not None and year not in years:
            yield line.finding(
                "E303",
                column,
                found=str(year),
                expected=said("a year from {first} to {last}", first=years[0], last=years[-1]),
                remedy="Correct the year.",
                needs=in_horizon(year),
            )
            return
    if last is not None and last < first:
        yield line.finding(
            "E303",
            "last_year",
            found=said("from {first} to {last}", first=first, last=last),
            expected=said("a year not before {first}, or blank for the end of the horizon", first=first),
            remedy="Correct one of the two years.",
        )


@rule("Targets", E304="A share is above 1")
def share_is_a_fraction(book: Book, line: Line) -> Iterator[Finding]:
    """The value of an indicator that is a share is at most 1."""
    value = line["value"]
    if KPIS[line["kpi"]].unit == "share" and value > 1:
        yield line.finding(
            "E304",
            "value",
            found=said("a share of {value}", value=number(value)),
            expected="a fraction from 0 to 1",
            remedy=said(
                "Did you type a percentage? {value} % is {share}.", value=number(value), share=number(value / 100)
            ),
        )


@rule(whole_book, E305="Two hard targets exclude each other")
def hard_targets_agree(book: Book, _: Book) -> Iterator[Finding]:
    """No hard target asks for at least more than another hard target allows in the same years."""
    hard = [line for line in book.lines("Targets") if not line.row.unreadable and line["mode"] == "hard"]
    last = book.years[-1]
    for low in hard:
        for high in hard:
            same = low["sense"] == ">=" and high["sense"] == "<=" and _measures(low) == _measures(high)
            starts = max(low["first_year"], high["first_year"])
            ends = min(low["last_year"] or last, high["last_year"] or last)
            if same and starts <= ends and low["value"] > high["value"]:
                later = max(low, high, key=lambda line: line.row.number)
                yield later.finding(
                    "E305",
                    "value",
                    found=said(
                        "{target} asks for at least {least} and {other} for at most {most} in {starts}",
                        target=low["target"],
                        least=number(low["value"]),
                        other=high["target"],
                        most=number(high["value"]),
                        starts=starts,
                    ),
                    expected="hard targets that can hold together",
                    remedy="Make one of them soft or change its value or years.",
                )


def _measures(line: Line) -> tuple[str, str]:
    return line["kpi"], line["definition"]


@rule("Targets", E306="A soft target has no weight")
def soft_target_weighs(book: Book, line: Line) -> Iterator[Finding]:
    """A soft target weighs something; otherwise it is only reported."""
    if line["mode"] == "soft" and line["weight"] == 0:
        yield line.finding(
            "E306",
            "weight",
            found="a soft target of weight 0",
            expected="a weight above 0",
            remedy="Enter a weight, or choose mode off if it is only to be reported.",
            severity="warning",
        )


@rule("Targets", E307="A target counts more than there is to count")
def count_can_be_reached(book: Book, line: Line) -> Iterator[Finding]:
    """A target on a number of licences, partnerships or foreign sources asks for no more than there are."""
    programmes = {"licences": "licence", "partnerships": "partnership"}
    if line["kpi"] in programmes:
        sheet = "Programmes"
        there = sum(row["kind"] == programmes[line["kpi"]] for row in book.lines(sheet))
    elif line["kpi"] == "foreign_sources":
        sheet = "Funding"
        there = sum(row["foreign"] and usable(row) for row in book.lines(sheet))
    else:
        return
    if line["sense"] == ">=" and line["mode"] != "off" and line["value"] > there:
        yield line.finding(
            "E307",
            "value",
            found=said(
                "{value} are wanted, but {sheet} has only {there} to choose from",
                value=number(line["value"]),
                sheet=sheet,
                there=there,
            ),
            expected=said("at most {most}", most=there),
            remedy=said("Lower the value or add rows to {sheet}.", sheet=sheet),
            needs=rows_of(sheet),
            severity="error" if line["mode"] == "hard" else "warning",
        )


BROUGHT = {"foreign_sources": "drawn", "partnerships": "in_use"}
"""Definitions that count by what has been brought."""


@rule("Targets", E345="A count by what is brought is limited from above")
def what_is_brought_counts_upwards(book: Book, line: Line) -> Iterator[Finding]:
    """Sources that have brought money and partnerships in use are counted for targets of at least: such a count may be
    any number up to what was brought, so a limit from above holds nothing down.
    """
    if BROUGHT.get(line["kpi"]) == line["definition"] and line["sense"] == "<=" and line["mode"] != "off":
        bare = next(d for d in KPIS[line["kpi"]].definitions if d != line["definition"])
        yield line.finding(
            "E345",
            "sense",
            found=said(
                "at most {value} by definition {definition}", value=number(line["value"]), definition=line["definition"]
            ),
            expected=">=, or another definition",
            remedy=said("Choose definition {bare} for a limit from above.", bare=bare),
        )


@rule("Targets", E346="A target wants more partnerships in use than can bring anything")
def partnerships_can_be_used(book: Book, line: Line) -> Iterator[Finding]:
    """As many partnerships as a target wants in use unlock a source, a contract, a supply or a recipe, at first hand or
    through a programme that needs them.
    """
    if (line["kpi"], line["definition"]) != ("partnerships", "in_use") or line["mode"] == "off":
        return
    if line["sense"] != ">=" or book.settings["minimum_brought"] == 0:
        return
    needs = {row["programme"]: row["needs"] for row in book.lines("Programmes")}
    unlocking = {row["programme"] for sheet in UNLOCKED for row in book.lines(sheet)} - {None}
    while more := {needs.get(g) for g in unlocking} - unlocking - {None}:
        unlocking |= more
    partners = [row for row in book.lines("Programmes") if row["kind"] == "partnership"]
    there = sum(row["programme"] in unlocking for row in partners)
    if len(partners) >= line["value"] > there:
        yield line.finding(
            "E346",
            "value",
            found=said(
                "{value} are wanted in use, but only {there} of {count} partnerships unlock a source, "
                "contract, supply or recipe",
                value=number(line["value"]),
                there=there,
                count=len(partners),
            ),
            expected=said("at most {most}", most=there),
            remedy="Name the partnership in column programme of what it opens, or choose definition concluded.",
            needs=rows_of("Programmes", *UNLOCKED),
            severity="error" if line["mode"] == "hard" else "warning",
        )


UNLOCKED = ("Funding", "Contracts", "Supplies", "Recipes")
"""Sheets whose rows may need a programme, and through which a partnership brings something."""


@rule("Targets", E375="A target asks for a cost to the state")
def cost_to_the_state_is_limited(book: Book, line: Line) -> Iterator[Finding]:
    """Net cost to the state and guaranteed debt are limited from above: as an aim, their more is no better."""
    if line["kpi"] in ("fiscal_cost", "guarantees") and line["sense"] == ">=" and line["mode"] != "off":
        yield line.finding(
            "E375",
            "sense",
            found=said("at least {value} MUSD of {kpi}", value=number(line["value"]), kpi=line["kpi"]),
            expected="<=, a ceiling",
            remedy="Choose <= so that the plan stays within the ceiling.",
        )
