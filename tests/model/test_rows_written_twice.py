"""Rows that neither an optimum nor the auditor shows, written a second time and compared at points drawn at random.

Sums that other rows carry, switches whose largest value nothing reaches, rows that only sharpen the relaxation, and
limits that a bound of the same variables repeats: a plan looks the same without them or with a wrong year in them. Each
is written here again, from its line in the family's docstring, as what is left of the limit when every variable has
some value. The bounds themselves have their own tests (`tests/bounds`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from roadmap_opt.case.indexes import Indexes
from tests.support.workshop import compiled, every_label_case

Slack = tuple[str, Any, float]
"""Label, index, and what is left: not below nought where the rule is kept; nought for an equation."""
Value = Callable[..., float]
"""Value of a variable or a named expression of the model, nought where it has no such member."""


def money(ix: Indexes, v: Value) -> Iterator[Slack]:
    years, last, settings = ix.years, ix.last_year, ix.settings
    lenders = [f for f, row in ix.rows.sources.items() if row.kind in ("loan", "bond")]
    equity = [f for f, row in ix.rows.sources.items() if row.kind == "equity"]
    spent_on = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste", "programmes", "interest")

    def before(y: int) -> list[int]:
        return [w for w in years if w <= y]

    def drawn(f: str, y: int, *categories: str) -> float:
        return sum(v("drawn", f, c, y) for c in categories)

    for f, row in ix.rows.sources.items():
        for y in years:
            yield "invested_sum", (f, y), v("invested", f, y) - drawn(f, y, *spent_on)
        for y in ix.finance.draw_windows[f]:
            yield "yearly_limit", (f, y), ix.money.draw_bound(f, y) * v("mobilised", f, y) - v("draw", f, y)
        if f in lenders and row.minimum_ticket and row.repayment != "bullet":
            for y in years:
                if (latest := y - row.grace - 1) in ix.finance.draw_windows[f]:
                    in_debt = v("mobilised", f, latest) - v("mobilised", f, y - row.tenor - 1)
                    yield "service_follows", (f, y), v("owes", y) - in_debt
        if f in lenders and row.minimum_ticket:
            outlives = v("mobilised_by", f, last) - v("mobilised_by", f, last - row.tenor)
            yield "later_follows", f, v("owes", last + 1) - outlives
    raised = sum(v("invested", f, y) for f in ix.rows.sources for y in years)
    yield "raised_sum", "all", v("raised", "all") - raised
    later = sum(v("draw", f, y) * ix.finance.peak_after(f, y) for f in lenders for y in ix.finance.draw_windows[f])
    yield "later_service_sum", "all", v("later_service", "all") - later
    yield "later_due", last + 1, ix.money.later_service_bound() * v("owes", last + 1) - v("later_service", "all")
    for c in sorted({c for _, c in ix.finance.eligible}):
        for y in years:
            yield "spending_limit", (c, y), v("spending", c, y) - sum(v("drawn", f, c, y) for f in ix.rows.sources)
    for y in years:
        yield "cure_share", y, settings.equity_cure_share * v("service", y) - v("equity_cure", y)
        yield "cure_drawn", y, sum(drawn(f, y, "operations") for f in equity) - v("equity_cure", y)
        uncovered = v("bank_cash", y) + v("equity_cure", y) - settings.minimum_dscr * v("service", y)
        yield "service_cover", y, uncovered + ix.money.deficit_bound(y) * (1 - v("owes", y))
        used = sum(v("loss_used", w, y) for w in years)
        yield "profit_side", y, ix.money.income_bound(y) * v("in_profit", y) - v("taxable", y) - used
        yield "loss_side", y, ix.money.loss_bound(y) * (1 - v("in_profit", y)) - v("new_loss", y)
        if y > ix.first_year:
            yield "pays_on", y, v("pays_out", y) - v("pays_out", y - 1)
        earned = sum(v("income", w) - v("tax", w) - v("dividend", w) for w in before(y))
        most_lost = sum(ix.money.loss_bound(w) for w in before(y))
        yield "distributable", y, earned + most_lost * (1 - v("pays_out", y))
        yield "dividend_year", y, ix.money.dividend_bound(y) * v("pays_out", y) - v("dividend", y)
        reserve = settings.reserve_months / 12 * v("service", y + 1)
        yield "cash_floor", y, v("cash", y) - reserve - settings.cash_floor


def goods(ix: Indexes, v: Value) -> Iterator[Slack]:
    sites = list(ix.rows.sites)
    for y in ix.periods:
        for u, supply in ix.rows.supplies.items():
            unlocked = 1.0 if supply.programme is None else v("completed", supply.programme, y)
            bought = sum(v("purchase", u, s, y) for s in sites)
            yield "supply_limit", (u, y), supply.quantity[y] * unlocked - bought
        for d, market in ix.rows.markets.items():
            yield "market_limit", (d, y), ix.trade.addressable[d, y] - v("served", d, y)
            if market.minimum_service:
                rivals = [o for o, row in ix.rows.markets.items() if row.commodity == market.commodity and o != d]
                sold = sum(v("served", o, y) for o in rivals)
                yield "service_first", (d, y), ix.goods.rival_sales_bound(d, y) * v("serves", d, y) - sold
        for q, flow in ix.rows.return_flows.items():
            extra = sum(v("extra_collection", q, g, y) for g in ix.rows.programmes)
            base = flow.collection_share * v("end_of_life", q, y)
            yield "collection_limit", (q, y), base + extra - sum(v("collection", q, s, y) for s in sites)
        for (q, g), share in ix.trade.added_collection.items():
            added = v("extra_collection", q, g, y)
            yield "extra_share", (q, g, y), share * v("end_of_life", q, y) - added
            unlocked = ix.goods.end_of_life_bound(q, y) * v("completed", g, y)
            yield "extra_unlocked", (q, g, y), share * unlocked - added
        for c, s in ix.materials.disposal_nodes:
            if not math.isinf(most := ix.rows.commodities[c].disposal_limit):
                yield "disposal_limit", (c, s, y), most - v("disposed", c, s, y)


def closures(ix: Indexes, v: Value) -> Iterator[Slack]:
    for y, before in zip(ix.tail, (None, *ix.tail), strict=False):
        for (s, m), starts in ix.plants.slots.items():
            opening = {w: w + ix.rows.modules[m].lead_time for w in starts}
            closing = {w: opening[w] + ix.rows.modules[m].life for w in starts}
            shares = {
                w: sum(max(0.0, min(t + 1, closing[w]) - max(t, opening[w])) for t in ix.span(y)) / ix.weight(y)
                for w in starts
            }
            kept = v("kept", s, m, y)
            yield "kept_limit", (s, m, y), sum(v("starts", s, m, w) * share for w, share in shares.items()) - kept
            if before is not None:
                yield "stays_closed", (s, m, y), v("kept", s, m, before) - kept
        for row in ix.case.existing:
            if before is not None:
                earlier = v("kept_asset", row.asset, before)
                yield "asset_stays_closed", (row.asset, y), earlier - v("kept_asset", row.asset, y)
        earned = v("tail_cash", y) - v("tail_depreciation", y)
        yield "tail_tax_due", y, v("tail_tax", y) - ix.settings.corporate_tax * earned


def aims(ix: Indexes, v: Value) -> Iterator[Slack]:
    for t, row in ix.rows.targets.items():
        if row.mode == "off" or row.minimum_denominator is None or row.sense != ">=":
            continue
        for y in ix.targets.years[t]:
            least = row.value * row.minimum_denominator
            for label, what in (("target_not_empty", "numerator"), ("target_whole", "denominator")):
                yield label, (t, y), v(what, row.kpi, row.definition, y) + v("shortfall", t, y) - least


@pytest.mark.parametrize("family", [money, goods, closures, aims], ids=lambda family: family.__name__)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_row_leaves_what_its_formula_leaves(family: Callable[..., Iterator[Slack]], seed: int) -> None:
    ix, model, arrays = compiled(every_label_case())
    x = np.random.default_rng(seed).uniform(1.0, 10.0, len(arrays.variables))
    for variable, value in zip(arrays.variables, x, strict=True):
        variable.set_value(value, skip_validation=True)
    activity = np.add.reduceat(arrays.values * x[arrays.columns], arrays.starts[:-1])
    left = np.where(np.isinf(arrays.row_upper), activity - arrays.row_lower, arrays.row_upper - activity)
    rows = dict(zip(arrays.row_labels, left, strict=True))

    def value_of(name: str, *index: Any) -> float:
        component = model.component(name)
        place = index if len(index) > 1 else index[0]
        return float(pyo.value(component[place])) if place in component else 0.0

    again: dict[tuple[str, Any], float] = {(label, index): slack for label, index, slack in family(ix, value_of)}
    labels = {label for label, _ in again}
    assert {key for key in rows if key[0] in labels} == set(again)
    equations = {"invested_sum", "raised_sum", "later_service_sum"}
    for key, slack in again.items():
        found = abs(rows[key]) if key[0] in equations else rows[key]
        assert found == pytest.approx(abs(slack) if key[0] in equations else slack, rel=1e-9, abs=1e-7), key
