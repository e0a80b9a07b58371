"""Rows that neither an optimum nor the auditor shows, written a second time and compared at points drawn at random.

Sums that other rows carry, switches whose largest value nothing reaches, rows that only sharpen the relaxation, limits
that a bound of the same variables repeats, and duties that good plans keep with room to spare: a plan looks the same
without them or with a wrong year in them. Each is written here again, from its line in the family's docstring, as what
is left of the limit when every variable has some value. The bounds themselves have their own tests (`tests/bounds`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from roadmap_opt.case.cash_lines import OPERATING_LINES
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.sheets.investment import Module
from roadmap_opt.solver.arrays import Arrays
from tests.support.workshop import compiled, every_label_case

Slack = tuple[str, Any, float]
"""Label, index, and what is left: not below nought where the rule is kept; nought for an equation."""
Value = Callable[..., float]
"""Value of a variable or a named expression of the model, nought where it has no such member."""


def money(ix: Indexes, v: Value) -> Iterator[Slack]:
    years, settings = ix.years, ix.settings
    spent_on = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste", "research", "programmes")

    def before(y: int) -> list[int]:
        return [w for w in years if w <= y]

    def drawn(f: str, y: int, *categories: str) -> float:
        return sum(v("drawn", f, c, y) for c in categories)

    for f in ix.rows.sources:
        for y in years:
            yield "invested_sum", (f, y), v("invested", f, y) - drawn(f, y, *spent_on)
        for y in ix.finance.draw_windows[f]:
            yield "yearly_limit", (f, y), ix.money.draw_bound(f, y) * v("mobilised", f, y) - v("draw", f, y)
    raised = sum(v("invested", f, y) for f in ix.rows.sources for y in years)
    yield "raised_sum", "all", v("raised", "all") - raised
    for c in sorted({c for _, c in ix.finance.eligible}):
        for y in years:
            yield "spending_limit", (c, y), v("spending", c, y) - sum(v("drawn", f, c, y) for f in ix.rows.sources)
    for y in years:
        used = sum(v("loss_used", w, y) for w in years)
        yield "profit_side", y, ix.money.income_bound(y) * v("in_profit", y) - v("taxable", y) - used
        yield "loss_side", y, ix.money.loss_bound(y) * (1 - v("in_profit", y)) - v("new_loss", y)
        if y > ix.first_year:
            yield "pays_on", y, v("pays_out", y) - v("pays_out", y - 1)
        earned = sum(v("income", w) - v("tax", w) - v("dividend", w) for w in before(y))
        most_lost = sum(ix.money.loss_bound(w) for w in before(y))
        yield "distributable", y, earned + most_lost * (1 - v("pays_out", y))
        yield "dividend_year", y, ix.money.dividend_bound(y) * v("pays_out", y) - v("dividend", y)
        reserve = settings.reserve_months / 12 * v("service", y + 1)
        yield "cash_floor", y, v("cash", y) - reserve - settings.cash_floor
    for y in ix.periods:
        due = sum(v("repaid", f, g, y) + v("interest", f, g, y) for f, g in ix.lending.accounts)
        fees = 0.0 if ix.is_tail(y) else sum(v("fee", f, y) for f in ix.rows.sources)
        yield "service_sum", y, due + fees - v("service", y)


def borrowing(ix: Indexes, v: Value) -> Iterator[Slack]:
    """What lenders pay for and when they are repaid, from the modules and the instalments one by one."""
    settings, sources, classes = ix.settings, ix.rows.sources, ix.rows.lender_classes
    debts = ix.lending.debts  # years of its draws by lender, perimeter and year of completion
    begun = [(ix.rows.modules[m], w, v("starts", s, m, w)) for (s, m), years in ix.plants.slots.items() for w in years]

    def perimeter(plant: str) -> str:
        (name,) = (row.perimeter for row in ix.case.perimeters if getattr(row, ix.rows.plants[plant].category))
        return name

    def spent(module: Module, start: int, year: int) -> float:
        share = {start: module.spend_1, start + 1: module.spend_2}.get(year) or 0.0
        return share * module.capex * (1 + settings.owner_cost_share) * ix.prices.level(year)

    for g, k, y in {(g, k, y) for (_, g, k), years in debts.items() for y in years}:
        cohort = [row for row in begun if perimeter(row[0].plant) == g and row[1] + int(row[0].lead_time) == k]
        lent = sum(v("lent", f, g, k, y) for f in sources)
        yield "cohort_spending", (g, k, y), sum(count * spent(m, w, y) for m, w, count in cohort) - lent
    for f, g in {(f, g) for f, g, _ in debts if sources[f].repayment == "sculpted"}:
        row, owed = sources[f], {k: v("debt", f, g, k) for lender, h, k in debts if (lender, h) == (f, g)}
        for y in ix.periods:
            span = ix.span(y)
            paid = sum(v("instalment", f, g, w) * ix.weight(w) for w in ix.periods if w <= y)
            if any(k + row.grace < year <= k + row.tenor for k in owed for year in span):
                open_now = sum(amount for k, amount in owed.items() if k + row.grace < y)
                yield "not_before_grace", (f, g, y), open_now - paid
                due = {k: 1.0 for k in owed if k + row.tenor <= span[-1]}
                for k in (k for k in owed if k not in due and k + row.grace < y and row.repayment_pace):
                    due[k] = row.repayment_pace * (span[-1] - k - row.grace) / (row.tenor - row.grace)
                if due:
                    yield "repaid_in_time", (f, g, y), paid - sum(owed[k] * share for k, share in due.items())
    for y in ix.years:
        backed = [f for f, row in sources.items() if row.lender_class and classes[row.lender_class].guaranteed]
        yield "guarantee_limit", y, settings.guarantee_limit - sum(v("balance", f, y) for f in backed)
    for g in (row.perimeter for row in ix.case.perimeters):
        for y in ix.periods:
            written_off = 0.0
            for year in ix.span(y):
                running = [
                    k for h, k in ix.lending.cohorts if h == g and k <= year < k + settings.tax_depreciation_years
                ]
                written_off += sum(v("construction_interest", g, k) for k in running)
                for m, w, count in begun:
                    if perimeter(m.plant) == g and w + int(m.lead_time) in running:
                        written_off += count * (spent(m, w, w) + spent(m, w, w + 1))
            written_off /= settings.tax_depreciation_years * ix.weight(y)
            yield "perimeter_depreciation_sum", (g, y), v("perimeter_depreciation", g, y) - written_off
            charged = v("perimeter_depreciation", g, y) + sum(v("interest", f, g, y) for f in sources)
            taxed = v("bank_cash", "base", g, y) - charged
            yield "bank_tax_least", (g, y), v("bank_tax", g, y) - settings.corporate_tax * taxed


def debt(ix: Indexes, v: Value) -> Iterator[Slack]:
    settings, lending = ix.settings, ix.lending
    debts = {(f, g, k): v("debt", f, g, k) for f, g, k in lending.debts}

    def service(f: str, g: str, y: int) -> float:
        return v("repaid", f, g, y) + v("interest", f, g, y)

    for (f, g, k), years in lending.debts.items():
        rate, grown = ix.rows.sources[f].rate, 0.0
        for y in range(min(years), k):
            grown = grown * (1 + rate) + v("lent", f, g, k, y) * (1 + rate / 2)
        yield "debt_sum", (f, g, k), debts[f, g, k] - grown - v("lent", f, g, k, k)
    for g in lending.tested_perimeters:
        tested = sum(owed for (f, h, _), owed in debts.items() if h == g and lending.is_tested(f))
        yield "tested_debt", g, ix.money.debt_bound(g) * v("financed", g) - tested
        for y in ix.years:
            young = sum(owed for (_, h, k), owed in debts.items() if h == g and k + settings.support_years >= y)
            due = sum(service(f, g, y) for f, h in lending.accounts if h == g)
            most = settings.support_service_share * due + settings.support_debt_share * young
            yield "sponsor_support", (g, y), most - v("support", g, y)
    for (deck, g), periods in lending.tests.items():
        for y in periods:
            cash = v("bank_cash", deck, g, y) - v("bank_tax", g, y) + v("support", g, y)
            for f, h in lending.accounts:
                if h == g:
                    row = ix.rows.lender_classes[ix.rows.sources[f].lender_class or ""]
                    ratio = row.cover_base if deck == "base" else row.cover_low
                    cash -= (1.0 if ratio is None else ratio) * service(f, g, y)
            yield f"{deck}_cover", (g, y), cash + ix.money.deficit_bound(deck, g, y) * (1 - v("financed", g))


def banks(ix: Indexes, v: Value) -> Iterator[Slack]:
    """What every perimeter earns at the lenders' decks, flow by flow, and what its contracts cover."""
    lending, trade, goods, sites = ix.lending, ix.trade, ix.rows.commodities, list(ix.rows.sites)
    flows = [(r.recipe, 1 if r.direction == "out" else -1, r.commodity, r.quantity) for r in ix.case.recipe_flows]
    built = [(s, ix.rows.modules[m], w) for (s, m), years in ix.plants.slots.items() for w in years]
    capex = {m: row.capex * (1 + ix.settings.owner_cost_share) for m, row in ix.rows.modules.items()}
    bought = [("purchase", u, row) for u, row in ix.rows.supplies.items()]
    bought += [("collection", q, row) for q, row in ix.rows.return_flows.items()]
    supplied = [(u, d) for u in ix.rows.supports for d in ix.rows.markets]

    def part(flow: str, item: str, c: str, s: str, g: str, y: int) -> float:
        """What is g's: a good that one perimeter only can sell is that one's."""
        if lending.sellers.get((c, s)) == (g,):
            return v(flow, item, s, y)
        return v("sold_by", "disposal" if flow == "disposed" else flow, item, s, g, y)

    def runs(module: Module, start: int, y: int) -> float:
        opens = start + module.lead_time
        return max(0.0, min(y + 1, opens + module.life) - max(y, opens))

    def made(p: str, g: str, y: int) -> Iterator[float]:
        for r, row in ix.rows.recipes.items():
            if lending.of_plant[row.plant] == g:
                gain = sum(sign * q * lending.price(p, c, y) for name, sign, c, q in flows if name == r)
                running = sum(ix.costs.by_line(r, y).values())
                yield (gain - running) * sum(v("activity", s, r, y) for s in sites)
        for s, plant in ix.plants.places:
            if lending.of_plant[plant] == g:
                yield -v("stood_down", s, plant, y) * (ix.rows.plants[plant].restart_cost or 0.0) / 1000

    def fixed(g: str, y: int) -> Iterator[float]:
        for a in (a for a in ix.case.existing if lending.of_plant[a.plant] == g):
            standing = a.first_year <= y <= (a.last_year or y)
            yield -a.fixed_cost * (v("kept_asset", a.asset, y) if ix.is_tail(y) else standing)
        for s, module, w in (row for row in built if lending.of_plant[row[1].plant] == g and not ix.is_tail(y)):
            cost = capex[module.module] * module.fixed_cost_share
            yield -cost * runs(module, w, y) * v("starts", s, module.module, w)
        for s, m in (key for key in ix.plants.slots if lending.of_plant[ix.rows.modules[key[1]].plant] == g):
            yield -capex[m] * ix.rows.modules[m].fixed_cost_share * v("kept", s, m, y)

    def sold(p: str, g: str, y: int) -> Iterator[float]:
        for s in sites:
            for d, market in ix.rows.markets.items():
                lost = trade.freight(market.commodity, s, market.site) + lending.price(p, market.commodity, y)
                yield part("sale", d, market.commodity, s, g, y) * (lending.market_price(p, d, y) - lost)
                for k in (k for k, row in ix.rows.contracts.items() if row.market == d):
                    paid = lending.contract_price(p, k, y)
                    yield part("delivery", k, market.commodity, s, g, y) * (paid - lost)
            for c, row in goods.items():
                price, before = lending.price(p, c, y), ix.rows.before(y)
                held = part("stock", c, c, s, g, y)
                opening = part("stock", c, c, s, g, before) if before and y in ix.years else 0.0
                yield (opening - held) * price - held * row.storage_cost / 1000
                yield -part("disposed", c, c, s, g, y) * (price + (row.disposal_cost or 0.0) / 1000)
        yield from (
            v("supported", u, d, y) * lending.support_gap(p, u, d, y) for u, d in supplied if lending.supported[d] == g
        )

    def brought(p: str, g: str, y: int) -> Iterator[float]:
        for flow, item, row in bought:
            for s in (s for s in sites if lending.buyer.get((row.commodity, s)) == g):
                price = lending.price(p, row.commodity, y)
                paid = max(0.0, price * row.price_factor + row.price_adder / 1000)
                yield v(flow, item, s, y) * (price - paid - trade.freight(row.commodity, row.site, s))
        for c, s, t in ((c, s, t) for c in goods for s in sites for t in sites if lending.buyer.get((c, t)) == g):
            yield -v("shipment", c, s, t, y) * trade.freight(c, s, t)
        for deposit in (row for row in ix.case.deposits if lending.buyer[row.commodity, row.site] == g):
            yield v("extraction", deposit.deposit, y) * lending.price(p, deposit.commodity, y)

    for y in ix.periods:
        level = sum(1.02 ** (year - ix.settings.base_year) for year in ix.span(y)) / len(ix.span(y))
        for g in lending.perimeters:
            for p in ("base", "low"):
                cash = sum((*made(p, g, y), *fixed(g, y), *sold(p, g, y), *brought(p, g, y)))
                yield "bank_cash_sum", (p, g, y), level * cash - v("bank_cash", p, g, y)
            income = 0.0
            for k, row in ix.rows.contracts.items():
                c = ix.rows.markets[row.market].commodity
                income += sum(part("delivery", k, c, s, g, y) for s in sites) * lending.contract_price("base", k, y)
            for n, asked in ((n, row.contract_cover) for n, row in ix.rows.lender_classes.items()):
                lenders = [f for f, row in ix.rows.sources.items() if row.lender_class == n]
                due = sum(v("repaid", f, g, y) + v("interest", f, g, y) for f in lenders)
                if asked:
                    yield "contract_cover", (n, g, y), level * income - asked * due


def sellers(ix: Indexes, v: Value) -> Iterator[Slack]:
    """Whose a good is that several perimeters can sell: each flow is shared out, to those who have got it."""
    lending, sites = ix.lending, list(ix.rows.sites)
    contested = [(c, s, who) for (c, s), who in lending.sellers.items() if len(who) > 1]
    made = [(r.recipe, r.commodity, r.quantity) for r in ix.case.recipe_flows if r.direction == "out"]

    def flows(c: str, s: str, y: int) -> Iterator[tuple[str, str, str]]:
        """What leaves a node or stays there, with its variable."""
        markets = [d for d, row in ix.rows.markets.items() if row.commodity == c]
        yield from (("sale", d, "sale") for d in markets if (d, s) in ix.trade.sale_routes)
        promised = [k for k, row in ix.rows.contracts.items() if row.market in markets]
        yield from (("delivery", k, "delivery") for k in promised if (k, s) in ix.trade.delivery_routes)
        if (c, s) in ix.materials.stock_nodes and y in ix.years:
            yield "stock", c, "stock"
        if (c, s) in ix.materials.disposal_nodes:
            yield "disposal", c, "disposed"

    for y in ix.periods:
        left: dict[tuple[str, str], float] = {}
        for c, s, who in contested:
            for kind, item, name in flows(c, s, y):
                parts = {g: v("sold_by", kind, item, s, g, y) for g in who}
                yield "seller_sum", (kind, item, s, y), sum(parts.values()) - v(name, item, s, y)
                for g in who:
                    before = v("sold_by", kind, item, s, g, y - 1) if kind == "stock" else 0.0
                    left[c, g] = left.get((c, g), 0.0) - parts[g] + before
        for (c, g), change in left.items():
            got = 0.0
            for recipe in (r for r, row in ix.rows.recipes.items() if lending.of_plant[row.plant] == g):
                output = sum(quantity for r, commodity, quantity in made if (r, commodity) == (recipe, c))
                got += output * sum(v("activity", s, recipe, y) for s in sites)
            for s in (s for s in ix.materials.maker_sites[c] if lending.buyer[c, s] == g):
                got += sum(v("purchase", u, s, y) for u, row in ix.rows.supplies.items() if row.commodity == c)
                got += sum(v("collection", q, s, y) for q, row in ix.rows.return_flows.items() if row.commodity == c)
                got += sum(v("extraction", d, y) for d, row in ix.rows.deposits.items()
                           if (row.commodity, row.site) == (c, s))  # fmt: skip
            yield "seller_owns", (c, g, y), got + change


def goods(ix: Indexes, v: Value) -> Iterator[Slack]:
    sites = list(ix.rows.sites)
    for y in ix.periods:
        for u, supply in ix.rows.supplies.items():
            unlocked = 1.0 if supply.programme is None else v("completed", supply.programme, y)
            bought = sum(v("purchase", u, s, y) for s in sites)
            yield "supply_limit", (u, y), supply.quantity[y] * unlocked - bought
        abroad = {row.country: sum(v("purchase", u, s, y) for s in sites) for u, row in ix.rows.supplies.items()}
        for n, quantity in abroad.items():
            yield "supplier_share", (n, y), ix.settings.maximum_supplier_share * sum(abroad.values()) - quantity
        for d, market in ix.rows.markets.items():
            yield "market_limit", (d, y), ix.trade.addressable[d, y] - v("served", d, y)
            if market.spot_share is not None and not (y > ix.last_year and ix.settings.tail_renewal):
                spot = sum(v("sale", d, s, y) for s in sites)
                yield "spot_limit", (d, y), market.spot_share * ix.trade.addressable[d, y] - spot
            if market.entry_share is not None and ix.first_year < y <= ix.last_year:
                more = v("served", d, y) - v("served", d, y - 1)
                yield "market_entry", (d, y), market.entry_share * ix.trade.addressable[d, y] - more
            if market.minimum_service:
                rivals = [o for o, row in ix.rows.markets.items() if row.commodity == market.commodity and o != d]
                sold = sum(v("served", o, y) for o in rivals)
                yield "service_first", (d, y), ix.goods.rival_sales_bound(d, y) * v("serves", d, y) - sold
        for q, flow in ix.rows.return_flows.items():
            extra = sum(v("extra_collection", q, g, y) for g in ix.rows.programmes)
            base = flow.collection_share * v("end_of_life", q, y)
            yield "collection_limit", (q, y), base + extra - sum(v("collection", q, s, y) for s in sites)
        for (q, g), share in ix.trade.added_collection.items():
            added = v("extra_collection", q, g, y)
            yield "extra_share", (q, g, y), share * v("end_of_life", q, y) - added
            unlocked = ix.goods.end_of_life_bound(q, y) * v("completed", g, y)
            yield "extra_unlocked", (q, g, y), share * unlocked - added
        for c, s in ix.materials.disposal_nodes:
            if not math.isinf(most := ix.rows.commodities[c].disposal_limit):
                yield "disposal_limit", (c, s, y), most - v("disposed", c, s, y)


def stocks(ix: Indexes, v: Value) -> Iterator[Slack]:
    """The duty on swarf, and strategic stockpiles, from the rows of the recipes and of the stockpiles."""
    sites, stage = list(ix.rows.sites), {c: row.stage for c, row in ix.rows.commodities.items()}
    flows = [(row.recipe, row.direction, row.commodity, row.quantity) for row in ix.case.recipe_flows]
    magnetic = {row.element for row in ix.case.elements if row.magnet_element}
    rich = {row.commodity for row in ix.case.composition if row.element in magnetic and row.content}
    winning = {recipe for recipe, direction, commodity, _ in flows if direction == "out" and commodity in rich}

    def of_swarf(direction: str, y: int, recipes: Iterable[str]) -> float:
        return sum(
            quantity * v("activity", s, recipe, y)
            for recipe, flow, commodity, quantity in flows
            for s in sites
            if (flow, stage[commodity]) == (direction, "swarf") and recipe in recipes
        )

    for y in (y for y in ix.periods if y >= ix.settings.swarf_recycled_from):
        stored = sum(v("stock", c, s, y - 1) for c in stage for s in sites if stage[c] == "swarf" and y in ix.years)
        bought = sum(v("purchase", u, s, y) for u, row in ix.rows.supplies.items() for s in sites
                     if stage[row.commodity] == "swarf")  # fmt: skip
        least = ix.settings.swarf_recycled_share * of_swarf("out", y, ix.rows.recipes)
        yield "own_swarf_first", y, of_swarf("in", y, winning) - bought - stored - least
    for row in ix.case.stockpiles:  # one by node
        held = [y for y in ix.years if row.first_year <= y != row.released_in]
        for y in held:
            node = (row.commodity, row.site, y)
            yield "stockpile", node, v("stock", *node) - row.quantity
            if y - 1 in held:
                left = sum(v(what, *node) for what in ("consumed", "sold", "delivered", "departed"))
                yield "stockpile_turnover", node, left - (row.turnover or 0.0) * row.quantity


def plants(ix: Indexes, v: Value) -> Iterator[Slack]:
    """What the use of the year before allows, from the modules one by one and the assets one by one."""

    def part(m: str, v0: int, y: int) -> float:
        opening = v0 + ix.rows.modules[m].lead_time
        return max(0.0, min(y + 1, opening + ix.rows.modules[m].life) - max(y, opening))

    def stood(s: str, p: str, y: int) -> float:
        assets = [row for row in ix.case.existing if (row.site, row.plant) == (s, p)]
        standing = sum(row.capacity for row in assets if row.first_year <= y <= (row.last_year or 9999))
        return standing + sum(count * ix.rows.modules[m].capacity * part(m, w, y) for m, w, count in begun(s, p))

    def begun(s: str, p: str) -> list[tuple[str, int, float]]:
        sizes = [(m, w) for (site, m), years in ix.plants.slots.items() if site == s for w in years]
        return [(m, w, v("starts", s, m, w)) for m, w in sizes if ix.rows.modules[m].plant == p]

    def used(s: str, p: str, y: int) -> float:
        if y < ix.first_year:
            assets = [row for row in ix.case.existing if (row.site, row.plant) == (s, p)]
            return sum(row.capacity if row.use_before is None else row.use_before for row in assets)
        return sum(row.load * v("activity", s, row.recipe, y) for row in ix.case.recipes if row.plant == p)

    for y in ix.years:
        spent = sum(
            count * 1.1 * ix.rows.modules[m].capex for s, p in ix.plants.places for m, w, count in begun(s, p) if w == y
        )
        if any(y in years for years in ix.plants.slots.values()):
            yield "construction_starts", y, ix.settings.construction_starts_limit - spent
        for s, p in ix.plants.places:
            row = ix.rows.plants[p]
            before, capacity = used(s, p, y - 1), ix.rows.modules
            rises = [(m, count, part(m, w, y) - part(m, w, y - 1)) for m, w, count in begun(s, p)]
            if row.first_year_share is not None:
                step = 1 - row.first_year_share if row.learning_step is None else row.learning_step
                opens = sum(count * capacity[m].capacity * rise for m, count, rise in rises if rise > 0)
                learnt = before + step * stood(s, p, y - 1) + row.first_year_share * opens
                yield "learning", (s, p, y), learnt - used(s, p, y)
            if row.restart_cost:
                ends = sum(count * capacity[m].capacity * -rise for m, count, rise in rises if rise < 0)
                running = before - ends - v("stood_down", s, p, y)
                yield "stood_down_least", (s, p, y), used(s, p, y) - row.least_stable_load * running
                yield "stood_down_most", (s, p, y), before - v("stood_down", s, p, y)


def contracts(ix: Indexes, v: Value) -> Iterator[Slack]:
    sites = list(ix.rows.sites)
    for k, row in ix.rows.contracts.items():
        for y in (y for y in ix.years if row.first_delivery_from <= y <= row.first_delivery_to):
            least = row.volume if row.minimum_volume is None else row.minimum_volume
            yield "promised_most", (k, y), row.volume * v("signed", k, y) - v("promised", k, y)
            yield "promised_least", (k, y), v("promised", k, y) - least * v("signed", k, y)
        for y in ix.periods:
            shares = {w: sum(w <= year < w + row.length for year in ix.span(y)) / ix.weight(y) for w in ix.years}
            promised = sum(v("promised", k, w) * share for w, share in shares.items())
            delivered = sum(v("delivery", k, s, y) for s in sites)
            yield "delivery_most", (k, y), promised - delivered
            yield "delivery_least", (k, y), delivered - row.minimum_delivery * promised
    for u, support in ix.rows.supports.items():
        for y in (y for y in ix.years if (support.first_year or 0) <= y <= (support.last_year or y)):
            completed, paid, pays = v("completed", support.programme, y), 0.0, False
            for d, market in ix.rows.markets.items():
                gap = support.strike / 1000 - ix.trade.market_price(d, y)
                bought = market.commodity == support.commodity and support.market in (None, d)
                if not bought or (gap < 0 and not support.two_way):
                    continue
                sold = sum(v("sale", d, s, y) for s in sites)
                follow = [k for k, row in ix.rows.contracts.items() if row.market == d and row.price_rule == "discount"]
                covered = support.covered_share * (sold + sum(v("delivery", k, s, y) for k in follow for s in sites))
                quantity = v("supported", u, d, y)
                yield "support_share", (u, d, y), covered - quantity
                if gap > 0:
                    paid, pays = paid + gap * quantity, True
                    continue
                most = ix.support.covered_sales_bound(u, d, y)
                yield "payback_open", (u, d, y), most * completed - quantity
                yield "payback_due", (u, d, y), quantity - covered + most * (1 - completed)
            if pays:
                yield "support_limit", (u, y), support.yearly_limit * completed - paid


def goes_on(ix: Indexes, v: Value) -> Iterator[Slack]:
    share, last = ix.settings.tail_operation_share, ix.last_year
    for y, example in ((last, last - 1), *((y, last) for y in ix.tail)) if share else ():
        for s, p in ix.plants.places:
            ended, was, stays = 0.0, 0.0, 0.0
            for m in ix.plants.modules_at.get((s, p), ()):
                row = ix.rows.modules[m]
                for w in ix.plants.slots[s, m]:
                    opening, closing = w + row.lead_time, w + row.lead_time + row.life
                    then, now = (
                        sum(max(0.0, min(t + 1, closing) - max(t, opening)) for t in span) / len(span)
                        for span in ([example], ix.span(y))
                    )
                    ended += v("starts", s, m, w) * row.capacity * max(0.0, then - now)
            for row in (row for row in ix.case.existing if (row.site, row.plant) == (s, p)):
                stands = [t for t in (example, *ix.span(y)) if row.first_year <= t <= (row.last_year or t)]
                was += row.capacity * (example in stands)
                stays += row.capacity * (len(stands) - (example in stands)) / ix.weight(y)
            gone = ended + max(0.0, was - stays)
            yield "goes_on", (s, p, y), v("used_capacity", s, p, y) + gone - share * v("used_capacity", s, p, example)


def closures(ix: Indexes, v: Value) -> Iterator[Slack]:
    for y, before in zip(ix.tail, (None, *ix.tail), strict=False):
        for (s, m), starts in ix.plants.slots.items():
            opening = {w: w + ix.rows.modules[m].lead_time for w in starts}
            closing = {w: opening[w] + ix.rows.modules[m].life for w in starts}
            shares = {
                w: sum(max(0.0, min(t + 1, closing[w]) - max(t, opening[w])) for t in ix.span(y)) / ix.weight(y)
                for w in starts
            }
            kept = v("kept", s, m, y)
            yield "kept_limit", (s, m, y), sum(v("starts", s, m, w) * share for w, share in shares.items()) - kept
            if before is not None:
                yield "stays_closed", (s, m, y), v("kept", s, m, before) - kept
        for row in ix.case.existing:
            if before is not None:
                earlier = v("kept_asset", row.asset, before)
                yield "asset_stays_closed", (row.asset, y), earlier - v("kept_asset", row.asset, y)
        lines = sum(v("line_real", line, y) for line in (*OPERATING_LINES, "programme_cost"))
        yield "tail_cash_sum", y, lines - v("tail_cash", y)
        earned = v("tail_cash", y) - v("tail_depreciation", y)
        left = v("cash", ix.last_year) - ix.settings.cash_floor
        for w in (w for w in ix.tail if w <= y):
            level = sum(1.02 ** (year - ix.settings.base_year) for year in ix.span(w))
            left += level * (v("tail_cash", w) - v("tail_tax", w) + v("tail_equity", w))
            left -= len(ix.span(w)) * v("service", w)
        yield "tail_service", y, left
        yield "tail_tax_due", y, v("tail_tax", y) - ix.settings.corporate_tax * earned


def aims(ix: Indexes, v: Value) -> Iterator[Slack]:
    for t, row in ix.rows.targets.items():
        if row.mode == "off" or row.minimum_denominator is None or row.sense != ">=":
            continue
        for y in ix.targets.years[t]:
            least = row.value * row.minimum_denominator
            for label, what in (("target_not_empty", "numerator"), ("target_whole", "denominator")):
                yield label, (t, y), v(what, row.kpi, row.definition, y) + v("shortfall", t, y) - least
    for y in ix.years:
        for f in ("fund",):  # the foreign source of the case, and its partnership
            money = sum(v("draw", f, w) / ix.prices.level(w) for w in ix.years if w <= y)
            yield "counted_joined", ("source", f, y), v("mobilised_by", f, y) - v("counted", "source", f, y)
            yield (
                "counted_brought",
                ("source", f, y),
                money - ix.settings.minimum_brought * v("counted", "source", f, y),
            )
        came = 0.0
        for w in (w for w in ix.years if w <= y):
            magnets = v("activity", "town", "sintering", w) + v("delivery", "promise", "town", w)
            credit = v("draw", "bank", w) / ix.prices.level(w)
            came += 0.18 * magnets + 0.07 * v("purchase", "imported_oxide", "town", w) + credit
        part = v("counted", "partnership", "agreement", y)
        yield "counted_joined", ("partnership", "agreement", y), 1.0 - part
        yield "counted_brought", ("partnership", "agreement", y), came - ix.settings.minimum_brought * part


@functools.cache
def _every_label() -> tuple[Indexes, pyo.ConcreteModel, Arrays]:
    """One model for all points: each gives every variable a value anew."""
    return compiled(every_label_case())


@pytest.mark.parametrize(
    "family",
    [money, borrowing, debt, banks, sellers, goods, stocks, plants, contracts, goes_on, closures, aims],
    ids=lambda family: family.__name__,
)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_row_leaves_what_its_formula_leaves(family: Callable[..., Iterator[Slack]], seed: int) -> None:
    ix, model, arrays = _every_label()
    x = np.random.default_rng(seed).uniform(1.0, 10.0, len(arrays.variables))
    for variable, value in zip(arrays.variables, x, strict=True):
        variable.set_value(value, skip_validation=True)
    row_of = np.repeat(np.arange(len(arrays.row_labels)), np.diff(arrays.starts))  # a row may be empty
    activity = np.bincount(row_of, arrays.values * x[arrays.columns], len(arrays.row_labels))
    left = np.where(np.isinf(arrays.row_upper), activity - arrays.row_lower, arrays.row_upper - activity)
    rows = dict(zip(arrays.row_labels, left, strict=True))

    def value_of(name: str, *index: Any) -> float:
        component = model.component(name)
        place = index if len(index) > 1 else index[0]
        return float(pyo.value(component[place])) if place in component else 0.0

    again: dict[tuple[str, Any], float] = {(label, index): slack for label, index, slack in family(ix, value_of)}
    labels = {label for label, _ in again}
    assert {key for key in rows if key[0] in labels} == set(again)
    same = dict(zip(arrays.row_labels, arrays.row_lower == arrays.row_upper, strict=True))
    for key, slack in again.items():
        found, expected = (abs(rows[key]), abs(slack)) if same[key] else (rows[key], slack)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-7), key
