"""A conflict: rows of the workbook that cannot hold together, none of them too many.

First in the relaxation without whole numbers, which is quick and whose contradictions are contradictions of the whole
problem: make every row elastic, hold rigid what gives way at the least price, and go on until nothing gives way any
more; what is rigid by then holds a conflict, and whatever can be taken out of it without a plan appearing is no part
of it (J. W. Chinneck, Feasibility and Infeasibility in Optimization, 2008, chapter 6). Then with whole numbers: where
only they contradict each other, or make a smaller set contradict itself. In a problem of many whole numbers each of
these searches takes as long as a plan, so there the relaxation has the last word, and the answer says so.

The effort is counted in steps and nodes, not in seconds, so the answer is the same on a machine under load.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.diagnose.members import LEAST, Member, members
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm
from roadmap_opt.solver.highs import Limits, PhaseEnd, Restriction, Stop, run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import without_repetitions

NODES = 2000
"""Nodes of a search that has to show whether a set holds together."""

MOST_WHOLE = 300
"""Whole numbers up to which sets are searched with them."""

STEPS = 60_000
"""Steps of a linear program that has to show it: some ten seconds on the default case."""

MOST_ROUNDS = 20
"""Rounds of letting rows give way."""

WISHES = ("Targets", "Pins")
"""Sheets whose rows a planner would take back first: they stay in a conflict, if something else can be taken out."""

GIVES = 1e-6

LOOSE = 100.0
"""By how much more than the rules allow a switch may release while a limit is taken out."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows that cannot hold together. Without ``is_minimal`` whole numbers were not searched, or a search ended by its
    nodes, and a member may be too many; ``whole`` says that only whole numbers make them contradict each other.
    """

    members: tuple[Member, ...]
    is_minimal: bool
    whole: bool


def conflict(arrays: Arrays, ix: Indexes, stop: Stop | None = None, seed: int = 0) -> Conflict | None:
    """A conflict of a problem without a plan; nothing when there is a plan, or none is shown within the nodes."""
    tight = without_repetitions(arrays)
    rows = members(arrays, ix)
    search = _Search(_loosened(tight), rows, stop, seed)
    kept = search.kept()
    if kept is None:
        return None
    as_it_stands = _Search(tight, rows, stop, seed)
    return Conflict(tuple(sorted(kept)), search.is_minimal, not as_it_stands.contradict(kept, relaxed=True))


def _loosened(arrays: Arrays) -> Arrays:
    """The problem with what switches release a hundred times as large.

    The largest values are derived from the limits of the workbook. Left as they are, they would go on holding a limit
    that is taken out, and it would seem to be no part of a contradiction.
    """
    rows = np.repeat(np.arange(len(arrays.row_upper)), np.diff(arrays.starts))
    scaled = arrays.switch & (arrays.row_upper >= 0)
    values = np.where(scaled[rows] & arrays.integer[arrays.columns], LOOSE * arrays.values, arrays.values)
    return replace(arrays, values=values, row_upper=np.where(scaled, LOOSE * arrays.row_upper, arrays.row_upper))


class _Search:
    def __init__(self, arrays: Arrays, rows: Mapping[Member, list[int]], stop: Stop | None, seed: int) -> None:
        self.arrays, self.rows = arrays, rows
        self.limits = Limits(0.0, math.inf, math.inf, 1, seed, stop, nodes=NODES, steps=STEPS)
        self.none = LinearForm(np.zeros(len(arrays.lower)), 0.0)
        self.is_minimal = True

    def kept(self) -> tuple[Member, ...] | None:
        """The members of a conflict; nothing when none is shown."""
        every = tuple(sorted(self.rows))
        searched = int(np.count_nonzero(self.arrays.integer & (self.arrays.lower < self.arrays.upper))) <= MOST_WHOLE
        if self.contradict(every, relaxed=True):
            kept = self._filtered(self._candidates(every), relaxed=True)
        elif searched and self.contradict(every, relaxed=False):
            kept = every
        else:
            return None
        if not searched:
            self.is_minimal = len(kept) == 1
            return kept
        return self._filtered(kept, relaxed=False)

    def contradict(self, kept: Collection[Member], relaxed: bool) -> bool:
        """Whether the problem with these members alone is shown to have no plan."""
        lower, upper = self.arrays.row_lower.copy(), self.arrays.row_upper.copy()
        for member, rows in self.rows.items():
            if member not in kept:
                lower[rows] = [LEAST.get(self.arrays.row_labels[row][0], -np.inf) for row in rows]
                upper[rows] = np.inf
        end = self._run(replace(self.arrays, row_lower=lower, row_upper=upper), self.none, relaxed)
        if end.x is None and end.phase.status is not Status.INFEASIBLE:
            self.is_minimal = False
        return end.phase.status is Status.INFEASIBLE

    def _run(self, arrays: Arrays, form: LinearForm, relaxed: bool) -> PhaseEnd:
        restriction = Restriction(integer=np.zeros_like(arrays.integer)) if relaxed else Restriction()
        return run("what cannot hold", arrays, form, False, self.limits, QuietProgress(), None, (), restriction)

    def _filtered(self, kept: Sequence[Member], relaxed: bool) -> tuple[Member, ...]:
        """What is left when everything is taken out that the contradiction does not need; limits first, wishes last."""
        left = list(kept)
        for member in sorted(kept, key=lambda m: (m.sheet in WISHES, m)):
            without = [other for other in left if other != member]
            if self.contradict(without, relaxed):
                left = without
        return tuple(left)

    def _candidates(self, every: Sequence[Member]) -> tuple[Member, ...]:
        """Members among which there is a conflict, found by letting rows give way until none has to."""
        rigid: set[Member] = set()
        for _ in range(MOST_ROUNDS):
            elastic, price, slacks = self._elastic([member for member in every if member not in rigid])
            end = self._run(elastic, price, relaxed=True)
            if end.x is None:
                break
            x = end.x
            giving = {member for member, columns in slacks.items() if float(x[columns].max()) > GIVES}
            if not giving:
                break
            rigid |= giving
        return tuple(sorted(rigid)) if rigid and self.contradict(rigid, relaxed=True) else tuple(every)

    def _elastic(self, soft: Sequence[Member]) -> tuple[Arrays, LinearForm, dict[Member, npt.NDArray[np.int_]]]:
        """The problem in which the rows of these members may be missed at a price per relative miss."""
        arrays, width = self.arrays, len(self.arrays.lower)
        rows = [row for member in soft for row in self.rows[member]]
        starts: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        place = {row: k for k, row in enumerate(rows)}
        for row in range(len(arrays.row_lower)):
            columns.extend(arrays.columns[arrays.starts[row] : arrays.starts[row + 1]])
            values.extend(arrays.values[arrays.starts[row] : arrays.starts[row + 1]])
            if row in place:
                columns.extend((width + 2 * place[row], width + 2 * place[row] + 1))
                values.extend((1.0, -1.0))
            starts.append(len(columns))
        count = 2 * len(rows)
        weights = np.repeat([1.0 / _size(arrays, row) for row in rows], 2)
        elastic = replace(
            arrays,
            column_labels=(*arrays.column_labels, *(("miss", k) for k in range(count))),
            lower=np.append(arrays.lower, np.zeros(count)),
            upper=np.append(arrays.upper, np.full(count, np.inf)),
            integer=np.append(arrays.integer, np.zeros(count, dtype=bool)),
            starts=np.array(starts, dtype=np.int32),
            columns=np.array(columns, dtype=np.int32),
            values=np.array(values),
            forms={},
        )
        slacks = {
            member: np.array([width + 2 * place[row] + side for row in self.rows[member] for side in (0, 1)])
            for member in soft
        }
        return elastic, LinearForm(np.concatenate([np.zeros(width), weights]), 0.0), slacks


def _size(arrays: Arrays, row: int) -> float:
    """Size of a row's limit, so that misses of different units compare."""
    ends = [abs(end) for end in (arrays.row_lower[row], arrays.row_upper[row]) if np.isfinite(end) and end]
    own = np.abs(arrays.values[arrays.starts[row] : arrays.starts[row + 1]])
    return float(max(ends)) if ends else float(max(1.0, own.max(initial=1.0)))
