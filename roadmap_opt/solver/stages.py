"""Whole numbers asked for in stages: those that matter first, each stage a small tree over the same linear program.

A first plan needs no proof. It needs a few dozen integers at a time decided well, one group after the other. The tree
goes down as long as what it finds there stays close to the best that is left, so that most stages end at the first
whole solution they meet; every linear program starts from the basis of the one before, also across stages.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.branching import WHOLE, Branching, Part
from roadmap_opt.solver.clock import Clock, Until
from roadmap_opt.solver.diving import Effort, whole_solution
from roadmap_opt.solver.highs import Restriction
from roadmap_opt.solver.relaxation import ASTRAY, Point, Relaxation
from roadmap_opt.solver.restrictions import Mask

PATIENT = 0.5
"""Share of its time after which a stage that has found nothing goes straight down."""

SPLITS = 200
"""Splits after which a stage ends with the best it has found: several times what it takes as a rule. One that has found
nothing goes straight down, in a short search for as many more, else until its time ends.
"""


class Stages:
    """A problem whose integers are decided stage after stage; masks are those of the columns of ``arrays``.

    ``is_open`` is false where there is nothing to decide: presolve has solved the problem, its linear program has no
    solution, or it was stopped.
    """

    def __init__(self, arrays: Arrays, objective: LinearForm, maximise: bool, clock: Clock, progress: Progress) -> None:
        self._arrays, self._clock, self._progress = arrays, clock, progress
        self._until = Until(clock, clock.limit)
        self._relaxation = relaxation = Relaxation(arrays, objective, maximise, self._until, ASTRAY)
        self._now: Part | None = None
        self._kept = np.zeros_like(arrays.integer)
        self.is_open = relaxation.is_reduced and relaxation.root.x is not None
        if self.is_open:
            self._branching = Branching(relaxation)
            self._now = _part(relaxation.root, 0, relaxation.lower, relaxation.upper)

    def decide(self, name: str, asked: Mask, gap: float, seconds: float) -> bool:
        """Find a solution in which the columns ``asked`` for are whole, within ``gap`` of the best one as a rule.

        False when none was found; what was found before then stands.
        """
        assert self._now is not None, "asked only while it is open"
        self._progress.phase(f"first plan: {name}")
        self._until.seconds = self._clock.elapsed + seconds
        start = self._now
        again = self._solved(start.lower, start.upper, start, math.inf)
        if again.x is None:
            return False
        found = self._whole(_part(again, 0, start.lower, start.upper), asked[self._relaxation.columns], gap)
        if found is not None:
            self._now = found
        return found is not None

    def hold(self, kept: Mask) -> None:
        """Keep these columns as they are now, and let the others go."""
        assert self._now is not None, "asked only while it is open"
        self._kept = kept & self._arrays.integer
        fixed, whole = self._kept[self._relaxation.columns], np.round(self._now.x)
        lower = np.where(fixed, whole, self._relaxation.lower)
        upper = np.where(fixed, whole, self._relaxation.upper)
        self._now = replace(self._now, number=0, lower=lower, upper=upper)

    def held(self) -> Restriction:
        """The problem with the columns that are kept, as far as they are whole; nothing is kept when it was stopped.

        Presolve moves columns, merges twins, and takes others out: what is kept is read from a solution that its steps
        are undone in.
        """
        assert self._now is not None, "asked only while it is open"
        lower, upper = self._arrays.lower.copy(), self._arrays.upper.copy()
        self._until.seconds = math.inf
        x = self._relaxation.undone(self._now.lower, self._now.upper, self._now.basis)
        if x is not None:
            whole = np.round(x)
            fixed = self._kept & (np.abs(x - whole) <= WHOLE) & (lower <= whole) & (whole <= upper)
            lower[fixed] = upper[fixed] = whole[fixed]
        return Restriction(lower, upper)

    def _whole(self, root: Part, asked: Mask, gap: float) -> Part | None:
        """With half of the time or enough splits gone and nothing found, it goes straight down."""
        by_work = self._clock.rounds is not None
        patient = self._clock.elapsed + PATIENT * (self._until.seconds - self._clock.elapsed)

        def late() -> bool:
            return not by_work and self._clock.elapsed > patient

        effort = Effort(SPLITS, SPLITS, 2 * SPLITS if by_work else math.inf)
        return whole_solution(root, asked, gap, self._solved, self._branching, effort, self._until, late=late)

    def _solved(self, lower: Vector, upper: Vector, before: Part, cutoff: float, rest: float = math.inf) -> Point:
        self._progress.update(self._clock.elapsed, None, None, None)
        return self._relaxation.solve(lower, upper, before.basis, cutoff, rest=rest)


def _part(end: Point, number: int, lower: Vector, upper: Vector, least: float = -math.inf) -> Part:
    assert end.x is not None, "a part has a solution"
    return Part(max(end.loss, least), number, lower, upper, end.x, end.basis)
