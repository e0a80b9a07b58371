"""Who searches on in what is left of a batch's time: the scenarios that keep pairs of scenarios open.

Half of the time is dealt out equally: without a first look at all of them nobody knows which ones matter. The rest goes
to scenarios that cannot be told apart from others, round after round; those that keep most pairs open come first. Each
round searches twice as long as the one before: a search begins its proof anew and gets beyond the bound it starts with
only in more time than that took. What would be left for no further round is dealt out in the last one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from roadmap_opt.comparison.pairs import Order, Standing, pair

FIRST_LOOK = 0.5
"""Share of the total time that all scenarios get together for their first search."""

GROWTH = 2.0
"""How many times as long as the last search the next one is."""

_UNDECIDED = (Order.OPEN, Order.NO_BOUND, Order.NO_PLAN)


@dataclass(frozen=True, slots=True)
class Contender:
    """A scenario in the race. ``is_closed`` says that more time changes nothing (its search came to its end, or it is
    proven that it has no plan); ``given`` are the seconds of its longest search.
    """

    scenario: str
    standing: Standing
    is_closed: bool
    given: float


@dataclass(frozen=True, slots=True)
class Round:
    """Scenarios that search on, for so many seconds each; ``undecided`` pairs are left of ``pairs``."""

    scenarios: tuple[str, ...]
    seconds: float
    undecided: int
    pairs: int


def first_look(total: float, limit: float, scenarios: int, workers: int) -> float:
    """Seconds of every first search: an equal share for each, and no more than the ``limit`` of one."""
    return min(limit, FIRST_LOOK * total / math.ceil(scenarios / workers))


def next_round(contenders: Sequence[Contender], left: float, workers: int) -> Round | None:
    """Who searches on in the seconds that are ``left``; ``None`` when nobody has to or the time is over.

    It is over when not even one search as long as the last one fits in.
    """
    pairs = _undecided(contenders)
    count = {each.scenario: sum(each.scenario in names for names in pairs) for each in contenders}
    able = [each for each in contenders if count[each.scenario] and not each.is_closed]
    if not able:
        return None
    longest = max(each.given for each in able)
    if left < longest:
        return None
    able.sort(key=lambda each: (-count[each.scenario], -_width(each.standing)))
    seconds = min(GROWTH * longest, left)
    turns = min(math.ceil(len(able) / workers), int(left / seconds))
    if left - turns * seconds < GROWTH * seconds:
        seconds = left / turns
    chosen = able[: turns * workers]
    every = len(contenders) * (len(contenders) - 1) // 2
    return Round(tuple(each.scenario for each in chosen), seconds, len(pairs), every)


def _undecided(contenders: Sequence[Contender]) -> list[tuple[str, str]]:
    """Pairs that more time could decide: of one aim, of different problems, neither better nor equal as proven."""
    return [
        (one.scenario, other.scenario)
        for one, other in combinations(contenders, 2)
        if one.standing.aim == other.standing.aim
        and one.standing.problem != other.standing.problem
        and not any(each.is_closed and not each.standing.has_plan for each in (one, other))
        and pair(one.standing, other.standing).order in _UNDECIDED
    ]


def _width(standing: Standing) -> float:
    return math.inf if standing.interval.width is None else standing.interval.width
