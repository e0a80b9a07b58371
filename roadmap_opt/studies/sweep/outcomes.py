"""The outcomes by which runs of a sweep are compared: money, targets, and the indicators that targets ask for."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.case import Case
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.messages import Text
from roadmap_opt.runs.names import Names
from roadmap_opt.studies.sweep.runs import SweepRun
from roadmap_opt.words import SWEEP as WORDS

SCORE = "score"
NPV = "npv"
SHORTFALL = "shortfall"
TARGETS_MET = "targets_met"

_FIGURES = {
    NPV: "chosen_npv_with_terminal",
    "npv_without_terminal": "chosen_npv_without_terminal",
    "npv_project": "npv_project",
    "npv_national": "npv_national",
    SHORTFALL: "weighted_shortfall",
}
"""Items of the objective table by outcome."""


@dataclass(frozen=True, slots=True)
class OutcomeColumn:
    """One outcome: its key, what it is called, its unit, and whether it is a share (shown in per cent). ``asked`` are
    the targets that the number of met targets counts.
    """

    key: str
    name: Text
    unit: Text
    is_share: bool = False
    asked: frozenset[str] = frozenset()

    def of(self, run: SweepRun) -> float | None:
        """The outcome's value in a run; ``None`` without a plan, and for an empty ratio.

        A share below nought (more was bought or recycled than made or used) counts as nought: nothing of it is left.
        """
        if not run.has_plan or run.figures is None or run.indicators is None:
            return None
        if self.key == SCORE:
            return run.found
        if self.key == TARGETS_MET:
            return float(sum(each.met for each in run.targets if each.target in self.asked))
        if self.key == "capex":
            return -run.figures["project: capex"]
        if self.key in _FIGURES:
            return run.figures[_FIGURES[self.key]]
        value = run.indicators.get(self.key)
        return max(0.0, value) if self.is_share and value is not None else value


def counted_targets(case: Case) -> frozenset[str]:
    """The targets that are wanted; one that is off is only reported."""
    return frozenset(target.target for target in case.targets if target.mode != "off")


def outcome_columns(case: Case, names: Names) -> tuple[OutcomeColumn, ...]:
    """Every outcome of a case: first the objective and money, then targets, then the indicators targets ask for."""
    money = names.unit("MUSD")
    count = names.unit("count")
    columns = [OutcomeColumn(key, WORDS.both(f"outcome_{key}"), money) for key in (SCORE, NPV, "npv_without_terminal")]
    columns += [
        OutcomeColumn(f"npv_{perspective}", WORDS.both(f"outcome_npv_{perspective}"), money)
        for perspective in ("project", "national")
        if perspective != case.settings.perspective
    ]
    columns.append(OutcomeColumn("capex", WORDS.both("outcome_capex"), money))
    columns.append(OutcomeColumn(TARGETS_MET, WORDS.both("outcome_targets_met"), count, asked=counted_targets(case)))
    columns.append(OutcomeColumn(SHORTFALL, WORDS.both("outcome_shortfall"), WORDS.both("unit_targets")))
    wanted = [target for target in case.targets if target.mode != "off"] or list(case.targets)
    asked = dict.fromkeys((target.kpi, target.definition) for target in wanted)
    several = {kpi for kpi, _ in asked if sum(other == kpi for other, _ in asked) > 1}
    for kpi, definition in asked:
        name = KPIS[kpi].named(definition) if kpi in several else names("kpi", kpi)
        unit = KPIS[kpi].unit
        columns.append(OutcomeColumn(f"{kpi}:{definition}", name, names.unit(unit), unit == "share"))
    return tuple(columns)
