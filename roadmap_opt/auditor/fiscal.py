"""The fiscal view recomputed: what the state spends on a plan, receives from it and stands for. Nominal MUSD."""

from __future__ import annotations

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.violation import ABSOLUTE, ZERO, Amount, total

ByItem = dict[str, Amount]


class FiscalView:
    """What a budget officer asks of a plan, by decision year."""

    def __init__(self, facts: Facts, money: Money) -> None:
        self.facts, self.money = facts, money

    def _drawn(self, kind: str, years: range, public_only: bool = True) -> Amount:
        rows = self.facts.sources.items()
        names = [name for name, row in rows if row.kind == kind and (row.public or not public_only)]
        return total(self.money.draw.get((name, year), ZERO) for name in names for year in years)

    def spending(self, year: int) -> ByItem:
        """What the state pays, or does not collect, in a year."""
        line, settings = self.money.line, self.facts.settings
        more_invested = line.get(("capex", year - 1), ZERO) - line.get(("capex", year), ZERO)
        this_year = range(year, year + 1)
        return {
            "public_equity": self._drawn("equity", this_year),
            "public_grants": self._drawn("grant", this_year),
            "price_support": line.get(("price_support", year), ZERO),
            "vat_not_collected": more_invested * (settings.vat_rate if settings.vat_exempt else 0.0),
        }

    def receipts(self, year: int) -> ByItem:
        """What the state is paid in a year, dividends apart."""
        line = self.money.line
        return {
            "corporate_tax": -line.get(("tax", year), ZERO),
            "state_royalty": -line.get(("state_royalty", year), ZERO),
            "guarantee_fees": total(fee for (_, y), fee in self.money.debts.guarantee_fee.items() if y == year),
        }

    def dividends(self, year: int) -> Amount:
        """The share of public sources in all equity paid in so far, of the year's dividends."""
        so_far = range(self.facts.years[0], year + 1)
        paid_in = self._drawn("equity", so_far, public_only=False).value
        if paid_in <= ABSOLUTE:
            return ZERO
        return -self.money.line["dividends", year] * (self._drawn("equity", so_far).value / paid_in)

    def cost_so_far(self, year: int) -> Amount:
        """Spending less receipts up to the end of a year; dividends not counted."""
        years = [y for y in self.facts.years if y <= year]
        spent = total(amount for y in years for amount in self.spending(y).values())
        return spent - total(amount for y in years for amount in self.receipts(y).values())

    def called(self, year: int) -> Amount:
        """What cash at the lenders' low prices leaves unpaid of guaranteed service; all lenders of a perimeter rank
        alike.
        """
        facts, money, result = self.facts, self.money, ZERO
        for perimeter in facts.perimeters.names:
            due = money.debts.due(perimeter, year)
            service = total(due.values())
            backed = total(paid for f, paid in due.items() if facts.perimeters.lender_class(f).guaranteed)
            if service.value <= ABSOLUTE:
                continue
            cash = money.bank.cash.get(("low", perimeter, year), ZERO) - money.bank_tax[perimeter, year]
            result = result + (service - cash.above_zero).above_zero * (backed.value / service.value)
        return result

    def row(self, year: int) -> ByItem:
        """The year's row of the table ``fiscal``."""
        spent, received = self.spending(year), self.receipts(year) | {"public_dividends": self.dividends(year)}
        paid_out = total(self.dividends(y) for y in self.facts.years if y <= year)
        return {
            **spent,
            **received,
            "net_cost": total(spent.values()) - total(received.values()),
            "cumulative_net_cost": self.cost_so_far(year) - paid_out,
            "guarantees": self.money.debts.guaranteed(year),
            "called_at_low_prices": self.called(year),
        }
