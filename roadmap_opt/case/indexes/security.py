"""Security of supply: which rare earths are watched, what goods hold of them, what has to be in store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.origins import WATCHED_ELEMENTS, country_of
from roadmap_opt.case.sheets.supply import Stockpile


@dataclass(eq=False, repr=False)
class Security:
    """Contents and countries for the indicator `import_dependence`, and strategic stockpiles by node and period."""

    rows: Rows
    materials: Materials

    @cached_property
    def content(self) -> dict[str, dict[str, float]]:
        """Watched rare earths in one unit of a commodity, t oxide, where there are any; by definition and commodity."""
        flagged = {row.element for row in self.rows.case.elements if row.magnet_element}
        found: dict[str, dict[str, float]] = {}
        for definition, elements in WATCHED_ELEMENTS.items():
            counted = flagged if elements is None else set(elements)
            goods = found.setdefault(definition, {})
            for (commodity, element), value in self.materials.content.items():
                if element in counted and value:
                    goods[commodity] = goods.get(commodity, 0.0) + value
        return found

    def country(self, supply: str) -> str:
        """Country of a tranche."""
        return country_of(self.rows.supplies[supply])

    @cached_property
    def stockpiles(self) -> tuple[tuple[str, str], ...]:
        """``(commodity, site)`` of the stockpiles."""
        return tuple(dict.fromkeys((row.commodity, row.site) for row in self.rows.case.stockpiles if row.quantity > 0))

    def required(self, commodity: str, site: str, year: int) -> float:
        """Least stock at the end of a year; nothing before the first decision year."""
        return sum(row.quantity for row in self._held(commodity, site, year))

    def turned_over(self, commodity: str, site: str, year: int) -> float:
        """What has to leave a stockpile in a year for use or sale: of what is held before it and after it."""
        before = self._held(commodity, site, year - 1)
        return sum((row.turnover or 0.0) * row.quantity for row in self._held(commodity, site, year) if row in before)

    def growth(self, commodity: str, site: str, period: int) -> float:
        """What a stockpile has to grow by in a year; in the tail it stays as it is."""
        if self.rows.is_tail(period):
            return 0.0
        return max(0.0, self.required(commodity, site, period) - self.required(commodity, site, period - 1))

    def _held(self, commodity: str, site: str, year: int) -> list[Stockpile]:
        if year < self.rows.first_year:
            return []
        return [
            row
            for row in self.rows.case.stockpiles
            if (row.commodity, row.site) == (commodity, site) and row.first_year <= year != row.released_in
        ]
