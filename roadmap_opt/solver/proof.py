"""What no plan can surpass: relaxations that ask for more whole numbers one after the other, in an order that pays.

Branch and bound on the whole problem spreads over hundreds of integers that hardly matter. Most of the distance between
the relaxation and the plans comes from a few: how much of the costly plants is begun in the first years, when money and
crews are scarce and half of a large module looks better than any whole one. So the first bounds ask only for these to
be whole, then for more years, then for everything that is begun, and the whole problem comes last. Each bound holds for
all plans; a stage that time ends leaves the best bound it had.

Who is financed by lenders that test splits the problem first. A test that a fraction of the lenders has passed misleads
more than anything else, and for most groups of plants one linear program shows that no good plan is financed so. Such a
group is set aside with the bound of its linear program. What is proven is the worse of that and of the search without
it; should it ever be the worse one, the group comes back into the search.

No plan is looked for here (the solver's heuristics are off), so all the time goes into the bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import PhaseEnd, Restriction, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.outcome import Status, StoppedBy
from roadmap_opt.solver.restrictions import BEGUN, FINANCED, Mask, decided_by

FAR = 0.4
"""How much worse than the relaxation, relative to it, a group's linear program must be for the group to be set aside
while no plan is known that it could be measured against."""

GAP = 0.003
"""Gap of one stage: the next one gives more than the rest of this one would."""

COSTLY_YEARS = 2
"""How many more years the costly plants are whole alone before everything that is begun is."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof for one problem: its parts, what is known, and how much of the time left each stage may take."""

    arrays: Arrays
    form: LinearForm
    maximise: bool
    clock: Clock
    progress: Progress
    known: Known
    share: float = 1.0

    def run(self) -> None:
        """Prove what time allows; every bound goes to what is known. A bound known before is that of the relaxation."""
        relaxed = self.known.bound
        if relaxed is None:
            relaxed = self._relaxed("relaxation", self.arrays).phase.bound
            if relaxed is None:
                return
            self.known.prove(relaxed)
        aside, searched = self._set_aside(relaxed), relaxed
        for name, integer in _stages(self.arrays):
            # A group that is no worse than what the search without it has proven would decide the bound: back with it,
            # and with all that were set aside after it, because their bounds hold only where it is not financed.
            aside = self._still_aside(aside, searched)
            if self.clock.is_over or self.clock.stopped or self.known.is_set():
                return
            upper = self.arrays.upper.copy()
            upper[list(aside)] = 0.0
            progress = _Telling(self.progress, self.known, tuple(aside.values()))
            limits = replace(self.clock.limits(gap=GAP, share=self.share), plans=False)
            restriction = Restriction(integer=integer)
            arrays = replace(self.arrays, upper=upper)
            found = run(f"bound: {name}", arrays, self.form, self.maximise, limits, progress, None, (), restriction)
            if found.phase.bound is not None:
                searched = found.phase.bound
                progress.tell(searched)
            if found.phase.stopped_by is StoppedBy.TIME:
                return

    def _set_aside(self, relaxed: float) -> dict[int, float]:
        """Columns of the groups whose linear program says that no good plan is financed so, each with its bound.

        The bound of each holds where those before it are not financed: together they cover all plans that the search
        without them leaves out.
        """
        aside: dict[int, float] = {}
        for j in np.flatnonzero(_financed(self.arrays) & (self.arrays.lower < self.arrays.upper)):
            lower, upper = self.arrays.lower.copy(), self.arrays.upper.copy()
            lower[j] = 1.0
            upper[list(aside)] = 0.0
            end = self._relaxed("who is financed", replace(self.arrays, lower=lower, upper=upper))
            bound = end.phase.bound
            if end.phase.status is Status.INFEASIBLE:
                bound = -math.inf if self.maximise else math.inf
            if bound is not None and self._worse(bound, self._hopeless(relaxed)):
                aside[int(j)] = bound
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

    def _relaxed(self, name: str, arrays: Arrays) -> PhaseEnd:
        limits, restriction = self.clock.limits(gap=0.0, share=0.5), Restriction(integer=np.zeros_like(arrays.integer))
        title = f"bound: {name}"
        return run(title, arrays, self.form, self.maximise, limits, self.progress, None, (), restriction)


@dataclass(frozen=True, slots=True)
class _Telling:
    """Progress of a stage that passes on what it proves; the bounds of what is set aside hold beside its own."""

    progress: Progress
    known: Known
    aside: tuple[float, ...]

    def tell(self, bound: float) -> None:
        """What the stage has proven, as far as it holds for all plans."""
        self.known.prove((max if self.known.maximise else min)((bound, *self.aside)))

    def phase(self, name: str) -> None:
        """Pass on the stage."""
        self.progress.phase(name)

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Pass on the bound. The best objective of a relaxation is no plan's."""
        if bound is not None:
            self.tell(bound)
        self.progress.update(elapsed, self.known.best, self.known.bound, None)

    def done(self) -> None:
        """Pass on the end."""
        self.progress.done()


def _financed(arrays: Arrays) -> Mask:
    named: Mask = np.array([name == FINANCED for name, _ in arrays.column_labels])
    return arrays.integer & named


def _stages(arrays: Arrays) -> Iterator[tuple[str, Mask]]:
    """Names of the relaxations and which of their columns are whole."""
    begun = np.array([name in BEGUN for name, _ in arrays.column_labels])
    financed, years = _financed(arrays), decided_by(arrays)[1:]
    if arrays.costly.any():
        for year, early in years[:COSTLY_YEARS]:
            yield f"large plants to {year}", financed | (early & arrays.costly)
    for year, early in years:
        yield f"years to {year}", financed | (early & begun)
    yield "everything", arrays.integer
