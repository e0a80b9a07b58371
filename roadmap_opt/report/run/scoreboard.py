"""The targets of a run as a table, missed ones first: their years, what was reached, by how much they fail."""

from __future__ import annotations

import math
from collections.abc import Sequence

from roadmap_opt import figures
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.documents.components import Badge, Column, Component, Folded, Group, Row, Table, Tone, YearMarks
from roadmap_opt.insight.scores import Score, counted, describe_status
from roadmap_opt.messages import Text
from roadmap_opt.runs.names import Names
from roadmap_opt.words import SUMMARY as SAY

BROUGHT = ("drawn", "in_use")
"""Definitions that count what has brought money or goods, not what is signed."""


def scoreboard(board: Sequence[Score], years: Sequence[int], names: Names) -> list[Component]:
    """The table, and below it the targets that are off, folded; nothing without targets."""
    still_open = [score for score in board if counted(score) and not score.met]
    met = [score for score in board if counted(score) and score.met]
    reported = [score for score in board if not counted(score)]
    rows: list[Row] = []
    for key, scores in (("board_open", still_open), ("board_met", met)):
        if scores:
            rows.append(Row([SAY.both(key, count=len(scores))], "heading"))
            rows += [_row(score, years, names) for score in scores]
    note = SAY.both("board_note", first=years[0], last=years[-1])
    parts: list[Component] = [Table(SAY.both("board"), _COLUMNS, rows, note)] if rows else []
    if reported:
        title = SAY.both("board_reported", count=len(reported))
        parts.append(Folded(title, [Table(title, _COLUMNS, [_row(score, years, names) for score in reported])]))
    return [Group(SAY.both("board"), parts)] if parts else []


_COLUMNS = tuple(Column(SAY.both(f"column_{key}")) for key in ("target", "result", "wanted", "reached", "years"))


def target_value(value: float, kpi: str, names: Names) -> Text:
    """A value of an indicator in its unit; of a share below nought that nothing is left."""
    unit = KPIS[kpi].unit
    if unit == "share":
        return figures.part(value, 0 if float(round(100 * value, 6)).is_integer() else 1)
    return figures.short(value, None if unit in ("count", "ratio") else names.unit(unit))


def _row(score: Score, years: Sequence[int], names: Names) -> Row:
    name, status = names("target", score.target.target), Badge(describe_status(score), score_tone(score))
    return Row((name, status, wanted(score.target, names), reached(score, names), year_marks(score, years)))


def wanted(target: Target, names: Names) -> Text:
    """What a target asks for, and when."""
    words = {"sense": "≥" if target.sense == ">=" else "≤", "value": target_value(target.value, target.kpi, names)}
    if target.last_year == target.first_year:
        return SAY.both("wanted_once", year=target.first_year, **words)
    if target.last_year is not None:
        return SAY.both("wanted_within", first=target.first_year, last=target.last_year, **words)
    return SAY.both("wanted", year=target.first_year, **words)


def year_marks(score: Score, years: Sequence[int]) -> YearMarks:
    """A mark for each of the years."""
    marks = [None if year not in score.values else year in score.met_years for year in years]
    return YearMarks(marks, _spoken(score), years)


def score_tone(score: Score) -> Tone:
    """Good where a target is met, a warning where it is late."""
    if not counted(score):
        return "neutral"
    return "good" if score.met else "warn" if score.since is not None else "bad"


def _spoken(score: Score) -> Text:
    missed = frozenset(score.values) - score.met_years
    told = [
        SAY.both(key, years=figures.spans(years))
        for key, years in (("marks_met", score.met_years), ("marks_missed", missed))
        if years
    ]
    return Text.listed(told, "; ")


def reached(score: Score, names: Names) -> Text:
    """What was reached: in the last year when the target is met, else in its worst year, and by how much it fails."""
    year = score.last_year if score.met else score.worst_year
    value = score.values[year]
    if math.isnan(value):
        return SAY.both("reached_empty", year=year)
    if KPIS[score.target.kpi].is_share and figures.is_below_nothing(value):
        return SAY.both("reached_none", year=year)
    shown = target_value(value, score.target.kpi, names)
    key = "reached" if year in score.met_years else "reached_short" if score.target.sense == ">=" else "reached_over"
    said = SAY.both(key, value=shown, year=year, short=figures.lacking(score.shortfalls[year]))
    if score.target.definition in BROUGHT and year not in score.met_years:
        return Text.listed((said, SAY.both("reached_brought")), "; ")
    if year not in score.thin:
        return said
    unit = names.unit(KPIS[score.target.kpi].whole_unit(score.target.definition))
    least = score.target.minimum_denominator or 0.0
    thin = SAY.both("reached_thin", has=figures.short(score.thin[year], None), least=figures.short(least, unit))
    return Text.listed((said, thin), "; ")
