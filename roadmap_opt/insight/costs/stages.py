"""What one kilogram costs at each stage of the chain, from concentrate to magnet, year by year. USD per kg, constant
base-year money; the same as kUSD per tonne.

Full cost: what a stage takes from the stage before comes at that stage's cost, not at a market price. Its parts:

feed        feed bought and scrap collected, delivered
processing  variable cost, electricity, gas, water, carbon
fixed       operation and maintenance
other       royalties, freight between sites, storage, disposal and treatment of residues
capital     level charge for the plants, see :mod:`roadmap_opt.insight.costs.plants`
credit      sales of by-products, freight to the buyer deducted; negative

Left out are programmes, working capital, taxes, financing, and freight to the buyers of the chain's own products.

Rules
* A commodity has one cost per year: the average of what was made, bought, collected and found in stock, at all sites.
* Products made together share their recipe's cost by quantity times reference price; one without a reference price
  carries none, and if none has one they share by quantity. The tables allow no finer split.
* By-products, residues and swarf carry no cost. What becomes of them (disposal, treatment, transport, sales) is charged
  or credited to the recipes that made them, by quantity.
* The cost of a stage is the average over its products made in the year. A semi-product that is turned into another
  product of the same stage (a heavy rare-earth mix) is not counted besides it.
* Loops (recycled oxide, recycled powder) are solved, not cut, see :mod:`roadmap_opt.insight.costs.equations`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.insight.costs.commodity_totals import CommodityTotals
from roadmap_opt.insight.costs.equations import NEGLIGIBLE, PARTS, Vector, YearCosts
from roadmap_opt.insight.costs.plants import PlantCosts

STAGES = ("concentrate", "mixed_reo", "oxide", "metal", "alloy", "powder", "sintered_magnet", "bonded_magnet")
"""Stages whose cost is told, in the order of the chain."""

_TONNES = {"t": 1.0, "t REO": 1.0, "kt": 1000.0}
_USD_PER_KG = 1000.0
"""In one MUSD per tonne."""

_DIGITS = 9
"""Decimals of a USD per kg that mean something; the rest is rounding of the linear equations."""


@dataclass(frozen=True, slots=True)
class UnitCost:
    """USD per kg by part, for ``tonnes`` made in the year (of rare-earth oxide up to the mixed product).

    ``reference`` is the reference price of the same products, USD per kg, NaN when one of them has none.
    """

    tonnes: float
    parts: Mapping[str, float]
    reference: float

    @property
    def total(self) -> float:
        """All parts together, by-product credit deducted."""
        return math.fsum(self.parts.values())


@dataclass(frozen=True, slots=True)
class StageCosts:
    """Costs by stage and by product, each by year; a year in which nothing was made is left out.

    ``idle`` is the fixed cost and capital charge of plants that stood idle all year, ``unassigned`` the cost of what
    became of goods not made in the year; MUSD by year, carried by no product.
    """

    stages: Mapping[str, Mapping[int, UnitCost]]
    products: Mapping[str, Mapping[int, UnitCost]]
    idle: Mapping[int, float]
    unassigned: Mapping[int, float]


def stage_costs(case: Case, tables: Mapping[str, pd.DataFrame]) -> StageCosts:
    """The costs of a plan; ``tables`` are its result tables."""
    ix = Indexes(case)
    plants, goods = PlantCosts(ix, tables), CommodityTotals(ix, tables)
    stages: dict[str, dict[int, UnitCost]] = {stage: {} for stage in STAGES}
    products: dict[str, dict[int, UnitCost]] = defaultdict(dict)
    idle, unassigned = {}, {}
    before: Mapping[str, Vector] = {}
    for year in ix.years:
        solved = YearCosts(ix, plants, goods, year, before)
        before = solved.unit
        idle[year] = math.fsum(plants.idle[year].values())
        unassigned[year] = solved.unassigned
        for stage in STAGES:
            final = [
                c
                for c in solved.made
                if ix.rows.commodities[c].stage == stage and _tonnes(ix, c) and not solved.is_semi_product(c)
            ]
            costs = {c: solved.production(c) for c in final}
            for commodity, cost in costs.items():
                products[commodity][year] = _unit_cost(ix, year, {commodity: solved.made[commodity]}, cost)
            if costs:
                whole = np.sum(list(costs.values()), axis=0)
                stages[stage][year] = _unit_cost(ix, year, {c: solved.made[c] for c in final}, whole)
    return StageCosts(stages, dict(products), _kept(idle), _kept(unassigned))


def _unit_cost(ix: Indexes, year: int, made: Mapping[str, float], cost: Vector) -> UnitCost:
    tonnes = math.fsum(quantity * _tonnes(ix, c) for c, quantity in made.items())
    parts = dict(zip(PARTS, (cost / tonnes * _USD_PER_KG).round(_DIGITS).tolist(), strict=True))
    prices = {c: ix.prices.at(c, year) for c in made}
    value = math.fsum(price * made[c] for c, price in prices.items()) / tonnes * _USD_PER_KG
    return UnitCost(tonnes, parts, value if all(prices.values()) else math.nan)


def _tonnes(ix: Indexes, commodity: str) -> float:
    """Tonnes in one unit of a commodity; of one that is counted by the thousand, what it weighs (0: not stated)."""
    row = ix.rows.commodities[commodity]
    return _TONNES.get(row.unit, row.mass_per_unit)


def _kept(years: Mapping[int, float]) -> dict[int, float]:
    return {year: amount for year, amount in years.items() if abs(amount) > NEGLIGIBLE}
