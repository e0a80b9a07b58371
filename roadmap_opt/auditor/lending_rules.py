"""Rules of lending: what debt pays for, when it is repaid, how much of it there may be, and the lenders' tests."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import DECKS, Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.violation import ZERO, Amount, Findings, place, total


def check_lending(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Debt is drawn by lenders, for plants under construction, and repaid within the years that the plan looks at."""
    lent: dict[tuple[str, str, int], Amount] = defaultdict(lambda: ZERO)
    cohort: dict[tuple[str, int, int], Amount] = defaultdict(lambda: ZERO)
    for (source, perimeter, completion, year), drawn in plan.lending.items():
        lent[source, perimeter, year] += drawn
        cohort[perimeter, completion, year] += drawn
        last = completion + facts.sources[source].tenor
        if drawn.is_positive and last > facts.end:
            findings.add("debt_outlives", place(source, perimeter, completion, year), last, f"at most {facts.end}")
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
            over = total(owed for k, owed in debts.items() if k + row.tenor <= span[-1])
            where = place(source, perimeter, year)
            findings.at_most("not_before_grace", where, paid, open_now)
            findings.at_least("repaid_by_tenor", where, paid, over)


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
