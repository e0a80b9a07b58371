"""What a delay costs, and another ceiling on contracts: the parts of a plan under a changed rule.

A permit, study or licence that takes a year longer moves what has to wait for it; everything of the plan may come on
time or a year later to make room, and whatever does not pay any more, or fits no budget then, is left out. A plan made
anew could do more than that, so a loss is what the delay costs at most. It is in the objective of the search: net
present value less the price of the shortfall.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.firm import loss, worse
from roadmap_opt.answers.questions import Aim, Best, Question
from roadmap_opt.runs.explained import Between
from roadmap_opt.solver.outcome import Status

CEILINGS = (0.3, 0.8)
"""Other ceilings on the share of production under long-term contracts."""

GATES = ("permit", "study", "licence", "verification")
"""Kinds of programmes whose delay is asked about."""

ALL = "everything"
"""Stands for all that the plan begins."""


class Lever(NamedTuple):
    """What the plan loses if something takes a year longer (``kind`` is ``delay``, ``item`` the programme or
    :data:`ALL`), or under another ceiling on contracts (``ceiling``, ``item`` the share): MUSD of the objective, with
    the net present value and the weighted shortfall that are left, the targets that are missed by more (each with the
    years in which it is missed only now), and what is left out. It is ``impossible`` where no part of the plan can be
    kept then: a pin or a hard target asks for what is too late.
    """

    kind: str
    item: str
    impossible: bool
    loss: Between | None
    npv: float | None
    shortfall: float | None
    worse: Mapping[str, tuple[int, ...]]
    left_out: tuple[tuple[str, int], ...]


def questions(base: Base) -> tuple[Question, ...]:
    """What has to be asked."""
    told: dict[str, Any] = {"aim": Aim.BOTH, "against": base.objective}
    asked = [Question(f"ceiling:{share:g}", offtake_share=share, **told) for share in CEILINGS]
    for programme in delayed(base):
        asked.append(Question(f"delay:{programme}", longer=frozenset((programme,)), yielding=True, **told))
    return (*asked, Question(f"delay:{ALL}", later=_everything(base), yielding=True, **told))


def delayed(base: Base) -> tuple[str, ...]:
    """Programmes of the plan that are still to begin."""
    return tuple(
        row.programme
        for row in base.case.programmes
        if row.kind in GATES and row.programme in base.plan.programmes and row.started is None
    )


def levers(base: Base, answers: Mapping[str, Best]) -> tuple[Lever, ...]:
    """The losses, delays first; of each kind first what has no answer (it may cost most), then what costs most."""
    found = []
    for key, best in answers.items():
        kind, _, item = key.partition(":")
        if kind in ("delay", "ceiling"):
            impossible = best.status is Status.INFEASIBLE
            lost, missed = loss(base, best), worse(base, best)
            found.append(Lever(kind, item, impossible, lost, best.npv, best.shortfall, missed, best.left_out))
    return tuple(sorted(found, key=lambda each: (each.kind == "ceiling", -(each.loss.low if each.loss else math.inf))))


def _everything(base: Base) -> frozenset[str]:
    """All that is still to be begun; contracts and money follow it."""
    running = {row.programme for row in base.case.programmes if row.started is not None}
    modules = (module for _, module, _ in base.plan.builds)
    return frozenset({*modules, *base.plan.programmes} - running)
