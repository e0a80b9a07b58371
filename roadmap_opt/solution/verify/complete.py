"""Derived tables from decisions alone: what a plan comes to when no model is at hand that could say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case
from roadmap_opt.solution.tables import RESULT_TABLES
from roadmap_opt.solution.verify.derived import MET, TABLES, Cell, Recomputed
from roadmap_opt.solution.verify.facts import Facts
from roadmap_opt.solution.verify.goals import standings
from roadmap_opt.solution.verify.indicators import Indicators
from roadmap_opt.solution.verify.money import Money
from roadmap_opt.solution.verify.plan import Plan
from roadmap_opt.solution.verify.shape import clean_rows
from roadmap_opt.solution.verify.violation import Amount, Findings, Ratio
from roadmap_opt.solution.verify.works import Works

EMPTY = 1e-6
"""A denominator up to here is empty, and its ratio blank."""


def completed_tables(case: Case, decisions: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every result table for the decision tables of a plan, the derived ones by the auditor's arithmetic.

    ``decisions`` also holds the tables `tax` and `debt_cover` with the free choices that stand there (losses used,
    equity counted as cure), and `shadow_prices`, which are taken over. What an audit of the result then checks is the
    rules; the derived numbers agree by construction, so whoever has the solver's objective compares it with this one.
    """
    provisional = {name: _filled(decisions, name) for name in RESULT_TABLES}
    facts, findings = Facts(case), Findings()
    rows = clean_rows(facts, provisional, findings)
    if rows is None or findings.violations:
        raise ValueError(f"the tables are no plan of this case: {findings.violations[0]}")
    plan = Plan(facts, rows, findings)
    works = Works(facts, plan)
    money = Money(facts, plan, works)
    indicators = Indicators(facts, plan, works)
    recomputed = Recomputed(facts, plan, works, money, indicators, standings(facts, indicators))
    tables = {name: decisions[name] for name in RESULT_TABLES if name not in TABLES}
    return {**tables, **{name: _frame(name, getattr(recomputed, name)()) for name in TABLES}}


def _filled(decisions: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """The given columns of a table, and nought where a derived one is still to be computed."""
    spec = RESULT_TABLES[name]
    if name not in decisions:
        return pd.DataFrame(columns=spec.column_names)
    return decisions[name].reindex(columns=spec.column_names, fill_value=0.0)


def _frame(name: str, rows: Mapping[tuple[Any, ...], Mapping[str, Cell]]) -> pd.DataFrame:
    spec = RESULT_TABLES[name]
    values = [column.name for column in spec.columns if not column.key]
    records = [(*key, *(_plain(cells[value], cells) for value in values)) for key, cells in rows.items()]
    frame = pd.DataFrame(records, columns=spec.column_names)
    for column in spec.columns:
        if not column.key and column.unit != "yes/no":
            frame[column.name] = pd.to_numeric(frame[column.name])
    return frame


def _plain(cell: Cell, row: Mapping[str, Cell]) -> float | bool | None:
    if isinstance(cell, Ratio):
        return cell.top.value / cell.bottom.value if abs(cell.bottom.value) > EMPTY else None
    if isinstance(cell, Amount):
        return cell.value
    if cell is None:  # whether a target is met, so near to its limit that an audit leaves it open
        relative = row["relative_shortfall"]
        return isinstance(relative, Amount) and relative.value <= MET
    return None if cell == float("inf") else cell
