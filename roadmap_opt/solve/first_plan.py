"""A first plan, found in stages: how much, then when, then with whose money.

Branch and bound alone finds no plan of the whole model for minutes: sizes, years and financing are decided at once and
almost every rounding breaks a covenant. Three smaller problems find a good one in seconds:

1. *Sizes*: only the final number of modules and the yearly financing switches are integer, years and programmes are not.
   This is a relaxation of the whole, so its bound holds for the whole.
2. *Years*: modules that the first stage left out stay out; start years and programmes become integer.
3. *Money*: the build plan is kept; contracts and funding sources become integer.

The plan is a start for the solver, never a restriction: the last phase searches the whole problem again.
"""

from __future__ import annotations

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solve.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solve.clock import Clock
from roadmap_opt.solve.highs import Cut, Restriction, Run, run

YEARLY_SWITCHES = ("owes", "pays_out", "in_profit")
STAGE_GAPS = (0.02, 0.005, 0.005)


def first_plan(
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    clock: Clock,
    progress: Progress,
    cuts: tuple[Cut, ...] = (),
) -> tuple[Vector | None, Run]:
    """Return a plan of the whole problem, or ``None``, and the run of the first stage.

    The first stage is a relaxation of the whole: when it is infeasible so is the whole, and its bound is one of the whole.
    """
    names = np.array([name for name, _ in arrays.column_labels])
    final = final_counts(arrays)
    switches = np.isin(names, YEARLY_SWITCHES)

    def stage(name: str, number: int, restriction: Restriction, share: float) -> Run:
        limits = clock.limits(gap=STAGE_GAPS[number], share=share)
        return run(name, arrays, objective, maximise, limits, progress, None, cuts, restriction)

    is_final = np.zeros_like(arrays.integer)
    is_final[list(final.values())] = True
    sizes = stage("first plan: sizes", 0, Restriction(integer=arrays.integer & (is_final | switches)), 0.25)
    if sizes.x is None:
        return None, sizes
    upper = arrays.upper.copy()
    for column, (name, index) in enumerate(arrays.column_labels):
        if name == "started":
            upper[column] = min(upper[column], round(sizes.x[final[index[:2]]]))
    dated = arrays.integer & (np.isin(names, ("started", "begun")) | switches)
    years = stage("first plan: years", 1, Restriction(upper=upper, integer=dated), 0.25)
    if years.x is None:
        return None, sizes
    kept = names == "started"
    built = Restriction(
        np.where(kept, np.round(years.x), arrays.lower), np.where(kept, np.round(years.x), arrays.upper)
    )
    return stage("first plan: money", 2, built, 0.3).x, sizes


def final_counts(arrays: Arrays) -> dict[tuple[str, str], int]:
    """Column of the last cumulative count, by site and module."""
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for column, (name, index) in enumerate(arrays.column_labels):
        if name == "started":
            site, module, year = index
            last[site, module] = max(last.get((site, module), (0, 0)), (year, column))
    return {key: column for key, (_, column) in last.items()}
