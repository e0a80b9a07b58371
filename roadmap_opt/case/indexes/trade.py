"""Trade: the routes by which goods move, are bought, collected, sold and delivered; distances, demand and prices."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import THOUSAND, Rows
from roadmap_opt.case.sheets.market import Contract


@dataclass(eq=False, repr=False)
class Trade:
    """Routes that make sense, freight along them, and what is paid at their ends."""

    rows: Rows
    prices: Prices
    materials: Materials

    @cached_property
    def routes(self) -> tuple[tuple[str, str, str], ...]:
        """``(commodity, origin, destination)`` that make sense: from where it is made to where it is used."""
        return tuple(
            (name, origin, destination)
            for name, row in self.rows.commodities.items()
            if row.transportable
            for origin in self.materials.maker_sites.get(name, ())
            for destination in self.materials.user_sites.get(name, ())
            if origin != destination
        )

    @cached_property
    def purchase_routes(self) -> tuple[tuple[str, str], ...]:
        """``(supply, site)``: feed is bought for a site that can use it."""
        return tuple(
            (row.supply, s) for row in self.rows.case.supplies for s in self.materials.user_sites.get(row.commodity, ())
        )

    @cached_property
    def collection_routes(self) -> tuple[tuple[str, str], ...]:
        """``(return flow, site)``: scrap is collected for a site that can use it."""
        return tuple(
            (row.flow, s)
            for row in self.rows.case.return_flows
            for s in self.materials.user_sites.get(row.commodity, ())
        )

    @cached_property
    def sale_routes(self) -> tuple[tuple[str, str], ...]:
        """``(market, site)``: goods are sold from the site that makes them."""
        return tuple(
            (row.market, s) for row in self.rows.case.markets for s in self.materials.maker_sites.get(row.commodity, ())
        )

    @cached_property
    def delivery_routes(self) -> tuple[tuple[str, str], ...]:
        """``(contract, site)``: goods are delivered from the site that makes them."""
        return tuple(
            (row.contract, site)
            for row in self.rows.case.contracts
            for site in self.materials.maker_sites.get(self.rows.markets[row.market].commodity, ())
        )

    @cached_property
    def distance_km(self) -> dict[tuple[str, str], float]:
        """Road distance between sites: the row of Distances (either way), else great circle times the road factor."""
        given = {(row.origin, row.destination): row.distance_km for row in self.rows.case.distances}
        table = {}
        for a in self.rows.sites.values():
            for b in self.rows.sites.values():
                computed = (
                    _great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude) * self.rows.settings.road_factor
                )
                fallback = given.get((b.site, a.site), computed)
                table[a.site, b.site] = 0.0 if a.site == b.site else given.get((a.site, b.site), fallback)
        return table

    def freight(self, commodity: str, origin: str, destination: str) -> float:
        """Freight in MUSD per unit."""
        mass = self.rows.commodities[commodity].mass_per_unit
        return mass * self.distance_km[origin, destination] * self.rows.settings.freight_cost / THOUSAND**2

    @cached_property
    def addressable(self) -> dict[tuple[str, int], float]:
        """Demand that can be won, by market and period."""
        share = {row.market: row.addressable_share for row in self.rows.case.markets}
        rows = [row for row in self.rows.case.demand if row.case == self.rows.settings.demand_case]
        return {
            (row.market, y): share[row.market] * self.rows.steady(row.quantity)[y]
            for row in rows
            for y in self.rows.periods
        }

    @cached_property
    def rivals(self) -> dict[str, tuple[str, ...]]:
        """All other markets of the same product, by market."""
        markets = self.rows.markets.items()
        return {
            m: tuple(d for d, other in markets if other.commodity == row.commodity and d != m) for m, row in markets
        }

    def market_price(self, market: str, year: int) -> float:
        """Sale price, MUSD per unit, never below zero."""
        row = self.rows.markets[market]
        return self.quoted_price(self.prices.reference[row.commodity, year], row.price_factor, row.price_adder)

    def supply_price(self, row_price_factor: float, row_price_adder: float, commodity: str, year: int) -> float:
        """Purchase price, MUSD per unit, never below zero."""
        return self.quoted_price(self.prices.reference.get((commodity, year), 0.0), row_price_factor, row_price_adder)

    @staticmethod
    def quoted_price(reference: float, factor: float, adder: float) -> float:
        """What is paid where the reference price is ``reference``, MUSD per unit, never below zero."""
        return max(0.0, reference * factor + adder / THOUSAND)

    def contract_price(self, contract: Contract, year: int) -> float:
        """Contract price, MUSD per unit, under the contract's rule."""
        return self.agreed_price(contract, self.market_price(contract.market, year))

    @staticmethod
    def agreed_price(contract: Contract, spot: float) -> float:
        """Price under a contract's rule when its market pays ``spot``, MUSD per unit."""
        if contract.price_rule == "fixed":
            return contract.price_value / THOUSAND
        if contract.price_rule == "floor":
            return max(spot, contract.price_value / THOUSAND)
        return spot * (1 - contract.price_value)

    @cached_property
    def added_collection(self) -> dict[tuple[str, str], float]:
        """Share of what comes back that each programme adds to collection, by return flow and programme."""
        return {
            (row.item, row.programme): row.value for row in self.rows.case.effects if row.effect == "collection_share"
        }

    def earlier_sales(self, flow: str, period: int) -> list[tuple[str, int, float]]:
        """Markets and periods whose sales return in a period, with scrap per unit sold: on average over its years."""
        row = self.rows.return_flows[flow]
        if row.product is None or row.scrap_per_product is None:
            return []
        shares = {a.age: a.share for a in self.rows.case.age_shares if a.profile == row.age_profile}
        domestic = [d for d, m in self.rows.markets.items() if m.domestic and m.commodity == row.product]
        span, returned = self.rows.span(period), defaultdict[int, float](float)
        for age, share in shares.items():
            for year in span:
                if year - age >= self.rows.first_year:
                    returned[self.rows.period_of(year - age)] += row.scrap_per_product * share / len(span)
        return [(d, sold, scrap) for sold, scrap in returned.items() for d in domestic]

    @cached_property
    def contract_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a contract's first delivery can fall."""
        return {
            row.contract: tuple(y for y in self.rows.years if row.first_delivery_from <= y <= row.first_delivery_to)
            for row in self.rows.case.contracts
        }

    def contracts_running(self, contract: str, year: int) -> tuple[int, ...]:
        """First-delivery years for which the contract is in force in ``year``."""
        return tuple(self.terms_running(contract, year))

    def terms_running(self, contract: str, period: int) -> dict[int, float]:
        """First-delivery years for which the contract is in force in a period, with the share of its years."""
        length, span = self.rows.contracts[contract].length, self.rows.span(period)
        shares = {
            first: sum(first <= year < first + length for year in span) / len(span)
            for first in self.contract_windows[contract]
        }
        return {first: share for first, share in shares.items() if share}


def _great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance (haversine formula, mean Earth radius 6371 km)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
