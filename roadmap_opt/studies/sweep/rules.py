"""When does it fail: the ranges of uncertain numbers under which a target is missed, or the plan is among the poorest.

Patient rule induction (Friedman and Fisher 1999): begin with all runs and peel off, again and again, the small slice at
one end of one parameter whose loss raises the share of failures in the rest most. Of the boxes on the way the one is
told that best holds both, failures and nothing but failures. Then every limit is dropped that does not raise the share
of failures in the box. Peeling finds a corner in any runs, so a box is told only if it tells failures from the rest
better than nearly every box that is found when the same failures are dealt out to the runs by chance.

Only draws say how often something fails, so other designs have no rules. The peeling is a page of numpy; the library
that is kept for it (ema_workbench) would bring 600 MB of plotting, statistics and machine learning to every planner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SLICE = 0.08
"""Share of the runs in the box that one peel takes away."""

FEWEST = 8
"""Failures, and runs without, below which nothing is said."""

LEAST = 5
"""Runs that a box keeps."""

MOST_LIMITS = 4
"""Limits of a rule: more are read by nobody."""

CHANCE = 0.05
"""Chance of a share of failures as high without its limit, above which a limit is dropped."""

DEALS = 39
"""Times that the failures are dealt out by chance; the box has to be better than what all of them give but one."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A parameter, by its place, and the range of its values in a box; a side without a limit is ``None``."""

    parameter: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """In a box of ``runs`` runs lie ``failures`` of ``all_failures`` among ``all_runs``."""

    bounds: tuple[Bounds, ...]
    runs: int
    failures: int
    all_runs: int
    all_failures: int

    @property
    def density(self) -> float:
        """Share of failures in the box."""
        return self.failures / self.runs

    @property
    def coverage(self) -> float:
        """Share of all failures that lie in the box."""
        return self.failures / self.all_failures


def rule(values: Sequence[Sequence[float]], failed: Sequence[bool]) -> Rule | None:
    """The box of runs (rows of ``values``, a column per parameter) that best tells the failures from the rest.

    ``None`` with too few of either, or when no limit says more than chance.
    """
    x, y = np.asarray(values, dtype=float), np.asarray(failed, dtype=bool)
    if min(int(y.sum()), int((~y).sum())) < FEWEST:
        return None
    kept = _needed(x, y, _best(x, y))
    if not kept:
        return None
    chance = np.random.default_rng(len(y))
    dealt = []
    for _ in range(DEALS):
        other = chance.permutation(y)
        dealt.append(_score(x, other, _best(x, other)))
    if _score(x, y, kept) <= sorted(dealt)[-2]:
        return None
    inside = _inside(x, kept)
    return Rule(
        tuple(_bounds(x, place, *kept[place]) for place in sorted(kept)),
        int(inside.sum()), int(y[inside].sum()), len(y), int(y.sum()),
    )  # fmt: skip


Box = dict[int, tuple[float, float]]


def _best(x: npt.NDArray[np.float64], y: Mask) -> Box:
    """The box on the way of peeling that best holds failures and nothing else."""
    return max(_peeled(x, y, _whole(x)), key=lambda box: _score(x, y, box))


def _whole(x: npt.NDArray[np.float64]) -> Box:
    return dict.fromkeys(range(x.shape[1]), (-np.inf, np.inf))


def _inside(x: npt.NDArray[np.float64], box: Box) -> Mask:
    inside = np.ones(len(x), dtype=bool)
    for place, (low, high) in box.items():
        inside &= (x[:, place] >= low) & (x[:, place] <= high)
    return inside


def _peeled(x: npt.NDArray[np.float64], y: Mask, box: Box) -> list[Box]:
    """The boxes on the way, from all runs on; each without the slice whose loss raises the share of failures most."""
    way = [dict(box)]
    while True:
        inside = _inside(x, way[-1])
        count = int(inside.sum())
        if count <= LEAST or y[inside].all():
            return way
        found: list[tuple[float, int, Box]] = []
        for place in way[-1]:
            for smaller in _without_slice(x[inside, place], way[-1][place]):
                lesser = {**way[-1], place: smaller}
                left = _inside(x, lesser)
                if LEAST <= left.sum() < count:
                    found.append((float(y[left].mean()), int(left.sum()), lesser))
        if not found:
            return way
        way.append(max(found, key=lambda each: each[:2])[2])


def _without_slice(values: npt.NDArray[np.float64], now: tuple[float, float]) -> list[tuple[float, float]]:
    """The range without the lowest or the highest slice of the values; at least one value goes, and one stays."""
    ends = np.unique(values)
    if len(ends) < 2:
        return []
    first = int(np.searchsorted(ends, np.quantile(values, SLICE), side="right"))
    last = int(np.searchsorted(ends, np.quantile(values, 1 - SLICE), side="left")) - 1
    low, high = ends[min(first, len(ends) - 1)], ends[max(last, 0)]
    return [(max(now[0], float(low)), now[1]), (now[0], min(now[1], float(high)))]


def _score(x: npt.NDArray[np.float64], y: Mask, box: Box) -> float:
    """Harmonic mean of the share of failures in the box and of the share of all failures that it holds."""
    inside = _inside(x, box)
    hits = float(y[inside].sum())
    return 2 * hits / (float(inside.sum()) + float(y.sum()))


def _needed(x: npt.NDArray[np.float64], y: Mask, box: Box) -> Box:
    """The limits of a box that it needs: each raises the share of failures by more than chance, four at most."""
    from scipy import stats  # takes a second, and only a study of samples needs it

    kept = {place: ends for place, ends in box.items() if np.isfinite(ends).any()}
    while kept:
        inside = _inside(x, kept)
        hits, count = int(y[inside].sum()), int(inside.sum())
        chances = {}
        for place in kept:
            without = _inside(x, {other: ends for other, ends in kept.items() if other != place})
            chances[place] = float(stats.binomtest(hits, count, float(y[without].mean()), alternative="greater").pvalue)
        weakest = max(chances, key=lambda place: chances[place])
        if chances[weakest] <= CHANCE and len(kept) <= MOST_LIMITS:
            return kept
        del kept[weakest]
    return kept


def _bounds(x: npt.NDArray[np.float64], place: int, low: float, high: float) -> Bounds:
    """The limits half-way to the next value outside the box: where exactly it begins to fail, no run says."""
    values = np.unique(x[:, place])

    def between(inner: float, outside: npt.NDArray[np.float64], nearest: int) -> float | None:
        return float((inner + outside[nearest]) / 2) if len(outside) else None

    lower = None if low == -np.inf else between(low, values[values < low], -1)
    upper = None if high == np.inf else between(high, values[values > high], 0)
    return Bounds(place, lower, upper)
