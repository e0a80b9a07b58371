"""Funding: who pays for what, within limits, windows and shares. Money is nominal MUSD.

Index    f source, c spending category, y decision year.
Data     kind, limits, window, minimum_ticket, maximum_share, ownership_share,
         programme, contract                                                        Funding
         source by category                                                         Eligibility
         maximum_source_share, minimum_foreign_sources, foreign_sources_by           Settings
Decides  drawn[f, c, y]          money of f that pays for c in y
         mobilised[f, y]         binary, cumulative: f has been mobilised by the end of y
Gives    draw[f, y]              sum over c of drawn (defined with the debt schedules)
         spending[c, y]          what there is to pay for
Reads    plant_spend, programme_spend, working_capital, vat_receivable, service, support_cost, operating_cost

mobilised_stays[f, y]            mobilised[f, y] >= mobilised[f, y-1]
yearly_limit[f, y]               draw <= largest draw (yearly limit, total limit, what there is to pay for) * mobilised
total_limit[f]                   sum over y of draw <= total limit
minimum_ticket[f, y]             draw >= minimum ticket in the year the source is mobilised
source_programme[f, y]           mobilised[f, y] <= completed[programme of f, y]
source_contract[f, y]            mobilised[f, y] <= the contract it is tied to is signed
spending_limit[c, y]             sum over f of drawn <= spending (plants, programmes, working capital and tax
                                 receivable, operations)
working_capital_limit[y]         sum of drawn for working capital up to y <= working capital in y + all tax receivable
                                 up to y: the tax comes back, but it was there to pay for in its year
raised_sum[all]                  raised = sum over f, y of invested
concentration[f]                 invested of f <= its share * raised
ownership[f, c, y]               drawn of f for plants of c up to y <= its ownership share * drawn of all equity for
                                 them up to y
foreign_sources[f]               minimum_foreign_sources * mobilised[f, last] <= foreign sources mobilised by the
                                 given year

No money without something to pay for: a draw is always tied to spending, so cheap loans and grants cannot be drawn
and paid out. Lenders pay for plants only; interest before completion is added to their debt. Equity for operations is
limited by what the year really costs: operations, fees, debt service.
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.finance import PROGRAMME_CATEGORIES, SPENDING_CATEGORIES
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, sum_variable, total, with_year_before


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare draws by purpose and the cumulative mobilisation of sources."""

    def bounds(_: pyo.ConcreteModel, f: str, c: str, y: int) -> tuple[float, float | None]:
        most = min(ix.rows.sources[f].yearly_limit, ix.rows.sources[f].total_limit)
        return 0.0, None if math.isinf(most) else most

    model.drawn = pyo.Var(ix.finance.draws, bounds=bounds)
    repeated_bound(model, "drawn")
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

    def programmes(category: str, y: int) -> Expression:
        members = [g for g, row in ix.rows.programmes.items() if PROGRAMME_CATEGORIES[row.kind] == category]
        return ix.prices.level(y) * total(model.programme_spend[g, y] for g in members)

    def spending(c: str, y: int) -> Expression:
        if c in PLANT_CATEGORIES:
            return plants(c, y)
        if c in PROGRAMME_CATEGORIES.values():
            return programmes(c, y)
        if c == "working_capital":
            return model.working_capital[y] + model.vat_receivable[y]
        return model.service[y] + model.support_cost[y] + model.operating_cost[y]

    define(model, "spending", [(c, y) for c in SPENDING_CATEGORIES for y in ix.years], spending)
    define(
        model,
        "mobilised_by",
        [(f, y) for f in ix.rows.sources for y in ix.years],
        lambda f, y: _mobilised_by(model, ix, f, y),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Limits of each source, what money may pay for, and the mix."""
    _source_limits(model, ix)

    def paid(c: str, y: int) -> Expression:
        return total(model.drawn[f, c, y] for f in ix.finance.payers.get((c, y), ()))

    def working_capital_limit(y: int) -> Expression:
        so_far = total(model.drawn[f, c, v] for f, c, v in ix.finance.draws if c == "working_capital" and v <= y)
        taxed = total(model.vat_receivable[v] for v in ix.years if v <= y)
        return so_far - model.working_capital[y] - taxed <= 0

    limit(
        model,
        "spending_limit",
        [key for key in model.spending if key in ix.finance.payers],
        lambda c, y: paid(c, y) - model.spending[c, y] <= 0,
    )
    limit(
        model,
        "working_capital_limit",
        [y for y in ix.years if any(("working_capital", v) in ix.finance.payers for v in ix.years if v <= y)],
        working_capital_limit,
    )

    sum_variable(
        model, "raised", ["all"], lambda _: total(model.invested[f, y] for f in ix.rows.sources for y in ix.years)
    )
    wanted, by = ix.settings.minimum_foreign_sources, min(ix.settings.foreign_sources_by, ix.last_year)

    def concentration(f: str) -> Expression:
        own = ix.rows.sources[f].maximum_share
        share = min(ix.settings.maximum_source_share, 1.0 if own is None else own)
        return total(model.invested[f, y] for y in ix.years) - share * model.raised["all"] <= 0

    def foreign_sources(f: str) -> Expression:
        foreign = total(model.mobilised_by[g, by] for g, row in ix.rows.sources.items() if row.foreign)
        return wanted * model.mobilised_by[f, ix.last_year] - foreign <= 0

    limit(model, "concentration", ix.finance.open_sources, concentration)
    _ownership(model, ix)
    limit(model, "foreign_sources", ix.finance.open_sources if wanted else (), foreign_sources)


def _ownership(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Nobody owns more of a company than its ceiling, at the end of any year: plants of a category are one company."""
    shares = {f: row.ownership_share for f, row in ix.rows.sources.items() if row.ownership_share is not None}
    owners = {f for f, row in ix.rows.sources.items() if row.kind == "equity"}
    equity = [key for key in ix.finance.draws if key[0] in owners and key[1] in PLANT_CATEGORIES]

    def ownership(f: str, c: str, y: int) -> Expression:
        put_in = [key for key in equity if key[1] == c and key[2] <= y]
        own = total(model.drawn[key] for key in put_in if key[0] == f)
        return own - shares[f] * total(model.drawn[key] for key in put_in) <= 0

    limit(model, "ownership", [key for key in equity if key[0] in shares], ownership)


def _source_limits(model: pyo.ConcreteModel, ix: Indexes) -> None:
    sources, mobilised = ix.rows.sources, list(model.mobilised)

    def ticket(f: str, y: int) -> Expression:
        before = model.mobilised[f, y - 1] if (f, y - 1) in model.mobilised else 0.0
        return model.draw[f, y] - sources[f].minimum_ticket * (model.mobilised[f, y] - before) >= 0

    def contract(f: str, y: int) -> Expression:
        signed = total(model.signed[k, v] for k, v in model.signed if k == sources[f].contract)
        return model.mobilised[f, y] - signed <= 0

    limit(
        model,
        "mobilised_stays",
        with_year_before(mobilised),
        lambda f, y: model.mobilised[f, y] >= model.mobilised[f, y - 1],
    )
    limit(
        model,
        "yearly_limit",
        mobilised,
        lambda f, y: model.draw[f, y] - ix.money.draw_bound(f, y) * model.mobilised[f, y] <= 0,
        # the price of a total limit that is below the yearly one belongs to the total
        switch=lambda f, y: sources[f].yearly_limit > ix.money.draw_bound(f, y),
    )
    limit(
        model,
        "total_limit",
        [f for f in ix.finance.open_sources if math.isfinite(sources[f].total_limit)],
        lambda f: total(model.draw[f, y] for y in ix.years) <= sources[f].total_limit,
    )
    limit(model, "minimum_ticket", [(f, y) for f, y in mobilised if sources[f].minimum_ticket], ticket)
    limit(
        model,
        "source_programme",
        [(f, y) for f, y in mobilised if sources[f].programme],
        lambda f, y: model.mobilised[f, y] - model.completed[sources[f].programme, y] <= 0,
    )
    limit(model, "source_contract", [(f, y) for f, y in mobilised if sources[f].contract], contract)
