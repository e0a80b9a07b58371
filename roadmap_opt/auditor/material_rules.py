"""Rules of plants and goods: builds, gates, capacity, water, reserves, supply, returns, storage, balance."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import KILO, Facts
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.security import stockpile_growth
from roadmap_opt.auditor.violation import ZERO, Findings, amount, place, total
from roadmap_opt.said import said


def check_programmes(facts: Facts, plan: Plan, findings: Findings) -> None:
    """History as stated, windows, and the order of programmes."""
    for name, row in facts.programmes.items():
        start = plan.begun.get(name)
        if row.started is not None:
            if start != row.started:
                findings.add("programme_history", name, str(start), str(row.started))
            continue
        if start is None:
            continue
        first = max(row.first_start or facts.first, facts.first)
        last = min(row.last_start or facts.last, facts.last)
        if not first <= start <= last:
            findings.add("programme_window", name, start, said("{first} to {last}", first=first, last=last))
        if row.needs is not None and not plan.completed(row.needs, start):
            findings.add(
                "programme_order",
                place(name, start),
                said("{needs} not completed", needs=row.needs),
                said("{needs} completed", needs=row.needs),
            )


def check_builds(facts: Facts, plan: Plan, findings: Findings) -> None:
    """Where and when modules may be started, how many, and how much in a year."""
    places = {(row.site, row.plant): row for row in facts.case.plant_sites}
    by_module: dict[tuple[str, str], int] = defaultdict(int)
    by_plant: dict[tuple[str, str], int] = defaultdict(int)
    for (site, name, year), count in plan.builds.items():
        plant = facts.modules[name].plant
        by_module[site, name] += count
        by_plant[site, plant] += count
        allowed = places.get((site, plant))
        if allowed is None:
            findings.add(
                "build_place",
                place(site, name, year),
                said("{plant} at {site}", plant=plant, site=site),
                "a place of PlantSites",
            )
        elif allowed.first_start_year is not None and year < allowed.first_start_year:
            findings.add(
                "build_window",
                place(site, name, year),
                year,
                said("{first} or later", first=allowed.first_start_year),
            )
    for (site, name), count in by_module.items():
        findings.at_most("module_count", place(site, name), count, facts.modules[name].maximum_count)
    for (site, plant), count in by_plant.items():
        if (site, plant) in places:
            findings.at_most("site_space", place(site, plant), count, places[site, plant].maximum_modules)
    for year in facts.years:
        begun = total(count * facts.capex(facts.modules[m]) for (_, m, y), count in plan.builds.items() if y == year)
        findings.at_most("construction_starts", place(year), begun, facts.settings.construction_starts_limit)


def check_requirements(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """One alternative of every set is fulfilled when construction starts, or whenever the plant runs."""

    def stands_or_started(site: str, plant: str, year: int) -> bool:
        started = any(
            s == site and facts.modules[m].plant == plant and y <= year and count > 0
            for (s, m, y), count in plan.builds.items()
        )
        return started or facts.standing(site, plant, year) > 0

    def unmet(gate: str, site: str, plant: str, year: int) -> list[int]:
        sets: dict[int, list[bool]] = defaultdict(list)
        for row in facts.case.requirements:
            if row.gate == gate and row.plant == plant and row.site in (None, site):
                if row.programme is not None:
                    sets[row.alternative_set].append(plan.completed(row.programme, year))
                if row.needs_plant is not None:
                    sets[row.alternative_set].append(stands_or_started(site, row.needs_plant, year))
        return [number for number, alternatives in sets.items() if not any(alternatives)]

    for (site, name, year), count in plan.builds.items():
        for number in unmet("construction", site, facts.modules[name].plant, year) if count else []:
            where = place(site, name, year)
            findings.add(
                "construction_gate",
                where,
                "started",
                said("requirement set {number} fulfilled first", number=number),
                count,
            )
    for (site, plant, year), used in production.used.items():
        for number in unmet("operation", site, plant, year) if used.is_positive else []:
            where = place(site, plant, year)
            findings.add(
                "operation_gate",
                where,
                used.value,
                said("requirement set {number} fulfilled first", number=number),
                used.value,
            )


def check_processing(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """Capacity, what has been learnt, least loads, permits of recipes, water, and recipes that create rare earths."""
    for key in sorted({*production.used, *production.fastest, *plan.stood_down}):
        site, plant, year = key
        if year not in facts.periods:
            continue
        used, fastest = production.used.get(key, ZERO), production.fastest.get(key, ZERO)
        findings.at_most("capacity_limit", place(*key), used, fastest)
        row = facts.plants[plant]
        if row.minimum_load:
            findings.at_least("minimum_load", place(*key), used, fastest * row.minimum_load)
        if year not in facts.years:
            continue  # after the last year all is learnt, and what is closed costs nothing
        if production.learning[plant].takes_time:
            findings.at_most("learning", place(*key), used, production.learnt.get(key, ZERO))
        down = plan.stood_down.get(key, ZERO)
        findings.at_most("stood_down_most", place(*key), down, production.used_before(*key))
        if row.least_stable_load and row.restart_cost:
            warm = production.kept.get(key, ZERO) - down
            findings.at_least("stood_down_least", place(*key), used, warm * row.least_stable_load)
        elif down.is_positive:
            findings.add("stood_down_nothing", place(*key), down.value, "0: nothing is charged for it", down.value)
    for (site, name, year), activity in plan.activity.items():
        programme = facts.recipes[name].programme
        if programme is not None and activity.is_positive and not plan.completed(programme, year):
            where = place(site, name, year)
            findings.add(
                "recipe_unlocked",
                where,
                activity.value,
                said("0 before {programme}", programme=programme),
                activity.value,
            )
    for (site, year), drawn in production.water.items():
        findings.at_most("water_limit", place(site, year), drawn, facts.sites[site].water_limit)
    for name in {recipe for _, recipe, _ in plan.activity}:
        for group in sorted({row.balance_group for row in facts.case.elements}):
            fed = total(facts.content[c, group] * q for c, q in facts.inputs[name].items())
            yielded = total(facts.content[c, group] * q for c, q in facts.outputs[name].items())
            findings.at_most("recipe_conservation", place(name, group), yielded, fed)


def check_reserves(facts: Facts, plan: Plan, findings: Findings) -> None:
    """Cumulative ore within what is verified at that time, and the highest rate of mining."""
    for name, row in facts.deposits.items():
        mined = ZERO
        for year in facts.periods:
            quantity = plan.extraction.get((name, year), ZERO)
            mined = mined + quantity * len(facts.span(year))
            verified = row.verified_reserve + sum(
                effect.value
                for effect in facts.case.effects
                if effect.effect == "reserve" and effect.item == name and plan.completed(effect.programme, year)
            )
            limit = row.unverified_allowance + KILO * verified
            findings.at_most("reserve_limit", place(name, year), mined, limit)
            findings.at_most("mining_rate", place(name, year), quantity, row.maximum_rate)


def check_supply(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """Tranches, their programmes, no purchases for stock, and what may be collected."""
    for (name, year), quantity in production.bought_of.items():
        row = facts.supplies[name]
        unlocked = row.programme is None or plan.completed(row.programme, year)
        offered = row.quantity.get(facts.as_of(year), 0.0)
        findings.at_most("supply_limit", place(name, year), quantity, offered if unlocked else 0.0)
    if not facts.settings.purchases_for_stock:
        for key, quantity in production.flow["bought"].items():
            used = production.flow["consumed"].get(key, ZERO)
            findings.at_most("no_speculation", place(*key), quantity, used + stockpile_growth(facts, *key))
    for (name, year), quantity in production.collected_of.items():
        reached = facts.flows[name].collection_share + sum(
            effect.value
            for effect in facts.case.effects
            if effect.effect == "collection_share" and effect.item == name and plan.completed(effect.programme, year)
        )
        most = production.end_of_life[name, year] * min(1.0, reached)
        findings.at_most("collection_limit", place(name, year), quantity, most)


def check_loop(facts: Facts, production: Production, findings: Findings) -> None:
    """Own swarf is recycled up to the share that Settings ask for."""
    share, since = facts.settings.swarf_recycled_share, facts.settings.swarf_recycled_from
    for period in facts.periods:
        if share and period >= since:
            least = production.swarf_made(period) * share
            findings.at_least("own_swarf_first", place(period), production.own_swarf_recycled(period), least)


def check_goods(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """Material balance of every node, transport, storage and disposal."""
    flow = production.flow
    for node in production.nodes():
        arriving = ("made", "mined", "bought", "collected", "arrived")
        leaving = ("consumed", "sold", "delivered", "departed", "disposed")
        years = len(facts.span(node[2]))
        sources = total(flow[name].get(node, ZERO) for name in arriving) + production.opening(*node) / years
        uses = total(flow[name].get(node, ZERO) for name in leaving) + flow["stock"].get(node, ZERO) / years
        findings.equal("material_balance", place(*node), uses, sources)
    for key, quantity in plan.shipments.items():
        commodity, origin, destination, _ = key
        if quantity.is_positive and (not facts.commodities[commodity].transportable or origin == destination):
            findings.add("shipment_route", place(*key), quantity.value, "a transportable good between two sites")
    for key, quantity in plan.stocks.items():
        findings.at_most("storage_limit", place(*key), quantity, facts.commodities[key[0]].storage_limit)
    for key, quantity in plan.disposal.items():
        row = facts.commodities[key[0]]
        limit = amount(0.0) if row.disposal_cost is None else row.disposal_limit
        findings.at_most("disposal_limit", place(*key), quantity, limit)
