"""A small table of results as CSV, for Excel: its columns declared, each with unit and meaning."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roadmap_opt.csv_text import guarded_row
from roadmap_opt.saving import saved_whole


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """One column."""

    name: str
    unit: str
    meaning: str


def write_csv(path: Path, columns: Sequence[CsvColumn], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the columns of the rows, whole or not at all; Excel recognises the encoding by the mark at its beginning.

    Raises :class:`SaveError` when the file cannot be written.
    """
    with saved_whole(path, overwrite=True) as whole, whole.open("w", encoding="utf-8-sig", newline="") as file:
        names = [column.name for column in columns]
        writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(guarded_row(row) for row in rows)
