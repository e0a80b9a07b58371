"""Rules of lending: what debt pays for, when it is repaid, how much of it there may be, and the lenders' tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from roadmap_opt.auditor.facts import DECKS, Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.violation import ZERO, Amount, Findings, place, total
from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.said import said


def check_lending(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Debt is drawn by lenders, for plants under construction, and repaid within the years that the plan looks at."""
    lent: dict[tuple[str, str, int], Amount] = defaultdict(lambda: ZERO)
    cohort: dict[tuple[str, int, int], Amount] = defaultdict(lambda: ZERO)
    for (source, perimeter, completion, year), drawn in plan.lending.items():
        lent[source, perimeter, year] += drawn
        cohort[perimeter, completion, year] += drawn
        last = completion + facts.sources[source].tenor
        if drawn.is_positive and last > facts.end:
            findings.add(
                "debt_outlives",
                place(source, perimeter, completion, year),
                last,
                said("at most {most}", most=facts.end),
            )
    drawn_for: dict[tuple[str, str, int], Amount] = defaultdict(lambda: ZERO)
    for (source, category, year), drawn in plan.funding.items():
        if source not in facts.lenders:
            continue
        perimeter = facts.perimeters.of_category(category)
        if perimeter is None:
            findings.at_most("lenders_pay_plants", place(source, category, year), drawn, 0.0)
        else:
            drawn_for[source, perimeter, year] += drawn
    for key in sorted({*lent, *drawn_for}):
        if key[0] in facts.lenders:
            findings.equal("lent_split", place(*key), lent[key], drawn_for[key])
        else:
            findings.at_most("lent_split", place(*key), lent[key], 0.0)
    for spent_on, drawn in cohort.items():
        spent = money.production.cohort_spend.get(spent_on, ZERO)
        findings.at_most("cohort_spending", place(*spent_on), drawn, spent)
    _check_instalments(facts, plan, money, findings)
    _check_gearing(facts, plan, findings)
    for year in facts.years:
        findings.at_most("guarantee_limit", str(year), money.debts.guaranteed(year), facts.settings.guarantee_limit)


def _check_instalments(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Sculpted debt is repaid after its grace and by its tenor; only it has instalments of its own."""
    accounts = {(f, g) for f, g, _ in money.debts.debt} | {(f, g) for f, g, _ in plan.instalments}
    for source, perimeter in sorted(accounts):
        row = facts.sources[source]
        if row.repayment != "sculpted":
            for year in facts.periods:
                paid = plan.instalments.get((source, perimeter, year), ZERO)
                findings.at_most("instalments", place(source, perimeter, year), paid, 0.0)
            continue
        debts = {k: owed for (f, g, k), owed in money.debts.debt.items() if (f, g) == (source, perimeter)}
        paid = ZERO
        for year in facts.periods:
            span = facts.span(year)
            paid = paid + plan.instalments.get((source, perimeter, year), ZERO) * len(span)
            open_now = total(owed for k, owed in debts.items() if k + row.grace < span[0])
            due = total(owed * _least_repaid(row, span, k) for k, owed in debts.items())
            where = place(source, perimeter, year)
            findings.at_most("not_before_grace", where, paid, open_now)
            findings.at_least("repaid_in_time", where, paid, due)


def _least_repaid(row: FundingSource, span: Sequence[int], completion: int) -> float:
    """All by the tenor; before it, once grace has run, the pace of equal instalments times the part that has passed."""
    if span[-1] - completion >= row.tenor:
        return 1.0
    open_years = span[-1] - (completion + row.grace) if span[0] > completion + row.grace else 0
    return (row.repayment_pace or 0.0) * open_years / max(row.tenor - row.grace, 1)


def _check_gearing(facts: Facts, plan: Plan, findings: Findings) -> None:
    for perimeter in facts.perimeters.names:
        debt, equity = ZERO, ZERO
        for year in facts.years:
            for (source, category, y), drawn in plan.funding.items():
                if y == year and facts.perimeters.of_category(category) == perimeter:
                    debt = debt + (drawn if source in facts.lenders else ZERO)
                    equity = equity + (drawn if facts.sources[source].kind == "equity" else ZERO)
            allowed = (debt + equity) * facts.perimeters.gearing(perimeter)
            findings.at_most("gearing", place(perimeter, year), debt, allowed)


def check_sellers(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Goods that several perimeters make are shared out whole; nobody sells, stores or throws away what he lacks."""
    flow, groups, production = {}, facts.perimeters, money.production
    for (market, site, year), quantity in plan.sales.items():
        flow["sale", market, site, year] = (facts.markets[market].commodity, quantity)
    for (contract, site, year), quantity in plan.deliveries.items():
        flow["delivery", contract, site, year] = (facts.markets[facts.contracts[contract].market].commodity, quantity)
    for kind, book in (("stock", plan.stocks), ("disposal", plan.disposal)):
        flow |= {(kind, good, site, year): (good, quantity) for (good, site, year), quantity in book.items()}
    shared: dict[tuple[str, str, str, int], Amount] = defaultdict(lambda: ZERO)
    used: dict[tuple[str, str, int], Amount] = defaultdict(lambda: ZERO)
    for (kind, item, site, perimeter, year), part in plan.sellers.items():
        market = facts.contracts[item].market if kind == "delivery" else item
        good = facts.markets[market].commodity if kind in ("sale", "delivery") else item
        if perimeter not in groups.owners(good, site) or len(groups.owners(good, site)) == 1:
            findings.at_most("seller_owns", place(kind, item, site, perimeter, year), part, 0.0)
        shared[kind, item, site, year] += part
        used[good, perimeter, year] += part / len(facts.span(year)) if kind == "stock" else part
        after = next((y for y in facts.periods if facts.period_before(y) == year), None)
        if kind == "stock" and after is not None and production.is_stored(good, after):
            used[good, perimeter, after] += part / -len(facts.span(after))
    for key in sorted({*flow, *shared}):
        good, quantity = flow.get(key, (key[1], ZERO))
        if key not in flow or len(groups.owners(good, key[2])) > 1:
            findings.equal("seller_sum", place(*key), shared.get(key, ZERO), quantity)
    for (good, perimeter, year), sold in used.items():
        findings.at_most("seller_owns", place(good, perimeter, year), sold, _had(facts, plan, good, perimeter, year))


def _had(facts: Facts, plan: Plan, good: str, perimeter: str, year: int) -> Amount:
    """What a perimeter makes of a good, and what it buys, collects and mines of it where it is made."""
    groups = facts.perimeters
    had = total(
        activity * facts.outputs[recipe].get(good, 0.0)
        for (_, recipe, y), activity in plan.activity.items()
        if y == year and groups.of_plant(facts.recipes[recipe].plant) == perimeter
    )
    brought = [(facts.supplies[u].commodity, s, q) for (u, s, y), q in plan.purchases.items() if y == year]
    brought += [(facts.flows[f].commodity, s, q) for (f, s, y), q in plan.collected.items() if y == year]
    mined = ((facts.deposits[d], q) for (d, y), q in plan.extraction.items() if y == year)
    brought += [(row.commodity, row.site, q) for row, q in mined]
    own = (q for c, s, q in brought if c == good and groups.is_made_at(c, s) and groups.buyer(c, s) == perimeter)
    return had + total(own)


def check_cover(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Where a lender tests, cash and support cover what is due at both decks; contracts cover what a class asks for."""
    settings, debts = facts.settings, money.debts
    for perimeter in facts.perimeters.names:
        tested = debts.has_tests(perimeter)
        for year in facts.periods:
            where = place(perimeter, year)
            support = plan.support.get((perimeter, year), ZERO)
            due = debts.due(perimeter, year)
            young = total(
                debt for (_, g, k), debt in debts.debt.items() if g == perimeter and k >= year - settings.support_years
            )
            most = total(due.values()) * settings.support_service_share + young * settings.support_debt_share
            findings.at_least("sponsor_support", where, support, 0.0)
            findings.at_most("sponsor_support", where, support, most if year in facts.years else 0.0)
            for deck in DECKS if tested else ():
                wanted = debts.cover_wanted(deck, perimeter, year)
                if wanted is None:
                    continue
                cash = money.bank.cash.get((deck, perimeter, year), ZERO) - money.bank_tax[perimeter, year] + support
                findings.at_least(f"{deck}_cover", where, cash, wanted)
            income = money.bank.contract_income.get((perimeter, year), ZERO)
            for name, row in facts.classes.items():
                if row.contract_cover:
                    service = total(q for f, q in due.items() if facts.sources[f].lender_class == name)
                    findings.at_least(
                        "contract_cover", place(name, perimeter, year), income, service * row.contract_cover
                    )
