"""The most that each indicator can be in a year, from what can exist (:mod:`amounts`) and when (:mod:`dates`).

One method per indicator whose targets ask for at least something; its docstring says why no plan gets beyond. What is
limited from above has no such question: doing less is always possible.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from functools import cached_property

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.indexes.bounds import ratio
from roadmap_opt.case.sheets.investment import Module
from roadmap_opt.case.stages import INTERMEDIATES, RAW, RECYCLED, REFINED
from roadmap_opt.reach.amounts import Amounts
from roadmap_opt.reach.dates import Dates
from roadmap_opt.reach.origin import traced


class Levels:
    """Upper bounds of indicators: of the level, or of the numerator of a ratio."""

    def __init__(self, ix: Indexes) -> None:
        self.ix = ix
        self.dates = Dates(ix)
        self.amounts = Amounts(ix, self.dates)

    def most(self, kpi: str, definition: str, year: int) -> float:
        """The most of a level, or of a ratio's numerator; infinite where nothing is known."""
        rule = getattr(self, kpi, None)
        return math.inf if rule is None else float(rule(definition, year))

    def stage(self, commodity: str) -> str:
        """Stage of a commodity."""
        return self.ix.rows.commodities[commodity].stage

    def made(self, y: int, keep: Callable[[str, str], bool], weight: Callable[[str], float]) -> float:
        """Most of what recipes make in a year, weighted, where ``keep(recipe, commodity)``."""
        outputs = self.ix.materials.outputs

        def of_recipe(r: str) -> float:
            return sum(q * weight(c) for c, q in outputs[r].items() if keep(r, c))

        return self.amounts.most(y, self.amounts.years[y], of_recipe)

    def used(self, y: int, keep: Callable[[str, str], bool], weight: Callable[[str], float]) -> float:
        """Most of what recipes use in a year, weighted, where ``keep(recipe, commodity)``."""
        inputs = self.ix.materials.inputs

        def of_recipe(r: str) -> float:
            return sum(q * weight(c) for c, q in inputs[r].items() if keep(r, c))

        return self.amounts.most(y, self.amounts.years[y], of_recipe)

    def magnet(self, commodity: str) -> float:
        """Magnet rare earths in one unit, t oxide."""
        return self.ix.materials.magnet_reo[commodity]

    # what is counted

    def verified_reserve(self, _: str, y: int) -> float:
        """What is verified at the start, and all that verification programmes can have finished."""
        effects = (e for e in self.ix.case.effects if e.effect == "reserve" and self.dates.finished(e.programme) <= y)
        return sum(row.verified_reserve for row in self.ix.case.deposits) + sum(e.value for e in effects)

    def licences(self, _: str, y: int) -> float:
        """Every licence that can be complete."""
        return self._finished("licence", y)

    def partnerships(self, definition: str, y: int) -> float:
        """Every partnership that can be complete; in use, each as far as what it opens can have brought something."""
        if definition == "concluded":
            return self._finished("partnership", y)
        names = (g for g, row in self.ix.rows.programmes.items() if row.kind == "partnership")
        return sum(self.counted(g, y) for g in names if self.dates.finished(g) <= y)

    def foreign_sources(self, _: str, y: int) -> float:
        """Every foreign source that can be open by then."""
        return float(sum(row.foreign and self.drawable(f, y) > 0 for f, row in self.ix.rows.sources.items()))

    def _finished(self, kind: str, y: int) -> float:
        rows = self.ix.rows.programmes
        return float(sum(row.kind == kind and self.dates.finished(g) <= y for g, row in rows.items()))

    def counted(self, partnership: str, y: int) -> float:
        """The part of a partnership that can count: what can have come through it over the least that counts."""
        least = self.ix.settings.minimum_brought
        return min(1.0, self.brought(partnership, y) / least) if least else 1.0

    def brought(self, partnership: str, y: int) -> float:
        """Most that can have come through a partnership, MUSD of the base year: money, deliveries, feed and goods."""
        ix, price = self.ix, self.ix.prices.of_base_year
        opened = ix.programmes.opened_by(partnership)
        rows, trade, years = ix.rows, ix.trade, [v for v in ix.years if v <= y]
        contracts = {k for k, row in rows.contracts.items() if row.programme in opened}
        through = (f for f, row in rows.sources.items() if row.programme in opened or row.contract in contracts)
        found = sum(self.drawable(f, y) for f in through)
        for v in years:
            year = self.amounts.years[v]
            found += sum(
                price(rows.product_of[k]) * min(rows.contracts[k].volume, year.available(rows.product_of[k]))
                for k in contracts
                if trade.contracts_running(k, v) and self.amounts.is_open(rows.contracts[k].programme, v)
            )
            found += sum(
                price(row.commodity) * row.quantity[v]
                for row in rows.supplies.values()
                if row.programme in opened and self.amounts.is_open(row.programme, v)
            )
            for r, row in rows.recipes.items():
                if row.programme in opened:
                    found += year.activity[r] * sum(q * price(c) for c, q in ix.materials.outputs[r].items())
        return found

    def drawable(self, source: str, y: int) -> float:
        """Most of a source's money by the end of a year, MUSD of the base year: its whole limit from the first year in
        which it is open, at the lowest price level of the years since.
        """
        row = self.ix.rows.sources[source]
        years = [v for v in self.ix.finance.draw_windows[source] if v <= y and self.amounts.is_open(row.programme, v)]
        return row.total_limit / min(self.ix.prices.level(v) for v in years) if years else 0.0

    # what is made

    def ore_processed(self, definition: str, y: int) -> float:
        """All ore that mines and pilot plants can take, lean ore counted by its content if that is asked."""
        richness = self.ix.materials.richness
        return self.used(
            y, lambda _r, c: self.stage(c) == "ore", lambda c: 1.0 if definition == "standard" else richness[c]
        )

    def early_production(self, definition: str, y: int) -> float:
        """All ore, or the oxide in mixed products that can be made from domestic ore."""
        if definition == "ore":
            return THOUSAND * self.ore_processed("standard", y)
        feed = self.ix.materials.feed_class
        return self.made(
            y, lambda r, c: self.stage(c) == "mixed_reo" and feed[r] == "domestic", lambda c: self.ix.materials.reo[c]
        )

    def magnets(self, definition: str, y: int) -> float:
        """All magnets that lines can make of the powder and alloy there can be."""
        stages = ("sintered_magnet",) if definition == "sintered" else ("sintered_magnet", "bonded_magnet")
        return self.made(y, lambda _r, c: self.stage(c) in stages, lambda _: 1.0)

    def motor_line(self, _: str, y: int) -> float:
        """All motors that lines can make of the magnets there can be."""
        return self.made(y, lambda _r, c: self.stage(c) == "motor", lambda _: 1.0)

    def refining_capacity(self, _: str, y: int) -> float:
        """What stands, and the largest modules whose first operation can fall within the year."""
        return sum(self.nameplate(plant, y) for plant in self.ix.materials.separators) / THOUSAND

    def nameplate(self, plant: str, y: int) -> float:
        """Most nameplate capacity of a plant type in operation at the end of a year, all sites together."""

        def stands(module: Module, start: int) -> float:
            begin = start + module.lead_time
            return module.capacity if begin < y + 1 <= begin + module.life else 0.0

        return sum(
            self.ix.plants.existing_capacity(s, p, y) + self.ix.plants.dearest(s, p, stands, self.dates.starts)
            for s, p in self.ix.plants.places
            if p == plant
        )

    def secondary_share(self, definition: str, y: int) -> float:
        """All magnet rare earths that recipes can win back from end-of-life goods (and from own swarf)."""
        counted = ("end_of_life", "swarf") if definition == "with_swarf" else ("end_of_life",)
        feed = self.ix.materials.feed_class
        return self.made(y, lambda r, c: self.stage(c) in REFINED and feed[r] in counted, self.magnet)

    def value_multiplier(self, _: str, y: int) -> float:
        """All that markets take of what there can be, at base-year prices; nothing is taken off for what is bought."""
        ix, year = self.ix, self.amounts.years[y]
        sales = 0.0
        for c in dict.fromkeys(row.commodity for row in ix.rows.markets.values()):
            sales += ix.prices.of_base_year(c) * min(self.demand(c, y), year.available(c))
        return sales

    def demand(self, commodity: str, y: int) -> float:
        """Most of a good that its markets take together."""
        markets = self.ix.rows.markets.items()
        return sum(self.ix.trade.addressable[d, y] for d, row in markets if row.commodity == commodity)

    # what comes from where

    def domestic_powder_share(self, definition: str, y: int) -> float:
        """What is taken off (imports, doubtful stores) can add no more than itself to the powder used, so what is left
        comes from ore, scrap, swarf and stores whose origin counts; and it is no more than magnet lines can use.
        """
        lines = {r for r, row in self.ix.rows.recipes.items() if self.ix.rows.plants[row.plant].category == "magnets"}
        used = self.used(y, lambda r, c: r in lines and c in self.powders, self.magnet)
        there = self.domestic_content(definition, y)
        return min(used, sum(there[c] for c in self.powders))

    def domestic_content(self, definition: str, y: int) -> Mapping[str, float]:
        """Most magnet rare earths by good, t oxide, that nothing is taken off for in the share of domestic powder."""
        imported = {row.commodity for row in self.ix.rows.supplies.values() if row.foreign}

        def before_magnets(c: str) -> bool:
            return self.stage(c) in (*RAW, *REFINED, *RECYCLED)

        def off_when_bought(c: str, foreign: bool) -> bool:
            return c in self.powders if definition == "made" else foreign and before_magnets(c)

        def off_when_stored(c: str) -> bool:
            if definition == "made":
                return c in self.powders
            return self.stage(c) in REFINED or (c in imported and before_magnets(c))

        return self._from(y, self.powders, off_when_bought, off_when_stored, lambda r, c: False, self._renewed)

    def powder_conversion(self, definition: str, y: int) -> float:
        """What is taken off (oxide, metal and alloy that are bought, recycled or in store, and bought feed of a kind
        that is mined here) can add no more than itself to the powder made, so what is left comes from elsewhere.
        """
        there, inputs = self.ore_content(y), self.ix.materials.inputs
        made = self.made(y, lambda r, c: c in self.powders and r in self.powder_makers, self.magnet)
        most = min(made, sum(there[c] for r in self.powder_makers for c in inputs[r]))
        return most * self._magnet_oxide_value() if definition == "value" else most

    def ore_content(self, y: int, but_ore: bool = False) -> Mapping[str, float]:
        """Most magnet rare earths by good, t oxide, that nothing is taken off for in the conversion to powder; with
        ``but_ore`` only those that come neither from the mines nor from concentrate in store.
        """

        def mined_here(c: str) -> bool:
            return self.stage(c) in RAW and c in self.ix.materials.domestic_raw

        def off_when_stored(c: str) -> bool:
            on_the_way = self.stage(c) in INTERMEDIATES or (self.stage(c) == "mixed_reo" and mined_here(c))
            return on_the_way or (but_ore and mined_here(c))

        outputs = self.ix.materials.outputs.items()
        feed = self.ix.materials.feed_class
        return self._from(
            y,
            self.powders,
            lambda c, foreign: self.stage(c) in INTERMEDIATES or mined_here(c),
            off_when_stored,
            self.not_from_ore,
            {c for r, outs in outputs for c in outs if c in self.powders and feed[r] != "internal"} | self._renewed,
            mined=not but_ore,
        )

    def not_from_ore(self, recipe: str, commodity: str) -> bool:
        """Whether an output is taken off in the conversion to powder: oxide, metal and alloy that are not from ore."""
        feed = self.ix.materials.feed_class[recipe]
        return self.stage(commodity) in INTERMEDIATES and feed in ("imported", "end_of_life", "swarf")

    def share(self, kpi: str, definition: str, y: int) -> tuple[float, float]:
        """The most that a ratio's numerator can be beside its denominator: a share of it, and something on top.

        Of all rare earths in the concentrate of an ore, no more than its magnet rare earths become powder; what comes
        from neither mine nor store is on top. Infinite, and nothing, where no such share is known.
        """
        if (kpi, definition) != ("powder_conversion", "total_reo"):
            return math.inf, 0.0
        if self._ore_has_other_ways():
            return math.inf, 0.0
        materials = self.ix.materials
        magnet = materials.best_from_ore(lambda c, _: self.magnet(c))
        whole = materials.best_from_ore(lambda c, _: materials.reo[c])
        shares = [ratio(part, whole[ore]) for ore, part in magnet.items()]
        shares += [
            ratio(self.magnet(c), materials.reo[c])
            for c in self.ix.rows.commodities
            if self.stage(c) == "concentrate" and c in materials.domestic_raw and self.magnet(c)
        ]
        there = self.ore_content(y, but_ore=True)
        extra = sum(there[c] for r in self.powder_makers for c in materials.inputs[r])
        return max(shares, default=math.inf), extra

    def _ore_has_other_ways(self) -> bool:
        """Whether magnet rare earths can leave an ore otherwise than in concentrate or mixed product, and be used."""
        materials = self.ix.materials
        used = {c for flows in materials.inputs.values() for c in flows}
        return any(
            self.magnet(c) > 0 and c in used and self.stage(c) not in ("concentrate", "mixed_reo")
            for r, flows in materials.inputs.items()
            if any(self.stage(ore) == "ore" for ore in flows)
            for c in materials.outputs[r]
        )

    @cached_property
    def _renewed(self) -> frozenset[str]:
        """Swarf, and scrap that lines of the chain leave: it comes back, whatever it was made of, so all counts."""
        made = {c for outputs in self.ix.materials.outputs.values() for c in outputs}
        return frozenset(c for c in made if self.stage(c) in RECYCLED)

    @cached_property
    def powders(self) -> frozenset[str]:
        """Goods of stage powder."""
        return frozenset(c for c in self.ix.rows.commodities if self.stage(c) == "powder")

    @cached_property
    def powder_makers(self) -> tuple[str, ...]:
        """Recipes whose powder counts as made: of goods of the chain, not of scrap or swarf."""
        feed = self.ix.materials.feed_class
        outputs = self.ix.materials.outputs.items()
        return tuple(r for r, outs in outputs if feed[r] == "internal" and not self.powders.isdisjoint(outs))

    def _magnet_oxide_value(self) -> float:
        """Highest base-year value of one t of magnet oxide in any oxide that is mostly one."""
        oxides = [c for c in self.ix.rows.commodities if self.stage(c) == "oxide" and self.magnet(c) > 0.5]
        return max((self.ix.prices.of_base_year(c) for c in oxides), default=0.0)

    def _from(
        self,
        y: int,
        goods: Collection[str],
        off_when_bought: Callable[[str, bool], bool],
        off_when_stored: Callable[[str], bool],
        off_when_made: Callable[[str, str], bool],
        whole: Collection[str],
        mined: bool = True,
    ) -> Mapping[str, float]:
        """Content of every good that nothing was taken off for on its way to ``goods``: see :func:`traced`."""
        ix, amounts = self.ix, self.amounts
        year = amounts.years[y]
        fresh: dict[str, float] = {}
        for c in ix.rows.commodities:
            kept = amounts.collected(c, y) + (amounts.mined(c, y) if mined else 0.0)
            for row in ix.rows.supplies.values():
                if row.commodity == c and amounts.is_open(row.programme, y) and not off_when_bought(c, row.foreign):
                    kept += row.quantity[y]
            stored = year.given[c] - amounts.mined(c, y) - amounts.collected(c, y) - amounts.bought(c, y)
            kept += 0.0 if off_when_stored(c) else max(0.0, stored)
            fresh[c] = (year.available(c) if c in whole else min(kept, year.given[c])) * self.magnet(c)
        return traced(ix, year, goods, fresh, self.magnet, off_when_made)
