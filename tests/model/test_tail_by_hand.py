"""Plans worked out by hand: what goes on after the last decision year, what closes, and what it is worth."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.indexes import Indexes
from tests.support.workshop import Plan, also, lender, loan, optimum, pays_for, programme, target, workshop
from tests.support.workshop_cases import commodity, mining, returning

NEAR: dict[str, Any] = {"abs": 2e-3}
BUILT_AT_ONCE = {"decision": "build", "item": "magnet_line_m", "year": 2026, "sense": "=", "value": 1}


def tail(years: int = 4, periods: int = 2, **settings: Any) -> dict[str, Any]:
    """Settings that count a tail."""
    return {"terminal_value": "operation", "tail_years": years, "tail_periods": periods, **settings}


def checked(**changes: Any) -> Plan:
    """The best plan of the workshop, with which the auditor agrees."""
    plan = optimum(workshop(Pins=[BUILT_AT_ONCE], **changes))
    assert audit(plan.ix.case, plan.tables) == ()
    return plan


def broken(plan: Plan) -> set[str]:
    """Rules that the auditor finds broken."""
    return {violation.rule for violation in audit(plan.ix.case, plan.tables)}


@pytest.mark.parametrize(
    ("years", "periods", "spans"),
    [
        (0, 2, []),
        (1, 2, [range(2031, 2032)]),
        (7, 2, [range(2031, 2035), range(2035, 2038)]),
        (10, 2, [range(2031, 2036), range(2036, 2041)]),
        (10, 1, [range(2031, 2041)]),
    ],
)
def test_the_tail_is_divided_into_periods(years: int, periods: int, spans: list[range]) -> None:
    ix = Indexes(workshop(Settings={"tail_years": years, "tail_periods": periods}))
    assert [ix.span(period) for period in ix.tail] == spans
    assert ix.periods == (2026, 2027, 2028, 2029, 2030, *(span.start for span in spans))
    assert [ix.weight(period) for period in ix.periods] == [1] * 5 + [len(span) for span in spans]
    assert not any(map(ix.is_tail, ix.years))


def test_the_value_of_operation_is_every_year_discounted() -> None:
    # 10 a year from 2027 to 2034, four years longer than the horizon, less 10 in 2026, at 10 % from 2025.
    plan = checked(Settings=tail(discount_rate_project=0.1))
    assert plan.npv == pytest.approx(-10 / 1.1 + sum(10 / 1.1**age for age in range(2, 10)), **NEAR)
    assert plan.value("tail_cash", 2031) == pytest.approx(10, **NEAR)


def test_tax_and_working_capital_of_the_tail() -> None:
    # 10 a year less a quarter. 10 are written off in 2027 to 2031: 2 in the first of the two years of the first period,
    # so 1 on average. A tenth of the revenue of 11 is tied up in 2027 and released when the tail ends.
    plan = checked(Settings=tail(corporate_tax=0.25, working_capital_share=0.1))
    assert [plan.value("tail_tax", y) for y in plan.ix.tail] == pytest.approx([2.25, 2.5])
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * 7.75 + 2 * 7.5 + 1.1, **NEAR)
    assert plan.npv == pytest.approx(30 - 4 * 2.0 - 1.1 + 2 * 7.75 + 2 * 7.5 + 1.1, **NEAR)


def test_inflation_eats_working_capital_and_depreciation_in_the_tail() -> None:
    # Prices rise by 10 % a year. The 10 MUSD of 2026 are written off at 2 a year in money of 2026; in 2031 these are
    # worth 2 / 1.1^5. Working capital of 1.1 has to be topped up each year by what it lost: 1.1 * (1 - 1 / 1.1).
    settings = tail(2, 1, inflation=0.1, base_year=2026, corporate_tax=0.25, working_capital_share=0.1)
    plan = checked(Settings=settings)
    written_off = 2 / 1.1**5 / 2
    assert plan.value("tail_tax", 2031) == pytest.approx(0.25 * (10 - written_off))
    topped_up = 2 * 1.1 * (1 - 1 / 1.1)
    operation = 2 * 10 - 2 * 0.25 * (10 - written_off) - topped_up + 1.1
    assert plan.value("terminal", "project", "operation") == pytest.approx(operation, **NEAR)


def test_the_nation_counts_imports_and_no_tax_in_the_tail() -> None:
    # 100 t a year at 165 less feed at 10: 15.5. The tax of the same years is exact, though no nation minds it.
    plan = checked(
        Settings=tail(perspective="national", corporate_tax=0.25), Markets={"home": {"import_price_factor": 1.5}}
    )
    assert plan.value("terminal", "national", "operation") == pytest.approx(4 * 15.5, **NEAR)
    assert [plan.value("tail_tax", y) for y in plan.ix.tail] == pytest.approx([2.25, 2.5])


@pytest.mark.parametrize("kind", ["none", "book", "going_concern"])
def test_the_tail_is_run_well_where_it_does_not_count(kind: str) -> None:
    plan = checked(Settings=tail(corporate_tax=0.25, terminal_value=kind))
    assert plan.value("npv", "project") == pytest.approx(30 - 4 * 2.0, **NEAR)
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * 7.75 + 2 * 7.5, **NEAR)


def test_a_plant_with_three_years_left_runs_three_of_five() -> None:
    # Seven years from 2027: until the end of 2033. On average of 2031 to 2035 it offers 60 t.
    (line,) = also("Modules")
    plan = checked(Settings=tail(5, 1), Modules=[{**line, "life": 7.0}])
    assert plan.value("attainable", "town", "magnet_line", 2031) == pytest.approx(60)
    assert plan.value("terminal", "project", "operation") == pytest.approx(3 * 10, **NEAR)


def test_a_plant_whose_life_ends_with_the_first_period_is_gone_in_the_second() -> None:
    (line,) = also("Modules")
    plan = checked(Settings=tail(4, 2), Modules=[{**line, "life": 6.0}])
    assert [plan.value("kept", "town", "magnet_line_m", y) for y in plan.ix.tail] == pytest.approx([1, 0])
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * 10, **NEAR)


def test_the_ramp_up_is_over_in_the_tail() -> None:
    # A fifth in 2027 and a tenth more in each year after: a half in 2030, all of it from 2031 on.
    plan = checked(Settings=tail(2, 1), Plants={"magnet_line": {"first_year_share": 0.2, "learning_step": 0.1}})
    assert plan.value("attainable", "town", "magnet_line", 2030) == pytest.approx(50)
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * 10, **NEAR)


def test_a_plant_that_loses_money_is_closed() -> None:
    # From 2030 magnets bring 5 and feed costs 10: no fixed cost of 1 a year is paid after the horizon, nothing is made.
    (line,) = also("Modules")
    path = dict.fromkeys(range(2025, 2030), 110.0) | {2030: 5.0}
    plan = checked(
        Settings=tail(),
        Prices={"magnet": {"price": path}},
        Modules=[{**line, "fixed_cost_share": 0.1}],
        Existing=[
            {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": 10.0, "first_year": 2020,
             "fixed_cost": 0.5},
        ],
    )  # fmt: skip
    assert [plan.value("kept", "town", "magnet_line_m", y) for y in plan.ix.tail] == pytest.approx([0, 0])
    assert [plan.value("kept_asset", "old", y) for y in plan.ix.tail] == pytest.approx([0, 0])
    assert plan.value("line_real", "fixed_cost", 2030) == pytest.approx(-1.5)
    assert plan.value("terminal", "project", "operation") == pytest.approx(0, **NEAR)


def test_closing_costs_a_share_of_what_the_line_cost() -> None:
    # Magnets bring 5 from 2030 on, and fixed cost is 1 a year, 4 until the tail ends: the line of 10 is closed for 3
    # when the horizon ends, 1.5 in each of two years.
    (line,) = also("Modules")
    path = dict.fromkeys(range(2025, 2030), 110.0) | {2030: 5.0}
    plan = checked(
        Settings=tail(),
        Prices={"magnet": {"price": path}},
        Modules=[{**line, "closure_cost_share": 0.3, "fixed_cost_share": 0.1}],
    )
    assert [plan.value("line_real", "closure_cost", y) for y in plan.ix.tail] == pytest.approx([-1.5, 0])
    assert plan.value("terminal", "project", "operation") == pytest.approx(-3, **NEAR)
    told = plan.tables["tail_cash"].set_index(["line", "year"])["real"]
    assert told["closure_cost", 2031] == pytest.approx(-1.5)


def test_a_plant_that_dies_of_age_is_closed_then() -> None:
    # Seven years from 2027. Of the five years of the period two are left when it is closed: 3 over five years.
    (line,) = also("Modules")
    plan = checked(Settings=tail(5, 1), Modules=[{**line, "life": 7.0, "closure_cost_share": 0.3}])
    kept = plan.value("kept", "town", "magnet_line_m", 2031)
    assert plan.value("line_real", "closure_cost", 2031) == pytest.approx(-3 * (1 - kept) / 5)
    # Two years and a half from 2027: half a year of 2029 is lost, and the rest of it.
    plan = checked(Settings=tail(5, 1), Modules=[{**line, "life": 2.5, "closure_cost_share": 0.3}])
    assert plan.by_year("line_real", "closure_cost")[:5] == pytest.approx([0, 0, 0, -1.5, -1.5])
    assert plan.value("line_real", "closure_cost", 2031) == pytest.approx(0)


FALLEN = {"magnet": {"price": dict.fromkeys(range(2025, 2030), 110.0) | {2030: 5.0}}}
"""Magnets bring 5 from 2030 on, and feed costs 10: 100 t lose 0.5 MUSD a year."""


@pytest.mark.parametrize(("share", "made"), [(0.0, 0.0), (0.4, 40.0), (1.0, 100.0)])
def test_what_was_built_for_a_target_goes_on(share: float, made: float) -> None:
    # The target asks for 100 t in 2030. After it a share of them is made for four years, at 0.005 MUSD lost per t.
    plan = checked(
        Settings=tail(tail_operation_share=share),
        Prices=FALLEN,
        Targets=[target("magnets", "magnets", "sintered", 100.0, first_year=2030, mode="hard")],
    )
    assert [plan.value("made", "magnet", "town", y) for y in plan.ix.tail] == pytest.approx([made, made])
    assert plan.value("terminal", "project", "operation") == pytest.approx(-4 * 0.005 * made, **NEAR)


def test_owners_who_ask_for_more_ask_for_it_to_the_middle_of_the_tail() -> None:
    # 10 paid in in 2026 at 20 %, the owner reckons with 10: charged to 2030, and in the tail of four years to 2032.
    def worth(rate: float) -> tuple[float, float]:
        plan = checked(
            Settings=tail(perspective="owner", discount_rate_owner=0.1),
            Funding=[loan("owner", "equity", rate=rate)],
            Eligibility=[pays_for("owner", "magnets")],
        )
        assert plan.by_year("draw", "owner") == pytest.approx([10, 0, 0, 0, 0])
        return plan.value("npv", "owner"), plan.value("terminal", "owner", "operation")

    (before, after), (less, least) = worth(0.1), worth(0.2)
    grown = 1.2 / 1.1
    assert before - less == pytest.approx(10 / 1.1 * (grown**4 - 1), **NEAR)
    assert after - least == pytest.approx(10 / 1.1 * (grown**6 - grown**4), **NEAR)


@pytest.mark.parametrize(("share", "made"), [(0.0, 0.0), (0.4, 40.0), (1.0, 100.0)])
def test_what_was_built_for_one_year_goes_on_in_the_last(share: float, made: float) -> None:
    # The target asks for 100 t in 2029. In the last year a share of them is made, at a loss: feed costs 10.
    plan = checked(
        Settings={"tail_operation_share": share},
        Prices={"magnet": {"price": dict.fromkeys(range(2025, 2031), 5.0)}},
        Targets=[target("magnets", "magnets", "sintered", 100.0, first_year=2029, last_year=2029, mode="hard")],
    )
    assert plan.value("made", "magnet", "town", 2030) == pytest.approx(made)


def test_a_line_that_ends_before_the_last_year_is_missed_by_nobody() -> None:
    # Three years from 2027, so none is left in 2030.
    (line,) = also("Modules")
    plan = checked(
        Settings={"tail_operation_share": 1.0},
        Modules=[{**line, "life": 3.0}],
        Targets=[target("magnets", "magnets", "sintered", 100.0, first_year=2029, last_year=2029, mode="hard")],
    )
    assert plan.by_year("made", "magnet", "town")[-2:] == pytest.approx([100, 0])


def test_a_plant_goes_on_as_far_as_its_life_reaches() -> None:
    # Seven years from 2027: both years of the first period, one of two of the second. The old line stands until 2032.
    (line,) = also("Modules")
    plan = checked(
        Settings=tail(tail_operation_share=1.0),
        Prices=FALLEN,
        Modules=[{**line, "life": 7.0}],
        Existing=[old(last_year=2032, fixed_cost=0.0)],
        Targets=[target("magnets", "magnets", "sintered", 100.0, first_year=2030, mode="hard")],
    )
    used = plan.value("used_capacity", "town", "magnet_line", 2030)
    assert used == pytest.approx(100)
    assert [plan.value("made", "magnet", "town", y) for y in plan.ix.tail] == pytest.approx([100, 0])


def test_a_line_that_earns_little_is_kept_for_what_its_closing_costs() -> None:
    # It loses 0.5 a year: closing it at once for 3 costs more than 2 in four years, after which it is another's.
    (line,) = also("Modules")
    path = dict.fromkeys(range(2025, 2030), 110.0) | {2030: 5.0}
    plan = checked(
        Settings=tail(),
        Prices={"magnet": {"price": path}},
        Modules=[{**line, "closure_cost_share": 0.3, "fixed_cost_share": 0.05}],
    )
    assert plan.value("kept", "town", "magnet_line_m", 2033) == pytest.approx(1)
    assert plan.value("terminal", "project", "operation") == pytest.approx(-2, **NEAR)


@pytest.mark.parametrize(("renewed", "sold"), [(False, 20.0), (True, 100.0)])
def test_demand_under_nomination_is_open_after_the_last_year_if_contracts_are_renewed(
    renewed: bool, sold: float
) -> None:
    # A fifth of the 100 t is open to spot sales; the rest is bought under contracts, of which there are none.
    plan = checked(Settings=tail(2, 1, tail_renewal=renewed), Markets={"home": {"spot_share": 0.2}})
    assert plan.value("served", "home", 2030) == pytest.approx(20)
    assert plan.value("served", "home", 2031) == pytest.approx(sold)


def old(**values: Any) -> dict[str, Any]:
    """An existing line of 50 t that costs 1 a year and earns 5."""
    return {"asset": "old", "plant": "magnet_line", "site": "town", "capacity": 50.0, "first_year": 2020,
            "fixed_cost": 1.0, **values}  # fmt: skip


def test_an_existing_plant_runs_in_the_years_in_which_it_stands() -> None:
    # Until 2033: both years of the first period, one of two of the second. Nothing else is built.
    plan = optimum(workshop(Settings=tail(), Existing=[old(last_year=2033)], PlantSites=[]))
    assert [plan.value("kept_asset", "old", y) for y in plan.ix.tail] == pytest.approx([1.0, 0.5])
    assert plan.value("terminal", "project", "operation") == pytest.approx(3 * (5 - 1), **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


@pytest.mark.parametrize("asset", [True, False])
def test_what_was_closed_does_not_open_again(asset: bool) -> None:
    # The line may only run once a licence of three years, begun in 2030, is there: from 2033 on. To have it then it is
    # kept in 2031 and 2032, too, at its fixed cost of 1 (built: a tenth of 10) a year; it earns 5 (built: 10) a year.
    late = {"decision": "start", "item": "licence", "year": 2030, "sense": "=", "value": 1}
    (line,) = also("Modules")
    plan = optimum(
        workshop(
            Settings=tail(),
            Programmes=[programme("licence", duration=3, cost=0.0, first_start=2030)],
            Requirements=[
                {"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "operation"},
            ],
            Modules=[{**line, "fixed_cost_share": 0.1}],
            Pins=[late] if asset else [late, {**BUILT_AT_ONCE, "year": 2029}],
            **({"Existing": [old()], "PlantSites": []} if asset else {}),
        )
    )
    kept = ("kept_asset", "old") if asset else ("kept", "town", "magnet_line_m")
    assert [plan.value(*kept, y) for y in plan.ix.tail] == pytest.approx([1.0, 1.0])
    earned = 5.0 if asset else 10.0
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * earned - 4 * 1.0, **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


def test_no_more_is_kept_than_pays() -> None:
    # The market of the last year takes 50 t: half the line is kept, at half its fixed cost of 1.
    (line,) = also("Modules")
    demand = dict.fromkeys(range(2025, 2030), 100.0) | {2030: 50.0}
    plan = checked(
        Settings=tail(2, 1), Demand={"home": {"quantity": demand}}, Modules=[{**line, "fixed_cost_share": 0.1}]
    )
    assert plan.value("kept", "town", "magnet_line_m", 2031) == pytest.approx(0.5)
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * (5 - 0.5), **NEAR)


def indebted(guaranteed: bool, price: float = 15.0) -> Plan:
    """A line of 10 that a bank pays for, without interest: 2 a year fall due from 2028 to 2032. It earns 0.5 a year."""
    plan = optimum(
        workshop(
            Settings=tail(2, 1, maximum_gearing=1.0, opening_cash=4.5),
            Prices={"magnet": {"price": price}},
            Funding=[loan("owner", "equity"), loan("bank", tenor=5, repayment="linear", minimum_ticket=10.0)],
            Eligibility=[pays_for("owner", "operations"), pays_for("bank", "magnets")],
            LenderClasses=[lender(cover_base=None, guaranteed=guaranteed)],
            Pins=[BUILT_AT_ONCE, {"decision": "mobilise", "item": "owner", "sense": "=", "value": 0}],
        )
    )
    assert audit(plan.ix.case, plan.tables) == ()
    return plan


@pytest.mark.parametrize("guaranteed", [True, False])
def test_what_debt_lacks_in_the_tail_is_brought_and_counted(guaranteed: bool) -> None:
    # 4.5 at first, four times 0.5 until 2030, less three times 2: 0.5 are left. The tail earns 1 and owes 4: 2.5 have
    # to be brought, 1.25 a year, of which a guarantee of all the debt calls all. The tail is worth that much less.
    plan = indebted(guaranteed)
    assert plan.value("cash", 2030) == pytest.approx(0.5)
    assert plan.value("tail_equity", 2031) == pytest.approx(1.25)
    assert plan.value("terminal", "project", "operation") == pytest.approx(2 * 0.5 - 2.5, **NEAR)
    told = plan.tables["tail_cash"].set_index("line")["real"]
    assert told["debt_service"] == pytest.approx(-2)
    assert told["called_guarantees"] == pytest.approx(1.25 if guaranteed else 0)
    less = {name: table.copy() for name, table in plan.tables.items()}
    less["tail_cash"].loc[less["tail_cash"]["line"] == "tail_equity", "real"] = 1.2
    assert "tail_service" in {violation.rule for violation in audit(plan.ix.case, less)}


def test_a_line_that_earns_its_debt_is_asked_for_nothing() -> None:
    assert indebted(True, 110.0).value("tail_equity", 2031) == pytest.approx(0)


def contract(**values: Any) -> dict[str, Any]:
    """All 100 t a year from 2028 to 2032."""
    return {"contract": "promise", "market": "home", "volume": 100.0, "length": 5, "first_delivery_from": 2028,
            "first_delivery_to": 2028, "minimum_delivery": 1.0, "price_rule": "fixed", "price_value": 150.0,
            **values}  # fmt: skip


def under_contract(price: float, **changes: Any) -> Plan:
    plan = optimum(
        workshop(
            Settings=tail(5, 1, offtake_share=1.0),
            Contracts=[contract(price_value=price)],
            Pins=[BUILT_AT_ONCE, {"decision": "sign", "item": "promise", "sense": "=", "value": 1}],
            **changes,
        )
    )
    assert audit(plan.ix.case, plan.tables) == ()
    return plan


def test_a_contract_that_ends_within_a_period_is_delivered_for_its_share() -> None:
    # In force in 2031 and 2032 of 2031 to 2035: 40 t a year at 150, 60 t spot at 110, feed at 10.
    plan = under_contract(150.0)
    assert plan.value("delivery", "promise", "town", 2031) == pytest.approx(40)
    assert plan.value("contracted", "magnets", 2031) == pytest.approx(40)
    assert plan.value("terminal", "project", "operation") == pytest.approx(5 * (6 + 6.6 - 1), **NEAR)


def test_a_contract_is_delivered_in_the_tail_though_it_loses_money() -> None:
    # Magnets bring 5 from 2030 on, under contract and spot, and feed costs 10: 40 t a year have to be made, no more.
    path = dict.fromkeys(range(2025, 2030), 110.0) | {2030: 5.0}
    plan = under_contract(5.0, Prices={"magnet": {"price": path}})
    assert plan.value("made", "magnet", "town", 2031) == pytest.approx(40)
    assert plan.value("terminal", "project", "operation") == pytest.approx(5 * 40 * -0.005, **NEAR)


def test_a_reserve_is_exhausted_in_the_tail() -> None:
    # 2.5 kt verified, 0.5 kt a year at most: 2 kt by 2030. The 0.5 kt that are left are mined in the first two years,
    # 0.25 a year for 25 t of magnets each; nothing in the two after that.
    case = mining(**tail(4, 2, discount_rate_project=0.05))
    (deposit,) = case.deposits
    plan = optimum(dataclasses.replace(case, deposits=(dataclasses.replace(deposit, maximum_rate=0.5),)))
    assert sum(plan.by_year("extraction", "hill_ore")) == pytest.approx(2.0)
    assert [plan.value("extraction", "hill_ore", y) for y in plan.ix.tail] == pytest.approx([0.25, 0])
    worth = 25 * 0.11 * (1.05**-6 + 1.05**-7)
    assert plan.value("terminal", "project", "operation") == pytest.approx(worth, **NEAR)
    assert broken(plan) == {"recipe_conservation"}  # ore of the workshop holds no rare earths


def test_a_store_of_residue_fills_in_the_tail() -> None:
    # A tenth of a tonne of residue per tonne; the store takes 55 t, 40 t of them by 2030. The 15 t that are left are
    # 150 t of magnets: 75 t in each of the first two years. What is stored costs 10 kUSD a tonne and year.
    residue = commodity("residue", "residue", storage_limit=55.0, storage_cost=10.0)
    plan = checked(
        Settings=tail(4, 2, discount_rate_project=0.05),
        Commodities=also("Commodities", residue),
        RecipeFlows=also(
            "RecipeFlows", {"recipe": "sintering", "direction": "out", "commodity": "residue", "quantity": 0.1}
        ),
    )
    assert [plan.value("stock", "residue", "town", y) for y in (2030, *plan.ix.tail)] == pytest.approx([40, 55, 55])
    assert [plan.value("made", "magnet", "town", y) for y in plan.ix.tail] == pytest.approx([75, 0])
    assert plan.value("tail_cash", 2031) == pytest.approx(75 * 0.1 - 0.55)
    assert plan.value("tail_cash", 2033) == pytest.approx(-0.55)


def test_a_product_is_not_stocked_in_the_tail() -> None:
    plan = checked(Settings=tail(), Commodities={"magnet": {"storage_limit": 50.0}})
    assert ("magnet", "town", 2030) in plan.model.stock
    assert ("magnet", "town", 2031) not in plan.model.stock


def test_a_programme_goes_on_costing_and_ends_its_course() -> None:
    # A licence of 3 over three years is begun in 2030 and costs 0.2 a year from 2033 on: of 2031 to 2034 two years cost
    # 1 and two 0.2, 0.6 on average.
    late = {"decision": "start", "item": "licence", "year": 2030, "sense": "=", "value": 1}
    licence = programme("licence", duration=3, cost=3.0, yearly_cost=0.2, first_start=2030)
    plan = optimum(workshop(Settings=tail(4, 1), Programmes=[licence], Pins=[BUILT_AT_ONCE, late]))
    assert plan.value("line_real", "programme_cost", 2031) == pytest.approx(-0.6)
    assert plan.value("completed", "licence", 2031) == 0
    assert plan.value("terminal", "project", "operation") == pytest.approx(4 * (10 - 0.6), **NEAR)
    assert audit(plan.ix.case, plan.tables) == ()


def test_scrap_of_sales_before_and_in_the_tail_comes_back() -> None:
    # A fifth of a sale returns after a year, three tenths after two. Of 2031 and 2032 the first gets back from 2030 and
    # 2029, the second from 2031 and 2030; 4 come back anyhow, half is collected.
    case = returning()
    settings = dataclasses.replace(case.settings, **tail(2, 1))
    plan = optimum(dataclasses.replace(case, settings=settings))
    sold = {y: plan.value("served", "home", y) for y in plan.ix.periods}
    returned = 4 + (0.2 * sold[2030] + 0.3 * sold[2029] + 0.2 * sold[2031] + 0.3 * sold[2030]) / 2
    assert plan.value("end_of_life", "returns", 2031) == pytest.approx(returned)
    assert plan.value("collection", "returns", "town", 2031) == pytest.approx(returned / 2)
    assert broken(plan) == {"recipe_conservation"}  # nor does its scrap


def test_without_a_tail_nothing_goes_on() -> None:
    plan = checked(Settings={"tail_years": 0, "working_capital_share": 0.1})
    assert plan.tables["tail"].empty
    assert plan.value("terminal", "project", "operation") == pytest.approx(1.1)


@pytest.mark.parametrize("served", [True, False])
def test_an_obliged_market_is_served_in_the_years_in_which_others_are(served: bool) -> None:
    # Abroad pays twice as much; home has to get half of its 60 t in every year in which anything is sold abroad. Of
    # 100 t a year 70 go abroad and 30 home; or, where abroad would take all, home in a part of the years only.
    home = also("Markets")[0]
    plan = checked(
        Settings=tail(2, 1),
        Markets=[
            {**home, "minimum_service": 0.5},
            {**home, "market": "abroad", "domestic": False, "price_factor": 2.0},
        ],
        Demand=[
            {"market": "home", "case": "base", "quantity": 60.0},
            {"market": "abroad", "case": "base", "quantity": 70.0 if served else 100.0},
        ],
    )
    abroad, at_home = plan.value("served", "abroad", 2031), plan.value("served", "home", 2031)
    # 100 = abroad + home with home >= 30 * abroad / demand abroad: all 70 t, or 100 / 1.3 of 100 t
    assert (abroad, at_home) == pytest.approx((70, 30) if served else (100 / 1.3, 30 / 1.3))
    assert plan.value("serves", "home", 2031) == pytest.approx(1.0 if served else 1 / 1.3)
