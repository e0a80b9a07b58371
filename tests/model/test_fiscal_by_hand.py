"""Plans worked out by hand: what the state spends, receives and guarantees."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.workshop import Plan, bank_price, lender, loan, optimum, pays_for, target, workshop

NEAR: dict[str, Any] = {"abs": 2e-3}
BUILT_AT_ONCE = {"decision": "build", "item": "magnet_line_m", "year": 2026, "sense": "=", "value": 1}


def shared(**settings: Any) -> Case:
    """The line of 10 is paid by the state (3), a private owner (2), a guaranteed bank (4) and one without (1).

    The bank's guarantee costs 2 % a year; both loans are free of interest and due in thirds from 2028 to 2030. Feed
    counts as ore, so that 5 % of the magnets' 11 MUSD a year is royalty. Income is taxed at a quarter, and owners want
    their money early. The bank takes a fifth off magnets at its base prices, and seven tenths at its low ones.
    """
    terms = {"tenor": 3, "repayment": "linear"}
    usual = {"corporate_tax": 0.25, "state_royalty": 0.05, "vat_rate": 0.2, "vat_exempt": True, "opening_cash": 0.04,
             "maximum_gearing": 1.0, "perspective": "owner", "discount_rate_owner": 0.1}  # fmt: skip
    return workshop(
        Settings={**usual, **settings},
        Commodities={"nd_oxide": {"stage": "ore"}},
        Funding=[
            loan("state", "equity", public=True, total_limit=3.0),
            loan("owner", "equity", total_limit=2.0),
            loan("bank", lender_class="backed", total_limit=4.0, **terms),
            loan("side", lender_class="trusting", total_limit=1.0, **terms),
        ],
        Eligibility=[pays_for(name, "magnets") for name in ("state", "owner", "bank", "side")],
        LenderClasses=[
            lender("backed", cover_base=None, guaranteed=True, guarantee_fee=0.02),
            lender("trusting", cover_base=None),
        ],
        BankDeck=[bank_price("magnet", 0.8, 0.3)],
        Pins=[BUILT_AT_ONCE],
    )


def column(plan: Plan, name: str, table: str = "fiscal") -> list[float]:
    """A column of the table by year."""
    return [float(value) for value in plan.tables[table][name]]


def test_what_the_state_spends_and_receives() -> None:
    # Guarantee fee: 2 % of 2 (half a year of the draw), 4, 4, 8/3 and 4/3; the opening cash pays the first. Income is
    # 11 - 1 of feed - 0.55 of royalty - 2 of depreciation less the fee, and the fee of 2026 is a loss for 2027.
    case = shared()
    plan = optimum(case)
    fees = [0.04, 0.08, 0.08, 0.16 / 3, 0.08 / 3]
    tax = [0.0, 0.25 * (7.45 - 0.08 - 0.04), *(0.25 * (7.45 - fee) for fee in fees[2:])]
    assert column(plan, "public_equity") == pytest.approx([3, 0, 0, 0, 0])
    assert column(plan, "public_grants") == pytest.approx([0] * 5)
    assert column(plan, "vat_not_collected") == pytest.approx([2, -2, 0, 0, 0])
    assert column(plan, "corporate_tax") == pytest.approx(tax)
    assert column(plan, "state_royalty") == pytest.approx([0, 0.55, 0.55, 0.55, 0.55])
    assert column(plan, "guarantee_fees") == pytest.approx(fees)
    dividends = column(plan, "dividend", "dividends")
    assert sum(dividends) > 10
    assert column(plan, "public_dividends") == pytest.approx([3 / 5 * paid for paid in dividends])
    spent = [5, -2, 0, 0, 0]
    received = [sum(each) for each in zip(tax, [0, *[0.55] * 4], fees, strict=True)]
    net = [s - r for s, r in zip(spent, received, strict=True)]
    after_dividends = [n - 3 / 5 * paid for n, paid in zip(net, dividends, strict=True)]
    assert column(plan, "net_cost") == pytest.approx(after_dividends)
    assert column(plan, "cumulative_net_cost")[-1] == pytest.approx(sum(after_dividends))
    assert plan.by_year("fiscal_cost") == pytest.approx([sum(net[: k + 1]) for k in range(5)])
    assert not audit(case, plan.tables)


def test_what_is_guaranteed_and_would_be_called() -> None:
    # At the low prices 3.3 - 1 - 0.55 come in. Tax by the bank's base prices is 0.25 * (8.8 - 1 - 0.55 - 2) = 1.3125,
    # so that 0.4375 stand against a service of 5/3. Four fifths of what is missing are guaranteed.
    plan = optimum(shared())
    assert column(plan, "guarantees") == pytest.approx([4, 4, 8 / 3, 4 / 3, 0])
    called = 0.8 * (5 / 3 - 0.4375)
    assert column(plan, "called_at_low_prices") == pytest.approx([0, 0, called, called, called])


def test_no_more_is_called_than_is_due() -> None:
    # With nine tenths off magnets there is no cash at all.
    case = shared()
    (deck,) = case.bank_deck
    plan = optimum(dataclasses.replace(case, bank_deck=(dataclasses.replace(deck, low_factor=0.1),)))
    assert column(plan, "called_at_low_prices") == pytest.approx([0, 0, 4 / 3, 4 / 3, 4 / 3])


def test_tax_that_is_collected_and_refunded_is_no_cost() -> None:
    # Without the certificate 2 are paid in 2026 and come back in 2027.
    plan = optimum(shared(vat_exempt=False, opening_cash=2.04))
    assert column(plan, "vat_not_collected") == pytest.approx([0] * 5)


def limited(kpi: str, value: float, mode: str = "hard", penalty: float = 1000.0, **window: int) -> Case:
    """The workshop, paid by the state and taxed at a quarter: 2 of tax a year on 10 less 2 of depreciation."""
    ceiling = target("ceiling", kpi, "standard", value, sense="<=", mode=mode, **window)
    return workshop(
        Settings={"corporate_tax": 0.25, "shortfall_penalty": penalty},
        Funding=[loan("state", "equity", public=True)],
        Eligibility=[pays_for("state", "magnets", "programmes", "working_capital", "operations")],
        Targets=[ceiling],
    )


@pytest.mark.parametrize(
    ("ceiling", "years", "npv"),
    [
        (10.0, {"first_year": 2026}, 30 - 8),
        (9.99, {"first_year": 2026}, 0),  # not to be paid by a budget of less than 10
        (6.0, {"first_year": 2028, "last_year": 2028}, 30 - 8),  # two years of tax have come back by then
        (5.99, {"first_year": 2028, "last_year": 2028}, 0),  # built in 2029 it would earn 10 once and pay 2 of tax
    ],
)
def test_a_ceiling_on_the_net_cost_decides_what_is_built(ceiling: float, years: dict[str, int], npv: float) -> None:
    case = limited("fiscal_cost", ceiling, **years)
    plan = optimum(case)
    assert plan.npv == pytest.approx(npv, **NEAR)
    assert not audit(case, plan.tables)


@pytest.mark.parametrize(("penalty", "npv"), [(1000.0, 0), (900.0, 30 - 8)])
def test_a_soft_ceiling_has_a_price(penalty: float, npv: float) -> None:
    # 10, 8, 6, 4 and 2 have been spent by the end of each year: a ceiling of 9 is missed by a ninth in one of five,
    # which costs 22.2 at a penalty of 1000 and 20 at one of 900. The line is worth 22.
    assert optimum(limited("fiscal_cost", 9.0, "soft", penalty, first_year=2026)).npv == pytest.approx(npv, **NEAR)


def test_a_ceiling_on_guarantees() -> None:
    # Only a guaranteed bank pays for the line: 10 at 10 % are 10.5 with half a year's interest.
    def case(ceiling: float) -> Case:
        return workshop(
            Settings={"maximum_gearing": 1.0},
            Funding=[loan("owner", "equity"), loan("bank", rate=0.1, tenor=3, repayment="linear")],
            Eligibility=[pays_for("owner", "operations"), pays_for("bank", "magnets")],
            LenderClasses=[lender(cover_base=None, guaranteed=True)],
            Targets=[target("ceiling", "guarantees", "standard", ceiling, sense="<=", mode="hard", first_year=2026)],
        )

    assert optimum(case(10.5)).npv == pytest.approx(30, **NEAR)
    assert optimum(case(10.49)).npv == pytest.approx(0, **NEAR)
