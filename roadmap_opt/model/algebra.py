"""Small helpers for writing families: sparse constraints and sums that stay linear expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyomo.environ as pyo

Expression = Any
"""A number, a variable or a linear Pyomo expression."""


def total(terms: Iterable[Expression]) -> Expression:
    """Sum of terms; the number 0.0 when there are none."""
    found = list(terms)
    if len(found) > 1:
        return pyo.quicksum(found)
    return found[0] if found else 0.0  # most sums of a small case: what quicksum prepares costs more than the sum


def limit(
    model: pyo.ConcreteModel,
    name: str,
    index: Iterable[Any],
    rule: Callable[..., Expression],
    switch: bool | Callable[..., bool] = False,
) -> None:
    """Add constraint ``name``: a row for every member of ``index``, the relation that ``rule(*member)`` returns.

    ``switch`` marks rows whose number is no limit of the workbook but the largest value that a yes/no decision can
    release (for all rows, or by index). While it is released such a row only repeats what other rows say, and may not
    take the price of a limit that binds beside it.

    The index says which rows exist. What it cannot say is whether a relation holds any variable: a pin on what can
    never be built compares two numbers, and only the expression shows it. Where such a comparison is true there is
    nothing to limit; a false one becomes an infeasible row, so that it is reported by the solve and not lost.
    """
    component = pyo.Constraint(pyo.Any)
    model.add_component(name, component)
    for key in index:
        place = key if isinstance(key, tuple) else (key,)
        if switch is True or (callable(switch) and switch(*place)):
            model.switch_rows.add((name, key))
        relation = rule(*place)
        if relation is True:
            continue
        if relation is False:
            relation = model.always_one <= 0 if hasattr(model, "always_one") else _impossible(model)
        component[key] = relation


def with_year_before(index: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Members ``(..., year)`` of an index whose year before is a member, too: where something can go on."""
    members = dict.fromkeys(index)
    return [member for member in members if (*member[:-1], member[-1] - 1) in members]


def repeated_bound(model: pyo.ConcreteModel, *variables: str, side: str = "upper") -> None:
    """Say that this bound of these variables only repeats rows that hold the limit by its name.

    It sharpens the search. The price of the limit belongs to its row: see :class:`~roadmap_opt.solver.arrays.Arrays`.
    """
    model.repeated_bounds.update(dict.fromkeys(variables, side))


def _impossible(model: pyo.ConcreteModel) -> Expression:
    model.always_one = pyo.Var(bounds=(1, 1))
    return model.always_one <= 0


def define(model: pyo.ConcreteModel, name: str, index: Iterable[Any], rule: Callable[..., Expression]) -> None:
    """Add a named expression over ``index``: other families, the objective and the results read it by this name."""
    component = pyo.Expression(pyo.Any)
    model.add_component(name, component)
    for key in index:
        component[key] = rule(*key) if isinstance(key, tuple) else rule(key)


def sum_variable(
    model: pyo.ConcreteModel,
    name: str,
    index: Iterable[Any],
    rule: Callable[..., Expression],
    nonnegative: bool = False,
) -> None:
    """Add a variable ``name`` and a row ``name_sum`` that makes it equal to ``rule(*index)``.

    For sums that many rows refer to: written out each time, one year's cash flow would fill every financial row with
    a thousand terms and slow the solver down many times.
    """
    keys = list(index)
    variable = pyo.Var(keys, bounds=(0 if nonnegative else None, None))
    model.add_component(name, variable)

    def row(*key: Any) -> Expression:
        place = key if len(key) > 1 else key[0]
        return rule(*key) - variable[place] == 0

    limit(model, f"{name}_sum", keys, row)


__all__ = ["Expression", "define", "limit", "repeated_bound", "sum_variable", "total", "with_year_before"]
