"""What every other look-up starts from: the rows of the tables by name, the years, the value of money over time."""

from __future__ import annotations

from functools import cached_property

from roadmap_opt.case.case import Case

THOUSAND = 1000.0
"""kUSD per MUSD, kt per Mt, USD/MWh per kUSD/MWh: every such step is a factor of one thousand."""


class Basics:
    """Rows by name, years, price levels and reference prices of one :class:`Case`."""

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
        self.groups = {row.group: row for row in case.offtake_groups}
        self.sources = {row.source_name: row for row in case.funding}
        self.targets = {row.target: row for row in case.targets}

    def price_level(self, year: int) -> float:
        """Nominal over constant money: ``(1 + inflation) ** (year - base year)``."""
        return float((1 + self.settings.inflation) ** (year - self.settings.base_year))

    def discount_factor(self, year: int, real_rate: float) -> float:
        """Present value, in the base year, of one unit of constant money received in ``year``."""
        return float((1 + real_rate) ** -(year - self.settings.base_year))

    @cached_property
    def perspective_rate(self) -> float:
        """Real discount rate of the chosen perspective."""
        return float(getattr(self.settings, f"discount_rate_{self.settings.perspective}"))

    @cached_property
    def price(self) -> dict[tuple[str, int], float]:
        """Reference price in MUSD per unit by commodity and year, in the chosen price case (all years of the sheet)."""
        rows = (row for row in self.case.prices if row.case == self.settings.price_case)
        return {(row.commodity, year): value / THOUSAND for row in rows for year, value in row.price.items()}

    def utility_price(self, utility: str, year: int) -> float:
        """Price of a utility in USD per MWh, GJ, m3 or t; zero when the sheet has no row for it."""
        return next((row.price[year] for row in self.case.utilities if row.utility == utility), 0.0)
