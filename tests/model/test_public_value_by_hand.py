"""Plans worked out by hand: jobs, energy, acid, emissions, what is kept of residues, and value added."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.tiny_case import tiny_case, tiny_rows
from tests.support.workshop import Plan, optimum, target, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}


def value(plan: Plan, kind: str, place: str, year: int) -> float:
    """A cell of the table; nought where there is no row."""
    table = plan.tables["public_value"]
    rows = table[(table["kind"] == kind) & (table["place"] == place) & (table["year"] == year)]
    return float(rows["value"].sum())


def described_workshop(**changes: Any) -> Case:
    """The workshop (10 MUSD for 100 t a year, from 2027 on) in a province, with jobs and with what a tonne takes."""
    recipe = {"electricity": 11.0, "natural_gas": 2.0, "water": 8.0, "emissions": 5.0, "acid": 0.5}
    return workshop(**{
        "Sites": {"town": {"province": "Eskişehir"}},
        "Plants": {"magnet_line": {"jobs_construction": 3.0, "jobs_operation": 0.15}},
        "Recipes": {"sintering": recipe},
        **changes,
    })  # fmt: skip


def test_jobs_come_with_the_money_spent_and_the_plant_that_stands() -> None:
    plan = optimum(described_workshop(Settings={"owner_cost_share": 0.1}))
    # 11 MUSD with owner's cost in 2026, three person-years each; 100 t a year in operation from 2027 on
    assert value(plan, "construction_jobs", "Eskişehir", 2026) == pytest.approx(33.0)
    assert value(plan, "construction_jobs", "Eskişehir", 2027) == 0.0
    assert [value(plan, "operation_jobs", "Eskişehir", y) for y in (2026, 2027, 2030)] == pytest.approx([0, 15, 15])
    assert audit(plan.ix.case, plan.tables) == ()


def test_what_a_hundred_tonnes_take() -> None:
    plan = optimum(described_workshop())
    found = {kind: value(plan, kind, "Eskişehir", 2028) for kind in ("electricity", "natural_gas", "water", "acid")}
    # 1,100 MWh, 200 GJ, 800 m3, 50 t of acid
    assert found == pytest.approx({"electricity": 1.1, "natural_gas": 0.2, "water": 0.8, "acid": 0.05})
    assert value(plan, "emissions", "Eskişehir", 2028) == pytest.approx(0.5)
    kpis = plan.tables["kpis"].set_index(["kpi", "definition", "year"])["value"]
    assert kpis["emissions", "standard", 2028] == pytest.approx(0.5)
    assert kpis["acid", "standard", 2028] == pytest.approx(0.05)


def test_a_cap_on_emissions_is_a_cap_on_what_is_made() -> None:
    cap = target("cap", "emissions", "standard", 0.3, sense="<=", mode="hard")
    plan = optimum(described_workshop(Targets=[cap]))
    # 0.3 kt at 5 t a tonne are 60 t; the cap holds from 2028 on
    assert plan.by_year("made", "magnet", "town") == pytest.approx([0, 100, 60, 60, 60])
    assert audit(plan.ix.case, plan.tables) == ()


def test_value_added_is_revenue_less_what_is_bought_in() -> None:
    plan = optimum(described_workshop(
        Modules={"magnet_line_m": {"fixed_cost_share": 0.05}},
        Recipes={"sintering": {"variable_cost": 4.0, "electricity": 10.0, "emissions": 5.0}},
        Utilities={"electricity": {"price": 100.0}, "carbon": {"price": 50.0}},
    ))  # fmt: skip
    # 11 of sales less 1 for oxide, 0.4 of variable cost and 0.1 for 1,000 MWh; neither the fixed cost of 0.5 nor the
    # carbon of 0.025 is bought in
    assert value(plan, "value_added", "all", 2028) == pytest.approx(11.0 - 1.0 - 0.4 - 0.1)
    lines = plan.tables["cash_flow"].set_index(["line", "year"])["real"]
    assert lines["fixed_cost", 2028] == pytest.approx(-0.5)
    assert lines["carbon_cost", 2028] == pytest.approx(-0.025)


def with_residue() -> Case:
    """Leaching 1 t REO leaves 2 t of residue with 0.1 t of thorium in a tonne, and extraction 0.05 t of thorium that a
    store takes in for good: it has no output.
    """
    goods = {"unit": "t", "stage": "residue", "origin": "primary", "transportable": False, "storage_cost": 0.0}
    flows = [
        *tiny_rows("RecipeFlows"),
        {"recipe": "leaching", "direction": "out", "commodity": "cake", "quantity": 2.0},
        {"recipe": "extraction", "direction": "out", "commodity": "thorium", "quantity": 0.05},
        {"recipe": "storing", "direction": "in", "commodity": "thorium", "quantity": 1.0},
    ]
    return tiny_case(
        Commodities=[
            *tiny_rows("Commodities"),
            {"commodity": "cake", **goods, "mass_per_unit": 1.5, "storage_limit": 30.0, "disposal_limit": 1e6,
             "disposal_cost": 0.1, "thorium": 0.1},
            {"commodity": "thorium", **goods, "mass_per_unit": 5.0, "storage_limit": 0.0, "disposal_limit": 0.0,
             "thorium": 1.0},
        ],
        Plants=[*tiny_rows("Plants"), {"plant": "store", "category": "waste", "capacity_unit": "t"}],
        Existing=[{"asset": "old_store", "plant": "store", "site": "town", "capacity": 1e3, "first_year": 2020,
                   "fixed_cost": 0.0}],
        Recipes=[*tiny_rows("Recipes"),
                 {**tiny_rows("Recipes")[0], "recipe": "storing", "plant": "store", "variable_cost": 0.0}],
        RecipeFlows=flows,
    )  # fmt: skip


def _total(table: pd.DataFrame, last: int, **where: Any) -> float:
    rows = table[table["year"] <= last]
    for column, wanted in where.items():
        rows = rows[rows[column] == wanted]
    return float(rows["activity"].sum())


def test_residues_add_up_over_the_years() -> None:
    plan = optimum(with_residue())
    for year in plan.ix.years:
        leached = _total(plan.tables["activity"], year, recipe="leaching")
        extracted = _total(plan.tables["activity"], year, recipe="extraction")
        # whether in store or disposed of: 2 t of 1.5 t mass each; 0.05 t Th of 5 t mass each
        assert value(plan, "residue_stock", "hill", year) == pytest.approx(leached * 2 * 1.5 / 1000)
        assert value(plan, "residue_stock", "town", year) == pytest.approx(extracted * 0.05 * 5 / 1000)
        assert value(plan, "thorium_stock", "hill", year) == pytest.approx(leached * 2 * 0.1)
        assert value(plan, "thorium_stock", "town", year) == pytest.approx(extracted * 0.05)
    kpis = plan.tables["kpis"].set_index(["kpi", "definition", "year"])["value"]
    whole = value(plan, "thorium_stock", "hill", 2030) + value(plan, "thorium_stock", "town", 2030)
    assert kpis["thorium_stock", "standard", 2030] == pytest.approx(whole)
    assert whole > 10.0
    assert audit(plan.ix.case, plan.tables) == ()


@pytest.mark.slow
def test_less_is_made_where_less_thorium_may_be_kept() -> None:
    free = optimum(with_residue())
    kept = value(free, "thorium_stock", "hill", 2030) + value(free, "thorium_stock", "town", 2030)
    cap = target("cap", "thorium_stock", "standard", 0.9 * kept, sense="<=", mode="hard", first_year=2026)
    capped = optimum(
        dataclasses.replace(with_residue(), targets=tiny_case(Targets=[*tiny_rows("Targets"), cap]).targets)
    )
    stored = value(capped, "thorium_stock", "hill", 2030) + value(capped, "thorium_stock", "town", 2030)
    assert stored == pytest.approx(0.9 * kept)
