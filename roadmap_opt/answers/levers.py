"""What a delay costs, and another ceiling on contracts: the parts of a plan under a changed rule.

A permit, study or licence that takes a year longer moves what waits for it to begin by a year, and what waits for that;
what only waits to operate stays where it is and stands idle. Whatever does not pay any more, or fits no budget then, is
left out. The loss is in the objective of the search: net present value less the price of the shortfall.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.firm import loss
from roadmap_opt.answers.parts import Aim, Best, Question
from roadmap_opt.answers.price import Between

CEILINGS = (0.3, 0.8)
"""Other ceilings on the share of production under long-term contracts."""

GATES = ("permit", "study", "licence", "verification")
"""Kinds of programmes whose delay is asked about."""

ALL = "everything"
"""Stands for all that the plan begins."""


class Lever(NamedTuple):
    """What the plan loses if something takes a year longer (``kind`` is ``delay``, ``item`` the programme or
    :data:`ALL`), or under another ceiling on contracts (``ceiling``, ``item`` the share): MUSD of the objective, with
    the net present value and the weighted shortfall that are left, and what is left out.
    """

    kind: str
    item: str
    loss: Between | None
    npv: float | None
    shortfall: float | None
    left_out: tuple[tuple[str, int], ...]


def questions(base: Base) -> tuple[Question, ...]:
    """What has to be asked."""
    asked = [Question(f"ceiling:{share:g}", Aim.BOTH, offtake_share=share) for share in CEILINGS]
    for programme in delayed(base):
        later = waiting_for(base, programme)
        asked.append(Question(f"delay:{programme}", Aim.BOTH, later=later, yielding=True))
    return (*asked, Question(f"delay:{ALL}", Aim.BOTH, later=_everything(base)))


def delayed(base: Base) -> tuple[str, ...]:
    """Programmes of the plan that are still to begin and that something waits for."""
    return tuple(
        row.programme
        for row in base.case.programmes
        if row.kind in GATES and row.programme in base.plan.programmes and row.started is None
    )


def waiting_for(base: Base, programme: str) -> frozenset[str]:
    """The programme, and all of the plan that cannot begin before it is over or before something else that cannot."""
    case = base.case
    late = {programme}
    taken = {*base.plan.programmes, *(row.programme for row in case.programmes if row.started is not None)}
    plants: set[str] = set()
    grown = True
    while grown:
        before = len(late) + len(plants)
        late |= {row.programme for row in case.programmes if row.needs in late}
        sets: dict[tuple[str, str | None, int], list[bool]] = {}
        for row in case.requirements:
            if row.gate == "construction":
                waits = row.programme in late or row.needs_plant in plants
                if row.programme in taken or row.needs_plant is not None:
                    sets.setdefault((row.plant, row.site, row.alternative_set), []).append(waits)
        plants |= {plant for (plant, _, _), alternatives in sets.items() if all(alternatives)}
        grown = len(late) + len(plants) > before
    modules = {row.module for row in case.modules if row.plant in plants}
    return frozenset(late | modules)


def levers(base: Base, answers: Mapping[str, Best]) -> tuple[Lever, ...]:
    """The losses, delays first, those first that cost most."""
    found = []
    for key, best in answers.items():
        kind, _, item = key.partition(":")
        if kind in ("delay", "ceiling"):
            found.append(Lever(kind, item, loss(base, best), best.npv, best.shortfall, best.left_out))
    return tuple(sorted(found, key=lambda lever: (lever.kind == "ceiling", -(lever.loss.low if lever.loss else 0.0))))


def _everything(base: Base) -> frozenset[str]:
    plan = base.plan
    running = {row.programme for row in base.case.programmes if row.started is not None}
    modules = (module for _, module, _ in plan.builds)
    return frozenset({*modules, *plan.programmes, *plan.contracts, *plan.sources} - running)
