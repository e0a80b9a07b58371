"""Rules of money: sources and what they may pay for, the mix of sources, tax losses, cash and dividends."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.violation import ZERO, Amount, Findings, place, total
from roadmap_opt.case.sheets.investment import PLANT_CATEGORIES
from roadmap_opt.said import said


def share_limit(facts: Facts, source: str) -> float:
    """Largest share of a source in all funds raised."""
    own = facts.sources[source].maximum_share
    general = facts.settings.maximum_source_share
    return general if own is None else min(own, general)


def check_sources(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Window, mobilisation, limits, ticket, programme and contract of every source."""
    for name, row in facts.sources.items():
        first, last = row.first_year or facts.first, row.last_year or facts.last
        start = plan.mobilised.get(name)
        for year in facts.years:
            drawn = money.draw.get((name, year), ZERO)
            where = place(name, year)
            if drawn.is_positive and not first <= year <= last:
                findings.add(
                    "draw_window", where, drawn.value, said("{first} to {last}", first=first, last=last), drawn.value
                )
            findings.at_most("mobilised_first", where, drawn, drawn if plan.mobilised_by(name, year) else 0.0)
            findings.at_most("yearly_limit", where, drawn, row.yearly_limit)
        all_drawn = total(money.draw.get((name, year), ZERO) for year in facts.years)
        findings.at_most("total_limit", name, all_drawn, row.total_limit)
        if start is None:
            continue
        if not first <= start <= last:
            findings.add("mobilisation_window", name, start, said("{first} to {last}", first=first, last=last))
        ticket = money.draw.get((name, start), ZERO)
        findings.at_least("minimum_ticket", place(name, start), ticket, row.minimum_ticket)
        if row.programme is not None and not plan.completed(row.programme, start):
            findings.add(
                "source_programme",
                place(name, start),
                "mobilised",
                said("{programme} completed first", programme=row.programme),
            )
        if row.contract is not None and row.contract not in plan.first_delivery:
            findings.add(
                "source_contract", place(name, start), "mobilised", said("{contract} signed", contract=row.contract)
            )


def check_uses(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Money pays only for what it is eligible for, and never for more than there is to pay for."""
    eligible = {row.source_name: row for row in facts.case.eligibility}
    drawn: dict[tuple[str, int], Amount] = defaultdict(lambda: ZERO)
    for (source, category, year), quantity in plan.funding.items():
        drawn[category, year] += quantity
        where = place(source, category, year)
        allowed = source in eligible and getattr(eligible[source], category)
        if quantity.is_positive and not allowed:
            findings.add("eligibility", where, quantity.value, "an eligible purpose", quantity.value)
        if quantity.is_positive and category == "operations" and facts.sources[source].kind != "equity":
            findings.add("operations_equity_only", where, quantity.value, "equity", quantity.value)
    for (category, year), quantity in drawn.items():
        findings.at_most("spending_limit", place(category, year), quantity, money.spending(category, year))
    tied, taxed = ZERO, ZERO
    for year in facts.years:
        tied = tied + drawn.get(("working_capital", year), ZERO)
        taxed += money.vat_receivable[year]
        held = money.working_capital[year] + taxed
        if tied.is_positive:
            findings.at_most("working_capital_limit", str(year), tied, held)


def check_mix(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Concentration and number of foreign sources."""
    raised = total(money.invested.values())
    for name in facts.sources:
        invested = total(money.invested.get((name, year), ZERO) for year in facts.years)
        findings.at_most("concentration", name, invested, raised * share_limit(facts, name))
    _check_ownership(facts, plan, findings)
    settings = facts.settings
    if plan.mobilised and settings.minimum_foreign_sources:
        by = settings.foreign_sources_by
        foreign = sum(1 for name, year in plan.mobilised.items() if facts.sources[name].foreign and year <= by)
        findings.at_least("foreign_sources", said("by {by}", by=by), foreign, settings.minimum_foreign_sources)


def _check_ownership(facts: Facts, plan: Plan, findings: Findings) -> None:
    """What a source with a ceiling has put into the plants of a category, against all that owners have put in."""
    owners = [name for name, row in facts.sources.items() if row.kind == "equity"]
    ceilings = {name: share for name in owners if (share := facts.sources[name].ownership_share) is not None}
    for name, ceiling in ceilings.items():
        for category in PLANT_CATEGORIES:
            own, whole = ZERO, ZERO
            for year in facts.years:
                own += plan.funding.get((name, category, year), ZERO)
                whole += total(plan.funding.get((owner, category, year), ZERO) for owner in owners)
                if own.is_positive:
                    findings.at_most("ownership", place(name, category, year), own, whole * ceiling)


def check_tax_losses(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Losses are used against profits only, no more than are left, within the years they can be carried forward."""
    span = facts.settings.loss_carry_forward_years
    left: dict[int, Amount] = {}
    for year in facts.years:
        used = plan.loss_used[year]
        findings.at_least("loss_used", str(year), used, 0.0)
        findings.at_most("loss_used", str(year), used, money.income[year].above_zero)
        open_losses = {loss: rest for loss, rest in left.items() if year - loss <= span}
        findings.at_most("loss_pool", str(year), used, total(open_losses.values()))
        rest_to_use = used.value
        for loss in sorted(open_losses):  # the oldest expire first, so using them first is never worse
            taken = min(rest_to_use, max(0.0, left[loss].value))
            left[loss] = Amount(left[loss].value - taken, left[loss].size)
            rest_to_use -= taken
        left[year] = money.new_loss[year]


def check_cash(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Sources equal uses, the floor, the reserve account; dividends from earned profit, after all equity and grants."""
    settings = facts.settings
    opening = Amount(settings.opening_cash, settings.opening_cash)
    paid, earned, begun = ZERO, ZERO, False
    for year in facts.years:
        where, cash, dividend = str(year), plan.cash[year], plan.dividend[year]
        findings.equal("sources_and_uses", where, cash, opening + money.cash_change(year))
        findings.at_least("cash_floor", where, cash, settings.cash_floor)
        if year + 1 in facts.periods and settings.reserve_months:  # the first year of a period stands for the period
            reserve = money.service[year + 1] * (settings.reserve_months / 12.0)
            findings.at_least("reserve_account", where, cash, reserve + settings.cash_floor)
        paid = paid + dividend
        earned = earned + money.income[year] - money.tax[year]
        begun = begun or dividend.is_positive
        if begun:
            findings.at_most("distributable", where, paid, earned)
            findings.at_most("equity_year", where, money.paid_in(year), 0.0)
        opening = cash
