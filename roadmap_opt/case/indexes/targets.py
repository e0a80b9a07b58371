"""Targets: the years in which each holds, and what counts as missing it entirely."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.policy import Target


@dataclass(eq=False, repr=False)
class Targets:
    """Years in which targets hold, and what counts as missing one entirely."""

    rows: Rows

    @cached_property
    def years(self) -> dict[str, tuple[int, ...]]:
        """Decision years in which a target holds: from its due year to its last year."""
        return {name: self.window(row) for name, row in self.rows.targets.items()}

    def window(self, row: Target) -> tuple[int, ...]:
        """Decision years in which a target holds that need not be on the sheet."""
        return tuple(y for y in self.rows.years if row.first_year <= y <= (row.last_year or self.rows.last_year))

    def scale(self, target: str) -> float:
        """A shortfall of 100 %, in units of the numerator: the value, for ratios times the least denominator."""
        row = self.rows.targets[target]
        scale = row.value * (row.minimum_denominator or 1.0 if KPIS[row.kpi].is_ratio else 1.0)
        return scale if scale > 0 else 1.0
