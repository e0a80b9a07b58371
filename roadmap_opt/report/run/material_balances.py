"""Balances of goods as tables: every good, site and year, and what leaves beside the rare earths."""

from __future__ import annotations

import math

from roadmap_opt.documents.components import Column, Row, Table
from roadmap_opt.documents.year_tables import Years, year_table
from roadmap_opt.messages import Text
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year
from roadmap_opt.words import MATERIAL as SAY

SOURCES = ("made", "mined", "bought", "collected", "arrived", "opening_stock")
USES = ("consumed", "sold", "delivered", "departed", "disposed", "closing_stock")

_BETWEEN_SITES = ("arrived", "departed")
_NOTHING = 1e-9


def balance_table(run: Run, names: Names) -> Table:
    """The whole table; a good at several sites has a block for all of them together first."""
    years = run.case.decision_years
    frame = run.tables["balances"]
    values = {item: by_year(frame, ("commodity", "site"), item) for item in (*SOURCES, *USES)}
    places: dict[str, list[str]] = {}
    for commodity, site in dict.fromkeys(zip(frame["commodity"].astype(str), frame["site"].astype(str), strict=True)):
        if any((commodity, site) in by_place for by_place in values.values()):
            places.setdefault(commodity, []).append(site)
    rows: list[Row] = []
    for commodity in (row.commodity for row in run.case.commodities if row.commodity in places):
        sites = places[commodity]
        blocks = [("", sites)] if len(sites) > 1 else []
        for site, counted in [*blocks, *((site, [site]) for site in sites)]:
            block = {
                item: {y: math.fsum(by_place.get((commodity, s), {}).get(y, 0.0) for s in counted) for y in years}
                for item, by_place in values.items()
                if site or item not in _BETWEEN_SITES
            }
            rows += _block(block, commodity, site, run, names)
    columns = [
        Column(SAY.both("column_good")), Column(SAY.both("column_site"), "quiet"),
        Column(SAY.both("column_item")), Column(SAY.both("column_unit"), "quiet"),
        *(Column(str(year), "number", decimals=1) for year in years),
    ]  # fmt: skip
    return Table(SAY.both("balances"), columns, rows, searchable=True)


def _block(values: dict[str, dict[int, float]], commodity: str, site: str, run: Run, names: Names) -> list[Row]:
    """Where it came from, the sum, and where it went."""
    years = run.case.decision_years
    head = (names("commodity", commodity), names("site", site) if site else SAY.both("everywhere"))
    unit = names.unit_of(commodity)

    def row(item: str) -> list[Row]:
        by_years = values.get(item, {})
        if not any(abs(value) > _NOTHING for value in by_years.values()):
            return []
        return [Row((*head, SAY.both(f"item_{item}"), unit, *(by_years.get(year, 0.0) for year in years)))]

    sums = [math.fsum(values[item][year] for item in SOURCES if item in values) for year in years]
    total = Row((*head, SAY.both("sum"), unit, *sums), "total")
    return [*(r for item in SOURCES for r in row(item)), total, *(r for item in USES for r in row(item))]


def side_product_table(run: Run, names: Names) -> Table | None:
    """What is made without rare earths in it, and where it goes."""
    reo = run.ix.materials.reo
    frame = run.tables["balances"]
    years = run.case.decision_years
    items = ("made", "consumed", "sold", "delivered", "disposed", "closing_stock")
    rows: list[Years] = []
    for row in run.case.commodities:
        if reo[row.commodity] > 0:
            continue
        values = {item: by_year(frame, ("commodity",), item).get((row.commodity,), {}) for item in items}
        if not values["made"]:
            continue
        rows.append(Years(names("commodity", row.commodity), {}, kind="heading"))
        rows += [
            Years(
                SAY.both(f"item_{item}"), {year: by_item.get(year, 0.0) for year in years}, names.unit_of(row.commodity)
            )
            for item, by_item in values.items()
            if by_item
        ]
    if not rows:
        return None
    title: Text = SAY.both("side_products")
    return year_table(title, years, rows, SAY.both("column_item"), decimals=1, note=SAY.both("side_products_note"))
