"""How a solve ended: the reason, the bounds, and whether there is a plan at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

FINAL_FIGURES = "final figures"
"""Name of the phase that only makes figures exact; its bound says nothing about how good the plan is."""


class Status(Enum):
    """Why the solver stopped, in words that a planner reads on every page of a result."""

    OPTIMAL = "optimal"
    FEASIBLE_AT_LIMIT = "feasible at limit"
    NOTHING_AT_LIMIT = "nothing at limit"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    FAILED = "failed"

    @property
    def has_plan(self) -> bool:
        """Whether a plan exists that satisfies every constraint."""
        return self in (Status.OPTIMAL, Status.FEASIBLE_AT_LIMIT)


class StoppedBy(StrEnum):
    """What ended a search; records and tables hold the value."""

    NOTHING = ""
    """It came to its end: an optimum, or the proof that there is no plan."""

    GAP = "gap"
    TIME = "time"
    WORK = "work"
    """The end of a short search."""

    INTERRUPT = "interrupt"
    """Ctrl-C; the plan is kept, and the run is not done."""

    CRASH = "crash"
    """The solver crashed, time and again; the plan is the best that it had found."""

    CONTRADICTION = "contradiction"
    """The plan surpassed its bound, so that nothing is proven."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One solver run of a solve: its name, status, best objective, bound, gap, time and branch-and-bound nodes.

    ``gap`` is ``(bound - objective) / max(1, |objective|)`` as a fraction (0.005 is 0.5 %); ``None`` without a plan.
    """

    name: str
    status: Status
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    nodes: int
    stopped_by: StoppedBy

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Phase:
        """The phase as a record holds it: status and limit by their values."""
        return cls(**{**plain, "status": Status(plain["status"]), "stopped_by": StoppedBy(plain["stopped_by"])})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a whole solve: its phases in order. The last phase decides status, objective, bound and gap."""

    phases: tuple[Phase, ...]

    @property
    def final(self) -> Phase:
        """The phase whose plan is reported."""
        return self.phases[-1]

    @property
    def status(self) -> Status:
        """Status of the reported plan: optimal only when every phase was."""
        if self.final.status is Status.OPTIMAL and any(p.status is Status.FEASIBLE_AT_LIMIT for p in self.phases):
            return Status.FEASIBLE_AT_LIMIT
        return self.final.status
