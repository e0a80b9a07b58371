"""Plans worked out by hand: permits follow one another, gate construction and operation, and count for no target."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.workshop import is_infeasible, optimum, programme, target, workshop


def permit(name: str, **values: Any) -> dict[str, Any]:
    """A permit of one year that costs one million."""
    return programme(name, kind="permit", **values)


def permitted(duration: int = 1, decided: dict[str, Any] | None = None) -> dict[str, Any]:
    """The environmental decision is history; land gates construction, a licence that follows the site, operation."""
    return {
        "Programmes": [
            permit("decision", **({"started": 2024} if decided is None else decided)),
            permit("land", duration=duration, needs="decision"),
            permit("site", duration=duration, needs="decision"),
            permit("operating_licence", duration=duration, needs="site"),
        ],
        "Requirements": [
            {"plant": "magnet_line", "alternative_set": 21, "programme": "land", "gate": "construction"},
            {"plant": "magnet_line", "alternative_set": 22, "programme": "operating_licence", "gate": "operation"},
        ],
    }


def test_construction_follows_the_land_and_operation_the_licence() -> None:
    # Land and site in 2026; construction in 2027 beside the operating licence; 10 in each of 2028 to 2030.
    plan = optimum(workshop(**permitted()))
    assert plan.by_year("line", "programme_cost") == pytest.approx([-2, -1, 0, 0, 0])
    assert plan.by_year("line", "capex") == pytest.approx([0, -10, 0, 0, 0])
    assert plan.npv == pytest.approx(3 * 10 - 10 - 3, abs=2e-3)


def test_every_permit_a_year_later_costs_more_than_a_year() -> None:
    # Site 2026-2027, licence 2028-2029: only 2030 is left, and a line of 5 still pays. Land is not what it waits for.
    late = permitted(duration=2)
    plan = optimum(workshop(Modules={"magnet_line_m": {"capex": 5.0}}, **late))
    assert plan.npv == pytest.approx(10 - 5 - 3, abs=2e-3)
    assert optimum(workshop(**late)).npv == pytest.approx(0, abs=2e-3)  # 10 - 10 - 3 is no plan


def test_a_decision_that_is_to_be_had_anew_moves_everything_behind_it() -> None:
    # Decision 2026, land and site 2027, construction 2028: 2029 and 2030 are left.
    plan = optimum(workshop(**permitted(decided={})))
    assert plan.npv == pytest.approx(2 * 10 - 10 - 4, abs=2e-3)


def test_a_permit_is_no_licence_to_a_target() -> None:
    counted = target("licences", "licences", "standard", 1.0, mode="hard")
    assert is_infeasible(workshop(Targets=[counted], **permitted()))
    both = permitted()
    both["Programmes"].append(programme("know_how"))
    assert optimum(workshop(Targets=[counted], **both)).npv == pytest.approx(3 * 10 - 10 - 3 - 1, abs=2e-3)
