"""A kept model gives, for every sample, the arrays and the plan that a new build gives; what it cannot give it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from roadmap_opt.case.case import Case
from roadmap_opt.solution.decisions import Decisions, decisions_of
from roadmap_opt.solve.arrays import Arrays
from roadmap_opt.solve.options import SolveOptions
from roadmap_opt.solve.outcome import Status
from roadmap_opt.sweep.reuse import SweepModel, learn
from roadmap_opt.sweep.sample import solve_sample
from tests.support.rich_case import rich_case

CaseOf = Callable[[tuple[float, ...]], Case]
OPTIONS = SolveOptions(gap=0.0, rounds=1, threads=1)
NOTHING = Decisions({}, {}, {}, {})


def _scaled(price: float, capex: float, yield_: float, demand: float, rate: float) -> Case:
    """A case with debt, contracts and return flows, five of whose numbers vary."""
    case = rich_case()
    return dataclasses.replace(
        case,
        prices=tuple(
            dataclasses.replace(row, price={y: v * price for y, v in row.price.items()}) for row in case.prices
        ),
        modules=tuple(dataclasses.replace(row, capex=row.capex * capex) for row in case.modules),
        recipe_flows=tuple(
            dataclasses.replace(row, quantity=row.quantity * yield_) if row.direction == "out" else row
            for row in case.recipe_flows
        ),
        demand=tuple(
            dataclasses.replace(row, quantity={y: v * demand for y, v in row.quantity.items()}) for row in case.demand
        ),
        settings=dataclasses.replace(case.settings, discount_rate_project=rate),
    )


BOX = ((0.8, 1.0, 1.2), (0.7, 1.0, 1.4), (0.9, 1.0, 1.0), (0.5, 1.0, 1.5), (0.04, 0.05, 0.09))
SAMPLES = [(1.0, 1.0, 1.0, 1.0, 0.05), (0.87, 1.33, 0.93, 1.21, 0.08), (1.2, 0.7, 1.0, 0.5, 0.04)]


def _case_of(values: tuple[float, ...]) -> Case:
    return _scaled(*values)


def _numbers(arrays: Arrays) -> np.ndarray:
    parts = [arrays.values, arrays.row_lower, arrays.row_upper, arrays.lower, arrays.upper]
    parts += [form.coefficients for form in arrays.forms.values()]
    return np.concatenate([*parts, [form.constant for form in arrays.forms.values()]])


@pytest.fixture(scope="module")
def kept() -> SweepModel:
    learnt = learn(_case_of, BOX)
    assert all(moves is not None for moves in learnt)
    return SweepModel(_case_of, BOX, learnt)


@pytest.mark.slow
def test_patched_arrays_are_those_of_a_new_build_whatever_was_asked_before(kept: SweepModel) -> None:
    for values in [*SAMPLES, *reversed(SAMPLES)]:
        patched, anew = kept.at(values), SweepModel(_case_of, BOX).at(values)
        assert patched.patched
        assert patched.arrays.row_labels == anew.arrays.row_labels
        np.testing.assert_allclose(_numbers(patched.arrays), _numbers(anew.arrays), rtol=1e-9, atol=1e-9)


@pytest.mark.slow
def test_a_sample_at_base_shows_nothing_of_the_sample_before_it() -> None:
    """Target levels stand in a named expression that the objective reads and no price moves."""

    def case_of(values: tuple[float, ...]) -> Case:
        case, level = _scaled(values[0], 1.0, 1.0, 1.0, 0.05), values[1]
        raised = tuple(dataclasses.replace(row, value=row.value * level) for row in case.targets)
        return dataclasses.replace(case, targets=raised)

    box = ((0.8, 1.0, 1.2), (0.8, 1.0, 1.25))
    kept = SweepModel(case_of, box, learn(case_of, box))
    for values in [(1.0, 1.25), (1.2, 1.0), (1.0, 0.8), (1.0, 1.0)]:
        patched, anew = kept.at(values), SweepModel(case_of, box).at(values)
        assert patched.patched
        np.testing.assert_allclose(_numbers(patched.arrays), _numbers(anew.arrays), rtol=1e-9, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("values", ((values,) for values in SAMPLES))
def test_a_patched_sample_has_the_plan_of_a_new_build(kept: SweepModel, values: tuple[float, ...]) -> None:
    patched = solve_sample(kept, values, OPTIONS, NOTHING)
    anew = solve_sample(SweepModel(_case_of, BOX), values, OPTIONS, NOTHING)
    assert patched.violations == anew.violations == ()
    assert patched.outcome.final.objective == pytest.approx(anew.outcome.final.objective, rel=1e-7)
    for name in ("kpis", "targets"):
        for column in ("value", "shortfall", "numerator"):
            if column in anew.tables[name]:
                ours, theirs = (each.tables[name][column].tolist() for each in (patched, anew))
                assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-6, nan_ok=True), name
    items = [dict(zip(each.tables["objective"]["item"], each.tables["objective"]["value"], strict=True))
             for each in (patched, anew)]  # fmt: skip
    assert items[0] == pytest.approx(items[1], rel=1e-6, abs=1e-6)


@pytest.mark.slow
def test_a_parameter_that_changes_which_rows_exist_is_built_anew() -> None:
    def case_of(values: tuple[float, ...]) -> Case:
        case = rich_case()
        later = tuple(dataclasses.replace(row, lead_time=row.lead_time + values[0]) for row in case.modules)
        return dataclasses.replace(case, modules=later)

    box = ((0.0, 0.0, 2.0),)
    learnt = learn(case_of, box)
    assert learnt == (None,)
    assert not SweepModel(case_of, box, learnt).at((1.0,)).patched


@pytest.mark.slow
def test_a_number_that_nobody_reads_again_is_not_trusted() -> None:
    """The cash floor is copied into a bound when the model is built, so a patch would keep the old one."""

    def case_of(values: tuple[float, ...]) -> Case:
        case = rich_case()
        return dataclasses.replace(case, settings=dataclasses.replace(case.settings, cash_floor=values[0]))

    learnt = learn(case_of, ((0.0, 1.0, 2.0),))
    assert learnt == (None,)


@pytest.mark.slow
def test_a_plan_can_be_kept_while_the_numbers_change(kept: SweepModel) -> None:
    base = solve_sample(kept, SAMPLES[0], OPTIONS, NOTHING)
    plan = decisions_of(base.tables)
    assert plan.builds
    tested = solve_sample(kept, (0.95, 1.0, 1.0, 1.0, 0.05), OPTIONS, plan, keep_plan=True)
    assert tested.outcome.status in (Status.OPTIMAL, Status.FEASIBLE_AT_LIMIT)
    assert decisions_of(tested.tables).builds == plan.builds
