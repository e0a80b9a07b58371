"""Rules of trade: demand, spot sales, minimum service, contracts, the share that may be promised, price support."""

from __future__ import annotations

import math

from roadmap_opt.auditor.facts import DECKS, Facts
from roadmap_opt.auditor.plan import Book, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.violation import ZERO, Amount, Findings, place, total
from roadmap_opt.said import said


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
                plan.promised_in(name, year)
                for name, contract in facts.contracts.items()
                if facts.markets[contract.market].commodity in members
            )
    return basis, contracted, limits


def check_markets(facts: Facts, production: Production, findings: Findings) -> None:
    """Nobody buys more than can be won, nor more spot than is open to it; obliged markets come before others."""
    for (market, year), quantity in production.served.items():
        if year in facts.periods:
            findings.at_most("market_limit", place(market, year), quantity, facts.addressable.get((market, year), 0.0))
    for (market, year), quantity in production.spot.items():
        share = facts.markets[market].spot_share
        renewed = facts.settings.tail_renewal and year > facts.last
        if share is not None and year in facts.periods and not renewed:
            most = share * facts.addressable.get((market, year), 0.0)
            findings.at_most("spot_limit", place(market, year), quantity, most)
    for market, row in facts.markets.items():
        for year in facts.years[1:] if row.entry_share else ():
            before = production.served.get((market, year - 1), ZERO)
            sold = production.served.get((market, year), ZERO)
            more = (row.entry_share or 0.0) * facts.addressable.get((market, year), 0.0)
            findings.at_most("market_entry", place(market, year), sold - before, more)
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
    """Signed in time and after the programme, for a volume on offer; delivered every year of the term as promised."""
    for name, first in plan.first_delivery.items():
        row = facts.contracts[name]
        signature = first - (row.nomination_years or 0)
        if not row.first_delivery_from <= first <= row.first_delivery_to:
            expected = said(
                "{first} to {last}",
                first=row.first_delivery_from,
                last=row.first_delivery_to,
            )
            findings.add("contract_window", name, first, expected)
        if signature < facts.first:
            findings.add(
                "contract_signature",
                name,
                said("signed in {signature}", signature=signature),
                said("signed in {first} or later", first=facts.first),
            )
        if row.programme is not None and not plan.completed(row.programme, signature):
            signed = said("signed in {signature}", signature=signature)
            findings.add(
                "contract_programme",
                place(name, first),
                signed,
                said("{programme} completed first", programme=row.programme),
            )
        least, most = facts.volume_range(name)
        findings.at_least("promised_least", place(name, first), plan.promised[name], least)
        findings.at_most("promised_most", place(name, first), plan.promised[name], most)
    for name, row in facts.contracts.items():
        for year in facts.periods:
            delivered = production.delivered_of.get((name, year), ZERO)
            volume = plan.promised_in(name, year)
            findings.at_most("delivery_most", place(name, year), delivered, volume)
            findings.at_least("delivery_least", place(name, year), delivered, volume * row.minimum_delivery)
    basis, contracted, limits = offtake_books(facts, plan, production)
    for (group, year), promised in contracted.items():
        findings.at_most("promised_share", place(group, year), promised, basis[group, year] * limits[group])


def check_support(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """The state stands in for covered sales, in its years, after the programme and within its budget; what has to be
    paid back is paid back in full.
    """
    for name, row in facts.supports.items():
        first, last = row.first_year or facts.first, row.last_year or facts.last
        for year in facts.years:
            is_open = first <= year <= last and row.yearly_limit > 0
            completed = plan.completed(row.programme, year)
            paid = ZERO
            for market, buyer in facts.markets.items():
                quantity, where = plan.supported.get((name, market, year), ZERO), place(name, market, year)
                gap = facts.support_gap(name, market, year)
                settled = gap or any(facts.support_gap(name, market, year, deck) for deck in DECKS)
                if not (is_open and settled and buyer.commodity == row.commodity and row.market in (None, market)):
                    if quantity.is_positive:
                        findings.add("support_open", where, quantity.value, "0: nothing to settle", quantity.value)
                    continue
                covered = _coverable(facts, plan, production, market, year) * row.covered_share
                findings.at_most("support_share", where, quantity, covered)
                if gap > 0:
                    paid = paid + quantity * gap
                elif gap < 0 and completed:
                    findings.at_least("payback_due", where, quantity, covered)
                elif not completed:
                    findings.at_most("payback_open", where, quantity, 0.0)
            findings.at_most("support_limit", place(name, year), paid, row.yearly_limit if completed else 0.0)


def _coverable(facts: Facts, plan: Plan, production: Production, market: str, year: int) -> Amount:
    """Sales that a support can cover: spot, and under contracts that follow the market below any floor."""
    protected = ("fixed", "floor", "collar")
    followed = (
        production.delivered_of.get((name, year), ZERO)
        for name, row in facts.contracts.items()
        if row.market == market and row.price_rule not in protected
    )
    return production.spot.get((market, year), ZERO) + total(followed)
