"""What goes out while the same comes in, in words."""

from __future__ import annotations

import math
from itertools import groupby

from roadmap_opt import figures
from roadmap_opt.documents.components import Callout, Component, Group, Paragraph
from roadmap_opt.insight.round_trips import FurtherOn, RoundTrip, further_on, round_trips
from roadmap_opt.messages import Text
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import MATERIAL as SAY


def oddities_group(run: Run, names: Names) -> Group:
    """A sentence for each good that is sold and imported in one year, and for each that comes back as its product."""
    same = [_trip(each, names) for each in round_trips(run)]
    made = [
        _further(list(of), names) for _, of in groupby(further_on(run), lambda e: (e.exported, e.imported, e.reason))
    ]
    if not same and not made:
        return Group(SAY.both("odd"), [Paragraph(SAY.both("odd_none"))])
    parts: list[Component] = []
    for key, lines in (("odd_same", same), ("odd_made", made)):
        if lines:
            parts.append(Callout(SAY.both(f"{key}_lead"), "info", SAY.both(key), lines))
    return Group(SAY.both("odd"), parts)


def _trip(trip: RoundTrip, names: Names) -> Text:
    unit = names.unit_of(trip.commodity)
    of_unit = Text(f"kUSD/{unit.en}", f"kUSD/{unit.tr}")
    said = [
        SAY.both(
            "odd_trip", good=names("commodity", trip.commodity), year=trip.year, sold=figures.short(trip.sold, unit),
            abroad=figures.short(trip.abroad, unit), imported=figures.short(trip.imported, unit),
            received=figures.short(trip.received, of_unit), paid=figures.short(trip.paid, of_unit),
        )
    ]  # fmt: skip
    contracts = Text.listed([names("contract", each) for each in trip.contracts])
    part = figures.percent(trip.contracted / trip.sold, 0)
    said += [SAY.both(f"odd_{reason}", contracts=contracts, part=part) for reason in trip.reasons]
    return Text.joined(*said)


def _further(years: list[FurtherOn], names: Names) -> Text:
    first = years[0]
    out, back = math.fsum(each.out for each in years), math.fsum(each.back for each in years)
    used = [each.use for each in years if each.use is not None]
    words = {"good": names("commodity", first.exported), "product": names("commodity", first.imported)}
    said = SAY.both(
        "odd_further", years=figures.spans(frozenset(each.year for each in years)),
        out=figures.short(out, names.unit_of(first.exported)), back=figures.short(back, names.unit_of(first.imported)),
        **words,
    )  # fmt: skip
    why = SAY.both(f"odd_{first.reason}", use=figures.percent(min(used), 0) if used else figures.NOTHING)
    return Text.joined(said, why)
