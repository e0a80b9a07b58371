"""A plan small enough to work out on paper, and what the audit makes of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.indicators import Indicators
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.present_values import objective_items
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.shape import clean_rows
from roadmap_opt.auditor.targets import standings
from roadmap_opt.auditor.violation import Findings
from roadmap_opt.runs.run import empty_tables
from tests.support.tampered_tables import Tables
from tests.support.tiny_case import tiny_case, tiny_rows
from tests.support.workshop import workshop

DECISIONS: dict[str, list[dict[str, Any]]] = {
    "programme_starts": [{"programme": "verification", "year": 2026}],
    "builds": [{"site": "hill", "plant": "mine", "module": "mine_m", "year": 2027, "count": 1}],
    "activity": [{"site": "hill", "recipe": "mining", "year": 2028, "activity": 10.0}],
    "extraction": [{"deposit": "hill_ore", "year": 2028, "quantity": 10.0}],
    "sources_mobilised": [{"source_name": "owner", "year": 2026}, {"source_name": "bank", "year": 2027}],
    "lending": [{"source_name": "bank", "perimeter": "all", "completion": 2028, "year": 2027, "amount": 3.0}],
    "funding": [
        {"source_name": "owner", "category": "programmes", "year": 2026, "amount": 1.0},
        {"source_name": "bank", "category": "mining", "year": 2027, "amount": 3.0},
    ],
}
"""One million for verification, five for a mine (three of it borrowed), and ten kilotonnes of ore in 2028."""


@pytest.fixture(name="books")
def _books() -> tuple[Facts, Plan, Production, Money]:
    facts, findings = Facts(tiny_case()), Findings()
    tables = empty_tables()
    for name, rows in DECISIONS.items():
        tables[name] = tables[name].from_records(rows)
    rows = clean_rows(facts, tables, findings)
    assert rows is not None
    assert findings.violations == []
    plan = Plan(facts, rows, findings)
    production = Production(facts, plan)
    return facts, plan, production, Money(facts, plan, production)


def test_the_mine(books: tuple[Facts, Plan, Production, Money]) -> None:
    _, _, production, money = books
    assert production.available("hill", "mine", 2027).value == 0.0
    assert production.available("hill", "mine", 2028).value == 20.0
    assert production.flow["made"]["concentrate", "hill", 2028].value == 200.0
    assert money.line["capex", 2027].value == -5.0
    assert [money.line["fixed_cost", year].value for year in (2027, 2028, 2030)] == [0.0, -0.1, -0.1]
    assert money.line["variable_cost", 2028].value == pytest.approx(-0.2)
    assert money.line["energy_cost", 2028].value == pytest.approx(-(10 * 100 + 10 * 1) / 1e6)


def test_the_loan(books: tuple[Facts, Plan, Production, Money]) -> None:
    _, _, _, money = books
    years, debts = range(2028, 2031), money.debts
    assert money.fee["bank", 2027].value == pytest.approx(0.03)
    # half a year at 5 % on 3 is added in 2027; then two instalments
    assert debts.added["bank", 2027].value == pytest.approx(0.075)
    assert debts.debt["bank", "all", 2028].value == pytest.approx(3.075)
    interest = [debts.interest["bank", "all", year].value for year in years]
    assert interest == pytest.approx([0.15375, 0.15375, 0.076875])
    assert [debts.repaid["bank", "all", year].value for year in years] == pytest.approx([0, 1.5375, 1.5375])
    assert [debts.balance["bank", year].value for year in years] == pytest.approx([3.075, 1.5375, 0])


def test_what_the_bank_sees(books: tuple[Facts, Plan, Production, Money]) -> None:
    # 200 t of concentrate at 3 kUSD would be worth 0.6, but nobody buys or stores them in this table: the node does not
    # balance, and the view credits what is made.
    _, _, _, money = books
    assert money.bank.cash["base", "all", 2028].value == pytest.approx(0.6 - 0.2 - 0.00101 - 0.1)
    assert money.bank.cash["low", "all", 2029].value == pytest.approx(-0.1)


def test_the_tax_base(books: tuple[Facts, Plan, Production, Money]) -> None:
    _, _, _, money = books
    assert money.depreciation[2028].value == pytest.approx(1.0 + 0.015)
    assert money.income[2028].value == pytest.approx(-0.2 - 0.00101 - 0.1 - 1.015 - 0.15375)
    assert money.new_loss[2028].value == pytest.approx(-money.income[2028].value)


def test_net_present_values(books: tuple[Facts, Plan, Production, Money]) -> None:
    facts, plan, production, money = books
    rows = standings(facts, Indicators(facts, plan, production, money))
    items = {name: item.value for name, item in objective_items(facts, money, rows).items()}
    running = 0.30101 / 1.05**3 + 0.1 / 1.05**4 + 0.1 / 1.05**5
    assert items["project: programmes"] == pytest.approx(-1 / 1.05)
    assert items["project: capex"] == pytest.approx(-5 / 1.05**2)
    assert items["npv_project"] == pytest.approx(-1 / 1.05 - 5 / 1.05**2 - running)
    assert items["npv_owner"] == pytest.approx(-1 / 1.1)
    left = 5 * (1 - 3 / 20) * 0.5
    assert items["npv_project_with_book"] - items["npv_project"] == pytest.approx(left / 1.05**5)
    paid = 0.03 / 1.05**2 + 0.15375 / 1.05**3 + 0.15375 / 1.05**4 + 0.076875 / 1.05**5
    assert items["cost"] == pytest.approx(1 / 1.05 + 5 / 1.05**2 + running + paid)
    assert items["weighted_shortfall"] == pytest.approx(1.0)


def derived_facts(**changes: Any) -> Facts:
    """A magnet at half of the oxide's 70 and a premium of 65: 100 as ever; concentrate at a twentieth of the magnet."""
    given: dict[str, Any] = {
        "Prices": [row for row in tiny_rows("Prices") if row["commodity"] in ("la_oxide", "nd_oxide")],
        "PriceFormulas": [
            {"commodity": "concentrate", "driver": "magnet", "quantity": 0.05},
            {"commodity": "magnet", "driver": "nd_oxide", "quantity": 0.5},
        ],
        "Premiums": [{"commodity": "magnet", "price_case": "base", "premium": 65.0}],
    }
    return Facts(tiny_case(**given | changes))


def test_prices_that_follow_from_others() -> None:
    facts = derived_facts()
    assert facts.price("magnet", 2028) == pytest.approx(0.100)
    assert facts.price("concentrate", 2028) == pytest.approx(0.005)
    assert facts.market_price("home", 2028) == pytest.approx(0.100)
    assert facts.price("ore", 2028) == 0.0
    both_ways = [{"commodity": a, "driver": b, "quantity": 1.0} for a, b in (("magnet", "mixed"), ("mixed", "magnet"))]
    assert derived_facts(PriceFormulas=both_ways).price("magnet", 2028) == 0.0


def made(*amounts: float) -> Tables:
    """Decisions of the workshop: its line, begun in 2026, and what it makes from 2027 on."""
    tables = dict(empty_tables())
    tables["builds"] = pd.DataFrame(
        [{"site": "town", "plant": "magnet_line", "module": "magnet_line_m", "year": 2026, "count": 1}]
    )
    tables["activity"] = pd.DataFrame(
        [{"site": "town", "recipe": "sintering", "year": 2027 + k, "activity": a} for k, a in enumerate(amounts) if a]
    )
    return tables


@pytest.mark.parametrize(
    ("amounts", "too_much"),
    [
        ((40.0, 70.0, 100.0, 100.0), []),
        ((40.0, 71.0, 100.0, 100.0), [2028]),
        ((0.0, 0.0, 30.0, 60.0), []),
        ((0.0, 0.0, 40.0, 60.0), [2029]),  # within the fastest ramp-up, and not learnt
        ((20.0, 55.0, 0.0, 31.0), [2028, 2030]),
    ],
)
def test_use_is_learnt_from_the_year_before(amounts: tuple[float, ...], too_much: list[int]) -> None:
    # Forty tonnes of a hundred in the first year, thirty more from one year to the next.
    case = workshop(Plants={"magnet_line": {"first_year_share": 0.4, "learning_step": 0.3}})
    found = [violation.where for violation in audit(case, made(*amounts)) if violation.rule == "learning"]
    assert sorted(found) == [f"town | magnet_line | {year}" for year in too_much]


@pytest.mark.parametrize(
    ("amounts", "cold"), [((100.0, 50.0, 25.0, 25.0), []), ((100.0, 49.0, 0.0, 100.0), [2028, 2029])]
)
def test_what_cannot_be_held_stable_is_stood_down(amounts: tuple[float, ...], cold: list[int]) -> None:
    # At least half load: a hundred tonnes go on running at fifty, and not at forty-nine. Nothing is stood down.
    case = workshop(Plants={"magnet_line": {"least_stable_load": 0.5, "restart_cost": 20.0}})
    found = [violation.where for violation in audit(case, made(*amounts)) if violation.rule == "stood_down_least"]
    assert sorted(found) == [f"town | magnet_line | {year}" for year in cold]
