"""The years after the last decision year recomputed: what may be kept, and what a year of each period earns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from roadmap_opt.auditor.avoided_imports import avoided_imports
from roadmap_opt.auditor.facts import Facts, stands
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.timing import depreciated_share, operating_share, spend_shares
from roadmap_opt.auditor.violation import ZERO, Amount, Findings, amount, place, total
from roadmap_opt.case.cash_lines import OPERATING_LINES, REVENUE_LINES
from roadmap_opt.case.sheets.investment import ExistingPlant, Module

OWED = 1e-6
"""Service up to this much, MUSD a year, is none."""


def check_tail(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """No more is kept than stands, what was closed stays closed, and only residues are stored."""
    standing: dict[tuple[str, str, int], float] = defaultdict(float)
    for (site, name, start), count in plan.builds.items():
        for period, span in facts.spans.items():
            standing[site, name, period] += count * _lasting(facts.modules[name], start, span)
    for (site, name, period), kept in plan.kept.items():
        findings.at_most("kept_limit", place(site, name, period), kept, standing[site, name, period])
        if (before := facts.period_before(period)) in facts.spans:
            earlier = plan.kept.get((site, name, before), ZERO)
            findings.at_most("stays_closed", place(site, name, period), kept, earlier)
    assets = {row.asset: row for row in facts.case.existing}
    for (name, period), kept in plan.kept_assets.items():
        row, span = assets[name], facts.span(period)
        findings.at_most("kept_limit", place(name, period), kept, _standing(row, span))
        if (before := facts.period_before(period)) in facts.spans:
            findings.at_most("stays_closed", place(name, period), kept, plan.kept_assets.get((name, before), ZERO))
    _check_goes_on(facts, plan, production, findings)
    for (commodity, site, period), quantity in plan.stocks.items():
        if not production.is_stored(commodity, period):
            findings.at_most("tail_stock", place(commodity, site, period), quantity, 0.0)


def _check_goes_on(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """What ran in the year before the last goes on in it, and what ran in the last after it, as far as life reaches."""
    share, last = facts.settings.tail_operation_share, facts.last
    if not share:
        return
    after = {period: (last, span) for period, span in facts.spans.items()}
    for period, (example, span) in {last: (last - 1, (last,)), **after}.items():
        then = (example,)
        ended: dict[tuple[str, str], float] = defaultdict(float)
        for (site, name, start), count in plan.builds.items():
            module = facts.modules[name]
            fallen = _lasting(module, start, then) - _lasting(module, start, span)
            ended[site, module.plant] += count * module.capacity * max(0.0, fallen)
        assets: dict[tuple[str, str], float] = defaultdict(float)
        for row in facts.case.existing:
            assets[row.site, row.plant] += row.capacity * (_standing(row, then) - _standing(row, span))
        for (site, plant, year), used in list(production.used.items()):
            if year == example:
                left = production.used.get((site, plant, period), ZERO) + max(0.0, assets[site, plant])
                findings.at_least("goes_on", place(site, plant, period), left + ended[site, plant], used * share)


def _lasting(module: Module, start: int, span: Sequence[int]) -> float:
    """Part of some years in which a module operates."""
    return sum(operating_share(module, start, year) for year in span) / len(span)


def _standing(row: ExistingPlant, span: Sequence[int]) -> float:
    """Part of some years in which an existing plant stands."""
    return sum(stands(row.first_year, row.last_year, year) for year in span) / len(span)


def check_service(facts: Facts, plan: Plan, money: Money, findings: Findings) -> None:
    """Debt of the tail is paid from the cash that is left, what is earned after tax, and what somebody brings."""
    lines, left, due = tail_cash(facts, money), plan.cash[facts.last] - facts.settings.cash_floor, 0.0
    for period, span in facts.spans.items():
        due += money.service[period].value
        level = facts.mean_level(period)
        earned = total(lines[name, period] for name in (*OPERATING_LINES, "programme_cost", "tax"))
        findings.at_least("tail_service", str(period), plan.tail_equity.get(period, ZERO), 0.0)
        left = left + ((earned + plan.tail_equity.get(period, ZERO)) * level - money.service[period]) * len(span)
        if due > OWED:  # who owes nothing loses his own money
            findings.at_least("tail_service", str(period), left, 0.0)


def tail_cash(facts: Facts, money: Money) -> dict[tuple[str, int], Amount]:
    """Every line of a year of each period, MUSD real."""
    lines: dict[tuple[str, int], Amount] = {}
    for period in facts.spans:
        for name in (*OPERATING_LINES, "programme_cost"):
            lines[name, period] = money.real.get((name, period), ZERO)
        cash = total(lines[name, period] for name in (*OPERATING_LINES, "programme_cost"))
        written_off = _written_off(facts, money.plan, period)
        revenue = total(lines[name, period] for name in REVENUE_LINES)
        lines["depreciation", period] = written_off
        lines["tax", period] = -((cash - written_off).above_zero * facts.settings.corporate_tax)
        lines["working_capital", period] = revenue * facts.settings.working_capital_share
        service, level = money.service[period], facts.mean_level(period)
        brought = money.plan.tail_equity.get(period, ZERO)
        backed = total(
            paid
            for book in (money.debts.repaid, money.debts.interest)
            for (source, _, y), paid in book.items()
            if y == period and facts.perimeters.lender_class(source).guaranteed
        )
        share = backed.value / service.value if service.value / level > OWED else 0.0
        lines["debt_service", period] = -(service / level)
        lines["tail_equity", period] = brought
        lines["called_guarantees", period] = min(brought, service / level, key=lambda part: part.value) * share
        lines["avoided_imports", period] = avoided_imports(facts, money.plan, period)
    return lines


def _written_off(facts: Facts, plan: Plan, period: int) -> Amount:
    """Depreciation left for tax in a year of a period, on average, in constant money."""
    span, result = facts.span(period), ZERO
    for (_, name, start), count in plan.builds.items():
        module = facts.modules[name]
        cost = sum(
            facts.capex(module) * share * facts.level(start + number)
            for number, share in enumerate(spend_shares(module))
        )
        for year in span:
            part = depreciated_share(module, start, year, facts.settings.tax_depreciation_years)
            result = result + amount(count * cost * part / facts.level(year)) / len(span)
    return result


def operation_value(facts: Facts, money: Money, perspective: str) -> Amount:
    """Base-year value of the tail: what each of its years leaves, and working capital until it is released."""
    rate, lines, result = facts.rate(perspective), tail_cash(facts, money), ZERO
    held = money.working_capital[facts.last] / facts.level(facts.last)
    for period, span in facts.spans.items():
        left = total(lines[name, period] for name in (*OPERATING_LINES, "programme_cost"))
        if perspective == "national":
            left = left - lines["state_royalty", period] + lines["avoided_imports", period]
        else:
            left = left + lines["tax", period]
        left = left - lines["tail_equity", period]
        for year in span:
            tied = lines["working_capital", period]
            change = held / (1.0 + facts.settings.inflation) - tied
            result = result + (left + change) * facts.present(year, rate)
            held = tied
    end = max((span[-1] for span in facts.spans.values()), default=facts.last)
    return result + held * facts.present(end, rate)


def tax_value(facts: Facts, money: Money, perspective: str) -> Amount:
    """Base-year value of the tax of the tail."""
    lines, rate = tail_cash(facts, money), facts.rate(perspective)
    return -total(
        lines["tax", period] * facts.present(year, rate) for period, span in facts.spans.items() for year in span
    )
