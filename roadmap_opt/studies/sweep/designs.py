"""Which samples a sweep solves: one at a time, a full grid, or draws from the distributions.

`tornado`  the base, and every parameter at its low and at its high with all others at base: which one matters most?
`grid`     every combination of levels: how do a few parameters act together?
`latin`    a Latin hypercube: every parameter's range is cut into as many equally likely slices as there are runs, and
           each slice is used once
`sobol`    a scrambled Sobol sequence: fills the space of all parameters more evenly than chance; best with a power of
           two of runs, and a longer sequence contains the shorter one

Draws of parameters with a correlation go through a Gaussian copula: their normal scores are mixed by the Cholesky
factor of the correlation matrix. A Latin hypercube keeps its slices, which are put into the order of the mixed scores
(Iman and Conover 1982); a Sobol sequence still contains the shorter one, but correlated parameters need not use every
slice.

The same seed gives the same samples with the same version of SciPy, whose name the record of a sweep holds.
"""

from __future__ import annotations

import itertools
import warnings
from dataclasses import dataclass

import numpy as np

from roadmap_opt.case.sweeps import Parameter, Sweep, copula

TAIL = 0.05
"""Share of a normal or lognormal distribution below low, and above high; these tails are cut off."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One set of values to solve, numbered from 1; number 0 is the base. ``varied`` names the parameter that a tornado
    moves, ``end`` says to which of its ends (``low`` or ``high``).
    """

    number: int
    values: tuple[float, ...]
    varied: str = ""
    end: str = ""


def samples(sweep: Sweep, design: str, runs: int, seed: int) -> tuple[Sample, ...]:
    """The samples of a design in a fixed order, without the base. ``runs`` and ``seed`` count for draws only."""
    if design == "tornado":
        return _tornado(sweep)
    if design == "grid":
        every = itertools.product(*(levels(parameter) for parameter in sweep.parameters))
        return tuple(Sample(number, values) for number, values in enumerate(every, start=1))
    names = [parameter.name for parameter in sweep.parameters]
    chances = _mixed(design, _draws(design, len(names), runs, seed), copula(names, sweep.correlations))
    return tuple(
        Sample(number, tuple(value_at(p, float(chance)) for p, chance in zip(sweep.parameters, row, strict=True)))
        for number, row in enumerate(chances, start=1)
    )


def run_count(sweep: Sweep, design: str, runs: int) -> int:
    """How many samples a design has, known before any is made: a grid may be far too large to list."""
    if design == "tornado":
        return len(_tornado(sweep))
    if design == "grid":
        return int(np.prod([float(len(levels(parameter))) for parameter in sweep.parameters]))
    return runs


def is_balanced(design: str, runs: int) -> bool:
    """Whether the samples cover the space evenly: a Sobol sequence does after 2, 4, 8, ... of them."""
    return design != "sobol" or runs & (runs - 1) == 0


def levels(parameter: Parameter) -> tuple[float, ...]:
    """The levels of a parameter in a full grid, from low to high."""
    if parameter.words:
        return parameter.places
    if parameter.steps is None:
        return tuple(dict.fromkeys(parameter.box))
    return tuple(float(level) for level in np.linspace(parameter.low, parameter.high, parameter.steps))


def value_at(parameter: Parameter, chance: float) -> float:
    """The value below which the parameter stays with this chance (0 to 1): its inverse distribution function."""
    low, base, high = parameter.box
    match parameter.distribution:
        case "discrete":
            places = parameter.places
            return places[min(int(chance * len(places)), len(places) - 1)]
        case "uniform":
            value = low + (high - low) * chance
        case "triangular":
            peak = (base - low) / (high - low)
            if chance <= peak:
                value = low + (chance * (high - low) * (base - low)) ** 0.5
            else:
                value = high - ((1 - chance) * (high - low) * (high - base)) ** 0.5
        case "normal":
            value = _between(low, high, chance)
        case "lognormal":
            value = float(np.exp(_between(float(np.log(low)), float(np.log(high)), chance)))
        case other:
            raise ValueError(f"{parameter.name}: no distribution is called {other}")
    return min(max(value, low), high)  # the last digit of a rounded result may lie beyond the range


def _between(low: float, high: float, chance: float) -> float:
    """Inverse of a normal distribution whose 5 % and 95 % quantiles are low and high, cut off at both."""
    from scipy.special import ndtri  # takes a second, and only draws need it

    deviations = float(ndtri(TAIL + (1 - 2 * TAIL) * chance)) / float(ndtri(1 - TAIL))
    return (low + high) / 2 + (high - low) / 2 * deviations


def _tornado(sweep: Sweep) -> tuple[Sample, ...]:
    moved = [
        (at, parameter, end, value)
        for at, parameter in enumerate(sweep.parameters)
        for end, value in (("low", parameter.low), ("high", parameter.high))
        if value != parameter.base
    ]
    return tuple(
        Sample(number, (*sweep.base[:at], value, *sweep.base[at + 1 :]), parameter.name, end)
        for number, (at, parameter, end, value) in enumerate(moved, start=1)
    )


def _draws(design: str, dimensions: int, runs: int, seed: int) -> np.ndarray:
    from scipy.stats import qmc  # takes a second, and only draws need it

    generator = np.random.default_rng(seed)
    if design == "latin":
        drawn: np.ndarray = qmc.LatinHypercube(dimensions, seed=generator).random(runs)
        return drawn
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the number of runs is remarked on in words, see is_balanced
        drawn = qmc.Sobol(dimensions, scramble=True, seed=generator).random(runs)
    return drawn


def _mixed(design: str, chances: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The draws with the correlations of ``matrix``; columns of parameters without any stay as they are."""
    from scipy.stats import norm  # takes a second, and only draws need it

    moved = np.flatnonzero((matrix != np.eye(len(matrix))).any(axis=0))
    if not len(moved):
        return chances
    smallest = np.finfo(float).eps  # a chance of 0 has no normal score
    scores = norm.ppf(np.clip(chances[:, moved], smallest, 1 - smallest))
    scores = scores @ np.linalg.cholesky(matrix[np.ix_(moved, moved)]).T
    mixed = chances.copy()
    if design == "latin":
        ranks = scores.argsort(axis=0).argsort(axis=0)
        mixed[:, moved] = np.take_along_axis(np.sort(chances[:, moved], axis=0), ranks, axis=0)
    else:
        mixed[:, moved] = norm.cdf(scores)
    return mixed
