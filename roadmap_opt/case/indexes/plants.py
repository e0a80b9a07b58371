"""Programmes and plants: when they can be started, how many fit, and what a size class offers by age."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from roadmap_opt.case.indexes.base import Basics
from roadmap_opt.case.profiles import availability_by_age, depreciation_by_age, operation_by_age, spend_by_age
from roadmap_opt.case.sheets.investment import SPEND_YEARS, Module


class PlantIndexes(Basics):
    """What can be started or built where and when, and what it costs and offers from then on."""

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

    def programme_cost(self, programme: str, age: int) -> float:
        """Cost, MUSD, of a programme in the year ``age`` years after its start (0 before it)."""
        row = self.programmes[programme]
        running = row.cost / max(row.duration, 1) if 0 <= age < max(row.duration, 1) else 0.0
        return running + (row.yearly_cost if age >= row.duration else 0.0)

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
            self.capex(module) * self.spend(module, age) * self.price_level(start + age) for age in range(SPEND_YEARS)
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

    def existing_fixed_cost(self, year: int) -> float:
        """Fixed cost, MUSD per year, of the assets that stand already."""
        return sum(
            row.fixed_cost
            for row in self.case.existing
            if row.first_year <= year <= (row.last_year if row.last_year is not None else year)
        )
