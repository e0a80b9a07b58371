"""Shadow prices of a plan with its whole numbers fixed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from roadmap_opt.output.limits import LIMITS
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.runs.extract.reading import ZERO
from roadmap_opt.solver.arrays import Arrays, Vector

AT_LIMIT = 1e-6
"""Relative distance from a limit up to which a plan stands at it."""


def shadow_prices(arrays: Arrays, x: Vector, duals: Vector, maximise: bool) -> pd.DataFrame:
    """Row duals of the plan ``x`` with its integer decisions fixed, as gain per unit of relaxation.

    A limit is relaxed upwards, a requirement downwards; a balance is read as one more unit on its right-hand side.
    Rows that have no price are left out, except limits of the workbook at which the plan stands: they have price 0.
    So are switches, because what a yes/no decision releases is no number that somebody could raise, whatever its dual,
    and numbers of what is not there: one more tonne of a plant that is not built, of a bank that lends nothing.
    """
    upwards = np.where(np.isfinite(arrays.row_upper), 1.0, -1.0) * (1.0 if maximise else -1.0)
    gains = duals[: len(arrays.row_labels)] * upwards
    end = np.where(np.isfinite(arrays.row_upper), arrays.row_upper, arrays.row_lower) - arrays.decided(x)
    reached = _at_their_limit(arrays, x, end)
    told = ~arrays.switch & ~(arrays.has_integers & (np.abs(end) <= AT_LIMIT))
    rows = [
        (name, _index_text(index), float(gain) if abs(gain) > ZERO else 0.0)
        for (name, index), gain, at_limit, is_told in zip(arrays.row_labels, gains, reached, told, strict=True)
        if is_told and (abs(gain) > ZERO or (at_limit and name in LIMITS))
    ]
    return pd.DataFrame(rows, columns=RESULT_TABLES["shadow_prices"].column_names)


def _at_their_limit(arrays: Arrays, x: Vector, end: Vector) -> npt.NDArray[np.bool_]:
    """Rows that bind at ``x`` and have something to limit: not those where nought meets a limit of nought."""
    used = arrays.undecided(x)
    return (np.abs(used - end) <= AT_LIMIT * np.maximum(1.0, np.abs(end))) & (np.abs(used) > AT_LIMIT)


def _index_text(index: Any) -> str:
    return " | ".join(str(part) for part in index) if isinstance(index, tuple) else str(index)
