"""Bounds of money: the most that can be drawn, lost, owed and paid out in a year. See :mod:`bounds` for the rules.

Two shorthands run through the proofs. ``spare`` is the cover ratio less the share that equity may cure: the row
``service_cover`` says ``bank cash >= spare * service`` in years with service and ``bank cash >= -deficit`` in years
without, and bank cash is counted revenue less operating cost less tax. Service itself is never below zero, because
draws for interest pay at most the interest and fees of the year (``spending_limit``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from roadmap_opt.case.indexes.bounds import bound, filled, once, ratio
from roadmap_opt.case.indexes.finance import Finance
from roadmap_opt.case.indexes.goods_bounds import GoodsBounds
from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.programmes import Programmes
from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.indexes.support import Support
from roadmap_opt.case.profiles import repayment_by_age
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES, SPEND_YEARS, Module


@dataclass(eq=False, repr=False)
class MoneyBounds:
    """Bounds in nominal MUSD."""

    rows: Rows
    prices: Prices
    programmes: Programmes
    plants: Plants
    finance: Finance
    goods: GoodsBounds
    support: Support

    # --- what there is to pay for ---

    @once
    def most_programme_spend(self, year: int) -> float:
        """Every programme in the start year that makes this year the dearest; history has only its own.

        A programme without a duration costs its whole cost and its yearly cost in the year of its start.
        """
        spend = 0.0
        for name, row in self.rows.programmes.items():
            starts = self.programmes.windows.get(name, ()) if row.started is None else (row.started,)
            spend += max((self.programmes.cost(name, year - start) for start in starts), default=0.0)
        return self.prices.level(year) * spend

    @once
    def most_plant_spend(self, category: str, year: int) -> float:
        """Capex of a category: the modules that ask for most this year, each from the start year in which it does."""

        def spent(module: Module, start: int) -> float:
            return self.plants.capex(module) * self.plants.spend(module, year - start)

        places = [(s, p) for s, p in self.plants.modules_at if self.rows.plants[p].category == category]
        return self.prices.level(year) * sum(self.plants.dearest(s, p, spent) for s, p in places)

    @once
    def most_in_progress(self, year: int) -> float:
        """Spent so far on modules that do not run yet, each in its dearest start year, at the prices paid."""

        def spent(module: Module, start: int) -> float:
            if not start <= year < start + module.lead_time:
                return 0.0
            years = range(min(SPEND_YEARS, year - start + 1))
            to_date = sum(self.plants.spend(module, a) * self.prices.level(start + a) for a in years)
            return self.plants.capex(module) * to_date

        return sum(self.plants.dearest(s, p, spent) for s, p in self.plants.modules_at)

    @once
    def most_depreciation(self, year: int) -> float:
        """Depreciation of the modules whose tax depreciation, from their worst start year, is largest this year."""

        def written_off(module: Module, start: int) -> float:
            return self.plants.depreciation(module, start, year)

        return sum(self.plants.dearest(s, p, written_off) for s, p in self.plants.modules_at)

    @once
    def most_tied_up(self, year: int) -> float:
        """Working capital at the largest revenue, and value-added tax on the largest capex of the year."""
        capex = sum(self.most_plant_spend(category, year) for category in PLANT_CATEGORIES)
        return self.rows.settings.working_capital_share * self.goods.most_revenue(year) + self.finance.vat_rate * capex

    # --- operations and cover ---

    @property
    def spare(self) -> float:
        """Cover ratio less the share of service that fresh equity may cure."""
        return self.rows.settings.minimum_dscr - self.rows.settings.equity_cure_share

    @once
    def most_counted(self, year: int) -> float:
        """Most revenue as lenders count it."""
        return self.goods.most_revenue(year, self.rows.settings.spot_revenue_counted)

    @bound
    def income_bound(self, year: int) -> float:
        """Most taxable income, used losses included: in a year of profit both make up the income, which is revenue and
        price support less costs, programmes, depreciation, interest and fees, none of them below zero.
        """
        return self.goods.most_revenue(year) + self.support.most_received(year)

    @bound
    def deficit_bound(self, year: int) -> float:
        """Largest bank-case deficit of a year without service: the one the settings allow, and never more than all
        operating cost with the largest tax, so that a limit written as a huge number frees no switch.
        """
        tax = self.rows.settings.corporate_tax * self.income_bound(year)
        return min(self.rows.settings.maximum_deficit, self.goods.most_operating_cost(year) + tax)

    @once
    def most_running(self, year: int) -> float:
        """Most operating cost and service together, which is what draws for operations may pay for.

        Without service the cover row leaves ``cost <= counted revenue + deficit``; with service ``cost + service <=
        counted revenue + (1 - spare) * service``. And cost is at most all operating cost.
        """
        service = self.service_bound(year)
        more = max(self.deficit_bound(year), max(0.0, 1.0 - self.spare) * service)
        return min(self.most_counted(year) + more, self.goods.most_operating_cost(year) + service)

    # --- draws and debt ---

    @once
    def most_drawn(self, year: int) -> float:
        """Most drawn from all sources together.

        With T what is drawn, A what plants, programmes and tied-up money ask for, W the highest rate on work in
        progress, F the highest fee: draws for interest are at most F * T + W (``interest_while_building``), so lenders,
        who pay no operations, draw L <= A + W + F * T. Draws for operations are at most operating cost C and service.

        First, by the cover (spare above zero, so service is at most counted revenue over spare):
            T <= A + W + F * T + counted revenue + the larger of the deficit and (1 - spare) * service
        Second, by the schedule: draws for interest and operations together pay at most C and what is repaid, interest
        and fees; earlier draws charge P, those of the year half a year's interest r on L and fees F * T:
            T <= A + C + P + r / 2 * L + F * T
        where C is at most all operating cost, or counted revenue and deficit and (below zero spare) -spare * service.
        """
        fee, rate = self.finance.highest_fee(year), self.finance.highest_rate
        asked = sum(self.most_plant_spend(category, year) for category in PLANT_CATEGORIES)
        asked += self.most_programme_spend(year) + self.most_tied_up(year)
        building = rate * self.most_in_progress(year)
        counted, deficit, spare = self.most_counted(year), self.deficit_bound(year), self.spare
        earlier = self._most_charged(year, range(self.rows.first_year, year))
        covered = math.inf
        if spare > 0:
            more = max(deficit, max(0.0, 1.0 - spare) * counted / spare)
            covered = ratio(asked + building + counted + more, 1.0 - fee)

        def scheduled(cost: float, short: float) -> float:
            charged = earlier + rate / 2 * (asked + building)
            return ratio(asked + cost + (1.0 + short) * charged, 1.0 - (1.0 + short) * fee * (1.0 + rate / 2))

        open_sources = [row for f, row in self.rows.sources.items() if self.finance.is_open(f, year)]
        own_limits = sum(min(row.yearly_limit, row.total_limit) for row in open_sources)
        return min(
            own_limits,
            covered,
            scheduled(counted + deficit, max(0.0, -spare)),
            scheduled(self.goods.most_operating_cost(year), 0.0),
        )

    @bound
    def draw_bound(self, source: str, year: int) -> float:
        """Most drawn from a source: its own limits, all draws of the year, and what there is in the categories that it
        may pay for (``spending_limit``, ``interest_while_building``). Loans and grants pay no operations.
        """
        if not self.finance.is_open(source, year):
            return 0.0
        row = self.rows.sources[source]
        together = self.most_drawn(year)
        uses = 0.0
        for name, category in self.finance.eligible:
            if name != source:
                continue
            if category in PLANT_CATEGORIES:
                uses += self.most_plant_spend(category, year)
            elif category == "programmes":
                uses += self.most_programme_spend(year)
            elif category == "working_capital":
                uses += self.most_tied_up(year)
            elif category == "interest":
                fees = self.finance.highest_fee(year) * together
                uses += fees + self.finance.highest_rate * self.most_in_progress(year)
            else:
                uses += self.most_running(year) if row.kind == "equity" else together
        return min(row.yearly_limit, row.total_limit, together, uses)

    @bound
    def paid_in_bound(self, year: int) -> float:
        """Most equity and grants drawn: the sum over these sources, and never more than all draws."""
        kinds = ("equity", "grant")
        draws = sum(self.draw_bound(f, year) for f, row in self.rows.sources.items() if row.kind in kinds)
        return min(draws, self.most_drawn(year))

    @bound
    def service_bound(self, year: int) -> float:
        """Most debt service: what the draws so far charge by their schedules, and, with spare above zero, the counted
        revenue over spare, because a year with service has to cover it.
        """
        scheduled = self._most_charged(year, range(self.rows.first_year, year + 1)) + self._most_equity_fees(year)
        return min(scheduled, ratio(self.most_counted(year), self.spare))

    @bound
    def later_service_bound(self) -> float:
        """Most yearly service after the last year: the highest of every draw's later years, and the counted revenue of
        the last year over the cover ratio (``later_cover`` knows no cure).
        """
        scheduled = self._most_of(self.rows.years, self.finance.peak_after)
        return min(scheduled, ratio(self.most_counted(self.rows.last_year), self.rows.settings.minimum_dscr))

    @bound
    def loss_bound(self, year: int) -> float:
        """Largest tax loss: operating loss, programmes, depreciation, interest and fees, each at its largest.

        Operating cash is not below bank cash, which leaves out revenue and takes off tax, less what is paid back of
        price support. Bank cash is not below minus the deficit in years without service, nor below spare * service in
        years with it; and an operating loss is never more than all operating cost and what is paid back.
        """
        short = max(self.deficit_bound(year), max(0.0, -self.spare) * self.service_bound(year))
        charges = self._most_of(
            [v for v in self.rows.years if v <= year], lambda f, v: self.finance.charge(f, year - v)
        )
        lost = min(self.goods.most_operating_cost(year), short) + self.support.most_paid_back(year)
        lost += self.most_programme_spend(year)
        return lost + self.most_depreciation(year) + charges + self._most_equity_fees(year)

    @bound
    def dividend_bound(self, year: int) -> float:
        """Most dividends of a year: all income up to then (``distributable``), which is at most all revenue."""
        return sum(self.income_bound(v) for v in self.rows.years if v <= year)

    # --- schedules ---

    def _most_charged(self, year: int, draws: range) -> float:
        """Most repayment, interest and fees of a year on loans drawn in these years."""
        return self._most_of(
            draws, lambda f, v: repayment_by_age(self.rows.sources[f], year - v) + self.finance.charge(f, year - v)
        )

    def _most_of(self, draws: range | tuple[int, ...] | list[int], share: Callable[[str, int], float]) -> float:
        """Largest sum of ``share(lender, year drawn) * draw``: every year at its bound, the total within its limit."""

        def lent(f: str) -> float:
            pieces = ((share(f, v), self.draw_bound(f, v)) for v in draws if self.finance.is_open(f, v))
            return filled(pieces, self.rows.sources[f].total_limit)

        return sum(lent(f) for f in self.finance.lenders)

    def _most_equity_fees(self, year: int) -> float:
        """Fees on equity and grants, each drawn to its limits or to all draws of the year."""
        sources = [row for f, row in self.rows.sources.items() if self.finance.is_open(f, year)]
        charged = [row for row in sources if row.kind in ("equity", "grant") and row.upfront_fee]
        return sum(r.upfront_fee * min(r.yearly_limit, r.total_limit, self.most_drawn(year)) for r in charged)
