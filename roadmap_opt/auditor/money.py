"""Finance recomputed from the decisions: draws, loans, tax, debt service and all cash-flow lines. Nominal MUSD."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.lending import BankView, Debts
from roadmap_opt.auditor.lines import real_lines
from roadmap_opt.auditor.plan import Book, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.timing import depreciated_share, spend_shares
from roadmap_opt.auditor.violation import ZERO, Amount, total
from roadmap_opt.case.cash_lines import CASH_FLOW_LINES, OPERATING_LINES
from roadmap_opt.case.sheets.finance import RUNNING
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES

REVENUE = ("spot_revenue", "contract_revenue")
NO_COST = (*REVENUE, "price_support")
LINE_OF_KIND = {"equity": "equity", "grant": "grants", "loan": "debt_drawn", "bond": "debt_drawn"}

ByYear = dict[int, Amount]


class Money:
    """Books by ``(source, year)`` and by year."""

    def __init__(self, facts: Facts, plan: Plan, production: Production) -> None:
        self.facts, self.plan, self.production = facts, plan, production
        self.draw: Book = defaultdict(lambda: ZERO)
        self.line: Book = defaultdict(lambda: ZERO)
        self.invested: Book = defaultdict(lambda: ZERO)
        for (source, category, year), drawn in plan.funding.items():
            self.draw[source, year] += drawn
            if category not in RUNNING:
                self.invested[source, year] += drawn
        self._operations()
        self._loans()
        self._write_off()
        self._tax()
        self._cover()
        self._finance_lines()

    def _operations(self) -> None:
        facts, settings = self.facts, self.facts.settings
        self.real = real_lines(facts, self.plan, self.production)
        for name, year in self.real:
            if year in facts.years:
                self.line[name, year] = self.real[name, year] * facts.level(year)
        costs = [name for name in OPERATING_LINES if name not in NO_COST]
        self.operating_cash = self._sum(OPERATING_LINES)
        self.operating_cost = {year: -cost for year, cost in self._sum(costs).items()}
        self.working_capital = {y: sold * settings.working_capital_share for y, sold in self._sum(REVENUE).items()}
        vat = 0.0 if settings.vat_exempt else settings.vat_rate
        self.vat_receivable = {year: self.line["capex", year] * -vat for year in facts.years}
        for name, held in (("working_capital", self.working_capital), ("vat", self.vat_receivable)):
            for year in facts.years:
                self.line[name, year] = held.get(year - 1, ZERO) - held[year]

    def _sum(self, names: tuple[str, ...] | list[str]) -> ByYear:
        return {year: total(self.line.get((name, year), ZERO) for name in names) for year in self.facts.years}

    def _loans(self) -> None:
        facts = self.facts
        self.debts = Debts(facts, self.plan)
        self.fee = dict(self.debts.fee)
        for (source, year), drawn in self.draw.items():
            if source not in facts.lenders:
                self.fee[source, year] = drawn * facts.sources[source].upfront_fee
        self.support_cost = {
            y: total(q for (_, year), q in self.plan.support.items() if year == y) * facts.settings.support_fee
            for y in facts.years
        }

    def of_year(self, book: Book, year: int) -> Amount:
        """Sum over all sources."""
        return total(book.get((name, year), ZERO) for name in self.facts.sources)

    def _write_off(self) -> None:
        """Tax depreciation by perimeter and period, of plants and of the interest that was added to their debt."""
        facts, years = self.facts, self.facts.settings.tax_depreciation_years
        self.written_off: Book = defaultdict(lambda: ZERO)
        for period in facts.periods:
            span = facts.span(period)
            for (_, name, start), count in self.plan.builds.items():
                module = facts.modules[name]
                shares = enumerate(spend_shares(module))
                cost = sum(facts.capex(module) * share * facts.level(start + number) for number, share in shares)
                part = sum(depreciated_share(module, start, year, years) for year in span) / len(span)
                self.written_off[facts.perimeters.of_plant(module.plant), period] += count * cost * part
            for (perimeter, completion), interest in self.debts.grown.items():
                part = sum(completion <= year < completion + years for year in span) / len(span) / years
                self.written_off[perimeter, period] += interest * part

    def _tax(self) -> None:
        facts, settings = self.facts, self.facts.settings
        self.depreciation: ByYear = {}
        self.charges: ByYear = {}
        self.income: ByYear = {}
        self.tax: ByYear = {}
        self.new_loss: ByYear = {}
        for year in facts.years:
            self.depreciation[year] = total(self.written_off[perimeter, year] for perimeter in facts.perimeters.names)
            self.charges[year] = self.interest(year) + self.of_year(self.fee, year) + self.support_cost[year]
            self.income[year] = (
                self.operating_cash[year]
                + self.line["programme_cost", year]
                - self.depreciation[year]
                - self.charges[year]
            )
            self.new_loss[year] = (-self.income[year]).above_zero
            taxed = (self.income[year] - self.plan.loss_used[year]).above_zero
            self.tax[year] = taxed * settings.corporate_tax

    def interest(self, year: int) -> Amount:
        """Interest paid in a year."""
        return self.debts.of_year(self.debts.interest, year)

    def repaid(self, year: int) -> Amount:
        """Debt repaid in a year."""
        return self.debts.of_year(self.debts.repaid, year)

    def _cover(self) -> None:
        facts = self.facts
        self.bank = BankView(facts, self.plan, self.production)
        self.service: ByYear = {
            year: self.repaid(year) + self.interest(year) + self.of_year(self.fee, year) for year in facts.periods
        }
        self.bank_tax: Book = {}
        for perimeter in facts.perimeters.names:
            for year in facts.periods:
                interest = total(paid for (_, g, y), paid in self.debts.interest.items() if (g, y) == (perimeter, year))
                deductible = self.written_off[perimeter, year] + interest
                self.bank_tax[perimeter, year] = self.bank.tax(perimeter, year, deductible)

    def _finance_lines(self) -> None:
        for year in self.facts.years:
            for name, row in self.facts.sources.items():
                self.line[LINE_OF_KIND[row.kind], year] += self.draw.get((name, year), ZERO)
            self.line["tax", year] = -self.tax[year]
            self.line["fees", year] = -self.of_year(self.fee, year) - self.support_cost[year]
            self.line["interest", year] = -self.interest(year)
            self.line["repayment", year] = -self.repaid(year)
            self.line["dividends", year] = -self.plan.dividend[year]

    def spending(self, category: str, year: int) -> Amount:
        """What there is to pay for in a spending category."""
        facts = self.facts
        if category in PLANT_CATEGORIES:
            members = [name for name, row in facts.plants.items() if row.category == category]
            return total(self.production.plant_spend.get((p, year), ZERO) for p in members) * facts.level(year)
        if category == "programmes":
            return -self.line["programme_cost", year]
        if category == "working_capital":
            return self.working_capital[year] + self.vat_receivable[year]
        return self.service[year] + self.support_cost[year] + self.operating_cost[year]

    def cash_change(self, year: int) -> Amount:
        """Sum of every line of the cash flow."""
        return total(self.line.get((name, year), ZERO) for name in CASH_FLOW_LINES)

    def paid_in(self, year: int) -> Amount:
        """Equity and grants drawn."""
        return self.line["equity", year] + self.line["grants", year]
