"""The helpers that families are written with: which rows a constraint has."""

from __future__ import annotations

from typing import Any

import pyomo.environ as pyo
import pytest

from roadmap_opt.model.algebra import limit, total, with_year_before
from roadmap_opt.solver.compiling import compile_arrays


def _model() -> pyo.ConcreteModel:
    model = pyo.ConcreteModel()
    model.switch_rows, model.repeated_bounds = set(), {}
    model.built = pyo.Var(["mine"], bounds=(0, 2))
    return model


def _rows(model: pyo.ConcreteModel) -> dict[Any, tuple[int, float, float]]:
    """Entries, lower and upper end of every row."""
    arrays = compile_arrays(model, {})
    ends = zip(arrays.starts, arrays.starts[1:], arrays.row_lower, arrays.row_upper, strict=False)
    shapes = [(int(stop - start), float(low), float(high)) for start, stop, low, high in ends]
    return dict(zip(arrays.row_labels, shapes, strict=True))


def test_every_member_of_the_index_has_its_row() -> None:
    model = _model()
    limit(model, "at_most", ["mine"], lambda m: model.built[m] <= 1, switch=True)
    limit(model, "nothing_to_limit", [], lambda m: model.built[m] <= 1)
    assert _rows(model) == {("at_most", "mine"): (1, -float("inf"), 1.0)}
    assert model.switch_rows == {("at_most", "mine")}


def test_a_rule_without_a_relation_is_a_fault_and_no_row_less() -> None:
    model = _model()
    with pytest.raises(ValueError, match=r"at_most\[mine\].*returned None"):
        limit(model, "at_most", ["mine"], lambda m: None)


def test_a_comparison_of_numbers_needs_no_row_where_it_is_true_and_forbids_all_where_it_is_false() -> None:
    model = _model()
    nothing = total(model.built[m] for m in ("smelter",) if m in model.built)
    limit(model, "pinned", [0, 1, 2], lambda n: nothing == n)
    rows = _rows(model)
    assert set(rows) == {("pinned", 1), ("pinned", 2)}
    assert model.always_one.bounds == (1, 1)
    assert set(rows.values()) == {(1, -float("inf"), 0.0)}  # one is at most nought


def test_what_goes_on_has_a_year_before() -> None:
    windows = [("north", "mine", 2026), ("north", "mine", 2027), ("north", "mine", 2029), ("south", "mine", 2028)]
    assert with_year_before(windows) == [("north", "mine", 2027)]
