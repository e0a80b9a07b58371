"""Targets in the briefing: those that are late or missed with the reason, those that are met in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roadmap_opt import figures
from roadmap_opt.documents.briefing import Block
from roadmap_opt.documents.components import Badge, Column, Row, Table
from roadmap_opt.insight.scores import Score, counted, describe_status
from roadmap_opt.messages import Text
from roadmap_opt.reach import OutOfReach
from roadmap_opt.report.run.scoreboard import reached, score_tone, wanted, year_marks
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import BRIEF as SAY
from roadmap_opt.words import SUMMARY
from roadmap_opt.words import TERMS as WORDS

_COLUMNS = tuple(Column(SUMMARY.both(f"column_{key}")) for key in ("target", "result", "wanted", "reached"))


def targets(run: Run, board: Sequence[Score], beyond: Sequence[OutOfReach], names: Names) -> Block:
    """Rows for those that are open, each with its reason; then the names of those that are met."""
    due = [score for score in board if counted(score)]
    title = SUMMARY.both("board")
    if not due:
        return Block(title, lead=SAY.both("targets_none"))
    open_ones = sorted((score for score in due if not score.met), key=lambda score: score.since is not None)
    met = [score for score in due if score.met]
    reasons = {target.target: target for target in beyond}
    why = {score.target.target: _why(score, reasons.get(score.target.target), run) for score in open_ones}
    years = run.case.decision_years
    columns = (*_COLUMNS, Column(figures.span(years[0], years[-1])))
    versions = []
    if met and open_ones:  # the longest one has a row for each of them
        rows = [*_open_rows(open_ones, years, why, names), *(_row(score, years, names) for score in met)]
        versions.append(Table("", columns, rows))
    for shown in range(len(open_ones), -1, -1):
        rows = _open_rows(open_ones[:shown], years, why, names)
        if shown < len(open_ones):
            rows.append(Row([SAY.both("targets_more", count=len(open_ones) - shown)], "heading", quiet=True))
        if met:
            listed = [names("target", score.target.target) for score in met]
            words = Text("; ".join(each.en for each in listed), "; ".join(each.tr for each in listed))
            rows.append(Row([SAY.both("targets_met", count=len(met), listed=words)], "heading", quiet=shown > 0))
        versions.append(Table("", columns, rows))
    return Block(title, versions, SAY.both("targets_lead", first=years[0], last=years[-1]), 1)


def _open_rows(listed: Sequence[Score], years: Sequence[int], why: Mapping[str, Text], names: Names) -> list[Row]:
    rows = []
    for score in listed:
        rows.append(_row(score, years, names))
        rows.append(Row([why[score.target.target]], "heading", quiet=True))
    return rows


def _row(score: Score, years: Sequence[int], names: Names) -> Row:
    status = Badge(_status(score), score_tone(score))
    name = names("target", score.target.target)
    return Row((name, status, wanted(score.target, names), reached(score, names), year_marks(score, years)))


def _status(score: Score) -> Text:
    """A status on one line: from when on a late one holds, others without tick or cross."""
    if score.met or score.since is None:
        return _unmarked(describe_status(score))
    late = SAY.both("late", year=score.since)
    return Text(late.en.replace(" ", figures.NO_BREAK), late.tr.replace(" ", figures.NO_BREAK))


def _unmarked(words: Text) -> Text:
    """A status without its tick or cross: on paper the colour and the marks of the years stand beside it."""
    return Text(words.en.lstrip("✓✗ "), words.tr.lstrip("✓✗ "))


def _why(score: Score, beyond: OutOfReach | None, run: Run) -> Text:
    """Why a target is late: what no plan can do, and from when on it is this plan that does something else first."""
    price = _price(score, run)
    if beyond is None:
        return SAY.both("why_open", price=price or SAY.both("price_unknown"))
    first = beyond.all_reasons[0].words
    reason = Text(_sentence(first.en), _sentence(first.tr))
    if beyond.possible is None:
        return SAY.both("why_never", reason=reason)
    told = SAY.both("why_not_before", year=beyond.possible, reason=reason)
    if score.since is not None and score.since <= beyond.possible:
        return told
    key = "why_from" if score.since is None else "why_from_to"
    last = beyond.possible if score.since is None else score.since - 1
    weighed = SAY.both(key, year=beyond.possible, years=figures.span(beyond.possible, last))
    return Text.joined(told, weighed, *([price] if price else []))


def _price(score: Score, run: Run) -> Text | None:
    """What meeting the target costs as far as the plan meets it, where that was asked."""
    prices = run.explained.prices if run.explained is not None else {}
    if score.target.target not in prices:
        return None
    cost = prices[score.target.target]
    if cost is None:
        return SAY.both("price_open")
    if cost.is_little:
        return SAY.both("price_little")
    if cost.alone is None:
        return SAY.both("price_told_last", last=cost.last.told())
    return SAY.both("price_told", last=cost.last.told(), alone=cost.alone.told())


def _sentence(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def asked(run: Run, names: Names) -> Block:
    """What a run without a plan was asked."""
    columns = [Column(SUMMARY.both("column_target")), Column(SUMMARY.both("column_wanted")), Column("", "quiet")]
    rows = [
        Row((names("target", target.target), wanted(target, names), WORDS.both(f"mode_{target.mode}")))
        for target in run.case.targets
        if target.mode != "off"
    ]
    if not rows:
        return Block(SUMMARY.both("asked"), lead=SAY.both("targets_none"))
    return Block(SUMMARY.both("asked"), [Table("", columns, rows[:shown]) for shown in range(len(rows), 0, -1)])
