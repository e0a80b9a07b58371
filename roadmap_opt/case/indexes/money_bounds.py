"""Bounds of money: the most that can be drawn, lost, owed and paid out in a year. See :mod:`bounds` for the rules.

None of them leans on the lenders' tests: a plan without lenders is as free as if nobody lent, so what operations may
cost is bounded by goods alone, and what debt may charge by what plants can cost.
"""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.case.indexes.bounds import bound, once, ratio
from roadmap_opt.case.indexes.finance import Finance
from roadmap_opt.case.indexes.goods_bounds import GoodsBounds
from roadmap_opt.case.indexes.lending import Lending
from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.programmes import Programmes
from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.indexes.support import Support
from roadmap_opt.case.indexes.trade import Trade
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES, Module


@dataclass(eq=False, repr=False)
class MoneyBounds:
    """Bounds in nominal MUSD."""

    rows: Rows
    prices: Prices
    programmes: Programmes
    plants: Plants
    materials: Materials
    trade: Trade
    finance: Finance
    lending: Lending
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
    def most_depreciation(self, year: int) -> float:
        """Depreciation of the modules whose tax depreciation, from their worst start year, is largest this year, and of
        all the interest that debts of the years in question can have grown by.
        """

        def written_off(module: Module, start: int) -> float:
            return self.plants.depreciation(module, start, year)

        years = self.rows.settings.tax_depreciation_years
        interest = sum(
            self.most_owed(f) * (1.0 - 1.0 / self._growth(f)) for f in self.finance.lenders if self.most_owed(f)
        )
        return sum(self.plants.dearest(s, p, written_off) for s, p in self.plants.modules_at) + interest / years

    @once
    def most_tied_up(self, year: int) -> float:
        """Working capital at the largest revenue, and value-added tax on the largest capex of the year."""
        capex = sum(self.most_plant_spend(category, year) for category in PLANT_CATEGORIES)
        return self.rows.settings.working_capital_share * self.goods.most_revenue(year) + self.finance.vat_rate * capex

    # --- operations ---

    @bound
    def income_bound(self, year: int) -> float:
        """Most taxable income, used losses included: in a year of profit both make up the income, which is revenue and
        price support less costs, programmes, depreciation, interest and fees, none of them below zero.
        """
        return self.goods.most_revenue(year) + self.support.most_received(year)

    @bound
    def deficit_bound(self, deck: str, perimeter: str, year: int) -> float:
        """Most that the lenders' cash of a perimeter, less their tax, can be below zero in a year.

        They see outputs at the deck's price, never below zero, less inputs at that price and what processing costs;
        fixed cost; where goods are sold, stocked or thrown away at most the deck's price of all that there is of them
        and what storing and throwing away costs; the dearer price of feed; freight. Each is taken at its largest over
        the whole chain, or over the perimeter where its plants say it. Tax is only as large as it has to be
        (``bank_tax_least``): at the tax rate on the base deck's cash, which sales and contracts bound. Lenders that do
        not test may be owed service beside it.
        """
        level, lending = self.lending.level(year), self.lending
        used = 0.0
        for site, plant in self.plants.places:
            if lending.of_plant[plant] != perimeter:
                continue
            inputs = [
                sum(q * lending.price(deck, c, year) for c, q in self.materials.inputs[r.recipe].items()) / r.load
                for r in self.rows.case.recipes
                if r.plant == plant
            ]
            used += self.goods.capacity_bound(site, plant, year) * max(inputs, default=0.0)
        unsold = sum(
            lending.price(deck, c, year) * self.goods.most_handled(c, year)
            for c in dict.fromkeys(c for (c, _), who in lending.sellers.items() if perimeter in who)
        )
        feed = sum(
            row.quantity[year] * lending.quoted(deck, row, year)
            for row in self.rows.supplies.values()
            if any(u == row.supply for u, _ in self.trade.purchase_routes)
        )
        feed += sum(
            self.goods.most_collected(row.flow, year) * lending.quoted(deck, row, year)
            for row in self.rows.return_flows.values()
            if any(q == row.flow for q, _ in self.trade.collection_routes)
        )
        taxed = self.rows.settings.corporate_tax * self.most_bank_income(perimeter, year)
        beside = sum(
            self.most_owed(f) * (1.0 + self.rows.sources[f].rate)
            for f, g in lending.accounts
            if g == perimeter and not lending.is_tested(f)
        )
        running = self.goods.most_operating_cost(year) / self.prices.level(year) + self._most_settled(deck, year)
        return level * (used + unsold + feed + running) + taxed + beside

    @once
    def most_bank_income(self, perimeter: str, year: int) -> float:
        """Most cash of a perimeter at the base deck: outputs at the deck's price, and where it sells or buys more than
        that, the most that buyers pay and that feed is worth.
        """
        lending = self.lending
        made = sum(
            self.goods.capacity_bound(site, plant, year)
            * max(
                (
                    sum(q * lending.price("base", c, year) for c, q in self.materials.outputs[r.recipe].items())
                    / r.load
                    for r in self.rows.case.recipes
                    if r.plant == plant
                ),
                default=0.0,
            )
            for site, plant in self.plants.places
            if lending.of_plant[plant] == perimeter
        )
        paid = sum(
            self.trade.addressable[d, year] * lending.market_price("base", d, year) for d in self.rows.markets
        ) + sum(
            self.trade.addressable[row.market, year] * lending.contract_price("base", k, year)
            for k, row in self.rows.contracts.items()
        )
        feed = sum(
            row.quantity[year] * lending.price("base", row.commodity, year) for row in self.rows.supplies.values()
        )
        feed += sum(
            self.goods.most_collected(row.flow, year) * lending.price("base", row.commodity, year)
            for row in self.rows.case.return_flows
        )
        stocked = sum(
            lending.price("base", c, year) * self.goods.most_stock(c, self.rows.period_of(year - 1))
            for c in self.rows.commodities
        )
        mined = sum(
            lending.price("base", row.commodity, year) * self.goods.most_mined(row.commodity, year)
            for row in self.rows.case.deposits
        )
        settled = self._most_settled("base", year)
        return self.lending.level(year) * (made + paid + feed + stocked + mined + settled)

    def _most_settled(self, deck: str, year: int) -> float:
        """Most price support at a deck, one way or the other, in constant money."""
        return sum(
            self.support.covered_sales_bound(u, d, y) * abs(self.lending.support_gap(deck, u, d, y))
            for u, d, y in self.support.due
            if y == year
        )

    # --- draws and debt ---

    def _growth(self, source: str) -> float:
        """Most that one unit drawn can grow to by completion."""
        longest = max((k - years[0] for (f, _, k), years in self.lending.debts.items() if f == source), default=0)
        return float((1.0 + self.rows.sources[source].rate) ** longest)

    @once
    def most_owed(self, source: str) -> float:
        """Most owed to a lender at any time: its draws (``yearly_limit``, ``total_limit``, ``spending_limit`` on the
        plants that it may pay for) with all the interest that can be added to them.
        """
        row = self.rows.sources[source]
        eligible = [c for f, c in self.finance.eligible if f == source and c in PLANT_CATEGORIES]
        drawn = sum(
            min(row.yearly_limit, sum(self.most_plant_spend(c, y) for c in eligible))
            for y in self.finance.draw_windows[source]
        )
        return self._growth(source) * min(row.total_limit, drawn)

    @bound
    def debt_bound(self, perimeter: str) -> float:
        """Most owed at completion, all cohorts together, to lenders that test a perimeter."""
        return sum(self.most_owed(f) for f, g in self.lending.accounts if g == perimeter and self.lending.is_tested(f))

    @once
    def most_charged(self, year: int) -> float:
        """Most interest, fees and support cost in a year: interest, commitment and guarantee fees on all that can be
        owed, upfront fees on all draws, support on all of it repaid at once with its interest.
        """
        settings, charged, due = self.rows.settings, 0.0, 0.0
        for f in self.finance.lenders:
            row, most = self.rows.sources[f], self.most_owed(f)
            guarantee = self.lending.class_of(f).guarantee_fee or 0.0
            charged += most * (row.rate + row.upfront_fee + (row.commitment_fee or 0.0) + guarantee)
            due += most * (1.0 + row.rate)
        support = settings.support_fee * (settings.support_service_share + settings.support_debt_share) * due
        return charged + support + self._most_equity_fees(year)

    def most_service(self, year: int) -> float:
        """Most that debt takes in a year: all of it repaid at once, and what it can charge."""
        return sum(self.most_owed(f) for f in self.finance.lenders) + self.most_charged(year)

    @once
    def most_drawn(self, year: int) -> float:
        """Most drawn from all sources together: plants, programmes and tied-up money, operating cost and service."""
        asked = sum(self.most_plant_spend(category, year) for category in PLANT_CATEGORIES)
        asked += self.most_programme_spend(year) + self.most_tied_up(year)
        asked += self.goods.most_operating_cost(year) + self.most_service(year)
        open_sources = [row for f, row in self.rows.sources.items() if self.finance.is_open(f, year)]
        return min(sum(min(row.yearly_limit, row.total_limit) for row in open_sources), asked)

    @bound
    def draw_bound(self, source: str, year: int) -> float:
        """Most drawn from a source: its own limits and what there is in the categories that it may pay for
        (``spending_limit``). Loans and grants pay no operations.
        """
        if not self.finance.is_open(source, year):
            return 0.0
        row = self.rows.sources[source]
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
            else:
                uses += self.goods.most_operating_cost(year) + self.most_service(year)
        return min(row.yearly_limit, row.total_limit, uses)

    @bound
    def paid_in_bound(self, year: int) -> float:
        """Most equity and grants drawn: the sum over these sources, and never more than all draws."""
        kinds = ("equity", "grant")
        draws = sum(self.draw_bound(f, year) for f, row in self.rows.sources.items() if row.kind in kinds)
        return min(draws, self.most_drawn(year))

    @bound
    def loss_bound(self, year: int) -> float:
        """Largest tax loss: operating loss, programmes, depreciation, interest and fees, each at its largest; what is
        repaid is none. An operating loss is never more than all operating cost and what is paid back of price support.
        """
        lost = self.goods.most_operating_cost(year) + self.support.most_paid_back(year)
        lost += self.most_programme_spend(year)
        return lost + self.most_depreciation(year) + self.most_charged(year)

    @bound
    def dividend_bound(self, year: int) -> float:
        """Most dividends of a year: all income up to then (``distributable``), which is at most all revenue."""
        return sum(self.income_bound(v) for v in self.rows.years if v <= year)

    def _most_equity_fees(self, year: int) -> float:
        """Fees on equity and grants, each drawn to its limits or to what can be asked for without them.

        The fees are part of the running cost that equity pays: what is asked for besides them, over one less the
        highest fee, bounds all draws.
        """
        sources = [row for f, row in self.rows.sources.items() if self.finance.is_open(f, year)]
        charged = [row for row in sources if row.kind in ("equity", "grant") and row.upfront_fee]
        if not charged:
            return 0.0
        highest = max(row.upfront_fee for row in charged)
        asked = sum(self.most_plant_spend(category, year) for category in PLANT_CATEGORIES)
        asked += self.most_programme_spend(year) + self.most_tied_up(year) + self.goods.most_operating_cost(year)
        asked += 2.0 * sum(self.most_owed(f) * (2.0 + self.rows.sources[f].rate) for f in self.finance.lenders)
        together = ratio(asked, 1.0 - highest)
        return sum(row.upfront_fee * min(row.yearly_limit, row.total_limit, together) for row in charged)
