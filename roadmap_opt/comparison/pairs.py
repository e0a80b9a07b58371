"""Every pair of runs: which of the two is better, as far as their intervals prove it, and what is missing where not.

A plan is proven only within a gap: the best plan of a run has an objective somewhere between what was found and what no
plan can beat. One run is better than another when all of its interval is. They are equal when both intervals together
span hardly anything. Where neither is proven, the two gaps have to shrink: at least by what lies between the found end
of one interval and the proven end of the other, whichever way round that is less. That one plan would be allowed in the
other run says nothing here: it is a plan found, not a bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from typing import Any

from roadmap_opt import figures
from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.messages import Text
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.solver.outcome import FINAL_FIGURES
from roadmap_opt.words import COMPARISON as WORDS

SAME = 1e-6
"""Objectives closer than this share of their size are equal."""

EQUAL = 0.01
"""Share of the objective that two intervals together may span for the runs to count as equal."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a run maximises; runs with equal aims have objectives on one scale."""

    objective: str
    valuation: Valuation
    shortfall_penalty: float

    @classmethod
    def of(cls, settings: Settings) -> Aim:
        """The aim that the settings ask for; what has no influence on the objective is left at nought."""
        penalty = settings.shortfall_penalty if settings.objective == "npv" else 0.0
        return cls(settings.objective, Valuation.of(settings), penalty)


def searched_phase(record: RunRecord) -> Mapping[str, Any] | None:
    """The first phase of the search, whose objective is the aim; ``None`` without one."""
    return next((phase for phase in record.phases if phase["name"] != FINAL_FIGURES), None)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the best objective of a run lies, MUSD; ``None`` for an end that is not known."""

    low: float | None
    high: float | None

    @classmethod
    def of(cls, record: RunRecord) -> Interval:
        """From the first phase, whose scale is the same in every run of one aim.

        A second phase maximises net present value at the shortfall that the first one reached, which differs from run
        to run: its bound says nothing about plans with another shortfall. The first phase's bound does.
        """
        phase = searched_phase(record)
        if phase is None or phase["objective"] is None:
            return cls(None, None)
        found, bound = float(phase["objective"]), phase["bound"]
        if bound is None:
            return cls(None, None)
        return cls(min(found, float(bound)), max(found, float(bound)))

    @property
    def width(self) -> float | None:
        """What the search leaves open, MUSD."""
        return None if self.low is None or self.high is None else self.high - self.low


class Order(Enum):
    """How the first run of a pair stands against the second; ``sign`` is what a narrow table shows."""

    BETTER = "better"
    WORSE = "worse"
    EQUAL = "equal"
    OPEN = "open"
    SAME_PROBLEM = "same_problem"
    NO_BOUND = "no_bound"
    OTHER_AIM = "other_aim"
    NO_PLAN = "no_plan"

    @property
    def is_told(self) -> bool:
        """Whether the better one is proven."""
        return self in (Order.BETTER, Order.WORSE)

    @property
    def sign(self) -> str:
        """One character."""
        return {"better": ">", "worse": "<", "equal": "=", "same_problem": "≡", "other_aim": "≠", "no_plan": "–"}.get(
            self.value, "…"
        )

    @property
    def words(self) -> Text:
        """The same in a word or two."""
        return WORDS.both(f"pair_{self.value}")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the best objective of a run; ``problem`` is equal for runs that solve the same one."""

    has_plan: bool
    interval: Interval
    aim: Aim
    problem: Any

    @classmethod
    def of(cls, record: RunRecord, settings: Settings, fingerprint: str) -> Standing:
        """Of a run with these settings and this fingerprint of its inputs."""
        return cls(record.has_plan, Interval.of(record), Aim.of(settings), (fingerprint, record.held))


@dataclass(frozen=True, slots=True)
class Pair:
    """How one run stands against another. Of an open pair, ``left_open`` is what the two gaps leave open together and
    ``shrink`` how much of that has to go at least before one of the two is proven to be better, both MUSD.
    """

    order: Order
    shrink: float | None = None
    left_open: float | None = None

    @property
    def reversed(self) -> Pair:
        """How the other run stands against the one."""
        turned = {Order.BETTER: Order.WORSE, Order.WORSE: Order.BETTER}
        return replace(self, order=turned.get(self.order, self.order))

    @property
    def share(self) -> float | None:
        """``shrink`` as a share of ``left_open``."""
        return None if self.shrink is None or self.left_open is None else self.shrink / self.left_open

    @property
    def sign(self) -> Text:
        """What a narrow table shows: a sign, or by how much the gaps would have to shrink."""
        return Text.same(self.order.sign) if self.share is None else figures.percent(self.share, 0)

    @property
    def words(self) -> Text:
        """The same in words, with amounts."""
        if self.order is not Order.OPEN:
            return self.order.words
        amounts = {"shrink": figures.short(self.shrink), "left_open": figures.short(self.left_open)}
        return WORDS.both("pair_open_by", **amounts)


def pair(one: Standing, other: Standing) -> Pair:
    """How ``one`` stands against ``other``, as far as the intervals prove it."""
    if not (one.has_plan and other.has_plan):
        return Pair(Order.NO_PLAN)
    first, second = one.interval, other.interval
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Pair(Order.NO_BOUND)
    if one.problem == other.problem:
        return Pair(Order.SAME_PROBLEM)
    if one.aim != other.aim:
        return Pair(Order.OTHER_AIM)
    slack = SAME * max(1.0, abs(first.low), abs(second.low))
    below, above = first.high - second.low, second.high - first.low
    if below < -slack or above < -slack:
        higher_wins = one.aim.objective != "cost"
        return Pair(Order.BETTER if (above < -slack) == higher_wins else Order.WORSE)
    ends = (first.low, first.high, second.low, second.high)
    if max(ends) - min(ends) <= EQUAL * max(1.0, min(map(abs, ends))):
        return Pair(Order.EQUAL)
    left_open = (first.high - first.low) + (second.high - second.low)
    return Pair(Order.OPEN, max(0.0, min(below, above)), left_open)


Matrix = tuple[tuple[Pair | None, ...], ...]
"""How the run of a row stands against that of a column; ``None`` against itself."""


def matrix(standings: Sequence[Standing]) -> Matrix:
    """All pairs, in the order of the runs."""
    places = range(len(standings))
    return tuple(
        tuple(None if row == column else pair(standings[row], standings[column]) for column in places) for row in places
    )


def summary(pairs: Matrix) -> Text:
    """How many of how many pairs are told apart, in a sentence."""
    orders = [found.order for row, column in combinations(range(len(pairs)), 2) if (found := pairs[row][column])]
    told = sum(order.is_told for order in orders)
    equal, still_open = orders.count(Order.EQUAL), orders.count(Order.OPEN)
    rest = len(orders) - told - equal - still_open
    words = WORDS.both("pairs_told", told=told, pairs=len(orders), equal=equal, open=still_open)
    if not rest:
        return words
    incomparable = WORDS.both("pairs_incomparable", count=rest)
    return Text(f"{words.en} {incomparable.en}", f"{words.tr} {incomparable.tr}")
