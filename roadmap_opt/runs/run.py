"""One run: what solving, loading, comparing and every page mean by it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.auditor import Violation
from roadmap_opt.case.case import Case
from roadmap_opt.case.cash_lines import BEFORE_FINANCING_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.tables import Tables
from roadmap_opt.errors import Finding
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.runs.explained import Explained
from roadmap_opt.solver.outcome import Outcome


@dataclass(frozen=True)
class Run:
    """A solved scenario: what was asked, how the solve ended, and everything there is to show of it.

    ``inputs`` are the tables after the scenario's overlays, ``base_inputs`` before. ``tables`` holds every table of
    ``RESULT_TABLES`` by name; all are empty when the outcome has no plan. ``findings`` are the remarks of the checks,
    ``None`` when they are not known; ``violations`` what the auditor found; ``conflicts`` are lines that say what
    cannot hold together when there is no plan. ``content`` is the workbook as it was read, empty for a run that was
    loaded: its ``folder`` (``None`` until it is written) holds the copy. ``explained`` is what `explain` has answered
    about the plan since.
    """

    case: Case
    inputs: Tables
    base_inputs: Tables
    outcome: Outcome
    tables: Mapping[str, pd.DataFrame]
    findings: Sequence[Finding] | None
    violations: Sequence[Violation]
    record: RunRecord
    conflicts: Sequence[str] = ()
    content: bytes = field(default=b"", repr=False)
    folder: Path | None = None
    explained: Explained | None = None

    @cached_property
    def ix(self) -> Indexes:
        """What follows from the case without a solver; one for all sections of a page or sheets of a book."""
        return Indexes(self.case)


def empty_tables() -> dict[str, pd.DataFrame]:
    """Every result table without rows."""
    return {name: pd.DataFrame(columns=table.column_names) for name, table in RESULT_TABLES.items()}


def by_year(
    frame: pd.DataFrame, keys: Sequence[str], value: str, *, keep_zero: bool = False
) -> dict[tuple[str, ...], dict[int, float]]:
    """``value`` by key and year, summed over the columns that are not asked for, in the order of first appearance."""
    grouped: dict[tuple[str, ...], dict[int, float]] = {}
    columns = [frame[key].astype(str) for key in keys]
    for *key, year, number in zip(*columns, frame["year"], frame[value], strict=True):
        years = grouped.setdefault(tuple(key), {})
        years[int(year)] = years.get(int(year), 0.0) + float(number)
    if keep_zero:
        return grouped
    return {key: years for key, years in grouped.items() if any(number != 0 for number in years.values())}


def objective_items(run: Run) -> dict[str, float]:
    """The objective's parts by name."""
    frame = run.tables["objective"]
    return dict(zip(frame["item"].astype(str), frame["value"].astype(float), strict=True))


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows as named tuples; their fields are typed by the table's contract, which a type checker cannot see."""
    return list(frame.itertuples(index=False))


def cash_before_financing(run: Run) -> dict[int, float]:
    """Cash flow before financing by year, MUSD of the year."""
    lines = by_year(run.tables["cash_flow"], ("line",), "nominal", keep_zero=True)
    counted = [lines.get((line,), {}) for line in BEFORE_FINANCING_LINES]
    return {year: math.fsum(line.get(year, 0.0) for line in counted) for year in run.case.decision_years}


def peak_funding(run: Run) -> float:
    """Largest cumulative need of cash before financing, MUSD of the years."""
    running = itertools.accumulate(cash_before_financing(run).values())
    return max(0.0, -min(running, default=0.0))
