"""What comes back: rate of return, payback, cover of all debt service, and imports that goods made at home replace.

All in constant money of the base year, before financing and after tax, over the decision years and the steady years
after them; nothing is added for what then still stands.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from scipy.optimize import brentq

from roadmap_opt.case.cash_lines import BEFORE_FINANCING_LINES, OPERATING_LINES, SERVICE_LINES, TAX_LINES
from roadmap_opt.insight.tail import tail_of
from roadmap_opt.runs.run import Run, by_year, records

HIGHEST_RATE = 10.0
"""Rate of return above which none is sought."""

VISIBLE = 1e-6


@dataclass(frozen=True, slots=True)
class Returns:
    """Figures of a plan with their rules.

    ``rate`` is the real internal rate of return of the cash before financing, nothing where the plan does not earn back
    what it takes. ``payback`` is the first year by whose end it has. ``service_cover`` is all operating cash after tax
    over all debt service, from the first year of service on, nothing without debt. ``imports_replaced`` is what goods
    sold at home would have cost as imports, ``feed_imported`` what feed from abroad costs, both of the decision years,
    MUSD.
    """

    rate: float | None
    payback: int | None
    service_cover: float | None
    imports_replaced: float
    feed_imported: float


def returns_of(run: Run) -> Returns:
    """The figures of a run with a plan."""
    cash = _by_year(run, BEFORE_FINANCING_LINES, "after_tax")
    return Returns(_rate(cash), _payback(cash), _service_cover(run), _imports_replaced(run), _feed_imported(run))


def _by_year(run: Run, lines: tuple[str, ...], of_tail: str) -> dict[int, float]:
    """Lines of the cash flow of every decision year, and an item of the tail in every year of its periods."""
    table = by_year(run.tables["cash_flow"], ("line",), "real", keep_zero=True)
    found = {
        year: math.fsum(table.get((line,), {}).get(year, 0.0) for line in lines) for year in run.case.decision_years
    }
    tail = tail_of(run)
    found |= {year: tail.money[of_tail][start] for start, span in tail.spans.items() for year in span}
    return found


def _rate(cash: dict[int, float]) -> float | None:
    first = min(cash)

    def worth(rate: float) -> float:
        return math.fsum(amount / (1 + rate) ** (year - first) for year, amount in cash.items())

    if worth(0.0) <= VISIBLE or worth(HIGHEST_RATE) >= 0:
        return None
    return float(brentq(worth, 0.0, HIGHEST_RATE))


def _payback(cash: dict[int, float]) -> int | None:
    """The first year from whose end on the sum since the beginning stays at nought or above, after it was below."""
    sums = dict(zip(sorted(cash), itertools.accumulate(cash[year] for year in sorted(cash)), strict=True))
    below = [year for year, so_far in sums.items() if so_far < -VISIBLE]
    later = [year for year in sums if below and year > max(below)]
    return min(later, default=None)


def _service_cover(run: Run) -> float | None:
    service = {year: abs(amount) for year, amount in _by_year(run, SERVICE_LINES, "service").items()}
    served = [year for year, amount in service.items() if amount > VISIBLE]
    if not served:
        return None
    cash = _by_year(run, (*OPERATING_LINES, *TAX_LINES), "after_tax")
    earned = math.fsum(amount for year, amount in cash.items() if min(served) <= year <= max(served))
    return earned / math.fsum(service[year] for year in served)


def _imports_replaced(run: Run) -> float:
    prices = run.ix.prices.reference
    landed = {
        row.market: (row.commodity, row.import_price_factor)
        for row in run.case.markets
        if row.domestic and row.import_price_factor is not None
    }
    contracts = {row.contract: row.market for row in run.case.contracts}
    sold = [(row.market, row) for row in records(run.tables["sales"])]
    sold += [(contracts[row.contract], row) for row in records(run.tables["deliveries"])]
    return math.fsum(
        row.quantity * prices[commodity, int(row.year)] * factor
        for market, row in sold
        if market in landed
        for commodity, factor in [landed[market]]
    )


def _feed_imported(run: Run) -> float:
    supplies, trade = {row.supply: row for row in run.case.supplies}, run.ix.trade
    return math.fsum(
        row.quantity * trade.supply_price(feed.price_factor, feed.price_adder, feed.commodity, int(row.year))
        for row in records(run.tables["purchases"])
        if (feed := supplies[row.supply]).foreign
    )
