"""Indicators recomputed from the decisions: numerator and denominator of every definition of :data:`KPIS`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

from roadmap_opt.auditor.facts import KILO, Facts
from roadmap_opt.auditor.fiscal import FiscalView
from roadmap_opt.auditor.money import Money
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
ANY = (True, False)
"""From the country and from abroad."""


def _each(_: str) -> float:
    return 1.0


class Indicators:
    """One method per indicator; the definition is its first argument and the year its second."""

    def __init__(self, facts: Facts, plan: Plan, production: Production, money: Money) -> None:
        self.facts, self.plan, self.production, self.money = facts, plan, production, money
        self.fiscal = FiscalView(facts, money)

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

    def _bought(self, year: int, commodities: Collection[str], weight: Weight, origins: Collection[bool]) -> Amount:
        supplied = ((self.facts.supplies[u], y, q) for (u, y), q in self.production.bought_of.items())
        return total(
            q * weight(row.commodity)
            for row, y, q in supplied
            if y == year and row.commodity in commodities and row.foreign in origins
        )

    def _sold(self, year: int) -> Amount:
        served = self.production.served.items()
        base_price = self.facts.base_price
        return total(q * base_price(self.facts.markets[d].commodity) for (d, y), q in served if y == year)

    def _waiting(self, year: int, commodities: Collection[str], weight: Weight) -> Amount:
        """What the year finds in store."""
        stocks = self.production.flow["stock"].items()
        return total(q * weight(c) for (c, _s, y), q in stocks if y == year - 1 and c in commodities)

    def _of(self, *stages: str) -> set[str]:
        return {c for c in self.facts.commodities if self.facts.stage(c) in stages}

    def _potential(self, year: int, weight: Callable[[str, str], float], ores: Collection[str]) -> Amount:
        """What the ore of the year would have given if all of it had gone the most generous way."""
        way = self.facts.most_given(weight)
        processed = self.production.flow["consumed"].items()
        return total(q * way[c] for (c, _s, y), q in processed if y == year and c in way and c in ores)

    def _mined_here(self) -> set[str]:
        """Raw goods that come out of the country's ground or plants."""
        made = {c for outputs in self.facts.outputs.values() for c in outputs}
        return self._of("ore", "concentrate", "mixed_reo") & (made | {d.commodity for d in self.facts.case.deposits})

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

    def ore_processed(self, definition: str, year: int) -> Pair:
        consumed = ((c, q) for (c, _s, y), q in self.production.flow["consumed"].items() if y == year)
        ore = [(c, q) for c, q in consumed if self.facts.stage(c) == "ore"]
        return total(q if definition == "standard" else q * self.facts.richness(c) for c, q in ore), ONE

    def early_production(self, definition: str, year: int) -> Pair:
        if definition == "ore":
            return self.ore_processed("standard", year)[0] * KILO, ONE
        return self._made(year, ("mixed_reo",), self._oxide, ("domestic",)), ONE

    def domestic_powder_share(self, definition: str, year: int) -> Pair:
        facts = self.facts
        powders = self._of("powder")
        used = total(
            activity * (quantity * self._magnet(commodity))
            for (_s, recipe, y), activity in self.plan.activity.items()
            if y == year and facts.plants[facts.recipes[recipe].plant].category == "magnets"
            for commodity, quantity in facts.inputs[recipe].items()
            if commodity in powders
        )
        if definition == "made":
            bought = self._bought(year, powders, self._magnet, ANY)
            return used - bought - self._waiting(year, powders, self._magnet), used
        refined = self._of("oxide", "metal", "alloy", "powder")
        feed = refined | self._of("ore", "concentrate", "mixed_reo", "scrap", "ewaste", "swarf")
        from_abroad = {row.commodity for row in facts.supplies.values() if row.foreign}
        doubtful = refined | (feed & from_abroad)
        imported = self._bought(year, feed, self._magnet, (True,))
        return used - imported - self._waiting(year, doubtful, self._magnet), used

    def powder_conversion(self, definition: str, year: int) -> Pair:
        before_powder = ("oxide", "metal", "alloy")
        foreign_or_recycled = ("imported", "end_of_life", "swarf")
        here = self._mined_here()
        unfinished = self._of(*before_powder)
        converted = (
            self._made(year, ("powder",), self._magnet, ("internal",))
            - self._made(year, before_powder, self._magnet, foreign_or_recycled)
            - self._bought(year, unfinished | here, self._magnet, ANY)
            - self._waiting(year, unfinished | (here & self._of("mixed_reo")), self._magnet)
        )
        concentrates = here & self._of("concentrate")

        def contained(weight: Weight) -> Amount:
            return self._potential(year, lambda c, _: weight(c), here) + self._waiting(year, concentrates, weight)

        if definition == "magnet_reo":
            return converted, contained(self._magnet)
        if definition == "total_reo":
            return converted, contained(self._oxide)
        worth = self._oxide_prices()
        value: dict[str, float] = defaultdict(float)
        for row in self.facts.case.composition:
            value[row.commodity] += row.content * worth.get(row.element, 0.0)
        return converted * self._magnet_oxide_value(), contained(lambda c: value[c])

    def _oxide_prices(self) -> dict[str, float]:
        """Base-year price per t of oxide of each element, read off the purest oxide of the element."""
        facts = self.facts
        oxides = self._of("oxide")
        purest: dict[str, tuple[float, str]] = {}
        for row in facts.case.composition:
            if row.commodity in oxides and row.content > 0:
                purity = (round(row.content / facts.oxide_content[row.commodity], 9), row.commodity)
                purest[row.element] = max(purity, purest.get(row.element, (0.0, "")))
        return {e: facts.base_price(c) / facts.oxide_content[c] for e, (_, c) in purest.items()}

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
        known = [c for c in self._of("concentrate") if facts.oxide_content[c] and facts.base_price(c)]
        values = [facts.base_price(c) / facts.oxide_content[c] for c in known]
        mean = sum(values) / len(values) if values else 0.0
        every = set(facts.commodities)

        def in_concentrate(c: str, ore: str) -> float:
            made = {m for recipe, inputs in facts.inputs.items() if ore in inputs for m in facts.outputs[recipe]}
            own = [value for name, value in zip(known, values, strict=True) if name in made] or [mean]
            return facts.base_price(c) if c in known else facts.oxide_content[c] * sum(own) / len(own)

        def by_itself(c: str) -> float:
            return facts.base_price(c) or facts.oxide_content[c] * mean

        sales = self._sold(year)
        start = self._potential(year, in_concentrate, every) + self._waiting(year, every - self._of("ore"), by_itself)
        if definition == "value_per_kg":
            fed = self._bought(year, every, self._oxide, ANY) + self._scrap(year, self._oxide)
            return sales, start + fed * mean
        if definition == "sales_over_concentrate":
            goods = {c for c in every if facts.oxide_content[c] > 0} - self._of("scrap", "ewaste", "swarf")
            return sales - self._bought(year, goods, facts.base_price, ANY), start
        bought = self._bought(year, every, facts.base_price, ANY)
        return sales - bought - self._scrap(year, facts.base_price), start

    def _scrap(self, year: int, weight: Weight) -> Amount:
        collected = self.production.collected_of.items()
        return total(q * weight(self.facts.flows[f].commodity) for (f, y), q in collected if y == year)

    def secondary_share(self, definition: str, year: int) -> Pair:
        refined = ("oxide", "metal", "alloy", "powder")
        counted = ["end_of_life", "swarf"] if definition == "with_swarf" else ["end_of_life"]
        recycled = self._made(year, refined, self._magnet, counted)
        primary = self._made(year, ("oxide",), self._magnet, ("domestic", "imported"))
        return recycled, recycled + primary + self._bought(year, self._of(*refined), self._magnet, ANY)

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

    def loop_share(self, _: str, year: int) -> Pair:
        return self.production.own_swarf_recycled(year), self.production.swarf_made(year)

    def foreign_sources(self, definition: str, year: int) -> Pair:
        known = [f for f, row in self.facts.sources.items() if row.foreign and self.plan.mobilised_by(f, year)]
        if definition == "mobilised":
            return amount(float(len(known))), ONE
        return total(self._part(self._drawn([f], year)) for f in known), ONE

    def licences(self, _: str, year: int) -> Pair:
        return self._count("licence", year)

    def partnerships(self, definition: str, year: int) -> Pair:
        if definition == "concluded":
            return self._count("partnership", year)
        programmes = self.facts.programmes.items()
        known = [g for g, row in programmes if row.kind == "partnership" and self.plan.finished(g, year)]
        return total(self._part(self._came_through(g, year)) for g in known), ONE

    def _part(self, brought: Amount) -> Amount:
        """One from the least amount on, in proportion below it."""
        least = self.facts.settings.minimum_brought
        return ONE if brought.value >= least else (brought / least).above_zero

    def _drawn(self, sources: Collection[str], year: int) -> Amount:
        """Money of the base year drawn up to a year."""
        drawn = self.plan.funding.items()
        return total(q * (1.0 / self.facts.level(y)) for (f, _c, y), q in drawn if f in sources and y <= year)

    def _came_through(self, partnership: str, year: int) -> Amount:
        """What a partnership has brought up to a year: money, deliveries, feed, and goods of its recipes."""
        facts, price = self.facts, self.facts.base_price

        def depends(programme: str | None) -> bool:
            return programme is not None and (programme == partnership or depends(facts.programmes[programme].needs))

        agreed = {k for k, row in facts.contracts.items() if depends(row.programme)}
        lenders = [f for f, row in facts.sources.items() if depends(row.programme) or row.contract in agreed]
        terms = [self._drawn(lenders, year)]
        for (name, _s, y), quantity in self.plan.deliveries.items():
            if y <= year and name in agreed:
                terms.append(quantity * price(facts.markets[facts.contracts[name].market].commodity))
        for (name, _s, y), quantity in self.plan.purchases.items():
            if y <= year and depends(facts.supplies[name].programme):
                terms.append(quantity * price(facts.supplies[name].commodity))
        for (_s, name, y), quantity in self.plan.activity.items():
            if y <= year and depends(facts.recipes[name].programme):
                terms.append(quantity * sum(q * price(c) for c, q in facts.outputs[name].items()))
        return total(terms)

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

    def fiscal_cost(self, _: str, year: int) -> Pair:
        return self.fiscal.cost_so_far(year), ONE

    def guarantees(self, _: str, year: int) -> Pair:
        return self.money.debts.guaranteed(year), ONE
