"""How one row of the formulation is falsified: sense, sign, size and year, on the relation that its rule returns.

A relation is read as ``bound >= side`` or ``bound = side`` with positive terms on both sides, whatever the rule's own
way of writing it: what uses up stands on one side, what allows it on the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pyomo.environ as pyo
from pyomo.core.expr.relational_expr import EqualityExpression
from pyomo.repn import generate_standard_repn

Term = tuple[float, Any]
"""Coefficient and variable; the variable is ``None`` for a constant."""


@dataclass(frozen=True, slots=True)
class Row:
    """``sum of uses <= sum of allows`` (or ``=``), every coefficient positive."""

    uses: tuple[Term, ...]
    allows: tuple[Term, ...]
    equal: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What two rows that are the same have in common."""
        return tuple(sorted((value, id(variable)) for value, variable in side) for side in (self.uses, self.allows))

    def relation(self) -> Any:
        """The row as Pyomo writes it; ``True``, which is no row, when no variable is left."""
        if not any(variable is not None for _, variable in (*self.uses, *self.allows)):
            return True
        difference = _sum(self.uses) - _sum(self.allows)
        return difference == 0 if self.equal else difference <= 0


def _sum(terms: Iterable[Term]) -> Any:
    return pyo.quicksum(value if variable is None else value * variable for value, variable in terms)


def read(relation: Any) -> Row:
    """The two sides of a relation."""
    left, right = relation.args
    repn = generate_standard_repn(left - right, compute_values=True)
    assert repn.is_linear()
    terms: list[Term] = list(zip(map(float, repn.linear_coefs), repn.linear_vars, strict=True))
    terms.append((float(repn.constant), None))
    uses = tuple((value, variable) for value, variable in terms if value > 0)
    allows = tuple((-value, variable) for value, variable in terms if value < 0)
    return Row(uses, allows, isinstance(relation, EqualityExpression))


def flipped(row: Row) -> Row:
    """The other sense; an equation has what allows with the wrong sign."""
    if row.equal:
        return replace(row, uses=(*row.uses, *row.allows), allows=())
    return Row(row.allows, row.uses, False)


def scaled(factor: float) -> Callable[[Row], Row]:
    """What allows, times ``factor``."""
    return lambda row: replace(row, allows=tuple((value * factor, variable) for value, variable in row.allows))


def shifted(years: int, whole: bool) -> Callable[[Row], Row]:
    """Every variable of the row (or of what allows only) of another year, data as they are; what is not there is left
    out, so that the first or the last year loses its row.
    """

    def shift(row: Row) -> Row:
        allows = tuple(_moved(row.allows, years))
        return replace(row, allows=allows, uses=tuple(_moved(row.uses, years)) if whole else row.uses)

    return shift


def _moved(terms: Iterable[Term], years: int) -> Iterator[Term]:
    for value, variable in terms:
        if variable is None:
            yield value, None
            continue
        component, index = variable.parent_component(), variable.index()
        other = moved_index(index, years)
        if other == index:
            yield value, variable
        elif other in component:
            yield value, component[other]


def moved_index(index: Any, years: int) -> Any:
    """An index with its year (the last part, where that is one) moved."""
    if isinstance(index, tuple):
        return (*index[:-1], moved_index(index[-1], years))
    return index + years if isinstance(index, int) and index > 1900 else index


ROW_MUTATIONS: dict[str, Callable[[Row], Row] | None] = {
    "drop": None,
    "flip": flipped,
    "scale up": scaled(1.05),
    "scale down": scaled(0.95),
    "shift on": shifted(1, whole=True),
    "shift back": shifted(-1, whole=True),
    "lead": shifted(1, whole=False),
    "lag": shifted(-1, whole=False),
}
"""Mutations of a row by name; ``None`` takes the rows away. Lead and lag move only what allows."""


def mutated(rule: Callable[..., Any], mutation: str, changed: Callable[[], None]) -> Callable[..., Any]:
    """The rule with every relation that it returns falsified; ``changed`` is called where that makes a difference."""
    change = ROW_MUTATIONS[mutation]

    def other(*key: Any) -> Any:
        relation = rule(*key)
        if change is None:
            if not isinstance(relation, bool):
                changed()
            return True
        if isinstance(relation, bool):
            return relation
        row = read(relation)
        new = change(row)
        if new.key != row.key:
            changed()
        return new.relation()

    return other


__all__ = ["ROW_MUTATIONS", "Row", "moved_index", "mutated", "read"]
