"""Improving a plan by parts: free a part of the decisions, keep the rest, solve, move on.

Branch and bound on the whole model spends its time on the bound. A neighbourhood is a problem of a few dozen integers
that solves in seconds: a handful of modules (is a smaller or a later one enough?), every start a year or two earlier or
later, the financing, or a whole part of the chain. The order is fixed, so that the same input gives the same sequence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import numpy as np

from roadmap_opt.progress import Progress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.clock import Clock
from roadmap_opt.solver.highs import Restriction, run
from roadmap_opt.solver.restrictions import MONEY_SWITCHES, Mask, kept, moved

PARTS = 4
"""Into how many parts the plants are divided, in workbook order (which follows the chain from ore to motors)."""

HANDFUL = 8
"""Modules in the smallest neighbourhoods: about three neighbouring plant types with their size classes."""

SECONDS = 20.0
"""Most time for one neighbourhood."""

MOVE = 2
"""Years by which a start may move in the neighbourhood of dates."""

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
) -> Vector:
    """Return a plan at least as good as ``x``, using at most ``share`` of the time that is left.

    A short search (``clock.rounds``) goes through the small neighbourhoods so many times and leaves out the large ones;
    their problems end by gap or nodes, far from the time limit.
    """
    sign = 1.0 if maximise else -1.0
    deadline = clock.elapsed + share * clock.left
    idle = 0
    small, large = _neighbourhoods(arrays)
    neighbourhoods = [*small, *large] if clock.rounds is None else small
    rounds = count() if clock.rounds is None else range(clock.rounds)
    for _ in rounds:
        if clock.elapsed >= deadline or clock.stopped or idle >= len(neighbourhoods):
            break
        for name, free in neighbourhoods:
            slice_end = SECONDS if clock.rounds is None else clock.left
            seconds = min(slice_end, deadline - clock.elapsed)
            if seconds < 1.0 or clock.stopped or idle >= len(neighbourhoods):
                break
            limits = clock.limits(gap=0.001, seconds=seconds)
            found = run(f"improving: {name}", arrays, objective, maximise, limits, progress, x, (), free(x))
            before = objective.value(x)
            if found.x is not None and sign * (objective.value(found.x) - before) > GAIN * max(1.0, abs(before)):
                x, idle = found.x, 0
            else:
                idle += 1
    return x


_Neighbourhood = Callable[[Vector], Restriction]
"""The smaller problem around a plan."""


def _neighbourhoods(arrays: Arrays) -> tuple[list[tuple[str, _Neighbourhood]], list[tuple[str, _Neighbourhood]]]:
    """Small neighbourhoods, which close in a second or two, and large ones.

    Who finances what is decided with the money alone: where it is open, everything else takes several times as long.
    """
    names = np.array([name for name, _ in arrays.column_labels])
    lent, yearly = names == "financed", np.isin(names, MONEY_SWITCHES) & (names != "financed")
    programmes = names == "begun"
    money = np.isin(names, ("signed", "mobilised", "serves")) | yearly

    def free(columns: Mask) -> _Neighbourhood:
        return lambda x: kept(arrays, arrays.integer & ~columns, x)

    def dates(x: Vector) -> Restriction:
        lower, upper = moved(arrays, x, MOVE)
        return kept(replace(arrays, lower=lower, upper=upper), lent, x)

    modules = list(dict.fromkeys(index[1] for name, index in arrays.column_labels if name == "started"))
    few = [
        (f"modules {k + 1} of {len(windows)}", free(_of(arrays, chosen) | yearly))
        for windows in (_windows(modules, HANDFUL, HANDFUL // 2),)
        for k, chosen in enumerate(windows)
    ]
    width, step = -(-len(modules) * 3 // (2 * PARTS)), max(1, len(modules) // PARTS)
    many = [
        (f"part {k + 1}", free(_of(arrays, chosen) | programmes | yearly))
        for k, chosen in enumerate(_windows(modules, width, step))
    ]
    return [("money", free(money | lent)), *few], [("dates", dates), *many]


def _windows(modules: list[str], width: int, step: int) -> list[set[str]]:
    """Overlapping runs of neighbouring modules that together hold all of them."""
    firsts = range(0, max(1, len(modules) - width + step), step)
    return [set(modules[first : first + width]) for first in firsts]


def _of(arrays: Arrays, modules: set[str]) -> Mask:
    """Columns of the cumulative counts of these modules."""
    return np.array([name == "started" and index[1] in modules for name, index in arrays.column_labels])
