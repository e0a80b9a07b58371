"""Public value recomputed: jobs, energy, water, acid, emissions, residues by province, and value added."""

from __future__ import annotations

from collections import defaultdict

from roadmap_opt.auditor.facts import KILO, Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Key, Plan
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.timing import spend_shares
from roadmap_opt.auditor.violation import ZERO, Amount, Cell, amount, total
from roadmap_opt.case.cash_lines import REVENUE_LINES

BOUGHT_IN = (
    "purchases", "freight", "variable_cost", "energy_cost", "storage_cost", "disposal_cost", "licence_royalty",
)  # fmt: skip

Book = dict[tuple[str, str], Amount]


def footprint(facts: Facts, plan: Plan, production: Production, year: int) -> Book:
    """Everything but value added in a year, by kind and province."""
    book: Book = defaultdict(lambda: ZERO)

    def province(site: str) -> str:
        return facts.sites[site].province or site

    for (site, name, start), count in plan.builds.items():
        module = facts.modules[name]
        shares = spend_shares(module)
        if 0 <= year - start < len(shares):
            spent = count * facts.capex(module) * shares[year - start]
            jobs = facts.plants[module.plant].jobs_construction or 0.0
            book["construction_jobs", province(site)] += amount(spent * jobs)
    for (site, plant, at), capacity in production.installed.items():
        if at == year:
            book["operation_jobs", province(site)] += capacity * (facts.plants[plant].jobs_operation or 0.0)
    for (site, name, at), activity in plan.activity.items():
        recipe, where = facts.recipes[name], province(site)
        if at == year:
            book["electricity", where] += activity * (recipe.electricity / KILO)
            book["natural_gas", where] += activity * (recipe.natural_gas / KILO)
            book["water", where] += activity * (recipe.water / KILO)
            book["acid", where] += activity * ((recipe.acid or 0.0) / KILO)
            book["emissions", where] += activity * (recipe.emissions / KILO)
    for commodity, site, quantity in _kept(facts, plan, year):
        row = facts.commodities[commodity]
        if row.stage == "residue":
            book["residue_stock", province(site)] += quantity * (row.mass_per_unit / KILO)
        book["thorium_stock", province(site)] += quantity * (row.thorium or 0.0)
    return dict(book)


def _kept(facts: Facts, plan: Plan, year: int) -> list[tuple[str, str, Amount]]:
    """In store at the year's end; disposed of or put away for good up to then."""
    found = [(c, s, quantity) for (c, s, at), quantity in plan.stocks.items() if at == year]
    found += [(c, s, quantity) for (c, s, at), quantity in plan.disposal.items() if at <= year]
    for (site, recipe, at), activity in plan.activity.items():
        if at <= year and not facts.outputs[recipe]:
            found += [(c, site, activity * quantity) for c, quantity in facts.inputs[recipe].items()]
    return found


def public_value(facts: Facts, plan: Plan, production: Production, money: Money) -> dict[Key, dict[str, Cell]]:
    """Rows of the table of that name."""
    rows: dict[Key, dict[str, Cell]] = {}
    for year in facts.years:
        for (kind, place), quantity in footprint(facts, plan, production, year).items():
            rows[kind, place, year] = {"value": quantity}
        lines = (*REVENUE_LINES, *BOUGHT_IN)
        rows["value_added", "all", year] = {"value": total(money.real.get((name, year), ZERO) for name in lines)}
    return rows
