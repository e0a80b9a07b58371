"""What holds for every case: order, units and limits mean what they say, and the auditor agrees with every plan."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.random_cases import FEW, cases, sheets
from tests.support.tiers import few
from tests.support.workshop import Plan, also, optimum, workshop

SAME: dict[str, Any] = {"rel": 1e-4, "abs": 5e-3}


def worth(plan: Plan) -> float:
    """What the objective of value counts, the tie-breaks apart."""
    penalty = plan.ix.settings.shortfall_penalty
    return plan.npv - penalty * plan.value("weighted_shortfall")


@pytest.mark.slow
@FEW
@given(cases(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(case: Case, seed: int) -> None:
    chance = random.Random(seed)
    tables: dict[str, Any] = {
        field.name: tuple(chance.sample(value, len(value)))
        for field in dataclasses.fields(case)
        if isinstance(value := getattr(case, field.name), tuple)
    }
    assert worth(optimum(dataclasses.replace(case, **tables))) == pytest.approx(worth(optimum(case)), **SAME)


def _setting(**changes: Callable[[float], float]) -> Callable[[Case], Case]:
    def relax(case: Case) -> Case:
        values: dict[str, Any] = {name: change(getattr(case.settings, name)) for name, change in changes.items()}
        return dataclasses.replace(case, settings=dataclasses.replace(case.settings, **values))

    return relax


def _rows(sheet: str, column: str, change: Callable[[Any], Any]) -> Callable[[Case], Case]:
    def relax(case: Case) -> Case:
        rows = (dataclasses.replace(row, **{column: change(getattr(row, column))}) for row in getattr(case, sheet))
        changed: dict[str, Any] = {sheet: tuple(rows)}
        return dataclasses.replace(case, **changed)

    return relax


RELAXATIONS: dict[str, Callable[[Case], Case]] = {
    "more of it may be promised": _setting(offtake_share=lambda share: share + 0.1),
    "more debt": _setting(maximum_gearing=lambda share: min(1.0, share + 0.1)),
    "less cover": _rows("lender_classes", "cover_base", lambda ratio: ratio - 0.2),
    "longer losses": _setting(loss_carry_forward_years=lambda years: years + 2),
    "no reserve account": _setting(reserve_months=lambda months: 0.0),
    "one more module": _rows("modules", "maximum_count", lambda count: count + 1),
    "more feed": _rows("supplies", "quantity", lambda by_year: {y: q + 50 for y, q in by_year.items()}),
    "more demand": _rows("demand", "quantity", lambda by_year: {y: q + 50 for y, q in by_year.items()}),
    "a larger loan": _rows("funding", "total_limit", lambda limit: limit * 2),
    "nothing to learn": lambda case: _rows("plants", "minimum_load", lambda share: None)(
        _rows("plants", "first_year_share", lambda share: None)(_rows("plants", "learning_step", lambda s: None)(case))
    ),
    "no restart cost": _rows("plants", "restart_cost", lambda cost: None),
    "starts without limit": _setting(construction_starts_limit=lambda limit: math.inf),
    "no minimum load": _rows("plants", "minimum_load", lambda share: None),
    "a lower target": _rows("targets", "mode", lambda mode: "off"),
    "looser contracts": _rows("contracts", "minimum_delivery", lambda share: share / 2),
    "more storage": _rows("commodities", "storage_limit", lambda limit: limit + 10),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RELAXATIONS)
@settings(FEW, max_examples=few(3))
@given(case=cases())
def test_a_looser_limit_never_makes_the_optimum_worse(name: str, case: Case) -> None:
    plan, looser = optimum(case), optimum(RELAXATIONS[name](case))
    assert worth(looser) >= worth(plan) - 5e-3 - 1e-4 * abs(worth(plan))


MONEY: dict[str, tuple[str, ...]] = {
    "Prices": ("price",), "Modules": ("capex",), "Programmes": ("cost", "yearly_cost"),
    "Contracts": ("price_value", "price_ceiling"), "PriceSupport": ("strike", "yearly_limit"),
    "Funding": ("yearly_limit", "total_limit", "minimum_ticket"),
    "Commodities": ("storage_cost",), "Utilities": ("price",), "Recipes": ("variable_cost",),
}  # fmt: skip
MONEY_SETTINGS = ("shortfall_penalty",)


def _times(value: Any, factor: float) -> Any:
    if hasattr(value, "items"):
        return {y: v * factor for y, v in value.items()}
    return None if value is None else value * factor


def _scaled(case: Case, fields: dict[str, tuple[str, ...]], factor: float) -> dict[str, Any]:
    names = {"Prices": "prices", "Modules": "modules", "Programmes": "programmes", "Contracts": "contracts",
             "PriceSupport": "price_support",
             "Funding": "funding", "Commodities": "commodities", "Utilities": "utilities",
             "Recipes": "recipes"}  # fmt: skip
    return {
        names[sheet]: tuple(
            dataclasses.replace(row, **{column: _times(getattr(row, column), factor) for column in columns})
            for row in getattr(case, names[sheet])
        )
        for sheet, columns in fields.items()
    }


@pytest.mark.slow
@FEW
@given(cases(), st.sampled_from([0.5, 3.0, 10.0]))
def test_another_unit_of_money_scales_the_value(case: Case, factor: float) -> None:
    changed = {name: getattr(case.settings, name) * factor for name in MONEY_SETTINGS}
    other = dataclasses.replace(
        case, settings=dataclasses.replace(case.settings, **changed), **_scaled(case, MONEY, factor)
    )
    near = 0.01 * max(1.0, factor)  # tie-breaks and the absolute gap stay as they are
    assert worth(optimum(other)) == pytest.approx(factor * worth(optimum(case)), rel=1e-3, abs=near)


@pytest.mark.slow
@FEW
@given(sheets())
def test_another_unit_of_mass_changes_nothing(changes: dict[str, Any]) -> None:
    # Feed counted in half tonnes: twice as many, each half as dear, as heavy and as rich.
    price, quantity = changes["Prices"]["nd_oxide"]["price"], changes["Supplies"]["feed"]["quantity"]
    flows = also("RecipeFlows")
    flows[0]["quantity"] *= 2
    composition = [
        {**row, "content": row["content"] / 2} if row["commodity"] == "nd_oxide" else row for row in also("Composition")
    ]
    halves = {
        **changes,
        "Prices": {**changes["Prices"], "nd_oxide": {"price": price / 2}},
        "Supplies": {"feed": {"quantity": quantity * 2}},
        "Commodities": {**changes["Commodities"], "nd_oxide": {"mass_per_unit": 0.5}},
        "RecipeFlows": flows,
        "Composition": composition,
    }
    assert worth(optimum(workshop(**halves))) == pytest.approx(worth(optimum(workshop(**changes))), **SAME)


@settings(FEW, max_examples=few(10))
@given(cases())
def test_the_auditor_passes_every_plan(case: Case) -> None:
    assert audit(case, optimum(case).tables) == ()


@pytest.mark.slow
@settings(FEW, max_examples=few(4))
@given(sheets(objective="targets_first").map(lambda changes: workshop(**changes)))
def test_the_auditor_passes_plans_of_the_other_objective(case: Case) -> None:
    assert audit(case, optimum(case).tables) == ()


@pytest.mark.slow
@FEW
@given(cases())
def test_fixing_the_integers_keeps_the_value(case: Case) -> None:
    plan = optimum(case)
    assert plan.solved.x is not None
    value, shortfall = (plan.arrays.forms[name].value(plan.solved.x) for name in ("value", "shortfall"))
    found = plan.solved.outcome.final.objective
    assert value - case.settings.shortfall_penalty * shortfall == pytest.approx(found, rel=1e-5, abs=2e-3)


CAPPED = {"contract": "promise", "market": "home", "volume": 40.0, "length": 4, "first_delivery_from": 2027,
          "first_delivery_to": 2027, "minimum_delivery": 1.0, "price_rule": "fixed", "price_value": 210.0}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "row", "column", "blank", "zero"),
    [
        ("OfftakeGroups", "magnets", "share", 46.0, 30.0),  # blank: half; zero: no contract
        ("Funding", "owner", "maximum_share", 30.0, 0.0),  # blank: the share in Settings; zero: never drawn
        ("Demand", "home", "quantity", None, 0.0),  # blank is an error there, and zero sells nothing
    ],
)
def test_blank_is_not_zero(sheet: str, row: str, column: str, blank: float | None, zero: float) -> None:
    contracts = [CAPPED] if sheet == "OfftakeGroups" else []
    if blank is not None:
        plan = optimum(workshop(Contracts=contracts, **{sheet: {row: {column: None}}}))
        assert plan.npv == pytest.approx(blank, abs=2e-3)
    assert optimum(workshop(Contracts=contracts, **{sheet: {row: {column: 0.0}}})).npv == pytest.approx(zero, abs=2e-3)
