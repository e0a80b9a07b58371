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

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.kpis import KPIS
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

    def relation(t: str, y: int, aim: Expression) -> Expression:
        row = ix.rows.targets[t]
        reached = model.numerator[row.kpi, row.definition, y]
        if row.sense == ">=":
            return reached + model.shortfall[t, y] - aim >= 0
        return reached - model.shortfall[t, y] - aim <= 0

    def least(t: str) -> float:
        return ix.rows.targets[t].value * (ix.rows.targets[t].minimum_denominator or 0.0)

    def level(t: str, y: int) -> Expression:
        return relation(t, y, ix.rows.targets[t].value)

    def ratio(t: str, y: int) -> Expression:
        row = ix.rows.targets[t]
        return relation(t, y, row.value * model.denominator[row.kpi, row.definition, y])

    def whole(t: str, y: int) -> Expression:
        row = ix.rows.targets[t]
        return model.denominator[row.kpi, row.definition, y] + model.shortfall[t, y] >= least(t)

    kpi = {t: KPIS[row.kpi] for t, row in ix.rows.targets.items()}
    ratios = [(t, y) for t, y in _active(ix) if kpi[t].is_ratio]
    at_least = [(t, y) for t, y in ratios if ix.rows.targets[t].sense == ">="]
    limit(model, "target_whole", [(t, y) for t, y in at_least if kpi[t].is_share], whole)
    limit(model, "target_level", [(t, y) for t, y in _active(ix) if not kpi[t].is_ratio], level)
    limit(model, "target_ratio", ratios, ratio)
    limit(model, "target_not_empty", at_least, lambda t, y: relation(t, y, least(t)))
