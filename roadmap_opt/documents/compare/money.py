"""Section of a comparison's page: bridges of net present value from the baseline to every other run."""

from __future__ import annotations

from dataclasses import replace

from roadmap_opt.documents.compare.parts import ByBaseline, Sequel
from roadmap_opt.documents.compare.text import PICKER
from roadmap_opt.documents.components import Column, Component, Folded, Group, Paragraph, Row, Section, Table
from roadmap_opt.documents.html.charts_flow import Step, waterfall
from roadmap_opt.figures import percent
from roadmap_opt.solution.comparison import Comparison
from roadmap_opt.solution.comparison.bridge import Bridge, line_name
from roadmap_opt.solution.comparison.page_words import SAY
from roadmap_opt.solution.words import WORDS

MOST_BASELINES = 12
"""With more runs than this, bridges are written for one baseline only: their number grows with the square."""

MONEY = "MUSD"


def bridge_section(comparison: Comparison, baseline: int) -> Section:
    """For each baseline a waterfall and a table per other run."""
    count = len(comparison.runs)
    if count > MOST_BASELINES:
        remark = PICKER.both("bridge_too_many", count=count, label=comparison.runs[baseline].label)
        parts: list[Component] = [Paragraph(remark, "quiet"), _from(comparison, baseline)]
    else:
        parts = [ByBaseline([_from(comparison, base) for base in range(count)], block=True)]
    return Section("bridge", PICKER.both("section_bridge"), PICKER.both("lead_bridge"), parts)


def _from(comparison: Comparison, base: int) -> Component:
    yardstick = comparison.yardsticks[comparison.yardstick[base]]
    if comparison.worths[base][comparison.yardstick[base]] is None:
        return Paragraph(SAY.both("bridge_none"))
    note = SAY.both(
        "note_compare_bridge",
        perspective=WORDS.both(f"perspective_{yardstick.perspective}"),
        rate=percent(yardstick.rate),
        base_year=comparison.base_years[base],
    )
    parts: list[Component] = [Paragraph(note, "quiet")]
    for run, stamp in enumerate(comparison.runs):
        if run == base:
            continue
        title = SAY.both("bridge_title", baseline=comparison.runs[base].label, label=stamp.label)
        found = comparison.bridge(base, run)
        mark = comparison.standings[base][run]
        shown: list[Component] = [Paragraph(SAY.both("bridge_none"))]
        if found is not None:
            shown = [
                _chart(comparison, base, run, found),
                Folded(PICKER.both("table_bridge"), [_table(found)]),
            ]
        parts.append(Group(title, shown, mark.words))
    return Sequel(parts)


def _chart(comparison: Comparison, base: int, run: int, found: Bridge) -> Component:
    steps = [
        Step(comparison.runs[base].label, found.start, total=True),
        *(Step(step.label, step.amount) for step in found.visible),
        Step(comparison.runs[run].label, found.end, total=True),
    ]
    chart = waterfall(SAY.both("title_compare_bridge"), steps, MONEY)
    axis = chart.option["xAxis"]
    label = {**axis["axisLabel"], "width": 64, "fontSize": 10}  # a dozen names side by side on a sheet of A4
    return replace(chart, option={**chart.option, "xAxis": {**axis, "axisLabel": label}})


def _table(found: Bridge) -> Table:
    rows = []
    for step in found.visible:
        rows.append(Row([step.label, step.amount], "total"))
        if len(step.lines) > 1 or (step.lines and next(iter(step.lines)) not in ("programme_cost", "capex", "tax")):
            rows += [Row([line_name(line), amount]) for line, amount in step.lines.items()]
    rows.append(Row([SAY.both("column_difference_total"), found.difference], "total"))
    columns = [Column(SAY.both("bridge_step")), Column(PICKER.both("amount"), "number", MONEY, 1)]
    return Table(PICKER.both("table_bridge"), columns, rows)
