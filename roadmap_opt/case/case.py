"""The facts of one scenario: frozen entities, ready for the model. No Excel and no Pyomo here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.sheets.finance import DeckPrice, Eligibility, FundingSource, LenderClass, Perimeter
from roadmap_opt.case.sheets.investment import ExistingPlant, Module, Plant, PlantSite, Recipe, RecipeFlow, Requirement
from roadmap_opt.case.sheets.market import Contract, Demand, Market, OfftakeGroup, PriceSupport
from roadmap_opt.case.sheets.physical import (
    Commodity,
    Content,
    Distance,
    Element,
    Premium,
    Price,
    PriceFormula,
    Site,
    Utility,
)
from roadmap_opt.case.sheets.policy import Pin, Scenario, Target
from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.case.sheets.supply import AgeShare, Deposit, Effect, Programme, ReturnFlow, Stockpile, Supply
from roadmap_opt.case.tables import Tables

_SHEET_OF_FIELD = {
    "sites": "Sites",
    "distances": "Distances",
    "elements": "Elements",
    "commodities": "Commodities",
    "composition": "Composition",
    "prices": "Prices",
    "price_formulas": "PriceFormulas",
    "premiums": "Premiums",
    "utilities": "Utilities",
    "plants": "Plants",
    "plant_sites": "PlantSites",
    "modules": "Modules",
    "existing": "Existing",
    "requirements": "Requirements",
    "recipes": "Recipes",
    "recipe_flows": "RecipeFlows",
    "deposits": "Deposits",
    "programmes": "Programmes",
    "effects": "Effects",
    "supplies": "Supplies",
    "stockpiles": "Stockpiles",
    "return_flows": "ReturnFlows",
    "age_shares": "AgeProfiles",
    "offtake_groups": "OfftakeGroups",
    "markets": "Markets",
    "demand": "Demand",
    "contracts": "Contracts",
    "price_support": "PriceSupport",
    "funding": "Funding",
    "eligibility": "Eligibility",
    "lender_classes": "LenderClasses",
    "perimeters": "Perimeters",
    "bank_deck": "BankDeck",
    "targets": "Targets",
    "pins": "Pins",
    "scenarios": "Scenarios",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario of one workbook after its overlays; every field is a tuple of the sheet's row type."""

    workbook: str
    scenario: str
    settings: Settings
    sites: tuple[Site, ...]
    distances: tuple[Distance, ...]
    elements: tuple[Element, ...]
    commodities: tuple[Commodity, ...]
    composition: tuple[Content, ...]
    prices: tuple[Price, ...]
    price_formulas: tuple[PriceFormula, ...]
    premiums: tuple[Premium, ...]
    utilities: tuple[Utility, ...]
    plants: tuple[Plant, ...]
    plant_sites: tuple[PlantSite, ...]
    modules: tuple[Module, ...]
    existing: tuple[ExistingPlant, ...]
    requirements: tuple[Requirement, ...]
    recipes: tuple[Recipe, ...]
    recipe_flows: tuple[RecipeFlow, ...]
    deposits: tuple[Deposit, ...]
    programmes: tuple[Programme, ...]
    effects: tuple[Effect, ...]
    supplies: tuple[Supply, ...]
    stockpiles: tuple[Stockpile, ...]
    return_flows: tuple[ReturnFlow, ...]
    age_shares: tuple[AgeShare, ...]
    offtake_groups: tuple[OfftakeGroup, ...]
    markets: tuple[Market, ...]
    demand: tuple[Demand, ...]
    contracts: tuple[Contract, ...]
    price_support: tuple[PriceSupport, ...]
    funding: tuple[FundingSource, ...]
    eligibility: tuple[Eligibility, ...]
    lender_classes: tuple[LenderClass, ...]
    perimeters: tuple[Perimeter, ...]
    bank_deck: tuple[DeckPrice, ...]
    targets: tuple[Target, ...]
    pins: tuple[Pin, ...]
    scenarios: tuple[Scenario, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years of the horizon, history included."""
        return tuple(range(self.settings.first_year, self.settings.last_year + 1))

    @property
    def decision_years(self) -> tuple[int, ...]:
        """Years in which something can still be decided."""
        return tuple(year for year in self.years if year >= self.settings.first_decision_year)

    @property
    def tail(self) -> tuple[range, ...]:
        """Calendar years of each steady period after the horizon: as equal as whole years allow, the longer one first.

        No more periods than years; none at all where ``tail_years`` is 0.
        """
        years, periods = self.settings.tail_years, self.settings.tail_periods
        lengths = [(years + periods - 1 - k) // periods for k in range(periods)]
        starts = [self.settings.last_year + 1 + sum(lengths[:k]) for k in range(periods)]
        return tuple(range(start, start + length) for start, length in zip(starts, lengths, strict=True) if length)


def case_from_tables(tables: Tables, workbook: str, scenario: str) -> Case:
    """Build the frozen case from typed tables that have passed the checks.

    Raises ``KeyError`` when a sheet of the contract is missing: the reader supplies every sheet, empty ones included.
    """
    entities: dict[str, Any] = {}
    for name, sheet_name in _SHEET_OF_FIELD.items():
        row_type = SHEETS[sheet_name].row_type
        entities[name] = tuple(row_type(**row.values) for row in tables[sheet_name])
    (settings_row,) = tables["Settings"].rows
    return Case(workbook=workbook, scenario=scenario, settings=Settings(**settings_row.values), **entities)


assert set(_SHEET_OF_FIELD) == {f.name for f in fields(Case)} - {"workbook", "scenario", "settings"}
