"""How firm a plan is: what it would lose without each of its parts, and with less of something that a planner may want
less of.

The loss is in the objective of the search: net present value less the price of the shortfall. A part whose loss is
proven to be above a margin is in every plan made of parts of this one that is within that margin of it; one whose loss
is below it is not needed within it, and the plan that shows it is told by what it leaves out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.parts import MET
from roadmap_opt.answers.price import NOTICED
from roadmap_opt.answers.questions import Aim, Best, Question
from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.runs.explained import Between
from roadmap_opt.solver.outcome import Status

MARGINS = (0.01, 0.03, 0.05)
"""Margins within which a part is needed or not, relative to the objective of the plan."""

CHOSEN = ("policy", "partnership", "research")
"""Kinds of programmes that are asked about one by one; studies, permits and licences go with the plant they are for."""


class Firmness(NamedTuple):
    """What a plan loses without one of its parts (``loss``, MUSD of the objective), with the net present value and the
    weighted shortfall that are then left and what else goes.

    ``kind`` is that of a pin, of a plant type ``build``; ``years`` are those of its decisions. What ``must`` be there
    is asked for by a pin or a hard target, or nothing at all can be kept without it.
    """

    item: str
    kind: str
    years: tuple[int, ...]
    must: bool
    loss: Between | None
    npv: float | None
    shortfall: float | None
    left_out: tuple[tuple[str, int], ...]

    def needed(self, margin: float, objective: float) -> bool | None:
        """Whether it is in every plan within a margin; ``None`` where neither is proven."""
        if self.must:
            return True
        if self.loss is None:
            return None
        allowed = margin * abs(objective)
        return True if self.loss.low > allowed else False if self.loss.high <= allowed else None


def questions(base: Base) -> tuple[Question, ...]:
    """What has to be asked: each part taken out, and as much as possible of them together."""
    taken = parts(base).items()
    out = (Question(f"out:{item}", Aim.BOTH, without=names, against=base.objective) for item, (_, names, _) in taken)
    return (*out, *lean_questions(base))


def parts(base: Base) -> dict[str, tuple[str, frozenset[str], tuple[int, ...]]]:
    """The parts of a plan that are asked about: how each is decided, the names that it goes by, and its years."""
    plan, case = base.plan, base.case
    plants = {row.module: row.plant for row in case.modules}
    found: dict[str, tuple[str, frozenset[str], tuple[int, ...]]] = {}
    for row in case.plants:
        built = [(module, year) for _, module, year in plan.builds if plants[module] == row.plant]
        if built:
            years = tuple(sorted({year for _, year in built}))
            found[row.plant] = ("build", frozenset(module for module, _ in built), years)
    chosen = {row.programme for row in case.programmes if row.kind in CHOSEN and row.started is None}
    for kind, taken in (
        ("start", {name: year for name, year in plan.programmes.items() if name in chosen}),
        ("sign", plan.contracts),
        ("mobilise", plan.sources),
    ):
        found |= {name: (kind, frozenset((name,)), (year,)) for name, year in taken.items()}
    return found


def firmness(base: Base, answers: Mapping[str, Best]) -> tuple[Firmness, ...]:
    """The parts of the plan, those first whose loss is largest."""
    found = []
    for item, (kind, names, years) in parts(base).items():
        if (out := answers.get(f"out:{item}")) is None:
            continue
        must = out.status is Status.INFEASIBLE
        also = tuple(each for each in out.left_out if each[0] not in names)
        found.append(Firmness(item, kind, years, must, loss(base, out), out.npv, out.shortfall, also))
    return tuple(sorted(found, key=lambda part: (not part.must, -(part.loss.low if part.loss else 0.0))))


def loss(base: Base, best: Best | None) -> Between | None:
    """What the objective of the plan loses at least and at most to the best of other plans; nothing without proof."""
    if best is None or best.reached is None or best.most is None:
        return None
    return Between(max(0.0, base.objective - best.most), max(0.0, base.objective - best.reached))


class Lean(NamedTuple):
    """The parts of a plan that cost least to build within a margin of its objective: investment in MUSD of the base
    year, between what is proven and what is reached, against that of the plan (``before``); net present value, weighted
    shortfall, and what goes all together.
    """

    margin: float
    investment: Between
    before: float
    npv: float
    shortfall: float
    left_out: tuple[tuple[str, int], ...]


def lean_questions(base: Base) -> tuple[Question, ...]:
    """What has to be asked: the least investment within each margin."""
    return tuple(Question(_lean(margin), Aim.INVESTMENT, within=_within(base, margin)) for margin in MARGINS)


def leanest(base: Base, answers: Mapping[str, Best]) -> tuple[Lean, ...]:
    """The leanest plans, the narrowest margin first; those that were not found in time are missing."""
    before, found = _cost(base, _built(base)), []
    for margin in MARGINS:
        best = answers.get(_lean(margin))
        if best is None or best.reached is None or best.npv is None or best.shortfall is None:
            continue
        least = Between(max(0.0, best.most or 0.0), best.reached)
        found.append(Lean(margin, least, before, best.npv, best.shortfall, best.left_out))
    return tuple(found)


class Unlike(NamedTuple):
    """A plan of parts of the plan that is as unlike both it and the leanest one as a margin allows: it has as little as
    can be of what the leanest keeps. Investment in MUSD of the base year, net present value, weighted shortfall, what
    it goes without, and what it has that the leanest goes without.
    """

    margin: float
    investment: float
    npv: float
    shortfall: float
    left_out: tuple[tuple[str, int], ...]
    instead: tuple[tuple[str, int], ...]


def unlike_questions(base: Base, answers: Mapping[str, Best]) -> tuple[Question, ...]:
    """What has to be asked once the leanest plan within the widest margin is known; nothing where none was found."""
    margin = MARGINS[-1]
    lean = answers.get(_lean(margin))
    if lean is None or lean.reached is None or not (gone := _gone(base, lean)):
        return ()
    kept = frozenset(module for module, count in _built(base).items() if gone[module] < count)
    return (Question("unlike", Aim.INVESTMENT, within=_within(base, margin), counted=kept),) if kept else ()


def unlike(base: Base, answers: Mapping[str, Best]) -> Unlike | None:
    """The plan unlike both; nothing where it was not found or differs from one of them by no module."""
    lean, best = answers.get(_lean(MARGINS[-1])), answers.get("unlike")
    if lean is None or best is None or best.npv is None or best.shortfall is None:
        return None
    if (gone := _gone(base, best)) in (_gone(base, lean), Counter()):
        return None
    cost = _cost(base, _built(base) - gone)
    instead = tuple((Counter(lean.left_out) - Counter(best.left_out)).elements())
    return Unlike(MARGINS[-1], cost, best.npv, best.shortfall, best.left_out, instead)


def _lean(margin: float) -> str:
    """Key of the question for the leanest plan within a margin."""
    return f"lean:{margin:g}"


def _within(base: Base, margin: float) -> float:
    """The least that a plan within a margin is worth, in the objective of the search."""
    return base.objective - margin * abs(base.objective)


def _cost(base: Base, built: Counter[str]) -> float:
    """Capital cost of so many of each module, MUSD of the base year."""
    ix = Indexes(base.case)
    return sum(ix.plants.capex(ix.rows.modules[module]) * count for module, count in built.items())


def _built(base: Base) -> Counter[str]:
    """How many of each module the plan builds."""
    found: Counter[str] = Counter()
    for (_, module, _), count in base.plan.builds.items():
        found[module] += count
    return found


def _gone(base: Base, best: Best) -> Counter[str]:
    """How many of each module a plan of its parts goes without."""
    built = _built(base)
    return Counter(name for name, _ in best.left_out if name in built)


class Limited(NamedTuple):
    """What a front limits: an indicator, in all years or in the last one only."""

    kpi: str
    definition: str
    in_the_end: bool = False

    def since(self, case: Case) -> int:
        """The first year in which it is limited."""
        return case.decision_years[-1 if self.in_the_end else 0]


FRONTS: Mapping[str, Limited] = {
    "net_cost_to_state": Limited("fiscal_cost", "standard"),
    "emissions": Limited("emissions", "standard"),
    "imports": Limited("import_dependence", "magnet_reo", in_the_end=True),
}
"""What a planner may want less of, and the indicator that is limited."""

SHARES = (0.75, 0.5, 0.25)
"""Of what the plan has of it."""

ROOM = (0.25, 0.5, 1.0)
"""Weighted shortfall that is added for the front of value and targets."""


class Point(NamedTuple):
    """A point of a front: the best of the parts of the plan within a limit, or nothing where none fits it.

    ``front`` is what is limited, or ``shortfall``; ``limit`` in its unit, ``share`` of what the plan has. Net present
    value and weighted shortfall; ``open`` is by how much of the objective a plan may still surpass it, MUSD. ``worse``
    are the targets missed by more than in the plan, with the years in which each is missed only now.
    """

    front: str
    limit: float
    share: float | None
    npv: float | None
    open: float
    shortfall: float | None
    worse: Mapping[str, tuple[int, ...]]
    left_out: tuple[tuple[str, int], ...]


def front_questions(base: Base, peaks: Mapping[str, float]) -> tuple[Question, ...]:
    """What has to be asked for the points of all fronts; ``peaks`` holds the largest value of each indicator."""
    asked = [Question(f"front:shortfall:{room:g}", Aim.VALUE, shortfall=base.shortfall + room) for room in ROOM]
    for front, limited in FRONTS.items():
        since = limited.since(base.case)
        for share in SHARES if peaks.get(front, 0.0) > 0 else ():
            limit = Target(
                f"{front}@{share:g}", front, front, limited.kpi, limited.definition, since, None, "<=",
                share * peaks[front], "hard", 0.0, None, None, None, None, None, None, None,
            )  # fmt: skip
            asked.append(Question(f"front:{front}:{share:g}", Aim.BOTH, limits=(limit,)))
    return tuple(asked)


def points(base: Base, answers: Mapping[str, Best], peaks: Mapping[str, float]) -> tuple[Point, ...]:
    """The points, front by front; those that were not proven in time, or asked, are missing."""
    found = []
    for key, best in answers.items():
        if not key.startswith("front:") or (best.reached is None and best.status is not Status.INFEASIBLE):
            continue
        _, front, part = key.split(":")
        share = None if front == "shortfall" else float(part)
        limit = base.shortfall + float(part) if share is None else share * peaks[front]
        spread = 0.0 if best.reached is None or best.most is None else max(0.0, best.most - best.reached)
        missed = worse(base, best)
        found.append(Point(front, limit, share, best.npv, spread, best.shortfall, missed, best.left_out))
    order = (*FRONTS, "shortfall")
    return tuple(sorted(found, key=lambda point: (order.index(point.front), -(point.share or 0.0), point.limit)))


def worse(base: Base, best: Best) -> dict[str, tuple[int, ...]]:
    """Targets that are missed by more than in the plan, with the years in which each is missed only now."""
    found: dict[str, tuple[int, ...]] = {}
    for target, years in best.missed.items():
        if target in base.shares and base.mean(target, years) > base.mean(target, base.shares[target]) + NOTICED:
            found[target] = tuple(year for year in years if base.shares[target].get(year, 0.0) <= MET)
    return found
