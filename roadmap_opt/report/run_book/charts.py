"""Native charts of the results workbook, in the design of the page: the same colours for the same things, a quiet grid,
the title at the left, the unit on the axis, no series without a figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from roadmap_opt.documents.excel.charts import dress
from roadmap_opt.palette import INK, LIGHT, MANY_SERIES, QUIET, RULE, SERIES_COLOURS
from roadmap_opt.report.run_book.page import LABEL_COLUMNS, Block, Page

LOW, ROW_PIXELS = 288, 20
"""Height of a chart without scaling and of a row of cells, in pixels."""

WIDE_SCALE = 1.25
"""Width of a chart that stands beside another one."""

NEGLIGIBLE = 1e-9


def stacked_columns(
    page: Page, block: Block, names: Sequence[str], title: str, unit: str, *, colours: Sequence[str] = ()
) -> Any:
    """A stacked column chart of a table with years across; ``colours`` are names of the palette, else in its order."""
    chart = page.book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    palette = colours or [MANY_SERIES[position % len(MANY_SERIES)] for position in range(len(names))]
    shown = []
    # of a plan that does nothing, nothing is worth showing; but a chart without series makes no valid workbook
    nothing = not any(map(_has_figures, block.values))
    for row, values, name, colour in zip(block.rows, block.values, names, palette, strict=True):
        if nothing or _has_figures(values):
            fill = {"color": LIGHT[colour]}
            chart.add_series({**year_series(page, block, row, name), "fill": fill, "gap": 45})
            shown.append(values)
    sums = {year: math.fsum(abs(values.get(year, 0.0)) for values in shown) for year in page.book.charted_years}
    return dress(chart, title, unit, largest=max(sums.values(), default=0.0))


def lines(
    page: Page,
    block: Block,
    names: Sequence[str],
    title: str,
    unit: str,
    *,
    dashed: Callable[[int], bool] | None = None,
    colours: Sequence[str] = (),
) -> Any:
    """A line chart of a table with years across; rows for which ``dashed`` holds are limits."""
    chart = page.book.workbook.add_chart({"type": "line"})
    largest = smallest = 0.0
    for position, (row, values, name) in enumerate(zip(block.rows, block.values, names, strict=True)):
        colour = LIGHT[colours[position]] if colours else SERIES_COLOURS[position % len(SERIES_COLOURS)]
        look = line_look(colour)
        if dashed is not None and dashed(position):
            # A limit of a single year would have no line to be seen: its mark is a dash.
            look = {
                "line": {"color": INK, "width": 1.5, "dash_type": "dash"},
                "marker": {"type": "long_dash", "size": 7, "fill": {"color": INK}, "border": {"none": True}},
            }
        chart.add_series({**year_series(page, block, row, name), **look})
        known = [value for value in values.values() if math.isfinite(value)]
        largest = max([largest, *(abs(value) for value in known)])
        smallest = min([smallest, *known])
    return dress(chart, title, unit, largest=largest, from_nought=smallest >= 0)


def charts_across(page: Page, charts: Sequence[Any], *, height: float = 1.15) -> None:
    """Insert charts two across below what stands on the page, and move the cursor below them."""
    rows = math.ceil(LOW * height / ROW_PIXELS) + 2
    for position, chart in enumerate(charts):
        column = 0 if position % 2 == 0 else LABEL_COLUMNS + 2
        row = page.row + rows * (position // 2)
        page.sheet.insert_chart(row, column, chart, {"x_scale": WIDE_SCALE, "y_scale": height})
    page.row += rows * math.ceil(len(charts) / 2)


def line_look(colour: str) -> dict[str, Any]:
    """A line with a mark for every year, as on the page."""
    marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
    return {"line": {"color": colour, "width": 2.25}, "marker": marker}


def bars(page: Page, block: Block, year: int, title: str, num_format: str) -> Any:
    """A bar chart of one year of a table with years across, one bar per row, named by the first label."""
    column = LABEL_COLUMNS + page.book.years.index(year)
    first, last = block.rows[0], block.rows[-1]
    chart = page.book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": str(year),
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, column, last, column],
            "fill": {"color": SERIES_COLOURS[0]},
            "gap": 40,
            "data_labels": {"value": True, "num_format": num_format, "font": {"size": 8, "color": QUIET}},
        }
    )
    dress(chart, title, "")
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8, "color": QUIET}, "line": {"color": RULE}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    return chart


def year_series(page: Page, block: Block, row: int, name: str) -> dict[str, Any]:
    """A chart series of one row with years across; the caller adds its look."""
    years, charted = page.book.years, page.book.charted_years
    first, last = (LABEL_COLUMNS + years.index(year) for year in (charted[0], charted[-1]))
    return {
        "name": name,
        "categories": [page.name, block.header, first, block.header, last],
        "values": [page.name, row, first, row, last],
    }


def _has_figures(values: Mapping[int, float]) -> bool:
    return any(math.isfinite(value) and abs(value) > NEGLIGIBLE for value in values.values())
