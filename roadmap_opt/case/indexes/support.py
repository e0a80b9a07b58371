"""Price support: which sales the state stands in for, at what difference, and the most that can be paid either way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.bounds import bound, filled, once
from roadmap_opt.case.indexes.goods_bounds import GoodsBounds
from roadmap_opt.case.indexes.lending import DECKS, Lending
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.indexes.trade import Trade
from roadmap_opt.case.sheets.market import OWN_FLOOR


@dataclass(eq=False, repr=False)
class Support:
    """Price floors and contracts for difference that are switched on."""

    rows: Rows
    prices: Prices
    trade: Trade
    goods: GoodsBounds
    lending: Lending

    @cached_property
    def switched_on(self) -> tuple[str, ...]:
        """Supports for which the state sets money aside."""
        return tuple(name for name, row in self.rows.supports.items() if row.yearly_limit > 0)

    def markets(self, support: str) -> tuple[str, ...]:
        """Markets whose sales are supported."""
        row = self.rows.supports[support]
        return tuple(
            d for d, market in self.rows.markets.items()
            if market.commodity == row.commodity and row.market in (None, d)
        )  # fmt: skip

    @cached_property
    def supported_contracts(self) -> dict[str, tuple[str, ...]]:
        """Contracts by market whose price follows the market down; the others have a floor of their own."""
        contracts = self.rows.contracts.items()
        return {
            d: tuple(k for k, row in contracts if row.market == d and row.price_rule not in OWN_FLOOR)
            for d in self.rows.markets
        }

    @cached_property
    def due(self) -> dict[tuple[str, str, int], float]:
        """Difference by support, market and year, wherever something is paid, one way or the other, or would be at a
        deck of the lenders: a floor that no sale needs at the prices of the case is what they count on below them.
        """
        found: dict[tuple[str, str, int], float] = {}
        for u in self.switched_on:
            row = self.rows.supports[u]
            first, last = row.first_year or self.rows.first_year, row.last_year or self.rows.last_year
            for y in (y for y in self.rows.years if first <= y <= last):
                won = (d for d in self.markets(u) if self.trade.addressable[d, y] > 0)
                gaps = ((d, self.trade.support_gap(u, d, y)) for d in won)
                found |= {(u, d, y): gap for d, gap in gaps if gap or self._counts_below(u, d, y)}
        return found

    def _counts_below(self, support: str, market: str, year: int) -> bool:
        return any(self.lending.support_gap(deck, support, market, year) for deck in DECKS)

    @cached_property
    def not_paid(self) -> tuple[tuple[str, str, int], ...]:
        """``(support, market, year)`` in which the state pays nothing at the prices of the case."""
        return tuple(key for key, gap in self.due.items() if gap <= 0)

    @cached_property
    def paid_years(self) -> tuple[tuple[str, int], ...]:
        """``(support, year)`` in which the state pays on some market."""
        return tuple(dict.fromkeys((u, y) for (u, _, y), gap in self.due.items() if gap > 0))

    @cached_property
    def paid_back(self) -> tuple[tuple[str, str, int], ...]:
        """``(support, market, year)`` in which the producer pays back."""
        return tuple(key for key, gap in self.due.items() if gap < 0)

    @bound
    def covered_sales_bound(self, support: str, market: str, year: int) -> float:
        """Most sales that a support covers: its share of the addressable demand (``market_limit``), and of all that
        there is to sell of the product.
        """
        row = self.rows.supports[support]
        return row.covered_share * min(self.trade.addressable[market, year], self.goods.most_sold(row.commodity, year))

    @once
    def most_received(self, year: int) -> float:
        """Most that the state pays in a year, nominal: all covered sales at their difference, each support within its
        limit (``support_limit``).
        """
        paid = 0.0
        for u in self.switched_on:
            gaps = ((d, gap) for (v, d, y), gap in self.due.items() if (v, y) == (u, year) and gap > 0)
            whole = sum(gap * self.covered_sales_bound(u, d, year) for d, gap in gaps)
            paid += min(self.rows.supports[u].yearly_limit, whole)
        return self.prices.level(year) * paid

    @once
    def most_paid_back(self, year: int) -> float:
        """Most that the producer pays back in a year, nominal: all covered sales at their difference. Markets of a
        product share what there is to sell of it, the dearest first.
        """
        back = 0.0
        for u in self.switched_on:
            pieces = [
                (-self.due[v, d, y], self.covered_sales_bound(v, d, y))
                for v, d, y in self.paid_back
                if (v, y) == (u, year)
            ]
            row = self.rows.supports[u]
            back += filled(pieces, row.covered_share * self.goods.most_sold(row.commodity, year))
        return self.prices.level(year) * back
