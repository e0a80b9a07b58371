"""Options of a solve, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """``gap`` is the relative gap at which a phase may stop (0.005 is 0.5 %); ``time_limit`` is that of the search.

    ``rounds`` asks for the short search (see :mod:`roadmap_opt.solve.strategy`): so many rounds of improvement, each
    problem ended by its gap or its number of nodes and not by the clock, so that one thread gives the same plan on any
    machine under any load. ``None`` is the full search, which uses its whole time.
    """

    gap: float = 0.005
    time_limit: float = 600.0
    threads: int = 0
    seed: int = 0
    rounds: int | None = None
