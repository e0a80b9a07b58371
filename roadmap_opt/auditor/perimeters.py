"""Plants that are financed together and lenders that may finance them, read from the workbook for the audit alone."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from roadmap_opt.auditor.timing import operating_share, spend_shares
from roadmap_opt.case.sheets.finance import DEBT_KINDS, LenderClass
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES

if TYPE_CHECKING:
    from roadmap_opt.auditor.facts import Facts


class Perimeters:
    """Groups of plants by name, what they sell to each other, and the debts that they can have."""

    def __init__(self, facts: Facts) -> None:
        self.facts, case = facts, facts.case
        self._grouped = {
            category: row.perimeter
            for row in case.perimeters
            for category in PLANT_CATEGORIES
            if getattr(row, category)
        }
        self.names = [row.perimeter for row in case.perimeters] or ["all"]
        self._of_plant = {p: self._grouped.get(row.category, self.names[0]) for p, row in self.facts.plants.items()}
        stands = self._can_stand()
        self._makers: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._users: dict[tuple[str, str], list[str]] = defaultdict(list)
        for plant in self.facts.plants:
            for recipe in (name for name, row in self.facts.recipes.items() if row.plant == plant):
                for site in (site for site, standing in stands if standing == plant):
                    for flows, book in ((self.facts.outputs, self._makers), (self.facts.inputs, self._users)):
                        for commodity in flows[recipe]:
                            book[commodity, site].append(plant)
        self._mined = {(row.commodity, row.site) for row in self.facts.deposits.values()}
        self.cohorts = self._cohorts()

    def _can_stand(self) -> set[tuple[str, str]]:
        """Sites and plants: what stands already, and what can be started early enough to run by the last year."""
        facts, found = self.facts, {(row.site, row.plant) for row in self.facts.case.existing}
        for place in facts.case.plant_sites:
            first = max(place.first_start_year or facts.first, facts.first)
            sizes = [m for m in facts.modules.values() if m.plant == place.plant and m.maximum_count]
            starts = [(module, start) for module in sizes for start in range(first, facts.last + 1)]
            if place.maximum_modules and any(operating_share(m, start, facts.last) > 0 for m, start in starts):
                found.add((place.site, place.plant))
        return found

    def of_category(self, category: str) -> str | None:
        """Perimeter of a spending category; ``None`` for what is not a plant."""
        if category not in PLANT_CATEGORIES:
            return None
        return self._grouped.get(category, self.names[0])

    def debts(self) -> set[tuple[str, str, int]]:
        """Lender, perimeter and year of completion of every debt that can be: for a plant that the lender may pay for,
        early enough to be repaid.
        """
        found = set()
        for row in self.facts.case.eligibility:
            source = self.facts.sources[row.source_name]
            if source.kind not in DEBT_KINDS or min(source.yearly_limit, source.total_limit) <= 0:
                continue
            first, last = source.first_year or self.facts.first, source.last_year or self.facts.last
            served = {self.of_category(c) for c in PLANT_CATEGORIES if getattr(row, c)}
            for (perimeter, completion), years in self.cohorts.items():
                in_time = completion + source.tenor <= self.facts.end and any(first <= year <= last for year in years)
                if perimeter in served and in_time:
                    found.add((row.source_name, perimeter, completion))
        return found

    def is_tested(self, deck: str, perimeter: str, period: int) -> bool:
        """Whether a lender that tests cash at a deck can be owed anything in a period."""
        for source, g, completion in self.debts():
            asks = getattr(self.lender_class(source), f"cover_{deck}") is not None
            until = completion + self.facts.sources[source].tenor
            if g == perimeter and asks and any(completion <= year <= until for year in self.facts.span(period)):
                return True
        return False

    def cover_ratio(self, deck: str, source: str) -> float:
        """Cash over service that a lender asks for; one that asks for nothing is paid alongside."""
        ratio = getattr(self.lender_class(source), f"cover_{deck}")
        return 1.0 if ratio is None else float(ratio)

    def of_plant(self, plant: str) -> str:
        """Perimeter of a plant type."""
        return self._of_plant[plant]

    def makers(self) -> list[tuple[str, str]]:
        """Commodities and the sites at which a plant that makes them may stand, or at which they are mined."""
        return [*self._makers, *((row.commodity, row.site) for row in self.facts.deposits.values())]

    def is_made_at(self, commodity: str, site: str) -> bool:
        """Whether a plant that makes it may stand there, or a deposit of it lies there."""
        return (commodity, site) in self._makers or (commodity, site) in self._mined

    def owners(self, commodity: str, site: str) -> list[str]:
        """Perimeters to which a commodity may belong at a site until it is used: where it is made, those that make it
        anywhere; if they are several, those that bring it in where it is made, too; elsewhere its buyer.
        """
        if not self.is_made_at(commodity, site):
            return [self.buyer(commodity, site)]
        makers = {self._of_plant[p] for (made, _), plants in self._makers.items() if made == commodity for p in plants}
        if len(makers) > 1:
            makers |= {self.buyer(commodity, place) for place in self._brought(commodity)}
        return [name for name in self.names if name in makers] or [self.buyer(commodity, site)]

    def _brought(self, commodity: str) -> set[str]:
        """Sites that make a commodity and to which it is also brought, or where it is mined."""
        case = self.facts.case
        used = {site for good, site in self._users if good == commodity}
        feeds = commodity in {row.commodity for row in case.supplies} | {row.commodity for row in case.return_flows}
        return {s for s in used if feeds and self.is_made_at(commodity, s)} | {
            site for good, site in self._mined if good == commodity
        }

    def buyer(self, commodity: str, site: str) -> str:
        """Perimeter that buys a commodity at a site."""
        plants = self._users.get((commodity, site)) or self._makers.get((commodity, site))
        return self._of_plant[min(plants)] if plants else min(self.names)

    def lender_class(self, source: str) -> LenderClass:
        """How a lender looks at the plan."""
        return self.facts.classes[str(self.facts.sources[source].lender_class)]

    def tests(self, source: str) -> bool:
        """Whether a lender tests cash."""
        row = self.lender_class(source)
        return row.cover_base is not None or row.cover_low is not None

    def gearing(self, perimeter: str) -> float:
        """Largest share of debt of a perimeter."""
        own = [row.maximum_gearing for row in self.facts.case.perimeters if row.perimeter == perimeter]
        return self.facts.settings.maximum_gearing if not own or own[0] is None else own[0]

    def _cohorts(self) -> dict[tuple[str, int], set[int]]:
        """Years in which plants are paid for, by perimeter and year of completion, whatever may be started."""
        found: dict[tuple[str, int], set[int]] = defaultdict(set)
        for place in self.facts.case.plant_sites:
            for module in self.facts.modules.values():
                if module.plant != place.plant or not module.maximum_count or not place.maximum_modules:
                    continue
                for start in range(
                    max(place.first_start_year or self.facts.first, self.facts.first), self.facts.last + 1
                ):
                    completion = math.floor(start + module.lead_time)
                    for number, share in enumerate(spend_shares(module)):
                        if share > 0 and start + number <= completion <= self.facts.last:
                            found[self.of_plant(module.plant), completion].add(start + number)
        return found

    def cohort_opening(self, perimeter: str, completion: int) -> int:
        """First year in which plants of a perimeter that are completed then can be paid for."""
        return min(self.cohorts.get((perimeter, completion), ()), default=completion)
