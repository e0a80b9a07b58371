"""What a case optimises, as the search sees it."""

from __future__ import annotations

import numpy as np

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.restrictions import STARTED, Mask, named
from roadmap_opt.solver.strategy import SHORTFALL_PRICE


def form_of(arrays: Arrays, ix: Indexes) -> tuple[LinearForm, bool]:
    """What a case of a single phase optimises, and whether it is a maximum."""
    value, shortfall, cost = (arrays.forms[name] for name in ("value", "shortfall", "cost"))
    if ix.settings.objective == "cost":
        return cost, False
    price = ix.settings.shortfall_penalty if ix.settings.objective == "npv" else SHORTFALL_PRICE
    return LinearForm(value.coefficients - price * shortfall.coefficients, value.constant), True


def last_counts(arrays: Arrays) -> Mask:
    """The counts of modules begun by the last year."""
    started = named(arrays, STARTED)
    last = max((index[-1] for name, index in arrays.column_labels if name == STARTED), default=0)
    of_last = [name == STARTED and index[-1] == last for name, index in arrays.column_labels]
    return started & np.array(of_last, dtype=bool)
