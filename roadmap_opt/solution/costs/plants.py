"""What running each recipe costs by itself: before anything it takes in is paid for. Constant base-year MUSD.

processing   variable cost, electricity, gas, water, carbon                    activity * the recipe's rates
other        licence royalty, state royalty on ore                             activity * value of what is made
fixed        operation and maintenance of the plant, existing plants included  by module, while it operates
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

from roadmap_opt.case.sheets.investment import Module
from roadmap_opt.solution.run import records
from roadmap_opt.solution.verify.facts import KILO, Facts, stands
from roadmap_opt.solution.verify.timing import operating_share, spend_shares

Parts = dict[str, float]
"""MUSD by part: ``processing``, ``other``, ``fixed``, ``capital``."""

PlantYear = tuple[str, str, int]
"""Site, plant, year."""


class PlantCosts:
    """``recipes[recipe, year]`` is what it costs at all its sites together; ``idle[year]`` what nobody carries."""

    def __init__(self, facts: Facts, tables: Mapping[str, pd.DataFrame]) -> None:
        self.recipes: dict[tuple[str, int], Parts] = defaultdict(lambda: defaultdict(float))
        self.idle: dict[int, Parts] = defaultdict(lambda: defaultdict(float))
        self._facts, self._tables = facts, tables
        self._running()
        self._standing()

    def _running(self) -> None:
        facts = self._facts
        for row in records(self._tables["activity"]):
            recipe, parts = facts.recipes[row.recipe], self.recipes[row.recipe, int(row.year)]
            dollars = recipe.electricity * facts.utility("electricity", row.year)
            dollars += recipe.natural_gas * facts.utility("natural_gas", row.year)
            dollars += recipe.water * facts.utility("water", row.year)
            dollars += recipe.emissions * facts.utility("carbon", row.year)
            parts["processing"] += row.activity * (recipe.variable_cost / KILO + dollars / KILO / KILO)
            outputs = facts.outputs[row.recipe]
            if recipe.royalty_share and recipe.royalty_commodity:
                made = outputs.get(recipe.royalty_commodity, 0.0)
                price = facts.price(recipe.royalty_commodity, row.year)
                parts["other"] += row.activity * made * price * recipe.royalty_share
            if any(facts.stage(commodity) == "ore" for commodity in facts.inputs[row.recipe]):
                value = math.fsum(quantity * facts.price(each, row.year) for each, quantity in outputs.items())
                parts["other"] += row.activity * value * facts.settings.state_royalty

    def _standing(self) -> None:
        loads: dict[PlantYear, dict[str, float]] = defaultdict(dict)
        for row in records(self._tables["activity"]):
            recipe = self._facts.recipes[row.recipe]
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
        facts, found = self._facts, defaultdict[PlantYear, Parts](lambda: defaultdict(float))
        rate = facts.rate(facts.settings.perspective)
        for row in facts.case.existing:
            for year in facts.years:
                if stands(row.first_year, row.last_year, year):
                    found[row.site, row.plant, year]["fixed"] += row.fixed_cost
        for row in records(self._tables["builds"]):
            module = facts.modules[row.module]
            cost = row.count * facts.capex(module)
            charge = cost * charge_share(module, rate)
            for year in facts.years:
                running = operating_share(module, int(row.year), year)
                if running > 0:
                    found[row.site, row.plant, year]["fixed"] += cost * module.fixed_cost_share * running
                    found[row.site, row.plant, year]["capital"] += charge * running
        return found


def charge_share(module: Module, rate: float) -> float:
    """The level yearly charge for one MUSD of a module's cost at the real ``rate`` (1/yr), see the module's text."""
    spent = math.fsum(share * (1 + rate) ** -number for number, share in enumerate(spend_shares(module)))
    years = range(math.ceil(module.lead_time + module.life) + 1)
    served = math.fsum(operating_share(module, 0, year) * (1 + rate) ** -year for year in years)
    return spent / served
