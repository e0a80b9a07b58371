"""From the Pyomo model to arrays, once. The solver, re-solves and workers only ever see the arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC
from pyomo.repn.standard_repn import generate_standard_repn

Vector = npt.NDArray[np.float64]

STARTED = "started"
"""The column that counts the modules of a size begun at a site up to a year."""


@dataclass(frozen=True, slots=True)
class LinearForm:
    """``constant + coefficients @ x`` over the columns of an :class:`Arrays`."""

    coefficients: Vector
    constant: float

    def value(self, x: Vector) -> float:
        """Value of the form at ``x``."""
        return float(self.coefficients @ x) + self.constant


class Together(NamedTuple):
    """A sum of integer columns, which is whole as well: how many modules of a plant type, of any size and anywhere, are
    begun up to a year (``label`` is ``("begun together", (plant, year))``).
    """

    label: tuple[str, Any]
    columns: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Arrays:
    """A mixed-integer linear program: ``row_lower <= A x <= row_upper``, ``lower <= x <= upper``, some x integer.

    ``starts``, ``columns``, ``values`` are the rows of A in compressed form. ``column_labels`` and ``row_labels`` hold
    name and index of each variable and constraint; ``variables`` are the Pyomo variables in column order.

    ``repeated_lower`` and ``repeated_upper`` mark columns whose bound only repeats rows, and ``switch`` marks rows that
    only hold the largest value that a yes/no decision can release. They sharpen the search; where they bind, a limit
    binds that has its own row, so the final linear program leaves them out and a price stands at the limit it is of.
    ``costly`` marks the counts of modules of the costly plant types, which a search decides first. ``together`` are
    sums of counts that a proof may ask to be whole beside them.
    """

    variables: tuple[Any, ...]
    column_labels: tuple[tuple[str, Any], ...]
    lower: Vector
    upper: Vector
    integer: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    values: Vector
    row_lower: Vector
    row_upper: Vector
    row_labels: tuple[tuple[str, Any], ...]
    forms: dict[str, LinearForm]
    repeated_lower: npt.NDArray[np.bool_]
    repeated_upper: npt.NDArray[np.bool_]
    switch: npt.NDArray[np.bool_]
    costly: npt.NDArray[np.bool_]
    together: tuple[Together, ...] = ()

    def decided(self, x: Vector) -> Vector:
        """What the integer columns alone come to in every row at ``x``: a constant once they are decided."""
        return self._rows(np.where(self.integer, np.round(x), 0.0))

    def undecided(self, x: Vector) -> Vector:
        """What all other columns come to in every row at ``x``."""
        return self._rows(np.where(self.integer, 0.0, x))

    def allows(self, x: Vector, tolerance: float) -> bool:
        """Whether ``x`` keeps every bound and row, up to a tolerance that grows with the value it has there."""
        rows = self._rows(x)
        return all(
            bool(np.all((low - room <= at) & (at <= high + room)))
            for low, at, high in ((self.lower, x, self.upper), (self.row_lower, rows, self.row_upper))
            for room in (tolerance * (1.0 + np.abs(at)),)
        )

    @property
    def has_integers(self) -> npt.NDArray[np.bool_]:
        """Rows that an integer column stands in."""
        return self._summed(self.integer[self.columns]) > 0

    def _rows(self, x: Vector) -> Vector:
        return self._summed(x[self.columns] * self.values)

    def _summed(self, entries: npt.NDArray[Any]) -> Vector:
        """Sum by row of a number for every entry of the matrix."""
        count = len(self.row_upper)
        rows = np.repeat(np.arange(count), np.diff(self.starts))
        return np.bincount(rows, entries, count).astype(np.float64)


def compile_arrays(
    model: pyo.ConcreteModel,
    forms: dict[str, Any],
    costly_modules: Collection[str] = frozenset(),
    plants: Mapping[str, str] = MappingProxyType({}),
) -> Arrays:
    """Compile every active constraint and the given linear expressions (possible objectives) by name; ``plants`` is the
    plant type of each module.

    Raises ``ValueError`` when an expression is not linear: the formulation is a mixed-integer *linear* program.
    """
    with PauseGC():
        variables = tuple(model.component_data_objects(pyo.Var, active=True))
        column = {id(variable): j for j, variable in enumerate(variables)}
        starts: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        row_lower: list[float] = []
        row_upper: list[float] = []
        labels: list[tuple[str, Any]] = []
        for constraint in model.component_objects(pyo.Constraint, active=True):
            for index, data in constraint.items():
                row = _linear(data.body, data.name)
                columns.extend(column[id(variable)] for variable in row.linear_vars)
                values.extend(row.linear_coefs)
                starts.append(len(columns))
                row_lower.append(-np.inf if data.lower is None else pyo.value(data.lower) - row.constant)
                row_upper.append(np.inf if data.upper is None else pyo.value(data.upper) - row.constant)
                labels.append((constraint.name, index))
        compiled = {name: _form(expression, column, name) for name, expression in forms.items()}
    return Arrays(
        variables=variables,
        column_labels=tuple((v.parent_component().name, v.index()) for v in variables),
        lower=np.array([-np.inf if v.lb is None else v.lb for v in variables]),
        upper=np.array([np.inf if v.ub is None else v.ub for v in variables]),
        integer=np.array([not v.is_continuous() for v in variables]),
        starts=np.array(starts, dtype=np.int32),
        columns=np.array(columns, dtype=np.int32),
        values=np.array(values, dtype=float),
        row_lower=np.array(row_lower, dtype=float),
        row_upper=np.array(row_upper, dtype=float),
        row_labels=tuple(labels),
        forms=compiled,
        repeated_lower=_repeated(variables, model.repeated_bounds, "lower"),
        repeated_upper=_repeated(variables, model.repeated_bounds, "upper"),
        switch=np.array([label in model.switch_rows for label in labels], dtype=bool),
        costly=np.array([_counts(v, costly_modules) for v in variables], dtype=bool),
        together=_together(variables, plants),
    )


def _counts(variable: Any, modules: Collection[str]) -> bool:
    return variable.parent_component().name == STARTED and variable.index()[1] in modules


def _together(variables: Sequence[Any], plants: Mapping[str, str]) -> tuple[Together, ...]:
    found: dict[tuple[str, int], list[int]] = {}
    for column, variable in enumerate(variables):
        if _counts(variable, plants):
            _, module, year = variable.index()
            found.setdefault((plants[module], year), []).append(column)
    return tuple(Together(("begun together", key), np.array(columns)) for key, columns in found.items() if columns[1:])


def _repeated(variables: Sequence[Any], sides: Mapping[str, str], side: str) -> npt.NDArray[np.bool_]:
    return np.array([sides.get(v.parent_component().name) == side for v in variables], dtype=bool)


def _linear(expression: Any, name: str) -> Any:
    repn = generate_standard_repn(expression, compute_values=True, quadratic=False)
    if repn.nonlinear_expr is not None:
        raise ValueError(f"{name} is not linear")
    return repn


def _form(expression: Any, column: Mapping[int, int], name: str) -> LinearForm:
    """Compile a linear expression over all columns."""
    repn = _linear(expression, name)
    coefficients = np.zeros(len(column))
    for variable, coefficient in zip(repn.linear_vars, repn.linear_coefs, strict=True):
        coefficients[column[id(variable)]] += coefficient
    return LinearForm(coefficients, float(pyo.value(repn.constant)))
