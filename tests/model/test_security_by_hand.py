"""Plans worked out by hand: where rare earths come from, limits on supplier countries, strategic stockpiles."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.rich_case import rich_plan
from tests.support.tiny_case import tiny_rows
from tests.support.workshop import Plan, is_infeasible, optimum, target, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}


def feed(name: str, country: str | None, quantity: float, factor: float = 1.0) -> dict[str, Any]:
    """A tranche of the workshop's oxide, imported unless it has no country."""
    return {"supply": name, "commodity": "nd_oxide", "site": "town", "foreign": country is not None,
            "country": country, "price_factor": factor, "price_adder": 0.0, "quantity": quantity}  # fmt: skip


def three_countries(**changes: Any) -> Case:
    """The workshop's 100 t a year come from Türkiye (20 t at 9 kUSD/t), China (at 10) and Malaysia (at 12)."""
    tranches = [feed("home", None, 20.0, 0.9), feed("china", "CN", 1000.0), feed("malaysia", "MY", 1000.0, 1.2)]
    return workshop(**{"Supplies": tranches, **changes})


def security(plan: Plan, element: str = "ndpr") -> dict[str, list[float]]:
    """The table of this name, a list of the years in which the plant runs for every column."""
    table = plan.tables["supply_security"]
    rows = table[(table["element"] == element) & (table["year"] >= 2027)]
    return {column: list(rows[column]) for column in ("supplied", "imported", "import_share", "largest_share", "hhi")}


def test_without_a_limit_the_cheapest_country_supplies_all_imports() -> None:
    plan = optimum(three_countries())
    found = security(plan)
    # 20 t from home and 80 t from China: 0.2² + 0.8² = 0.68
    assert found["supplied"] == pytest.approx([100.0] * 4)
    assert found["imported"] == pytest.approx([80.0] * 4)
    assert found["import_share"] == pytest.approx([0.8] * 4)
    assert found["largest_share"] == pytest.approx([1.0] * 4)
    assert found["hhi"] == pytest.approx([0.68] * 4)
    # 11 MUSD of sales a year less 20 t at 9 and 80 t at 10: 10.02; less 10 for the plant
    assert plan.npv == pytest.approx(4 * (11.0 - 0.18 - 0.8) - 10.0, **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


def test_no_country_supplies_more_than_its_share_of_the_imports() -> None:
    plan = optimum(three_countries(Settings={"maximum_supplier_share": 0.6}))
    found = security(plan)
    # 80 t of imports: 48 from China, 32 from Malaysia; 0.2² + 0.48² + 0.32² = 0.3728
    assert found["largest_share"] == pytest.approx([0.6] * 4)
    assert found["hhi"] == pytest.approx([0.3728] * 4)
    sources = plan.tables["supply_sources"]
    of_2028 = sources[(sources["element"] == "magnet_reo") & (sources["year"] == 2028)].set_index("country")
    assert dict(of_2028["quantity"]) == pytest.approx({"TR": 20.0, "CN": 48.0, "MY": 32.0})
    assert dict(of_2028["share"]) == pytest.approx({"TR": 0.2, "CN": 0.48, "MY": 0.32})
    assert plan.npv == pytest.approx(4 * (11.0 - 0.18 - 0.48 - 0.384) - 10.0, **NEAR)
    # a tonne more from China in place of Malaysia is worth 2 kUSD
    assert plan.prices["supplier_share", "CN | 2028"] == pytest.approx(0.002, **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


def test_a_single_country_under_a_limit_supplies_nothing() -> None:
    tranches = [feed("home", None, 20.0, 0.9), feed("china", "CN", 1000.0)]
    plan = optimum(workshop(Supplies=tranches, Settings={"maximum_supplier_share": 0.6}, Demand=_demand(20.0)))
    assert security(plan)["imported"] == pytest.approx([0.0] * 4)
    assert all(value != value for value in security(plan)["largest_share"])  # blank: nothing is imported


def _demand(quantity: float) -> list[dict[str, Any]]:
    return tiny_rows("Demand", home={"quantity": quantity})


def test_a_target_holds_the_share_of_imports() -> None:
    wanted = target("own", "import_dependence", "ndpr", 0.5, sense="<=", mode="hard", minimum_denominator=1.0)
    plan = optimum(three_countries(Targets=[wanted]))
    # from 2028 on no more is imported than the 20 t from home: 40 t of magnets in place of 100
    assert security(plan)["imported"] == pytest.approx([80.0, 20.0, 20.0, 20.0])
    assert audit(plan.ix.case, plan.tables) == ()


def test_rare_earths_that_a_chain_does_not_use_have_no_share() -> None:
    plan = optimum(three_countries())
    assert set(plan.tables["supply_sources"]["element"]) == {"ndpr", "magnet_reo"}
    dysprosium = security(plan, "dy")  # the magnets hold neither dysprosium nor terbium
    assert dysprosium["supplied"] == [0.0] * 4
    assert all(value != value for value in dysprosium["import_share"])


def test_oxide_from_ore_and_scrap_from_the_country_are_its_own() -> None:
    """In 2028: 5 and 2 t of oxide imported; 0.36 t of Nd oxide in a tonne of scrap, 0.18 t
    of oxide from a tonne of mixed product made of the own ore.
    """
    _, tables = rich_plan()
    sources = tables["supply_sources"]
    found = sources[(sources["element"] == "ndpr") & (sources["year"] == 2028)].set_index(["stage", "country"])
    activity = tables["activity"][tables["activity"]["year"] == 2028].set_index("recipe")["activity"]
    collected = tables["collected"][tables["collected"]["year"] == 2028]["quantity"].sum()
    own = {("oxide", "TR"): 0.18 * activity["extraction"], ("scrap", "TR"): 0.36 * collected}
    expected = {("oxide", "CN"): 5.0, ("oxide", "MY"): 2.0, **own}
    assert dict(found["quantity"]) == pytest.approx(expected)
    assert min(expected.values()) > 0.1
    assert found["share"].sum() == pytest.approx(1.0)


def stockpile(quantity: float, first_year: int = 2028, **values: Any) -> dict[str, Any]:
    return {"commodity": "nd_oxide", "site": "town", "first_year": first_year, "quantity": quantity, **values}


def with_store(*stockpiles: dict[str, Any], **changes: Any) -> Case:
    """The workshop with room for 50 t of oxide at 1 kUSD/t and year."""
    return workshop(
        Commodities={"nd_oxide": {"storage_limit": 50.0, "storage_cost": 1.0}}, Stockpiles=list(stockpiles), **changes
    )


def test_a_stockpile_is_bought_when_it_falls_due_and_held() -> None:
    plan = optimum(with_store(stockpile(30.0)))
    assert plan.by_year("bought", "nd_oxide", "town") == pytest.approx([0, 100, 130, 100, 100])
    assert [plan.value("stock", "nd_oxide", "town", y) for y in plan.ix.years] == pytest.approx([0, 0, 30, 30, 30])
    # 30 t at 10 kUSD/t, and 30 t at 1 kUSD/t in store at the end of three years
    assert plan.npv == pytest.approx(30.0 - 0.3 - 3 * 0.03, **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


def test_two_rows_of_a_stockpile_add_up() -> None:
    plan = optimum(with_store(stockpile(10.0), stockpile(15.0, 2029)))
    assert plan.by_year("bought", "nd_oxide", "town") == pytest.approx([0, 100, 110, 115, 100])


def test_a_stockpile_is_released_in_the_year_of_the_shock_and_filled_again() -> None:
    short = {2025: 1000.0, 2026: 1000.0, 2027: 1000.0, 2028: 1000.0, 2029: 60.0, 2030: 1000.0}
    tranche = {"feed": {"quantity": short}}
    held = optimum(with_store(stockpile(30.0), Supplies=tranche))
    released = optimum(with_store(stockpile(30.0, released_in=2029), Supplies=tranche))
    # held all the same, 60 t of feed make 60 t of magnets in 2029; released, 90 t
    assert held.by_year("made", "magnet", "town") == pytest.approx([0, 100, 100, 60, 100])
    assert released.by_year("made", "magnet", "town") == pytest.approx([0, 100, 100, 90, 100])
    assert released.by_year("bought", "nd_oxide", "town") == pytest.approx([0, 100, 130, 60, 130])
    assert audit(released.ix.case, released.tables) == ()


def test_a_stockpile_has_to_be_turned_over() -> None:
    rotated = with_store(stockpile(40.0, turnover=0.5), Demand=_demand(15.0))
    # half of 40 t has to leave the store each year, but only 15 t of magnets find a buyer
    assert is_infeasible(rotated)
    assert not is_infeasible(with_store(stockpile(40.0, turnover=0.375), Demand=_demand(15.0)))


def test_a_stockpile_stays_where_it_is_after_the_last_year() -> None:
    tail = {"tail_years": 4, "terminal_value": "operation"}
    without, plan = (optimum(with_store(*rows, Settings=tail)) for rows in ([], [stockpile(30.0)]))
    assert not (plan.tables["tail"]["kind"] == "stock").any()
    # after the last year it is neither used up, nor filled again, nor charged for
    for table in (without.tables["tail"], plan.tables["tail"]):
        bought = table[table["kind"] == "purchase"]["value"]
        assert list(bought) == pytest.approx([100.0, 100.0])
    assert plan.npv == pytest.approx(without.npv - 0.39, **NEAR)
