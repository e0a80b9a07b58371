"""A solved case: its facts, how the solve ended, and the result tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from roadmap_opt.case.case import Case
from roadmap_opt.solution.tables import RESULT_TABLES
from roadmap_opt.solve.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Solution:
    """``tables`` holds every table of ``RESULT_TABLES`` by name; all are empty when the outcome has no plan."""

    case: Case
    outcome: Outcome
    tables: Mapping[str, pd.DataFrame]


def empty_tables() -> dict[str, pd.DataFrame]:
    """Every result table without rows."""
    return {name: pd.DataFrame(columns=table.column_names) for name, table in RESULT_TABLES.items()}
