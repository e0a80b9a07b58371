"""Sections on money and contracts: sums, sides that balance, figures of the tables, plain words where nothing is."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt import figures
from roadmap_opt.comparison.npv_steps import npv_steps
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.documents.components import Folded, Table
from roadmap_opt.insight.bank_case import bank_case, loan_for
from roadmap_opt.insight.sources_and_uses import sources_and_uses
from roadmap_opt.report.run.costs import cost_group
from roadmap_opt.report.run.money_flows import CASH_STEPS
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, by_year
from roadmap_opt.words import COSTS as SAY
from tests.support.browser import PHONE, Open
from tests.support.made_up_plan import filled, run_of
from tests.support.rich_case import rich_plan, solved
from tests.support.tiers import some
from tests.support.tiny_case import tiny_case, tiny_rows


@pytest.fixture(scope="module")
def with_debt(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A plan with a loan, a bond, a grant, dividends, taxes and a contract."""
    return run_of(*rich_plan(), tmp_path_factory.mktemp("debt"))


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A plan that builds nothing, because magnets are worth nothing."""
    case = tiny_case(Prices=tiny_rows("Prices", magnet={"price": 1.0}, nd_oxide={"price": 1.0}), Targets=[])
    return run_of(case, solved(case), tmp_path_factory.mktemp("idle"))


@pytest.fixture(scope="module")
def pages(example: Run, with_debt: Run, idle: Run, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Their pages."""
    folder = tmp_path_factory.mktemp("pages")
    for name, run in (("example", example), ("debt", with_debt), ("idle", idle)):
        write_report(folder / f"{name}.html", run, "en")
    return {path.stem: path for path in folder.iterdir()}


def test_derived_prices_stand_below_those_that_they_follow(with_debt: Run, idle: Run) -> None:
    """Scrap at 15 is a fifth of the oxide's 70, and 1; without formulas there is nothing to show."""

    def shown_in(run: Run) -> list[Folded]:
        parts = cost_group(run, Names(run.case)).parts
        return [part for part in parts if isinstance(part, Folded) and part.title == SAY.both("prices_open")]

    (folded,) = shown_in(with_debt)
    table = folded.parts[0]
    assert isinstance(table, Table)
    assert [list(row.cells[2:4]) for row in table.rows] == [[70.0, 70.0], [15.0, 15.0]]
    assert shown_in(idle) == []


def chart_data(page: Any, title: str) -> dict[str, Any]:
    """What a chart was drawn from."""
    figure = page.locator(
        "figure.chart", has=page.locator(".chart-title, .chart-what", has_text=re.compile(rf"^\s*{title}"))
    ).first
    return dict(json.loads(figure.locator(".chart-data").text_content()))


def table_rows(page: Any, caption: str) -> dict[str, list[float | None]]:
    """Rows of a table by their first cell, in full figures."""
    return dict(all_rows(page, caption))


def all_rows(page: Any, caption: str) -> list[tuple[str, list[float | None]]]:
    """First cell and full figures of every row of a table."""
    table = page.locator("table", has=page.locator("caption", has_text=caption)).first
    script = """table => [...table.tBodies[0].rows].map(row => [
        (row.cells[0].querySelector("[lang=en]") ?? row.cells[0]).textContent.trim(),
        [...row.cells].slice(1).map(cell => cell.dataset.value === undefined ? null : Number(cell.dataset.value))])"""
    found: list[tuple[str, list[float | None]]] = table.evaluate(script)
    return found


# --- the figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", some(1, ["example", "with_debt", "idle"]))
def test_sources_are_uses_in_every_year(which: str, request: pytest.FixtureRequest) -> None:
    run = request.getfixturevalue(which)
    balance = sources_and_uses(run)
    for year in balance.years:
        assert balance.difference(year) == pytest.approx(0.0, abs=1e-4)
        assert balance.raised(year) >= 0
    funding = run.tables["funding"]
    drawn = math.fsum(amount for years in balance.drawn.values() for amount in years.values())
    assert drawn == pytest.approx(funding["amount"].sum())


@pytest.mark.parametrize("which", some(1, ["example", "with_debt", "idle"]))
def test_the_bridge_ends_at_the_reported_value(which: str, request: pytest.FixtureRequest) -> None:
    run = request.getfixturevalue(which)
    found = npv_steps(run.case, run.tables, Valuation.of(run.case.settings))
    objective = run.tables["objective"].set_index("item")["value"]
    steps = dict(found.steps)
    assert math.fsum(steps.values()) + found.rest == pytest.approx(objective["chosen_npv_with_terminal"], abs=1e-9)
    assert found.rest == pytest.approx(0.0, abs=1e-4)
    terminal = steps.pop("terminal_value")
    assert found.total - terminal == pytest.approx(objective["chosen_npv_without_terminal"], abs=1e-9)
    assert math.fsum(steps.values()) == pytest.approx(objective["chosen_npv_without_terminal"], abs=1e-4)


@pytest.mark.parametrize("which", some(1, ["example", "with_debt"]))
def test_revenue_by_group_is_all_revenue(which: str, request: pytest.FixtureRequest) -> None:
    bank = bank_case(request.getfixturevalue(which))
    sold = math.fsum(v for kinds in bank.revenue.values() for years in kinds.values() for v in years.values())
    assert sold == pytest.approx(math.fsum(bank.spot.values()) + math.fsum(bank.contract.values()), abs=1e-3)


def test_what_a_group_of_plants_could_bear_by_hand(tmp_path: Path) -> None:
    """Cash 6 less tax 0.5 at a cover of 1.2; with service of 5 due, 1.1 is the thinnest cover against what is asked."""
    nothing = (0.0, 0.0, 0.0)
    case = tiny_case()
    cover = [("all", 2029, 6.0, 4.0, 0.5, *nothing, math.nan, 1.2, math.nan, math.nan),
             ("all", 2030, 6.0, 4.0, 0.5, 0.0, 5.0, 0.4, 1.1, 1.2, 0.7, math.nan)]  # fmt: skip
    bank = bank_case(run_of(case, filled(debt_cover=cover), tmp_path))
    assert bank.perimeters["all"].bearable_service(2029) == pytest.approx(5.5 / 1.2)
    assert (bank.cash(2029), bank.cash(2029, low=True)) == (5.5, 3.5)
    assert bank.lowest_cover() == ("all", 2030)


def test_a_loan_by_hand() -> None:
    bank = next(row for row in tiny_case().funding if row.source_name == "bank")
    # 5 %, repaid over two years: 1/1.05 + 1/1.1025
    assert loan_for(1.0, bank) == pytest.approx(1.8594104308)
    assert loan_for(1.0, replace(bank, rate=0.0)) == 2.0


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["example", "debt", "idle"])
def test_shown_quietly_on_a_phone_in_both_languages(shown: Open, pages: Mapping[str, Path], name: str) -> None:
    with shown(pages[name], PHONE) as view:
        view.assert_fits()
        view.switch_to("tr")
        view.assert_fits()
        view.open_all()
        view.assert_fits()
        for section in ("money", "contracts"):
            said = view.page.inner_text(f"#{section}")
            assert not re.search(r"\b(the|and|Total|Year|Equity|Loans|nan|None)\b", said), section
        view.assert_quiet()


def test_sources_and_uses_on_the_page(shown: Open, pages: Mapping[str, Path], with_debt: Run) -> None:
    balance = sources_and_uses(with_debt)
    with shown(pages["debt"]) as view:
        rows = table_rows(view.page, "Sources and uses by year")
        for label, side in (("All sources", balance.raised), ("All uses", balance.used)):
            assert rows[label] == pytest.approx([*map(side, balance.years), math.fsum(map(side, balance.years))])
        assert rows["Debt repaid"][-1] == pytest.approx(with_debt.tables["debt"]["repaid"].sum())
        view.open_all()
        check = view.page.locator("table tr", has_text="Sources less uses")
        assert set(check.locator("td").all_inner_texts()) == {"✓ 0"}
        sources, uses = (chart_data(view.page, title)["option"]["series"] for title in ("Sources", "Uses"))
        for at, year in enumerate(balance.years):
            heights = [math.fsum(each["data"][at] for each in side) for side in (sources, uses)]
            assert heights == pytest.approx([balance.raised(year)] * 2, abs=1e-4)


def test_caps_on_the_page(shown: Open, pages: Mapping[str, Path], example: Run) -> None:
    mix = example.tables["funding_mix"].set_index("source_name")
    with shown(pages["example"]) as view:
        rows = table_rows(view.page, "Sources used")
        assert rows["Budget and Eti Maden equity"][1:] == pytest.approx(
            [mix.loc["treasury", column] for column in ("drawn", "share", "share_limit", "total_limit")]
        )
        names, drawn = Names(example.case), mix[mix["drawn"] > 0]
        at_cap = [names("source_name", name).en for name in drawn.index[drawn["share"] >= drawn["share_limit"] - 1e-4]]
        view.open_all()
        said = f"At its cap: {', '.join(at_cap)}." if at_cap else "No source is at its cap."
        assert said in view.page.inner_text("#money")
        bars, caps = chart_data(view.page, "Share of each source")["option"]["series"]
        assert [bar["value"] for bar in bars["data"]] == sorted(mix.loc[mix["drawn"] > 0, "share"], reverse=True)
        assert all(bar["value"] <= cap["value"][0] + 1e-6 for bar, cap in zip(bars["data"], caps["data"], strict=True))


def test_cover_is_drawn_and_its_thinnest_year_told(shown: Open, pages: Mapping[str, Path], with_debt: Run) -> None:
    cover = with_debt.tables["debt_cover"].dropna(subset=["dscr"])
    lowest = cover.loc[(cover["dscr"] / cover["covenant"].fillna(1.0)).idxmin()]
    with shown(pages["debt"]) as view:
        series = chart_data(view.page, "Debt service cover at the lenders")["option"]["series"]
        drawn = [value for line in series for value in line["data"] if value is not None]
        assert sorted(drawn) == pytest.approx(sorted(cover["dscr"]))
        told = figures.number(lowest["dscr"], 2).en
        view.open_all()
        assert f"in {lowest['year']:.0f}: {told}" in view.page.inner_text("#money")
        owed = table_rows(view.page, "Debt by source")["Balance at the end of the year"][:-1]
        balance = with_debt.tables["debt"].groupby("year")["balance"].sum()
        assert owed == pytest.approx([balance.get(year, 0.0) for year in with_debt.case.decision_years])
        lent = all_rows(view.page, "Who lends what to which plants")
        assert math.fsum(row[2] or 0.0 for _, row in lent) == pytest.approx(with_debt.tables["lending"]["amount"].sum())


def test_without_debt_the_page_says_what_a_loan_would_find(shown: Open, tmp_path: Path) -> None:
    """A lender who asks for a thousandfold cover lends nothing: 5 %, two instalments, 100 / (1/1.05 + 1/1.1025)."""
    classes = [{"lender_class": "bank", "cover_base": 1000.0, "longest_tenor": 50, "guaranteed": False}]
    case = tiny_case(LenderClasses=classes)
    run = run_of(case, solved(case), tmp_path)
    cover = run.tables["debt_cover"]
    write_report(tmp_path / "page.html", run, "en")
    with shown(tmp_path / "page.html") as view:
        view.open_all()
        callout = view.page.locator("#money .callout", has_text="No lender takes part").inner_text()
        assert f"at best {figures.short(cover['bank_cash'].max()).en}\u00a0MUSD" in callout
        assert "Debt may be at most this share of debt and equity" in callout
        assert "53.8\u00a0MUSD" in callout
        assert view.page.locator("figure.chart", has_text="Debt outstanding").count() == 0


def test_cash_and_value_end_where_the_tables_end(shown: Open, pages: Mapping[str, Path], example: Run) -> None:
    cash = example.tables["dividends"].set_index("year")["cash"]
    objective = example.tables["objective"].set_index("item")["value"]
    lines = by_year(example.tables["cash_flow"], ("line",), "nominal", keep_zero=True)
    with shown(pages["example"]) as view:
        whole = [
            item["value"]
            for item in chart_data(view.page, "Cash over the whole horizon")["option"]["series"][0]["data"]
        ]
        assert whole[-2][2] == pytest.approx(whole[-1][3]) == pytest.approx(cash[2035])
        for year, frame in chart_data(view.page, "Cash of a year")["frames"].items():
            *steps, end = [item["value"] for item in frame["series"][0]["data"]]
            assert steps[-1][2] == pytest.approx(end[3], abs=1e-4)
            assert end[3] == pytest.approx(cash[int(year)])
        revenue = table_rows(view.page, "Cash flow by year")["Revenue"]
        spot = math.fsum(math.fsum(lines[line,].values()) for line in CASH_STEPS["cash_revenue"])
        assert revenue[-1] == pytest.approx(spot)
        bridge = [
            item["value"]
            for item in chart_data(view.page, "From revenue to net present")["option"]["series"][0]["data"]
        ]
        assert bridge[-1][3] == pytest.approx(objective["chosen_npv_with_terminal"])
        assert bridge[-2][2] == pytest.approx(bridge[-1][3], abs=0.5)  # steps that cannot be seen are left out
        assert bridge[-3][3] == pytest.approx(objective["chosen_npv_without_terminal"])


def test_contracts_on_the_page(shown: Open, pages: Mapping[str, Path], example: Run) -> None:
    signed = dict(example.tables["contracts_signed"][["contract", "year"]].itertuples(index=False))
    with shown(pages["example"]) as view:
        view.open_all()
        text = view.page.inner_text("#contracts")
        assert f"{len(signed)} of {len(example.case.contracts)} contracts on offer are signed" in text
        spans = chart_data(view.page, "From first delivery")["option"]["series"][0]["data"]
        terms = {row.contract: row.length for row in example.case.contracts}
        wanted = {(float(year), float(year + terms[contract])) for contract, year in signed.items()}
        assert {tuple(span["value"][1:]) for span in spans} == wanted
        shares = table_rows(view.page, "Contract share by product group")["Magnets"]
        table = example.tables["offtake"].query("group == 'magnets'")["share"]
        assert [each for each in shares if each is not None] == pytest.approx(table.dropna().tolist())
        rows = table_rows(view.page, "Cash after tax, MUSD")
        cover = example.tables["debt_cover"]
        seen = (cover["bank_cash"] - cover["bank_tax"]).groupby(cover["year"]).sum()
        assert rows["At the lenders’ base prices"][:-1] == pytest.approx(seen.tolist())
        total = table_rows(view.page, "Revenue by product group")["All revenue"][-1]
        lines = by_year(example.tables["cash_flow"], ("line",), "nominal")
        assert total == pytest.approx(
            math.fsum(sum(lines[line,].values()) for line in ("spot_revenue", "contract_revenue"))
        )


def test_a_plan_that_builds_nothing_has_sentences_and_no_empty_charts(shown: Open, pages: Mapping[str, Path]) -> None:
    with shown(pages["idle"]) as view:
        view.open_all()
        money = view.page.inner_text("#money")
        for said in ("No money moves", "No outside funds are raised", "No lender takes part", "Nothing of the chain"):
            assert said in money
        assert "No long-term contract is signed (on offer: 1)." in view.page.inner_text("#contracts")
        assert view.page.locator("#money figure.chart, #contracts figure.chart").count() == 0
