"""Money sources: when each can be drawn, and for what."""

from __future__ import annotations

from functools import cached_property

from roadmap_opt.case.indexes.base import Basics
from roadmap_opt.case.sheets.finance import SPENDING_CATEGORIES


class FinanceIndexes(Basics):
    """Windows and eligibility of the money sources."""

    @cached_property
    def draw_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a source can be drawn; sources with a zero limit have none."""
        windows = {}
        for name, row in self.sources.items():
            first = max(row.first_year or self.first_year, self.first_year)
            last = min(row.last_year or self.last_year, self.last_year)
            open_years = tuple(y for y in self.years if first <= y <= last)
            windows[name] = open_years if min(row.yearly_limit, row.total_limit) > 0 else ()
        return windows

    @property
    def vat_rate(self) -> float:
        """Value-added tax on capex; zero under an investment certificate."""
        return 0.0 if self.settings.vat_exempt else self.settings.vat_rate

    @cached_property
    def eligible(self) -> tuple[tuple[str, str], ...]:
        """``(source, spending category)`` pairs that are allowed."""
        return tuple(
            (row.source_name, category)
            for row in self.case.eligibility
            for category in SPENDING_CATEGORIES
            if getattr(row, category)
        )
