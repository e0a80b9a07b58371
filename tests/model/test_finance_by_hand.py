"""Plans worked out by hand: loans, cover, gearing, concentration, sources, cash and owners."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from roadmap_opt.case.profiles import outstanding_by_age, repayment_by_age
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from tests.support.tiers import some
from tests.support.workshop import (
    Plan,
    also,
    bank_price,
    is_infeasible,
    lender,
    loan,
    optimum,
    pays_for,
    programme,
    workshop,
)
from tests.support.workshop_cases import EQUITY, mixed

NEAR: dict[str, Any] = {"abs": 2e-3}
BUILT_AT_ONCE = {"decision": "build", "item": "magnet_line_m", "year": 2026, "sense": "=", "value": 1}


def lent(
    settings: dict[str, Any] | None = None, changes: dict[str, Any] | None = None, cover: float = 0.1, **terms: Any
) -> Case:
    """The workshop whose line is paid by a bank alone: 10 borrowed in 2026 for a line that is complete in 2027."""
    return workshop(
        Settings={"maximum_gearing": 1.0, **(settings or {})},
        Funding=[EQUITY, loan("bank", **terms)],
        Eligibility=[pays_for("owner", "operations"), pays_for("bank", "magnets")],
        LenderClasses=[lender(cover_base=cover)],
        Pins=[BUILT_AT_ONCE],
        **(changes or {}),
    )


def paid_to_the_bank(plan: Plan, book: str) -> list[float]:
    """Interest or repayment in every decision year; there is no account before the first completion."""
    accounts = getattr(plan.model, book)
    return [plan.value(book, "bank", "all", y) if ("bank", "all", y) in accounts else 0.0 for y in plan.ix.years]


def test_a_linear_loan() -> None:
    # Half a year's interest in the year of the draw is added to the debt: 10.5 at completion in 2027. Interest of that
    # year is paid; a third each in 2028, 2029, 2030. The fee is 2 % of the draw.
    plan = optimum(lent(rate=0.1, tenor=3, repayment="linear", upfront_fee=0.02))
    assert plan.by_year("fee", "bank") == pytest.approx([0.2, 0, 0, 0, 0])
    assert plan.by_year("added_interest", "bank") == pytest.approx([0.5, 0, 0, 0, 0])
    assert paid_to_the_bank(plan, "interest") == pytest.approx([0, 1.05, 1.05, 0.7, 0.35])
    assert paid_to_the_bank(plan, "repaid") == pytest.approx([0, 0, 3.5, 3.5, 3.5])
    assert plan.by_year("balance", "bank") == pytest.approx([10.5, 10.5, 7, 3.5, 0])


def test_an_annuity() -> None:
    # Three equal instalments a = 10.5 * 0.1 / (1 - 1.1^-3) of interest and principal.
    plan = optimum(lent(rate=0.1, tenor=3, repayment="annuity"))
    instalment = 10.5 * 0.1 / (1 - 1.1**-3)
    interest, repaid = paid_to_the_bank(plan, "interest"), paid_to_the_bank(plan, "repaid")
    assert [i + r for i, r in zip(interest[2:], repaid[2:], strict=True)] == pytest.approx([instalment] * 3)
    assert repaid[2] == pytest.approx(instalment - 1.05)
    assert sum(repaid) == pytest.approx(10.5)


def test_a_bond_repaid_at_the_end() -> None:
    plan = optimum(lent(kind="bond", rate=0.1, tenor=3, repayment="bullet"))
    assert paid_to_the_bank(plan, "repaid") == pytest.approx([0, 0, 0, 0, 10.5])
    assert paid_to_the_bank(plan, "interest") == pytest.approx([0, 1.05, 1.05, 1.05, 1.05])


@pytest.mark.parametrize(("cover", "enough"), [(2.60, True), (2.61, False)])
def test_a_sculpted_loan_is_repaid_as_the_cash_allows(cover: float, enough: bool) -> None:
    # The bank sees 4 in 2028, 10 in 2029 and 16 in 2030, worth 26.7 at 5 % in 2027; 10.25 are owed then. Equal
    # instalments of 3.42 would not even be covered once in 2028.
    price = {**dict.fromkeys(range(2025, 2031), 110.0), 2028: 50.0, 2030: 170.0}
    changes = {"Prices": {"magnet": {"price": price}}}
    case = lent(None, changes, cover=cover, rate=0.05, tenor=3, repayment="sculpted")
    if not enough:
        assert is_infeasible(case)
        return
    plan = optimum(case)
    interest, repaid = paid_to_the_bank(plan, "interest"), paid_to_the_bank(plan, "repaid")
    assert sum(repaid) == pytest.approx(10.25)
    for i, r, cash in zip(interest[2:], repaid[2:], (4, 10, 16), strict=True):
        assert cover * (i + r) <= cash + 1e-6


@pytest.mark.parametrize(("pace", "enough"), [(0.63, True), (0.64, False)])
def test_a_sculpted_loan_keeps_a_part_of_the_pace_of_equal_instalments(pace: float, enough: bool) -> None:
    # As above: 4 of cash in 2028, tested at a cover of 1.5, pay 2.667, of which 0.5125 are interest; the other 2.154
    # are 0.6305 of the third of 10.25 that equal instalments repay by then.
    price = {**dict.fromkeys(range(2025, 2031), 110.0), 2028: 50.0, 2030: 170.0}
    changes = {"Prices": {"magnet": {"price": price}}}
    case = lent(None, changes, cover=1.5, rate=0.05, tenor=3, repayment="sculpted", repayment_pace=pace)
    if not enough:
        assert is_infeasible(case)
        return
    repaid = paid_to_the_bank(optimum(case), "repaid")
    assert repaid[2] >= pace * 10.25 / 3 - 1e-6
    assert sum(repaid[2:4]) >= pace * 10.25 * 2 / 3 - 1e-6


def test_a_sculpted_loan_is_repaid_after_the_last_decision_year() -> None:
    # 10.25 are owed in 2027, and the line earns 1 a year until 2029 and 3 from then on: at a cover of one at most 6 of
    # interest and principal are paid by 2030, so that the five years after it repay the rest.
    price = {**dict.fromkeys(range(2025, 2030), 20.0), 2030: 40.0}
    changes = {"Prices": {"magnet": {"price": price}}}
    terms = {"cover": 1.0, "rate": 0.05, "tenor": 8, "repayment": "sculpted"}
    case = lent({"tail_years": 5, "tail_periods": 1, "terminal_value": "operation"}, changes, **terms)
    plan = optimum(case)
    assert audit(case, plan.tables) == ()
    instalments = plan.tables["instalments"].set_index("year")["amount"]
    assert instalments[2031] > 0.9
    assert instalments.drop(2031).sum() + 5 * instalments[2031] == pytest.approx(10.25)


def test_commitment_and_guarantee_fees() -> None:
    # Two years of construction, half of the 10 in each: what is drawn in 2027 is committed in 2026, and on average for
    # half of 2027; what is drawn in 2026 for half of that year. 1 % of 5 * (0.5 + 1), and of 5 * 0.5. The guarantee
    # costs 2 % of the balance before and half of the draws.
    modules = {"Modules": {"magnet_line_m": {"lead_time": 2.0, "spend_1": 0.5, "spend_2": 0.5}}}
    case = lent(changes=modules, tenor=2, repayment="linear", commitment_fee=0.01)
    backed = lender(cover_base=None, guaranteed=True, guarantee_fee=0.02)
    plan = optimum(replaced(case, lender_classes=[backed]))
    assert plan.by_year("draw", "bank") == pytest.approx([5, 5, 0, 0, 0])
    committed = [0.01 * 5 * 1.5, 0.01 * 5 * 0.5, 0, 0, 0]
    guaranteed = [0.02 * 2.5, 0.02 * 7.5, 0.02 * 10, 0.02 * 10, 0.02 * 5]
    fees = [c + g for c, g in zip(committed, guaranteed, strict=True)]
    assert plan.by_year("fee", "bank") == pytest.approx(fees)


def replaced(case: Case, lender_classes: list[dict[str, Any]]) -> Case:
    """The case with other classes of lender."""
    return dataclasses.replace(case, lender_classes=workshop(LenderClasses=lender_classes).lender_classes)


def test_the_treasury_guarantees_up_to_its_limit() -> None:
    # 10.5 are owed at most, in 2026 and 2027: the interest that is added is guaranteed, too.
    backed = [lender(cover_base=None, guaranteed=True)]
    loan_case = {"rate": 0.1, "tenor": 3, "repayment": "linear"}
    assert optimum(replaced(lent({"guarantee_limit": 10.5}, **loan_case), backed)).npv == pytest.approx(30, **NEAR)
    assert is_infeasible(replaced(lent({"guarantee_limit": 10.49}, **loan_case), backed))


@pytest.mark.parametrize("repayment", ["linear", "annuity", "bullet"])
@pytest.mark.parametrize(("grace", "tenor"), [(0, 1), (2, 7), (3, 12)])
def test_every_schedule_repays_once(repayment: str, grace: int, tenor: int) -> None:
    (row,) = (f for f in lent(rate=0.07, grace=grace, tenor=tenor, repayment=repayment).funding if f.tenor)
    assert sum(repayment_by_age(row, age) for age in range(20)) == pytest.approx(1)
    assert outstanding_by_age(row, grace) == 1
    assert outstanding_by_age(row, tenor) == pytest.approx(0)
    # the present value of all payments at the loan's own rate is the debt at completion
    paid = [row.rate * outstanding_by_age(row, age - 1) + repayment_by_age(row, age) for age in range(1, tenor + 1)]
    assert sum(p / 1.07**age for age, p in enumerate(paid, 1)) == pytest.approx(1)


def test_interest_of_the_years_of_construction_is_added_to_the_debt() -> None:
    # Drawn in 2026, complete in 2029: half a year, a year and a year at 10 %.
    modules = {"Modules": {"magnet_line_m": {"lead_time": 3.0}}}
    plan = optimum(lent(changes=modules, rate=0.1, tenor=1, repayment="linear"))
    assert plan.by_year("balance", "bank")[:3] == pytest.approx([10.5, 11.55, 12.705])
    assert plan.value("debt", "bank", "all", 2029) == pytest.approx(12.705)
    assert paid_to_the_bank(plan, "interest")[3:] == pytest.approx([1.2705, 1.2705])


def test_interest_of_construction_is_written_off_with_the_plant() -> None:
    # The line costs 10, the debt grows by 0.5 until completion: 10.5 over five years from 2027 on.
    plan = optimum(lent({"corporate_tax": 0.2}, rate=0.1, tenor=3, repayment="linear"))
    assert plan.by_year("depreciation") == pytest.approx([0, 2.1, 2.1, 2.1, 2.1])


def test_nobody_lends_beyond_what_the_plan_looks_at() -> None:
    # Complete in 2027, four years to repay: 2031 is after the last year. With a tail of one year it is in time.
    assert is_infeasible(lent(tenor=4, repayment="linear"))
    plan = optimum(lent({"tail_years": 1, "tail_periods": 1}, tenor=4, repayment="linear"))
    assert [plan.value("repaid", "bank", "all", y) for y in (2028, 2029, 2030, 2031)] == pytest.approx([2.5] * 4)


def test_service_in_the_tail_is_covered_as_in_a_year() -> None:
    # Nothing is sold at the bank's price of nought: no loan. At the price of the case the last instalment of 2.5 falls
    # into the tail, when the line earns 10: a cover of 4 is kept, one of 4.1 is not.
    tail = {"tail_years": 2, "tail_periods": 1}
    # two years of the tail repay 5 together, 2.5 in each
    enough = optimum(lent(tail, cover=4.0, tenor=5, grace=1, repayment="linear"))
    assert enough.value("repaid", "bank", "all", 2031) == pytest.approx(2.5)
    assert is_infeasible(lent(tail, cover=4.1, tenor=5, grace=1, repayment="linear"))


def dear_first_year(years: int, share: float = 1.0, **terms: Any) -> Case:
    """Feed at 200 kUSD in 2027 for a line that has to run: it loses 9 that year."""
    dear = {"price": {**dict.fromkeys(range(2025, 2031), 10.0), 2027: 200.0}}
    changes = {"Prices": {"nd_oxide": dear}, "Plants": {"magnet_line": {"minimum_load": 1.0}}}
    settings = {"support_debt_share": share, "support_years": years}
    return lent(settings, changes, **{"tenor": 3, "repayment": "linear", **terms})


def test_sponsors_stand_for_a_loss_until_the_test_of_completion() -> None:
    # Nothing but interest (none) falls due in 2027; support of 9 out of 10 that are owed.
    plan = optimum(dear_first_year(0, 0.9))
    assert plan.value("bank_cash", "base", "all", 2027) == pytest.approx(-9)
    assert plan.value("support", "all", 2027) == pytest.approx(9)
    assert is_infeasible(dear_first_year(0, 0.89))


def test_a_plan_without_lenders_is_free_of_their_limits() -> None:
    # The same loss, paid by the owner alone: no support is asked for.
    case = workshop(
        Settings={"support_debt_share": 0.0, "support_service_share": 0.0},
        Prices={"nd_oxide": {"price": {**dict.fromkeys(range(2025, 2031), 10.0), 2027: 200.0}}},
        Plants={"magnet_line": {"minimum_load": 1.0}},
        Funding=[EQUITY, loan("bank", tenor=3, repayment="linear")],
        Eligibility=[pays_for("owner", "magnets", "operations"), pays_for("bank", "magnets")],
        Pins=[BUILT_AT_ONCE, {"decision": "mobilise", "item": "bank", "sense": "=", "value": 0}],
    )
    assert optimum(case).npv == pytest.approx(-9 + 3 * 10 - 10, **NEAR)


def test_support_ends_with_its_years() -> None:
    # The loss falls into 2028, a year after completion: support of that year is given for one year, not for none.
    # It has a price, so that no more is given than is needed.
    def later(years: int) -> Case:
        dear = {"price": {**dict.fromkeys(range(2025, 2031), 10.0), 2028: 200.0}}
        changes = {"Prices": {"nd_oxide": dear}, "Plants": {"magnet_line": {"minimum_load": 1.0}}}
        settings = {"support_debt_share": 1.0, "support_years": years, "support_fee": 0.02}
        return lent(settings, changes, grace=1, tenor=3, repayment="linear")

    assert optimum(later(1)).value("support", "all", 2028) == pytest.approx(9)
    assert is_infeasible(later(0))


def test_support_has_its_price() -> None:
    # 2 % of 9 in 2027.
    plan = optimum(replaced_settings(dear_first_year(0), support_fee=0.02))
    assert plan.value("line", "fees", 2027) == pytest.approx(-0.18)


def replaced_settings(case: Case, **settings: Any) -> Case:
    """The case with other settings."""
    return dataclasses.replace(case, settings=dataclasses.replace(case.settings, **settings))


def borrowed(case: Case) -> float:
    return sum(optimum(case).by_year("draw", "bank"))


def test_lenders_lend_what_their_deck_covers() -> None:
    # Their price of magnets is 66: 6.6 less feed for 1 in 2028, and 1.2 times the repayment has to fit into 5.6.
    assert borrowed(mixed()) == pytest.approx(5.6 / 1.2)


def test_what_is_bought_at_a_linked_price_is_relieved_too() -> None:
    # Were feed a fixed part of the magnet price it would fall as well: 6.6 less 0.6.
    changes = {"BankDeck": [bank_price("magnet", 0.6), bank_price("nd_oxide", 0.6)]}
    assert borrowed(mixed(changes=changes)) == pytest.approx(6.0 / 1.2)


def test_the_low_deck_is_tested_beside_the_base_deck() -> None:
    # Base: 5.6 / 1.2 = 4.67. Low: 3.3 - 1 = 2.3 at a cover of 0.5 leaves 4.6.
    changes = {"BankDeck": [bank_price("magnet", 0.6, 0.3)], "LenderClasses": [lender(cover_low=0.5)]}
    assert borrowed(mixed(changes=changes)) == pytest.approx(2.3 / 0.5)


def promise(**terms: Any) -> dict[str, Any]:
    """A contract over half of what the line makes, at the spot price."""
    return {"contract": "half", "market": "home", "volume": 50.0, "length": 4, "first_delivery_from": 2027,
            "first_delivery_to": 2027, "minimum_delivery": 1.0, "price_rule": "fixed", "price_value": 110.0,
            **terms}  # fmt: skip


def test_lenders_count_contracts_at_their_own_price() -> None:
    # Half under contract at a fixed 110: 5.5 + 0.5 * 6.6 - 1 = 7.8. At a floor of 100: 5.0 + 3.3 - 1 = 7.3.
    assert borrowed(mixed(changes={"Contracts": [promise()]})) == pytest.approx(7.8 / 1.2)
    floor = promise(price_rule="floor", price_value=100.0)
    assert borrowed(mixed(changes={"Contracts": [floor]})) == pytest.approx(7.3 / 1.2)


def test_a_class_may_ask_for_contracts() -> None:
    # Contract revenue of 5.5 a year, three times the service: 1.83 is due at most, though the cash would cover 6.5.
    classes = {"LenderClasses": [lender(contract_cover=3.0)], "Contracts": [promise()]}
    assert borrowed(mixed(changes=classes)) == pytest.approx(5.5 / 3)
    assert borrowed(mixed(changes={"LenderClasses": [lender(contract_cover=3.0)]})) == pytest.approx(0)


def test_lenders_take_off_tax_without_losses_carried_forward() -> None:
    # Depreciation of 2 a year: 20 % of 5.6 - 2 are 0.72, of which the loss of 2026 (there is none) would take nothing.
    assert borrowed(mixed({"corporate_tax": 0.2})) == pytest.approx((5.6 - 0.2 * 3.6) / 1.2)


@pytest.mark.parametrize(("share", "enough"), [(0.2, True), (0.199, False)])
def test_support_fills_up_to_its_share_of_the_service(share: float, enough: bool) -> None:
    # 10 fall due in 2028, when the line earns 9: a cover of 1.1 asks for 11, and the 2 that are lacking are a fifth.
    settings = {"support_service_share": share, "support_debt_share": 0.0}
    case = lent(settings, {"Prices": {"magnet": {"price": 100.0}}}, cover=1.1, tenor=1, repayment="linear")
    if enough:
        assert optimum(case).value("support", "all", 2028) == pytest.approx(2)
    else:
        assert is_infeasible(case)


def test_a_loss_elsewhere_is_no_concern_of_a_sound_perimeter() -> None:
    # An old recycler in another perimeter costs 8 a year. One test over all plants leaves 5.6 - 8 < 0: no loan.
    plants = [*also("Plants"), {"plant": "recycler", "category": "recycling", "capacity_unit": "t"}]
    old = {"asset": "old", "plant": "recycler", "site": "town", "capacity": 1.0, "first_year": 2020, "fixed_cost": 8.0}
    none = dict.fromkeys(PLANT_CATEGORIES, False)
    apart = [{"perimeter": "lines", **none, "magnets": True, "metals": True, "motors": True},
             {"perimeter": "rest", **none, "mining": True, "refining": True, "recycling": True,
              "waste": True}]  # fmt: skip
    sheets: dict[str, Any] = {"Plants": plants, "Existing": [old]}
    assert borrowed(mixed(changes=sheets)) == pytest.approx(0)
    assert borrowed(mixed(changes={**sheets, "Perimeters": apart})) == pytest.approx(5.6 / 1.2)


def two_makers(volume: float, old: float, name: str = "recycler") -> Case:
    """Another perimeter can make magnets at the same site from the same feed: `old` of it stands, or a line could be
    built for 1,000 MUSD.

    The line's bank takes four tenths off magnets and asks for contract revenue of three times its service. One contract
    buys `volume` at a fixed 110.
    """
    row = {**also("Recipes")[0], "recipe": "resmelting", "plant": name}
    flows = [{"recipe": "resmelting", "direction": way, "commodity": c, "quantity": 1.0}
             for way, c in (("in", "nd_oxide"), ("out", "magnet"))]  # fmt: skip
    none = dict.fromkeys(PLANT_CATEGORIES, False)
    apart = [{"perimeter": "alone", **none, "mining": True, "refining": True, "recycling": True, "waste": True},
             {"perimeter": "lines", **none, "magnets": True, "metals": True, "motors": True}]  # fmt: skip
    stands = {"asset": "stands", "plant": name, "site": "town", "capacity": old, "first_year": 2020, "fixed_cost": 0.0}
    sheets: dict[str, Any] = {
        "Plants": also("Plants", {"plant": name, "category": "recycling", "capacity_unit": "t"}),
        "Recipes": also("Recipes", row),
        "RecipeFlows": also("RecipeFlows", *flows),
        "Perimeters": apart,
        "LenderClasses": [lender(contract_cover=3.0)],
        "Contracts": [promise(volume=volume)],
        "Demand": {"home": {"quantity": 200.0}},
    }
    (line,) = also("Modules")
    dear = {**line, "module": "dear", "plant": name, "capex": 1000.0}
    places = {"PlantSites": also("PlantSites", {"plant": name, "site": "town", "maximum_modules": 1}),
              "Modules": also("Modules", dear)}  # fmt: skip
    sheets |= {"Existing": [stands]} if old else places
    return mixed({"offtake_share": 1.0}, sheets)


@pytest.mark.parametrize("name", ["a_recycler", "recycler"])
def test_a_contract_is_the_income_of_who_makes_the_goods(name: str) -> None:
    # The other plant may stand there and never does: 5.5 of contract revenue are the line's, whatever the names are.
    case = two_makers(50.0, 0.0, name)
    plan = optimum(case)
    assert sum(plan.by_year("draw", "bank")) == pytest.approx(5.5 / 3)
    assert plan.value("contract_income", "lines", 2028) == pytest.approx(5.5)
    assert audit(case, plan.tables) == ()


def test_two_makers_share_a_contract_by_what_each_makes() -> None:
    # 130 t are promised, the line makes 100 and the other one 60: at most 100 are the line's, which is 11 of revenue
    # and a service of 3.67; the cash would cover 7.8 and more.
    case = two_makers(130.0, 60.0)
    plan = optimum(case)
    assert sum(plan.by_year("draw", "bank")) == pytest.approx(11 / 3)
    assert plan.value("contract_income", "lines", 2028) == pytest.approx(11)
    assert plan.value("contract_income", "alone", 2028) == pytest.approx(3.3)
    whole = plan.value("bank_cash", "base", "lines", 2028) + plan.value("bank_cash", "base", "alone", 2028)
    assert whole == pytest.approx(130 * 0.11 + 30 * 0.066 - 160 * 0.01)
    assert audit(case, plan.tables) == ()
    more = {name: table.copy() for name, table in plan.tables.items()}
    year = (more["sellers"]["year"] == 2028) & (more["sellers"]["kind"] == "delivery")
    more["sellers"].loc[year & (more["sellers"]["perimeter"] == "lines"), "quantity"] += 5.0
    assert "seller_sum" in {violation.rule for violation in audit(case, more)}
    more["sellers"].loc[year & (more["sellers"]["perimeter"] == "alone"), "quantity"] -= 5.0
    assert "seller_owns" in {violation.rule for violation in audit(case, more)}


def test_gearing_is_kept_by_every_perimeter_with_its_own_limit() -> None:
    none = dict.fromkeys(PLANT_CATEGORIES, True)
    one = [{"perimeter": "all_lines", **none, "maximum_gearing": 0.3}]
    assert borrowed(mixed({"maximum_gearing": 0.9}, {"Perimeters": one}, cover=0.1)) == pytest.approx(3)


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


def test_a_source_pays_only_for_what_it_may() -> None:
    # A green bond for recycling is no money for a magnet line.
    case = lent(tenor=3, repayment="linear")
    green = tuple(
        dataclasses.replace(row, magnets=False, recycling=True) if row.source_name == "bank" else row
        for row in case.eligibility
    )
    assert is_infeasible(dataclasses.replace(case, eligibility=green))


def test_debt_is_at_most_its_share_of_debt_and_equity() -> None:
    assert borrowed(mixed({"maximum_gearing": 0.4}, cover=0.1)) == pytest.approx(0.4 * 10)


def test_no_source_pays_more_than_its_share() -> None:
    assert borrowed(mixed({"maximum_source_share": 0.7}, cover=0.1)) == pytest.approx(7)
    assert borrowed(mixed(cover=0.1, maximum_share=0.25)) == pytest.approx(2.5)


def test_a_partner_owns_no_more_than_its_ceiling() -> None:
    # A line of 10, paid for by a partner, who asks for nothing, and an owner with better uses for money.
    def held(**ceiling: float) -> float:
        case = workshop(
            Settings={"perspective": "owner", "discount_rate_owner": 0.2},
            Funding=[loan("owner", "equity", rate=0.5), loan("partner", "equity", **ceiling)],
            Eligibility=[pays_for("owner", "magnets"), pays_for("partner", "magnets")],
            Pins=[BUILT_AT_ONCE],
        )
        return sum(optimum(case).by_year("draw", "partner"))

    assert held() == pytest.approx(10, **NEAR)
    assert held(ownership_share=0.49) == pytest.approx(4.9, **NEAR)


@pytest.mark.slow
def test_yearly_and_total_limits_and_window() -> None:
    assert borrowed(mixed(cover=0.1, yearly_limit=3.0)) == pytest.approx(3)
    assert borrowed(mixed(cover=0.1, total_limit=2.0)) == pytest.approx(2)
    assert borrowed(mixed(cover=0.1, first_year=2027)) == pytest.approx(0)


def test_the_reserve_account_holds_months_of_the_next_service() -> None:
    # Six months of 5.6 / 1.2 at the end of 2027. Profit (8) could all be paid out otherwise.
    plan = optimum(mixed({"reserve_months": 6.0}))
    assert plan.value("cash", 2027) == pytest.approx(0.5 * 5.6 / 1.2)
    assert plan.value("dividend", 2027) == pytest.approx(10 - 0.5 * 5.6 / 1.2)


def test_the_reserve_account_holds_months_of_a_year_of_the_tail() -> None:
    # 10 without interest, repaid in fifths from 2028 on, two of them in the tail of two years: six months of 2 stay in
    # cash when the last year ends.
    settings = {"reserve_months": 6.0, "tail_years": 2, "tail_periods": 1}
    case = lent({**settings, "perspective": "owner", "discount_rate_owner": 0.2}, tenor=5, repayment="linear")
    plan, service = optimum(case), 2.0
    assert plan.value("service", 2031) == pytest.approx(service)
    assert plan.value("cash", 2030) >= 0.5 * service - 1e-6
    assert audit(case, plan.tables) == ()
    taken = {name: table.copy() for name, table in plan.tables.items()}
    last = taken["dividends"]["year"] == 2030
    taken["dividends"].loc[last, "dividend"] += plan.value("cash", 2030) - 0.4 * service
    taken["dividends"].loc[last, "cash"] = 0.4 * service
    assert "reserve_account" in {violation.rule for violation in audit(case, taken)}


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
    terms = {"foreign": True, "tenor": 1, "repayment": "linear", "programme": "treaty", **terms}
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
    case = lent(changes={"Contracts": [promise]}, tenor=3, repayment="linear", contract="export")
    plan = optimum(case)
    assert plan.by_year("in_force", "export") == [0, 1, 1, 1, 1]
    assert plan.npv == pytest.approx(30 - 4 * 0.5, **NEAR)


def test_cash_never_falls_below_its_floor() -> None:
    plan = optimum(workshop(Settings={"cash_floor": 2.0, "opening_cash": 3.0}))
    assert min(plan.by_year("cash")) >= 2
    assert plan.npv == pytest.approx(30, **NEAR)
