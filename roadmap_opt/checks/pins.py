"""Pins: a fixed decision is one that can be taken, once, in a year that is still free."""

from __future__ import annotations

import math
from collections.abc import Iterator

from roadmap_opt.checks.book import Book, Line, in_horizon, rule, whole_book
from roadmap_opt.checks.plants import places_of
from roadmap_opt.errors import Finding
from roadmap_opt.said import said


@rule("Pins", E310="A pin fixes a year that is not free")
def pinned_year_is_free(book: Book, line: Line) -> Iterator[Finding]:
    """The year of a pin is a decision year of the horizon."""
    year = line["year"]
    decision, last = book.decision_years[0], book.decision_years[-1]
    if year is not None and not decision <= year <= last:
        yield line.finding(
            "E310",
            "year",
            found=said("{year}, which is history" if year < decision else "{year}, after the horizon", year=year),
            expected=said("a year from {first} to {last}", first=decision, last=last),
            remedy="Correct the year; what stands already belongs on Existing, what was started on Programmes.",
            needs=in_horizon(year),
        )


@rule("Pins", E311="A pin names a site where it cannot be")
def pinned_site_is_possible(book: Book, line: Line) -> Iterator[Finding]:
    """Only a build names a site, and its plant may stand there."""
    site = line["site"]
    if site is None:
        return
    if line["decision"] != "build":
        yield line.finding(
            "E311",
            "site",
            found=said("{site} for the decision {decision}", site=site, decision=line["decision"]),
            expected="a blank cell: only build has a site",
            remedy="Clear the cell.",
        )
        return
    module = book.names("Modules", "module").get(line["item"])
    if module is not None and site in book.names("Sites", "site"):
        places = {place["site"] for place in book.grouped("PlantSites", "plant").get(module["plant"], ())}
        if site not in places:
            yield line.finding(
                "E311",
                "site",
                found=said("{plant} may not stand at {site}", plant=module["plant"], site=site),
                expected=said("one of {choices}", choices=", ".join(sorted(places)) or said("its sites (it has none)")),
                remedy="Correct the site or add it to PlantSites.",
                needs=places_of(module["plant"], site),
            )


@rule("Pins", E312="A pin asks for more than is possible")
def pinned_count_is_possible(book: Book, line: Line) -> Iterator[Finding]:
    """A pin asks for no more modules than may stand there; everything else happens once."""
    if line["sense"] == "<=":
        return
    most = _most(book, line)
    if most is not None and line["value"] > most:
        yield line.finding(
            "E312",
            "value",
            found=str(line["value"]),
            expected=said("at most {most}", most=most)
            + (said(" (it happens once or never)") if line["decision"] != "build" else ""),
            remedy="Lower the value, or raise maximum_count on Modules and maximum_modules on PlantSites."
            if line["decision"] == "build"
            else "Enter 1 or 0.",
        )


def _most(book: Book, pin: Line) -> int | None:
    if pin["decision"] != "build":
        return 1
    module = book.names("Modules", "module").get(pin["item"])
    if module is None:
        return None
    places = [
        place
        for place in book.grouped("PlantSites", "plant").get(module["plant"], ())
        if pin["site"] in (None, place["site"])
    ]
    return sum(min(module["maximum_count"], place["maximum_modules"]) for place in places) if places else None


@rule(whole_book, E313="Pins contradict each other")
def pins_agree(book: Book, _: Book) -> Iterator[Finding]:
    """What single pins ask for at least fits what a wider pin on the same item allows at most."""
    pins = [line for line in book.lines("Pins") if not line.row.unreadable]
    for wide in pins:
        if wide["sense"] == ">=":
            continue
        parts = [pin for pin in pins if pin is not wide and _lies_within(pin, wide) and pin["sense"] != "<="]
        asked = sum(pin["value"] for pin in _without_overlap(parts))
        if asked > wide["value"]:
            yield parts[0].finding(
                "E313",
                "value",
                found=said(
                    "together with its like it asks for at least {asked}, but row {row} ({wide}) allows {value}",
                    asked=asked,
                    row=wide.row.number,
                    wide=wide.name,
                    value=wide["value"],
                ),
                expected="pins that can hold together",
                remedy="Change or delete one of the pins.",
            )


def _lies_within(pin: Line, wide: Line) -> bool:
    same_item = pin["decision"] == wide["decision"] and pin["item"] == wide["item"]
    return same_item and all(wide[column] in (None, pin[column]) for column in ("site", "year"))


def _without_overlap(pins: list[Line]) -> list[Line]:
    """Pins of one width only (the one that asks for most), so that no module is counted twice."""
    best: list[Line] = []
    asked = -math.inf
    for width in {(pin["site"] is None, pin["year"] is None) for pin in pins}:
        same = [pin for pin in pins if (pin["site"] is None, pin["year"] is None) == width]
        total = sum(pin["value"] for pin in same)
        if total > asked:
            best, asked = same, total
    return best
