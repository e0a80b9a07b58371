"""Improving a plan by parts: free a part of the decisions, keep the rest, solve, move on.

Branch and bound on the whole model spends its time on the bound. A neighbourhood is a problem of a few dozen integers
that solves in seconds: a handful of modules (is a smaller or a later one enough?), every start a year or two earlier or
later, a handful of modules decided anew while all else moves by a year to make room, the financing, or a whole part of
the chain. With sizes given, the relaxation is tight and dates are decided fast: these are the neighbourhoods in which
plans differ most from their start. The order is fixed, so that the same input gives the same sequence.

There are two ways to search one. A dive (:mod:`roadmap_opt.solver.dives`) takes a few seconds wherever much is free and
proves nothing; the solver closes what is small, and alone decides who lends. What one of them misses the other finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import NamedTuple

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.dives import Dives
from roadmap_opt.solver.highs import Restriction, run
from roadmap_opt.solver.known import Known
from roadmap_opt.solver.restrictions import MONEY_SWITCHES, Mask, financed, kept, moved, named, who_pays

PARTS = 4
"""Into how many parts the plants are divided, in workbook order (which follows the chain from ore to motors)."""

HANDFUL = 8
"""Modules in the smallest neighbourhoods: about three neighbouring plant types with their size classes."""

SECONDS = 20.0
"""Most time for one neighbourhood."""

MOVE = 2
"""Years by which a start may move in the neighbourhood of dates, and in a dive that decides sizes anew."""

YIELD = 1
"""Years by which all else may move to make room where the solver decides sizes anew."""

GAIN = 1e-4
"""Relative gain below which a neighbourhood counts as exhausted."""


def improve(
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    x: Vector,
    clock: Clock,
    progress: Progress,
    share: float,
    known: Known,
    once: bool = False,
) -> Vector:
    """Return a plan at least as good as ``x``, using at most ``share`` of the time that is left.

    Every better plan is offered to ``known``; what that has proven meanwhile may end the search.

    A short search (``clock.rounds``) goes through the small neighbourhoods so many times and leaves out the large ones;
    their problems end by gap or nodes, far from the time limit. ``once`` goes through them a single time.
    """
    sign = 1.0 if maximise else -1.0
    deadline = clock.elapsed + share * clock.left
    idle = 0
    short = once or clock.rounds is not None
    near = _neighbourhoods(arrays)
    dives = Dives(arrays, objective, maximise, clock, progress, known)

    def dive(title: str, x: Vector, within: Restriction, seconds: float) -> Vector | None:
        return dives.better(title, x, within, GAIN, seconds)

    def solve(title: str, x: Vector, within: Restriction, seconds: float) -> Vector | None:
        limits = replace(clock.limits(gap=0.001, seconds=seconds), plans=False)
        return run(title, arrays, objective, maximise, limits, progress, x, (), within, known.proven).x

    tried = [(solve, near.small)]
    if not short:  # the cheap ones first
        moving = [each for two in zip(near.wide, near.resized, strict=True) for each in two]
        tried = [(dive, near.alone), (solve, near.small), (dive, moving), (solve, near.large)]
    ways = [(*each, way) for way, these in tried for each in these]
    rounds = range(1) if once else count() if clock.rounds is None else range(clock.rounds)
    for _ in rounds:
        if clock.elapsed >= deadline or clock.stopped or known.is_closed or idle >= len(ways):
            break
        for name, free, way in ways:
            slice_end = SECONDS if clock.rounds is None else clock.left
            seconds = min(slice_end, deadline - clock.elapsed)
            if seconds < 1.0 or clock.stopped or known.is_closed or idle >= len(ways):
                break
            found = way(f"improving: {name}", x, free(x), seconds)
            before = objective.value(x)
            if found is not None and sign * (objective.value(found) - before) > GAIN * max(1.0, abs(before)):
                x, idle = found, 0
                known.offer(objective.value(x), x)
            else:
                idle += 1
    return x


_Neighbourhood = Callable[[Vector], Restriction]
"""The smaller problem around a plan."""

_Named = list[tuple[str, _Neighbourhood]]


class _Neighbourhoods(NamedTuple):
    """``small`` ones close in a second or two with the solver, ``large`` ones do not. A handful of modules is decided
    anew ``alone``, or while all else may move by a year (``resized``) or more (``wide``).

    Who finances what is decided with the money alone: where it is open, everything else takes several times as long.
    A dive leaves all other money open: contracts and sources follow what is begun.
    """

    small: _Named
    large: _Named
    alone: _Named
    resized: _Named
    wide: _Named


def _neighbourhoods(arrays: Arrays) -> _Neighbourhoods:
    names = np.array([name for name, _ in arrays.column_labels])
    lent = financed(arrays)
    yearly = named(arrays, *MONEY_SWITCHES) & ~lent
    programmes = names == "begun"
    money = named(arrays, "signed") | who_pays(arrays)

    def free(columns: Mask) -> _Neighbourhood:
        return lambda x: kept(arrays, arrays.integer & ~columns, x)

    def near(x: Vector, years: int, anew: Mask) -> Restriction:
        """What is begun may move by so many years, some modules are decided anew, and who is financed is kept."""
        lower, upper = moved(arrays, x, years)
        lower, upper = np.where(anew, arrays.lower, lower), np.where(anew, arrays.upper, upper)
        return kept(replace(arrays, lower=lower, upper=upper), lent, x)

    def sizes(chosen: set[str], years: int) -> _Neighbourhood:
        anew = _of(arrays, chosen)
        return lambda x: near(x, years, anew)

    modules = list(dict.fromkeys(index[1] for name, index in arrays.column_labels if name == "started"))
    handfuls = _windows(modules, HANDFUL, HANDFUL // 2)
    few = [
        (f"modules {k + 1} of {len(handfuls)}", free(_of(arrays, chosen) | yearly)) for k, chosen in enumerate(handfuls)
    ]
    width, step = -(-len(modules) * 3 // (2 * PARTS)), max(1, len(modules) // PARTS)
    many = [
        (f"part {k + 1}", free(_of(arrays, chosen) | programmes | yearly))
        for k, chosen in enumerate(_windows(modules, width, step))
    ]
    dates: _Named = [("dates", lambda x: near(x, MOVE, np.zeros_like(lent)))]
    alone, resized, wide = (
        [(f"sizes {k + 1} of {len(handfuls)}", sizes(chosen, years)) for k, chosen in enumerate(handfuls)]
        for years in (0, YIELD, MOVE)
    )
    return _Neighbourhoods([("money", free(money)), *few], [*dates, *resized, *many], alone, resized, wide)


def _windows(modules: list[str], width: int, step: int) -> list[set[str]]:
    """Overlapping runs of neighbouring modules that together hold all of them."""
    firsts = range(0, max(1, len(modules) - width + step), step)
    return [set(modules[first : first + width]) for first in firsts]


def _of(arrays: Arrays, modules: set[str]) -> Mask:
    """Columns of the cumulative counts of these modules."""
    return np.array([name == "started" and index[1] in modules for name, index in arrays.column_labels])
