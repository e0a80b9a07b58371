"""Contents page of the model: the families in order, and nothing else.

Every family is a module with the same hooks, each optional: ``variables``, ``expressions``, ``constraints`` take the
Pyomo model and the :class:`Indexes`; ``cash_flows`` returns its cash-flow lines. Families never import each other:
they meet through names on the model, which each docstring lists under Reads and Decides.
"""

from __future__ import annotations

from types import ModuleType

import pyomo.environ as pyo
from pyomo.common.gc_manager import PauseGC

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model import (
    brought,
    capacity,
    cash,
    closure,
    cover,
    debt,
    economics,
    fiscal,
    funding,
    indicators,
    logistics,
    loop,
    markets,
    material_balance,
    objective,
    offtake,
    pins,
    price_support,
    processing,
    programmes,
    public_value,
    requirements,
    reserves,
    returns,
    security,
    sellers,
    supply,
    tail,
    targets,
    tax,
)

FAMILIES: tuple[ModuleType, ...] = (
    programmes,
    capacity,
    closure,
    processing,
    requirements,
    reserves,
    supply,
    markets,
    offtake,
    price_support,
    returns,
    logistics,
    sellers,
    material_balance,
    loop,
    security,
    economics,
    public_value,
    tail,
    debt,
    tax,
    cover,
    funding,
    cash,
    fiscal,
    brought,
    indicators,
    targets,
    pins,
    objective,
)
"""Every family of the formulation, in the order in which its expressions may refer to earlier ones."""


def build(ix: Indexes) -> pyo.ConcreteModel:
    """Build the model of one case. Pausing the garbage collector makes the build about three times faster."""
    with PauseGC():
        model = pyo.ConcreteModel(name=f"{ix.case.workbook} {ix.case.scenario}")
        model.YEARS = pyo.Set(initialize=ix.years, ordered=True)
        model.line_terms = {}
        model.switch_rows, model.repeated_bounds = set(), {}
        for family in FAMILIES:
            if hasattr(family, "variables"):
                family.variables(model, ix)
        for family in FAMILIES:
            if hasattr(family, "expressions"):
                family.expressions(model, ix)
            if hasattr(family, "cash_flows"):
                for line, flows in family.cash_flows(model, ix).items():
                    model.line_terms.setdefault(line, []).append(flows)
        for family in FAMILIES:
            if hasattr(family, "constraints"):
                family.constraints(model, ix)
    return model
