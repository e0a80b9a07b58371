"""What follows from the tables without a solver: look-ups, sparse index sets, profiles by age, prices and distances.

The model, the extraction and the indicators read one object, so that a rule such as "which sites can make this
commodity" or "what share of nameplate is available in a plant's second calendar year" has one home. It holds families
of look-ups, each a class in a file of its own that is given what it reads: the list below is the order in which they
build on each other. Bounds for switches (``goods``, ``support``, ``money``; their rules: :mod:`bounds`) are derived
from the others.

The case, its settings, its decision years and the periods (the years and the steady tail after them) stand on the
object itself, because every rule of the model begins with them. Rows do not: ``ix.rows.plants`` are the rows of a
sheet by name, ``ix.plants`` is what follows from them.
"""

from __future__ import annotations

from roadmap_opt.case.case import Case
from roadmap_opt.case.indexes.costs import Costs
from roadmap_opt.case.indexes.finance import Finance
from roadmap_opt.case.indexes.goods_bounds import GoodsBounds
from roadmap_opt.case.indexes.lending import Lending
from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.money_bounds import MoneyBounds
from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.programmes import Programmes
from roadmap_opt.case.indexes.rows import THOUSAND, Rows
from roadmap_opt.case.indexes.security import Security
from roadmap_opt.case.indexes.support import Support
from roadmap_opt.case.indexes.targets import Targets
from roadmap_opt.case.indexes.trade import Trade

__all__ = ["THOUSAND", "Indexes"]


class Indexes:
    """Derived sets and parameters of one case. Every one is computed once, on first use."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.settings = case.settings
        self.rows = Rows(case)
        self.years = self.rows.years
        self.first_year, self.last_year = self.rows.first_year, self.rows.last_year
        self.tail, self.periods = self.rows.tail, self.rows.periods
        self.prices = Prices(self.rows)
        self.programmes = Programmes(self.rows)
        self.plants = Plants(self.rows, self.prices)
        self.materials = Materials(self.rows, self.plants)
        self.costs = Costs(self.rows, self.prices, self.materials)
        self.trade = Trade(self.rows, self.prices, self.materials)
        self.security = Security(self.rows, self.materials)
        self.finance = Finance(self.rows)
        self.lending = Lending(self.rows, self.prices, self.plants, self.materials, self.trade, self.finance)
        self.targets = Targets(self.rows)
        self.goods = GoodsBounds(self.rows, self.prices, self.plants, self.materials, self.costs, self.trade)
        self.support = Support(self.rows, self.prices, self.trade, self.goods, self.lending)
        self.money = MoneyBounds(
            self.rows, self.prices, self.programmes, self.plants, self.materials, self.trade, self.finance,
            self.lending, self.goods, self.support,
        )  # fmt: skip

    def is_tail(self, period: int) -> bool:
        """Whether a period lies after the last decision year."""
        return self.rows.is_tail(period)

    def span(self, period: int) -> range:
        """Calendar years of a period."""
        return self.rows.span(period)

    def weight(self, period: int) -> int:
        """For how many years a period stands."""
        return self.rows.weight(period)
