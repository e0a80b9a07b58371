"""Cost per kilogram at each stage: a chart with a year slider, and the figures behind it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from roadmap_opt import figures
from roadmap_opt.case.indexes.rows import THOUSAND
from roadmap_opt.documents.components import Chart, Column, Component, Folded, Group, Paragraph, Row, Table, Words
from roadmap_opt.documents.html.charts import number_format
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.insight.costs.equations import PARTS
from roadmap_opt.insight.costs.stages import STAGES, StageCosts, UnitCost, stage_costs
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings
from roadmap_opt.report.run.money_parts import money
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import COSTS as SAY

USD = Text.same("USD")
COLOURS = {
    "feed": "grey", "processing": "blue", "fixed": "sky", "other": "yellow", "capital": "vermillion", "credit": "green",
}  # fmt: skip

TOP = "capital"
"""The part that is stacked last of those that are not credits."""

FIGURE = {"show": True, "position": "top", "color": "@ink", "textBorderWidth": 0}
"""How the figure of the whole looks above its bar."""

TOLD = ("sintered_magnet", "bonded_magnet", "powder", "alloy", "metal", "oxide", "mixed_reo", "concentrate")
"""The stage that the sentence is about: the first of these that the plan makes."""


def cost_group(run: Run, names: Names) -> Group:
    """The group of the money section."""
    settings = run.case.settings
    found = stage_costs(run.case, run.tables)
    rate = figures.percent(float(getattr(settings, f"discount_rate_{settings.perspective}")))
    made = {stage: years for stage, years in found.stages.items() if years}
    if not made:
        return Group(SAY.both("title"), [Paragraph(SAY.both("none"))])
    by_year = _by_year(run, made)
    parts: list[Component] = [Paragraph(cost_sentence(made)), _chart(made), Folded(by_year.caption, [by_year])]
    rows = [Years(names("commodity", each), _totals(years)) for each, years in found.products.items()]
    products = year_table(SAY.both("products"), run.case.decision_years, rows, decimals=2)
    parts.append(Folded(SAY.both("products_open"), [products, Paragraph(SAY.both("products_note"), "quiet")]))
    parts += _derived_prices(run, names)
    parts += _left_out(found)
    return Group(SAY.both("title"), parts, SAY.both("lead", rate=rate))


def _derived_prices(run: Run, names: Names) -> list[Component]:
    """The prices that follow from others, by year, below those that they follow; nothing when all are entered."""
    prices = run.ix.prices
    entered = dict.fromkeys(driver for each in prices.formulas for driver in prices.drivers(each))
    if not prices.formulas:
        return []
    rows = [
        Years(
            names("commodity", each),
            {year: prices.at(each, year) * THOUSAND for year in run.case.decision_years},
            Text.same(f"kUSD/{prices.rows.commodities[each].unit}"),
        )
        for each in (*entered, *prices.formulas)
    ]
    table = year_table(SAY.both("prices"), run.case.decision_years, rows, decimals=2)
    return [Folded(SAY.both("prices_open"), [table, Paragraph(SAY.both("prices_note"), "quiet")])]


def cost_sentence(made: Mapping[str, Mapping[int, UnitCost]], form: str = "said") -> Text:
    """What a kilogram of the last product of the chain costs to make, and what it sells for, in a ``form`` of words."""
    stage = next(each for each in TOLD if each in made)
    year = max(made[stage])
    cost = made[stage][year]
    name = SAY.both(f"stage_{stage}")
    return SAY.both(
        form,
        year=year,
        stage=Text(name.en.lower(), name.tr[0].replace("I", "ı").lower() + name.tr[1:]),
        cost=_usd(cost.total),
        capital=_usd(cost.parts["capital"]),
        price=_usd(cost.reference),
    )


def _usd(value: float) -> Text:
    return figures.short(value, USD)


def _totals(years: Mapping[int, UnitCost]) -> dict[int, float]:
    return {year: cost.total for year, cost in years.items()}


def _chart(made: Mapping[str, Mapping[int, UnitCost]]) -> Chart:
    """Stacked parts per stage, and a mark for the reference price of the same products."""
    stages = [stage for stage in STAGES if stage in made]
    years = sorted({year for each in made.values() for year in each})
    costs = [cost for each in made.values() for cost in each.values()]
    parts = [part for part in PARTS if part == TOP or any(abs(cost.parts[part]) >= 0.005 for cost in costs)]
    legend: list[tuple[Words, str]] = [(SAY.both(f"part_{part}"), COLOURS[part]) for part in parts]
    legend.append((SAY.both("reference"), "ink"))
    shape = number_format(unit=Text.same("USD/kg"))
    looks: list[dict[str, Any]] = [
        {"type": "bar", "name": SAY.both(f"part_{part}"), "stack": "cost", "barMaxWidth": 46,
         "itemStyle": {"color": f"@{COLOURS[part]}"}}
        for part in parts
    ]  # fmt: skip
    looks.append({
        "type": "scatter", "name": SAY.both("reference"), "symbol": "rect", "symbolSize": [50, 3], "z": 6,
        "itemStyle": {"color": "@ink"},
    })  # fmt: skip
    frames = {year: _frame([made[stage].get(year) for stage in stages], parts) for year in years}
    last = years[-1]
    shown = [{**look, **data} for look, data in zip(looks, frames[last]["series"], strict=True)]
    width = max(64, min(150, 720 // len(stages)))
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": shape, "axisPointer": {"type": "shadow"}},
        "grid": {"left": 8, "right": 12, "top": 20, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category", "data": [SAY.both(f"stage_{stage}") for stage in stages],
            "axisLine": {"onZero": True},
            "axisLabel": {"interval": 0, "width": width, "overflow": "break", "color": "@ink"},
        },
        "yAxis": {"type": "value", "axisLabel": {"formatter": number_format()}, "axisLine": {"show": False}},
        "series": shown,
    }  # fmt: skip
    told = [
        SAY.both("alt_stage", stage=SAY.both(f"stage_{stage}"), cost=_usd(made[stage][last].total))
        for stage in stages
        if last in made[stage]
    ]
    alt = SAY.both("alt", year=last, stages=Text.listed(told))
    return Chart(
        SAY.both("chart"), option, _parts_table(made), alt, SAY.both("unit"), SAY.both("chart_note"), 400,
        frames=frames, first_frame=last, legend=legend, toggles=True, finding=_finding(made),
    )  # fmt: skip


def _finding(made: Mapping[str, Mapping[int, UnitCost]]) -> Words:
    stage = next(each for each in TOLD if each in made)
    year = max(made[stage])
    cost = made[stage][year]
    return chart_findings.cost(SAY.both(f"stage_{stage}"), year, cost.total, cost.reference)


def _frame(costs: Sequence[UnitCost | None], parts: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The data of one year; the uppermost part carries the figure of the whole."""
    rows: list[list[Any]] = [[_rounded(cost.parts[part]) if cost else None for cost in costs] for part in parts]
    top = list(parts).index(TOP)
    rows[top] = [
        {"value": value, "label": {**FIGURE, "formatter": figures.short(cost.total)}} if cost else None
        for value, cost in zip(rows[top], costs, strict=True)
    ]
    rows.append([_rounded(cost.reference) if cost else None for cost in costs])
    return {"series": [{"data": row} for row in rows]}


def _rounded(value: float) -> float | None:
    return round(value, 4) if math.isfinite(value) else None


def _parts_table(made: Mapping[str, Mapping[int, UnitCost]]) -> Table:
    columns = [
        Column(SAY.both("column_stage")),
        Column(SAY.both("column_year"), "year"),
        Column(SAY.both("column_tonnes"), "number", "t", 0),
        *(Column(SAY.both(f"part_{part}"), "number", decimals=2) for part in PARTS),
        Column(SAY.both("column_part_total"), "number", decimals=2),
        Column(SAY.both("reference"), "number", decimals=2),
    ]
    rows = [
        Row((SAY.both(f"stage_{stage}"), year, cost.tonnes, *cost.parts.values(), cost.total, cost.reference))
        for stage, years in made.items()
        for year, cost in years.items()
    ]
    return Table(SAY.both("parts_table"), columns, rows, sortable=True, searchable=True)


def _by_year(run: Run, made: Mapping[str, Mapping[int, UnitCost]]) -> Table:
    rows = [Years(SAY.both(f"stage_{stage}"), _totals(years)) for stage, years in made.items()]
    return year_table(SAY.both("by_year"), run.case.decision_years, rows, SAY.both("column_stage"), decimals=1)


def _left_out(found: StageCosts) -> list[Component]:
    idle = math.fsum(found.idle.values())
    return [Paragraph(SAY.both("idle", amount=money(idle)), "quiet")] if idle >= 0.05 else []
