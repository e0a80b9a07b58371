"""Which number of the workbook each kind of limit of the model holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.reach.cells import joined


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the workbook that limits something: its sheet, row, column, and the year of a series."""

    sheet: str
    key: str
    column: str
    year: int | None = None

    @property
    def words(self) -> str:
        """Its address in words of the workbook."""
        parts = (self.sheet, self.key, self.column, None if self.year is None else str(self.year))
        return " · ".join(part for part in parts if part)


_Where = Callable[[Indexes, tuple[Any, ...]], Number]


def _row(sheet: str, column: str) -> _Where:
    return lambda ix, index: Number(sheet, str(index[0]), column)


def _series(sheet: str, column: str) -> _Where:
    """A number of a series; the steady years have that of the last decision year."""
    return lambda ix, index: Number(sheet, str(index[0]), column, min(int(index[-1]), ix.last_year))


def _demand(ix: Indexes, index: tuple[Any, ...]) -> Number:
    return Number("Demand", joined((index[0], ix.settings.demand_case)), "quantity", min(int(index[-1]), ix.last_year))


def _setting(name: str) -> _Where:
    return lambda ix, index: Number("Settings", "*", name)


def _share(ix: Indexes, index: tuple[Any, ...]) -> Number:
    own = ix.rows.groups[index[0]].share is not None
    return Number("OfftakeGroups", str(index[0]), "share") if own else Number("Settings", "*", "offtake_share")


NUMBERS: Mapping[str, _Where] = MappingProxyType(
    {
        "market_limit": _demand,
        "spot_limit": _row("Markets", "spot_share"),
        "market_entry": _row("Markets", "entry_share"),
        "supply_limit": _series("Supplies", "quantity"),
        "collection_limit": _row("ReturnFlows", "collection_share"),
        "storage_limit": _row("Commodities", "storage_limit"),
        "disposal_limit": _row("Commodities", "disposal_limit"),
        "mining_rate": _row("Deposits", "maximum_rate"),
        "reserve_limit": _row("Deposits", "verified_reserve"),
        "water_limit": _row("Sites", "water_limit"),
        "yearly_limit": _row("Funding", "yearly_limit"),
        "total_limit": _row("Funding", "total_limit"),
        "ownership": _row("Funding", "ownership_share"),
        "promised_share": _share,
        "promised_most": _row("Contracts", "volume"),
        "guarantee_limit": _setting("guarantee_limit"),
        "cash_floor": _setting("cash_floor"),
        "supplier_share": _setting("maximum_supplier_share"),
        "support_limit": _row("PriceSupport", "yearly_limit"),
        "learning": lambda ix, index: Number("Plants", str(index[1]), "learning_step"),
    }
)
"""By constraint: the number of the workbook that it holds. Modules, programmes and whole contracts have no
price, and what targets cost is asked by itself: their value also measures their shortfall."""
