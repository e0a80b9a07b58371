"""Programmes and plants on a timeline, and the table of what is built: with lead times in parts of years."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from roadmap_opt import figures
from roadmap_opt.case.profiles import attainable_in, years_to_nameplate
from roadmap_opt.case.sheets.investment import Module, Plant
from roadmap_opt.documents.components import Chart, Column, Component, Paragraph, Row, Table
from roadmap_opt.documents.html.charts import joined
from roadmap_opt.documents.html.charts_flow import GanttRow, Span, gantt
from roadmap_opt.figures import MUSD
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, records
from roadmap_opt.words import PLAN as SAY
from roadmap_opt.words import TERMS as WORDS


@dataclass(frozen=True)
class Building:
    """Modules of one kind that are started together; ``cost`` in MUSD of the base year with owner's cost."""

    site: str
    module: Module
    plant: Plant
    start: int
    count: int
    cost: float

    @property
    def opening(self) -> float:
        """Moment of first operation, in years."""
        return self.start + self.module.lead_time

    @property
    def end(self) -> float:
        """Moment at which its life ends."""
        return self.opening + self.module.life

    @property
    def shares(self) -> list[float]:
        """Largest share of nameplate in each operating year until the first with all of it: the fastest ramp-up."""
        return [attainable_in(self.plant, number) for number in range(years_to_nameplate(self.plant))]

    @property
    def full(self) -> float:
        """Moment from which all of the capacity can be used, at the earliest."""
        return self.opening + len(self.shares)


def buildings(run: Run) -> list[Building]:
    """What the plan builds, in the order of sites, of the chain, and of time."""
    case = run.case
    modules = {module.module: module for module in case.modules}
    sites = [site.site for site in case.sites]
    plants = {plant.plant: plant for plant in case.plants}
    order = list(plants)
    factor = 1 + case.settings.owner_cost_share
    found = []
    for row in records(run.tables["builds"]):
        module, count = modules[row.module], round(row.count)
        plant = plants[module.plant]
        found.append(Building(str(row.site), module, plant, int(row.year), count, count * module.capex * factor))
    return sorted(found, key=lambda b: (sites.index(b.site), order.index(b.module.plant), b.start, b.module.capacity))


def programme_chart(run: Run, names: Names) -> Chart | None:
    """The programmes that are begun; nothing when there are none."""
    rows = _programmes(run, names)
    if not rows:
        return None
    kinds = {
        "underway": (SAY.both("kind_underway"), "purple"),
        "in_force": (SAY.both("kind_in_force"), "pale_purple"),
    }
    starts = Counter(int(start.year) for start in records(run.tables["programme_starts"]))
    chart = gantt(SAY.both("programmes"), run.case.years, rows, kinds)
    return chart_findings.found(chart, chart_findings.programmes(starts))


def plant_chart(run: Run, names: Names) -> Chart | None:
    """The plants of each site, what stands already first; nothing when there are none."""
    years = run.case.years
    built = buildings(run)
    by_site: dict[str, list[GanttRow]] = defaultdict(list)
    label = _labels(run, built, names)
    for asset in run.case.existing:
        by_site[asset.site].append(_existing(asset, run, names))
    for building in built:
        by_site[building.site].append(replace(_building(building, run, names), name=label[building]))
    rows: list[GanttRow] = []
    for site in run.case.sites:
        if by_site[site.site]:
            rows += [GanttRow(names("site", site.site)), *by_site[site.site]]
    if not rows:
        return None
    kinds = {
        "building": (SAY.both("kind_building"), "orange"),
        "ramping": (SAY.both("kind_ramping"), "sky"),
        "running": (SAY.both("kind_running"), "blue"),
    }
    openings = [
        Text(f"{name.en}, {place.en}, {when.en}", f"{name.tr}, {place.tr}, {when.tr}")
        for building in built
        for name, place, when in [_told(building, names)]
    ]
    listed = Text.listed(openings or ["–"], "; ")
    count = sum(building.count for building in built)
    alt = SAY.both("gantt_alt", first=years[0], last=years[-1], modules=count, openings=listed)
    chart = gantt(SAY.both("gantt"), years, rows, kinds, note=SAY.both("gantt_note"), alt=alt)
    opened = [building.opening for building in built for _ in range(building.count)]
    return chart_findings.found(chart, chart_findings.plants(opened, len({building.site for building in built})))


def _labels(run: Run, built: Iterable[Building], names: Names) -> dict[Building, Text]:
    """Names of the rows: with the capacity where a plant has several rows at a site, and the year if that is equal."""
    plain = Counter((asset.site, asset.plant) for asset in run.case.existing)
    plain.update((building.site, building.module.plant) for building in built)
    found: dict[Building, Text] = {}
    for building in built:
        name, module = names("plant", building.module.plant), building.module
        if plain[building.site, module.plant] > 1:
            alike = [
                each for each in built
                if (each.site, each.module.plant) == (building.site, module.plant)
                and each.count * each.module.capacity == building.count * module.capacity
            ]  # fmt: skip
            capacity = _capacity(building.count * module.capacity, module.plant, run, names)
            key = "row_of_year" if len(alike) > 1 else "row_of_capacity"
            name = SAY.both(key, plant=name, capacity=capacity, year=building.start)
        found[building] = name
    return found


def built_table(run: Run, names: Names) -> Component:
    """Every module with its dates and cost."""
    built = buildings(run)
    if not built:
        return Paragraph(SAY.both("built_none"))
    units = {plant.plant: plant.capacity_unit for plant in run.case.plants}
    columns = [
        Column(SAY.both("column_plant")), Column(SAY.both("column_modules"), "number", decimals=0),
        Column(SAY.both("column_capacity"), "number"),
        Column(SAY.both("column_unit"), "quiet"), Column(SAY.both("column_start"), "year"),
        Column(SAY.both("column_opening")), Column(SAY.both("column_full")),
        Column(SAY.both("column_cost"), "number", SAY.both("money"), 0),
    ]  # fmt: skip
    rows: list[Row] = []
    for site in dict.fromkeys(b.site for b in built):
        rows.append(Row((names("site", site),), "heading"))
        rows += [
            Row((
                names("plant", b.module.plant), b.count, b.count * b.module.capacity,
                SAY.both("per_year", unit=names.unit(units[b.module.plant])), b.start, figures.month(b.opening),
                figures.month(b.full), b.cost,
            ))
            for b in built if b.site == site
        ]  # fmt: skip
    count, cost = sum(b.count for b in built), math.fsum(b.cost for b in built)
    rows.append(Row((SAY.both("total"), count, None, "", None, "", "", cost), "total"))
    return Table(SAY.both("built"), columns, rows, SAY.both("built_note"))


def _told(building: Building, names: Names) -> tuple[Text, Text, Text]:
    return names("plant", building.module.plant), names("site", building.site), figures.month(building.opening)


def _programmes(run: Run, names: Names) -> list[GanttRow]:
    known = {row.programme: row for row in run.case.programmes}
    horizon = run.case.settings.last_year + 1
    rows = []
    for start in records(run.tables["programme_starts"].sort_values(["year", "programme"])):
        programme = known[start.programme]
        name, kind = names("programme", programme.programme), WORDS.both(f"programme_{programme.kind}")
        begin, done = int(start.year), int(start.year) + programme.duration
        said = SAY.both("tip_programme_at_once", name=name, kind=kind, first=begin)
        if programme.duration:
            said = SAY.both("tip_programme", name=name, kind=kind, first=begin, last=done - 1)
        lines = [said, SAY.both("tip_cost", cost=figures.short(programme.cost, MUSD))]
        if programme.yearly_cost:
            lines.append(SAY.both("tip_yearly_cost", cost=figures.short(programme.yearly_cost, MUSD)))
        lines.append(SAY.both("tip_done", year=done))
        spans = (
            [Span(begin, done, "underway", joined(*lines), figures.short(programme.cost, MUSD))] if done > begin else []
        )
        if done < horizon:
            spans.append(Span(done, horizon, "in_force", joined(*lines)))
        rows.append(GanttRow(name, spans))
    return rows


def _existing(asset: object, run: Run, names: Names) -> GanttRow:
    plant, capacity = asset.plant, asset.capacity  # type: ignore[attr-defined]
    begin, last = asset.first_year, asset.last_year  # type: ignore[attr-defined]
    horizon = run.case.settings.last_year + 1
    amount = _capacity(capacity, plant, run, names)
    tip = joined(names("plant", plant), SAY.both("tip_existing", year=begin, capacity=amount))
    first = run.case.settings.first_year
    label = Text.listed([amount, SAY.both("stands")])
    span = Span(max(begin, first), horizon if last is None else last + 1, "running", tip, label)
    return GanttRow(names("plant", plant), [span])


def _building(building: Building, run: Run, names: Names) -> GanttRow:
    module = building.module
    horizon = float(run.case.settings.last_year + 1)
    name = names("plant", module.plant)
    amount = _capacity(module.capacity, module.plant, run, names)
    if building.count > 1:
        amount = SAY.both("times", count=building.count, capacity=amount)
    cost = figures.number(building.cost, 0, MUSD)
    opening = figures.month(building.opening)
    dates = {"first": building.start, "last": figures.month(building.opening)}
    tip = joined(
        name, SAY.both("tip_building", cost=cost, capacity=amount, **dates), SAY.both("tip_opening", opening=opening)
    )
    spans = [Span(building.start, building.opening, "building", tip, cost)] if module.lead_time else []
    whole = building.count * module.capacity
    for number, share in enumerate(building.shares):
        begin = building.opening + number
        capacity = _capacity(whole * share, module.plant, run, names)
        said = SAY.both(
            "tip_ramping",
            number=number + 1,
            begin=figures.month(begin),
            share=figures.percent(share, 0),
            capacity=capacity,
        )
        spans.append(
            Span(begin, min(begin + 1, building.end), "ramping", joined(name, said), figures.percent(share, 0))
        )
    full = _capacity(whole, module.plant, run, names)
    said = SAY.both("tip_running", begin=figures.month(building.full), capacity=full)
    spans.append(Span(building.full, max(building.end, building.full), "running", joined(name, said), amount))
    return GanttRow(name, [span for span in _until(spans, horizon) if span.end > span.begin])


def _until(spans: Iterable[Span], horizon: float) -> list[Span]:
    return [Span(s.begin, min(s.end, horizon), s.kind, s.tip, s.label) for s in spans if s.begin < horizon]


def _capacity(capacity: float, plant: str, run: Run, names: Names) -> Text:
    unit = next(row.capacity_unit for row in run.case.plants if row.plant == plant)
    return figures.short(capacity, names.unit(unit))
