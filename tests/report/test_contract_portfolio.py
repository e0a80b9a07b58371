"""What the page says about contracts and price support: volumes promised, prices, buyers, money of the state."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.documents.components import Folded, Group, Table
from roadmap_opt.insight.bank_case import bank_case
from roadmap_opt.messages import Text
from roadmap_opt.report.run import contracts
from roadmap_opt.report.run.contract_portfolio import portfolio_group
from roadmap_opt.runs.names import Names
from roadmap_opt.words import CONTRACTS as SAY
from tests.support.made_up_plan import run_of
from tests.support.rich_case import rich_plan
from tests.support.tiny_case import tiny_case, tiny_rows


def words_of(table: Table) -> list[list[str]]:
    """The cells of a table in English, with plain spaces."""
    return [
        [(cell.en if isinstance(cell, Text) else str(cell)).replace("\u00a0", " ") for cell in row.cells]
        for row in table.rows
    ]


def signed(folder: Path, **terms: Any) -> list[str]:
    """The row of a contract for 30 t, 24 of which are promised from 2028 on and delivered in full that year."""
    rows = tiny_rows("Contracts", promise={**terms})
    case, plan = tiny_case(Contracts=rows), rich_plan()[1]
    tables = {name: frame.head(0) for name, frame in plan.items()}
    tables["contracts_signed"] = frame_of(plan, "contracts_signed", ("promise", 2028, 24.0))
    tables["deliveries"] = frame_of(plan, "deliveries", ("promise", "town", 2028, 24.0))
    run = run_of(case, tables, folder)
    group = portfolio_group(run, Names(case), bank_case(run))
    (table,) = (part.parts[0] for part in group.parts if isinstance(part, Folded) and part.title == SAY.both("table"))
    assert isinstance(table, Table)
    (row,) = words_of(table)
    return row


def frame_of(plan: Any, table: str, *rows: tuple[Any, ...]) -> Any:
    frame = plan[table].head(0)
    return type(frame)(list(rows), columns=frame.columns)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"price_rule": "discount", "price_value": 0.05}, "market price less 5 %"),
        ({"price_rule": "ceiling", "price_value": None, "price_ceiling": 90.0}, "market price, at most 90 USD/kg"),
        (
            {"price_rule": "floor", "price_value": 80.0, "discount": 0.03},
            "market price less 3 %, at least 80 USD/kg",
        ),
        (
            {"price_rule": "collar", "price_value": 80.0, "price_ceiling": 90.0},
            "market price, between 80 and 90 USD/kg",
        ),
        (
            {"price_rule": "index", "price_value": 70.0, "index_commodity": "nd_oxide", "index_base": 60.0,
             "index_content": 0.4, "pass_through": 0.9},
            "70 USD/kg, with the price change of 0.36 t nd_oxide per t",
        ),
        (
            {"price_rule": "index", "price_value": 40.0, "index_commodity": "nd_oxide", "index_content": 0.4},
            "40 USD/kg, plus the price of 0.40 t nd_oxide per t",
        ),
    ],
)  # fmt: skip
def test_a_price_rule_in_words(tmp_path: Path, terms: dict[str, Any], said: str) -> None:
    assert said in signed(tmp_path, **terms)


def test_what_is_promised_and_when_it_is_signed(tmp_path: Path) -> None:
    row = signed(tmp_path, minimum_volume=10.0, nomination_years=2, counterparty_en="Vehicle maker")
    assert "24 t/yr" in row
    assert "2028 to 2032, signed in 2026" in row
    assert "Vehicle maker" in row
    assert float(row[-2]) == pytest.approx(1 / 3)  # 24 t in the first of three years of the horizon


def test_the_money_of_the_state_on_the_page(tmp_path: Path) -> None:
    case, tables = rich_plan()
    run = run_of(case, tables, tmp_path)
    section = contracts.section(run, Names(case), bank_case(run))
    (group,) = (part for part in section.parts if isinstance(part, Group) and part.title.en.startswith("Price support"))
    (table,) = (part for part in group.parts if isinstance(part, Table))
    shown = [cell for row in table.rows for cell in row.cells[1 : len(case.decision_years) + 1]]
    paid = math.fsum(float(cell) for cell in shown if isinstance(cell, float))
    lines = tables["cash_flow"]
    assert paid == pytest.approx(lines[lines["line"] == "price_support"]["nominal"].sum())
