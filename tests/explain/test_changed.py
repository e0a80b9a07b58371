"""A program with one number changed is the one that would be built, however it is come by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.changed import ChangedArrays
from roadmap_opt.answers.limit_numbers import Number
from roadmap_opt.answers.limits import Fixed, fixed_plan
from roadmap_opt.case.change_search import UnfitChange
from roadmap_opt.solver.arrays import Arrays
from tests.support.explained import run_of


@pytest.fixture(scope="module")
def fixed() -> Fixed:
    run = run_of(Demand={"home": {"quantity": 60.0}})
    return fixed_plan(Base.of(run), run.inputs)[0]


class Counted:
    """Builds the program of a number, and counts how often."""

    def __init__(self, fixed: Fixed, number: Number, value: float) -> None:
        self.really, self.built = fixed.changed(number, value)._build, 0
        self.arrays = ChangedArrays(fixed.arrays, value, 0.3, self)

    def __call__(self, operation: str, amount: float) -> Arrays:
        self.built += 1
        return self.really(operation, amount)


def assert_same(one: Arrays, other: Arrays) -> None:
    for name in ("values", "lower", "upper", "row_lower", "row_upper"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-9, atol=1e-9)
    for name, form in one.forms.items():
        np.testing.assert_allclose(form.coefficients, other.forms[name].coefficients, rtol=1e-9, atol=1e-9)
        assert form.constant == pytest.approx(other.forms[name].constant)


STEPS = [("add", 1.0), *(("multiply", 1.0 + step) for step in (-0.3, -0.1, -0.02, 0.02, 0.1, 0.3))]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (Number("Demand", "home|base", "quantity", 2028), 60.0),
        (Number("Funding", "owner", "yearly_limit"), 1000.0),
        (Number("Markets", "home", "addressable_share"), 1.0),
    ],
)
def test_every_step_is_the_program_that_would_be_built(fixed: Fixed, number: Number, value: float) -> None:
    counted = Counted(fixed, number, value)
    for operation, amount in STEPS:
        try:
            expected = counted.really(operation, amount)
        except UnfitChange:  # a share beyond 1
            with pytest.raises(UnfitChange):
                counted.arrays.at(operation, amount)
        else:
            assert_same(counted.arrays.at(operation, amount), expected)


def test_a_number_that_stands_in_its_rows_as_it_is_is_built_at_both_ends_only(fixed: Fixed) -> None:
    counted = Counted(fixed, Number("Demand", "home|base", "quantity", 2028), 60.0)
    for operation, amount in STEPS:
        counted.arrays.at(operation, amount)
    assert counted.built == 2


def test_a_number_that_something_else_hides_is_built_at_every_value(fixed: Fixed) -> None:
    # The program in force is not between those at both ends: as if a cap held the number from its value on.
    counted = Counted(fixed, Number("Demand", "home|base", "quantity", 2028), 60.0)
    bent = replace(fixed.arrays, row_upper=fixed.arrays.row_upper + 1.0)
    counted.arrays = ChangedArrays(bent, 60.0, 0.3, counted)
    for operation, amount in STEPS:
        assert_same(counted.arrays.at(operation, amount), counted.really(operation, amount))
    assert counted.built == 2 + len(STEPS)


def test_a_number_of_nought_is_built_at_every_value(fixed: Fixed) -> None:
    counted = Counted(fixed, Number("Demand", "home|base", "quantity", 2028), 60.0)
    counted.arrays = ChangedArrays(fixed.arrays, 0.0, 0.3, counted)
    assert_same(counted.arrays.at("add", 1.0), counted.really("add", 1.0))
    assert counted.built == 1
