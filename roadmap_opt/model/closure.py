"""Closure: which of the plants that still stand after the last decision year are kept, and which are closed.

Index    s site, p plant type, m module (size class), a existing asset, v start year, y period of the tail.
Data     capacity, capex, lead_time, life, fixed_cost_share, closure_cost_share    Modules
         capacity, fixed_cost, last_year                       Existing
         tail_operation_share                                  Settings
Decides  kept[s, m, y]         modules kept in operation, on average over the years of the period; not a whole number
         kept_asset[a, y]      share of an existing asset kept, at most the share of the years in which it stands
Gives    attainable[s, p, y]   nameplate of all that is kept: the ramp-up is over
Reads    starts (capacity), used_capacity (processing)

kept_limit[s, m, y]            kept <= sum over v of starts * share of the period's years within the life of v
stays_closed[s, m, y]          kept[s, m, y] <= kept[s, m, period before]
asset_stays_closed[a, y]       kept_asset[a, y] <= kept_asset[a, period before]
goes_on[s, p, y]               used_capacity[s, p, y] >= tail_operation_share * used_capacity[s, p, v] - what stands in
                               v and has reached the end of its life in y: v is the last decision year for y in the
                               tail, and the year before it for y the last decision year

A plant that loses money is run on only as far as the planner says that what was built for the targets goes on: at a
tail_operation_share of 0 goes_on has no rows. It holds in the last decision year, too: what is built to make one
target year look better would stand in the next. What is closed has no fixed cost any more and does not open again;
closing it costs closure_cost_share of its capex, once, spread over the period's years. A module that is still being
built is closed from what it can be at best. One that dies of age within a period is charged for the share of the period
for which it is gone, and for the rest in the next; what stands, or has died only then, when the tail ends is closed by
somebody else, later.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, limit, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare what is kept."""
    assets = {row.asset: row for row in ix.case.existing}
    model.kept = pyo.Var([(s, m, y) for s, m in ix.plants.slots for y in ix.tail], bounds=(0, None))
    model.kept_asset = pyo.Var(
        [(a, y) for a in assets for y in ix.tail],
        bounds=lambda _, a, y: (0, ix.plants.standing(assets[a], y)),
    )


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Capacity in the tail is what is kept."""

    def available(s: str, p: str, y: int) -> Expression:
        built = total(model.kept[s, m, y] * ix.rows.modules[m].capacity for m in ix.plants.modules_at.get((s, p), ()))
        assets = (row for row in ix.case.existing if (row.site, row.plant) == (s, p))
        return built + total(model.kept_asset[row.asset, y] * row.capacity for row in assets)

    for s, p in ix.plants.places:
        for y in ix.tail:
            model.attainable[s, p, y] = available(s, p, y)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """No more is kept than stands, and what was closed stays closed."""

    def standing(s: str, m: str, y: int) -> Expression:
        shares = {v: ix.plants.offered(ix.rows.modules[m], v, y) for v in ix.plants.slots[s, m]}
        return total(model.starts[s, m, v] * share for v, share in shares.items() if share)

    limit(model, "kept_limit", list(model.kept), lambda s, m, y: model.kept[s, m, y] - standing(s, m, y) <= 0)
    later = ix.tail[1:]
    limit(
        model,
        "stays_closed",
        [(s, m, y) for s, m, y in model.kept if y in later],
        lambda s, m, y: model.kept[s, m, y] - model.kept[s, m, ix.rows.before(y)] <= 0,
    )
    limit(
        model,
        "asset_stays_closed",
        [(a, y) for a, y in model.kept_asset if y in later],
        lambda a, y: model.kept_asset[a, y] - model.kept_asset[a, ix.rows.before(y)] <= 0,
    )

    def example(y: int) -> int:
        return ix.last_year if y in ix.tail else ix.last_year - 1

    def ended(s: str, p: str, y: int) -> Expression:
        built = total(
            model.starts[s, m, v] * (ix.rows.modules[m].capacity * share)
            for m in ix.plants.modules_at.get((s, p), ())
            for v in ix.plants.slots[s, m]
            if (share := ix.plants.ended(ix.rows.modules[m], v, example(y), y)) > 0
        )
        fallen = ix.plants.existing_capacity(s, p, example(y)) - ix.plants.existing_capacity(s, p, y)
        return built + max(0.0, fallen)

    share = ix.settings.tail_operation_share
    limit(
        model,
        "goes_on",
        [(s, p, y) for s, p in ix.plants.places for y in (*ix.years[1:][-1:], *ix.tail)] if share else (),
        lambda s, p, y: (
            model.used_capacity[s, p, y] + ended(s, p, y) - share * model.used_capacity[s, p, example(y)] >= 0
        ),
    )


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Fixed operating cost of what is kept and cost of what is closed, in constant money."""

    def fixed(y: int) -> Expression:
        modules = ((s, m, ix.rows.modules[m]) for s, m in ix.plants.slots)
        built = total(model.kept[s, m, y] * -ix.plants.upkeep(row) for s, m, row in modules)
        return built + total(model.kept_asset[row.asset, y] * -row.fixed_cost for row in ix.case.existing)

    def before(s: str, m: str, y: int) -> Expression:
        """Modules that stood before a period: kept in the one before it, or left by the last decision year."""
        if ix.rows.before(y) != ix.last_year:
            return model.kept[s, m, ix.rows.before(y)]
        module = ix.rows.modules[m]
        shares = {
            v: max(ix.plants.operation(module, ix.last_year - v), ix.plants.offered(module, v, y))
            for v in ix.plants.slots[s, m]
        }
        return total(model.starts[s, m, v] * share for v, share in shares.items() if share)

    def closed(y: int) -> Expression:
        return total(
            (before(s, m, y) - model.kept[s, m, y]) * (-cost / ix.weight(y))
            for s, m in ix.plants.slots
            if (cost := ix.plants.closure_cost(ix.rows.modules[m])) > 0
        )

    return {
        "fixed_cost": {y: fixed(y) for y in ix.tail},
        "closure_cost": {y: closed(y) for y in ix.tail},
    }
