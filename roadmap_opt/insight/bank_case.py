"""What lenders see of a plan: its cash at their price decks, group of plants by group. Nominal MUSD.

Lenders value what is sold, bought and handed over at their own prices, and contracts by their own rule at those prices.
Every group of plants that is financed together stands for itself. What contracts bring beyond what their markets would
pay at the lenders' base prices is what they are worth to a lender.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.case.cash_lines import OPERATING_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.profiles import annuity_factor
from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.runs.run import Run, by_year, records

Years = dict[int, float]

AT_CEILING = 1e-4
"""Distance from the ceiling on contracts, as a share, up to which a group stands at it."""

COVER = ("bank_cash", "low_cash", "bank_tax", "contract_income", "service", "support", "dscr", "covenant", "low_dscr",
         "low_covenant")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One group of plants by year, as the table `debt_cover` names it; ``least`` is the lowest cover at the base deck
    that a lender who may finance it asks for, ``None`` where none tests.
    """

    bank_cash: Years
    low_cash: Years
    bank_tax: Years
    contract_income: Years
    service: Years
    support: Years
    dscr: Years
    covenant: Years
    low_dscr: Years
    low_covenant: Years
    least: float | None

    @property
    def has_service(self) -> bool:
        """Whether anything is due in some year."""
        return any(amount > 1e-6 for amount in self.service.values())

    def with_support(self, year: int) -> float:
        """Cover of a year at the lenders' base prices when the sponsors' support counts; NaN when nothing is due."""
        supported = self.support[year] / self.service[year] if self.service[year] > 1e-6 else math.nan
        return self.dscr[year] + supported

    def thinnest_year(self) -> int | None:
        """Year in which cover at the base deck is lowest against what is asked for; ``None`` when nothing is due."""
        known = [(value / self.asked(year), year) for year, value in self.dscr.items() if not math.isnan(value)]
        return min(known)[1] if known else None

    def asked(self, year: int) -> float:
        """Least cover at the base deck; 1 where nobody who tests is owed anything."""
        wanted = self.covenant.get(year, math.nan)
        return 1.0 if math.isnan(wanted) or wanted == 0.0 else wanted

    def bearable_service(self, year: int) -> float:
        """The debt service that the cash of a year would cover at the lenders' base prices, support not counted."""
        cash = self.bank_cash.get(year, 0.0) - self.bank_tax.get(year, 0.0)
        return max(0.0, cash) / (self.least or 1.0)


@dataclass(frozen=True, slots=True)
class BankCase:
    """By year: ``spot`` and ``contract`` revenue, ``operating`` cash after tax, and by perimeter what lenders see.

    ``given_up`` is what contracts pay less than the spot price of their market (more, when negative); ``shielded`` what
    they pay more than that market would at the lenders' base prices. ``revenue[group]["spot"]`` and ``["contract"]``
    are by year; products in no group have the empty name.
    """

    years: tuple[int, ...]
    spot: Years
    contract: Years
    operating: Years
    given_up: Years
    shielded: Years
    revenue: Mapping[str, Mapping[str, Years]]
    perimeters: Mapping[str, Seen]

    def cash(self, year: int, low: bool = False) -> float:
        """Cash of all groups after the lenders' tax, at their base or low prices."""
        return math.fsum(
            (seen.low_cash if low else seen.bank_cash).get(year, 0.0) - seen.bank_tax.get(year, 0.0)
            for seen in self.perimeters.values()
        )

    def lowest_cover(self) -> tuple[str, int] | None:
        """Perimeter and year in which cover is thinnest against what is asked for, of those that somebody tests; the
        thinnest of all where nobody does; ``None`` when nothing is due.
        """
        known = []
        for name, seen in self.perimeters.items():
            for year, value in seen.dscr.items():
                untested = math.isnan(seen.covenant.get(year, math.nan))
                if not math.isnan(value):
                    known.append((untested, value / seen.asked(year), name, year))
        return min(known)[2:] if known else None


def bank_case(run: Run) -> BankCase:
    """What lenders see of a plan."""
    tables, years = run.tables, run.case.decision_years
    lines = {line: each for (line,), each in by_year(tables["cash_flow"], ("line",), "nominal", keep_zero=True).items()}

    def line(name: str) -> Years:
        return {year: lines.get(name, {}).get(year, 0.0) for year in years}

    operating = {
        year: math.fsum(lines.get(name, {}).get(year, 0.0) for name in (*OPERATING_LINES, "tax")) for year in years
    }
    revenue, given_up, shielded = _revenue(run)
    return BankCase(
        years, line("spot_revenue"), line("contract_revenue"), operating, given_up, shielded, revenue, _seen(run)
    )


def _seen(run: Run) -> dict[str, Seen]:
    ix = run.ix
    books: dict[str, dict[str, Years]] = {g: {name: {} for name in COVER} for g in ix.lending.perimeters}
    for row in records(run.tables["debt_cover"]):
        for name in COVER:
            books[str(row.perimeter)][name][int(row.year)] = float(getattr(row, name))
    least = {
        g: [
            ratio for f, h in ix.lending.accounts if h == g and (ratio := ix.lending.class_of(f).cover_base) is not None
        ]
        for g in books
    }
    return {g: Seen(**book, least=min(least[g], default=None)) for g, book in books.items()}


def _revenue(run: Run) -> tuple[dict[str, dict[str, Years]], Years, Years]:
    """Revenue by group and kind of sale, what contracts pay less than spot, and more than it would be at the deck."""
    ix = run.ix
    revenue: dict[str, dict[str, Years]] = {}
    given_up, shielded = dict.fromkeys(ix.years, 0.0), dict.fromkeys(ix.years, 0.0)
    order = [*ix.rows.groups, ""]

    def sold(kind: str, market: str, year: int, quantity: float, price: float) -> None:
        group = ix.rows.commodities[ix.rows.markets[market].commodity].group or ""
        parts = revenue.setdefault(group, {"spot": defaultdict(float), "contract": defaultdict(float)})
        parts[kind][year] += quantity * price * ix.prices.level(year)

    for row in records(run.tables["sales"]):
        sold("spot", row.market, int(row.year), row.quantity, ix.trade.market_price(row.market, row.year))
    for row in records(run.tables["deliveries"]):
        contract = ix.rows.contracts[row.contract]
        price = ix.trade.contract_price(contract, row.year)
        sold("contract", contract.market, int(row.year), row.quantity, price)
        less = ix.trade.market_price(contract.market, row.year) - price
        given_up[int(row.year)] += row.quantity * less * ix.prices.level(int(row.year))
        shielded[int(row.year)] += (
            row.quantity * _above_deck(ix, row.contract, int(row.year)) * ix.prices.level(int(row.year))
        )
    return {group: revenue[group] for group in order if group in revenue}, given_up, shielded


@dataclass(frozen=True, slots=True)
class ContractAtDeck:
    """A contract at the lenders' base prices: ``more`` is its price over that of its market in the last decision year,
    less 1; ``worth`` what its deliveries bring beyond that market over the horizon, nominal MUSD.
    """

    contract: str
    group: str
    signed: bool
    more: float
    worth: float


@dataclass(frozen=True, slots=True)
class AtCeiling:
    """A group of products that stands at its ceiling on contracts: the ceiling that applies to it, and the years."""

    limit: float
    years: list[int]


def groups_at_ceiling(run: Run) -> dict[str, AtCeiling]:
    """Groups of products that stand at their own ceiling on contracts in some year."""
    full: dict[str, AtCeiling] = {}
    for row in records(run.tables["offtake"]):
        if row.basis > 0 and row.limit < 1 and row.contracted > 0 and row.share >= row.limit - AT_CEILING:
            full.setdefault(str(row.group), AtCeiling(float(row.limit), [])).years.append(int(row.year))
    return full


def contracts_at_deck(run: Run) -> list[ContractAtDeck]:
    """Contracts that are signed, and those on offer to groups that stand at the ceiling."""
    ix, last = run.ix, run.case.settings.last_year
    full = groups_at_ceiling(run)
    signed = set(run.tables["contracts_signed"]["contract"])
    worth: dict[str, float] = defaultdict(float)
    for row in records(run.tables["deliveries"]):
        worth[row.contract] += row.quantity * _above_deck(ix, row.contract, int(row.year)) * ix.prices.level(row.year)
    found = []
    for name, row in ix.rows.contracts.items():
        group = ix.rows.commodities[ix.rows.markets[row.market].commodity].group or ""
        market = ix.lending.market_price("base", row.market, last)
        if market > 0 and (name in signed or group in full):
            more = _above_deck(ix, name, last) / market
            found.append(ContractAtDeck(name, group, name in signed, more, worth.get(name, 0.0)))
    return found


def _above_deck(ix: Indexes, contract: str, year: int) -> float:
    """MUSD per unit that a contract pays beyond its market when that is at the lenders' base price."""
    market = ix.lending.market_price("base", ix.rows.contracts[contract].market, year)
    return ix.lending.contract_price("base", contract, year) - market


def loan_for(service: float, source: FundingSource) -> float:
    """The debt at completion, on a source's terms, that a level yearly service would repay after the grace period."""
    return service * annuity_factor(source.rate, max(1, source.tenor - source.grace))
