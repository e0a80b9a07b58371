"""Designs: which samples they make, checked by hand, and that a seed makes the same ones again."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from scipy.stats import spearmanr

from roadmap_opt.case.sweeps import Correlation, Parameter, Sweep, copula, is_possible
from roadmap_opt.studies.sweep.designs import is_balanced, levels, run_count, samples, value_at

PRICE = Parameter("price", "Price", "Fiyat", "multiply", "triangular", 0.6, 1.0, 1.6, (), "", None, ())
RATE = Parameter("rate", "Rate", "Oran", "set", "uniform", 0.08, 0.1, 0.12, (), "1/yr", 5, ())
BASIS = Parameter("basis", "Basis", "Taban", "set", "discrete", 0.0, 0.0, 1.0, ("a", "a", "b"), "", None, ())
SWEEP = Sweep("main", (PRICE, RATE, BASIS))


def test_a_tornado_moves_one_parameter_at_a_time() -> None:
    made = samples(SWEEP, "tornado", 999, 0)
    assert [(sample.number, sample.values, sample.varied, sample.end) for sample in made] == [
        (1, (0.6, 0.1, 0.0), "price", "low"),
        (2, (1.6, 0.1, 0.0), "price", "high"),
        (3, (1.0, 0.08, 0.0), "rate", "low"),
        (4, (1.0, 0.12, 0.0), "rate", "high"),
        (5, (1.0, 0.1, 1.0), "basis", "high"),
    ]
    assert run_count(SWEEP, "tornado", 999) == 5


def test_a_grid_holds_every_combination() -> None:
    made = samples(SWEEP, "grid", 999, 0)
    assert run_count(SWEEP, "grid", 999) == len(made) == 3 * 5 * 2
    assert levels(RATE) == pytest.approx((0.08, 0.09, 0.10, 0.11, 0.12))
    assert made[0].values == (0.6, 0.08, 0.0)
    assert made[-1].values == (1.6, 0.12, 1.0)
    assert len({sample.values for sample in made}) == 30


def test_triangular_values_by_hand() -> None:
    """From 0.6 over 1.0 to 1.6 the peak stands at a chance of 0.4."""
    assert value_at(PRICE, 0.0) == 0.6
    assert value_at(PRICE, 0.4) == pytest.approx(1.0)
    assert value_at(PRICE, 0.1) == pytest.approx(0.6 + math.sqrt(0.1 * 1.0 * 0.4))
    assert value_at(PRICE, 0.85) == pytest.approx(1.6 - math.sqrt(0.15 * 1.0 * 0.6))
    assert value_at(PRICE, 1.0) == 1.6


def test_uniform_values_by_hand() -> None:
    assert [value_at(RATE, chance) for chance in (0.0, 0.25, 1.0)] == pytest.approx([0.08, 0.09, 0.12])


def test_normal_ends_at_its_quantiles() -> None:
    """Low and high are 1.6449 deviations from the middle; a chance of 0.5 + 0.3413 / 0.9 is one deviation above it."""
    normal = dataclasses.replace(PRICE, distribution="normal", low=80.0, base=100.0, high=120.0)
    deviation = 20 / 1.6448536
    assert value_at(normal, 0.0) == 80.0
    assert value_at(normal, 0.5) == pytest.approx(100.0)
    assert value_at(normal, 0.5 + 0.3413447 / 0.9) == pytest.approx(100.0 + deviation, abs=1e-4)
    assert value_at(normal, 1.0) == 120.0


def test_lognormal_has_its_middle_at_the_geometric_mean() -> None:
    skewed = dataclasses.replace(PRICE, distribution="lognormal", low=0.5, base=1.0, high=2.0)
    assert [value_at(skewed, chance) for chance in (0.0, 0.5, 1.0)] == pytest.approx([0.5, 1.0, 2.0])


def test_discrete_values_are_equally_likely() -> None:
    assert [value_at(BASIS, chance) for chance in (0.0, 0.49, 0.5, 0.99, 1.0)] == [0.0, 0.0, 1.0, 1.0, 1.0]
    three = dataclasses.replace(BASIS, low=-1.0, words=("x", "a", "b"))
    assert [value_at(three, chance) for chance in (0.3, 0.34, 0.7)] == [-1.0, 0.0, 1.0]


@pytest.mark.parametrize("design", ["latin", "sobol"])
def test_a_seed_makes_the_same_samples_again(design: str) -> None:
    assert samples(SWEEP, design, 8, 7) == samples(SWEEP, design, 8, 7)
    assert samples(SWEEP, design, 8, 7) != samples(SWEEP, design, 8, 8)


@pytest.mark.parametrize("design", ["latin", "sobol"])
def test_every_slice_of_a_range_is_used_once(design: str) -> None:
    """Both designs put exactly one of eight samples into each eighth of every range."""
    unit = dataclasses.replace(RATE, low=0.0, base=0.5, high=1.0)
    square = Sweep("square", (unit, unit, unit))
    values = np.array([sample.values for sample in samples(square, design, 8, 3)])
    for column in values.T:
        assert sorted(int(value * 8) for value in column) == list(range(8))


def test_a_longer_sobol_sequence_contains_the_shorter_one() -> None:
    assert samples(SWEEP, "sobol", 16, 1)[:8] == samples(SWEEP, "sobol", 8, 1)


def test_only_a_sobol_sequence_asks_for_a_power_of_two() -> None:
    assert [is_balanced("sobol", runs) for runs in (1, 2, 64, 100)] == [True, True, True, False]
    assert is_balanced("latin", 100)


def test_an_unknown_distribution_is_an_error() -> None:
    with pytest.raises(ValueError, match="price: no distribution is called beta"):
        value_at(dataclasses.replace(PRICE, distribution="beta"), 0.5)


def correlated(*ranks: tuple[str, str, float], shape: str = "triangular") -> Sweep:
    """Three parameters with a peak at a third of the range, and a fourth that is free."""
    names = ("price", "feed", "capex", "demand")
    parameters = tuple(dataclasses.replace(PRICE, name=name, distribution=shape) for name in names)
    return Sweep("main", parameters, tuple(Correlation(*each) for each in ranks))


RANKS = (("price", "feed", 0.7), ("capex", "price", -0.4), ("feed", "capex", 0.1))


@pytest.mark.parametrize(("design", "tolerance"), [("latin", 0.06), ("sobol", 0.02)])
@pytest.mark.parametrize("shape", ["triangular", "lognormal"])
def test_draws_have_the_rank_correlations_that_were_asked_for(design: str, tolerance: float, shape: str) -> None:
    values = np.array([sample.values for sample in samples(correlated(*RANKS, shape=shape), design, 2048, 5)])
    found = spearmanr(values).statistic
    wanted = np.array([[1.0, 0.7, -0.4, 0.0], [0.7, 1.0, 0.1, 0.0], [-0.4, 0.1, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert np.abs(found - wanted).max() < tolerance


def test_a_correlated_hypercube_keeps_its_slices_and_a_parameter_without_correlation_its_draws() -> None:
    alone = np.array([sample.values for sample in samples(correlated(), "latin", 64, 5)])
    together = np.array([sample.values for sample in samples(correlated(*RANKS), "latin", 64, 5)])
    assert (np.sort(alone, axis=0) == np.sort(together, axis=0)).all()
    assert (alone[:, 3] == together[:, 3]).all()
    assert (alone[:, 1] != together[:, 1]).any()


def test_distributions_keep_their_shape_when_they_are_correlated() -> None:
    """Triangular from 0.6 over 1.0 to 1.6: four tenths of the draws lie below the peak; the mean is 3.2 / 3."""
    values = np.array([sample.values for sample in samples(correlated(*RANKS), "sobol", 1024, 5)])
    assert values.mean(axis=0) == pytest.approx([3.2 / 3] * 4, abs=2e-3)
    assert (values < 1.0).mean(axis=0) == pytest.approx([0.4] * 4, abs=0.01)


def test_a_longer_correlated_sobol_sequence_contains_the_shorter_one() -> None:
    assert samples(correlated(*RANKS), "sobol", 16, 1)[:8] == samples(correlated(*RANKS), "sobol", 8, 1)


def test_one_at_a_time_and_grids_know_no_correlation() -> None:
    for design in ("tornado", "grid"):
        assert samples(correlated(*RANKS), design, 8, 1) == samples(correlated(), design, 8, 1)


def test_the_copula_by_hand() -> None:
    """A rank correlation of a half takes normal scores with 2 sin(pi / 12) = 0.5176; a whole one is not possible."""
    matrix = copula(("a", "b"), [Correlation("a", "b", 0.5)])
    assert matrix == pytest.approx(np.array([[1.0, 0.517638], [0.517638, 1.0]]), abs=1e-6)
    assert is_possible(matrix)
    assert not is_possible(copula(("a", "b"), [Correlation("a", "b", 1.0)]))
