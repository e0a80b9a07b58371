"""One run of a sweep, kept small: how it ended, its key figures, what it builds and signs, which targets it meets.

Thousands of runs are compared by these figures; the full tables of a plan are not kept. A run is taken from the result
tables where it was solved, travels as plain data, and is stored as one line of the sweep's journal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case
from roadmap_opt.insight.scores import missed_share
from roadmap_opt.solver.outcome import FINAL_FIGURES, Outcome

REJECTED = "input rejected"
CRASHED = "failed"
"""Statuses of a run besides those of a solve: its inputs break a rule; it ended with an error."""


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target in one run. ``value`` is that of the last year of its window, ``None`` for an empty ratio;
    ``shortfall`` is the largest part of what is wanted that is missing in any year.
    """

    target: str
    met: bool
    value: float | None
    shortfall: float


@dataclass(frozen=True, slots=True)
class Built:
    """Modules of one plant type at one site that are started by the last year, their nameplate capacity together, and
    the year in which the first of them is started.
    """

    site: str
    plant: str
    count: int
    capacity: float
    first_year: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A programme started, a contract signed or a funding source mobilised (``kind``), and when."""

    kind: str
    item: str
    year: int


@dataclass(frozen=True, slots=True)
class SweepRun:
    """One run of a sweep. Number 0 is the base plan.

    ``found`` and ``bound`` are the objective of the first phase and what no plan can beat, on one scale for all runs
    of a sweep; ``gap`` is the fraction reported for the plan. ``figures`` are the items of the objective table by
    name, ``indicators`` every indicator in the last year by ``kpi:definition``. ``violations`` counts what the audit
    found (``None`` without a plan). ``problem`` tells in words
    why there is no plan when the reason is not the solver's status.
    """

    number: int
    values: tuple[float, ...]
    varied: str
    end: str
    status: str
    has_plan: bool
    stopped_by: str = ""
    gap: float | None = None
    found: float | None = None
    bound: float | None = None
    seconds: float = 0.0
    violations: int | None = None
    problem: str = ""
    figures: Mapping[str, float] | None = None
    indicators: Mapping[str, float | None] | None = None
    targets: tuple[TargetResult, ...] = ()
    builds: tuple[Built, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the run takes part in statistics: it has a plan, and the audit confirmed it."""
        return self.has_plan and not self.violations

    def as_plain(self) -> dict[str, Any]:
        """The run as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> SweepRun:
        """The run that :meth:`as_plain` wrote."""
        return cls(
            **{
                **plain,
                "values": tuple(plain["values"]),
                "targets": tuple(TargetResult(**each) for each in plain["targets"]),
                "builds": tuple(Built(**each) for each in plain["builds"]),
                "taken": tuple(Taken(**each) for each in plain["taken"]),
            }
        )


def summarise(
    case: Case,
    tables: Mapping[str, pd.DataFrame],
    outcome: Outcome,
    *,
    number: int,
    values: Sequence[float],
    varied: str = "",
    end: str = "",
    seconds: float,
    violations: int | None,
) -> SweepRun:
    """The run whose plan stands in ``tables`` (by name, see ``RESULT_TABLES``; all empty without a plan)."""
    phase = next((each for each in outcome.phases if each.name != FINAL_FIGURES), outcome.final)
    plan = outcome.status.has_plan
    return SweepRun(
        number=number,
        values=tuple(float(value) for value in values),
        varied=varied,
        end=end,
        status=outcome.status.value,
        has_plan=plan,
        stopped_by=outcome.final.stopped_by,
        gap=_finite(outcome.final.gap),
        found=_finite(phase.objective),
        bound=_finite(phase.bound),
        seconds=seconds,
        violations=violations,
        figures=_figures(tables["objective"]) if plan else None,
        indicators=_indicators(tables["kpis"], case.settings.last_year) if plan else None,
        targets=_targets(case, tables["targets"]),
        builds=_builds(case, tables["builds"]),
        taken=(
            *_taken(tables["programme_starts"], "programme"),
            *_taken(tables["contracts_signed"], "contract"),
            *_taken(tables["sources_mobilised"], "source_name"),
        ),
    )


def without_plan(number: int, values: Sequence[float], varied: str, end: str, status: str, problem: str) -> SweepRun:
    """A run that never came to a solve, or whose solve broke off: ``problem`` says why."""
    return SweepRun(number, tuple(map(float, values)), varied, end, status, has_plan=False, problem=problem)


def _figures(frame: pd.DataFrame) -> dict[str, float]:
    return dict(zip(frame["item"].astype(str), frame["value"].astype(float), strict=True))


def _indicators(frame: pd.DataFrame, year: int) -> dict[str, float | None]:
    last = frame[frame["year"] == year]
    names = (f"{kpi}:{definition}" for kpi, definition in zip(last["kpi"], last["definition"], strict=True))
    return dict(zip(names, (_finite(value) for value in last["value"]), strict=True))


def _targets(case: Case, frame: pd.DataFrame) -> tuple[TargetResult, ...]:
    senses = {row.target: row.sense for row in case.targets}
    found = []
    for target in dict.fromkeys(frame["target"]):
        rows = frame[frame["target"] == target].sort_values("year")
        shortfalls = [missed_share(senses[target], float(value)) for value in rows["relative_shortfall"]]
        value = _finite(rows["value"].iloc[-1])
        found.append(TargetResult(str(target), bool(rows["met"].astype(bool).all()), value, max(shortfalls)))
    return tuple(found)


def _builds(case: Case, frame: pd.DataFrame) -> tuple[Built, ...]:
    capacity = {module.module: module.capacity for module in case.modules}
    found: dict[tuple[str, str], Built] = {}
    for site, plant, module, year, count in zip(*(frame[c] for c in _BUILD_COLUMNS), strict=True):
        earlier = found.get((site, plant), Built(site, plant, 0, 0.0, int(year)))
        found[site, plant] = Built(
            str(site),
            str(plant),
            earlier.count + int(count),
            earlier.capacity + int(count) * capacity[module],
            min(earlier.first_year, int(year)),
        )
    return tuple(found[key] for key in sorted(found))


_BUILD_COLUMNS = ("site", "plant", "module", "year", "count")


def _taken(frame: pd.DataFrame, key: str) -> list[Taken]:
    years = zip(frame[key].astype(str), frame["year"].astype(int), strict=True)
    return [Taken(key, item, int(year)) for item, year in sorted(years)]


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
