"""The written formulation and the model name the same constraints, family by family."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pyomo.environ as pyo
import pytest

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import FAMILIES, build
from tests.support.equations import EQUATIONS, equations
from tests.support.workshop import every_label_case

Added = dict[str, set[str]]


@pytest.fixture(scope="module", name="built")
def _built() -> tuple[pyo.ConcreteModel, Added]:
    """The model of the case that has every constraint, and the constraints each family added."""
    added: Added = {family.__name__: set() for family in FAMILIES}

    def watched(family: ModuleType, hook: Callable[..., Any]) -> Callable[[pyo.ConcreteModel, Indexes], Any]:
        def call(model: pyo.ConcreteModel, ix: Indexes) -> Any:
            before = {c.name for c in model.component_objects(pyo.Constraint)}
            result = hook(model, ix)
            added[family.__name__] |= {c.name for c in model.component_objects(pyo.Constraint)} - before
            return result

        return call

    with pytest.MonkeyPatch.context() as patch:
        for family in FAMILIES:
            for hook in ("variables", "expressions", "cash_flows", "constraints"):
                if hasattr(family, hook):
                    patch.setattr(family, hook, watched(family, getattr(family, hook)))
        return build(Indexes(every_label_case())), added


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__.rpartition(".")[2])
def test_a_family_writes_down_exactly_what_it_adds(family: ModuleType, built: tuple[pyo.ConcreteModel, Added]) -> None:
    written = [eq.label for eq in equations(family)]
    assert len(written) == len(set(written))
    assert set(written) == built[1][family.__name__]


@pytest.mark.parametrize("label", sorted(EQUATIONS))
def test_every_constraint_has_rows_and_the_index_it_says(label: str, built: tuple[pyo.ConcreteModel, Added]) -> None:
    component = getattr(built[0], label)
    assert len(component) > 0, "the case has to exercise every constraint"
    for key in component:
        parts = key if isinstance(key, tuple) else (key,)
        assert len(parts) == len(EQUATIONS[label].index)


def test_no_label_belongs_to_two_families() -> None:
    labels = [eq.label for family in FAMILIES for eq in equations(family)]
    assert len(labels) == len(set(labels))
