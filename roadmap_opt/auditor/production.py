"""Plants and goods recomputed from the decisions: capacity, what is made and used at every node, what is served."""

from __future__ import annotations

import math

from roadmap_opt.auditor.facts import Facts, stands
from roadmap_opt.auditor.plan import Book, Plan, empty_book
from roadmap_opt.auditor.timing import Learning, operating_share, spend_shares
from roadmap_opt.auditor.violation import ZERO, Amount, amount, total

FLOW_NAMES = (
    "made", "mined", "bought", "collected", "arrived",
    "consumed", "sold", "delivered", "departed", "disposed", "stock",
)  # fmt: skip


class Production:
    """Books by key: plants by ``(site, plant, year)``, flows by ``(commodity, site, year)``, money spent on plants by
    ``(perimeter, year of completion, year)``, the rest by name, year.
    """

    def __init__(self, facts: Facts, plan: Plan) -> None:
        self.facts, self.plan = facts, plan
        self.installed, self.fastest, self.opened = empty_book(), empty_book(), empty_book()
        self.used, self.learnt, self.kept = empty_book(), empty_book(), empty_book()
        self.plant_spend, self.fixed_cost, self.cohort_spend = empty_book(), empty_book(), empty_book()
        self.closure_cost = empty_book()
        self.flow: dict[str, Book] = {name: empty_book() for name in FLOW_NAMES}
        self.water, self.served, self.spot = empty_book(), empty_book(), empty_book()
        self.bought_of, self.collected_of = empty_book(), empty_book()
        self.end_of_life, self.delivered_of = empty_book(), empty_book()
        self._plants()
        self._kept()
        self._recipes()
        self._learning()
        self._goods()
        self._end_of_life()

    def _plants(self) -> None:
        facts = self.facts
        self.learning = {name: Learning.of(row) for name, row in facts.plants.items()}
        for site, plant in {(row.site, row.plant) for row in facts.case.existing}:
            step = self.learning[plant].step
            for year in (facts.first - 1, *facts.years):
                self.installed[site, plant, year] += facts.standing(site, plant, year)
                self.fastest[site, plant, year] += facts.standing_reach(site, plant, year, step)
        for row in facts.case.existing:
            for year in facts.years:
                if stands(row.first_year, row.last_year, year):
                    self.fixed_cost[row.plant, year] += row.fixed_cost
        for (site, name, start), count in self.plan.builds.items():
            module = facts.modules[name]
            cost = count * facts.capex(module)
            for year in facts.years:
                node = (site, module.plant, year)
                running = operating_share(module, start, year)
                self.installed[node] += count * module.capacity * running
                rate = count * module.capacity
                self.fastest[node] += rate * self.learning[module.plant].fastest(module, start, year)
                self.opened[node] += rate * max(0.0, running - operating_share(module, start, year - 1))
                self.fixed_cost[module.plant, year] += cost * module.fixed_cost_share * running
                ended = max(0.0, operating_share(module, start, year - 1) - running)
                self.closure_cost[module.plant, year] += cost * (module.closure_cost_share or 0.0) * ended
            opening = math.floor(start + module.lead_time)
            for number, share in enumerate(spend_shares(module)):
                self.plant_spend[module.plant, start + number] += cost * share
                nominal = cost * share * facts.level(start + number)
                self.cohort_spend[facts.perimeters.of_plant(module.plant), opening, start + number] += nominal

    def _kept(self) -> None:
        """After the last year what is kept offers its nameplate and costs its fixed cost; the rest is closed."""
        facts = self.facts
        for (site, name, period), count in self.plan.kept.items():
            module = facts.modules[name]
            self.fastest[site, module.plant, period] += count * module.capacity
            self.fixed_cost[module.plant, period] += count * (facts.capex(module) * module.fixed_cost_share)
        self._closed()
        for row in facts.case.existing:
            for period in facts.spans:
                share = self.plan.kept_assets.get((row.asset, period), ZERO)
                self.fastest[row.site, row.plant, period] += share * row.capacity
                self.fixed_cost[row.plant, period] += share * row.fixed_cost

    def _closed(self) -> None:
        """What stood before a period and is not kept in it is closed, at a cost spread over its years."""
        facts, stood = self.facts, empty_book()
        for period, span in facts.spans.items():
            if facts.period_before(period) == facts.last:
                for (site, name, start), count in self.plan.builds.items():
                    shares = [operating_share(facts.modules[name], start, year) for year in span]
                    at_last = operating_share(facts.modules[name], start, facts.last)
                    stood[site, name] += count * max(at_last, sum(shares) / len(span))
            for site, name in sorted({*stood, *((site, name) for site, name, _ in self.plan.kept)}):
                module, kept = facts.modules[name], self.plan.kept.get((site, name, period), ZERO)
                cost = facts.capex(module) * (module.closure_cost_share or 0.0) / len(span)
                self.closure_cost[module.plant, period] += (stood[site, name] - kept) * cost
                stood[site, name] = kept

    def _recipes(self) -> None:
        facts = self.facts
        for (site, name, year), activity in self.plan.activity.items():
            recipe = facts.recipes[name]
            self.used[site, recipe.plant, year] += activity * recipe.load
            self.water[site, year] += activity * recipe.water / 1000.0
            for commodity, quantity in facts.outputs[name].items():
                self.flow["made"][commodity, site, year] += activity * quantity
            for commodity, quantity in facts.inputs[name].items():
                self.flow["consumed"][commodity, site, year] += activity * quantity

    def _learning(self) -> None:
        """What the year before allows: use that has been learnt, and what would go on running until its end of life."""
        for site, plant, year in {*self.installed, *self.used}:
            if year not in self.facts.years:
                continue
            node, before = (site, plant, year), (site, plant, year - 1)
            used, stood = self.used_before(*node), self.installed.get(before, ZERO)
            rule, opened = self.learning[plant], self.opened.get(node, ZERO)
            self.learnt[node] = used + stood * rule.step + opened * rule.first
            self.kept[node] = used + self.installed.get(node, ZERO) - stood - opened

    def used_before(self, site: str, plant: str, year: int) -> Amount:
        """Use of the year before; at the end of history what existing plants had learnt."""
        book = self.used if year > self.facts.first else self.fastest
        return book.get((site, plant, year - 1), ZERO)

    def available(self, site: str, plant: str, year: int) -> Amount:
        """Most that could be used in a year: what the fastest ramp-up reaches, or what has been learnt, if less."""
        fastest, learnt = (book.get((site, plant, year), ZERO) for book in (self.fastest, self.learnt))
        return fastest if fastest.value <= learnt.value else learnt

    def _goods(self) -> None:
        facts, plan, flow = self.facts, self.plan, self.flow
        for (deposit, year), quantity in plan.extraction.items():
            row = facts.deposits[deposit]
            flow["mined"][row.commodity, row.site, year] += quantity
        for (supply, site, year), quantity in plan.purchases.items():
            flow["bought"][facts.supplies[supply].commodity, site, year] += quantity
            self.bought_of[supply, year] += quantity
        for (name, site, year), quantity in plan.collected.items():
            flow["collected"][facts.flows[name].commodity, site, year] += quantity
            self.collected_of[name, year] += quantity
        for (commodity, origin, destination, year), quantity in plan.shipments.items():
            flow["departed"][commodity, origin, year] += quantity
            flow["arrived"][commodity, destination, year] += quantity
        for (market, site, year), quantity in plan.sales.items():
            flow["sold"][facts.markets[market].commodity, site, year] += quantity
            self.served[market, year] += quantity
            self.spot[market, year] += quantity
        for (contract, site, year), quantity in plan.deliveries.items():
            market = facts.contracts[contract].market
            flow["delivered"][facts.markets[market].commodity, site, year] += quantity
            self.served[market, year] += quantity
            self.delivered_of[contract, year] += quantity
        for key, quantity in plan.disposal.items():
            flow["disposed"][key] += quantity
        for key, quantity in plan.stocks.items():
            flow["stock"][key] += quantity

    def _end_of_life(self) -> None:
        facts = self.facts
        for name, row in facts.flows.items():
            buyers = [d for d, market in facts.markets.items() if market.domestic and market.commodity == row.product]
            ages = [(a.age, a.share) for a in facts.case.age_shares if a.profile == row.age_profile]
            for period in facts.periods:
                span = facts.span(period)
                returned = amount(row.exogenous.get(facts.as_of(period), 0.0))
                for age, share in ages if row.product is not None else []:
                    part = share * (row.scrap_per_product or 0.0) / len(span)
                    for sold in (facts.period_before(year - age + 1) for year in span):
                        returned += total(self.served.get((market, sold), ZERO) for market in buyers) * part
                self.end_of_life[name, period] = returned

    def nodes(self) -> list[tuple[str, str, int]]:
        """Every commodity, site and period at which anything happens, or a stock is carried in."""
        keys = {key for book in self.flow.values() for key in book}
        for period in self.facts.periods[1:]:
            before = self.facts.period_before(period)
            keys |= {(c, s, period) for c, s, y in self.flow["stock"] if y == before and self.is_stored(c, period)}
        return sorted(keys)

    def swarf_made(self, period: int) -> Amount:
        """Swarf that the country's own lines leave."""
        made = self.flow["made"].items()
        return total(q for (c, _s, y), q in made if y == period and self.facts.stage(c) == "swarf")

    def own_swarf_recycled(self, period: int) -> Amount:
        """Swarf of the year that recipes turn back into magnet rare earths, all other swarf taken to be used first."""
        facts = self.facts
        used = total(
            activity * quantity
            for (_s, recipe, y), activity in self.plan.activity.items()
            if y == period and any(facts.magnet_content[c] > 0 for c in facts.outputs[recipe])
            for c, quantity in facts.inputs[recipe].items()
            if facts.stage(c) == "swarf"
        )
        bought = total(
            q
            for (supply, y), q in self.bought_of.items()
            if y == period and facts.stage(facts.supplies[supply].commodity) == "swarf"
        )
        held = {(c, s) for c, s, _ in self.flow["stock"] if facts.stage(c) == "swarf"}
        return used - bought - total(self.opening(c, s, period) for c, s in sorted(held))

    def is_stored(self, commodity: str, period: int) -> bool:
        """Whether stocks may change: after the last year only those of residues."""
        return period <= self.facts.last or self.facts.stage(commodity) == "residue"

    def opening(self, commodity: str, site: str, period: int) -> Amount:
        """Stock at the start of a period; nothing is stored before the first decision year."""
        if not self.is_stored(commodity, period):
            return ZERO
        return self.flow["stock"].get((commodity, site, self.facts.period_before(period)), ZERO)
