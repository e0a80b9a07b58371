"""What each target costs: last of all, and alone; at less than its value; and which targets get into its way.

All answers are about parts of the plan (:mod:`roadmap_opt.answers.parts`). The price of a target that comes last is
what the chosen net present value gains if nobody asks for it any more, the others being met as well as they are. Its
price alone is what is lost if it is asked for and no other is. Plants serve several targets, so the first prices add up
to less than the whole, the second to more. A target gets into the way of another that could be met better without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.parts import CLOSE
from roadmap_opt.answers.questions import Aim, Best, Question
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.case.tables import Tables
from roadmap_opt.reach import out_of_reach
from roadmap_opt.runs.explained import Between, TargetCost

KEPT, LEAST, NOTHING = "as it is", "least shortfall", "no target"
ROUND = 4e-3
"""Relative gap of what a target costs alone: hundreds of millions, both ends of which are told."""

LEVELS = (0.25, 0.5, 0.75)
"""Parts of its value at which a target is priced, too, if it costs anything."""

FREE = 3 * CLOSE
"""A price up to this much, MUSD, is none: two answers lie that far apart by their gaps."""

NOTICED = 1e-3
"""By how much the mean relative shortfall of another target falls before the two are said to be in each other's way."""


@dataclass(frozen=True, slots=True)
class TargetPrice:
    """What one target costs the plan.

    ``last`` and ``alone`` are the two prices in MUSD of net present value, nothing where no proof came in time;
    ``levels`` is the price at a part of the target's value. ``spared`` holds how much less of each figure
    (:data:`~roadmap_opt.answers.plan_figures.FIGURES`) the plan without the target has, ``left_out`` what it leaves
    out, ``hindered`` the other targets that could be met better without this one: mean relative shortfall now, and
    then. ``met_from`` is the year from which on the plan meets it to the end of its window, ``possible`` the first year
    of it in which arithmetic does not forbid that any plan does; nothing where there is no such year.
    """

    target: Target
    missed: tuple[int, ...]
    met_from: int | None
    possible: int | None
    last: Between | None
    alone: Between | None
    levels: Mapping[float, Between]
    spared: Mapping[str, float]
    left_out: tuple[tuple[str, int], ...]
    hindered: Mapping[str, tuple[float, float]]

    @property
    def cost(self) -> TargetCost | None:
        """The prices, if they are known."""
        return None if self.last is None else TargetCost(self.last, self.alone)


def questions(base: Base) -> tuple[Question, ...]:
    """What has to be asked for the prices of all targets at their values."""
    own = _own(base)
    names = frozenset(own)
    asked = [
        Question(KEPT, Aim.VALUE, held=own, frugal=True),
        Question(LEAST, Aim.SHORTFALL),
        Question(NOTHING, Aim.VALUE, off=names),
    ]
    for row in base.targets:
        name, others = row.target, {other: most for other, most in own.items() if other != row.target}
        off = frozenset((name,))
        asked.append(Question(f"last:{name}", Aim.VALUE, off=off, held=others, frugal=True))
        if sum(others.values()) > NOTICED:
            asked.append(Question(f"without:{name}", Aim.SHORTFALL, off=off))
        asked.append(Question(f"alone:{name}", Aim.VALUE, off=names - {name}, held={name: own[name]}, gap=ROUND))
    return tuple(asked)


def level_questions(base: Base, answers: Mapping[str, Best]) -> tuple[Question, ...]:
    """What has to be asked once the prices at full value are known: at a part of it a target costs no more."""
    own, asked = _own(base), []
    for row in base.targets:
        name = row.target
        last = _gain(answers.get(f"last:{name}"), answers.get(KEPT))
        if last is None or last.high <= FREE or not _has_levels(base, row):
            continue
        others = {other: most for other, most in own.items() if other != name}
        for part in LEVELS:
            limit = replace(row, target=f"{name}@{part:g}", value=part * row.value, mode="hard", weight=0.0)
            limit = replace(limit, first_year=_met_from(base, row))
            asked.append(Question(f"level:{part:g}:{name}", Aim.VALUE, frozenset((name,)), (limit,), held=others))
    return tuple(asked)


def _own(base: Base) -> dict[str, float]:
    """What each target adds to the weighted shortfall of the plan."""
    return {row.target: base.own(row.target) for row in base.targets}


def prices(base: Base, answers: Mapping[str, Best], inputs: Tables) -> tuple[TargetPrice, ...]:
    """The prices of the targets, in the order of the sheet."""
    possible = {each.target: each.possible for each in out_of_reach(base.case, inputs)}
    kept, nothing = answers.get(KEPT), answers.get(NOTHING)
    found = []
    for row in base.targets:
        name = row.target
        last, alone = answers.get(f"last:{name}"), answers.get(f"alone:{name}")
        price = _gain(last, kept)
        levels = {part: _gain(last, answers.get(f"level:{part:g}:{name}")) for part in LEVELS}
        if price is not None and price.high <= FREE and _has_levels(base, row):
            levels = dict.fromkeys(LEVELS, Between(0.0, price.high))
        found.append(
            TargetPrice(
                target=row,
                missed=base.missed(name),
                met_from=met if (met := _met_from(base, row)) <= max(base.shares[name], default=0) else None,
                possible=possible.get(name, max(row.first_year, base.case.decision_years[0])),
                last=price,
                alone=_gain(nothing, alone),
                levels={part: level for part, level in levels.items() if level is not None},
                spared=_spared(kept, last),
                left_out=() if last is None or kept is None else _more(last.left_out, kept.left_out),
                hindered=_hindered(base, answers.get(LEAST), answers.get(f"without:{name}"), name),
            )
        )
    return tuple(found)


def together(answers: Mapping[str, Best]) -> Between | None:
    """What all targets cost together: what the plan would be worth more if nobody asked for any of them."""
    return _gain(answers.get(NOTHING), answers.get(KEPT))


def _has_levels(base: Base, row: Target) -> bool:
    """Whether the target has a level between nothing and its value: not a count, and met in the last of its years."""
    years = base.shares[row.target]
    return row.sense == ">=" and KPIS[row.kpi].unit != "count" and bool(years) and _met_from(base, row) <= max(years)


def _met_from(base: Base, row: Target) -> int:
    """The year from which on the plan meets the target; after its last year if it does not meet it then."""
    missed = base.missed(row.target)
    return max(missed, default=row.first_year - 1) + 1


def _gain(freer: Best | None, bound: Best | None) -> Between | None:
    """By how much the best of the freer plans surpasses that of the others: never less than nothing."""
    if freer is None or freer.reached is None or freer.most is None:
        return None
    if bound is None or bound.reached is None or bound.most is None:
        return None
    return Between(max(0.0, freer.reached - bound.most), max(0.0, freer.most - bound.reached))


def _spared(kept: Best | None, last: Best | None) -> dict[str, float]:
    if kept is None or last is None or not last.figures:
        return {}
    return {name: kept.figures[name] - last.figures[name] for name in kept.figures}


def _more(left_out: Sequence[tuple[str, int]], anyway: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(each for each in left_out if each not in anyway)


def _hindered(base: Base, least: Best | None, without: Best | None, name: str) -> dict[str, tuple[float, float]]:
    """The other targets that could be met better without this one, whatever it costs: mean relative shortfall of each
    with it and without it, where the least shortfall of all others is proven to fall.
    """
    if least is None or least.most is None or without is None or without.reached is None:
        return {}
    if least.most - base.weighed(name, least.missed.get(name, {})) - without.reached <= NOTICED:
        return {}
    before, after = ({t: base.mean(t, years) for t, years in best.missed.items()} for best in (least, without))
    return {
        other: (share, after.get(other, 0.0))
        for other, share in before.items()
        if other != name and share - after.get(other, 0.0) > NOTICED
    }
