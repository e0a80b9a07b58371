"""Options of a solve, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """``gap`` is the relative gap at which a phase may stop (0.005 is 0.5 %); ``time_limit`` is that of the search."""

    gap: float = 0.005
    time_limit: float = 600.0
    threads: int = 0
    seed: int = 0
