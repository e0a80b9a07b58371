"""Brought: what foreign sources and partnerships bring, and from when on they count.

Index    k kind (source or partnership), i foreign source or partnership, y decision year.
Data     minimum_brought                                                   Settings
         programme, contract                                               Funding
         programme                                                         Contracts, Supplies, Recipes
         needs                                                             Programmes
Decides  counted[k, i, y]      0 to 1, continuous   the part of i that counts by the end of y; only indicators read it
Gives    brought[k, i, y]      MUSD of the base year up to the end of y. Of a source: the money drawn. Of a partnership:
                               what came through it, or through a programme that needs it: money drawn from sources
                               that ask for it, goods delivered under contracts, feed bought, and what is made with
                               recipes that it unlocks, all goods at base-year prices
Reads    draw (debt), mobilised_by (funding), finished (programmes), delivery (offtake), purchase (supply), activity
         (processing)

counted_joined[k, i, y]       counted <= mobilised_by (source), finished (partnership)
counted_brought[k, i, y]      minimum_brought * counted <= brought

A signature that nothing follows does not count; one that has brought half of the least amount counts half. That needs
no yes/no decision beside those that are there. No rule holds `counted` down, so results give it the most it may be.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, total


def _members(ix: Indexes) -> list[tuple[str, str]]:
    sources = [("source", f) for f, row in ix.rows.sources.items() if row.foreign]
    return sources + [("partnership", g) for g, row in ix.rows.programmes.items() if row.kind == "partnership"]


def _keys(ix: Indexes) -> list[tuple[str, str, int]]:
    return [(k, i, y) for k, i in _members(ix) for y in ix.years]


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare the parts that count."""
    model.counted = pyo.Var(_keys(ix), bounds=(0, 1))


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define what each has brought by the end of a year."""
    through = {i: _Through(model, ix, i) for k, i in _members(ix) if k == "partnership"}

    def money(f: str, y: int) -> Expression:
        return model.draw[f, y] * (1.0 / ix.prices.level(y))

    def brought(k: str, i: str, y: int) -> Expression:
        so_far = [v for v in ix.years if v <= y]
        if k == "source":
            return total(money(i, v) for v in so_far)
        return total(term for v in so_far for term in through[i].in_year(v))

    define(model, "brought", _keys(ix), brought)


class _Through:
    """What comes through one partnership in a year, in MUSD of the base year."""

    def __init__(self, model: pyo.ConcreteModel, ix: Indexes, partnership: str) -> None:
        self.model, self.ix = model, ix
        opened = ix.programmes.opened_by(partnership)
        rows = ix.rows
        self.contracts = {k for k, row in rows.contracts.items() if row.programme in opened}
        self.sources = [
            f for f, row in rows.sources.items() if row.programme in opened or row.contract in self.contracts
        ]
        self.supplies = {u for u, row in rows.supplies.items() if row.programme in opened}
        self.recipes = {r for r, row in rows.recipes.items() if row.programme in opened}

    def in_year(self, y: int) -> Iterator[Expression]:
        """The money, deliveries, feed and goods of a year."""
        ix, model, price = self.ix, self.model, self.ix.prices.of_base_year
        for f in self.sources:
            yield model.draw[f, y] * (1.0 / ix.prices.level(y))
        for k, s in ix.trade.delivery_routes:
            if k in self.contracts:
                yield model.delivery[k, s, y] * price(ix.rows.product_of[k])
        for u, s in ix.trade.purchase_routes:
            if u in self.supplies:
                yield model.purchase[u, s, y] * price(ix.rows.supplies[u].commodity)
        for s, r in ix.materials.recipe_sites:
            if r in self.recipes:
                made = sum(quantity * price(c) for c, quantity in ix.materials.outputs[r].items())
                yield model.activity[s, r, y] * made


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Nothing counts before it is there, nor beyond what it has brought."""

    def joined(k: str, i: str, y: int) -> Expression:
        there = model.mobilised_by[i, y] if k == "source" else model.finished[i, y]
        return model.counted[k, i, y] - there <= 0

    least = ix.settings.minimum_brought
    limit(model, "counted_joined", _keys(ix), joined)
    limit(
        model,
        "counted_brought",
        _keys(ix) if least else (),
        lambda k, i, y: least * model.counted[k, i, y] - model.brought[k, i, y] <= 0,
    )


def settle(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Give `counted` the most it may be in a plan: the solver leaves it anywhere below where no target asks for it."""
    least = ix.settings.minimum_brought
    for k, i, y in _keys(ix):
        there = float(pyo.value(model.mobilised_by[i, y] if k == "source" else model.finished[i, y]))
        part = float(pyo.value(model.brought[k, i, y])) / least if least else 1.0
        model.counted[k, i, y].set_value(max(0.0, min(there, part)), skip_validation=True)
