"""What a study is asked for: many scenarios, a sweep of inputs, or plans held in other worlds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.journal import Entry
from roadmap_opt.studies.regret.results import RegretResults
from roadmap_opt.studies.sweep.results import SweepResults

Results = TypeVar("Results", covariant=True)


class StudyOrder(Generic[Results]):
    """What a study is asked for, with the type of what comes of it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ScenarioStudy(StudyOrder[tuple[Entry, ...]]):
    """Solve scenarios, each into a run of its own (``None``: all of the workbook).

    With ``warm_start`` a scenario starts from the plan of the one it changes. ``name`` is what the batch is called;
    without one, the time.
    """

    scenarios: tuple[str, ...] | None = None
    options: SolveOptions = field(default_factory=SolveOptions)
    warm_start: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class SweepStudy(StudyOrder[SweepResults]):
    """Vary the inputs of a scenario as the sheet Sweeps says.

    ``design`` is `tornado`, `grid`, `latin` or `sobol`; ``runs`` counts for the draws of the latter two. ``options``
    are those of a run. ``base_run`` is the folder of the run to start from; without one, the base plan is solved first,
    in at most ``base_seconds``. With ``keep_plan`` every run keeps the decisions of the base plan. ``no_regret`` is the
    share of runs from which a plant counts as built without regret.
    """

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

    scenarios: tuple[str, ...] | None = None
    until: int | None = None
    options: SolveOptions = field(default_factory=SolveOptions)
    batch: Path | None = None
    name: str = ""
