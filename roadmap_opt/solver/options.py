"""Options of a solve, as one frozen value, and the range of each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from roadmap_opt.errors import RoadmapError
from roadmap_opt.ranges import Range
from roadmap_opt.said import said

RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "gap": Range(0, 1, below_high=True),
        "time_limit": Range(0, 365 * 24 * 3600, above_low=True),
        "threads": Range(0, 1024, whole=True),
        "seed": Range(0, 2**31 - 1, whole=True),
        "rounds": Range(1, 1000, whole=True),
    }
)
"""What every option may be: a gap is a fraction, a time limit is in seconds (a year at most), a seed is what HiGHS
takes."""


class OptionError(RoadmapError):
    """An option is outside its range; the message names each with its range."""


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """``gap`` is the relative gap at which a phase may stop (0.005 is 0.5 %); ``time_limit`` is that of the search.

    ``threads`` of 0 means as many as the machine has cores, and no solve gets more than that. ``rounds`` asks for the
    short search (see :mod:`roadmap_opt.solver.strategy`): so many rounds of improvement, each problem ended by its gap
    or its number of nodes and not by the clock, so that one thread gives the same plan on any machine under any load.
    ``None`` is the full search, which uses its whole time. Raises :class:`OptionError` for values outside
    :data:`RANGES`.
    """

    gap: float = 0.005
    time_limit: float = 600.0
    threads: int = 0
    seed: int = 0
    rounds: int | None = None

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in RANGES}
        outside = [
            said("{name} is {value!r}, and has to be {span}", name=name, value=value, span=RANGES[name])
            for name, value in given.items()
            if value not in RANGES[name] and not (name == "rounds" and value is None)
        ]
        if outside:
            raise OptionError("; ".join(outside) + ".")


def available_cores() -> int:
    """Cores this process may use; containers and batch systems often grant fewer than the machine has."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Windows and macOS
        return os.cpu_count() or 1
