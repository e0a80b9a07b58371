"""`matrix.csv`: one row per plan and world."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from roadmap_opt.studies.csv_table import CsvColumn, write_csv
from roadmap_opt.studies.regret.results import CellRun, RegretResults

MATRIX_FILE = "matrix.csv"


MATRIX_COLUMNS: tuple[CsvColumn, ...] = tuple(
    CsvColumn(*column)
    for column in (
        ("plan", "", "Scenario whose plan is followed"),
        ("world", "", "Scenario whose inputs hold"),
        ("held_until", "year", "Last year whose plants, programmes and contracts are those of the plan"),
        ("state", "", "own, carried, impossible, not_found or audit_failed"),
        ("value", "MUSD", "Objective of the world for the plan; blank without one"),
        ("bound", "MUSD", "What the plan cannot be worth more than in the world; blank when nothing is proven"),
        ("best_known", "MUSD", "Largest value of any plan in the world"),
        ("limit", "MUSD", "What no plan can be worth more than in the world; blank when nothing is proven"),
        ("regret", "MUSD", "best_known less value; blank when it is unknown or the plan is impossible"),
        ("regret_at_least", "MUSD", "The regret is proven to be at least this; blank when the plan is impossible"),
        ("regret_at_most", "MUSD", "The regret is proven to be at most this; blank when there is no limit"),
        ("distinguishable", "yes/no", "Whether it is proven that there is a regret at all"),
        ("npv", "MUSD real", "Net present value by the world's own perspective, terminal value included"),
        ("weighted_shortfall", "share", "Shortfall of all targets, weighted"),
        ("targets_met", "count", "Targets met in every year of their window"),
        ("targets_counted", "count", "Targets that count: neither off nor empty"),
        ("targets_missed", "", "Names of the targets not met in every year"),
        ("status", "", "How the search ended"),
        ("gap", "share", "How much better a plan could be at most, with the held decisions"),
        ("run", "", "Folder of the run"),
        ("reasons", "", "Why the plan cannot be carried out"),
    )
)
"""Every column of `matrix.csv`, in order."""


def write_matrix(folder: Path, results: RegretResults) -> None:
    """Write `matrix.csv`, whole or not at all."""
    write_csv(folder / MATRIX_FILE, MATRIX_COLUMNS, _rows(results))


def _rows(results: RegretResults) -> Iterator[dict[str, Any]]:
    for run in results.runs:
        regret = results.matrix.regret(run.plan, run.world)
        numbers = {
            "best_known": results.matrix.best_known(run.world),
            "limit": results.matrix.limit(run.world),
            "regret": regret.amount,
            "regret_at_least": regret.least,
            "regret_at_most": regret.most,
        }
        yield {
            **_of_run(run),
            **{name: None if value is None or math.isinf(value) else value for name, value in numbers.items()},
            "held_until": results.record.until,
            "distinguishable": "yes" if regret.is_distinguishable else "no",
            "reasons": "; ".join(why.en for why in results.reasons(run)),
        }


def _of_run(run: CellRun) -> dict[str, Any]:
    plain = {**run.as_plain(), "run": run.folder}
    return {column.name: plain[column.name] for column in MATRIX_COLUMNS if column.name in plain}
