"""Funding: who pays for what, within limits, windows and shares. Money is nominal MUSD.

Index    f source, c spending category, y decision year.
Data     kind, limits, window, minimum_ticket, maximum_share, programme, contract     Funding
         source by category                                                         Eligibility
         maximum_source_share, minimum_foreign_sources, foreign_sources_by           Settings
Decides  drawn[f, c, y]          money of f that pays for c in y
         mobilised[f, y]         binary, cumulative: f has been mobilised by the end of y
Gives    draw[f, y]              sum over c of drawn (defined with the debt schedules)
         spending[c, y]          what there is to pay for
Reads    work_in_progress, plant_spend, programme_spend, working_capital, vat_receivable, construction_interest, fee,
         service, operating_cost

mobilised_stays[f, y]            mobilised[f, y] >= mobilised[f, y-1]
yearly_limit[f, y]               draw <= largest draw (yearly limit, total limit, what there is to pay for) * mobilised
total_limit[f]                   sum over y of draw <= total limit
minimum_ticket[f, y]             draw >= minimum ticket in the year the source is mobilised
source_programme[f, y]           mobilised[f, y] <= completed[programme of f, y]
source_contract[f, y]            mobilised[f, y] <= the contract it is tied to is signed
spending_limit[c, y]             sum over f of drawn <= spending (plants, programmes, construction interest and fees,
                                 working capital and tax receivable, operations)
interest_while_building[y]       sum over f of drawn for interest <= fees + highest rate * work_in_progress[y]
working_capital_limit[y]         sum of drawn for working capital up to y <= working capital in y + all tax receivable
                                 up to y: the tax comes back, but it was there to pay for in its year
raised_sum[all]                  raised = sum over f, y of invested
concentration[f]                 invested of f <= its share * raised
foreign_sources[f]               minimum_foreign_sources * mobilised[f, last] <= foreign sources mobilised by the
                                 given year

No money without something to pay for: a draw is always tied to spending, so cheap loans and grants cannot be drawn
and paid out. Interest is paid out of draws only while plants are being built (capitalised on the work in progress);
once they run, lenders see it in the cover test. Equity for operations is limited by real cost
of the year and the service that draws for interest leave.
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.model.algebra import Expression, carry, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare draws by purpose and the cumulative mobilisation of sources."""
    keys = [(f, c, y) for f, c in ix.finance.eligible for y in ix.finance.draw_windows[f]]

    def bounds(_: pyo.ConcreteModel, f: str, c: str, y: int) -> tuple[float, float | None]:
        most = min(ix.rows.sources[f].yearly_limit, ix.rows.sources[f].total_limit)
        return 0.0, None if math.isinf(most) else most

    model.drawn = pyo.Var(keys, bounds=bounds)
    repeated_bound(model, "drawn")
    model.draws_of = {}
    for f, c, y in keys:
        model.draws_of.setdefault((f, y), []).append((f, c, y))
    model.mobilised = pyo.Var(
        [(f, y) for f, window in ix.finance.draw_windows.items() for y in window], domain=pyo.Binary
    )


def _mobilised_by(model: pyo.ConcreteModel, ix: Indexes, f: str, y: int) -> Expression:
    window = [v for v in ix.finance.draw_windows[f] if v <= y]
    return model.mobilised[f, window[-1]] if window else 0.0


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what there is to pay for, by category and year, and mobilisation in every year."""

    def plants(category: str, y: int) -> Expression:
        members = [p for p, row in ix.rows.plants.items() if row.category == category]
        return ix.prices.level(y) * total(model.plant_spend[p, y] for p in members)

    def spending(c: str, y: int) -> Expression:
        if c in PLANT_CATEGORIES:
            return plants(c, y)
        if c == "programmes":
            return -1.0 * model.line["programme_cost", y]
        if c == "interest":
            fees = total(model.fee[f, y] for f in ix.rows.sources)
            return total(model.construction_interest[f, v] for f, v in model.construction_interest if v == y) + fees
        if c == "working_capital":
            return model.working_capital[y] + model.vat_receivable[y]
        return model.service[y] + model.operating_cost[y]  # what draws for interest pay is not paid twice

    categories = (*PLANT_CATEGORIES, "programmes", "interest", "working_capital", "operations")
    define(model, "spending", [(c, y) for c in categories for y in ix.years], spending)
    define(
        model,
        "mobilised_by",
        [(f, y) for f in ix.rows.sources for y in ix.years],
        lambda f, y: _mobilised_by(model, ix, f, y),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Limits of each source, what money may pay for, and the mix."""
    _source_limits(model, ix)

    def spending_limit(c: str, y: int) -> Expression | None:
        terms = [model.drawn[f, k, v] for f, k, v in model.drawn if k == c and v == y]
        return total(terms) - model.spending[c, y] <= 0 if terms else None

    def working_capital_limit(y: int) -> Expression | None:
        terms = [model.drawn[f, k, v] for f, k, v in model.drawn if k == "working_capital" and v <= y]
        taxed = total(model.vat_receivable[v] for v in ix.years if v <= y)
        return total(terms) - model.working_capital[y] - taxed <= 0 if terms else None

    limit(model, "spending_limit", list(model.spending), spending_limit)

    def interest_while_building(y: int) -> Expression | None:
        terms = [model.drawn[f, k, v] for f, k, v in model.drawn if k == "interest" and v == y]
        fees = total(model.fee[f, y] for f in ix.rows.sources)
        return total(terms) - fees - ix.finance.highest_rate * model.work_in_progress[y] <= 0 if terms else None

    limit(model, "interest_while_building", ix.years, interest_while_building)
    limit(model, "working_capital_limit", ix.years, working_capital_limit)

    carry(model, "raised", ["all"], lambda _: total(model.invested[f, y] for f in ix.rows.sources for y in ix.years))

    def concentration(f: str) -> Expression | None:
        own = ix.rows.sources[f].maximum_share
        share = min(ix.settings.maximum_source_share, 1.0 if own is None else own)
        return (
            total(model.invested[f, y] for y in ix.years) - share * model.raised["all"] <= 0
            if ix.finance.draw_windows[f]
            else None
        )

    def foreign_sources(f: str) -> Expression | None:
        wanted, by = ix.settings.minimum_foreign_sources, min(ix.settings.foreign_sources_by, ix.last_year)
        if not wanted or not ix.finance.draw_windows[f]:
            return None
        foreign = total(model.mobilised_by[g, by] for g, row in ix.rows.sources.items() if row.foreign)
        return wanted * model.mobilised_by[f, ix.last_year] - foreign <= 0

    limit(model, "concentration", list(ix.rows.sources), concentration)
    limit(model, "foreign_sources", list(ix.rows.sources), foreign_sources)


def _source_limits(model: pyo.ConcreteModel, ix: Indexes) -> None:
    keys = list(model.mobilised)

    def stays(f: str, y: int) -> Expression | None:
        return model.mobilised[f, y] >= model.mobilised[f, y - 1] if (f, y - 1) in model.mobilised else None

    def yearly(f: str, y: int) -> Expression:
        return model.draw[f, y] - ix.money.draw_bound(f, y) * model.mobilised[f, y] <= 0

    def total_limit(f: str) -> Expression | None:
        row = ix.rows.sources[f]
        if math.isinf(row.total_limit) or not ix.finance.draw_windows[f]:
            return None
        return total(model.draw[f, y] for y in ix.years) <= row.total_limit

    def ticket(f: str, y: int) -> Expression | None:
        least = ix.rows.sources[f].minimum_ticket
        before = model.mobilised[f, y - 1] if (f, y - 1) in model.mobilised else 0.0
        return model.draw[f, y] - least * (model.mobilised[f, y] - before) >= 0 if least else None

    def programme(f: str, y: int) -> Expression | None:
        needs = ix.rows.sources[f].programme
        return model.mobilised[f, y] - model.completed[needs, y] <= 0 if needs else None

    def contract(f: str, y: int) -> Expression | None:
        k = ix.rows.sources[f].contract
        if k is None:
            return None
        return model.mobilised[f, y] - total(model.signed[k, v] for v in ix.trade.contract_windows[k]) <= 0

    limit(model, "mobilised_stays", keys, stays)
    # the price of a total limit that is below the yearly one belongs to the total
    limit(
        model,
        "yearly_limit",
        keys,
        yearly,
        switch=lambda f, y: ix.rows.sources[f].yearly_limit > ix.money.draw_bound(f, y),
    )
    limit(model, "total_limit", list(ix.rows.sources), total_limit)
    limit(model, "minimum_ticket", keys, ticket)
    limit(model, "source_programme", keys, programme)
    limit(model, "source_contract", keys, contract)
