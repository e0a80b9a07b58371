"""What came of a batch: every scenario with its plan, its targets, its money, and how it stands against the others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.comparison.inputs import fingerprint
from roadmap_opt.comparison.pairs import Matrix, Order, matrix
from roadmap_opt.comparison.pairs import Standing as Proven
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.insight.scores import Score, counted, scores
from roadmap_opt.insight.standing import Standing
from roadmap_opt.messages import Text
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.solver.outcome import Outcome, Phase
from roadmap_opt.studies.journal import Entry
from roadmap_opt.studies.scenarios.plan import BatchPlan, BatchRecord

VALUE = "chosen_npv_with_terminal"


@dataclass(frozen=True)
class ScenarioResult:
    """A scenario of a batch: its ``name`` in the planner's words, its journal ``entry``, and its ``run`` with the
    ``folder`` in which it stands; ``run`` is ``None`` without one, and may have no plan.
    """

    scenario: str
    name: Text
    entry: Entry
    run: Run | None = None
    folder: Path | None = None

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to tell of."""
        return self.run is not None and self.run.record.has_plan

    @property
    def standing(self) -> Standing:
        """How far its plan may be relied on."""
        return Standing.NOT_YET if self.run is None else Standing.of(self.run)

    @cached_property
    def scores(self) -> dict[str, Score]:
        """Targets that count, by their key; none without a plan."""
        if self.run is None or not self.has_plan:
            return {}
        return {score.target.target: score for score in scores(self.run) if counted(score)}

    @property
    def targets_met(self) -> int:
        """Targets that hold in every year in which they are due."""
        return sum(score.met for score in self.scores.values())

    @property
    def npv(self) -> float | None:
        """Net present value by the scenario's own perspective, terminal value included, MUSD real."""
        if self.run is None or not self.has_plan:
            return None
        frame = self.run.tables["objective"]
        return float(frame.loc[frame["item"] == VALUE, "value"].iloc[0])

    @cached_property
    def net_cost(self) -> float | None:
        """Net cost to the state over all years, MUSD nominal; below nought it receives more than it spends."""
        return math.fsum(fiscal_of(self.run).net.values()) if self.run is not None and self.has_plan else None


def years_late(score: Score) -> int | None:
    """0 for a target that is met, the years after which it holds for good, ``None`` where it never does."""
    if score.met:
        return 0
    return None if score.since is None else score.since - min(score.values)


@dataclass(frozen=True)
class BatchResults:
    """A batch as it stands: scenarios in the order of the workbook's tasks; ``pairs`` are of those that have a run."""

    folder: Path
    record: BatchRecord
    scenarios: tuple[ScenarioResult, ...]
    pairs: Matrix

    @property
    def compared(self) -> tuple[ScenarioResult, ...]:
        """The scenarios of ``pairs``, in its order."""
        return tuple(each for each in self.scenarios if each.run is not None)

    @property
    def planned(self) -> tuple[ScenarioResult, ...]:
        """The scenarios that have a plan."""
        return tuple(each for each in self.scenarios if each.has_plan)

    @cached_property
    def targets(self) -> dict[str, Text]:
        """Names of the targets that count in any plan, by their key, in the order of the sheet."""
        found: dict[str, Text] = {}
        for each in self.planned:
            assert each.run is not None
            names = Names(each.run.case)
            for target in each.scores:
                found.setdefault(target, names("target", target))
        return found

    def told(self, at: int, order: Order) -> list[Text]:
        """Names of the compared scenarios against which the one at this place stands so."""
        others = zip(self.compared, self.pairs[at], strict=True)
        return [other.name for other, found in others if found is not None and found.order is order]


def batch_results(plan: BatchPlan, entries: Sequence[Entry]) -> BatchResults:
    """What the entries of a batch tell, with the runs that they name.

    Raises :class:`RunFolderError` when a run cannot be read.
    """
    any_inputs = next(iter(plan.inputs.values()))
    names = {str(row.values["scenario"]): row.values for row in any_inputs["Scenarios"].rows}
    found, standings = [], []
    for entry in entries:
        own = names.get(entry.key, {})
        name = Text(str(own.get("name_en") or entry.key), str(own.get("name_tr") or entry.key))
        if not entry.get("run") or entry.key not in plan.inputs:
            found.append(ScenarioResult(entry.key, name, entry))
            continue
        folder, inputs = plan.run_folder(entry), plan.inputs[entry.key]
        loaded = load_run(folder)
        case = case_from_tables(inputs, plan.workbook.stem, entry.key)
        outcome = Outcome(tuple(Phase.from_plain(phase) for phase in loaded.record.phases))
        run = Run(case, inputs, inputs, outcome, loaded.tables, (), (), loaded.record)
        standings.append(Proven.of(loaded.record, case.settings, fingerprint(inputs)))
        found.append(ScenarioResult(entry.key, name, entry, run, folder))
    return BatchResults(plan.study.folder, plan.record, tuple(found), matrix(standings))
