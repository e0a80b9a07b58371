"""The first screen: what is decided first, what it costs the state, what is met, why; and what could break it."""

from __future__ import annotations

import math

from roadmap_opt import figures
from roadmap_opt.documents.components import (
    Badge,
    Callout,
    Column,
    Component,
    Folded,
    Group,
    Pairs,
    Paragraph,
    Row,
    Table,
    Tone,
)
from roadmap_opt.figures import BASE_YEAR_MUSD, MUSD
from roadmap_opt.insight.confidence import UNCERTAIN, Confidence
from roadmap_opt.insight.costs.stages import stage_costs
from roadmap_opt.insight.first_steps import Step, first_steps, first_years
from roadmap_opt.insight.fiscal import fiscal_of
from roadmap_opt.insight.returns import returns_of
from roadmap_opt.insight.scores import Score, counted, verdict
from roadmap_opt.insight.standing import Standing
from roadmap_opt.messages import Text
from roadmap_opt.report.run.costs import TOLD, cost_sentence
from roadmap_opt.report.run.trust import input_name
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run, objective_items
from roadmap_opt.words import EXPLAIN
from roadmap_opt.words import SUMMARY as SAY

AT_STAKE = 3
"""Assumptions that are named."""

MOST_SHOWN = 10
"""Decisions up to which all are shown at once."""

SMALL_PART = 0.01
"""Part of the whole cost below which a decision is listed further below."""

VISIBLE = 0.5
"""MUSD below which the state has no cost worth telling."""

_TONES: dict[Standing, Tone] = {Standing.PROVEN: "good", Standing.USABLE: "warn", Standing.NOT_YET: "bad"}


def standing_callout(run: Run, confidence: Confidence | None = None) -> Callout:
    """How good the plan is: a word, a sentence, what it may be used for, and with its ``confidence`` what that does not
    say; its colour says the same.
    """
    standing = Standing.of(run)
    if not run.outcome.status.has_plan:
        return Callout(verdict(run), "bad")
    if run.record.audit_violations:
        return Callout(verdict(run), _TONES[standing], standing.name_in_words)
    advice = [standing.advice, *([] if confidence is None else [certainty(run, confidence)])]
    return Callout(verdict(run), _TONES[standing], standing.name_in_words, advice)


def certainty(run: Run, confidence: Confidence) -> Text:
    """That a gap is no error of estimate, and how much of the money rests on estimates."""
    share = figures.percent(_uncertain(confidence))
    if run.record.gap is None:
        return SAY.both("certainty_unproven", share=share)
    return SAY.both("certainty", gap=figures.percent(run.record.gap), share=share)


def _uncertain(confidence: Confidence) -> float:
    return math.fsum(confidence.leading[level] for level in UNCERTAIN) / (confidence.total or 1.0)


def verdict_story(run: Run, names: Names, board: list[Score]) -> Paragraph:
    """What a minister can repeat: what is begun first and for how much, what it costs the state, what is met, why."""
    told = [_begun(run), _state(run), _met(board, names), _worth(run), _reason(run)]
    kept = [sentence for sentence in told if sentence is not None]
    return Paragraph(Text.joined(*kept), "story")


def _begun(run: Run) -> Text | None:
    years, steps = first_years(run), first_steps(run)
    if not steps:
        return SAY.both("first_nothing", years=figures.span(years[0], years[-1]))
    programmes = sum(step.kind == "programme" for step in steps)
    modules = sum(step.count for step in steps if step.kind == "plant")
    contracts = sum(step.kind == "contract" for step in steps)
    return SAY.both(
        "first_begun_signed" if contracts else "first_begun",
        years=figures.span(years[0], years[-1]),
        programmes=SAY.both(f"programmes_{_how_many(programmes)}", count=programmes),
        modules=SAY.both(f"modules_{_how_many(modules)}", count=modules),
        contracts=SAY.both(f"contracts_{_how_many(contracts)}", count=contracts),
        cost=figures.number(math.fsum(step.cost for step in steps), 0, MUSD),
    )


def _how_many(number: int) -> str:
    return "one" if number == 1 else "many"


def _state(run: Run) -> Text | None:
    fiscal, last = fiscal_of(run), run.case.settings.last_year
    net, guaranteed = math.fsum(fiscal.net.values()), max(fiscal.guarantees.values(), default=0.0)
    if abs(net) < VISIBLE and guaranteed < VISIBLE:
        return None
    key = "state_guarantees" if guaranteed >= VISIBLE else "state"
    most = figures.number(guaranteed, 0, MUSD)
    return SAY.both(key if net >= 0 else f"{key}_gains", year=last, net=figures.number(abs(net), 0, MUSD), most=most)


def _met(board: list[Score], names: Names) -> Text | None:
    due = [score for score in board if counted(score)]
    if not due:
        return None
    late = [score for score in due if not score.met and score.since is not None]
    never = [score for score in due if not score.met and score.since is None]
    values = {"met": sum(score.met for score in due), "due": len(due), "late": len(late), "never": len(never)}
    lost = Text.listed(names("target", score.target.target) for score in never)
    key = "met_all" if not late and not never else "met_late" if not never else "met_never"
    return SAY.both(key, names=lost, **values)


def _worth(run: Run) -> Text | None:
    """That a plan loses money, where it does."""
    npv = objective_items(run)["chosen_npv_with_terminal"]
    if npv >= 0:
        return None
    key = "reason_no_return" if returns_of(run).payback is None else "reason_too_little"
    last = run.ix.rows.span(run.ix.rows.periods[-1])[-1]
    return SAY.both(key, year=last, npv=figures.number(npv, 0, MUSD))


def _reason(run: Run) -> Text | None:
    """What a kilogram costs and sells for: of a plan that loses money, why."""
    found = stage_costs(run.case, run.tables)
    made = {stage: years for stage, years in found.stages.items() if years}
    if not made:
        return None
    last = next(made[stage] for stage in TOLD if stage in made)
    cost = last[max(last)]
    if objective_items(run)["chosen_npv_with_terminal"] >= 0 or not cost.total > cost.reference:
        return cost_sentence(made)
    return cost_sentence(made, "said_against")


def decide_now(run: Run, names: Names) -> Group:
    """All that begins in the first two decision years, with its cost and what waits for it."""
    years, steps = first_years(run), first_steps(run)
    title = SAY.both("decide", years=figures.span(years[0], years[-1]))
    if not steps:
        return Group(title, [Paragraph(SAY.both("decide_nothing"))])
    columns = [
        Column(SAY.both("column_begins"), "year"),
        Column(SAY.both("column_decision")),
        Column(SAY.both("column_cost"), "number", BASE_YEAR_MUSD, 1),
        Column(SAY.both("column_usable"), "year"),
        Column(SAY.both("column_opens")),
    ]
    whole = math.fsum(step.cost for step in steps)
    few = len(steps) <= MOST_SHOWN
    small = [step for step in steps if step.kind != "contract" and step.cost < SMALL_PART * whole and not few]
    dear = sorted((step for step in steps if step not in small), key=lambda step: (step.year, -step.cost))
    total = Row((None, SAY.both("decide_total"), whole, None, None), "total")
    rows = [_row(step, names) for step in dear]
    parts: list[Component] = []
    if small:
        rest = SAY.both("decide_rest", count=len(small))
        rows.append(Row((None, rest, math.fsum(step.cost for step in small), None, None)))
        all_of_them = SAY.both("decide_all", years=figures.span(years[0], years[-1]), count=len(steps))
        every = Table(all_of_them, columns, [*(_row(step, names) for step in steps), total], searchable=True)
        parts = [Folded(all_of_them, [every])]
    shown = Table(SAY.both("decide_table" if small else "decide_few"), columns, [*rows, total], SAY.both("decide_note"))
    return Group(title, [shown, *parts], SAY.both("decide_lead"))


def _row(step: Step, names: Names) -> Row:
    return Row((step.year, step_name(step, names), step.cost or None, step.since, _opened(step, names)))


def step_name(step: Step, names: Names) -> Text:
    """What is decided: the programme or contract, or the plant with its site."""
    if step.kind != "plant":
        return names(step.kind, step.key)
    plant, site = names("plant", step.key), names("site", step.site)
    return SAY.both("decide_plant" if step.count == 1 else "decide_plants", plant=plant, site=site, count=step.count)


def _opened(step: Step, names: Names) -> Text | None:
    if not step.opens:
        return None
    return Text.listed(names(kind, key) for kind, key in step.opens)


def at_stake(run: Run, names: Names, confidence: Confidence) -> Group:
    """The assumptions on which most money rests, and how much of all money rests on estimates and assumptions."""
    whole = confidence.total or 1.0
    columns = [
        Column(SAY.both("column_assumption")),
        Column(SAY.both("column_rests"), "number", BASE_YEAR_MUSD, 0),
        Column(SAY.both("column_of_all"), "share", decimals=0),
        Column(SAY.both("column_known")),
        Column(SAY.both("column_where"), "quiet"),
    ]
    rows = [
        Row((
            input_name(*row.row, run, names), row.money, row.money / whole,
            Badge(SAY.both(f"known_{row.confidence}"), "warn"), f"{row.row[0]} › {row.row[1]}",
        ))
        for row in [row for row in confidence.rows if row.confidence in UNCERTAIN][:AT_STAKE]
    ]  # fmt: skip
    parts: list[Component] = [Table(SAY.both("stake_table"), columns, rows, SAY.both("stake_note"))] if rows else []
    counted_money = figures.number(confidence.total, 0, BASE_YEAR_MUSD)
    lead = SAY.both("stake_lead", share=figures.percent(_uncertain(confidence)), whole=counted_money)
    return Group(SAY.both("stake"), parts, lead)


def levers(run: Run) -> Group:
    """What can be moved, as far as it was asked; and how to ask where nothing was."""
    told = run.explained.topics if run.explained is not None else {}
    first = [(EXPLAIN.both(f"topic_{topic}"), sentences[0]) for topic, sentences in told.items() if sentences]
    if not first:
        return Group(SAY.both("levers"), [Paragraph(SAY.both("levers_ask", run=run.record.run))])
    return Group(SAY.both("levers"), [Pairs(first)], SAY.both("levers_told"))
