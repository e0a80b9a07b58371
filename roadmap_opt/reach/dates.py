"""The earliest: from which year on a programme can take effect, a plant can be begun, and a plant can run.

No plan does anything earlier, whatever it spends: windows, durations, what needs what, permits that gate construction
or operation. Money, crews and space are not looked at, so a plan may well have to be later.

Every answer is the least solution of "not before what it needs": start from the windows alone, and move later whatever
still waits, until nothing moves. Stopping at any step would be right as well, only less sharp.
"""

from __future__ import annotations

from functools import cached_property

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.investment import Requirement

NEVER = 9999
"""A year after every horizon: it cannot happen at all."""


class Dates:
    """Earliest years of one case."""

    def __init__(self, ix: Indexes) -> None:
        self.ix = ix

    @cached_property
    def begun(self) -> dict[str, int]:
        """First year in which each programme can have been started; history as it was."""
        found: dict[str, int] = {}

        def of(name: str) -> int:
            if name not in found:
                row = self.ix.rows.programmes[name]
                if row.started is not None:
                    found[name] = row.started
                else:
                    ready = row.needs and of(row.needs) + self.ix.rows.programmes[row.needs].duration
                    window = self.ix.programmes.windows[name]
                    found[name] = next((y for y in window if not ready or y >= ready), NEVER)
            return found[name]

        for name in self.ix.rows.programmes:
            of(name)
        return found

    def effective(self, programme: str) -> int:
        """First year in which a programme can be in effect: whatever it unlocks is open from then on."""
        begun = self.begun[programme]
        return NEVER if begun == NEVER else begun + self.ix.rows.programmes[programme].duration

    def finished(self, programme: str) -> int:
        """First year by whose end a programme can be complete: what reports and targets count."""
        begun = self.begun[programme]
        return NEVER if begun == NEVER else begun + max(0, self.ix.rows.programmes[programme].duration - 1)

    @cached_property
    def construction(self) -> dict[tuple[str, str], int]:
        """First year in which the construction of a module can be begun, by ``(site, module)``."""
        ix, limit = self.ix, self.ix.settings.construction_starts_limit
        first = {
            key: NEVER if ix.plants.capex(ix.rows.modules[key[1]]) > limit * (1 + 1e-9) else years[0]
            for key, years in ix.plants.slots.items()
        }
        moved = True
        while moved:
            moved = False
            for (site, module), years in ix.plants.slots.items():
                plant = ix.rows.modules[module].plant
                year = next(
                    (
                        y
                        for y in years
                        if y >= first[site, module] and self._open("construction", site, plant, y, first)
                    ),
                    NEVER,
                )
                moved |= year != first[site, module]
                first[site, module] = year
        return first

    def starts(self, site: str, module: str) -> tuple[int, ...]:
        """Years in which the construction of a module can be begun."""
        return tuple(y for y in self.ix.plants.slots[site, module] if y >= self.construction[site, module])

    def first_start(self, site: str, plant: str) -> int:
        """First year in which a plant can be begun at a site, in whatever size."""
        return min(
            (self.construction[site, m] for m in self.ix.plants.modules_at.get((site, plant), ())), default=NEVER
        )

    def may_run(self, site: str, plant: str, year: int) -> bool:
        """Whether everything that gates the operation of a plant can be fulfilled by a year."""
        return self._open("operation", site, plant, year, self.construction)

    def waits_for(self, gate: str, site: str, plant: str, year: int) -> list[Requirement]:
        """Of every alternative set that is closed in a year, the row that can be fulfilled first."""
        latest = []
        for (kind, s, p, _), rows in self.ix.plants.requirements.items():
            if (kind, s, p) == (gate, site, plant) and not any(
                self._fulfilled(row, site, year, self.construction) for row in rows
            ):
                latest.append(min(rows, key=lambda row: self._from(row, site)))
        return latest

    def _from(self, row: Requirement, site: str) -> int:
        if row.programme is not None:
            return self.effective(row.programme)
        return self.first_start(site, row.needs_plant or "")

    def _open(self, gate: str, site: str, plant: str, year: int, first: dict[tuple[str, str], int]) -> bool:
        return all(
            any(self._fulfilled(row, site, year, first) for row in rows)
            for (kind, s, p, _), rows in self.ix.plants.requirements.items()
            if (kind, s, p) == (gate, site, plant)
        )

    def _fulfilled(self, row: Requirement, site: str, year: int, first: dict[tuple[str, str], int]) -> bool:
        if row.programme is not None:
            return self.effective(row.programme) <= year
        assert row.needs_plant is not None
        plants = self.ix.plants
        stood = any(plants.existing_capacity(site, row.needs_plant, v) > 0 for v in self.ix.years if v <= year)
        return stood or any(first[site, m] <= year for m in plants.modules_at.get((site, row.needs_plant), ()))
