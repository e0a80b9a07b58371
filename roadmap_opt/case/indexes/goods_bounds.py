"""Bounds of goods: the most that can be made, sold, bought and paid for in a year. See :mod:`bounds` for the rules."""

from __future__ import annotations

from collections.abc import Callable

from roadmap_opt.case.indexes.base import THOUSAND
from roadmap_opt.case.indexes.bounds import bound, filled, once
from roadmap_opt.case.indexes.trade import TradeIndexes
from roadmap_opt.case.sheets.investment import Module


class GoodsBounds(TradeIndexes):
    """Bounds in units of goods and capacity, and the revenue and the operating cost that follow from them."""

    def dearest(self, site: str, plant: str, value: Callable[[Module, int], float]) -> float:
        """Largest sum of ``value(module, start year)`` over all modules of a plant that can be started at a site.

        At most ``module_count_limit`` of each size and ``maximum_modules`` of all are ever started, each counts at the
        best of its start years, and no value is below zero.
        """
        space = {(row.site, row.plant): row.maximum_modules for row in self.case.plant_sites}
        values: list[float] = []
        for name in self.slots_of_plant.get((site, plant), ()):
            best = max(value(self.modules[name], start) for start in self.slots[site, name])
            values += [best] * self.module_count_limit[site, name]
        return sum(sorted(values, reverse=True)[: space.get((site, plant), 0)])

    @bound
    def capacity_bound(self, site: str, plant: str, year: int) -> float:
        """Most capacity available: what stands, and the modules that offer most, from their best start years."""
        built = self.dearest(site, plant, lambda m, start: m.capacity * self.availability(m, year - start))
        return self.existing_capacity(site, plant, year) + built

    @bound
    def rival_sales_bound(self, market: str, year: int) -> float:
        """Most that is sold of a market's product elsewhere: ``market_limit`` holds in each of the other markets."""
        commodity = self.markets[market].commodity
        rivals = (d for d, row in self.markets.items() if row.commodity == commodity and d != market)
        return sum(self.addressable[d, year] for d in rivals)

    @bound
    def end_of_life_bound(self, flow: str, year: int) -> float:
        """Most that comes back: the exogenous quantity, and scrap of earlier sales at the whole addressable demand."""
        sold = sum(self.addressable[d, v] * scrap for d, v, scrap in self.earlier_sales(flow, year))
        return self.return_flows[flow].exogenous[year] + sold

    @once
    def most_collected(self, flow: str, year: int) -> float:
        """Most scrap collected: the base share and all that programmes can add, of all that comes back."""
        share = self.return_flows[flow].collection_share
        return (share + sum(added for (q, _), added in self.added_collection.items() if q == flow)) * (
            self.end_of_life_bound(flow, year)
        )

    @once
    def most_made(self, commodity: str, year: int) -> float:
        """Most that all recipes make: every plant at its largest capacity, on the recipe that makes most of it."""
        amount = 0.0
        for site, plant in self.plant_sites:
            recipes = [row for row in self.case.recipes if row.plant == plant]
            best = max((self.outputs[row.recipe].get(commodity, 0.0) / row.load for row in recipes), default=0.0)
            amount += best * self.capacity_bound(site, plant, year) if best else 0.0
        return amount

    @once
    def most_mined(self, commodity: str, year: int) -> float:
        """Most ore of a commodity: the highest rate, and all that can ever be verified with the allowance."""
        amount = 0.0
        for row in self.case.deposits:
            if row.commodity == commodity:
                converted = sum(e.value for e in self.case.effects if e.effect == "reserve" and e.item == row.deposit)
                whole = row.unverified_allowance + THOUSAND * (row.verified_reserve + converted)
                amount += min(row.maximum_rate, whole)
        return amount

    @once
    def most_bought(self, commodity: str, year: int) -> float:
        """Most bought of a commodity: every tranche in full, wherever a site can use it."""
        tranches = dict.fromkeys(u for u, _ in self.purchase_routes if self.supplies[u].commodity == commodity)
        return sum(self.supplies[u].quantity[year] for u in tranches)

    @once
    def most_fresh(self, commodity: str, year: int) -> float:
        """Most that comes into being in a year, bought goods apart: made, mined and collected."""
        flows = dict.fromkeys(q for q, _ in self.collection_routes if self.return_flows[q].commodity == commodity)
        collected = sum(self.most_collected(q, year) for q in flows)
        return self.most_made(commodity, year) + self.most_mined(commodity, year) + collected

    @once
    def most_stock(self, commodity: str, year: int) -> float:
        """Most in stock at the end of a year: full stores, or everything that ever came in; empty before the first."""
        places = sum(1 for c, _ in self.stock_nodes if c == commodity)
        if not places or year < self.first_year:
            return 0.0
        came = sum(self.most_fresh(commodity, v) + self.most_bought(commodity, v) for v in self.years if v <= year)
        return min(places * self.commodities[commodity].storage_limit, came)

    @bound
    def shipment_bound(self, commodity: str, year: int) -> float:
        """Most shipped along one route: all that there is; only goods sent in a circle could be more."""
        return self.most_handled(commodity, year)

    @once
    def most_handled(self, commodity: str, year: int) -> float:
        """Most of a commodity that there is to ship, sell or throw away in a year: fresh, bought and from stock."""
        carried = self.most_stock(commodity, year - 1)
        return self.most_fresh(commodity, year) + self.most_bought(commodity, year) + carried

    @once
    def most_sold(self, commodity: str, year: int) -> float:
        """Most sold and delivered. Bought goods count only where they may be stocked: else no node buys more than it
        uses (``no_speculation``), so that over all nodes sales come out of what is fresh or in stock.
        """
        if self.settings.purchases_for_stock:
            return self.most_handled(commodity, year)
        return self.most_fresh(commodity, year) + self.most_stock(commodity, year - 1)

    @once
    def most_revenue(self, year: int, spot_counted: float = 1.0) -> float:
        """Most revenue, nominal, spot sales counted at a share.

        Per product, what can be sold goes first to the best price: a contract that can run in the year takes at most
        its volume and its market's addressable demand, spot sales at most the addressable demand (``market_limit``,
        ``delivery_most``), and together they take no more than all markets' demand or what there is to sell.
        """
        revenue = 0.0
        for commodity in dict.fromkeys(row.commodity for row in self.markets.values()):
            markets = [d for d, row in self.markets.items() if row.commodity == commodity]
            pieces = [(self.market_price(d, year) * spot_counted, self.addressable[d, year]) for d in markets]
            pieces += [
                (self.contract_price(row, year), min(row.volume, self.addressable[row.market, year]))
                for row in self.case.contracts
                if row.market in markets and self.contracts_running(row.contract, year)
            ]
            demand = sum(self.addressable[d, year] for d in markets)
            revenue += filled(pieces, min(demand, self.most_sold(commodity, year)))
        return self.price_level(year) * revenue

    @once
    def most_operating_cost(self, year: int) -> float:
        """Most that operations can cost, nominal: the sum of every cost line at its largest."""
        cost = self._most_processing(year) + self._most_fixed(year) + self._most_feed(year) + self._most_freight(year)
        for commodity, row in self.commodities.items():
            places = sum(1 for c, _ in self.disposal_nodes if c == commodity)
            if places and row.disposal_cost:
                thrown = min(places * row.disposal_limit, self.most_handled(commodity, year))
                cost += row.disposal_cost / THOUSAND * thrown
            cost += row.storage_cost / THOUSAND * self.most_stock(commodity, year)
        return self.price_level(year) * cost

    def _most_processing(self, year: int) -> float:
        cost = 0.0
        for site, plant in self.plant_sites:
            recipes = [row for row in self.case.recipes if row.plant == plant]
            dearest = max((sum(self.activity_costs(r.recipe, year).values()) / r.load for r in recipes), default=0.0)
            cost += self.capacity_bound(site, plant, year) * dearest
        return cost

    def _most_fixed(self, year: int) -> float:
        def upkeep(module: Module, start: int) -> float:
            return self.capex(module) * module.fixed_cost_share * self.operation(module, year - start)

        return self.existing_fixed_cost(year) + sum(self.dearest(s, p, upkeep) for s, p in self.slots_of_plant)

    def _most_feed(self, year: int) -> float:
        """Price and freight of all feed, each tranche and flow along its dearest route."""
        cost = 0.0
        for u in dict.fromkeys(u for u, _ in self.purchase_routes):
            row = self.supplies[u]
            freight = max(self.freight(row.commodity, row.site, s) for name, s in self.purchase_routes if name == u)
            price = self.supply_price(row.price_factor, row.price_adder, row.commodity, year)
            cost += row.quantity[year] * (price + freight)
        for q in dict.fromkeys(q for q, _ in self.collection_routes):
            flow = self.return_flows[q]
            freight = max(self.freight(flow.commodity, flow.site, s) for name, s in self.collection_routes if name == q)
            price = self.supply_price(flow.price_factor, flow.price_adder, flow.commodity, year)
            cost += self.most_collected(q, year) * (price + freight)
        return cost

    def _most_freight(self, year: int) -> float:
        """Freight to buyers and between sites: every route full; without circles a unit reaches a site at most once."""
        cost = 0.0
        for d, row in self.markets.items():
            origins = [s for name, s in self.sale_routes if name == d]
            freight = max((self.freight(row.commodity, s, row.site) for s in origins), default=0.0)
            cost += self.addressable[d, year] * freight
        for c in dict.fromkeys(c for c, _, _ in self.routes):
            legs = {(s, t): self.freight(c, s, t) for name, s, t in self.routes if name == c}
            ends = {t: max(freight for (_, end), freight in legs.items() if end == t) for _, t in legs}
            circles = len(set(self.maker_sites.get(c, ())) & set(self.user_sites.get(c, ()))) > 1
            cost += self.shipment_bound(c, year) * sum((legs if circles else ends).values())
        return cost
