"""Trade: the routes by which goods move, are bought, collected, sold and delivered; distances, demand and prices."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import THOUSAND, Rows
from roadmap_opt.case.sheets.market import Contract

PriceOf = Callable[[str, int], float]
"""A price deck: price in MUSD per unit by commodity and year, as :meth:`Prices.at` for the chosen price case."""


def agreed_price(contract: Contract, spot: float, driver: float) -> float:
    """What a contract pays, MUSD per unit, when its market pays ``spot`` and its raw material costs ``driver``.

    Both prices are of one year of one deck, MUSD per unit; ``driver`` matters to rule index only.
    """
    value, ceiling = (contract.price_value or 0.0) / THOUSAND, contract.price_ceiling
    most = math.inf if ceiling is None else ceiling / THOUSAND
    if contract.price_rule == "fixed":
        return value
    followed = spot * (1 - (contract.discount or 0.0))
    if contract.price_rule == "floor":
        return max(followed, value)
    if contract.price_rule == "ceiling":
        return min(followed, most)
    if contract.price_rule == "collar":
        return min(max(followed, value), most)
    if contract.price_rule == "discount":
        return spot * (1 - (contract.price_value or 0.0))
    borne = 1.0 if contract.pass_through is None else contract.pass_through
    change = driver - (contract.index_base or 0.0) / THOUSAND
    return max(0.0, value + borne * (contract.index_content or 0.0) * change)


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
    def spot_demand(self) -> dict[tuple[str, int], float]:
        """Part of the addressable demand that is open to sales without a contract of the plan, by market and period."""
        share = {row.market: 1.0 if row.spot_share is None else row.spot_share for row in self.rows.case.markets}
        return {
            (d, y): demand if self.is_renewed(y) else share[d] * demand for (d, y), demand in self.addressable.items()
        }

    def is_renewed(self, period: int) -> bool:
        """Whether all demand is open at the market's price, contract or not: in the tail, if Settings say so."""
        return self.rows.is_tail(period) and self.rows.settings.tail_renewal

    @cached_property
    def nominating_markets(self) -> tuple[str, ...]:
        """Markets part of whose demand is bought under contracts only."""
        return tuple(row.market for row in self.rows.case.markets if row.spot_share is not None and row.spot_share < 1)

    @cached_property
    def rivals(self) -> dict[str, tuple[str, ...]]:
        """All other markets of the same product, by market."""
        markets = self.rows.markets.items()
        return {
            m: tuple(d for d, other in markets if other.commodity == row.commodity and d != m) for m, row in markets
        }

    def market_price(self, market: str, year: int, price_of: PriceOf | None = None) -> float:
        """Sale price, MUSD per unit, never below zero; at the reference prices unless another deck is given."""
        row = self.rows.markets[market]
        reference = (price_of or self.prices.at)(row.commodity, year)
        return self.quoted_price(reference, row.price_factor, row.price_adder)

    def supply_price(self, row_price_factor: float, row_price_adder: float, commodity: str, year: int) -> float:
        """Purchase price, MUSD per unit, never below zero."""
        return self.quoted_price(self.prices.reference.get((commodity, year), 0.0), row_price_factor, row_price_adder)

    @staticmethod
    def quoted_price(reference: float, factor: float, adder: float) -> float:
        """What is paid where the reference price is ``reference``, MUSD per unit, never below zero."""
        return max(0.0, reference * factor + adder / THOUSAND)

    def contract_price(self, contract: Contract, year: int, price_of: PriceOf | None = None) -> float:
        """Contract price, MUSD per unit, under the contract's rule; at the reference prices unless another deck is
        given, so that a lender's deck values the same contract.
        """
        driver = contract.index_commodity
        raw = 0.0 if driver is None else (price_of or self.prices.at)(driver, year)
        return agreed_price(contract, self.market_price(contract.market, year, price_of), raw)

    def support_gap(self, support: str, market: str, year: int, price_of: PriceOf | None = None) -> float:
        """Strike price less market price, MUSD per unit in constant money: what the state pays; below nought what it
        gets back.

        At the reference prices unless another deck is given. A floor (one-way) is never below nought.
        """
        row = self.rows.supports[support]
        gap = row.strike / THOUSAND - self.market_price(market, year, price_of)
        return gap if row.two_way else max(0.0, gap)

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

    def signing_year(self, contract: str, first_delivery: int) -> int:
        """Year in which a contract is signed whose first delivery falls in ``first_delivery``."""
        return first_delivery - (self.rows.contracts[contract].nomination_years or 0)

    @cached_property
    def contract_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a contract's first delivery can fall: within its window, signed not before the first year."""
        return {
            row.contract: tuple(
                y
                for y in self.rows.years
                if row.first_delivery_from <= y <= row.first_delivery_to
                and self.signing_year(row.contract, y) >= self.rows.first_year
            )
            for row in self.rows.case.contracts
        }

    def least_volume(self, contract: str) -> float:
        """Least volume, units per year, that a contract promises if it is signed."""
        row = self.rows.contracts[contract]
        return row.volume if row.minimum_volume is None else row.minimum_volume

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
