"""Plans worked out by hand: corporate tax, working capital, value-added tax, discounting and terminal values."""

from __future__ import annotations

from typing import Any

import pytest

from roadmap_opt.case.case import Case
from tests.support.workshop import lender, loan, optimum, pays_for, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}
BUILT_AT_ONCE = {"decision": "build", "item": "magnet_line_m", "year": 2026, "sense": "=", "value": 1}


def taxed(years_forward: int = 5) -> Case:
    """A quarter of income is tax; 2027 ends with a loss because feed costs 200 kUSD and the line has to run.

    A tenth of a percent of discounting is enough to set losses off as early as possible.
    """
    dear = {"price": {**dict.fromkeys(range(2025, 2031), 10.0), 2027: 200.0}}
    return workshop(
        Settings={"corporate_tax": 0.25, "loss_carry_forward_years": years_forward, "discount_rate_project": 0.001},
        Prices={"nd_oxide": dear},
        Plants={"magnet_line": {"minimum_load": 1.0}},
        Pins=[BUILT_AT_ONCE],
    )


def test_losses_are_carried_forward() -> None:
    # Depreciation of 10 over five years from 2027. Income: -9 - 2 = -11 in 2027, then 10 - 2 = 8 a year. The loss takes
    # all of 2028 and 3 of 2029; 5 and 8 are taxed.
    plan = optimum(taxed())
    assert plan.by_year("depreciation") == pytest.approx([0, 2, 2, 2, 2])
    assert plan.by_year("income") == pytest.approx([0, -11, 8, 8, 8])
    assert plan.by_year("tax") == pytest.approx([0, 0, 0, 1.25, 2.0])
    flows = enumerate((-10, -9, 10, 10 - 1.25, 10 - 2), 1)
    assert plan.npv == pytest.approx(sum(flow / 1.001**age for age, flow in flows), **NEAR)


@pytest.mark.parametrize(("years_forward", "tax"), [(0, 6.0), (1, 4.0), (2, 3.25)])
def test_a_loss_is_lost_after_so_many_years(years_forward: int, tax: float) -> None:
    assert sum(optimum(taxed(years_forward)).by_year("tax")) == pytest.approx(tax)


def test_depreciation_is_nominal_and_does_not_grow_with_prices() -> None:
    # Inflation of 10 %: spent in 2026 at 1.1, 2.2 a year are written off from 2027 while income grows with prices.
    plan = optimum(workshop(Settings={"inflation": 0.1, "corporate_tax": 0.25}, Pins=[BUILT_AT_ONCE]))
    incomes = [10 * 1.1 ** (y - 2025) - 2.2 for y in range(2027, 2031)]
    assert plan.by_year("depreciation") == pytest.approx([0, 2.2, 2.2, 2.2, 2.2])
    assert plan.by_year("tax") == pytest.approx([0, *(0.25 * income for income in incomes)])
    real = [0.25 * income / 1.1 ** (y - 2025) for y, income in zip(range(2027, 2031), incomes, strict=True)]
    assert plan.npv == pytest.approx(30 - sum(real), **NEAR)


def test_interest_is_deducted() -> None:
    # The bank pays for the line: 10 at 10 %, 10.5 at completion, repaid in 2030. Income is 10 less interest of 1.05 and
    # a fifth of the 10.5 that the line has cost.
    plan = optimum(
        workshop(
            Settings={
                "corporate_tax": 0.25, "maximum_gearing": 1.0,
                "discount_rate_project": 0.001,
            },
            Funding=[
                loan("owner", "equity"), loan("bank", rate=0.1, tenor=3, repayment="bullet"),
            ],
            Eligibility=[pays_for("owner", "operations"), pays_for("bank", "magnets")],
            LenderClasses=[lender(cover_base=0.1)],
            Pins=[BUILT_AT_ONCE],
        )
    )  # fmt: skip
    assert plan.by_year("income") == pytest.approx([0, *[10 - 1.05 - 2.1] * 4])
    assert plan.by_year("tax") == pytest.approx([0, *[0.25 * 6.85] * 4])


def test_money_is_discounted_to_the_base_year() -> None:
    plan = optimum(workshop(Settings={"discount_rate_project": 0.1}))
    assert plan.npv == pytest.approx(-10 / 1.1 + sum(10 / 1.1**age for age in (2, 3, 4, 5)), **NEAR)


@pytest.mark.slow
def test_inflation_does_not_change_a_real_net_present_value_without_tax() -> None:
    plain, inflated = (
        optimum(workshop(Settings={"inflation": rate, "discount_rate_project": 0.1})) for rate in (0.0, 0.05)
    )
    assert inflated.npv == pytest.approx(plain.npv)


def test_working_capital_is_tied_up_with_the_first_revenue() -> None:
    plan = optimum(workshop(Settings={"working_capital_share": 0.1}))
    assert plan.by_year("line", "working_capital") == pytest.approx([0, -1.1, 0, 0, 0])
    assert plan.npv == pytest.approx(30 - 1.1, **NEAR)


def test_value_added_tax_comes_back_a_year_later() -> None:
    plan = optimum(workshop(Settings={"vat_rate": 0.2, "vat_exempt": False, "discount_rate_project": 0.1}))
    assert plan.by_year("line", "vat") == pytest.approx([-2, 2, 0, 0, 0])
    flows = -12 / 1.1 + 12 / 1.1**2 + sum(10 / 1.1**age for age in (3, 4, 5))
    assert plan.npv == pytest.approx(flows, **NEAR)


def test_an_investment_certificate_frees_from_value_added_tax() -> None:
    assert optimum(workshop(Settings={"vat_rate": 0.2, "vat_exempt": True})).npv == pytest.approx(30, **NEAR)


@pytest.mark.parametrize(
    ("kind", "credit"),
    [
        ("none", 0.0),
        ("book", 0.5 * 10 * (20 - 4) / 20 + 1.1),  # four of twenty years are used; half the book value counts
        ("going_concern", 10 * (1.0 + 0.8 + 0.6 + 0.4 + 0.2) + 1.1),  # five years that fade to nothing
    ],
)
def test_terminal_values(kind: str, credit: float) -> None:
    # Working capital of 1.1 is released with either.
    plan = optimum(workshop(Settings={"terminal_value": kind, "working_capital_share": 0.1}, Pins=[BUILT_AT_ONCE]))
    assert plan.npv == pytest.approx(30 - 1.1 + credit, **NEAR)


def test_a_terminal_value_is_discounted_from_the_last_year() -> None:
    settings = {"terminal_value": "going_concern", "terminal_years": 2, "discount_rate_project": 0.1}
    plan = optimum(workshop(Settings=settings, Pins=[BUILT_AT_ONCE]))
    within = -10 / 1.1 + sum(10 / 1.1**age for age in (2, 3, 4, 5))
    assert plan.npv == pytest.approx(within + 10 * (1 / 1.1**6 + 0.5 / 1.1**7), **NEAR)
