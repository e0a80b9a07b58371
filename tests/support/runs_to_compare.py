"""Runs for tests of comparisons: hand-made ones with chosen tables, and solved ones of the tiny case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import write_text_tables
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.pipeline import Prepared, Request, describe, solve_case
from roadmap_opt.runs.run import empty_tables
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Outcome, Phase, Status
from tests.support.made_up_plan import made_up_tables
from tests.support.tiny_case import tiny_tables

SHORTFALL, VALUE = "target shortfall", "net present value"


def phase(name: str, objective: float | None, bound: float | None, status: Status = Status.OPTIMAL) -> Phase:
    """One solver phase with its interval; the gap follows from it."""
    gap = None if objective is None or bound is None else abs(bound - objective) / max(1.0, abs(objective))
    return Phase(name, status, objective, bound, gap, 1.0, 1, "gap" if status is Status.OPTIMAL else "time")


def made_run(
    folder: Path,
    tables: Tables | None = None,
    rows: Mapping[str, Sequence[tuple[Any, ...]]] | None = None,
    *,
    scenario: str = "base",
    workbook: str = "tiny.xlsx",
    phases: Sequence[Phase] = (phase(VALUE, 10.0, 10.0),),
) -> LoadedRun:
    """A run in ``folder`` whose result tables hold just ``rows``; the objective's items are nought unless given."""
    folder.mkdir(parents=True)
    inputs = tiny_tables() if tables is None else tables
    write_text_tables(folder / "inputs", inputs)
    outcome = Outcome(tuple(phases))
    case = case_from_tables(inputs, Path(workbook).stem, scenario)
    prepared = Prepared(Path(workbook), workbook.encode(), case, inputs, inputs, (), 1.0)
    asked = Request(SolveOptions(time_limit=60.0, threads=1))
    seconds = dict.fromkeys(("read and check", "build", "solve", "extract", "audit"), 1.0)
    record = replace(describe(prepared, asked, outcome, (), (), seconds), run=folder.name)
    result_tables = dict(empty_tables())
    if outcome.status.has_plan:
        given = {"objective": OBJECTIVE, **(rows or {})}
        for name, found in given.items():
            result_tables[name] = pd.DataFrame(list(found), columns=RESULT_TABLES[name].column_names)
    return LoadedRun(folder, record, result_tables)


OBJECTIVE = [
    ("npv_project", 0.0), ("npv_owner", 0.0), ("npv_national", 0.0), ("owner: debt_outstanding", 0.0),
    ("owner: required_return", 0.0), ("national: avoided_imports", 0.0), ("chosen_npv_without_terminal", 0.0),
    ("chosen_npv_with_terminal", 0.0), ("weighted_shortfall", 0.0),
]  # fmt: skip


def solved_run(folder: Path, tables: Tables) -> LoadedRun:
    """The tiny case solved to the end."""
    case = case_from_tables(tables, "tiny", "base")
    outcome, found, _ = solve_case(case, Request(SolveOptions(gap=0.0, time_limit=30, threads=1)))
    made = made_run(folder, tables, phases=outcome.phases)
    return LoadedRun(folder, made.record, found)


def made_up_run(folder: Path, tables: Tables | None = None, **more: Any) -> LoadedRun:
    """A run whose every result table has plausible rows."""
    inputs = tiny_tables() if tables is None else tables
    made = made_run(folder, inputs, **more)
    made_up = made_up_tables(case_from_tables(inputs, "tiny", "base"))
    items = [(item, value) for item, value in OBJECTIVE if item not in set(made_up["objective"]["item"])]
    objective = pd.concat([made_up["objective"], pd.DataFrame(items, columns=["item", "value"])])
    return LoadedRun(folder, made.record, {**made_up, "objective": objective})
