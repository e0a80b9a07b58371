"""Charts of the briefing: targets that hold, what the state pays, what the money is for."""

from __future__ import annotations

from collections.abc import Sequence

from roadmap_opt.case.fiscal_lines import RECEIPTS, SPENDING
from roadmap_opt.documents.briefing import YearChart
from roadmap_opt.documents.html.charts import Series
from roadmap_opt.insight.fiscal import VISIBLE, fiscal_of
from roadmap_opt.insight.scores import Score, counted
from roadmap_opt.messages import Text
from roadmap_opt.palette import THINGS
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year
from roadmap_opt.words import BRIEF as SAY

USES: dict[str, tuple[str, ...]] = {
    "mining": ("mining",),
    "refining": ("refining",),
    "metals": ("metals",),
    "magnets": ("magnets",),
    "motors": ("motors",),
    "recycling": ("recycling",),
    "waste": ("waste",),
    "programmes": ("programmes", "research"),
    "money": ("working_capital", "operations"),
}
"""What money is raised for, along the chain; categories that differ for a lender only are one."""

_COLOURS = {"money": "rule"}


def targets_chart(board: Sequence[Score], years: Sequence[int]) -> YearChart | None:
    """How many of the targets that are due in a year hold in it."""
    due = [score for score in board if counted(score)]
    held = {year: float(sum(year in score.met_years for score in due)) for year in years}
    whole = {year: sum(year in score.values for score in due) for year in years}
    missed = {year: whole[year] - held[year] for year in years}
    bars = [Series(SAY.both("series_held"), held, "green"), Series(SAY.both("series_missed"), missed, "vermillion")]
    chart = YearChart(SAY.both("chart_targets"), SAY.both("chart_targets_unit"), years, bars, labelled=True)
    return None if chart.is_empty else chart


def state_chart(run: Run) -> YearChart | None:
    """What the state spends and receives year by year, and the balance of each year."""
    view = fiscal_of(run)
    if view.is_empty:
        return None
    bars = [
        Series(Text(*words), view.signed[item], THINGS[item])
        for item, words in {**SPENDING, **RECEIPTS}.items()
        if any(abs(amount) >= VISIBLE for amount in view.signed[item].values())
    ]
    net = Series(SAY.both("series_net"), view.net, "ink")
    return YearChart(SAY.both("chart_state"), SAY.both("chart_state_unit"), view.years, bars, net)


def uses_chart(run: Run, names: Names) -> YearChart | None:
    """What the funds of each year pay for, by stage of the chain."""
    drawn = {key: amounts for (key,), amounts in by_year(run.tables["funding"], ("category",), "amount").items()}
    known = {category for members in USES.values() for category in members}
    groups = {**USES, **{category: (category,) for category in drawn if category not in known}}
    bars = []
    for group, members in groups.items():
        parts = [drawn[member] for member in members if member in drawn]
        values = {year: sum(part.get(year, 0.0) for part in parts) for year in run.case.decision_years}
        if any(values.values()):
            name = SAY.both(f"use_{group}") if len(members) > 1 else names("category", group)
            bars.append(Series(name, values, _COLOURS.get(group) or THINGS.get(group, "grey")))
    chart = YearChart(SAY.both("chart_uses"), SAY.both("chart_uses_unit"), run.case.decision_years, bars, totals=True)
    return None if chart.is_empty else chart
