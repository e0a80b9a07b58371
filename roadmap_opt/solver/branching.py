"""Which whole number to ask for next in a tree over one linear program, by what asking for it has brought before."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from roadmap_opt.solver.arrays import Vector
from roadmap_opt.solver.relaxation import Point, Relaxation

WHOLE = 1e-6
"""Distance from a whole number that counts as none."""

AHEAD = 0.015
"""How much farther than the program it starts from, relative to it, a program is solved at first, before it rests. One
in which nothing better than the best plan is possible would climb all the way up to that, or without end, and most of
what lies far above the others is never asked for again. It goes on twice as far each time it is."""

TRIALS = 4
"""Most columns that are tried at a node before one is branched on: enough to go down to a solution."""

TRIAL_STEPS = 100
"""Steps of the simplex after which a trial ends: how far it has come says enough."""

Positions = npt.NDArray[np.int64]
"""Numbers of columns among those of a :class:`~roadmap_opt.solver.relaxation.Relaxation`."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Plans within bounds: how good they can be, and the linear program that says so. Parts sort by their loss.

    ``number`` is the place of a part in its tree: in the order in which parts arise, or how deep down.
    A program that has not come to its end has ``rested`` so many times: it goes on from ``basis``, and ``x`` says
    nothing.
    """

    loss: float
    number: int
    lower: Vector = field(compare=False)
    upper: Vector = field(compare=False)
    x: Vector = field(compare=False)
    basis: Any = field(compare=False)
    rested: int = field(default=0, compare=False)

    def after(self, end: Point, number: int, lower: Vector, upper: Vector) -> Part:
        """The plans of this part within these bounds, whose program has ended so, or rests."""
        loss = max(end.loss, self.loss)
        if end.x is None:
            return Part(loss, number, lower, upper, lower, end.basis, self.rested + 1)
        return Part(loss, number, lower, upper, end.x, end.basis)

    @property
    def ahead(self) -> float:
        """How far the next program is solved before it rests."""
        return AHEAD * 2.0**self.rested * max(1.0, abs(self.loss))

    def half(self, column: int, value: int, side: int) -> tuple[Vector, Vector]:
        """Bounds of the plans of this part that have at most ``value`` of a column (side 0), or more (side 1)."""
        lower, upper = self.lower.copy(), self.upper.copy()
        if side == 0:
            upper[column] = value
        else:
            lower[column] = value + 1
        return lower, upper

    @property
    def fractional(self) -> Positions:
        """The columns that are not whole here."""
        return np.flatnonzero(np.abs(self.x - np.round(self.x)) > WHOLE)


class Branching:
    """What a unit more or less of each column has cost so far, and the choice that follows from it."""

    def __init__(self, relaxation: Relaxation, trials: int = TRIALS) -> None:
        self._relaxation, self._trials = relaxation, trials
        self._gain = np.zeros((2, len(relaxation.columns)))
        self._tried = np.zeros((2, len(relaxation.columns)))

    def most_promising(self, part: Part, candidates: Positions, cutoff: float) -> int:
        """Where both halves lose most, by what branching on it has brought before, or by a trial of the likeliest."""
        scores = self._scores(part, candidates)
        if len(candidates) > 1:
            order = candidates[np.argsort(-scores, kind="stable")]
            for column in [j for j in order if self._tried[:, j].min() < 1][: self._trials]:
                value = math.floor(part.x[column])
                for side in (0, 1):
                    lower, upper = part.half(column, value, side)
                    end = self._relaxation.solve(lower, upper, part.basis, cutoff, TRIAL_STEPS)
                    self.learn(part, column, value, side, end, cutoff)
            scores = self._scores(part, candidates)
        return int(candidates[np.argmax(scores)])

    def easier_first(self, part: Part, column: int) -> tuple[int, int]:
        """The two sides of a column, the one first that loses less by what branching has brought before."""
        down = part.x[column] - math.floor(part.x[column])
        gains = self._gain[:, column] / np.maximum(1.0, self._tried[:, column])
        return (0, 1) if gains[0] * down <= gains[1] * (1.0 - down) else (1, 0)

    def learn(self, part: Part, column: int, value: int, side: int, end: Point, cutoff: float) -> None:
        """Remember what moving a column by a whole unit to this side costs, if the program says it."""
        if end.solved and end.x is None and end.loss <= part.loss:
            return  # it has ended far from the root, where this part stands already
        most = cutoff if math.isfinite(cutoff) else part.loss + max(1.0, abs(part.loss))
        distance = part.x[column] - value if side == 0 else value + 1 - part.x[column]
        if distance > WHOLE:
            self._gain[side, column] += max(0.0, min(end.loss, most) - part.loss) / distance
            self._tried[side, column] += 1

    def _scores(self, part: Part, candidates: Positions) -> Vector:
        down = part.x[candidates] - np.floor(part.x[candidates])
        known = self._tried > 0
        score = np.ones(len(candidates))
        for side, distance in ((0, down), (1, 1.0 - down)):
            seen = known[side]
            usual = self._gain[side, seen].sum() / self._tried[side, seen].sum() if seen.any() else 1.0
            here = seen[candidates]
            each = np.where(here, self._gain[side, candidates] / np.maximum(1.0, self._tried[side, candidates]), usual)
            score *= np.maximum(each * distance, 1e-4)
        return score
