"""Rows of the formulation by the row of the workbook that asks for them: what a planner can take back, one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from roadmap_opt.case.indexes import Indexes
from roadmap_opt.reach.cells import joined
from roadmap_opt.solver.arrays import Arrays


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A row of the workbook: its sheet and its key, the parts joined by a bar; a setting is a row of its own.

    Of Pins the key is the place on the sheet, counted from nought. ``column`` is the cell to look at first; ``others``
    are the keys of rows that would do as well, each an alternative to it.
    """

    sheet: str
    key: str
    column: str = field(compare=False)
    others: tuple[str, ...] = field(compare=False, default=())


Of = Callable[[Indexes, Any], Member]


def _first(sheet: str, column: str) -> Of:
    """The row named by the first part of the index."""
    return lambda ix, index: Member(sheet, str(index[0] if isinstance(index, tuple) else index), column)


def _setting(name: str) -> Of:
    return lambda ix, index: Member("Settings", name, name)


def _or_setting(sheet: str, column: str, setting: str, own: Callable[[Indexes, str], object]) -> Of:
    """The row named by the first part of the index where it has a number of its own, else the setting."""

    def of(ix: Indexes, index: Any) -> Member:
        name = str(index[0] if isinstance(index, tuple) else index)
        return Member("Settings", setting, setting) if own(ix, name) is None else Member(sheet, name, column)

    return of


def _plant_site(ix: Indexes, index: Any) -> Member:
    site, plant = index
    return Member("PlantSites", f"{plant}|{site}", "maximum_modules")


def _requirement(ix: Indexes, gate: str, site: str, plant: str, number: int) -> Member:
    rows = ix.plants.requirements[gate, site, plant, number]
    keys = [joined((plant, row.site, number, row.programme, row.needs_plant)) for row in rows]
    return Member("Requirements", keys[0], "programme" if rows[0].programme else "needs_plant", tuple(keys[1:]))


def _construction(ix: Indexes, index: Any) -> Member:
    site, module, number, _ = index
    return _requirement(ix, "construction", site, ix.rows.modules[module].plant, number)


def _operation(ix: Indexes, index: Any) -> Member:
    site, plant, number, _ = index
    return _requirement(ix, "operation", site, plant, number)


def _stockpile(ix: Indexes, index: Any) -> Member:
    commodity, site, _ = index
    row = next(r for r in ix.case.stockpiles if (r.commodity, r.site) == (commodity, site))
    return Member("Stockpiles", joined((row.commodity, row.site, row.first_year)), "quantity")


MEMBERS: Mapping[str, Of] = MappingProxyType(
    {
        "target_level": _first("Targets", "value"),
        "target_ratio": _first("Targets", "value"),
        "target_not_empty": _first("Targets", "value"),
        "target_whole": _first("Targets", "value"),
        "pinned": _first("Pins", "value"),
        "yearly_limit": _first("Funding", "yearly_limit"),
        "total_limit": _first("Funding", "total_limit"),
        "minimum_ticket": _first("Funding", "minimum_ticket"),
        "source_programme": _first("Funding", "programme"),
        "concentration": _or_setting(
            "Funding", "maximum_share", "maximum_source_share", lambda ix, f: ix.rows.sources[f].maximum_share
        ),
        "ownership": _first("Funding", "ownership_share"),
        "source_contract": _first("Funding", "contract"),
        "foreign_sources": _setting("minimum_foreign_sources"),
        "construction_starts": _setting("construction_starts_limit"),
        "guarantee_limit": _setting("guarantee_limit"),
        "cash_floor": _setting("cash_floor"),
        "own_swarf_first": _setting("swarf_recycled_share"),
        "supplier_share": _setting("maximum_supplier_share"),
        "promised_share": _or_setting("OfftakeGroups", "share", "offtake_share", lambda ix, g: ix.rows.groups[g].share),
        "site_space": _plant_site,
        "construction_gate": _construction,
        "operation_gate": _operation,
        "programme_order": _first("Programmes", "needs"),
        "recipe_unlocked": lambda ix, index: Member("Recipes", index[1], "programme"),
        "supply_limit": _first("Supplies", "quantity"),
        "collection_limit": _first("ReturnFlows", "collection_share"),
        "mining_rate": _first("Deposits", "maximum_rate"),
        "reserve_limit": _first("Deposits", "verified_reserve"),
        "market_limit": _first("Markets", "addressable_share"),
        "minimum_service": _first("Markets", "minimum_service"),
        "water_limit": _first("Sites", "water_limit"),
        "storage_limit": _first("Commodities", "storage_limit"),
        "disposal_limit": _first("Commodities", "disposal_limit"),
        "support_limit": _first("PriceSupport", "yearly_limit"),
        "spot_limit": _first("Markets", "spot_share"),
        "market_entry": _first("Markets", "entry_share"),
        "contract_programme": _first("Contracts", "programme"),
        "delivery_least": _first("Contracts", "minimum_delivery"),
        "minimum_load": lambda ix, index: Member("Plants", index[1], "minimum_load"),
        "stockpile": _stockpile,
        "stockpile_turnover": _stockpile,
        "no_speculation": _setting("purchases_for_stock"),
        "goes_on": _setting("tail_operation_share"),
    }
)  # fmt: skip
"""By constraint: whose row it is. All other rows say what a plan is, and stay."""


LEAST: Mapping[str, float] = MappingProxyType({"cash_floor": 0.0})
"""What is left of a limit that is taken back, where it is not nothing at all: no overdraft without end."""


def members(arrays: Arrays, ix: Indexes) -> dict[Member, list[int]]:
    """The rows of the arrays that each row of the workbook asks for."""
    found: dict[Member, list[int]] = {}
    for row, (name, index) in enumerate(arrays.row_labels):
        if name in MEMBERS:
            found.setdefault(MEMBERS[name](ix, index), []).append(row)
    return found
