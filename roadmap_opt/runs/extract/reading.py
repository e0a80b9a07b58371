"""What every reader of a solved model needs: a number of an expression, and the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes

ZERO = 1e-7
"""Quantities below this are the solver's noise and are reported as zero."""

EMPTY = 1e-6
"""A denominator up to this is empty, and its ratio blank."""

Rows = Iterator[tuple[Any, ...]]


def number(expression: Any) -> float:
    """Value of an expression of the model, noise as nought."""
    value = float(pyo.value(expression))
    return 0.0 if abs(value) < ZERO else value


class Reader:
    """Reads tables of one solved model, each by the method that has its name, rows in the order of its columns."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes) -> None:
        self.model, self.ix = model, ix

    def nonzero(self, component: Any) -> Rows:
        """Entries of the decision years; what happens in the tail has a table of its own."""
        yield from (row for row in self.nonzero_of_all(component) if row[-2] in self.ix.years)

    def nonzero_of_all(self, component: Any) -> Rows:
        """Entries of the decision years and of the periods of the tail."""
        for key in component:
            if value := number(component[key]):
                yield (*key, value)
