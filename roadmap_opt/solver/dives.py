"""Better plans near a plan, found by diving: all neighbourhoods share one linear program, presolved once.

A neighbourhood is bounds on this program; the tree that searches it leaves whatever does not better the plan, so it may
be wide: most of what is begun may move by two years. What earlier neighbourhoods have taught about branching serves the
later ones.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.branching import Branching, Part
from roadmap_opt.solver.clock import Clock, Until
from roadmap_opt.solver.diving import Effort, whole_solution
from roadmap_opt.solver.highs import Restriction, relative_gap, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.relaxation import ASTRAY, Point, Relaxation
from roadmap_opt.solver.restrictions import financed, kept

EFFORT = Effort(patience=0, enough=100, most=100)
"""A dive goes straight down until it has found something, and ends after so many splits: a few seconds."""

GAP = 1e-3
"""How near to the best of its neighbourhood a dive has to end."""


class Dives:
    """The dives of one search. Made with the first one, and anew for a plan that other lenders finance who test: who
    they are stays as it is in a dive, because a test that a fraction of a lender has passed misleads.
    """

    def __init__(
        self, arrays: Arrays, form: LinearForm, maximise: bool, clock: Clock, progress: Progress, known: Known
    ) -> None:
        self._arrays, self._form, self._maximise = arrays, form, maximise
        self._clock, self._progress = clock, progress
        self._until, self._known = Until(clock, over=lambda: known.is_closed), known
        self._lent = financed(arrays)
        self._lenders: Vector | None = None
        self._relaxation: Relaxation | None = None

    def better(self, title: str, x: Vector, near: Restriction, gain: float, seconds: float) -> Vector | None:
        """A plan within the bounds of ``near`` that is at least so much better than ``x``, relative to it; ``None``
        where none was found in the time or with the effort of a dive.
        """
        self._progress.phase(title)
        self._until.seconds = self._clock.elapsed + seconds
        relaxation = self._opened(x)
        if relaxation is None:
            return None
        loss = self._loss(x)
        cutoff = loss - gain * max(1.0, abs(loss))
        lower, upper = self._within(near, relaxation)
        root = relaxation.solve(lower, upper, relaxation.root.basis, cutoff)
        if root.x is None:
            return None
        whole = np.ones(len(lower), dtype=bool)
        part = Part(root.loss, 0, lower, upper, root.x, root.basis)
        found = whole_solution(part, whole, GAP, self._solved, self._branching, EFFORT, self._until, cutoff)
        return None if found is None else self._plan(title, found, relaxation)

    def _opened(self, x: Vector) -> Relaxation | None:
        """The linear program of the lenders of a plan; ``None`` where presolve has solved it, or there was no time."""
        lenders = np.round(x[self._lent])
        if self._lenders is None or (lenders != self._lenders).any():
            self._lenders = lenders
            held = kept(self._arrays, self._lent, x)
            assert held.lower is not None
            assert held.upper is not None
            arrays = replace(self._arrays, lower=held.lower, upper=held.upper)
            relaxation = Relaxation(arrays, self._form, self._maximise, self._until, ASTRAY)
            self._relaxation = None
            if relaxation.is_reduced and (root := relaxation.root).x is not None:
                undone = relaxation.undone(relaxation.lower, relaxation.upper, root.basis)
                if undone is not None:
                    self._relaxation, self._branching = relaxation, Branching(relaxation)
                    self._moved = np.round(undone[relaxation.columns] - root.x)
        return self._relaxation

    def _within(self, near: Restriction, relaxation: Relaxation) -> tuple[Vector, Vector]:
        """The bounds of a neighbourhood in the columns that presolve leaves, moved as it has moved them, and as far as
        it leaves room.
        """
        columns, lower, upper = relaxation.columns, relaxation.lower, relaxation.upper
        low = lower if near.lower is None else np.maximum(lower, near.lower[columns] - self._moved)
        high = upper if near.upper is None else np.minimum(upper, near.upper[columns] - self._moved)
        return np.where(low <= high, low, lower), np.where(low <= high, high, upper)

    def _solved(self, lower: Vector, upper: Vector, before: Part, cutoff: float, rest: float = math.inf) -> Point:
        assert self._relaxation is not None, "a dive is under way"
        best, bound = self._known.best, self._known.bound
        self._progress.update(self._clock.elapsed, best, bound, relative_gap(best, bound))
        return self._relaxation.solve(lower, upper, before.basis, cutoff, rest=rest)

    def _plan(self, title: str, found: Part, relaxation: Relaxation) -> Vector | None:
        """The plan with these whole numbers, exactly; ``None`` where undoing the presolve leaves no plan."""
        whole = np.round(found.x)
        self._until.seconds = math.inf
        x = relaxation.undone(whole, whole, found.basis)
        if x is None:
            return None
        limits = self._clock.limits(gap=0.0)
        same = kept(self._arrays, self._arrays.integer, x)
        return run(title, self._arrays, self._form, self._maximise, limits, self._progress, x, (), same).x

    def _loss(self, x: Vector) -> float:
        value = self._form.value(x)
        return -value if self._maximise else value
