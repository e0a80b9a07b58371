"""Logistics: what moves between sites, what is stored, what is disposed of.

Index    c commodity, s and t sites, y decision year.
Data     transportable, storage_limit, storage_cost, disposal_cost, disposal_limit    Commodities
         freight_cost, road_factor                                                    Settings
Decides  shipment[c, s, t, y]   units per year from s to t, at most all that there is (a bound, not a row: no circles)
         stock[c, s, y]         units at the end of y, at most storage_limit (a bound, not a row)
         disposed[c, s, y]      units per year, at most disposal_limit (a bound, not a row)
Gives    arrived[c, s, y], departed[c, s, y]
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.model.algebra import Expression, define, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare shipments, stocks and disposal."""

    def finite(value: float) -> float | None:
        return None if math.isinf(value) else value

    model.shipment = pyo.Var(
        [(*route, y) for route in ix.routes for y in ix.years],
        bounds=lambda _, c, s, t, y: (0, ix.shipment_bound(c, y)),
    )
    model.stock = pyo.Var(
        [(c, s, y) for c, s in ix.stock_nodes for y in ix.years],
        bounds=lambda _, c, s, y: (0, finite(ix.commodities[c].storage_limit)),
    )
    model.disposed = pyo.Var(
        [(c, s, y) for c, s in ix.disposal_nodes for y in ix.years],
        bounds=lambda _, c, s, y: (0, finite(ix.commodities[c].disposal_limit)),
    )


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define arrivals and departures by node."""
    into: dict[tuple[str, str], list[str]] = {}
    out_of: dict[tuple[str, str], list[str]] = {}
    for c, s, t in ix.routes:
        into.setdefault((c, t), []).append(s)
        out_of.setdefault((c, s), []).append(t)
    keys = [(c, s, y) for c, s in ix.nodes for y in ix.years]
    define(model, "arrived", keys, lambda c, s, y: total(model.shipment[c, o, s, y] for o in into.get((c, s), ())))
    define(model, "departed", keys, lambda c, s, y: total(model.shipment[c, s, t, y] for t in out_of.get((c, s), ())))


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Freight between sites, storage and disposal in constant money."""

    def disposal_cost(c: str) -> float:
        return (ix.commodities[c].disposal_cost or 0.0) / THOUSAND

    return {
        "freight": {
            y: total(model.shipment[c, s, t, y] * -ix.freight(c, s, t) for c, s, t in ix.routes) for y in ix.years
        },
        "storage_cost": {
            y: total(model.stock[c, s, y] * (-ix.commodities[c].storage_cost / THOUSAND) for c, s in ix.stock_nodes)
            for y in ix.years
        },
        "disposal_cost": {
            y: total(model.disposed[c, s, y] * -disposal_cost(c) for c, s in ix.disposal_nodes) for y in ix.years
        },
    }
