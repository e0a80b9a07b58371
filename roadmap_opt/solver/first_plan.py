"""A first plan, found year after year, then with whose money.

Branch and bound alone finds no plan of the whole model for minutes: sizes, years and financing are decided at once and
almost every rounding breaks a limit of some year. Smaller problems find a good one:

1. *Relaxation*: nothing is integer. Its bound, and its infeasibility, hold for the whole. Where another process proves
   bounds meanwhile, it is left out until the stages find nothing.
2. *Large plants*: how much of the costly plants is begun in the first years, with one year more in view than is kept:
   half of a large module looks better than any whole one, and what cannot follow it shows only in the next year.
3. *Years*: what is begun up to a year, plants and programmes, is integer; later years and all money are not. What is
   found for the year stands, and the next year is added. Limits of a year (construction that can be begun, yearly
   budgets) make early years scarce: it is there that plans differ, and each problem has a few dozen integers. Nobody
   lends who tests cash: a test that a fraction of a lender has passed misleads, and without tests all this is ten times
   faster. To begin with the lenders by whom the relaxation gains was tried: with whole plants their tests cost far more
   than they bring.
4. *Money*: what is begun is kept; debt, contracts and funding sources become integer.

The second and the third are stages over one linear program (:mod:`roadmap_opt.solver.stages`). Where they find nothing,
all that is left is given to the solver with its heuristics. Rounding alone, one column after the other, was tried: it
takes six seconds and commits the first years to what later ones cannot follow.

Where the decisions of another plan are given (the parent scenario's, the last run's, the base plan of a sweep), they
are tried first: after an edit there is a plan within a second. Where they are impossible (everything is dearer, a
lender stays away), the stages are gone through with nothing begun that is not begun in them, and nothing earlier: the
plan delayed or thinned out, in a tenth of the time. What comes of it serves as the first plan unless it is so far from
what is proven that a plan made anew is likely to be the better start.

The plan is a start for the solver, never a restriction: the later phases search the whole problem again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import CARRIERS, Decisions, following
from roadmap_opt.solver.highs import Limits, PhaseEnd, Restriction, relative_gap, run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import BEGUN, decided_by, financed, kept, named
from roadmap_opt.solver.stages import Stages

YEAR_SHARE = 0.25
"""Most of the time left that the problem of one year may take."""

RELAXATION = 10.0
"""Seconds that the relaxation may take whatever is left: without it a search of seconds ends with nothing proven."""

LARGE_SHARE = 0.5
"""The same for the costly plants."""

LONGEST = 60.0
"""Seconds after which either ends in any case: as a rule they take a quarter of that. A relaxation and the last stage,
without which there is no plan, may take their share of the time."""

LARGE_GAP = 0.03
"""How near to the best answer that of the costly plants has to be. Wider, its answer misleads the years that follow;
closer, it takes longer and is the same."""

YEAR_GAP = 0.03
"""The same for a year. A third of it takes half as long again and gives no better plans: what a year commits to too
early, the dives that follow mend."""

POOR_START = 0.6
"""Gap to the relaxation beyond which the plan that follows another one is not trusted to be the best start. The best
plans of the default case and its scenarios lie at 0.25 to 0.35, plans that another world has made useless beyond 0.6:
to make one anew takes half a minute, which improving the one that is there spends better."""


@dataclass(frozen=True, slots=True)
class FirstPlan:
    """The ways to a first plan of one problem: each gives the values of the columns, or ``None``."""

    arrays: Arrays
    objective: LinearForm
    maximise: bool
    clock: Clock
    progress: Progress

    def relaxed(self) -> PhaseEnd:
        """The problem without whole numbers: its bound and its infeasibility hold for the whole."""
        limits = self.clock.limits(gap=0.0, share=0.5)
        limits = replace(limits, seconds=max(limits.seconds, RELAXATION))
        return self._run("relaxation", Restriction(integer=np.zeros_like(self.arrays.integer)), limits)

    def following(self, decisions: Decisions) -> Vector | None:
        """The plan with these decisions of another one or, where they are impossible, with some of them, or later."""
        same = self._stage("same decisions", _kept_as_they_are(self.arrays, decisions), 0.005, 0.2)
        if same.x is not None:
            return same.x
        upper = _at_most(self.arrays, decisions)
        return self._made(upper) if (upper >= self.arrays.lower).all() else None

    def anew(self) -> Vector | None:
        """A plan made year after year."""
        return self._made(self.arrays.upper)

    def nothing(self) -> Vector | None:
        """The plan that starts nothing: poor, but a plan wherever no target or pin is hard.

        It takes a second and is found even after Ctrl-C: whoever stops early gets a plan, and sees what it is.
        """
        carriers = np.isin([name for name, _ in self.arrays.column_labels], CARRIERS)
        whole = Restriction(upper=np.where(carriers, self.arrays.lower, self.arrays.upper))
        return self._run("nothing", whole, self.clock.fallback()).x

    def _made(self, upper: Vector) -> Vector | None:
        """A plan made year after year in which no column surpasses ``upper``."""
        arrays = self.arrays
        debt_free = replace(arrays, upper=np.where(financed(arrays), 0.0, upper))
        stages = Stages(debt_free, self.objective, self.maximise, self.clock, self.progress)
        if not stages.is_open:
            return self._stage("everything", Restriction(upper=debt_free.upper), 0.005, YEAR_SHARE, LONGEST).x
        begun, years = named(arrays, *BEGUN), decided_by(arrays)
        large = np.zeros_like(arrays.integer)
        if len(years) > 1 and arrays.costly.any():
            (_, first), (year, early) = years[:2]
            if stages.decide(f"large plants to {year}", early & arrays.costly, LARGE_GAP, self._most(LARGE_SHARE)):
                large = first & arrays.costly
                stages.hold(large)
        for year, early in years:
            if not stages.decide(f"years to {year}", early, YEAR_GAP, self._most(YEAR_SHARE)):
                return self._stage("everything", stages.held(), 0.005, YEAR_SHARE, LONGEST).x
            stages.hold((early & begun) | large)
        return self._stage("money", stages.held(), 0.005, 0.5).x

    def _most(self, share: float) -> float:
        """Seconds of a stage; a short search ends by its work, never by the clock."""
        return self.clock.left if self.clock.rounds is not None else min(LONGEST, share * self.clock.left)

    def _stage(
        self, name: str, restriction: Restriction, gap: float, share: float, longest: float = math.inf
    ) -> PhaseEnd:
        """Solve a smaller problem; where ``longest`` would end it, a short search goes by its work."""
        seconds = share * self.clock.left if math.isinf(longest) else self._most(share)
        return self._run(name, restriction, self.clock.limits(gap=gap, seconds=seconds))

    def _run(self, name: str, restriction: Restriction, limits: Limits) -> PhaseEnd:
        title = f"first plan: {name}"
        return run(title, self.arrays, self.objective, self.maximise, limits, self.progress, None, (), restriction)


def first_plan(plans: FirstPlan, decisions: Decisions | None = None) -> tuple[Vector | None, PhaseEnd]:
    """Return a plan of the whole problem, or ``None``, and the run of the relaxation, against which it is judged.

    ``decisions`` are those of a plan that may serve as the first one.
    """
    relaxed = plans.relaxed()
    if relaxed.x is None:
        return None if relaxed.phase.status is Status.INFEASIBLE else plans.nothing(), relaxed
    followed = None if decisions is None else plans.following(decisions)
    if followed is not None:
        gap = relative_gap(plans.objective.value(followed), relaxed.phase.objective)
        if gap is not None and gap <= POOR_START:
            return followed, relaxed
    made = [plan for plan in (plans.anew(), followed) if plan is not None]
    best = max if plans.maximise else min
    return best(made, key=plans.objective.value) if made else plans.nothing(), relaxed


def _at_most(arrays: Arrays, decisions: Decisions) -> Vector:
    """Largest values of the columns where nothing is begun that these decisions do not begin, and nothing earlier."""
    wanted = following(arrays, decisions)
    begun = named(arrays, *BEGUN) & ~np.isnan(wanted)
    return np.where(begun, np.minimum(arrays.upper, wanted), arrays.upper)


def _kept_as_they_are(arrays: Arrays, decisions: Decisions) -> Restriction:
    wanted = following(arrays, decisions)
    given = ~np.isnan(wanted)
    return kept(arrays, given, np.where(given, wanted, 0.0))
