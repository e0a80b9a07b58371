"""Branch and bound that only proves: which whole numbers to ask for next, and what no plan can surpass by now.

Three things make it a tree of our own. It branches in an order that is known to pay: a few integers hold most of the
distance between the relaxation and the plans (how much of the costly plants is begun in the first years), and a general
search spreads over hundreds that hardly matter. It never starts anew: what comes later is asked for in the same tree.
And its splits outlive it. "At most so many of this by that year, or more" divides the plans of any workbook that has
this decision, whatever its numbers say. So the splits of an earlier proof are followed first, without the trial
branchings that found them, and every part is solved anew: nothing is taken over that an edit could have made wrong.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.branching import Branching, Part
from roadmap_opt.solver.cuts import Separation
from roadmap_opt.solver.highs import Stop
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.relaxation import Point, Relaxation
from roadmap_opt.solver.split import Split, decision_text

SLACK = 1e-6
"""Relative amount by which a part has to be worse than the best plan to be left: the solver's tolerances."""

TRIALS = 8
"""Most columns that are tried at a node: a proof splits the same few hundred for long, so it pays to know more."""

IN_ORDER = 60
"""Splits after which any column may be branched on. The order pays at first; later what splits have brought, all over
the tree, says better which number to ask for than its class does."""

Classes = npt.NDArray[np.int64]
"""For every column of the arrays, when it is branched on at first: those of a smaller class before others."""


class Tree:
    """The parts into which all plans are divided by now.

    ``known`` is asked for the best plan. ``earlier`` are the splits of an earlier proof of this problem or a similar
    one; they are followed as far as their decisions exist here.
    """

    def __init__(
        self,
        arrays: Arrays,
        form: LinearForm,
        maximise: bool,
        classes: Classes,
        known: Known,
        stop: Stop,
        earlier: Sequence[Split] = (),
        separation: Separation | None = None,
    ) -> None:
        self._relaxation = Relaxation(arrays, form, maximise, stop, together=arrays.together, separation=separation)
        self._sign, self._known, self._stop = (-1.0 if maximise else 1.0), known, stop
        self.is_decided = not self._relaxation.is_reduced
        """Whether presolve alone has solved the problem; there is no tree then."""
        self.splits: list[Split] = []
        if self.is_decided:
            return
        columns = self._relaxation.columns
        labels = [*arrays.column_labels, *(each.label for each in arrays.together)]
        self._decisions = [decision_text(labels[j]) for j in columns]
        self._position = {decision: k for k, decision in enumerate(self._decisions)}
        sums = [classes[each.columns].min() for each in arrays.together]  # with those of which they are the sum
        self._classes = np.append(classes, np.array(sums, dtype=np.int64))[columns]
        self._earlier = _by_part(earlier)
        self._twin = {0: 0}
        self._branching = Branching(self._relaxation, TRIALS)
        self._open: list[Part] = []
        self._given_up = math.inf

    @property
    def loss(self) -> float:
        """What no plan can surpass that is better than the best known one, as a loss; infinite when there is none."""
        return min(self._open[0].loss if self._open else math.inf, self._given_up)

    def grow(self, splits: int | None = None) -> Iterator[float]:
        """Split the part of the best plans, again and again; yields after each split what is proven, as an objective.

        Ends after so many ``splits``, when nothing better than the best plan can exist, when a part holds a whole
        solution that no other part can surpass, or when asked to stop.
        """
        lower, upper = self._relaxation.lower, self._relaxation.upper
        self._keep(self._relaxation.root, Part(-math.inf, 0, lower, upper, lower, None), 0, lower, upper)
        while self.loss > -math.inf and not self._stop.is_set():
            yield self._proven()
            if not self._open or self._open[0].loss >= min(self._cutoff(), self._given_up):
                return
            if splits is not None and len(self.splits) >= splits:
                return
            if not self._split(heapq.heappop(self._open)):
                return

    def _proven(self) -> float:
        best = math.inf if self._known.best is None else self._sign * self._known.best
        return self._sign * min(self.loss, best, self._relaxation.met)

    def _cutoff(self) -> float:
        if self._known.best is None:
            return math.inf
        return self._sign * self._known.best + SLACK * max(1.0, abs(self._known.best))

    def _split(self, part: Part) -> bool:
        """Divide a part; false when it holds a whole solution, which nothing can surpass, or when time is up."""
        rest = part.loss + part.ahead
        if part.rested:
            end = self._relaxation.solve(part.lower, part.upper, part.basis, self._cutoff(), rest=rest)
            if not end.solved and self._stop.is_set():
                heapq.heappush(self._open, part)
                return False
            self._keep(end, part, part.number, part.lower, part.upper)
            return True
        chosen = self._chosen(part)
        if chosen is None:
            heapq.heappush(self._open, part)
            return False
        column, value = chosen
        first = 2 * len(self.splits) + 1
        halves = []
        for side in (0, 1):
            lower, upper = part.half(column, value, side)
            end = self._relaxation.solve(lower, upper, part.basis, self._cutoff(), rest=rest)
            if not end.solved and self._stop.is_set():
                heapq.heappush(self._open, part)
                return False
            halves.append((end, lower, upper))
            self._branching.learn(part, column, value, side, end, self._cutoff())
        self.splits.append(Split(part.number, self._decisions[column], value))
        followed = self._earlier.get(self._twin.pop(part.number, -1))
        for side, (end, lower, upper) in enumerate(halves):
            if followed is not None:
                self._twin[first + side] = 2 * followed[0] + 1 + side
            self._keep(end, part, first + side, lower, upper)
        return True

    def _keep(self, end: Point, before: Part, number: int, lower: Vector, upper: Vector) -> None:
        """Keep a part that may hold better plans. What could not be solved is at least as bad as what it came from."""
        if not end.solved:
            self._given_up = min(self._given_up, before.loss)
        elif end.loss < self._cutoff():
            heapq.heappush(self._open, before.after(end, number, lower, upper))

    def _chosen(self, part: Part) -> tuple[int, int] | None:
        """The column to branch on and the value below: that of the earlier proof, or the most promising one."""
        followed = self._followed(part)
        if followed is not None:
            return followed
        candidates = part.fractional
        if not len(candidates):
            return None
        if len(self.splits) < IN_ORDER:
            classes = self._classes[candidates]
            candidates = candidates[classes == classes.min()]
        column = self._branching.most_promising(part, candidates, self._cutoff())
        return column, math.floor(part.x[column])

    def _followed(self, part: Part) -> tuple[int, int] | None:
        """The split of the earlier proof. Where all plans of the part lie in one half of it, its splits come next."""
        while (found := self._earlier.get(self._twin.get(part.number, -1))) is not None:
            number, split = found
            column = self._position.get(split.decision)
            if column is None:
                del self._twin[part.number]
                return None
            if part.lower[column] <= split.value < part.upper[column]:
                return column, split.value
            self._twin[part.number] = 2 * number + (1 if part.upper[column] <= split.value else 2)
        return None


def _by_part(splits: Sequence[Split]) -> dict[int, tuple[int, Split]]:
    """Splits with their numbers by the part they divide, which has to be older than the two it is divided into."""
    return {split.part: (number, split) for number, split in enumerate(splits) if split.part <= 2 * number}
