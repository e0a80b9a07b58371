"""Smaller problems over the same columns: some decisions kept, sizes capped, or only sizes whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from roadmap_opt.solve.arrays import Arrays, Vector
from roadmap_opt.solve.highs import Restriction

Mask = npt.NDArray[np.bool_]

YEARLY_SWITCHES = ("owes", "pays_out", "in_profit")


def final_counts(arrays: Arrays) -> dict[tuple[str, str], int]:
    """Column of the last cumulative count, by site and module."""
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for column, (name, index) in enumerate(arrays.column_labels):
        if name == "started":
            site, module, year = index
            last[site, module] = max(last.get((site, module), (0, 0)), (year, column))
    return {key: column for key, (_, column) in last.items()}


def sizes_only(arrays: Arrays) -> Restriction:
    """The relaxation with integer final module counts and yearly switches only; its bound holds for the whole."""
    names = np.array([name for name, _ in arrays.column_labels])
    chosen = np.isin(names, YEARLY_SWITCHES)
    chosen[list(final_counts(arrays).values())] = True
    return Restriction(integer=arrays.integer & chosen)


def kept(arrays: Arrays, columns: Mask, x: Vector) -> Restriction:
    """The problem with these integer columns fixed at their values in ``x``."""
    fixed = np.round(x)
    return Restriction(np.where(columns, fixed, arrays.lower), np.where(columns, fixed, arrays.upper))


def capped_sizes(arrays: Arrays, upper: Vector, x: Vector) -> Vector:
    """Upper bounds under which no module count exceeds its final count in ``x``."""
    final = final_counts(arrays)
    capped = upper.copy()
    for column, (name, index) in enumerate(arrays.column_labels):
        if name == "started":
            capped[column] = min(capped[column], round(x[final[index[:2]]]))
    return capped
