"""All pairs of scenarios of a batch as CSV: which of the two is better, or how far the gaps are from proving it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from roadmap_opt.comparison.pairs import Matrix, Order, Pair, Standing, pair
from roadmap_opt.csv_text import unguarded
from roadmap_opt.studies.csv_table import CsvColumn, write_csv

PAIRS_FILE = "pairs.csv"

PAIRS_COLUMNS: tuple[CsvColumn, ...] = (
    CsvColumn("scenario", "", "One scenario"),
    CsvColumn("other", "", "Another scenario"),
    CsvColumn("standing", "", f"How the one stands against the other: {', '.join(each.value for each in Order)}"),
    CsvColumn("left_open", "MUSD", "What the two gaps of an open pair leave open together"),
    CsvColumn("shrink", "MUSD", "How much of that has to go at least before one of the two is proven to be better"),
)
"""Every column, in order."""


def write_pairs(folder: Path, standings: Mapping[str, Standing]) -> None:
    """Write `pairs.csv`, a row per pair, whole or not at all; raises :class:`SaveError`."""
    rows = []
    for one, other in combinations(standings, 2):
        found = pair(standings[one], standings[other])
        row = {"scenario": one, "other": other, "standing": found.order.value}
        rows.append({**row, "left_open": found.left_open, "shrink": found.shrink})
    write_csv(folder / PAIRS_FILE, PAIRS_COLUMNS, rows)


def read_pairs(folder: Path) -> tuple[tuple[str, ...], Matrix]:
    """The scenarios of `pairs.csv`, and all pairs of them both ways round."""
    found: dict[tuple[str, str], Pair] = {}
    with (folder / PAIRS_FILE).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            one, other = unguarded(row["scenario"]), unguarded(row["other"])
            amounts = [float(row[name]) if row[name] else None for name in ("shrink", "left_open")]
            found[one, other] = Pair(Order(row["standing"]), *amounts)
            found[other, one] = found[one, other].reversed
    names = tuple(dict.fromkeys(name for names in found for name in names))
    return names, tuple(tuple(found.get((row, column)) for column in names) for row in names)
