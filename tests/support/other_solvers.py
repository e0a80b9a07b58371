"""Ways to solve the same arrays without branch and bound of HiGHS: enumeration, and the SCIP solver of OR-tools."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import highspy
import numpy as np

from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.highs import QuietHighs
from roadmap_opt.solver.program import Cut

PROVEN = 1e-6
"""Relative distance of bound and plan up to which SCIP's optimum counts as one."""


def enumerated(arrays: Arrays, form: LinearForm, maximise: bool) -> float | None:
    """Best value over every combination of integer values, each solved as a linear program; ``None`` without any."""
    solver = QuietHighs()
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(arrays.lower), len(arrays.row_lower)
    lp.col_cost_, lp.offset_ = form.coefficients, form.constant
    lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    lp.col_lower_, lp.col_upper_ = arrays.lower, arrays.upper
    lp.row_lower_, lp.row_upper_ = arrays.row_lower, arrays.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = arrays.starts, arrays.columns, arrays.values
    solver.passModel(lp)
    columns = np.flatnonzero(arrays.integer).astype(np.int32)
    choices = [range(int(arrays.lower[j]), int(arrays.upper[j]) + 1) for j in columns]
    best: float | None = None
    for combination in itertools.product(*choices):
        fixed = np.array(combination, dtype=float)
        solver.changeColsBounds(len(columns), columns, fixed, fixed)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            value = solver.getInfo().objective_function_value
            best = value if best is None else (max if maximise else min)(best, value)
    return best


def by_scip(arrays: Arrays, form: LinearForm, maximise: bool, cuts: tuple[Cut, ...] = ()) -> float | None:
    """Optimum found and proven by SCIP; ``None`` when it proves that there is no plan.

    Fails when what SCIP has proven leaves a gap: such an optimum could confirm nothing.
    """

    def sparse(dense: LinearForm) -> tuple[list[int], list[float]]:
        used = np.flatnonzero(dense.coefficients)
        return used.tolist(), dense.coefficients[used].tolist()

    rows = []
    for row in range(len(arrays.row_lower)):
        span = slice(arrays.starts[row], arrays.starts[row + 1])
        bounds = float(arrays.row_lower[row]), float(arrays.row_upper[row])
        rows.append((arrays.columns[span].tolist(), arrays.values[span].tolist(), *bounds))
    rows += [(*sparse(cut.form), -np.inf, cut.upper - cut.form.constant) for cut in cuts]
    problem = {
        "columns": list(zip(arrays.lower.tolist(), arrays.upper.tolist(), arrays.integer.tolist(), strict=True)),
        "rows": rows,
        "objective": (*sparse(form), form.constant),
        "maximise": maximise,
    }
    program = [sys.executable, str(Path(__file__).parent / "scip.py")]
    done = subprocess.run(program, input=json.dumps(problem), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    if answer is None:
        return None
    objective, bound = map(float, answer)
    assert abs(bound - objective) <= PROVEN * max(1.0, abs(objective)), f"SCIP: plan {objective}, bound {bound}"
    return objective
