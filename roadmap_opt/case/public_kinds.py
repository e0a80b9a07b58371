"""What a country has of a plan besides money: the kinds that are counted, with their units, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PUBLIC_VALUE: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "construction_jobs": ("person-years", "Jobs in construction", "İnşaatta istihdam"),
        "operation_jobs": ("jobs", "Jobs in operation", "İşletmede istihdam"),
        "value_added": ("MUSD real", "Value added", "Katma değer"),
        "electricity": ("GWh", "Electricity", "Elektrik"),
        "natural_gas": ("TJ", "Natural gas", "Doğal gaz"),
        "water": ("thousand m3", "Fresh water", "Su"),
        "acid": ("kt", "Hydrochloric acid", "Hidroklorik asit"),
        "emissions": ("kt CO2e", "Greenhouse gases", "Sera gazı"),
        "thorium_stock": ("t Th", "Thorium kept", "Tutulan toryum"),
        "residue_stock": ("kt", "Residues kept", "Tutulan artık"),
    }
)
"""Unit of a year's value, English and Turkish name of every kind. Stocks stand at the end of the year."""

EVERYWHERE = "all"
"""Place of what is counted for the whole country only."""
