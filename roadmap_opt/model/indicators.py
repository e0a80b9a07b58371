"""Indicators (KPIs): numerator and denominator of every definition, as expressions of the plan.

Index    k indicator, d definition, y decision year.
Reads    activity, consumed (processing); purchase (supply); collection (returns); stock (logistics); served (markets);
         in_force (offtake); finished (programmes); mobilised_by (funding); starts (capacity); counted (brought);
         swarf_made, swarf_recycled (loop); fiscal_cost, guaranteed_debt (fiscal)
Gives    numerator[k, d, y]       the level itself, or the numerator of a ratio
         denominator[k, d, y]     1 for levels

Mass is in t of oxide where a definition speaks of rare earths: quantity times the content in Composition. A recipe's
class (domestic ore, imported mixed product, end-of-life scrap, swarf) follows from its inputs, `Materials.feed_class`.
Imports and recycled feed are not traced atom by atom: what is imported or recycled is taken off first, so the share of
*domestic* oxide converted to powder is never overstated.

A ratio is honest when no decision makes its whole smaller without making its part smaller by as much. Two rules see to
that, and every ratio over what is mined is made of them:

ore at its best       A whole that comes from ore is what the ore processed in the year gives by the best recipe of the
                      workbook for that ore, run or not, unlocked or not. So it depends on the ore alone: neither a
                      recipe that recovers less, nor a licence that is not bought, nor concentrate that is piled up,
                      nor cerium that is rejected before separation takes anything off it.
stores at the start   Whatever is in store when the year begins is treated as brought in from outside: it enlarges the
                      whole or is taken off the part, used or not. Filling stores in the year before gives nothing in
                      the year of the test, and what a year adds to its stores counts for nothing until it is sold.
                      Both are linear; that a plan which always keeps a store is measured too low is their price.
"""

from __future__ import annotations

from collections.abc import Callable

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.stages import INTERMEDIATES, RAW, RECYCLED, REFINED
from roadmap_opt.model.algebra import Expression, define, total
from roadmap_opt.model.public_indicators import PublicIndicators


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define numerator and denominator of every indicator, definition and year."""
    plan = Indicators(model, ix)
    pairs = {(k, d, y): getattr(plan, k)(d, y) for k, kpi in KPIS.items() for d in kpi.definitions for y in ix.years}
    define(model, "numerator", pairs, lambda *key: pairs[key][0])
    define(model, "denominator", pairs, lambda *key: pairs[key][1])


Pair = tuple[Expression, Expression]


class Indicators(PublicIndicators):
    """One method per indicator; each returns numerator and denominator of a definition in a year.

    Its docstring gives the equation of each definition, one a line; `docs/formulation.md` prints them.
    """

    def verified_reserve(self, _: str, y: int) -> Pair:
        """Proven and probable reserve, all deposits.

        standard: verified at the start + sum over verification programmes of finished * reserve
        """
        ix = self.ix
        effects = [row for row in ix.case.effects if row.effect == "reserve"]
        converted = total(self.model.finished[row.programme, y] * row.value for row in effects)
        return sum(row.verified_reserve for row in ix.case.deposits) + converted, 1.0

    def ore_processed(self, definition: str, y: int) -> Pair:
        """Ore fed to mines and pilot plants. A target in tonnes alone is met by the ore with the least in it.

        standard: sum of consumed over commodities of stage ore
        rich_ore: sum of consumed * (rare earths given at best / those given by the richest ore mined at the same site)
        """
        ix, model = self.ix, self.model
        ore = [(c, s) for c, s in ix.materials.nodes if self.stage(c) == "ore"]
        if definition == "standard":
            return total(model.consumed[c, s, y] for c, s in ore), 1.0
        return total(model.consumed[c, s, y] * ix.materials.richness[c] for c, s in ore), 1.0

    def early_production(self, definition: str, y: int) -> Pair:
        """Two readings of the roadmap's 1,200 t.

        ore: 1000 * ore processed
        reo: REO in mixed products made from domestic ore
        """
        if definition == "ore":
            return THOUSAND * self.ore_processed("standard", y)[0], 1.0
        ix = self.ix

        def keep(r: str, c: str) -> bool:
            return self.stage(c) == "mixed_reo" and ix.materials.feed_class[r] == "domestic"

        return self.made(y, keep, lambda c: ix.materials.reo[c]), 1.0

    def domestic_powder_share(self, definition: str, y: int) -> Pair:
        """In t of magnet rare earths, so that oxide, scrap and powder from abroad are of one measure. Imports are taken
        off first, used or not, and so are the stores of the year's start, whose origin is not known: from oxide to
        powder, and feed that can be imported. Below nought when more is imported than used.

        standard: (in powder used by magnet lines - in feed, oxide, metal, alloy and powder imported - in stores) / used
        made: (in powder used by magnet lines - in powder purchased - in stores of powder) / used
        """
        ix = self.ix
        imported = {row.commodity for row in ix.rows.supplies.values() if row.foreign}

        def magnet(c: str) -> float:
            return ix.materials.magnet_reo[c]

        def powder(c: str) -> bool:
            return self.stage(c) == "powder"

        def before_magnets(c: str) -> bool:
            return self.stage(c) in (*RAW, *REFINED, *RECYCLED)

        def of_doubtful_origin(c: str) -> bool:
            return self.stage(c) in REFINED or (c in imported and before_magnets(c))

        used = total(
            self.model.activity[s, r, y] * (quantity * magnet(c))
            for s, r in ix.materials.recipe_sites
            if ix.rows.plants[ix.rows.recipes[r].plant].category == "magnets"
            for c, quantity in ix.materials.inputs[r].items()
            if powder(c)
        )
        if definition == "made":
            return used - self.purchased(y, magnet, powder) - self.opening(y, magnet, powder), used
        bought = self.purchased(y, magnet, before_magnets, foreign_only=True)
        return used - bought - self.opening(y, magnet, of_doubtful_origin), used

    def powder_conversion(self, definition: str, y: int) -> Pair:
        """Converted: magnet REO in powder made, less that in oxide, metal and alloy recycled, imported or bought, in
        bought feed of a kind that is mined here too, and in what was in store between concentrate and powder: below
        nought in a year in which more of these is made, bought or held than powder is made.
        Contained: in the concentrate that the domestic ore processed gives by the best recipe, and in the concentrate
        in store at the start of the year.

        magnet_reo: converted / magnet REO contained
        value: converted * price of magnet oxide / value of the oxides contained, base-year prices
        total_reo: converted / REO contained
        """
        ix = self.ix

        def magnet(c: str) -> float:
            return ix.materials.magnet_reo[c]

        def powder(r: str, c: str) -> bool:
            return self.stage(c) == "powder" and ix.materials.feed_class[r] == "internal"

        def not_from_ore(r: str, c: str) -> bool:
            return self.stage(c) in INTERMEDIATES and ix.materials.feed_class[r] in ("imported", "end_of_life", "swarf")

        def mined_here(c: str) -> bool:
            return self.stage(c) in RAW and c in ix.materials.domestic_raw

        def on_the_way(c: str) -> bool:
            return self.stage(c) in INTERMEDIATES or (self.stage(c) == "mixed_reo" and mined_here(c))

        converted = (
            self.made(y, powder, magnet)
            - self.made(y, not_from_ore, magnet)
            - self.purchased(y, magnet, lambda c: self.stage(c) in INTERMEDIATES or mined_here(c))
            - self.opening(y, magnet, on_the_way)
        )

        def contained(weight: Callable[[str], float]) -> Expression:
            stored = self.opening(y, weight, lambda c: self.stage(c) == "concentrate" and mined_here(c))
            return self.from_ore(y, lambda c, _: weight(c), mined_here) + stored

        if definition == "magnet_reo":
            return converted, contained(magnet)
        if definition == "total_reo":
            return converted, contained(lambda c: ix.materials.reo[c])
        return converted * self.magnet_oxide_value(), contained(self.oxides_value)

    def magnets(self, definition: str, y: int) -> Pair:
        """What magnet lines make, whatever the feed.

        sintered: sintered magnets made
        sintered_and_bonded: sintered and bonded magnets made
        """
        stages = ("sintered_magnet",) if definition == "sintered" else ("sintered_magnet", "bonded_magnet")
        return self.made(y, lambda r, c: self.stage(c) in stages, lambda c: 1.0), 1.0

    def value_multiplier(self, definition: str, y: int) -> Pair:
        """Everything is weighted by base-year prices. The year starts from the concentrate that its ore gives by the
        best recipe, and from what is in store, at its own price (goods without one at the value of their rare earths
        in concentrate, and what an ore gives besides concentrate at their value in its own): a good from the store
        helps only where it is multiplied by more than the target before it is sold, and a tonne of concentrate from the
        store weighs what a fresh one weighs. What the year adds to its stores is no sale.

        sales_over_concentrate: (sales - rare-earth goods bought, end-of-life goods apart) / what the year starts from
        value_added_over_concentrate: (sales - all purchases - scrap collected) / what the year starts from
        value_per_kg: sales / (what the year starts from + REO bought and collected * value of concentrate per t REO):
        so it is per kg of rare earth fed, wherever it comes from, and more imports of dear oxide raise it
        """
        ix = self.ix
        sales = self.sales_value(y)
        per_tonne = self.concentrate_value()

        def reo(c: str) -> float:
            return ix.materials.reo[c]

        def as_concentrate(c: str, ore: str) -> float:
            priced = self.base_price(c) if self.stage(c) == "concentrate" else 0.0
            return priced or reo(c) * self.concentrate_value(ore)

        def own(c: str) -> float:
            return self.base_price(c) or reo(c) * per_tonne

        stored = self.opening(y, own, lambda c: self.stage(c) != "ore")
        start = self.from_ore(y, as_concentrate, lambda _: True) + stored
        if definition == "value_per_kg":
            fed = self.purchased(y, reo, lambda _: True) + self.collected(y, reo)
            return sales, start + fed * per_tonne
        if definition == "sales_over_concentrate":
            bought = self.purchased(y, self.base_price, lambda c: reo(c) > 0 and self.stage(c) not in RECYCLED)
            return sales - bought, start
        bought = self.purchased(y, self.base_price, lambda _: True)
        return sales - bought - self.collected(y, self.base_price), start

    def secondary_share(self, definition: str, y: int) -> Pair:
        """Recycled: magnet REO in oxide, metal, alloy and powder made from end-of-life goods.
        Primary: magnet REO in oxide made from ore or imported mixed product, and in purchases from oxide to powder.

        end_of_life: recycled / (recycled + primary)
        with_swarf: the same, recycled with what is made from own swarf
        """
        ix = self.ix
        counted = ("end_of_life", "swarf") if definition == "with_swarf" else ("end_of_life",)

        def magnet(c: str) -> float:
            return ix.materials.magnet_reo[c]

        def secondary(r: str, c: str) -> bool:
            return self.stage(c) in REFINED and ix.materials.feed_class[r] in counted

        def primary(r: str, c: str) -> bool:
            return self.stage(c) == "oxide" and ix.materials.feed_class[r] in ("domestic", "imported")

        recycled = self.made(y, secondary, magnet)
        bought = self.purchased(y, magnet, lambda c: self.stage(c) in REFINED)
        return recycled, recycled + self.made(y, primary, magnet) + bought

    def contract_share(self, _: str, y: int) -> Pair:
        """All offtake groups together, weighted by base-year prices.

        standard: volume promised by contracts in force / production of the groups
        """
        ix = self.ix
        promised = total(
            self.model.promised_volume[k, y] * self.base_price(product)
            for k, product in ix.rows.product_of.items()
            if ix.rows.commodities[product].group is not None
        )
        return promised, self.made(y, lambda r, c: ix.rows.commodities[c].group is not None, self.base_price)

    def loop_share(self, _: str, y: int) -> Pair:
        """Own swarf that comes back as oxide; swarf bought and swarf of earlier years are taken off first.

        standard: own swarf recycled / swarf made
        """
        return self.model.swarf_recycled[y], self.model.swarf_made[y]

    def foreign_sources(self, definition: str, y: int) -> Pair:
        """Foreign sources by the end of the year.

        drawn: sum of counted over foreign sources
        mobilised: sum of mobilised over foreign sources
        """
        foreign = [f for f, row in self.ix.rows.sources.items() if row.foreign]
        if definition == "mobilised":
            return total(self.model.mobilised_by[f, y] for f in foreign), 1.0
        return total(self.model.counted["source", f, y] for f in foreign), 1.0

    def licences(self, _: str, y: int) -> Pair:
        """Licences in hand at the end of the year.

        standard: sum of finished over programmes of kind licence
        """
        return self.finished("licence", y), 1.0

    def partnerships(self, definition: str, y: int) -> Pair:
        """Partnerships at the end of the year.

        in_use: sum of counted over programmes of kind partnership
        concluded: sum of finished over programmes of kind partnership
        """
        if definition == "concluded":
            return self.finished("partnership", y), 1.0
        partners = [g for g, row in self.ix.rows.programmes.items() if row.kind == "partnership"]
        return total(self.model.counted["partnership", g, y] for g in partners), 1.0

    def motor_line(self, _: str, y: int) -> Pair:
        """Thousand motors.

        standard: motors made
        """
        return self.made(y, lambda r, c: self.stage(c) == "motor", lambda c: 1.0), 1.0

    def refining_capacity(self, _: str, y: int) -> Pair:
        """Plants of category refining that make oxides, at the end of the year.

        standard: (existing capacity + sum over modules completed of capacity) / 1000
        """
        ix = self.ix
        separation = ix.materials.separators
        standing = sum(ix.plants.existing_capacity(s, p, y) for s, p in ix.plants.places if p in separation)
        built = total(
            self.model.starts[s, m, v] * ix.rows.modules[m].capacity
            for (s, m), years in ix.plants.slots.items()
            if ix.rows.modules[m].plant in separation
            for v in years
            if v + ix.rows.modules[m].lead_time < y + 1 <= v + ix.rows.modules[m].lead_time + ix.rows.modules[m].life
        )
        return (standing + built) / THOUSAND, 1.0

    def fiscal_cost(self, _: str, y: int) -> Pair:
        """What the state has spent less what it has received; dividends and called guarantees are not counted.

        standard: fiscal_cost
        """
        return self.model.fiscal_cost[y], 1.0

    def guarantees(self, _: str, y: int) -> Pair:
        """Owed under a guarantee at the end of the year.

        standard: guaranteed_debt
        """
        return self.model.guaranteed_debt[y], 1.0
