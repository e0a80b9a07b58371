"""Debt followed like a bank statement, and the plan as lenders see it, perimeter by perimeter. Nominal MUSD."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from roadmap_opt.auditor.facts import KILO, Facts
from roadmap_opt.auditor.lines import running_cost
from roadmap_opt.auditor.plan import Book, Key, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.timing import due_share
from roadmap_opt.auditor.violation import ZERO, Amount, total
from roadmap_opt.case.sheets.supply import ReturnFlow, Supply

DECKS = ("base", "low")


def _empty() -> defaultdict[Key, Amount]:
    return defaultdict(lambda: ZERO)


class Debts:
    """Books of all debt.

    ``debt`` is what is owed at completion by ``(source, perimeter, completion)``; ``repaid`` and ``interest`` are what
    is paid by ``(source, perimeter, period)``; ``added`` and ``balance`` are by ``(source, year)``; ``grown`` is the
    interest in debts at completion by ``(perimeter, completion)``; ``fee`` is
    what is charged by ``(source, year)``, ``guarantee_fee`` the Treasury's part of it.
    """

    def __init__(self, facts: Facts, plan: Plan) -> None:
        self.facts, self.plan = facts, plan
        self.debt, self.repaid, self.interest = _empty(), _empty(), _empty()
        self.added, self.balance, self.fee, self.grown = _empty(), _empty(), _empty(), _empty()
        self.guarantee_fee = _empty()
        draws: dict[tuple[str, str, int], dict[int, Amount]] = defaultdict(dict)
        for (source, perimeter, completion, year), drawn in plan.lending.items():
            if source in facts.lenders:  # whoever is none is named by a rule of its own
                draws[source, perimeter, completion][year] = drawn
        for (source, perimeter, completion), by_year in draws.items():
            self._build(source, perimeter, completion, by_year)
        accounts = {(source, perimeter) for source, perimeter, _ in draws}
        accounts |= {(source, perimeter) for source, perimeter, _ in plan.instalments if source in facts.lenders}
        for source, perimeter in sorted(accounts):
            if facts.sources[source].repayment == "sculpted":
                self._sculpted(source, perimeter)
        for (source, perimeter, completion), by_year in draws.items():
            if facts.sources[source].repayment != "sculpted":
                self._scheduled(source, perimeter, completion, by_year)
        self._guarantees()

    def _build(self, source: str, perimeter: str, completion: int, draws: dict[int, Amount]) -> None:
        """A facility while its plants are built: interest on what is owed and on half of the year's draws is added."""
        row = self.facts.sources[source]
        owed = ZERO
        for year in range(min(draws), completion):
            drawn = draws.get(year, ZERO)
            interest = (owed + drawn * 0.5) * row.rate
            owed = owed + drawn + interest
            self.added[source, year] += interest
            self.grown[perimeter, completion] += interest
            self.balance[source, year] += owed
        self.debt[source, perimeter, completion] = owed + draws.get(completion, ZERO)
        opened = self.facts.perimeters.cohort_opening(perimeter, completion)
        for year, drawn in draws.items():
            self.fee[source, year] += drawn * row.upfront_fee
            for before in range(opened, year):
                self.fee[source, before] += drawn * (row.commitment_fee or 0.0)
            self.fee[source, year] += drawn * (0.5 * (row.commitment_fee or 0.0))

    def _scheduled(self, source: str, perimeter: str, completion: int, draws: dict[int, Amount]) -> None:
        row = self.facts.sources[source]
        debt = owed = self.debt[source, perimeter, completion]
        for period in self.facts.periods:
            span = self.facts.span(period)
            for year in (year for year in span if year >= completion):
                late = draws.get(year, ZERO) * 0.5 if year == completion else ZERO
                self.interest[source, perimeter, period] += (owed - late) * (row.rate / len(span))
                due = debt * due_share(row, year - completion)
                self.repaid[source, perimeter, period] += due / len(span)
                owed = owed - due
                self.balance[source, year] += owed

    def _sculpted(self, source: str, perimeter: str) -> None:
        row, plan = self.facts.sources[source], self.plan
        completions = {k: owed for (f, g, k), owed in self.debt.items() if (f, g) == (source, perimeter)}
        owed = ZERO
        for period in self.facts.periods:
            span = self.facts.span(period)
            paid = plan.instalments.get((source, perimeter, period), ZERO)
            self.repaid[source, perimeter, period] += paid
            for year in span:
                owed = owed + completions.get(year, ZERO)
                late = plan.lending.get((source, perimeter, year, year), ZERO) * 0.5
                self.interest[source, perimeter, period] += (owed - late) * (row.rate / len(span))
                owed = owed - paid
                self.balance[source, year] += owed

    def _guarantees(self) -> None:
        facts = self.facts
        for source in facts.lenders:
            rate = facts.perimeters.lender_class(source).guarantee_fee
            if not facts.perimeters.lender_class(source).guaranteed or not rate:
                continue
            for year in facts.years:
                drawn = total(q for (f, _, _, y), q in self.plan.lending.items() if (f, y) == (source, year))
                charged = (self.balance.get((source, year - 1), ZERO) + drawn * 0.5) * rate
                self.guarantee_fee[source, year] += charged
                self.fee[source, year] += charged

    def due(self, perimeter: str, year: int) -> dict[str, Amount]:
        """Repayment and interest of a year by lender."""
        found: dict[str, Amount] = defaultdict(lambda: ZERO)
        for book in (self.repaid, self.interest):
            for (source, g, y), paid in book.items():
                if (g, y) == (perimeter, year):
                    found[source] += paid
        return dict(found)

    def of_year(self, book: Book, year: int) -> Amount:
        """Sum of a book over everything but the year, the last part of its keys."""
        return total(value for key, value in book.items() if key[-1] == year)


class BankView:
    """Cash of every perimeter at the lenders' decks, by ``(deck, perimeter, year)``, contract income and tax.

    Goods are credited to who makes them and charged to who uses them, at the deck's price; what buyers pay beyond it,
    and what is neither sold nor used, belongs to the perimeter that sells the good at its site.
    """

    def __init__(self, facts: Facts, plan: Plan, production: Production) -> None:
        self.facts, self.plan, self.production = facts, plan, production
        self.cash, self.contract_income = _empty(), _empty()
        for deck in DECKS:
            for perimeter, year, value in self._movements(deck):
                self.cash[deck, perimeter, year] += value * facts.mean_level(year)
        for (contract, site, year), quantity in plan.deliveries.items():
            commodity = facts.markets[facts.contracts[contract].market].commodity
            price = facts.contract_price(contract, year, "base") * facts.mean_level(year)
            for perimeter, part in self._parts("delivery", contract, commodity, site, year, quantity):
                self.contract_income[perimeter, year] += part * price

    def _parts(
        self, kind: str, item: str, commodity: str, site: str, year: int, quantity: Amount
    ) -> Iterator[tuple[str, Amount]]:
        """Whose a flow or a stock is: of the only one to whom it can belong, or as the plan says."""
        owners = self.facts.perimeters.owners(commodity, site)
        if len(owners) == 1:
            yield owners[0], quantity
            return
        for perimeter in owners:
            yield perimeter, self.plan.sellers.get((kind, item, site, perimeter, year), ZERO)

    def _movements(self, deck: str) -> Iterator[tuple[str, int, Amount]]:
        facts, plan = self.facts, self.plan

        def price(commodity: str, year: int) -> float:
            return facts.deck_price(deck, commodity, year)

        for (_, recipe, year), activity in plan.activity.items():
            perimeter = facts.perimeters.of_plant(facts.recipes[recipe].plant)
            worth = sum(q * price(c, year) for c, q in facts.outputs[recipe].items())
            worth -= sum(q * price(c, year) for c, q in facts.inputs[recipe].items())
            yield perimeter, year, activity * (worth - sum(running_cost(facts, recipe, year).values()))
        for (_, plant, year), quantity in plan.stood_down.items():
            yield facts.perimeters.of_plant(plant), year, quantity * -((facts.plants[plant].restart_cost or 0.0) / KILO)
        for (plant, year), fixed in self.production.fixed_cost.items():
            yield facts.perimeters.of_plant(plant), year, -fixed
        yield from self._sold(deck)
        for (commodity, site, year), quantity in plan.stocks.items():
            cost = price(commodity, year) / len(facts.span(year)) + facts.commodities[commodity].storage_cost / KILO
            for perimeter, part in self._parts("stock", commodity, commodity, site, year, quantity):
                yield perimeter, year, part * -cost
        for commodity, site, year in self.production.nodes():
            opening, before = self.production.opening(commodity, site, year), facts.period_before(year)
            worth = price(commodity, year) / len(facts.span(year))
            if self.production.is_stored(commodity, year):
                for perimeter, part in self._parts("stock", commodity, commodity, site, before, opening):
                    yield perimeter, year, part * worth
        for (commodity, site, year), quantity in plan.disposal.items():
            cost = (facts.commodities[commodity].disposal_cost or 0.0) / KILO
            for perimeter, part in self._parts("disposal", commodity, commodity, site, year, quantity):
                yield perimeter, year, part * -(price(commodity, year) + cost)
        yield from self._bought(deck)
        for (commodity, origin, destination, year), quantity in plan.shipments.items():
            freight = facts.freight(commodity, origin, destination)
            yield facts.perimeters.buyer(commodity, destination), year, quantity * -freight
        for (deposit, year), quantity in plan.extraction.items():
            row = facts.deposits[deposit]
            yield facts.perimeters.buyer(row.commodity, row.site), year, quantity * price(row.commodity, year)

    def _sold(self, deck: str) -> Iterator[tuple[str, int, Amount]]:
        facts = self.facts
        for (market, site, year), quantity in self.plan.sales.items():
            row = facts.markets[market]
            paid = facts.market_price(market, year, deck) - facts.freight(row.commodity, site, row.site)
            more = paid - facts.deck_price(deck, row.commodity, year)
            for perimeter, part in self._parts("sale", market, row.commodity, site, year, quantity):
                yield perimeter, year, part * more
        for (contract, site, year), quantity in self.plan.deliveries.items():
            row = facts.markets[facts.contracts[contract].market]
            paid = facts.contract_price(contract, year, deck) - facts.freight(row.commodity, site, row.site)
            more = paid - facts.deck_price(deck, row.commodity, year)
            for perimeter, part in self._parts("delivery", contract, row.commodity, site, year, quantity):
                yield perimeter, year, part * more
        for (support, market, year), quantity in self.plan.supported.items():
            commodity = facts.markets[market].commodity
            sites = [site for good, site in facts.perimeters.makers() if good == commodity]
            if sites:
                gap = facts.support_gap(support, market, year, deck)
                yield facts.perimeters.owners(commodity, min(sites))[0], year, quantity * gap

    def _bought(self, deck: str) -> Iterator[tuple[str, int, Amount]]:
        facts = self.facts
        feeds = [(facts.supplies[u], s, y, q) for (u, s, y), q in self.plan.purchases.items()]
        scrap = [(facts.flows[f], s, y, q) for (f, s, y), q in self.plan.collected.items()]
        bought: list[tuple[Supply | ReturnFlow, str, int, Amount]] = [*feeds, *scrap]
        for row, site, year, quantity in bought:
            reference = facts.deck_price(deck, row.commodity, year)
            paid = facts.quoted(reference, row.price_factor, row.price_adder)
            paid += facts.freight(row.commodity, row.site, site)
            yield facts.perimeters.buyer(row.commodity, site), year, quantity * (reference - paid)

    def tax(self, perimeter: str, year: int, deductible: Amount) -> Amount:
        """Tax on the cash at the base deck less depreciation and interest, without losses carried forward."""
        income = self.cash.get(("base", perimeter, year), ZERO) - deductible
        return income.above_zero * self.facts.settings.corporate_tax
