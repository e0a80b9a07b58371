"""Pictures of a batch: targets by scenario as a map, and value against what the state pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from roadmap_opt import figures
from roadmap_opt.documents.components import Chart, Column, Figure, Row, Table, Tone
from roadmap_opt.documents.html.charts import TIP, heatmap, joined, number_format
from roadmap_opt.insight.scores import describe_status
from roadmap_opt.insight.standing import Standing
from roadmap_opt.messages import Text
from roadmap_opt.report.batch.labels import sides
from roadmap_opt.report.batch.parts import named
from roadmap_opt.report.names_above import with_names_above
from roadmap_opt.studies.scenarios.results import BatchResults, ScenarioResult, years_late
from roadmap_opt.words import BATCH as WORDS

MISSED = 1000
"""Stands for a target that never holds, where a picture needs a number: more years than any horizon has."""

_WIDTH, _MARGIN = 900, 150
"""Pixels across a picture on a desk screen, and at its right for names alone."""

_COLOURS = {Standing.PROVEN: "green", Standing.USABLE: "blue", Standing.NOT_YET: "grey"}


def targets_chart(results: BatchResults) -> Chart:
    """Targets down, scenarios across: met, late by so many years, or missed."""
    scenarios, targets = results.planned, list(results.targets)
    data, rows = [], []
    for row, target in enumerate(targets):
        cells = []
        for column, each in enumerate(scenarios):
            score = each.scores.get(target)
            if score is None:
                cells.append(Figure(figures.NOTHING))
                continue
            late = years_late(score)
            tone: Tone = "good" if late == 0 else "bad" if late is None else "warn"
            cells.append(Figure(_words(late), None if late is None else float(late), tone=tone))
            tip = joined(results.targets[target], each.name, describe_status(score))
            value = MISSED if late is None else late
            label = {"formatter": _short(late), "color": "@ink"}
            data.append({"value": [column, row, value], "tip": tip, "label": label})
        rows.append(Row([results.targets[target], *cells]))
    names = [each.name for each in scenarios]
    title = WORDS.both("chart_targets")
    counts = [figures.number(each.targets_met) for each in scenarios]
    total = Row([WORDS.both("row_met"), *(Figure(shown, float(shown.en)) for shown in counts)], "total")
    columns = [Column(WORDS.both("column_target")), *(Column(name) for name in names)]
    chart = heatmap(title, names, list(results.targets.values()), {}, "")
    option = {
        **chart.option,
        "visualMap": {
            "show": False, "dimension": 2, "type": "piecewise",
            "pieces": [
                {"value": 0, "color": "@pale_green"},
                {"gt": 0, "lt": MISSED, "color": "@pale_orange"},
                {"value": MISSED, "color": "@pale_vermillion"},
            ],
        },
        "series": [{**chart.option["series"][0], "data": data}],
    }  # fmt: skip
    legend = [
        (WORDS.both("cell_met"), "pale_green"), (WORDS.both("legend_late"), "pale_orange"),
        (WORDS.both("cell_missed"), "pale_vermillion"),
    ]  # fmt: skip
    alt = WORDS.both("alt_targets", targets=len(targets), scenarios=len(scenarios))
    drawn = replace(
        chart, option=option, table=Table(title, columns, [*rows, total], zero="0"), alt=alt, legend=legend,
        note=WORDS.both("note_targets"),
    )  # fmt: skip
    return with_names_above(drawn, names)


def _words(late: int | None) -> Text:
    if late is None:
        return WORDS.both("cell_missed")
    return WORDS.both("cell_met" if late == 0 else "cell_late_one" if late == 1 else "cell_late", years=late)


def _short(late: int | None) -> Text:
    """What stands in a cell of the picture."""
    return Text.same("✗" if late is None else "✓" if late == 0 else f"+{late}")


def money_chart(results: BatchResults) -> Chart:
    """Net present value over net cost to the state, a named point per scenario, coloured by its standing."""
    height = max(380, 160 + 16 * len(results.planned))
    points, rows = _points(results.planned, height), []
    series = [
        {
            "type": "scatter", "symbolSize": 11, "itemStyle": {"color": f"@{_COLOURS[standing]}"},
            "data": [point for each, point in zip(results.planned, points, strict=True) if each.standing is standing],
        }
        for standing in Standing
    ]  # fmt: skip
    for each in results.planned:
        rows.append(Row([named(each, results.folder), each.standing.name_in_words, each.net_cost, each.npv]))
    unit = {"nameLocation": "middle", "nameTextStyle": {"color": "@quiet"}}
    shape = {
        "type": "value",
        "scale": True,
        "boundaryGap": ["8%", "8%"],
        "axisLabel": {"formatter": number_format()},
        **unit,
    }
    option = {
        "tooltip": TIP,
        "grid": {"left": 24, "right": _MARGIN, "top": 16, "bottom": 28, "containLabel": True},
        "xAxis": {**shape, "name": WORDS.both("axis_net_cost"), "nameGap": 32},
        "yAxis": {**shape, "name": WORDS.both("axis_npv"), "nameGap": 56, "nameRotate": 90},
        "series": series,
    }
    columns = [
        Column(WORDS.both("column_scenario")), Column(WORDS.both("column_standing")),
        Column(WORDS.both("column_net_cost"), "number", WORDS.both("unit_nominal"), 0),
        Column(WORDS.both("column_npv"), "number", WORDS.both("unit_real"), 0),
    ]  # fmt: skip
    title = WORDS.both("chart_money")
    legend = [(standing.name_in_words, colour) for standing, colour in _COLOURS.items()]
    best = max(results.planned, key=lambda each: each.npv or 0.0)
    alt = WORDS.both("alt_money", count=len(rows), best=best.name, value=figures.short(best.npv, figures.MUSD))
    table = Table(title, columns, rows, sortable=True, zero="0")
    return Chart(title, option, table, alt, figures.MUSD, WORDS.both("note_money"), height, legend=legend)


def _points(scenarios: Sequence[ScenarioResult], height: int) -> list[dict[str, Any]]:
    """Every scenario as a named point; the names keep clear of one another at the width of a desk screen."""
    ends = [_ends([getattr(each, name) or 0.0 for each in scenarios]) for name in ("net_cost", "npv")]
    shares = [
        (
            (_WIDTH - _MARGIN) / _WIDTH * _share(each.net_cost or 0.0, ends[0]),
            1 - _share(each.npv or 0.0, ends[1]),
        )
        for each in scenarios
    ]  # fmt: skip
    letters = [max(len(each.name.en), len(each.name.tr)) for each in scenarios]
    places = sides(shares, letters, _WIDTH, height - 60)
    return [_point(each, *place) for each, place in zip(scenarios, places, strict=True)]


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """What an axis spans: about a tenth more than the values."""
    low, high = min(values), max(values)
    room = 0.1 * (high - low) or 1.0
    return low - room, high + room


def _share(value: float, ends: tuple[float, float]) -> float:
    return (value - ends[0]) / (ends[1] - ends[0])


def _point(each: ScenarioResult, side: str, down: float) -> dict[str, Any]:
    money = figures.MUSD
    amounts = {"npv": figures.short(each.npv, money), "cost": figures.short(each.net_cost, money)}
    tip = joined(each.name, WORDS.both("tip_money", **amounts), each.standing.name_in_words)
    label = {"show": True, "position": side, "offset": [0, down], "formatter": each.name, "color": "@ink",
             "fontSize": 11}  # fmt: skip
    return {"value": [each.net_cost, each.npv], "tip": tip, "label": label}
