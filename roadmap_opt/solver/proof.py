"""What no plan can surpass: a tree that asks for whole numbers in an order that pays.

Most of the distance between the relaxation and the plans comes from a few integers: how much of the costly plants is
begun in the first years, when money and crews are scarce and half of a large module looks better than any whole one. So
these are branched on first, then all modules of the first years, then later ones, then programmes, and everything else
last (:mod:`roadmap_opt.solver.tree`). Before that, rows are looked for that no fraction of a module passes
(:mod:`roadmap_opt.solver.cuts`). Each bound on the way holds for all plans; when time ends, the best one stands.

Who is financed by lenders that test splits the problem first. A test that a fraction of the lenders has passed misleads
more than anything else, and for most groups of plants one linear program shows that no good plan is financed so. Such a
group is set aside with the bound of its linear program. What is proven is the worse of that and of the search without
it; should it ever be the worse one, the group comes back into the search, which goes on from the same splits.

No plan is looked for here, so all the time goes into the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import STARTED, Arrays, LinearForm
from roadmap_opt.solver.clock import Clock, Until
from roadmap_opt.solver.cuts import Separation
from roadmap_opt.solver.highs import Stop, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.relaxation import Relaxation
from roadmap_opt.solver.restrictions import BEGUN, decided_by, financed, named
from roadmap_opt.solver.split import Split
from roadmap_opt.solver.tree import Classes, Tree

FAR = 0.4
"""How much worse than the relaxation, relative to it, a group's linear program must be for the group to be set aside
while no plan is known that it could be measured against."""

SEPARATION = 25.0
"""Most seconds for rows that cut off fractions: later ones bring the default case less than the tree does."""

SEPARATION_SHARE, SEPARATION_MOST = 0.4, 0.65
"""Part of the proof's time after which it ends with the next rows, and after which it ends without any. Those that pay
in the default case come after ten seconds; a proof of a minute that ends them before has a weaker bound, by 31 and 38
in two cases."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof for one problem: its parts, what is known, and how much of the time left it may take.

    ``earlier`` are the splits of an earlier proof, which are followed first; ``splits`` is how many there may be.
    """

    arrays: Arrays
    form: LinearForm
    maximise: bool
    clock: Clock
    progress: Progress
    known: Known
    share: float = 1.0
    earlier: Sequence[Split] = ()
    splits: int | None = None

    def run(self) -> None:
        """Prove what time allows; every bound goes to what is known."""
        self.progress.phase("bound")
        end = Until(self.clock, self.clock.elapsed + self.share * self.clock.left, self.known.is_set)
        aside = self._set_aside(end)
        splits = self.earlier
        while not end.is_set():
            upper = self.arrays.upper.copy()
            upper[list(aside)] = 0.0
            arrays = replace(self.arrays, upper=upper)
            separation = self._separation(end, aside)
            tree = Tree(arrays, self.form, self.maximise, _classes(arrays), self.known, end, splits, separation)
            if tree.is_decided:
                self._tell(self._decided(arrays), aside)
                return
            still = aside
            for searched in tree.grow(self.splits):
                self._tell(searched, aside)
                self.known.divide(tree.splits)
                # A group that is no worse than what the search without it has proven would decide the bound: back with
                # it, and with all set aside after it, because their bounds hold only where it is not financed.
                still = self._still_aside(aside, searched)
                if len(still) < len(aside):
                    break
            if len(still) == len(aside):
                return
            aside, splits = still, tree.splits

    def _separation(self, end: Until, aside: dict[int, float]) -> Separation | None:
        """How rows are looked for that cut off fractions; not in a short search, no step of which ends by the clock."""
        if self.splits is not None:
            return None
        left = end.seconds - self.clock.elapsed
        seconds = min(SEPARATION, SEPARATION_SHARE * left)
        return Separation(seconds, SEPARATION_MOST * left, end, lambda loss: self._tell(self._sign * loss, aside))

    def _tell(self, searched: float | None, aside: dict[int, float]) -> None:
        """What a search has proven, as far as it holds for all plans: beside the bounds of what is set aside."""
        if searched is not None:
            self.known.prove((max if self.maximise else min)((searched, *aside.values())))
        self.progress.update(self.clock.elapsed, self.known.best, self.known.bound, None)

    def _decided(self, arrays: Arrays) -> float | None:
        """The bound of a problem that presolve alone decides."""
        return run("bound", arrays, self.form, self.maximise, self.clock.limits(gap=0.0), self.progress).phase.bound

    def _set_aside(self, stop: Stop) -> dict[int, float]:
        """Columns of the groups whose linear program says that no good plan is financed so, each with its bound.

        The linear program ends as soon as it says so; that is the bound then. The bound of each holds where those
        before it are not financed: together they cover all plans that the search without them leaves out.
        """
        aside: dict[int, float] = {}
        relaxation = Relaxation(self.arrays, self.form, self.maximise, stop)
        if not relaxation.is_reduced:
            return aside
        upper = relaxation.upper.copy()
        root = relaxation.root
        if root.x is None:
            return aside
        self._tell(self._sign * root.loss, aside)
        for k in np.flatnonzero(financed(self.arrays)[relaxation.columns]):
            lower = relaxation.lower.copy()
            lower[k] = 1.0
            hopeless = self._hopeless(self._sign * root.loss)
            end = relaxation.solve(lower, upper, root.basis, self._sign * hopeless)
            bound = hopeless if end.x is None else self._sign * end.loss
            if end.solved and not self._worse(hopeless, bound):
                aside[int(relaxation.columns[k])] = bound
                upper[k] = 0.0
        return aside

    def _still_aside(self, aside: dict[int, float], searched: float) -> dict[int, float]:
        return dict(takewhile(lambda group: self._worse(group[1], searched), aside.items()))

    def _hopeless(self, relaxed: float) -> float:
        if self.known.best is not None:
            return self.known.best
        far = FAR * max(1.0, abs(relaxed))
        return relaxed - far if self.maximise else relaxed + far

    def _worse(self, bound: float, than: float) -> bool:
        return bound < than if self.maximise else bound > than

    @property
    def _sign(self) -> float:
        return -1.0 if self.maximise else 1.0


def _classes(arrays: Arrays) -> Classes:
    """When each column is branched on, smaller ones first; the order is that of the page's head."""
    years = decided_by(arrays)
    begun, started = named(arrays, *BEGUN), named(arrays, STARTED)
    classes = np.full(len(arrays.lower), 4, dtype=np.int64)
    classes[begun] = 3
    classes[started] = 2
    if years:
        (_, first), (_, second) = years[:3][-2:] if len(years) > 1 else years * 2
        classes[started & second] = 1
        classes[started & first & arrays.costly] = 0
    classes[financed(arrays)] = 0
    return classes
