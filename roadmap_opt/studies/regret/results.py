"""A finished regret matrix with all that its page, its workbook and its files say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.pairs import Aim
from roadmap_opt.insight.scores import counted, scores
from roadmap_opt.messages import Text
from roadmap_opt.runs.run import Run, objective_items
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.solver.outcome import Status
from roadmap_opt.studies.folder import Shelf, StudyRecord
from roadmap_opt.studies.regret.first_steps import FirstStep, first_steps
from roadmap_opt.studies.regret.held_plans import reason
from roadmap_opt.studies.regret.matrix import Cell, CellState, RegretMatrix
from roadmap_opt.studies.regret.value import bound_of, value_of


@dataclass(frozen=True, kw_only=True)
class RegretRecord(StudyRecord):
    """Contents of `regret.json`: what was asked for, and at the end what came of it.

    ``scenarios`` are plans and worlds, ``until`` the last year whose decisions are held, ``batch`` the folder with
    their own plans; ``own_batch`` says whether it was made for this. ``results`` is ``None`` until all is solved.
    """

    scenarios: tuple[str, ...]
    until: int
    batch: str
    own_batch: bool
    results: Mapping[str, Any] | None = None


REGRETS = Shelf("regret", RegretRecord)


@dataclass(frozen=True, slots=True)
class CellRun:
    """One run of the matrix: a plan in a world, with its figures (``None`` without a plan).

    ``value`` and ``bound`` are in the world's objective, MUSD; ``npv`` is its net present value with terminal value;
    ``conflicts`` say what cannot hold; ``folder`` is the run's, seen from the folder of the matrix.
    """

    plan: str
    world: str
    state: str
    status: str
    stopped_by: str
    gap: float | None
    value: float | None = None
    bound: float | None = None
    npv: float | None = None
    weighted_shortfall: float | None = None
    targets_met: int | None = None
    targets_counted: int | None = None
    targets_missed: str = ""
    conflicts: tuple[str, ...] = ()
    folder: str = ""

    @property
    def cell(self) -> Cell:
        """What the matrix needs of it."""
        return Cell(self.plan, self.world, CellState(self.state), self.value, self.bound)

    def as_plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, entry: Mapping[str, Any]) -> CellRun:
        """From what :meth:`as_plain` gave; further entries are left out."""
        names = cls.__dataclass_fields__
        values = {name: entry[name] for name in names if name in entry}
        return cls(**{**values, "conflicts": tuple(entry["conflicts"])})


def cell_run(plan: str, world: ComparedRun, run: LoadedRun, folder: str) -> CellRun:
    """What a run came to: the plan of scenario ``plan`` in ``world``, as it stands in ``folder``."""
    record, settings = run.record, world.case.settings
    state = CellState.NOT_FOUND
    if record.has_plan:
        state = CellState.OWN if plan == world.record.scenario else CellState.CARRIED
        if record.audit_violations:
            state = CellState.AUDIT_FAILED
    elif record.status == Status.INFEASIBLE.value:
        state = CellState.IMPOSSIBLE
    bound = None if state is CellState.IMPOSSIBLE else bound_of(settings, record)
    found = CellRun(
        plan, world.record.scenario, state.value, record.status, record.stopped_by, record.gap, bound=bound,
        conflicts=record.conflicts, folder=folder,
    )  # fmt: skip
    if not record.has_plan:
        return found
    solved = _with_tables(world, run)
    items = objective_items(solved)
    counting = [score for score in scores(solved) if counted(score)]
    return CellRun.from_plain({
        **found.as_plain(),
        "value": value_of(settings, items),
        "npv": items["chosen_npv_with_terminal"],
        "weighted_shortfall": items["weighted_shortfall"],
        "targets_met": sum(score.met for score in counting),
        "targets_counted": len(counting),
        "targets_missed": "; ".join(score.target.target for score in counting if not score.met),
    })  # fmt: skip


def _with_tables(world: ComparedRun, run: LoadedRun) -> Run:
    return replace(world, tables=run.tables, record=run.record).results


@dataclass(frozen=True)
class RegretResults:
    """``plans`` are the scenarios' own plans in the order of the matrix, ``runs`` every pair of them, ``left_out`` the
    scenarios without a usable plan of their own and why.
    """

    record: RegretRecord
    plans: Sequence[ComparedRun]
    runs: Sequence[CellRun]
    left_out: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def matrix(self) -> RegretMatrix:
        """The regrets."""
        return RegretMatrix(self.scenarios, [run.cell for run in self.runs])

    @cached_property
    def steps(self) -> tuple[FirstStep, ...]:
        """What the plans decide until the year."""
        return first_steps(self.plans, self.record.until)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Plans and worlds, by the name of their scenario."""
        return tuple(plan.record.scenario for plan in self.plans)

    @property
    def same_aim(self) -> bool:
        """Whether all worlds measure plans in the same way."""
        return len({Aim.of(plan.case.settings) for plan in self.plans}) == 1

    def run(self, plan: str, world: str) -> CellRun:
        """The run of a pair."""
        return next(run for run in self.runs if (run.plan, run.world) == (plan, world))

    def subject(self, scenario: str) -> ComparedRun:
        """The own plan of a scenario."""
        return next(plan for plan in self.plans if plan.record.scenario == scenario)

    def label(self, scenario: str) -> Text:
        """The name of a scenario."""
        return self.subject(scenario).stamp.scenario_name

    def reasons(self, run: CellRun) -> tuple[Text, ...]:
        """Why a plan cannot be carried out in a world."""
        return tuple(reason(line, self.subject(run.plan), self.subject(run.world)) for line in run.conflicts)

    def as_plain(self) -> dict[str, Any]:
        """The results as `regret.json` holds them; infinite and unknown are ``null``, and ``state`` says which."""
        best = self.matrix.best
        return {
            "cells": [{**run.as_plain(), **self._regret(run)} for run in self.runs],
            "worlds": [
                {"world": world, "best_known": self.matrix.best_known(world), "best_plan": self.matrix.best_plan(world),
                 "limit": _finite(self.matrix.limit(world))}
                for world in self.scenarios
            ],
            "largest": [
                {"plan": each.plan, "world": each.world, "regret": _finite(each.regret.amount),
                 "at_least": _finite(each.regret.least), "at_most": _finite(each.regret.most),
                 "worlds_carried": each.worlds, "largest_where_carried": each.elsewhere}
                for each in self.matrix.ranking
            ],
            "least_maximum_regret": None if best is None else best.plan,
            "not_distinguishable_from_it": list(self.matrix.contenders),
            "left_out": {scenario: why.en for scenario, why in self.left_out.items()},
        }  # fmt: skip

    def _regret(self, run: CellRun) -> dict[str, Any]:
        found = self.matrix.regret(run.plan, run.world)
        ends = {"regret": found.amount, "at_least": found.least, "at_most": found.most}
        return {name: _finite(value) for name, value in ends.items()}


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
