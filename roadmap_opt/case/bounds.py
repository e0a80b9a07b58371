"""Bounds for switches: the largest value that a yes/no decision can release, derived from the tables.

A bound that is too small would cut off good plans and one that is too large weakens the relaxation, so each is the sum
of what the tables allow and never a number of its own.
"""

from __future__ import annotations

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.profiles import repayment_by_age


def revenue_bound(ix: Indexes, year: int) -> float:
    """Most that can be earned in a year, nominal MUSD: all addressable demand at the best price of its market."""
    best = {d: ix.market_price(d, year) for d in ix.markets}
    for row in ix.case.contracts:
        best[row.market] = max(best[row.market], ix.contract_price(row, year))
    return ix.price_level(year) * sum(best[d] * ix.addressable[d, year] for d in ix.markets)


def loss_bound(ix: Indexes, year: int) -> float:
    """Largest tax loss of a year, nominal MUSD.

    Operating cash is never below the bank case, and that never below the largest deficit the settings allow; programme
    cost, depreciation of everything that can be built and charges on all debt come on top.
    """
    level = ix.price_level(ix.last_year)
    capex = sum(capex_bound(ix).values())
    programmes = sum(row.cost + row.yearly_cost for row in ix.case.programmes)
    depreciation = capex / ix.settings.tax_depreciation_years
    debt = [row for row in ix.case.funding if row.kind in ("loan", "bond") and ix.draw_windows[row.source_name]]
    charges = sum((row.rate + row.upfront_fee) * min(row.total_limit, level * (capex + programmes)) for row in debt)
    return ix.settings.maximum_deficit + level * (programmes + depreciation) + charges


def capex_bound(ix: Indexes) -> dict[tuple[str, str], float]:
    """Most that can be invested by ``(site, plant)``, MUSD real: the dearest modules that fit."""
    space = {(row.site, row.plant): row.maximum_modules for row in ix.case.plant_sites}
    bound = {}
    for key, modules in ix.slots_of_plant.items():
        costs = [ix.capex(ix.modules[m]) for m in modules for _ in range(ix.module_count_limit[key[0], m])]
        bound[key] = sum(sorted(costs, reverse=True)[: space[key]])
    return bound


def investment_bound(ix: Indexes) -> float:
    """Most that there can be to pay for in a year, nominal MUSD: plants, programmes, operations and service."""
    programmes = sum(row.cost for row in ix.case.programmes)
    level = ix.price_level(ix.last_year)
    operations = ix.settings.maximum_deficit + revenue_bound(ix, ix.last_year)
    return level * (sum(capex_bound(ix).values()) + programmes) + operations


def paid_in_bound(ix: Indexes) -> float:
    """Most equity and grants that can be drawn in a year, nominal MUSD."""
    kinds = ("equity", "grant")
    limits = (min(r.yearly_limit, r.total_limit) for r in ix.case.funding if r.kind in kinds)
    return min(sum(limits), investment_bound(ix))


def profit_bound(ix: Indexes, year: int) -> float:
    """Most that can be paid out in a year, nominal MUSD: all revenue up to then."""
    return sum(revenue_bound(ix, y) for y in ix.years if y <= year)


def service_bound(ix: Indexes, year: int) -> float:
    """Most debt service that can fall due in a year, nominal MUSD: by schedule, and by the revenue that covers it."""
    scheduled = 0.0
    for row in ix.case.funding:
        draws = len(ix.draw_windows[row.source_name])
        raised = min(row.total_limit, draws * min(row.yearly_limit, investment_bound(ix)))
        largest = max((repayment_by_age(row, age) for age in range(row.tenor + 1)), default=0.0)
        scheduled += raised * (largest + row.rate + row.upfront_fee)
    spare = ix.settings.minimum_dscr - ix.settings.equity_cure_share
    return min(scheduled, revenue_bound(ix, year) / spare) if spare > 0 else scheduled
