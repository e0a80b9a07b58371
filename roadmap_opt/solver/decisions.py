"""The first-stage decisions of a plan and the columns that carry them: what another plan starts from or has to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from roadmap_opt.case.case import Case
from roadmap_opt.said import said
from roadmap_opt.solver.arrays import Arrays, Vector
from roadmap_opt.solver.split import Split

CARRIERS = ("started", "begun", "signed", "mobilised")
"""Variables of the model that carry the decisions; their last index is the year."""

PLANTS = ("started", "begun")
"""What a plan builds and begins: its plants and programmes."""

COMMITTED = (*PLANTS, "signed")
"""What a plan that is held commits to. Money is found anew: a lender that stays away, or costs that rise, ask for other
sources, and a plan that could not change them would fail for its bookkeeping."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a plan commits to, by calendar year.

    ``builds`` counts modules whose construction starts, by (site, module, year); ``programmes`` holds start years,
    ``contracts`` years of first delivery, ``sources`` the years in which a funding source is mobilised. ``origin`` says
    in words whose decisions they are (a run, a scenario); it goes into the record of a run that starts from them.
    ``volumes`` holds what the contracts promise, units per year. ``splits`` are those of the proof of that plan, which
    a proof of a similar problem follows; they are no decisions, and no part of what makes two of them the same.
    """

    builds: Mapping[tuple[str, str, int], int]
    programmes: Mapping[str, int]
    contracts: Mapping[str, int]
    sources: Mapping[str, int]
    origin: str = ""
    volumes: Mapping[str, float] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()

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

    def as_plain(self) -> list[Any]:
        """The decisions without origin and splits, always in the same order, as JSON can hold them."""
        builds = sorted([*key, count] for key, count in self.builds.items())
        taken = (self.programmes, self.contracts, self.sources, self.volumes)
        return [builds, *(sorted(each.items()) for each in taken)]

    def until(self, year: int) -> Decisions:
        """The decisions taken up to and including ``year``."""

        def early(taken: Mapping[str, int]) -> dict[str, int]:
            return {name: when for name, when in taken.items() if when <= year}

        builds = {key: count for key, count in self.builds.items() if key[2] <= year}
        contracts = early(self.contracts)
        volumes = {name: volume for name, volume in self.volumes.items() if name in contracts}
        return Decisions(builds, early(self.programmes), contracts, early(self.sources), self.origin, volumes)

    def followed_by(self, later: Decisions, until: int) -> Decisions:
        """These decisions up to and including ``until``, then those of ``later``: a plan that turns into another one.

        What ``later`` has done by then and these have not is made up for in the first year after. Sources are those
        of ``later`` throughout: money is found anew.
        """

        def turned(early: Mapping[str, int], late: Mapping[str, int]) -> dict[str, int]:
            return {name: max(year, until + 1) for name, year in late.items() if name not in early} | dict(early)

        kept = self.until(until)
        builds = dict(kept.builds)
        for place in dict.fromkeys((site, module) for site, module, _ in later.builds):
            reached = sum(count for (*where, _), count in builds.items() if tuple(where) == place)
            wanted = 0
            for year, count in sorted((y, n) for (*where, y), n in later.builds.items() if tuple(where) == place):
                wanted += count
                if wanted > reached:
                    key = (*place, max(year, until + 1))
                    builds[key] = builds.get(key, 0) + wanted - reached
                    reached = wanted
        return Decisions(
            builds,
            turned(kept.programmes, later.programmes),
            turned(kept.contracts, later.contracts),
            dict(later.sources),
            f"{self.origin} → {later.origin}",
            {**later.volumes, **kept.volumes},
        )

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """What a plan that is held commits to, one by one: plants, programmes and contracts."""
        return (
            *(Commitment("build", "started", key, count) for key, count in self.builds.items()),
            *(Commitment("start", "begun", key, 1) for key in self.programmes.items()),
            *(Commitment("sign", "signed", key, 1) for key in self.contracts.items()),
        )


@dataclass(frozen=True, slots=True)
class Commitment:
    """One decision of a plan: its ``kind`` in a word, the model's variable that carries it, what and when, how often.

    ``index`` is (site, module, year) of a build, else (name, year).
    """

    kind: str
    carrier: str
    index: tuple[Any, ...]
    count: int

    @property
    def year(self) -> int:
        """When it is taken."""
        return int(self.index[-1])


@dataclass(frozen=True, slots=True)
class Held:
    """Plants, programmes and ``contracts`` of another plan, kept up to and including ``until``; later ones are free.

    Without ``contracts`` these are found anew, like money and operation, and so are the modules and programmes named in
    ``free``.
    """

    decisions: Decisions
    until: int
    contracts: bool = True
    free: frozenset[str] = frozenset()

    def keeps(self, name: str, index: tuple[Any, ...]) -> bool:
        """Whether the value of a column is kept; of a module or programme the name is the last part before the year."""
        return name in self.carriers and index[-1] <= self.until and index[-2] not in self.free

    @property
    def carriers(self) -> tuple[str, ...]:
        """The variables of the model whose values are kept."""
        return COMMITTED if self.contracts else PLANTS


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A held decision that a case does not allow."""

    commitment: Commitment

    def __str__(self) -> str:
        return str(self.words)

    @property
    def words(self) -> str:
        """What cannot be done."""
        taken = self.commitment
        item = " at ".join(reversed([str(part) for part in taken.index[:-1]]))
        times = said(" ({count} times)", count=taken.count) if taken.count > 1 else ""
        return said(
            "held decision: {kind} {item} in {year}{times} is not possible here",
            kind=taken.kind,
            item=item,
            year=taken.year,
            times=times,
        )


def without_running(decisions: Decisions, case: Case) -> Decisions:
    """The decisions without the programmes that run already in the case: these need no start there."""
    running = {row.programme for row in case.programmes if row.started is not None}
    programmes = {name: year for name, year in decisions.programmes.items() if name not in running}
    return replace(decisions, programmes=programmes)


def following(arrays: Arrays, decisions: Decisions) -> Vector:
    """A column vector that holds ``decisions`` in the carrying columns, within their bounds, and NaN elsewhere."""
    values = np.full(len(arrays.lower), np.nan)
    for column, (name, index) in enumerate(arrays.column_labels):
        if name in CARRIERS:
            values[column] = min(max(decisions.value(name, index), arrays.lower[column]), arrays.upper[column])
    return values


def holding(arrays: Arrays, held: Held) -> tuple[Arrays, tuple[Obstacle, ...]]:
    """The arrays in which what is held, contracts with their volumes, is as in the held plan up to the held year.

    The obstacles are held decisions for which the case has no column (a site that opens later) or no room (a lower
    limit): with any of them the plan cannot be carried over, and the arrays must not be solved.
    """
    lower, upper = arrays.lower.copy(), arrays.upper.copy()
    decisions = held.decisions.until(held.until)
    volumes = decisions.volumes if held.contracts else {}
    carried: set[tuple[str, tuple[Any, ...]]] = set()
    for column, (name, index) in enumerate(arrays.column_labels):
        if held.keeps(name, index):
            wanted = decisions.value(name, index)
            if arrays.lower[column] <= wanted <= arrays.upper[column]:
                lower[column] = upper[column] = wanted
                carried.add((name, index))
        if name == "promised" and decisions.contracts.get(index[0]) == index[1] and index[0] in volumes:
            volume = volumes[index[0]]
            lower[column] = upper[column] = min(max(volume, arrays.lower[column]), arrays.upper[column])
    return replace(arrays, lower=lower, upper=upper), tuple(_obstacles(arrays, held, carried))


def _obstacles(arrays: Arrays, held: Held, carried: set[tuple[str, tuple[Any, ...]]]) -> list[Obstacle]:
    first = min((index[-1] for name, index in arrays.column_labels if name in CARRIERS), default=0)
    return [
        Obstacle(taken)
        for taken in held.decisions.until(held.until).commitments
        if held.keeps(taken.carrier, taken.index)
        and (taken.year >= first or taken.kind == "build")
        and (taken.carrier, taken.index) not in carried
    ]
