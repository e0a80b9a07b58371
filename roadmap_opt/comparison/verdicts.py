"""Every pair of runs in one sentence: which is better, by how much, whether the solver's gaps allow to say so, and what
the largest part of the difference is.

The parts of a difference are the steps of the bridge of net present value and, because the objective charges missed
targets, the difference in weighted shortfall at the price of the search. The largest of those that work in the
direction of the difference is the reason that is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from roadmap_opt import figures
from roadmap_opt.auditor.record import SHORTFALL_PRICE
from roadmap_opt.comparison.bridge import REST, VISIBLE
from roadmap_opt.comparison.comparison import Comparison
from roadmap_opt.comparison.pairs import Aim, Order
from roadmap_opt.messages import Text
from roadmap_opt.words import COMPARISON as WORDS

MONEY = figures.MUSD

MISSED_TARGETS = "missed_targets"
"""The part of a difference that is no step of a bridge."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence about two runs: ``one`` is the better one, or the one whose plan reaches more; ``reason`` the part
    of the difference that it names with its amount, MUSD, empty where nothing differs.
    """

    one: int
    other: int
    order: Order
    words: Text
    reason: str = ""
    amount: float = 0.0


def verdicts(comparison: Comparison, against: int | None = None) -> list[Verdict]:
    """Of all pairs, in the order of the runs; or of every other run with the one that they are measured ``against``."""
    pairs = combinations(range(len(comparison.runs)), 2)
    return [verdict(comparison, *pair) for pair in pairs if against is None or against in pair]


def verdict(comparison: Comparison, one: int, other: int) -> Verdict:
    """What may be said of two runs, in a sentence."""
    found = comparison.pairs[one][other]
    assert found is not None, "a run is not compared with itself"
    order = found.order
    if order is Order.NO_PLAN:
        return Verdict(one, other, order, _without_plan(comparison, one, other))
    if order is Order.WORSE or (not order.is_told and _lead(comparison, one, other) < 0):
        one, other, found = other, one, found.reversed
    names = {"one": comparison.runs[one].label, "other": comparison.runs[other].label}
    amounts = {"left_open": figures.short(found.left_open, MONEY), "shrink": figures.short(found.shrink, MONEY)}
    told = [WORDS.both(f"verdict_{found.order.value}", **names, **amounts)]
    if not found.order.is_told:
        ahead = "ahead" if abs(_lead(comparison, one, other)) >= VISIBLE else "alike"
        told = [Text(f"{told[0].en}; {words.en}", f"{told[0].tr}; {words.tr}")
                for words in [WORDS.both(f"verdict_{ahead}", **names)]]  # fmt: skip
    told += [_value(comparison, one, other), _targets(comparison, one, other)]
    reason, amount = _reason(comparison, one, other)
    if reason:
        step = WORDS.both(
            f"step_{reason}" if reason != MISSED_TARGETS else f"missed_{'fewer' if amount > 0 else 'more'}"
        )
        told.append(WORDS.both("verdict_reason", step=step, amount=_signed(amount)))
    head, rest = told[0], Text.listed(told[1:], "; ")
    words = Text(f"{head.en}: {rest.en}.", f"{head.tr}: {rest.tr}.")
    return Verdict(one, other, found.order, words, reason, amount)


def shortfall_price(aim: Aim) -> float:
    """What a target of weight 1 that is wholly missed costs in the objective, MUSD."""
    return {"npv": aim.shortfall_penalty, "targets_first": SHORTFALL_PRICE}.get(aim.objective, 0.0)


def figure(comparison: Comparison, key: str, run: int) -> float:
    """A key figure of a run with a plan."""
    value = next(each for each in comparison.figures if each.key == key).values[run]
    assert value is not None, "a run with a plan has every figure"
    return value


def targets_met(comparison: Comparison, run: int) -> Text:
    """How many of how many targets the plan of a run meets."""
    met, counted = (round(figure(comparison, f"targets_{key}", run)) for key in ("met", "counted"))
    return WORDS.both("verdict_met", met=met, counted=counted)


def _lead(comparison: Comparison, one: int, other: int) -> float:
    """By how much the plan of one run reaches more than that of the other, by the objective of the one, MUSD."""
    return sum(_parts(comparison, one, other).values())


def _parts(comparison: Comparison, one: int, other: int) -> dict[str, float]:
    """What the plan of one run has more than that of the other, MUSD by step; missed targets at their price."""
    bridge = comparison.bridge(other, one)
    parts = {} if bridge is None else {step.key: step.amount for step in bridge.steps if step.key != REST}
    missed = figure(comparison, "weighted_shortfall", other) - figure(comparison, "weighted_shortfall", one)
    return parts | {MISSED_TARGETS: missed * shortfall_price(comparison.standings[one].aim)}


def _reason(comparison: Comparison, one: int, other: int) -> tuple[str, float]:
    """The largest part that works in the direction of the difference; nothing where none can be seen."""
    parts = _parts(comparison, one, other)
    direction = 1.0 if sum(parts.values()) >= 0 else -1.0
    largest = max(parts, key=lambda key: direction * parts[key])
    return (largest, parts[largest]) if direction * parts[largest] >= VISIBLE else ("", 0.0)


def _value(comparison: Comparison, one: int, other: int) -> Text:
    own, others = (figure(comparison, "npv_chosen", run) for run in (one, other))
    values = {"own": figures.short(own, MONEY), "others": figures.short(others, MONEY)}
    difference = own - others
    if abs(difference) < VISIBLE:
        return WORDS.both("verdict_value_same", **values)
    key = "verdict_value_more" if difference > 0 else "verdict_value_less"
    return WORDS.both(key, by=figures.short(abs(difference), MONEY), **values)


def _targets(comparison: Comparison, one: int, other: int) -> Text:
    short = [figure(comparison, "weighted_shortfall", run) for run in (one, other)]
    values = {"own": targets_met(comparison, one), "others": targets_met(comparison, other)}
    by = figures.number(abs(short[1] - short[0]), 2)
    if not by.en.strip("0."):
        return WORDS.both("verdict_targets_same", **values, shortfall=figures.number(short[0], 2))
    return WORDS.both("verdict_targets_fewer" if short[0] < short[1] else "verdict_targets_more", by=by, **values)


def _without_plan(comparison: Comparison, one: int, other: int) -> Text:
    names = {"one": comparison.runs[one].label, "other": comparison.runs[other].label}
    lacking = [run for run in (one, other) if not comparison.runs[run].has_plan]
    if len(lacking) == 2:
        return WORDS.both("verdict_no_plans", **names)
    if lacking == [one]:
        names = {"one": names["other"], "other": names["one"]}
    ended = comparison.runs[lacking[0]].ended
    return WORDS.both("verdict_no_plan", **names, ended=ended)


def _signed(amount: float) -> Text:
    shown = figures.short(amount, MONEY)
    return Text(f"+{shown.en}", f"+{shown.tr}") if amount > 0 else shown
