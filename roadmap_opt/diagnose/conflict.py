"""A conflict: rows of the workbook that cannot hold together, none of them too many.

Halves are taken out as long as what is left contradicts itself (QuickXplain; U. Junker, Preferred explanations and
relaxations for over-constrained problems, AAAI 2004): a few dozen questions where taking out row by row would ask
hundreds. First in the relaxation without whole numbers, which is quick and whose contradictions are contradictions of
the whole problem; then with whole numbers, where only they contradict each other or make a smaller set contradict
itself. In a problem of many whole numbers each of these searches takes as long as a plan, so there the relaxation has
the last word, and the answer says so.

The effort is counted in steps and nodes, so the answer is the same on a machine under load, but where the solver goes
astray.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

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

STEPS = 20_000
"""Steps of a linear program that has to show it: mostly it takes some hundred."""

AT_MOST = 20.0
"""Seconds for one question, should the solver go astray in it: it then counts as not shown."""

WISHES = ("Targets", "Pins")
"""Sheets whose rows a planner would take back first: they stay in a conflict, if something else can be taken out."""

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


def conflict(
    arrays: Arrays, ix: Indexes, stop: Stop | None = None, seed: int = 0, seconds: float = math.inf
) -> Conflict | None:
    """A conflict of a problem without a plan; nothing when there is a plan, or none is shown within the work allowed.

    After ``seconds`` no more is asked, and what was not shown to be too many by then is named.
    """
    tight = without_repetitions(arrays)
    rows = members(arrays, ix)
    search = _Search(_loosened(tight), rows, stop, seed, time.monotonic() + seconds)
    kept = search.kept()
    if kept is None:
        return None
    as_it_stands = _Search(tight, rows, stop, seed, math.inf)
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
    def __init__(
        self, arrays: Arrays, rows: Mapping[Member, list[int]], stop: Stop | None, seed: int, until: float
    ) -> None:
        self.arrays, self.rows, self.stop, self.until = arrays, rows, stop, until
        self.limits = Limits(0.0, math.inf, AT_MOST, 1, seed, stop, nodes=NODES, steps=STEPS)
        self.none = LinearForm(np.zeros(len(arrays.lower)), 0.0)
        self.is_minimal = True

    def kept(self) -> tuple[Member, ...] | None:
        """The members of a conflict; nothing when none is shown."""
        every = sorted(self.rows, key=lambda member: (member.sheet not in WISHES, member))
        searched = int(np.count_nonzero(self.arrays.integer & (self.arrays.lower < self.arrays.upper))) <= MOST_WHOLE
        if self.contradict(every, relaxed=True):
            found = self._needed((), False, every, relaxed=True)
        elif searched and self.contradict(every, relaxed=False):
            found = every
        else:
            return None
        if searched:
            return tuple(self._needed((), False, found, relaxed=False))
        self.is_minimal = len(found) == 1
        return tuple(found)

    def _needed(self, kept: Sequence[Member], grown: bool, among: Sequence[Member], relaxed: bool) -> list[Member]:
        """Members of ``among`` that together with ``kept`` contradict each other, none too many; those that come first
        are kept before others. ``grown`` says that ``kept`` has become more and may contradict itself already.
        """
        if (grown or len(among) == 1) and self.contradict(kept, relaxed):
            return []
        if len(among) <= 1:
            return list(among)
        first, second = among[: len(among) // 2], among[len(among) // 2 :]
        of_second = self._needed((*kept, *first), True, second, relaxed)
        of_first = self._needed((*kept, *of_second), bool(of_second), first, relaxed)
        return [*of_first, *of_second]

    def contradict(self, kept: Collection[Member], relaxed: bool) -> bool:
        """Whether the problem with these members alone is shown to have no plan."""
        if time.monotonic() > self.until or (self.stop is not None and self.stop.is_set()):
            self.is_minimal = False
            return False
        lower, upper = self.arrays.row_lower.copy(), self.arrays.row_upper.copy()
        for member, rows in self.rows.items():
            if member not in kept:
                lower[rows] = [LEAST.get(self.arrays.row_labels[row][0], -np.inf) for row in rows]
                upper[rows] = np.inf
        end = self._run(replace(self.arrays, row_lower=lower, row_upper=upper), relaxed)
        if end.x is None and end.phase.status is not Status.INFEASIBLE:
            self.is_minimal = False
        return end.phase.status is Status.INFEASIBLE

    def _run(self, arrays: Arrays, relaxed: bool) -> PhaseEnd:
        restriction = Restriction(integer=np.zeros_like(arrays.integer)) if relaxed else Restriction()
        return run("what cannot hold", arrays, self.none, False, self.limits, QuietProgress(), None, (), restriction)
