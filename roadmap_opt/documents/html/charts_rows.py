"""Rows of a hundred per cent: how wholes are made up of the same parts, one row below another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Column, Row, Table, Words
from roadmap_opt.documents.html.charts import TIP, joined, names_axis, number_format
from roadmap_opt.messages import Text
from roadmap_opt.words import PAGE as PAGE_TEXT


@dataclass(frozen=True)
class Part:
    """A part that every row has: its name, its colour, and its amount in each row."""

    name: Words
    colour: str
    amounts: Sequence[float]


def shares(
    title: Words, rows: Sequence[Words], parts: Sequence[Part], unit: Words, *, note: Words = "", finding: Words = ""
) -> Chart:
    """Shares of the rows' sums; hovering shows the amounts, which the table lists beside the shares."""
    sums = [math.fsum(part.amounts[at] for part in parts) or 1.0 for at in range(len(rows))]
    units = unit if isinstance(unit, Text) else Text.same(unit)
    series = []
    for part in parts:
        data = []
        for at, row in enumerate(rows):
            share = part.amounts[at] / sums[at]
            said = joined(row, part.name, figures.percent(share), figures.short(part.amounts[at], units))
            data.append({"value": share, "tip": said, "label": {"show": share >= 0.08}})
        label = {"show": True, "formatter": number_format(decimals=0, share=True), "position": "inside"}
        series.append({
            "type": "bar", "stack": "all", "name": part.name, "data": data, "barMaxWidth": 30, "label": label,
            "itemStyle": {"color": f"@{part.colour}"},
        })  # fmt: skip
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 8, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "value", "max": 1, "interval": 0.25,
            "axisLabel": {"formatter": number_format(decimals=0, share=True), "alignMaxLabel": "right"},
        },
        "yAxis": names_axis(rows),
        "series": series,
    }  # fmt: skip
    columns = [Column(PAGE_TEXT.both("item"))]
    for row in rows:
        columns += [Column(row, "number", unit), Column("", "share")]
    lines = []
    for part in parts:
        pairs = [(amount, amount / whole) for amount, whole in zip(part.amounts, sums, strict=True)]
        lines.append(Row((part.name, *(cell for pair in pairs for cell in pair))))
    said_rows = []
    for at, row in enumerate(rows):
        told = [Text.joined(part.name, figures.percent(part.amounts[at] / sums[at])) for part in parts]
        said_rows.append(PAGE_TEXT.both("alt_share_row", row=row, parts=Text.listed(told)))
    alt = Text.joined(*said_rows)
    words = PAGE_TEXT.both("alt_shares", title=title, rows=alt)
    legend = [(part.name, part.colour) for part in parts]
    height = 48 + 52 * len(rows)
    table = Table(title, columns, lines)
    return Chart(title, option, table, words, note=note, height=height, legend=legend, finding=finding)
