"""The frequent charts: bars and lines by year, horizontal bars, tornado, heat map. Each brings its table and its words.

Colours are names of the palette (:mod:`roadmap_opt.palette`); left out, series take them in the order of ``SERIES``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Column, Row, Table, Words
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.messages import Text
from roadmap_opt.palette import SERIES
from roadmap_opt.words import PAGE as PAGE_TEXT


@dataclass(frozen=True)
class Series:
    """Values by year under one name; a year without a value is a gap. A ``dashed`` line is a limit."""

    name: Words
    values: Mapping[int, float]
    colour: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Bar:
    """One horizontal bar."""

    name: Words
    value: float
    colour: str = ""
    tip: Words = ""


@dataclass(frozen=True)
class Swing:
    """One row of a tornado: the outcome at the low and at the high end of an assumption, and what those ends are."""

    name: Words
    low: float
    high: float
    low_label: Words = ""
    high_label: Words = ""


def number_format(*, decimals: int | None = None, share: bool = False, unit: Words = "") -> dict[str, Any]:
    """Stands in an option for a formatter of axis labels, tooltips or labels, in the format of the page's language."""
    return {"$number": {"decimals": decimals, "percent": share, "unit": unit}}


TIP = {"trigger": "item", "formatter": {"$tip": True}}
"""A tooltip that shows the ``tip`` of the data item below the pointer; its words are escaped."""


def stacked_bars(
    title: Words,
    years: Sequence[int],
    series: Sequence[Series],
    unit: Words,
    *,
    lines: Sequence[Series] = (),
    decimals: int | None = None,
    share: bool = False,
    stacked: bool = True,
    note: Words = "",
    alt: Words = "",
    height: int = 300,
    ticks: int = 5,
) -> Chart:
    """Bars by year, stacked (negative ones downward) or side by side, with lines across; about ``ticks`` steps."""
    coloured = _coloured([*series, *lines])
    shown = []
    for position, each in enumerate(coloured):
        data = _by_year(each, years)
        if position < len(series):
            bar: dict[str, Any] = {"type": "bar", "name": each.name, "data": data, "barMaxWidth": 38}
            bar |= {"itemStyle": {"color": f"@{each.colour}"}, "stack": "all" if stacked else None}
            shown.append(bar)
        else:
            shown.append(_line(each, data))
    option = _years_option(years, shown, decimals, share, ticks)
    table = _series_table(title, years, coloured, unit, decimals, share)
    totals = {year: math.fsum(abs(each.values.get(year, 0.0)) for each in series) for year in years}
    return Chart(
        title, option, table, alt or _bars_alt(title, years, series, totals, unit, share), unit, note, height,
        legend=_legend(coloured), toggles=True,
    )  # fmt: skip


def lines_by_year(
    title: Words,
    years: Sequence[int],
    series: Sequence[Series],
    unit: Words,
    *,
    decimals: int | None = None,
    share: bool = False,
    marks: Sequence[tuple[int, float, Words]] = (),
    note: Words = "",
    alt: Words = "",
    height: int = 300,
) -> Chart:
    """Lines by year; a dashed series is a limit. ``marks`` are points to be named: year, value, words."""
    coloured = _coloured(series)
    shown = [_line(each, _by_year(each, years)) for each in coloured]
    if marks and shown:
        points = [{"coord": [str(year), value], "name": words} for year, value, words in marks]
        label = {"show": True, "formatter": "{b}", "position": "top", "color": "@ink", "fontWeight": "bold"}
        shown[0]["markPoint"] = {
            "symbol": "circle", "symbolSize": 10, "data": points, "label": label,
            "itemStyle": {"color": "@paper", "borderColor": "@vermillion", "borderWidth": 3},
        }  # fmt: skip
    table = _series_table(title, years, coloured, unit, decimals, share)
    option = _years_option(years, shown, decimals, share)
    words = alt or _lines_alt(title, years, coloured, unit, share)
    return Chart(title, option, table, words, unit, note, height, legend=_legend(coloured), toggles=True)


def horizontal_bars(
    title: Words,
    bars: Sequence[Bar],
    unit: Words,
    *,
    decimals: int | None = None,
    share: bool = False,
    note: Words = "",
    alt: Words = "",
) -> Chart:
    """Bars from top to bottom in the order given, with their figures at the end."""
    shape = number_format(decimals=decimals, share=share)
    data = [
        {"value": bar.value, "itemStyle": {"color": f"@{bar.colour or 'blue'}"}, "tip": bar.tip or bar.name,
         "label": {"position": "left" if bar.value < 0 else "right"}}
        for bar in bars
    ]  # fmt: skip
    label = {"show": True, "color": "@ink", "formatter": shape}
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 64, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "axisLabel": {"formatter": shape}},
        "yAxis": names_axis([bar.name for bar in bars]),
        "series": [{"type": "bar", "data": data, "barMaxWidth": 20, "label": label}],
    }
    what = Column(PAGE_TEXT.both("item")), Column(PAGE_TEXT.both("value"), _kind(share), unit, decimals)
    table = Table(title, what, [Row((bar.name, bar.value)) for bar in bars])
    words = alt or PAGE_TEXT.both("alt_empty", title=title)
    if bars and not alt:
        largest = max(bars, key=lambda bar: abs(bar.value))
        value = _figure(largest.value, unit, share)
        words = PAGE_TEXT.both("alt_bars", title=title, count=len(bars), name=largest.name, value=value)
    return Chart(title, option, table, words, unit, note, height=56 + 30 * len(bars))


def tornado(
    title: Words, base: float, swings: Sequence[Swing], unit: Words, *, note: Words = "", alt: Words = ""
) -> Chart:
    """What an assumption moves: bars left and right of the base outcome, in the order given (widest first is usual).

    The two bars of a row stand below each other: both ends may move the outcome the same way, and a stack would add up
    what never happens at once.
    """
    shape = number_format()
    legend = [(PAGE_TEXT.both("column_low"), "sky"), (PAGE_TEXT.both("column_high"), "blue")]
    ends = ([(swing.low, swing.low_label) for swing in swings], [(swing.high, swing.high_label) for swing in swings])
    shown = []
    for (name, colour), outcomes in zip(legend, ends, strict=True):
        data = [
            {"value": value - base, "tip": joined(swing.name, label, _figure(value, unit, False))}
            for swing, (value, label) in zip(swings, outcomes, strict=True)
        ]
        shown.append({
            "type": "bar", "name": name, "data": data, "barMaxWidth": 10, "barGap": "10%",
            "itemStyle": {"color": f"@{colour}"},
        })  # fmt: skip
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 24, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "axisLabel": {"formatter": shape}},
        "yAxis": names_axis([swing.name for swing in swings]),
        "series": shown,
    }
    columns = (
        Column(PAGE_TEXT.both("item")),
        Column(PAGE_TEXT.both("column_low"), "number", unit),
        Column(PAGE_TEXT.both("column_high"), "number", unit),
    )
    table = Table(title, columns, [Row((swing.name, swing.low, swing.high)) for swing in swings])
    words = alt or PAGE_TEXT.both("alt_empty", title=title)
    if swings and not alt:
        widest = max(swings, key=lambda swing: abs(swing.high - swing.low))
        value = _figure(abs(widest.high - widest.low), unit, False)
        words = PAGE_TEXT.both("alt_bars", title=title, count=len(swings), name=widest.name, value=value)
    return Chart(title, option, table, words, unit, note, height=56 + 30 * len(swings), legend=legend)


def heatmap(
    title: Words,
    columns: Sequence[Words],
    rows: Sequence[Words],
    values: Mapping[tuple[int, int], float],
    unit: Words,
    *,
    share: bool = False,
    decimals: int | None = None,
    diverging: bool = False,
    labels: bool = True,
    note: Words = "",
    alt: Words = "",
) -> Chart:
    """A matrix of cells by (row, column) position. ``diverging`` colours both sides of zero differently."""
    numbers = [value for value in values.values() if math.isfinite(value)] or [0.0]
    low, high = min(numbers), max(numbers)
    edge = max(abs(low), abs(high)) or 1.0
    data = [
        {"value": [column, row, value],
         "tip": joined(rows[row], columns[column], _figure(value, unit, share))}
        for (row, column), value in values.items()
    ]  # fmt: skip
    colours = ["@vermillion", "@paper", "@blue"] if diverging else ["@band", "@sky", "@blue"]
    shape = number_format(decimals=decimals, share=share)
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 8, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": list(columns), "position": "top", "splitLine": {"show": False}},
        "yAxis": names_axis(rows),
        "visualMap": {
            "show": False, "dimension": 2, "min": -edge if diverging else min(low, 0.0), "max": edge,
            "inRange": {"color": colours},
        },
        "series": [{
            "type": "heatmap", "data": data, "itemStyle": {"borderColor": "@paper", "borderWidth": 2},
            "label": {"show": labels, "formatter": shape, "fontSize": 11},
        }],
    }  # fmt: skip
    heads = [Column(""), *(Column(name, _kind(share), decimals=decimals) for name in columns)]
    filled = [
        Row((name, *(values.get((row, column)) for column in range(len(columns))))) for row, name in enumerate(rows)
    ]
    ends = {"low": _figure(low, unit, share), "high": _figure(high, unit, share)}
    words = alt or PAGE_TEXT.both("alt_heatmap", title=title, rows=len(rows), columns=len(columns), **ends)
    return Chart(title, option, Table(title, heads, filled), words, unit, note, height=60 + 30 * len(rows))


def _kind(share: bool) -> Any:
    return "share" if share else "number"


def _figure(value: float, unit: Words, share: bool) -> Text:
    if share:
        return figures.percent(value)
    return figures.short(value, unit if isinstance(unit, Text) else Text.same(unit))


def joined(*words: Words) -> Text:
    """Lines of a tooltip, empty ones left out."""
    return Text.listed((each for each in words if each), "\n")


def _coloured(series: Sequence[Series]) -> list[Series]:
    return [
        Series(each.name, each.values, each.colour or SERIES[position % len(SERIES)], each.dashed)
        for position, each in enumerate(series)
    ]


def _legend(series: Sequence[Series]) -> list[tuple[Words, str]]:
    return [(each.name, each.colour) for each in series]


def _by_year(series: Series, years: Sequence[int]) -> list[float | None]:
    return [series.values.get(year) for year in years]


def _line(series: Series, data: list[float | None]) -> dict[str, Any]:
    style = {"color": f"@{series.colour}", "width": 2.5, "type": "dashed" if series.dashed else "solid"}
    return {
        "type": "line", "name": series.name, "data": data, "lineStyle": style, "symbolSize": 7, "symbol": "circle",
        "showSymbol": not series.dashed or len(data) == 1, "itemStyle": {"color": f"@{series.colour}"}, "z": 5,
    }  # fmt: skip


def _years_option(
    years: Sequence[int], series: list[dict[str, Any]], decimals: int | None, share: bool, ticks: int = 5
) -> dict[str, Any]:
    shape = number_format(decimals=decimals, share=share)
    return {
        "tooltip": {"trigger": "axis", "valueFormatter": shape, "axisPointer": {"type": "shadow"}},
        "grid": {"left": 8, "right": 12, "top": 16, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [str(year) for year in years], "axisLine": {"onZero": False}},
        "yAxis": {
            "type": "value", "axisLabel": {"formatter": number_format(share=share)}, "axisLine": {"show": False},
            "splitNumber": ticks,
        },
        "series": series,
    }  # fmt: skip


def names_axis(names: Sequence[Words]) -> dict[str, Any]:
    """An axis with names from top to bottom, long ones on several lines."""
    return {
        "type": "category", "inverse": True, "data": list(names), "splitLine": {"show": False},
        "axisLine": {"show": False},
        "axisLabel": {"width": 210, "overflow": "break", "color": "@ink", "interval": 0, "lineHeight": 13},
    }  # fmt: skip


def _series_table(
    title: Words, years: Sequence[int], series: Sequence[Series], unit: Words, decimals: int | None, share: bool
) -> Table:
    rows = [Years(each.name, each.values, "" if share else unit) for each in series]
    return year_table(title, years, rows, PAGE_TEXT.both("item"), share=share, decimals=decimals)


def _bars_alt(
    title: Words, years: Sequence[int], series: Sequence[Series], totals: Mapping[int, float], unit: Words, share: bool
) -> Text:
    if not series or not years:
        return PAGE_TEXT.both("alt_empty", title=title)
    largest = max(totals, key=lambda year: totals[year])
    value = _figure(totals[largest], unit, share)
    span = {"first": years[0], "last": years[-1], "year": largest}
    names = Text.listed(each.name for each in series)
    return PAGE_TEXT.both("alt_years", title=title, count=len(series), names=names, value=value, **span)


def _lines_alt(title: Words, years: Sequence[int], series: Sequence[Series], unit: Words, share: bool) -> Text:
    ends = []
    for each in series:
        known = [year for year in years if math.isfinite(each.values.get(year, math.nan))]
        if known:
            start, end = (_figure(each.values[year], unit, share) for year in (known[0], known[-1]))
            span = {"first": known[0], "last": known[-1], "start": start, "end": end}
            ends.append(PAGE_TEXT.both("alt_line_ends", name=each.name, **span))
    if not ends:
        return PAGE_TEXT.both("alt_empty", title=title)
    told = Text.joined(*ends)
    return PAGE_TEXT.both("alt_lines", title=title, first=years[0], last=years[-1], ends=told)
