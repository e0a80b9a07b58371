"""What the country saves by goods made at home, beyond what their buyers pay."""

from __future__ import annotations

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.violation import ZERO, Amount


def avoided_imports(facts: Facts, plan: Plan, year: int) -> Amount:
    """Domestic goods of a year, or of a year of a steady period, at the landed price of the import they replace.

    What is paid is taken off. MUSD real.
    """
    result = ZERO

    def add(market: str, quantity: Amount, paid: float) -> None:
        nonlocal result
        row = facts.markets[market]
        if row.domestic and row.import_price_factor is not None:
            result = result + quantity * (facts.price(row.commodity, year) * row.import_price_factor - paid)

    for (market, _, when), quantity in plan.sales.items():
        if when == year:
            add(market, quantity, facts.market_price(market, year))
    for (contract, _, when), quantity in plan.deliveries.items():
        if when == year:
            add(facts.contracts[contract].market, quantity, facts.contract_price(contract, year))
    return result
