"""What follows from the tables without a solver: look-ups, sparse index sets, profiles by age, prices and distances.

The model, the extraction and the indicators read one object, so that a rule such as "which sites can make this
commodity" or "what share of nameplate is available in a plant's second calendar year" has one home. Each family of
look-ups has a file of its own and builds on the one before: plants, materials, trade; finance and targets stand apart.
"""

from __future__ import annotations

from roadmap_opt.case.indexes.base import THOUSAND
from roadmap_opt.case.indexes.finance import FinanceIndexes
from roadmap_opt.case.indexes.targets import TargetIndexes
from roadmap_opt.case.indexes.trade import TradeIndexes

__all__ = ["THOUSAND", "Indexes"]


class Indexes(TradeIndexes, FinanceIndexes, TargetIndexes):
    """Derived sets and parameters of one case. Every property is computed once, on first use."""
