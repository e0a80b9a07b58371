"""Corporate tax with loss carry-forward and straight-line depreciation. Money is nominal MUSD.

Index    y decision year, v year of a loss, g perimeter, k year of completion. Perimeters have a depreciation in the
         tail too, that of a year of a period on average: lenders take it off.
Data     corporate_tax, loss_carry_forward_years, tax_depreciation_years    Settings
Decides  taxable[y]           income that is taxed
         new_loss[y]          loss of the year
         loss_used[v, y]      loss of v set against income of y
         in_profit[y]         binary: the year ends in profit (either profit or loss, never both)
Gives    tax[y]               corporate_tax * taxable
         perimeter_depreciation[g, y]; depreciation[y], the sum over g; income[y]
Reads    operating_cash, line (economics); interest, fee, construction_interest (debt); starts (capacity); support_cost
         (cover)

perimeter_depreciation_sum[g, y]  perimeter_depreciation = sum over starts of cost, and over k of construction_interest,
                              / tax_depreciation_years in their depreciation years
income_sum[y]                 income = operating_cash - programmes - depreciation - interest - fees - support_cost
taxable_income[y]             income = taxable + losses used - new loss
profit_side[y]                taxable + losses used <= largest profit * in_profit
loss_side[y]                  new_loss <= largest loss * (1 - in_profit)
loss_pool[v]                  sum over y of loss_used[v, y] <= new_loss[v]

By law the oldest losses are set off first, and a loss that has not been used after five years is gone. The span is the
setting; the order is left to the plan, because no order saves more tax than oldest first: what it uses in each year
can always be taken from the oldest losses that are left (the auditor does so). How much it uses is its choice too: a
plan may leave a loss for a later year of profit, which tax practice does not accept. That is worth something only
where it moves income between years of different value. Losses end with the last decision year.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, sum_variable, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare taxable income and the vintages of losses."""
    model.taxable = pyo.Var(ix.years, bounds=(0, None))
    model.new_loss = pyo.Var(ix.years, bounds=(0, None))
    model.in_profit = pyo.Var(ix.years, domain=pyo.Binary)
    span = ix.settings.loss_carry_forward_years
    model.loss_used = pyo.Var([(v, y) for v in ix.years for y in ix.years if v < y <= v + span], bounds=(0, None))


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define the tax and the depreciation of what has been built."""
    define(model, "tax", ix.years, lambda y: ix.settings.corporate_tax * model.taxable[y])

    years = ix.settings.tax_depreciation_years

    def depreciation(g: str, y: int) -> Expression:
        span = ix.span(y)

        def share(m: str, v: int) -> float:
            return sum(ix.plants.depreciation(ix.rows.modules[m], v, year) for year in span) / len(span)

        plants = total(
            model.starts[s, m, v] * written_off
            for (s, m), starts in ix.plants.slots.items()
            if ix.lending.of_plant[ix.rows.modules[m].plant] == g
            for v in starts
            if v <= y and (written_off := share(m, v)) > 0
        )
        interest = total(
            model.construction_interest[h, k] * (sum(k <= year < k + years for year in span) / len(span) / years)
            for h, k in ix.lending.cohorts
            if h == g
        )
        return plants + interest

    keys = [(g, y) for g in ix.lending.perimeters for y in ix.periods]
    sum_variable(model, "perimeter_depreciation", keys, depreciation, nonnegative=True)
    define(
        model,
        "depreciation",
        ix.years,
        lambda y: total(model.perimeter_depreciation[g, y] for g in ix.lending.perimeters),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Income splits into taxed income, used losses and a new loss."""

    def income(y: int) -> Expression:
        charges = total(model.interest[key] for key in model.interest if key[2] == y)
        charges += total(model.fee[f, y] for f in ix.rows.sources) + model.support_cost[y]
        return model.operating_cash[y] + model.line["programme_cost", y] - model.depreciation[y] - charges

    def used(y: int) -> Expression:
        return total(model.loss_used[v, w] for v, w in model.loss_used if w == y)

    def pool(v: int) -> Expression:
        return total(model.loss_used[w, y] for w, y in model.loss_used if w == v) - model.new_loss[v] <= 0

    sum_variable(model, "income", ix.years, income)
    limit(
        model,
        "taxable_income",
        ix.years,
        lambda y: model.income[y] - model.taxable[y] - used(y) + model.new_loss[y] == 0,
    )
    limit(
        model,
        "profit_side",
        ix.years,
        lambda y: model.taxable[y] + used(y) - ix.money.income_bound(y) * model.in_profit[y] <= 0,
        switch=True,
    )
    limit(
        model,
        "loss_side",
        ix.years,
        lambda y: model.new_loss[y] + ix.money.loss_bound(y) * model.in_profit[y] <= ix.money.loss_bound(y),
        switch=True,
    )
    limit(model, "loss_pool", dict.fromkeys(v for v, _ in model.loss_used), pool)
