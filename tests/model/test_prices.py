"""Shadow prices: one more unit of a limit is worth what its price says, whatever else repeats the limit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from roadmap_opt.case.case import Case
from roadmap_opt.output.limits import LIMITS
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays, LinearForm, Vector
from roadmap_opt.solver.highs import Limits, PhaseEnd, Restriction, run
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.restrictions import each_limit_once
from tests.support.equations import EQUATIONS
from tests.support.random_cases import FEW, cases
from tests.support.tiers import few, some
from tests.support.tiny_case import tiny_case, tiny_rows
from tests.support.workshop import Plan, also, every_label_case, optimum, programme, target, workshop
from tests.support.workshop_cases import by_product, mining, mixed, returning

Change = Callable[[Case], Case]


def more(sheet: str, column: str, by: float = 1.0) -> Change:
    """One unit more (or less) of a number in every row of a sheet that has it, in every year."""

    def larger(value: Any) -> Any:
        return {y: v + by for y, v in value.items()} if hasattr(value, "items") else value + by

    def change(case: Case) -> Case:
        rows = getattr(case, sheet)
        changed = [r if getattr(r, column) is None else dataclasses.replace(r, **{column: larger(getattr(r, column))})
                   for r in ((rows,) if sheet == "settings" else rows)]  # fmt: skip
        result: dict[str, Any] = {sheet: changed[0] if sheet == "settings" else tuple(changed)}
        return dataclasses.replace(case, **result)

    return change


def worth(plan: Plan) -> float:
    """The objective of value, tie-breaks included, as the prices see it."""
    assert plan.solved.x is not None
    penalty = plan.ix.settings.shortfall_penalty
    value, shortfall = (plan.arrays.forms[name].value(plan.solved.x) for name in ("value", "shortfall"))
    return value - penalty * shortfall


def price(plan: Plan, label: str) -> float:
    """Sum of the prices of a limit over the years into which its number reaches."""
    later = label in ("capacity_limit", "delivery_most")  # in 2026 there is neither a line nor a contract yet
    prices = plan.prices
    return float(prices[[name == label and not (later and "2026" in index) for name, index in prices.index]].sum())


def sold(quantity: float) -> dict[str, Any]:
    return {"home": {"quantity": quantity}}


def promised(minimum: float, money: float) -> Case:
    """Forty tonnes a year under contract at a fixed price, signed by order, beside a spot price of 110."""
    promise = {"contract": "forty", "market": "home", "volume": 40.0, "length": 4, "first_delivery_from": 2027,
               "first_delivery_to": 2027, "minimum_delivery": minimum, "price_rule": "fixed",
               "price_value": money}  # fmt: skip
    pin = {"decision": "sign", "item": "forty", "sense": "=", "value": 1}
    return workshop(Contracts=[promise], Pins=[pin], Demand=sold(200.0))


def obliged() -> Case:
    """Thirty tonnes a year at home, which come first, and forty abroad: the switch of the duty to serve is on."""
    home = {**also("Markets")[0], "minimum_service": 0.5}
    abroad = {**home, "market": "abroad", "domestic": False, "minimum_service": None}
    demand = [{"market": name, "case": "base", "quantity": q} for name, q in (("home", 30.0), ("abroad", 40.0))]
    return workshop(Markets=[home, abroad], Demand=demand)


def licensed(gate: str) -> Case:
    """A line of 100 t that may run once a licence is in hand; demand is not what holds it back."""
    needs = {"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": gate}
    return workshop(
        Demand=sold(200.0), Programmes=[programme("licence", duration=0)],
        Requirements=[needs] if gate == "operation" else [],
        Recipes={"sintering": {"programme": "licence" if gate == "recipe" else None}},
    )  # fmt: skip


def forced() -> Case:
    """A hard target of 50 t a year from 2028 on, at a loss of 5 kUSD a tonne; what counts is the loss."""
    aim = target("magnets", "magnets", "sintered", 50.0, mode="hard")
    return workshop(Prices={"magnet": {"price": 5.0}}, Targets=[aim])


def one_year_loan() -> Case:
    """A loan that may be drawn in one year only: its total is the smaller of two limits on the same draw."""
    return mixed(cover=0.1, total_limit=2.0, yearly_limit=5.0, last_year=2026)


FOUR = 4 * 0.1
"""One tonne more of magnets in each of the four years of production, MUSD."""

KINDS: dict[str, tuple[Callable[[], Case], Change, str, float | None]] = {
    "demand": (lambda: workshop(Demand=sold(60.0)), more("demand", "quantity"), "market_limit", FOUR),
    "demand at home and abroad": (obliged, more("demand", "quantity"), "market_limit", 2 * FOUR),
    "feed": (
        lambda: workshop(Supplies={"feed": {"quantity": 60.0}}), more("supplies", "quantity"), "supply_limit", FOUR,
    ),
    "capacity": (lambda: workshop(Demand=sold(200.0)), more("modules", "capacity"), "capacity_limit", FOUR),
    "capacity under licence": (lambda: licensed("operation"), more("modules", "capacity"), "capacity_limit", FOUR),
    "capacity of a licensed recipe": (lambda: licensed("recipe"), more("modules", "capacity"), "capacity_limit", FOUR),
    "a store": (lambda: by_product(storage_limit=50.0), more("commodities", "storage_limit"), "storage_limit", 0.2),
    "disposal": (by_product, more("commodities", "disposal_limit"), "disposal_limit", 4 * (0.2 - 0.004)),
    "water": (
        lambda: workshop(Sites={"town": {"water_limit": 40.0}}, Recipes={"sintering": {"water": 1000.0}}),
        more("sites", "water_limit"), "water_limit", 4 * (0.1 - 0.001),
    ),
    "ore": (mining, more("deposits", "unverified_allowance", 0.01), "reserve_limit", 0.11),
    "a mining rate": (
        lambda: dataclasses.replace(
            mining(), deposits=tuple(dataclasses.replace(d, maximum_rate=0.5) for d in mining().deposits)
        ),
        more("deposits", "maximum_rate", 0.01), "mining_rate", 4 * 0.11,
    ),
    "scrap": (returning, more("return_flows", "exogenous"), "collection_limit", 4 * 0.5 * 0.01),
    "the most of a contract": (lambda: promised(0.5, 210.0), more("contracts", "volume"), "delivery_most", FOUR),
    "the least of a contract": (
        lambda: promised(0.5, 50.0), more("contracts", "minimum_delivery", -1 / 40), "delivery_least", 4 * 0.06,
    ),
    "a loan in a year": (
        lambda: mixed(cover=0.1, yearly_limit=3.0), more("funding", "yearly_limit"), "yearly_limit", None,
    ),
    "a loan in all": (
        lambda: mixed(cover=0.1, total_limit=2.0), more("funding", "total_limit"), "total_limit", None,
    ),
    "a loan in all, below what a year allows": (one_year_loan, more("funding", "total_limit"), "total_limit", None),
    "the floor of cash": (
        lambda: mixed({"cash_floor": 2.0, "opening_cash": 3.0}),
        more("settings", "cash_floor", -1.0), "cash_floor", None,
    ),
    "the floor under a reserve account": (
        lambda: mixed({"reserve_months": 6.0, "cash_floor": 1.0, "opening_cash": 3.0}),
        more("settings", "cash_floor", -0.1), "cash_floor", None,
    ),
    "a hard target": (forced, more("targets", "value", -1.0), "target_level", 3 * 0.005),
}  # fmt: skip
"""Kind of limit: a case in which it binds, one unit more of its number, its row, the gain where worked out by hand."""

UNITS = {"scrap": 0.5, "ore": 0.01, "a mining rate": 0.01, "the floor under a reserve account": 0.1}
"""Size of the step, where a whole unit is more than the case has room for."""


@pytest.mark.parametrize("kind", some(3, KINDS))
def test_one_unit_more_is_worth_its_price(kind: str) -> None:
    make, change, label, by_hand = KINDS[kind]
    case, step = make(), UNITS.get(kind, 1.0)
    plan, looser = optimum(case), optimum(change(case))
    gain = worth(looser) - worth(plan)
    assert gain > 1e-6
    if by_hand is not None:
        assert gain == pytest.approx(by_hand, rel=1e-3)
    assert step * price(plan, label) == pytest.approx(gain, rel=1e-3)


def test_a_market_whose_limit_is_also_a_bound_has_its_price() -> None:
    case = tiny_case(Contracts=[], Markets=tiny_rows("Markets", home={"price_factor": 2.0}))
    plan, looser = optimum(case), optimum(more("demand", "quantity")(case))
    assert looser.npv - plan.npv == pytest.approx(0.443, abs=5e-4)
    assert price(plan, "market_limit") == pytest.approx(looser.npv - plan.npv, rel=1e-3)


def test_a_limit_that_is_reached_and_worth_nothing_says_so() -> None:
    # Line and demand end at the same 100 t, so that more of both is worth 0.1 a tonne and year. One of them carries
    # the price, and the other stands in the table with the price that is left. Half a market has no row.
    plan = optimum(workshop())
    reached = {name for name in plan.prices.index if name[0] in ("market_limit", "capacity_limit")}
    assert {("market_limit", f"home | {y}") for y in range(2027, 2031)} < reached
    assert {("capacity_limit", f"town | magnet_line | {y}") for y in range(2027, 2031)} < reached
    both = price(plan, "market_limit") + price(plan, "capacity_limit")
    assert both == pytest.approx(FOUR, rel=1e-3)
    half = optimum(workshop(Demand=sold(200.0)))
    assert not [name for name in half.prices.index if name[0] == "market_limit"]


def test_every_limit_is_a_constraint_of_the_formulation() -> None:
    assert set(LIMITS) <= set(EQUATIONS)


STEP = 1e-4


def _form(plan: Plan) -> LinearForm:
    value, shortfall = (plan.arrays.forms[name] for name in ("value", "shortfall"))
    price = plan.ix.settings.shortfall_penalty
    return LinearForm(value.coefficients - price * shortfall.coefficients, value.constant - price * shortfall.constant)


def _solved(arrays: Arrays, form: LinearForm, decided: Restriction) -> PhaseEnd:
    limits = Limits(0.0, 0.0, 60.0, 1, 0, None)
    found = run("prices", arrays, form, True, limits, QuietProgress(), None, (), decided)
    assert found.phase.status is Status.OPTIMAL
    return found


def _relaxed(arrays: Arrays, row: int, step: float) -> Arrays:
    lower, upper = arrays.row_lower.copy(), arrays.row_upper.copy()
    if np.isfinite(upper[row]):
        upper[row] += step
    else:
        lower[row] -= step
    return dataclasses.replace(arrays, row_lower=lower, row_upper=upper)


def _best(arrays: Arrays, form: LinearForm, decided: Restriction) -> float | None:
    limits = Limits(0.0, 0.0, 60.0, 1, 0, None)
    return run("step", arrays, form, True, limits, QuietProgress(), None, (), decided).phase.objective


def _limits_of(plan: Plan) -> tuple[Arrays, Restriction, Vector]:
    assert plan.solved.x is not None
    return (*each_limit_once(plan.arrays, plan.solved.x), plan.solved.x)


def _prices_lie_between_one_step_more_and_one_step_less(plan: Plan, sample: slice) -> None:
    arrays, decided, _ = _limits_of(plan)
    form = _form(plan)
    here = _solved(arrays, form, decided).phase.objective
    assert here is not None
    rows = {(name, " | ".join(map(str, index)) if isinstance(index, tuple) else str(index)): row
            for row, (name, index) in enumerate(plan.arrays.row_labels)}  # fmt: skip
    priced = [(key, value) for key, value in plan.prices.items() if key[0] in LIMITS][sample]
    assert priced
    for key, value in priced:
        after = _best(_relaxed(arrays, rows[key], STEP), form, decided)
        before = _best(_relaxed(arrays, rows[key], -STEP), form, decided)
        assert after is not None, key
        near = 1e-4 + 1e-3 * abs(value)
        assert value >= (after - here) / STEP - near, key
        if before is not None:
            assert value <= (here - before) / STEP + near, key


@pytest.mark.slow
def test_prices_of_a_case_with_every_rule() -> None:
    plan = optimum(every_label_case())
    _prices_lie_between_one_step_more_and_one_step_less(plan, slice(None))


@pytest.mark.slow
@settings(FEW, max_examples=few(6))
@given(case=cases())
def test_prices_of_random_cases(case: Case) -> None:
    plan = optimum(case)
    if any(name in LIMITS for name, _ in plan.prices.index):
        _prices_lie_between_one_step_more_and_one_step_less(plan, slice(None, None, 5))


@pytest.mark.slow
@settings(FEW, max_examples=few(12))
@given(case=cases())
def test_what_is_left_out_for_the_prices_changes_no_plan(case: Case) -> None:
    plan = optimum(case)
    arrays, decided, x = _limits_of(plan)
    with_all = Restriction(
        np.where(plan.arrays.integer, np.round(x), plan.arrays.lower),
        np.where(plan.arrays.integer, np.round(x), plan.arrays.upper),
        np.zeros_like(plan.arrays.integer),
    )
    form = _form(plan)
    bounded = _solved(plan.arrays, form, with_all).phase.objective
    assert _solved(arrays, form, decided).phase.objective == pytest.approx(bounded, rel=1e-7, abs=1e-6)


def test_what_is_not_there_has_no_price() -> None:
    """A second bank, dearer and mobilised for nothing: its yearly limit is a number of which more is worth nothing."""
    case = mixed(cover=0.1, yearly_limit=3.0)
    bank, pays = case.funding[1], case.eligibility[1]
    dear, may = dataclasses.replace(bank, source_name="dear", rate=0.5), dataclasses.replace(pays, source_name="dear")
    plan = optimum(dataclasses.replace(case, funding=(*case.funding, dear), eligibility=(*case.eligibility, may)))
    assert plan.value("mobilised", "bank", 2026) == 1
    assert [index for name, index in plan.prices.index if name == "yearly_limit" and index.startswith("dear")] == []
    assert any(index.startswith("bank") for name, index in plan.prices.index if name == "yearly_limit")
