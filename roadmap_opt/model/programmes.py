"""Programmes: undertakings with a start year, a cost stream, a duration and effects.

Index    g programme, y decision year or period of the tail, in which nothing is begun any more.
Data     duration[g], cost[g], yearly_cost[g], started[g], needs[g]     Programmes
Decides  begun[g, y]        binary    the programme has been started by the end of y (a cumulative start)
Gives    completed[g, y]    0 or 1    its effects hold in y: begun[g, y - duration]
         finished[g, y]     0 or 1    it is complete by the end of y (what reports and targets count)
         programme_spend[g, y]        MUSD real per year

begun_stays[g, y]            begun[g, y] >= begun[g, y-1]
programme_order[g, y]        begun[g, y] <= completed[needs[g], y]
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, total, with_year_before


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the cumulative starts of the programmes that are not running yet."""
    keys = [(g, y) for g, window in ix.programmes.windows.items() for y in window]
    model.begun = pyo.Var(keys, domain=pyo.Binary)


def _begun_by(model: pyo.ConcreteModel, ix: Indexes, programme: str, year: int) -> Expression:
    """Whether the programme was started in ``year`` or before; a number for history and closed windows."""
    started = ix.rows.programmes[programme].started
    if started is not None:
        return 1.0 if year >= started else 0.0
    window = [y for y in ix.programmes.windows[programme] if y <= year]
    return model.begun[programme, window[-1]] if window else 0.0


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define when programmes take effect and what they cost."""
    keys = [(g, y) for g in ix.rows.programmes for y in ix.periods]

    def in_year(g: str, year: int) -> Expression:
        row = ix.rows.programmes[g]
        duration = max(row.duration, 1)
        running = _begun_by(model, ix, g, year) - _begun_by(model, ix, g, year - duration)
        return running * (row.cost / duration) + _begun_by(model, ix, g, year - row.duration) * row.yearly_cost

    def spend(g: str, y: int) -> Expression:
        return total(in_year(g, year) for year in ix.span(y)) * (1 / ix.weight(y))

    define(model, "completed", keys, lambda g, y: _begun_by(model, ix, g, y - ix.rows.programmes[g].duration))
    define(
        model,
        "finished",
        [(g, y) for g in ix.rows.programmes for y in ix.years],
        lambda g, y: _begun_by(model, ix, g, min(y, y + 1 - ix.rows.programmes[g].duration)),
    )
    define(model, "programme_spend", keys, spend)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """A programme starts once and after the one it needs."""
    begun = list(model.begun)
    limit(model, "begun_stays", with_year_before(begun), lambda g, y: model.begun[g, y] >= model.begun[g, y - 1])
    limit(
        model,
        "programme_order",
        [(g, y) for g, y in begun if ix.rows.programmes[g].needs],
        lambda g, y: model.begun[g, y] - model.completed[ix.rows.programmes[g].needs, y] <= 0,
    )


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Programme cost in constant money."""
    return {
        "programme_cost": {y: -1.0 * total(model.programme_spend[g, y] for g in ix.rows.programmes) for y in ix.periods}
    }
