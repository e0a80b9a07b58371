"""A finished sweep: its record, its runs, and the statistics that its pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from roadmap_opt.case.case import Case
from roadmap_opt.case.sweeps import DRAWN, Parameter
from roadmap_opt.runs.names import Names
from roadmap_opt.solver.outcome import Status
from roadmap_opt.studies.folder import Shelf, StudyRecord
from roadmap_opt.studies.sweep import rules, statistics
from roadmap_opt.studies.sweep.outcomes import NPV, OutcomeColumn, counted_targets, outcome_columns
from roadmap_opt.studies.sweep.runs import SweepRun
from roadmap_opt.studies.sweep.statistics import (
    Bar,
    BuildShare,
    Correlation,
    Distribution,
    Effect,
    TakenShare,
    TargetShare,
)


@dataclass(frozen=True, kw_only=True)
class SweepRecord(StudyRecord):
    """Contents of `sweep.json`: what was run, with what. ``no_regret`` is the share of runs from which a plant counts
    as built without regret. ``keep_plan`` says that every run keeps the decisions of the base plan, ``base_run`` is the
    folder of that plan, from which every run started, and ``own_base`` says that it was solved for this sweep.
    ``correlations`` are those of the draws, by pairs of parameters. ``draws`` is the number of runs that was asked for,
    which counts for designs that draw, and ``runs`` how many there are. ``seconds`` is their wall time together,
    interruptions apart.
    """

    inputs_sha256: str
    scenario: str
    sweep: str
    design: str
    draws: int
    runs: int
    seed: int
    no_regret: float
    keep_plan: bool
    base_seconds: float
    base_run: str
    own_base: bool
    workers: int
    parameters: tuple[Mapping[str, Any], ...]
    correlations: tuple[Mapping[str, Any], ...] = ()
    seconds: float = 0.0


SWEEPS = Shelf("sweeps", SweepRecord)


NO_PLAN, POOR = "no plan", "poor"
"""What fails besides targets: no plan exists; the chosen net present value is in the poorest quarter of the runs."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What fails (a target, :data:`NO_PLAN`, :data:`POOR`), and the box of values in which it does."""

    key: str
    rule: rules.Rule


@dataclass(frozen=True)
class SweepResults:
    """A finished sweep. ``case`` is the base case of its scenario; ``runs`` are in the order of their numbers."""

    record: SweepRecord
    case: Case
    parameters: tuple[Parameter, ...]
    base: SweepRun
    runs: tuple[SweepRun, ...]

    @property
    def drawn(self) -> bool:
        """Whether the runs are draws from the distributions."""
        return self.record.design in DRAWN

    @cached_property
    def names(self) -> Names:
        """What the things of the case are called."""
        return Names(self.case)

    @cached_property
    def outcomes(self) -> tuple[OutcomeColumn, ...]:
        """What the runs are compared by."""
        return outcome_columns(self.case, self.names)

    @cached_property
    def counted(self) -> tuple[SweepRun, ...]:
        """The runs over which statistics are taken: those with a plan that the audit confirmed."""
        return tuple(run for run in self.runs if run.counts)

    @cached_property
    def left_out(self) -> tuple[SweepRun, ...]:
        """The runs that no statistic counts."""
        return tuple(run for run in self.runs if not run.counts)

    @cached_property
    def loose(self) -> tuple[SweepRun, ...]:
        """The runs that count although their plan may be poor."""
        return tuple(run for run in self.counted if statistics.is_loose(run, self.base))

    @property
    def ended(self) -> Mapping[str, int]:
        """How many runs ended in which status, the most frequent first."""
        return dict(Counter(run.status for run in self.runs).most_common())

    def values(self, outcome: OutcomeColumn) -> list[float]:
        """The outcome in every run that counts and has it."""
        return [value for run in self.counted if (value := outcome.of(run)) is not None]

    def distribution(self, outcome: OutcomeColumn) -> Distribution | None:
        """The spread of an outcome; ``None`` when no run has it."""
        return statistics.distribution(self.values(outcome))

    def tornado(self, outcome: OutcomeColumn) -> list[Bar]:
        """Every parameter with the effect of its ends; empty unless one moves at a time.

        Those of which a swing is proven come first, the largest on top; what the solver's gap can explain is below.
        """
        at_base = outcome.of(self.base)
        if self.record.design != "tornado" or at_base is None:
            return []
        ends: dict[tuple[str, str], Effect] = {}
        for run in self.counted:
            value = outcome.of(run)
            if value is not None:
                proven = statistics.is_proven(run, self.base)
                ends[run.varied, run.end] = Effect(value, value - at_base, proven, statistics.is_loose(run, self.base))
        bars = [Bar(p.name, ends.get((p.name, "low")), ends.get((p.name, "high"))) for p in self.parameters]
        return sorted(bars, key=lambda bar: (-bar.told, -bar.swing))

    def correlation(self, at: int, outcome: OutcomeColumn) -> Correlation:
        """Rank correlation between the parameter at this place and an outcome; blank where one moves at a time."""
        if self.record.design == "tornado":
            return Correlation(len(self.counted), None, None)
        return statistics.correlation(
            [run.values[at] for run in self.counted], [outcome.of(run) for run in self.counted]
        )

    @cached_property
    def builds(self) -> list[BuildShare]:
        """Plants and sites by how often they are built."""
        return statistics.build_shares(self.counted, drawn=self.drawn)

    @cached_property
    def taken(self) -> list[TakenShare]:
        """Programmes, contracts and sources by how often they are taken up."""
        return statistics.taken_shares(self.counted, drawn=self.drawn)

    @cached_property
    def targets(self) -> list[TargetShare]:
        """Targets by how often they are met; those that are off are only reported and left out."""
        asked = counted_targets(self.case)
        return [each for each in statistics.target_shares(self.counted, drawn=self.drawn) if each.target in asked]

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """Under which values no plan exists, the value is in its poorest quarter, or a target is missed: what has a
        rule. Only draws have any.
        """
        if not self.drawn:
            return ()
        decided = [run for run in self.runs if run.has_plan or run.status == Status.INFEASIBLE.value]
        cases = [(NO_PLAN, decided, [not run.has_plan for run in decided])]
        npv = next(column for column in self.outcomes if column.key == NPV)
        valued = [(run, value) for run in self.counted if (value := npv.of(run)) is not None]
        if valued:
            poor = float(np.quantile([value for _, value in valued], 0.25))
            cases.append((POOR, [run for run, _ in valued], [value <= poor for _, value in valued]))
        for target in counted_targets(self.case):
            missed = [any(each.target == target and not each.met for each in run.targets) for run in self.counted]
            cases.append((target, list(self.counted), missed))
        found = ((key, rules.rule([run.values for run in runs], failed)) for key, runs, failed in cases if runs)
        told = [Failure(key, rule) for key, rule in found if rule is not None]
        order = [NO_PLAN, POOR, *(target.target for target in self.case.targets)]
        return tuple(sorted(told, key=lambda failure: order.index(failure.key)))

    def is_no_regret(self, build: BuildShare) -> bool:
        """Whether a plant is built in so many runs that it counts as built without regret: a share, not a loss."""
        return build.built.share >= self.record.no_regret
