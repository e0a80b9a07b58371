"""The briefing of one run: contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from roadmap_opt import figures
from roadmap_opt.documents.briefing import Band, Block, Briefing, Numbers
from roadmap_opt.documents.components import Callout, Column, Paragraph, Row, Table, Tile, Words
from roadmap_opt.insight.confidence import confidence_of
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.insight.scores import Score, scores
from roadmap_opt.messages import Text
from roadmap_opt.reach import ABOUT_REACH, out_of_reach
from roadmap_opt.report.brief.charts import state_chart, targets_chart, uses_chart
from roadmap_opt.report.brief.tables import assumptions, capacity, decisions, money_limits, money_totals
from roadmap_opt.report.brief.targets import asked, targets
from roadmap_opt.report.run.first_screen import standing_callout, verdict_story
from roadmap_opt.report.run.money import raised_tile
from roadmap_opt.report.run.money_flows import returns_tiles
from roadmap_opt.report.run.summary import gap_tile, npv_tile, page_facts, page_title, targets_tile
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.said import both, known_again
from roadmap_opt.words import BRIEF as SAY
from roadmap_opt.words import SUMMARY
from roadmap_opt.words import TERMS as WORDS


def briefing_of(run: Run) -> Briefing:
    """The parts of the briefing."""
    names = Names(run.case)
    confidence = confidence_of(run) if run.outcome.status.has_plan else None
    band = _band(standing_callout(run, confidence))
    title, facts, foot = page_title(run), page_facts(run, names), _foot(run)
    pages = [SAY.both(key) for key in ("slide_targets", "slide_money", "slide_capacity", "page_money")]
    if confidence is None:
        story = SUMMARY.both("no_plan_lead")
        why, wanted = _why_no_plan(run), asked(run, names)
        return Briefing(SAY.both("kind"), title, facts, band, story, [], why, wanted, None, foot, pages)
    board = scores(run)
    return Briefing(
        SAY.both("kind"),
        title,
        facts,
        band,
        _words(verdict_story(run, names, board)),
        _tiles(run, board),
        decisions(run, names),
        targets(run, board, out_of_reach(run.case, run.inputs), names),
        Numbers(
            targets_chart(board, run.case.decision_years),
            state_chart(run),
            uses_chart(run, names),
            returns_tiles(run),
            money_totals(run),
            money_limits(run, names),
            capacity(run, names),
            assumptions(run, names, confidence),
        ),
        foot,
        pages,
    )


def _band(callout: Callout) -> Band:
    """The callout at the head of the page; without a plan it has no name."""
    return Band(callout.tone, callout.title or SAY.both("no_plan"), callout.text, callout.lines)


def _words(part: Paragraph) -> Words:
    return part.text


def _tiles(run: Run, board: list[Score]) -> list[Tile]:
    fiscal, years = fiscal_of(run), run.case.decision_years
    cost = figures.number(fiscal.so_far[years[-1]], 0, figures.MUSD)
    state = Tile(SAY.both("tile_state"), cost, SAY.both("tile_state_remark", first=years[0], last=years[-1]))
    view = WORDS.both(f"perspective_{run.case.settings.perspective}")
    return [targets_tile(board), state, raised_tile(run), replace(npv_tile(run), remark=view), gap_tile(run)]


def _why_no_plan(run: Run) -> Block:
    """Hard targets that are out of reach, and the lines of the record that say what else cannot hold together."""
    beyond = [target for target in out_of_reach(run.case, run.inputs) if target.hard]
    known = [line for line in run.conflicts if not (beyond and line.startswith(ABOUT_REACH))]
    if not beyond and not known:
        return Block(SAY.both("no_plan"), lead=SUMMARY.both("no_reason_known"))
    lines = [
        Row([words]) for words in (*(target.words for target in beyond), *(both(known_again(line)) for line in known))
    ]
    versions = []
    for shown in range(len(lines), 0, -1):
        left = len(lines) - shown
        more = [Row([SAY.both("and_more", listed="…", count=left)], quiet=True)] if left else []
        versions.append(Table("", [Column("")], [*lines[:shown], *more]))
    return Block(SUMMARY.both("cannot_hold"), versions)


def _foot(run: Run) -> list[Words]:
    """Which run this is, whether it was audited, and where its figures stand."""
    record = run.record
    written = figures.moment(datetime.fromisoformat(record.created_utc))
    gap = SAY.both("gap", gap=figures.percent(record.gap)) if record.gap is not None else SAY.both("gap_none")
    audit = SAY.both("audit_none")
    if record.audit_passed is not None:
        key = "audit_passed" if record.audit_passed else "audit_failed"
        audit = SAY.both(key, count=record.audit_violations)
    first: list[Words] = [SAY.both("run", run=record.run), PurePosixPath(record.workbook).name]
    first += [Text(f"{written.en} UTC", f"{written.tr} UTC"), gap, audit]
    second: list[Words] = [
        f"roadmap-opt {record.package_version}",
        SAY.both("inputs", digest=record.inputs_sha256),
        SAY.both("figures"),
    ]
    return [_in_a_row(first), _in_a_row(second)]


def _in_a_row(parts: Sequence[Words]) -> Text:
    texts = [part if isinstance(part, Text) else Text.same(part) for part in parts]
    return Text("  ·  ".join(each.en for each in texts), "  ·  ".join(each.tr for each in texts))
