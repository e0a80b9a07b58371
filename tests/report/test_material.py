"""The material section: pictures of flows balance, tables are the result tables, every control works by keyboard."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_opt.report.run import material
from roadmap_opt.report.run.material_balances import balance_table
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, empty_tables
from tests.support import made_up_plan
from tests.support.browser import PHONE, Open
from tests.support.tiny_case import tiny_tables


@pytest.mark.slow
def test_every_picture_on_the_page_balances(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    section = html[html.index('<section id="material"') :]
    charts = [json.loads(data) for data in re.findall(r'class="chart-data">(.*?)</script>', section, re.S)]
    pictures = [chart for chart in charts if any("streams" in frame for frame in chart["frames"].values())]
    assert len(pictures) == 6
    for picture in pictures:
        names = [node["name"] for node in picture["option"]["series"][0]["data"]]
        depths = {node["name"]: node["depth"] for node in picture["option"]["series"][0]["data"]}
        for year, frame in picture["frames"].items():
            inward: dict[str, float] = defaultdict(float)
            outward: dict[str, float] = defaultdict(float)
            for source, target, value, _ in frame["streams"]:
                assert depths[names[source]] < depths[names[target]]
                outward[names[source]] += value
                inward[names[target]] += value
            for name in {*inward, *outward}:
                # Ore stands for what is mined; ends and beginnings have one side.
                if name.startswith("commodity:") and not name.startswith("commodity:ore"):
                    assert inward[name] == pytest.approx(outward[name], rel=1e-4, abs=1e-4), (year, name)


@pytest.mark.slow
def test_balances_are_the_table_and_both_sides_are_equal(example: Run) -> None:
    names = Names(example.case)
    table = balance_table(example, names)
    frame = example.tables["balances"]
    years = example.case.decision_years
    rows = {tuple(str(getattr(cell, "en", cell)) for cell in row.cells[:3]): row.cells[4:] for row in table.rows}
    most = frame.loc[frame["sold"].idxmax()]
    key = (names("commodity", most["commodity"]).en, names("site", most["site"]).en, "sold on the market")
    assert rows[key][years.index(most["year"])] == pytest.approx(most["sold"]) != 0.0
    made = frame[frame["commodity"] == "powder"].groupby("year")["made"].sum().reindex(years, fill_value=0.0)
    assert list(rows["NdFeB magnet powder", "all sites", "made"]) == pytest.approx(list(made))
    assert ("NdFeB magnet powder", "all sites", "to other sites") not in rows
    used = {"used", "sold on the market", "delivered under contract", "to other sites", "disposed of", "closing stock"}
    sides: dict[tuple[str, str, bool], float] = defaultdict(float)
    for (good, site, item), cells in rows.items():
        if item != "= in all":
            sides[good, site, item in used] += sum(cells)
    sums = {(good, site): sum(cells) for (good, site, item), cells in rows.items() if item == "= in all"}
    assert len(sums) > 20
    for (good, site), total in sums.items():
        assert sides[good, site, False] == pytest.approx(total), (good, site)
        assert sides[good, site, True] == pytest.approx(total), (good, site)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_controls_work_by_keyboard(shown: Open, page: Path, language: str) -> None:
    with shown(page) as view:
        view.switch_to(language)
        choice = view.page.locator("#material .choice")
        picture = choice.locator("figure:visible")
        view.draw_all()
        drawn = picture.locator("svg").inner_html()
        picture.locator(".slider input").press("Home")
        assert picture.locator(".slider output").inner_text() == "2027"
        assert picture.locator("svg").inner_html() != drawn
        choice.locator("input[type=radio]").first.press("ArrowRight")
        assert choice.locator("figure:visible .slider output").inner_text() == "2027"
        choice.locator("figure:visible svg").wait_for()
        title = choice.locator("figure:visible .chart-what").inner_text()
        assert (
            title
            == {"en": "From ore to motors: all rare earths", "tr": "Cevherden motora: bütün nadir topraklar"}[language]
        )
        view.assert_quiet()


def test_the_balances_filter_on_a_phone(shown: Open, page: Path, example: Run) -> None:
    rows = [row.cells for row in balance_table(example, Names(example.case)).rows]
    wanted = [cells for cells in rows if "dysprosium oxide" in str(getattr(cells[0], "en", cells[0])).lower()]
    with shown(page, PHONE) as view:
        view.open_all()
        view.assert_fits()
        table = view.page.locator("#material-all-balances-filter-by-good-site-or-item table")
        view.page.fill("#material-all-balances-filter-by-good-site-or-item [data-filters]", "unobtainium")
        assert table.locator("tbody tr:visible").count() == 0
        view.page.fill("#material-all-balances-filter-by-good-site-or-item [data-filters]", "dysprosium oxide")
        found = table.locator("tbody tr:visible")
        assert found.count() == len(wanted)
        told = [row.locator("td.number").last.get_attribute("data-value") for row in found.all()]
        assert [float(value or "nan") for value in told] == pytest.approx([cells[-1] for cells in wanted])
        view.assert_fits()
        view.assert_quiet()


def test_a_plan_in_which_nothing_moves_has_a_section(tmp_path: Path) -> None:
    run = replace(made_up_plan.results(tiny_tables(), tmp_path), tables=empty_tables())
    section = material.section(run, Names(run.case))
    assert section.parts[0].text.en == "No rare earths move in this plan."
