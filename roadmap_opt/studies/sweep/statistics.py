"""Statistics over the runs of a sweep: spread, influence, rank correlation, and how often a plan builds what.

Every statistic is over the runs that count (a plan that the audit confirmed) and says how many they were.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from roadmap_opt.studies.sweep.runs import SweepRun

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
CONFIDENCE = 0.95
"""Confidence of the intervals of shares."""

FEWEST_FOR_RANKS = 4
"""Runs below which a rank correlation says nothing."""

LOOSE = 4.0
"""Times as much as the base that a search may leave open; beyond, the plan says more about the search than about the
parameters.
"""

_LEAST_OPEN = 0.05
"""Share of the objective that counts as left open at base, at least: a base proven to the end is no measure."""

MOST_BINS = 20
SAME = 1e-6
"""Objectives closer than this share of their size are equal."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Spread of one outcome: number of runs, mean, quantiles by probability, extremes, and a histogram whose ``edges``
    are one more than its ``counts``.
    """

    runs: int
    mean: float
    quantiles: Mapping[float, float]
    low: float
    high: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one end of a parameter does to an outcome: its value there and the difference to the base.

    ``proven`` says whether the order of this run and the base is proven, whatever better plans a longer search would
    find; ``None`` when a bound is missing. ``loose`` says that the run's search left so
    much open that its plan may be poor.
    """

    value: float
    difference: float
    proven: bool | None
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a tornado: a parameter and the effect of its low and its high; ``None`` where that run has no plan
    or the parameter has no such end.
    """

    parameter: str
    low: Effect | None
    high: Effect | None

    @property
    def swing(self) -> float:
        """Distance between the lowest and the highest of low, base and high; a poor plan counts for nothing."""
        differences = [0.0, *(end.difference for end in (self.low, self.high) if end is not None and not end.loose)]
        return max(differences) - min(differences)

    @property
    def told(self) -> float:
        """The part of the swing that ends with a proven effect make up: what the solver's gap cannot explain."""
        proven = [end.difference for end in (self.low, self.high) if end is not None and not end.loose and end.proven]
        return max(0.0, *proven) - min(0.0, *proven) if proven else 0.0


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's rank correlation between a parameter and an outcome, and the chance of one as large without any
    relation; both ``None`` when one of the two never changes, or the runs are too few.
    """

    runs: int
    rho: float | None
    p: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of the runs something happens, with Wilson's interval; ``None`` where the runs are no draws."""

    hits: int
    runs: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float:
        """Hits over runs; 0 without runs."""
        return self.hits / self.runs if self.runs else 0.0


@dataclass(frozen=True, slots=True)
class BuildShare:
    """A plant type at a site over all runs: how often it is built, and for the runs that build it the median first
    year and the middle nine tenths of its capacity.
    """

    site: str
    plant: str
    built: Share
    first_year: float
    capacity: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class TargetShare:
    """A target over all runs: how often it is met, and the median of its worst relative shortfall where it is not."""

    target: str
    met: Share
    shortfall: float | None


@dataclass(frozen=True, slots=True)
class TakenShare:
    """A programme, contract or funding source over all runs: how often it is taken up, and its median year."""

    kind: str
    item: str
    taken: Share
    year: float


def distribution(values: Sequence[float]) -> Distribution | None:
    """The spread of an outcome; ``None`` without values."""
    if not values:
        return None
    column = np.asarray(values, dtype=float)
    low, high = float(column.min()), float(column.max())
    edges: tuple[float, ...] = (low, high)
    counts: tuple[int, ...] = (len(values),)
    if high - low > SAME * max(1.0, abs(low)):
        bins: int | np.ndarray = max(1, min(MOST_BINS, len(np.histogram_bin_edges(column, bins="auto")) - 1))
        if high - low <= MOST_BINS and np.all(column == np.round(column)):
            bins = np.arange(low - 0.5, high + 1.0)  # counts: a bar for each
        found, at = np.histogram(column, bins=bins)
        edges, counts = tuple(map(float, at)), tuple(map(int, found))
    quantiles = {q: float(np.quantile(column, q)) for q in QUANTILES}
    return Distribution(len(values), float(column.mean()), quantiles, low, high, edges, counts)


def correlation(parameter: Sequence[float], outcome: Sequence[float | None]) -> Correlation:
    """Rank correlation over the runs in which the outcome has a value."""
    from scipy import stats  # takes a second, and only a study of samples needs it

    pairs = [(x, y) for x, y in zip(parameter, outcome, strict=True) if y is not None]
    xs, ys = ([pair[at] for pair in pairs] for at in (0, 1))
    if len(pairs) < FEWEST_FOR_RANKS or _constant(xs) or _constant(ys):
        return Correlation(len(pairs), None, None)
    found = stats.spearmanr(xs, ys)
    return Correlation(len(pairs), float(found.statistic), float(found.pvalue))


def share(hits: int, runs: int, *, drawn: bool) -> Share:
    """A share with its interval, which only draws have."""
    if not drawn or not runs:
        return Share(hits, runs, None, None)
    from scipy import stats  # takes a second, and only a study of samples needs it

    interval = stats.binomtest(hits, runs).proportion_ci(CONFIDENCE, method="wilson")
    return Share(hits, runs, float(interval.low), float(interval.high))


def is_loose(run: SweepRun, base: SweepRun) -> bool:
    """Whether the search of a run with a plan left far more open than that of the base, or proved nothing at all."""
    if base.found is None or base.bound is None:
        return False
    if run.found is None or run.bound is None:
        return run.has_plan
    usual = max(abs(base.bound - base.found), _LEAST_OPEN * max(1.0, abs(base.found)))
    return abs(run.bound - run.found) > LOOSE * usual


def is_proven(run: SweepRun, base: SweepRun) -> bool | None:
    """Whether the best objectives of two runs are proven to differ: their spans from found to bound do not overlap."""
    if run.found is None or run.bound is None or base.found is None or base.bound is None:
        return None
    one, other = sorted((run.found, run.bound)), sorted((base.found, base.bound))
    slack = SAME * max(1.0, abs(one[0]), abs(other[0]))
    return one[0] > other[1] + slack or other[0] > one[1] + slack


def build_shares(runs: Sequence[SweepRun], *, drawn: bool) -> list[BuildShare]:
    """Every plant and site that some run builds, the most frequent first."""
    found = _grouped(((each.site, each.plant), each) for run in runs for each in run.builds)
    shares = [
        BuildShare(
            site,
            plant,
            share(len(builds), len(runs), drawn=drawn),
            float(np.median([each.first_year for each in builds])),
            _middle([each.capacity for each in builds]),
        )
        for (site, plant), builds in found.items()
    ]
    return sorted(shares, key=lambda each: (-each.built.hits, each.first_year, each.site, each.plant))


def taken_shares(runs: Sequence[SweepRun], *, drawn: bool) -> list[TakenShare]:
    """Every programme, contract and source that some run takes up, kind by kind, the most frequent first."""
    found = _grouped(((each.kind, each.item), each.year) for run in runs for each in run.taken)
    shares = [
        TakenShare(kind, item, share(len(years), len(runs), drawn=drawn), float(np.median(years)))
        for (kind, item), years in found.items()
    ]
    kinds = ("programme", "contract", "source_name")
    return sorted(shares, key=lambda each: (kinds.index(each.kind), -each.taken.hits, each.year, each.item))


def target_shares(runs: Sequence[SweepRun], *, drawn: bool) -> list[TargetShare]:
    """Every target that is measured, in the order of the sheet."""
    found = _grouped((each.target, each) for run in runs for each in run.targets)
    shares = []
    for target, results in found.items():
        missed = [each.shortfall for each in results if not each.met]
        met = share(len(results) - len(missed), len(results), drawn=drawn)
        shares.append(TargetShare(target, met, float(np.median(missed)) if missed else None))
    return shares


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _middle(values: Sequence[float]) -> tuple[float, float, float]:
    low, median, high = (float(np.quantile(values, q)) for q in (0.05, 0.5, 0.95))
    return low, median, high


def _constant(values: Sequence[float]) -> bool:
    return max(values) - min(values) <= SAME * max(1.0, max(map(abs, values)))
