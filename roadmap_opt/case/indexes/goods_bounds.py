"""Bounds of goods: the most that can be made, sold, bought and paid for in a year. See :mod:`bounds` for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.indexes.bounds import bound, filled, once
from roadmap_opt.case.indexes.costs import Costs
from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import THOUSAND, Rows
from roadmap_opt.case.indexes.trade import Trade
from roadmap_opt.case.sheets.investment import Module


@dataclass(eq=False, repr=False)
class GoodsBounds:
    """Bounds in units of goods and capacity, and the revenue and the operating cost that follow from them."""

    rows: Rows
    prices: Prices
    plants: Plants
    materials: Materials
    costs: Costs
    trade: Trade

    @bound
    def capacity_bound(self, site: str, plant: str, year: int) -> float:
        """Most capacity that can be used: what stands, and the modules that offer most, from their best start years.

        ``capacity_limit`` holds use to the fastest ramp-up of each of them, in the tail to what is kept.
        """
        built = self.plants.dearest(site, plant, lambda m, start: m.capacity * self.plants.offered(m, start, year))
        return self.plants.existing_attainable(site, plant, year) + built

    @once
    def most_stood_down(self, site: str, plant: str, year: int) -> float:
        """Most capacity stood down in a year: what can have run in the year before (``stood_down_most``)."""
        if year == self.rows.first_year:
            return self.plants.use_before(site, plant)
        return self.capacity_bound(site, plant, year - 1)

    @bound
    def rival_sales_bound(self, market: str, year: int) -> float:
        """Most that is sold of a market's product elsewhere: ``market_limit`` holds in each of the other markets."""
        return sum(self.trade.addressable[d, year] for d in self.trade.rivals[market])

    @bound
    def end_of_life_bound(self, flow: str, year: int) -> float:
        """Most that comes back: the exogenous quantity, and scrap of earlier sales at the whole addressable demand."""
        sold = sum(self.trade.addressable[d, v] * scrap for d, v, scrap in self.trade.earlier_sales(flow, year))
        return self.rows.return_flows[flow].exogenous[year] + sold

    @once
    def most_collected(self, flow: str, year: int) -> float:
        """Most scrap collected: the base share and all that programmes can add, of all that comes back."""
        share = self.rows.return_flows[flow].collection_share
        return (share + sum(added for (q, _), added in self.trade.added_collection.items() if q == flow)) * (
            self.end_of_life_bound(flow, year)
        )

    @once
    def most_made(self, commodity: str, year: int) -> float:
        """Most that all recipes make: every plant at its largest capacity, on the recipe that makes most of it."""
        amount = 0.0
        for site, plant in self.plants.places:
            recipes = [row for row in self.rows.case.recipes if row.plant == plant]
            best = max(
                (self.materials.outputs[row.recipe].get(commodity, 0.0) / row.load for row in recipes), default=0.0
            )
            amount += best * self.capacity_bound(site, plant, year) if best else 0.0
        return amount

    @once
    def most_mined(self, commodity: str, year: int) -> float:
        """Most ore of a commodity: the highest rate, and all that can ever be verified with the allowance."""
        amount = 0.0
        for row in self.rows.case.deposits:
            if row.commodity == commodity:
                converted = sum(
                    e.value for e in self.rows.case.effects if e.effect == "reserve" and e.item == row.deposit
                )
                whole = row.unverified_allowance + THOUSAND * (row.verified_reserve + converted)
                amount += min(row.maximum_rate, whole)
        return amount

    @once
    def most_bought(self, commodity: str, year: int) -> float:
        """Most bought of a commodity: every tranche in full, wherever a site can use it."""
        tranches = dict.fromkeys(
            u for u, _ in self.trade.purchase_routes if self.rows.supplies[u].commodity == commodity
        )
        return sum(self.rows.supplies[u].quantity[year] for u in tranches)

    @once
    def most_fresh(self, commodity: str, year: int) -> float:
        """Most that comes into being in a year, bought goods apart: made, mined and collected."""
        flows = dict.fromkeys(
            q for q, _ in self.trade.collection_routes if self.rows.return_flows[q].commodity == commodity
        )
        collected = sum(self.most_collected(q, year) for q in flows)
        return self.most_made(commodity, year) + self.most_mined(commodity, year) + collected

    @once
    def most_stock(self, commodity: str, year: int) -> float:
        """Most in stock at the end of a year: full stores, or everything that ever came in; empty before the first.

        In the tail only residues are stored: as many years of a period come in as it has.
        """
        places = sum(1 for c, _ in self.materials.stock_nodes if c == commodity)
        if not places or year < self.rows.first_year:
            return 0.0
        came = sum(
            self.rows.weight(v) * (self.most_fresh(commodity, v) + self.most_bought(commodity, v))
            for v in self.rows.periods
            if v <= year
        )
        return min(places * self.rows.commodities[commodity].storage_limit, came)

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
        uses (``no_speculation``), so that over all nodes sales come out of what is fresh or in stock. What is bought
        for a stockpile is no more than what has to be left in it.
        """
        if self.rows.settings.purchases_for_stock:
            return self.most_handled(commodity, year)
        return self.most_fresh(commodity, year) + self.most_stock(commodity, year - 1)

    @once
    def most_revenue(self, year: int) -> float:
        """Most revenue, nominal.

        Per product, what can be sold goes first to the best price: a contract that can run in the year takes at most
        its volume and its market's addressable demand, spot sales at most what is open to them (``market_limit``,
        ``spot_limit``, ``delivery_most``), and together they take no more than all markets' demand or what there is to
        sell.
        """
        revenue = 0.0
        for commodity in dict.fromkeys(row.commodity for row in self.rows.markets.values()):
            markets = [d for d, row in self.rows.markets.items() if row.commodity == commodity]
            pieces = [(self.trade.market_price(d, year), self.trade.spot_demand[d, year]) for d in markets]
            pieces += [
                (self.trade.contract_price(row, year), min(row.volume, self.trade.addressable[row.market, year]))
                for row in self.rows.case.contracts
                if row.market in markets and self.trade.contracts_running(row.contract, year)
            ]
            demand = sum(self.trade.addressable[d, year] for d in markets)
            revenue += filled(pieces, min(demand, self.most_sold(commodity, year)))
        return self.prices.level(year) * revenue

    @once
    def most_operating_cost(self, year: int) -> float:
        """Most that operations can cost, nominal: the sum of every cost line at its largest."""
        cost = self._most_processing(year) + self._most_fixed(year) + self._most_feed(year) + self._most_freight(year)
        for commodity, row in self.rows.commodities.items():
            places = sum(1 for c, _ in self.materials.disposal_nodes if c == commodity)
            if places and row.disposal_cost:
                thrown = min(places * row.disposal_limit, self.most_handled(commodity, year))
                cost += row.disposal_cost / THOUSAND * thrown
            cost += row.storage_cost / THOUSAND * self.most_stock(commodity, year)
        for site, plant in self.plants.slow_to_restart:
            cost += self.costs.restart(plant) * self.most_stood_down(site, plant, year)
        return self.prices.level(year) * cost

    def _most_processing(self, year: int) -> float:
        cost = 0.0
        for site, plant in self.plants.places:
            recipes = [row for row in self.rows.case.recipes if row.plant == plant]
            dearest = max((sum(self.costs.by_line(r.recipe, year).values()) / r.load for r in recipes), default=0.0)
            cost += self.capacity_bound(site, plant, year) * dearest
        return cost

    def _most_fixed(self, year: int) -> float:
        def upkeep(module: Module, start: int) -> float:
            closing = self.plants.closure_cost(module) * self.plants.closing(module, year - start)
            return self.plants.fixed_cost(module, year - start) + closing

        upkeeps = (self.plants.dearest(s, p, upkeep) for s, p in self.plants.modules_at)
        return self.plants.existing_fixed_cost(year) + sum(upkeeps)

    def _most_feed(self, year: int) -> float:
        """Price and freight of all feed, each tranche and flow along its dearest route."""
        cost = 0.0
        for u in dict.fromkeys(u for u, _ in self.trade.purchase_routes):
            row = self.rows.supplies[u]
            freight = max(
                self.trade.freight(row.commodity, row.site, s) for name, s in self.trade.purchase_routes if name == u
            )
            price = self.trade.supply_price(row.price_factor, row.price_adder, row.commodity, year)
            cost += row.quantity[year] * (price + freight)
        for q in dict.fromkeys(q for q, _ in self.trade.collection_routes):
            flow = self.rows.return_flows[q]
            freight = max(
                self.trade.freight(flow.commodity, flow.site, s)
                for name, s in self.trade.collection_routes
                if name == q
            )
            price = self.trade.supply_price(flow.price_factor, flow.price_adder, flow.commodity, year)
            cost += self.most_collected(q, year) * (price + freight)
        return cost

    def _most_freight(self, year: int) -> float:
        """Freight to buyers and between sites: every route full; without circles a unit reaches a site at most once."""
        cost = 0.0
        for d, row in self.rows.markets.items():
            origins = [s for name, s in self.trade.sale_routes if name == d]
            freight = max((self.trade.freight(row.commodity, s, row.site) for s in origins), default=0.0)
            cost += self.trade.addressable[d, year] * freight
        for c in dict.fromkeys(c for c, _, _ in self.trade.routes):
            legs = {(s, t): self.trade.freight(c, s, t) for name, s, t in self.trade.routes if name == c}
            ends = {t: max(freight for (_, end), freight in legs.items() if end == t) for _, t in legs}
            circles = len(set(self.materials.maker_sites.get(c, ())) & set(self.materials.user_sites.get(c, ()))) > 1
            cost += self.shipment_bound(c, year) * sum((legs if circles else ends).values())
        return cost
