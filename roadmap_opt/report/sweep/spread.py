"""Sections of a sweep: which assumption matters most, how far outcomes spread, and what drives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Column, Component, Folded, Paragraph, Row, Section, Table
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.report.sweep.charts import correlation_map, histogram, tornado_of
from roadmap_opt.report.sweep.parts import bare, section
from roadmap_opt.studies.sweep.outcomes import NPV, SCORE, SHORTFALL, TARGETS_MET, OutcomeColumn
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statements import (
    correlated_pairs,
    names_by_parameter,
    outcome,
    spread_lead,
    tornado_lead,
)
from roadmap_opt.studies.sweep.statistics import QUANTILES
from roadmap_opt.words import SWEEP as WORDS

SIGNIFICANT = 0.05
"""Chance above which a rank correlation is left out of the map."""

_FIRST_OUTCOMES = (SCORE, NPV)
_KEY_OUTCOMES = (SCORE, NPV, "capex", TARGETS_MET, SHORTFALL)


def tornado_section(results: SweepResults) -> Iterator[Section]:
    """What every parameter moves at its ends, of a tornado."""
    if results.record.design != "tornado":
        return
    charts = {each.key: chart for each in results.outcomes if (chart := tornado_of(results, each)) is not None}
    first = [charts[key] for key in _FIRST_OUTCOMES if key in charts]
    rest = [chart for key, chart in charts.items() if key not in _FIRST_OUTCOMES]
    parts: list[Component] = [Paragraph(WORDS.both("tornado_note"), "quiet")]
    parts += [_on_first_sheet(chart) for chart in first]
    if rest:
        parts.append(Folded(WORDS.both("tornado_more"), rest))
    yield section("tornado", parts, tornado_lead(results))


def spread_section(results: SweepResults) -> Iterator[Section]:
    """Histograms and quantiles of the outcomes, of any other design."""
    if results.record.design == "tornado":
        return
    parts: list[Component] = []
    if results.drawn and results.record.correlations:
        parts.append(Paragraph(WORDS.both("spread_correlated", pairs=correlated_pairs(results)), "quiet"))
    for key in _KEY_OUTCOMES:
        chart = histogram(results, outcome(results, key))
        if chart is not None:
            parts.append(_on_first_sheet(chart) if len(parts) < len(_FIRST_OUTCOMES) else chart)
    parts.append(_quantiles(results))
    yield section("spread", parts, spread_lead(results))


def _on_first_sheet(chart: Chart) -> Chart:
    return chart if chart.drawing is None else replace(chart, drawing=replace(chart.drawing, first=True))


def _quantiles(results: SweepResults) -> Table:
    columns = [
        Column(WORDS.both("column_outcome")), Column(WORDS.both("column_unit"), "quiet"),
        Column(WORDS.both("column_runs"), "number", decimals=0), Column(WORDS.both("column_minimum"), "number"),
        *(Column(WORDS.both("column_quantile", percent=figures.percent(q, 0)), "number") for q in QUANTILES),
        Column(WORDS.both("column_maximum"), "number"), Column(WORDS.both("column_mean"), "number"),
    ]  # fmt: skip
    rows = []
    for each in results.outcomes:
        spread = results.distribution(each)
        if spread is not None:
            values = (spread.low, *spread.quantiles.values(), spread.high, spread.mean)
            cells = [bare(each, value) for value in values]
            rows.append(Row((each.name, "" if each.is_share else each.unit, float(spread.runs), *cells)))
    return Table(WORDS.both("spread_table"), columns, rows)


def drivers_section(results: SweepResults) -> Iterator[Section]:
    """Rank correlations of parameters with outcomes."""
    if results.record.design == "tornado":
        return
    names = list(names_by_parameter(results).values())
    moving: list[OutcomeColumn] = []
    values: dict[tuple[int, int], float] = {}
    rows = []
    for each in results.outcomes:
        found = [results.correlation(at, each) for at in range(len(names))]
        if all(one.rho is None for one in found):
            continue
        for at, one in enumerate(found):
            if one.rho is not None and one.p is not None:
                if one.p <= SIGNIFICANT:
                    values[len(moving), at] = one.rho
                rows.append(Row((names[at], each.name, float(one.runs), one.rho, one.p)))
        moving.append(each)
    if not moving:
        return
    chart = correlation_map(WORDS.both("drivers_title"), names, [each.name for each in moving], values)
    shades = Drawing("shades", chart.table.columns[1:], diverging=True)
    columns = [
        Column(WORDS.both("column_parameter")), Column(WORDS.both("column_outcome")),
        Column(WORDS.both("column_runs"), "number", decimals=0), Column(WORDS.both("column_rho"), "number", decimals=2),
        Column(WORDS.both("column_p"), "number", decimals=4),
    ]  # fmt: skip
    table = Table(WORDS.both("drivers_table"), columns, rows, sortable=True, searchable=True)
    yield section("drivers", [replace(chart, drawing=shades), Folded(WORDS.both("drivers_table"), [table])])
