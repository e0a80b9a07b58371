"""Capacity against use: a field for every plant and year that shows at once what stands idle, and a chart per plant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from roadmap_opt import figures
from roadmap_opt.documents.components import Callout, Chart, Component, Folded, SmallCharts
from roadmap_opt.documents.html.charts import TIP, Series, names_axis, number_format, stacked_bars
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year
from roadmap_opt.words import PLAN as SAY

IDLE, LOW, HIGH = 0.005, 0.5, 0.895
"""Used shares: below the first a plant is idle; 0.895 is shown as 90 %."""

_STEPS = (
    ("use_idle", "pale_vermillion"),
    ("use_low", "pale_orange"),
    ("use_middle", "pale_blue"),
    ("use_high", "pale_green"),
)
_NOTHING = 1e-9


@dataclass(frozen=True)
class Use:
    """One plant type at one site by year, in its capacity unit: nameplate in operation, available, used."""

    plant: str
    site: str
    installed: Mapping[int, float]
    available: Mapping[int, float]
    used: Mapping[int, float]

    def share(self, year: int) -> float | None:
        """Used share of what is available; nothing in a year without capacity."""
        available = self.available.get(year, 0.0)
        return self.used.get(year, 0.0) / available if available > _NOTHING else None

    @property
    def idle_years(self) -> frozenset[int]:
        """Years with available capacity of which nothing is used."""
        shares = {year: self.share(year) for year in self.available}
        return frozenset(year for year, share in shares.items() if share is not None and share < IDLE)


def uses(run: Run) -> list[Use]:
    """Every plant with capacity, in the order of the chain."""
    frame = run.tables["capacity"]
    columns = [by_year(frame, ("plant", "site"), name, keep_zero=True) for name in ("installed", "available", "used")]
    plants = [plant.plant for plant in run.case.plants]
    sites = [site.site for site in run.case.sites]
    found = [
        Use(plant, site, *(column.get((plant, site), {}) for column in columns))
        for plant, site in columns[0]
        if any(value > _NOTHING for value in columns[0][plant, site].values())
    ]
    return sorted(found, key=lambda use: (plants.index(use.plant), sites.index(use.site)))


def use_parts(run: Run, names: Names) -> list[Component]:
    """What stands idle in words, the field of plants and years, and the chart of each plant."""
    found = uses(run)
    if not found:
        return []
    units = {plant.plant: names.unit(plant.capacity_unit) for plant in run.case.plants}
    field, small = _field(run, found, units, names), _small(run, found, units, names)
    return [_idle(found, names), Folded(field.title, [field]), Folded(small.title, [small])]


def _idle(found: Iterable[Use], names: Names) -> Callout:
    lines = _idle_lines(found, names)
    if not lines:
        return Callout(SAY.both("idle_none"), "good")
    return Callout(SAY.both("idle"), "warn", SAY.both("idle_title"), lines)


def _idle_lines(found: Iterable[Use], names: Names) -> list[Text]:
    """A line per plant that stands idle, with the years."""
    return [
        SAY.both("idle_line", **_named(use, names), years=figures.spans(use.idle_years))
        for use in found
        if use.idle_years
    ]


def _named(use: Use, names: Names) -> dict[str, Text]:
    return {"plant": names("plant", use.plant), "site": names("site", use.site)}


def _label(use: Use, found: Iterable[Use], names: Names) -> Text:
    """The plant's name, with its site where the plant stands at several."""
    plant, site = names("plant", use.plant), names("site", use.site)
    if sum(other.plant == use.plant for other in found) == 1:
        return plant
    return Text(f"{plant.en} ({site.en})", f"{plant.tr} ({site.tr})")


def _field(run: Run, found: list[Use], units: Mapping[str, Text], names: Names) -> Chart:
    years = run.case.decision_years
    data = []
    for row, use in enumerate(found):
        for column, year in enumerate(years):
            share = use.share(year)
            if share is None:
                continue
            step = sum(share >= edge for edge in (IDLE, LOW, HIGH))
            amounts = {
                name: figures.short(values.get(year, 0.0), units[use.plant])
                for name, values in (("used", use.used), ("available", use.available), ("installed", use.installed))
            }
            tip = SAY.both("use_tip", **_named(use, names), **amounts, year=year, share=figures.percent(share))
            data.append({
                "value": [column, row, min(share, 1.0)], "tip": tip, "itemStyle": {"color": f"@{_STEPS[step][1]}"},
            })  # fmt: skip
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 8, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category", "data": [str(year) for year in years], "position": "top",
            "splitLine": {"show": False}, "axisLine": {"show": False},
        },
        "yAxis": names_axis([_label(use, found, names) for use in found]),
        "series": [{
            "type": "heatmap", "data": data, "itemStyle": {"borderColor": "@paper", "borderWidth": 2},
            "label": {"show": True, "color": "@ink", "fontSize": 11,
                      "formatter": number_format(decimals=0, share=True)},
        }],
        # The heat map asks for a scale; the cells have their colours already.
        "visualMap": {"show": False, "min": 0, "max": 1, "dimension": 2, "inRange": {"opacity": [1, 1]}},
    }  # fmt: skip
    rows = [Years(_label(use, found, names), {y: s for y in years if (s := use.share(y)) is not None}) for use in found]
    table = year_table(SAY.both("use_chart"), years, rows, SAY.both("column_plant"), share=True)
    idle = _idle_lines(found, names)
    told = SAY.both("idle_none")
    if idle:
        said = Text.listed(idle, "; ")
        title = SAY.both("idle_title")
        told = Text(f"{title.en}: {said.en}.", f"{title.tr}: {said.tr}.")
    alt = SAY.both("use_alt", plants=len(found), idle=told)
    return Chart(
        SAY.both("use_chart"), option, table, alt, note=SAY.both("use_note"), height=44 + 30 * len(found),
        legend=[(SAY.both(key), colour) for key, colour in _STEPS],
        finding=chart_findings.idle(sum(bool(use.idle_years) for use in found), len(found)),
    )  # fmt: skip


def _small(run: Run, found: list[Use], units: Mapping[str, Text], names: Names) -> SmallCharts:
    years = run.case.decision_years
    charts, rows = [], []
    for use in found:
        at_work = {y: min(use.used.get(y, 0.0), use.available.get(y, 0.0)) for y in years}
        spare = {y: use.available.get(y, 0.0) - at_work[y] for y in years}
        withheld = {y: max(0.0, use.installed.get(y, 0.0) - use.available.get(y, 0.0)) for y in years}
        series = [
            Series(SAY.both("used"), at_work, "blue"),
            Series(SAY.both("spare"), spare, "pale_vermillion"),
            Series(SAY.both("withheld"), withheld, "rule"),
        ]
        unit = SAY.both("per_year", unit=units[use.plant])
        last = max((y for y in years if use.share(y) is not None), default=years[-1])
        alt = SAY.both(
            "small_alt", **_named(use, names), year=last, use=figures.percent(use.share(last)),
            installed=figures.short(max(use.installed.values()), unit),
        )  # fmt: skip
        label = _label(use, found, names)
        charts.append(stacked_bars(label, years, series, unit, alt=alt, height=132, ticks=3))
        rows.append(Years(label, {}, kind="heading"))
        rows += [
            Years(SAY.both(key), values, unit)
            for key, values in (("installed", use.installed), ("available", use.available), ("used", use.used))
        ]
    table = year_table(SAY.both("small"), years, rows, SAY.both("column_plant"))
    legend = [(SAY.both("used"), "blue"), (SAY.both("spare"), "pale_vermillion"), (SAY.both("withheld"), "rule")]
    return SmallCharts(SAY.both("small"), charts, table, legend)
