"""What a comparison opens with: a sentence per pair of runs, and what each plan is worth beside what is proven."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from roadmap_opt import figures
from roadmap_opt.comparison import Comparison
from roadmap_opt.comparison.verdicts import figure, targets_met, verdicts
from roadmap_opt.documents.components import Callout, Chart, Column, Component, Folded, Paragraph, Row, Table
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.html.charts import TIP, joined, names_axis, number_format
from roadmap_opt.messages import Text
from roadmap_opt.report.compare.parts import ByBaseline
from roadmap_opt.words import COMPARISON as WORDS
from roadmap_opt.words import COMPARISON_PAGE as PICKER

MONEY = figures.MUSD

MOST_TOLD = 6
"""Pairs that a document and the console open with; of more, those with the baseline."""


def verdicts_part(comparison: Comparison, baseline: int) -> Component:
    """A sentence per pair; with many runs, per pair with the run that the others are measured against."""
    runs = range(len(comparison.runs))
    if comb(len(runs), 2) <= MOST_TOLD:
        lines = [found.words for found in verdicts(comparison)]
        return Callout("", "info", WORDS.both("verdicts_title"), lines)
    parts = []
    for base in runs:
        title = WORDS.both("verdicts_against", baseline=comparison.runs[base].label)
        parts.append(Callout("", "info", title, [found.words for found in verdicts(comparison, base)]))
    return ByBaseline(parts, baseline, block=True)


def all_verdicts(comparison: Comparison) -> list[Component]:
    """The sentences about all pairs, where the document does not open with them."""
    count = comb(len(comparison.runs), 2)
    if count <= MOST_TOLD:
        return []
    lines = [Paragraph(found.words) for found in verdicts(comparison)]
    return [Folded(WORDS.both("verdicts_all", count=count), lines)]


def ranges_chart(comparison: Comparison) -> Chart | None:
    """Per run the span from what its plan reaches to what no plan can beat, its net present value and the targets that
    it meets; nothing where no run has a plan.
    """
    runs = [run for run, stamp in enumerate(comparison.runs) if stamp.has_plan]
    if not runs:
        return None
    names, series, worths, rows, labels = [], [], [], [], []
    for place, run in enumerate(runs):
        stamp, interval = comparison.runs[run], comparison.standings[run].interval
        npv, met = figure(comparison, "npv_chosen", run), targets_met(comparison, run)
        remark = PICKER.both("ranges_targets", met=met)
        names.append(Text(f"{stamp.label.en} · {remark.en}", f"{stamp.label.tr} · {remark.tr}"))
        if interval.low is not None and interval.high is not None:
            series.append(_span(place, interval.low, interval.high, _tip(stamp.label, interval.low, interval.high)))
        tip = joined(stamp.label, PICKER.both("ranges_npv"), figures.short(npv, MONEY))
        worths.append({"value": [npv, place], "tip": tip})
        shortfall = figure(comparison, "weighted_shortfall", run)
        span = (interval.low, interval.high)
        rows.append(Row([stamp.label, *span, npv, met, shortfall, *_bars(*span)]))
        labels.append(met)
    diamonds = {
        "type": "scatter", "data": worths, "symbol": "diamond", "symbolSize": 13, "z": 6,
        "itemStyle": {"color": "@vermillion"},
    }  # fmt: skip
    option = {
        "tooltip": TIP,
        "grid": {"left": 8, "right": 28, "top": 4, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "scale": True, "axisLabel": {"formatter": number_format(decimals=0)}},
        "yAxis": names_axis(names),
        "series": [*series, diamonds],
    }
    bars = [Column(PICKER.both(f"rangebar_{key}"), "number", decimals=1, only="book") for key in _BARS]
    columns = [
        Column(PICKER.both("column_pairs")),
        Column(PICKER.both("ranges_low"), "number", MONEY, 1),
        Column(PICKER.both("ranges_high"), "number", MONEY, 1),
        Column(PICKER.both("ranges_npv"), "number", MONEY, 1),
        Column(PICKER.both("ranges_met")),
        Column(WORDS.both("figure_weighted_shortfall"), "number", decimals=2),
        *bars,
    ]
    title = PICKER.both("ranges_title")
    drawing = Drawing("floating", bars, colours=("", "blue", "blue"), labels=labels, axis=MONEY)
    legend = [(PICKER.both("ranges_span"), "blue"), (PICKER.both("ranges_npv"), "vermillion")]
    return Chart(
        title, option, Table(title, columns, rows), _alt(comparison, runs), MONEY, PICKER.both("ranges_note"),
        height=64 + 52 * len(runs), legend=legend, drawing=drawing,
    )  # fmt: skip


_BARS = ("invisible", "above", "below", "top")


def _span(place: int, low: float, high: float, tip: Text) -> dict[str, object]:
    """A thick line with round ends: a span of no width is still a point."""
    data = [{"value": [end, place], "tip": tip} for end in (low, high)]
    return {
        "type": "line", "data": data, "symbol": "circle", "symbolSize": 12, "showAllSymbol": True, "z": 3,
        "lineStyle": {"width": 12, "color": "@blue"}, "itemStyle": {"color": "@blue"},
    }  # fmt: skip


def _tip(label: Text, low: float, high: float) -> Text:
    ends = [figures.short(end, MONEY) for end in (low, high)]
    return joined(label, PICKER.both("ranges_tip", low=ends[0], high=ends[1]))


def _bars(low: float | None, high: float | None) -> Sequence[float | None]:
    """What a book stacks: an invisible part that carries the span, the span above and below nought, its top."""
    if low is None or high is None:
        return [None, None, None, None]
    carried = low if low >= 0 else min(high, 0.0)
    return [carried, max(0.0, high) - max(0.0, low), min(0.0, low) - min(0.0, high), max(0.0, high)]


def _alt(comparison: Comparison, runs: Sequence[int]) -> Text:
    told = []
    for run in runs:
        interval = comparison.standings[run].interval
        ends = {end: figures.short(getattr(interval, end), MONEY) for end in ("low", "high")}
        told.append(
            PICKER.both("ranges_alt", name=comparison.runs[run].label, met=targets_met(comparison, run), **ends)
        )
    return Text.joined(*told)
