"""One run of HiGHS on arrays: options, progress, stop, and a typed end. The only home of highspy.

Two facts of the library rule this file. At a limit without a plan HiGHS still returns a full-length vector, so a
solution counts only when its status says feasible. And changing the number of threads within a process fails with a
return code and no exception, so every status is checked and the scheduler is reset.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import highspy
import numpy as np
import numpy.typing as npt

from roadmap_opt.errors import RoadmapError
from roadmap_opt.progress import Progress
from roadmap_opt.said import said
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.options import available_cores
from roadmap_opt.solver.outcome import Phase, Status, StoppedBy
from roadmap_opt.solver.program import Cut, program_of

FEASIBILITY_TOLERANCE = 1e-7

_HEURISTICS = (
    "mip_heuristic_run_feasibility_jump",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_root_reduced_cost",
)
"""Heuristics of HiGHS that an effort of zero leaves running."""

NO_PLANS: dict[str, Any] = dict.fromkeys((*_HEURISTICS, "mip_allow_restart"), False) | {"mip_heuristic_effort": 0.0}
"""Options of a search that looks for no plans beyond those that branching meets, and does not begin its root anew."""

OLDEST_SOLVER = (1, 16, 0)
"""Oldest HiGHS whose optima can be trusted. 1.14.0 calls plans optimal that are not, which no audit can notice
(https://github.com/ERGO-Code/HiGHS/issues/2957 and 2975), and so does the presolve of 1.15.1 with a random case of the
tests whose bounds of capacity are loose.
"""


class QuietHighs(highspy.Highs):
    """HiGHS that prints nothing, not even its banner: since 1.16 that comes while the object is made."""

    def enableCallbacks(self) -> None:
        """Called when the object is made, before an option can be set from outside."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class SolverError(RoadmapError):
    """The solver refused a call, or is too old to be trusted; the message says which."""


def solver_version() -> str:
    """Version of HiGHS as the loaded library states it, such as ``1.15.1``."""
    parts = (highspy.HIGHS_VERSION_MAJOR, highspy.HIGHS_VERSION_MINOR, highspy.HIGHS_VERSION_PATCH)
    return ".".join(map(str, parts))


def require_solver() -> None:
    """Raise :class:`SolverError` when the HiGHS that is loaded is older than those whose optima can be trusted."""
    found = solver_version()
    if tuple(map(int, found.split("."))) < OLDEST_SOLVER:
        oldest = ".".join(map(str, OLDEST_SOLVER))
        raise SolverError(
            said(
                "The solver HiGHS {found} is installed; at least {oldest} is needed, because older ones return plans "
                'as optimal that are not. Install it with: python -m pip install "highspy>={oldest}"',
                found=found,
                oldest=oldest,
            )
        )


class Stop(Protocol):
    """Says whether to stop; an event of threads is one."""

    def is_set(self) -> bool:
        """Whether to stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run may stop: relative gap, absolute gap (in the objective's unit), seconds, the stop flag, and nodes.

    ``steps`` limits the steps of a linear program. Without ``plans`` the solver looks for none beyond those that
    branching meets, and does not begin its root anew: all its time goes into the bound. Without ``presolve`` it takes
    the problem as it is. Where there is an ``enough``, a run also ends by its gap when that says of the objective of
    its plan and of its bound that they are near enough.
    """

    gap: float
    absolute_gap: float
    seconds: float
    threads: int
    seed: int
    stop: Stop | None
    nodes: int | None = None
    plans: bool = True
    steps: int | None = None
    presolve: bool = True
    enough: Callable[[float, float], bool] | None = None


@dataclass(frozen=True, slots=True)
class PhaseEnd:
    """A phase and its plan: the values of the columns, or ``None`` without a valid plan; row duals and basis of linear
    programs.
    """

    phase: Phase
    x: Vector | None
    row_duals: Vector | None
    basis: Any = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """Changed bounds and integrality: a smaller or a relaxed problem over the same columns. ``None`` keeps what is."""

    lower: Vector | None = None
    upper: Vector | None = None
    integer: npt.NDArray[np.bool_] | None = None


WHOLE = Restriction()
"""The problem as it is."""


def nothing_proven() -> None:
    """Nothing is proven yet."""


def run(
    name: str,
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    limits: Limits,
    progress: Progress,
    start: Vector | None = None,
    cuts: tuple[Cut, ...] = (),
    restriction: Restriction = WHOLE,
    proven: Callable[[], float | None] = nothing_proven,
    basis: Any = None,
) -> PhaseEnd:
    """Optimise ``objective`` over the arrays, as restricted; a problem without integer columns is solved as an LP.

    ``proven`` gives the bound that holds for the whole problem by now: progress shows the sharper of it and the run's
    own, and the run ends when a plan is as near to it as the gap asks for. The own bound of a run with changed bounds
    of columns says nothing about the whole. A linear program begins with the ``basis`` of one of the same columns and
    rows.

    Raises :class:`SolverError` when HiGHS is too old or refuses the model or an option; limits and infeasibility are
    not errors but statuses of the returned phase.
    """
    require_solver()
    began = time.perf_counter()
    highspy.Highs.resetGlobalScheduler(True)
    solver = QuietHighs()  # type: ignore[no-untyped-call]
    lower = arrays.lower if restriction.lower is None else restriction.lower
    upper = arrays.upper if restriction.upper is None else restriction.upper
    integer = arrays.integer if restriction.integer is None else restriction.integer
    # a whole value that is given is no decision: HiGHS 1.16.0 calls problems infeasible in which all of them are given
    open_ones = integer & ~((lower == upper) & (lower == np.round(lower)))
    is_lp = not open_ones.any()
    _set_options(solver, limits, is_lp)
    must(solver.passModel(program_of(arrays, objective, maximise, lower, upper, open_ones, cuts)), "passModel")
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        must(solver.setSolution(solution), "setSolution")
    if basis is not None:
        must(solver.setBasis(basis), "setBasis")
    progress.phase(name)
    in_part = restriction.lower is not None or restriction.upper is not None
    _listen(solver, limits, progress, began, maximise, proven, in_part)
    solver.run()
    seconds = time.perf_counter() - began
    return _closed(_read(name, solver, integer, objective, seconds, is_lp), limits)


def must(status: Any, call: str) -> None:
    """Raise :class:`SolverError` when HiGHS refused ``call``."""
    if status == highspy.HighsStatus.kError:
        raise SolverError(said("the solver refused {call}", call=call))


def _set_options(solver: Any, limits: Limits, is_lp: bool) -> None:
    threads = min(limits.threads, available_cores())
    options: dict[str, Any] = {
        "time_limit": max(0.1, limits.seconds),
        "threads": threads,
        "parallel": "off" if threads == 1 else "choose",  # said here because versions differ in their default
        "random_seed": limits.seed,
        "presolve": "choose" if limits.presolve else "off",
        "mip_feasibility_tolerance": FEASIBILITY_TOLERANCE,
        "primal_feasibility_tolerance": FEASIBILITY_TOLERANCE,
    }
    if not is_lp:
        options |= {"mip_rel_gap": limits.gap, "mip_abs_gap": limits.absolute_gap}
        if limits.nodes is not None:
            options["mip_max_nodes"] = limits.nodes
        if limits.steps is not None:
            options["simplex_iteration_limit"] = limits.steps
        if not limits.plans:
            options |= NO_PLANS
    for name, value in options.items():
        must(solver.setOptionValue(name, value), f"option {name}")


def _listen(
    solver: Any,
    limits: Limits,
    progress: Progress,
    began: float,
    maximise: bool,
    proven: Callable[[], float | None],
    in_part: bool,
) -> None:
    def on_step(event: Any) -> None:
        if limits.stop is not None and limits.stop.is_set():
            event.interrupt()

    def on_check(event: Any) -> None:
        data = event.data_out
        best = finite(data.mip_primal_bound)
        own, known = finite(data.mip_dual_bound), proven()
        bound = sharper(None if in_part else own, known, maximise)
        gap = relative_gap(best, bound)
        progress.update(time.perf_counter() - began, best, bound, gap)
        near = limits.enough is not None and best is not None and own is not None and limits.enough(best, own)
        if near or (known is not None and gap is not None and gap <= limits.gap):
            event.interrupt()
        on_step(event)

    solver.cbMipInterrupt += on_check
    if limits.stop is not None:  # a linear program has no branch and bound to interrupt
        solver.cbSimplexInterrupt += on_step


def finite(value: float) -> float | None:
    """A bound or objective as HiGHS states it; ``None`` where it stands for none."""
    return value if math.isfinite(value) and abs(value) < 1e29 else None


def relative_gap(best: float | None, bound: float | None) -> float | None:
    """Distance of the bound from the best objective, relative to the latter (at least 1); ``None`` without both."""
    return None if best is None or bound is None else abs(bound - best) / max(1.0, abs(best))


def sharper(one: float | None, other: float | None, maximise: bool) -> float | None:
    """The sharper of two bounds that both hold; ``None`` stands for no bound."""
    known = [bound for bound in (one, other) if bound is not None]
    return (min if maximise else max)(known, default=None)


def _read(name: str, solver: Any, integer: Any, objective: LinearForm, seconds: float, is_lp: bool) -> PhaseEnd:
    kind, info = solver.getModelStatus(), solver.getInfo()
    feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible
    outcome, stopped_by = _outcome(kind, feasible)
    if not outcome.has_plan:
        return PhaseEnd(Phase(name, outcome, None, _bound(info, is_lp), None, seconds, 0, stopped_by), None, None)
    raw = np.array(solver.getSolution().col_value)
    best = objective.value(raw)
    # a linear program cut short may stand at a feasible point anywhere: only its optimum is a bound
    bound = _bound(info, is_lp) if not is_lp else best if outcome is Status.OPTIMAL else None
    duals = np.array(solver.getSolution().row_dual) if is_lp else None
    nodes = int(max(0, info.mip_node_count))
    phase = Phase(name, outcome, best, bound, relative_gap(best, bound), seconds, nodes, stopped_by)
    return PhaseEnd(phase, np.where(integer, np.round(raw), raw), duals, solver.getBasis() if is_lp else None)


def _closed(end: PhaseEnd, limits: Limits) -> PhaseEnd:
    """The end of a run, which is one by its gap where plan and bound are near enough."""
    phase, enough = end.phase, limits.enough
    if enough is None or phase.status is not Status.FEASIBLE_AT_LIMIT or phase.bound is None:
        return end
    assert phase.objective is not None, "a feasible end has a plan"
    if not enough(phase.objective, phase.bound):
        return end
    return replace(end, phase=replace(phase, status=Status.OPTIMAL, stopped_by=StoppedBy.GAP))


def _bound(info: Any, is_lp: bool) -> float | None:
    return None if is_lp else finite(info.mip_dual_bound)


def _outcome(kind: Any, feasible: bool) -> tuple[Status, StoppedBy]:
    ends = highspy.HighsModelStatus
    stops = {
        ends.kTimeLimit: StoppedBy.TIME,
        ends.kInterrupt: StoppedBy.INTERRUPT,
        ends.kHighsInterrupt: StoppedBy.INTERRUPT,  # type: ignore[attr-defined]  # in the library, not in its stubs
        ends.kSolutionLimit: StoppedBy.WORK,  # the name HiGHS gives to its limit on nodes
        ends.kIterationLimit: StoppedBy.WORK,
    }
    if kind == ends.kOptimal and feasible:
        return Status.OPTIMAL, StoppedBy.GAP
    if kind in (ends.kInfeasible, ends.kUnboundedOrInfeasible):
        # every column that an objective pays for is bounded by the rules, so this means infeasible
        return Status.INFEASIBLE, StoppedBy.NOTHING
    if kind == ends.kUnbounded:
        return Status.UNBOUNDED, StoppedBy.NOTHING
    if kind in stops:
        return (Status.FEASIBLE_AT_LIMIT if feasible else Status.NOTHING_AT_LIMIT), stops[kind]
    return Status.FAILED, StoppedBy.NOTHING
