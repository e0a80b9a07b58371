"""Native charts of a sweep's workbook: tornado, histogram, shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from roadmap_opt.workbook.results_charts import dress
from roadmap_opt.workbook.results_page import Book
from roadmap_opt.workbook.results_style import BLUE, GREEN, QUIET, RULE, SKY


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that a chart reads: the sheet's name, first and last row (from 0), the column of the names and those of the
    values with their titles; ``colours`` holds one colour per row where rows differ.
    """

    sheet: str
    title: str
    unit: str
    first: int
    last: int
    names: int
    values: tuple[tuple[int, str], ...]
    num_format: str = "General"
    colours: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A chart and the height it needs, in pixels."""

    chart: Any
    height: int


def tornado_chart(book: Book, block: Block) -> Placed:
    """Bars left and right of the base, the widest on top."""
    chart = book.workbook.add_chart({"type": "bar", "subtype": "clustered"})
    for (column, name), colour in zip(block.values, (SKY, BLUE), strict=True):
        chart.add_series({**_series(block, column, name), "fill": {"color": colour}, "gap": 45, "overlap": 0})
    _lay_flat(chart, block)
    return Placed(chart, 110 + 30 * block.rows)


def histogram_chart(book: Book, block: Block) -> Placed:
    """How many runs lie in which range."""
    chart = book.workbook.add_chart({"type": "column"})
    ((column, name),) = block.values
    chart.add_series({**_series(block, column, name), "fill": {"color": BLUE}, "gap": 6})
    dress(chart, block.title, name)
    chart.set_legend({"none": True})
    font = {"size": 9, "color": QUIET}
    chart.set_x_axis(
        {"name": block.unit, "name_font": {**font, "bold": False}, "num_font": font, "num_format": block.num_format,
         "line": {"color": RULE}, "label_position": "low"}
    )  # fmt: skip
    return Placed(chart, 300)


def builds_chart(book: Book, block: Block) -> Placed:
    """Share of runs per plant, the most frequent on top; those without regret in green."""
    chart = book.workbook.add_chart({"type": "bar"})
    ((column, name),) = block.values
    points = [{"fill": {"color": colour}} for colour in block.colours]
    label = {"value": True, "num_format": "0%", "font": {"size": 9, "color": QUIET}}
    chart.add_series({**_series(block, column, name), "points": points, "gap": 35, "data_labels": label})
    _lay_flat(chart, block)
    chart.set_legend({"none": True})
    chart.set_x_axis({"visible": False, "min": 0, "max": 1.1, "major_gridlines": {"visible": False}})
    return Placed(chart, 80 + 22 * block.rows)


def share_colours(certain: list[bool]) -> tuple[str, ...]:
    """A colour per row: green where the threshold is reached."""
    return tuple(GREEN if each else SKY for each in certain)


def _series(block: Block, column: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "categories": [block.sheet, block.first, block.names, block.last, block.names],
        "values": [block.sheet, block.first, column, block.last, column],
    }


def _lay_flat(chart: Any, block: Block) -> None:
    dress(chart, block.title, "")
    font = {"size": 9, "color": QUIET}
    chart.set_y_axis(
        {"reverse": True, "num_font": font, "line": {"color": RULE}, "label_position": "low",
         "major_gridlines": {"visible": False}}
    )  # fmt: skip
    chart.set_x_axis(
        {"name": block.unit, "name_font": {**font, "bold": False}, "num_font": font, "num_format": block.num_format,
         "label_position": "high", "major_gridlines": {"visible": True, "line": {"color": "#E6EAEE", "width": 0.75}},
         "line": {"none": True}}
    )  # fmt: skip
