"""Where rare earths come from: the elements whose supply is watched, and the country of what is bought."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.supply import Supply

HOME = "TR"
"""ISO 3166 code of the country whose chain is planned."""

NOT_STATED = "??"
"""Stands for the country of an import that states none; the checks refuse such a row."""

WATCHED_ELEMENTS: Mapping[str, tuple[str, ...] | None] = MappingProxyType(
    {"ndpr": ("Nd", "Pr"), "dy": ("Dy",), "tb": ("Tb",), "magnet_reo": None}
)
"""Elements by definition of the indicator `import_dependence`; ``None`` stands for all that Elements flags."""

assert set(WATCHED_ELEMENTS) == set(KPIS["import_dependence"].definitions)


def country_of(supply: Supply) -> str:
    """Country of a tranche: its own for imports, the planned one for everything else."""
    return (supply.country or NOT_STATED) if supply.foreign else HOME
