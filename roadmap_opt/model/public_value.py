"""Public value: what the country and its provinces have of the plan, and what they bear.

Index    k kind, n province (the site itself where Sites names none), s site, p plant type, m module, r recipe,
         c commodity, y decision year, v an earlier one.
Data     province                                                   Sites
         jobs_construction, jobs_operation                          Plants
         electricity, natural_gas, water, acid, emissions           Recipes
         stage, mass_per_unit, thorium                              Commodities
Gives    public_value[k, n, y]     sums over the sites of n:
             construction_jobs     person-years: jobs_construction * capex with owner's cost spent on a plant in y
             operation_jobs        jobs_operation * installed
             electricity, natural_gas, water, acid, emissions
                                   sum over r of quantity per activity * activity, in GWh, TJ, thousand m3, kt, kt CO2e
             residue_stock         kt: mass of residues in store at the end of y, and of all that were disposed of or
                                   taken in for good (by recipes that make nothing) up to y
             thorium_stock         t Th: the same for the thorium in all goods
         public_value[value_added, all, y]    MUSD real: revenue less what is bought in (purchases, freight, variable
                                   and energy cost, storage, disposal, licence royalties); price support is a transfer
                                   and left out
Reads    starts, installed (capacity), activity (processing), stock, disposed (logistics), line_real (economics)

Nothing here is decided; a target on an indicator of the same name limits it for the whole country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyomo.environ as pyo

from roadmap_opt.case.cash_lines import BOUGHT_IN_LINES, REVENUE_LINES
from roadmap_opt.case.indexes import THOUSAND, Indexes
from roadmap_opt.case.public_kinds import EVERYWHERE, PUBLIC_VALUE
from roadmap_opt.model.algebra import Expression, define, total

PER_ACTIVITY = ("electricity", "natural_gas", "water", "acid", "emissions")

Parts = Iterator[tuple[str, str, Expression]]


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define every kind by province and year."""
    parts: dict[tuple[str, str, int], list[Expression]] = defaultdict(list)
    for y in ix.years:
        for of in (_construction, _operation, _recipes, _kept):
            for kind, site, part in of(model, ix, y):
                parts[kind, ix.rows.sites[site].province or site, y].append(part)
        parts["value_added", EVERYWHERE, y] = [model.line_real[x, y] for x in (*REVENUE_LINES, *BOUGHT_IN_LINES)]
    kinds = list(PUBLIC_VALUE)
    keys = sorted(parts, key=lambda key: (kinds.index(key[0]), key[1], key[2]))
    define(model, "public_value", keys, lambda *key: total(parts[key]))


def _construction(model: pyo.ConcreteModel, ix: Indexes, y: int) -> Parts:
    for (s, m), years in ix.plants.slots.items():
        module = ix.rows.modules[m]
        jobs = (ix.rows.plants[module.plant].jobs_construction or 0.0) * ix.plants.capex(module)
        for v in years:
            if v <= y and jobs and (share := ix.plants.spend(module, y - v)):
                yield "construction_jobs", s, model.starts[s, m, v] * (jobs * share)


def _operation(model: pyo.ConcreteModel, ix: Indexes, y: int) -> Parts:
    for s, p in ix.plants.places:
        if jobs := ix.rows.plants[p].jobs_operation:
            yield "operation_jobs", s, jobs * model.installed[s, p, y]


def _recipes(model: pyo.ConcreteModel, ix: Indexes, y: int) -> Parts:
    for s, r in ix.materials.recipe_sites:
        for kind in PER_ACTIVITY:
            if quantity := getattr(ix.rows.recipes[r], kind):
                yield kind, s, model.activity[s, r, y] * (quantity / THOUSAND)


def _kept(model: pyo.ConcreteModel, ix: Indexes, y: int) -> Parts:
    """What stays in the country for good: in store, disposed of, or taken in by recipes that make nothing."""
    for c, s in ix.materials.nodes:
        row = ix.rows.commodities[c]
        mass = row.mass_per_unit / THOUSAND if row.stage == "residue" else 0.0
        if not mass and not row.thorium:
            continue
        stored = model.stock[c, s, y] if (c, s, y) in model.stock else 0.0
        ended = [(r, q) for r, q in ix.materials.users.get((c, s), ()) if not ix.materials.outputs[r]]
        past = [v for v in ix.years if v <= y]
        put_away = total(model.activity[s, r, v] * q for r, q in ended for v in past)
        disposed = total(model.disposed[c, s, v] for v in past if (c, s, v) in model.disposed)
        for kind, weight in (("residue_stock", mass), ("thorium_stock", row.thorium)):
            if weight:
                yield kind, s, weight * (stored + put_away + disposed)
