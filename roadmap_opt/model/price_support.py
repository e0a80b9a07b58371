"""Price support: the state pays what a market price falls short of the strike price, within a yearly budget.

Index    u support, d market, k contract, s site, y decision year.
Data     strike, two_way, covered_share, yearly_limit, programme, first_year, last_year     PriceSupport
         difference = strike - market price; a floor (two_way no) knows none below nought
Decides  supported[u, d, y]     units per year for which the difference is settled, where there is one at the prices of
                                the case or at a deck of the lenders
Gives    covered_sales[u, d, y] share covered * (sales + deliveries under contracts without a floor of their own)
Reads    sale (markets), delivery (offtake), completed (programmes)

support_share[u, d, y]          supported <= covered_sales
support_limit[u, y]             sum over d with difference > 0 of difference * supported <= yearly_limit * completed
payback_open[u, d, y]           where difference <= 0: supported <= most covered sales * completed
payback_due[u, d, y]            where difference < 0: supported >= covered_sales - most covered sales * (1 - completed)

The difference is to the price of the market, not to what a contract pays: so it is settled on a reference price and the
seller keeps a reason to sell well. What is claimed of a budget is the plan's choice; what has to be paid back is not:
with the programme completed it is the whole covered volume, without it nothing.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the sales that are settled."""
    model.supported = pyo.Var(list(ix.support.due), bounds=(0, None))


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define the sales that are covered."""

    def covered(u: str, d: str, y: int) -> Expression:
        sold = total(model.sale[m, s, y] for m, s in ix.trade.sale_routes if m == d)
        contracts = ix.support.supported_contracts[d]
        delivered = total(model.delivery[k, s, y] for k, s in ix.trade.delivery_routes if k in contracts)
        return ix.rows.supports[u].covered_share * (sold + delivered)

    define(model, "covered_sales", list(ix.support.due), covered)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """The state pays within its budget once the programme is completed; the producer then pays back what is due."""

    def completed(u: str, y: int) -> Expression:
        return model.completed[ix.rows.supports[u].programme, y]

    def support_limit(u: str, y: int) -> Expression:
        paid = total(
            model.supported[v, d, w] * gap for (v, d, w), gap in ix.support.due.items() if (v, w) == (u, y) and gap > 0
        )
        return paid - ix.rows.supports[u].yearly_limit * completed(u, y) <= 0

    def payback_open(u: str, d: str, y: int) -> Expression:
        return model.supported[u, d, y] - ix.support.covered_sales_bound(u, d, y) * completed(u, y) <= 0

    def payback_due(u: str, d: str, y: int) -> Expression:
        unpaid = model.covered_sales[u, d, y] - model.supported[u, d, y]
        return unpaid - ix.support.covered_sales_bound(u, d, y) * (1 - completed(u, y)) <= 0

    limit(
        model,
        "support_share",
        list(ix.support.due),
        lambda u, d, y: model.supported[u, d, y] - model.covered_sales[u, d, y] <= 0,
    )
    limit(model, "support_limit", ix.support.paid_years, support_limit)
    limit(model, "payback_open", ix.support.not_paid, payback_open, switch=True)
    limit(model, "payback_due", ix.support.paid_back, payback_due, switch=True)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """What the state pays, less what it gets back, in constant money."""
    return {
        "price_support": {
            y: total(model.supported[u, d, w] * gap for (u, d, w), gap in ix.support.due.items() if w == y)
            for y in ix.years
        }
    }
