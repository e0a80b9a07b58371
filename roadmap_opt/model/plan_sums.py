"""Sums over a plan of which indicators are made: goods made, bought, sold, held, and what is contained in ore."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, total


class Sums:
    """Linear expressions in one year of the plan, weighted by content or by base-year price."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes) -> None:
        self.model, self.ix = model, ix

    def made(self, y: int, keep: Callable[[str, str], bool], weight: Callable[[str], float]) -> Expression:
        """Outputs of recipes: quantity times ``weight(commodity)`` where ``keep(recipe, commodity)``."""
        ix, model = self.ix, self.model
        return total(
            model.activity[s, r, y] * (quantity * weight(c))
            for s, r in ix.materials.recipe_sites
            for c, quantity in ix.materials.outputs[r].items()
            if weight(c) and keep(r, c)
        )

    def purchased(
        self, y: int, weight: Callable[[str], float], keep: Callable[[str], bool], foreign_only: bool = False
    ) -> Expression:
        """Purchases of the commodities kept, weighted; of all tranches or of those from abroad."""
        supplies = self.ix.rows.supplies
        return total(
            self.model.purchase[u, s, y] * weight(supplies[u].commodity)
            for u, s in self.ix.trade.purchase_routes
            if keep(supplies[u].commodity)
            and weight(supplies[u].commodity)
            and (supplies[u].foreign or not foreign_only)
        )

    def sales_value(self, y: int) -> Expression:
        """All external sales at base-year prices; nothing for what is only stored."""
        return total(
            self.model.served[d, y] * self.base_price(row.commodity) for d, row in self.ix.rows.markets.items()
        )

    def opening(self, y: int, weight: Callable[[str], float], keep: Callable[[str], bool]) -> Expression:
        """What is in store when the year begins, weighted: nothing before the first decision year."""
        if y == self.ix.first_year:
            return 0.0
        nodes = self.ix.materials.stock_nodes
        return total(self.model.stock[c, s, y - 1] * weight(c) for c, s in nodes if keep(c) and weight(c))

    def from_ore(self, y: int, weight: Callable[[str, str], float], keep: Callable[[str], bool]) -> Expression:
        """What the ore processed gives by the best recipe for it, weighted by ``weight(commodity, ore)``."""
        best = self.ix.materials.best_from_ore(weight)
        return total(
            self.model.consumed[c, s, y] * best[c] for c, s in self.ix.materials.nodes if best.get(c) and keep(c)
        )

    def stage(self, commodity: str) -> str:
        """Stage of a commodity."""
        return self.ix.rows.commodities[commodity].stage

    def base_price(self, commodity: str) -> float:
        """Base-year price of one unit, MUSD; nought without one."""
        return self.ix.prices.of_base_year(commodity)

    def finished(self, kind: str, y: int) -> Expression:
        """How many programmes of a kind are complete by the end of the year."""
        return total(self.model.finished[g, y] for g, row in self.ix.rows.programmes.items() if row.kind == kind)

    def collected(self, y: int, weight: Callable[[str], float]) -> Expression:
        """End-of-life goods collected, weighted."""
        ix = self.ix
        return total(
            self.model.collection[q, s, y] * weight(ix.rows.return_flows[q].commodity)
            for q, s in ix.trade.collection_routes
        )

    def concentrate_value(self, ore: str = "") -> float:
        """Base-year value of one t of REO in concentrate: the mean of the concentrates that have a price, of those made
        of an ore where it is named and some of them have one.
        """
        reo = self.ix.materials.reo

        def priced(commodities: Iterable[str]) -> list[float]:
            return [
                self.base_price(c) / reo[c]
                for c in commodities
                if self.stage(c) == "concentrate" and reo[c] and self.base_price(c)
            ]

        values = priced(self.ix.materials.concentrates.get(ore, ())) or priced(self.ix.rows.commodities)
        return sum(values) / len(values) if values else 0.0

    def oxides_value(self, commodity: str) -> float:
        """Base-year value of the oxides contained in one unit: each element at the price of the oxide richest in it."""
        prices = self.element_prices
        content = self.ix.materials.content
        return sum(content.get((commodity, e), 0.0) * price for e, price in prices.items())

    @cached_property
    def element_prices(self) -> dict[str, float]:
        """Base-year price of one t of each element's oxide, from the oxide in which its share is largest."""
        materials = self.ix.materials
        oxides = [c for c in self.ix.rows.commodities if self.stage(c) == "oxide" and materials.reo[c]]

        def share(c: str, e: str) -> float:
            return round(materials.content.get((c, e), 0.0) / materials.reo[c], 9)

        prices = {}
        for row in self.ix.case.elements:
            richest = max(oxides, key=lambda c: (share(c, row.element), c), default=None)
            if richest is not None and share(richest, row.element):
                prices[row.element] = self.base_price(richest) / materials.reo[richest]
        return prices

    def magnet_oxide_value(self) -> float:
        """Base-year value of one t of magnet oxide: the price of the oxide richest in magnet rare earths by tonnage."""
        oxides = [
            c for c in self.ix.rows.commodities if self.stage(c) == "oxide" and self.ix.materials.magnet_reo[c] > 0.5
        ]
        weights = {c: sum(self.ix.materials.outputs[r].get(c, 0.0) for r in self.ix.materials.outputs) for c in oxides}
        main = max(oxides, key=lambda c: weights[c], default=None)
        return self.base_price(main) if main else 0.0
