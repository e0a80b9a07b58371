"""The costs of one year as linear equations, solved for all commodities and all parts of the cost at once.

For commodity c, recipe r with activity A[r], inputs in[r,c] and outputs out[r,c] per unit of activity, MUSD:

cost[r]             = direct[r] + sum over c of A*in[r,c]*unit[c] + sum over c of A*out[r,c]*after[c]
pool[c] * unit[c]   = feed[c] + moved[c] + held[c] + opening[c]*last year's unit[c] + sum over r of share[r,c]*cost[r]
made[c] * after[c]  = disposal[c] - sales of by-products[c] + sum over treatments r of treated[r,c]*cost[r]

pool     made + bought + collected + mined + opening stock
share    part of a recipe's cost that product c carries: its quantity times reference price over that of all products
         that carry cost; by quantity when none of them has a price
treated  a recipe without such products treats what it takes in; its cost, without its inputs, goes back to those who
         made that, by quantity
after    what a unit costs after it was made (or brings in, when negative); moving and holding goods without a cost of
         their own count here
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.insight.costs.commodity_totals import CommodityTotals
from roadmap_opt.insight.costs.plants import PlantCosts

PARTS = ("feed", "processing", "fixed", "other", "capital", "credit")
"""Parts of a cost, in the order in which they are stacked."""

UNBURDENED = ("by_product", "residue", "swarf")
"""Stages whose goods carry no cost."""

NEGLIGIBLE = 1e-6
"""Quantities up to this are the solver's noise: nothing is divided by them."""

Vector = NDArray[np.float64]
"""MUSD, or MUSD per unit, by part."""


class YearCosts:
    """Costs of one year. ``unit[commodity]`` is what a unit of it cost on average, MUSD by part; ``unassigned`` is what
    no product carries because what it belongs to was not made in the year.
    """

    def __init__(
        self, ix: Indexes, plants: PlantCosts, goods: CommodityTotals, year: int, before: Mapping[str, Vector]
    ) -> None:
        self._ix, self._plants, self._goods, self._year = ix, plants, goods, year
        self.activity = {name: amount for name, amount in goods.activity[year].items() if amount > NEGLIGIBLE}
        self.made = self._made()
        self._shares = {recipe: self._carried(recipe) for recipe in self.activity}
        self._names = list(ix.rows.commodities)
        self._at = {name: position for position, name in enumerate(self._names)}
        self.unassigned = 0.0
        self._solution = self._solved(before)
        self.unit: dict[str, Vector] = {name: self._solution[at] for name, at in self._at.items()}

    def production(self, commodity: str) -> Vector:
        """What making the year's quantity of a commodity cost, MUSD by part."""
        cost = np.zeros(len(PARTS))
        for recipe, shares in self._shares.items():
            if commodity in shares:
                cost = cost + shares[commodity] * self._cost(recipe)
        return cost

    def is_semi_product(self, commodity: str) -> bool:
        """Whether it is turned, this year, into another product of its own stage."""
        stage = self._stage(commodity)
        return any(
            commodity in self._ix.materials.inputs[recipe] and any(self._stage(product) == stage for product in shares)
            for recipe, shares in self._shares.items()
        )

    def _stage(self, commodity: str) -> str:
        return self._ix.rows.commodities[commodity].stage

    # --- what the equations are made of -------------------------------------------------------------------------------

    def _made(self) -> dict[str, float]:
        made: dict[str, float] = {}
        for recipe, activity in self.activity.items():
            for commodity, quantity in self._ix.materials.outputs[recipe].items():
                made[commodity] = made.get(commodity, 0.0) + activity * quantity
        return {name: quantity for name, quantity in made.items() if quantity > NEGLIGIBLE}

    def _carried(self, recipe: str) -> dict[str, float]:
        ix = self._ix
        products = {c: q for c, q in ix.materials.outputs[recipe].items() if self._stage(c) not in UNBURDENED}
        values = {c: q * ix.prices.at(c, self._year) for c, q in products.items()}
        weights = values if any(value > 0 for value in values.values()) else products
        whole = math.fsum(weights.values())
        return {c: weight / whole for c, weight in weights.items()}

    def _direct(self, recipe: str) -> Vector:
        parts = self._plants.recipes[recipe, self._year]
        return np.array([parts.get(part, 0.0) for part in PARTS])

    def _cost(self, recipe: str) -> Vector:
        activity, ix, count = self.activity[recipe], self._ix, len(self._names)
        cost = self._direct(recipe)
        for commodity, quantity in ix.materials.inputs[recipe].items() if self._shares[recipe] else ():
            cost = cost + activity * quantity * self._solution[self._at[commodity]]
        for commodity, quantity in ix.materials.outputs[recipe].items():
            cost = cost + activity * quantity * self._solution[count + self._at[commodity]]
        return cost

    def _solved(self, before: Mapping[str, Vector]) -> NDArray[np.float64]:
        """Rows 0 to n-1: unit cost of every commodity; rows n to 2n-1: what it costs after it was made."""
        count = len(self._names)
        matrix, right = np.eye(2 * count), np.zeros((2 * count, len(PARTS)))
        for name, at in self._at.items():
            pool, own, after = self._pool(name, before)
            for row, size, money in ((at, pool, own), (count + at, self.made.get(name, 0.0), after)):
                if size > NEGLIGIBLE:
                    right[row] = money / size
                else:
                    self.unassigned += float(money.sum())
        for recipe, activity in self.activity.items():
            for row, part in self._receivers(recipe):
                right[row] += part * self._direct(recipe)
                for commodity, quantity in self._ix.materials.outputs[recipe].items():
                    matrix[row, count + self._at[commodity]] -= part * activity * quantity
                for commodity, quantity in self._ix.materials.inputs[recipe].items() if self._shares[recipe] else ():
                    matrix[row, self._at[commodity]] -= part * activity * quantity
        # Least squares, because a loop that feeds only itself leaves its costs open; all others have one solution.
        return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0], dtype=np.float64)

    def _pool(self, name: str, before: Mapping[str, Vector]) -> tuple[float, Vector, Vector]:
        """Units of a commodity that were there, the money that comes with them, and the money that follows them."""
        goods, year, key = self._goods, self._year, (name, self._year)
        opening = goods.stock.get((name, year - 1), 0.0)
        pool = self.made.get(name, 0.0) + goods.supplied.get(key, 0.0) + opening
        own, after = np.zeros(len(PARTS)), np.zeros(len(PARTS))
        own[PARTS.index("feed")] = goods.feed.get(key, 0.0)
        after[PARTS.index("other")] = goods.disposal.get(key, 0.0)
        carried = goods.moved.get(key, 0.0) + goods.held.get(key, 0.0)
        if self._stage(name) in UNBURDENED:
            after[PARTS.index("other")] += carried
            after[PARTS.index("credit")] = -goods.sales.get(key, 0.0)
        else:
            own[PARTS.index("other")] = carried
            own = own + opening * before.get(name, np.zeros(len(PARTS)))
        return pool, own, after

    def _receivers(self, recipe: str) -> list[tuple[int, float]]:
        """Rows that carry a recipe's cost, and how much of it per unit."""
        count, ix = len(self._names), self._ix
        if self._shares[recipe]:
            pools = {c: self._pool(c, {})[0] for c in self._shares[recipe]}
            return [
                (self._at[c], share / pools[c]) for c, share in self._shares[recipe].items() if pools[c] > NEGLIGIBLE
            ]
        inputs = ix.materials.inputs[recipe]
        whole = math.fsum(inputs.values())
        found = [
            (count + self._at[c], quantity / whole / self.made[c]) for c, quantity in inputs.items() if c in self.made
        ]
        kept = math.fsum(part * self.made[self._names[row - count]] for row, part in found)
        self.unassigned += (1.0 - kept) * float(self._direct(recipe).sum())
        return found
