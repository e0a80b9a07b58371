"""What follows from the tables without a solver: look-ups, sparse index sets, profiles by age, prices and distances.

The model, the extraction and the indicators read this one object, so that a rule such as "which sites can make this
commodity" or "what share of nameplate is available in a plant's second calendar year" has one home.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property

from roadmap_opt.case.case import Case
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.profiles import availability_by_age, depreciation_by_age, operation_by_age, spend_by_age
from roadmap_opt.case.sheets.finance import SPENDING_CATEGORIES
from roadmap_opt.case.sheets.investment import Module
from roadmap_opt.case.sheets.market import Contract

THOUSAND = 1000.0
"""kUSD per MUSD, kt per Mt, USD/MWh per kUSD/MWh: every such step is a factor of one thousand."""


class Indexes:
    """Derived sets and parameters of one :class:`Case`. Every property is computed once, on first use."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.settings = case.settings
        self.years = case.decision_years
        self.first_year = self.years[0]
        self.last_year = self.years[-1]
        self.sites = {row.site: row for row in case.sites}
        self.commodities = {row.commodity: row for row in case.commodities}
        self.plants = {row.plant: row for row in case.plants}
        self.modules = {row.module: row for row in case.modules}
        self.recipes = {row.recipe: row for row in case.recipes}
        self.deposits = {row.deposit: row for row in case.deposits}
        self.programmes = {row.programme: row for row in case.programmes}
        self.supplies = {row.supply: row for row in case.supplies}
        self.return_flows = {row.flow: row for row in case.return_flows}
        self.markets = {row.market: row for row in case.markets}
        self.contracts = {row.contract: row for row in case.contracts}
        self.groups = {row.group: row for row in case.offtake_groups}
        self.sources = {row.source_name: row for row in case.funding}
        self.targets = {row.target: row for row in case.targets}

    # --- money and time -------------------------------------------------------------------------------------------

    def price_level(self, year: int) -> float:
        """Nominal over constant money: ``(1 + inflation) ** (year - base year)``."""
        return float((1 + self.settings.inflation) ** (year - self.settings.base_year))

    def discount_factor(self, year: int, real_rate: float) -> float:
        """Present value, in the base year, of one unit of constant money received in ``year``."""
        return float((1 + real_rate) ** -(year - self.settings.base_year))

    @cached_property
    def perspective_rate(self) -> float:
        """Real discount rate of the chosen perspective."""
        return float(getattr(self.settings, f"discount_rate_{self.settings.perspective}"))

    @cached_property
    def price(self) -> dict[tuple[str, int], float]:
        """Reference price in MUSD per unit by commodity and year, in the chosen price case (all years of the sheet)."""
        rows = (row for row in self.case.prices if row.case == self.settings.price_case)
        return {(row.commodity, year): value / THOUSAND for row in rows for year, value in row.price.items()}

    def utility_price(self, utility: str, year: int) -> float:
        """Price of a utility in USD per MWh, GJ, m3 or t; zero when the sheet has no row for it."""
        return next((row.price[year] for row in self.case.utilities if row.utility == utility), 0.0)

    # --- programmes -----------------------------------------------------------------------------------------------

    @cached_property
    def programme_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a programme that is not running yet may be started."""
        windows = {}
        for name, programme in self.programmes.items():
            if programme.started is None:
                first = max(programme.first_start or self.first_year, self.first_year)
                last = min(programme.last_start or self.last_year, self.last_year)
                windows[name] = tuple(year for year in self.years if first <= year <= last)
        return windows

    # --- plants ---------------------------------------------------------------------------------------------------

    @cached_property
    def slots(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """Start years by ``(site, module)``: those allowed and early enough to operate within the horizon."""

        def operates(module: Module, start: int) -> bool:
            return any(self.availability(module, year - start) > 0 for year in self.years if year >= start)

        slots = {}
        for place in self.case.plant_sites:
            first = max(place.first_start_year or self.first_year, self.first_year)
            for module in self.case.modules:
                years = tuple(y for y in self.years if y >= first and operates(module, y))
                if module.plant == place.plant and module.maximum_count and place.maximum_modules and years:
                    slots[place.site, module.module] = years
        return slots

    @cached_property
    def slots_of_plant(self) -> dict[tuple[str, str], list[str]]:
        """Modules that can be built, by ``(site, plant)``."""
        modules: dict[tuple[str, str], list[str]] = defaultdict(list)
        for site, module in self.slots:
            modules[site, self.modules[module].plant].append(module)
        return dict(modules)

    @cached_property
    def plant_sites(self) -> tuple[tuple[str, str], ...]:
        """``(site, plant)`` pairs at which the plant stands or can be built."""
        pairs = dict.fromkeys(self.slots_of_plant)
        pairs.update(dict.fromkeys((row.site, row.plant) for row in self.case.existing))
        return tuple(pairs)

    @cached_property
    def module_count_limit(self) -> dict[tuple[str, str], int]:
        """Most modules by ``(site, module)``: the module's own limit and the space at the site."""
        space = {(row.site, row.plant): row.maximum_modules for row in self.case.plant_sites}
        return {
            (site, name): min(self.modules[name].maximum_count, space[site, self.modules[name].plant])
            for site, name in self.slots
        }

    def availability(self, module: Module, age: int) -> float:
        """Share of nameplate available in the calendar year ``age`` years after the start of construction."""
        return availability_by_age(module, age)

    def operation(self, module: Module, age: int) -> float:
        """Share of that calendar year in which the module is in operation, ramp-up not counted."""
        return operation_by_age(module, age)

    def capex(self, module: Module) -> float:
        """Capex of one module in MUSD with owner's cost."""
        return module.capex * (1 + self.settings.owner_cost_share)

    def spend(self, module: Module, age: int) -> float:
        """Share of capex spent in the calendar year ``age`` years after the start of construction."""
        return spend_by_age(module, age)

    def depreciation(self, module: Module, start: int, year: int) -> float:
        """Tax depreciation in ``year``, nominal MUSD, of one module started in ``start``."""
        cost = sum(
            self.capex(module) * self.spend(module, age) * self.price_level(start + age)
            for age in range(self.last_year - start + 6)
        )
        return cost * depreciation_by_age(module, year - start, self.settings.tax_depreciation_years)

    def existing_capacity(self, site: str, plant: str, year: int) -> float:
        """Capacity, per year, of the assets that stand already."""
        return sum(
            row.capacity
            for row in self.case.existing
            if (row.site, row.plant) == (site, plant)
            and row.first_year <= year <= (row.last_year if row.last_year is not None else year)
        )

    @cached_property
    def capacity_bound(self) -> dict[tuple[str, str, int], float]:
        """Largest capacity that can be available by ``(site, plant, year)``."""
        space = {(row.site, row.plant): row.maximum_modules for row in self.case.plant_sites}
        bound = {}
        for site, plant in self.plant_sites:
            for year in self.years:
                sizes: list[float] = []
                for name in self.slots_of_plant.get((site, plant), ()):
                    module = self.modules[name]
                    best = max((self.availability(module, year - y) for y in self.slots[site, name]), default=0.0)
                    sizes += [module.capacity * best] * self.module_count_limit[site, name]
                largest = sorted(sizes, reverse=True)[: space.get((site, plant), 0)]
                bound[site, plant, year] = self.existing_capacity(site, plant, year) + sum(largest)
        return bound

    # --- materials ------------------------------------------------------------------------------------------------

    @cached_property
    def recipe_sites(self) -> tuple[tuple[str, str], ...]:
        """``(site, recipe)`` pairs: every recipe at every site of its plant."""
        return tuple(
            (site, r.recipe) for site, plant in self.plant_sites for r in self.case.recipes if r.plant == plant
        )

    @cached_property
    def outputs(self) -> dict[str, dict[str, float]]:
        """Quantity made per unit of activity, by recipe and commodity."""
        return self._flows("out")

    @cached_property
    def inputs(self) -> dict[str, dict[str, float]]:
        """Quantity consumed per unit of activity, by recipe and commodity."""
        return self._flows("in")

    def _flows(self, direction: str) -> dict[str, dict[str, float]]:
        flows: dict[str, dict[str, float]] = {recipe: {} for recipe in self.recipes}
        for row in self.case.recipe_flows:
            if row.direction == direction:
                flows[row.recipe][row.commodity] = row.quantity
        return flows

    @cached_property
    def makers(self) -> dict[tuple[str, str], list[tuple[str, float]]]:
        """Recipes that make a commodity at a site, with the quantity per activity."""
        return self._recipes_by_node(self.outputs)

    @cached_property
    def users(self) -> dict[tuple[str, str], list[tuple[str, float]]]:
        """Recipes that consume a commodity at a site, with the quantity per activity."""
        return self._recipes_by_node(self.inputs)

    def _recipes_by_node(self, flows: dict[str, dict[str, float]]) -> dict[tuple[str, str], list[tuple[str, float]]]:
        nodes: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
        for site, recipe in self.recipe_sites:
            for commodity, quantity in flows[recipe].items():
                nodes[commodity, site].append((recipe, quantity))
        return dict(nodes)

    @cached_property
    def maker_sites(self) -> dict[str, list[str]]:
        """Sites at which a commodity can be made or mined."""
        sites: dict[str, dict[str, None]] = defaultdict(dict)
        for commodity, site in self.makers:
            sites[commodity][site] = None
        for deposit in self.case.deposits:
            sites[deposit.commodity][deposit.site] = None
        return {commodity: list(names) for commodity, names in sites.items()}

    @cached_property
    def user_sites(self) -> dict[str, list[str]]:
        """Sites at which a commodity can be consumed."""
        sites: dict[str, list[str]] = defaultdict(list)
        for commodity, site in self.users:
            sites[commodity].append(site)
        return dict(sites)

    @cached_property
    def routes(self) -> tuple[tuple[str, str, str], ...]:
        """``(commodity, origin, destination)`` that make sense: from where it is made to where it is used."""
        return tuple(
            (name, origin, destination)
            for name, row in self.commodities.items()
            if row.transportable
            for origin in self.maker_sites.get(name, ())
            for destination in self.user_sites.get(name, ())
            if origin != destination
        )

    @cached_property
    def purchase_routes(self) -> tuple[tuple[str, str], ...]:
        """``(supply, site)``: feed is bought for a site that can use it."""
        return tuple((row.supply, s) for row in self.case.supplies for s in self.user_sites.get(row.commodity, ()))

    @cached_property
    def collection_routes(self) -> tuple[tuple[str, str], ...]:
        """``(return flow, site)``: scrap is collected for a site that can use it."""
        return tuple((row.flow, s) for row in self.case.return_flows for s in self.user_sites.get(row.commodity, ()))

    @cached_property
    def sale_routes(self) -> tuple[tuple[str, str], ...]:
        """``(market, site)``: goods are sold from the site that makes them."""
        return tuple((row.market, s) for row in self.case.markets for s in self.maker_sites.get(row.commodity, ()))

    @cached_property
    def delivery_routes(self) -> tuple[tuple[str, str], ...]:
        """``(contract, site)``: goods are delivered from the site that makes them."""
        return tuple(
            (row.contract, site)
            for row in self.case.contracts
            for site in self.maker_sites.get(self.markets[row.market].commodity, ())
        )

    @cached_property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """``(commodity, site)`` at which something can be made, mined or consumed."""
        pairs = dict.fromkeys(self.makers)
        pairs.update(dict.fromkeys((row.commodity, row.site) for row in self.case.deposits))
        pairs.update(dict.fromkeys(self.users))
        return tuple(pairs)

    @cached_property
    def stock_nodes(self) -> tuple[tuple[str, str], ...]:
        """Nodes at which a stock may be held."""
        return tuple((c, s) for c, s in self.nodes if self.commodities[c].storage_limit > 0)

    @cached_property
    def disposal_nodes(self) -> tuple[tuple[str, str], ...]:
        """Nodes at which the commodity may be disposed of."""
        return tuple(
            (c, s)
            for c, s in self.nodes
            if self.commodities[c].disposal_cost is not None and self.commodities[c].disposal_limit > 0
        )

    @cached_property
    def content(self) -> dict[tuple[str, str], float]:
        """Oxide-equivalent content, t per unit, by commodity and element."""
        return {(row.commodity, row.element): row.content for row in self.case.composition}

    @cached_property
    def reo(self) -> dict[str, float]:
        """All rare-earth oxide in one unit of a commodity, t."""
        totals = dict.fromkeys(self.commodities, 0.0)
        for (commodity, _), value in self.content.items():
            totals[commodity] += value
        return totals

    @cached_property
    def magnet_reo(self) -> dict[str, float]:
        """Magnet rare earths (Nd, Pr, Dy, Tb as flagged in Elements) in one unit of a commodity, t oxide."""
        flagged = {row.element for row in self.case.elements if row.magnet_element}
        totals = dict.fromkeys(self.commodities, 0.0)
        for (commodity, element), value in self.content.items():
            totals[commodity] += value if element in flagged else 0.0
        return totals

    @cached_property
    def feed_class(self) -> dict[str, str]:
        """Origin of a recipe's rare earths: ``end_of_life``, ``swarf``, ``imported``, ``domestic`` or ``internal``.

        Scrap and e-waste come first, then swarf; ore, concentrate and mixed products are imported when no recipe and
        no deposit of the workbook yields them; everything else passes on what it was given.
        """
        classes = {}
        for recipe, inputs in self.inputs.items():
            stages = {self.commodities[name].stage for name in inputs}
            raw = [n for n in inputs if self.commodities[n].stage in ("ore", "concentrate", "mixed_reo")]
            if stages & {"scrap", "ewaste"}:
                classes[recipe] = "end_of_life"
            elif "swarf" in stages:
                classes[recipe] = "swarf"
            elif raw:
                classes[recipe] = "domestic" if all(name in self.domestic_raw for name in raw) else "imported"
            else:
                classes[recipe] = "internal"
        return classes

    @cached_property
    def domestic_raw(self) -> frozenset[str]:
        """Commodities that a deposit yields or a recipe makes."""
        made = {name for outputs in self.outputs.values() for name in outputs}
        return frozenset(made | {row.commodity for row in self.case.deposits})

    # --- trade ----------------------------------------------------------------------------------------------------

    @cached_property
    def distance_km(self) -> dict[tuple[str, str], float]:
        """Road distance between sites: the row of Distances (either way), else great circle times the road factor."""
        given = {(row.origin, row.destination): row.distance_km for row in self.case.distances}
        table = {}
        for a in self.sites.values():
            for b in self.sites.values():
                computed = (
                    _great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude) * self.settings.road_factor
                )
                fallback = given.get((b.site, a.site), computed)
                table[a.site, b.site] = 0.0 if a.site == b.site else given.get((a.site, b.site), fallback)
        return table

    def freight(self, commodity: str, origin: str, destination: str) -> float:
        """Freight in MUSD per unit."""
        mass = self.commodities[commodity].mass_per_unit
        return mass * self.distance_km[origin, destination] * self.settings.freight_cost / THOUSAND**2

    @cached_property
    def addressable(self) -> dict[tuple[str, int], float]:
        """Demand that can be won, by market and year."""
        share = {row.market: row.addressable_share for row in self.case.markets}
        rows = [row for row in self.case.demand if row.case == self.settings.demand_case]
        return {(row.market, y): share[row.market] * row.quantity[y] for row in rows for y in self.years}

    def market_price(self, market: str, year: int) -> float:
        """Sale price, MUSD per unit, never below zero."""
        row = self.markets[market]
        return max(0.0, self.price[row.commodity, year] * row.price_factor + row.price_adder / THOUSAND)

    def supply_price(self, row_price_factor: float, row_price_adder: float, commodity: str, year: int) -> float:
        """Purchase price, MUSD per unit, never below zero."""
        return max(0.0, self.price.get((commodity, year), 0.0) * row_price_factor + row_price_adder / THOUSAND)

    def contract_price(self, contract: Contract, year: int) -> float:
        """Contract price, MUSD per unit, under the contract's rule."""
        spot = self.market_price(contract.market, year)
        if contract.price_rule == "fixed":
            return contract.price_value / THOUSAND
        if contract.price_rule == "floor":
            return max(spot, contract.price_value / THOUSAND)
        return spot * (1 - contract.price_value)

    @cached_property
    def contract_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a contract's first delivery can fall."""
        return {
            row.contract: tuple(y for y in self.years if row.first_delivery_from <= y <= row.first_delivery_to)
            for row in self.case.contracts
        }

    def contracts_running(self, contract: str, year: int) -> tuple[int, ...]:
        """First-delivery years for which the contract is in force in ``year``."""
        length = self.contracts[contract].length
        return tuple(first for first in self.contract_windows[contract] if first <= year < first + length)

    # --- money sources --------------------------------------------------------------------------------------------

    @cached_property
    def draw_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a source can be drawn; sources with a zero limit have none."""
        windows = {}
        for name, row in self.sources.items():
            first = max(row.first_year or self.first_year, self.first_year)
            last = min(row.last_year or self.last_year, self.last_year)
            open_years = tuple(y for y in self.years if first <= y <= last)
            windows[name] = open_years if min(row.yearly_limit, row.total_limit) > 0 else ()
        return windows

    @cached_property
    def eligible(self) -> tuple[tuple[str, str], ...]:
        """``(source, spending category)`` pairs that are allowed."""
        return tuple(
            (row.source_name, category)
            for row in self.case.eligibility
            for category in SPENDING_CATEGORIES
            if getattr(row, category)
        )

    @cached_property
    def target_years(self) -> dict[str, tuple[int, ...]]:
        """Decision years in which a target holds: from its due year to its last year."""
        return {
            name: tuple(y for y in self.years if row.first_year <= y <= (row.last_year or self.last_year))
            for name, row in self.targets.items()
        }

    def target_scale(self, target: str) -> float:
        """A shortfall of 100 %, in units of the numerator: the value, for ratios times the least denominator."""
        row = self.targets[target]
        scale = row.value * (row.minimum_denominator or 1.0 if KPIS[row.kpi].is_ratio else 1.0)
        return scale if scale > 0 else 1.0


def _great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance (haversine formula, mean Earth radius 6371 km)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
