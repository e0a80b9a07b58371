"""What a bank sees of a plan's operating cash, and what the ceiling on contracts has to do with it. Nominal MUSD.

A bank counts contract revenue in full and spot revenue only in part (``spot_revenue_counted``):

operating cash after tax  =  bank-case cash  +  what the bank leaves out of spot revenue

What it leaves out is split by what could be done about it, per product group g and year, by volume at the group's
average spot price:

within the ceiling   spot volume up to  limit[g] * basis[g] - contracted[g]: contracts could still take it
above the ceiling    the rest of the spot volume of a group: no contract may take it
in no group          products that have no ceiling, because no group counts them
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.case.cash_lines import OPERATING_LINES, SUPPORT_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.profiles import annuity_factor
from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.runs.run import Run, by_year, records

Years = dict[int, float]


@dataclass(frozen=True, slots=True)
class BankCase:
    """By year: ``spot`` and ``contract`` revenue, ``operating`` cash after tax, ``cash`` of the bank case, and the
    split of what is left out. ``given_up`` is what contracts pay less than the spot price of their market (more, when
    negative). ``revenue[group]["spot"]`` and ``["contract"]`` are by year; products in no group have the empty name.
    """

    years: tuple[int, ...]
    spot: Years
    contract: Years
    operating: Years
    cash: Years
    within_ceiling: Years
    above_ceiling: Years
    no_group: Years
    given_up: Years
    revenue: Mapping[str, Mapping[str, Years]]
    covenant: float

    def left_out(self, year: int) -> float:
        """What the bank does not count."""
        return self.operating[year] - self.cash[year]

    def bearable_service(self, year: int) -> float:
        """The debt service that the bank case of a year would cover, by the covenant."""
        return max(0.0, self.cash[year]) / self.covenant


def bank_case(run: Run) -> BankCase:
    """The bank case of a plan."""
    case, tables, years = run.case, run.tables, run.case.decision_years
    settings = case.settings
    lines = {line: each for (line,), each in by_year(tables["cash_flow"], ("line",), "nominal", keep_zero=True).items()}

    def line(name: str) -> Years:
        return {year: lines.get(name, {}).get(year, 0.0) for year in years}

    spot, contract = line("spot_revenue"), line("contract_revenue")
    counted = [name for name in (*OPERATING_LINES, "tax") if name not in SUPPORT_LINES]  # banks do not count support
    operating = {year: math.fsum(lines.get(name, {}).get(year, 0.0) for name in counted) for year in years}
    frame = tables["debt_cover"]
    cash = dict.fromkeys(years, 0.0)
    cash |= dict(zip(frame["year"].astype(int), frame["bank_cash"].astype(float), strict=True))
    revenue, volume, given_up = _revenue(run)
    within, above, outside = (dict.fromkeys(years, 0.0) for _ in range(3))
    room = _room(run)
    haircut = 1.0 - settings.spot_revenue_counted
    for group, parts in revenue.items():
        for year, earned in parts["spot"].items():
            uncounted = earned * haircut
            if not group:
                outside[year] += uncounted
                continue
            sold = volume[group].get(year, 0.0)
            share = min(1.0, room.get((group, year), 0.0) / sold) if sold > 0 else 0.0
            within[year] += uncounted * share
            above[year] += uncounted * (1.0 - share)
    covenant = settings.minimum_dscr
    return BankCase(years, spot, contract, operating, cash, within, above, outside, given_up, revenue, covenant)


def _revenue(run: Run) -> tuple[dict[str, dict[str, Years]], dict[str, Years], Years]:
    """Revenue by group and kind of sale, spot volume by group, and what contracts pay less than spot; all by year."""
    ix = Indexes(run.case)
    revenue: dict[str, dict[str, Years]] = {}
    volume: dict[str, Years] = defaultdict(lambda: defaultdict(float))
    given_up = dict.fromkeys(ix.years, 0.0)
    order = [*ix.rows.groups, ""]

    def sold(kind: str, market: str, year: int, quantity: float, price: float) -> str:
        group = ix.rows.commodities[ix.rows.markets[market].commodity].group or ""
        parts = revenue.setdefault(group, {"spot": defaultdict(float), "contract": defaultdict(float)})
        parts[kind][year] += quantity * price * ix.prices.level(year)
        return group

    for row in records(run.tables["sales"]):
        group = sold("spot", row.market, int(row.year), row.quantity, ix.trade.market_price(row.market, row.year))
        volume[group][int(row.year)] += row.quantity
    for row in records(run.tables["deliveries"]):
        contract = ix.rows.contracts[row.contract]
        price = ix.trade.contract_price(contract, row.year)
        sold("contract", contract.market, int(row.year), row.quantity, price)
        less = ix.trade.market_price(contract.market, row.year) - price
        given_up[int(row.year)] += row.quantity * less * ix.prices.level(int(row.year))
    return {group: revenue[group] for group in order if group in revenue}, volume, given_up


def _room(run: Run) -> dict[tuple[str, int], float]:
    """Volume that contracts could still take under the ceiling, by group and year."""
    return {
        (str(row.group), int(row.year)): max(0.0, row.limit * row.basis - row.contracted)
        for row in records(run.tables["offtake"])
    }


def loan_for(service: float, source: FundingSource) -> float:
    """The loan, on a source's terms, that a level yearly debt service would repay after the grace period."""
    return service * annuity_factor(source.rate, max(1, source.tenor - source.grace))
