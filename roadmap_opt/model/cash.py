"""Cash: sources and uses balance every year. Money is nominal MUSD.

Index    y decision year.
Data     opening_cash, cash_floor, reserve_months        Settings
Decides  cash[y]            cash at the end of y
         dividend[y]        paid to the owners
         pays_out[y]        binary: dividends have begun by y; from then on no fresh equity or grants
Reads    line (economics); tax, income (tax); draw, repaid, interest, fee, service (debt); support_cost (cover)
Gives    line[line, y]      tax, equity, grants, debt drawn, fees, interest, repayment, dividends

pays_on[y]                  pays_out[y] >= pays_out[y-1]
sources_and_uses[y]         closing cash = opening cash + every line of the cash flow
distributable[y]            dividends up to y <= income less tax up to y, once dividends have begun
dividend_year[y]            dividend <= largest payment * pays_out
equity_year[y]              equity and grants drawn <= largest draw * (1 - pays_out)
cash_floor[y]               cash >= cash_floor + reserve_months / 12 * service of the next year (the reserve account);
                            in the last year that of a year of the first period of the tail, where there is one

Owners are paid out of earned profit only, and not before the last equity and grants are in: money is not round-tripped.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import CASH_FLOW_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.finance import DEBT_KINDS
from roadmap_opt.model.algebra import Expression, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare cash and dividends."""
    model.cash = pyo.Var(ix.years, bounds=(ix.settings.cash_floor, None))
    repeated_bound(model, "cash", side="lower")
    model.dividend = pyo.Var(ix.years, bounds=(0, None))
    model.pays_out = pyo.Var(ix.years, domain=pyo.Binary)


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Complete the cash-flow lines with tax and finance."""
    kinds = {"equity": ("equity",), "grants": ("grant",), "debt_drawn": DEBT_KINDS}
    for y in ix.years:
        model.line["tax", y] = -1.0 * model.tax[y]
        for line, members in kinds.items():
            model.line[line, y] = total(model.draw[f, y] for f, row in ix.rows.sources.items() if row.kind in members)
        model.line["fees", y] = -1.0 * (total(model.fee[f, y] for f in ix.rows.sources) + model.support_cost[y])
        model.line["interest", y] = -1.0 * total(model.interest[key] for key in model.interest if key[2] == y)
        model.line["repayment", y] = -1.0 * total(model.repaid[key] for key in model.repaid if key[2] == y)
        model.line["dividends", y] = -1.0 * model.dividend[y]


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Balance cash, pay dividends from profit, and fill the reserve account."""
    settings = ix.settings

    def sources_and_uses(y: int) -> Expression:
        opening = model.cash[y - 1] if y > ix.first_year else settings.opening_cash
        return model.cash[y] - opening - total(model.line[name, y] for name in CASH_FLOW_LINES) == 0

    def distributable(y: int) -> Expression:
        years = [v for v in ix.years if v <= y]
        earned = total(model.income[v] - model.tax[v] for v in years)
        losses = sum(ix.money.loss_bound(v) for v in years)
        return total(model.dividend[v] for v in years) - earned + losses * model.pays_out[y] <= losses

    def equity_year(y: int) -> Expression:
        paid_in = model.line["equity", y] + model.line["grants", y]
        return paid_in + ix.money.paid_in_bound(y) * model.pays_out[y] <= ix.money.paid_in_bound(y)

    def cash_floor(y: int) -> Expression:
        reserve = settings.reserve_months / 12 * model.service[y + 1] if y + 1 in ix.periods else 0.0
        return model.cash[y] - reserve >= settings.cash_floor

    limit(model, "pays_on", ix.years[1:], lambda y: model.pays_out[y] >= model.pays_out[y - 1])
    limit(model, "sources_and_uses", ix.years, sources_and_uses)
    limit(model, "distributable", ix.years, distributable, switch=True)
    limit(
        model,
        "dividend_year",
        ix.years,
        lambda y: model.dividend[y] - ix.money.dividend_bound(y) * model.pays_out[y] <= 0,
        switch=True,
    )
    limit(model, "equity_year", ix.years, equity_year, switch=True)
    limit(model, "cash_floor", ix.years, cash_floor)
