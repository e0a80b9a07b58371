"""Figures of a plan that answers tell besides its net present value."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.runs.run import records

FIGURES = ("peak_funding", "net_cost_to_state", "trade_balance", "public_guarantees")
"""Figures of a plan that a question tells besides its net present value.

peak_funding       most money raised in a year (equity, grants, loans), MUSD nominal
net_cost_to_state  to the last decision year, MUSD nominal
trade_balance      sales abroad less feed bought abroad, to the last decision year, MUSD of the base year
public_guarantees  most debt under the Treasury's guarantee, MUSD nominal
"""


def figures_of(ix: Indexes, tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """The figures of a plan from its result tables."""
    funding, fiscal = tables["funding"], tables["fiscal"]
    raised = funding.groupby("year")["amount"].sum()
    return {
        "peak_funding": float(raised.max()) if len(raised) else 0.0,
        "net_cost_to_state": float(fiscal["net_cost"].sum()),
        "trade_balance": _trade_balance(ix, tables),
        "public_guarantees": float(fiscal["guarantees"].max()) if len(fiscal) else 0.0,
    }


def _trade_balance(ix: Indexes, tables: Mapping[str, pd.DataFrame]) -> float:
    markets, contracts, supplies = ix.rows.markets, ix.rows.contracts, ix.rows.supplies
    balance = 0.0
    for row in records(tables["sales"]):
        if not markets[row.market].domestic:
            balance += row.quantity * ix.trade.market_price(row.market, int(row.year))
    for row in records(tables["deliveries"]):
        contract = contracts[row.contract]
        if not markets[contract.market].domestic:
            balance += row.quantity * ix.trade.contract_price(contract, int(row.year))
    for row in records(tables["purchases"]):
        feed = supplies[row.supply]
        if feed.foreign:
            price = ix.trade.supply_price(feed.price_factor, feed.price_adder, feed.commodity, int(row.year))
            balance -= row.quantity * price
    return balance
