"""Fiscal view: what the state spends on the plan and what it receives from it. Money is nominal MUSD.

Index    y decision year, v earlier year, f source.
Data     public, kind                  Funding
         guaranteed, guarantee_fee     LenderClasses
         vat_rate, vat_exempt          Settings
Gives    fiscal[item, y]    spending: public_equity, public_grants, price_support, vat_not_collected; receipts:
                            corporate_tax, state_royalty, guarantee_fees
         fiscal_cost[y]     sum over v <= y of spending less receipts: below nought when the state has received more
                            than it has spent
         guaranteed_debt[y] sum over guaranteed lenders of balance
Reads    line (economics, cash); draw, balance, guarantee_fee (debt)

Public equity and grants are the draws of public sources of these kinds. A loan of a public bank is an asset that is
paid back with interest: it is no cost. Under an investment certificate (vat_exempt) value-added tax on investment is
never collected; by the ordinary rule it would be, and refunded a year later: what is not collected is vat_rate * (capex
of y less capex of y-1), a matter of timing. No royalty is forgone: the case knows no relief from it. Dividends on
public equity are shared out after the solve, because the share is a ratio; a guarantee that is called is no part of a
plan that serves its debt.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import SUPPORT_LINES
from roadmap_opt.case.fiscal_lines import AFTER_THE_SOLVE, RECEIPTS, SPENDING
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, total


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what the state spends and receives, and the sums that targets may limit."""
    receipts = [item for item in RECEIPTS if item not in AFTER_THE_SOLVE]
    view = _State(model, ix)
    keys = [(item, y) for item in (*SPENDING, *receipts) for y in ix.years]
    define(model, "fiscal", keys, lambda item, y: getattr(view, item)(y))

    def net(y: int) -> Expression:
        return total(model.fiscal[item, y] for item in SPENDING) - total(model.fiscal[item, y] for item in receipts)

    define(model, "fiscal_cost", ix.years, lambda y: total(net(v) for v in ix.years if v <= y))
    define(model, "guaranteed_debt", ix.years, lambda y: total(model.balance[f, y] for f in ix.lending.guaranteed))


class _State:
    """One method per item of :data:`SPENDING` and :data:`RECEIPTS`."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes) -> None:
        self.model, self.ix = model, ix

    def _paid_by_public(self, kind: str, y: int) -> Expression:
        rows = self.ix.rows.sources.items()
        return total(self.model.draw[f, y] for f, row in rows if row.public and row.kind == kind)

    def public_equity(self, y: int) -> Expression:
        return self._paid_by_public("equity", y)

    def public_grants(self, y: int) -> Expression:
        return self._paid_by_public("grant", y)

    def price_support(self, y: int) -> Expression:
        return total(self.model.line[name, y] for name in SUPPORT_LINES)

    def vat_not_collected(self, y: int) -> Expression:
        settings, capex = self.ix.settings, self.model.line
        if not settings.vat_exempt:
            return 0.0
        before = capex["capex", y - 1] if y > self.ix.first_year else 0.0
        return settings.vat_rate * (before - capex["capex", y])

    def corporate_tax(self, y: int) -> Expression:
        return -1.0 * self.model.line["tax", y]

    def state_royalty(self, y: int) -> Expression:
        return -1.0 * self.model.line["state_royalty", y]

    def guarantee_fees(self, y: int) -> Expression:
        return total(self.model.guarantee_fee[key] for key in self.model.guarantee_fee if key[1] == y)
