"""Markets: what is sold, within the demand that can be won.

Index    d market, c commodity, s site, y decision year or period of the tail.
Data     addressable demand = addressable_share * quantity     Markets, Demand
         price_factor, price_adder, minimum_service            Markets
         spot_share (blank: all is open to spot sales)         Markets
         entry_share (blank: no limit)                         Markets
         tail_renewal                                          Settings
Decides  sale[d, s, y]       units per year sold spot, delivered from s
         serves[d, y]        binary, only for markets with a minimum service: the obligation is met in y; in the tail
                             the share of the period's years in which it is met, not binary
Gives    sold[c, s, y]; served[d, y] spot sales plus contract deliveries
Reads    delivery (offtake)

market_limit[d, y]           served <= addressable demand
spot_limit[d, y]             sum over s of sale <= spot_share * addressable demand (the rest is bought under contracts;
                             none in the tail if tail_renewal says that all demand is open there)
market_entry[d, y]           served - served in the year before <= entry_share * addressable demand, from the second
                             decision year to the last: buyers qualify a supplier one after the other, under contract
                             or not
minimum_service[d, y]        served >= minimum_service * addressable demand * serves
service_first[d, y]          sales of the same product elsewhere <= largest possible * serves
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare spot sales and the service obligations."""

    def bounds(_: pyo.ConcreteModel, d: str, s: str, y: int) -> tuple[float, float]:
        return 0.0, ix.trade.spot_demand[d, y]

    model.sale = pyo.Var([(d, s, y) for d, s in ix.trade.sale_routes for y in ix.periods], bounds=bounds)
    repeated_bound(model, "sale")
    obliged = [(d, y) for d, row in ix.rows.markets.items() if row.minimum_service for y in ix.periods]
    model.serves = pyo.Var(obliged, domain=lambda _, d, y: pyo.UnitInterval if ix.is_tail(y) else pyo.Binary)


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define spot sales by node."""
    routes: dict[tuple[str, str], list[str]] = {}
    for d, s in ix.trade.sale_routes:
        routes.setdefault((ix.rows.markets[d].commodity, s), []).append(d)
    define(
        model,
        "sold",
        [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods],
        lambda c, s, y: total(model.sale[d, s, y] for d in routes.get((c, s), ())),
    )
    sites: dict[str, list[str]] = {d: [] for d in ix.rows.markets}
    for d, s in ix.trade.sale_routes:
        sites[d].append(s)
    contracts: dict[str, list[tuple[str, str]]] = {d: [] for d in ix.rows.markets}
    for k, s in ix.trade.delivery_routes:
        contracts[ix.rows.contracts[k].market].append((k, s))
    define(
        model,
        "served",
        [(d, y) for d in ix.rows.markets for y in ix.periods],
        lambda d, y: (
            total(model.sale[d, s, y] for s in sites[d]) + total(model.delivery[k, s, y] for k, s in contracts[d])
        ),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Demand limits sales; obliged markets come before all others."""
    keys = [(d, y) for d in ix.rows.markets for y in ix.periods]
    limit(model, "market_limit", keys, lambda d, y: model.served[d, y] <= ix.trade.addressable[d, y])

    def minimum_service(d: str, y: int) -> Expression:
        share = ix.rows.markets[d].minimum_service or 0.0
        return model.served[d, y] - share * ix.trade.addressable[d, y] * model.serves[d, y] >= 0

    def service_first(d: str, y: int) -> Expression:
        most = ix.goods.rival_sales_bound(d, y)
        return total(model.served[o, y] for o in ix.trade.rivals[d]) - most * model.serves[d, y] <= 0

    contested = [(d, y) for d, y in model.serves if ix.trade.rivals[d]]
    sites: dict[str, list[str]] = {d: [] for d in ix.trade.nominating_markets}
    for d, s in ix.trade.sale_routes:
        if d in sites:
            sites[d].append(s)
    limit(
        model,
        "spot_limit",
        [(d, y) for d in sites for y in ix.periods if not ix.trade.is_renewed(y)],
        lambda d, y: total(model.sale[d, s, y] for s in sites[d]) <= ix.trade.spot_demand[d, y],
    )
    entry = {d: row.entry_share for d, row in ix.rows.markets.items() if row.entry_share is not None}
    limit(
        model,
        "market_entry",
        [(d, y) for d in entry for y in ix.years[1:]],
        lambda d, y: model.served[d, y] - model.served[d, y - 1] <= entry[d] * ix.trade.addressable[d, y],
    )
    limit(model, "minimum_service", list(model.serves), minimum_service)
    limit(model, "service_first", contested, service_first, switch=True)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Spot revenue and freight to the delivery site in constant money."""

    def freight(d: str, s: str) -> float:
        return ix.trade.freight(ix.rows.markets[d].commodity, s, ix.rows.markets[d].site)

    return {
        "spot_revenue": {
            y: total(model.sale[d, s, y] * ix.trade.market_price(d, y) for d, s in ix.trade.sale_routes)
            for y in ix.periods
        },
        "freight": {
            y: total(model.sale[d, s, y] * -freight(d, s) for d, s in ix.trade.sale_routes) for y in ix.periods
        },
    }
