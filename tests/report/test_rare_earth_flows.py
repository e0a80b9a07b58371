"""Flows of rare earths: nothing appears, nothing vanishes, and origins mix as they would in a tank."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.insight.flow_order import circular_steps, columns_of
from roadmap_opt.insight.rare_earth_flows import Flow, Node, RareEarthFlows
from roadmap_opt.runs.run import Run, empty_tables
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_tables


@pytest.fixture(scope="module")
def flows(example: Run) -> RareEarthFlows:
    """Its flows."""
    return RareEarthFlows(example)


def sums(found: list[Flow], side: str) -> dict[tuple[Node, int], float]:
    """Amounts by node and year on one side of the flows."""
    added: dict[tuple[Node, int], float] = defaultdict(float)
    for flow in found:
        added[getattr(flow, side), flow.year] += flow.amount
    return added


def test_what_enters_a_pool_leaves_it(flows: RareEarthFlows) -> None:
    assert [measure.key for measure in flows.measures] == ["all", "magnet", "Pr", "Nd", "Tb", "Dy"]
    for measure in flows.measures:
        found = flows.flows(measure)
        inward, outward = sums(found, "target"), sums(found, "source")
        pools = {key for key in {*inward, *outward} if key[0].kind == "commodity"}
        assert len(pools) > 20
        for key in pools:
            assert inward.get(key, 0.0) == pytest.approx(outward.get(key, 0.0), rel=1e-6, abs=1e-4), (measure.key, key)


def test_pools_hold_what_the_balances_say(flows: RareEarthFlows, example: Run) -> None:
    reo = Indexes(example.case).materials.reo
    inward = sums(flows.flows(flows.measures[0]), "target")
    sources = ["made", "mined", "bought", "collected", "opening_stock"]
    expected = example.tables["balances"].groupby(["commodity", "year"])[sources].sum().sum(axis=1)
    compared = 0
    for (commodity, year), quantity in expected.items():
        if quantity * reo[commodity] > 1e-3:
            amount = inward[Node("commodity", commodity), year]
            assert amount == pytest.approx(quantity * reo[commodity], rel=1e-6), (commodity, year)
            compared += 1
    assert compared > 80


def test_losses_are_what_the_recipes_lose(flows: RareEarthFlows, example: Run) -> None:
    lost: dict[str, float] = defaultdict(float)
    for moved in flows.flows(flows.measures[0]):
        if moved.target.kind == "lost" and moved.year == 2035:
            lost[moved.target.item] += moved.amount
    reo = Indexes(example.case).materials.reo
    held: dict[str, float] = defaultdict(float)  # what goes in less what comes out, per unit of a recipe
    for flow in example.case.recipe_flows:
        held[flow.recipe] += flow.quantity * reo[flow.commodity] * (1 if flow.direction == "in" else -1)
    plants = {row.recipe: row.plant for row in example.case.recipes}
    made = example.tables["activity"].query("year == 2035")
    for plant in ("mine", "cracking"):
        recipes = made[made["recipe"].map(plants) == plant]
        assert lost[plant] == pytest.approx((recipes["activity"] * recipes["recipe"].map(held)).sum(), rel=1e-6)
        assert lost[plant] > 100.0


def test_ends_are_what_was_sold(flows: RareEarthFlows, example: Run) -> None:
    sold = example.tables["sales"]
    motors = sold[sold["market"].str.startswith("motors") & (sold["year"] == 2035)]["quantity"].sum()
    promised = example.tables["deliveries"].query("year == 2035")
    motors += promised[promised["contract"].str.startswith("motors")]["quantity"].sum()
    ends = sums(flows.flows(flows.measures[1]), "target")
    found = ends[Node("sold", "motor"), 2035] + ends[Node("exported", "motor"), 2035]
    assert found == pytest.approx(motors * (0.408 + 0.136 + 0.0048), rel=1e-6)


def test_columns_lead_to_the_right_and_stages_stand_together(flows: RareEarthFlows) -> None:
    column = flows.columns
    for measure in flows.measures:
        assert all(column[flow.source] < column[flow.target] for flow in flows.flows(measure))
    assert min(column.values()) == 0
    powders = {column[Node("commodity", name)] for name in ("powder", "bonded_powder", "recycled_powder")}
    assert len(powders) == 1
    assert column[Node("commodity", "scrap_magnet")] < powders.pop()


def made_up(tmp_path: Path) -> Run:
    """70 t of imported and 15 t of domestic oxide become magnets; swarf goes back to oxide."""
    commodities = [
        {"commodity": name, "unit": "t", "stage": stage, "origin": "neutral", "mass_per_unit": 1.0,
         "transportable": True, "storage_limit": 0.0, "storage_cost": 0.0, "disposal_limit": 0.0}
        for name, stage in (("oxide", "oxide"), ("magnet", "sintered_magnet"), ("swarf", "swarf"))
    ]  # fmt: skip
    contents = [
        {"commodity": name, "element": "Nd", "content": content}
        for name, content in (("oxide", 1.0), ("magnet", 0.5), ("swarf", 0.4))
    ]
    recipes = [
        {"recipe": name, "plant": plant, "load": 1.0, "variable_cost": 0.0, "electricity": 0.0, "natural_gas": 0.0,
         "water": 0.0, "emissions": 0.0}
        for name, plant in (("sintering", "magnet_line"), ("long_loop", "separation"))
    ]  # fmt: skip
    recipe_flows = [
        {"recipe": recipe, "direction": direction, "commodity": name, "quantity": quantity}
        for recipe, direction, name, quantity in (
            ("sintering", "in", "oxide", 1.0), ("sintering", "out", "magnet", 1.0), ("sintering", "out", "swarf", 0.5),
            ("long_loop", "in", "swarf", 1.0), ("long_loop", "out", "oxide", 0.3),
        )
    ]  # fmt: skip
    supplies = [
        {"supply": name, "commodity": "oxide", "site": "town", "foreign": foreign, "price_factor": 1.0,
         "price_adder": 0.0, "quantity": 100.0}
        for name, foreign in (("abroad", True), ("home", False))
    ]  # fmt: skip
    tables = tiny_tables(
        Commodities=commodities, Composition=contents, Recipes=recipes, RecipeFlows=recipe_flows, Supplies=supplies
    )
    run = empty_tables()
    run["activity"] = pd.DataFrame(
        [("town", "sintering", 2027, 100.0), ("town", "long_loop", 2027, 50.0)], columns=run["activity"].columns
    )
    run["purchases"] = pd.DataFrame(
        [("abroad", "town", 2027, 70.0), ("home", "town", 2027, 15.0)], columns=run["purchases"].columns
    )
    run["sales"] = pd.DataFrame([("home", "town", 2027, 100.0)], columns=run["sales"].columns)
    return replace(made_up_plan.results(tables, tmp_path), tables=run)


def test_returned_scrap_leaves_and_enters_and_keeps_its_origin(tmp_path: Path) -> None:
    """The pool of oxide holds 85 t from outside and 15 t that came round: the mixture is that of the 85 t."""
    flows = RareEarthFlows(made_up(tmp_path))
    magnet = next(measure for measure in flows.measures if measure.key == "magnet")
    found = flows.flows(magnet)
    whole = {node: amount for (node, _), amount in sums(found, "target").items()}
    assert whole[Node("returned", "swarf")] == pytest.approx(20.0)
    assert whole[Node("sold", "sintered_magnet")] == pytest.approx(50.0)
    assert whole[Node("lost", "magnet_line")] == pytest.approx(30.0)
    assert whole[Node("lost", "separation")] == pytest.approx(5.0)
    assert whole[Node("commodity", "oxide")] == pytest.approx(100.0)
    assert math.fsum(flow.amount for flow in found if flow.source.kind == "reused") == pytest.approx(20.0)
    sold = {flow.origin: flow.amount for flow in found if flow.target.kind == "sold"}
    assert sold == pytest.approx({"imported": 50 * 70 / 85, "home": 50 * 15 / 85})
    assert all(flows.columns[flow.source] < flows.columns[flow.target] for flow in found)


def test_a_plan_without_movement_has_no_measures(tmp_path: Path) -> None:
    assert RareEarthFlows(replace(made_up(tmp_path), tables=empty_tables())).measures == ()


def test_goods_that_only_go_round_have_no_origin(tmp_path: Path) -> None:
    """Within the solver's tolerance a loop may turn without feed: its origins are open, and no reason to break off."""
    run = made_up(tmp_path)
    loop = {**run.tables, "purchases": empty_tables()["purchases"], "sales": empty_tables()["sales"]}
    assert RareEarthFlows(replace(run, tables=loop)).measures == ()


def test_circles_are_cut_where_they_lead_back() -> None:
    order = {name: at for at, name in enumerate("abcd")}
    assert circular_steps([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")], order) == {("c", "a")}
    assert circular_steps([("d", "a"), ("a", "b")], order) == set()
    assert circular_steps([("b", "b")], order) == {("b", "b")}


def test_two_stages_that_feed_each_other_still_get_columns() -> None:
    pairs = [("a1", "b1"), ("b1", "a2"), ("a2", "b2"), ("in", "a1"), ("b2", "out")]
    columns = columns_of(pairs, lambda item: item[0] if item[0] in "ab" else None)
    assert [columns[item] for item in ("in", "a1", "b1", "a2", "b2", "out")] == [0, 1, 2, 3, 4, 5]
