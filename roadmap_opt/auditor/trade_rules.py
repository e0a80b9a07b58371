"""Rules of trade: demand, minimum service, contracts and the share that may be promised."""

from __future__ import annotations

import math

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.plan import Book, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.violation import ZERO, Findings, place, total


def offtake_books(facts: Facts, plan: Plan, production: Production) -> tuple[Book, Book, dict[str, float]]:
    """Basis and contracted volume by product group and year, and the limit of each group."""
    basis: Book = {}
    contracted: Book = {}
    limits = {}
    for group, row in facts.groups.items():
        members = {name for name, commodity in facts.commodities.items() if commodity.group == group}
        limits[group] = facts.settings.offtake_share if row.share is None else row.share
        for year in facts.periods:
            if facts.settings.offtake_basis == "sales":
                buyers = {name for name, market in facts.markets.items() if market.commodity in members}
                counted = [q for (d, y), q in production.served.items() if y == year and d in buyers]
            else:
                counted = [q for (c, _, y), q in production.flow["made"].items() if y == year and c in members]
            basis[group, year] = total(counted)
            contracted[group, year] = total(
                contract.volume * plan.share_in_force(name, year)
                for name, contract in facts.contracts.items()
                if facts.markets[contract.market].commodity in members
            )
    return basis, contracted, limits


def check_markets(facts: Facts, production: Production, findings: Findings) -> None:
    """Nobody buys more than can be won, and obliged markets come before others of the same product."""
    for (market, year), quantity in production.served.items():
        if year in facts.periods:
            findings.at_most("market_limit", place(market, year), quantity, facts.addressable.get((market, year), 0.0))
    for market, row in facts.markets.items():
        if not row.minimum_service:
            continue
        rivals = [name for name, other in facts.markets.items() if other.commodity == row.commodity and name != market]
        for year in facts.years:
            elsewhere = total(production.served.get((name, year), ZERO) for name in rivals)
            if elsewhere.is_positive:
                least = row.minimum_service * facts.addressable.get((market, year), 0.0)
                findings.at_least(
                    "minimum_service", place(market, year), production.served.get((market, year), ZERO), least
                )
        for period in facts.spans:
            # others are supplied in a part of the years, and the obligation holds in that part at least
            won = sum(facts.addressable.get((name, period), 0.0) for name in rivals) or math.inf
            elsewhere = total(production.served.get((name, period), ZERO) for name in rivals)
            due = elsewhere * (row.minimum_service * facts.addressable.get((market, period), 0.0) / won)
            served = production.served.get((market, period), ZERO)
            findings.at_least("minimum_service", place(market, period), served, due)


def check_contracts(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """Signed within the window and after the programme; delivered every year of the term, between least and most."""
    for name, first in plan.first_delivery.items():
        row = facts.contracts[name]
        if not row.first_delivery_from <= first <= row.first_delivery_to:
            expected = f"{row.first_delivery_from} to {row.first_delivery_to}"
            findings.add("contract_window", name, first, expected)
        if row.programme is not None and not plan.completed(row.programme, first):
            findings.add("contract_programme", place(name, first), "signed", f"{row.programme} completed first")
    for name, row in facts.contracts.items():
        for year in facts.periods:
            delivered = production.delivered_of.get((name, year), ZERO)
            volume = row.volume * plan.share_in_force(name, year)
            findings.at_most("delivery_most", place(name, year), delivered, volume)
            findings.at_least("delivery_least", place(name, year), delivered, row.minimum_delivery * volume)
    basis, contracted, limits = offtake_books(facts, plan, production)
    for (group, year), promised in contracted.items():
        findings.at_most("promised_share", place(group, year), promised, basis[group, year] * limits[group])
