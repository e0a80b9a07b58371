"""Goods of a plan as the cost of stages needs them: quantities and money by commodity and year, all sites together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from roadmap_opt.solution.run import records
from roadmap_opt.solution.verify.facts import KILO, Facts

Book = dict[tuple[str, int], float]
"""Units or constant MUSD by commodity and year; what is missing is zero."""


class Goods:
    """Books of a plan. ``activity[year][recipe]`` is the activity at all sites.

    ``supplied`` units bought, collected or mined; ``feed`` what they cost, delivered; ``stock`` closing stocks;
    ``held`` cost of holding them; ``moved`` freight between the plan's sites; ``disposal`` cost of disposal; ``sales``
    revenue less freight to the buyer.
    """

    def __init__(self, facts: Facts, tables: Mapping[str, pd.DataFrame]) -> None:
        self.activity: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.supplied, self.feed, self.stock, self.held = _book(), _book(), _book(), _book()
        self.moved, self.disposal, self.sales = _book(), _book(), _book()
        self._facts, self._tables = facts, tables
        for row in records(tables["activity"]):
            self.activity[int(row.year)][row.recipe] += row.activity
        self._feeds()
        self._stays()
        for row in records(tables["sales"]):
            self._sold(row, row.market, facts.market_price(row.market, row.year))
        for row in records(tables["deliveries"]):
            self._sold(row, facts.contracts[row.contract].market, facts.contract_price(row.contract, row.year))

    def _feeds(self) -> None:
        facts, tables = self._facts, self._tables
        for row in records(tables["extraction"]):
            self.supplied[facts.deposits[row.deposit].commodity, int(row.year)] += row.quantity
        for row in records(tables["purchases"]):
            self._bought(row, facts.supplies[row.supply])
        for row in records(tables["collected"]):
            self._bought(row, facts.flows[row.flow])

    def _bought(self, row: Any, offer: Any) -> None:
        facts, key = self._facts, (offer.commodity, int(row.year))
        price = facts.feed_price(offer.commodity, offer.price_factor, offer.price_adder, row.year)
        self.supplied[key] += row.quantity
        self.feed[key] += row.quantity * (price + facts.freight(offer.commodity, offer.site, row.site))

    def _stays(self) -> None:
        facts, tables = self._facts, self._tables
        for row in records(tables["shipments"]):
            freight = facts.freight(row.commodity, row.origin, row.destination)
            self.moved[row.commodity, int(row.year)] += row.quantity * freight
        for row in records(tables["stocks"]):
            key = (row.commodity, int(row.year))
            self.stock[key] += row.quantity
            self.held[key] += row.quantity * facts.commodities[row.commodity].storage_cost / KILO
        for row in records(tables["disposal"]):
            cost = facts.commodities[row.commodity].disposal_cost or 0.0
            self.disposal[row.commodity, int(row.year)] += row.quantity * cost / KILO

    def _sold(self, row: Any, market: str, price: float) -> None:
        buyer = self._facts.markets[market]
        net = price - self._facts.freight(buyer.commodity, row.site, buyer.site)
        self.sales[buyer.commodity, int(row.year)] += row.quantity * net


def _book() -> Book:
    return defaultdict(float)
