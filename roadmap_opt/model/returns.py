"""Return flows: end-of-life goods come back as scrap, and only the collected share reaches a recycler.

Index    q return flow, g programme, s site, y decision year or period of the tail, a age in years.
Data     exogenous[q, y], collection_share, scrap_per_product, price_factor, price_adder    ReturnFlows
         share[a]                                                                          AgeProfiles
         value of the effect collection_share                                              Effects
Decides  collection[q, s, y]      units per year delivered to s
         extra_collection[q, g, y] units per year that programme g adds
Gives    end_of_life[q, y]        exogenous + scrap per product * sum over a of share[a] * domestic sales a years ago
                                  (in the tail on average over the years of the period)
         collected[c, s, y]
Reads    served (markets), completed (programmes)

collection_limit[q, y]            sum over s of collection <= collection_share * end_of_life + sum over g of extra
extra_share[q, g, y]              extra <= added share * end_of_life
extra_unlocked[q, g, y]           extra <= added share * largest end_of_life * completed[g, y]
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare what is collected, and the part that collection programmes add."""
    model.collection = pyo.Var([(q, s, y) for q, s in ix.trade.collection_routes for y in ix.periods], bounds=(0, None))
    model.extra_collection = pyo.Var(
        [(q, g, y) for q, g in ix.trade.added_collection for y in ix.periods], bounds=(0, None)
    )


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define end-of-life quantities and collection by node."""
    define(
        model,
        "end_of_life",
        [(q, y) for q in ix.rows.return_flows for y in ix.periods],
        lambda q, y: (
            ix.rows.return_flows[q].exogenous[y]
            + total(model.served[d, v] * scrap for d, v, scrap in ix.trade.earlier_sales(q, y))
        ),
    )
    flows: dict[tuple[str, str], list[str]] = {}
    for q, s in ix.trade.collection_routes:
        flows.setdefault((ix.rows.return_flows[q].commodity, s), []).append(q)
    define(
        model,
        "collected",
        [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods],
        lambda c, s, y: total(model.collection[q, s, y] for q in flows.get((c, s), ())),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """No more comes back than was sold, and no more is collected than the programmes reach."""
    added = ix.trade.added_collection
    sites: dict[str, list[str]] = {}
    for q, s in ix.trade.collection_routes:
        sites.setdefault(q, []).append(s)

    def collection_limit(q: str, y: int) -> Expression:
        extra = total(model.extra_collection[q, g, y] for flow, g in added if flow == q)
        base = ix.rows.return_flows[q].collection_share * model.end_of_life[q, y]
        return total(model.collection[q, s, y] for s in sites[q]) - base - extra <= 0

    limit(model, "collection_limit", [(q, y) for q in sites for y in ix.periods], collection_limit)
    limit(
        model,
        "extra_share",
        list(model.extra_collection),
        lambda q, g, y: model.extra_collection[q, g, y] - added[q, g] * model.end_of_life[q, y] <= 0,
    )
    limit(
        model,
        "extra_unlocked",
        list(model.extra_collection),
        lambda q, g, y: (
            model.extra_collection[q, g, y] - added[q, g] * ix.goods.end_of_life_bound(q, y) * model.completed[g, y]
            <= 0
        ),
        switch=True,
    )


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Price paid for scrap and freight from the collection point in constant money."""

    def price(q: str, y: int) -> float:
        row = ix.rows.return_flows[q]
        return ix.trade.supply_price(row.price_factor, row.price_adder, row.commodity, y)

    def freight(q: str, s: str) -> float:
        return ix.trade.freight(ix.rows.return_flows[q].commodity, ix.rows.return_flows[q].site, s)

    routes = ix.trade.collection_routes
    return {
        "purchases": {y: total(model.collection[q, s, y] * -price(q, y) for q, s in routes) for y in ix.periods},
        "freight": {y: total(model.collection[q, s, y] * -freight(q, s) for q, s in routes) for y in ix.periods},
    }
