"""What every other look-up starts from: the rows of the sheets by name, the settings, the decision years."""

from __future__ import annotations

from roadmap_opt.case.case import Case

THOUSAND = 1000.0
"""kUSD per MUSD, kt per Mt, USD/MWh per kUSD/MWh: every such step is a factor of one thousand."""


class Rows:
    """The rows of one :class:`Case` by name, its settings and its decision years."""

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
        self.supports = {row.support: row for row in case.price_support}
        self.groups = {row.group: row for row in case.offtake_groups}
        self.sources = {row.source_name: row for row in case.funding}
        self.targets = {row.target: row for row in case.targets}
