"""Charts of time and flow: Gantt, waterfall, Sankey with a year slider. Each brings its table and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roadmap_opt import figures
from roadmap_opt.messages import Text
from roadmap_opt.palette import SERIES
from roadmap_opt.report.charts import TIP, number_format
from roadmap_opt.report.components import Chart, Column, Row, Table, Words
from roadmap_opt.report.text import PAGE_TEXT


@dataclass(frozen=True)
class Span:
    """A bar of a Gantt chart from ``begin`` to ``end``, moments in years: 2028 to 2030.5 ends in mid-2030.

    ``kind`` is a key of the chart's legend; ``tip`` is shown on hovering, with a line break for each line.
    """

    begin: float
    end: float
    kind: str
    tip: Words


@dataclass(frozen=True)
class GanttRow:
    """A row of a Gantt chart; one without bars is a heading of the rows below it."""

    name: Words
    spans: Sequence[Span] = ()


@dataclass(frozen=True)
class Step:
    """A step of a waterfall: an amount added to what stands before it, or a ``total`` of what was reached."""

    name: Words
    value: float
    total: bool = False


@dataclass(frozen=True)
class Node:
    """A place in a Sankey; ``stage`` is its column from the left (0 first), if it should be fixed."""

    key: str
    name: Words
    colour: str = ""
    stage: int | None = None


@dataclass(frozen=True)
class Link:
    """A flow between two nodes; ``value`` is its width, ``tip`` what hovering shows (default: names and value)."""

    source: str
    target: str
    value: float
    tip: Words = ""
    colour: str = ""


def gantt(
    title: Words,
    years: Sequence[int],
    rows: Sequence[GanttRow],
    kinds: Mapping[str, tuple[Words, str]],
    *,
    note: Words = "",
    alt: Words = "",
) -> Chart:
    """Bars over years. ``kinds`` gives each kind of bar its name and colour, in the order of the legend."""
    data = [
        {"value": [position, span.begin, span.end], "tip": span.tip, "itemStyle": {"color": f"@{kinds[span.kind][1]}"}}
        for position, row in enumerate(rows)
        for span in row.spans
    ]
    heading = {"fontWeight": "bold", "color": "@ink"}
    names = [row.name if row.spans else {"value": row.name, "textStyle": heading} for row in rows]
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 16, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "value", "min": years[0], "max": years[-1] + 1, "interval": 1, "position": "top",
            "axisLabel": {"formatter": {"$year": True}, "align": "left", "showMaxLabel": False,
                          "hideOverlap": True},
            "axisLine": {"show": False},
        },
        "yAxis": {
            "type": "category", "inverse": True, "data": names, "splitLine": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"width": 230, "overflow": "truncate", "color": "@ink", "interval": 0},
        },
        "series": [{
            "type": "custom", "renderItem": {"$renderer": "span"}, "encode": {"x": [1, 2], "y": 0}, "data": data,
        }],
    }  # fmt: skip
    columns = (
        Column(PAGE_TEXT.both("column_what")), Column(""), Column(PAGE_TEXT.both("column_start"), "year"),
        Column(PAGE_TEXT.both("column_end"), "year"),
    )  # fmt: skip
    filled = []
    for row in rows:
        filled += [Row((row.name,), "heading")] if not row.spans else []
        # A bar that ends at the turn of the year ends in the year before.
        filled += [Row((row.name, kinds[s.kind][0], int(s.begin), _last_year(s))) for s in row.spans]
    span = {"first": years[0], "last": years[-1]}
    count = sum(bool(row.spans) for row in rows)
    words = alt or PAGE_TEXT.both("alt_gantt", title=title, count=count, **span)
    table, height = Table(title, columns, filled), 50 + 26 * len(rows)
    return Chart(title, option, table, words, note=note, height=height, legend=list(kinds.values()))


def _last_year(span: Span) -> int:
    return int(span.end) - 1 if float(span.end).is_integer() and span.end > span.begin else int(span.end)


def waterfall(
    title: Words, steps: Sequence[Step], unit: Words, *, decimals: int | None = None, note: Words = "", alt: Words = ""
) -> Chart:
    """Steps from one level to another, increases and decreases in different colours; totals stand on the ground."""
    level, floats = 0.0, []
    for step in steps:
        before, level = (0.0, step.value) if step.total else (level, level + step.value)
        floats.append((before, level))
    data = []
    for position, (step, (before, after)) in enumerate(zip(steps, floats, strict=True)):
        colour = "grey" if step.total else "green" if step.value >= 0 else "vermillion"
        name = step.name if isinstance(step.name, Text) else Text.same(step.name)
        value = figures.short(step.value, unit if isinstance(unit, Text) else Text.same(unit))
        data.append({
            "value": [position, before, after, step.value], "itemStyle": {"color": f"@{colour}"},
            "tip": Text(f"{name.en}\n{value.en}", f"{name.tr}\n{value.tr}"),
        })  # fmt: skip
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 12, "top": 24, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category", "data": [step.name for step in steps], "axisLine": {"onZero": True},
            "axisLabel": {"interval": 0, "width": 84, "overflow": "break", "color": "@ink"},
        },
        "yAxis": {"type": "value", "boundaryGap": ["8%", "8%"], "axisLine": {"show": False},
                  "axisLabel": {"formatter": number_format()}},
        "series": [{
            "type": "custom", "renderItem": {"$renderer": "step"}, "encode": {"x": 0, "y": [1, 2]}, "data": data,
        }],
    }  # fmt: skip
    columns = (Column(PAGE_TEXT.both("item")), Column(PAGE_TEXT.both("value"), "number", unit, decimals))
    table = Table(title, columns, [Row((s.name, s.value), "total" if s.total else "normal") for s in steps])
    words = alt or PAGE_TEXT.both("alt_empty", title=title)
    if steps and not alt:
        ends = {"start": figures.short(floats[0][1]), "end": figures.short(floats[-1][1])}
        words = PAGE_TEXT.both("alt_waterfall", title=title, **ends)
    return Chart(title, option, table, words, unit, note, height=380)


def sankey(
    title: Words,
    nodes: Sequence[Node],
    flows: Mapping[int, Sequence[Link]],
    unit: Words,
    *,
    first_shown: int | None = None,
    note: Words = "",
    alt: Words = "",
    height: int = 560,
) -> Chart:
    """Flows from left to right, a picture per year, with a slider. Links must not form a loop: give a return flow a
    node of its own at the end ("to recycling"). ``first_shown`` is the year at the start, else the last.
    """
    names = {node.key: node.name if isinstance(node.name, Text) else Text.same(node.name) for node in nodes}
    colours = {node.key: node.colour or SERIES[at % len(SERIES)] for at, node in enumerate(nodes)}
    frames, rows = {}, []
    for year, links in sorted(flows.items()):
        used = {key for link in links for key in (link.source, link.target)}
        places = [
            {
                "name": node.key, "tip": names[node.key], "itemStyle": {"color": f"@{colours[node.key]}"},
                "label": {"formatter": names[node.key]}, **({} if node.stage is None else {"depth": node.stage}),
            }
            for node in nodes if node.key in used
        ]  # fmt: skip
        streams = []
        for link in links:
            source, target = names[link.source], names[link.target]
            amount = figures.short(link.value, unit if isinstance(unit, Text) else Text.same(unit))
            usual = Text(f"{source.en} → {target.en}\n{amount.en}", f"{source.tr} → {target.tr}\n{amount.tr}")
            streams.append({
                "source": link.source, "target": link.target, "value": link.value, "tip": link.tip or usual,
                "lineStyle": {"color": f"@{link.colour or colours[link.source]}"},
            })  # fmt: skip
            rows.append(Row((year, source, target, link.value)))
        frames[year] = {"series": [{"data": places, "links": streams}]}
    series: dict[str, Any] = {
        "type": "sankey", "left": 4, "right": 150, "top": 8, "bottom": 8, "nodeGap": 12, "nodeWidth": 12,
        "emphasis": {"focus": "adjacency"}, "draggable": False, "lineStyle": {"opacity": 0.38, "curveness": 0.5},
        "label": {"color": "@ink", "fontSize": 12, "lineHeight": 15, "width": 140, "overflow": "break"},
        "data": [], "links": [],
    }  # fmt: skip
    columns = (
        Column(PAGE_TEXT.both("year"), "year"), Column(PAGE_TEXT.both("column_from")),
        Column(PAGE_TEXT.both("column_to")), Column(PAGE_TEXT.both("value"), "number", unit),
    )  # fmt: skip
    words = alt or PAGE_TEXT.both("alt_empty", title=title)
    if frames and not alt:
        words = PAGE_TEXT.both("alt_sankey", title=title, first=min(frames), last=max(frames))
    table = Table(title, columns, rows, sortable=True, searchable=True)
    option = {"tooltip": TIP, "series": [series]}
    return Chart(title, option, table, words, unit, note, height, frames=frames, first_frame=first_shown)
