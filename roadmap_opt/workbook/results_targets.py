"""How each target stands: met or missed, since when, reached against wanted in its worst and its last year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.workbook.results_content import Results
from roadmap_opt.workbook.results_page import Book


@dataclass(frozen=True, slots=True)
class Score:
    """One target over the years of its window. ``values`` holds NaN where a ratio was empty."""

    target: Target
    values: Mapping[int, float]
    aims: Mapping[int, float]
    shortfalls: Mapping[int, float]
    met_years: frozenset[int]

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


def scores(results: Results) -> list[Score]:
    """Every target that is measured in this plan, in the order of the sheet."""
    frame = results.tables["targets"]
    found = []
    for target in results.case.targets:
        rows = frame[frame["target"] == target.target].sort_values("year")
        if rows.empty:
            continue
        years = [int(year) for year in rows["year"]]
        shortfalls = [0.0 if math.isnan(value) else float(value) for value in rows["relative_shortfall"]]
        found.append(
            Score(
                target,
                dict(zip(years, map(float, rows["value"]), strict=True)),
                dict(zip(years, map(float, rows["aim"]), strict=True)),
                dict(zip(years, shortfalls, strict=True)),
                frozenset(year for year, met in zip(years, rows["met"], strict=True) if met),
            )
        )
    return found


def counted(score: Score) -> bool:
    """Whether the target counts on the scoreboard; one that is off is only reported."""
    return score.target.mode != "off"


def describe_status(book: Book, score: Score) -> str:
    """Met or missed in words, with the year since when; a target that is off is neither."""
    if not counted(score):
        return book.say("status_reported")
    if score.met:
        return book.say("status_met")
    if score.since is not None:
        return book.say("status_met_since", year=score.since)
    if score.met_years:
        return book.say("status_lost", years=_spans(score.met_years))
    return book.say("status_missed")


def _spans(years: frozenset[int]) -> str:
    """Years as spans: ``2030–2032, 2034``."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
