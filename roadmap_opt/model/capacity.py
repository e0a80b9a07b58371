"""Capacity: modules are started, take their lead time, come into operation, and end with their life.

Index    s site, p plant type, m module (size class), v start year, y decision year.
Data     capacity, capex, lead_time, spend_1..5, life, fixed_cost_share, maximum_count   Modules
         first_year_share, learning_step                                                 Plants
         maximum_modules, first_start_year                                               PlantSites
         capacity, use_before, fixed_cost, first_year, last_year                         Existing
         construction_starts_limit                                                       Settings
Decides  started[s, m, y]     integer   modules whose construction has started by the end of y. Cumulative counts
                                        branch far better than yearly starts.
Gives    starts[s, m, y]                started[s, m, y] - started[s, m, y-1]
         installed[s, p, y]             nameplate in operation: existing + sum of starts * capacity * part of the year
                                        in which the module operates. A fractional lead time gives a part-year.
         opened[s, p, y]                what of it comes on top of the year before: sum of starts * capacity * rise of
                                        that part of the year
         attainable[s, p, y]            the same as installed after the fastest ramp-up, without a break:
                                        first_year_share in the first twelve months of a module, a learning_step more in
                                        every following twelve. Existing plants rise from use_before. What has in fact
                                        been learnt is the rule of the family processing
         plant_spend[p, y]              MUSD real, capex with owner's cost by the spend profile

plant_spend_sum[p, y]                  plant_spend = sum over s, m, v of starts * capex * (1 + owner_cost_share) * spend
                                       share
starts_accumulate[s, m, y]             started[s, m, y] >= started[s, m, y-1]
site_space[s, p]                       sum over m of started[s, m, last] <= maximum_modules
construction_starts[y]                 sum over s, m of starts * capex * (1 + owner_cost_share) <=
                                       construction_starts_limit
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, sum_variable, total, with_year_before


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the cumulative construction starts."""
    keys = [(s, m, y) for (s, m), years in ix.plants.slots.items() for y in years]
    model.started = pyo.Var(
        keys, domain=pyo.NonNegativeIntegers, bounds=lambda _, s, m, y: (0, ix.plants.count_limit[s, m])
    )


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define yearly starts, capacity and spending."""

    def starts(s: str, m: str, y: int) -> Expression:
        before = model.started[s, m, y - 1] if (s, m, y - 1) in model.started else 0.0
        return model.started[s, m, y] - before

    define(model, "starts", list(model.started), starts)

    def built(s: str, p: str, y: int, share: str) -> Expression:
        return total(_telescoped(model, ix, s, m, y, share) for m in ix.plants.modules_at.get((s, p), ()))

    keys = [(s, p, y) for s, p in ix.plants.places for y in ix.years]
    define(
        model,
        "attainable",
        keys,
        lambda s, p, y: ix.plants.existing_attainable(s, p, y) + built(s, p, y, "attainable"),
    )
    define(model, "installed", keys, lambda s, p, y: ix.plants.existing_capacity(s, p, y) + built(s, p, y, "operation"))
    define(model, "opened", keys, lambda s, p, y: built(s, p, y, "opening"))
    sum_variable(
        model,
        "plant_spend",
        [(p, y) for p in ix.rows.plants for y in ix.years],
        lambda p, y: total(
            model.starts[s, m, v] * (ix.plants.capex(ix.rows.modules[m]) * ix.plants.spend(ix.rows.modules[m], y - v))
            for (s, m), years in ix.plants.slots.items()
            if ix.rows.modules[m].plant == p
            for v in years
            if ix.plants.spend(ix.rows.modules[m], y - v) > 0
        ),
    )


def _telescoped(model: pyo.ConcreteModel, ix: Indexes, s: str, m: str, y: int, share: str) -> Expression:
    """Capacity of the starts of one module, written on the cumulative counts (fewer terms than on the starts)."""
    module = ix.rows.modules[m]
    profile = getattr(ix.plants, share)
    years = [v for v in ix.plants.slots[s, m] if v <= y]
    terms = []
    for v in years:
        step = profile(module, y - v) - (profile(module, y - v - 1) if v + 1 in years else 0.0)
        if abs(step) > 1e-12:
            terms.append(model.started[s, m, v] * (module.capacity * step))
    return total(terms)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Starts accumulate, fit the site, and are no more in a year than can be managed."""

    def site_space(s: str, p: str) -> Expression:
        built = total(model.started[s, m, ix.plants.slots[s, m][-1]] for m in ix.plants.modules_at[s, p])
        return built <= ix.plants.space[s, p]

    limit(
        model,
        "starts_accumulate",
        with_year_before(model.started),
        lambda s, m, y: model.started[s, m, y] >= model.started[s, m, y - 1],
    )
    limit(model, "site_space", ix.plants.scarce_places, site_space)

    def construction_starts(y: int) -> Expression:
        begun = total(
            model.starts[s, m, y] * ix.plants.capex(ix.rows.modules[m])
            for (s, m), years in ix.plants.slots.items()
            if y in years
        )
        return begun <= ix.settings.construction_starts_limit

    managed = ix.years if math.isfinite(ix.settings.construction_starts_limit) else ()
    limit(model, "construction_starts", managed, construction_starts)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Capex, fixed operating cost and cost of closing at the end of life, in constant money."""

    def fixed(y: int) -> Expression:
        return -1.0 * ix.plants.existing_fixed_cost(y) - total(
            model.starts[s, m, v] * ix.plants.fixed_cost(ix.rows.modules[m], y - v)
            for (s, m), years in ix.plants.slots.items()
            for v in years
            if ix.plants.operation(ix.rows.modules[m], y - v) > 0
        )

    def closed(y: int) -> Expression:
        return -1.0 * total(
            model.starts[s, m, v] * (share * cost)
            for (s, m), years in ix.plants.slots.items()
            if (cost := ix.plants.closure_cost(ix.rows.modules[m])) > 0
            for v in years
            if (share := ix.plants.closing(ix.rows.modules[m], y - v)) > 0
        )

    return {
        "closure_cost": {y: closed(y) for y in ix.years},
        "capex": {y: -1.0 * total(model.plant_spend[p, y] for p in ix.rows.plants) for y in ix.years},
        "fixed_cost": {y: fixed(y) for y in ix.years},
    }
