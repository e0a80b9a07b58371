"""Loop: the swarf of the country's own magnet lines, and what of it comes back.

Index    c commodity of stage swarf, s site, y decision year or period of the tail.
Data     swarf_recycled_share, swarf_recycled_from     Settings
Gives    swarf_made[y]        units per year that plants make
         swarf_recycled[y]    swarf used by recipes that win magnet rare earths back, less all swarf bought, and less
                              what was in store when the year began: own swarf of the year, never overstated
Reads    activity, made (processing), purchase (supply), stock (logistics)

own_swarf_first[y]            swarf_recycled >= swarf_recycled_share * swarf_made, from the year on that the share holds

"Before scrap is imported" would need a yes/no decision a year. A share that holds whether or not anything is imported
needs none and is how recycling duties are written: at 1 no swarf of the country's own lines is sold, stored or thrown
away while anything is imported, nor at any other time.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, total


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define swarf made and own swarf recycled."""
    kinds = {c for c, row in ix.rows.commodities.items() if row.stage == "swarf"}
    nodes = [(c, s) for c, s in ix.materials.nodes if c in kinds]

    def recycled(y: int) -> Expression:
        used = total(
            model.activity[s, r, y] * quantity
            for s, r in ix.materials.recipe_sites
            if ix.materials.wins_back(r)
            for c, quantity in ix.materials.inputs[r].items()
            if c in kinds
        )
        bought = total(
            model.purchase[u, s, y] for u, s in ix.trade.purchase_routes if ix.rows.supplies[u].commodity in kinds
        )
        before = ix.rows.before(y)
        stored = total(model.stock[c, s, before] for c, s in nodes if (c, s, y) in model.stock and before is not None)
        return used - bought - stored

    define(model, "swarf_made", ix.periods, lambda y: total(model.made[c, s, y] for c, s in nodes))
    define(model, "swarf_recycled", ix.periods, recycled)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """The duty to recycle own swarf, where Settings has one."""
    share, since = ix.settings.swarf_recycled_share, ix.settings.swarf_recycled_from
    bound = [y for y in ix.periods if share > 0 and y >= since]
    limit(model, "own_swarf_first", bound, lambda y: model.swarf_recycled[y] - share * model.swarf_made[y] >= 0)
