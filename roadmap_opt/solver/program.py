"""Arrays as the program that HiGHS takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector


@dataclass(frozen=True, slots=True)
class Cut:
    """An extra row ``form <= upper``: how a later phase keeps what an earlier one has reached."""

    form: LinearForm
    upper: float


def with_cuts(arrays: Arrays, cuts: tuple[Cut, ...]) -> Arrays:
    """The arrays with the cuts as rows below their own."""
    if not cuts:
        return arrays
    places = [np.flatnonzero(cut.form.coefficients) for cut in cuts]
    ends = arrays.starts[-1] + np.cumsum([len(columns) for columns in places])
    return replace(
        arrays,
        starts=np.append(arrays.starts, ends).astype(np.int32),
        columns=np.concatenate([arrays.columns, *places]).astype(np.int32),
        values=np.concatenate([arrays.values, *(c.form.coefficients[at] for c, at in zip(cuts, places, strict=True))]),
        row_lower=np.append(arrays.row_lower, [-np.inf] * len(cuts)),
        row_upper=np.append(arrays.row_upper, [cut.upper - cut.form.constant for cut in cuts]),
        row_labels=(*arrays.row_labels, *(("cut", number) for number in range(len(cuts)))),
        switch=np.append(arrays.switch, np.zeros(len(cuts), dtype=bool)),
    )


def integer_program(arrays: Arrays, objective: LinearForm, maximise: bool) -> Any:
    """The arrays with an objective, as HiGHS takes them."""
    return program_of(arrays, objective, maximise, arrays.lower, arrays.upper, arrays.integer)


def program_of(
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    lower: Vector,
    upper: Vector,
    integer: Any,
    cuts: tuple[Cut, ...] = (),
) -> Any:
    """The arrays with an objective, other bounds and other integer columns, and further rows, as HiGHS takes them."""
    arrays = with_cuts(arrays, cuts)
    lp = highspy.HighsLp()
    lp.num_col_ = len(lower)
    lp.num_row_ = len(arrays.row_lower)
    lp.col_cost_ = objective.coefficients
    lp.offset_ = objective.constant
    lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    lp.col_lower_, lp.col_upper_ = lower, upper
    lp.row_lower_, lp.row_upper_ = arrays.row_lower, arrays.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = arrays.starts, arrays.columns, arrays.values
    if integer.any():
        kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
        lp.integrality_ = [kinds[bool(flag)] for flag in integer]
    return lp
