"""Indicators recomputed from the decisions: numerator and denominator of every definition of :data:`KPIS`."""

from __future__ import annotations

from collections.abc import Callable, Collection

from roadmap_opt.auditor.facts import KILO, Facts
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.public_value import footprint
from roadmap_opt.auditor.security import entered
from roadmap_opt.auditor.timing import stands_at_end
from roadmap_opt.auditor.violation import ZERO, Amount, amount, total
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.origins import HOME

Pair = tuple[Amount, Amount]
Weight = Callable[[str], float]
ONE = Amount(1.0, 0.0)


def _each(_: str) -> float:
    return 1.0


class Indicators:
    """One method per indicator; the definition is its first argument and the year its second."""

    def __init__(self, facts: Facts, plan: Plan, production: Production) -> None:
        self.facts, self.plan, self.production = facts, plan, production

    def pair(self, kpi: str, definition: str, year: int) -> Pair:
        """Numerator and denominator; the denominator of a level is one, and the part of a share at most the whole."""
        top, bottom = getattr(self, kpi)(definition, year)
        if KPIS[kpi].is_share and top.value > bottom.value:
            top = Amount(bottom.value, top.size + bottom.size)
        return top, bottom

    # --- sums ---

    def _made(self, year: int, stages: Collection[str], weight: Weight, classes: Collection[str] = ()) -> Amount:
        """Weighted outputs of these stages, from recipes of these feed classes (all when none is named)."""
        facts = self.facts
        return total(
            activity * (quantity * weight(commodity))
            for (_, recipe, y), activity in self.plan.activity.items()
            if y == year and (not classes or facts.feed_class[recipe] in classes)
            for commodity, quantity in facts.outputs[recipe].items()
            if facts.stage(commodity) in stages
        )

    def _bought(self, year: int, stages: Collection[str], weight: Weight) -> Amount:
        supplied = ((self.facts.supplies[u].commodity, y, q) for (u, y), q in self.production.bought_of.items())
        return total(q * weight(c) for c, y, q in supplied if y == year and self.facts.stage(c) in stages)

    def _sold(self, year: int, weight: Weight) -> Amount:
        served = self.production.served.items()
        return total(q * weight(self.facts.markets[d].commodity) for (d, y), q in served if y == year)

    def _oxide(self, commodity: str) -> float:
        return self.facts.oxide_content[commodity]

    def _magnet(self, commodity: str) -> float:
        return self.facts.magnet_content[commodity]

    def _count(self, kind: str, year: int) -> Pair:
        programmes = self.facts.programmes.items()
        return amount(sum(1.0 for g, row in programmes if row.kind == kind and self.plan.finished(g, year))), ONE

    def _whole(self, kind: str, year: int) -> Pair:
        book = footprint(self.facts, self.plan, self.production, year)
        return total(quantity for (name, _), quantity in book.items() if name == kind), ONE

    # --- indicators ---

    def verified_reserve(self, _: str, year: int) -> Pair:
        declared = sum(row.verified_reserve for row in self.facts.case.deposits)
        effects = self.facts.case.effects
        shown = sum(e.value for e in effects if e.effect == "reserve" and self.plan.finished(e.programme, year))
        return amount(declared + shown), ONE

    def ore_processed(self, _: str, year: int) -> Pair:
        consumed = self.production.flow["consumed"].items()
        return total(q for (c, _s, y), q in consumed if y == year and self.facts.stage(c) == "ore"), ONE

    def early_production(self, definition: str, year: int) -> Pair:
        if definition == "ore":
            return self.ore_processed("standard", year)[0] * KILO, ONE
        return self._made(year, ("mixed_reo",), self._oxide, ("domestic",)), ONE

    def domestic_powder_share(self, _: str, year: int) -> Pair:
        facts = self.facts
        used = total(
            activity * quantity
            for (_s, recipe, y), activity in self.plan.activity.items()
            if y == year and facts.plants[facts.recipes[recipe].plant].category == "magnets"
            for commodity, quantity in facts.inputs[recipe].items()
            if facts.stage(commodity) == "powder"
        )
        return used - self._bought(year, ("powder",), _each), used

    def powder_conversion(self, definition: str, year: int) -> Pair:
        before_powder = ("oxide", "metal", "alloy")
        foreign_or_recycled = ("imported", "end_of_life", "swarf")
        converted = (
            self._made(year, ("powder",), self._magnet, ("internal",))
            - self._made(year, before_powder, self._magnet, foreign_or_recycled)
            - self._bought(year, before_powder, self._magnet)
        )
        if definition == "magnet_reo":
            return converted, self._made(year, ("oxide",), self._magnet, ("domestic",))
        if definition == "total_reo":
            return converted, self._made(year, ("oxide",), self._oxide, ("domestic",))
        value = self._magnet_oxide_value()
        return converted * value, self._made(year, ("oxide",), self.facts.base_price, ("domestic",))

    def _magnet_oxide_value(self) -> float:
        """Base-year price of the main magnet oxide: mostly magnet rare earths, and the most of it per activity."""
        facts = self.facts
        yields = {
            c: sum(outputs.get(c, 0.0) for outputs in facts.outputs.values())
            for c in facts.commodities
            if facts.stage(c) == "oxide" and facts.magnet_content[c] > 0.5
        }
        return facts.base_price(max(yields, key=lambda c: yields[c])) if yields else 0.0

    def magnets(self, definition: str, year: int) -> Pair:
        stages = ["sintered_magnet"] if definition == "sintered" else ["sintered_magnet", "bonded_magnet"]
        return self._made(year, stages, _each), ONE

    def value_multiplier(self, definition: str, year: int) -> Pair:
        facts = self.facts
        sales = self._sold(year, facts.base_price) + self._stored(year, facts.base_price)
        if definition == "value_per_kg":
            concentrates = [c for c in facts.commodities if facts.stage(c) == "concentrate"]
            known = [c for c in concentrates if facts.oxide_content[c] and facts.base_price(c)]
            values = [facts.base_price(c) / facts.oxide_content[c] for c in known]
            mean = sum(values) / len(values) if values else 0.0
            return sales, (self._sold(year, self._oxide) + self._stored(year, self._oxide)) * mean
        consumed = self.production.flow["consumed"].items()
        raw = [(c, q) for (c, _s, y), q in consumed if y == year and facts.stage(c) == "concentrate"]
        concentrate = total(q * facts.base_price(c) for c, q in raw)
        if definition == "sales_over_concentrate":
            return sales - self._bought(year, {"oxide", "metal", "alloy", "powder"}, facts.base_price), concentrate
        bought = self._bought(year, {row.stage for row in facts.commodities.values()}, facts.base_price)
        scrap = total(
            q * facts.base_price(facts.flows[f].commodity)
            for (f, y), q in self.production.collected_of.items()
            if y == year
        )
        return sales - bought - scrap, concentrate

    def _stored(self, year: int, weight: Weight) -> Amount:
        """What stocks have grown by, weighted."""
        raw = ("ore", "concentrate", "mixed_reo")
        stocks = [
            (c, y, q) for (c, _s, y), q in self.production.flow["stock"].items() if self.facts.stage(c) not in raw
        ]
        held = total(q * weight(c) for c, y, q in stocks if y == year)
        before = total(q * weight(c) for c, y, q in stocks if y == year - 1)
        return held - before

    def secondary_share(self, definition: str, year: int) -> Pair:
        refined = ("oxide", "metal", "alloy", "powder")
        counted = ["end_of_life", "swarf"] if definition == "with_swarf" else ["end_of_life"]
        recycled = self._made(year, refined, self._magnet, counted)
        primary = self._made(year, ("oxide",), self._magnet, ("domestic", "imported"))
        return recycled, recycled + primary + self._bought(year, refined, self._magnet)

    def contract_share(self, _: str, year: int) -> Pair:
        facts = self.facts
        grouped = {name for name, row in facts.commodities.items() if row.group is not None}
        promised = total(
            self.plan.promised_in(name, year) * facts.base_price(facts.markets[row.market].commodity)
            for name, row in facts.contracts.items()
            if facts.markets[row.market].commodity in grouped
        )
        made = self.production.flow["made"].items()
        return promised, total(q * facts.base_price(c) for (c, _s, y), q in made if y == year and c in grouped)

    def foreign_sources(self, _: str, year: int) -> Pair:
        sources = self.facts.sources.items()
        return amount(sum(1.0 for f, row in sources if row.foreign and self.plan.mobilised_by(f, year))), ONE

    def licences(self, _: str, year: int) -> Pair:
        return self._count("licence", year)

    def partnerships(self, _: str, year: int) -> Pair:
        return self._count("partnership", year)

    def motor_line(self, _: str, year: int) -> Pair:
        return self._made(year, ("motor",), _each), ONE

    def import_dependence(self, definition: str, year: int) -> Pair:
        supplied, imported = ZERO, ZERO
        for (_, country), quantity in entered(self.facts, self.plan, definition, year).items():
            supplied = supplied + quantity
            imported = imported + (quantity if country != HOME else ZERO)
        return imported, supplied

    def emissions(self, _: str, year: int) -> Pair:
        return self._whole("emissions", year)

    def electricity(self, _: str, year: int) -> Pair:
        return self._whole("electricity", year)

    def natural_gas(self, _: str, year: int) -> Pair:
        return self._whole("natural_gas", year)

    def water(self, _: str, year: int) -> Pair:
        return self._whole("water", year)

    def acid(self, _: str, year: int) -> Pair:
        return self._whole("acid", year)

    def thorium_stock(self, _: str, year: int) -> Pair:
        return self._whole("thorium_stock", year)

    def residue_stock(self, _: str, year: int) -> Pair:
        return self._whole("residue_stock", year)

    def refining_capacity(self, _: str, year: int) -> Pair:
        facts = self.facts
        separation = {
            facts.recipes[recipe].plant
            for recipe, outputs in facts.outputs.items()
            if any(facts.stage(c) == "oxide" for c in outputs)
        }
        separation = {plant for plant in separation if facts.plants[plant].category == "refining"}
        places = {(row.site, row.plant) for row in facts.case.existing if row.plant in separation}
        standing = total(facts.standing(site, plant, year) for site, plant in places)
        built = total(
            count * facts.modules[name].capacity
            for (_s, name, start), count in self.plan.builds.items()
            if facts.modules[name].plant in separation and stands_at_end(facts.modules[name], start, year)
        )
        return (standing + built) / KILO, ONE
