"""What goes out in a year in which the same comes in from abroad, and why as far as the data can say."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from roadmap_opt.case.indexes.rows import THOUSAND
from roadmap_opt.runs.run import Run, records

NOTHING = 1e-6
SAME_PRICE = 0.005
"""Part of a price by which two have to differ to be told apart."""


FULL = 0.995
"""Used share from which a plant counts as full."""


@dataclass(frozen=True)
class RoundTrip:
    """A commodity in a year: units sold, of those abroad and under ``contracts``, and units imported.

    ``received`` and ``paid`` are average prices in base-year kUSD per unit, before freight. ``elsewhere`` is what is
    sold from other sites than those that the imports go to.
    """

    commodity: str
    year: int
    sold: float
    abroad: float
    contracted: float
    imported: float
    received: float
    paid: float
    contracts: tuple[str, ...]
    elsewhere: float

    @property
    def reasons(self) -> tuple[str, ...]:
        """Keys of what explains it: a promise, a better price, another place; ``unknown`` where none does."""
        found = []
        if self.contracted > NOTHING:
            found.append("contract_all" if self.contracted >= self.sold - NOTHING else "contract_part")
        if self.received > self.paid * (1 + SAME_PRICE):
            found.append("price")
        if self.elsewhere >= self.sold - NOTHING:
            found.append("place")
        return tuple(found or ["unknown"])


@dataclass(frozen=True)
class FurtherOn:
    """A year in which a commodity is exported and a good that is made of it is imported; units of each.

    ``use`` is the used share of that plant which has most room, of those that can turn the one into the other; nothing
    without such a plant.
    """

    exported: str
    imported: str
    year: int
    out: float
    back: float
    use: float | None

    @property
    def reason(self) -> str:
        """Key of what explains it: no such plant, full ones, or room in one, of which the data say no more."""
        return "plant_none" if self.use is None else "plant_full" if self.use >= FULL else "plant_room"


def round_trips(run: Run) -> list[RoundTrip]:
    """Every commodity and year in which both happen, in the order of the workbook and of time."""
    out, back = _sold(run), _imported(run)
    order = [row.commodity for row in run.case.commodities]
    both = sorted(set(out) & set(back), key=lambda key: (order.index(key[0]), key[1]))
    found = []
    for key in both:
        lots, bought = out[key], back[key]
        sold = math.fsum(lot.quantity for lot in lots)
        imported = math.fsum(lot.quantity for lot in bought)
        if min(sold, imported) <= NOTHING:
            continue
        bound = [lot for lot in lots if lot.contract]
        fed = {lot.site for lot in bought}
        found.append(
            RoundTrip(
                *key,
                sold=sold,
                abroad=math.fsum(lot.quantity for lot in lots if lot.abroad),
                contracted=math.fsum(lot.quantity for lot in bound),
                imported=imported,
                received=_average(lots),
                paid=_average(bought),
                contracts=tuple(dict.fromkeys(lot.contract for lot in bound)),
                elsewhere=math.fsum(lot.quantity for lot in lots if lot.site not in fed),
            )
        )
    return found


def further_on(run: Run) -> list[FurtherOn]:
    """Exports of a good in years in which what recipes make of it in one step is imported."""
    inputs, outputs = run.ix.materials.inputs, run.ix.materials.outputs
    makers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for recipe, taken in inputs.items():
        for good, product in itertools.product(taken, outputs[recipe]):
            if good != product:
                makers[good, product].add(run.ix.rows.recipes[recipe].plant)
    reo = run.ix.materials.reo
    back = {key: math.fsum(lot.quantity for lot in lots) for key, lots in _imported(run).items()}
    out = {key: math.fsum(lot.quantity for lot in lots if lot.abroad) for key, lots in _sold(run).items()}
    found = []
    for (good, product), plants in makers.items():
        for year in run.case.decision_years if reo[good] > 0 and reo[product] > 0 else ():
            went, came = out.get((good, year), 0.0), back.get((product, year), 0.0)
            if min(went, came) > NOTHING:
                found.append(
                    FurtherOn(good, product, year, went, came, used_share(run.tables["capacity"], plants, year))
                )
    order = [row.commodity for row in run.case.commodities]
    return sorted(found, key=lambda each: (order.index(each.exported), order.index(each.imported), each.year))


def used_share(capacity: pd.DataFrame, plants: set[str], year: int) -> float | None:
    """The used share of the plant with most room: of different plants tonnes and motors do not add up.

    Nothing where none of ``plants`` is in operation; ``capacity`` is the result table.
    """
    own = capacity[capacity["plant"].isin(plants) & (capacity["year"] == year)]
    by_plant = own.groupby("plant")[["used", "available"]].sum()
    working = by_plant[by_plant["available"] > NOTHING]
    return float((working["used"] / working["available"]).min()) if len(working) else None


@dataclass(frozen=True, slots=True)
class _Lot:
    site: str
    quantity: float
    price: float
    abroad: bool
    contract: str = ""


def _average(lots: list[_Lot]) -> float:
    whole = math.fsum(lot.quantity for lot in lots)
    return math.fsum(lot.quantity * lot.price for lot in lots) * THOUSAND / whole


def _sold(run: Run) -> Mapping[tuple[str, int], list[_Lot]]:
    """What is sold, at home and abroad, on the market and under contracts, by commodity and year."""
    trade, rows = run.ix.trade, run.ix.rows
    found: dict[tuple[str, int], list[_Lot]] = defaultdict(list)
    for row in records(run.tables["sales"]):
        market = rows.markets[row.market]
        price = trade.market_price(row.market, int(row.year))
        lot = _Lot(row.site, float(row.quantity), price, not market.domestic)
        found[market.commodity, int(row.year)].append(lot)
    for row in records(run.tables["deliveries"]):
        contract = rows.contracts[row.contract]
        market = rows.markets[contract.market]
        price = trade.contract_price(contract, int(row.year))
        lot = _Lot(row.site, float(row.quantity), price, not market.domestic, row.contract)
        found[market.commodity, int(row.year)].append(lot)
    return {key: [lot for lot in lots if lot.quantity > NOTHING] for key, lots in found.items()}


def _imported(run: Run) -> Mapping[tuple[str, int], list[_Lot]]:
    """What is bought abroad, by commodity and year."""
    supplies = {row.supply: row for row in run.case.supplies}
    found: dict[tuple[str, int], list[_Lot]] = defaultdict(list)
    for row in records(run.tables["purchases"]):
        supply = supplies[row.supply]
        if supply.foreign and row.quantity > NOTHING:
            price = run.ix.trade.supply_price(supply.price_factor, supply.price_adder, supply.commodity, int(row.year))
            found[supply.commodity, int(row.year)].append(_Lot(row.site, float(row.quantity), price, True))
    return found
