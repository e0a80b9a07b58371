"""Offtake: which long-term contracts are signed, for how much, and how much of a group's output they may promise.

Index    k contract, g product group, s site, y decision year or period of the tail.
Data     minimum_volume (blank: volume), volume, length, nomination_years, first_delivery_from/to,
         minimum_delivery, price_rule and its numbers, programme                       Contracts
         share (blank: offtake_share of Settings)                                     OfftakeGroups
         offtake_basis                                                                Settings
Decides  signed[k, y]        binary    first delivery in y
         promised[k, y]      units per year of the term that begins in y
         delivery[k, s, y]   units per year
Gives    in_force[k, y], promised_volume[k, y], in the tail by the share of the period's years within the term;
         delivered[c, s, y]; contracted[g, y] volume in force; offtake_basis[g, y]
Reads    made (processing), served (markets), completed (programmes)

signed_once[k]               sum over y of signed <= 1
contract_programme[k, y]     signed[k, y] <= completed[programme of k, y - nomination_years], the year of signature
promised_most[k, y]          promised <= volume * signed
promised_least[k, y]         promised >= minimum_volume * signed
delivery_most[k, y]          sum over s of delivery <= promised_volume
delivery_least[k, y]         sum over s of delivery >= minimum_delivery * promised_volume
promised_share[g, y]         contracted[g, y] <= share * basis (production, or sales, of the group)
"""

from __future__ import annotations

import pyomo.environ as pyo

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.algebra import Expression, define, limit, repeated_bound, total


def variables(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Declare signatures, what they promise, and deliveries."""
    windows = [(k, y) for k, window in ix.trade.contract_windows.items() for y in window]
    model.signed = pyo.Var(windows, domain=pyo.Binary)
    model.promised = pyo.Var(windows, bounds=lambda _, k, y: (0.0, ix.rows.contracts[k].volume))
    repeated_bound(model, "promised")

    def bounds(_: pyo.ConcreteModel, k: str, s: str, y: int) -> tuple[float, float]:
        return 0.0, ix.rows.contracts[k].volume

    model.delivery = pyo.Var([(k, s, y) for k, s in ix.trade.delivery_routes for y in ix.periods], bounds=bounds)
    repeated_bound(model, "delivery")


def expressions(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Define which contracts run, what they take and the basis of the limit."""
    terms = [(k, y) for k in ix.rows.contracts for y in ix.periods]
    define(
        model,
        "in_force",
        terms,
        lambda k, y: total(model.signed[k, v] * share for v, share in ix.trade.terms_running(k, y).items()),
    )
    define(
        model,
        "promised_volume",
        terms,
        lambda k, y: total(model.promised[k, v] * share for v, share in ix.trade.terms_running(k, y).items()),
    )
    contracts: dict[tuple[str, str], list[str]] = {}
    for k, s in ix.trade.delivery_routes:
        contracts.setdefault((ix.rows.product_of[k], s), []).append(k)
    define(
        model,
        "delivered",
        [(c, s, y) for c, s in ix.materials.nodes for y in ix.periods],
        lambda c, s, y: total(model.delivery[k, s, y] for k in contracts.get((c, s), ())),
    )
    members = {g: [c for c, row in ix.rows.commodities.items() if row.group == g] for g in ix.rows.groups}
    keys = [(g, y) for g in ix.rows.groups for y in ix.periods]

    def basis(g: str, y: int) -> Expression:
        if ix.settings.offtake_basis == "sales":
            return total(model.served[d, y] for d, row in ix.rows.markets.items() if row.commodity in members[g])
        return total(model.made[c, s, y] for c, s in ix.materials.nodes if c in members[g])

    define(
        model,
        "contracted",
        keys,
        lambda g, y: total(
            model.promised_volume[k, y] for k in ix.rows.contracts if ix.rows.product_of[k] in members[g]
        ),
    )
    define(model, "offtake_basis", keys, basis)


def constraints(model: pyo.ConcreteModel, ix: Indexes) -> None:
    """Contracts are signed once for a volume, are delivered every year of their term, and stay within the share."""
    sites: dict[str, list[str]] = {k: [] for k in ix.rows.contracts}
    for k, s in ix.trade.delivery_routes:
        sites[k].append(s)

    def most(k: str, y: int) -> Expression:
        delivered = total(model.delivery[k, s, y] for s in sites[k])
        return delivered - model.promised_volume[k, y] <= 0

    def least(k: str, y: int) -> Expression:
        delivered = total(model.delivery[k, s, y] for s in sites[k])
        return delivered - ix.rows.contracts[k].minimum_delivery * model.promised_volume[k, y] >= 0

    def promised_share(g: str, y: int) -> Expression:
        own = ix.rows.groups[g].share
        share = ix.settings.offtake_share if own is None else own
        return model.contracted[g, y] - share * model.offtake_basis[g, y] <= 0

    keys = [(k, y) for k in ix.rows.contracts for y in ix.periods]
    windows = [k for k, window in ix.trade.contract_windows.items() if window]
    limit(model, "signed_once", windows, lambda k: total(model.signed[k, y] for y in ix.trade.contract_windows[k]) <= 1)
    limit(
        model,
        "contract_programme",
        [(k, y) for k, y in model.signed if ix.rows.contracts[k].programme],
        lambda k, y: (
            model.signed[k, y] - model.completed[ix.rows.contracts[k].programme, ix.trade.signing_year(k, y)] <= 0
        ),
    )
    limit(
        model,
        "promised_most",
        list(model.promised),
        lambda k, y: model.promised[k, y] - ix.rows.contracts[k].volume * model.signed[k, y] <= 0,
    )
    limit(
        model,
        "promised_least",
        list(model.promised),
        lambda k, y: model.promised[k, y] - ix.trade.least_volume(k) * model.signed[k, y] >= 0,
    )
    limit(model, "delivery_most", keys, most)
    limit(model, "delivery_least", keys, least)
    limit(model, "promised_share", [(g, y) for g in ix.rows.groups for y in ix.periods], promised_share)


def cash_flows(model: pyo.ConcreteModel, ix: Indexes) -> dict[str, dict[int, Expression]]:
    """Contract revenue and freight to the delivery site in constant money."""

    def freight(k: str, s: str) -> float:
        market = ix.rows.markets[ix.rows.contracts[k].market]
        return ix.trade.freight(market.commodity, s, market.site)

    return {
        "contract_revenue": {
            y: total(
                model.delivery[k, s, y] * ix.trade.contract_price(ix.rows.contracts[k], y)
                for k, s in ix.trade.delivery_routes
            )
            for y in ix.periods
        },
        "freight": {
            y: total(model.delivery[k, s, y] * -freight(k, s) for k, s in ix.trade.delivery_routes) for y in ix.periods
        },
    }
