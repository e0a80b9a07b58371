"""Waterfalls as native charts: stacked columns, of which an invisible part carries each step to where it begins."""

from __future__ import annotations

from typing import Any

from roadmap_opt.figures import number
from roadmap_opt.solution.comparison.bridge import Bridge
from roadmap_opt.workbook.compare_page import Sheets
from roadmap_opt.workbook.results_charts import dress
from roadmap_opt.workbook.results_page import Page
from roadmap_opt.workbook.results_style import BLUE, GREEN, INK, ONE_DECIMAL, QUIET, VERMILLION

_KINDS = ("total", "up", "down")
_COLOURS = ("", BLUE, BLUE, GREEN, GREEN, VERMILLION, VERMILLION)
"""Of the invisible part, then of each kind of bar above and below zero."""
_TOP_COLUMN = 1 + len(_COLOURS)


class Waterfalls:
    """Writes the charts' figures to a sheet of their own, one block per chart."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """The sheet of the figures, made when the first chart is."""
        if self._page is None:
            self._page = self.sheets.page("chart_data", INK)
            self._page.sheet.set_column(0, 0, 46)
            self._page.sheet.set_column(1, _TOP_COLUMN, 13)
        return self._page

    def chart(self, run: int, found: Bridge) -> Any:
        """The waterfall from the baseline to ``run``; the caller places it."""
        sheets, page = self.sheets, self.page
        bars = _bars(sheets, run, found)
        title = sheets.say("bridge_title", baseline=sheets.label(sheets.baseline), label=sheets.label(run))
        mark = sheets.comparison.standings[sheets.baseline][run]
        titled = f"{title} ({sheets.words(mark.words)})"
        heads = [sheets.say("bar_invisible"), *(sheets.say(f"bar_{kind}") for kind in _KINDS for _ in range(2))]
        header = page.row
        sheets.header(page, [title, *heads, sheets.say("bar_label")], 1)
        for name, start, end, kind in bars:
            self._bar(name, start, end, kind)
        rows = (header + 1, page.row - 1)
        chart = sheets.book.workbook.add_chart({"type": "column", "subtype": "stacked"})
        for column, colour in enumerate(_COLOURS, start=1):
            fill = {"fill": {"color": colour}} if colour else {"fill": {"none": True}, "border": {"none": True}}
            chart.add_series({**self._range(heads[column - 1], rows, column), "gap": 35, **fill})
        labels = [{"value": _amount(sheets, end - start, kind)} for _, start, end, kind in bars]
        line = sheets.book.workbook.add_chart({"type": "line"})
        line.add_series({
            **self._range(sheets.say("bar_label"), rows, _TOP_COLUMN), "line": {"none": True},
            "data_labels": {"value": True, "position": "above", "custom": labels, "font": {"size": 9}},
        })  # fmt: skip
        chart.combine(line)
        dress(chart, titled, "MUSD")
        chart.set_legend({"none": True})
        page.row += 1
        return chart

    def _range(self, name: str, rows: tuple[int, int], column: int) -> dict[str, Any]:
        first, last = rows
        return {
            "name": name,
            "categories": [self.page.name, first, 0, last, 0],
            "values": [self.page.name, first, column, last, column],
        }

    def _bar(self, name: str, start: float, end: float, kind: str) -> None:
        page, sheets = self.page, self.sheets
        low, high = min(start, end), max(start, end)
        parts = [low if low >= 0 else high if high <= 0 else 0.0]
        for each in _KINDS:
            above, below = max(0.0, high) - max(0.0, low), min(0.0, low) - min(0.0, high)
            parts += [above, below] if each == kind else [0.0, 0.0]
        style = sheets.cell(num_format=ONE_DECIMAL, font_color=QUIET)
        page.sheet.write_string(page.row, 0, name, sheets.cell())
        for column, value in enumerate(parts, start=1):
            page.number(page.row, column, value or None, style)  # a bar of no height would still be drawn as a line
        page.sheet.write_number(page.row, _TOP_COLUMN, high, style)
        page.row += 1


def _bars(sheets: Sheets, run: int, found: Bridge) -> list[tuple[str, float, float, str]]:
    """Name, start, end and kind of every bar."""
    bars = [(sheets.label(sheets.baseline), 0.0, found.start, "total")]
    level = found.start
    for step in found.visible:
        bars.append((sheets.words(step.label), level, level + step.amount, "up" if step.amount > 0 else "down"))
        level += step.amount
    return [*bars, (sheets.label(run), 0.0, found.end, "total")]


def _amount(sheets: Sheets, amount: float, kind: str) -> str:
    shown = sheets.words(number(amount, 0 if abs(amount) >= 10 else 1))
    return f"+{shown}" if kind == "up" and shown.strip("0.,") else shown
