"""Debt: what lenders pay for, how their debt grows until completion, and how it is served afterwards.

Index    f loan or bond, g perimeter (plants financed together), k year in which the plants that a debt pays for are
         completed, y decision year, for service also period of the tail (its amounts are those of a year of it, on
         average), v earlier period, w year of the draw. Money is nominal MUSD.
Data     rate, upfront_fee, commitment_fee, grace, tenor, repayment, repayment_pace,
         lender_class                                                                Funding
         guaranteed, guarantee_fee                                                   LenderClasses
         perimeters by category, maximum_gearing                                     Perimeters
         maximum_gearing, guarantee_limit                                            Settings
Decides  lent[f, g, k, y]          draw of y for the plants of g that are completed in k
         instalment[f, g, y]       repayment of sculpted debt; that of other debt follows from its schedule
Gives    draw[f, y]                sum of what the source pays in y
         invested[f, y]            draws but for operations and working capital: what the share of a source is measured
                                   on, so that money kept as cash cannot dilute it
         debt[f, g, k]             what is owed at completion: sum over draws, grown by the interest of the years
                                   between (half a year's in the year of the draw, none in the year of completion)
         repaid[f, g, y], interest[f, g, y]     what is paid in y; interest before completion is added to the debt
         balance[f, y]             owed at the end of y, debt of plants that are not complete included
         added_interest[f, y]      interest added to the debt in y
         guarantee_fee[f, y]       what the Treasury is paid for its guarantee: of guaranteed lenders
         fee[f, y]                 upfront, commitment and guarantee fees
         construction_interest[g, k]  interest in the debt at completion: a cost of the plants, written off with them
         service[y]                repaid + interest + fees of all sources, in the tail without fees: those that a
                                   guarantee goes on costing there are left out
Reads    drawn (funding), starts (capacity)

draw_sum[f, y]              draw = sum over spending categories of drawn
invested_sum[f, y]          invested = sum over spending categories but operations and working capital of drawn
lent_split[f, g, y]         sum over k of lent = sum over spending categories of g of drawn
cohort_spending[g, k, y]    sum over f of lent <= what is spent in y on plants of g that are completed in k
debt_sum[f, g, k]           debt = sum over w of lent[f, g, k, w] * growth from w to k
repaid_sum[f, g, y]         repaid = sum over k of debt * share due at that age; instalment where sculpted
interest_sum[f, g, y]       interest = rate * (owed before y, by debts completed before y + debts completed in y, less
                            half a year on their last draws)
not_before_grace[f, g, y]   sculpted: sum of instalments up to y <= sum of debts whose grace has run by then
repaid_in_time[f, g, y]     sculpted: sum of instalments up to y >= sum of debts * what is due of each by then:
                            repayment_pace * years since its grace / (tenor - grace), all when its tenor has run
balance_sum[f, y]           balance = sum of debts completed by y and of draws for later ones, grown to y, less repaid
service_sum[y]              service = repaid + interest + fees
gearing[g, y]               debt drawn for g up to y <= maximum gearing * (that and equity drawn for its plants by y)
guarantee_limit[y]          sum over guaranteed lenders of balance <= guarantee_limit

Grace and tenor run from completion, the moment from which a plant can earn, and no debt outlives the years that the
plan looks at: beyond them nobody sees what would pay it. Nothing here asks whether a year is "due": service follows
from draws by sums alone.
"""

from __future__ import annotations

import math

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.finance import RUNNING
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.model.algebra import Expression, define, limit, sum_variable, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare what is lent to whom, and the instalments of sculpted debt."""
    model.lent = pyo.Var(ix.lending.loans, bounds=(0, None))
    model.instalment = pyo.Var(_sculpted(ix), bounds=(0, None))


def _sculpted(ix: Indexes) -> list[tuple[str, str, int]]:
    """Accounts of sculpted debt, in the years in which an instalment can fall."""
    return [
        (f, g, y)
        for f, g in ix.lending.accounts
        if ix.lending.is_sculpted(f)
        for y in ix.periods
        if any(
            k + ix.rows.sources[f].grace < year <= k + ix.rows.sources[f].tenor
            for k in ix.lending.completions(f, g)
            for year in ix.span(y)
        )
    ]


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define debts and what they charge as sums over draws."""
    lending, sources = ix.lending, ix.rows.sources
    by_year = [(f, y) for f in sources for y in ix.years]
    accounts = [(f, g, y) for f, g in lending.accounts for y in ix.periods]
    shared = [key for key in accounts if any(done <= key[2] for done in lending.completions(key[0], key[1]))]

    def draw(f: str, y: int) -> Expression:
        return total(model.drawn[f, c, y] for c in ix.finance.purposes.get((f, y), ()))

    def invested(f: str, y: int) -> Expression:
        return total(model.drawn[f, c, y] for c in ix.finance.purposes.get((f, y), ()) if c not in RUNNING)

    sum_variable(model, "draw", by_year, draw, nonnegative=True)
    sum_variable(model, "invested", by_year, invested, nonnegative=True)
    sum_variable(
        model,
        "debt",
        list(lending.debts),
        lambda f, g, k: total(model.lent[f, g, k, w] * lending.grown(f, k - w) for w in lending.debts[f, g, k]),
        nonnegative=True,
    )
    sum_variable(model, "repaid", shared, lambda f, g, y: _repaid(model, ix, f, g, y), nonnegative=True)
    sum_variable(model, "interest", shared, lambda f, g, y: _interest(model, ix, f, g, y), nonnegative=True)
    sum_variable(
        model, "balance", [(f, y) for f in ix.finance.lenders for y in ix.years], lambda f, y: _owed(model, ix, f, y)
    )
    define(
        model,
        "added_interest",
        [(f, y) for f in ix.finance.lenders for y in ix.years],
        lambda f, y: _added(model, ix, f, y),
    )
    define(
        model,
        "construction_interest",
        list(lending.cohorts),
        lambda g, k: total(
            model.lent[f, h, done, w] * (lending.grown(f, k - w) - 1.0)
            for f, h, done, w in lending.loans
            if (h, done) == (g, k) and w < k
        ),
    )
    guaranteed = [(f, y) for f in lending.guaranteed if lending.class_of(f).guarantee_fee for y in ix.years]
    define(model, "guarantee_fee", guaranteed, lambda f, y: _guarantee_fee(model, ix, f, y))
    define(model, "fee", by_year, lambda f, y: _fee(model, ix, f, y))
    sum_variable(
        model,
        "service",
        ix.periods,
        lambda y: (
            total(model.repaid[key] + model.interest[key] for key in shared if key[2] == y)
            + (0.0 if ix.is_tail(y) else total(model.fee[f, y] for f in sources))
        ),
        nonnegative=True,
    )


def _repaid(model: pyo.ConcreteModel, ix: Indexes, f: str, g: str, y: int) -> Expression:
    if ix.lending.is_sculpted(f):
        return model.instalment[f, g, y] if (f, g, y) in model.instalment else 0.0
    due = {k: ix.lending.repaid_share(f, k, y) for k in ix.lending.completions(f, g) if k < y}
    return total(model.debt[f, g, k] * share for k, share in due.items() if share)


def _interest(model: pyo.ConcreteModel, ix: Indexes, f: str, g: str, y: int) -> Expression:
    rate, before = ix.rows.sources[f].rate, [k for k in ix.lending.completions(f, g) if k < y]
    if ix.lending.is_sculpted(f):
        owed = total(model.debt[f, g, k] for k in before) - _paid_before(model, ix, f, g, y)
        if (f, g, y) in model.instalment:  # in a period of the tail every year repays the same
            owed -= 0.5 * (ix.weight(y) - 1) * model.instalment[f, g, y]
    else:
        left = {k: ix.lending.owed_share(f, k, y) for k in before}
        owed = total(model.debt[f, g, k] * share for k, share in left.items() if share)
    if (f, g, y) in model.debt:
        owed += model.debt[f, g, y]
        owed -= 0.5 * (model.lent[f, g, y, y] if (f, g, y, y) in model.lent else 0.0)
    return rate * owed


def _paid_before(model: pyo.ConcreteModel, ix: Indexes, f: str, g: str, y: int) -> Expression:
    """Instalments of all years before a period."""
    return total(
        model.instalment[f, g, v] * ix.weight(v) for v in ix.periods if v < y and (f, g, v) in model.instalment
    )


def _under_construction(model: pyo.ConcreteModel, ix: Indexes, f: str, y: int) -> Expression:
    """Owed at the end of ``y`` for plants that are completed later."""
    return total(
        model.lent[f, g, k, w] * ix.lending.grown(f, y - w + 1)
        for (lender, g, k), years in ix.lending.debts.items()
        if lender == f and k > y
        for w in years
        if w <= y
    )


def _owed(model: pyo.ConcreteModel, ix: Indexes, f: str, y: int) -> Expression:
    completed = total(
        model.debt[f, g, k] * (1.0 if ix.lending.is_sculpted(f) else ix.lending.left_share(f, k, y))
        for (lender, g, k) in ix.lending.debts
        if lender == f and k <= y
    )
    paid = total(model.instalment[key] for key in model.instalment if key[0] == f and key[2] <= y)
    return completed - paid + _under_construction(model, ix, f, y)


def _added(model: pyo.ConcreteModel, ix: Indexes, f: str, y: int) -> Expression:
    def growth(w: int) -> float:
        return ix.lending.grown(f, y - w + 1) - (ix.lending.grown(f, y - w) if w < y else 1.0)

    return total(
        model.lent[f, g, k, w] * growth(w)
        for (lender, g, k), years in ix.lending.debts.items()
        if lender == f and k > y
        for w in years
        if w <= y
    )


def _fee(model: pyo.ConcreteModel, ix: Indexes, f: str, y: int) -> Expression:
    """Upfront fee of equity and grants on draws; of lenders with the commitment fee, and that of a guarantee."""
    if f not in ix.finance.lenders:
        return model.draw[f, y] * ix.rows.sources[f].upfront_fee
    fee = total(
        model.lent[f, g, k, w] * charged[y]
        for lender, g, k, w in ix.lending.loans
        if lender == f and y in (charged := ix.lending.fees(f, g, k, w))
    )
    return fee + model.guarantee_fee[f, y] if (f, y) in model.guarantee_fee else fee


def _guarantee_fee(model: pyo.ConcreteModel, ix: Indexes, f: str, y: int) -> Expression:
    """On what is owed at the end of the year before, and for half a year on what is drawn."""
    before = model.balance[f, y - 1] if y > ix.first_year else 0.0
    return (ix.lending.class_of(f).guarantee_fee or 0.0) * (before + 0.5 * model.draw[f, y])


def _cohort_spending(model: pyo.ConcreteModel, ix: Indexes, g: str, k: int, y: int) -> Expression:
    terms = []
    for (s, m), years in ix.plants.slots.items():
        module = ix.rows.modules[m]
        for v in years:
            share = ix.plants.spend(module, y - v)
            if share and ix.lending.of_plant[module.plant] == g and ix.lending.completion(m, v) == k:
                terms.append(model.starts[s, m, v] * (ix.plants.capex(module) * share * ix.prices.level(y)))
    return total(terms)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Lend for what is built, repay in time, and keep to gearing and the guarantee limit."""
    lending, drawn = ix.lending, model.drawn
    equity = [f for f, row in ix.rows.sources.items() if row.kind == "equity"]

    def paid(f: str, g: str, y: int) -> Expression:
        return total(drawn[f, c, y] for c in ix.finance.purposes.get((f, y), ()) if c in lending.perimeters[g])

    split: dict[tuple[str, str, int], list[int]] = {}
    cohort: dict[tuple[str, int, int], list[str]] = {}
    for f, g, k, y in lending.loans:
        split.setdefault((f, g, y), []).append(k)
        cohort.setdefault((g, k, y), []).append(f)
    plants = [(f, c, y) for f, c, y in ix.finance.draws if f in ix.finance.lenders and c in PLANT_CATEGORIES]
    of_category = {c: g for g, categories in lending.perimeters.items() for c in categories}
    keys = dict.fromkeys((f, of_category[c], y) for f, c, y in plants)
    limit(
        model,
        "lent_split",
        keys,
        lambda f, g, y: total(model.lent[f, g, k, y] for k in split.get((f, g, y), ())) - paid(f, g, y) == 0,
    )
    limit(
        model,
        "cohort_spending",
        cohort,
        lambda g, k, y: (
            total(model.lent[f, g, k, y] for f in cohort[g, k, y]) - _cohort_spending(model, ix, g, k, y) <= 0
        ),
    )

    def instalments(f: str, g: str, y: int) -> Expression:
        return _paid_before(model, ix, f, g, y) + ix.weight(y) * model.instalment[f, g, y]

    def debts(f: str, g: str, last: int) -> Expression:
        return total(model.debt[f, g, k] for k in lending.completions(f, g) if k <= last)

    def due(f: str, g: str, y: int) -> dict[int, float]:
        shares = {k: lending.due_by(f, k, y) for k in lending.completions(f, g)}
        return {k: share for k, share in shares.items() if share}

    limit(
        model,
        "not_before_grace",
        list(model.instalment),
        lambda f, g, y: instalments(f, g, y) - debts(f, g, y - ix.rows.sources[f].grace - 1) <= 0,
    )
    limit(
        model,
        "repaid_in_time",
        [(f, g, y) for f, g, y in model.instalment if due(f, g, y)],
        lambda f, g, y: (
            instalments(f, g, y) - total(model.debt[f, g, k] * share for k, share in due(f, g, y).items()) >= 0
        ),
    )

    def gearing(g: str, y: int) -> Expression:
        years = [v for v in ix.years if v <= y]
        borrowed = total(paid(f, g, v) for f in ix.finance.lenders for v in years)
        own = total(paid(f, g, v) for f in equity for v in years)
        return (1 - lending.gearing[g]) * borrowed - lending.gearing[g] * own <= 0

    limit(model, "gearing", [(g, y) for g in lending.perimeters for y in ix.years], gearing)
    ceiling = ix.settings.guarantee_limit
    limit(
        model,
        "guarantee_limit",
        ix.years if lending.guaranteed and math.isfinite(ceiling) else (),
        lambda y: total(model.balance[f, y] for f in lending.guaranteed) <= ceiling,
    )
