"""Sellers: who sells, stores and throws away a good that plants of several perimeters can make.

Index    kind sale, delivery, stock or disposal; item the market, contract or commodity; s site, g perimeter that can
         make the good or brings it in, c commodity, y decision year or period of the tail.
Decides  sold_by[kind, item, s, g, y]   the part of a flow, or of a stock, that is g's
Reads    activity (processing), sale (markets), delivery (offtake), stock, disposed (logistics), purchase (supply),
         collection (returns), extraction (reserves)

seller_sum[kind, item, s, y]     sum over g of sold_by = the sale, delivery, stock or disposal
seller_owns[c, g, y]             what g sells, delivers and throws away of c, and what its stock grows by, at all sites
                                 that make c <= what its plants make of c, and what it buys, collects and mines there

A good that plants of one perimeter only can make is that one's; there is nothing to decide. Where several can, a plan
says whose each sale is, and nobody sells what he has not got. The rest of what a perimeter makes goes to whoever uses
it, at the price of the deck. All parts can always be found: over all perimeters the rows add up to the balance.
"""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, limit, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the parts of every flow of a contested good."""
    model.sold_by = pyo.Var(
        [
            (kind, item, s, g, y)
            for (kind, item, s, y), c in _contested(model, ix).items()
            for g in ix.lending.sellers[c, s]
        ],
        bounds=(0, None),
    )


def _contested(model: pyo.ConcreteModel, ix: Indexes) -> dict[tuple[str, str, str, int], str]:
    """Commodity of every flow that has to be shared out."""
    flows = [("sale", d, s, y, ix.rows.markets[d].commodity) for d, s, y in model.sale]
    flows += [("delivery", k, s, y, ix.rows.product_of[k]) for k, s, y in model.delivery]
    flows += [(kind, c, s, y, c) for kind in ("stock", "disposal") for c, s, y in _flow(model, kind)]
    return {(kind, item, s, y): c for kind, item, s, y, c in flows if len(ix.lending.sellers[c, s]) > 1}


def _flow(model: pyo.ConcreteModel, kind: str) -> Any:
    return model.component("disposed" if kind == "disposal" else kind)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Every flow is shared out, to those who have the goods."""
    contested = _contested(model, ix)
    parts: dict[tuple[str, str, int], list[tuple[str, str, str]]] = {}
    for (kind, item, s, y), c in contested.items():
        for g in ix.lending.sellers[c, s]:
            parts.setdefault((c, g, y), []).append((kind, item, s))

    def whole(kind: str, item: str, s: str, y: int) -> Expression:
        shared = total(model.sold_by[kind, item, s, g, y] for g in ix.lending.sellers[contested[kind, item, s, y], s])
        return shared - _flow(model, kind)[item, s, y] == 0

    def owns(c: str, g: str, y: int) -> Expression:
        used, before = [], ix.rows.before(y)
        for kind, item, s in parts[c, g, y]:
            part = model.sold_by[kind, item, s, g, y]
            if kind == "stock":
                earlier = 0.0 if before is None else model.sold_by[kind, item, s, g, before]
                part = (part - earlier) * (1 / ix.weight(y))
            used.append(part)
        return total(used) - total(_had(model, ix, c, g, y)) <= 0

    limit(model, "seller_sum", list(contested), whole)
    limit(model, "seller_owns", list(parts), owns)


def _had(model: pyo.ConcreteModel, ix: Indexes, c: str, g: str, y: int) -> list[Expression]:
    """What a perimeter makes of a good, and what it buys, collects and mines where the good is made."""
    lending, sites = ix.lending, ix.materials.maker_sites[c]
    had: list[Expression] = [
        model.activity[s, r, y] * ix.materials.outputs[r][c]
        for s, r in ix.materials.recipe_sites
        if c in ix.materials.outputs[r] and lending.of_plant[ix.rows.recipes[r].plant] == g
    ]
    own = [s for s in sites if lending.buyer[c, s] == g]
    had += [
        model.purchase[u, s, y] for u, s in ix.trade.purchase_routes if ix.rows.supplies[u].commodity == c and s in own
    ]
    had += [
        model.collection[q, s, y]
        for q, s in ix.trade.collection_routes
        if ix.rows.return_flows[q].commodity == c and s in own
    ]
    had += [model.extraction[row.deposit, y] for row in ix.case.deposits if row.commodity == c and row.site in own]
    return had
