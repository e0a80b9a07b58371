"""What follows from the tables without a solver: look-ups, sparse index sets, profiles by age, prices and distances.

The model, the extraction and the indicators read one object, so that a rule such as "which sites can make this
commodity" or "what share of nameplate is available in a plant's second calendar year" has one home. Each family of
look-ups has a file of its own and builds on the one before: plants, materials, costs, trade; finance and targets stand
apart. Bounds for switches (`bounds`, `goods_bounds`, `money_bounds`) are derived from all of them.
"""

from __future__ import annotations

from roadmap_opt.case.indexes.base import THOUSAND
from roadmap_opt.case.indexes.money_bounds import MoneyBounds
from roadmap_opt.case.indexes.targets import TargetIndexes

__all__ = ["THOUSAND", "Indexes"]


class Indexes(MoneyBounds, TargetIndexes):
    """Derived sets and parameters of one case. Every property is computed once, on first use."""
