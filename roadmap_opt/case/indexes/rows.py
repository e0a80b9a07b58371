"""What every other look-up starts from: the rows of the sheets by name, the settings, the decision years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from roadmap_opt.case.case import Case

THOUSAND = 1000.0
"""kUSD per MUSD, kt per Mt, USD/MWh per kUSD/MWh: every such step is a factor of one thousand."""


class Rows:
    """The rows of one :class:`Case` by name, its settings, its decision years and the steady periods after them.

    A period is a number: a decision year is itself, a period of the tail is its first year.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.settings = case.settings
        self.years = case.decision_years
        self.first_year = self.years[0]
        self.last_year = self.years[-1]
        self.spans = {span.start: span for span in case.tail}
        self.tail = tuple(self.spans)
        self.periods = (*self.years, *self.tail)
        self.sites = {row.site: row for row in case.sites}
        self.commodities = {row.commodity: row for row in case.commodities}
        self.plants = {row.plant: row for row in case.plants}
        self.modules = {row.module: row for row in case.modules}
        self.recipes = {row.recipe: row for row in case.recipes}
        self.deposits = {row.deposit: row for row in case.deposits}
        self.programmes = {row.programme: row for row in case.programmes}
        self.supplies = {row.supply: replace(row, quantity=self.steady(row.quantity)) for row in case.supplies}
        self.return_flows = {row.flow: replace(row, exogenous=self.steady(row.exogenous)) for row in case.return_flows}
        self.markets = {row.market: row for row in case.markets}
        self.contracts = {row.contract: row for row in case.contracts}
        self.product_of = {row.contract: self.markets[row.market].commodity for row in case.contracts}
        self.supports = {row.support: row for row in case.price_support}
        self.groups = {row.group: row for row in case.offtake_groups}
        self.sources = {row.source_name: row for row in case.funding}
        self.lender_classes = {row.lender_class: row for row in case.lender_classes}
        self.targets = {row.target: row for row in case.targets}

    def is_tail(self, period: int) -> bool:
        """Whether a period lies after the last decision year: nothing is decided in it but operation."""
        return period > self.last_year

    def span(self, period: int) -> range:
        """Calendar years of a period."""
        return self.spans.get(period, range(period, period + 1))

    def weight(self, period: int) -> int:
        """For how many years a period stands."""
        return len(self.span(period))

    @property
    def end(self) -> int:
        """Last calendar year that the plan looks at."""
        return self.span(self.periods[-1])[-1]

    def before(self, period: int) -> int | None:
        """The period before; none before the first decision year."""
        return None if period == self.first_year else self.period_of(period - 1)

    def period_of(self, year: int) -> int:
        """The period in which a calendar year up to the end of the tail lies."""
        return next((start for start, span in self.spans.items() if year in span), year)

    def steady(self, series: Mapping[int, float]) -> dict[int, float]:
        """A series by year whose value of the last decision year holds in every period of the tail."""
        return {**series, **dict.fromkeys(self.tail, series[self.last_year])}
