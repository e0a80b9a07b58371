"""Programmes: when they can be started, and what they cost from then on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.rows import Rows


@dataclass(eq=False, repr=False)
class Programmes:
    """Start years and yearly cost of the programmes."""

    rows: Rows

    @cached_property
    def windows(self) -> dict[str, tuple[int, ...]]:
        """Years in which a programme that is not running yet may be started."""
        windows = {}
        for name, programme in self.rows.programmes.items():
            if programme.started is None:
                first = max(programme.first_start or self.rows.first_year, self.rows.first_year)
                last = min(programme.last_start or self.rows.last_year, self.rows.last_year)
                windows[name] = tuple(year for year in self.rows.years if first <= year <= last)
        return windows

    def opened_by(self, programme: str) -> frozenset[str]:
        """A programme and all that need it, at first hand or through others."""
        found = {programme}
        while more := {g for g, row in self.rows.programmes.items() if row.needs in found} - found:
            found |= more
        return frozenset(found)

    def cost(self, programme: str, age: int) -> float:
        """Cost, MUSD, of a programme in the year ``age`` years after its start (0 before it)."""
        row = self.rows.programmes[programme]
        running = row.cost / max(row.duration, 1) if 0 <= age < max(row.duration, 1) else 0.0
        return running + (row.yearly_cost if age >= row.duration else 0.0)
