"""After the last decision year: what plants that still stand and contracts that still run earn, after tax.

Index    y period of the tail, T last decision year. Money is real MUSD per year of the period.
Data     tail_years, tail_periods, corporate_tax, tax_depreciation_years, working_capital_share, cash_floor    Settings
Decides  tail_tax[y]               corporate tax
         tail_equity[y]            money that owners, or whoever guarantees their debt, have to bring
Gives    tail_cash[y]              operating lines and programme cost
         tail_depreciation[y]      tax depreciation that is left of what was built, on average over the period's years;
                                   it is nominal and loses value by inflation
         tail_working_capital[y]   share of the yearly revenue; in T what is tied up when the horizon ends
Reads    line_real, working_capital (economics); starts (capacity); service (debt); cash (cash)

tail_cash_sum[y]            tail_cash = sum over the operating lines and programme_cost of line_real
tail_tax_due[y]             tail_tax >= corporate_tax * (tail_cash - tail_depreciation)
tail_service[y]             cash of T above cash_floor + sum over periods up to y of years * (price level * (tail_cash -
                            tail_tax + tail_equity) - service) >= 0

The tail is a steady state: the families of processing, supply, markets, offtake, returns, logistics, reserves and
closure hold in each of its periods as in a year. Prices, demand, supplies and exogenous scrap are those of T, in
constant money; programmes have the effects they have when the period begins, and cost what its years cost. Nothing is
built, begun, signed or drawn. Interest is not set against tax, and losses are not carried: neither makes the tail look
better than it is. The tax is exact because every objective is worse for a higher one (tie_break).

Debt is served from what the years earn and from the cash that is there, carried on from period to period. What they
lack somebody has to bring: without a limit, so that no plan is cut off, and at its full present value in every
perspective, for the project and the nation would not see otherwise that nobody pays. There are rows where a debt can
reach the tail. A plan that could borrow for so long and does not is asked to bring its losses, too, at the same price.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import OPERATING_LINES, REVENUE_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, sum_variable, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the tax of each period, and what is brought to serve debt."""
    model.tail_tax = pyo.Var(ix.tail, bounds=(0, None))
    model.tail_equity = pyo.Var(ix.tail, bounds=(0, None))


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what a year of each period earns, writes off and ties up."""

    def written_off(y: int) -> Expression:
        return total(
            model.starts[s, m, v] * share
            for (s, m), years in ix.plants.slots.items()
            for v in years
            if (share := ix.plants.depreciation_left(ix.rows.modules[m], v, y)) > 0
        )

    def tied_up(y: int) -> Expression:
        if not ix.is_tail(y):
            return model.working_capital[y] / ix.prices.level(y)
        return ix.settings.working_capital_share * total(model.line_real[name, y] for name in REVENUE_LINES)

    sum_variable(
        model,
        "tail_cash",
        ix.tail,
        lambda y: total(model.line_real[name, y] for name in (*OPERATING_LINES, "programme_cost")),
    )
    define(model, "tail_depreciation", ix.tail, written_off)
    define(model, "tail_working_capital", [ix.last_year, *ix.tail], tied_up)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Tax on what is earned; debt is served."""
    rate = ix.settings.corporate_tax

    def served(y: int) -> Expression:
        def left(v: int) -> Expression:
            earned = model.tail_cash[v] - model.tail_tax[v] + model.tail_equity[v]
            return ix.weight(v) * (ix.lending.level(v) * earned - model.service[v])

        return model.cash[ix.last_year] + total(left(v) for v in ix.tail if v <= y) >= ix.settings.cash_floor

    owed = any(k + ix.rows.sources[f].tenor > ix.last_year for f, _, k in ix.lending.debts)
    limit(model, "tail_service", ix.tail if owed else (), served)
    limit(
        model,
        "tail_tax_due",
        ix.tail,
        lambda y: model.tail_tax[y] - rate * (model.tail_cash[y] - model.tail_depreciation[y]) >= 0,
    )
