"""One sample of a sweep: taken from the kept model, solved from the base plan, completed and audited."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.solution.decisions import Decisions
from roadmap_opt.solution.extract import decision_tables, extract
from roadmap_opt.solution.run import empty_tables
from roadmap_opt.solution.verify import Violation, audit
from roadmap_opt.solution.verify.complete import completed_tables
from roadmap_opt.solver.arrays import Vector
from roadmap_opt.solver.decisions import Held, holding
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Outcome, Phase, Status
from roadmap_opt.solver.strategy import FINANCE_TIE_BREAK, solve
from roadmap_opt.sweep.reuse import Built, SweepModel

AGREEMENT = 1e-5
"""Relative difference between the solver's objective and the auditor's beyond which a sample is a violation."""


@dataclass(frozen=True, slots=True)
class SolvedSample:
    """How a sample ended. ``tables`` holds every result table, without shadow prices; all are empty without a plan.

    ``patched`` says that the kept model served; ``seconds`` is the wall time of everything.
    """

    outcome: Outcome
    tables: Mapping[str, pd.DataFrame]
    violations: tuple[Violation, ...]
    patched: bool
    seconds: float


def solve_sample(
    model: SweepModel,
    values: tuple[float, ...],
    options: SolveOptions,
    start: Decisions,
    *,
    keep_plan: bool = False,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> SolvedSample:
    """Solve the sample with these parameter values, beginning with the decisions of the base plan.

    With ``keep_plan`` its plants, programmes and contracts have to be kept, and only operation and money follow the
    sample: a stress test of the plan. A sample in which that is impossible ends as infeasible.
    """
    began = time.perf_counter()
    built = model.at(values)
    arrays = built.arrays
    if keep_plan:
        arrays, obstacles = holding(arrays, Held(start, built.ix.last_year))
        if obstacles:
            phase = Phase("held decisions", Status.INFEASIBLE, None, None, None, 0.0, 0, "")
            return SolvedSample(Outcome((phase,)), empty_tables(), (), built.patched, time.perf_counter() - began)
    solved = solve(arrays, built.ix, options, progress or QuietProgress(), stop, start)
    if solved.x is None:
        return SolvedSample(solved.outcome, empty_tables(), (), built.patched, time.perf_counter() - began)
    tables = _tables(built, solved.x)
    violations = (*audit(built.case, tables), *_disagreements(built, solved.x, tables))
    return SolvedSample(solved.outcome, tables, violations, built.patched, time.perf_counter() - began)


def _tables(built: Built, x: Vector) -> dict[str, pd.DataFrame]:
    """Every table; where the model carries other numbers, its decisions completed by the auditor's arithmetic."""
    no_prices = {"shadow_prices": empty_tables()["shadow_prices"]}
    if not built.patched:
        return {**extract(built.model, built.ix, built.arrays, x), **no_prices}
    decisions = decision_tables(built.model, built.ix, built.arrays, x)
    return completed_tables(built.case, {**decisions, **no_prices})


def _disagreements(built: Built, x: Vector, tables: Mapping[str, pd.DataFrame]) -> list[Violation]:
    """Where the solver's objective is not what the auditor makes of the plan: a row or form with wrong numbers."""
    items = dict(zip(tables["objective"]["item"], tables["objective"]["value"], strict=True))
    value = items["chosen_npv_with_terminal"] - items["tie_break"]
    if built.ix.settings.perspective != "owner":
        value += FINANCE_TIE_BREAK * items["npv_owner"]
    pairs = [("value", value), ("shortfall", items["weighted_shortfall"])]
    found = []
    for name, expected in pairs:
        ours = built.arrays.forms[name].value(x)
        if abs(ours - expected) > AGREEMENT * max(1.0, abs(expected)):
            found.append(Violation("objective_agreement", name, ours, expected, abs(ours - expected)))
    return found
