"""Security of supply recomputed: countries behind the rare earths of the chain, and strategic stockpiles."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.plan import Key, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.violation import ZERO, Amount, Cell, Findings, Ratio, place, total
from roadmap_opt.case.origins import HOME, WATCHED_ELEMENTS, country_of
from roadmap_opt.case.sheets.supply import Stockpile

MAGNET = "magnet_reo"


def _contained(facts: Facts, definition: str) -> dict[str, float]:
    """Watched rare earths by commodity, t oxide per unit."""
    named = WATCHED_ELEMENTS[definition]
    counted = named or [row.element for row in facts.case.elements if row.magnet_element]
    goods: dict[str, float] = defaultdict(float)
    for row in facts.case.composition:
        if row.element in counted:
            goods[row.commodity] += row.content
    return goods


def entered(facts: Facts, plan: Plan, definition: str, period: int) -> dict[tuple[str, str], Amount]:
    """Watched rare earths that enter the chain in a year, t oxide, by stage and country."""
    held = _contained(facts, definition)
    book: dict[tuple[str, str], Amount] = defaultdict(lambda: ZERO)
    for (name, _, year), quantity in plan.purchases.items():
        row = facts.supplies[name]
        if year == period and held[row.commodity]:
            book[facts.stage(row.commodity), country_of(row)] += quantity * held[row.commodity]
    for (name, _, year), quantity in plan.collected.items():
        commodity = facts.flows[name].commodity
        if year == period and held[commodity]:
            book[facts.stage(commodity), HOME] += quantity * held[commodity]
    for (_, recipe, year), activity in plan.activity.items():
        if year == period and facts.feed_class[recipe] == "domestic":
            for commodity, made in facts.outputs[recipe].items():
                if facts.stage(commodity) == "oxide" and held[commodity]:
                    book["oxide", HOME] += activity * (made * held[commodity])
    return dict(book)


def supply_sources(facts: Facts, plan: Plan) -> dict[Key, dict[str, Cell]]:
    """Rows of the table of that name."""
    rows: dict[Key, dict[str, Cell]] = {}
    for definition in WATCHED_ELEMENTS:
        for year in facts.years:
            book = entered(facts, plan, definition, year)
            whole = total(book.values())
            for (stage, country), quantity in book.items():
                rows[definition, stage, country, year] = {"quantity": quantity, "share": Ratio(quantity, whole)}
    return rows


def supply_security(facts: Facts, plan: Plan) -> dict[Key, dict[str, Cell]]:
    """Rows of the table of that name."""
    rows: dict[Key, dict[str, Cell]] = {}
    for definition in WATCHED_ELEMENTS:
        for year in facts.years:
            by_country: dict[str, Amount] = defaultdict(lambda: ZERO)
            for (_, country), quantity in entered(facts, plan, definition, year).items():
                by_country[country] += quantity
            whole = total(by_country.values())
            abroad = [quantity for country, quantity in by_country.items() if country != HOME]
            imported = total(abroad)
            largest = max(abroad, key=lambda quantity: quantity.value, default=ZERO)
            rows[definition, year] = {
                "supplied": whole,
                "imported": imported,
                "import_share": Ratio(imported, whole),
                "largest_share": Ratio(largest, imported),
                "hhi": Ratio(total(_squared(quantity) for quantity in by_country.values()), _squared(whole)),
            }
    return rows


def _squared(quantity: Amount) -> Amount:
    return Amount(quantity.value**2, quantity.size**2)


def check_security(facts: Facts, plan: Plan, production: Production, findings: Findings) -> None:
    """No country above its share of the imports; stockpiles are full and turned over."""
    most = facts.settings.maximum_supplier_share
    for period in facts.periods if most < 1 else ():
        by_country: dict[str, Amount] = defaultdict(lambda: ZERO)
        for (_, country), quantity in entered(facts, plan, MAGNET, period).items():
            if country != HOME:
                by_country[country] += quantity
        imported = total(by_country.values())
        for country, quantity in by_country.items():
            findings.at_most("supplier_share", place(country, period), quantity, imported * most)
    flow = production.flow
    for commodity, site in {(row.commodity, row.site) for row in facts.case.stockpiles}:
        for year in facts.years:
            node = (commodity, site, year)
            due = sum(row.quantity for row in _due(facts, *node))
            findings.at_least("stockpile", place(*node), flow["stock"].get(node, ZERO), due)
            earlier = _due(facts, commodity, site, year - 1)
            stays = [row for row in _due(facts, *node) if row in earlier]
            turned = sum((row.turnover or 0.0) * row.quantity for row in stays)
            left = total(flow[name].get(node, ZERO) for name in ("consumed", "sold", "delivered", "departed"))
            findings.at_least("stockpile_turnover", place(*node), left, turned)


def stockpile_growth(facts: Facts, commodity: str, site: str, period: int) -> float:
    """What may be bought beyond use in a year because a stockpile has to grow by it."""
    if period > facts.last:
        return 0.0
    now, before = (sum(row.quantity for row in _due(facts, commodity, site, y)) for y in (period, period - 1))
    return max(0.0, now - before)


def _due(facts: Facts, commodity: str, site: str, year: int) -> list[Stockpile]:
    """Stockpiles that have to be there when a year ends; there are none before the first decision year."""
    own = [row for row in facts.case.stockpiles if row.commodity == commodity and row.site == site]
    return [row for row in own if facts.first <= year and row.first_year <= year and row.released_in != year]
