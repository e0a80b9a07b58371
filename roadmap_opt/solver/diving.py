"""Whole solutions over one linear program: a tree that goes down first, for plans and not for proofs.

Every linear program starts from the basis of a kindred one, so a solution that is whole takes a second or two, where
the solver's own branch and bound has to presolve, relax and cut every problem anew before it branches.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.branching import Branching, Part
from roadmap_opt.solver.highs import Stop
from roadmap_opt.solver.relaxation import ASTRAY, Point, Relaxation
from roadmap_opt.solver.restrictions import Mask

Solve = Callable[[Vector, Vector, Part, float, float], Point]
"""Solves the linear program under bounds, from the basis of a part, with a cutoff and a loss at which it may rest."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a solution is looked for, in splits: after ``patience`` of them a search that has found nothing goes
    straight down; after ``enough`` it ends with the best it has found, after ``most`` also with nothing.
    """

    patience: float
    enough: float
    most: float


PLUNGE = Effort(patience=0, enough=30, most=300)
"""A plan is looked for straight down; what is found first ends it as a rule."""

PLUNGE_GAP = 0.02
"""How near to the best one it has to be for that."""


def plunge(arrays: Arrays, form: LinearForm, maximise: bool, stop: Stop) -> Vector | None:
    """Some plan, in a few seconds and however poor; ``None`` where none was found, or presolve has found it already."""
    relaxation = Relaxation(arrays, form, maximise, stop, ASTRAY)
    if not relaxation.is_reduced or (root := relaxation.root).x is None:
        return None
    part = Part(root.loss, 0, relaxation.lower, relaxation.upper, root.x, root.basis)

    def solve(lower: Vector, upper: Vector, before: Part, cutoff: float, rest: float) -> Point:
        return relaxation.solve(lower, upper, before.basis, cutoff, rest=rest)

    every = np.ones(len(relaxation.lower), dtype=bool)
    found = whole_solution(part, every, PLUNGE_GAP, solve, Branching(relaxation), PLUNGE, stop)
    if found is None:
        return None
    whole = np.round(found.x)
    return relaxation.undone(whole, whole, found.basis)


def whole_solution(
    root: Part,
    asked: Mask,
    gap: float,
    solve: Solve,
    branching: Branching,
    effort: Effort,
    stop: Stop,
    cutoff: float = math.inf,
    late: Callable[[], bool] = lambda: False,
) -> Part | None:
    """A part of ``root`` in which the columns ``asked`` for are whole, of a loss below ``cutoff`` and within ``gap`` of
    the best one as a rule; ``None`` where none was found.

    ``late`` says that the time for patience is over, whatever the splits. A half that is worse than the other rests
    there on the way straight down, else where it is too far from the best to be next.
    """
    parts, best, splits = [root], None, 0
    while parts and not stop.is_set():
        least = min(part.loss for part in parts)
        # with nothing found by now, any whole solution is better than none
        hasty = best is None and (late() or splits >= effort.patience)
        near = math.inf if hasty else least + gap * max(1.0, abs(least))
        if cutoff <= near < math.inf or (splits >= effort.enough and not hasty) or splits >= effort.most:
            break
        # the deepest of those that are near the best: its solution is the closest to a whole one
        close = [k for k, part in enumerate(parts) if part.loss <= near]
        part = parts.pop(max(close, key=lambda k: (parts[k].number, -parts[k].loss)))
        if part.loss >= cutoff:
            continue
        rest = near + part.ahead  # beyond what may be next, or it would be next again and again
        if part.rested:
            end = solve(part.lower, part.upper, part, cutoff, rest)
            if end.basis is not None:
                parts.append(part.after(end, part.number, part.lower, part.upper))
            continue
        candidates = part.fractional
        candidates = candidates[asked[candidates]]
        if not len(candidates):
            best, cutoff = part, part.loss
            continue
        column = branching.most_promising(part, candidates, cutoff)
        value, splits = math.floor(part.x[column]), splits + 1
        for side in branching.easier_first(part, column):
            lower, upper = part.half(column, value, side)
            end = solve(lower, upper, part, cutoff, rest)
            branching.learn(part, column, value, side, end, cutoff)
            if end.basis is not None:
                parts.append(part.after(end, part.number + 1, lower, upper))
            if hasty and end.x is not None:
                rest = parts[-1].loss + part.ahead  # not there at once: what a column brings is learnt from both sides
    return best
