"""Sweeps: which inputs vary, in which range, and what the tables are once a sample of values is put in.

A parameter is one uncertain quantity; it may drive several cells (the price of one metal along a chain), and all of
them follow the same draw. A sample is one value per parameter, in the order of the sweep. Numbers are themselves;
a discrete parameter takes one of three written values, and its numbers are their places: -1 low, 0 base, 1 high.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from roadmap_opt.case.cells import format_cell
from roadmap_opt.case.change_search import Change
from roadmap_opt.case.changes import changed_tables
from roadmap_opt.case.names import fold
from roadmap_opt.case.tables import Row, Tables

NUMBERS = ("low", "base", "high")
"""The columns of sheet Sweeps that hold values, from low to high."""

MOST_RUNS = 100_000
"""Runs of one sweep, at most."""

DESIGNS = ("tornado", "grid", "latin", "sobol")
"""Ways to choose samples: one parameter at a time, every combination of levels, two kinds of draws."""

DRAWN = ("latin", "sobol")
"""Designs that draw from the distributions: shares over their runs estimate chances."""

_DEFINITE = 1e-9
"""Least eigenvalue of a correlation matrix; below it the factorisation is noise."""

NEUTRAL: Mapping[str, float] = MappingProxyType({"multiply": 1.0, "add": 0.0})
"""The value that changes nothing, by operation; ``set`` has none."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One uncertain quantity. ``low``, ``base`` and ``high`` are numbers; ``words`` are the three written values of a
    discrete parameter (else empty), whose numbers are places. ``base`` is where the tables stand.

    ``unit`` is that of the cells for ``set`` and ``add``; a factor has none. ``steps`` is the number of levels in a
    full grid (``None``: low, base and high). ``rows`` are the lines of sheet Sweeps; the first holds the range.
    """

    name: str
    name_en: str
    name_tr: str
    operation: str
    distribution: str
    low: float
    base: float
    high: float
    words: tuple[str, ...]
    unit: str
    steps: int | None
    rows: tuple[Row, ...]

    @property
    def box(self) -> tuple[float, float, float]:
        """Low, base and high as numbers."""
        return self.low, self.base, self.high

    @property
    def places(self) -> tuple[float, ...]:
        """The different values of a discrete parameter, from low to high."""
        return tuple(dict.fromkeys(self.box))

    def written(self, value: float) -> str:
        """The value as it would be typed into the sheet; raises ``ValueError`` for a number that is no place."""
        if not self.words:
            return format_cell(float(value))
        if value not in (-1.0, 0.0, 1.0):
            raise ValueError(f"{self.name}: {value} is none of the places -1, 0, 1")
        return self.words[int(value) + 1]


@dataclass(frozen=True, slots=True)
class Correlation:
    """Rank correlation (Spearman) of the draws of two parameters, by their short names."""

    parameter: str
    other: str
    rank: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """A named set of parameters that vary together; pairs without a correlation are drawn independently."""

    name: str
    parameters: tuple[Parameter, ...]
    correlations: tuple[Correlation, ...] = ()

    @property
    def base(self) -> tuple[float, ...]:
        """The sample that changes nothing."""
        return tuple(parameter.base for parameter in self.parameters)


def copula(parameters: Sequence[str], correlations: Sequence[Correlation]) -> np.ndarray:
    """Correlation matrix of the Gaussian copula whose draws have these rank correlations.

    Normal scores with the correlation 2 sin(pi/6 r) have the rank correlation r (Pearson 1907); an increasing function
    of each, such as the inverse of its distribution, leaves ranks as they are.
    """
    matrix = np.eye(len(parameters))
    at = {name: position for position, name in enumerate(parameters)}
    for each in correlations:
        i, j = at[each.parameter], at[each.other]
        matrix[i, j] = matrix[j, i] = 2 * np.sin(np.pi / 6 * each.rank)
    return matrix


def is_possible(matrix: np.ndarray) -> bool:
    """Whether draws with this correlation matrix exist and none is decided by the others (positive definite)."""
    return bool(np.linalg.eigvalsh(matrix)[0] > _DEFINITE) if len(matrix) else True


def sweep_names(tables: Tables) -> tuple[str, ...]:
    """Every sweep of sheet Sweeps, in the order of its first line."""
    names: dict[str, str] = {}
    for row in tables["Sweeps"]:
        if row.values["sweep"] is not None:
            names.setdefault(fold(row.values["sweep"]), row.values["sweep"])
    return tuple(names.values())


def sampled_tables(tables: Tables, sweep: Sweep, values: Sequence[float]) -> Tables:
    """The tables with one sample put in, line by line of sheet Sweeps; the given tables stay as they are.

    A parameter that stands at its base changes nothing, so that the base sample gives the very tables. The supplier
    of every changed cell (:attr:`Row.overlaid`) is ``<sweep>: <parameter>``. Raises ``UnfitChange`` when a value
    leads out of a column's range, which cannot happen between a low and a high that were checked.
    """
    for parameter, value in zip(sweep.parameters, values, strict=True):
        if value == parameter.base:
            continue
        for row in parameter.rows:
            mark = f"{sweep.name}: {parameter.name}"
            tables = changed_tables(tables, Change(row, parameter.written(value), mark, sheet="Sweeps"))
    return tables
