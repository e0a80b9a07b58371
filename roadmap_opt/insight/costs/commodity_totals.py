"""Goods of a plan as the cost of stages needs them: quantities and money by commodity and year, all sites together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.runs.run import records

Book = dict[tuple[str, int], float]
"""Units or constant MUSD by commodity and year; what is missing is zero."""


class CommodityTotals:
    """Books of a plan. ``activity[year][recipe]`` is the activity at all sites.

    ``supplied`` units bought, collected or mined; ``feed`` what they cost, delivered; ``stock`` closing stocks;
    ``held`` cost of holding them; ``moved`` freight between the plan's sites; ``disposal`` cost of disposal; ``sales``
    revenue less freight to the buyer.
    """

    def __init__(self, ix: Indexes, tables: Mapping[str, pd.DataFrame]) -> None:
        self.activity: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.supplied, self.feed, self.stock, self.held = _book(), _book(), _book(), _book()
        self.moved, self.disposal, self.sales = _book(), _book(), _book()
        self._ix, self._tables = ix, tables
        for row in records(tables["activity"]):
            self.activity[int(row.year)][row.recipe] += row.activity
        self._feeds()
        self._stays()
        for row in records(tables["sales"]):
            self._sold(row, row.market, ix.trade.market_price(row.market, row.year))
        for row in records(tables["deliveries"]):
            contract = ix.rows.contracts[row.contract]
            self._sold(row, contract.market, ix.trade.contract_price(contract, row.year))

    def _feeds(self) -> None:
        ix, tables = self._ix, self._tables
        for row in records(tables["extraction"]):
            self.supplied[ix.rows.deposits[row.deposit].commodity, int(row.year)] += row.quantity
        for row in records(tables["purchases"]):
            self._bought(row, ix.rows.supplies[row.supply])
        for row in records(tables["collected"]):
            self._bought(row, ix.rows.return_flows[row.flow])

    def _bought(self, row: Any, offer: Any) -> None:
        ix, key = self._ix, (offer.commodity, int(row.year))
        price = ix.trade.supply_price(offer.price_factor, offer.price_adder, offer.commodity, row.year)
        self.supplied[key] += row.quantity
        self.feed[key] += row.quantity * (price + ix.trade.freight(offer.commodity, offer.site, row.site))

    def _stays(self) -> None:
        ix, tables = self._ix, self._tables
        for row in records(tables["shipments"]):
            freight = ix.trade.freight(row.commodity, row.origin, row.destination)
            self.moved[row.commodity, int(row.year)] += row.quantity * freight
        for row in records(tables["stocks"]):
            key = (row.commodity, int(row.year))
            self.stock[key] += row.quantity
            self.held[key] += row.quantity * ix.rows.commodities[row.commodity].storage_cost / THOUSAND
        for row in records(tables["disposal"]):
            cost = ix.rows.commodities[row.commodity].disposal_cost or 0.0
            self.disposal[row.commodity, int(row.year)] += row.quantity * cost / THOUSAND

    def _sold(self, row: Any, market: str, price: float) -> None:
        buyer = self._ix.rows.markets[market]
        net = price - self._ix.trade.freight(buyer.commodity, row.site, buyer.site)
        self.sales[buyer.commodity, int(row.year)] += row.quantity * net


def _book() -> Book:
    return defaultdict(float)
