"""Cover: what lenders see of every group of plants that is financed together, and what their tests leave room for.

Index    g perimeter, n lender class, p price deck of the lenders (base or low), c commodity, s site, y decision year or
         period of the tail (amounts of a year of it, on average). Money is nominal MUSD.
Data     base_factor, low_factor                                       BankDeck (other prices follow by their formulas)
         cover_base, cover_low, contract_cover                         LenderClasses
         support_service_share, support_debt_share, support_years,
         support_fee, corporate_tax                                    Settings
Decides  financed[g]           binary   some lender that tests the cash of g lends to it
         support[g, y]                  what sponsors stand for in the tests of y; nothing in the tail
         bank_tax[g, y]                 tax as lenders compute it: without losses carried forward
Gives    bank_cash[p, g, y]    what g earns at deck p: made less used at the deck's prices, processing and fixed cost;
                               where it sells, the difference to what buyers pay at that deck (contracts by their rule),
                               what the state adds to a price that it supports, freight, storage, disposal, and nothing
                               for what is stocked or thrown away; where it buys
                               feed, the difference to what that costs at the deck, and freight
         contract_income[g, y] what contracts pay at the base deck
         perimeter_service[g, y]  repaid + interest; class_service[n, g, y] that of one class
         support_cost[y]       support_fee * sum over g of support
Reads    activity (processing), starts (capacity), kept (closure), purchase (supply), collection (returns), sale
         (markets), delivery (offtake), shipment, stock, disposed (logistics), sold_by (sellers), extraction (reserves),
         debt, repaid,
         interest (debt), perimeter_depreciation (tax)

bank_cash_sum[p, g, y]      bank_cash = as above
tested_debt[g]              sum of debts to lenders that test <= largest debt * financed
bank_tax_least[g, y]        bank_tax >= corporate_tax * (bank_cash at the base deck - depreciation - interest)
base_cover[g, y]            bank_cash at the base deck - bank_tax + support >= sum over lenders of cover_base * service
                            - largest deficit * (1 - financed)
low_cover[g, y]             the same at the low deck with cover_low
contract_cover[n, g, y]     contract_income >= contract_cover * class_service
sponsor_support[g, y]       support <= support_service_share * service + support_debt_share * debts that are completed
                            in y - support_years or later

Tests hold in the periods in which a lender that asks for them can be owed anything. A lender whose class has no ratio
does not test, but its service counts once in the tests of others. A perimeter without tested debt is free of every row:
what only a lender would ask does not touch a plan without lenders. Over all perimeters the cash at a deck is that of
the chain: what one hands over the other takes at the same price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyomo.environ as pyo

from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.indexes.lending import DECKS
from roadmap_opt.model.algebra import Expression, define, limit, sum_variable, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare which perimeters have tested debt, the sponsors' support and the lenders' tax."""
    tested = ix.lending.tested_perimeters
    model.financed = pyo.Var(tested, domain=pyo.Binary)
    model.support = pyo.Var([(g, y) for g in tested for y in ix.years], bounds=(0, None))
    model.bank_tax = pyo.Var([(g, y) for g in tested for y in ix.periods], bounds=(0, None))


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what lenders see."""
    keys = [(g, y) for g in ix.lending.perimeters for y in ix.periods]
    sales = _BankSales(model, ix)
    sum_variable(model, "bank_cash", [(p, g, y) for p in DECKS for g, y in keys], _BankCash(model, ix, sales))
    define(model, "contract_income", keys, lambda g, y: ix.lending.level(y) * sales.contract_income(g, y))

    def service(g: str, y: int, lender_class: str | None = None) -> Expression:
        lenders = [f for f, h in ix.lending.accounts if h == g and (f, g, y) in model.repaid]
        if lender_class is not None:
            lenders = [f for f in lenders if ix.rows.sources[f].lender_class == lender_class]
        return total(model.repaid[f, g, y] + model.interest[f, g, y] for f in lenders)

    define(model, "perimeter_service", keys, service)
    classes = [(n, g, y) for n in ix.rows.lender_classes for g, y in keys]
    define(model, "class_service", classes, lambda n, g, y: service(g, y, n))
    define(
        model,
        "support_cost",
        ix.years,
        lambda y: ix.settings.support_fee * total(model.support[g, y] for g in ix.lending.tested_perimeters),
    )


class _BankSales:
    """Where every perimeter sells and what it gets there."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes) -> None:
        self.model, self.ix = model, ix
        self.sales: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.deliveries: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for d, s in ix.trade.sale_routes:
            for g in ix.lending.sellers[ix.rows.markets[d].commodity, s]:
                self.sales[g].append((d, s))
        for k, s in ix.trade.delivery_routes:
            for g in ix.lending.sellers[ix.trade.sold_under(k), s]:
                self.deliveries[g].append((k, s))

    def contract_income(self, g: str, y: int) -> Expression:
        """Real MUSD that contracts pay at the base deck."""
        ix = self.ix
        return total(
            _part(self.model, "delivery", k, s, g, y) * ix.lending.contract_price("base", k, y)
            for k, s in self.deliveries[g]
        )

    def above_the_deck(self, p: str, g: str, y: int) -> Iterator[Expression]:
        """What buyers pay, freight taken off, less the price of the deck."""
        ix, model = self.ix, self.model
        for d, s in self.sales[g]:
            market = ix.rows.markets[d]
            net = ix.lending.market_price(p, d, y) - ix.trade.freight(market.commodity, s, market.site)
            yield _part(model, "sale", d, s, g, y) * (net - ix.lending.price(p, market.commodity, y))
        for k, s in self.deliveries[g]:
            market = ix.rows.markets[ix.rows.contracts[k].market]
            net = ix.lending.contract_price(p, k, y) - ix.trade.freight(market.commodity, s, market.site)
            yield _part(model, "delivery", k, s, g, y) * (net - ix.lending.price(p, market.commodity, y))
        for u, d, w in ix.support.due:
            if w == y and ix.lending.supported.get(d) == g:
                yield model.supported[u, d, y] * ix.lending.support_gap(p, u, d, y)


def _part(model: pyo.ConcreteModel, kind: str, item: str, s: str, g: str, y: int) -> Expression:
    """What is a perimeter's of a flow: all of it where nobody else may have a part."""
    if (kind, item, s, g, y) in model.sold_by:
        return model.sold_by[kind, item, s, g, y]
    return model.component({"disposal": "disposed"}.get(kind, kind))[item, s, y]


class _BankCash:
    """Nominal cash of a perimeter in a year at a deck, as a linear expression."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes, sales: _BankSales) -> None:
        self.model, self.ix, self.sales = model, ix, sales
        lending = ix.lending
        self.recipes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for s, r in ix.materials.recipe_sites:
            self.recipes[lending.of_plant[ix.rows.recipes[r].plant]].append((s, r))

    def __call__(self, p: str, g: str, y: int) -> Expression:
        terms = [
            *self._processing(p, g, y),
            *self._fixed(g, y),
            *self.sales.above_the_deck(p, g, y),
            *self._not_sold(p, g, y),
            *self._bought(p, g, y),
        ]
        return self.ix.lending.level(y) * total(terms)

    def _processing(self, deck: str, g: str, y: int) -> Iterator[Expression]:
        ix = self.ix
        for s, r in self.recipes[g]:
            made = sum(q * ix.lending.price(deck, c, y) for c, q in ix.materials.outputs[r].items())
            used = sum(q * ix.lending.price(deck, c, y) for c, q in ix.materials.inputs[r].items())
            yield self.model.activity[s, r, y] * (made - used - sum(ix.costs.by_line(r, y).values()))
        for s, p in ix.plants.slow_to_restart:
            if ix.lending.of_plant[p] == g and (s, p, y) in self.model.stood_down:
                yield self.model.stood_down[s, p, y] * -ix.costs.restart(p)

    def _fixed(self, g: str, y: int) -> Iterator[Expression]:
        ix = self.ix
        if ix.is_tail(y):
            yield from self._kept(g, y)
            return
        yield -ix.lending.existing_fixed_cost(g, y)
        for (s, m), years in ix.plants.slots.items():
            module = ix.rows.modules[m]
            if ix.lending.of_plant[module.plant] == g:
                for v in years:
                    if v <= y and (cost := ix.plants.fixed_cost(module, y - v)):
                        yield self.model.starts[s, m, v] * -cost

    def _kept(self, g: str, y: int) -> Iterator[Expression]:
        ix = self.ix
        for s, m in ix.plants.slots:
            module = ix.rows.modules[m]
            if ix.lending.of_plant[module.plant] == g:
                yield self.model.kept[s, m, y] * -(ix.plants.capex(module) * module.fixed_cost_share)
        for row in ix.case.existing:
            if ix.lending.of_plant[row.plant] == g:
                yield self.model.kept_asset[row.asset, y] * -row.fixed_cost

    def _not_sold(self, p: str, g: str, y: int) -> Iterator[Expression]:
        """What is stocked or thrown away is worth nothing to a bank, and costs what it costs."""
        ix, model = self.ix, self.model
        for c, s in ix.materials.stock_nodes:
            if g in ix.lending.sellers[c, s] and (c, s, y) in model.stock:
                price, earlier = ix.lending.price(p, c, y), ix.rows.before(y)
                before = 0.0 if earlier is None else _part(model, "stock", c, s, g, earlier)
                held = _part(model, "stock", c, s, g, y)
                yield (before - held) * (price / ix.weight(y))
                yield held * (-ix.rows.commodities[c].storage_cost / THOUSAND)
        for c, s in ix.materials.disposal_nodes:
            if g in ix.lending.sellers[c, s]:
                cost = (ix.rows.commodities[c].disposal_cost or 0.0) / THOUSAND
                yield _part(model, "disposal", c, s, g, y) * -(ix.lending.price(p, c, y) + cost)

    def _bought(self, p: str, g: str, y: int) -> Iterator[Expression]:
        """Feed is used at the deck's price: what it costs less or more, and its freight, is the buyer's."""
        ix, model = self.ix, self.model
        for u, s in ix.trade.purchase_routes:
            row = ix.rows.supplies[u]
            if ix.lending.buyer[row.commodity, s] == g:
                gained = ix.lending.price(p, row.commodity, y) - ix.lending.quoted(p, row, y)
                yield model.purchase[u, s, y] * (gained - ix.trade.freight(row.commodity, row.site, s))
        for q, s in ix.trade.collection_routes:
            flow = ix.rows.return_flows[q]
            if ix.lending.buyer[flow.commodity, s] == g:
                gained = ix.lending.price(p, flow.commodity, y) - ix.lending.quoted(p, flow, y)
                yield model.collection[q, s, y] * (gained - ix.trade.freight(flow.commodity, flow.site, s))
        for c, s, t in ix.trade.routes:
            if ix.lending.buyer[c, t] == g:
                yield model.shipment[c, s, t, y] * -ix.trade.freight(c, s, t)
        for deposit in ix.case.deposits:
            if ix.lending.buyer[deposit.commodity, deposit.site] == g:
                yield model.extraction[deposit.deposit, y] * ix.lending.price(p, deposit.commodity, y)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """The tests of the lenders, perimeter by perimeter."""
    lending, settings, years = ix.lending, ix.settings, ix.periods
    tested = lending.tested_perimeters
    keys = [(g, y) for g in tested for y in years]

    def tested_debt(g: str) -> Expression:
        debts = total(model.debt[key] for key in lending.debts if key[1] == g and lending.is_tested(key[0]))
        return debts - ix.money.debt_bound(g) * model.financed[g] <= 0

    def due(f: str, g: str, y: int) -> Expression:
        return model.repaid[f, g, y] + model.interest[f, g, y] if (f, g, y) in model.repaid else 0.0

    def taxed(g: str, y: int) -> Expression:
        interest = total(model.interest[f, h, v] for f, h, v in model.interest if (h, v) == (g, y))
        income = model.bank_cash["base", g, y] - model.perimeter_depreciation[g, y] - interest
        return model.bank_tax[g, y] - settings.corporate_tax * income >= 0

    def cover(p: str, g: str, y: int) -> Expression:
        wanted = total(lending.cover_ratio(p, f) * due(f, g, y) for f, h in lending.accounts if h == g)
        support = 0.0 if ix.is_tail(y) else model.support[g, y]
        cash = model.bank_cash[p, g, y] - model.bank_tax[g, y] + support
        return cash - wanted + ix.money.deficit_bound(p, g, y) * (1 - model.financed[g]) >= 0

    def sponsor_support(g: str, y: int) -> Expression:
        young = total(model.debt[f, h, k] for f, h, k in lending.debts if h == g and k >= y - settings.support_years)
        most = settings.support_service_share * model.perimeter_service[g, y] + settings.support_debt_share * young
        return model.support[g, y] - most <= 0

    def contract_cover(n: str, g: str, y: int) -> Expression:
        ratio = ix.rows.lender_classes[n].contract_cover or 0.0
        return model.contract_income[g, y] - ratio * model.class_service[n, g, y] >= 0

    limit(model, "tested_debt", tested, tested_debt, switch=True)
    limit(model, "bank_tax_least", keys if settings.corporate_tax else (), taxed)
    for deck in DECKS:
        tests = [(g, y) for (p, g), periods in lending.tests.items() if p == deck for y in periods]
        limit(model, f"{deck}_cover", tests, lambda g, y, deck=deck: cover(deck, g, y))
    limit(model, "sponsor_support", list(model.support), sponsor_support)
    limit(model, "contract_cover", [(n, g, y) for n, g in lending.asking_for_contracts for y in years], contract_cover)
