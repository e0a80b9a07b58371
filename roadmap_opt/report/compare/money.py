"""Section of a comparison's page: bridges of net present value from the baseline to every other run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.bridge import Bridge, line_name
from roadmap_opt.documents.components import (
    Column,
    Component,
    Either,
    Folded,
    Group,
    Paragraph,
    Row,
    Section,
    Sheet,
    Table,
)
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.html.charts_flow import Step, waterfall
from roadmap_opt.figures import MUSD, number, percent
from roadmap_opt.messages import Text
from roadmap_opt.report.compare.bridge_book import lines_table
from roadmap_opt.report.compare.parts import ByBaseline, Sequel
from roadmap_opt.words import COMPARISON_PAGE as PICKER
from roadmap_opt.words import COMPARISON_SECTIONS as SAY
from roadmap_opt.words import TERMS as WORDS

MOST_BASELINES = 12
"""With more runs than this, bridges are written for one baseline only: their number grows with the square."""

MONEY = MUSD

_KINDS = ("total", "up", "down")
_COLOURS = ("", "blue", "blue", "green", "green", "vermillion", "vermillion")
"""Of the invisible part of a bar in a book, then of each kind of bar above and below nought."""


def bridge_section(comparison: Comparison, baseline: int) -> Section:
    """For each baseline a waterfall and a table per other run."""
    count = len(comparison.runs)
    if count > MOST_BASELINES:
        remark = PICKER.both("bridge_too_many", count=count, label=comparison.runs[baseline].label)
        parts: list[Component] = [Either(page=Paragraph(remark, "quiet")), _from(comparison, baseline)]
    else:
        parts = [ByBaseline([_from(comparison, base) for base in range(count)], baseline, block=True)]
    sheet = Sheet(PICKER.both("section_bridge"), "vermillion", upright=True)
    parts.insert(0, Either(book=lines_table(comparison, baseline)))
    return Section("bridge", PICKER.both("section_bridge"), PICKER.both("lead_bridge"), parts, sheet)


def _from(comparison: Comparison, base: int) -> Component:
    if comparison.npv_steps[base][comparison.valuation[base]] is None:
        return Paragraph(SAY.both("bridge_none"))
    valuation = comparison.valuations[comparison.valuation[base]]
    note = SAY.both(
        "note_compare_bridge",
        perspective=WORDS.both(f"perspective_{valuation.perspective}"),
        rate=percent(valuation.rate),
        base_year=comparison.base_years[base],
    )
    parts: list[Component] = [Paragraph(note, "quiet")]
    for run, stamp in enumerate(comparison.runs):
        if run == base:
            continue
        title = SAY.both("bridge_title", baseline=comparison.runs[base].label, label=stamp.label)
        found = comparison.bridge(base, run)
        mark = comparison.distinctions[base][run]
        shown: list[Component] = [Paragraph(SAY.both("bridge_none"))]
        if found is not None:
            marked = Text(f"{title.en} ({mark.words.en})", f"{title.tr} ({mark.words.tr})")
            shown = [
                _chart(comparison, base, run, found, marked),
                Folded(PICKER.both("table_bridge"), [_table(found)]),
            ]
        parts.append(Group(title, shown, mark.words))
    return Sequel(parts)


def _chart(comparison: Comparison, base: int, run: int, found: Bridge, title: Text) -> Component:
    steps = [
        Step(comparison.runs[base].label, found.start, total=True),
        *(Step(step.label, step.amount) for step in found.visible),
        Step(comparison.runs[run].label, found.end, total=True),
    ]
    chart = waterfall(SAY.both("title_compare_bridge"), steps, MONEY)
    axis = chart.option["xAxis"]
    label = {**axis["axisLabel"], "width": 64, "fontSize": 10}  # a dozen names side by side on a sheet of A4
    table, drawing = _floating(chart.table, steps, title)
    option = {**chart.option, "xAxis": {**axis, "axisLabel": label}}
    return replace(chart, option=option, table=table, drawing=drawing)


def _floating(table: Table, steps: Sequence[Step], title: Text) -> tuple[Table, Drawing]:
    """The chart of a book: stacked bars of which an invisible part carries each step, in columns of their own."""
    heads = ["bar_invisible", *(f"bar_{kind}" for kind in _KINDS for _ in range(2)), "bar_label"]
    columns = [Column(SAY.both(head), "number", decimals=1, only="book") for head in heads]
    level, rows, labels = 0.0, [], []
    for row, step in zip(table.rows, steps, strict=True):
        start, level = (0.0, step.value) if step.total else (level, level + step.value)
        kind = "total" if step.total else "up" if step.value > 0 else "down"
        rows.append(replace(row, cells=[*row.cells, *_parts(start, level, kind), max(start, level)]))
        shown = number(step.value, 0 if abs(step.value) >= 10 else 1)
        grown = kind == "up" and shown.en.strip("0.,")
        labels.append(Text(f"+{shown.en}", f"+{shown.tr}") if grown else shown)
    drawing = Drawing("floating", columns, colours=_COLOURS, labels=labels, title=title)
    return replace(table, columns=[*table.columns, *columns], rows=rows), drawing


def _parts(start: float, end: float, kind: str) -> list[float | None]:
    """The invisible part, then those above and below nought; one of no height would still be drawn as a line."""
    low, high = min(start, end), max(start, end)
    parts = [low if low >= 0 else high if high <= 0 else 0.0]
    for each in _KINDS:
        above, below = max(0.0, high) - max(0.0, low), min(0.0, low) - min(0.0, high)
        parts += [above, below] if each == kind else [0.0, 0.0]
    return [part or None for part in parts]


def _table(found: Bridge) -> Table:
    rows = []
    for step in found.visible:
        rows.append(Row([step.label, step.amount], "total"))
        if len(step.lines) > 1 or (step.lines and next(iter(step.lines)) not in ("programme_cost", "capex", "tax")):
            rows += [Row([line_name(line), amount]) for line, amount in step.lines.items()]
    rows.append(Row([SAY.both("column_difference_total"), found.difference], "total"))
    columns = [Column(SAY.both("bridge_step")), Column(PICKER.both("amount"), "number", MONEY, 1)]
    return Table(PICKER.both("table_bridge"), columns, rows)
