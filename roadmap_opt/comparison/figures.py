"""The scoreboard: key figures of every run side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.distinction import NET_PRESENT_VALUE
from roadmap_opt.figures import MUSD, number
from roadmap_opt.insight.scores import counted, scores
from roadmap_opt.messages import Text
from roadmap_opt.runs.run import by_year
from roadmap_opt.words import COMPARISON as WORDS

MONEY = MUSD

_MONEY_FIGURES = (
    ("sum_revenue", ("spot_revenue", "contract_revenue"), 1.0),
    ("sum_capex", ("capex",), -1.0),
    ("sum_programmes", ("programme_cost",), -1.0),
    ("sum_equity", ("equity",), 1.0),
    ("sum_grants", ("grants",), 1.0),
    ("sum_debt", ("debt_drawn",), 1.0),
    ("sum_dividends", ("dividends",), -1.0),
    ("sum_state", ("tax", "state_royalty"), -1.0),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: a value per run, ``None`` where a run has none. ``unit`` is empty for counts."""

    key: str
    label: Text
    unit: Text
    decimals: int
    values: tuple[float | None, ...]

    def shown(self, run: int) -> Text:
        """The value with its unit."""
        return number(self.values[run], self.decimals, self.unit)

    def difference(self, baseline: int, run: int) -> float | None:
        """Run less baseline; ``None`` when one of them has no value."""
        before, after = self.values[baseline], self.values[run]
        return None if before is None or after is None else after - before

    def difference_shown(self, baseline: int, run: int) -> Text:
        """The difference with its sign and unit; ``=`` where both print alike."""
        return signed(self.difference(baseline, run), self.decimals, self.unit)


def signed(difference: float | None, decimals: int, unit: Text) -> Text:
    """A difference with its sign and unit; ``=`` for one that rounds to nothing, a dash for an unknown one."""
    if difference is None:
        return Text.same("–")
    if round(difference, decimals) == 0:
        return Text.same("=")
    shown = number(difference, decimals, unit)
    return Text(f"+{shown.en}", f"+{shown.tr}") if difference > 0 else shown


def figures(compared_runs: Sequence[ComparedRun]) -> tuple[Figure, ...]:
    """The scoreboard: objective, net present values, targets, what is invested and who pays."""
    found = [
        _figure("objective", MONEY, 1, [subject.record.objective for subject in compared_runs]),
        _figure("open", MONEY, 1, [subject.standing.interval.width for subject in compared_runs]),
        _figure("npv_chosen", MONEY, 1, _items(compared_runs, NET_PRESENT_VALUE)),
        *(_figure(f"npv_{p}", MONEY, 1, _items(compared_runs, f"npv_{p}")) for p in ("project", "owner", "national")),
        _figure("targets_met", Text.same(""), 0, [_targets_met(subject)[0] for subject in compared_runs]),
        _figure("targets_counted", Text.same(""), 0, [_targets_met(subject)[1] for subject in compared_runs]),
        _figure("weighted_shortfall", Text.same(""), 3, _items(compared_runs, "weighted_shortfall")),
    ]
    sums = [_sums(subject) for subject in compared_runs]
    for key, lines, sign in _MONEY_FIGURES:
        values = [None if each is None else sign * math.fsum(each.get(line, 0.0) for line in lines) for each in sums]
        found.append(_figure(key, MONEY, 1, values))
    return tuple(found)


def _figure(key: str, unit: Text, decimals: int, values: Sequence[float | None]) -> Figure:
    return Figure(key, WORDS.both(f"figure_{key}"), unit, decimals, tuple(values))


def _items(compared_runs: Sequence[ComparedRun], item: str) -> list[float | None]:
    return [subject.objective_items.get(item) for subject in compared_runs]


def _sums(subject: ComparedRun) -> dict[str, float] | None:
    """Every line of the cash flow summed over the years, constant money."""
    if not subject.record.has_plan:
        return None
    lines = by_year(subject.tables["cash_flow"], ("line",), "real", keep_zero=True)
    return {line: math.fsum(years.values()) for (line,), years in lines.items()}


def _targets_met(subject: ComparedRun) -> tuple[float | None, float | None]:
    if not subject.record.has_plan:
        return None, None
    counting = [score for score in scores(subject.results) if counted(score)]
    return float(sum(score.met for score in counting)), float(len(counting))
