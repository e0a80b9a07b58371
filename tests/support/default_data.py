"""The default data as they lie in the package."""

from __future__ import annotations

import csv
from pathlib import Path

import roadmap_opt

FOLDER = Path(roadmap_opt.__file__).parent / "data" / "roadmap"


def names_of_scenarios() -> list[str]:
    """Read from the one file, so that tests are collected without reading all tables."""
    with (FOLDER / "Scenarios.csv").open(encoding="utf-8", newline="") as file:
        return [row["scenario"] for row in csv.DictReader(file)]
