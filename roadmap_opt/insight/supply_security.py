"""Security of supply and public value as a reader asks for them: shares by year, who is served first, what is held."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from roadmap_opt.case.origins import HOME, WATCHED_ELEMENTS
from roadmap_opt.case.public_kinds import PUBLIC_VALUE
from roadmap_opt.runs.run import Run, by_year

Years = dict[int, float]


@dataclass(frozen=True)
class SupplySecurity:
    """By rare earths (definitions of the indicator `import_dependence`), years without supply left out.

    ``imported``, ``largest`` and ``concentration`` hold the share that is imported, the share of the largest supplier
    country in it and the Herfindahl-Hirschman index; ``entering`` shares of the whole by stage and country.
    ``first_served`` is the served part of what can be won, by market with a minimum service; ``stockpiles`` what has
    to be held and what is held, by commodity and site.
    """

    imported: dict[str, Years]
    largest: dict[str, Years]
    concentration: dict[str, Years]
    entering: dict[str, dict[tuple[str, str], Years]]
    first_served: dict[str, Years]
    stockpiles: dict[tuple[str, str], tuple[Years, Years]]


def supply_security(run: Run) -> SupplySecurity:
    """What the tables of a run with a plan say."""
    ix = run.ix
    table, sources = run.tables["supply_security"], run.tables["supply_sources"]

    def known(column: str) -> dict[str, Years]:
        found = by_year(table, ("element",), column, keep_zero=True)
        filled = {key: {y: v for y, v in years.items() if not math.isnan(v)} for (key,), years in found.items()}
        return {key: years for key, years in filled.items() if years}

    entering: dict[str, dict[tuple[str, str], Years]] = {key: {} for key in WATCHED_ELEMENTS}
    for (element, stage, country), years in by_year(sources, ("element", "stage", "country"), "share").items():
        entering[element][stage, country] = years
    sold = _served(run)
    first_served = {}
    for name, row in ix.rows.markets.items():
        if row.minimum_service:
            won = {y: ix.trade.addressable.get((name, y), 0.0) for y in ix.years}
            first_served[name] = {y: sold.get(name, {}).get(y, 0.0) / won[y] for y in ix.years if won[y]}
    held = by_year(run.tables["stocks"], ("commodity", "site"), "quantity", keep_zero=True)
    stockpiles = {
        (c, s): (
            {y: ix.security.required(c, s, y) for y in ix.years},
            {y: held.get((c, s), {}).get(y, 0.0) for y in ix.years},
        )
        for c, s in ix.security.stockpiles
    }
    return SupplySecurity(
        known("import_share"), known("largest_share"), known("hhi"), entering, first_served, stockpiles
    )


def _served(run: Run) -> dict[str, Years]:
    """What each market was sold, spot and under contract."""
    market = {row.contract: row.market for row in run.case.contracts}
    delivered = run.tables["deliveries"].assign(market=lambda frame: frame["contract"].map(market))
    both = pd.concat([run.tables["sales"][["market", "year", "quantity"]], delivered[["market", "year", "quantity"]]])
    return {name: years for (name,), years in by_year(both, ("market",), "quantity").items()}


def countries(entering: dict[tuple[str, str], Years]) -> dict[str, Years]:
    """Shares by country, all stages together, the country's own first."""
    found: dict[str, Years] = {}
    for (_, country), years in sorted(entering.items(), key=lambda item: (item[0][1] != HOME, item[0][1])):
        for year, share in years.items():
            own = found.setdefault(country, {})
            own[year] = own.get(year, 0.0) + share
    return found


def public_values(run: Run) -> dict[str, dict[str, Years]]:
    """Values by kind and place, kinds in the order in which they are declared; kinds without a row are left out."""
    found: dict[str, dict[str, Years]] = {kind: {} for kind in PUBLIC_VALUE}
    for (kind, place), years in by_year(run.tables["public_value"], ("kind", "place"), "value").items():
        found[kind][place] = years
    return {kind: places for kind, places in found.items() if places}
