"""Targets of every run side by side: wanted, reached, met or missed and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.indicators import indicator
from roadmap_opt.figures import BELOW_NOTHING, decimals_of, lacking, number, percent, spans
from roadmap_opt.insight.scores import Score, counted, describe_status, scores
from roadmap_opt.messages import Text
from roadmap_opt.runs.names import Names
from roadmap_opt.words import COMPARISON as WORDS


@dataclass(frozen=True, slots=True)
class TargetCell:
    """How one run stands on one target. ``value`` is that of the last year of the window, NaN for an empty ratio.

    ``shortfall`` is the largest part of what is wanted that is missing in any year (of a ceiling, the largest excess),
    ``worst_year`` where it occurs; ``counts`` is false for a target that is off in this run.
    """

    wanted: Text
    value: Text
    status: Text
    met: bool
    counts: bool
    shortfall: float
    worst_year: int
    is_ceiling: bool

    @property
    def missed_by(self) -> Text:
        """Largest shortfall or excess in per cent of what is wanted, with its year; empty for a target that is met."""
        if self.met or not self.counts:
            return Text.same("")
        key = "exceeded_by" if self.is_ceiling else "missed_by"
        return WORDS.both(key, share=lacking(self.shortfall), year=self.worst_year)

    @property
    def is_below_nothing(self) -> bool:
        """Whether the value is a share of which nothing is left."""
        return self.value == BELOW_NOTHING


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target over all runs; ``None`` where a run has no plan or no such target."""

    key: str
    label: Text
    unit: Text
    is_share: bool
    cells: tuple[TargetCell | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the runs differ in what is wanted, in how it stands, or visibly in what is reached."""
        seen = {None if c is None else (c.wanted, c.status, c.value, c.missed_by) for c in self.cells}
        return len(seen) > 1


def target_rows(compared_runs: Sequence[ComparedRun]) -> tuple[TargetRow, ...]:
    """Every target of any run: wanted, reached, met or missed and by how much."""
    by_run = [{score.target.target: score for score in scores_of(subject)} for subject in compared_runs]
    found = []
    for key in dict.fromkeys(key for each in by_run for key in each):
        scored = [each.get(key) for each in by_run]
        first = next(at for at, score in enumerate(scored) if score is not None)
        names = compared_runs[first].names
        score = by_run[first][key]
        kpi = KPIS[score.target.kpi]
        is_share = kpi.unit == "share"
        cells = tuple(
            None if each is None else _target_cell(each, subject.names)
            for each, subject in zip(scored, compared_runs, strict=True)
        )
        found.append(TargetRow(key, names("target", key), names.unit(kpi.unit), is_share, cells))
    return tuple(found)


def _target_cell(score: Score, names: Names) -> TargetCell:
    target, kpi = score.target, KPIS[score.target.kpi]
    unit, is_share = names.unit(kpi.unit), kpi.unit == "share"
    unit = Text.same("") if kpi.unit in ("count", "ratio") else unit
    aim = percent(target.value, 0 if (100 * target.value).is_integer() else 1) if is_share else number(
        target.value, decimals_of(target.value), unit
    )  # fmt: skip
    sign = "≥" if target.sense == ">=" else "≤"
    years = spans(frozenset(score.values))
    return TargetCell(
        wanted=Text(f"{sign} {aim.en}, {years}", f"{sign} {aim.tr}, {years}"),
        value=indicator(score.values[score.last_year], unit, is_share),
        status=describe_status(score),
        met=score.met,
        counts=counted(score),
        shortfall=max(score.shortfalls.values()),
        worst_year=score.worst_year,
        is_ceiling=target.sense == "<=",
    )


def scores_of(subject: ComparedRun) -> list[Score]:
    """Every target that the run's plan is measured by; none without a plan."""
    return scores(subject.results) if subject.record.has_plan else []
