"""Native charts, in the design of the page: the same colours for the same things, a quiet grid, the title at the left,
the unit on the axis. :func:`native_chart` draws what a document declares from the cells of a table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.palette import BLUE, GRID, INK, LIGHT, QUIET, RULE, SKY

_QUIET_FONT = {"size": 9, "color": QUIET, "name": "Calibri"}
_RULED = {"major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}}, "line": {"none": True}}
"""An axis of amounts: a quiet grid and no line of its own."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a chart reads: sheet, first and last row (from 0), column of the names; ``values`` are columns with their
    titles and number formats, ``labels`` what stands at the bars of the last of them.
    """

    sheet: str
    first: int
    last: int
    names: int
    values: tuple[tuple[int, str, str], ...]
    labels: tuple[str, ...] = ()
    names_format: str = "General"

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.last - self.first + 1

    def series(self, position: int) -> dict[str, Any]:
        """One of the columns as a series; the caller adds its look."""
        column, title, _ = self.values[position]
        return {
            "name": title,
            "categories": [self.sheet, self.first, self.names, self.last, self.names],
            "values": [self.sheet, self.first, column, self.last, column],
        }


def native_chart(workbook: xlsxwriter.Workbook, drawing: Drawing, cells: Cells, title: str, unit: str) -> Any:
    """The chart that ``drawing`` declares, without a size."""
    return _DRAWN[drawing.kind](workbook, drawing, cells, title, unit)


def height_of(drawing: Drawing, rows: int) -> int:
    """Pixels that the chart of a table with this many rows needs."""
    return {"tornado": 110 + 30 * rows, "bars": 80 + 22 * rows, "columns": 300, "floating": 346}[drawing.kind]


WIDTHS = {"tornado": 760, "bars": 860, "columns": 640, "floating": 1152}
"""Pixels across by kind of drawing."""


def _tornado(workbook: xlsxwriter.Workbook, drawing: Drawing, cells: Cells, title: str, unit: str) -> Any:
    chart = workbook.add_chart({"type": "bar", "subtype": "clustered"})
    for position, colour in enumerate((SKY, BLUE)):
        muted = drawing.muted[position] if drawing.muted else ()
        points = [{"fill": {"color": RULE if row in muted else colour}} for row in range(cells.rows)]
        look = {"fill": {"color": colour}, "points": points, "gap": 45, "overlap": 0}
        chart.add_series({**cells.series(position), **look})
    _lay_flat(chart, title)
    shown = "0%" if "%" in cells.values[0][2] else "#,##0.##"
    chart.set_x_axis({**_titled(unit), "num_format": shown, "label_position": "high", **_RULED})
    return chart


def _bars(workbook: xlsxwriter.Workbook, drawing: Drawing, cells: Cells, title: str, unit: str) -> Any:
    chart = workbook.add_chart({"type": "bar"})
    points = [{"fill": {"color": LIGHT[colour]}} for colour in drawing.colours]
    label = {"value": True, "num_format": "0%", "font": {"size": 9, "color": QUIET}}
    chart.add_series({**cells.series(0), "points": points, "gap": 35, "data_labels": label})
    _lay_flat(chart, title)
    chart.set_legend({"none": True})
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.1, "major_gridlines": {"visible": False}})
    return chart


def _columns(workbook: xlsxwriter.Workbook, drawing: Drawing, cells: Cells, title: str, unit: str) -> Any:
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({**cells.series(0), "fill": {"color": BLUE}, "gap": 6})
    dress(chart, title, cells.values[0][1])
    chart.set_legend({"none": True})
    look = {"num_format": cells.names_format, "line": {"color": RULE}, "label_position": "low"}
    chart.set_x_axis({**_titled(unit), **look})
    return chart


def _floating(workbook: xlsxwriter.Workbook, drawing: Drawing, cells: Cells, title: str, unit: str) -> Any:
    """Stacked columns of which those without a colour carry the others; the last series is a line of labels."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    for position, colour in enumerate(drawing.colours):
        fill = {"fill": {"color": LIGHT[colour]}} if colour else {"fill": {"none": True}, "border": {"none": True}}
        chart.add_series({**cells.series(position), "gap": 35, **fill})
    line = workbook.add_chart({"type": "line"})
    labels = [{"value": label} for label in cells.labels]
    line.add_series({
        **cells.series(len(drawing.colours)), "line": {"none": True},
        "data_labels": {"value": True, "position": "above", "custom": labels, "font": {"size": 9}},
    })  # fmt: skip
    chart.combine(line)
    dress(chart, title, unit)
    chart.set_legend({"none": True})
    return chart


_DRAWN: dict[str, Callable[[xlsxwriter.Workbook, Drawing, Cells, str, str], Any]] = {
    "tornado": _tornado, "bars": _bars, "columns": _columns, "floating": _floating,
}  # fmt: skip


def _lay_flat(chart: Any, title: str) -> None:
    """Bars from left to right, the first row on top."""
    dress(chart, title, "")
    chart.set_y_axis({"reverse": True, "num_font": _QUIET_FONT, "label_position": "low", "line": {"color": RULE},
                      "major_gridlines": {"visible": False}})  # fmt: skip


def _titled(unit: str) -> dict[str, Any]:
    return {"name": unit, "name_font": {**_QUIET_FONT, "bold": False}, "num_font": _QUIET_FONT}


def dress(chart: Any, title: str, unit: str, *, largest: float | None = None, from_nought: bool = False) -> Any:
    """The common look of every chart. ``largest`` is the figure that the axis has to reach: it sets the decimals, where
    else the format of the cells would show noughts as dashes. ``from_nought`` keeps the axis from exaggerating.
    """
    title_font = {"size": 12, "bold": True, "color": INK, "name": "Calibri"}
    chart.set_title({"name": title, "name_font": title_font, "overlay": False, "layout": {"x": 0.015, "y": 0.02}})
    chart.set_legend({"position": "bottom", "font": _QUIET_FONT})
    chart.set_x_axis({"num_font": _QUIET_FONT, "line": {"color": RULE}, "label_position": "low"})
    value: dict[str, Any] = {"num_format": "0%"} if unit == "%" else {"name": unit}
    if unit != "%" and largest is not None:
        value["num_format"] = axis_format(largest)
    if from_nought:
        value["min"] = 0
    chart.set_y_axis({**_titled(""), **value, **_RULED})
    chart.set_chartarea({"border": {"none": True}})
    chart.show_blanks_as("gap")
    return chart


def axis_format(largest: float) -> str:
    """Number format of an axis that reaches ``largest``; signs and separators are those of the reader's settings."""
    if largest >= 10:
        return "#,##0;−#,##0;0"
    return "0.0;−0.0;0" if largest >= 1 else "0.00;−0.00;0"
