"""Money sources: when each can be drawn and for what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.sheets.finance import DEBT_KINDS, SPENDING_CATEGORIES


@dataclass(eq=False, repr=False)
class Finance:
    """Windows and eligibility of the money sources."""

    rows: Rows

    @cached_property
    def lenders(self) -> tuple[str, ...]:
        """Loans and bonds: sources that are paid back."""
        return tuple(f for f, row in self.rows.sources.items() if row.kind in DEBT_KINDS)

    @cached_property
    def draw_windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a source can be drawn; sources with a zero limit have none."""
        windows = {}
        for name, row in self.rows.sources.items():
            first = max(row.first_year or self.rows.first_year, self.rows.first_year)
            last = min(row.last_year or self.rows.last_year, self.rows.last_year)
            open_years = tuple(y for y in self.rows.years if first <= y <= last)
            windows[name] = open_years if min(row.yearly_limit, row.total_limit) > 0 else ()
        return windows

    @property
    def vat_rate(self) -> float:
        """Value-added tax on capex; zero under an investment certificate."""
        return 0.0 if self.rows.settings.vat_exempt else self.rows.settings.vat_rate

    @cached_property
    def eligible(self) -> tuple[tuple[str, str], ...]:
        """``(source, spending category)`` pairs that are allowed."""
        return tuple(
            (row.source_name, category)
            for row in self.rows.case.eligibility
            for category in SPENDING_CATEGORIES
            if getattr(row, category)
        )

    @cached_property
    def open_sources(self) -> tuple[str, ...]:
        """Sources that can be drawn in some year."""
        return tuple(f for f, window in self.draw_windows.items() if window)

    @cached_property
    def draws(self) -> tuple[tuple[str, str, int], ...]:
        """``(source, spending category, year)``: every draw that is allowed."""
        return tuple((f, category, year) for f, category in self.eligible for year in self.draw_windows[f])

    @cached_property
    def payers(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """Sources that can pay for a spending category in a year, where there are any."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for f, category, year in self.draws:
            found[category, year].append(f)
        return {key: tuple(sources) for key, sources in found.items()}

    @cached_property
    def purposes(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """Spending categories that a source can pay for in a year, where there are any."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for f, category, year in self.draws:
            found[f, year].append(category)
        return {key: tuple(categories) for key, categories in found.items()}

    def is_open(self, source: str, year: int) -> bool:
        """Whether a source can be drawn in a year."""
        return year in self.draw_windows[source]
