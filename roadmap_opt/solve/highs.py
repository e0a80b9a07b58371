"""One run of HiGHS on arrays: options, progress, stop, and a typed end. The only home of highspy.

Two facts of the library rule this file. At a limit without a plan HiGHS still returns a full-length vector, so a
solution counts only when its status says feasible. And changing the number of threads within a process fails with a
return code and no exception, so every status is checked and the scheduler is reset.
"""

from __future__ import annotations

import math
import threading
import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from roadmap_opt.errors import RoadmapError
from roadmap_opt.progress import Progress
from roadmap_opt.solve.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solve.outcome import Phase, Status

FEASIBILITY_TOLERANCE = 1e-7


class SolverError(RoadmapError):
    """The solver refused a call; the message names it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run may stop: relative gap, absolute gap (in the objective's unit), seconds, and the stop flag."""

    gap: float
    absolute_gap: float
    seconds: float
    threads: int
    seed: int
    stop: threading.Event | None


@dataclass(frozen=True, slots=True)
class Run:
    """A phase and its plan: the values of the columns, or ``None`` without a valid plan; row duals for LP runs."""

    phase: Phase
    x: Vector | None
    row_duals: Vector | None


@dataclass(frozen=True, slots=True)
class Cut:
    """An extra row ``form <= upper``: how a later phase keeps what an earlier one has reached."""

    form: LinearForm
    upper: float


def run(
    name: str,
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    limits: Limits,
    progress: Progress,
    start: Vector | None = None,
    cuts: tuple[Cut, ...] = (),
    fixed: Vector | None = None,
) -> Run:
    """Optimise ``objective``. ``fixed``: integer columns are fixed at these values and the rest solved as an LP.

    Raises :class:`SolverError` when HiGHS refuses the model or an option; limits and infeasibility are not errors but
    statuses of the returned phase.
    """
    began = time.perf_counter()
    highspy.Highs.resetGlobalScheduler(True)
    solver = highspy.Highs()
    _set_options(solver, limits, is_lp=fixed is not None)
    lower, upper, integer = arrays.lower, arrays.upper, arrays.integer
    if fixed is not None:
        lower, upper = np.where(integer, np.round(fixed), lower), np.where(integer, np.round(fixed), upper)
        integer = np.zeros_like(integer)
    _must(solver.passModel(_lp(arrays, objective, maximise, lower, upper, integer, cuts)), "passModel")
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        _must(solver.setSolution(solution), "setSolution")
    progress.phase(name)
    _listen(solver, limits, progress, began, objective.constant)
    status = solver.run()
    seconds = time.perf_counter() - began
    return _read(name, solver, status, arrays, objective, limits, seconds, fixed is not None)


def _must(status: Any, call: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise SolverError(f"the solver refused {call}")


def _set_options(solver: Any, limits: Limits, is_lp: bool) -> None:
    options: dict[str, Any] = {
        "output_flag": False,
        "time_limit": max(0.1, limits.seconds),
        "threads": limits.threads,
        "random_seed": limits.seed,
        "mip_feasibility_tolerance": FEASIBILITY_TOLERANCE,
        "primal_feasibility_tolerance": FEASIBILITY_TOLERANCE,
    }
    if not is_lp:
        options |= {"mip_rel_gap": limits.gap, "mip_abs_gap": limits.absolute_gap}
    for name, value in options.items():
        _must(solver.setOptionValue(name, value), f"option {name}")


def _lp(
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    lower: Vector,
    upper: Vector,
    integer: Any,
    cuts: tuple[Cut, ...],
) -> Any:
    starts, columns, values = [arrays.starts], [arrays.columns], [arrays.values]
    offset = int(arrays.starts[-1])
    for cut in cuts:
        nonzero = np.flatnonzero(cut.form.coefficients)
        offset += len(nonzero)
        starts.append(np.array([offset], dtype=np.int32))
        columns.append(nonzero.astype(np.int32))
        values.append(cut.form.coefficients[nonzero])
    lp = highspy.HighsLp()
    lp.num_col_ = len(lower)
    lp.num_row_ = len(arrays.row_lower) + len(cuts)
    lp.col_cost_ = objective.coefficients
    lp.offset_ = objective.constant
    lp.sense_ = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
    lp.col_lower_, lp.col_upper_ = lower, upper
    lp.row_lower_ = np.append(arrays.row_lower, [-np.inf] * len(cuts))
    lp.row_upper_ = np.append(arrays.row_upper, [cut.upper - cut.form.constant for cut in cuts])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = np.concatenate(starts)
    lp.a_matrix_.index_ = np.concatenate(columns)
    lp.a_matrix_.value_ = np.concatenate(values)
    if integer.any():
        kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
        lp.integrality_ = [kinds[bool(flag)] for flag in integer]
    return lp


def _listen(solver: Any, limits: Limits, progress: Progress, began: float, constant: float) -> None:
    def on_check(event: Any) -> None:
        data = event.data_out
        best, bound = _finite(data.mip_primal_bound), _finite(data.mip_dual_bound)
        progress.update(time.perf_counter() - began, best, bound, _gap(best, bound))
        if limits.stop is not None and limits.stop.is_set():
            event.interrupt()

    solver.cbMipInterrupt += on_check


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) and abs(value) < 1e29 else None


def _gap(best: float | None, bound: float | None) -> float | None:
    return None if best is None or bound is None else abs(bound - best) / max(1.0, abs(best))


def _read(
    name: str, solver: Any, status: Any, arrays: Arrays, objective: LinearForm, limits: Limits, seconds: float, lp: bool
) -> Run:
    kind, info, ends = solver.getModelStatus(), solver.getInfo(), highspy.HighsModelStatus
    feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible
    stopped_by = {ends.kTimeLimit: "time", ends.kInterrupt: "interrupt", ends.kHighsInterrupt: "interrupt"}.get(
        kind, ""
    )
    x: Vector | None = None
    if feasible:
        x = np.array(solver.getSolution().col_value)
        x = np.where(arrays.integer, np.round(x), x) if not lp else x
    if kind == ends.kOptimal and feasible:
        outcome = Status.OPTIMAL
        stopped_by = "gap"
    elif kind == ends.kInfeasible:
        outcome = Status.INFEASIBLE
    elif kind in (ends.kUnbounded, ends.kUnboundedOrInfeasible):
        outcome = Status.UNBOUNDED if kind == ends.kUnbounded else Status.INFEASIBLE
    elif stopped_by:
        outcome = Status.FEASIBLE_AT_LIMIT if feasible else Status.NOTHING_AT_LIMIT
    else:
        outcome = Status.FAILED
    if not outcome.has_plan:
        x = None
    best = None if x is None else objective.value(np.array(solver.getSolution().col_value))
    bound = best if lp else _finite(info.mip_dual_bound)
    duals = np.array(solver.getSolution().row_dual) if lp and x is not None else None
    phase = Phase(name, outcome, best, bound, _gap(best, bound), seconds, int(max(0, info.mip_node_count)), stopped_by)
    return Run(phase, x, duals)
