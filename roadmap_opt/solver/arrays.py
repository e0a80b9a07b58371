"""A model as arrays: all that the solver, re-solves and workers ever see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

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
