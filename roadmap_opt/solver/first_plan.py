"""A first plan, found year after year, then with whose money.

Branch and bound alone finds no plan of the whole model for minutes: sizes, years and financing are decided at once and
almost every rounding breaks a limit of some year. Smaller problems find a good one:

1. *Relaxation*: nothing is integer. Its bound, and its infeasibility, hold for the whole.
2. *Large plants*: how much of the costly plants is begun in the first years, with one year more in view than is kept:
   half of a large module looks better than any whole one, and what cannot follow it shows only in the next year.
3. *Years*: what is begun up to a year, plants and programmes, is integer; later years and all money are not. What is
   found for the year stands, and the next year is added. Limits of a year (construction that can be begun, yearly
   budgets) make early years scarce: it is there that plans differ, and each problem has a few dozen integers. Nobody
   lends who tests cash: a test that a fraction of a lender has passed misleads, and without tests all this is ten times
   faster. To begin with the lenders by whom the relaxation gains was tried: with whole plants their tests cost far more
   than they bring.
4. *Money*: what is begun is kept; debt, contracts and funding sources become integer.

Where the decisions of another plan are given (the parent scenario's, the base plan of a sweep), they are tried first.
They serve as the first plan unless they are impossible here, or so far from the relaxation's bound that a plan made
anew is likely to be the better start: then both are made and the better one is taken. Keeping a part of them (the
plants without the money, or their sizes as caps) was tried and left: it takes longer and gives worse plans.

The plan is a start for the solver, never a restriction: the later phases search the whole problem again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import CARRIERS, Decisions, following
from roadmap_opt.solver.highs import PhaseEnd, Restriction, relative_gap, run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import BEGUN, decided_by, financed, kept

YEAR_SHARE = 0.25
"""Most of the time left that the problem of one year may take."""

LARGE_SHARE = 0.5
"""The same for the costly plants."""

LONGEST = 60.0
"""Seconds after which either ends in any case: as a rule they close in half of that, or not at all. A relaxation and
the last stage, without which there is no plan, may take their share."""

DECIDED = 0.03
"""Gap within which the problem of the costly plants has to close for its answer to be kept: a poor one misleads the
years that follow by more than it can help them."""

POOR_START = 0.5
"""Gap to the relaxation beyond which the plan that follows another one is not trusted to be the best start. The best
plans of the default case and its scenarios lie at 0.25 to 0.35, plans that another world has made useless beyond 0.6:
to make one anew takes half a minute, which improving the one that is there spends better."""


def first_plan(
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    clock: Clock,
    progress: Progress,
    decisions: Decisions | None = None,
) -> tuple[Vector | None, PhaseEnd]:
    """Return a plan of the whole problem, or ``None``, and the run of the relaxation.

    ``decisions`` are those of a plan that may serve as the first one.
    """
    names = np.array([name for name, _ in arrays.column_labels])

    def stage(name: str, restriction: Restriction, gap: float, share: float, plans: bool = True) -> PhaseEnd:
        ends = clock.rounds is None and restriction.integer is not None and restriction.integer.any()
        seconds = min(LONGEST, share * clock.left) if ends else share * clock.left
        limits = replace(clock.limits(gap=gap, seconds=seconds), plans=plans)
        return run(f"first plan: {name}", arrays, objective, maximise, limits, progress, None, (), restriction)

    def decided(name: str, restriction: Restriction, gap: float) -> PhaseEnd:
        """A stage that as a rule closes faster without the solver's heuristics; with them where it found nothing."""
        if clock.rounds is None:
            found = stage(name, restriction, gap, YEAR_SHARE, plans=False)
            if found.x is not None:
                return found
        return stage(name, restriction, gap, YEAR_SHARE)

    def nothing() -> Vector | None:
        """The plan that starts nothing: poor, but a plan wherever no target or pin is hard.

        It takes a second and is found even after Ctrl-C: whoever stops early gets a plan, and sees what it is.
        """
        idle = np.where(np.isin(names, CARRIERS), arrays.lower, arrays.upper)
        whole = Restriction(upper=idle)
        title = "first plan: nothing"
        return run(title, arrays, objective, maximise, clock.fallback(), progress, None, (), whole).x

    def anew() -> Vector | None:
        """A plan made year after year, without regard to any other plan."""
        begun, years = np.isin(names, BEGUN), decided_by(arrays)
        debt_free = replace(arrays, upper=np.where(financed(arrays), 0.0, arrays.upper))
        restriction, large = Restriction(debt_free.lower, debt_free.upper), np.zeros_like(arrays.integer)
        if clock.rounds is None and len(years) > 1 and arrays.costly.any():
            (_, first), (year, early) = years[:2]
            whole = replace(restriction, integer=early & arrays.costly)
            found = stage(f"large plants to {year}", whole, 0.01, LARGE_SHARE, plans=False)
            if found.x is not None and found.phase.gap is not None and found.phase.gap <= DECIDED:
                large = first & arrays.costly
                restriction = kept(debt_free, large, found.x)
        for year, early in years:
            found = decided(f"years to {year}", replace(restriction, integer=early), 0.005)
            if found.x is None:
                return nothing()
            restriction = kept(debt_free, (early & begun) | large, found.x)
        money = stage("money", restriction, 0.005, 0.5)
        return money.x if money.x is not None else nothing()

    relaxed = stage("relaxation", Restriction(integer=np.zeros_like(arrays.integer)), 0.0, 0.5)
    if relaxed.x is None:
        return None if relaxed.phase.status is Status.INFEASIBLE else nothing(), relaxed
    followed = None
    if decisions is not None:
        followed = stage("same decisions", _kept_as_they_are(arrays, decisions), 0.005, 0.2).x
    if followed is not None:
        gap = relative_gap(objective.value(followed), relaxed.phase.objective)
        if gap is not None and gap <= POOR_START:
            return followed, relaxed
    plans = [plan for plan in (anew(), followed) if plan is not None]
    best = max if maximise else min
    return best(plans, key=objective.value, default=None), relaxed


def _kept_as_they_are(arrays: Arrays, decisions: Decisions) -> Restriction:
    wanted = following(arrays, decisions)
    given = ~np.isnan(wanted)
    return kept(arrays, given, np.where(given, wanted, 0.0))
