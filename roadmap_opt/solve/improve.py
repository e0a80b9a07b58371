"""Improving a plan by parts: free a part of the decisions, keep the rest, solve, move on.

Branch and bound on the whole model spends its time on the bound. A neighbourhood is a problem of a few dozen integers
that solves in seconds: the start years with sizes capped, the plants of one part of the chain, or the financing. The
order is fixed, so that the same input gives the same sequence.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from roadmap_opt.progress import Progress
from roadmap_opt.solve.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solve.clock import Clock
from roadmap_opt.solve.first_plan import YEARLY_SWITCHES, final_counts
from roadmap_opt.solve.highs import Cut, Restriction, run

PARTS = 4
"""Into how many parts the plants are divided, in workbook order (which follows the chain from ore to motors)."""

SECONDS = 12.0
"""Most time for one neighbourhood."""

GAIN = 1e-4
"""Relative gain below which a neighbourhood counts as exhausted."""

Mask = npt.NDArray[np.bool_]


def improve(
    arrays: Arrays,
    objective: LinearForm,
    maximise: bool,
    x: Vector,
    clock: Clock,
    progress: Progress,
    cuts: tuple[Cut, ...],
    share: float,
) -> Vector:
    """Return a plan at least as good as ``x``, using at most ``share`` of the time that is left."""
    sign = 1.0 if maximise else -1.0
    deadline = clock.elapsed + share * clock.left
    idle = 0
    neighbourhoods = _neighbourhoods(arrays)
    while clock.elapsed < deadline and not clock.stopped and idle < len(neighbourhoods):
        for name, free in neighbourhoods:
            seconds = min(SECONDS, deadline - clock.elapsed)
            if seconds < 1.0 or clock.stopped or idle >= len(neighbourhoods):
                break
            limits = clock.limits(gap=0.001, seconds=seconds)
            found = run(f"improving: {name}", arrays, objective, maximise, limits, progress, x, cuts, free(x))
            before = objective.value(x)
            if found.x is not None and sign * (objective.value(found.x) - before) > GAIN * max(1.0, abs(before)):
                x, idle = found.x, 0
            else:
                idle += 1
    return x


class _Neighbourhood:
    """Integer columns in ``free`` may move; those in ``capped`` may not exceed their final count; the rest is kept."""

    def __init__(self, arrays: Arrays, free: Mask, capped: bool) -> None:
        self.arrays, self.free, self.capped = arrays, free, capped

    def __call__(self, x: Vector) -> Restriction:
        """The neighbourhood around ``x``."""
        kept = self.arrays.integer & ~self.free
        lower = np.where(kept, np.round(x), self.arrays.lower)
        upper = np.where(kept, np.round(x), self.arrays.upper)
        if self.capped:
            final = final_counts(self.arrays)
            for column, (name, index) in enumerate(self.arrays.column_labels):
                if name == "started":
                    upper[column] = min(upper[column], round(x[final[index[:2]]]))
        return Restriction(lower, upper)


def _neighbourhoods(arrays: Arrays) -> list[tuple[str, _Neighbourhood]]:
    names = np.array([name for name, _ in arrays.column_labels])
    yearly = np.isin(names, YEARLY_SWITCHES)
    programmes = names == "begun"
    money = np.isin(names, ("signed", "mobilised", "serves"))
    started = names == "started"
    years = _Neighbourhood(arrays, started | programmes | yearly, capped=True)
    finance = _Neighbourhood(arrays, money | yearly, capped=False)
    parts = [
        (f"plants {k + 1} of {PARTS}", _Neighbourhood(arrays, part | programmes | yearly, capped=False))
        for k, part in enumerate(_parts(arrays))
    ]
    return [("years", years), *parts, ("money", finance)]


def _parts(arrays: Arrays) -> Iterator[Mask]:
    """Columns of the modules of each part of the chain; neighbouring parts overlap by half."""
    modules = list(dict.fromkeys(index[1] for name, index in arrays.column_labels if name == "started"))
    width = max(1, -(-len(modules) * 3 // (2 * PARTS)))
    step = max(1, len(modules) // PARTS)
    for k in range(PARTS):
        chosen = set(modules[k * step : k * step + width])
        yield np.array([name == "started" and index[1] in chosen for name, index in arrays.column_labels])
