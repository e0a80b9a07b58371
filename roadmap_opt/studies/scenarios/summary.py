"""The summary of a batch: one row per scenario with how its run ended and the figures a consultant compares first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.studies.csv_table import CsvColumn, write_csv

SUMMARY_FILE = "summary.csv"


SUMMARY_COLUMNS: tuple[CsvColumn, ...] = tuple(
    CsvColumn(*column)
    for column in (
        ("scenario", "", "Scenario"),
        ("state", "", "done, interrupted, failed, bad_input or not_begun"),
        ("status", "", "How the search ended"),
        ("stopped_by", "", "Limit that ended the search"),
        ("gap", "share", "How much better a plan could be at most"),
        ("audit_violations", "count", "Violations found by the audit; blank without a plan"),
        ("targets_met", "count", "Targets met in every year of their window"),
        ("targets_counted", "count", "Targets that count: neither off nor empty"),
        ("targets_missed", "", "Names of the targets not met in every year"),
        ("weighted_shortfall", "share", "Shortfall of all targets, weighted"),
        (
            "npv_with_terminal",
            "MUSD real",
            "Net present value by the scenario's own perspective, terminal value included",
        ),
        ("npv_without_terminal", "MUSD real", "The same without terminal value"),
        ("npv_project", "MUSD real", "Net present value of the project, without terminal value"),
        ("npv_owner", "MUSD real", "Net present value of the owner, without terminal value"),
        ("npv_national", "MUSD real", "Net present value of the country, without terminal value"),
        ("capex", "MUSD nominal", "Spent on plants, all years"),
        ("funds_raised", "MUSD nominal", "Raised from all sources, all years"),
        (
            "minimum_dscr",
            "ratio",
            "Lowest debt service cover of any group of plants; blank without debt",
        ),
        ("seconds", "s", "Wall time of the run"),
        ("attempts", "count", "Attempts; above 1 when a worker died"),
        ("started_from", "", "Scenario whose plan the search started from"),
        ("run", "", "Folder of the run below that of the scenario"),
        ("problem", "", "Why there is no run"),
    )
)
"""Every column of the summary, in order."""


def figures(loaded: LoadedRun) -> dict[str, Any]:
    """The figures of a run by the names of their columns; empty without a plan."""
    if not loaded.record.has_plan:
        return {}
    tables = loaded.tables
    objective = dict(zip(tables["objective"]["item"], tables["objective"]["value"], strict=True))
    modes = {row.values["target"]: row.values["mode"] for row in load_text_tables(loaded.inputs)["Targets"]}
    met = tables["targets"].groupby("target", sort=False)["met"].all()
    counted = {str(target): bool(held) for target, held in met.items() if modes[target] != "off"}
    cash = tables["cash_flow"]
    cover = tables["debt_cover"]["dscr"].min()
    return {
        "targets_met": sum(counted.values()),
        "targets_counted": len(counted),
        "targets_missed": "; ".join(target for target, held in counted.items() if not held),
        "weighted_shortfall": float(objective["weighted_shortfall"]),
        "npv_with_terminal": float(objective["chosen_npv_with_terminal"]),
        "npv_without_terminal": float(objective["chosen_npv_without_terminal"]),
        "npv_project": float(objective["npv_project"]),
        "npv_owner": float(objective["npv_owner"]),
        "npv_national": float(objective["npv_national"]),
        "capex": -float(cash.loc[cash["line"] == "capex", "nominal"].sum()),
        "funds_raised": float(tables["funding_mix"]["drawn"].sum()),
        "minimum_dscr": None if math.isnan(cover) else float(cover),
    }


def write_summary(folder: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write `summary.csv`, whole or not at all."""
    write_csv(folder / SUMMARY_FILE, SUMMARY_COLUMNS, rows)
