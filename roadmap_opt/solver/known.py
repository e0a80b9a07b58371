"""What a solve knows about its problem while it looks for more: the best objective and the bound that is proven.

One search improves plans, another proves what no plan can surpass. They run one after the other, or side by side in two
processes; all they ever tell each other are these two numbers, whether to stop, and how the proof has divided the
plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roadmap_opt.solver.arrays import Vector
from roadmap_opt.solver.highs import relative_gap, sharper
from roadmap_opt.solver.split import Split


@dataclass(slots=True)
class Known:
    """Best objective, proven bound, and whether everybody should stop. ``None`` stands for a number nobody knows yet.

    ``gap`` is the relative gap at which nothing is left to find; ``splits`` are those of the proof, for later ones.
    """

    maximise: bool
    gap: float
    best: float | None = None
    bound: float | None = None
    ended: bool = False
    splits: tuple[Split, ...] = ()

    def offer(self, objective: float, x: Vector | None = None) -> None:
        """A plan of this objective exists; ``x`` is the plan, for whoever keeps plans."""
        self.best = sharper(self.best, objective, not self.maximise)

    def prove(self, bound: float | None) -> None:
        """No plan surpasses ``bound``."""
        self.bound = sharper(self.bound, bound, self.maximise)

    def divide(self, splits: Sequence[Split]) -> None:
        """The proof has divided the plans by these splits."""
        self.splits = tuple(splits)

    def proven(self) -> float | None:
        """The bound by now."""
        return self.bound

    @property
    def is_closed(self) -> bool:
        """Whether the best plan is as near to the bound as the gap asks for."""
        gap = relative_gap(self.best, self.bound)
        return gap is not None and gap <= self.gap

    def is_far(self, gap: float) -> bool:
        """Whether the best plan is known to be farther from the bound than this."""
        found = relative_gap(self.best, self.bound)
        return found is not None and found > gap

    def is_set(self) -> bool:
        """Whether to stop: asked for, or nothing is left to find. Named as that of an event, which limits take."""
        return self.ended or self.is_closed
