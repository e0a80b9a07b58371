"""Processing: recipes turn inputs into outputs and share the capacity of their plant.

Index    s site, p plant type, r recipe, c commodity, y decision year or period of the tail.
Data     load, variable_cost, electricity, natural_gas, water, emissions, programme, royalty   Recipes
         quantity                                                                              RecipeFlows
         water_limit                                                                           Sites
         price                                                                                 Utilities
Decides  activity[s, r, y]        activity units per year
Gives    made[c, s, y], consumed[c, s, y]      units per year
Reads    available (capacity), completed (programmes)

capacity_limit[s, p, y]           sum over r of load * activity <= available
minimum_load[s, p, y]             sum over r of load * activity >= minimum_load * available
recipe_unlocked[s, r, y]          load * activity <= largest capacity * completed[programme of r]
water_limit[s, y]                 sum over r of water * activity <= water limit of the site

In the tail the capacity available is what is kept (closure).
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare recipe activities, bounded by the largest capacity their plant can reach."""

    def bounds(_: pyo.ConcreteModel, s: str, r: str, y: int) -> tuple[float, float]:
        recipe = ix.rows.recipes[r]
        return 0.0, ix.goods.capacity_bound(s, recipe.plant, y) / recipe.load

    model.activity = pyo.Var([(s, r, y) for s, r in ix.materials.recipe_sites for y in ix.periods], bounds=bounds)
    repeated_bound(model, "activity")


def _recipes(ix: Indexes, plant: str) -> list[str]:
    return [r.recipe for r in ix.case.recipes if r.plant == plant]


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what is made and consumed at each node, and each plant's load."""
    keys = [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods]
    for name, flows in (("made", "makers"), ("consumed", "users")):
        define(
            model,
            name,
            keys,
            lambda c, s, y, flows=flows: total(
                model.activity[s, r, y] * q for r, q in getattr(ix.materials, flows).get((c, s), ())
            ),
        )
    define(
        model,
        "used_capacity",
        [(s, p, y) for s, p in ix.plants.places for y in ix.periods],
        lambda s, p, y: total(model.activity[s, r, y] * ix.rows.recipes[r].load for r in _recipes(ix, p)),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Stay within capacity, permits and water."""
    plants = [(s, p, y) for s, p in ix.plants.places for y in ix.periods]

    def minimum(s: str, p: str, y: int) -> Expression:
        return model.used_capacity[s, p, y] - ix.rows.plants[p].minimum_load * model.available[s, p, y] >= 0

    def unlocked(s: str, r: str, y: int) -> Expression:
        recipe = ix.rows.recipes[r]
        bound = ix.goods.capacity_bound(s, recipe.plant, y) / recipe.load
        return model.activity[s, r, y] - bound * model.completed[recipe.programme, y] <= 0

    def water(s: str, y: int) -> Expression:
        used = total(model.activity[s, r, y] * ix.rows.recipes[r].water for r in ix.materials.water_users[s])
        return used / THOUSAND <= ix.rows.sites[s].water_limit

    limit(
        model,
        "capacity_limit",
        plants,
        lambda s, p, y: model.used_capacity[s, p, y] - model.available[s, p, y] <= 0,
    )
    limit(model, "minimum_load", [(s, p, y) for s, p, y in plants if ix.rows.plants[p].minimum_load], minimum)
    licensed = [(s, r, y) for s, r, y in model.activity if ix.rows.recipes[r].programme]
    limit(model, "recipe_unlocked", licensed, unlocked, switch=True)
    dry = [s for s, row in ix.rows.sites.items() if s in ix.materials.water_users and math.isfinite(row.water_limit)]
    limit(model, "water_limit", [(s, y) for s in dry for y in ix.periods], water)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Processing costs and licence royalties in constant money."""
    costs = {(r, y): ix.costs.by_line(r, y) for r in ix.rows.recipes for y in ix.periods}
    lines = ("variable_cost", "energy_cost", "carbon_cost", "licence_royalty")
    return {
        line: {
            y: total(
                model.activity[s, r, y] * -costs[r, y][line] for s, r in ix.materials.recipe_sites if costs[r, y][line]
            )
            for y in ix.periods
        }
        for line in lines
    }
