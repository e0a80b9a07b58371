"""Plans worked out by hand: targets and the three objectives."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.case import Case
from tests.support.workshop import Plan, also, is_infeasible, optimum, target, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}


def losing(mode: str = "hard", value: float = 50.0, settings: dict[str, Any] | None = None, **window: Any) -> Case:
    """Magnets that sell 5 kUSD below the price of their feed, and a target of 50 t a year from 2028."""
    return workshop(
        Settings=settings or {},
        Prices={"magnet": {"price": 5.0}},
        Targets=[target("magnets", "magnets", "sintered", value, mode=mode, **window)],
    )


def made(plan: Plan) -> list[float]:
    return plan.by_year("made", "magnet", "town")


def test_a_target_holds_from_its_due_year_to_the_end() -> None:
    plan = optimum(losing())
    assert made(plan) == pytest.approx([0, 0, 50, 50, 50])
    assert plan.npv == pytest.approx(-10 - 3 * 0.25, **NEAR)


def test_a_window_ends_it_earlier() -> None:
    plan = optimum(losing(last_year=2028))
    assert made(plan) == pytest.approx([0, 0, 50, 0, 0])
    assert plan.npv == pytest.approx(-10 - 0.25, **NEAR)


def test_a_hard_target_beyond_capacity_leaves_no_plan() -> None:
    assert is_infeasible(losing(value=101.0))


def test_a_soft_target_is_missed_when_missing_it_is_cheaper() -> None:
    # Meeting it costs 10.75: more than a penalty of 5, less than one of 50.
    missed = optimum(losing("soft", settings={"shortfall_penalty": 5.0}))
    assert (missed.npv, missed.value("weighted_shortfall")) == pytest.approx((0, 1), abs=2e-3)
    met = optimum(losing("soft", settings={"shortfall_penalty": 50.0}))
    assert (met.npv, met.value("weighted_shortfall")) == pytest.approx((-10.75, 0), abs=2e-3)


def test_targets_first_pays_any_price() -> None:
    plan = optimum(losing("soft", settings={"objective": "targets_first", "shortfall_penalty": 0.0}))
    assert plan.value("weighted_shortfall") == pytest.approx(0, abs=2e-4)
    assert plan.npv == pytest.approx(-10.75, abs=0.01)


def test_targets_first_comes_as_close_as_it_can() -> None:
    # 100 t of 125 t a year: a fifth is missing in every year of the window, at a weight of one half.
    plan = optimum(losing("soft", value=125.0, settings={"objective": "targets_first"}, weight=0.5))
    assert plan.value("weighted_shortfall") == pytest.approx(0.5 * 0.2, abs=2e-4)
    assert list(plan.tables["targets"]["relative_shortfall"]) == pytest.approx([0.2, 0.2, 0.2], abs=1e-3)
    assert not plan.tables["targets"]["met"].any()


def test_a_target_that_is_off_changes_nothing() -> None:
    assert optimum(losing("off")).npv == pytest.approx(0, **NEAR)


def test_a_target_may_be_an_upper_limit() -> None:
    # At most 30 t a year from 2028 of a product that earns 100 kUSD.
    plan = optimum(workshop(Targets=[target("cap", "magnets", "sintered", 30.0, sense="<=", mode="hard")]))
    assert plan.npv == pytest.approx(10 + 3 * 3 - 10, **NEAR)


def test_an_empty_ratio_is_a_missed_target() -> None:
    # No powder is used at all: the share of domestic powder is nothing over nothing.
    share = target("powder", "domestic_powder_share", "standard", 0.2, minimum_denominator=10.0)
    plan = optimum(workshop(Targets=[share]))
    assert plan.value("denominator", "domestic_powder_share", "standard", 2029) == 0
    assert list(plan.tables["targets"]["met"]) == [False] * 3
    assert list(plan.tables["targets"]["relative_shortfall"]) == [1.0] * 3
    assert plan.value("weighted_shortfall") == pytest.approx(1)


def test_a_ratio_counts_only_with_its_minimum_denominator() -> None:
    # A contract share of half is kept at any volume; the minimum of 5.5 MUSD/yr asks for 50 t at least. Magnets lose 5.
    terms = {"contract": "fifty", "market": "home", "volume": 25.0, "length": 5, "first_delivery_from": 2027,
             "first_delivery_to": 2030, "minimum_delivery": 1.0, "price_rule": "discount",
             "price_value": 0.0}  # fmt: skip
    share = target("share", "contract_share", "standard", 0.5, minimum_denominator=0.25, mode="hard")
    plan = optimum(workshop(Prices={"magnet": {"price": 5.0}}, Contracts=[terms], Targets=[share]))
    assert made(plan) == pytest.approx([0, 0, 50, 50, 50])


def test_cost_is_least_for_the_targets_that_must_hold() -> None:
    # 50 t in three years: feed of 1.5. The size for 50 t costs 6, the one for 100 t costs 10.
    (line,) = also("Modules")
    small = {**line, "module": "small", "capacity": 50.0, "capex": 6.0}
    case = workshop(
        Settings={"objective": "cost"},
        Modules=[line, small],
        Targets=[target("magnets", "magnets", "sintered", 50.0, mode="hard")],
    )
    plan = optimum(case)
    assert plan.value("cost") == pytest.approx(1.5 + 6, **NEAR)
    assert made(plan) == pytest.approx([0, 0, 50, 50, 50])


def test_cost_without_targets_is_nothing() -> None:
    assert optimum(workshop(Settings={"objective": "cost"})).value("cost") == pytest.approx(0, **NEAR)
