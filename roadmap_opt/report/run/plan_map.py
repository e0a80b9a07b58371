"""The map of a plan: what stands at each site in a year, and what moves between them and over the border."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Column, Row, Table, Words
from roadmap_opt.documents.html.charts import joined
from roadmap_opt.documents.html.charts_map import Arrow, Picture, Place, abroad, apart, site_map
from roadmap_opt.documents.html.map_labels import Point
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.plan_capacity import Use, uses
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, records
from roadmap_opt.words import CHART_FINDINGS as FOUND
from roadmap_opt.words import PLAN as SAY

ABROAD = ""
"""Stands for the other side of the border in place of a site."""

TONNES = Text.same("t")
KINDS = {"between": "blue", "imported": "orange", "bought": "green", "sold": "sky", "exported": "purple"}
"""Kinds of movement with their colours."""

_NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods moved in a year from one site to another; ``quantity`` in units of the commodity. At a border crossing one
    end is :data:`ABROAD` and the other the gate.
    """

    year: int
    origin: str
    destination: str
    commodity: str
    kind: str
    quantity: float


def movements(run: Run) -> list[Movement]:
    """Everything that moves: between plants, from where it is bought or collected, to where it is sold; imports and
    exports in two legs, over the border at a gate and between the gate and the plant.
    """
    summed: dict[tuple[int, str, str, str, str], float] = defaultdict(float)
    for year, legs, commodity, kind, quantity in _journeys(run):
        for origin, destination in itertools.pairwise(legs):
            if origin != destination and quantity > _NOTHING:
                summed[year, origin, destination, commodity, kind] += quantity
    return [Movement(*key, quantity) for key, quantity in summed.items()]


def _journeys(run: Run) -> Iterator[tuple[int, tuple[str, ...], str, str, float]]:
    """Year, places passed, commodity, kind, quantity."""
    case, tables = run.case, run.tables
    supplies = {row.supply: row for row in case.supplies}
    flows = {row.flow: row for row in case.return_flows}
    markets = {row.market: row for row in case.markets}
    contracts = {row.contract: row.market for row in case.contracts}
    for row in records(tables["shipments"]):
        yield row.year, (row.origin, row.destination), row.commodity, "between", row.quantity
    for row in records(tables["purchases"]):
        supply = supplies[row.supply]
        legs = (ABROAD, supply.site, row.site) if supply.foreign else (supply.site, row.site)
        yield row.year, legs, supply.commodity, "imported" if supply.foreign else "bought", row.quantity
    for row in records(tables["collected"]):
        yield row.year, (flows[row.flow].site, row.site), flows[row.flow].commodity, "bought", row.quantity
    sold = [(row.market, row) for row in records(tables["sales"])]
    sold += [(contracts[row.contract], row) for row in records(tables["deliveries"])]
    for name, row in sold:
        market = markets[name]
        legs = (row.site, market.site) if market.domestic else (row.site, market.site, ABROAD)
        yield row.year, legs, market.commodity, "sold" if market.domestic else "exported", row.quantity


def plan_map(run: Run, names: Names) -> Chart | None:
    """The map with its slider; nothing when no site has a plant and nothing moves."""
    case = run.case
    moved = movements(run)
    mass = {row.commodity: row.mass_per_unit for row in case.commodities}
    sizes = capacity_of_sites(run)
    used = uses(run)
    touched = {place for each in moved for place in (each.origin, each.destination)} | {use.site for use in used}
    if not touched - {ABROAD}:
        return None
    points = apart({row.site: (row.longitude, row.latitude) for row in case.sites})
    deposits = {row.site for row in case.deposits}
    units = {plant.plant: names.unit(plant.capacity_unit) for plant in case.plants}
    pictures = {}
    for year in case.decision_years:
        places = [
            Place(
                site,
                _short_name(names("site", site)),
                point,
                sizes.get((site, year), 0.0),
                _tip(site, year, used, units, names) if site in touched else _not_used(site, site in deposits, names),
                site not in touched,
            )
            for site, point in points.items()
        ]
        this_year = [each for each in moved if each.year == year]
        gates = {end for m in this_year for end in (m.origin, m.destination) if ABROAD in (m.origin, m.destination)}
        signs = [(abroad(points[gate]), SAY.both("abroad")) for gate in sorted(gates - {ABROAD})]
        pictures[year] = Picture(places, _arrows(this_year, points, mass, names), signs)
    kinds = {kind: (SAY.both(f"flow_{kind}"), colour) for kind, colour in KINDS.items()}
    chart = site_map(
        SAY.both("map"), pictures, kinds, _table(moved, mass, run, names), SAY.both("map_unit"),
        note=SAY.both("map_note"), alt=_alt(moved, mass, used, touched, run, names),
    )  # fmt: skip
    return chart_findings.found(chart, _finding(moved, mass, used, run, names))


def _not_used(site: str, deposit: bool, names: Names) -> Text:
    return joined(names("site", site), SAY.both("site_deposit_unused" if deposit else "site_unused"))


def capacity_of_sites(run: Run) -> dict[tuple[str, int], float]:
    """Rare-earth oxide that the plants of a site can take up in a year, t, by site and year: nameplate in operation
    times the richest feed of a plant's recipes. Plants that handle none count nothing.
    """
    ix = run.ix
    per_capacity: dict[str, float] = defaultdict(float)
    for recipe, row in ix.rows.recipes.items():
        fed = math.fsum(quantity * ix.materials.reo[name] for name, quantity in ix.materials.inputs[recipe].items())
        per_capacity[row.plant] = max(per_capacity[row.plant], fed / row.load)
    total: dict[tuple[str, int], float] = defaultdict(float)
    for use in uses(run):
        for year, installed in use.installed.items():
            total[use.site, year] += installed * per_capacity[use.plant]
    return total


def _arrows(moved: list[Movement], points: Mapping[str, Point], mass: Mapping[str, float], names: Names) -> list[Arrow]:
    grouped: dict[tuple[str, str, str], list[Movement]] = defaultdict(list)
    for each in moved:
        grouped[each.origin, each.destination, each.kind].append(each)
    arrows = []
    for (origin, destination, kind), goods in grouped.items():
        total = math.fsum(each.quantity * mass[each.commodity] for each in goods)
        ends = {"origin": _place_name(origin, names), "destination": _place_name(destination, names)}
        head = SAY.both("arrow_tip", **ends, kind=SAY.both(f"flow_{kind}"), total=figures.short(total, TONNES))
        lines = [
            SAY.both(
                "goods_line", goods=names("commodity", each.commodity),
                amount=figures.short(each.quantity, names.unit_of(each.commodity)),
            )
            for each in sorted(goods, key=lambda each: -each.quantity * mass[each.commodity])
        ]  # fmt: skip
        begin = points[origin] if origin != ABROAD else abroad(points[destination])
        end = points[destination] if destination != ABROAD else abroad(points[origin])
        arrows.append(Arrow(begin, end, kind, total, joined(head, *lines)))
    return arrows


def _short_name(name: Text) -> Text:
    """What stands before the first comma: the label on the map."""
    return Text(name.en.partition(",")[0], name.tr.partition(",")[0])


def _place_name(site: str, names: Names) -> Text:
    return SAY.both("abroad") if site == ABROAD else names("site", site)


def _tip(site: str, year: int, used: list[Use], units: Mapping[str, Text], names: Names) -> Text:
    lines = []
    for use in used:
        if use.site == site and use.installed.get(year, 0.0) > _NOTHING:
            installed = figures.short(use.installed[year], units[use.plant])
            share = figures.percent(use.share(year), 0)
            lines.append(SAY.both("site_plant", plant=names("plant", use.plant), installed=installed, share=share))
    return joined(names("site", site), *(lines or [SAY.both("site_empty")]))


def _table(moved: list[Movement], mass: Mapping[str, float], run: Run, names: Names) -> Table:
    years = run.case.decision_years
    rows: dict[tuple[str, str, str, str], dict[int, float]] = defaultdict(dict)
    for each in moved:
        rows[each.kind, each.origin, each.destination, each.commodity][each.year] = each.quantity * mass[each.commodity]
    kinds = list(KINDS)
    columns = [
        Column(SAY.both("column_goods")), Column(SAY.both("column_from")), Column(SAY.both("column_to")),
        Column(SAY.both("column_kind"), "quiet"),
        *(Column(str(year), "number", TONNES, 0) for year in years),
    ]  # fmt: skip
    filled = [
        Row((
            names("commodity", commodity), _place_name(origin, names), _place_name(destination, names),
            SAY.both(f"flow_{kind}"), *(values.get(year, 0.0) for year in years),
        ))
        for (kind, origin, destination, commodity), values in sorted(rows.items(), key=lambda r: kinds.index(r[0][0]))
    ]  # fmt: skip
    return Table(SAY.both("map"), columns, filled, sortable=True, searchable=True)


def _largest(moved: list[Movement], mass: Mapping[str, float], run: Run) -> Movement | None:
    """The most tonnes that move in the last year."""
    this_year = [each for each in moved if each.year == run.case.settings.last_year]
    return max(this_year, key=lambda each: each.quantity * mass[each.commodity], default=None)


def _finding(moved: list[Movement], mass: Mapping[str, float], used: list[Use], run: Run, names: Names) -> Words:
    largest, last = _largest(moved, mass, run), run.case.settings.last_year
    if largest is None:
        return ""
    sites = {use.site for use in used if use.installed.get(last, 0.0) > _NOTHING}
    ends = {"origin": _place_name(largest.origin, names), "destination": _place_name(largest.destination, names)}
    return FOUND.both("map", year=last, used=len(sites), sites=len(run.case.sites), **ends)


def _alt(
    moved: list[Movement], mass: Mapping[str, float], used: list[Use], touched: set[str], run: Run, names: Names
) -> Text:
    largest, last = _largest(moved, mass, run), run.case.settings.last_year
    if largest is None:
        return SAY.both("map_alt_still", sites=len(touched - {ABROAD}))
    sites = {use.site for use in used if use.installed.get(last, 0.0) > _NOTHING}
    return SAY.both(
        "map_alt", year=last, sites=len(sites), goods=names("commodity", largest.commodity),
        origin=_place_name(largest.origin, names), destination=_place_name(largest.destination, names),
        amount=figures.short(largest.quantity * mass[largest.commodity], TONNES),
    )  # fmt: skip
