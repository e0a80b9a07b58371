"""Material balance: nothing appears and nothing disappears.

Index    c commodity, s site, y decision year or period of the tail.
Reads    made, consumed (processing); extraction (reserves); bought (supply); collected (returns); sold (markets);
         delivered (offtake); arrived, departed, stock, disposed (logistics)

material_balance[c, s, y]   made + mined + bought + collected + arrived + opening stock
                            = consumed + sold + delivered + departed + disposed + closing stock

Stocks are empty before the first decision year. What is in store at the end of the last one stays there and is worth
nothing: the tail is a steady state without stocks, but for residues, whose store fills by a part of the difference
between closing and opening stock in each year of a period.
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, limit, total


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """One equation per commodity, site and year."""
    deposits: dict[tuple[str, str], list[str]] = {}
    for row in ix.case.deposits:
        deposits.setdefault((row.commodity, row.site), []).append(row.deposit)

    def balance(c: str, s: str, y: int) -> Expression:
        mined = total(model.extraction[e, y] for e in deposits.get((c, s), ()))
        stored, before = (c, s, y) in model.stock, ix.rows.before(y)
        opening = model.stock[c, s, before] * (1 / ix.weight(y)) if stored and before is not None else 0.0
        closing = model.stock[c, s, y] * (1 / ix.weight(y)) if stored else 0.0
        disposed = model.disposed[c, s, y] if (c, s, y) in model.disposed else 0.0
        node = (c, s, y)
        sources = model.made[node] + mined + model.bought[node] + model.collected[node] + model.arrived[node] + opening
        uses = model.consumed[node] + model.sold[node] + model.delivered[node] + model.departed[node]
        return sources - uses - disposed - closing == 0

    limit(model, "material_balance", [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods], balance)
