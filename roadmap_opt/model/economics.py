"""Economics: the cash-flow lines of all families together, in constant and in nominal money.

Index    line cash-flow line, y decision year; line_real of the operating lines and programmes also period of the tail.
Data     inflation, working_capital_share, vat_rate, vat_exempt      Settings
Gives    line_real[line, y]      MUSD real per year, sum of what the families report under that line
         line[line, y]           MUSD nominal: line_real * price level
         operating_cash[y]       MUSD nominal, sum of the operating lines
         operating_cost[y]       MUSD nominal, the same without revenue and price support, as a positive number
         working_capital[y]      MUSD nominal, share of the year's revenue
         vat_receivable[y]       MUSD nominal, tax paid on the year's capex and refunded in the next

line_real_sum[line, y]          line_real = sum over families of their terms
operating_cash_sum[y]           operating_cash = sum over operating lines of line
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import INCOME_LINES, OPERATING_LINES, REVENUE_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, sum_variable, total

PHYSICAL = (*OPERATING_LINES, "programme_cost", "capex")


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Sum the families' lines (gathered by the builder in ``model.line_terms``) and derive the yearly totals."""
    years = ix.years
    sum_variable(
        model,
        "line_real",
        [(name, y) for name in PHYSICAL for y in (years if name == "capex" else ix.periods)],
        lambda name, y: total(flows[y] for flows in model.line_terms.get(name, ()) if y in flows),
    )
    define(
        model,
        "line",
        [(name, y) for name in PHYSICAL for y in years],
        lambda name, y: model.line_real[name, y] * ix.prices.level(y),
    )
    sum_variable(model, "operating_cash", years, lambda y: total(model.line[name, y] for name in OPERATING_LINES))
    define(
        model,
        "operating_cost",
        years,
        lambda y: total(model.line[name, y] for name in INCOME_LINES) - model.operating_cash[y],
    )
    define(
        model,
        "working_capital",
        years,
        lambda y: ix.settings.working_capital_share * total(model.line[name, y] for name in REVENUE_LINES),
    )
    define(model, "vat_receivable", years, lambda y: -ix.finance.vat_rate * model.line["capex", y])

    def change(held: pyo.Expression, y: int) -> Expression:
        return (held[y - 1] if y > ix.first_year else 0.0) - held[y]

    for name, held in (("working_capital", model.working_capital), ("vat", model.vat_receivable)):
        for y in years:
            model.line[name, y] = change(held, y)
