"""How the totals of money meet: from the price of the modules to the funds raised, step by step. MUSD.

The first sums are of the workbook's own prices, the last one of what sources paid; each step in between is read from
the table that knows it, so that the two ends meet only if the tables do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.insight.sources_and_uses import sources_and_uses
from roadmap_opt.runs.run import Run, by_year, records

STEPS = (
    "modules", "owner_cost", "after_horizon", "invested_real", "inflation", "invested", "programmes", "spent",
    "working_capital", "running", "debt", "charges", "cash", "raised",
)  # fmt: skip
"""Every step and sum, from above to below."""

SUMS = ("invested_real", "invested", "spent", "raised")
"""The steps that are sums of what stands above them."""


@dataclass(frozen=True, slots=True)
class MoneyTotals:
    """Amounts by step of :data:`STEPS`; ``difference`` is what the last sum and the steps above it differ by."""

    amounts: Mapping[str, float]
    difference: float


def money_totals(run: Run) -> MoneyTotals:
    """The steps of a run with a plan."""
    modules = {row.module: row for row in run.case.modules}
    begun = [(int(row.count), modules[row.module]) for row in records(run.tables["builds"])]
    priced = math.fsum(count * module.capex for count, module in begun)
    owner = math.fsum(count * run.ix.plants.capex(module) for count, module in begun) - priced
    real = -_total(run, "capex", "real")
    nominal = -_total(run, "capex", "nominal")
    programmes = -_total(run, "programme_cost", "nominal")
    money = sources_and_uses(run)

    def used(*items: str) -> float:
        return math.fsum(amount for item in items for amount in money.uses[item].values())

    def brought(*items: str) -> float:
        return math.fsum(amount for item in items for amount in money.sources[item].values())

    amounts = {
        "modules": priced,
        "owner_cost": owner,
        "after_horizon": real - priced - owner,
        "invested_real": real,
        "inflation": nominal - real,
        "invested": nominal,
        "programmes": programmes,
        "spent": nominal + programmes,
        "working_capital": used("working_capital") - brought("working_capital_released"),
        "running": used("operating_deficit") - brought("operating_surplus"),
        "debt": used("interest_and_fees", "repayment"),
        "charges": used("tax", "dividends"),
        "cash": used("cash_added") - brought("cash_used"),
        "raised": math.fsum(amount for years in money.drawn.values() for amount in years.values()),
    }
    above = amounts["spent"] + math.fsum(
        amounts[step] for step in ("working_capital", "running", "debt", "charges", "cash")
    )
    return MoneyTotals(amounts, amounts["raised"] - above)


def _total(run: Run, line: str, column: str) -> float:
    return math.fsum(by_year(run.tables["cash_flow"], ("line",), column).get((line,), {}).values())
