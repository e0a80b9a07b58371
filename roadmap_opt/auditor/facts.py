"""Look-ups and prices of a case, computed from the workbook's rows for the audit alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from roadmap_opt.auditor.perimeters import Perimeters
from roadmap_opt.case.case import Case
from roadmap_opt.case.sheets.finance import DEBT_KINDS
from roadmap_opt.case.sheets.investment import Module

KILO = 1000.0
"""kUSD per MUSD, kt per Mt, USD per kUSD."""

EARTH_RADIUS_KM = 6371.0

DECKS = ("base", "low")
"""Price decks of the lenders, as the columns of BankDeck and LenderClasses name them."""


class Facts:
    """The case by name, with money in MUSD per unit."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.settings = case.settings
        self.years = case.decision_years
        self.first, self.last = self.years[0], self.years[-1]
        self.spans = {span[0]: span for span in case.tail}
        self.periods = (*self.years, *self.spans)
        self.sites = {row.site: row for row in case.sites}
        self.commodities = {row.commodity: row for row in case.commodities}
        self.plants = {row.plant: row for row in case.plants}
        self.modules = {row.module: row for row in case.modules}
        self.recipes = {row.recipe: row for row in case.recipes}
        self.deposits = {row.deposit: row for row in case.deposits}
        self.programmes = {row.programme: row for row in case.programmes}
        self.supplies = {row.supply: row for row in case.supplies}
        self.flows = {row.flow: row for row in case.return_flows}
        self.markets = {row.market: row for row in case.markets}
        self.contracts = {row.contract: row for row in case.contracts}
        self.supports = {row.support: row for row in case.price_support}
        self.groups = {row.group: row for row in case.offtake_groups}
        self.sources = {row.source_name: row for row in case.funding}
        self.lenders = [row.source_name for row in case.funding if row.kind in DEBT_KINDS]
        self.classes = {row.lender_class: row for row in case.lender_classes}
        self._recipes_and_contents()
        self._trade()
        self.perimeters = Perimeters(self)

    def _recipes_and_contents(self) -> None:
        case = self.case
        self.inputs: dict[str, dict[str, float]] = {name: {} for name in self.recipes}
        self.outputs: dict[str, dict[str, float]] = {name: {} for name in self.recipes}
        for flow in case.recipe_flows:
            (self.inputs if flow.direction == "in" else self.outputs)[flow.recipe][flow.commodity] = flow.quantity
        magnet = {row.element for row in case.elements if row.magnet_element}
        self.oxide_content = dict.fromkeys(self.commodities, 0.0)
        self.magnet_content = dict.fromkeys(self.commodities, 0.0)
        group = {row.element: row.balance_group for row in case.elements}
        self.content: defaultdict[tuple[str, str], float] = defaultdict(float)
        for content in case.composition:
            self.content[content.commodity, group[content.element]] += content.content
            self.oxide_content[content.commodity] += content.content
            if content.element in magnet:
                self.magnet_content[content.commodity] += content.content
        yielded = {c for outputs in self.outputs.values() for c in outputs} | {d.commodity for d in case.deposits}
        self.feed_class = {name: self._feed_class(inputs, yielded) for name, inputs in self.inputs.items()}

    def richness(self, ore: str) -> float:
        """Rare earths that an ore gives at best against the ore that gives most where it is mined."""
        way = self.most_given(lambda commodity, _: self.oxide_content[commodity])
        sites = {row.site for row in self.case.deposits if row.commodity == ore}
        beside = [way.get(row.commodity, 0.0) for row in self.case.deposits if row.site in sites]
        return way.get(ore, 0.0) / max(beside) if any(beside) else 1.0

    def most_given(self, weight: Callable[[str, str], float]) -> dict[str, float]:
        """What one unit of each ore gives in raw goods when it goes the most generous way."""
        way: dict[str, float] = {}
        for recipe, inputs in self.inputs.items():
            eaten = {c: q for c, q in inputs.items() if self.stage(c) == "ore"}
            raw = [(c, q) for c, q in self.outputs[recipe].items() if self.stage(c) in ("concentrate", "mixed_reo")]
            for ore in eaten:
                worth = sum(q * weight(c, ore) for c, q in raw)
                way[ore] = max(worth / sum(eaten.values()), way.get(ore, 0.0))
        return way

    def _feed_class(self, inputs: Iterable[str], yielded: set[str]) -> str:
        stages = {c: self.commodities[c].stage for c in inputs}
        if any(stage in ("scrap", "ewaste") for stage in stages.values()):
            return "end_of_life"
        if "swarf" in stages.values():
            return "swarf"
        raw = [c for c, stage in stages.items() if stage in ("ore", "concentrate", "mixed_reo")]
        if not raw:
            return "internal"
        return "domestic" if set(raw) <= yielded else "imported"

    def _trade(self) -> None:
        case, settings = self.case, self.settings
        self._price = self._deck(settings.price_case, {})
        self._decks = {
            deck: self._deck(settings.price_case, {r.commodity: getattr(r, f"{deck}_factor") for r in case.bank_deck})
            for deck in DECKS
        }
        self._utility = {(row.utility, year): value for row in case.utilities for year, value in row.price.items()}
        self._road = {(row.origin, row.destination): row.distance_km for row in case.distances}
        self.addressable = {
            (row.market, year): self.markets[row.market].addressable_share * value
            for row in case.demand
            if row.case == settings.demand_case
            for year, value in row.quantity.items()
        }
        for (market, year), won in list(self.addressable.items()):
            if year == self.last:
                self.addressable.update({(market, period): won for period in self.spans})

    def _deck(self, case: str, factors: Mapping[str, float]) -> dict[tuple[str, int], float]:
        """Prices of a case by commodity and year, entered ones times a factor; derived ones follow their formulas."""
        parts: dict[str, dict[str, float]] = defaultdict(dict)
        for formula in self.case.price_formulas:
            parts[formula.commodity][formula.driver] = formula.quantity
        premium = {row.commodity: row.premium for row in self.case.premiums if row.price_case == case}
        entered = {row.commodity: row.price for row in self.case.prices if row.case == case}
        found: dict[tuple[str, int], float] = {}

        def of(commodity: str, year: int, asking: frozenset[str] = frozenset()) -> float | None:
            """Price in kUSD, from the prices of the drivers on to the entered ones; none on the way back to itself."""
            if commodity in entered:
                given = entered[commodity].get(year)
                return None if given is None else given * factors.get(commodity, 1.0)
            if commodity not in parts or commodity in asking:
                return None
            drivers = [
                (quantity, of(driver, year, asking | {commodity})) for driver, quantity in parts[commodity].items()
            ]
            if any(price is None for _, price in drivers):
                return None
            content = math.fsum(quantity * price for quantity, price in drivers if price is not None)
            return content + premium.get(commodity, {}).get(year, 0.0)

        years = sorted({year for row in self.case.prices for year in row.price})
        for commodity in (*entered, *parts):
            for year in years:
                if (price := of(commodity, year)) is not None:
                    found[commodity, year] = price / KILO
        return found

    # --- money and time ---

    def as_of(self, period: int) -> int:
        """The year whose prices, demand and supplies hold in a period: after the last year they stay as they were."""
        return min(period, self.last)

    def span(self, period: int) -> range:
        """Calendar years of a period: a decision year itself, or the years of a steady period after the last one."""
        return self.spans.get(period, range(period, period + 1))

    def period_before(self, period: int) -> int:
        """The period that holds the year before."""
        year = period - 1
        return next((start for start, span in self.spans.items() if start <= year <= span[-1]), year)

    def level(self, year: int) -> float:
        """Nominal over constant money."""
        return float((1.0 + self.settings.inflation) ** (year - self.settings.base_year))

    def mean_level(self, period: int) -> float:
        """The same on average over the years of a period."""
        span = self.span(period)
        return sum(self.level(year) for year in span) / len(span)

    @property
    def end(self) -> int:
        """Last calendar year that the plan looks at."""
        return self.span(self.periods[-1])[-1]

    def present(self, year: int, rate: float) -> float:
        """Base-year value of one unit of constant money of ``year``."""
        return float(1.0 / (1.0 + rate) ** (year - self.settings.base_year))

    def rate(self, perspective: str) -> float:
        """Real discount rate of a perspective."""
        return float(getattr(self.settings, f"discount_rate_{perspective}"))

    # --- prices ---

    def price(self, commodity: str, year: int) -> float:
        """Reference price; zero when the sheet has none."""
        return self._price.get((commodity, self.as_of(year)), 0.0)

    def base_price(self, commodity: str) -> float:
        """Reference price of the base year."""
        return self.price(commodity, self.settings.base_year)

    def utility(self, name: str, year: int) -> float:
        """USD per MWh, GJ, m3 or t CO2e."""
        return self._utility.get((name, self.as_of(year)), 0.0)

    def deck_price(self, deck: str | None, commodity: str, year: int) -> float:
        """Price at a deck of the lenders, never less than nothing; the reference price without a deck."""
        if deck is None:
            return self.price(commodity, year)
        return max(0.0, self._decks[deck].get((commodity, self.as_of(year)), 0.0))

    @staticmethod
    def quoted(reference: float, factor: float, adder: float) -> float:
        """What is paid for one unit where the reference price is this, never less than nothing."""
        return max(0.0, reference * factor + adder / KILO)

    def feed_price(self, commodity: str, factor: float, adder: float, year: int) -> float:
        """What is paid for one unit of feed."""
        return self.quoted(self.price(commodity, year), factor, adder)

    def market_price(self, market: str, year: int, deck: str | None = None) -> float:
        """What a market pays for one unit."""
        row = self.markets[market]
        return self.quoted(self.deck_price(deck, row.commodity, year), row.price_factor, row.price_adder)

    def contract_price(self, contract: str, year: int, deck: str | None = None) -> float:
        """What a contract pays for one unit under its price rule."""
        row = self.contracts[contract]
        spot, agreed = self.market_price(row.market, year, deck), row.price_value or 0.0
        if row.price_rule == "discount":
            return spot - spot * agreed
        if row.price_rule == "index":
            raw = self.deck_price(deck, row.index_commodity, year) * KILO if row.index_commodity is not None else 0.0
            passed = (raw - (row.index_base or 0.0)) * (row.index_content or 0.0)
            return max(agreed + passed * (1.0 if row.pass_through is None else row.pass_through), 0.0) / KILO
        if row.price_rule == "fixed":
            return agreed / KILO
        market = spot - spot * (row.discount or 0.0)
        paid = market if row.price_rule == "ceiling" else max(agreed / KILO, market)
        if row.price_rule == "floor" or row.price_ceiling is None:
            return paid
        return min(paid, row.price_ceiling / KILO)

    def volume_range(self, contract: str) -> tuple[float, float]:
        """Least and full volume of a contract that is signed."""
        row = self.contracts[contract]
        return (row.volume if row.minimum_volume is None else row.minimum_volume), row.volume

    def support_gap(self, support: str, market: str, year: int, deck: str | None = None) -> float:
        """What the state pays for one covered unit; below nought what a producer under a two-way contract pays back."""
        row = self.supports[support]
        gap = row.strike / KILO - self.market_price(market, year, deck)
        return gap if row.two_way or gap > 0 else 0.0

    def distance(self, origin: str, destination: str) -> float:
        """Road kilometres: the row of the sheet, the row of the way back, else great circle times the road factor."""
        if origin == destination:
            return 0.0
        for pair in ((origin, destination), (destination, origin)):
            if pair in self._road:
                return self._road[pair]
        a, b = self.sites[origin], self.sites[destination]
        lat_a, lon_a, lat_b, lon_b = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
        # spherical law of haversines
        chord = math.sin((lat_a - lat_b) / 2) ** 2
        chord += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_a - lon_b) / 2) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord)) * self.settings.road_factor

    def freight(self, commodity: str, origin: str, destination: str) -> float:
        """Freight of one unit."""
        tonnes = self.commodities[commodity].mass_per_unit
        return tonnes * self.distance(origin, destination) * self.settings.freight_cost / KILO / KILO

    # --- plants ---

    def capex(self, module: Module) -> float:
        """Cost of one module with owner's cost."""
        return module.capex + module.capex * self.settings.owner_cost_share

    def standing(self, site: str, plant: str, year: int) -> float:
        """Capacity of existing plants in a year."""
        return sum(
            row.capacity
            for row in self.case.existing
            if row.site == site and row.plant == plant and stands(row.first_year, row.last_year, year)
        )

    def standing_reach(self, site: str, plant: str, year: int, step: float) -> float:
        """Use that existing plants can have reached by a year, a step of nameplate a year since history ended.

        In the last year of history this is what they used.
        """
        reached = 0.0
        for row in self.case.existing:
            if row.site == site and row.plant == plant and stands(row.first_year, row.last_year, year):
                begun = row.capacity if row.use_before is None else row.use_before
                reached += min(row.capacity, begun + (year - (self.first - 1)) * step * row.capacity)
        return reached

    def stage(self, commodity: str) -> str:
        """Step of the chain of a commodity."""
        return self.commodities[commodity].stage


def stands(first: int, last: int | None, year: int) -> bool:
    """Whether ``year`` lies in a span whose end may be open."""
    return first <= year and (last is None or year <= last)
