"""Security of supply: where the rare earths of the chain come from, and what is kept in store for bad years.

Index    e rare earths that are watched: Nd and Pr, Dy, Tb, all magnet rare earths (definitions of import_dependence);
         g stage, n country, c commodity, s site, y decision year or period of the tail.
Data     country, foreign                                      Supplies
         content                                               Composition
         quantity, first_year, turnover, released_in           Stockpiles
         maximum_supplier_share                                Settings
Gives    origin[e, g, n, y]    t oxide per year that enter the chain at stage g: content of purchases from n; of
                               Türkiye (TR) also content of scrap collected, and oxide made from domestic ore
         supplied[e, y]        sum over g, n of origin
         imported[e, y]        the same without TR
Reads    purchase (supply), collection (returns), activity, consumed (processing), sold (markets), delivered (offtake),
         stock, departed (logistics)

supplier_share[n, y]           sum over g of origin[magnet_reo, g, n, y] <= maximum_supplier_share *
                               imported[magnet_reo, y] for every country n but TR
stockpile[c, s, y]             stock >= quantity held in y: from first_year on, not in the year of release
stockpile_turnover[c, s, y]    consumed + sold + delivered + departed >= turnover * quantity held before and after y

A stockpile is stock like any other: it is bought or made, takes space, costs storage, and what the chain takes from it
is replaced. After the last decision year it stays where it is, as all stock does, and is worth and costs nothing.
"""

from __future__ import annotations

from collections import defaultdict

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.origins import HOME
from roadmap_opt.model.algebra import Expression, define, limit, total

ALL = "magnet_reo"
"""Definition of import_dependence whose imports the limit on a country is about."""


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what enters the chain by rare earths, stage and country, and the sums of it."""
    origins: dict[tuple[str, str, str], list[tuple[pyo.Var, tuple[str, str], float]]] = defaultdict(list)
    stage = {c: row.stage for c, row in ix.rows.commodities.items()}
    for e, content in ix.security.content.items():
        for u, s in ix.trade.purchase_routes:
            c = ix.rows.supplies[u].commodity
            if c in content:
                origins[e, stage[c], ix.security.country(u)].append((model.purchase, (u, s), content[c]))
        for q, s in ix.trade.collection_routes:
            c = ix.rows.return_flows[q].commodity
            if c in content:
                origins[e, stage[c], HOME].append((model.collection, (q, s), content[c]))
        for s, r in ix.materials.recipe_sites:
            made = sum(q * content.get(c, 0.0) for c, q in ix.materials.outputs[r].items() if stage[c] == "oxide")
            if made and ix.materials.feed_class[r] == "domestic":
                origins[e, "oxide", HOME].append((model.activity, (s, r), made))

    def entering(e: str, g: str, n: str, y: int) -> Expression:
        return total(decided[(*key, y)] * weight for decided, key, weight in origins[e, g, n])

    def summed(e: str, y: int, *left_out: str) -> Expression:
        return total(model.origin[d, g, n, y] for d, g, n in origins if d == e and n not in left_out)

    keys = [(e, y) for e in ix.security.content for y in ix.periods]
    define(model, "origin", [(*origin, y) for origin in origins for y in ix.periods], entering)
    define(model, "supplied", keys, summed)
    define(model, "imported", keys, lambda e, y: summed(e, y, HOME))


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """No country above its share of the imports; what is to be in store is in store, and does not age."""
    most = ix.settings.maximum_supplier_share
    suppliers = {n for e, _, n, _ in model.origin if e == ALL and n != HOME} if most < 1 else set()

    def supplier_share(n: str, y: int) -> Expression:
        own = total(model.origin[key] for key in model.origin if (key[0], *key[2:]) == (ALL, n, y))
        return own - most * model.imported[ALL, y] <= 0

    def stockpile(c: str, s: str, y: int) -> Expression:
        return model.stock[c, s, y] >= ix.security.required(c, s, y)

    def turnover(c: str, s: str, y: int) -> Expression:
        used = model.consumed[c, s, y] + model.sold[c, s, y] + model.delivered[c, s, y] + model.departed[c, s, y]
        return used >= ix.security.turned_over(c, s, y)

    kept = [(c, s, y) for c, s in ix.security.stockpiles for y in ix.years]
    limit(model, "supplier_share", [(n, y) for n in sorted(suppliers) for y in ix.periods], supplier_share)
    limit(model, "stockpile", [key for key in kept if ix.security.required(*key) > 0], stockpile)
    limit(model, "stockpile_turnover", [key for key in kept if ix.security.turned_over(*key) > 0], turnover)
