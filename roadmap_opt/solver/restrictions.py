"""Smaller problems over the same columns: some decisions kept, sizes capped, or only sizes whole numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from roadmap_opt.solver.arrays import Arrays, Vector
from roadmap_opt.solver.highs import Restriction

Mask = npt.NDArray[np.bool_]

SMALLEST_RELEASE = 1e-9
"""What a switch releases when it is on, in any unit; less is rounding."""

LATER = 9999
"""Stands for the year of a decision that has none, or is not about what is begun."""

MONEY_SWITCHES = ("financed", "pays_out", "in_profit")
"""Yes/no decisions that only say which rules of money hold."""


def final_counts(arrays: Arrays) -> dict[tuple[str, str], int]:
    """Column of the last cumulative count, by site and module."""
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for column, (name, index) in enumerate(arrays.column_labels):
        if name == "started":
            site, module, year = index
            last[site, module] = max(last.get((site, module), (0, 0)), (year, column))
    return {key: column for key, (_, column) in last.items()}


def decided_by(arrays: Arrays) -> list[tuple[int, Mask]]:
    """Each year in which something may be begun, and the integer columns of what is begun up to it.

    Yes/no decisions about money are among them in every year: a plan that a lender finances in part passes no test.
    """
    years = np.array(
        [index[-1] if name in ("started", "begun") else LATER for name, index in arrays.column_labels], dtype=int
    )
    free = arrays.integer & (years < LATER) & (arrays.lower < arrays.upper)
    switches = np.array([name in MONEY_SWITCHES for name, _ in arrays.column_labels])
    return [(int(year), arrays.integer & ((years <= year) | switches)) for year in np.unique(years[free])]


def kept(arrays: Arrays, columns: Mask, x: Vector) -> Restriction:
    """The problem with these integer columns fixed at their values in ``x``."""
    fixed = np.round(x)
    return Restriction(np.where(columns, fixed, arrays.lower), np.where(columns, fixed, arrays.upper))


def each_limit_once(arrays: Arrays, x: Vector) -> tuple[Arrays, Restriction]:
    """The linear program that is left with the integer columns of ``x``, in which every limit stands in one row only.

    Bounds that repeat a row and the largest values of switches that are on are lifted: with them, the price of a limit
    would be split at random between the row that carries its name and its repetitions. The plans are the same.
    """
    bounded = without_repetitions(arrays)
    fixed = kept(bounded, arrays.integer, x)
    is_on = arrays.row_upper - arrays.decided(x) > SMALLEST_RELEASE
    row_upper = np.where(arrays.switch & is_on, np.inf, arrays.row_upper)
    return replace(bounded, row_upper=row_upper), replace(fixed, integer=np.zeros_like(arrays.integer))


def without_repetitions(arrays: Arrays) -> Arrays:
    """The same problem without the bounds that only repeat rows."""
    lower = np.where(arrays.repeated_lower, -np.inf, arrays.lower)
    return replace(arrays, lower=lower, upper=np.where(arrays.repeated_upper, np.inf, arrays.upper))


def capped_sizes(arrays: Arrays, upper: Vector, x: Vector) -> Vector:
    """Upper bounds under which no module count exceeds its final count in ``x``."""
    final = final_counts(arrays)
    capped = upper.copy()
    for column, (name, index) in enumerate(arrays.column_labels):
        if name == "started":
            capped[column] = min(capped[column], round(x[final[index[:2]]]))
    return capped
