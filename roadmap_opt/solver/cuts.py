"""Rows that cut fractions off and no plan: what the solver's separation finds at the root, for a tree of our own.

A relaxation builds half of a large module at half its cost. HiGHS knows dozens of ways to say that this is no plan (a
flow through a half built plant, a sum that must be whole), and says them as rows, at the root of its own branch and
bound. It hands them out. What a tree over the linear program alone proves after minutes, one over the program with
these rows proves after its first splits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from roadmap_opt.solver.arrays import Vector
from roadmap_opt.solver.highs import NO_PLANS, Stop, finite, must

_ROOT_ONLY: dict[str, Any] = NO_PLANS | {"presolve": "off", "mip_detect_symmetry": False, "mip_max_nodes": 1}
"""Options of a search that ends with its root. Presolve would number the columns anew, and of plans that are alike none
may be left out, because it is not this search that branches."""

CHECKS = 11
"""How often HiGHS 1.16 has asked whether to stop when it has its first rounds and the interior point behind it that
follows them. Before that it keeps its rows to itself, whatever ends it."""

MOMENT = 0.05
"""Seconds that it is left with when it is to end: so few that they end in the linear program of the round. Ended
anywhere else it hands out nothing."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows over the columns of a problem that is minimised: row ``k`` holds the entries from ``starts[k]`` on.

    They hold for all plans better than ``met``, the best one that the solver came across, infinite where it met none.
    """

    starts: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    values: Vector
    lower: Vector
    upper: Vector
    met: float = math.inf

    def add_to(self, solver: Any) -> None:
        """Add the rows to a linear program over the same columns."""
        count = len(self.lower)
        if count:
            rows = count, self.lower, self.upper, len(self.columns), self.starts, self.columns, self.values
            must(solver.addRows(*rows), "addRows")


_EMPTY = np.zeros(0)
NONE = Cuts(np.zeros(0, np.int32), np.zeros(0, np.int32), _EMPTY, _EMPTY, _EMPTY)
"""No rows."""


@dataclass(frozen=True, slots=True)
class Separation:
    """How long rows are looked for, who may stop that, and who is told, as a loss, what the root has proven by then.

    After so many ``seconds`` it ends with the round, but not before there are rows; after ``most`` of them in any case.
    """

    seconds: float
    most: float
    stop: Stop
    tell: Callable[[float], None]

    def of(self, program: Any, solver: Any) -> Cuts:
        """The rows that ``solver``, which has no problem yet, finds for an integer program that is minimised.

        There are none where the solver closes the problem first, or was stopped.
        """
        must(solver.passModel(program), "passModel")
        for name, value in (_ROOT_ONLY | {"time_limit": max(0.1, self.most)}).items():
            must(solver.setOptionValue(name, value), f"option {name}")
        found, checks, is_ending = NONE, 0, False

        def on_rows(event: Any) -> None:
            nonlocal found
            data, count = event.data_out, event.data_out.cutpool_num_cut
            columns, values = np.array(data.cutpool_index, np.int32), np.array(data.cutpool_value)
            starts = np.array(data.cutpool_start, np.int32)[:count]
            found = Cuts(starts, columns, values, np.array(data.cutpool_lower), np.array(data.cutpool_upper))

        def on_check(event: Any) -> None:
            nonlocal checks, is_ending
            checks += 1
            self._told(event.data_out.mip_dual_bound)
            event.interrupt(self.stop.is_set())
            now = event.data_out.running_time
            if not is_ending and checks >= CHECKS and now >= self.seconds:
                is_ending = True
                must(solver.setOptionValue("time_limit", min(self.most, now + MOMENT)), "option time_limit")

        solver.cbMipGetCutPool += on_rows
        solver.cbMipInterrupt += on_check
        solver.run()
        info = solver.getInfo()
        self._told(info.mip_dual_bound)
        feasible = info.primal_solution_status == highspy.kSolutionStatusFeasible
        return replace(found, met=float(info.objective_function_value)) if feasible else found

    def _told(self, bound: float) -> None:
        proven = finite(bound)
        if proven is not None:
            self.tell(proven)
