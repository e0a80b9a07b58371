"""The table `fiscal` of a solved model: what limits cannot count is computed here, from what the plan has decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyomo.environ as pyo

from roadmap_opt.case.fiscal_lines import AFTER_THE_SOLVE, RECEIPTS, SPENDING
from roadmap_opt.case.indexes import Indexes

NO_EQUITY = 1e-4
"""Equity up to this much, MUSD, owns nothing: dividends are not shared out by it."""

Number = Callable[[Any], float]
"""Value of an expression of the model."""


def fiscal_rows(
    model: pyo.ConcreteModel, ix: Indexes, number: Number, low_cash: Mapping[tuple[str, int], tuple[float, float]]
) -> Iterator[tuple[Any, ...]]:
    """Rows by year. ``low_cash`` holds cash at the lenders' low deck after tax, and service, by perimeter and year."""
    called, so_far = _called(model, ix, number, low_cash), 0.0
    for y in ix.years:
        spent = [number(model.fiscal[item, y]) for item in SPENDING]
        dividends = _public_share(model, ix, number, y) * number(model.dividend[y])
        received = [dividends if item in AFTER_THE_SOLVE else number(model.fiscal[item, y]) for item in RECEIPTS]
        net = sum(spent) - sum(received)
        so_far += net
        yield y, *spent, *received, net, so_far, number(model.guaranteed_debt[y]), called[y]


def _public_share(model: pyo.ConcreteModel, ix: Indexes, number: Number, y: int) -> float:
    """Share of public sources in the equity paid in by the end of a year; nought while there is none."""
    equity = {f: row.public for f, row in ix.rows.sources.items() if row.kind == "equity"}
    paid = {f: sum(number(model.draw[f, v]) for v in ix.years if v <= y) for f in equity}
    whole = sum(paid.values())
    return sum(paid[f] for f, public in equity.items() if public) / whole if whole > NO_EQUITY else 0.0


def _called(
    model: pyo.ConcreteModel, ix: Indexes, number: Number, low_cash: Mapping[tuple[str, int], tuple[float, float]]
) -> dict[int, float]:
    """Guaranteed service that cash at the low deck leaves unpaid; all lenders of a perimeter rank alike."""
    called = dict.fromkeys(ix.years, 0.0)
    for (g, y), (cash, service) in low_cash.items():
        backed = [(f, g, y) for f in ix.lending.guaranteed if (f, g, y) in model.repaid]
        if backed and service > 0:
            share = sum(number(model.repaid[key] + model.interest[key]) for key in backed) / service
            called[y] += max(0.0, service - max(0.0, cash)) * share
    return called
