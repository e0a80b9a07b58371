"""Plants: size classes are built and paid in a possible way; what stands already is history."""

from __future__ import annotations

import math
from collections.abc import Iterator

from roadmap_opt.case.findings import number
from roadmap_opt.case.sheets.investment import SPEND_YEARS
from roadmap_opt.checks.book import FREE_YEARS, Book, Line, in_horizon, rows_about, rule
from roadmap_opt.errors import Finding, Thing
from roadmap_opt.said import said


@rule("Modules", E250="The spend profile does not add up to 1", E251="Money is spent after the construction time")
def spend_profile_is_whole(book: Book, line: Line) -> Iterator[Finding]:
    """The yearly shares of capex add up to 1 and end with the last year of construction."""
    shares = [line[f"spend_{year}"] or 0.0 for year in range(1, SPEND_YEARS + 1)]
    if abs(sum(shares) - 1) > 1e-6:
        yield line.finding(
            "E250",
            "spend_1",
            found=said(
                "the shares spend_1 to spend_{last} add up to {total}", last=SPEND_YEARS, total=number(sum(shares))
            ),
            expected="a sum of 1",
            remedy="Correct the shares so that the whole capex is spent once.",
        )
    construction = max(1, math.ceil(line["lead_time"]))
    for year, share in enumerate(shares, start=1):
        if share > 0 and year > construction:
            yield line.finding(
                "E251",
                f"spend_{year}",
                found=said(
                    "{share} of capex in year {year}, but lead_time is {lead_time} years",
                    share=number(share),
                    year=year,
                    lead_time=number(line["lead_time"]),
                ),
                expected=said("no spending after year {construction}", construction=construction),
                remedy="Move the share to an earlier year or lengthen lead_time.",
            )


@rule("Plants", E325="A plant would learn by standing idle")
def idleness_teaches_nothing(book: Book, line: Line) -> Iterator[Finding]:
    """A year's step is not larger than the first year's share: a plant that stood idle for a year restarts with one
    step, which must not be more than a new plant can do.
    """
    first = 1.0 if line["first_year_share"] is None else line["first_year_share"]
    step = line["learning_step"]
    column = "first_year_share" if step is None else "learning_step"
    step = 1.0 - first if step is None else step
    if step > first + 1e-9:
        yield line.finding(
            "E325",
            column,
            found=said(
                "a step of {step} a year after {first} in the first year", step=number(step), first=number(first)
            ),
            expected=said("a learning_step up to {first}", first=number(first)),
            remedy="Give a smaller learning_step (blank is what the first year leaves) or a larger first_year_share.",
        )


@rule("Plants", E326="A least stable load without a restart cost, or the other way round")
def standing_down_costs_something(book: Book, line: Line) -> Iterator[Finding]:
    """What is stood down, and what that costs, are given together: one without the other changes nothing."""
    least, cost = line["least_stable_load"], line["restart_cost"]
    if (least is None) != (not cost):
        names = ("least_stable_load", "restart_cost")
        given, missing = names if least is not None else names[::-1]
        yield line.finding(
            "E326",
            given,
            found=said("{given} {value} and no {missing}", given=given, value=number(line[given]), missing=missing),
            expected="both or neither",
            remedy=said("Give {missing}, or leave {given} blank.", missing=missing, given=given),
            severity="warning",
        )


@rule("Existing", E327="An existing plant has been used beyond its capacity")
def use_before_within_capacity(book: Book, line: Line) -> Iterator[Finding]:
    """The use in the year before the first decision year is at most nameplate."""
    used, capacity = line["use_before"], line["capacity"]
    if used is not None and used > capacity:
        yield line.finding(
            "E327",
            "use_before",
            found=said("{used}, but capacity is {capacity}", used=number(used), capacity=number(capacity)),
            expected=said("at most {most}", most=number(capacity)),
            remedy="Correct one of the two; a blank cell stands for full capacity.",
        )


@rule("Modules", E328="A module costs more than may be begun in a year")
def module_can_be_begun(book: Book, line: Line) -> Iterator[Finding]:
    """One module alone, owner's cost included, stays within the limit on construction starts of a year."""
    cost = line["capex"] * (1 + book.settings["owner_cost_share"])
    most = book.settings["construction_starts_limit"]
    if cost > most:
        yield line.finding(
            "E328",
            "capex",
            found=said(
                "{cost} MUSD with owner's cost, and construction_starts_limit is {most}",
                cost=number(cost),
                most=number(most),
            ),
            expected=said("at most {most} MUSD with owner's cost", most=number(most)),
            remedy="The module can never be begun; raise construction_starts_limit on Settings or delete the module.",
            severity="warning",
            cause=("Settings", "construction_starts_limit"),
        )


@rule(
    "Existing",
    E253="An existing plant starts after the first decision year",
    E254="An existing plant closes before it opens",
)
def existing_plant_is_history(book: Book, line: Line) -> Iterator[Finding]:
    """What stands already began before the first decision year and closes no earlier than it began."""
    first, last = line["first_year"], line["last_year"]
    decision = book.decision_years[0]
    if first >= decision:
        yield line.finding(
            "E253",
            "first_year",
            found=said(
                "operation from {first}, but decisions are free from {decision}", first=first, decision=decision
            ),
            expected=said("a year before {decision}", decision=decision),
            remedy="Correct the year, or delete the row and let the plan build the plant.",
            cause=FREE_YEARS,
        )
    if last is not None and last < first:
        yield line.finding(
            "E254",
            "last_year",
            found=said("operation from {first} to {last}", first=first, last=last),
            expected=said("a year not before {first}", first=first),
            remedy="Correct one of the two years, or leave last_year blank.",
        )


@rule("Plants", E255="A plant has no recipe", E256="A plant can stand nowhere")
def plant_can_run(book: Book, line: Line) -> Iterator[Finding]:
    """A plant type has a recipe, and either a size class with a place to stand or an existing plant."""
    plant = line["plant"]
    if plant not in book.grouped("Recipes", "plant"):
        yield line.finding(
            "E255",
            "plant",
            found=said("no recipe of sheet Recipes uses {plant}", plant=plant),
            expected="at least one recipe per plant type",
            remedy="The plant can do nothing; add a recipe or delete the plant.",
            needs=rows_about("Recipes", "plant", plant),
            severity="warning",
        )
    buildable = plant in book.grouped("Modules", "plant") and plant in book.grouped("PlantSites", "plant")
    if not buildable and plant not in book.grouped("Existing", "plant"):
        yield line.finding(
            "E256",
            "plant",
            found=said(
                "{plant} does not stand already (a row of Existing) and cannot be built (a row of Modules and one of "
                "PlantSites)",
                plant=plant,
            ),
            expected="a size class and a site, or an existing plant",
            remedy="The plant can never be built; add the missing row or delete the plant.",
            needs=tuple(
                thing for sheet in ("Modules", "PlantSites", "Existing") for thing in rows_about(sheet, "plant", plant)
            ),
            severity="warning",
        )


@rule("PlantSites", E257="A plant may only be started after the horizon")
def site_opens_in_time(book: Book, line: Line) -> Iterator[Finding]:
    """The earliest start of construction lies within the horizon."""
    start = line["first_start_year"]
    if start is not None and start > book.years[-1]:
        yield line.finding(
            "E257",
            "first_start_year",
            found=said("{start}, after the last year {last}", start=start, last=book.years[-1]),
            expected="a year of the horizon",
            remedy="Nothing can be built here; correct the year, or enter 0 in maximum_modules to say so.",
            severity="warning",
            needs=in_horizon(start),
        )


@rule("Requirements", E258="A requirement names not exactly one of programme and plant")
def requirement_names_one(book: Book, line: Line) -> Iterator[Finding]:
    """A requirement names either a programme or a plant."""
    programme, plant = line["programme"], line["needs_plant"]
    if (programme is None) == (plant is None):
        both = "both a programme and a plant" if programme is not None else "neither a programme nor a plant"
        yield line.finding(
            "E258",
            "programme",
            found=both,
            expected="exactly one of programme and needs_plant",
            remedy="Give each requirement its own row; the same alternative_set makes them alternatives.",
        )


@rule("Requirements", E259="A plant needs itself")
def plant_does_not_need_itself(book: Book, line: Line) -> Iterator[Finding]:
    """A plant does not stand on its own list of needed plants."""
    if line["needs_plant"] == line["plant"]:
        yield line.finding(
            "E259",
            "needs_plant",
            found=said("{plant} needs {plant}", plant=line["plant"]),
            expected="another plant type",
            remedy="Correct the plant or delete the row.",
        )


@rule("Requirements", E264="A requirement holds where its plant cannot stand")
def requirement_holds_somewhere(book: Book, line: Line) -> Iterator[Finding]:
    """The site of a requirement is one at which its plant may stand."""
    plant, site = line["plant"], line["site"]
    if site is None or plant not in book.names("Plants", "plant") or site not in book.names("Sites", "site"):
        return
    sheets = ("PlantSites", "Existing")
    places = {place["site"] for sheet in sheets for place in book.grouped(sheet, "plant").get(plant, ())}
    if site not in places:
        yield line.finding(
            "E264",
            "site",
            found=said("{plant} may not stand at {site}", plant=plant, site=site),
            expected=said(
                "one of {places}, or blank for all of them",
                places=", ".join(sorted(places)) or said("its sites (it has none)"),
            ),
            remedy="Correct the site or add it to PlantSites.",
            needs=places_of(plant, site),
            severity="warning",
        )


def places_of(plant: str, site: str) -> tuple[Thing, ...]:
    """What a finding needs which says that a plant may not stand at a site."""
    pairs = (("plant", plant), ("site", site))
    return tuple(
        thing for sheet in ("PlantSites", "Existing") for key, name in pairs for thing in rows_about(sheet, key, name)
    )
