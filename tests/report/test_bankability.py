"""What the page says about debt and the ceiling on contracts: never more than the plan's own cash can serve."""

from __future__ import annotations

import math
from pathlib import Path

from roadmap_opt.documents.components import Paragraph
from roadmap_opt.insight.bank_case import bank_case
from roadmap_opt.messages import Text
from roadmap_opt.report.run.bankability import bank_group
from roadmap_opt.runs.names import Names
from tests.support.made_up_plan import filled, run_of
from tests.support.tiny_case import tiny_case


def told(fixed_cost: float, folder: Path) -> str:
    """The words for 30 t sold under contract and 70 t spot, with a ceiling of half, at a yearly cost in MUSD."""
    last = max(tiny_case().decision_years)
    tables = filled(
        sales=[("home", "town", last, 70.0)],
        deliveries=[("promise", "town", last, 30.0)],
        offtake=[("magnets", last, 100.0, 30.0, 0.3, 0.5)],
        cash_flow=[
            ("spot_revenue", last, 7.0, 7.0), ("contract_revenue", last, 2.85, 2.85),
            ("fixed_cost", last, -fixed_cost, -fixed_cost),
        ],
        debt_cover=[(last, 2.85 + 0.6 * 7.0 - fixed_cost, 0.0, 0.0, math.nan, 1.2)],
    )  # fmt: skip
    results = run_of(tiny_case(), tables, folder)
    group = bank_group(results, Names(results.case), bank_case(results))
    said = [part.text for part in group.parts if isinstance(part, Paragraph)]
    return " ".join(text.en for text in said if isinstance(text, Text))


def test_the_ceiling_is_blamed_for_no_more_than_it_costs(tmp_path: Path) -> None:
    words = told(4.0, tmp_path).replace("\u00a0", " ")
    # 5.85 in all, 3.05 in the bank case, 0.4 * 5.0 of the rest above the ceiling; a cover of 1.2
    assert "this cash would serve 4.88 MUSD of debt a year" in words
    assert "the bank case would be 5.05 MUSD, enough for 1.67 MUSD more of debt service" in words


def test_a_ceiling_that_keeps_no_loan_away_is_not_said_to_cost_one(tmp_path: Path) -> None:
    words = told(9.5, tmp_path).replace("\u00a0", " ")
    # 0.35 in all, -2.45 in the bank case: still -0.45 without the ceiling
    assert "this cash would serve 0.29 MUSD of debt a year" in words
    assert "the bank case would be −0.45 MUSD: by itself, lifting the ceiling makes no loan possible" in words


def test_operation_at_a_loss_serves_no_debt_however_it_is_counted(tmp_path: Path) -> None:
    assert "operation leaves nothing to serve a debt with" in told(10.0, tmp_path)
