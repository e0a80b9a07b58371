"""Prices: the value of money over time, reference prices of commodities, prices of utilities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from roadmap_opt.case.indexes.rows import THOUSAND, Rows
from roadmap_opt.case.price_formulas import last_drivers, with_derived
from roadmap_opt.said import said

_NO_FACTORS: Mapping[str, float] = MappingProxyType({})


@dataclass(eq=False, repr=False)
class Prices:
    """Price levels, discount factors and the prices of the chosen price case."""

    rows: Rows

    def level(self, year: int) -> float:
        """Nominal over constant money: ``(1 + inflation) ** (year - base year)``."""
        settings = self.rows.settings
        return float((1 + settings.inflation) ** (year - settings.base_year))

    def mean_level(self, period: int) -> float:
        """The same on average over the years of a period."""
        span = self.rows.span(period)
        return sum(self.level(year) for year in span) / len(span)

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
        return self.deck(self.rows.settings.price_case)

    def deck(self, case: str, factors: Mapping[str, float] = _NO_FACTORS) -> dict[tuple[str, int], float]:
        """Prices of a price case in MUSD per unit by commodity and year, with entered prices times a factor (none: 1).

        Derived prices follow by their formulas: a factor of 0.8 on an oxide takes a fifth of the oxide in a magnet off
        the magnet's price, and nothing off its conversion premium. That is how a bank's price deck hangs together.
        Raises ``ValueError`` for a factor on a commodity whose price is derived, or that has no price in this case.
        """
        entered: defaultdict[int, dict[str, float]] = defaultdict(dict)
        for row in self.rows.case.prices:
            if row.case == case:
                for year, price in self.rows.steady(row.price).items():
                    entered[year][row.commodity] = price * factors.get(row.commodity, 1.0)
        premiums: defaultdict[int, dict[str, float]] = defaultdict(dict)
        for premium in self.rows.case.premiums:
            if premium.price_case == case:
                for year, value in self.rows.steady(premium.premium).items():
                    premiums[year][premium.commodity] = value
        self._require_entered(factors, {commodity for prices in entered.values() for commodity in prices}, case)
        return {
            (commodity, year): price / THOUSAND
            for year, prices in entered.items()
            for commodity, price in with_derived(prices, self.formulas, premiums[year]).items()
        }

    @cached_property
    def formulas(self) -> dict[str, dict[str, float]]:
        """Units of each driver in one unit of every derived commodity."""
        found: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for row in self.rows.case.price_formulas:
            found[row.commodity][row.driver] = row.quantity
        return dict(found)

    def drivers(self, commodity: str) -> dict[str, float]:
        """Units of every entered price in one unit of a commodity, through all formulas; itself where it has none."""
        return last_drivers(commodity, self.formulas)

    def _require_entered(self, factors: Mapping[str, float], entered: set[str], case: str) -> None:
        for commodity in factors:
            if commodity in self.formulas:
                named = ", ".join(self.drivers(commodity))
                raise ValueError(
                    said(
                        "the price of {commodity} is derived: a factor belongs on its drivers ({named})",
                        commodity=commodity,
                        named=named,
                    )
                )
            if commodity not in entered:
                raise ValueError(said("{commodity} has no price in case {case}", commodity=commodity, case=case))

    def at(self, commodity: str, year: int) -> float:
        """Reference price in MUSD per unit; zero when the sheet has none."""
        return self.reference.get((commodity, year), 0.0)

    def of_base_year(self, commodity: str) -> float:
        """Reference price of the base year, MUSD per unit; zero when the sheet has none."""
        return self.at(commodity, self.rows.settings.base_year)

    def utility(self, utility: str, year: int) -> float:
        """Price of a utility in USD per MWh, GJ, m3 or t; zero when the sheet has no row for it."""
        year = min(year, self.rows.last_year)
        return next((row.price[year] for row in self.rows.case.utilities if row.utility == utility), 0.0)
