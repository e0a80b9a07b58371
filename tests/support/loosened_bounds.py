"""The model with some of its derived bounds far above what the rules allow: what is left are the rules themselves."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pyomo.environ as pyo

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import build
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.compiling import compile_arrays, compile_model
from roadmap_opt.solver.highs import Limits, run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import MONEY_SWITCHES
from tests.support.tiny_case import tiny_case


def _families() -> dict[str, str]:
    """Every derived bound by name, with the family of look-ups that it is of; no two have the same name."""
    found = [
        (name, family)
        for family, look_ups in vars(Indexes(tiny_case())).items()
        for name in dir(look_ups)
        if name.endswith("_bound")
    ]
    assert len(found) == len(dict(found)), found
    return dict(sorted(found))


_FAMILIES = _families()

BOUNDS = tuple(_FAMILIES)
"""Every derived bound that the model uses, by name."""

RELEASED = {
    "tested_debt": ("financed", 1), "base_cover": ("financed", 0), "low_cover": ("financed", 0),
    "profit_side": ("in_profit", 1), "loss_side": ("in_profit", 0),
    "dividend_year": ("pays_out", 1), "distributable": ("pays_out", 0), "equity_year": ("pays_out", 0),
}  # fmt: skip
"""Rows that hold a derived bound, the switch in them, and the setting under which they say nothing."""

FACTOR = 100.0
LIMITS = Limits(0.0, 1e-9, 60.0, 1, 0, None)


def bound_of(ix: Indexes, name: str) -> Callable[..., float]:
    """The derived bound of this name."""
    found: Callable[..., float] = getattr(getattr(ix, _FAMILIES[name]), name)
    return found


def _loose(tight: Indexes, name: str) -> Callable[..., float]:
    """The bound times a hundred and a hundred more, where it holds a rule of its own only that rule.

    It is computed from tight ones: factors upon factors would let switches be a millionth open and a thousand through.
    """

    def far(*key: Any) -> float:
        return float(FACTOR * (bound_of(tight, name)(*key) + 1.0))

    def own_limits(source: str, year: int) -> float:
        row = tight.rows.sources[source]
        return min(row.yearly_limit, row.total_limit, far(source, year))

    return {"draw_bound": own_limits}.get(name, far)


def loosened(case: Case, names: Iterable[str]) -> Indexes:
    """Look-ups of a case in which these bounds are loose, wherever another one is made of them, too."""
    tight, loose = Indexes(case), Indexes(case)
    for name in names:
        setattr(getattr(loose, _FAMILIES[name]), name, _loose(tight, name))
    return loose


@dataclass(frozen=True, slots=True)
class Problem:
    """A model and its arrays."""

    ix: Indexes
    model: pyo.ConcreteModel
    arrays: Arrays

    @classmethod
    def of(cls, ix: Indexes) -> Problem:
        """The problem of these look-ups."""
        model = build(ix)
        return cls(ix, model, compile_model(model, ix))

    def best(self, arrays: Arrays | None = None) -> float | None:
        """The best value, by one run of the whole problem; ``None`` when there is no plan."""
        arrays = self.arrays if arrays is None else arrays
        found = run("whole", arrays, arrays.forms["value"], True, LIMITS, QuietProgress())
        assert found.phase.status in (Status.OPTIMAL, Status.INFEASIBLE), found.phase
        return found.phase.objective

    def best_by_switches(self) -> float | None:
        """The best value over every setting of the yearly money switches, each without the rows that it releases."""
        switches = [k for k, (name, _) in enumerate(self.arrays.column_labels) if name in MONEY_SWITCHES]
        found = [
            value
            for setting in itertools.product((0, 1), repeat=len(switches))
            if (value := self.best(self._switched(dict(zip(switches, setting, strict=True))))) is not None
        ]
        return max(found, default=None)

    def _switched(self, setting: dict[int, int]) -> Arrays:
        lower, upper = self.arrays.lower.copy(), self.arrays.upper.copy()
        row_lower, row_upper = self.arrays.row_lower.copy(), self.arrays.row_upper.copy()
        state = {self.arrays.column_labels[column]: value for column, value in setting.items()}
        for column, value in setting.items():
            lower[column] = upper[column] = value
        for row, (label, index) in enumerate(self.arrays.row_labels):
            switch, released = RELEASED.get(label, ("", 0))
            place = index[0] if switch == "financed" and isinstance(index, tuple) else index
            if switch and state[switch, place] == released:
                row_lower[row], row_upper[row] = -math.inf, math.inf
        return replace(self.arrays, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)


def largest(model: pyo.ConcreteModel, quantities: dict[Any, Any]) -> dict[Any, float]:
    """The largest value of each expression over all plans of the model; nothing when there is none."""
    arrays = compile_arrays(model, {str(key): quantity + 0.0 for key, quantity in quantities.items()})
    found = {}
    for key in quantities:
        best = run("largest", arrays, arrays.forms[str(key)], True, LIMITS, QuietProgress())
        assert best.phase.status in (Status.OPTIMAL, Status.INFEASIBLE), (key, best.phase)
        if best.phase.objective is not None:
            found[key] = best.phase.objective
    return found
