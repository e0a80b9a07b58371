"""Supply: feed bought in tranches, for the site that uses it.

Index    u supply tranche, c commodity, s site, y decision year or period of the tail.
Data     quantity, price_factor, price_adder, programme, site    Supplies
         purchases_for_stock                                     Settings
Decides  purchase[u, s, y]      units per year delivered to s
Gives    bought[c, s, y]
Reads    completed (programmes), consumed (processing); growth of the stockpile that has to be held (Stockpiles)

supply_limit[u, y]              sum over s of purchase <= quantity * completed[programme of u] (1 without programme)
no_speculation[c, s, y]         bought <= consumed + what a stockpile has to grow by in y, unless Settings allow
                                purchases for stock
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare purchases, bounded by their tranche."""

    def bounds(_: pyo.ConcreteModel, u: str, s: str, y: int) -> tuple[float, float]:
        return 0.0, ix.rows.supplies[u].quantity[y]

    model.purchase = pyo.Var([(u, s, y) for u, s in ix.trade.purchase_routes for y in ix.periods], bounds=bounds)
    repeated_bound(model, "purchase")


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define purchases by node."""
    tranches: dict[tuple[str, str], list[str]] = {}
    for u, s in ix.trade.purchase_routes:
        tranches.setdefault((ix.rows.supplies[u].commodity, s), []).append(u)
    define(
        model,
        "bought",
        [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods],
        lambda c, s, y: total(model.purchase[u, s, y] for u in tranches.get((c, s), ())),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Tranches are limited, some need a programme, and nothing is bought to be stored unless that is allowed."""
    sites: dict[str, list[str]] = {}
    for u, s in ix.trade.purchase_routes:
        sites.setdefault(u, []).append(s)

    def supply_limit(u: str, y: int) -> Expression:
        row = ix.rows.supplies[u]
        unlocked = 1.0 if row.programme is None else model.completed[row.programme, y]
        return total(model.purchase[u, s, y] for s in sites[u]) - row.quantity[y] * unlocked <= 0

    def no_speculation(c: str, s: str, y: int) -> Expression:
        return model.bought[c, s, y] - model.consumed[c, s, y] <= ix.security.growth(c, s, y)

    limit(model, "supply_limit", [(u, y) for u in sites for y in ix.periods], supply_limit)
    if not ix.settings.purchases_for_stock:
        nodes = dict.fromkeys((ix.rows.supplies[u].commodity, s) for u, s in ix.trade.purchase_routes)
        limit(model, "no_speculation", [(c, s, y) for c, s in nodes for y in ix.periods], no_speculation)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Purchase cost and freight from the place of entry in constant money."""

    def price(u: str, y: int) -> float:
        row = ix.rows.supplies[u]
        return ix.trade.supply_price(row.price_factor, row.price_adder, row.commodity, y)

    def freight(u: str, s: str) -> float:
        return ix.trade.freight(ix.rows.supplies[u].commodity, ix.rows.supplies[u].site, s)

    return {
        "purchases": {
            y: total(model.purchase[u, s, y] * -price(u, y) for u, s in ix.trade.purchase_routes) for y in ix.periods
        },
        "freight": {
            y: total(model.purchase[u, s, y] * -freight(u, s) for u, s in ix.trade.purchase_routes) for y in ix.periods
        },
    }
