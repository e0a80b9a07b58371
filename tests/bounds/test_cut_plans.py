"""Plans that a bound once cut off, worked by hand; no bound of the model is loose or left out here."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.model import processing
from roadmap_opt.model.algebra import limit
from roadmap_opt.solver.outcome import Status
from tests.support.workshop import Plan, attempt, loan, optimum, pays_for, programme, workshop

CAPEX = 10.0


def to_2035(yearly: float, feed: float = 0.0, **settings: Any) -> dict[str, Any]:
    """The workshop up to 2035: one module of 10 MUSD, bought feed, 100 t a year sold so that ``yearly`` is earned."""
    return {
        "Settings": {"last_year": 2035, **settings},
        "Prices": {"magnet": {"price": 10 * yearly + feed}, "nd_oxide": {"price": feed}},
    }


def is_built(plan: Plan) -> bool:
    return len(plan.tables["builds"]) > 0


@pytest.mark.slow
def test_a_plant_whose_tax_has_to_be_paid_first_is_built() -> None:
    """12 MUSD are needed in 2026, tax included; 9 years of 1.2 earn 10.8, the tax comes back: 10.8 - 10 = 0.8."""
    plan = optimum(workshop(**to_2035(1.2, vat_rate=0.2, vat_exempt=False)))
    assert plan.npv == pytest.approx(0.8, abs=1e-6)
    assert plan.value("draw", "owner", 2026) == pytest.approx(12.0)
    assert is_built(plan)


def test_a_plant_is_built_while_prices_fall() -> None:
    """Money of 2026 is worth more than that of 2035: 9.5 nominal now, and 9 years of 1.3 less 10 are 1.7."""
    plan = optimum(workshop(**to_2035(1.3, inflation=-0.05)))
    assert plan.npv == pytest.approx(1.7, abs=1e-6)
    assert plan.value("draw", "owner", 2026) == pytest.approx(9.5)


@pytest.mark.slow
def test_falling_prices_and_tax_together() -> None:
    """The refund of 2027 is 1.9 nominal and buys 1.9 / 0.95**2; paid were 2 of 2026: 0.8 + 2 / 0.95 - 2."""
    plan = optimum(workshop(**to_2035(1.2, inflation=-0.05, vat_rate=0.2, vat_exempt=False)))
    assert plan.npv == pytest.approx(0.8 + 2 / 0.95 - 2, abs=1e-6)


def test_owner_sees_a_tax_loss_of_dear_first_years() -> None:
    """Depreciation at the prices of 2026 while prices fall: 9.5 nominal over two years, a loss in each.

    Income is 1.2 a year real. In 2027 it is 1.2 * 0.95**2 = 1.083, less 4.75: a loss of 3.667; 2028 the like.
    """
    plan = optimum(workshop(**to_2035(1.2, inflation=-0.05, corporate_tax=0.2, tax_depreciation_years=2)))
    assert is_built(plan)
    assert plan.value("new_loss", 2027) == pytest.approx(4.75 - 1.2 * 0.95**2)
    assert plan.value("new_loss", 2028) == pytest.approx(4.75 - 1.2 * 0.95**3)


def test_cover_holds_in_every_year_of_a_loan() -> None:
    """A loan at 30 % grows by half a year's interest to 1.15 of itself and costs 0.5 + 0.3 of that in 2028; the line
    earns 6, which covers 6 / 1.2 = 5. So at most 5 / 0.8 / 1.15 are lent.
    """
    case = workshop(
        Settings={"last_year": 2030, "perspective": "owner", "maximum_gearing": 1.0,
                  "discount_rate_owner": 0.4},
        Prices={"magnet": {"price": 60.0}, "nd_oxide": {"price": 0.0}},
        Funding=[loan("owner", "equity"), loan("bank", rate=0.3, tenor=2, repayment="linear", minimum_ticket=1.0)],
        Eligibility=[pays_for("owner", "magnets", "operations"), pays_for("bank", "magnets")],
    )  # fmt: skip
    plan = optimum(case)
    due, cash = plan.by_year("perimeter_service", "all"), plan.by_year("bank_cash", "base", "all")
    assert all(1.2 * d <= c + 1e-6 for d, c in zip(due[1:], cash[1:], strict=True))
    assert plan.value("draw", "bank", 2026) == pytest.approx(5 / 0.8 / 1.15)


@pytest.mark.slow
def test_a_programme_that_costs_every_year_can_be_paid_for() -> None:
    """A licence of 1 that costs 0.4 a year for good: equity pays for it before the plant earns anything."""
    case = workshop(
        Settings={"last_year": 2027, "inflation": 0.4, "base_year": 2026},
        Programmes=[programme("licence", duration=0, yearly_cost=0.4)],
        Requirements=[{"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}],
    )
    plan = optimum(case)
    assert is_built(plan) is False  # 10 earned in 2027, 10 + 1 + 0.8 paid
    rich = workshop(
        Settings={"last_year": 2028, "inflation": 0.4, "base_year": 2026},
        Programmes=[programme("licence", duration=0, yearly_cost=0.4)],
        Requirements=[{"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "construction"}],
    )
    plan = optimum(rich)
    assert plan.npv == pytest.approx(20 - 10 - 1 - 3 * 0.4)
    assert plan.value("draw", "owner", 2026) == pytest.approx(11.4)


def test_a_bound_that_cuts_off_good_plans_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a licensed recipe released to 0.95 of its plant only, the search would end at 8 and say that 8 is the most.

    The last figures are found without the largest values of switches, so the plan comes to 9: nothing is proven then.
    """
    licensed = workshop(
        Programmes=[programme("know_how", duration=3)], Recipes={"sintering": {"programme": "know_how"}}
    )
    assert attempt(licensed).outcome.status is Status.OPTIMAL

    def too_small(model: Any, name: str, index: Any, rule: Any, **named: Any) -> None:
        def scarce(s: str, r: str, y: int) -> Any:
            return model.activity[s, r, y] <= 95.0 * model.completed["know_how", y]

        limit(model, name, index, scarce if name == "recipe_unlocked" else rule, **named)

    monkeypatch.setattr(processing, "limit", too_small)
    outcome = attempt(licensed).outcome
    assert (outcome.status, outcome.final.stopped_by) == (Status.FEASIBLE_AT_LIMIT, "contradiction")
    assert (outcome.final.objective, outcome.final.bound) == (pytest.approx(9.0, abs=0.01), None)
