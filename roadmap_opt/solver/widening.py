"""A problem with some columns and rows more: for questions about it that it was not built to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from roadmap_opt.solver.arrays import Arrays


@dataclass(frozen=True, slots=True)
class MoreRow:
    """A row more, ``sum of value * column <= upper``: columns by their place, the new ones after those there are."""

    values: Mapping[int, float]
    upper: float


def widened(arrays: Arrays, columns: Sequence[tuple[str, Any]], rows: Sequence[MoreRow]) -> Arrays:
    """The problem with a continuous column from nought on for each label of ``columns``, and with ``rows``.

    Objectives (``forms``) are left out: they would be too short.
    """
    width, count = len(columns), len(rows)
    no_columns, no_rows = np.zeros(width, dtype=bool), np.zeros(count, dtype=bool)
    ends = arrays.starts[-1] + np.cumsum([len(row.values) for row in rows], dtype=np.int64)
    return replace(
        arrays,
        column_labels=(*arrays.column_labels, *columns),
        lower=np.append(arrays.lower, np.zeros(width)),
        upper=np.append(arrays.upper, np.full(width, np.inf)),
        integer=np.append(arrays.integer, no_columns),
        repeated_lower=np.append(arrays.repeated_lower, no_columns),
        repeated_upper=np.append(arrays.repeated_upper, no_columns),
        costly=np.append(arrays.costly, no_columns),
        starts=np.append(arrays.starts, ends).astype(np.int32),
        columns=np.append(arrays.columns, [j for row in rows for j in row.values]).astype(np.int32),
        values=np.append(arrays.values, [value for row in rows for value in row.values.values()]),
        row_lower=np.append(arrays.row_lower, np.full(count, -np.inf)),
        row_upper=np.append(arrays.row_upper, [row.upper for row in rows]),
        row_labels=(*arrays.row_labels, *(("more", k) for k in range(count))),
        switch=np.append(arrays.switch, no_rows),
        forms={},
    )
