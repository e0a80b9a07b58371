"""Plans worked out by hand: loans, cover, gearing, concentration, sources, cash and owners."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.case.case import Case
from roadmap_opt.case.profiles import outstanding_by_age, repayment_by_age
from tests.support.tiers import some
from tests.support.workshop import is_infeasible, loan, optimum, pays_for, programme, workshop
from tests.support.workshop_cases import EQUITY, mixed

NEAR: dict[str, Any] = {"abs": 2e-3}
BUILT_AT_ONCE = {"decision": "build", "item": "magnet_line_m", "year": 2026, "sense": "=", "value": 1}


def lent(settings: dict[str, Any] | None = None, changes: dict[str, Any] | None = None, **terms: Any) -> Case:
    """The workshop whose line is paid by a bank alone: 10 borrowed in 2026; the owner pays early interest."""
    easy = {"minimum_dscr": 0.1, "spot_revenue_counted": 1.0, "maximum_gearing": 1.0}
    return workshop(
        Settings={**easy, **(settings or {})},
        Funding=[EQUITY, loan("bank", **terms)],
        Eligibility=[pays_for("owner", "interest", "operations"), pays_for("bank", "magnets")],
        Pins=[BUILT_AT_ONCE],
        **(changes or {}),
    )


def test_a_linear_loan() -> None:
    # Grace 1, tenor 4: a third each in 2028, 2029, 2030. Half a year's interest in the year of the draw.
    plan = optimum(lent(rate=0.1, grace=1, tenor=4, repayment="linear", upfront_fee=0.02))
    assert plan.by_year("fee", "bank") == pytest.approx([0.2, 0, 0, 0, 0])
    assert plan.by_year("interest", "bank") == pytest.approx([0.5, 1, 1, 2 / 3, 1 / 3])
    assert plan.by_year("repaid", "bank") == pytest.approx([0, 0, 10 / 3, 10 / 3, 10 / 3])
    assert plan.by_year("balance", "bank") == pytest.approx([10, 10, 20 / 3, 10 / 3, 0])


def test_an_annuity() -> None:
    # Three equal instalments a = 10 * 0.1 / (1 - 1.1^-3) of interest and principal.
    plan = optimum(lent(rate=0.1, grace=1, tenor=4, repayment="annuity"))
    instalment = 10 * 0.1 / (1 - 1.1**-3)
    interest, repaid = plan.by_year("interest", "bank"), plan.by_year("repaid", "bank")
    assert [i + r for i, r in zip(interest[2:], repaid[2:], strict=True)] == pytest.approx([instalment] * 3)
    assert repaid[2] == pytest.approx(instalment - 1)
    assert sum(repaid) == pytest.approx(10)


def test_a_bond_repaid_at_the_end() -> None:
    plan = optimum(lent(kind="bond", rate=0.1, grace=1, tenor=4, repayment="bullet"))
    assert plan.by_year("repaid", "bank") == pytest.approx([0, 0, 0, 0, 10])
    assert plan.by_year("interest", "bank") == pytest.approx([0.5, 1, 1, 1, 1])


@pytest.mark.parametrize("repayment", ["linear", "annuity", "bullet"])
@pytest.mark.parametrize(("grace", "tenor"), [(0, 1), (2, 7), (3, 12)])
def test_every_schedule_repays_once(repayment: str, grace: int, tenor: int) -> None:
    (row,) = (f for f in lent(rate=0.07, grace=grace, tenor=tenor, repayment=repayment).funding if f.tenor)
    assert sum(repayment_by_age(row, age) for age in range(20)) == pytest.approx(1)
    assert outstanding_by_age(row, grace) == 1
    assert outstanding_by_age(row, tenor) == pytest.approx(0)
    # the present value of all payments at the loan's own rate is the loan, the draw year's half interest apart
    paid = [row.rate * outstanding_by_age(row, age - 1) + repayment_by_age(row, age) for age in range(1, tenor + 1)]
    assert sum(p / 1.07**age for age, p in enumerate(paid, 1)) == pytest.approx(1)


def dear_first_year(grace: int, maximum_deficit: float = 50.0, minimum_ticket: float = 0.0) -> Case:
    """Feed at 200 kUSD in 2027 for a line that has to run: lenders see 0.6 * 11 - 20 = -13.4 that year."""
    dear = {"price": {**dict.fromkeys(range(2025, 2031), 10.0), 2027: 200.0}}
    changes = {"Prices": {"nd_oxide": dear}, "Plants": {"magnet_line": {"minimum_load": 1.0}}}
    settings = {"spot_revenue_counted": 0.6, "maximum_deficit": maximum_deficit}
    return lent(settings, changes, grace=grace, tenor=4, repayment="linear", minimum_ticket=minimum_ticket)


@pytest.mark.parametrize("minimum_ticket", some(1, [0.0, 1.0]))
@pytest.mark.parametrize("grace", [1, 2])
def test_a_ramp_up_without_service_may_run_at_a_loss(grace: int, minimum_ticket: float) -> None:
    # Grace to 2027 or 2028, without interest: nothing falls due in 2027, whether or not the loan has a least ticket.
    plan = optimum(dear_first_year(grace, minimum_ticket=minimum_ticket))
    assert plan.value("bank_cash", 2027) == pytest.approx(-13.4)
    assert plan.value("service", 2027) == pytest.approx(0)
    assert plan.npv == pytest.approx(-9 + 3 * 10 - 10, **NEAR)


def test_service_in_a_year_of_loss_cannot_be_covered() -> None:
    assert is_infeasible(dear_first_year(grace=0))


def test_sponsors_carry_a_loss_up_to_their_commitment() -> None:
    assert is_infeasible(dear_first_year(grace=2, maximum_deficit=13.0))


def borrowed(case: Case) -> float:
    return sum(optimum(case).by_year("draw", "bank"))


def test_lenders_lend_what_counted_revenue_covers() -> None:
    # The bank case of 2028 is 0.6 * 11 - 1 = 5.6, and 1.2 times the repayment has to fit into it.
    assert borrowed(mixed()) == pytest.approx(5.6 / 1.2)


def test_lenders_count_contracts_in_full() -> None:
    # Half the revenue under contract at the spot price: 5.5 + 0.6 * 5.5 - 1 = 7.8.
    promise = {"contract": "half", "market": "home", "volume": 50.0, "length": 4, "first_delivery_from": 2027,
               "first_delivery_to": 2027, "minimum_delivery": 1.0, "price_rule": "discount",
               "price_value": 0.0}  # fmt: skip
    assert borrowed(mixed(changes={"Contracts": [promise]})) == pytest.approx(7.8 / 1.2)


def cured(share: float) -> Case:
    """10 fall due in 2028, when the line earns 9: a cover of 1.1 lacks 2, which equity may bring."""
    settings = {"minimum_dscr": 1.1, "equity_cure_share": share}
    changes = {"Prices": {"magnet": {"price": 100.0}}}
    return lent(settings, changes, grace=1, tenor=2, repayment="linear")


def test_equity_cures_a_thin_year_within_its_share() -> None:
    plan = optimum(cured(0.25))
    assert plan.value("equity_cure", 2028) == pytest.approx(2, abs=0.5)
    assert plan.value("line", "equity", 2028) >= 2 - 1e-6
    assert is_infeasible(cured(0.15)), "1.5 of the 2 that are lacking"


@pytest.mark.parametrize("due", some(1, [2027, 2028, 2030]))
@pytest.mark.parametrize(("share", "enough"), [(0.2, True), (0.199, False)])
def test_equity_cures_exactly_its_share(due: int, share: float, enough: bool) -> None:
    # 10 fall due in one year, when the line earns 9: a cover of 1.1 asks for 11, and the 2 that are lacking are a fifth
    # of the service.
    settings = {"minimum_dscr": 1.1, "equity_cure_share": share}
    terms = {"grace": due - 2027, "tenor": due - 2026, "repayment": "linear"}
    case = lent(settings, {"Prices": {"magnet": {"price": 100.0}}}, **terms)
    if enough:
        assert optimum(case).value("equity_cure", due) == pytest.approx(2)
    else:
        assert is_infeasible(case)


@pytest.mark.parametrize(("share", "enough"), [(1.0, True), (0.99, False)])
def test_equity_cures_the_year_of_the_draw_too(share: float, enough: bool) -> None:
    # The fee of 0.2 is the service of 2026, when nothing is earned and nobody lends for it: all of it has to be cured.
    settings = {"minimum_dscr": 1.0, "equity_cure_share": share}
    case = lent(settings, upfront_fee=0.02, tenor=4, repayment="linear")
    case = dataclasses.replace(
        case, eligibility=tuple(dataclasses.replace(r, interest=False) for r in case.eligibility)
    )
    if enough:
        assert optimum(case).value("equity_cure", 2026) == pytest.approx(0.2)
    else:
        assert is_infeasible(case)


def endowed(**limits: float) -> Case:
    """Two millions a year from 2026 to 2030 for a programme, nothing to sell, and a state that pays for it alone."""
    return workshop(
        Demand={"home": {"quantity": 0.0}},
        Funding=[EQUITY, loan("state", "grant", **limits)],
        Eligibility=[pays_for("owner", "magnets"), pays_for("state", "programmes")],
        Programmes=[programme("research", duration=0, cost=0.0, yearly_cost=2.0)],
        Pins=[{"decision": "start", "item": "research", "year": 2026, "sense": "=", "value": 1}],
    )


@pytest.mark.parametrize(("limit", "enough"), [("total_limit", 10.0), ("yearly_limit", 2.0)])
def test_a_source_is_worth_its_limit_and_no_more(limit: str, enough: float) -> None:
    # Five times 2: the first and the last year count like all others.
    assert optimum(endowed(**{limit: enough})).by_year("draw", "state") == pytest.approx([2] * 5)
    assert is_infeasible(endowed(**{limit: 0.99 * enough}))


@pytest.mark.parametrize("loss", some(2, [2027, 2028, 2029, 2030]))
def test_dividends_once_begun_leave_no_way_back_to_equity(loss: int) -> None:
    # A line that stands earns 10 a year, and loses 9 in one year because feed costs 200 kUSD. The owner, with better
    # uses for money, would take the 10 of the year before and bring 9 back: but what is paid out has to be earned up to
    # every later year, and equity comes in only before dividends. So 9 of the year before stay in cash.
    old = {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": 100.0, "first_year": 2020,
           "fixed_cost": 0.0}  # fmt: skip
    case = workshop(
        Settings={"perspective": "owner", "discount_rate_owner": 0.2},
        Existing=[old],
        PlantSites={"magnet_line": {"maximum_modules": 0}},
        Plants={"magnet_line": {"minimum_load": 1.0}},
        Prices={"nd_oxide": {"price": {**dict.fromkeys(range(2025, 2031), 10.0), loss: 200.0}}},
        Funding=[EQUITY],
        Eligibility=[pays_for("owner", "operations")],
    )
    plan = optimum(case)
    paid = {year: {loss - 1: 1.0, loss: 0.0}.get(year, 10.0) for year in range(2026, 2031)}
    assert plan.by_year("dividend")[:-1] == pytest.approx(
        list(paid.values())[:-1], abs=1e-5
    )  # 2030: or cash at the end
    assert plan.npv == pytest.approx(sum(worth / 1.2 ** (year - 2025) for year, worth in paid.items()), **NEAR)


def test_interest_during_construction_is_lent_too() -> None:
    # Half a year's interest of 10 % on what is drawn in 2026 is drawn as well: i = 0.05 * (10 + i).
    case = mixed({"minimum_dscr": 0.1}, rate=0.1)
    lending = tuple(
        dataclasses.replace(row, interest=True) if row.source_name == "bank" else row for row in case.eligibility
    )
    plan = optimum(dataclasses.replace(case, eligibility=lending))
    assert plan.by_year("draw", "bank") == pytest.approx([10 / 0.95, 0, 0, 0, 0])
    assert plan.by_year("service")[:3] == pytest.approx([0, 1 / 0.95, 11 / 0.95])


def test_interest_is_lent_only_on_what_is_being_built() -> None:
    # Three years of construction, when nothing is earned that could pay interest: draws have to, up to 10 % of the 10
    # that are being built. So the debt is 10 and not 10.53, as it would be with the interest of 2026 on top.
    case = mixed(
        {"minimum_dscr": 0.1}, {"Modules": {"magnet_line_m": {"lead_time": 3.0}}, "Pins": [BUILT_AT_ONCE]},
        rate=0.1, grace=3, tenor=4,
    )  # fmt: skip
    lending = tuple(
        dataclasses.replace(row, interest=True) if row.source_name == "bank" else row for row in case.eligibility
    )
    plan = optimum(dataclasses.replace(case, eligibility=lending))
    assert plan.by_year("draw", "bank") == pytest.approx([10, 0, 0, 0, 0])
    assert plan.by_year("interest", "bank")[:3] == pytest.approx([0.5, 1, 1])


def test_a_source_pays_only_for_what_it_may() -> None:
    # A green bond for recycling is no money for a magnet line.
    case = lent(tenor=4, repayment="linear")
    green = tuple(
        dataclasses.replace(row, magnets=False, recycling=True) if row.source_name == "bank" else row
        for row in case.eligibility
    )
    assert is_infeasible(dataclasses.replace(case, eligibility=green))


def test_debt_is_at_most_its_share_of_debt_and_equity() -> None:
    assert borrowed(mixed({"minimum_dscr": 0.1, "maximum_gearing": 0.4})) == pytest.approx(0.4 * 10)


def test_no_source_pays_more_than_its_share() -> None:
    assert borrowed(mixed({"minimum_dscr": 0.1, "maximum_source_share": 0.7})) == pytest.approx(7)
    assert borrowed(mixed({"minimum_dscr": 0.1}, maximum_share=0.25)) == pytest.approx(2.5)


@pytest.mark.slow
def test_yearly_and_total_limits_and_window() -> None:
    assert borrowed(mixed({"minimum_dscr": 0.1}, yearly_limit=3.0)) == pytest.approx(3)
    assert borrowed(mixed({"minimum_dscr": 0.1}, total_limit=2.0)) == pytest.approx(2)
    assert borrowed(mixed({"minimum_dscr": 0.1}, first_year=2027)) == pytest.approx(0)


def test_the_reserve_account_holds_months_of_the_next_service() -> None:
    # Six months of 5.6 / 1.2 at the end of 2027. Profit (8) could all be paid out otherwise.
    plan = optimum(mixed({"reserve_months": 6.0}))
    assert plan.value("cash", 2027) == pytest.approx(0.5 * 5.6 / 1.2)
    assert plan.value("dividend", 2027) == pytest.approx(10 - 0.5 * 5.6 / 1.2)


def test_owners_are_paid_out_of_profit_and_get_the_rest_at_the_end() -> None:
    # 10 a year less 2 of depreciation may be paid out; 8 of cash are left in 2030. Undiscounted: 32 + 8 - 10.
    plan = optimum(workshop(Settings={"perspective": "owner"}, Funding=[EQUITY]))
    assert sum(plan.by_year("dividend")) <= 32 + 1e-6
    assert plan.npv == pytest.approx(30, **NEAR)


def test_equity_that_requires_a_return_is_charged_it() -> None:
    # 10 % a year for four years on 10: 10 * (1.1^4 - 1).
    plan = optimum(workshop(Settings={"perspective": "owner"}, Funding=[{**EQUITY, "rate": 0.1}]))
    assert plan.npv == pytest.approx(30 - 10 * (1.1**4 - 1), **NEAR)


def foreign(minimum: int = 1, **terms: Any) -> Case:
    """A foreign bank that lends once a treaty of 1 is in force; diversification asks for one by 2028."""
    terms = {"foreign": True, "tenor": 4, "repayment": "linear", "programme": "treaty", **terms}
    return workshop(
        Settings={"minimum_foreign_sources": minimum, "foreign_sources_by": 2028},
        Funding=[EQUITY, loan("abroad", **terms)],
        Eligibility=[pays_for("owner", "magnets", "programmes", "operations"), pays_for("abroad", "magnets")],
        Programmes=[programme("treaty", kind="partnership", duration=0)],
    )


def test_diversification_costs_what_opens_the_foreign_source() -> None:
    assert optimum(foreign(minimum=0)).npv == pytest.approx(30, **NEAR)
    plan = optimum(foreign())
    assert plan.npv == pytest.approx(29, **NEAR)
    assert plan.value("mobilised_by", "abroad", 2028) == 1


def test_a_source_is_taken_up_with_its_minimum_ticket() -> None:
    plan = optimum(foreign(minimum_ticket=2.0))
    first = plan.by_year("mobilised", "abroad").index(1)
    assert plan.by_year("draw", "abroad")[first] >= 2 - 1e-6


def test_a_source_tied_to_a_contract_waits_for_its_signature() -> None:
    # Export credit is the only money, and the contract it is tied to sells half at 10 kUSD below spot: 4 * 0.5 lost.
    promise = {"contract": "export", "market": "home", "volume": 50.0, "length": 4, "first_delivery_from": 2027,
               "first_delivery_to": 2027, "minimum_delivery": 1.0, "price_rule": "fixed",
               "price_value": 100.0}  # fmt: skip
    case = lent(changes={"Contracts": [promise]}, tenor=4, repayment="linear", contract="export")
    plan = optimum(case)
    assert plan.by_year("in_force", "export") == [0, 1, 1, 1, 1]
    assert plan.npv == pytest.approx(30 - 4 * 0.5, **NEAR)


def test_cash_never_falls_below_its_floor() -> None:
    plan = optimum(workshop(Settings={"cash_floor": 2.0, "opening_cash": 3.0}))
    assert min(plan.by_year("cash")) >= 2
    assert plan.npv == pytest.approx(30, **NEAR)
