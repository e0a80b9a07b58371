"""A built model that is kept while its numbers change: only the rows that a sample moves are written again.

The rules of the model read one object of look-ups. When that object switches to another case of the same structure
(:meth:`Indexes.switch_to`), running the rule of a row again gives the row with the new numbers, exactly as a new build
would. What has to be known is which named expressions, rows and bounds each parameter moves, and that is learnt by
comparing full builds at its two ends with the base. What was learnt is then proven on samples built both ways, among
them some that move every parameter at once; a parameter for which the two differ (it changes which rows exist, or a
number that other rows copied) is not trusted, and a sample that moves it is built anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import redefine, rewritten
from roadmap_opt.model.build import build, renew_cash_flows
from roadmap_opt.solver.arrays import Arrays, Vector, column_of, compile_form, compile_row
from roadmap_opt.solver.strategy import compile_model, objective_expressions

OBJECTIVES = ("npv_part", "npv", "terminal", "yearly_cost")
"""Named expressions that hold discount rates and prices in every sample: cheap, so always written again."""

BOUNDED_ROWS = (
    "recipe_unlocked", "operation_gate", "service_first", "extra_unlocked", "profit_side", "loss_side", "service_due",
    "service_cover", "later_due", "later_cover", "yearly_limit", "distributable", "dividend_year", "equity_year",
)  # fmt: skip
BOUNDED_COLUMNS = ("activity", "shipment")
"""Rows and columns that hold a derived bound. The smallest of several amounts may stay as it is while each parameter
moves alone and change when two move together, so these are always written again."""

SAME = 1e-9
"""Relative difference up to which two numbers of a model are the same: sums in another order round differently."""

PROOFS = 3
"""Samples that move every trusted parameter at once and are built both ways before anything is trusted."""

CaseOf = Callable[[tuple[float, ...]], Case]
Box = Sequence[tuple[float, float, float]]
"""Low, base and high of each parameter."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What one parameter moves: named expressions and rows to write again, columns whose bounds to look up again."""

    expressions: frozenset[str]
    rows: frozenset[int]
    columns: frozenset[int]


Learnt = tuple[Moves | None, ...]
"""By parameter; ``None`` for one that is not trusted. Small and picklable: learnt once, used by every worker."""


@dataclass(frozen=True, slots=True)
class Built:
    """A sample ready to be solved. ``model`` carries its numbers only when it was built anew (``patched`` is false)."""

    case: Case
    ix: Indexes
    model: pyo.ConcreteModel
    arrays: Arrays
    patched: bool


class SweepModel:
    """The model of a sweep's base, kept for all samples. ``case_of`` makes the case of a sample from its values."""

    def __init__(self, case_of: CaseOf, box: Box, learnt: Learnt | None = None) -> None:
        self._case_of, self.box = case_of, tuple(box)
        self._learnt: Learnt = learnt if learnt is not None else (None,) * len(self.box)
        self._base = _build(case_of(self.base_values))
        self._column = column_of(self._base.arrays.variables)
        labels = self._base.arrays
        self._bounded_rows = frozenset(k for k, (name, _) in enumerate(labels.row_labels) if name in BOUNDED_ROWS)
        self._bounded_columns = frozenset(
            k for k, (name, _) in enumerate(labels.column_labels) if name in BOUNDED_COLUMNS
        )
        self._moved: frozenset[str] = frozenset()  # named expressions that hold the numbers of the last sample

    @property
    def base_values(self) -> tuple[float, ...]:
        """Every parameter at its base."""
        return tuple(base for _, base, _ in self.box)

    def at(self, values: tuple[float, ...]) -> Built:
        """The sample with these values: patched when every moved parameter is trusted, else built anew."""
        case = self._case_of(values)
        moved = [k for k, (value, (_, base, _)) in enumerate(zip(values, self.box, strict=True)) if value != base]
        moves = [self._learnt[k] for k in moved]
        trusted = [each for each in moves if each is not None]
        if len(trusted) == len(moves):
            arrays = self.patched(case, trusted)
            if arrays is not None:
                return Built(case, self._base.ix, self._base.model, arrays, True)
        return _build(case)

    def patched(self, case: Case, moves: Sequence[Moves]) -> Arrays | None:
        """The base arrays with what ``case`` moves; ``None`` when a row is not made of the same columns any more.

        ``moves`` are those of every parameter that is not at base in ``case``.
        """
        base, model, ix = self._base.arrays, self._base.model, self._base.ix
        with PauseGC():
            ix.switch_to(case)
            moved = frozenset[str]().union(*(each.expressions for each in moves))
            again = moved.union(self._moved, OBJECTIVES)  # what the sample before moved goes back to its base
            self._moved = moved
            for name in model.expression_rules:  # in the order of definition: later ones may refer to earlier ones
                if name in again:
                    redefine(model, name)
            renew_cash_flows(model, ix)
            values, row_lower, row_upper = base.values.copy(), base.row_lower.copy(), base.row_upper.copy()
            for row in sorted(self._bounded_rows.union(*(each.rows for each in moves))):
                name, index = base.row_labels[row]
                relation = rewritten(model, name, index)
                if relation is None or isinstance(relation, bool):
                    return None
                data = model.component(name)[index]
                data.set_value(relation)
                written = compile_row(data, self._column)
                place = slice(base.starts[row], base.starts[row + 1])
                if sorted(written.columns) != sorted(base.columns[place]):
                    return None
                by_column = dict(zip(written.columns, written.values, strict=True))
                values[place] = [by_column[column] for column in base.columns[place]]
                row_lower[row], row_upper[row] = written.lower, written.upper
            lower, upper = base.lower.copy(), base.upper.copy()
            for column in self._bounded_columns.union(*(each.columns for each in moves)):
                lower[column], upper[column] = _bounds(model, *base.column_labels[column])
            forms = {
                name: compile_form(expression, self._column, name)
                for name, expression in objective_expressions(model, ix).items()
            }
        return replace(
            base, values=values, row_lower=row_lower, row_upper=row_upper, lower=lower, upper=upper, forms=forms
        )


def learn(case_of: CaseOf, box: Box, seed: int = 0) -> Learnt:
    """What each parameter moves, proven against full builds; two builds per parameter and a few for the proof."""
    kept = SweepModel(case_of, box)
    fresh = _build(case_of(kept.base_values))
    base = fresh.arrays
    learnt: list[Moves | None] = []
    for k, (low, _, high) in enumerate(kept.box):
        ends = [(*kept.base_values[:k], end, *kept.base_values[k + 1 :]) for end in (low, high)]
        built = [_build(case_of(values)) for values in ends]
        if not all(_same_structure(base, each.arrays) for each in built):
            learnt.append(None)
            continue
        moves = _moves(fresh, built)
        proven = all(_same(kept.patched(each.case, [moves]), each.arrays) for each in built)
        learnt.append(moves if proven else None)
    trusted = tuple(learnt)
    return trusted if _proven_together(case_of, kept, trusted, seed) else (None,) * len(trusted)


def _proven_together(case_of: CaseOf, kept: SweepModel, learnt: Learnt, seed: int) -> bool:
    draws = np.random.default_rng(seed).random((PROOFS, len(learnt)))
    moves = [each for each in learnt if each is not None]
    for draw in draws:
        values = tuple(
            float(low + (high - low) * share) if each is not None else base
            for (low, base, high), share, each in zip(kept.box, draw, learnt, strict=True)
        )
        case = case_of(values)
        if not _same(kept.patched(case, moves), _build(case).arrays):
            return False
    return True


def _build(case: Case) -> Built:
    ix = Indexes(case)
    model = build(ix)
    return Built(case, ix, model, compile_model(model, ix), False)


def _bounds(model: pyo.ConcreteModel, name: str, index: Any) -> tuple[float, float]:
    """Bounds of a column as its variable's rule gives them now (Pyomo keeps the rule, under a private name)."""
    lower, upper = model.component(name)._rule_bounds(model, index)
    return -np.inf if lower is None else float(lower), np.inf if upper is None else float(upper)


def _moves(base: Built, ends: list[Built]) -> Moves:
    rows: set[int] = set()
    columns: set[int] = set()
    expressions: set[str] = set()
    a = base.arrays
    row_of_entry = np.repeat(np.arange(len(a.row_lower)), np.diff(a.starts))
    before = _named_values(base)
    for end in ends:
        b = end.arrays
        rows.update(row_of_entry[a.values != b.values].tolist())
        for mine, theirs in ((a.row_lower, b.row_lower), (a.row_upper, b.row_upper)):
            rows.update(np.flatnonzero(mine != theirs).tolist())
        for mine, theirs in ((a.lower, b.lower), (a.upper, b.upper)):
            columns.update(np.flatnonzero(mine != theirs).tolist())
        expressions.update(name for name, values in _named_values(end).items() if values != before[name])
    return Moves(frozenset(expressions), frozenset(rows), frozenset(columns))


def _named_values(built: Built) -> dict[str, list[float]]:
    """Values of every named expression at one made-up point, by which two builds can be told apart."""
    point = np.random.default_rng(1).random(len(built.arrays.variables))
    for variable, value in zip(built.arrays.variables, point, strict=True):
        variable.set_value(float(value), skip_validation=True)
    model = built.model
    return {
        name: [float(pyo.value(model.component(name)[key])) for key in keys]
        for name, (_, keys) in model.expression_rules.items()
    }


def _same_structure(a: Arrays, b: Arrays) -> bool:
    return (
        a.column_labels == b.column_labels
        and a.row_labels == b.row_labels
        and np.array_equal(a.starts, b.starts)
        and np.array_equal(a.columns, b.columns)
        and np.array_equal(a.integer, b.integer)
    )


def _same(a: Arrays | None, b: Arrays) -> bool:
    if a is None or not _same_structure(a, b):
        return False
    pairs = [(a.values, b.values), (a.row_lower, b.row_lower), (a.row_upper, b.row_upper), (a.lower, b.lower),
             (a.upper, b.upper)]  # fmt: skip
    for name, form in a.forms.items():
        pairs.append((form.coefficients, b.forms[name].coefficients))
        pairs.append((np.array([form.constant]), np.array([b.forms[name].constant])))
    return all(_close(mine, theirs) for mine, theirs in pairs)


def _close(a: Vector, b: Vector) -> bool:
    difference: npt.NDArray[np.bool_] = a != b
    finite = np.isfinite(a) & np.isfinite(b)
    scale = np.maximum(1.0, np.abs(b))
    return bool(
        np.all(~difference | (finite & (np.abs(np.where(finite, a, 0.0) - np.where(finite, b, 0.0)) <= SAME * scale)))
    )
