"""Net present values recomputed: three perspectives by part, terminal values, cost. MUSD real, base-year value."""

from __future__ import annotations

from roadmap_opt.auditor.avoided_imports import avoided_imports
from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.tail import operation_value, tax_value
from roadmap_opt.auditor.targets import Standing, weighted_shortfall
from roadmap_opt.auditor.timing import life_left
from roadmap_opt.auditor.violation import ZERO, Amount, total
from roadmap_opt.case.sheets.finance import RUNNING

PERSPECTIVES = ("project", "owner", "national")
START = 1e-3
"""MUSD by which a module, a programme or a source that is taken up counts against a plan of the same value."""

DRAWN = 1e-4
"""The same per MUSD drawn for running, and per MUSD of tax or lost value after the last year."""

COST_LINES = ("programme_cost", "capex", "tax", "fees", "interest")


def objective_items(facts: Facts, money: Money, rows: list[Standing]) -> dict[str, Amount]:
    """Every item of the objective table."""
    items: dict[str, Amount] = {}
    for perspective in PERSPECTIVES:
        parts = _parts(facts, money, perspective)
        items.update({f"{perspective}: {name}": value for name, value in parts.items()})
        npv = total(parts.values())
        items[f"npv_{perspective}"] = npv
        for kind in ("book", "going_concern", "operation"):
            items[f"npv_{perspective}_with_{kind}"] = npv + _terminal(facts, money, perspective, kind)
    chosen, kind = facts.settings.perspective, facts.settings.terminal_value
    items["chosen_npv_without_terminal"] = items[f"npv_{chosen}"]
    items["chosen_npv_with_terminal"] = items[f"npv_{chosen}"] + _terminal(facts, money, chosen, kind)
    items["weighted_shortfall"] = weighted_shortfall(rows)
    rate = facts.rate(chosen)
    items["cost"] = total(
        (money.operating_cost[year] - total(money.line[name, year] for name in COST_LINES))
        * (facts.present(year, rate) / facts.level(year))
        for year in facts.years
    )
    items["tie_break"] = _tie_break(facts, money)
    return items


def _tie_break(facts: Facts, money: Money) -> Amount:
    """What decides between plans of the same value: fewer starts, less money drawn for running, a tail run well."""
    plan = money.plan
    begun = sum(1 for name in plan.begun if facts.programmes[name].started is None)
    starts = sum(plan.builds.values()) + begun + len(plan.mobilised)
    drawn = total(quantity for (_, category, _), quantity in plan.funding.items() if category in RUNNING)
    chosen = facts.settings.perspective
    tail = tax_value(facts, money, chosen) - _terminal(facts, money, chosen, "operation")
    return Amount(starts * START, starts * START) + (drawn + tail) * DRAWN


def _parts(facts: Facts, money: Money, perspective: str) -> dict[str, Amount]:
    rate, settings = facts.rate(perspective), facts.settings
    weight = {year: facts.present(year, rate) / facts.level(year) for year in facts.years}

    def worth(line: str) -> Amount:
        return total(money.line[line, year] * weight[year] for year in facts.years)

    if perspective == "owner":
        owed = total(money.debts.balance.get((name, facts.last), ZERO) for name in facts.lenders)
        return {
            "opening_cash": Amount() - settings.opening_cash * weight[facts.first],
            "dividends": -worth("dividends"),
            "equity": -worth("equity"),
            "closing_cash": money.plan.cash[facts.last] * weight[facts.last],
            "debt_outstanding": -owed * weight[facts.last],
            "required_return": -_required_return(facts, money, rate, facts.last),
        }
    common = {
        "operating": total(money.operating_cash[year] * weight[year] for year in facts.years),
        "programmes": worth("programme_cost"),
        "capex": worth("capex"),
        "working_capital": worth("working_capital"),
    }
    if perspective == "project":
        return {**common, "vat": worth("vat"), "tax": worth("tax")}
    avoided = total(avoided_imports(facts, money.plan, year) * facts.present(year, rate) for year in facts.years)
    transfers = {name: -worth(name) for name in ("state_royalty", "price_support")}
    return {**common, **transfers, "avoided_imports": avoided}


def _required_return(facts: Facts, money: Money, rate: float, until: float) -> Amount:
    """What equity providers require beyond the owner's own rate, compounded to a year (or its half)."""
    result = ZERO
    for (source, year), drawn in money.draw.items():
        row = facts.sources[source]
        if row.kind == "equity":
            real_return = (1.0 + row.rate) / (1.0 + facts.settings.inflation)
            excess = (real_return / (1.0 + rate)) ** (until - year) - 1.0
            result = result + drawn * (max(0.0, excess) * facts.present(year, rate) / facts.level(year))
    return result


def _terminal(facts: Facts, money: Money, perspective: str, kind: str) -> Amount:
    """Value after the last year; working capital and the tax receivable are released with it."""
    if kind == "none":
        return ZERO
    settings, last, rate = facts.settings, facts.last, facts.rate(perspective)
    refund = ZERO if perspective == "national" else money.vat_receivable[last]
    if kind == "operation":
        value = operation_value(facts, money, perspective) + refund / facts.level(last) * facts.present(last, rate)
        if perspective != "owner":
            return value
        middle = last + settings.tail_years / 2
        return value - _required_return(facts, money, rate, middle) + _required_return(facts, money, rate, last)
    released = money.working_capital[last] + refund
    if kind == "book":
        book = total(
            count * facts.capex(facts.modules[name]) * life_left(facts.modules[name], start, last + 1.0)
            for (_, name, start), count in money.plan.builds.items()
        )
        worth = book * settings.terminal_book_share
    else:
        transfers = money.line["state_royalty", last] if perspective == "national" else money.tax[last]
        once = money.line["price_support", last] + money.line["closure_cost", last]
        earned = (money.operating_cash[last] - once - transfers) / facts.level(last)
        if perspective == "national":
            earned = earned + avoided_imports(facts, money.plan, last)
        count = settings.terminal_years
        worth = earned * sum((count - k) / count / (1.0 + rate) ** (k + 1) for k in range(count))
    return (worth + released / facts.level(last)) * facts.present(last, rate)
