"""What the default model's matrix is made of, label by label, and what changed since a commit.

``python benchmarks/matrix.py``             prints what differs from the last commit (or ``--since REVISION``)
``python benchmarks/matrix.py --record``    writes `benchmarks/default_matrix.csv` anew, after a wanted change

The record is part of the repository and a test holds it against the model, so that a change of the formulation or the
default data is always seen in the commit that makes it: how many rows and columns under each label, and how large their
coefficients are. Sums are rounded to six digits: the last digits of a floating-point number differ between machines.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import build
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.workbook.read import read_workbook

ROOT = Path(__file__).resolve().parents[1]
WORKBOOK = ROOT / "inputs" / "roadmap.xlsx"
RECORD = "benchmarks/default_matrix.csv"
FIGURES = ("count", "integers", "entries", "smallest", "largest", "sum", "limits")
"""Of a label: rows or columns; whole-number columns; non-zeros; smallest, largest and sum of their absolute values; and
the sum of the absolute values of all finite limits (right-hand sides or bounds)."""

Summary = Mapping[tuple[str, str], Mapping[str, str]]
"""Figures by kind (row, column, objective) and label."""


def default_arrays() -> Arrays:
    """The default workbook's base case, compiled."""
    ix = Indexes(case_from_tables(read_workbook(WORKBOOK).tables, WORKBOOK.stem, "base"))
    return compile_model(build(ix), ix)


def summary(arrays: Arrays) -> Summary:
    """Figures of every label of the arrays."""
    row_of_entry = np.repeat(np.arange(len(arrays.row_lower)), np.diff(arrays.starts))
    found: dict[tuple[str, str], dict[str, str]] = {}
    for label, members in _by_label(arrays.row_labels):
        values = arrays.values[np.isin(row_of_entry, members)]
        limits = np.concatenate([arrays.row_lower[members], arrays.row_upper[members]])
        found["row", label] = _figures(len(members), 0, values, limits)
    for label, members in _by_label(arrays.column_labels):
        values = arrays.values[np.isin(arrays.columns, members)]
        limits = np.concatenate([arrays.lower[members], arrays.upper[members]])
        found["column", label] = _figures(len(members), int(arrays.integer[members].sum()), values, limits)
    for name, form in arrays.forms.items():
        values = form.coefficients[form.coefficients != 0.0]
        found["objective", name] = _figures(1, 0, values, np.array([form.constant]))
    return found


def _by_label(labels: Iterable[tuple[str, object]]) -> Iterator[tuple[str, list[int]]]:
    members: dict[str, list[int]] = {}
    for place, (label, _) in enumerate(labels):
        members.setdefault(label, []).append(place)
    return iter(sorted(members.items()))


def _figures(count: int, integers: int, values: np.ndarray, limits: np.ndarray) -> dict[str, str]:
    sizes, finite = np.abs(values), np.abs(limits[np.isfinite(limits)])
    numbers = (sizes.min(), sizes.max(), sizes.sum()) if len(sizes) else (0.0, 0.0, 0.0)
    texts = (str(count), str(integers), str(len(sizes)), *(f"{float(n):.6g}" for n in (*numbers, finite.sum())))
    return dict(zip(FIGURES, texts, strict=True))


def as_text(found: Summary) -> str:
    """The record's text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("kind", "label", *FIGURES))
    writer.writerows((kind, label, *figures.values()) for (kind, label), figures in found.items())
    return buffer.getvalue()


def from_text(text: str) -> Summary:
    """A record read back."""
    return {(row.pop("kind"), row.pop("label")): row for row in csv.DictReader(io.StringIO(text))}


def differences(before: Summary, now: Summary) -> Iterator[str]:
    """A line for every label that came, went or changed."""
    for key in sorted({*before, *now}):
        kind, label = key
        if key not in before:
            yield f"+ {kind} {label}: " + ", ".join(f"{name} {value}" for name, value in now[key].items())
        elif key not in now:
            yield f"- {kind} {label}: had {before[key]['count']}"
        elif before[key] != now[key]:
            moved = (n for n in FIGURES if before[key][n] != now[key][n])
            yield f"~ {kind} {label}: " + ", ".join(f"{n} {before[key][n]} -> {now[key][n]}" for n in moved)


def _record_at(revision: str) -> Summary | None:
    """The record as it was committed; ``None`` where there was none."""
    try:
        shown = subprocess.run(["git", "show", f"{revision}:{RECORD}"], cwd=ROOT, capture_output=True, text=True)
    except FileNotFoundError:  # no git on this machine
        return None
    return from_text(shown.stdout) if shown.returncode == 0 else None


def main() -> int:
    """Record, or print what changed."""
    parser = argparse.ArgumentParser(description="What the default model's matrix is made of, and what changed.")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD} anew")
    parser.add_argument("--since", default="HEAD~1", metavar="REVISION", help="commit to compare with (HEAD~1)")
    chosen = parser.parse_args()
    now = summary(default_arrays())
    if chosen.record:
        (ROOT / RECORD).write_text(as_text(now), encoding="utf-8")
        print(f"{RECORD}: {len(now)} labels")
        return 0
    before = _record_at(chosen.since)
    if before is None:
        print(f"The default model's matrix is not recorded at {chosen.since}; nothing to compare with.")
        return 0
    lines = list(differences(before, now))
    told = f"{len(lines)} labels differ" if lines else "unchanged"
    print(f"The default model's matrix against {chosen.since}: {told}")
    for line in lines:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
