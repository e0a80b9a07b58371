"""Lending: plants that are financed together, prices at which lenders test them, and what a debt charges by year.

A *perimeter* is a group of plants that is financed together; what it hands over to another one changes hands at the
price of the deck. A *cohort* of debt pays for modules of one perimeter that are completed in one year: from then on it
is served, until then its interest is added to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from roadmap_opt.case.indexes.finance import Finance
from roadmap_opt.case.indexes.materials import Materials
from roadmap_opt.case.indexes.plants import Plants
from roadmap_opt.case.indexes.prices import Prices
from roadmap_opt.case.indexes.rows import Rows
from roadmap_opt.case.indexes.trade import PriceOf, Trade
from roadmap_opt.case.profiles import accrued, completion_year, outstanding_by_age, repayment_by_age
from roadmap_opt.case.sheets.finance import LenderClass
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.case.sheets.supply import ReturnFlow, Supply

ALL_PLANTS = "all"
"""Name of the only perimeter of a workbook that lists none."""

DECKS = ("base", "low")
"""The price decks of lenders, as the columns of `BankDeck` and `LenderClasses` name them."""


@dataclass(eq=False, repr=False)
class Lending:
    """Perimeters, decks, cohorts and schedules."""

    rows: Rows
    prices: Prices
    plants: Plants
    materials: Materials
    trade: Trade
    finance: Finance

    # --- perimeters ---

    @cached_property
    def perimeters(self) -> dict[str, tuple[str, ...]]:
        """Spending categories of the plants of every perimeter."""
        given = self.rows.case.perimeters
        if not given:
            return {ALL_PLANTS: PLANT_CATEGORIES}
        return {row.perimeter: tuple(c for c in PLANT_CATEGORIES if getattr(row, c)) for row in given}

    @cached_property
    def of_plant(self) -> dict[str, str]:
        """Perimeter by plant type."""
        of_category = {c: g for g, categories in self.perimeters.items() for c in categories}
        return {plant: of_category[row.category] for plant, row in self.rows.plants.items()}

    @cached_property
    def gearing(self) -> dict[str, float]:
        """Largest share of debt in debt and equity by perimeter."""
        usual = self.rows.settings.maximum_gearing
        own = {row.perimeter: row.maximum_gearing for row in self.rows.case.perimeters}
        return {g: usual if (share := own.get(g)) is None else share for g in self.perimeters}

    @cached_property
    def sellers(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Perimeters that may sell, store and throw away a commodity at a site: where it is made, those whose plants
        can make it at any site, for it is shipped before it is sold; elsewhere whoever buys it there.

        Where several can make it, whoever brings it in at such a site may sell it, too. Then the plan says which of
        them does: a rule by names would book the income of one to another that is never built.
        """
        makers: dict[str, dict[str, None]] = defaultdict(dict)
        for _, r in self.materials.recipe_sites:
            for c in self.materials.outputs[r]:
                makers[c][self.of_plant[self.rows.recipes[r].plant]] = None
        found = {}
        for c, s in self.materials.nodes:
            can = makers.get(c, {}) if s in self.materials.maker_sites.get(c, ()) else {}
            brought = self._brought(c) if len(can) > 1 else {}
            found[c, s] = tuple(g for g in self.perimeters if g in {**can, **brought}) or (self.buyer[c, s],)
        return found

    def _brought(self, commodity: str) -> dict[str, None]:
        """Perimeters that can buy, collect or mine a commodity at a site that makes it."""
        bought = [(self.rows.supplies[u].commodity, s) for u, s in self.trade.purchase_routes]
        bought += [(self.rows.return_flows[q].commodity, s) for q, s in self.trade.collection_routes]
        bought += [(row.commodity, row.site) for row in self.rows.case.deposits]
        sites = self.materials.maker_sites[commodity]
        return {self.buyer[c, s]: None for c, s in bought if c == commodity and s in sites}

    @cached_property
    def buyer(self) -> dict[tuple[str, str], str]:
        """Perimeter that buys a commodity at a site and pays its freight: of the first plant by name that can use it
        there; of the first that can make it where none uses it. No site of the default workbook leaves a choice.
        """
        return {node: self._first(node, self.materials.inputs, self.materials.outputs) for node in self.materials.nodes}

    def _first(self, node: tuple[str, str], *flows: dict[str, dict[str, float]]) -> str:
        commodity, site = node
        for flow in flows:
            for plant in sorted(self.rows.plants):
                if (site, plant) in self._sites and any(
                    commodity in flow[row.recipe] for row in self.rows.case.recipes if row.plant == plant
                ):
                    return self.of_plant[plant]
        return min(self.perimeters)

    @cached_property
    def _sites(self) -> frozenset[tuple[str, str]]:
        case = self.rows.case
        planned = ((row.site, row.plant) for row in case.plant_sites)
        return frozenset((*planned, *((row.site, row.plant) for row in case.existing)))

    # --- decks ---

    @cached_property
    def decks(self) -> dict[str, dict[tuple[str, int], float]]:
        """Price in MUSD per unit by deck, commodity and year, never below zero."""
        case, found = self.rows.settings.price_case, {}
        for deck in DECKS:
            factors = {row.commodity: getattr(row, f"{deck}_factor") for row in self.rows.case.bank_deck}
            found[deck] = {key: max(0.0, price) for key, price in self.prices.deck(case, factors).items()}
        return found

    def price(self, deck: str, commodity: str, year: int) -> float:
        """Price of the deck; zero for what has no price."""
        return self.decks[deck].get((commodity, year), 0.0)

    def market_price(self, deck: str, market: str, year: int) -> float:
        """Sale price at the deck, MUSD per unit."""
        return self.trade.market_price(market, year, self._deck(deck))

    def contract_price(self, deck: str, contract: str, year: int) -> float:
        """Contract price under its rule when the market is at the deck, MUSD per unit."""
        return self.trade.contract_price(self.rows.contracts[contract], year, self._deck(deck))

    def _deck(self, deck: str) -> PriceOf:
        return lambda commodity, year: self.price(deck, commodity, year)

    def support_gap(self, deck: str, support: str, market: str, year: int) -> float:
        """What the state pays for a supported unit when its market is at the deck, MUSD; its budget is not asked."""
        return self.trade.support_gap(support, market, year, self._deck(deck))

    @cached_property
    def supported(self) -> dict[str, str]:
        """Perimeter that is paid for the supported sales of a market: the first that may sell at the first site by name
        that sells there.
        """
        sites: dict[str, list[str]] = defaultdict(list)
        for d, s in self.trade.sale_routes:
            sites[d].append(s)
        return {d: self.sellers[self.rows.markets[d].commodity, min(found)][0] for d, found in sites.items()}

    def quoted(self, deck: str, row: Supply | ReturnFlow, year: int) -> float:
        """What feed costs when its reference is at the deck, MUSD per unit."""
        return self.trade.quoted_price(self.price(deck, row.commodity, year), row.price_factor, row.price_adder)

    def existing_fixed_cost(self, perimeter: str, year: int) -> float:
        """Fixed cost, MUSD per year, of the assets of a perimeter that stand already, in a decision year."""
        return self.plants.existing_fixed_cost(year, lambda row: self.of_plant[row.plant] == perimeter)

    # --- lenders ---

    def class_of(self, source: str) -> LenderClass:
        """How a lender looks at the plan."""
        name = self.rows.sources[source].lender_class
        assert name is not None, f"{source} has no class"
        return self.rows.lender_classes[name]

    def is_tested(self, source: str) -> bool:
        """Whether the lender tests the cash of what it finances."""
        row = self.class_of(source)
        return not (row.cover_base is None and row.cover_low is None)

    def cover_ratio(self, deck: str, source: str) -> float:
        """Cash over service that a lender asks for at a deck; 1 for one that does not test but is paid alongside."""
        row = self.class_of(source)
        ratio = row.cover_base if deck == "base" else row.cover_low
        return 1.0 if ratio is None else ratio

    @cached_property
    def asking_for_contracts(self) -> tuple[tuple[str, str], ...]:
        """``(lender class, perimeter)``: the class wants contract revenue where it lends."""
        found = dict.fromkeys((self.rows.sources[f].lender_class or "", g) for f, g in self.accounts)
        return tuple((n, g) for n, g in found if self.rows.lender_classes[n].contract_cover)

    @cached_property
    def guaranteed(self) -> tuple[str, ...]:
        """Lenders whose debt the Treasury guarantees."""
        return tuple(f for f in self.finance.lenders if self.class_of(f).guaranteed)

    @cached_property
    def tested_perimeters(self) -> tuple[str, ...]:
        """Perimeters in which some lender tests the cash."""
        tested = dict.fromkeys(g for f, g, _ in self.debts if self.is_tested(f))
        return tuple(g for g in self.perimeters if g in tested)

    @cached_property
    def tests(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """Periods in which some lender may test the cash at a deck, by deck and perimeter: those in which it can be
        owed anything, from the first completion of what it pays for to its last possible instalment.
        """
        found: dict[tuple[str, str], tuple[int, ...]] = {}
        for deck in DECKS:
            for g in self.perimeters:
                owed = [
                    range(k, k + self.rows.sources[f].tenor + 1)
                    for f, h, k in self.debts
                    if h == g and getattr(self.class_of(f), f"cover_{deck}") is not None
                ]
                periods = tuple(
                    y for y in self.rows.periods if any(year in span for span in owed for year in self.rows.span(y))
                )
                if periods:
                    found[deck, g] = periods
        return found

    # --- cohorts ---

    def completion(self, module: str, start: int) -> int:
        """Calendar year in which a module started in ``start`` first operates."""
        return completion_year(self.rows.modules[module], start)

    @cached_property
    def cohorts(self) -> dict[tuple[str, int], tuple[int, ...]]:
        """Years in which money is spent on modules of a perimeter, by perimeter and year of their completion."""
        found: dict[tuple[str, int], set[int]] = defaultdict(set)
        for (_, name), starts in self.plants.slots.items():
            module = self.rows.modules[name]
            for start in starts:
                done = completion_year(module, start)
                spent = {y for y in range(start, done + 1) if self.plants.spend(module, y - start) > 0}
                found[self.of_plant[module.plant], done] |= spent
        return {key: tuple(sorted(years)) for key, years in sorted(found.items()) if years}

    @cached_property
    def loans(self) -> tuple[tuple[str, str, int, int], ...]:
        """``(lender, perimeter, completion, year of the draw)``: what can be lent.

        A debt has to be repaid within the years that the plan looks at: beyond them nobody sees what would pay it.
        """
        found = []
        for f in self.finance.lenders:
            row = self.rows.sources[f]
            for (g, done), years in self.cohorts.items():
                paid = [(c, y) for c in self.perimeters[g] for y in years if f in self.finance.payers.get((c, y), ())]
                if done + row.tenor <= self.rows.end:
                    found += [(f, g, done, y) for y in dict.fromkeys(y for _, y in paid)]
        return tuple(found)

    @cached_property
    def debts(self) -> dict[tuple[str, str, int], tuple[int, ...]]:
        """Years of the draws that make up a debt, by lender, perimeter and year of completion."""
        found: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for f, g, done, y in self.loans:
            found[f, g, done].append(y)
        return {key: tuple(years) for key, years in found.items()}

    @cached_property
    def lent_to(self) -> dict[str, tuple[str, ...]]:
        """Perimeters that a lender may finance."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for f, g, _ in self.debts:
            found[f][g] = None
        return {f: tuple(perimeters) for f, perimeters in found.items()}

    @cached_property
    def accounts(self) -> tuple[tuple[str, str], ...]:
        """``(lender, perimeter)`` between which there can be debt."""
        return tuple((f, g) for f, perimeters in self.lent_to.items() for g in perimeters)

    def completions(self, source: str, perimeter: str) -> tuple[int, ...]:
        """Years of completion of the debts of a lender in a perimeter."""
        return tuple(done for f, g, done in self.debts if (f, g) == (source, perimeter))

    def is_sculpted(self, source: str) -> bool:
        """Whether the plan chooses the instalments."""
        return self.rows.sources[source].repayment == "sculpted"

    # --- what a debt charges ---

    def grown(self, source: str, years: int) -> float:
        """One unit drawn, so many calendar years later, with the interest that was added to it."""
        return accrued(self.rows.sources[source], years)

    def repaid_share(self, source: str, completion: int, period: int) -> float:
        """Share of the debt at completion that is repaid in a year of a period, on average over its years."""
        row, span = self.rows.sources[source], self.rows.span(period)
        return sum(repayment_by_age(row, year - completion) for year in span) / len(span)

    def owed_share(self, source: str, completion: int, period: int) -> float:
        """Share of the debt at completion that is owed when a year of a period begins, by its schedule, on average."""
        row, span = self.rows.sources[source], self.rows.span(period)
        return sum(outstanding_by_age(row, year - 1 - completion) for year in span) / len(span)

    def left_share(self, source: str, completion: int, year: int) -> float:
        """Share of the debt at completion that is owed when a year ends, by its schedule."""
        return outstanding_by_age(self.rows.sources[source], year - completion)

    def due_by(self, source: str, completion: int, period: int) -> float:
        """Least share of a sculpted debt that is repaid when a period ends: all once its tenor has run, before that its
        pace times what equal instalments would have repaid since its grace, which has run before the period begins.
        """
        row, span = self.rows.sources[source], self.rows.span(period)
        if span[-1] >= completion + row.tenor:
            return 1.0
        since = span[-1] - completion - row.grace if span[0] > completion + row.grace else 0
        return (row.repayment_pace or 0.0) * since / (row.tenor - row.grace) if since else 0.0

    def committed(self, perimeter: str, completion: int, drawn: int) -> dict[int, float]:
        """Years in which one unit drawn in ``drawn`` is committed and not drawn yet, half of the year of the draw."""
        first = self.cohorts[perimeter, completion][0]
        return {**dict.fromkeys(range(first, drawn), 1.0), drawn: 0.5}

    def fees(self, source: str, perimeter: str, completion: int, drawn: int) -> dict[int, float]:
        """Upfront and commitment fee by year per unit lent."""
        row = self.rows.sources[source]
        charged = {y: (row.commitment_fee or 0.0) * s for y, s in self.committed(perimeter, completion, drawn).items()}
        charged[drawn] += row.upfront_fee
        return {y: fee for y, fee in charged.items() if fee}
