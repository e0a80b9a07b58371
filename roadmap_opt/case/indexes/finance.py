"""Money sources: when each can be drawn, for what, and what a draw charges by its age."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.profiles import outstanding_by_age, repayment_by_age
from roadmap_opt.case.sheets.finance import SPENDING_CATEGORIES


@dataclass(eq=False, repr=False)
class Finance:
    """Windows, eligibility and schedules of the money sources."""

    rows: Rows

    @cached_property
    def lenders(self) -> tuple[str, ...]:
        """Loans and bonds: sources that are paid back."""
        return tuple(f for f, row in self.rows.sources.items() if row.kind in ("loan", "bond"))

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

    @cached_property
    def drawn_at_once(self) -> tuple[str, ...]:
        """Lenders with a minimum ticket: once mobilised, something is owed to them."""
        return tuple(f for f in self.lenders if f in self.open_sources and self.rows.sources[f].minimum_ticket > 0)

    def is_open(self, source: str, year: int) -> bool:
        """Whether a source can be drawn in a year."""
        return year in self.draw_windows[source]

    @property
    def highest_rate(self) -> float:
        """Highest rate of any lender."""
        return max((self.rows.sources[f].rate for f in self.lenders), default=0.0)

    def highest_fee(self, year: int) -> float:
        """Highest fee on a draw of a year, as a share of the draw."""
        return max((row.upfront_fee for f, row in self.rows.sources.items() if self.is_open(f, year)), default=0.0)

    def charge(self, source: str, age: int) -> float:
        """Interest, and in the year of the draw the fee, per unit drawn so many years ago."""
        row = self.rows.sources[source]
        return row.rate * (outstanding_by_age(row, age - 1) if age else 0.5) + (0.0 if age else row.upfront_fee)

    def peak_after(self, source: str, drawn: int) -> float:
        """Highest yearly repayment and interest after the last year, per unit drawn in ``drawn``."""
        row = self.rows.sources[source]
        ages = range(self.rows.last_year - drawn + 1, row.tenor + 1)
        return max((repayment_by_age(row, a) + row.rate * outstanding_by_age(row, a - 1) for a in ages), default=0.0)
