"""The linear program behind a tree: presolved once with its whole numbers, then solved again under other bounds.

A proof solves some thousand linear programs, a first plan some hundred, that differ in a few bounds of integer columns.
HiGHS presolves the problem as an integer one, which sharpens it; after that every program starts from the basis of a
kindred one and takes some hundred steps of the dual simplex. Edge weights are Devex: those of steepest edge would be
computed anew from every basis, which takes as long as the steps themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from roadmap_opt.solver.arrays import Arrays, LinearForm, Together, Vector
from roadmap_opt.solver.cuts import NONE, Separation
from roadmap_opt.solver.highs import FEASIBILITY_TOLERANCE, QuietHighs, Stop, must, require_solver
from roadmap_opt.solver.program import integer_program

STEPS = 1_000_000
"""Steps of a linear program that is meant to be solved, as against one that is only tried."""

LEAST = 100
"""Fewest steps that count as those of a root: small ones take no more than a few."""

ASTRAY = 0.5
"""Steps, relative to those that the root took, after which a program that starts from a basis is given up: a tenth is
what it takes as a rule. In one of some hundred the steps go astray, mostly where there is no solution, and from the
basis of the root they mostly do not. Steps and not seconds, so that the same problem gives the same tree anywhere."""

PATIENCE = 3.0
"""The same for the second attempt of a proof, which ends with the first program that it cannot solve."""

FAR = 3.0
"""Loss beyond that of the root at which a program without a cutoff or a rest ends, relative to the root and to the
largest coefficient of the objective. One without a solution climbs and climbs; ten times as far its steps go astray,
and it may take a minute before it shows."""


@dataclass(frozen=True, slots=True)
class Point:
    """The end of one linear program.

    ``loss`` is what it comes to, for a minimum, and infinite where nothing better than the cutoff is possible. ``x``
    are the values of the integer columns, ``basis`` is where a kindred program starts; both are missing without a
    solution. A ``loss`` without a solution that is not infinite is where the program ended early: whatever solution
    there is loses at least as much. With a ``basis`` it rests there and can go on from it; without one it has ended far
    from the root.
    ``solved`` is false when the program was given up or stopped: nothing is known then.
    """

    loss: float
    x: Vector | None
    basis: Any
    solved: bool


class Relaxation:
    """The presolved problem as a linear program to be minimised.

    ``columns`` are the numbers, in the arrays, of the columns that presolve leaves integer, in the order in which
    ``lower``, ``upper`` and every :class:`Point` hold their values; ``root`` is the end under these bounds.
    Sums of columns (``together``) of which presolve leaves more than one follow them, numbered after all columns of the
    arrays. ``patience`` is how many steps a second attempt may take, relative to the root's. Where there is a
    ``separation``, rows that cut off fractions are added; they may cut off plans that are no better than one of which
    the loss is ``met``.
    ``is_reduced`` is false where presolve has decided the problem already; nothing else may be asked then.

    Raises :class:`~roadmap_opt.solver.highs.SolverError` when HiGHS is too old or refuses the problem.
    """

    def __init__(
        self,
        arrays: Arrays,
        form: LinearForm,
        maximise: bool,
        stop: Stop,
        patience: float = PATIENCE,
        together: Sequence[Together] = (),
        separation: Separation | None = None,
    ) -> None:
        require_solver()
        sign = -1.0 if maximise else 1.0
        loss = LinearForm(sign * form.coefficients, sign * form.constant)
        highspy.Highs.resetGlobalScheduler(True)  # it may have another number of threads from a run before
        self._original = whole = _solver(presolve="on")
        program = integer_program(arrays, loss, maximise=False)
        program.col_names_ = [str(j) for j in range(len(arrays.lower))]
        must(whole.passModel(program), "passModel")
        must(whole.presolve(), "presolve")
        ends = highspy.HighsPresolveStatus
        self.is_reduced = whole.getModelPresolveStatus() in (ends.kReduced, ends.kNotReduced)
        if not self.is_reduced:
            return
        reduced = whole.getPresolvedLp()
        integer = np.array([kind == highspy.HighsVarType.kInteger for kind in reduced.integrality_], dtype=bool)
        named = np.array([int(name) for name in reduced.col_names_], dtype=np.int64)
        self._positions: npt.NDArray[np.int32] = np.flatnonzero(integer).astype(np.int32)
        self.columns: npt.NDArray[np.int64] = named[integer]
        self.lower: Vector = np.array(reduced.col_lower_)[integer]
        self.upper: Vector = np.array(reduced.col_upper_)[integer]
        cuts = NONE if separation is None else separation.of(reduced, _solver(presolve="off"))
        self.met = cuts.met
        reduced.integrality_ = []
        self._solver = _solver(presolve="off")
        must(self._solver.passModel(reduced), "passModel")
        cuts.add_to(self._solver)
        self._add_sums(len(arrays.lower), len(reduced.col_lower_), together)
        self._now = self.lower.copy(), self.upper.copy()
        self._stop, self._patience, self._far = stop, patience, math.inf
        self._steps, self._most = 0, math.inf
        self._solver.cbSimplexInterrupt += self._on_step
        self.root = self._end(self.lower, self.upper, None, math.inf, STEPS, math.inf)
        self._usual = max(LEAST, self._steps)
        if self.root.x is not None:
            scale = max(1.0, abs(self.root.loss), np.abs(reduced.col_cost_).max(initial=0.0))
            self._far = self.root.loss + FAR * scale

    def _add_sums(self, first: int, place: int, together: Sequence[Together]) -> None:
        """A column for each sum, which a row holds to it. After presolve, which would take it away again."""
        left = {int(column): k for k, column in enumerate(self.columns)}
        for number, each in enumerate(together, start=first):
            members = [left[column] for column in each.columns if column in left]
            low, high = self.lower[members].sum(), self.upper[members].sum()
            if len(members) < 2 or low >= high:
                continue
            must(self._solver.addCol(0.0, low, high, 0, [], []), "addCol")
            parts = np.append(self._positions[members], place).astype(np.int32)
            must(self._solver.addRow(0.0, 0.0, len(parts), parts, np.append(np.ones(len(members)), -1.0)), "addRow")
            self._positions = np.append(self._positions, np.int32(place))
            self.columns = np.append(self.columns, number)
            self.lower, self.upper = np.append(self.lower, low), np.append(self.upper, high)
            place += 1

    def _on_step(self, event: Any) -> None:
        self._steps += 1
        event.interrupt(self._stop.is_set() or self._steps > self._most)  # a wish outlives its run otherwise

    def solve(
        self,
        lower: Vector,
        upper: Vector,
        basis: Any,
        cutoff: float = math.inf,
        steps: int = STEPS,
        rest: float = math.inf,
    ) -> Point:
        """Solve under these bounds of the integer columns, from ``basis``, and from that of the root if it goes astray.

        A program that ends after fewer ``steps`` than all is not solved; its loss then says roughly how far it has
        come. One that has come to the loss ``rest`` ends there, to go on from its basis later or never. Without a
        cutoff and a rest it ends far from the root.
        """
        limit = min(cutoff, rest)
        if math.isinf(limit):
            limit = self._far
        end = self._end(lower, upper, basis, limit, steps, ASTRAY)
        if not (end.solved or steps < STEPS or self._stop.is_set()):
            end = self._end(lower, upper, self.root.basis, limit, steps, self._patience)
        if end.x is None and end.basis is not None and limit < rest:
            return Point(math.inf if limit == cutoff else limit, None, None, True)
        return end

    def undone(self, lower: Vector, upper: Vector, basis: Any) -> Vector | None:
        """The solution under these bounds in all columns of the arrays, with what presolve did undone; ``None`` where
        there is none, or it was stopped.
        """
        if self.solve(lower, upper, basis).x is None:
            return None
        solution = highspy.HighsSolution()
        solution.col_value = self._solver.getSolution().col_value
        must(self._original.postsolve(solution), "postsolve")
        return np.array(self._original.getSolution().col_value)

    def _end(self, lower: Vector, upper: Vector, basis: Any, limit: float, steps: int, patience: float) -> Point:
        """Solve from ``basis`` up to the loss ``limit``."""
        changed = (lower != self._now[0]) | (upper != self._now[1])
        if changed.any():
            which = self._positions[changed]
            must(self._solver.changeColsBounds(len(which), which, lower[changed], upper[changed]), "changeColsBounds")
            self._now = lower.copy(), upper.copy()
        if basis is not None:
            must(self._solver.setBasis(basis), "setBasis")
        must(self._solver.setOptionValue("objective_bound", limit), "option objective_bound")
        must(self._solver.setOptionValue("simplex_iteration_limit", steps), "option simplex_iteration_limit")
        self._steps, self._most = 0, math.inf if basis is None else patience * self._usual
        self._solver.run()
        return self._point(limit)

    def _point(self, limit: float) -> Point:
        """What the solver has ended with, at ``limit`` if it has come there."""
        kind, ends = self._solver.getModelStatus(), highspy.HighsModelStatus
        if kind == ends.kInfeasible:
            return Point(math.inf, None, None, True)
        if kind == ends.kObjectiveBound:
            return Point(limit, None, self._solver.getBasis(), True)
        loss = float(self._solver.getInfo().objective_function_value)
        if kind != ends.kOptimal:
            return Point(loss, None, None, False)
        x = np.array(self._solver.getSolution().col_value)[self._positions]
        return Point(loss, x, self._solver.getBasis(), True)


def _solver(presolve: str) -> Any:
    solver = QuietHighs()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {
        "threads": 1,
        "parallel": "off",
        "presolve": presolve,
        "solver": "simplex",
        "simplex_dual_edge_weight_strategy": 1,
        "primal_feasibility_tolerance": FEASIBILITY_TOLERANCE,
        "mip_feasibility_tolerance": FEASIBILITY_TOLERANCE,
    }
    for name, value in options.items():
        must(solver.setOptionValue(name, value), f"option {name}")
    return solver
