"""Operating cash-flow lines recomputed from the decisions, in constant MUSD; inflows are positive."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import KILO, Facts
from roadmap_opt.auditor.plan import Book, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.violation import ZERO


def real_lines(facts: Facts, plan: Plan, production: Production) -> Book:
    """Every operating line, programme cost and capex by ``(line, year)``."""
    lines: Book = defaultdict(lambda: ZERO)
    _processing(facts, plan, lines)
    _trade(facts, plan, lines)
    _goods(facts, plan, lines)
    for period in facts.periods:
        lines["programme_cost", period] -= plan.programme_spend(period)
        for plant in facts.plants:
            lines["fixed_cost", period] -= production.fixed_cost[plant, period]
            lines["closure_cost", period] -= production.closure_cost[plant, period]
    for year in facts.years:
        for plant in facts.plants:
            lines["capex", year] -= production.plant_spend[plant, year]
    return lines


def running_cost(facts: Facts, name: str, year: int) -> dict[str, float]:
    """What one unit of a recipe's activity costs by line, feed apart."""
    recipe = facts.recipes[name]
    dollars = recipe.electricity * facts.utility("electricity", year)
    dollars += recipe.natural_gas * facts.utility("natural_gas", year)
    dollars += recipe.water * facts.utility("water", year)
    cost = {
        "variable_cost": recipe.variable_cost / KILO,
        "energy_cost": dollars / KILO / KILO,
        "carbon_cost": recipe.emissions * facts.utility("carbon", year) / KILO / KILO,
    }
    if recipe.royalty_share and recipe.royalty_commodity is not None:
        made = facts.outputs[name].get(recipe.royalty_commodity, 0.0)
        cost["licence_royalty"] = made * facts.price(recipe.royalty_commodity, year) * recipe.royalty_share
    if any(facts.stage(c) == "ore" for c in facts.inputs[name]):
        value = sum(quantity * facts.price(c, year) for c, quantity in facts.outputs[name].items())
        cost["state_royalty"] = value * facts.settings.state_royalty
    return cost


def _processing(facts: Facts, plan: Plan, lines: Book) -> None:
    for (_, name, year), activity in plan.activity.items():
        for line, cost in running_cost(facts, name, year).items():
            lines[line, year] -= activity * cost
    for (_, plant, year), quantity in plan.stood_down.items():
        lines["restart_cost", year] -= quantity * ((facts.plants[plant].restart_cost or 0.0) / KILO)


def _trade(facts: Facts, plan: Plan, lines: Book) -> None:
    for (market, site, year), quantity in plan.sales.items():
        row = facts.markets[market]
        lines["spot_revenue", year] += quantity * facts.market_price(market, year)
        lines["freight", year] -= quantity * facts.freight(row.commodity, site, row.site)
    for (contract, site, year), quantity in plan.deliveries.items():
        row = facts.markets[facts.contracts[contract].market]
        lines["contract_revenue", year] += quantity * facts.contract_price(contract, year)
        lines["freight", year] -= quantity * facts.freight(row.commodity, site, row.site)
    for (support, market, year), quantity in plan.supported.items():
        lines["price_support", year] += quantity * facts.support_gap(support, market, year)
    for (supply, site, year), quantity in plan.purchases.items():
        feed = facts.supplies[supply]
        price = facts.feed_price(feed.commodity, feed.price_factor, feed.price_adder, year)
        lines["purchases", year] -= quantity * price
        lines["freight", year] -= quantity * facts.freight(feed.commodity, feed.site, site)
    for (flow, site, year), quantity in plan.collected.items():
        scrap = facts.flows[flow]
        price = facts.feed_price(scrap.commodity, scrap.price_factor, scrap.price_adder, year)
        lines["purchases", year] -= quantity * price
        lines["freight", year] -= quantity * facts.freight(scrap.commodity, scrap.site, site)


def _goods(facts: Facts, plan: Plan, lines: Book) -> None:
    for (commodity, origin, destination, year), quantity in plan.shipments.items():
        lines["freight", year] -= quantity * facts.freight(commodity, origin, destination)
    for (commodity, _, year), quantity in plan.stocks.items():
        lines["storage_cost", year] -= quantity * (facts.commodities[commodity].storage_cost / KILO)
    for (commodity, _, year), quantity in plan.disposal.items():
        lines["disposal_cost", year] -= quantity * ((facts.commodities[commodity].disposal_cost or 0.0) / KILO)
