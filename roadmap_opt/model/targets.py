"""Targets: an indicator reaches its value from the due year to the end of its window.

Index    t target, y year of its window.
Data     kpi, definition, window, sense, value, mode, weight, minimum_denominator    Targets
Decides  shortfall[t, y]         in the unit of the numerator; 0 for hard targets
Gives    relative_shortfall[t, y]   shortfall over value (levels) or value * minimum denominator (ratios)
         weighted_shortfall      sum over t of weight * mean over its years of relative shortfall
Reads    numerator, denominator (indicators)

target_level[t, y]              numerator + shortfall >= value                  (levels; <= with a minus)
target_ratio[t, y]              numerator + shortfall >= value * denominator    (ratios; <= with a minus)
target_not_empty[t, y]          numerator + shortfall >= value * minimum denominator   (ratios of sense >=)
target_whole[t, y]              denominator + shortfall >= value * minimum denominator (shares of sense >=: the part
                                counts only up to the whole, so stock made earlier from imports cannot stand in for it)

A target that is tested in one year only is met by one year of loss-making production; an empty ratio is a missed
target. Hence the window and the minimum denominator.
"""

from __future__ import annotations

from collections.abc import Callable

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.model.algebra import Expression, define, limit, total


def _active(ix: Indexes) -> list[tuple[str, int]]:
    return [(t, y) for t, row in ix.rows.targets.items() if row.mode != "off" for y in ix.targets.years[t]]


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare shortfalls; hard targets have none."""

    def bounds(_: pyo.ConcreteModel, t: str, y: int) -> tuple[float, float | None]:
        return 0.0, 0.0 if ix.rows.targets[t].mode == "hard" else None

    model.shortfall = pyo.Var(_active(ix), bounds=bounds)


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define relative shortfalls and their weighted sum."""
    define(model, "relative_shortfall", _active(ix), lambda t, y: model.shortfall[t, y] / ix.targets.scale(t))
    model.weighted_shortfall = pyo.Expression(
        expr=total(
            model.relative_shortfall[t, y] * (ix.rows.targets[t].weight / len(ix.targets.years[t]))
            for t, y in _active(ix)
        )
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Reach the value, or carry the shortfall."""

    def row(family: str) -> Callable[[str, int], Expression]:
        def relation(t: str, y: int) -> Expression:
            target = ix.rows.targets[t]
            body = _rows(model, target, y, model.shortfall[t, y])[family]
            return body >= 0 if target.sense == ">=" else body <= 0

        return relation

    kpi = {t: KPIS[row.kpi] for t, row in ix.rows.targets.items()}
    ratios = [(t, y) for t, y in _active(ix) if kpi[t].is_ratio]
    at_least = [(t, y) for t, y in ratios if ix.rows.targets[t].sense == ">="]
    limit(model, "target_whole", [(t, y) for t, y in at_least if kpi[t].is_share], row("target_whole"))
    limit(model, "target_level", [(t, y) for t, y in _active(ix) if not kpi[t].is_ratio], row("target_level"))
    limit(model, "target_ratio", ratios, row("target_ratio"))
    limit(model, "target_not_empty", at_least, row("target_not_empty"))


def hard_rows(model: pyo.ConcreteModel, target: Target, year: int) -> list[Expression]:
    """What a hard target asks of a year, as expressions that have to be at least nought. It may be one that the model
    was not built with.
    """
    sign = 1.0 if target.sense == ">=" else -1.0
    return [sign * body for body in _rows(model, target, year, 0.0).values()]


def _rows(model: pyo.ConcreteModel, target: Target, year: int, shortfall: Expression) -> dict[str, Expression]:
    """The rows of a target in a year by their names: at least nought, of a target of sense <= at most."""
    kpi, key = KPIS[target.kpi], (target.kpi, target.definition, year)
    reached, whole = model.numerator[key], model.denominator[key]
    if target.sense == "<=":
        carried = reached - shortfall
        if kpi.is_ratio:
            return {"target_ratio": carried - target.value * whole}
        return {"target_level": carried - target.value}
    carried = reached + shortfall
    if not kpi.is_ratio:
        return {"target_level": carried - target.value}
    least = target.value * (target.minimum_denominator or 0.0)
    rows = {"target_ratio": carried - target.value * whole, "target_not_empty": carried - least}
    return rows | ({"target_whole": whole + shortfall - least} if kpi.is_share else {})
