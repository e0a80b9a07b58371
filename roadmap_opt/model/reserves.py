"""Reserves: ore comes out of verified reserve only, and pays the state royalty.

Index    e deposit, g programme, y decision year or period of the tail.
Data     verified_reserve, unverified_allowance, maximum_rate    Deposits
         value of the effect reserve                             Effects
         state_royalty                                           Settings
Decides  extraction[e, y]        kt ore per year (in the tail in each year of the period)
Gives    reserve[e, y]           Mt ore verified and usable in y
Reads    completed (programmes), activity (processing)

mining_rate[e, y]                extraction <= maximum_rate
reserve_limit[e, y]              sum of extraction up to the end of y <= allowance + 1000 * reserve[e, y]
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the ore mined, bounded by the highest mining rate."""

    def bounds(_: pyo.ConcreteModel, e: str, y: int) -> tuple[float, float | None]:
        rate = ix.rows.deposits[e].maximum_rate
        return 0.0, None if math.isinf(rate) else rate

    model.extraction = pyo.Var([(e, y) for e in ix.rows.deposits for y in ix.periods], bounds=bounds)
    repeated_bound(model, "extraction")


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define the verified reserve of each deposit: declared at the start plus what completed programmes convert."""

    def reserve(e: str, y: int) -> Expression:
        effects = [row for row in ix.case.effects if row.effect == "reserve" and row.item == e]
        return ix.rows.deposits[e].verified_reserve + total(model.completed[r.programme, y] * r.value for r in effects)

    define(model, "reserve", list(model.extraction), reserve)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """The mining rate, and cumulative ore within what is verified by then; bulk samples have their own allowance."""

    def reserve_limit(e: str, y: int) -> Expression:
        mined = total(model.extraction[e, v] * ix.weight(v) for v in ix.periods if v <= y)
        return mined - THOUSAND * model.reserve[e, y] <= ix.rows.deposits[e].unverified_allowance

    limit(
        model,
        "mining_rate",
        [(e, y) for e, y in model.extraction if math.isfinite(ix.rows.deposits[e].maximum_rate)],
        lambda e, y: model.extraction[e, y] <= ix.rows.deposits[e].maximum_rate,
    )
    limit(model, "reserve_limit", list(model.extraction), reserve_limit)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """State royalty on the reference value of what recipes make straight from ore."""

    def royalty(r: str, y: int) -> float:
        return ix.costs.by_line(r, y)["state_royalty"]

    return {
        "state_royalty": {
            y: total(model.activity[s, r, y] * -royalty(r, y) for s, r in ix.materials.recipe_sites if royalty(r, y))
            for y in ix.periods
        }
    }
