"""What running each recipe costs by itself: before anything it takes in is paid for. Constant base-year MUSD.

processing   variable cost, electricity, gas, water, carbon                    activity * the recipe's rates
other        licence royalty, state royalty on ore                             activity * value of what is made
fixed        operation and maintenance of the plant, existing plants included  by module, while it operates
             what it costs to stand capacity down and bring it back            in the year in which it is stood down
capital      a level yearly charge for the plant's cost                        by module, while it operates

Fixed cost and capital charge belong to a plant at a site; in a year they are shared out over its recipes by the
capacity each of them uses. What falls on a plant that stood idle all year is kept apart: no product carries it.

The capital charge of a module is the level amount, paid in every year of operation (part-years in part), whose present
value over the whole operating life equals the present value of its cost with owner's cost, at the real discount rate of
the chosen perspective and from the years in which it is spent. It therefore includes the cost of waiting for the plant.
Plants that stood before carry none: their cost is sunk.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.sheets.investment import SPEND_YEARS, Module
from roadmap_opt.runs.run import records

Parts = dict[str, float]
"""MUSD by part: ``processing``, ``other``, ``fixed``, ``capital``."""

_ROYALTIES = ("licence_royalty", "state_royalty")

PlantYear = tuple[str, str, int]
"""Site, plant, year."""


class PlantCosts:
    """``recipes[recipe, year]`` is what it costs at all its sites together; ``idle[year]`` what nobody carries."""

    def __init__(self, ix: Indexes, tables: Mapping[str, pd.DataFrame]) -> None:
        self.recipes: dict[tuple[str, int], Parts] = defaultdict(lambda: defaultdict(float))
        self.idle: dict[int, Parts] = defaultdict(lambda: defaultdict(float))
        self._ix, self._tables = ix, tables
        self._running()
        self._standing()

    def _running(self) -> None:
        for row in records(self._tables["activity"]):
            parts = self.recipes[row.recipe, int(row.year)]
            for line, cost in self._ix.costs.by_line(row.recipe, int(row.year)).items():
                parts["other" if line in _ROYALTIES else "processing"] += row.activity * cost

    def _standing(self) -> None:
        loads: dict[PlantYear, dict[str, float]] = defaultdict(dict)
        for row in records(self._tables["activity"]):
            recipe = self._ix.rows.recipes[row.recipe]
            if row.activity > 0:
                loads[row.site, recipe.plant, int(row.year)][row.recipe] = row.activity * recipe.load
        for place, costs in self._plant_years().items():
            users = loads.get(place, {})
            whole = math.fsum(users.values())
            for part, amount in costs.items():
                if whole <= 0:
                    self.idle[place[2]][part] += amount
                for recipe_name, load in users.items():
                    self.recipes[recipe_name, place[2]][part] += amount * load / whole

    def _plant_years(self) -> dict[PlantYear, Parts]:
        ix, found = self._ix, defaultdict[PlantYear, Parts](lambda: defaultdict(float))
        for row in ix.case.existing:
            for year in ix.years:
                if row.first_year <= year <= (row.last_year if row.last_year is not None else year):
                    found[row.site, row.plant, year]["fixed"] += row.fixed_cost
        for row in records(self._tables["capacity"]):
            if row.stood_down:
                found[row.site, row.plant, int(row.year)]["fixed"] += row.stood_down * ix.costs.restart(row.plant)
        for row in records(self._tables["builds"]):
            module = ix.rows.modules[row.module]
            charge = row.count * ix.plants.capex(module) * charge_share(module, ix.plants, ix.prices.perspective_rate)
            for year in ix.years:
                running = ix.plants.operation(module, year - int(row.year))
                ended = ix.plants.closing(module, year - int(row.year))
                if ended > 0:
                    closing = row.count * ix.plants.closure_cost(module) * ended
                    found[row.site, row.plant, year]["fixed"] += closing
                if running > 0:
                    fixed = row.count * ix.plants.fixed_cost(module, year - int(row.year))
                    found[row.site, row.plant, year]["fixed"] += fixed
                    found[row.site, row.plant, year]["capital"] += charge * running
        return found


def charge_share(module: Module, plants: Plants, rate: float) -> float:
    """The level yearly charge for one MUSD of a module's cost at the real ``rate`` (1/yr), see the module's text."""
    spent = math.fsum(plants.spend(module, age) * (1 + rate) ** -age for age in range(SPEND_YEARS))
    years = range(math.ceil(module.lead_time + module.life) + 1)
    served = math.fsum(plants.operation(module, age) * (1 + rate) ** -age for age in years)
    return spent / served
