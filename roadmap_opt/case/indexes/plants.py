"""Plants: when and where they can be built, how many fit, and what a size class costs and offers by age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.profiles import (
    attainable_by_age,
    depreciation_by_age,
    first_year_share,
    learning_step,
    operation_by_age,
    spend_by_age,
)
from roadmap_opt.case.sheets.investment import SPEND_YEARS, ExistingPlant, Module, Requirement


@dataclass(eq=False, repr=False)
class Plants:
    """What can be built where and when, and what it costs and offers from then on."""

    rows: Rows
    prices: Prices

    @cached_property
    def slots(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """Start years by ``(site, module)``: those allowed and early enough to operate within the horizon."""

        def operates(module: Module, start: int) -> bool:
            return any(self.operation(module, year - start) > 0 for year in self.rows.years if year >= start)

        slots = {}
        for place in self.rows.case.plant_sites:
            first = max(place.first_start_year or self.rows.first_year, self.rows.first_year)
            for module in self.rows.case.modules:
                years = tuple(y for y in self.rows.years if y >= first and operates(module, y))
                if module.plant == place.plant and module.maximum_count and place.maximum_modules and years:
                    slots[place.site, module.module] = years
        return slots

    @cached_property
    def modules_at(self) -> dict[tuple[str, str], list[str]]:
        """Modules that can be built, by ``(site, plant)``."""
        modules: dict[tuple[str, str], list[str]] = defaultdict(list)
        for site, module in self.slots:
            modules[site, self.rows.modules[module].plant].append(module)
        return dict(modules)

    @cached_property
    def places(self) -> tuple[tuple[str, str], ...]:
        """``(site, plant)`` pairs at which the plant stands or can be built."""
        pairs = dict.fromkeys(self.modules_at)
        pairs.update(dict.fromkeys((row.site, row.plant) for row in self.rows.case.existing))
        return tuple(pairs)

    @cached_property
    def requirements(self) -> dict[tuple[str, str, str, int], list[Requirement]]:
        """Rows of Requirements by gate, site, plant and alternative set: one row of each set has to be fulfilled."""
        rows: dict[tuple[str, str, str, int], list[Requirement]] = {}
        for site, plant in self.places:
            for row in self.rows.case.requirements:
                if row.plant == plant and row.site in (None, site):
                    rows.setdefault((row.gate, site, plant, row.alternative_set), []).append(row)
        return rows

    @cached_property
    def space(self) -> dict[tuple[str, str], int]:
        """Most modules of all sizes by ``(site, plant)``."""
        return {(row.site, row.plant): row.maximum_modules for row in self.rows.case.plant_sites}

    @cached_property
    def count_limit(self) -> dict[tuple[str, str], int]:
        """Most modules by ``(site, module)``: the module's own limit and the space at the site."""
        return {
            (site, name): min(self.rows.modules[name].maximum_count, self.space[site, self.rows.modules[name].plant])
            for site, name in self.slots
        }

    @cached_property
    def scarce_places(self) -> tuple[tuple[str, str], ...]:
        """``(site, plant)`` whose space is smaller than what its size classes may take of it together."""
        return tuple(
            (site, plant)
            for (site, plant), modules in self.modules_at.items()
            if sum(self.count_limit[site, name] for name in modules) > self.space[site, plant]
        )

    @cached_property
    def learners(self) -> tuple[tuple[str, str], ...]:
        """``(site, plant)`` at which the use of what is in operation has to be learnt."""
        plants = self.rows.plants
        return tuple(
            (site, plant)
            for site, plant in self.places
            if first_year_share(plants[plant]) < 1 or learning_step(plants[plant]) < 1
        )

    @cached_property
    def slow_to_restart(self) -> tuple[tuple[str, str], ...]:
        """``(site, plant)`` at which capacity is stood down, at a cost, when use falls below its least stable load."""
        plants = self.rows.plants
        return tuple(
            (site, plant)
            for site, plant in self.places
            if plants[plant].least_stable_load and plants[plant].restart_cost
        )

    def attainable(self, module: Module, age: int) -> float:
        """Share of nameplate that the fastest ramp-up reaches in the year ``age`` years after construction starts."""
        return attainable_by_age(module, self.rows.plants[module.plant], age)

    def operation(self, module: Module, age: int) -> float:
        """Share of that calendar year in which the module is in operation, ramp-up not counted."""
        return operation_by_age(module, age)

    def offered(self, module: Module, start: int, period: int) -> float:
        """Share of nameplate that a module started in ``start`` offers in a period: after the fastest ramp-up.

        In the tail the ramp-up is over, and what counts is the share of the period's years within its life.
        """
        if not self.rows.is_tail(period):
            return self.attainable(module, period - start)
        return self._operated(module, start, period)

    def _operated(self, module: Module, start: int, period: int) -> float:
        """Share of nameplate in operation on average over the years of a period, ramp-up not counted."""
        span = self.rows.span(period)
        return sum(self.operation(module, year - start) for year in span) / len(span)

    def closing(self, module: Module, age: int) -> float:
        """Share of nameplate whose life ends, counted in the calendar year in which operation falls."""
        return max(0.0, self.operation(module, age - 1) - self.operation(module, age))

    def ended(self, module: Module, start: int, year: int, period: int) -> float:
        """Share of nameplate in operation in a year whose life has ended in a later period, on average over it."""
        return max(0.0, self.operation(module, year - start) - self._operated(module, start, period))

    def closure_cost(self, module: Module) -> float:
        """Cost, MUSD, of closing one module."""
        return self.capex(module) * (module.closure_cost_share or 0.0)

    def opening(self, module: Module, age: int) -> float:
        """Share of nameplate that comes into operation in that calendar year, on top of the year before."""
        return max(0.0, self.operation(module, age) - self.operation(module, age - 1))

    def first_year_share(self, plant: str) -> float:
        """Share of nameplate that can be used in the first operating year."""
        return first_year_share(self.rows.plants[plant])

    def learning_step(self, plant: str) -> float:
        """Share of nameplate by which use can rise from one year to the next."""
        return learning_step(self.rows.plants[plant])

    def capex(self, module: Module) -> float:
        """Capex of one module in MUSD with owner's cost."""
        return module.capex * (1 + self.rows.settings.owner_cost_share)

    def spend(self, module: Module, age: int) -> float:
        """Share of capex spent in the calendar year ``age`` years after the start of construction."""
        return spend_by_age(module, age)

    def depreciation(self, module: Module, start: int, year: int) -> float:
        """Tax depreciation in ``year``, nominal MUSD, of one module started in ``start``."""
        cost = sum(
            self.capex(module) * self.spend(module, age) * self.prices.level(start + age) for age in range(SPEND_YEARS)
        )
        return cost * depreciation_by_age(module, year - start, self.rows.settings.tax_depreciation_years)

    def depreciation_left(self, module: Module, start: int, period: int) -> float:
        """Tax depreciation of one module in a year of the tail, MUSD real, on average over a period."""
        span = self.rows.span(period)
        return sum(self.depreciation(module, start, year) / self.prices.level(year) for year in span) / len(span)

    def upkeep(self, module: Module) -> float:
        """Fixed cost, MUSD, of one module in a whole year of operation."""
        return self.capex(module) * module.fixed_cost_share

    def fixed_cost(self, module: Module, age: int) -> float:
        """Fixed cost, MUSD, of one module in the calendar year ``age`` years after the start of construction."""
        return self.upkeep(module) * self.operation(module, age)

    def dearest(
        self,
        site: str,
        plant: str,
        value: Callable[[Module, int], float],
        starts: Callable[[str, str], Iterable[int]] | None = None,
    ) -> float:
        """Largest sum of ``value(module, start year)`` over all modules of a plant that can be started at a site.

        At most ``count_limit`` of each size and ``maximum_modules`` of all are ever started, each counts at the
        best of its start years, and no value is below zero. ``starts(site, module)`` says which start years count;
        all of ``slots`` unless it is given.
        """
        values: list[float] = []
        for name in self.modules_at.get((site, plant), ()):
            years = self.slots[site, name] if starts is None else starts(site, name)
            best = max((value(self.rows.modules[name], start) for start in years), default=0.0)
            values += [best] * self.count_limit[site, name]
        return sum(sorted(values, reverse=True)[: self.space.get((site, plant), 0)])

    def standing(self, asset: ExistingPlant, period: int) -> float:
        """Share of the years of a period in which an asset stands."""
        span = self.rows.span(period)
        until = span[-1] if asset.last_year is None else asset.last_year
        return sum(asset.first_year <= year <= until for year in span) / len(span)

    def existing_capacity(self, site: str, plant: str, year: int) -> float:
        """Capacity, per year, of the assets that stand already."""
        return sum(row.capacity * self.standing(row, year) for row in self._at(site, plant))

    def _at(self, site: str, plant: str) -> list[ExistingPlant]:
        return [row for row in self.rows.case.existing if (row.site, row.plant) == (site, plant)]

    def use_before(self, site: str, plant: str) -> float:
        """Use in the year before the first decision year of the assets that stand then; blank is full capacity."""
        before = self.rows.first_year - 1
        return sum(_use_before(row) * self.standing(row, before) for row in self._at(site, plant))

    def existing_attainable(self, site: str, plant: str, year: int) -> float:
        """Largest use of the assets that stand already, rising without a break from the use before; in the tail all."""
        if self.rows.is_tail(year):
            return self.existing_capacity(site, plant, year)
        step = self.learning_step(plant) * (year + 1 - self.rows.first_year)
        return sum(
            min(row.capacity, _use_before(row) + step * row.capacity) * self.standing(row, year)
            for row in self._at(site, plant)
        )

    def existing_fixed_cost(self, year: int, keep: Callable[[ExistingPlant], bool] = lambda _: True) -> float:
        """Fixed cost, MUSD per year, of the assets that stand already (of those that ``keep`` chooses)."""
        return sum(row.fixed_cost * self.standing(row, year) for row in self.rows.case.existing if keep(row))


def _use_before(row: ExistingPlant) -> float:
    return row.capacity if row.use_before is None else row.use_before
