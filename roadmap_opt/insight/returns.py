"""What comes back: rate of return, payback, cover of all debt service, and imports that goods made at home replace.

All in constant money of the base year, before financing and after tax, over the decision years and the steady years
after them; nothing is added for what then still stands.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from numpy.polynomial import Polynomial

from roadmap_opt.case.cash_lines import (
    BEFORE_FINANCING_LINES,
    OPERATING_LINES,
    SERVICE_LINES,
    TAX_LINES,
    TIED_UP_LINES,
)
from roadmap_opt.runs.run import Run, by_year, records

HIGHEST_RATE = 10.0
"""Rate of return above which none is sought."""

VISIBLE = 1e-6

ROUNDING = 1e-9
"""Imaginary part of a root that is real."""


@dataclass(frozen=True, slots=True)
class Returns:
    """Figures of a plan with their rules.

    ``invests`` says whether the sum of its cash is ever below nought; without that neither rate nor payback means
    anything. ``rate`` is the real internal rate of return of the cash before financing, infinite above
    :data:`HIGHEST_RATE`, nothing where the plan does not earn back what it takes. ``payback`` is the first year by
    whose end it has, for good. ``service_cover`` is all operating cash after tax over all debt service, from the first
    year of service to the last in which any is due, nothing without debt. ``imports_replaced`` is what goods sold at
    home would have cost as imports (where Markets has no landed price, what they sell for), ``feed_imported`` what feed
    from abroad costs, both of the decision years, MUSD.
    """

    invests: bool
    rate: float | None
    payback: int | None
    service_cover: float | None
    imports_replaced: float
    feed_imported: float


def returns_of(run: Run) -> Returns:
    """The figures of a run with a plan."""
    cash = _by_year(run, BEFORE_FINANCING_LINES, [line for line in BEFORE_FINANCING_LINES if line in _PAID_IN_TAIL])
    years = sorted(cash)
    sums = dict(zip(years, itertools.accumulate(cash[year] for year in years), strict=True))
    invests = min(sums.values()) < -VISIBLE
    return Returns(
        invests,
        _rate(cash) if invests else None,
        _payback(sums) if invests else None,
        _service_cover(run),
        _imports_replaced(run),
        _feed_imported(run),
    )


_PAID_IN_TAIL = tuple(line for line in BEFORE_FINANCING_LINES if line not in (*TIED_UP_LINES, "capex"))
"""Lines that a year of the tail has, too: nothing is built in it, and what is tied up stays tied up."""


def _by_year(run: Run, lines: Sequence[str], of_tail: Sequence[str]) -> dict[int, float]:
    """Lines of the cash flow of every decision year, and of the tail in every year of its periods."""

    def summed(table: str, names: Sequence[str], years: Sequence[int]) -> dict[int, float]:
        found = by_year(run.tables[table], ("line",), "real", keep_zero=True)
        return {year: math.fsum(found.get((name,), {}).get(year, 0.0) for name in names) for year in years}

    amounts = summed("cash_flow", lines, run.case.decision_years)
    of_period = summed("tail_cash", of_tail, [span.start for span in run.case.tail])
    for span in run.case.tail:
        amounts |= dict.fromkeys(span, of_period[span.start])
    return amounts


def _rate(cash: dict[int, float]) -> float | None:
    """The lowest rate at which the cash is worth nothing; each is a root of a polynomial in the yearly factor."""
    first = min(cash)

    def worth(rate: float) -> float:
        return math.fsum(amount / (1 + rate) ** (year - first) for year, amount in cash.items())

    if worth(0.0) <= VISIBLE:
        return None
    if worth(HIGHEST_RATE) >= 0:
        return math.inf
    factors = Polynomial([cash.get(year, 0.0) for year in range(first, max(cash) + 1)]).roots()
    between = factors.real[(abs(factors.imag) < ROUNDING) & (factors.real < 1.0) & (factors.real > 0.0)]
    return float(1.0 / between.max() - 1.0)


def _payback(sums: dict[int, float]) -> int | None:
    """The first year from whose end on the sum since the beginning stays at nought or above, after it was below."""
    below = max(year for year, so_far in sums.items() if so_far < -VISIBLE)
    return min((year for year in sums if year > below), default=None)


def _service_cover(run: Run) -> float | None:
    """Service of a period of the tail is the mean of its years, so the last year in which any is due ends the cash."""
    service = {year: abs(paid) for year, paid in _by_year(run, SERVICE_LINES, ["debt_service"]).items()}
    served = [year for year, paid in service.items() if paid > VISIBLE]
    if not served:
        return None
    tenor = {row.source_name: row.tenor for row in run.case.funding}
    due = [int(row.completion) + tenor[row.source_name] for row in records(run.tables["lending"]) if row.amount > 0]
    cash = _by_year(run, (*OPERATING_LINES, *TAX_LINES), (*OPERATING_LINES, *TAX_LINES))
    last = min(max(due), max(served))
    earned = math.fsum(amount for year, amount in cash.items() if min(served) <= year <= last)
    return earned / math.fsum(service[year] for year in served)


def _imports_replaced(run: Run) -> float:
    prices, trade = run.ix.prices.reference, run.ix.trade
    markets = {row.market: row for row in run.case.markets if row.domestic}
    contracts = {row.contract: row.market for row in run.case.contracts}
    sold = [(row.market, row) for row in records(run.tables["sales"])]
    sold += [(contracts[row.contract], row) for row in records(run.tables["deliveries"])]

    def landed(market: str, year: int) -> float:
        row = markets[market]
        if row.import_price_factor is None:
            return trade.market_price(market, year)
        return prices[row.commodity, year] * row.import_price_factor

    return math.fsum(row.quantity * landed(market, int(row.year)) for market, row in sold if market in markets)


def _feed_imported(run: Run) -> float:
    supplies, trade = {row.supply: row for row in run.case.supplies}, run.ix.trade
    return math.fsum(
        row.quantity * trade.supply_price(feed.price_factor, feed.price_adder, feed.commodity, int(row.year))
        for row in records(run.tables["purchases"])
        if (feed := supplies[row.supply]).foreign
    )
