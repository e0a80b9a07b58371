"""The matrix of regrets, and the plan whose largest regret is least.

Every plan is valued in every world by that world's own objective, so values stand on one scale within a world.

best_known[w]      the largest value of any plan in w: its own plan's, or that of another plan that happens to be better
limit[w]           what no plan can be worth more than in w: the bound of the search for w's own plan
regret[p, w]       best_known[w] - value[p, w]

What a search leaves open enters twice: a better plan for w may exist (up to ``limit[w]``), and p may be carried into w
better than it was found to be (up to the bound of that search). So the true regret lies between

least[p, w]        best_known[w] - bound[p, w], not below 0
most[p, w]         limit[w] - value[p, w]

A regret whose ``least`` is nought cannot be told from none. A plan that a world does not allow has no finite regret;
one for which no plan was found in time, or whose plan failed its audit, has an unknown one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

SAME = 1e-6
"""Values closer than this share of their size are equal."""


class CellState(Enum):
    """What came of carrying a plan into a world."""

    OWN = "own"
    CARRIED = "carried"
    IMPOSSIBLE = "impossible"
    NOT_FOUND = "not_found"
    AUDIT_FAILED = "audit_failed"

    @property
    def has_value(self) -> bool:
        """Whether the plan has a value in the world that may be used."""
        return self in (CellState.OWN, CellState.CARRIED)


@dataclass(frozen=True, slots=True)
class Cell:
    """A plan in a world: ``value`` as found and ``bound`` above it, MUSD; ``None`` for what is not known."""

    plan: str
    world: str
    state: CellState
    value: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Regret:
    """A regret, MUSD: as found, and the range in which it is proven to lie.

    ``amount`` is ``None`` when it is unknown, infinite when the plan cannot be carried out; ``most`` is infinite when
    no search has proven a limit.
    """

    amount: float | None
    least: float
    most: float

    @property
    def is_impossible(self) -> bool:
        """Whether the world does not allow the plan."""
        return self.least == math.inf

    @property
    def is_distinguishable(self) -> bool:
        """Whether it is proven that there is a regret at all."""
        return self.least > 0


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest regret of a plan over all worlds; ``world`` is where it occurs, ``worlds`` the number of worlds in
    which the plan can be carried out, ``elsewhere`` the largest regret there (``None`` without one).
    """

    plan: str
    regret: Regret
    world: str
    worlds: int
    elsewhere: float | None


class RegretMatrix:
    """Every plan in every world. ``scenarios`` are plans and worlds alike; ``cells`` holds every pair of them.

    Raises ``ValueError`` when a pair is missing, or a plan has no value in its own world.
    """

    def __init__(self, scenarios: Sequence[str], cells: Sequence[Cell]) -> None:
        self.scenarios = tuple(scenarios)
        self.cells: Mapping[tuple[str, str], Cell] = {(cell.plan, cell.world): cell for cell in cells}
        missing = [(p, w) for p in self.scenarios for w in self.scenarios if (p, w) not in self.cells]
        if missing:
            raise ValueError(f"no cell for {missing}")
        if any(self.cells[name, name].value is None for name in self.scenarios):
            raise ValueError("every plan needs a value in its own world")

    def best_known(self, world: str) -> float:
        """The largest value of any plan in a world, MUSD."""
        return max(value for value in self._values(world).values())

    def best_plan(self, world: str) -> str:
        """The plan that has it; the world's own one where values are equal."""
        values = self._values(world)
        best = self.best_known(world)
        if self._equal(values[world], best):
            return world
        return max(values, key=lambda plan: values[plan])

    def limit(self, world: str) -> float:
        """What no plan can be worth more than in a world, MUSD; infinite when nothing is proven."""
        bound = self.cells[world, world].bound
        return math.inf if bound is None else max(bound, self.best_known(world))

    def regret(self, plan: str, world: str) -> Regret:
        """How much worse than the best plan for the world a plan is there."""
        cell = self.cells[plan, world]
        if cell.state is CellState.IMPOSSIBLE:
            return Regret(math.inf, math.inf, math.inf)
        best = self.best_known(world)
        reachable = math.inf if cell.bound is None else cell.bound
        if not cell.state.has_value or cell.value is None:
            return Regret(None, self._shown(best - reachable, best), math.inf)
        return Regret(
            amount=self._shown(best - cell.value, best),
            least=self._shown(best - max(reachable, cell.value), best),
            most=self._shown(self.limit(world) - cell.value, best),
        )

    def largest(self, plan: str) -> Largest:
        """The largest regret of a plan. One impossible world makes it infinite, one unknown value unknown."""
        regrets = {world: self.regret(plan, world) for world in self.scenarios}
        known = {world: each.amount for world, each in regrets.items() if each.amount is not None}
        finite = {world: amount for world, amount in known.items() if math.isfinite(amount)}
        impossible = next((world for world, each in regrets.items() if each.is_impossible), None)
        unknown = next((world for world, each in regrets.items() if each.amount is None), None)
        worst = max(finite, key=lambda world: finite[world], default=plan)
        amount: float | None = finite.get(worst)
        if impossible is not None:
            worst, amount = impossible, math.inf
        elif unknown is not None:
            worst, amount = unknown, None
        span = Regret(amount, max(each.least for each in regrets.values()), max(each.most for each in regrets.values()))
        return Largest(plan, span, worst, len(finite), max(finite.values(), default=None))

    @property
    def ranking(self) -> tuple[Largest, ...]:
        """Plans by largest regret: known ones first, then unknown ones, then those that some world does not allow."""

        def order(each: Largest) -> tuple[int, float]:
            if each.regret.is_impossible:
                return 2, -float(each.worlds)
            return (1, each.regret.least) if each.regret.amount is None else (0, each.regret.amount)

        return tuple(sorted(map(self.largest, self.scenarios), key=order))

    @property
    def best(self) -> Largest | None:
        """The plan with the least maximum regret; ``None`` when no plan has a finite one."""
        first = self.ranking[0]
        return first if first.regret.amount is not None and math.isfinite(first.regret.amount) else None

    @property
    def contenders(self) -> tuple[str, ...]:
        """Other plans whose maximum regret may be as small: what the searches left open cannot tell them apart."""
        if self.best is None:
            return ()
        smallest = min(each.regret.most for each in self.ranking)
        return tuple(
            each.plan
            for each in self.ranking
            if each.plan != self.best.plan and each.regret.least <= smallest and not each.regret.is_impossible
        )

    def _values(self, world: str) -> dict[str, float]:
        found = {plan: self.cells[plan, world] for plan in self.scenarios}
        return {plan: cell.value for plan, cell in found.items() if cell.state.has_value and cell.value is not None}

    @staticmethod
    def _equal(one: float, other: float) -> bool:
        return abs(one - other) <= SAME * max(1.0, abs(one), abs(other))

    @classmethod
    def _shown(cls, difference: float, scale: float) -> float:
        """A regret is never negative, and what is left of equal values is nought."""
        return 0.0 if difference <= SAME * max(1.0, abs(scale)) else difference
