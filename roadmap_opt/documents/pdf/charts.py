"""Charts on paper: bars by year with a line across them, as areas and lines that a printer draws sharply."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import Color

from roadmap_opt import figures
from roadmap_opt.documents.briefing import YearChart, spoken
from roadmap_opt.documents.html.charts import Series
from roadmap_opt.documents.pdf.letters import BOLD, PLAIN, colour, cut, drawable, ready, text_width
from roadmap_opt.documents.ticks import round_steps
from roadmap_opt.messages import Language

TITLE, SMALL = 9.2, 6.3
"""Sizes of letters: of the title, and of all others."""

KEY = 6.0
"""Side of the square beside a name of the legend."""


def year_chart(chart: YearChart, language: Language, width: float, height: float) -> Drawing:
    """The chart with its title above and its legend below, in a field of this size."""
    ready()
    drawing = Drawing(width, height)
    title, unit = (spoken(words, language) for words in (chart.title, chart.unit))
    drawing.add(_text(0, height - TITLE, cut(title, TITLE, width, True), TITLE, bold=True))
    drawing.add(_text(0, height - 2.15 * TITLE, cut(unit, SMALL, width), SMALL, tint="quiet"))
    legend = _legend(chart, language, width)
    below = len(legend) * SMALL * 1.45
    for number, line in enumerate(legend):
        y = below - (number + 1) * SMALL * 1.45 + 1.5
        for x, name, tint, is_line in line:
            drawing.add(
                Line(x, y + KEY / 2, x + KEY, y + KEY / 2, strokeColor=colour(tint), strokeWidth=1.6)
                if is_line
                else Rect(x, y, KEY, KEY, fillColor=colour(tint), strokeColor=None)
            )
            drawing.add(_text(x + KEY + 3, y + 0.6, name, SMALL))
    _Plot(drawing, chart, language, below + 4, height - below - 4 - 3.3 * TITLE).draw()
    return drawing


class _Plot:
    """The field of the bars with its scale: ``left`` of it stand the numbers of the scale, below it the years."""

    def __init__(self, drawing: Drawing, chart: YearChart, language: Language, bottom: float, height: float) -> None:
        self.drawing, self.chart, self.language = drawing, chart, language
        self.sums = [_sums(chart, year) for year in chart.years]
        self.across = [] if chart.line is None else [chart.line.values.get(year, 0.0) for year in chart.years]
        lowest = min([low for low, _ in self.sums] + self.across)
        highest = max([high for _, high in self.sums] + self.across)
        self.steps = round_steps(lowest, highest, whole=chart.labelled)
        self.labels = [self._said(step, 0 if self.steps[-1] >= 4 or chart.labelled else 1) for step in self.steps]
        self.left = max(text_width(label, SMALL) for label in self.labels) + 5
        self.right, self.below = drawing.width, bottom
        self.low, self.height = bottom + SMALL * 1.6, height - SMALL * 1.6
        self.room = (self.right - self.left) / len(chart.years)
        self.middles = [self.left + self.room * (number + 0.5) for number in range(len(chart.years))]

    def draw(self) -> None:
        """Scale, bars, years, and whatever is written on them."""
        for step, label in zip(self.steps, self.labels, strict=True):
            y = self._y(step)
            self.drawing.add(Line(self.left, y, self.right, y, strokeColor=colour("rule"), strokeWidth=0.4))
            self.drawing.add(_text(self.left - 4, y - SMALL * 0.35, label, SMALL, tint="quiet", anchor="end"))
        self.drawing.add(self._bars())
        ground = self._y(0.0)
        self.drawing.add(Line(self.left, ground, self.right, ground, strokeColor=colour("quiet"), strokeWidth=0.7))
        every = max(1, math.ceil((text_width("2035", SMALL) + 2) / self.room))
        for number, (middle, year) in enumerate(zip(self.middles, self.chart.years, strict=True)):
            if number % every == 0:
                words = _text(middle, self.below + SMALL * 0.2, str(year), SMALL, tint="quiet", anchor="middle")
                self.drawing.add(words)
        if self.chart.labelled:
            self._numbers_in_bars()
        if self.chart.totals:
            for middle, (_, high) in zip(self.middles, self.sums, strict=True):
                if high > 0:
                    self._number_above(middle, high, 1.8)
        if self.chart.line is not None:
            self._line(self.chart.line)

    def _said(self, value: float, decimals: int = 0) -> str:
        return figures.number(value, decimals).in_language(self.language)

    def _y(self, value: float) -> float:
        return self.low + self.height * (value - self.steps[0]) / (self.steps[-1] - self.steps[0])

    def _bars(self) -> VerticalBarChart:
        bars = VerticalBarChart()
        bars.x, bars.y, bars.width, bars.height = self.left, self.low, self.right - self.left, self.height
        bars.data = [[series.values.get(year, 0.0) for year in self.chart.years] for series in self.chart.bars]
        bars.categoryAxis.categoryNames = [str(year) for year in self.chart.years]
        bars.categoryAxis.style = "stacked"
        bars.categoryAxis.visible = bars.valueAxis.visible = False
        bars.barWidth, bars.groupSpacing = 10, 5
        bars.valueAxis.valueMin, bars.valueAxis.valueMax = self.steps[0], self.steps[-1]
        bars.valueAxis.valueSteps = self.steps
        for number, series in enumerate(self.chart.bars):
            bars.bars[number].fillColor = colour(series.colour)
            bars.bars[number].strokeColor = colour("paper")
            bars.bars[number].strokeWidth = 0.3
        return bars

    def _numbers_in_bars(self) -> None:
        for middle, year in zip(self.middles, self.chart.years, strict=True):
            so_far = 0.0
            for series in self.chart.bars:
                value = series.values.get(year, 0.0)
                low, high = self._y(so_far), self._y(so_far + value)
                so_far += value
                if high - low > SMALL * 1.1 and text_width(label := self._said(value), SMALL, True) < self.room:
                    y, tint = (low + high) / 2 - SMALL * 0.35, _on(series.colour)
                    self.drawing.add(_text(middle, y, label, SMALL, True, tint, "middle"))

    def _clear_of(self, number: int) -> float:
        """The height above the bar of a year and above the line on both sides, as far as a number above it reaches."""
        reach = min(0.5, (text_width(self._said(self.across[number]), SMALL, True) / 2 + 3) / self.room)
        here, beside = self.across[number], self.across[max(0, number - 1) : number + 2]
        line = max(here + reach * (other - here) for other in beside)
        return self._y(max(line, self.sums[number][1]))

    def _number_above(self, x: float, value: float, gap: float, above: float | None = None) -> None:
        """A number above a point or a height, unless it would run into its neighbours."""
        label = self._said(value)
        wide = text_width(label, SMALL, True)
        if wide > self.room + 2:
            return
        y = (self._y(value) if above is None else above) + gap
        veil = Color(1, 1, 1, 0.82)
        self.drawing.add(Rect(x - wide / 2 - 1, y - 0.8, wide + 2, SMALL, fillColor=veil, strokeColor=None))
        self.drawing.add(_text(x, y, label, SMALL, bold=True, anchor="middle"))

    def _line(self, line: Series) -> None:
        points = [each for x, value in zip(self.middles, self.across, strict=True) for each in (x, self._y(value))]
        tint = colour(line.colour)
        self.drawing.add(PolyLine(points, strokeColor=tint, strokeWidth=1.6))
        for x, value in zip(self.middles, self.across, strict=True):
            dot = Circle(x, self._y(value), 2.1, fillColor=colour("paper"), strokeColor=tint, strokeWidth=1.2)
            self.drawing.add(dot)
        for number, x in enumerate(self.middles):
            self._number_above(x, self.across[number], 4, self._clear_of(number))


def _on(name: str) -> str:
    """The colour of letters on an area: dark on bright ones."""
    area: Color = colour(name)
    return "paper" if 0.299 * area.red + 0.587 * area.green + 0.114 * area.blue < 0.6 else "ink"


def _sums(chart: YearChart, year: int) -> tuple[float, float]:
    values = [series.values.get(year, 0.0) for series in chart.bars]
    return math.fsum(min(0.0, value) for value in values), math.fsum(max(0.0, value) for value in values)


def _legend(chart: YearChart, language: Language, width: float) -> Sequence[list[tuple[float, str, str, bool]]]:
    """Names beside one another, as many to a line as fit: where each begins, the name, its colour, whether a line."""
    named = [(series, False) for series in chart.bars] + ([(chart.line, True)] if chart.line else [])
    lines: list[list[tuple[float, str, str, bool]]] = [[]]
    x = 0.0
    for series, is_line in named:
        name = cut(drawable(spoken(series.name, language)), SMALL, width - KEY - 3)
        wide = KEY + 3 + text_width(name, SMALL) + 9
        if lines[-1] and x + wide - 9 > width:
            lines.append([])
            x = 0.0
        lines[-1].append((x, name, series.colour, is_line))
        x += wide
    return lines


def _text(
    x: float, y: float, words: str, size: float, bold: bool = False, tint: str = "ink", anchor: str = "start"
) -> String:
    return String(
        x,
        y,
        drawable(words),
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        fillColor=colour(tint),
        textAnchor=anchor,
    )
