"""Finance recomputed from the decisions: draws, loans, tax, debt service and all cash-flow lines. Nominal MUSD."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.lines import real_lines
from roadmap_opt.auditor.plan import Book, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.timing import depreciated_share, loan_years, spend_shares
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
        self._tax()
        self._cover()
        self._finance_lines()

    def _operations(self) -> None:
        facts, settings = self.facts, self.facts.settings
        for (name, year), value in real_lines(facts, self.plan, self.production).items():
            self.line[name, year] = value * facts.level(year)
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
        self.fee = {key: drawn * facts.sources[key[0]].upfront_fee for key, drawn in self.draw.items()}
        books: tuple[Book, Book, Book, Book] = ({}, {}, {}, {})
        self.interest, self.grace_interest, self.repaid, self.balance = books
        for name in facts.lenders:
            course = loan_years(facts.sources[name], len(facts.years))
            for year in facts.years:
                parts = [ZERO, ZERO, ZERO, ZERO]
                for age, unit in enumerate(course[: year - facts.first + 1]):
                    drawn = self.draw.get((name, year - age), ZERO)
                    shares = (unit.interest, unit.grace_interest, unit.repaid, unit.owed)
                    parts = [part + drawn * share for part, share in zip(parts, shares, strict=True)]
                for book, part in zip(books, parts, strict=True):
                    book[name, year] = part

    def of_year(self, book: Book, year: int) -> Amount:
        """Sum over all sources."""
        return total(book.get((name, year), ZERO) for name in self.facts.sources)

    def _tax(self) -> None:
        facts, settings = self.facts, self.facts.settings
        self.depreciation: ByYear = {}
        self.charges: ByYear = {}
        self.income: ByYear = {}
        self.tax: ByYear = {}
        self.new_loss: ByYear = {}
        for year in facts.years:
            written_off = ZERO
            for (_, name, start), count in self.plan.builds.items():
                module = facts.modules[name]
                shares = enumerate(spend_shares(module))
                cost = sum(facts.capex(module) * share * facts.level(start + number) for number, share in shares)
                written_off += count * cost * depreciated_share(module, start, year, settings.tax_depreciation_years)
            self.depreciation[year] = written_off
            self.charges[year] = self.of_year(self.interest, year) + self.of_year(self.fee, year)
            self.income[year] = (
                self.operating_cash[year] + self.line["programme_cost", year] - written_off - self.charges[year]
            )
            self.new_loss[year] = (-self.income[year]).above_zero
            taxed = (self.income[year] - self.plan.loss_used[year]).above_zero
            self.tax[year] = taxed * settings.corporate_tax

    def _cover(self) -> None:
        facts = self.facts
        counted = facts.settings.spot_revenue_counted
        self.service: ByYear = {}
        self.bank_cash: ByYear = {}
        for year in facts.years:
            funded = total(q for (_, c, y), q in self.plan.funding.items() if c == "interest" and y == year)
            due = self.of_year(self.repaid, year) + self.charges[year]
            self.service[year] = due - funded
            self.bank_cash[year] = (
                self.line["contract_revenue", year]
                + self.line["spot_revenue", year] * counted
                - self.operating_cost[year]
                - self.tax[year]
            )

    def _finance_lines(self) -> None:
        for year in self.facts.years:
            for name, row in self.facts.sources.items():
                self.line[LINE_OF_KIND[row.kind], year] += self.draw.get((name, year), ZERO)
            self.line["tax", year] = -self.tax[year]
            self.line["fees", year] = -self.of_year(self.fee, year)
            self.line["interest", year] = -self.of_year(self.interest, year)
            self.line["repayment", year] = -self.of_year(self.repaid, year)
            self.line["dividends", year] = -self.plan.dividend[year]

    def spending(self, category: str, year: int) -> Amount:
        """What there is to pay for in a spending category."""
        facts = self.facts
        if category in PLANT_CATEGORIES:
            members = [name for name, row in facts.plants.items() if row.category == category]
            return total(self.production.plant_spend.get((p, year), ZERO) for p in members) * facts.level(year)
        if category == "programmes":
            return -self.line["programme_cost", year]
        if category == "interest":
            return self.of_year(self.grace_interest, year) + self.of_year(self.fee, year)
        if category == "working_capital":
            return self.working_capital[year] + self.vat_receivable[year]
        return self.service[year] + self.operating_cost[year]

    def cash_change(self, year: int) -> Amount:
        """Sum of every line of the cash flow."""
        return total(self.line.get((name, year), ZERO) for name in CASH_FLOW_LINES)

    def paid_in(self, year: int) -> Amount:
        """Equity and grants drawn."""
        return self.line["equity", year] + self.line["grants", year]
