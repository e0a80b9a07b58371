"""The limits of the workbook that have a shadow price: which row holds each, where its number stands, in what unit.

A price is the worth of one more unit of *one row*. A number of the workbook that stands in several rows (a store's
limit in all its years, a contract's volume) is worth their sum. The value of a soft target stands in its rows and also
measures the shortfall: the prices are of the rows, and a change of the value changes the measure as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the number of a limit stands (``Sheet.column``, or the product of several) and the unit of its row."""

    where: str
    unit: str


LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "market_limit": Limit("Demand.quantity × Markets.addressable_share", "units/yr that can be won"),
        "spot_limit": Limit("Markets.spot_share × what can be won", "units/yr open to spot sales"),
        "market_entry": Limit("Markets.entry_share × what can be won", "units/yr more than the year before"),
        "minimum_service": Limit("Markets.minimum_service × what can be won", "units/yr"),
        "supply_limit": Limit("Supplies.quantity", "units/yr"),
        "supplier_share": Limit("Settings.maximum_supplier_share × magnet rare earths imported", "t oxide/yr"),
        "stockpile": Limit("Stockpiles.quantity", "units at the year's end"),
        "stockpile_turnover": Limit("Stockpiles.turnover × quantity", "units/yr"),
        "collection_limit": Limit("ReturnFlows.collection_share × what comes back", "units/yr"),
        "extra_share": Limit("Effects.value × what comes back", "units/yr"),
        "mining_rate": Limit("Deposits.maximum_rate", "kt ore/yr"),
        "reserve_limit": Limit("Deposits.verified_reserve (in Mt), unverified_allowance", "kt ore up to the year"),
        "storage_limit": Limit("Commodities.storage_limit", "units at the year's end"),
        "disposal_limit": Limit("Commodities.disposal_limit", "units/yr"),
        "capacity_limit": Limit("Modules.capacity × modules, Existing.capacity", "capacity units/yr"),
        "learning": Limit("Plants.learning_step × capacity, first_year_share × what opens", "capacity units/yr"),
        "minimum_load": Limit("Plants.minimum_load × what the ramp-up allows", "capacity units/yr"),
        "goes_on": Limit("Settings.tail_operation_share × use before", "capacity units/yr"),
        "construction_starts": Limit("Settings.construction_starts_limit", "MUSD/yr"),
        "water_limit": Limit("Sites.water_limit", "thousand m3/yr"),
        "promised_most": Limit("Contracts.volume", "units/yr of the whole term"),
        "promised_least": Limit("Contracts.minimum_volume", "units/yr of the whole term"),
        "delivery_most": Limit("Volume promised", "units/yr"),
        "delivery_least": Limit("Contracts.minimum_delivery × volume promised", "units/yr"),
        "promised_share": Limit("OfftakeGroups.share or Settings.offtake_share × basis", "units/yr"),
        "support_limit": Limit("PriceSupport.yearly_limit", "MUSD real/yr"),
        "support_share": Limit("PriceSupport.covered_share × sales", "units/yr"),
        "yearly_limit": Limit("Funding.yearly_limit", "MUSD nominal/yr"),
        "total_limit": Limit("Funding.total_limit", "MUSD nominal"),
        "minimum_ticket": Limit("Funding.minimum_ticket", "MUSD nominal"),
        "concentration": Limit("Funding.maximum_share or Settings.maximum_source_share × money raised", "MUSD nominal"),
        "ownership": Limit("Funding.ownership_share × equity of the plants", "MUSD nominal"),
        "gearing": Limit("Perimeters.maximum_gearing or Settings.maximum_gearing × debt and equity", "MUSD nominal"),
        "guarantee_limit": Limit("Settings.guarantee_limit", "MUSD nominal owed"),
        "base_cover": Limit("LenderClasses.cover_base × service", "MUSD nominal"),
        "low_cover": Limit("LenderClasses.cover_low × service", "MUSD nominal"),
        "contract_cover": Limit("LenderClasses.contract_cover × service of the class", "MUSD nominal"),
        "sponsor_support": Limit("Settings.support_service_share, support_debt_share", "MUSD nominal"),
        "cash_floor": Limit("Settings.cash_floor", "MUSD nominal at the year's end"),
        "own_swarf_first": Limit("Settings.swarf_recycled_share × swarf made", "t swarf/yr"),
        "target_level": Limit("Targets.value", "unit of the indicator"),
        "target_ratio": Limit("Targets.value × denominator", "unit of the numerator"),
        "target_not_empty": Limit("Targets.value × minimum_denominator", "unit of the numerator"),
        "target_whole": Limit("Targets.value × minimum_denominator", "unit of the numerator"),
    }
)
"""By constraint of the formulation. Whole numbers (modules of a site, contracts, sources) have no price: half a module
cannot be bought."""
