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

    Of Pins the key is the place on the sheet, counted from nought. ``column`` is the cell to look at first.
    """

    sheet: str
    key: str
    column: str = field(compare=False)


Of = Callable[[Indexes, Any], Member]


def _first(sheet: str, column: str) -> Of:
    """The row named by the first part of the index."""
    return lambda ix, index: Member(sheet, str(index[0] if isinstance(index, tuple) else index), column)


def _setting(name: str) -> Of:
    return lambda ix, index: Member("Settings", name, name)


def _plant_site(ix: Indexes, index: Any) -> Member:
    site, plant = index
    return Member("PlantSites", f"{plant}|{site}", "maximum_modules")


def _requirement(ix: Indexes, plant: str, site: str, number: int) -> Member:
    rows = (r for r in ix.case.requirements if r.plant == plant and r.alternative_set == number)
    row = next(r for r in rows if r.site in (None, site))
    key = joined((plant, row.site, number, row.programme, row.needs_plant))
    return Member("Requirements", key, "programme" if row.programme else "needs_plant")


def _construction(ix: Indexes, index: Any) -> Member:
    site, module, number, _ = index
    return _requirement(ix, ix.rows.modules[module].plant, site, number)


def _operation(ix: Indexes, index: Any) -> Member:
    site, plant, number, _ = index
    return _requirement(ix, plant, site, number)


def _ceiling(ix: Indexes, index: Any) -> Member:
    group = ix.rows.groups[index[0]]
    own = group.share is not None
    return (
        Member("OfftakeGroups", group.group, "share") if own else Member("Settings", "offtake_share", "offtake_share")
    )


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
        "concentration": _first("Funding", "maximum_share"),
        "foreign_sources": _setting("minimum_foreign_sources"),
        "construction_starts": _setting("construction_starts_limit"),
        "guarantee_limit": _setting("guarantee_limit"),
        "cash_floor": _setting("cash_floor"),
        "own_swarf_first": _setting("swarf_recycled_share"),
        "supplier_share": _setting("maximum_supplier_share"),
        "promised_share": _ceiling,
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
        "gearing": _first("Perimeters", "maximum_gearing"),
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
