"""Charts that PowerPoint edits: bars by year with a line across them, their numbers in a workbook inside the file."""

from __future__ import annotations

import copy
import math
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from roadmap_opt.documents.briefing import YearChart, spoken
from roadmap_opt.documents.components import Words
from roadmap_opt.documents.powerpoint.shapes import Pen, rgb

SIZE = 9
WHOLE, NO_ZEROS = "#,##0", "#,##0;−#,##0;;"


def place_chart(pen: Pen, chart: YearChart, x: float, y: float, width: float, height: float, total: Words) -> None:
    """Put a chart on the slide; ``total`` is what the sum of its bars is called in the workbook inside."""
    data = CategoryChartData(number_format=WHOLE)
    data.categories = [str(year) for year in chart.years]
    for series in chart.bars:
        data.add_series(spoken(series.name, pen.language), [series.values.get(year, 0.0) for year in chart.years])
    line: tuple[str, list[float]] | None = None
    if chart.line is not None:
        line = spoken(chart.line.name, pen.language), [chart.line.values.get(year, 0.0) for year in chart.years]
    elif chart.totals:
        sums = [math.fsum(series.values.get(year, 0.0) for series in chart.bars) for year in chart.years]
        line = spoken(total, pen.language), sums
    if line is not None:
        data.add_series(*line)
    frame = pen.slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_STACKED, Inches(x), Inches(y), Inches(width), Inches(height), data
    )
    frame._element.nvGraphicFramePr.cNvPr.set(
        "descr", f"{spoken(chart.title, pen.language)} ({spoken(chart.unit, pen.language)})"
    )
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(SIZE), rgb("ink")
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn)
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for number, series in enumerate(chart.bars):
        bar = plot.series[number]
        bar.format.fill.solid()
        bar.format.fill.fore_color.rgb = rgb(series.colour)
        bar.invert_if_negative = False
        if chart.labelled:
            _labels(bar, NO_ZEROS, "paper", None)
    if line is not None:
        across = plot.series[len(chart.bars)]
        _labels(across, WHOLE, "ink", XL_LABEL_POSITION.ABOVE)
        _as_line(drawn, across._element, None if chart.line is None else chart.line.colour)
        if chart.line is None:
            _leave_out_of_legend(drawn, len(chart.bars))


def _axes(drawn: Any) -> None:
    years, values = drawn.category_axis, drawn.value_axis
    years.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    years.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    years.format.line.color.rgb = rgb("quiet")
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.rgb = rgb("rule")
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = WHOLE, False
    for axis in (years, values):
        axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(SIZE), rgb("quiet")


def _labels(series: Any, shape: str, tint: str, position: Any) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = shape, False
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(SIZE), True, rgb(tint)
    if position is not None:
        labels.position = position
        behind = labels._element.makeelement(qn("c:spPr"), {})  # bars and line would run through the digits
        behind.append(_solid(behind, "paper"))
        labels._element.find(qn("c:numFmt")).addnext(behind)


def _as_line(drawn: Any, series: Any, tint: str | None) -> None:
    """Draw the last series as a line across the bars, or as its labels alone; the library knows no such mixture."""
    bars = drawn._chartSpace.find(f".//{qn('c:barChart')}")
    line = bars.makeelement(qn("c:lineChart"), {})
    for name, value in (("grouping", "standard"), ("varyColors", "0")):
        line.append(line.makeelement(qn(f"c:{name}"), {"val": value}))
    bars.remove(series)
    for name in ("c:invertIfNegative", "c:spPr"):
        for found in series.findall(qn(name)):
            series.remove(found)
    after = series.find(qn("c:tx"))
    properties = _outline(series, tint)
    after.addnext(properties)
    marker = series.makeelement(qn("c:marker"), {})
    marker.append(marker.makeelement(qn("c:symbol"), {"val": "none" if tint is None else "circle"}))
    if tint is not None:
        marker.append(marker.makeelement(qn("c:size"), {"val": "6"}))
        filled = marker.makeelement(qn("c:spPr"), {})
        filled.append(_solid(filled, "paper"))
        filled.append(copy.deepcopy(properties.find(qn("a:ln"))))
        marker.append(filled)
    properties.addnext(marker)
    series.append(series.makeelement(qn("c:smooth"), {"val": "0"}))
    line.append(series)
    line.append(line.makeelement(qn("c:marker"), {"val": "1"}))
    for axis in bars.findall(qn("c:axId")):
        line.append(copy.deepcopy(axis))
    bars.addnext(line)


def _outline(parent: Any, tint: str | None) -> Any:
    properties = parent.makeelement(qn("c:spPr"), {})
    outline = properties.makeelement(qn("a:ln"), {"w": str(Pt(2))})
    outline.append(outline.makeelement(qn("a:noFill"), {}) if tint is None else _solid(outline, tint))
    properties.append(outline)
    return properties


def _solid(parent: Any, tint: str) -> Any:
    fill = parent.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": str(rgb(tint))}))
    return fill


def _leave_out_of_legend(drawn: Any, number: int) -> None:
    legend = drawn.legend._element
    entry = legend.makeelement(qn("c:legendEntry"), {})
    entry.append(entry.makeelement(qn("c:idx"), {"val": str(number)}))
    entry.append(entry.makeelement(qn("c:delete"), {"val": "1"}))
    legend.find(qn("c:legendPos")).addnext(entry)
