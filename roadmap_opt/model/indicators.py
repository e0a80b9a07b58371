"""Indicators (KPIs): numerator and denominator of every definition, as expressions of the plan.

Index    k indicator, d definition, y decision year.
Reads    finished, reserve, consumed, made, bought, purchase, served, contracted, mobilised_by, starts, used capacity
Gives    numerator[k, d, y]       the level itself, or the numerator of a ratio
         denominator[k, d, y]     1 for levels

Mass is in t of oxide where a definition speaks of rare earths: quantity times the content in Composition. A recipe's
class (domestic ore, imported mixed product, end-of-life scrap, swarf) follows from its inputs, `Materials.feed_class`.
Imports and recycled feed are not traced atom by atom: what is imported or recycled is taken off first, so the share of
*domestic* oxide converted to powder is never overstated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.model.algebra import Expression, define, total
from roadmap_opt.model.public_indicators import PublicIndicators

INTERMEDIATES = ("oxide", "metal", "alloy")
RAW = ("ore", "concentrate", "mixed_reo")
REFINED = ("oxide", "metal", "alloy", "powder")


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define numerator and denominator of every indicator, definition and year."""
    plan = Indicators(model, ix)
    keys = [(k, d, y) for k, kpi in KPIS.items() for d in kpi.definitions for y in ix.years]
    define(model, "numerator", keys, lambda k, d, y: getattr(plan, k)(d, y)[0])
    define(model, "denominator", keys, lambda k, d, y: getattr(plan, k)(d, y)[1])


Pair = tuple[Expression, Expression]


class Indicators(PublicIndicators):
    """One method per indicator; each returns numerator and denominator of a definition in a year.

    Its docstring gives the equation of each definition, one a line; `docs/formulation.md` prints them.
    """

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes) -> None:
        super().__init__(model)
        self.model, self.ix = model, ix

    # --- sums over the plan ---

    def made(self, y: int, keep: Callable[[str, str], bool], weight: Callable[[str], float]) -> Expression:
        """Outputs of recipes: quantity times ``weight(commodity)`` where ``keep(recipe, commodity)``."""
        ix, model = self.ix, self.model
        return total(
            model.activity[s, r, y] * (quantity * weight(c))
            for s, r in ix.materials.recipe_sites
            for c, quantity in ix.materials.outputs[r].items()
            if weight(c) and keep(r, c)
        )

    def purchased(self, y: int, stages: Iterable[str], weight: Callable[[str], float]) -> Expression:
        """Purchases of commodities of these stages, weighted."""
        ix = self.ix
        return total(
            self.model.purchase[u, s, y] * weight(ix.rows.supplies[u].commodity)
            for u, s in ix.trade.purchase_routes
            if ix.rows.commodities[ix.rows.supplies[u].commodity].stage in stages
            and weight(ix.rows.supplies[u].commodity)
        )

    def sales_value(self, y: int, weight: Callable[[str], float]) -> Expression:
        """All external sales and what stocks of products have grown by, weighted by commodity.

        Without the stocks, a target for one year is met by filling stores in the year before and emptying them in it.
        """
        stock = self.model.stock
        stored = [(c, s) for c, s in self.ix.materials.stock_nodes if weight(c) and self.stage(c) not in RAW]
        grown = total(stock[c, s, y] * weight(c) for c, s in stored)
        if y > self.ix.first_year:
            grown -= total(stock[c, s, y - 1] * weight(c) for c, s in stored)
        return grown + total(self.model.served[d, y] * weight(row.commodity) for d, row in self.ix.rows.markets.items())

    def stage(self, commodity: str) -> str:
        return self.ix.rows.commodities[commodity].stage

    def base_price(self, commodity: str) -> float:
        return self.ix.prices.reference.get((commodity, self.ix.settings.base_year), 0.0)

    def finished(self, kind: str, y: int) -> Expression:
        return total(self.model.finished[g, y] for g, row in self.ix.rows.programmes.items() if row.kind == kind)

    # --- indicators ---

    def verified_reserve(self, _: str, y: int) -> Pair:
        """Proven and probable reserve, all deposits.

        standard: verified at the start + sum over verification programmes of finished * reserve
        """
        ix = self.ix
        effects = [row for row in ix.case.effects if row.effect == "reserve"]
        converted = total(self.model.finished[row.programme, y] * row.value for row in effects)
        return sum(row.verified_reserve for row in ix.case.deposits) + converted, 1.0

    def ore_processed(self, _: str, y: int) -> Pair:
        """Ore fed to mines and pilot plants.

        standard: sum of consumed over commodities of stage ore
        """
        ix = self.ix
        return total(self.model.consumed[c, s, y] for c, s in ix.materials.nodes if self.stage(c) == "ore"), 1.0

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

    def domestic_powder_share(self, _: str, y: int) -> Pair:
        """Purchases are taken off first, stock or not; below nought when more powder is bought than used.

        standard: (powder used by magnet lines - powder purchased) / powder used by magnet lines
        """
        ix = self.ix
        magnet_lines = [
            (s, r)
            for s, r in ix.materials.recipe_sites
            if ix.rows.plants[ix.rows.recipes[r].plant].category == "magnets"
        ]
        used = total(
            self.model.activity[s, r, y] * quantity
            for s, r in magnet_lines
            for c, quantity in ix.materials.inputs[r].items()
            if self.stage(c) == "powder"
        )
        return used - self.purchased(y, ("powder",), lambda c: 1.0), used

    def powder_conversion(self, definition: str, y: int) -> Pair:
        """Converted: magnet REO in powder made, less that in oxide, metal and alloy recycled, imported or bought: below
        nought in a year in which more of the latter is made or bought, for sale or for stock, than powder is made.

        magnet_reo: converted / magnet REO in oxides made from domestic ore
        value: converted * price of magnet oxide / value of oxides made from domestic ore, base-year prices
        total_reo: converted / REO in oxides made from domestic ore
        """
        ix = self.ix

        def magnet(c: str) -> float:
            return ix.materials.magnet_reo[c]

        def from_ore(r: str, c: str) -> bool:
            return self.stage(c) == "oxide" and ix.materials.feed_class[r] == "domestic"

        def powder(r: str, c: str) -> bool:
            return self.stage(c) == "powder" and ix.materials.feed_class[r] == "internal"

        def not_from_ore(r: str, c: str) -> bool:
            return self.stage(c) in INTERMEDIATES and ix.materials.feed_class[r] in ("imported", "end_of_life", "swarf")

        converted = (
            self.made(y, powder, magnet) - self.made(y, not_from_ore, magnet) - self.purchased(y, INTERMEDIATES, magnet)
        )
        if definition == "magnet_reo":
            return converted, self.made(y, from_ore, magnet)
        if definition == "total_reo":
            return converted, self.made(y, from_ore, lambda c: ix.materials.reo[c])
        return converted * self._magnet_oxide_value(), self.made(y, from_ore, self.base_price)

    def _magnet_oxide_value(self) -> float:
        """Base-year value of one t of magnet oxide: the price of the oxide richest in magnet rare earths by tonnage."""
        oxides = [
            c for c in self.ix.rows.commodities if self.stage(c) == "oxide" and self.ix.materials.magnet_reo[c] > 0.5
        ]
        weights = {c: sum(self.ix.materials.outputs[r].get(c, 0.0) for r in self.ix.materials.outputs) for c in oxides}
        main = max(oxides, key=lambda c: weights[c], default=None)
        return self.base_price(main) if main else 0.0

    def magnets(self, definition: str, y: int) -> Pair:
        """What magnet lines make, whatever the feed.

        sintered: sintered magnets made
        sintered_and_bonded: sintered and bonded magnets made
        """
        stages = ("sintered_magnet",) if definition == "sintered" else ("sintered_magnet", "bonded_magnet")
        return self.made(y, lambda r, c: self.stage(c) in stages, lambda c: 1.0), 1.0

    def value_multiplier(self, definition: str, y: int) -> Pair:
        """Everything is weighted by base-year prices; sales include what stocks of products have grown by.

        sales_over_concentrate: (sales - purchases from oxide to powder) / concentrate used
        value_added_over_concentrate: (sales - purchases - scrap collected) / concentrate used
        value_per_kg: sales / (REO in what is sold * value of concentrate per t REO)
        """
        ix = self.ix
        sales = self.sales_value(y, self.base_price)
        concentrate = [c for c in ix.rows.commodities if self.stage(c) == "concentrate"]
        if definition == "value_per_kg":
            priced = [
                self.base_price(c) / ix.materials.reo[c]
                for c in concentrate
                if ix.materials.reo[c] and self.base_price(c)
            ]
            per_tonne = sum(priced) / len(priced) if priced else 0.0
            return sales, self.sales_value(y, lambda c: ix.materials.reo[c] * per_tonne)
        used = total(
            self.model.consumed[c, s, y] * self.base_price(c) for c, s in ix.materials.nodes if c in concentrate
        )
        if definition == "sales_over_concentrate":
            return sales - self.purchased(y, REFINED, self.base_price), used
        stages = tuple(dict.fromkeys(row.stage for row in ix.rows.commodities.values()))
        return sales - self.purchased(y, stages, self.base_price) - self._collected_value(y), used

    def _collected_value(self, y: int) -> Expression:
        ix = self.ix
        return total(
            self.model.collection[q, s, y] * self.base_price(ix.rows.return_flows[q].commodity)
            for q, s in ix.trade.collection_routes
        )

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
        return recycled, recycled + self.made(y, primary, magnet) + self.purchased(y, REFINED, magnet)

    def contract_share(self, _: str, y: int) -> Pair:
        """All offtake groups together, weighted by base-year prices.

        standard: volume promised by contracts in force / production of the groups
        """
        ix = self.ix
        promised = total(
            self.model.promised_volume[k, y] * self.base_price(ix.rows.markets[row.market].commodity)
            for k, row in ix.rows.contracts.items()
            if ix.rows.commodities[ix.rows.markets[row.market].commodity].group is not None
        )
        return promised, self.made(y, lambda r, c: ix.rows.commodities[c].group is not None, self.base_price)

    def foreign_sources(self, _: str, y: int) -> Pair:
        """Foreign sources mobilised by the end of the year.

        standard: sum of mobilised over foreign sources
        """
        return total(self.model.mobilised_by[f, y] for f, row in self.ix.rows.sources.items() if row.foreign), 1.0

    def licences(self, _: str, y: int) -> Pair:
        """Licences in hand at the end of the year.

        standard: sum of finished over programmes of kind licence
        """
        return self.finished("licence", y), 1.0

    def partnerships(self, _: str, y: int) -> Pair:
        """Partnerships in force at the end of the year.

        standard: sum of finished over programmes of kind partnership
        """
        return self.finished("partnership", y), 1.0

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
        separation = {
            ix.rows.recipes[r].plant
            for r, outputs in ix.materials.outputs.items()
            if ix.rows.plants[ix.rows.recipes[r].plant].category == "refining"
            and any(self.stage(c) == "oxide" for c in outputs)
        }
        standing = sum(ix.plants.existing_capacity(s, p, y) for s, p in ix.plants.places if p in separation)
        built = total(
            self.model.starts[s, m, v] * ix.rows.modules[m].capacity
            for (s, m), years in ix.plants.slots.items()
            if ix.rows.modules[m].plant in separation
            for v in years
            if v + ix.rows.modules[m].lead_time < y + 1 <= v + ix.rows.modules[m].lead_time + ix.rows.modules[m].life
        )
        return (standing + built) / THOUSAND, 1.0
