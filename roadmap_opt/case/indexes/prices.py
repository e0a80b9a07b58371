"""Prices: the value of money over time, reference prices of commodities, prices of utilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.rows import THOUSAND, Rows


@dataclass(eq=False, repr=False)
class Prices:
    """Price levels, discount factors and the prices of the chosen price case."""

    rows: Rows

    def level(self, year: int) -> float:
        """Nominal over constant money: ``(1 + inflation) ** (year - base year)``."""
        settings = self.rows.settings
        return float((1 + settings.inflation) ** (year - settings.base_year))

    def discount_factor(self, year: int, real_rate: float) -> float:
        """Present value, in the base year, of one unit of constant money received in ``year``."""
        return float((1 + real_rate) ** -(year - self.rows.settings.base_year))

    def annuity(self, period: int, real_rate: float) -> float:
        """Present value, in the base year, of one unit of constant money received in every year of a period."""
        return sum(self.discount_factor(year, real_rate) for year in self.rows.span(period))

    @cached_property
    def perspective_rate(self) -> float:
        """Real discount rate of the chosen perspective."""
        return float(getattr(self.rows.settings, f"discount_rate_{self.rows.settings.perspective}"))

    @cached_property
    def reference(self) -> dict[tuple[str, int], float]:
        """Reference price in MUSD per unit by commodity and year, in the chosen price case: all years of the sheet, and
        the periods of the tail.
        """
        rows = [row for row in self.rows.case.prices if row.case == self.rows.settings.price_case]
        return {
            (row.commodity, year): value / THOUSAND
            for row in rows
            for year, value in self.rows.steady(row.price).items()
        }

    def at(self, commodity: str, year: int) -> float:
        """Reference price in MUSD per unit; zero when the sheet has none."""
        return self.reference.get((commodity, year), 0.0)

    def utility(self, utility: str, year: int) -> float:
        """Price of a utility in USD per MWh, GJ, m3 or t; zero when the sheet has no row for it."""
        year = min(year, self.rows.last_year)
        return next((row.price[year] for row in self.rows.case.utilities if row.utility == utility), 0.0)
