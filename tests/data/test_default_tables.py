"""The default dataset: it loads, every number says where it comes from, and no recipe creates matter."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from roadmap_opt.case.assembly import ReadResult
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.overlays import apply_scenario
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.sheets.investment import SPEND_YEARS
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import read_text_tables
from roadmap_opt.checks import check_tables
from tests.support.default_data import FOLDER, LOSSES, names_of_scenarios
from tests.support.tiers import some

SOURCED = [name for name, spec in SHEETS.items() if "source" in {c.name for c in spec.columns} and name != "Pins"]


@cache
def _read() -> ReadResult:
    return read_text_tables(FOLDER)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return _read().tables


def _content(tables: Tables) -> dict[str, dict[str, float]]:
    """Oxide equivalent per unit, by commodity and balance group."""
    group = {row.values["element"]: row.values["balance_group"] for row in tables["Elements"]}
    content: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in tables["Composition"]:
        content[row.values["commodity"]][group[row.values["element"]]] += row.values["content"]
    return content


def test_every_cell_reads_without_a_finding() -> None:
    assert _read().findings == ()


def _broken(tables: Tables) -> list[str]:
    """Findings, apart from recipes that lose money: those are facts, and some scenarios are made of them."""
    return [str(finding) for finding in check_tables(tables, "roadmap") if finding.code != "E357"]


def test_no_rule_between_cells_is_broken(tables: Tables) -> None:
    assert _broken(tables) == []


def test_only_lean_mines_prototypes_and_bonded_scrap_lose_money_at_the_prices_of_their_own_goods(
    tables: Tables,
) -> None:
    found = {finding.row_name for finding in check_tables(tables, "roadmap") if finding.code == "E357"}
    assert found == LOSSES


@pytest.mark.parametrize(
    ("commodity", "low", "high"),
    [
        ("mixed_import", 17.5, 18.7),  # about 18 USD/kg REO before VAT in February 2026
        ("ndpr_metal", 119.0, 129.0),  # 1.20 to 1.31 times the oxide, outside China
        ("sintered_magnet", 60.0, 100.0),  # vehicle grades outside China
    ],
)
def test_derived_prices_of_2026_lie_where_quotes_do(tables: Tables, commodity: str, low: float, high: float) -> None:
    prices = Indexes(case_from_tables(tables, "roadmap", "base")).prices
    assert low < 1000 * prices.at(commodity, 2026) < high


def test_a_chinese_conversion_premium_gives_the_published_ratio_of_metal_to_oxide(tables: Tables) -> None:
    """898.8 over 749 thousand CNY/t on 3 February 2026, at 95 USD/kg of oxide before VAT."""
    prices = Indexes(case_from_tables(tables, "roadmap", "base")).prices
    premium = next(
        r.premium[2026] for r in prices.rows.case.premiums if (r.commodity, r.price_case) == ("ndpr_metal", "low")
    )
    assert (1.22664 * 94.7 + premium) / 94.7 == pytest.approx(898.8 / 749, abs=0.005)


@pytest.mark.parametrize("scenario", some(4, names_of_scenarios()))
def test_every_scenario_applies_and_passes_the_checks(tables: Tables, scenario: str) -> None:
    varied = apply_scenario(tables, scenario, "roadmap")
    assert _broken(varied) == []
    assert scenario == "base" or any(row.overlaid for table in varied.values() for row in table)


def test_every_row_names_its_source_and_confidence(tables: Tables) -> None:
    missing = [
        f"{name} {table.key_of(row)}"
        for name in SOURCED
        for table in (tables[name],)
        for row in table
        if name != "Sweeps" or row.values["base"] is not None  # further lines of a parameter hold no figures
        if not row.values["source"] or not row.values["confidence"]
    ]
    missing += [f"Settings {name}" for name, said in tables["Settings"].provenance.items() if not said.source]
    assert missing == []


def test_sources_and_references_are_the_same_set(tables: Tables) -> None:
    texts = [row.values["source"] for name in SOURCED for row in tables[name]]
    texts += [said.source for said in tables["Settings"].provenance.values()]
    used = {key.strip() for text in texts if text for key in text.split(";")}
    assert used == {row.values["key"] for row in tables["References"]}


@pytest.mark.parametrize("scenario", names_of_scenarios())
def test_no_recipe_makes_more_rare_earth_than_it_consumes(tables: Tables, scenario: str) -> None:
    tables = apply_scenario(tables, scenario, "roadmap")
    content = _content(tables)
    balance: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: {"in": 0.0, "out": 0.0})
    for row in tables["RecipeFlows"]:
        for group, share in content[row.values["commodity"]].items():
            balance[row.values["recipe"], group][row.values["direction"]] += row.values["quantity"] * share
    excess = {key: sides for key, sides in balance.items() if sides["out"] > sides["in"] * (1 + 1e-4) + 1e-9}
    assert excess == {}


def test_products_counted_in_tonnes_of_oxide_hold_one_tonne(tables: Tables) -> None:
    content = _content(tables)
    oxides = [row.values["commodity"] for row in tables["Commodities"] if row.values["unit"] == "t REO"]
    assert {name: round(sum(content[name].values()), 3) for name in oxides} == dict.fromkeys(oxides, 1.0)


def test_spend_profiles_sum_to_one(tables: Tables) -> None:
    for row in tables["Modules"]:
        spent = sum(row.values[f"spend_{year}"] or 0.0 for year in range(1, SPEND_YEARS + 1))
        assert spent == pytest.approx(1.0), row.values["module"]


def test_larger_modules_are_cheaper_per_unit(tables: Tables) -> None:
    sizes: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in tables["Modules"]:
        sizes[row.values["plant"]].append((row.values["capacity"], row.values["capex"] / row.values["capacity"]))
    for plant, pairs in sizes.items():
        costs = [cost for _, cost in sorted(pairs)]
        assert costs == sorted(costs, reverse=True), plant


def test_every_programme_changes_something(tables: Tables) -> None:
    used = {row.values["programme"] for row in tables["Effects"]}
    for name in ("Requirements", "Recipes", "Supplies", "Contracts", "PriceSupport", "Funding"):
        used |= {row.values["programme"] for row in tables[name]}
    used |= {row.values["needs"] for row in tables["Programmes"]}
    assert {row.values["programme"] for row in tables["Programmes"]} - used == set()


def test_every_funding_source_can_pay_for_something_and_only_equity_for_operations(tables: Tables) -> None:
    kinds = {row.values["source_name"]: row.values["kind"] for row in tables["Funding"]}
    for row in tables["Eligibility"]:
        assert any(value is True for value in row.values.values()), row.values["source_name"]
        assert kinds[row.values["source_name"]] == "equity" or not row.values["operations"]


def test_every_indicator_of_the_roadmap_has_a_target(tables: Tables) -> None:
    # what the state spends and guarantees is no aim of the roadmap: planners may limit it
    wanted = {row.values["kpi"] for row in tables["Targets"] if row.values["mode"] != "off"}
    limits = {row.values["kpi"] for row in tables["Targets"] if row.values["sense"] == "<="}
    assert set(KPIS) - wanted == limits | {"loop_share"}
    assert wanted & limits == set()


def test_secondary_share_rises_step_by_step(tables: Tables) -> None:
    steps = [
        (row.values["first_year"], row.values["value"])
        for row in tables["Targets"]
        if row.values["kpi"] == "secondary_share" and row.values["mode"] != "off"
    ]
    assert len(steps) > 2
    assert [value for _, value in sorted(steps)] == sorted(value for _, value in steps)


def test_prices_of_the_three_cases_are_in_order(tables: Tables) -> None:
    prices = Indexes(case_from_tables(tables, "roadmap", "base")).prices
    low, base, high = (prices.deck(case) for case in ("low", "base", "high"))
    assert [at for at, price in base.items() if not low[at] <= price <= high[at]] == []


def test_no_machine_path_in_the_tables() -> None:
    for file in FOLDER.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("/work", "/tmp", "/home", ":\\"))
