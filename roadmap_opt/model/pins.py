"""Pins: decisions that the planner has fixed.

Index    n row of the sheet Pins.
Data     decision, item, site, year, sense, value      Pins
Reads    starts (capacity), begun (programmes), signed (offtake), mobilised (funding)

pinned[n]      number of such decisions in the year (or in all years) =, >= or <= value
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.policy import Pin
from roadmap_opt.model.algebra import Expression, limit, total


def _made(model: pyo.ConcreteModel, pin: Pin) -> Expression:
    """How often the pinned decision is taken."""

    def cumulative(component: pyo.Var) -> Expression:
        years = [y for name, y in component if name == pin.item and pin.year in (None, y)]
        if pin.year is None:
            return component[pin.item, years[-1]] if years else 0.0
        before = component[pin.item, pin.year - 1] if (pin.item, pin.year - 1) in component else 0.0
        return component[pin.item, pin.year] - before if years else 0.0

    if pin.decision == "build":
        return total(
            model.starts[s, m, y]
            for s, m, y in model.starts
            if m == pin.item and pin.site in (None, s) and pin.year in (None, y)
        )
    if pin.decision == "start":
        return cumulative(model.begun)
    if pin.decision == "mobilise":
        return cumulative(model.mobilised)
    return total(model.signed[k, y] for k, y in model.signed if k == pin.item and pin.year in (None, y))


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Hold every pinned decision."""

    def pinned(n: int) -> Expression:
        pin = ix.case.pins[n]
        made = _made(model, pin)
        if pin.sense == "=":
            return made == pin.value
        return made >= pin.value if pin.sense == ">=" else made <= pin.value

    limit(model, "pinned", range(len(ix.case.pins)), pinned)
