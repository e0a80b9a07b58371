"""Derived bounds against the model without them: none cuts off a plan that the rules allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import total
from roadmap_opt.model.build import build
from roadmap_opt.solver.arrays import Arrays
from tests.support.loosened_bounds import BOUNDS, Problem, bound_of, largest, loosened
from tests.support.tiny_case import tiny_case, tiny_rows
from tests.support.wild_cases import HORIZONS, wild
from tests.support.workshop import every_label_case

SEEDS = (0, 1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28)
"""Random cases in which the rules, without any bound, allow a plan: of thirty, all the others are infeasible."""

SHORT = [seed for seed in SEEDS if len(wild(seed).decision_years) <= 2]

SAME: dict[str, Any] = {"rel": 1e-4, "abs": 2e-3}


def quantities(model: pyo.ConcreteModel, ix: Indexes) -> dict[tuple[Any, ...], Any]:
    """What each bound limits, by the bound's name and its key; the lenders' deficit has a test of its own."""
    wanted: dict[tuple[Any, ...], Any] = {
        ("debt_bound", g): total(model.debt[key] for key in ix.lending.debts if ix.lending.is_tested(key[0]))
        for g in ix.lending.perimeters
    }
    for y in ix.years:
        used = total(model.loss_used[key] for key in model.loss_used if key[1] == y)
        wanted |= {
            ("income_bound", y): model.taxable[y] + used,
            ("loss_bound", y): model.new_loss[y],
            ("paid_in_bound", y): model.line["equity", y] + model.line["grants", y],
            ("dividend_bound", y): model.dividend[y],
        }
        wanted |= {("draw_bound", f, y): model.draw[f, y] for f in ix.rows.sources}
    for y in ix.periods:
        wanted |= {("capacity_bound", s, p, y): model.used_capacity[s, p, y] for s, p in ix.plants.places}
        wanted |= {
            ("covered_sales_bound", u, d, w): model.covered_sales[u, d, w] for u, d, w in ix.support.due if w == y
        }
        wanted |= {("end_of_life_bound", q, y): model.end_of_life[q, y] for q in ix.rows.return_flows}
        wanted |= {
            ("rival_sales_bound", d, y): total(model.served[o, y] for o in ix.rows.markets if o != d)
            for d in ix.rows.markets
        }
    return wanted


@cache
def reached(seed: int) -> dict[tuple[Any, ...], float]:
    """The largest value of every quantity over all plans that the rules allow, by the bound that limits it."""
    ix = Indexes(wild(seed))
    model = build(loosened(ix.case, BOUNDS))
    wanted = quantities(model, ix)
    found = largest(model, wanted)
    assert set(found) == set(wanted)
    return found


@cache
def optimum(seed: int) -> float | None:
    """The best value of a case as it is solved."""
    return Problem.of(Indexes(wild(seed))).best()


@cache
def free_optimum(seed: int) -> float | None:
    """The best value by the rules alone."""
    return Problem.of(loosened(wild(seed), BOUNDS)).best()


def beyond(ix: Indexes, found: dict[tuple[Any, ...], float]) -> dict[tuple[Any, ...], tuple[float, float]]:
    """Quantities that reach beyond their bound, with the bound."""
    bounds = {key: bound_of(ix, key[0])(*key[1:]) for key in found}
    return {key: (value, bounds[key]) for key, value in found.items() if value > bounds[key] * (1 + 1e-4) + 1e-4}


@pytest.mark.slow
def test_the_rules_allow_a_plan_in_just_these_random_cases() -> None:
    assert tuple(s for s in range(30) if free_optimum(s) is not None) == SEEDS


def test_the_random_cases_are_many_and_of_every_horizon() -> None:
    cases = [wild(seed) for seed in SEEDS]
    assert len(cases) >= 20
    assert {(case.settings.first_decision_year, case.settings.last_year) for case in cases} == set(HORIZONS)


def test_goods_on_the_road_are_at_most_what_there_is() -> None:
    """From hill to town there is no circle: no plan ships more than the bound.

    The most that the rules let travel is what 100 t of magnets and a full store of 10 t need: 50 t of oxide, at 0.18.
    """
    case = tiny_case(Targets=[], Contracts=[])
    ix = Indexes(case)
    model = build(loosened(case, BOUNDS))
    shipped = {y: model.shipment["mixed", "hill", "town", y] for y in ix.years}
    found = largest(model, {("shipment_bound", "mixed", y): quantity for y, quantity in shipped.items()})
    assert not beyond(ix, found)
    assert found["shipment_bound", "mixed", 2029] == pytest.approx(50 / 0.18)


@pytest.mark.slow
def test_goods_in_a_circle_change_no_optimum() -> None:
    """Two sites that both make and use concentrate may send it to and fro; where freight is free nothing forbids it."""
    for freight in (0.0, 0.1, 10.0):
        rows = tiny_rows("PlantSites")
        both = [{**row, "site": site} for row in rows for site in ("hill", "town")]
        deposits = tiny_rows("Deposits")
        second = {**deposits[0], "deposit": "town_ore", "site": "town"}
        case = tiny_case(PlantSites=both, Deposits=[*deposits, second], Settings={"freight_cost": freight})
        ix = Indexes(case)
        assert Problem.of(ix).best() == pytest.approx(Problem.of(loosened(case, BOUNDS)).best(), **SAME)


def test_every_bound_is_tested() -> None:
    ix = Indexes(wild(0))
    elsewhere = {"deficit_bound", "shipment_bound"}
    assert {key[0] for key in quantities(build(ix), ix)} | elsewhere == set(BOUNDS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_reaches_beyond_a_bound(seed: int) -> None:
    found = reached(seed)
    assert found
    assert not beyond(Indexes(wild(seed)), found)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(BOUNDS) - {"deficit_bound", "shipment_bound"}))
def test_some_plan_comes_close_to_the_bound(name: str) -> None:
    """A bound far above everything that a plan reaches would weaken the relaxation and say nothing."""
    shares = [
        value / allowed
        for seed in SEEDS
        for key, value in reached(seed).items()
        if key[0] == name and (allowed := bound_of(Indexes(wild(seed)), name)(*key[1:])) > 1e-9
    ]
    assert max(shares) > 0.8


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_lacks_more_for_the_lenders_that_do_not_test(seed: int) -> None:
    """What the tests would miss where nobody who tests lends: cash below nought, tax on it at the other deck's prices,
    and the service of others.
    """
    ix = Indexes(wild(seed))
    model = build(loosened(ix.case, BOUNDS))
    rate = ix.settings.corporate_tax
    wanted = {}
    for deck, g, y in model.bank_cash:
        beside = [key for key in model.repaid if key[1:] == (g, y) and not ix.lending.is_tested(key[0])]
        due = total(model.repaid[key] + model.interest[key] for key in beside)
        wanted["deficit_bound", deck, g, y] = due - model.bank_cash[deck, g, y]
        if deck == "low":  # the tax is that of the base deck
            taxed = rate * model.bank_cash["base", g, y]
            wanted["deficit_bound", deck, g, y] += taxed
    for g in model.financed:
        model.financed[g].fix(0)
    assert not beyond(ix, largest(model, wanted))


def _rows(arrays: Arrays) -> Iterator[tuple[str, dict[int, float], float, float]]:
    """Every row: its label, its numbers by column, its ends."""
    for row, (label, _) in enumerate(arrays.row_labels):
        span = slice(arrays.starts[row], arrays.starts[row + 1])
        numbers = dict(zip(arrays.columns[span].tolist(), arrays.values[span].tolist(), strict=True))
        yield label, numbers, float(arrays.row_lower[row]), float(arrays.row_upper[row])


def test_rows_with_a_derived_bound_are_marked_and_no_others() -> None:
    """What differs when all bounds are loose is what holds one; the case has a row of every constraint.

    A marked row takes no price. The rows of debt cover hold limits of the workbook, the ratios, and may.
    """
    case = every_label_case()
    tight, loose = Problem.of(Indexes(case)).arrays, Problem.of(loosened(case, BOUNDS)).arrays
    rows = {mine[0] for mine, theirs in zip(_rows(tight), _rows(loose), strict=True) if mine != theirs}
    columns = np.flatnonzero((tight.lower != loose.lower) | (tight.upper != loose.upper))
    marked = {label for (label, _), switch in zip(tight.row_labels, tight.switch, strict=True) if switch}
    assert rows == marked | {"base_cover", "low_cover"}
    assert {tight.column_labels[column][0] for column in columns} == {"activity", "shipment"}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOUNDS)
def test_a_looser_bound_changes_no_optimum(name: str) -> None:
    """Loosening one allows more than the tight ones and less than loosening all, which every case is tried with below:
    a few cases show that it does so by itself.
    """
    for seed in SEEDS[::6]:
        loose = Problem.of(loosened(wild(seed), [name])).best()
        assert optimum(seed) == pytest.approx(loose, **SAME), seed


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_bounds_at_all_change_no_optimum(seed: int) -> None:
    assert optimum(seed) == pytest.approx(free_optimum(seed), **SAME)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SHORT)
def test_switches_set_one_by_one_find_the_same_optimum(seed: int) -> None:
    """Every setting of the money switches is solved without the rows that the setting releases: no bound is left."""
    free = Problem.of(loosened(wild(seed), BOUNDS)).best_by_switches()
    assert optimum(seed) == pytest.approx(free, **SAME)
