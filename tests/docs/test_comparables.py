"""What the page on Beylikova beside other projects quotes is what the default tables say."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import load_text_tables
from tests.support.default_data import FOLDER

PAGE = (Path(__file__).parents[2] / "docs" / "comparables.md").read_text(encoding="utf-8")
ORE = 570.0
"""kt a year: the announced plant."""
CHAIN = {"mine_L": "mine_beylikova", "cracking_L": "crack_light", "separation_L": "separate_light_licensed",
         "thorium_store_L": "store_thorium"}  # fmt: skip


@cache
def _tables() -> Tables:
    return load_text_tables(FOLDER)


@cache
def _case() -> Case:
    return case_from_tables(_tables(), "roadmap", "base")


def flow(recipe: str, commodity: str) -> float:
    return next(row.quantity for row in _case().recipe_flows if (row.recipe, row.commodity) == (recipe, commodity))


def price(commodity: str) -> float:
    return next(row.price[2025] for row in _case().prices if (row.commodity, row.case) == (commodity, "base"))


def activities() -> dict[str, float]:
    """Yearly activity of each recipe, from the ore down: concentrate, mixed product, oxides, thorium."""
    concentrate = ORE * flow("mine_beylikova", "conc_light")
    mixed = concentrate / flow("crack_light", "conc_light")
    return {
        "mine_beylikova": ORE, "crack_light": mixed, "separate_light_licensed": mixed,
        "store_thorium": mixed * flow("crack_light", "thorium_residue"),
    }  # fmt: skip


def ndpr() -> float:
    """Tonnes of NdPr oxide a year."""
    return activities()["separate_light_licensed"] * flow("separate_light_licensed", "ndpr_oxide")


def capital() -> float:
    """MUSD, owner's cost excluded."""
    return sum(row.capex for row in _case().modules if row.module in CHAIN)


def running_cost() -> float:
    """MUSD a year: variable and fixed cost, energy and water at the prices of 2025."""
    case = _case()
    utility = {row.utility: row.price[2025] for row in case.utilities}
    recipes = {row.recipe: row for row in case.recipes}
    variable = 0.0
    for name, activity in activities().items():
        row = recipes[name]
        energy = sum(getattr(row, used) * utility[used] for used in ("electricity", "natural_gas", "water"))
        variable += activity * (row.variable_cost + energy / 1e3) / 1e3
    fixed = sum(row.capex * row.fixed_cost_share for row in case.modules if row.module in CHAIN)
    return variable + fixed


def by_products() -> float:
    """MUSD a year from barite and fluorite, all sold."""
    return sum(ORE * flow("mine_beylikova", name) * price(name) for name in ("barite", "fluorite")) / 1e3


def content(commodity: str, *elements: str) -> float:
    return sum(
        row.content for row in _case().composition
        if row.commodity == commodity and (not elements or row.element in elements)
    )  # fmt: skip


def comparable(name: str) -> dict[str, Any]:
    return next(dict(row.values) for row in _tables()["Comparables"] if row.values["financing"] == name)


def per_tonne(name: str, tonnes: float) -> float:
    """Capital of a project, kUSD per t of NdPr a year."""
    return float(comparable(name)["capital_cost"]) * 1e3 / tonnes


def beylikova() -> dict[str, tuple[str, float]]:
    settings = _case().settings
    reserve = next(row.value for row in _case().effects if row.programme == "verify_beylikova_high_grade")
    return {
        "grade": (r"\| (3\.2) % REO, assumed", content("ore_beylikova") / 10),
        "recovery": (r"\| (0\.50), above", flow("mine_beylikova", "conc_light") / content("ore_beylikova")),
        "NdPr in the basket": (r"\| (14\.2) %, assumed", content("conc_light", "Nd", "Pr") * 100),
        "reserve": (r"declared; (30\.4) Mt", reserve),
        "thorium": (r"\| (250) t a year", activities()["store_thorium"]),
        "NdPr oxide": (r"\| (1,076) t \|", ndpr()),
        "capital": (r"\| (716) kUSD", capital() * 1e3 / ndpr()),
        "capital, all in": (r", (823) with owner", capital() * (1 + settings.owner_cost_share) * 1e3 / ndpr()),
        "running cost": (r"\| (102) USD \|", running_cost() * 1e3 / ndpr()),
        "by-products": (r"\| (27) USD back", by_products() * 1e3 / ndpr()),
    }


@pytest.mark.parametrize("figure", [
    "grade", "recovery", "NdPr in the basket", "reserve", "thorium", "NdPr oxide", "capital", "capital, all in",
    "running cost", "by-products",
])  # fmt: skip
def test_a_figure_of_the_workbook_is_the_one_on_the_page(figure: str) -> None:
    pattern, value = beylikova()[figure]
    found = re.search(pattern, PAGE)
    assert found, figure
    written = found[1].replace(",", "")
    decimals = len(written.partition(".")[2])
    assert float(written) == pytest.approx(round(value, decimals))


def test_the_comparisons_drawn_from_them_hold() -> None:
    cost, peers = running_cost() * 1e3 / ndpr(), (40.0, 34.2, 29.4)
    assert 2.3 < cost / max(peers) < 2.7, "about two and a half times"
    assert 2.8 < capital() * (1 + _case().settings.owner_cost_share) * 1e3 / ndpr() / 275 < 3.2, "three times"
    assert "three times as much" in PAGE
    assert "two and a half times" in PAGE


@pytest.mark.parametrize(("text", "value"), [
    ("Nolans 275 kUSD", lambda: per_tonne("arafura_nolans_2024", 4440)),
    ("Eneabba 198 kUSD", lambda: per_tonne("iluka_eneabba_2024", 5500)),
    ("775 MUSD approved", lambda: comparable("arafura_nolans_2024")["debt"]),
    ("800 MUSD without", lambda: comparable("iluka_eneabba_2022")["debt"]),
    ("257 MUSD added", lambda: comparable("iluka_eneabba_2024")["debt"]),
    ("335 MUSD for a plant of 506", lambda: comparable("evac_sumter_2024")["debt"]),
    ("206 MUSD (41 %)", lambda: comparable("evac_sumter_2024")["grants"]),
    ("565 MUSD; Lynas", lambda: comparable("serra_verde_2026")["debt"]),
    ("147 MUSD at 2.5 %", lambda: comparable("lynas_jare_2019")["debt"]),
    ("1,000 of 1,250 MUSD", lambda: comparable("mp_10x_2025")["debt"]),
    ("80 % of output", lambda: comparable("arafura_nolans_2024")["offtake_share"] * 100),
])  # fmt: skip
def test_a_figure_of_another_project_is_the_one_on_its_sheet(text: str, value: Any) -> None:
    assert text in PAGE
    first = re.search(r"[\d,.]+", text)
    assert first
    assert float(first[0].replace(",", "")) == pytest.approx(round(value()))


def test_sizes_of_the_others_stand_on_the_sheet() -> None:
    assert "4,440 t" in comparable("arafura_nolans_2024")["scope"]
    assert "5.5 kt" in comparable("iluka_eneabba_2024")["scope"]
    assert "4.8%" in comparable("peak_ngualla_2024")["note"]
    assert comparable("evac_sumter_2024")["capital_cost"] == 506
    assert comparable("mp_10x_2025")["capital_cost"] == 1250


def test_every_row_that_the_page_names_exists() -> None:
    financings = {row.values["financing"] for row in _tables()["Comparables"]}
    keys = {row.values["key"] for row in _tables()["References"]}
    assert set(re.findall(r"\b[a-z_]+_20\d\d\b", PAGE)) <= financings
    named = re.findall(r"`References` ([\w, ]+) \|", PAGE)
    assert {key for names in named for key in names.split(", ")} <= keys
