"""Bounds for switches: the largest value that a yes/no decision can release, derived from the tables.

A bound that is too small would cut off good plans and one that is too large weakens the relaxation, so each is the sum
of what the tables allow and never a number of its own.
"""

from __future__ import annotations

import math

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.profiles import repayment_by_age


def revenue_bound(ix: Indexes, year: int) -> float:
    """Most that can be earned in a year, nominal MUSD: all addressable demand at the best price of its market."""
    best = {d: ix.market_price(d, year) for d in ix.markets}
    for row in ix.case.contracts:
        best[row.market] = max(best[row.market], ix.contract_price(row, year))
    return ix.price_level(year) * sum(best[d] * ix.addressable[d, year] for d in ix.markets)


def cost_bound(ix: Indexes, year: int) -> float:
    """Most that can be charged in a year, nominal MUSD: every plant full, every tranche bought, all debt drawn."""
    level = ix.price_level(year)
    farthest = max(ix.distance_km.values(), default=0.0) * ix.settings.freight_cost / THOUSAND**2

    def handling(commodity: str) -> float:
        row = ix.commodities[commodity]
        price = ix.price.get((commodity, year), 0.0)
        return (row.disposal_cost or 0.0) / THOUSAND + 2 * row.mass_per_unit * farthest + price

    unit: dict[str, float] = dict.fromkeys(ix.plants, 0.0)
    for name, recipe in ix.recipes.items():
        dollars = recipe.electricity * ix.utility_price("electricity", year)
        dollars += recipe.natural_gas * ix.utility_price("natural_gas", year)
        dollars += recipe.water * ix.utility_price("water", year)
        dollars += recipe.emissions * ix.utility_price("carbon", year)
        cost = recipe.variable_cost / THOUSAND + dollars / THOUSAND**2
        cost += sum(quantity * handling(c) for c, quantity in ix.outputs[name].items())
        unit[recipe.plant] = max(unit[recipe.plant], cost / recipe.load)
    running = sum(ix.capacity_bound[s, p, year] * unit[p] for s, p in ix.plant_sites)
    feed = sum(
        row.quantity[year] * ix.supply_price(row.price_factor, row.price_adder, row.commodity, year)
        for row in ix.case.supplies
    )
    fixed = sum(capex_bound(ix).values())
    storage = sum(
        row.storage_limit * row.storage_cost / THOUSAND * len(ix.sites)
        for row in ix.case.commodities
        if math.isfinite(row.storage_limit)
    )
    programmes = sum(row.cost + row.yearly_cost for row in ix.case.programmes)
    charges = sum(
        (row.rate + row.upfront_fee) * min(row.total_limit, fixed)
        for row in ix.case.funding
        if row.kind in ("loan", "bond")
    )
    existing = sum(row.fixed_cost for row in ix.case.existing)
    return level * (running + feed + fixed + storage + programmes + charges + existing)


def capex_bound(ix: Indexes) -> dict[tuple[str, str], float]:
    """Most that can be invested by ``(site, plant)``, MUSD real: the dearest modules that fit."""
    space = {(row.site, row.plant): row.maximum_modules for row in ix.case.plant_sites}
    bound = {}
    for key, modules in ix.slots_of_plant.items():
        costs = [ix.capex(ix.modules[m]) for m in modules for _ in range(ix.module_count_limit[key[0], m])]
        bound[key] = sum(sorted(costs, reverse=True)[: space[key]])
    return bound


def investment_bound(ix: Indexes) -> float:
    """Most that there can be to pay for in a year, nominal MUSD."""
    programmes = sum(row.cost for row in ix.case.programmes)
    level = ix.price_level(ix.last_year)
    return level * (sum(capex_bound(ix).values()) + programmes) + cost_bound(ix, ix.last_year)


def paid_in_bound(ix: Indexes) -> float:
    """Most equity and grants that can be drawn in a year, nominal MUSD."""
    kinds = ("equity", "grant")
    limits = (min(r.yearly_limit, r.total_limit) for r in ix.case.funding if r.kind in kinds)
    return min(sum(limits), investment_bound(ix))


def profit_bound(ix: Indexes) -> float:
    """Most that can be paid out in a year, nominal MUSD: all revenue of the horizon."""
    return sum(revenue_bound(ix, year) for year in ix.years)


def service_bound(ix: Indexes, year: int) -> float:
    """Most debt service that can fall due in a year, nominal MUSD: by the schedules, and by what covers it."""
    scheduled = 0.0
    for row in ix.case.funding:
        largest = max((repayment_by_age(row, age) for age in range(row.tenor + 1)), default=0.0)
        scheduled += min(row.total_limit, investment_bound(ix)) * (largest + row.rate + row.upfront_fee)
    spare = ix.settings.minimum_dscr - ix.settings.equity_cure_share
    return min(scheduled, revenue_bound(ix, year) / spare) if spare > 0 else scheduled
