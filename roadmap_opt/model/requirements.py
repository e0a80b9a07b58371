"""Requirements: licences, verified reserves or companion plants that a plant needs before it is built or run.

Index    s site, p plant type, m module, n alternative set, y decision year; fulfilled and operation_gate also period
         of the tail.
Data     plant, site, alternative_set, programme or needs_plant, gate       Requirements
Gives    fulfilled[gate, s, p, n, y]    how many alternatives of set n are fulfilled: programmes completed plus
                                        companion plants standing or started at the site
Reads    started, starts, used_capacity, completed

construction_gate[s, m, n, y]           started[s, m, y] <= maximum count * fulfilled; starts instead of started once a
                                        companion that stood already has closed
operation_gate[s, p, n, y]              used_capacity[s, p, y] <= largest capacity * fulfilled
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.investment import Requirement
from roadmap_opt.model.algebra import Expression, define, limit, total


def _has_closed(ix: Indexes, row: Requirement, site: str, year: int) -> bool:
    """Whether the companion that a row asks for stood in an earlier year and does not any more.

    Everything else that fulfils a requirement stays: what has been started by then was allowed to, and the sharper row
    on all of it holds.
    """
    if row.needs_plant is None or ix.plants.existing_capacity(site, row.needs_plant, year) > 0:
        return False
    return any(ix.plants.existing_capacity(site, row.needs_plant, v) > 0 for v in ix.years if v < year)


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Count the fulfilled alternatives of every requirement."""
    rows = ix.plants.requirements

    def one(row: Requirement, site: str, year: int) -> Expression:
        if row.programme is not None:
            return model.completed[row.programme, year]
        assert row.needs_plant is not None
        standing = 1.0 if ix.plants.existing_capacity(site, row.needs_plant, year) > 0 else 0.0
        latest = {
            m: [v for v in ix.plants.slots[site, m] if v <= year]
            for m in ix.plants.modules_at.get((site, row.needs_plant), ())
        }
        return standing + total(model.started[site, m, years[-1]] for m, years in latest.items() if years)

    define(
        model,
        "fulfilled",
        [(*key, y) for key in rows for y in ix.periods],
        lambda gate, s, p, n, y: total(one(row, s, y) for row in rows[gate, s, p, n]),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """No construction, or no operation, before the requirement is fulfilled."""
    rows = ix.plants.requirements
    construction = [
        (s, m, n, y)
        for gate, s, p, n in rows
        if gate == "construction"
        for m in ix.plants.modules_at.get((s, p), ())
        for y in ix.plants.slots[s, m]
    ]
    operation = [(s, p, n, y) for gate, s, p, n in rows if gate == "operation" for y in ix.periods]

    def construction_gate(s: str, m: str, n: int, y: int) -> Expression:
        plant = ix.rows.modules[m].plant
        lost = any(_has_closed(ix, row, s, y) for row in rows["construction", s, plant, n])
        begun = model.starts[s, m, y] if lost else model.started[s, m, y]
        return begun - ix.plants.count_limit[s, m] * model.fulfilled["construction", s, plant, n, y] <= 0

    def operation_gate(s: str, p: str, n: int, y: int) -> Expression:
        bound = ix.goods.capacity_bound(s, p, y)
        return model.used_capacity[s, p, y] - bound * model.fulfilled["operation", s, p, n, y] <= 0

    limit(model, "construction_gate", construction, construction_gate)
    limit(model, "operation_gate", operation, operation_gate, switch=True)
