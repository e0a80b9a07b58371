"""The first-stage decisions of a plan and the columns that carry them: what another plan starts from or has to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from roadmap_opt.solve.arrays import Arrays, Vector

CARRIERS = ("started", "begun", "signed", "mobilised")
"""Variables of the model that carry the decisions; their last index is the year."""

COMMITTED = ("started", "begun", "signed")
"""What a plan that is held commits to. Money is found anew: a lender that stays away, or costs that rise, ask for other
sources, and a plan that could not change them would fail for its bookkeeping."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a plan commits to, by calendar year.

    ``builds`` counts modules whose construction starts, by (site, module, year); ``programmes`` holds start years,
    ``contracts`` years of first delivery, ``sources`` the years in which a funding source is mobilised. ``origin`` says
    in words whose decisions they are (a run, a scenario); it goes into the record of a run that starts from them.
    """

    builds: Mapping[tuple[str, str, int], int]
    programmes: Mapping[str, int]
    contracts: Mapping[str, int]
    sources: Mapping[str, int]
    origin: str = ""

    def value(self, name: str, index: tuple[Any, ...]) -> float:
        """Value of one carrying column: counts and switches are cumulative, except a contract's first delivery."""
        *item, year = index
        if name == "started":
            site, module = item
            return float(sum(n for (s, m, y), n in self.builds.items() if (s, m) == (site, module) and y <= year))
        (key,) = item
        if name == "signed":
            return float(self.contracts.get(key) == year)
        taken = (self.programmes if name == "begun" else self.sources).get(key)
        return float(taken is not None and taken <= year)

    def until(self, year: int) -> Decisions:
        """The decisions taken up to and including ``year``."""

        def early(taken: Mapping[str, int]) -> dict[str, int]:
            return {name: when for name, when in taken.items() if when <= year}

        builds = {key: count for key, count in self.builds.items() if key[2] <= year}
        return Decisions(builds, early(self.programmes), early(self.contracts), early(self.sources), self.origin)


@dataclass(frozen=True, slots=True)
class Held:
    """Plants, programmes and contracts of another plan, kept up to and including ``until``; later ones are free."""

    decisions: Decisions
    until: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A held decision that a case does not allow: its ``kind``, ``item``, ``year`` and how often it was taken."""

    kind: str
    item: str
    year: int
    count: int

    def __str__(self) -> str:
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"held decision: {self.kind} {self.item} in {self.year}{times} is not possible here"


def following(arrays: Arrays, decisions: Decisions) -> Vector:
    """A column vector that holds ``decisions`` in the carrying columns, within their bounds, and NaN elsewhere."""
    values = np.full(len(arrays.lower), np.nan)
    for column, (name, index) in enumerate(arrays.column_labels):
        if name in CARRIERS:
            values[column] = min(max(decisions.value(name, index), arrays.lower[column]), arrays.upper[column])
    return values


def holding(arrays: Arrays, held: Held) -> tuple[Arrays, tuple[Obstacle, ...]]:
    """The arrays in which plants, programmes and contracts up to the held year are the held plan's.

    The obstacles are held decisions for which the case has no column (a site that opens later) or no room (a lower
    limit): with any of them the plan cannot be carried over, and the arrays must not be solved.
    """
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    decisions = held.decisions.until(held.until)
    carried: set[tuple[str, tuple[Any, ...]]] = set()
    for column, (name, index) in enumerate(arrays.column_labels):
        if name in COMMITTED and index[-1] <= held.until:
            wanted = decisions.value(name, index)
            if arrays.lower[column] <= wanted <= arrays.upper[column]:
                lower[column] = upper[column] = wanted
                carried.add((name, index))
    return replace(arrays, lower=lower, upper=upper), tuple(_obstacles(arrays, decisions, carried))


def _obstacles(arrays: Arrays, decisions: Decisions, carried: set[tuple[str, tuple[Any, ...]]]) -> list[Obstacle]:
    first = min((index[-1] for name, index in arrays.column_labels if name in CARRIERS), default=0)
    taken: list[tuple[str, str, tuple[Any, ...], int]] = [
        *(("build", "started", (s, m, y), n) for (s, m, y), n in decisions.builds.items()),
        *(("start", "begun", (g, y), 1) for g, y in decisions.programmes.items()),
        *(("sign", "signed", (k, y), 1) for k, y in decisions.contracts.items()),
    ]
    return [
        Obstacle(kind, " at ".join(reversed([str(part) for part in index[:-1]])), index[-1], count)
        for kind, name, index, count in taken
        if index[-1] >= first and (name, index) not in carried
    ]
