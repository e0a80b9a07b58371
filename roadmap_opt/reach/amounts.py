"""The most of every good that can exist in a year: what plants can run, fed by what there can be.

All sites together, every plant in its largest sizes from their earliest years, on whatever it does best. A recipe runs
no more than its plant offers and its inputs allow; a good is no more than what recipes make of it, and what is mined,
bought, collected or in store. Limits that goods share (the same oxide for two lines, a year's money, crews) are not
looked at: each amount is a bound of its own, and no plan has to reach it, let alone all of them at once.

Recycling makes the rules go round in a circle, so the amounts are found from above: capacity alone at first, then what
inputs allow, again and again. Every step only takes off what cannot be, so stopping at any step is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.indexes.bounds import filled
from roadmap_opt.reach.dates import Dates

ROUNDS = 60
CLOSE = 1e-9


@dataclass
class Year:
    """The most in one year: activity by recipe, and by good what is made and what there is with all else."""

    activity: dict[str, float] = field(default_factory=dict)
    made: dict[str, float] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)
    """Mined, bought, collected and in store at the start."""

    def available(self, commodity: str) -> float:
        """The most that there is of a good."""
        return self.made.get(commodity, 0.0) + self.given.get(commodity, 0.0)


class Amounts:
    """The most of every good, year by year."""

    def __init__(self, ix: Indexes, dates: Dates) -> None:
        self.ix, self.dates = ix, dates
        self._capacity: dict[tuple[str, str, int], float] = {}

    @cached_property
    def years(self) -> dict[int, Year]:
        """Every decision year."""
        found: dict[int, Year] = {}
        stock: dict[str, float] = {}
        for y in self.ix.years:
            found[y] = self._settled(y, stock)
            stock = self._stock(y, found[y], stock)
        return found

    def capacity(self, site: str, plant: str, year: int) -> float:
        """Most capacity that can be used: gates open, largest sizes from their earliest years, learnt step by step."""
        key = (site, plant, year)
        if key not in self._capacity:
            self._capacity[key] = self._usable(*key)
        return self._capacity[key]

    def _usable(self, site: str, plant: str, year: int) -> float:
        plants, dates = self.ix.plants, self.dates
        if year < self.ix.first_year:
            return plants.use_before(site, plant)
        if not dates.may_run(site, plant, year):
            return 0.0

        def most(share: str, y: int) -> float:
            profile = getattr(plants, share)
            return plants.dearest(site, plant, lambda m, start: m.capacity * profile(m, y - start), dates.starts)

        attainable = plants.existing_attainable(site, plant, year) + most("attainable", year)
        installed_before = plants.existing_capacity(site, plant, year - 1)
        if year > self.ix.first_year:
            installed_before += most("operation", year - 1)
        steps = plants.learning_step(plant) * installed_before
        learnt = self.capacity(site, plant, year - 1) + steps + plants.first_year_share(plant) * most("opening", year)
        return min(attainable, learnt) if (site, plant) in plants.learners else attainable

    def bought(self, commodity: str, year: int) -> float:
        """Every tranche in full that can be open."""
        rows = self.ix.rows
        return sum(
            rows.supplies[u].quantity[year]
            for u in dict.fromkeys(u for u, _ in self.ix.trade.purchase_routes)
            if rows.supplies[u].commodity == commodity and self.is_open(rows.supplies[u].programme, year)
        )

    def is_open(self, programme: str | None, year: int) -> bool:
        """Whether what a programme unlocks can be open in a year."""
        return programme is None or self.dates.effective(programme) <= year

    def mined(self, commodity: str, year: int) -> float:
        """The highest rate of every deposit, and no more than what can be verified by then with the allowance."""
        amount = 0.0
        for row in self.ix.case.deposits:
            if row.commodity == commodity:
                added = sum(
                    e.value
                    for e in self.ix.case.effects
                    if e.effect == "reserve" and e.item == row.deposit and self.is_open(e.programme, year)
                )
                amount += min(row.maximum_rate, row.unverified_allowance + THOUSAND * (row.verified_reserve + added))
        return amount

    def collected(self, commodity: str, year: int) -> float:
        """All that comes back, times the share that is collected with every programme that can be in effect."""
        amount = 0.0
        for q in dict.fromkeys(q for q, _ in self.ix.trade.collection_routes):
            row = self.ix.rows.return_flows[q]
            if row.commodity == commodity:
                added = self.ix.trade.added_collection.items()
                share = row.collection_share + sum(v for (f, g), v in added if f == q and self.is_open(g, year))
                amount += share * self.ix.goods.end_of_life_bound(q, year)
        return amount

    def room(self, plant: str, year: int) -> float:
        """Most capacity of a plant type that can be used, all sites together."""
        return sum(self.capacity(s, p, year) for s, p in self.ix.plants.places if p == plant)

    def unfed(self, recipe: str, year: int) -> float:
        """Activity that plant, licence and water of the sites allow."""
        row = self.ix.rows.recipes[recipe]
        if not self.is_open(row.programme, year):
            return 0.0

        def water(site: str) -> float:
            return self.ix.rows.sites[site].water_limit * THOUSAND / row.water if row.water else float("inf")

        places = (s for s, p in self.ix.plants.places if p == row.plant and self._is_fed(recipe, s))
        return sum(min(self.capacity(s, row.plant, year) / row.load, water(s)) for s in places)

    def _is_fed(self, recipe: str, site: str) -> bool:
        """Whether every input that cannot be moved between sites can come into being at this one."""
        rows, trade = self.ix.rows, self.ix.trade

        def there(commodity: str) -> bool:
            return (
                (commodity, site) in self.ix.materials.makers
                or any((row.commodity, row.site) == (commodity, site) for row in self.ix.case.deposits)
                or any(s == site and rows.supplies[u].commodity == commodity for u, s in trade.purchase_routes)
                or any(s == site and rows.return_flows[q].commodity == commodity for q, s in trade.collection_routes)
            )

        return all(rows.commodities[c].transportable or there(c) for c in self.ix.materials.inputs[recipe])

    def _settled(self, y: int, stock: dict[str, float]) -> Year:
        inputs = self.ix.materials.inputs
        goods = self.ix.rows.commodities
        year = Year()
        for c in goods:
            year.given[c] = self.mined(c, y) + self.bought(c, y) + self.collected(c, y) + stock.get(c, 0.0)
        unfed = {r: self.unfed(r, y) for r in self.ix.rows.recipes}
        year.activity = dict(unfed)
        year.made = {c: self._made(y, year, c) for c in goods}
        for _ in range(ROUNDS):
            activity = {
                r: min([unfed[r], *(year.available(c) / q for c, q in inputs[r].items() if q > 0)]) for r in unfed
            }
            moved = any(year.activity[r] - a > CLOSE * max(1.0, a) for r, a in activity.items())
            year.activity = activity
            year.made = {c: self._made(y, year, c) for c in goods}
            if not moved:
                break
        return year

    def _made(self, y: int, year: Year, commodity: str) -> float:
        outputs = self.ix.materials.outputs
        return self._most_of(self._makers.get(commodity, ()), y, year, lambda r: outputs[r][commodity])

    @cached_property
    def _makers(self) -> dict[str, list[str]]:
        """The recipes that make each good."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for recipe in self.ix.rows.recipes:
            for commodity in self.ix.materials.outputs[recipe]:
                found[commodity].append(recipe)
        return found

    def most(self, y: int, year: Year, weight: Callable[[str], float]) -> float:
        """Most of a sum over recipes of ``weight(recipe) * activity``: recipes of a plant share its capacity."""
        return self._most_of(self.ix.rows.recipes, y, year, weight)

    def _most_of(self, recipes: Iterable[str], y: int, year: Year, weight: Callable[[str], float]) -> float:
        pieces: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for r in recipes:
            row, value = self.ix.rows.recipes[r], weight(r)
            if value > 0 and year.activity[r] > 0:
                pieces[row.plant].append((value / row.load, year.activity[r] * row.load))
        return sum(filled(each, self.room(plant, y)) for plant, each in pieces.items())

    def _stock(self, y: int, year: Year, before: dict[str, float]) -> dict[str, float]:
        """Most in store at the end of a year; bought goods are stored only where settings or a stockpile say so."""
        places: defaultdict[str, int] = defaultdict(int)
        for c, _ in self.ix.materials.stock_nodes:
            places[c] += 1
        held = {row.commodity for row in self.ix.case.stockpiles}
        stock = {}
        for c, count in places.items():
            fresh = year.available(c)
            if not self.ix.settings.purchases_for_stock and c not in held:
                fresh -= self.bought(c, y)
            stock[c] = min(count * self.ix.rows.commodities[c].storage_limit, max(0.0, fresh))
        return stock
