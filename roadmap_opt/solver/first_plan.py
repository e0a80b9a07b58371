"""A first plan, found in stages: how much, then when, then with whose money.

Branch and bound alone finds no plan of the whole model for minutes: sizes, years and financing are decided at once and
almost every rounding breaks a covenant. Smaller problems find a good one in seconds:

1. *Relaxation*: nothing is integer. Its bound, and its infeasibility, hold for the whole.
2. *Sizes*: only the final number of modules is integer, years and programmes are not, nobody lends who tests cash: the
   tests are what makes roundings fail, and a plan without them is where most good plans begin.
3. *Years*: modules that the sizes left out stay out; start years and programmes become integer.
4. *Money*: the build plan is kept; debt, contracts and funding sources become free and integer.

Where the decisions of another plan are given (the parent scenario's, the base plan of a sweep), they are tried first.
They serve as the first plan unless they are impossible here, or so far from the relaxation's bound that a plan made
anew is likely to be the better start: then both are made and the better one is taken. Keeping a part of them (the
plants without the money, or their sizes as caps) was tried and left: it takes longer and gives worse plans.

The plan is a start for the solver, never a restriction: the later phases search the whole problem again.
"""

from __future__ import annotations

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.decisions import Decisions, following
from roadmap_opt.solver.highs import PhaseEnd, Restriction, relative_gap, run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import MONEY_SWITCHES, capped_sizes, kept, sizes_only

POOR_START = 0.2
"""Gap to the relaxation beyond which the plan that follows another one is not trusted to be the best start."""


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
    switches = np.isin(names, MONEY_SWITCHES)

    def stage(name: str, restriction: Restriction, gap: float, share: float) -> PhaseEnd:
        limits = clock.limits(gap=gap, share=share)
        return run(f"first plan: {name}", arrays, objective, maximise, limits, progress, None, (), restriction)

    def nothing() -> Vector | None:
        """The plan that starts nothing: poor, but a plan wherever no target or pin is hard.

        It takes a second and is found even after Ctrl-C: whoever stops early gets a plan, and sees what it is.
        """
        idle = np.where(np.isin(names, ("started", "begun", "signed", "mobilised")), arrays.lower, arrays.upper)
        whole = Restriction(upper=idle)
        title = "first plan: nothing"
        return run(title, arrays, objective, maximise, clock.fallback(), progress, None, (), whole).x

    def anew() -> Vector | None:
        """A plan in stages, without regard to any other plan."""
        debt_free = np.where(names == "financed", 0.0, arrays.upper)
        sizes = stage("sizes", Restriction(upper=debt_free, integer=sizes_only(arrays).integer), 0.02, 0.2)
        if sizes.x is None:
            return nothing()
        upper = capped_sizes(arrays, debt_free, sizes.x)
        dated = arrays.integer & (np.isin(names, ("started", "begun")) | switches)
        years = stage("years", Restriction(upper=upper, integer=dated), 0.005, 0.2)
        if years.x is None:
            return nothing()
        money = stage("money", kept(arrays, names == "started", years.x), 0.005, 0.15)
        if money.x is None:
            # the build plan cannot be financed as dated: keep its sizes as caps and let the years move
            money = stage("money and years", Restriction(upper=upper), 0.02, 0.3)
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
