"""Indicators of every run side by side, from the same declarations as the results of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.figures import signed
from roadmap_opt.figures import NOTHING, decimals_of, is_below_nothing, number, part
from roadmap_opt.messages import Text
from roadmap_opt.runs.run import by_year
from roadmap_opt.words import COMPARISON as WORDS


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One indicator by one definition: values by year per run (none without a plan), NaN for an empty ratio."""

    kpi: str
    definition: str
    label: Text
    unit: Text
    is_share: bool
    years: tuple[int, ...]
    values: tuple[Mapping[int, float] | None, ...]

    def last(self, run: int) -> float | None:
        """Value in the last year that all runs share; ``None`` for an empty ratio."""
        values = self.values[run]
        value = None if values is None or not self.years else values.get(self.years[-1])
        return None if value is None or math.isnan(value) else value

    def shown(self, run: int) -> Text:
        """The value in the last year."""
        return indicator(self.last(run), self.unit, self.is_share)

    @property
    def is_below_nothing(self) -> bool:
        """Whether it is a share of which nothing is left in some run."""
        return self.is_share and any(is_below_nothing(self.last(run)) for run in range(len(self.values)))

    def difference_shown(self, baseline: int, run: int) -> Text:
        """Run less baseline in the last year; shares in percentage points, a dash where one is below nought."""
        before, after = self.last(baseline), self.last(run)
        if before is None or after is None:
            return Text.same("" if before is None and after is None else "–")
        if self.is_share and before != after and is_below_nothing(min(before, after)):
            return NOTHING
        if self.is_share:
            return signed(100 * (after - before), 1, WORDS.both("percentage_points"))
        return signed(after - before, max(decimals_of(before), decimals_of(after)), self.unit)

    @property
    def differs(self) -> bool:
        """Whether any two runs with a plan differ in any year by more than the solver's noise."""
        known = [values for values in self.values if values is not None]
        return any(_apart(known[0].get(year, math.nan), other.get(year, math.nan))
                   for other in known[1:] for year in self.years)  # fmt: skip


def indicator(value: float | None, unit: Text, is_share: bool) -> Text:
    """An indicator's value with its unit; an empty ratio in words, a share below nought as none."""
    if value is None or math.isnan(value):
        return WORDS.both("empty_ratio")
    return part(value, 1) if is_share else number(value, decimals_of(value), unit)


def kpi_rows(compared_runs: Sequence[ComparedRun]) -> tuple[KpiRow, ...]:
    """Every indicator by every definition that a target of any run uses, or the default one."""
    planned = [subject for subject in compared_runs if subject.record.has_plan]
    if not planned:
        return ()
    years = sorted(set.intersection(*(set(subject.case.decision_years) for subject in planned)))
    used = {(target.kpi, target.definition) for subject in planned for target in subject.case.targets}
    values = [
        by_year(subject.tables["kpis"], ("kpi", "definition"), "value", keep_zero=True)
        if subject.record.has_plan else None
        for subject in compared_runs
    ]  # fmt: skip
    found = []
    for kpi in KPIS.values():
        default = next(iter(kpi.definitions))
        for definition in kpi.definitions:
            if definition != default and (kpi.name, definition) not in used:
                continue
            unit = Text.same("") if kpi.unit in ("count", "ratio") else planned[0].names.unit(kpi.unit)
            by_run = tuple(None if each is None else each.get((kpi.name, definition), {}) for each in values)
            found.append(
                KpiRow(kpi.name, definition, kpi.named(definition), unit, kpi.unit == "share", tuple(years), by_run)
            )
    return tuple(found)


def _apart(one: float, other: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) != math.isnan(other)
    return abs(one - other) > 1e-6 * max(1.0, abs(one), abs(other))
