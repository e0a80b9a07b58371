"""A small case in which every rule family has something to do, and its solved plan."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.tables import Tables
from roadmap_opt.model.build import build
from roadmap_opt.pipeline import Request, prepare, solve_prepared
from roadmap_opt.progress import QuietProgress
from roadmap_opt.publish import publish_run
from roadmap_opt.runs.extract import extract
from roadmap_opt.runs.run import empty_tables
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.strategy import solve
from roadmap_opt.workbook.template import write_workbook
from tests.support.tiny_case import WORKBOOK, tiny_rows, tiny_tables

NO_LIMIT = float("inf")


def rich_case(magnet_price: float = 100.0, recipe_flows: list[dict[str, Any]] | None = None, **settings: Any) -> Case:
    """The case of :func:`rich_tables`."""
    return case_from_tables(rich_tables(magnet_price, recipe_flows, **settings), WORKBOOK, "base")


def rich_tables(
    magnet_price: float = 100.0,
    recipe_flows: list[dict[str, Any]] | None = None,
    sheets: Mapping[str, list[dict[str, Any]]] | None = None,
    **settings: Any,
) -> Tables:
    """The tiny case with inflation, taxes, returns, imports, a grant, a foreign bond, a licence and more targets."""
    rows = tiny_rows
    prices = [row for row in rows("Prices") if row["commodity"] != "magnet"]
    scrap = {"origin": "secondary", "mass_per_unit": 1.0, "transportable": True, "storage_limit": 5.0,
             "storage_cost": 0.1, "disposal_limit": 0.0}  # fmt: skip
    recycling = {"load": 1.0, "variable_cost": 1.0, "electricity": 1.0, "natural_gas": 0.5, "water": 2.0,
                 "emissions": 0.2}  # fmt: skip
    source = {"upfront_fee": 0.0, "grace": 0, "tenor": 0, "minimum_ticket": 0.0, "total_limit": NO_LIMIT,
              "public": False}  # fmt: skip
    plants = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste")
    purposes = (*plants, "research", "programmes", "working_capital")
    given: dict[str, Any] = {
        "Settings": {
            "last_year": 2033, "inflation": 0.02, "owner_cost_share": 0.1, "working_capital_share": 0.1,
            "corporate_tax": 0.25, "state_royalty": 0.04, "vat_rate": 0.2, "vat_exempt": False, "reserve_months": 3.0,
            "minimum_foreign_sources": 1, "foreign_sources_by": 2028, "maximum_source_share": 0.6, "cash_floor": 0.5,
            "opening_cash": 1.0, "construction_starts_limit": 40.0, "support_service_share": 0.3,
            "support_debt_share": 0.4, "support_fee": 0.01, "guarantee_limit": 10.0,
            "terminal_value": "book", "perspective": "project", "maximum_supplier_share": 0.8,
            "minimum_brought": 2.0, "swarf_recycled_share": 0.5, "swarf_recycled_from": 2030,
            "tail_years": 3, "tail_operation_share": 0.4, **settings,
        },
        "Sites": rows("Sites", hill={"water_limit": 5.0, "province": "Uphill"}),
        "Commodities": [
            *rows("Commodities", nd_oxide={"storage_cost": 0.5}, magnet={"storage_limit": 20.0, "storage_cost": 0.5}),
            {"commodity": "scrap", "unit": "t", "stage": "scrap", **scrap},
            {"commodity": "swarf", "unit": "t", "stage": "swarf",
             **scrap, "origin": "neutral", "disposal_cost": 0.8, "disposal_limit": 100.0},
        ],
        "Composition": [
            *rows("Composition"),
            {"commodity": "scrap", "element": "Nd", "content": 0.36},
            {"commodity": "swarf", "element": "Nd", "content": 0.3},
        ],
        "Prices": [
            *prices,
            {"commodity": "magnet", "case": "base", "price": magnet_price},
        ],
        # scrap at 15: a fifth of the oxide's 70, and 1 on top
        "PriceFormulas": [{"commodity": "scrap", "driver": "nd_oxide", "quantity": 0.2}],
        "Premiums": [{"commodity": "scrap", "price_case": "base", "premium": 1.0}],
        "Utilities": rows("Utilities", carbon={"price": 20.0}),
        "Plants": [
            *rows("Plants", separation={"first_year_share": 0.6, "jobs_construction": 4.0, "jobs_operation": 0.1},
                  magnet_line={"minimum_load": 0.1, "least_stable_load": 0.5, "restart_cost": 2.0}),
            {"plant": "recycler", "category": "recycling", "capacity_unit": "t scrap", "first_year_share": 0.8,
             "learning_step": 0.3},
        ],
        "PlantSites": [
            *rows("PlantSites", mine={"first_start_year": 2027}),
            {"plant": "recycler", "site": "town", "maximum_modules": 1},
        ],
        "Modules": [
            *rows("Modules", separation_m={"lead_time": 1.5, "spend_1": 0.7, "spend_2": 0.3},
                  magnet_line_m={"closure_cost_share": 0.1}),
            {"module": "recycler_m", "plant": "recycler", "capacity": 20.0, "capex": 1.0, "lead_time": 1.0,
             "spend_1": 1.0, "life": 4.0, "fixed_cost_share": 0.03, "closure_cost_share": 0.2, "maximum_count": 1},
        ],
        "Existing": [
            {"asset": "old_recycler", "plant": "recycler", "site": "town", "capacity": 2.0, "first_year": 2024,
             "last_year": 2030, "use_before": 1.2, "fixed_cost": 0.01},
        ],
        "Requirements": [
            *rows("Requirements"),
            {"plant": "magnet_line", "alternative_set": 1, "programme": "licence", "gate": "operation"},
            {"plant": "magnet_line", "alternative_set": 2, "needs_plant": "separation", "gate": "construction"},
        ],
        "Recipes": [
            *rows("Recipes", sintering={"programme": "licence", "royalty_share": 0.02, "royalty_commodity": "magnet"},
                  leaching={"acid": 2.0}),
            {"recipe": "recycling", "plant": "recycler", **recycling},
            {"recipe": "swarf_recycling", "plant": "separation", **recycling},
        ],
        "RecipeFlows": recipe_flows or [
            *rows("RecipeFlows"),
            {"recipe": "recycling", "direction": "in", "commodity": "scrap", "quantity": 1.0},
            {"recipe": "recycling", "direction": "out", "commodity": "nd_oxide", "quantity": 0.3},
            {"recipe": "sintering", "direction": "out", "commodity": "swarf", "quantity": 0.01},
            {"recipe": "swarf_recycling", "direction": "in", "commodity": "swarf", "quantity": 1.0},
            {"recipe": "swarf_recycling", "direction": "out", "commodity": "nd_oxide", "quantity": 0.25},
        ],
        "Deposits": rows("Deposits", hill_ore={"maximum_rate": 18.0}),
        "Programmes": [
            *rows("Programmes"),
            {"programme": "licence", "kind": "licence", "duration": 2, "cost": 1.5, "yearly_cost": 0.1,
             "needs": "agreement"},
            {"programme": "agreement", "kind": "partnership", "duration": 1, "cost": 0.2, "yearly_cost": 0.05,
             "started": 2025},
            {"programme": "mandate", "kind": "policy", "duration": 0, "cost": 0.1, "yearly_cost": 0.02,
             "needs": "verification", "first_start": 2028},
        ],
        "Effects": [
            *rows("Effects"),
            {"programme": "mandate", "effect": "collection_share", "item": "own_scrap", "value": 0.3},
        ],
        "Supplies": [
            {"supply": "imported_oxide", "commodity": "nd_oxide", "site": "hill", "foreign": True, "price_factor": 1.1,
             "price_adder": 1.0, "programme": "agreement", "country": "CN", "quantity": 5.0},
            {"supply": "far_oxide", "commodity": "nd_oxide", "site": "hill", "foreign": True, "price_factor": 1.2,
             "price_adder": 1.0, "country": "MY", "quantity": 2.0},
        ],
        "Stockpiles": [
            {"commodity": "nd_oxide", "site": "town", "first_year": 2029, "quantity": 2.0, "turnover": 0.5,
             "released_in": 2031},
        ],
        "ReturnFlows": [
            {"flow": "own_scrap", "commodity": "scrap", "site": "hill", "product": "magnet", "age_profile": "short",
             "scrap_per_product": 0.9, "collection_share": 0.4, "price_factor": 0.8, "price_adder": 0.5,
             "exogenous": 6.0},
        ],
        "AgeProfiles": [{"profile": "short", "age": 1, "share": 0.1}, {"profile": "short", "age": 2, "share": 0.3}],
        "Markets": [
            *rows("Markets", home={"import_price_factor": 1.2, "minimum_service": 0.3}),
            {"market": "abroad", "commodity": "magnet", "domestic": False, "site": "hill", "price_factor": 0.9,
             "price_adder": -1.0, "addressable_share": 0.8, "spot_share": 0.5, "entry_share": 0.45},
        ],
        "Demand": [*rows("Demand"), {"market": "abroad", "case": "base", "quantity": 60.0}],
        "Contracts": rows(
            "Contracts", promise={"programme": "licence", "length": 3, "minimum_volume": 20.0, "nomination_years": 1}
        ),
        "PriceSupport": [
            {"support": "floor", "commodity": "magnet", "market": "abroad", "strike": 170.0, "two_way": False,
             "covered_share": 0.5, "yearly_limit": 0.05, "programme": "licence", "last_year": 2032},
            {"support": "difference", "commodity": "magnet", "market": "home", "strike": 150.0, "two_way": True,
             "covered_share": 0.1, "yearly_limit": 0.2, "programme": "licence", "first_year": 2030},
        ],
        "Funding": [
            *rows("Funding", owner={"public": True}, bank={
                "maximum_share": 0.5, "repayment": "sculpted", "repayment_pace": 0.5, "contract": "promise",
                "commitment_fee": 0.01,
            }),
            {"source_name": "state", "kind": "grant", "foreign": False, "rate": 0.0, "yearly_limit": 3.0, **source,
             "total_limit": 4.0, "last_year": 2030, "public": True},
            {"source_name": "fund", "kind": "bond", "foreign": True, "rate": 0.04, "yearly_limit": 20.0, **source,
             "upfront_fee": 0.02, "grace": 0, "tenor": 8, "repayment": "bullet", "minimum_ticket": 1.0,
             "programme": "verification", "lender_class": "state_backed"},
            {"source_name": "buyer", "kind": "loan", "foreign": False, "rate": 0.3, "yearly_limit": 20.0, **source,
             "grace": 0, "tenor": 2, "repayment": "sculpted", "lender_class": "prepaid"},
            {"source_name": "partner", "kind": "equity", "foreign": False, "rate": 0.4, "yearly_limit": 6.0, **source,
             "ownership_share": 0.4},
        ],
        "LenderClasses": [
            *rows("LenderClasses", bank={"cover_low": 1.05}),
            {"lender_class": "state_backed", "longest_tenor": 10, "guaranteed": True, "guarantee_fee": 0.01},
            {"lender_class": "prepaid", "cover_base": 1.2, "contract_cover": 1.5, "longest_tenor": 5,
             "guaranteed": False},
        ],
        "Perimeters": [
            {"perimeter": "downstream", **dict.fromkeys(plants, False), "metals": True, "magnets": True, "motors": True,
             "recycling": True, "maximum_gearing": 0.7},
            {"perimeter": "upstream", **dict.fromkeys(plants, False), "mining": True, "refining": True, "waste": True},
        ],
        "BankDeck": [{"commodity": "magnet", "base_factor": 0.85, "low_factor": 0.7}],
        "Eligibility": [
            *rows("Eligibility"),
            {"source_name": "state", **dict.fromkeys(purposes, False), "mining": True, "research": True,
             "programmes": True, "operations": False},
            *({"source_name": name, **dict.fromkeys(purposes, False), **dict.fromkeys(plants, True),
               "operations": False} for name in ("fund", "buyer")),
            {"source_name": "partner", **dict.fromkeys(purposes, False), **dict.fromkeys(plants, False),
             "mining": True, "operations": False},
        ],
        "Targets": [
            *rows("Targets"),
            {"target": "reserve", "kpi": "verified_reserve", "definition": "standard", "first_year": 2027,
             "sense": ">=", "value": 1.0, "mode": "hard", "weight": 1.0},
            {"target": "secondary", "kpi": "secondary_share", "definition": "end_of_life", "first_year": 2030,
             "sense": ">=", "value": 0.25, "mode": "soft", "weight": 0.5, "minimum_denominator": 10.0},
            {"target": "watched", "kpi": "value_multiplier", "definition": "sales_over_concentrate", "first_year": 2031,
             "sense": ">=", "value": 10.0, "mode": "off", "weight": 0.0, "minimum_denominator": 0.5},
        ],
        "Pins": [
            {"decision": "build", "item": "recycler_m", "sense": "=", "value": 1},
            {"decision": "sign", "item": "promise", "year": 2029, "sense": ">=", "value": 1},
        ],
    }  # fmt: skip
    return tiny_tables(**{**given, **(sheets or {})})


def solved(case: Case) -> dict[str, pd.DataFrame]:
    """Result tables of the best plan of a small case."""
    ix = Indexes(case)
    model = build(ix)
    arrays = compile_model(model, ix)
    plan = solve(arrays, ix.settings, SolveOptions(gap=0.05, time_limit=60.0, threads=1), QuietProgress())
    assert plan.x is not None, plan.outcome.status
    tables = extract(model, ix, arrays, plan.x)
    return empty_tables() | tables


@functools.cache
def rich_plan() -> tuple[Case, dict[str, pd.DataFrame]]:
    """A case with dividends, tax and all kinds of sources, and its plan; copy a table before changing it."""
    case = rich_case(magnet_price=180.0, perspective="owner", terminal_value="going_concern")
    return case, solved(case)


def rich_run(folder: Path) -> Path:
    """The rich plan solved from a workbook and saved below ``folder``, as the command `solve` does it."""
    return _saved(folder, rich_tables(magnet_price=180.0, perspective="owner", terminal_value="going_concern"))


def tight_run(folder: Path) -> Path:
    """Another plan of the case, in which what is slack or unused in the rich one binds or counts."""
    alternative = {"plant": "magnet_line", "alternative_set": 1, "programme": "mandate", "gate": "operation"}
    requirements = [*tiny_rows("Requirements"), alternative, {**alternative, "programme": "licence"}]
    sheets: dict[str, list[dict[str, Any]]] = {
        "Distances": [],
        "Deposits": tiny_rows("Deposits", hill_ore={"unverified_allowance": 6.0}),
        "Effects": [
            {"programme": "verification", "effect": "reserve", "item": "hill_ore", "value": 0.02},
            {"programme": "mandate", "effect": "collection_share", "item": "own_scrap", "value": 0.3},
        ],
        "Requirements": requirements,
        "Plants": [  # categories that the rich plan does not spend on
            {"plant": plant, "category": category, "capacity_unit": "t",
             **({"first_year_share": 0.2, "learning_step": 0.1} if plant == "magnet_line" else {})}
            for plant, category in (
                ("mine", "metals"), ("cracking", "recycling"), ("separation", "waste"), ("magnet_line", "motors"),
                ("recycler", "refining"),
            )
        ],
        "Modules": [
            *tiny_rows("Modules", separation_m={"lead_time": 1.5}),
            {"module": "recycler_m", "plant": "recycler", "capacity": 20.0, "capex": 1.0, "lead_time": 1.0,
             "spend_1": 1.0, "life": 4.0, "fixed_cost_share": 0.03, "maximum_count": 1},
        ],
        "Pins": [{"decision": "start", "item": "mandate", "sense": "=", "value": 0},
                 {"decision": "build", "item": "magnet_line_m", "sense": ">=", "value": 1}],
        "Targets": tiny_rows("Targets", magnets={"value": 90.0, "mode": "soft"}),
        "Funding": [*tiny_rows("Funding", owner={"first_year": 2026}, bank={"first_year": 2027})],
        "Eligibility": tiny_rows("Eligibility"),
    }  # fmt: skip
    return _saved(folder, rich_tables(250.0, None, sheets, minimum_foreign_sources=0, maximum_source_share=1.0))


def _saved(folder: Path, tables: Tables) -> Path:
    workbook = folder / "rich.xlsx"
    write_workbook(workbook, tables)
    options = SolveOptions(gap=0.01, time_limit=60.0, threads=1)
    run = solve_prepared(prepare(workbook, "base"), Request(options))
    return publish_run(run, folder / "results", "en")
