"""The plan section: the timeline is what the capacity table was made from, the map moves what the tables move."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_opt import figures
from roadmap_opt.documents.html.charts_map import FRAME, NEAREST_DEGREES, abroad, apart, outline
from roadmap_opt.messages import Text
from roadmap_opt.report.run import plan
from roadmap_opt.report.run.plan_capacity import uses
from roadmap_opt.report.run.plan_map import ABROAD, capacity_of_sites, movements
from roadmap_opt.report.run.plan_timeline import buildings, plant_chart, programme_chart
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, empty_tables
from tests.support import made_up_plan
from tests.support.browser import PHONE, Open
from tests.support.tiny_case import tiny_tables


def test_a_plant_opens_within_a_year_and_ramps_up_from_there(example: Run) -> None:
    """Cracking stands after three and a half years and is at nameplate, at the earliest, in its fourth year."""
    cracking = next(b for b in buildings(example) if b.module.plant == "cracking")
    assert (cracking.opening, cracking.full) == (cracking.start + 3.5, cracking.start + 6.5)
    assert cracking.shares == pytest.approx([0.3, 0.57, 0.84])
    assert cracking.cost == pytest.approx(cracking.count * cracking.module.capex * 1.15)


def test_moments_become_months() -> None:
    assert figures.month(2030.5) == Text("July\u00a02030", "Temmuz\u00a02030")
    assert figures.month(2028 + 2.999999) == Text("January\u00a02031", "Ocak\u00a02031")


def test_the_timeline_bounds_the_capacity_table(example: Run) -> None:
    """Shares of the ramp-up bars, weighted by the part of the year that they cover, are the fastest that can be."""
    fastest: dict[tuple[str, str, int], float] = defaultdict(float)
    for built in buildings(example):
        shares = [(built.opening + at, built.opening + at + 1, share) for at, share in enumerate(built.shares)]
        for begin, end, share in [*shares, (built.full, built.end, 1.0)]:
            for year in example.case.decision_years:
                overlap = max(0.0, min(end, year + 1) - max(begin, year))
                fastest[built.site, built.module.plant, year] += built.count * built.module.capacity * share * overlap
    existing = {(row.site, row.plant) for row in example.case.existing}
    compared = reached = 0
    for row in example.tables["capacity"].itertuples():
        if (row.site, row.plant) not in existing:
            most = fastest[row.site, row.plant, row.year]
            assert row.used <= row.available + 1e-4
            assert row.available <= most + 1e-4
            compared, reached = compared + 1, reached + (row.available >= most - 1e-4)
    assert compared > 50
    assert reached > compared / 4


def test_bars_of_a_plant_follow_each_other_without_gaps(example: Run) -> None:
    bars = defaultdict(list)
    names = Names(example.case)
    for number, chart in enumerate((programme_chart(example, names), plant_chart(example, names))):
        assert chart is not None
        for bar in chart.option["series"][0]["data"]:
            row, begin, end = bar["value"]
            bars[number, row].append((begin, end))
    assert len(bars) == len(example.tables["builds"]) + len(example.case.existing) + len(
        example.tables["programme_starts"]
    )
    for spans in bars.values():
        assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
        assert spans[-1][1] <= 2036


def test_idle_years_are_those_of_the_table(example: Run) -> None:
    table = example.tables["capacity"]
    idle = table[(table["available"] > 0) & (table["used"] < 0.005 * table["available"])]
    found = {(use.plant, use.site, year) for use in uses(example) for year in use.idle_years}
    assert found == set(zip(idle["plant"], idle["site"], idle["year"], strict=True))
    assert found


def test_the_map_moves_what_the_tables_move(example: Run) -> None:
    moved = movements(example)
    supplies = {row.supply: row for row in example.case.supplies}
    markets = {row.market: row for row in example.case.markets}
    imported = defaultdict(float)
    for row in example.tables["purchases"].itertuples():
        if supplies[row.supply].foreign:
            imported[supplies[row.supply].commodity, row.year] += row.quantity
    arrived = defaultdict(float)
    for each in moved:
        if each.origin == ABROAD:
            arrived[each.commodity, each.year] += each.quantity
    assert arrived == pytest.approx(dict(imported))
    exported = math.fsum(
        row.quantity for row in example.tables["sales"].itertuples() if not markets[row.market].domestic
    ) + math.fsum(
        row.quantity
        for row in example.tables["deliveries"].itertuples()
        if not markets[next(c.market for c in example.case.contracts if c.contract == row.contract)].domestic
    )
    assert math.fsum(each.quantity for each in moved if each.destination == ABROAD) == pytest.approx(exported)
    between = math.fsum(each.quantity for each in moved if each.kind == "between")
    assert between == pytest.approx(example.tables["shipments"]["quantity"].sum())


def test_circles_count_what_the_plants_can_take_up(example: Run) -> None:
    sizes = capacity_of_sites(example)
    assert sizes["ankara", 2035] == pytest.approx(
        10 * 0.331111 * (0.88318 + 0.29439) + 7 * (1.34599 * 0.35092 + 0.005 * 1.1477)
    )
    assert sizes["beylikova", 2027] == pytest.approx(1.2 * 32)


def test_foreign_ends_stand_outside_the_country_and_inside_the_picture(example: Run) -> None:
    (west, north), (east, south) = FRAME
    for site in example.case.sites:
        x, y = abroad((site.longitude, site.latitude))
        assert west < x < east
        assert south < y < north
    mersin = abroad((34.64, 36.8))
    assert mersin[1] < 36.0
    assert len(outline()["features"][0]["geometry"]["coordinates"][0][0]) > 300


def test_near_sites_are_drawn_apart() -> None:
    moved = apart({"a": (31.2, 39.69), "b": (30.66, 39.75), "far": (34.64, 36.8)})
    assert math.dist(moved["a"], moved["b"]) == pytest.approx(NEAREST_DEGREES, abs=0.01)
    assert moved["a"][0] > 31.2
    assert moved["far"] == (34.64, 36.8)


def test_the_section_in_a_browser(shown: Open, page: Path, example: Run) -> None:
    with shown(page, PHONE) as view:
        view.assert_fits()
        figure = view.page.locator("#plan > figure", has_text="Sites and what moves")
        view.draw_all()
        drawn = figure.locator("svg").inner_html()
        lines = [text.replace("\n", " ") for text in figure.locator("svg text").all_text_contents()]
        for site in ("Beylikova", "Mersin", "Ankara", "abroad", "Çanaklı"):
            assert any(line.startswith(site) for line in lines), site
        figure.locator(".slider input").press("Home")
        assert figure.locator(".slider output").inner_text() == "2027"
        assert figure.locator("svg").inner_html() != drawn
        figure.locator("details summary").click()
        rows = figure.locator("tbody tr", has_text="Mixed rare-earth carbonate, Beylikova type")
        told = [float(v) for v in rows.locator("td.number").evaluate_all("cells => cells.map(c => c.dataset.value)")]
        moved = example.tables["shipments"]
        mass = {row.commodity: row.mass_per_unit for row in example.case.commodities}
        most = moved.loc[moved["commodity"] == "mixed_light", "quantity"].max()
        assert max(told) == pytest.approx(mass["mixed_light"] * most)
        idle, names = view.page.inner_text("#plan .callout"), Names(example.case)
        for use in uses(example):
            if use.idle_years:
                assert f"{names('plant', use.plant).en}, {names('site', use.site).en}: {min(use.idle_years)}" in idle
        view.open_all()
        built = view.page.locator("#plan table", has_text="What is built").locator("tr.total td[data-value]")
        assert built.first.inner_text() == f"{example.tables['builds']['count'].sum():.0f}"
        view.assert_quiet()


def test_a_plan_that_builds_nothing_has_a_section(tmp_path: Path, shown: Open) -> None:
    run = made_up_plan.results(tiny_tables(), tmp_path)
    kept = ("kpis", "targets", "objective")
    bare = replace(run, tables={**run.tables, **{k: v for k, v in empty_tables().items() if k not in kept}})
    parts = plan.section(bare, Names(bare.case)).parts
    assert len(parts) == 1
    write_report(tmp_path / "report.html", bare, "tr")
    with shown(tmp_path / "report.html") as view:
        assert "Hiçbir şey kurulmuyor." in view.page.inner_text("#plan")
        view.assert_quiet()
