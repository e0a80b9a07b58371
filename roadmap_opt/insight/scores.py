"""How a run stands, in words: each target met or missed, since when and by how much; how good the plan is proven."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.figures import percent, spans
from roadmap_opt.insight.standing import CLOSE_GAP, ROUNDING, USABLE_GAP
from roadmap_opt.messages import Text
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.words import TERMS as WORDS


def proven_close(gaps: Sequence[float | None]) -> Text:
    """How many of the plans with these gaps (``None``: nothing is proven) are close to the best, in a sentence.

    There has to be one.
    """
    close = sum(gap is not None and gap <= CLOSE_GAP + ROUNDING for gap in gaps)
    share, within = percent(close / len(gaps), 0), percent(CLOSE_GAP, 0)
    return WORDS.both("proven_close", close=close, plans=len(gaps), share=share, within=within)


@dataclass(frozen=True, slots=True)
class Score:
    """One target over the years of its window, as readers see it. ``values`` holds NaN where a ratio was empty.

    ``values`` are those that are tested: a ratio that has to be reached stands over its least denominator where the
    plan has less, which ``thin`` tells: the denominator of the plan, in those years.

    ``shortfalls`` of a least value are at most 1: no more can be missing than all that is wanted, also of a share that
    is below nought in the tables because more was bought or recycled than made or used.
    """

    target: Target
    values: Mapping[int, float]
    aims: Mapping[int, float]
    shortfalls: Mapping[int, float]
    met_years: frozenset[int]
    thin: Mapping[int, float]

    @property
    def met(self) -> bool:
        """Whether the target holds in every year of its window."""
        return bool(self.values) and len(self.met_years) == len(self.values)

    @property
    def since(self) -> int | None:
        """First year from which the target holds without a break to the end of its window."""
        first = None
        for year in sorted(self.values, reverse=True):
            if year not in self.met_years:
                break
            first = year
        return first

    @property
    def worst_year(self) -> int:
        """Year of the largest relative shortfall; the first one when nothing is short."""
        return max(sorted(self.shortfalls), key=lambda year: self.shortfalls[year])

    @property
    def last_year(self) -> int:
        """Last year of the window."""
        return max(self.values)


def scores(run: Run) -> list[Score]:
    """Every target that is measured in this plan, in the order of the sheet."""
    frame = run.tables["targets"]
    found = []
    for target in run.case.targets:
        rows = frame[frame["target"] == target.target].sort_values("year")
        if rows.empty:
            continue
        years = [int(year) for year in rows["year"]]
        shortfalls = [missed_share(target.sense, float(value)) for value in rows["relative_shortfall"]]
        found.append(
            Score(
                target,
                dict(zip(years, map(float, rows["value"]), strict=True)),
                dict(zip(years, map(float, rows["aim"]), strict=True)),
                dict(zip(years, shortfalls, strict=True)),
                frozenset(year for year, met in zip(years, rows["met"], strict=True) if met),
                _thin(run, target, years),
            )
        )
    return found


def _thin(run: Run, target: Target, years: Sequence[int]) -> dict[int, float]:
    """Denominators below the least one, by year, of a ratio that has to be reached."""
    least = target.minimum_denominator
    if least is None or target.sense != ">=":
        return {}
    kpis = run.tables["kpis"]
    rows = kpis[(kpis["kpi"] == target.kpi) & (kpis["definition"] == target.definition) & kpis["year"].isin(years)]
    wholes = zip(rows["year"], rows["denominator"], strict=True)
    return {int(year): max(0.0, float(whole)) for year, whole in wholes if whole < least * (1 - ROUNDING)}


def missed_share(sense: str, relative: float) -> float:
    """The part of what is wanted that is missing, by the relative shortfall of the tables; a ceiling's excess."""
    if math.isnan(relative):
        return 0.0
    return min(1.0, relative) if sense == ">=" else relative


def counted(score: Score) -> bool:
    """Whether the target counts on the scoreboard; one that is off is only reported."""
    return score.target.mode != "off"


def describe_status(score: Score) -> Text:
    """Met or missed in words, with the year since when; a target that is off is neither."""
    if not counted(score):
        return WORDS.both("status_reported")
    if score.met:
        return WORDS.both("status_met")
    if score.since is not None:
        return WORDS.both("status_met_since", year=score.since)
    if score.met_years:
        return WORDS.both("status_lost", years=spans(score.met_years))
    return WORDS.both("status_missed")


def verdict(run: Run) -> Text:
    """How the solve ended, whose decisions had to be kept, and whether the audit passed."""
    record, status = run.record, run.outcome.status
    key = status.name.lower()
    if record.gap is None and status is Status.FEASIBLE_AT_LIMIT:
        key = "unproven"
    elif record.gap is not None and record.gap > USABLE_GAP:
        key = "weak"
    elif status is Status.OPTIMAL and record.gap is not None and record.gap > CLOSE_GAP + ROUNDING:
        key = "asked"
    limit = WORDS.both(f"limit_{record.stopped_by or 'other'}")
    told = [WORDS.both(f"verdict_{key}", gap=percent(record.gap), limit=limit)]
    if record.held is not None:
        kept = "verdict_held" if record.held["contracts"] else "verdict_held_plants"
        told.append(WORDS.both(kept, origin=record.held["origin"] or "–", until=record.held["until"]))
    if record.audit_passed is not None:
        passed = "passed" if record.audit_passed else "failed"
        told.append(WORDS.both(f"verdict_audit_{passed}", count=record.audit_violations))
    return Text.joined(*told)
