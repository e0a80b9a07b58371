"""What a study is asked for: many scenarios, a sweep of inputs, or plans held in other worlds; and what of it may
change when a study goes on that was begun before.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from roadmap_opt.said import said
from roadmap_opt.solver.options import RANGES, OptionError, SolveOptions
from roadmap_opt.studies.journal import Entry
from roadmap_opt.studies.regret.results import RegretResults
from roadmap_opt.studies.sweep.results import SweepResults

Results = TypeVar("Results", covariant=True)


SEARCH = frozenset({"gap", "time_limit", "rounds"})
"""Options of a search that may change when a study goes on."""


class StudyOrder(Generic[Results]):
    """What a study is asked for, with the type of what comes of it. ``CHANGEABLE`` are the fields, and the options of
    the search, that may change when it goes on.
    """

    __slots__ = ()
    CHANGEABLE: ClassVar[frozenset[str]] = SEARCH
    options: SolveOptions


@dataclass(frozen=True, slots=True)
class ScenarioStudy(StudyOrder[tuple[Entry, ...]]):
    """Solve scenarios, each into a run of its own (``None``: all of the workbook).

    With ``warm_start`` a scenario starts from the plan of the one it changes. ``name`` is what the batch is called;
    without one, the time. ``total_time`` are the seconds that all searches may take together: a first one for each, no
    longer than the time limit of the options, then more for scenarios that cannot be told apart. Raises
    :class:`OptionError` when that is no time, or together with short searches, which end by their rounds.
    """

    CHANGEABLE: ClassVar[frozenset[str]] = SEARCH | {"scenarios", "warm_start", "total_time"}

    scenarios: tuple[str, ...] | None = None
    options: SolveOptions = field(default_factory=SolveOptions)
    warm_start: bool = False
    name: str = ""
    total_time: float | None = None

    def __post_init__(self) -> None:
        span = RANGES["time_limit"]
        if self.total_time is not None and self.total_time not in span:
            raise OptionError(
                said("total_time is {total_time!r}, and has to be {span}.", total_time=self.total_time, span=span)
            )
        if self.total_time is not None and self.options.rounds is not None:
            raise OptionError("A total time is for full searches: leave out the rounds of a short search, or the time.")


@dataclass(frozen=True, slots=True)
class SweepStudy(StudyOrder[SweepResults]):
    """Vary the inputs of a scenario as the sheet Sweeps says.

    ``design`` is `tornado`, `grid`, `latin` or `sobol`; ``runs`` counts for the draws of the latter two. ``options``
    are those of a run. ``base_run`` is the folder of the run to start from; without one, the base plan is solved first,
    in at most ``base_seconds``. With ``keep_plan`` every run keeps the decisions of the base plan. ``no_regret`` is the
    share of runs from which a plant counts as built without regret.
    """

    CHANGEABLE: ClassVar[frozenset[str]] = SEARCH | {
        "scenario", "design", "runs", "seed", "base_run", "base_seconds", "keep_plan", "no_regret"
    }  # fmt: skip

    sweep: str
    scenario: str = "base"
    design: str = "tornado"
    runs: int = 64
    seed: int = 0
    options: SolveOptions = field(default_factory=lambda: SolveOptions(time_limit=300.0, rounds=1))
    base_run: Path | None = None
    base_seconds: float = 600.0
    keep_plan: bool = False
    no_regret: float = 0.9


@dataclass(frozen=True, slots=True)
class RegretStudy(StudyOrder[RegretResults]):
    """Keep the plan of every scenario until a year (``None``: the third) in every other one.

    ``batch`` is the folder of a batch with the scenarios' own plans, which are solved without one. ``scenarios`` may
    be left out with a batch: all in it. ``name`` is what the matrix is called; without one, the time.
    """

    CHANGEABLE: ClassVar[frozenset[str]] = frozenset({"gap", "time_limit", "scenarios", "until", "batch"})

    scenarios: tuple[str, ...] | None = None
    until: int | None = None
    options: SolveOptions = field(default_factory=SolveOptions)
    batch: Path | None = None
    name: str = ""


Order = TypeVar("Order", ScenarioStudy, SweepStudy, RegretStudy)


def gone_on(order: Order, begun: Mapping[str, Any], options: Mapping[str, Any], given: Set[str]) -> Order:
    """An order as its study was ``begun`` (fields by name) and with the ``options`` it was begun with, but for what is
    ``given`` now: the only rule of what changes when a study goes on.

    Raises ``ValueError`` for a name of which nothing can change.
    """
    unknown = sorted(given - order.CHANGEABLE)
    if unknown:
        raise ValueError(
            said(
                "{unknown}: not among {names}",
                unknown=", ".join(unknown),
                names=", ".join(sorted(order.CHANGEABLE)),
            )
        )
    kept = {name: value for name, value in begun.items() if name not in given}
    search = {name: value for name, value in options.items() if name not in given & SEARCH}
    return replace(order, **kept, options=replace(order.options, **search))
