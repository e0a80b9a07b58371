"""Processing: recipes turn inputs into outputs and share the capacity of their plant, which learns while it runs.

Index    s site, p plant type, r recipe, c commodity, y decision year or period of the tail.
Data     load, variable_cost, electricity, natural_gas, water, emissions, programme, royalty   Recipes
         quantity                                                                              RecipeFlows
         first_year_share, learning_step, minimum_load, least_stable_load, restart_cost        Plants
         use_before                                                                            Existing
         water_limit                                                                           Sites
         price                                                                                 Utilities
Decides  activity[s, r, y]        activity units per year
         stood_down[s, p, y]      capacity units/yr taken out of running order, where that costs something
Gives    made[c, s, y], consumed[c, s, y]      units per year
         used_capacity[s, p, y]   sum over r of load * activity
         used_before[s, p, y]     used_capacity[s, p, y-1]; before the first decision year use_before of what stands
         learnt[s, p, y]          used_before[s, p, y] + learning_step * installed[s, p, y-1] + first_year_share *
                                  opened[s, p, y]. For a module that runs without a break this is the fastest ramp-up
                                  to the month, in part-years too; after a year at a standstill it is one step
         kept_running[s, p, y]    used_before[s, p, y] less what has reached its end of life: installed[s, p, y-1] +
                                  opened[s, p, y] - installed[s, p, y]
Reads    installed, opened, attainable (capacity), completed (programmes)

capacity_limit[s, p, y]           used_capacity <= attainable
learning[s, p, y]                 used_capacity <= learnt
minimum_load[s, p, y]             used_capacity >= minimum_load * attainable
stood_down_least[s, p, y]         least_stable_load * (kept_running - stood_down) <= used_capacity
stood_down_most[s, p, y]          stood_down <= used_before
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
    model.stood_down = pyo.Var(
        [(s, p, y) for s, p in ix.plants.slow_to_restart for y in ix.years], domain=pyo.NonNegativeReals
    )


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
    _history(model, ix)


def _history(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what the use of the year before allows: what has been learnt, and what goes on running."""
    plants = [(s, p, y) for s, p in ix.plants.places for y in ix.years]

    def used_before(s: str, p: str, y: int) -> Expression:
        return ix.plants.use_before(s, p) if y == ix.first_year else model.used_capacity[s, p, y - 1]

    def installed_before(s: str, p: str, y: int) -> Expression:
        return ix.plants.existing_capacity(s, p, y - 1) if y == ix.first_year else model.installed[s, p, y - 1]

    def learnt(s: str, p: str, y: int) -> Expression:
        steps = ix.plants.learning_step(p) * installed_before(s, p, y)
        return model.used_before[s, p, y] + steps + ix.plants.first_year_share(p) * model.opened[s, p, y]

    def kept_running(s: str, p: str, y: int) -> Expression:
        ended = installed_before(s, p, y) + model.opened[s, p, y] - model.installed[s, p, y]
        return model.used_before[s, p, y] - ended

    define(model, "used_before", plants, used_before)
    define(model, "learnt", plants, learnt)
    define(model, "kept_running", plants, kept_running)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Stay within capacity, what has been learnt, permits and water."""
    plants = [(s, p, y) for s, p in ix.plants.places for y in ix.periods]

    def minimum(s: str, p: str, y: int) -> Expression:
        return model.used_capacity[s, p, y] - ix.rows.plants[p].minimum_load * model.attainable[s, p, y] >= 0

    def stood_down(s: str, p: str, y: int) -> Expression:
        running = model.kept_running[s, p, y] - model.stood_down[s, p, y]
        return ix.rows.plants[p].least_stable_load * running - model.used_capacity[s, p, y] <= 0

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
        lambda s, p, y: model.used_capacity[s, p, y] - model.attainable[s, p, y] <= 0,
    )
    limit(
        model,
        "learning",
        [(s, p, y) for s, p in ix.plants.learners for y in ix.years],
        lambda s, p, y: model.used_capacity[s, p, y] - model.learnt[s, p, y] <= 0,
    )
    limit(model, "minimum_load", [(s, p, y) for s, p, y in plants if ix.rows.plants[p].minimum_load], minimum)
    limit(model, "stood_down_least", list(model.stood_down), stood_down)
    limit(
        model,
        "stood_down_most",
        list(model.stood_down),
        lambda s, p, y: model.stood_down[s, p, y] - model.used_before[s, p, y] <= 0,
    )
    licensed = [(s, r, y) for s, r, y in model.activity if ix.rows.recipes[r].programme]
    limit(model, "recipe_unlocked", licensed, unlocked, switch=True)
    dry = [s for s, row in ix.rows.sites.items() if s in ix.materials.water_users and math.isfinite(row.water_limit)]
    limit(model, "water_limit", [(s, y) for s in dry for y in ix.periods], water)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Processing costs, licence royalties and what standing capacity down costs, in constant money."""
    costs = {(r, y): ix.costs.by_line(r, y) for r in ix.rows.recipes for y in ix.periods}
    lines = ("variable_cost", "energy_cost", "carbon_cost", "licence_royalty")
    down = {
        y: total(model.stood_down[s, p, y] * -ix.costs.restart(p) for s, p in ix.plants.slow_to_restart)
        for y in ix.years
    }
    return {"restart_cost": down} | {
        line: {
            y: total(
                model.activity[s, r, y] * -costs[r, y][line] for s, r in ix.materials.recipe_sites if costs[r, y][line]
            )
            for y in ix.periods
        }
        for line in lines
    }
