"""The picture of a regret matrix: plans down, worlds across, the largest regret of each plan at the right."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from roadmap_opt.documents.components import Cell, Chart, Column, Figure, Row, Table
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.html.charts import heatmap
from roadmap_opt.studies.regret.matrix import CellState, Regret
from roadmap_opt.studies.regret.results import CellRun, RegretResults
from roadmap_opt.studies.regret.statements import doubtful, shown, story, told, verdict
from roadmap_opt.words import REGRET as WORDS

_HEADS_HEIGHT = 64
"""Pixels above the matrix for names of several lines."""

_ROW_HEIGHT = 38
_NAMES_WIDTH, _COLUMN_WIDTH = 200, 84

_WHOLE_FROM = 100.0
"""MUSD from which amounts are shown without decimals, so that a table has about three digits."""

_BRIGHT_FROM = 0.6
"""Share of the largest regret from which a cell is so bright that its letters are dark in both themes."""


def matrix_chart(results: RegretResults) -> Chart:
    """The matrix with its table; plans and worlds in the order of the ranking, the least regret first."""
    order = [each.plan for each in results.matrix.ranking]
    names = [results.label(scenario) for scenario in order]
    heads = [*names, WORDS.both("column_largest")]
    chart = heatmap(WORDS.both("chart_matrix"), heads, names, {}, WORDS.both("unit_matrix"))
    data = [_item(results, results.run(plan, world), (column, row))
            for row, plan in enumerate(order) for column, world in enumerate(order)]  # fmt: skip
    data += [_largest(results, plan, (len(order), row)) for row, plan in enumerate(order)]
    data.sort(key=lambda item: item["value"][0] == item["value"][1])  # frames are drawn last, over their neighbours
    width = max(60, 900 // len(heads))
    across = {"interval": 0, "width": width, "overflow": "break", "fontSize": 11, "color": "@ink"}
    option = {
        **chart.option,
        "grid": {**chart.option["grid"], "top": _HEADS_HEIGHT},
        "xAxis": {**chart.option["xAxis"], "axisLabel": across, "axisLine": {"show": False}},
        "visualMap": {
            "show": False, "dimension": 2, "min": 0, "max": _largest_shown(results) or 1.0,
            "inRange": {"color": ["@paper", "@pale_orange", "@orange"]},
        },
        "series": [{**chart.option["series"][0], "data": data}],
    }  # fmt: skip
    table = _table(results, order)
    alt = WORDS.both("alt_matrix", count=len(order), best=story(results)[0])
    return dataclasses.replace(
        chart, option=option, alt=alt, table=table, note=WORDS.both("legend_matrix"),
        drawing=Drawing("shades", table.columns[1:-2]),
        height=_HEADS_HEIGHT + 16 + _ROW_HEIGHT * len(order), least_width=_NAMES_WIDTH + _COLUMN_WIDTH * len(heads),
    )  # fmt: skip


def _largest_shown(results: RegretResults) -> float:
    found = (results.matrix.regret(plan, world).amount for plan in results.scenarios for world in results.scenarios)
    return max((amount for amount in found if amount is not None and math.isfinite(amount)), default=0.0)


def _item(results: RegretResults, run: CellRun, place: tuple[int, int]) -> dict[str, Any]:
    regret = results.matrix.regret(run.plan, run.world)
    own = run.cell.state is CellState.OWN
    item = _cell(results, regret, run.cell.state, place)
    if own:
        item["itemStyle"] = {**item.get("itemStyle", {}), "borderColor": "@quiet", "borderWidth": 1.5}
    return {**item, "tip": told(results, run)}


def _largest(results: RegretResults, plan: str, place: tuple[int, int]) -> dict[str, Any]:
    each = results.matrix.largest(plan)
    run = results.run(plan, each.world)
    item = _cell(results, each.regret, run.cell.state, place)
    label = {**item["label"], "fontWeight": "bold", "fontSize": 13}
    return {**item, "label": label, "tip": told(results, run)}


def _cell(results: RegretResults, regret: Regret, state: CellState, place: tuple[int, int]) -> dict[str, Any]:
    """A cell: coloured by its regret; one that is infinite, unknown or not to be told from none has no colour."""
    amount = regret.amount if regret.amount is not None and math.isfinite(regret.amount) else 0.0
    item: dict[str, Any] = {"value": [*place, amount]}
    label: dict[str, Any] = {"formatter": shown(regret, state), "color": "@ink", "fontSize": 12}
    if regret.is_impossible:
        item |= {"visualMap": False, "itemStyle": {"color": "@pale_vermillion"}}
        label |= {"color": "@bad", "fontWeight": "bold"}
    elif regret.amount is None:
        item |= {"visualMap": False, "itemStyle": {"color": "@band"}}
    elif doubtful(regret, state):
        item |= {"visualMap": False, "itemStyle": {"color": "@band"}}
        label |= {"color": "@quiet", "fontStyle": "italic"}
    elif amount > _BRIGHT_FROM * _largest_shown(results):
        label["color"] = "@on_bright"
    return {**item, "label": label}


def _table(results: RegretResults, order: list[str]) -> Table:
    """The regrets in figures, with the verdict on every plan; in the book the largest of a row is a live formula."""
    unit, matrix = WORDS.both("unit_matrix"), results.matrix
    columns = [Column(WORDS.both("column_plan", until=results.record.until))]
    columns += [Column(results.label(world), "number") for world in order]
    columns += [Column(WORDS.both("column_largest"), "number", unit), Column(WORDS.both("column_verdict"), only="book")]
    decimals = 0 if _largest_shown(results) >= _WHOLE_FROM else 1
    rows = []
    for at, plan in enumerate(order):
        best = matrix.best is not None and plan == matrix.best.plan
        cells: list[Cell] = [Figure(results.label(plan), tone="good" if best else "neutral")]
        cells += [_figure(matrix.regret(plan, world), results.run(plan, world).cell.state, decimals) for world in order]
        each = matrix.largest(plan)
        largest = _figure(each.regret, results.run(plan, each.world).cell.state, decimals)
        if largest.value is not None:
            ends = ((at, 1), (at, len(order)))
            largest = dataclasses.replace(largest, formula="=MAX({}:{})", cells=ends, framed=False)
        rows.append(Row([*cells, largest, verdict(results, each)]))
    return Table(WORDS.both("section_matrix"), columns, rows, zero="0")


def _figure(regret: Regret, state: CellState, decimals: int) -> Figure:
    words = shown(regret, state)
    if regret.amount is None or regret.is_impossible:
        return Figure(words, tone="bad")
    own, doubt = state is CellState.OWN, doubtful(regret, state)
    return Figure(words, regret.amount, decimals=decimals, doubtful=doubt, framed=own)
