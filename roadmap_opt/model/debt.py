"""Debt: every draw is a vintage with its own grace, tenor and repayment; lenders test the bank case.

Index    f loan or bond, v year of the draw, y decision year. Money is nominal MUSD.
Data     rate, upfront_fee, grace, tenor, repayment                                     Funding
         minimum_dscr, spot_revenue_counted, equity_cure_share, maximum_deficit,
         maximum_gearing                                                                Settings
Decides  owes[y]            binary   debt service falls due in y; y = last + 1 stands for all years after the horizon
         equity_cure[y]              fresh equity counted in the cover test
Gives    balance[f, y]               sum of draws * share still owed; repaid[f, y], interest[f, y], fee[f, y]
         construction_interest[f, y] interest on draws still in grace (what draws may pay for)
         invested[f, y]              draws but for operations and working capital: what gearing and shares are measured
                                     on, so that money kept as cash cannot dilute either
         service[y]                  repaid + interest + fees - drawn for interest and fees
         bank_cash[y]                contract revenue + counted share of spot revenue + operating costs - tax
Reads    drawn (funding), line (economics), tax (tax)

draw_sum[f, y]              draw = sum over spending categories of drawn
invested_sum[f, y]          invested = sum over spending categories but operations and working capital of drawn
balance_sum[f, y]           balance = sum over v of draw[f, v] * share still owed at that age
repaid_sum[f, y]            repaid = sum over v of draw[f, v] * share repaid at that age
interest_sum[f, y]          interest = rate * (balance[f, y-1] + draw[f, y] / 2)
service_sum[y]              service = repaid + interest + fees - drawn for interest and fees
bank_cash_sum[y]            bank_cash = contract revenue + counted share * spot revenue - operating cost - tax
service_due[y]              service <= largest service * owes
service_follows[f, y]       owes[y] >= mobilised[f, y - grace - 1] - mobilised[f, y - tenor - 1]: a loan taken up in
                            between is being repaid (sharper than the row above, which a fraction would satisfy)
service_cover[y]            bank_cash + equity_cure - minimum_dscr * service >= -maximum_deficit * (1 - owes)
later_service_sum[all]      later_service = sum of draws * highest yearly service after the last year
later_follows[f]            owes[last + 1] >= mobilised[f, last] - mobilised[f, last - tenor]: a loan taken up in
                            between outlives the horizon
later_due[last + 1]         later_service <= largest later service * owes[last + 1]
later_cover[last + 1]       bank_cash[last] - minimum_dscr * later_service >= -maximum_deficit * (1 - owes[last + 1])
cure_share[y]               equity_cure <= equity_cure_share * service
cure_drawn[y]               equity_cure <= equity drawn for operations
gearing[y]                  debt invested up to y <= maximum_gearing * (debt + equity invested up to y)

Interest: rate on the opening balance plus half a year's on the draws of the year; repayments fall at the year's end.
A loan still in grace at the horizon's edge is judged by the last year's bank case: without that, debt that nothing ever
covers would look like finance.
A year without service is free of the ratio: a ramp-up may run at a loss when nothing is owed, up to the deficit that
the sponsors carry (a plain ratio would forbid it; no limit at all would make the switch meaningless to the solver).
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.profiles import outstanding_by_age, repayment_by_age
from roadmap_opt.case.sheets.finance import RUNNING
from roadmap_opt.model.algebra import Expression, define, limit, sum_variable, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare which years have service, and the equity that cures the test."""
    model.owes = pyo.Var([*ix.years, ix.last_year + 1], domain=pyo.Binary)
    model.equity_cure = pyo.Var(ix.years, bounds=(0, None))


def _being_repaid(ix: Indexes) -> list[tuple[str, int]]:
    """Loans with a minimum ticket and yearly repayments, in the years in which the first one of a draw may fall due."""
    return [
        (f, y)
        for f in ix.finance.drawn_at_once
        for y in ix.years
        if ix.rows.sources[f].repayment != "bullet" and ix.finance.is_open(f, y - ix.rows.sources[f].grace - 1)
    ]


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define the schedules as sums over vintages, and the bank case."""
    lenders = ix.finance.lenders
    keys = [(f, y) for f in lenders for y in ix.years]

    def draw(f: str, v: int) -> Expression:
        return total(model.drawn[f, c, v] for c in ix.finance.purposes.get((f, v), ()))

    sum_variable(model, "draw", [(f, y) for f in ix.rows.sources for y in ix.years], draw, nonnegative=True)

    def vintages(f: str, y: int, share: dict[int, float]) -> Expression:
        return total(model.draw[f, v] * share[y - v] for v in ix.finance.draw_windows[f] if v <= y and share[y - v])

    span = range(len(ix.years))
    out = {f: {a: outstanding_by_age(ix.rows.sources[f], a) for a in span} for f in lenders}
    repay = {f: {a: repayment_by_age(ix.rows.sources[f], a) for a in span} for f in lenders}
    charged = {f: {a: ix.rows.sources[f].rate * (out[f][a - 1] if a else 0.5) for a in span} for f in lenders}
    in_grace = {f: {a: c if a <= ix.rows.sources[f].grace else 0.0 for a, c in charged[f].items()} for f in lenders}
    sum_variable(model, "balance", keys, lambda f, y: vintages(f, y, out[f]))
    sum_variable(model, "repaid", keys, lambda f, y: vintages(f, y, repay[f]))
    sum_variable(model, "interest", keys, lambda f, y: vintages(f, y, charged[f]))
    define(model, "construction_interest", keys, lambda f, y: vintages(f, y, in_grace[f]))
    sum_variable(
        model,
        "invested",
        [(f, y) for f in ix.rows.sources for y in ix.years],
        lambda f, y: total(model.drawn[f, c, y] for c in ix.finance.purposes.get((f, y), ()) if c not in RUNNING),
        nonnegative=True,
    )
    sum_variable(
        model,
        "later_service",
        ["all"],
        lambda _: total(
            model.draw[f, v] * ix.finance.peak_after(f, v) for f in lenders for v in ix.finance.draw_windows[f]
        ),
        nonnegative=True,
    )
    define(
        model,
        "fee",
        [(f, y) for f in ix.rows.sources for y in ix.years],
        lambda f, y: model.draw[f, y] * ix.rows.sources[f].upfront_fee,
    )
    sum_variable(
        model,
        "service",
        ix.years,
        lambda y: (
            total(model.repaid[f, y] + model.interest[f, y] for f in lenders)
            + total(model.fee[f, y] for f in ix.rows.sources)
            - total(model.drawn[f, "interest", y] for f in ix.finance.payers.get(("interest", y), ()))
        ),
    )
    counted = ix.settings.spot_revenue_counted
    sum_variable(
        model,
        "bank_cash",
        ix.years,
        lambda y: (
            model.line["contract_revenue", y]
            + counted * model.line["spot_revenue", y]
            - model.operating_cost[y]
            - model.tax[y]
        ),
    )


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Cover the service that falls due, and keep debt within the gearing."""
    settings = ix.settings
    lenders = ix.finance.lenders
    equity = [f for f, row in ix.rows.sources.items() if row.kind == "equity"]

    def service_due(y: int) -> Expression:
        return model.service[y] - ix.money.service_bound(y) * model.owes[y] <= 0

    def service_cover(y: int) -> Expression:
        cover = model.bank_cash[y] + model.equity_cure[y] - settings.minimum_dscr * model.service[y]
        return cover + ix.money.deficit_bound(y) * (1 - model.owes[y]) >= 0

    def cure_drawn(y: int) -> Expression:
        payers = ix.finance.payers.get(("operations", y), ())
        drawn = total(model.drawn[f, "operations", y] for f in payers if f in equity)
        return model.equity_cure[y] - drawn <= 0

    def gearing(y: int) -> Expression:
        debt = total(model.invested[f, v] for f in lenders for v in ix.years if v <= y)
        own = total(model.invested[f, v] for f in equity for v in ix.years if v <= y)
        return (1 - settings.maximum_gearing) * debt - settings.maximum_gearing * own <= 0

    def service_follows(f: str, y: int) -> Expression:
        row = ix.rows.sources[f]
        latest, earliest = y - row.grace - 1, y - row.tenor
        repaid = model.mobilised[f, earliest - 1] if (f, earliest - 1) in model.mobilised else 0.0
        return model.owes[y] >= model.mobilised[f, latest] - repaid

    limit(model, "service_follows", _being_repaid(ix), service_follows)
    after = ix.last_year + 1

    def later_follows(f: str) -> Expression:
        taken_up = model.mobilised_by[f, ix.last_year]
        repaid_by_then = ix.last_year - ix.rows.sources[f].tenor
        if repaid_by_then >= ix.first_year:
            taken_up -= model.mobilised_by[f, repaid_by_then]
        return model.owes[after] - taken_up >= 0

    due = model.later_service["all"]
    limit(model, "later_follows", ix.finance.drawn_at_once, later_follows)
    limit(model, "later_due", [after], lambda y: due - ix.money.later_service_bound() * model.owes[y] <= 0, switch=True)
    limit(
        model,
        "later_cover",
        [after],
        lambda y: (
            model.bank_cash[ix.last_year]
            - settings.minimum_dscr * due
            + ix.money.deficit_bound(ix.last_year) * (1 - model.owes[y])
            >= 0
        ),
    )
    limit(model, "service_due", ix.years, service_due, switch=True)
    limit(model, "service_cover", ix.years, service_cover)
    limit(
        model,
        "cure_share",
        ix.years,
        lambda y: model.equity_cure[y] - settings.equity_cure_share * model.service[y] <= 0,
    )
    limit(model, "cure_drawn", ix.years, cure_drawn)
    limit(model, "gearing", ix.years, gearing)
