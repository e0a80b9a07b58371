"""Logistics: what moves between sites, what is stored, what is disposed of.

Index    c commodity, s and t sites, y decision year or period of the tail.
Data     transportable, storage_limit, storage_cost, disposal_cost, disposal_limit    Commodities
         freight_cost, road_factor                                                    Settings
Decides  shipment[c, s, t, y]   units per year from s to t, at most all that there is (a bound, not a row: no circles)
         stock[c, s, y]         units at the end of y; in the tail only of residues, whose store goes on filling
         disposed[c, s, y]      units per year
Gives    arrived[c, s, y], departed[c, s, y]

storage_limit[c, s, y]          stock <= storage limit of c
disposal_limit[c, s, y]         disposed <= disposal limit of c
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare shipments, stocks and disposal."""

    def finite(value: float) -> float | None:
        return None if math.isinf(value) else value

    model.shipment = pyo.Var(
        [(*route, y) for route in ix.trade.routes for y in ix.periods],
        bounds=lambda _, c, s, t, y: (0, ix.goods.shipment_bound(c, y)),
    )
    model.stock = pyo.Var(
        [(c, s, y) for c, s in ix.materials.stock_nodes for y in ix.periods if ix.materials.is_stored(c, y)],
        bounds=lambda _, c, s, y: (0, finite(ix.rows.commodities[c].storage_limit)),
    )
    model.disposed = pyo.Var(
        [(c, s, y) for c, s in ix.materials.disposal_nodes for y in ix.periods],
        bounds=lambda _, c, s, y: (0, finite(ix.rows.commodities[c].disposal_limit)),
    )
    repeated_bound(model, "stock", "disposed")


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define arrivals and departures by node."""
    into: dict[tuple[str, str], list[str]] = {}
    out_of: dict[tuple[str, str], list[str]] = {}
    for c, s, t in ix.trade.routes:
        into.setdefault((c, t), []).append(s)
        out_of.setdefault((c, s), []).append(t)
    keys = [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods]
    define(model, "arrived", keys, lambda c, s, y: total(model.shipment[c, o, s, y] for o in into.get((c, s), ())))
    define(model, "departed", keys, lambda c, s, y: total(model.shipment[c, s, t, y] for t in out_of.get((c, s), ())))


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Stores and places of disposal take no more than their limit."""

    commodities = ix.rows.commodities
    limit(
        model,
        "storage_limit",
        [(c, s, y) for c, s, y in model.stock if math.isfinite(commodities[c].storage_limit)],
        lambda c, s, y: model.stock[c, s, y] <= commodities[c].storage_limit,
    )
    limit(
        model,
        "disposal_limit",
        [(c, s, y) for c, s, y in model.disposed if math.isfinite(commodities[c].disposal_limit)],
        lambda c, s, y: model.disposed[c, s, y] <= commodities[c].disposal_limit,
    )


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Freight between sites, storage and disposal in constant money."""

    def disposal_cost(c: str) -> float:
        return (ix.rows.commodities[c].disposal_cost or 0.0) / THOUSAND

    return {
        "freight": {
            y: total(model.shipment[c, s, t, y] * -ix.trade.freight(c, s, t) for c, s, t in ix.trade.routes)
            for y in ix.periods
        },
        "storage_cost": {
            y: total(
                model.stock[c, s, y] * (-ix.rows.commodities[c].storage_cost / THOUSAND)
                for c, s in ix.materials.stock_nodes
                if ix.materials.is_stored(c, y)
            )
            for y in ix.periods
        },
        "disposal_cost": {
            y: total(model.disposed[c, s, y] * -disposal_cost(c) for c, s in ix.materials.disposal_nodes)
            for y in ix.periods
        },
    }
