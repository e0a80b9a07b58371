"""A tiny valid case for tests: from one deposit to one magnet line and one buyer, paid by equity and a loan."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.grid import letter_of
from roadmap_opt.case.schema import SHEETS, SheetSpec
from roadmap_opt.case.tables import Row, Table, Tables

WORKBOOK = "tiny.xlsx"
YEARS = range(2025, 2031)
FIRST_ROW = 5
"""Row of the first data row, as in a workbook made from the template."""

NO_LIMIT = float("inf")

_SETTINGS: dict[str, Any] = {
    "base_year": 2025, "first_year": 2025, "last_year": 2030, "first_decision_year": 2026,
    "objective": "npv", "perspective": "project", "terminal_value": "none", "price_case": "base", "demand_case": "base",
    "inflation": 0.0, "discount_rate_project": 0.05, "discount_rate_owner": 0.1, "discount_rate_national": 0.04,
    "construction_starts_limit": NO_LIMIT,
    "shortfall_penalty": 1000.0, "owner_cost_share": 0.0, "working_capital_share": 0.0, "terminal_book_share": 0.5,
    "terminal_years": 5, "tail_years": 0, "tail_periods": 2, "tail_renewal": False, "tail_operation_share": 0.0,
    "offtake_share": 0.5, "offtake_basis": "production",
    "support_service_share": 0.0, "support_debt_share": 0.0, "support_years": 3, "support_fee": 0.0,
    "guarantee_limit": NO_LIMIT, "reserve_months": 0.0,
    "maximum_gearing": 0.6,
    "maximum_source_share": 1.0, "minimum_foreign_sources": 0, "foreign_sources_by": 2030, "cash_floor": 0.0,
    "opening_cash": 0.0, "corporate_tax": 0.0, "loss_carry_forward_years": 5, "tax_depreciation_years": 5,
    "state_royalty": 0.0, "vat_rate": 0.0, "vat_exempt": True, "purchases_for_stock": False, "road_factor": 1.3,
    "freight_cost": 0.1, "maximum_supplier_share": 1.0,
    "minimum_brought": 0.0, "swarf_recycled_share": 0.0, "swarf_recycled_from": 2028,
}  # fmt: skip


def _commodity(commodity: str, unit: str, stage: str, **values: Any) -> dict[str, Any]:
    usual = {"origin": "primary", "mass_per_unit": 1.0, "transportable": True, "storage_limit": 0.0,
             "storage_cost": 0.0, "disposal_limit": 0.0}  # fmt: skip
    return {"commodity": commodity, "unit": unit, "stage": stage, **usual, **values}


def _module(plant: str, capacity: float, capex: float) -> dict[str, Any]:
    return {"module": f"{plant}_m", "plant": plant, "capacity": capacity, "capex": capex, "lead_time": 1.0,
            "spend_1": 1.0, "life": 20.0, "fixed_cost_share": 0.02, "maximum_count": 2}  # fmt: skip


def _recipe(recipe: str, plant: str, variable_cost: float) -> dict[str, Any]:
    return {"recipe": recipe, "plant": plant, "load": 1.0, "variable_cost": variable_cost, "electricity": 1.0,
            "natural_gas": 0.0, "water": 1.0, "emissions": 0.1}  # fmt: skip


def _flow(recipe: str, direction: str, commodity: str, quantity: float) -> dict[str, Any]:
    return {"recipe": recipe, "direction": direction, "commodity": commodity, "quantity": quantity}


def _eligible(source_name: str, operations: bool) -> dict[str, Any]:
    plants = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste")
    return {"source_name": source_name, **dict.fromkeys(plants, True), "research": operations, "programmes": operations,
            "working_capital": operations, "operations": operations}  # fmt: skip


def _source(source_name: str, kind: str, **values: Any) -> dict[str, Any]:
    usual = {"kind": kind, "foreign": False, "public": False, "rate": 0.0, "upfront_fee": 0.0, "grace": 0, "tenor": 0,
             "yearly_limit": NO_LIMIT, "total_limit": NO_LIMIT, "minimum_ticket": 0.0}  # fmt: skip
    return {"source_name": source_name, **usual, **values}


_SHEETS: dict[str, list[dict[str, Any]]] = {
    "Sites": [
        {"site": "hill", "latitude": 39.7, "longitude": 31.2, "water_limit": NO_LIMIT},
        {"site": "town", "latitude": 39.8, "longitude": 30.5, "water_limit": NO_LIMIT},
    ],
    "Distances": [{"origin": "hill", "destination": "town", "distance_km": 80.0}],
    "Elements": [
        {"element": "La", "oxide": "La2O3", "balance_group": "La", "magnet_element": False},
        {"element": "Nd", "oxide": "Nd2O3", "balance_group": "NdPr", "magnet_element": True},
    ],
    "Commodities": [
        _commodity("ore", "kt", "ore", mass_per_unit=1000.0, transportable=False),
        _commodity("concentrate", "t REO", "concentrate", mass_per_unit=2.5),
        _commodity("mixed", "t REO", "mixed_reo", mass_per_unit=1.6),
        _commodity("la_oxide", "t", "oxide", disposal_cost=0.5, disposal_limit=NO_LIMIT),
        _commodity("nd_oxide", "t", "oxide", storage_limit=10.0),
        _commodity("magnet", "t", "sintered_magnet", group="magnets"),
    ],
    "Composition": [
        {"commodity": commodity, "element": element, "content": content}
        for commodity, element, content in (
            ("ore", "La", 24.0), ("ore", "Nd", 6.0), ("concentrate", "La", 0.8), ("concentrate", "Nd", 0.2),
            ("mixed", "La", 0.8), ("mixed", "Nd", 0.2), ("la_oxide", "La", 1.0), ("nd_oxide", "Nd", 1.0),
            ("magnet", "Nd", 0.36),
        )
    ],
    "Prices": [
        {"commodity": commodity, "case": "base", "price": price}
        for commodity, price in (("concentrate", 3.0), ("la_oxide", 0.6), ("nd_oxide", 70.0), ("magnet", 100.0))
    ],
    "Utilities": [
        {"utility": utility, "price": price}
        for utility, price in (("electricity", 100.0), ("natural_gas", 9.0), ("water", 1.0), ("carbon", 0.0))
    ],
    "Plants": [
        {"plant": "mine", "category": "mining", "capacity_unit": "kt ore"},
        {"plant": "cracking", "category": "refining", "capacity_unit": "t REO fed"},
        {"plant": "separation", "category": "refining", "capacity_unit": "t REO fed"},
        {"plant": "magnet_line", "category": "magnets", "capacity_unit": "t magnets"},
    ],
    "PlantSites": [
        {"plant": plant, "site": site, "maximum_modules": 2}
        for plant, site in (("mine", "hill"), ("cracking", "hill"), ("separation", "town"), ("magnet_line", "town"))
    ],
    "Modules": [
        _module("mine", 20.0, 5.0), _module("cracking", 400.0, 4.0), _module("separation", 400.0, 6.0),
        _module("magnet_line", 120.0, 5.0),
    ],
    "Requirements": [{"plant": "mine", "alternative_set": 1, "programme": "verification", "gate": "construction"}],
    "Recipes": [
        _recipe("mining", "mine", 20.0), _recipe("leaching", "cracking", 1.0), _recipe("extraction", "separation", 2.0),
        _recipe("sintering", "magnet_line", 10.0),
    ],
    "RecipeFlows": [
        _flow("mining", "in", "ore", 1.0), _flow("mining", "out", "concentrate", 20.0),
        _flow("leaching", "in", "concentrate", 1.0), _flow("leaching", "out", "mixed", 0.9),
        _flow("extraction", "in", "mixed", 1.0), _flow("extraction", "out", "la_oxide", 0.7),
        _flow("extraction", "out", "nd_oxide", 0.18),
        _flow("sintering", "in", "nd_oxide", 0.4), _flow("sintering", "out", "magnet", 1.0),
    ],
    "Deposits": [
        {"deposit": "hill_ore", "site": "hill", "commodity": "ore", "resource": 5.0, "verified_reserve": 0.0,
         "unverified_allowance": 1.0, "maximum_rate": NO_LIMIT},
    ],
    "Programmes": [
        {"programme": "verification", "kind": "verification", "duration": 1, "cost": 1.0, "yearly_cost": 0.0},
    ],
    "Effects": [{"programme": "verification", "effect": "reserve", "item": "hill_ore", "value": 2.0}],
    "OfftakeGroups": [{"group": "magnets"}],
    "Markets": [
        {"market": "home", "commodity": "magnet", "domestic": True, "site": "town", "price_factor": 1.0,
         "price_adder": 0.0, "addressable_share": 1.0},
    ],
    "Demand": [{"market": "home", "case": "base", "quantity": 100.0}],
    "Contracts": [
        {"contract": "promise", "market": "home", "volume": 30.0, "length": 5, "first_delivery_from": 2027,
         "first_delivery_to": 2029, "minimum_delivery": 0.8, "price_rule": "discount", "price_value": 0.05},
    ],
    "Funding": [
        _source("owner", "equity", rate=0.1),
        _source("bank", "loan", rate=0.05, upfront_fee=0.01, grace=0, tenor=2, repayment="linear", yearly_limit=50.0,
                lender_class="bank"),
    ],
    "LenderClasses": [{"lender_class": "bank", "cover_base": 1.2, "longest_tenor": 50, "guaranteed": False}],
    "Eligibility": [_eligible("owner", True), _eligible("bank", False)],
    "Targets": [
        {"target": "magnets", "kpi": "magnets", "definition": "sintered", "first_year": 2029, "sense": ">=",
         "value": 50.0, "mode": "soft", "weight": 1.0},
    ],
    "Scenarios": [{"scenario": "cheap"}, {"scenario": "cheaper", "parent": "cheap"}],
    "Overlays": [
        {"scenario": "cheap", "table": "Prices", "row": "magnet|*", "column_name": "price", "operation": "multiply",
         "value": "0.8"},
        {"scenario": "cheaper", "table": "Prices", "row": "magnet|base", "column_name": "price", "first_year": 2029,
         "operation": "add", "value": "-5"},
    ],
}  # fmt: skip


def tiny_tables(**changes: Any) -> Tables:
    """The tables of the tiny case, as if read from a workbook.

    Each keyword is a sheet: a dictionary changes settings (``Settings={"inflation": 0.02}``), a list of dictionaries
    replaces the rows of any other sheet. Columns with a declared blank meaning may be left out, names in both
    languages too; one number stands for every year.
    """
    unknown = set(changes) - set(SHEETS)
    if unknown:
        raise KeyError(f"no such sheet: {', '.join(sorted(unknown))}")
    settings = {**_SETTINGS, **changes.get("Settings", {})}
    tables = {"Settings": _table(SHEETS["Settings"], [settings], YEARS)}
    years = range(settings["first_year"], settings["last_year"] + 1)
    for name, spec in SHEETS.items():
        if name != "Settings":
            tables[name] = _table(spec, changes.get(name, _SHEETS.get(name, [])), years)
    return {name: tables[name] for name in SHEETS}


def tiny_case(**changes: Any) -> Case:
    """The tiny case, with the changes of :func:`tiny_tables`."""
    return case_from_tables(tiny_tables(**changes), WORKBOOK, "base")


def tiny_rows(sheet: str, **changed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A copy of the tiny case's rows of ``sheet``; each keyword names a row by its first key and changes its cells."""
    rows = [dict(row) for row in _SHEETS.get(sheet, [])]
    for name, values in changed.items():
        first_key = SHEETS[sheet].key_columns[0]
        for row in [row for row in rows if row[first_key] == name]:
            row.update(values)
    return rows


def edited(tables: Tables, sheet: str, position: int, **values: Any) -> Tables:
    """The tables with some cells of one row (counted from 0) replaced, whatever they hold."""
    table = tables[sheet]
    rows = list(table.rows)
    rows[position] = dataclasses.replace(rows[position], values={**rows[position].values, **values})
    return {**tables, sheet: dataclasses.replace(table, rows=tuple(rows))}


def _table(spec: SheetSpec, rows: Sequence[Mapping[str, Any]], years: range) -> Table:
    letters: dict[str | int, str] = {}
    if spec.layout == "settings":
        letters = {column.name: f"B{FIRST_ROW + at}" for at, column in enumerate(spec.columns)}
        return Table(spec, tuple(Row(_values(spec, row, years), FIRST_ROW) for row in rows), letters)
    position = 0
    for column in spec.columns:
        letters[column.name] = letter_of(position + 1)
        for year in years if column.kind == "years" else ():
            letters[year] = letter_of(position + 1 + year - years.start)
        position += len(years) if column.kind == "years" else 1
    return Table(spec, tuple(Row(_values(spec, row, years), FIRST_ROW + at) for at, row in enumerate(rows)), letters)


def _values(spec: SheetSpec, given: Mapping[str, Any], years: range) -> dict[str, Any]:
    unknown = set(given) - {column.name for column in spec.columns}
    if unknown:
        raise KeyError(f"{spec.name} has no column {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {}
    for column in spec.columns:
        if column.name in given:
            value = given[column.name]
            spread = column.kind == "years" and not isinstance(value, Mapping)
            values[column.name] = dict.fromkeys(years, float(value)) if spread else value
        elif column.name in ("name_en", "name_tr"):
            values[column.name] = str(given[spec.key_columns[0]])
        elif column.meta.blank is not None:
            values[column.name] = column.meta.default
        else:
            raise KeyError(f"{spec.name}.{column.name} needs a value")
    return values
