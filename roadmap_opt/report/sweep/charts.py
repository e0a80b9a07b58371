"""The two charts that only a sweep has: a tornado with its proof, and the histogram of an outcome."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from roadmap_opt import figures
from roadmap_opt.documents.components import Cell, Chart, Column, Either, Row, Table
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.html.charts import (
    TIP,
    Swing,
    heatmap,
    horizontal_bars,
    joined,
    number_format,
    tornado,
)
from roadmap_opt.documents.html.charts import Bar as OneBar
from roadmap_opt.messages import Text
from roadmap_opt.report.sweep.parts import bare, bare_words, column_of
from roadmap_opt.studies.sweep.outcomes import OutcomeColumn
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statements import names_by_parameter, proof_words, shown, value_words
from roadmap_opt.studies.sweep.statistics import SAME, Bar, Effect
from roadmap_opt.words import SWEEP as WORDS

_HEADS_HEIGHT = 60
"""Pixels above a matrix for names of several lines."""

_NAMES_WIDTH = 420
"""Pixels for a plant with its site."""


def tornado_of(results: SweepResults, column: OutcomeColumn) -> Chart | None:
    """The tornado of an outcome; nothing when the base has no value or no parameter moves it."""
    bars, base = results.tornado(column), column.of(results.base)
    if base is None or all(bar.swing <= SAME * max(1.0, abs(base)) for bar in bars):
        return None
    names = names_by_parameter(results)
    parameters = {parameter.name: parameter for parameter in results.parameters}
    swings, rows = [], []
    for bar in bars:
        parameter = parameters[bar.parameter]
        ends = [value_words(parameter, value) for value in (parameter.low, parameter.high)]
        labels = [_marked(end, effect) for end, effect in zip(ends, (bar.low, bar.high), strict=True)]
        low, high = (base if effect is None or effect.loose else effect.value for effect in (bar.low, bar.high))
        swings.append(Swing(_named(names[bar.parameter], bar.low, bar.high), low, high, labels[0], labels[1]))
        cells = [cell for end, effect in zip(ends, (bar.low, bar.high), strict=True) for cell in (end, *_cells(effect))]
        rows.append(Row((names[bar.parameter], *cells)))
    chart = tornado(column.name, base, swings, column.unit)
    columns, effects = [Column(WORDS.both("column_parameter"))], []
    for end in ("low", "high"):
        effects.append(column_of(column, WORDS.both(f"column_{end}_effect")))
        at_end = column_of(column, WORDS.both(f"column_at_{end}"))
        columns += [
            Column(WORDS.both(f"column_{end}")),
            at_end,
            effects[-1],
            Column(WORDS.both(f"column_{end}_proven")),
        ]
    at_base = WORDS.both("column_at_base")
    value = shown(column, base)
    note = Text(f"{at_base.en}: {value.en}", f"{at_base.tr}: {value.tr}")
    if any(end is not None and end.loose for bar in bars for end in (bar.low, bar.high)):
        left_out = WORDS.both("tornado_loose")
        note = Text(f"{note.en}. {left_out.en}", f"{note.tr}. {left_out.tr}")
    axis = {"type": "value", "axisLabel": {"formatter": number_format(share=column.is_share)}}
    option = {**chart.option, "xAxis": axis, "series": _greyed(chart.option["series"], bars)}
    legend = [*chart.legend, (WORDS.both("tornado_grey"), "rule")]
    muted = [[at for at, bar in enumerate(bars) if _doubtful(getattr(bar, end))] for end in ("low", "high")]
    table = Table(column.name, columns, rows, zero="0")
    drawing = Drawing("tornado", effects, muted=muted)
    return dataclasses.replace(chart, option=option, table=table, note=note, drawing=drawing, legend=legend)


def _greyed(series: Sequence[Mapping[str, Any]], bars: Sequence[Bar]) -> list[Mapping[str, Any]]:
    """The two series of a tornado; an effect that the solver's gap can explain is a grey bar that says so."""
    found: list[Mapping[str, Any]] = []
    for end, drawn in zip(("low", "high"), series, strict=True):
        data = []
        for bar, item in zip(bars, drawn["data"], strict=True):
            if not _doubtful(getattr(bar, end)):
                data.append(item)
                continue
            look = {"color": "@rule", "borderColor": "@quiet", "borderType": "dashed", "borderWidth": 1}
            data.append({**item, "itemStyle": look, "tip": joined(item["tip"], WORDS.both("tornado_grey"))})
        found.append({**drawn, "data": data})
    return found


def _doubtful(effect: Effect | None) -> bool:
    """Whether the solver's gap can explain an effect that has a bar."""
    return effect is not None and not effect.proven and not effect.loose


def _named(name: Text, *effects: Effect | None) -> Text:
    """The name, marked when the gap could explain what is to be seen."""
    doubtful = any(effect is not None and not effect.proven for effect in effects)
    return Text(f"≈ {name.en}", f"≈ {name.tr}") if doubtful else name


def _marked(end: Text, effect: Effect | None) -> Text:
    if effect is None:
        return end
    return end if effect.proven else Text(f"{end.en} ≈", f"{end.tr} ≈")


def _cells(effect: Effect | None) -> tuple[Cell, Cell, Cell]:
    """Outcome, difference to the base, and whether it is proven; a book draws no bar for a plan that may be poor."""
    if effect is None:
        return None, None, ""
    return effect.value, Either(effect.difference, None if effect.loose else effect.difference), proof_words(effect)


def histogram(results: SweepResults, column: OutcomeColumn) -> Chart | None:
    """How many runs lie in which range of an outcome; nothing when it never changes."""
    spread = results.distribution(column)
    if spread is None or len(spread.counts) < 2:
        return None
    labels, rows, data = [], [], []
    for count, low, high in zip(spread.counts, spread.edges, spread.edges[1:], strict=False):
        label = _span(bare_words(column, low), bare_words(column, high))
        labels.append(bare_words(column, (low + high) / 2))
        rows.append(Row((bare(column, low), bare(column, high), float(count))))
        runs = WORDS.both("spread_runs")
        data.append({"value": count, "tip": Text(f"{label.en}\n{count} {runs.en}", f"{label.tr}\n{count} {runs.tr}")})
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 12, "top": 12, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": labels, "axisTick": {"alignWithLabel": True}},
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": {"formatter": number_format(decimals=0)}},
        "series": [{"type": "bar", "data": data, "barCategoryGap": "4%", "itemStyle": {"color": "@blue"}}],
    }
    counts = Column(WORDS.both("column_runs"), "number", decimals=0)
    columns = [*(Column(WORDS.both(f"column_{end}"), "number", column.unit) for end in ("from", "to")), counts]
    unit = WORDS.both("axis_from", unit="%" if column.is_share else column.unit)
    drawing = Drawing("columns", [counts], axis=unit, series_name=WORDS.both("spread_runs"))
    quantiles = [(figures.percent(q, 0), shown(column, spread.quantiles[q])) for q in (0.05, 0.5, 0.95)]
    note = Text(
        " · ".join(f"{chance.en}: {value.en}" for chance, value in quantiles),
        " · ".join(f"{chance.tr}: {value.tr}" for chance, value in quantiles),
    )
    alt = Text(f"{column.name.en}: {note.en}", f"{column.name.tr}: {note.tr}")
    table = Table(column.name, columns, rows, zero="0")
    return Chart(column.name, option, table, alt, column.unit, note, 260, drawing=drawing)


def _span(low: Text, high: Text) -> Text:
    return Text(f"{low.en} … {high.en}", f"{low.tr} … {high.tr}")


def share_bars(title: Text, bars: Sequence[OneBar], drawing: Drawing) -> Chart:
    """Shares of runs as bars, with room for long names; a book draws them from a table that says more."""
    chart = horizontal_bars(title, bars, "", share=True, decimals=0)
    names = {**chart.option["yAxis"], "axisLabel": {**chart.option["yAxis"]["axisLabel"], "width": _NAMES_WIDTH}}
    return dataclasses.replace(chart, option={**chart.option, "yAxis": names}, drawing=drawing)


def correlation_map(
    title: Text, parameters: Sequence[Text], outcomes: Sequence[Text], values: Mapping[tuple[int, int], float]
) -> Chart:
    """Rank correlations by (outcome, parameter) position: parameters across, with names broken over lines."""
    chart = heatmap(title, parameters, outcomes, values, "", decimals=2, diverging=True)
    names = {"interval": 0, "width": max(60, 900 // len(parameters)), "overflow": "break", "fontSize": 11}
    across = {**chart.option["xAxis"], "axisLabel": names}
    shade = {**chart.option["visualMap"], "min": -1, "max": 1}
    grid = {**chart.option["grid"], "top": _HEADS_HEIGHT}
    option = {**chart.option, "xAxis": across, "visualMap": shade, "grid": grid}
    return dataclasses.replace(chart, option=option, height=chart.height + _HEADS_HEIGHT)
