"""A tiny workbook with three worlds: a good price, a price at which nothing pays, and a mine that opens late."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from roadmap_opt.cli import roadmap_opt
from tests.support.batches import write_book

SCENARIOS = ("base", "bust", "late")


def write_worlds(path: Path, bust: str = "0.01") -> Path:
    """The workbook. Magnets sell at 300 kUSD/t; no target counts and no contract binds, so that a plan's value is its
    money alone. The plans for the
    bust and the late mine do nothing at all.
    """
    prices = {"concentrate": 3.0, "la_oxide": 0.6, "nd_oxide": 70.0, "magnet": 300.0}
    overlay = {"scenario": "bust", "table": "Prices", "row": "magnet|*", "column_name": "price",
               "operation": "multiply", "value": bust}  # fmt: skip
    opening = {"scenario": "late", "table": "PlantSites", "row": "mine|hill", "column_name": "first_start_year",
               "operation": "set", "value": "2030"}  # fmt: skip
    return write_book(
        path,
        Prices=[{"commodity": name, "case": "base", "price": price} for name, price in prices.items()],
        Contracts=[],
        Targets=[],
        Scenarios=[{"scenario": "bust", "name_en": "Bust", "name_tr": "Çöküş"}, {"scenario": "late"}],
        Overlays=[overlay, opening],
    )


def regret(workbook: Path, out: Path, *words: str) -> Result:
    """`roadmap-opt regret` with these words, every search to the end."""
    given = ["regret", str(workbook), "--out", str(out), "--workers", "2", "--gap", "0", *words]
    return CliRunner().invoke(roadmap_opt, given)


def matrix_of(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of `matrix.csv` by plan and world."""
    with (folder / "matrix.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["plan"], row["world"]): row for row in csv.DictReader(file)}


def record_of(folder: Path) -> dict[str, Any]:
    """The contents of `regret.json`."""
    found: dict[str, Any] = json.loads((folder / "regret.json").read_text(encoding="utf-8"))
    return found


def without_runs(rows: dict[tuple[str, str], dict[str, str]]) -> Sequence[dict[str, str]]:
    """The rows without the places of the runs, which carry the time of a solve."""
    return [{name: value for name, value in row.items() if name != "run"} for row in rows.values()]
