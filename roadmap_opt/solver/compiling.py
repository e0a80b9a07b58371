"""From the Pyomo model to arrays, once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC
from pyomo.repn.standard_repn import generate_standard_repn

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.solver.arrays import STARTED, Arrays, LinearForm, Together
from roadmap_opt.solver.strategy import FINANCE_TIE_BREAK

COSTLY = 0.5
"""Largest module of a plant type, relative to the largest of all, from which the type is decided before the others."""


def compile_model(model: pyo.ConcreteModel, ix: Indexes, also: Mapping[str, Any] = MappingProxyType({})) -> Arrays:
    """Compile the model with the linear forms that the strategies optimise, and further ones by name."""
    chosen, kind = ix.settings.perspective, ix.settings.terminal_value
    value = model.npv[chosen] + model.terminal[chosen, kind] - model.tie_break
    if chosen != "owner":
        value += FINANCE_TIE_BREAK * model.npv["owner"]
    forms = {
        "value": value,
        "shortfall": model.weighted_shortfall + 0.0,
        "cost": model.cost + model.tie_break,
        **also,
    }
    return compile_arrays(model, forms, _costly_modules(ix), {name: row.plant for name, row in ix.rows.modules.items()})


def _costly_modules(ix: Indexes) -> frozenset[str]:
    """Modules of the plant types whose largest module costs at least :data:`COSTLY` of the largest of all."""
    modules = ix.rows.modules
    largest: dict[str, float] = {}
    for module in modules.values():
        largest[module.plant] = max(largest.get(module.plant, 0.0), ix.plants.capex(module))
    least = COSTLY * max(largest.values(), default=0.0)
    return frozenset(name for name, module in modules.items() if largest[module.plant] >= least)


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


def form_of(expression: Any, arrays: Arrays, name: str) -> LinearForm:
    """A further linear expression of the model that the arrays are of; raises ``ValueError`` if it is not linear."""
    return _form(expression, {id(variable): j for j, variable in enumerate(arrays.variables)}, name)


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
