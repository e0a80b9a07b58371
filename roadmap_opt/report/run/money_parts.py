"""What the money parts of the page share: amounts in words, a table with years and a total, a year's waterfall."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from roadmap_opt import figures
from roadmap_opt.documents.components import Cell, Chart, Column, Row, Table, Words, column_decimals
from roadmap_opt.documents.html.charts_flow import Step, waterfall
from roadmap_opt.documents.year_tables import Years
from roadmap_opt.figures import MUSD
from roadmap_opt.messages import Text
from roadmap_opt.words import PAGE as PAGE_TEXT


def money(value: float) -> Text:
    """An amount in a sentence or a tile: about three digits, with its unit."""
    return figures.short(value, MUSD)


def money_table(
    caption: Words, years: Sequence[int], rows: Sequence[Years], label: Words = "", *, last: Sequence[Row] = ()
) -> Table:
    """Years across and a total of the years at the end, MUSD; ``last`` are rows that stand below, with ready cells."""
    numbers = [abs(value) for row in rows for value in row.values.values() if math.isfinite(value)]
    # Differences of a few decimals below the point would be noise next to totals in the hundreds.
    places = min(1, column_decimals(numbers))
    columns = [Column(label), *(Column(str(year), "number", decimals=places) for year in years)]
    columns.append(Column(PAGE_TEXT.both("total"), "number", decimals=places))
    filled = []
    for row in rows:
        cells: list[Cell] = [row.label]
        if row.kind != "heading":
            cells += [row.values.get(year) for year in years]
            cells.append(math.fsum(row.values.get(year, 0.0) for year in years))
        filled.append(Row(cells, row.kind))
    return Table(caption, columns, [*filled, *last])


def balance_row(label: Words, difference: Mapping[int, float], years: Sequence[int]) -> Row:
    """A check that two sides are equal: a mark where they are, the difference where they are not."""

    def shown(value: float) -> Cell:
        return "✓ 0" if abs(value) < 0.05 else value

    whole = math.fsum(difference[year] for year in years)
    return Row((label, *(shown(difference[year]) for year in years), shown(whole)), "total")


def level_row(label: Words, levels: Mapping[int, float], years: Sequence[int]) -> Row:
    """What stands at the end of each year: the years have no total."""
    return Row((label, *(levels[year] for year in years), ""))


def yearly_waterfall(
    title: Words, steps: Mapping[int, Sequence[Step]], unit: Words, table: Table, *, note: Words = "", alt: Words = ""
) -> Chart:
    """A waterfall with a slider over its years; ``table`` lists every year. The years have the same steps."""
    charts = {year: waterfall(title, each, unit) for year, each in steps.items()}
    frames = {year: {"series": [{"data": chart.option["series"][0]["data"]}]} for year, chart in sorted(charts.items())}
    shown = max(charts)
    return replace(
        charts[shown], frames=frames, first_frame=shown, table=table, note=note, alt=alt or charts[shown].alt
    )
