"""What the plans decide until the year to which they are held: the same everywhere, at other times, or only in some.

What every plan does in the same way can be done now without knowing which of the worlds comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from roadmap_opt.comparison.compared_run import ComparedRun
from roadmap_opt.comparison.decisions import DecisionRow, decision_rows

_TABLES = {"builds": True, "programme_starts": True, "contracts_signed": True, "sources_mobilised": False}
"""Tables of decisions, and whether they are held; sources are found anew in every world."""


class Agreement(Enum):
    """How far the plans agree about one thing."""

    COMMON = "common"
    OTHERWISE = "otherwise"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing that at least one plan does until then; ``row.of(position)`` is what the plan at a position does."""

    row: DecisionRow
    agreement: Agreement


def first_steps(plans: Sequence[ComparedRun], until: int) -> tuple[FirstStep, ...]:
    """Every decision up to and including ``until``, the common ones first; what was decided before the first decision
    year is history and left out.
    """
    steps = [FirstStep(row, _agreement(row)) for row in decision_rows([_early(plan, until) for plan in plans])]
    order = list(Agreement)
    return tuple(sorted(steps, key=lambda step: order.index(step.agreement)))


def _early(plan: ComparedRun, until: int) -> ComparedRun:
    first = plan.case.settings.first_decision_year
    tables = dict(plan.tables)
    for name, held in _TABLES.items():
        years = tables[name]["year"].astype(int)
        tables[name] = tables[name][(years >= first) & (years <= until) & held]
    return replace(plan, tables=tables)


def _agreement(row: DecisionRow) -> Agreement:
    if not all(state.exists for state in row.states):
        return Agreement.SOME
    return Agreement.OTHERWISE if row.differs else Agreement.COMMON
