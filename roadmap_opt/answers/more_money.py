"""Repairs by money: how much more the state's own sources would have to give so that hard targets can hold.

Their limits are lifted, the search comes as near to all targets as it can, and with the whole numbers of its plan kept,
a linear program finds how little all limits together have to be raised to reach the same. What a plan with other plants
might need is not said. Money of others is raised only where the workbook says that it may (`Funding.may_move`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np
import pandas as pd

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.case.tables import Tables
from roadmap_opt.model.build import build
from roadmap_opt.pipeline import Request
from roadmap_opt.progress import QuietProgress
from roadmap_opt.runs.extract import extract
from roadmap_opt.runs.run import empty_tables
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.highs import Limits, Stop, run
from roadmap_opt.solver.restrictions import kept
from roadmap_opt.solver.shielded import shielded
from roadmap_opt.solver.widening import MoreRow, widened

LITTLE = 1e-6
"""Money, in MUSD, that no limit is raised for: it is rounding."""

SPARED = 1e-9
"""What a shortfall may be larger in the linear program than in the plan, so that the plan stays a solution of it."""


class Found(StrEnum):
    """What a repair by money came to."""

    RAISED = "raised"
    """Limits to raise."""

    NO_NEARER = "no_nearer"
    """The plan found with more money comes no nearer to the targets."""

    NO_PLAN = "no_plan"
    """The search with more money ended without a plan."""

    NOTHING_MAY = "nothing_may"
    """No source may give more."""


Raised = Mapping[str, Mapping[str, float]]
"""New limits by source and column."""


def raisable(case: Case) -> tuple[FundingSource, ...]:
    """Sources that are in use, have a limit, and may give more: the state's own, unless the workbook says otherwise."""
    return tuple(
        row
        for row in case.funding
        if (row.public if row.may_move is None else row.may_move)
        and min(row.yearly_limit, row.total_limit) > 0
        and not (math.isinf(row.yearly_limit) and math.isinf(row.total_limit))
    )


def with_more_money(
    tables: Tables, stem: str, scenario: str, sources: tuple[FundingSource, ...], request: Request
) -> tuple[Raised, dict[str, pd.DataFrame]] | None:
    """The limits that ``sources`` need and the result tables of the plan that needs them; nothing without a plan.

    ``tables`` have their targets soft. The search takes as long as ``request`` allows. Raises ``AssertionError`` when
    the auditor finds that the plan breaks a rule: a fault of the program.
    """
    case = case_from_tables(_unlimited(tables, {row.source_name for row in sources}), stem, scenario)
    ix = Indexes(case)
    model = build(ix)
    arrays = compile_model(model, ix)
    try:
        found = shielded(arrays, ix.settings, request.options, request.progress, request.stop)
    finally:
        request.progress.done()
    if found.x is None:
        return None
    x = _least_more(arrays, ix, found.x, sources, request.stop)
    results = {**empty_tables(), **extract(model, ix, arrays, x)}
    broken = audit(case, results)
    if broken:
        raise AssertionError(f"more money: {broken[0]}")
    draws = results["funding"].groupby(["source_name", "year"])["amount"].sum()
    raised: dict[str, dict[str, float]] = {}
    for row in sources:
        if row.source_name not in draws.index.get_level_values(0):
            continue
        own = draws[row.source_name]
        for column, needed in (("yearly_limit", float(own.max())), ("total_limit", float(own.sum()))):
            if needed > getattr(row, column) + LITTLE:
                raised.setdefault(row.source_name, {})[column] = needed
    return raised, results


def _unlimited(tables: Tables, names: set[str]) -> Tables:
    table = tables["Funding"]
    lifted = {"yearly_limit": math.inf, "total_limit": math.inf}
    rows = (
        replace(row, values={**row.values, **lifted}) if row.values["source_name"] in names else row for row in table
    )
    return {**tables, "Funding": replace(table, rows=tuple(rows))}


def _least_more(
    arrays: Arrays, ix: Indexes, x: Vector, sources: tuple[FundingSource, ...], stop: Stop | None
) -> Vector:
    """The plan of ``x`` for which the limits of ``sources`` have to be raised least, yearly and total ones summed:
    whole numbers kept, no target missed by more; ``x`` itself should the linear program fail.
    """
    place = {label: j for j, label in enumerate(arrays.column_labels)}
    width, count = len(arrays.lower), 2 * len(sources)
    rows: list[MoreRow] = []  # a source's draw of a year, and all its draws, are at most its limits and what is added
    for at, row in enumerate(sources):
        yearly, in_all = width + 2 * at, width + 2 * at + 1
        draws = [j for y in ix.years if (j := place.get(("draw", (row.source_name, y)))) is not None]
        if math.isfinite(row.yearly_limit):
            rows += [MoreRow({j: 1.0, yearly: -1.0}, row.yearly_limit) for j in draws]
        if draws and math.isfinite(row.total_limit):
            rows.append(MoreRow({**dict.fromkeys(draws, 1.0), in_all: -1.0}, row.total_limit))
    beyond = widened(arrays, [("more", k) for k in range(count)], rows)
    short = np.array([name == "shortfall" for name, _ in beyond.column_labels])
    start = np.append(x, np.zeros(count))
    as_near = replace(beyond, upper=np.where(short, start + SPARED, beyond.upper))
    whole = replace(kept(as_near, beyond.integer, start), integer=np.zeros_like(beyond.integer))
    price = LinearForm(np.append(np.zeros(width), np.ones(count)), 0.0)
    once = Limits(0.0, 0.0, math.inf, 1, 0, stop)
    end = run("least money", as_near, price, False, once, QuietProgress(), None, (), whole)
    return x if end.x is None else end.x[:width]
