"""Smaller problems over the same columns: decisions kept, moved by some years, or whole numbers only early on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from roadmap_opt.solver.arrays import STARTED, Arrays, Vector
from roadmap_opt.solver.highs import Restriction

Mask = npt.NDArray[np.bool_]

SMALLEST_RELEASE = 1e-9
"""What a switch releases when it is on, in any unit; less is rounding."""

LATER = 9999
"""Stands for the year of a column that is not about what is begun."""

BEGUN = (STARTED, "begun")
"""What is begun: modules, by their cumulative counts, and programmes."""

FINANCED = "financed"
"""Whether lenders that test the cash of a group of plants lend to it."""

MONEY_SWITCHES = (FINANCED, "pays_out", "in_profit")
"""Yes/no decisions that only say which rules of money hold."""

WHO_PAYS = ("mobilised", "serves", *MONEY_SWITCHES)
"""Which sources give money and to whom, the duties to serve that sales keep, and the rules of money that follow: all
yes/no decisions that may change while plants, programmes and contracts stay."""


def named(arrays: Arrays, *names: str) -> Mask:
    """The integer columns of these variables."""
    mask: Mask = arrays.integer & np.array([name in names for name, _ in arrays.column_labels], dtype=bool)
    return mask


def who_pays(arrays: Arrays) -> Mask:
    """The columns that say which sources finance what."""
    return named(arrays, *WHO_PAYS)


def financed(arrays: Arrays) -> Mask:
    """The columns that say who is financed by lenders that test."""
    return named(arrays, FINANCED)


def decided_by(arrays: Arrays) -> list[tuple[int, Mask]]:
    """Each year in which something may be begun, and the integer columns of what is begun up to it.

    The first year comes with the second: what is begun in it alone is mostly what later years wait for.
    Yes/no decisions about money are among them in every year: a plan that a lender finances in part passes no test.
    """
    years = np.full(len(arrays.column_labels), LATER)
    for j, year in _begun(arrays):
        years[j] = year
    free = (years < LATER) & (arrays.lower < arrays.upper)
    switches = named(arrays, *MONEY_SWITCHES)
    decided = [int(year) for year in np.unique(years[free])]
    return [(year, (arrays.integer & (years <= year)) | switches) for year in decided[1:] or decided]


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


def moved(arrays: Arrays, x: Vector, years: int) -> tuple[Vector, Vector]:
    """Bounds under which what ``x`` begins is begun at most so many years earlier or later, and nothing else."""
    column = {label: j for j, label in enumerate(arrays.column_labels)}
    begun = _begun(arrays)
    last = max((year for _, year in begun), default=0)
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    for j, year in begun:
        name, index = arrays.column_labels[j]
        before, after = (name, (*index[:-1], year - years)), (name, (*index[:-1], min(year + years, last)))
        lower[j] = max(lower[j], round(x[column[before]]) if before in column else 0)
        upper[j] = min(upper[j], round(x[column.get(after, j)]))
    return lower, upper


def _begun(arrays: Arrays) -> list[tuple[int, int]]:
    """Integer columns of what is begun, and the year of each."""
    return [
        (j, index[-1]) for j, (name, index) in enumerate(arrays.column_labels) if name in BEGUN and arrays.integer[j]
    ]
