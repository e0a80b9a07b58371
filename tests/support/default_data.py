"""The default data as they lie in the package."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import roadmap_opt
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.errors import Finding

FOLDER = Path(roadmap_opt.__file__).parent / "data" / "roadmap"


def names_of_scenarios() -> list[str]:
    """Read from the one file, so that tests are collected without reading all tables."""
    with (FOLDER / "Scenarios.csv").open(encoding="utf-8", newline="") as file:
        return [row["scenario"] for row in csv.DictReader(file)]


def up_to(last_year: int) -> Case:
    """The default case as if it ended with this year: the same world, a smaller problem."""
    case = case_from_tables(load_text_tables(FOLDER), FOLDER.name, "base")
    return replace(case, settings=replace(case.settings, last_year=last_year))


LOSSES = frozenset(
    f"recipe {name}"
    for name in (
        "mine_kuluncak", "mine_canakli", "mine_sivas", "pilot_beylikova", "crack_canakli", "prototype_powder",
        "prototype_magnets", "bond_recycled",
    )
)  # fmt: skip
"""Recipes that lose money at the base prices of their own goods in every year: lean ores, pilot and prototypes, and
recycled powder where sintering would pay more for it."""


def without_losses(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without the remarks that the sound default data have."""
    return tuple(each for each in findings if each.code != "E357" or each.row_name not in LOSSES)
