"""A pass over a plan before the last: who pays for it, decided to the end.

The search ends by a gap that is relative to an objective in which targets weigh far more than money: a thousandth of
it can be worth more than a whole loan. So a bank whose money is cheaper than the owner's would be left out of a plan
that is otherwise found, and whether it lends would be chance. With plants, programmes and contracts as they are, who
finances what is a problem of its own that closes to a small amount of money.
"""

from __future__ import annotations

from dataclasses import replace

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import run
from roadmap_opt.solver.program import Cut
from roadmap_opt.solver.restrictions import kept, who_pays

TITLE = "who pays"

WORTH = 0.2
"""Gain of the objective, MUSD, that the pass does not look for: about what the smallest loan could bring."""

GAIN = 5e-4
"""Gain of the objective, MUSD, from which other sources are taken: less is rounding."""

SHARE = 0.25
"""Time of the pass, relative to the time limit of the search: it comes after that."""

SECONDS = 40.0
"""Most time of the pass: twice what the default case takes."""


def refinanced(
    arrays: Arrays,
    form: LinearForm,
    maximise: bool,
    cuts: tuple[Cut, ...],
    x: Vector,
    clock: Clock,
    progress: Progress,
) -> Vector:
    """The plan with the sources of money that suit it best; ``x`` itself where none are better.

    What is best is what the objective sees: another perspective than the owner's hardly sees who finances what.

    ``cuts`` are rows that the plan has to keep.
    """
    open_ones = who_pays(arrays) & (arrays.lower < arrays.upper)
    if clock.stopped or not open_ones.any():
        return x
    limits = replace(clock.limits(gap=0.0), absolute_gap=WORTH, seconds=min(SECONDS, SHARE * clock.limit))
    found = run(TITLE, arrays, form, maximise, limits, progress, x, cuts, kept(arrays, arrays.integer & ~open_ones, x))
    sign = 1.0 if maximise else -1.0
    return x if found.x is None or sign * (form.value(found.x) - form.value(x)) <= GAIN else found.x
