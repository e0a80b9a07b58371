"""Lenders: every debt has a class, lenders are plausible, and plants are financed and valued as they would see it."""

from __future__ import annotations

from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.case.sheets.finance import DEBT_KINDS, SPENDING_CATEGORIES
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.checks.book import Book, Line, rows_about, rows_of, rule
from roadmap_opt.checks.finance import no_category, usable
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


@rule("Funding", E365="Debt names no class of lender", E366="A debt runs longer than its class of lender lends")
def debt_has_a_class(book: Book, line: Line) -> Iterator[Finding]:
    """Every loan and bond has a row of LenderClasses behind it and keeps to its longest tenor; other money has none."""
    name, kind = line["lender_class"], line["kind"]
    if kind not in DEBT_KINDS:
        if name is not None:
            yield line.finding(
                "E365",
                "lender_class",
                found=said("{kind} of class {name}", kind=kind, name=name),
                expected="a blank cell: nobody tests money that is not repaid",
                remedy="Clear the cell, or change the kind.",
            )
        return
    if name is None:
        yield line.finding(
            "E365",
            "lender_class",
            found=said("a {kind} without a class", kind=kind),
            expected="a class of sheet LenderClasses: it says which tests the lender makes",
            remedy="Choose the class.",
        )
        return
    lender = book.names("LenderClasses", "lender_class").get(name)
    if lender is not None and line["tenor"] > lender["longest_tenor"]:
        longest = lender["longest_tenor"]
        yield line.finding(
            "E366",
            "tenor",
            found=said(
                "{tenor} years from completion, while {name} lends for {longest} at most",
                tenor=line["tenor"],
                name=name,
                longest=longest,
            ),
            expected=said("at most {longest} years", longest=longest),
            remedy="Shorten the tenor, or raise longest_tenor on LenderClasses.",
            cause=("LenderClasses", "longest_tenor of", str(name)),
        )


@rule("Funding", E370="A lender can never lend")
def debt_is_repaid_in_time(book: Book, line: Line) -> Iterator[Finding]:
    """A debt for the first plant that can be completed is repaid within the years that the plan looks at."""
    modules = book.lines("Modules")
    if line["kind"] not in DEBT_KINDS or not usable(line) or not modules:
        return
    first = book.decision_years[0] + min(int(module["lead_time"]) for module in modules)
    end = book.settings["last_year"] + book.settings["tail_years"]
    if first + line["tenor"] > end:
        yield line.finding(
            "E370",
            "tenor",
            found=said(
                "{tenor} years from {first}, the first completion there can be, end after {end}",
                tenor=line["tenor"],
                first=first,
                end=end,
            ),
            expected=said(
                "at most {longest} years: a debt has to be repaid in years that the plan looks at",
                longest=max(0, end - first),
            ),
            remedy="Shorten the tenor, or lengthen tail_years on Settings.",
            severity="warning",
        )


@rule(
    "LenderClasses",
    E372="A lender asks for less than what is due",
    E373="A cover at low prices is above the cover at base prices",
    E374="A guarantee fee without a guarantee",
    E376="A lender asks for nothing",
)
def lender_is_plausible(book: Book, line: Line) -> Iterator[Finding]:
    """A lender wants at least what is due, no more of it at low prices, and a guarantee where nothing is tested."""
    base, low = line["cover_base"], line["cover_low"]
    for column, cover in (("cover_base", base), ("cover_low", low)):
        if cover is not None and cover < 1:
            yield line.finding(
                "E372",
                column,
                found=said("{cover} of what is due", cover=number(cover)),
                expected="a ratio of at least 1, or a blank cell for no test",
                remedy="Correct the ratio: below 1 a lender lends what the plants cannot pay back.",
                severity="warning",
            )
    if base is not None and low is not None and low > base:
        yield _low_above_base(
            line, "E373", "cover_low", low, base, said("the {base} asked for at base prices", base=number(base))
        )
    if line["guarantee_fee"] and not line["guaranteed"]:
        yield line.finding(
            "E374",
            "guarantee_fee",
            found=said("{guarantee_fee} a year, but guaranteed says no", guarantee_fee=number(line["guarantee_fee"])),
            expected="a blank cell, or a guarantee",
            remedy="Nobody is paid the fee; clear it, or enter yes in guaranteed.",
            severity="warning",
        )
    if not (base or low or line["contract_cover"] or line["guaranteed"]):
        yield line.finding(
            "E376",
            "cover_base",
            found="no cover, no contracts and no guarantee asked for",
            expected="a test, or a guarantor whom the lender looks at",
            remedy="Enter what lenders of this class ask for, or yes in guaranteed.",
            severity="warning",
        )


@rule("Perimeters", E368="A group of plants belongs to no perimeter or to several", E377="A perimeter holds no plants")
def plants_are_financed_once(book: Book, line: Line) -> Iterator[Finding]:
    """Every category of plants stands in exactly one row of Perimeters, where there are any; no row is empty."""
    rows = book.lines("Perimeters")
    for category in PLANT_CATEGORIES:
        owners = [row for row in rows if row[category]]
        if line is rows[0] and not owners:
            yield line.finding(
                "E368",
                category,
                found="no in every row",
                expected="yes in one row: every plant is financed with some others",
                remedy="Enter yes where its plants are financed.",
                cause=("Perimeters", "plants without a perimeter"),
                needs=rows_of("Perimeters"),
            )
        elif len(owners) > 1 and line is owners[1]:
            yield line.finding(
                "E368",
                category,
                found=said("yes, and yes for {perimeter} too", perimeter=owners[0]["perimeter"]),
                expected="yes in one row only",
                remedy="Enter no in all rows but one.",
                cause=("Perimeters", "plants of two perimeters", str(line.row.number)),
                needs=rows_of("Perimeters"),
            )
    if not any(line[category] for category in PLANT_CATEGORIES):
        remedy = "Enter yes for what it finances, or delete the row: nothing is built in it."
        yield no_category(line, "E377", PLANT_CATEGORIES[0], remedy)


@rule(
    "BankDeck",
    E369="Lenders value a commodity whose price is derived",
    E371="The low deck is above the base deck",
)
def deck_has_prices(book: Book, line: Line) -> Iterator[Finding]:
    """Factors stand on entered prices, and the low deck is not above the base deck."""
    name = line["commodity"]
    derived = [row["driver"] for row in book.lines("PriceFormulas") if row["commodity"] == name]
    if derived:
        yield line.finding(
            "E369",
            "commodity",
            found=said("the price of {name} follows {derived}", name=name, derived=", ".join(derived)),
            expected="a commodity with a price of its own on sheet Prices",
            remedy="Give the factor to what it is made of.",
            needs=rows_about("PriceFormulas", "commodity", name),
        )
    low, base = line["low_factor"], line["base_factor"]
    if low > base:
        yield _low_above_base(line, "E371", "low_factor", low, base, said("the base deck's {base}", base=number(base)))


def _low_above_base(line: Line, code: str, column: str, low: float, base: float, what: str) -> Finding:
    """What stands for low prices is above what stands for base prices."""
    return line.finding(
        code,
        column,
        found=said("{low}, above {what}", low=number(low), what=what),
        expected=said("at most {most}", most=number(base)),
        remedy="Swap the two, or correct one of them.",
        severity="warning",
    )


@rule("Eligibility", E367="A lender pays for what is no plant")
def lenders_pay_for_plants(book: Book, line: Line) -> Iterator[Finding]:
    """Loans and bonds pay for plants only: their debt is served by what these earn."""
    source = book.names("Funding", "source_name").get(line["source_name"])
    if source is None or source["kind"] not in DEBT_KINDS:
        return
    for category in SPENDING_CATEGORIES:
        if category not in (*PLANT_CATEGORIES, "operations") and line[category]:
            yield line.finding(
                "E367",
                category,
                found=said("yes for a {kind}", kind=source["kind"]),
                expected="no: lenders pay for plants, and see what pays them back",
                remedy="Enter no; equity and grants pay for programmes and working capital.",
            )
