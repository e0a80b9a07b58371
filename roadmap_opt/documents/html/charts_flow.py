"""Charts of time and flow: Gantt, waterfall, Sankey with a year slider. Each brings its table and its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Column, Row, Table, Words
from roadmap_opt.documents.html.charts import TIP, number_format
from roadmap_opt.messages import Text
from roadmap_opt.words import PAGE as PAGE_TEXT


@dataclass(frozen=True)
class Span:
    """A bar of a Gantt chart from ``begin`` to ``end``, moments in years: 2028 to 2030.5 ends in mid-2030.

    ``kind`` is a key of the chart's legend; ``tip`` is shown on hovering, with a line break for each line; ``label``
    stands in the bar where it fits.
    """

    begin: float
    end: float
    kind: str
    tip: Words
    label: Words = ""


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
    """A place in a Sankey; ``stage`` is its column from the left (0 first), if it should be fixed. ``label`` is a
    shorter name for the picture.
    """

    key: str
    name: Words
    colour: str = "quiet"
    stage: int | None = None
    label: Words = ""


@dataclass(frozen=True)
class Link:
    """A flow between two nodes; ``value`` is its width, ``kind`` a key of the chart's kinds."""

    source: str
    target: str
    value: float
    kind: str


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
        {"value": [position, span.begin, span.end], "tip": span.tip, "itemStyle": {"color": f"@{kinds[span.kind][1]}"},
         **({"label": span.label, "ink": ink_on(kinds[span.kind][1])} if span.label else {})}
        for position, row in enumerate(rows)
        for span in row.spans
    ]  # fmt: skip
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
            "axisLabel": {"width": 250, "overflow": "break", "lineHeight": 13, "color": "@ink", "interval": 0},
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
    table, height = Table(title, columns, filled), 50 + 28 * len(rows)
    shown = {each.kind for row in rows for each in row.spans}
    legend = [entry for kind, entry in kinds.items() if kind in shown]
    return Chart(title, option, table, words, note=note, height=height, legend=legend)


def ink_on(colour: str) -> str:
    """What letters on a colour are drawn in, so that they can be read in light and dark."""
    return "@ink" if colour.startswith("pale_") else "@paper" if colour in ("blue", "grey", "quiet") else "@on_bright"


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
    kinds: Mapping[str, tuple[Words, str]],
    unit: Words,
    *,
    first_shown: int | None = None,
    note: Words = "",
    alt: Words = "",
    height: int = 560,
    least_width: int = 0,
) -> Chart:
    """Flows from left to right, a picture per year, with a slider. ``kinds`` gives each kind of flow its name and
    colour. Links must not form a loop: give a return flow a node of its own at the end ("to recycling").
    ``first_shown`` is the year at the start, else the last.
    """
    position = {node.key: at for at, node in enumerate(nodes)}
    numbers = {kind: at for at, kind in enumerate(kinds)}
    last = max((node.stage or 0 for node in nodes), default=0)
    places: list[dict[str, Any]] = [
        {
            "name": node.key, "tip": node.name, "itemStyle": {"color": f"@{node.colour}"},
            "label": {"formatter": {"$amount": node.label or node.name}},
            **({} if node.stage is None else {"depth": node.stage}),
        }
        for node in nodes
    ]  # fmt: skip
    # Without flow, but in the last column: so that columns stay where they are when the year changes.
    places.append(
        {"name": "", "tip": "", "depth": last, "stays": True, "itemStyle": {"opacity": 0}, "label": {"show": False}}
    )
    frames = {
        year: {
            "streams": [
                [position[link.source], position[link.target], float(f"{link.value:.6g}"), numbers[link.kind]]
                for link in links
            ]
        }
        for year, links in sorted(flows.items())
    }
    option = {
        "tooltip": {"trigger": "item", "formatter": {"$flow": unit}},
        "series": [{
            "type": "sankey", "left": 4, "right": 104, "top": 26, "bottom": 8, "nodeGap": 38, "nodeWidth": 10,
            "nodeAlign": "left", "emphasis": {"focus": "adjacency"}, "draggable": False, "layoutIterations": 64,
            "lineStyle": {"opacity": 0.5, "curveness": 0.5}, "data": places, "links": [],
            "label": {"color": "@ink", "fontSize": 11, "lineHeight": 13, "textBorderColor": "@paper",
                      "textBorderWidth": 2},
        }],
    }  # fmt: skip
    words = alt or PAGE_TEXT.both("alt_empty", title=title)
    if frames and not alt:
        words = PAGE_TEXT.both("alt_sankey", title=title, first=min(frames), last=max(frames))
    return Chart(
        title, option, _flow_table(title, nodes, flows, kinds, unit), words, unit, note, height, frames=frames,
        first_frame=first_shown, legend=list(kinds.values()), least_width=least_width,
    )  # fmt: skip


def _flow_table(
    title: Words,
    nodes: Sequence[Node],
    flows: Mapping[int, Sequence[Link]],
    kinds: Mapping[str, tuple[Words, str]],
    unit: Words,
) -> Table:
    """Each flow by year."""
    names = {node.key: node.name for node in nodes}
    amounts: dict[tuple[str, str, str], dict[int, float]] = {}
    for year, links in sorted(flows.items()):
        for link in links:
            years = amounts.setdefault((link.source, link.target, link.kind), {})
            years[year] = years.get(year, 0.0) + link.value
    order = {node.key: at for at, node in enumerate(nodes)}
    columns = [
        Column(PAGE_TEXT.both("column_from")),
        Column(PAGE_TEXT.both("column_to")),
        Column(PAGE_TEXT.both("column_what"), "quiet"),
    ]
    columns += [Column(str(year), "number", unit) for year in sorted(flows)]
    rows = [
        Row((names[source], names[target], kinds[kind][0], *(years.get(year) for year in sorted(flows))))
        for (source, target, kind), years in sorted(
            amounts.items(), key=lambda each: (order[each[0][0]], order[each[0][1]])
        )
    ]
    return Table(title, columns, rows, sortable=True, searchable=True)
