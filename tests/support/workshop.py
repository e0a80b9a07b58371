"""The smallest case with money in it, and how tests solve it.

The workshop buys 100 t of feed a year at 10 kUSD/t, makes a tonne of magnets from each and sells it at 110 kUSD/t: 10
MUSD a year from a module of 10 MUSD that stands one year after its start. Nothing is discounted, taxed or inflated, so
an optimum can be written down: built in 2026, it earns 10 in each of 2027 to 2030, a net present value of 40 - 10 = 30.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import pyomo.environ as pyo

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.tables import Tables
from roadmap_opt.model.build import build
from roadmap_opt.progress import QuietProgress
from roadmap_opt.runs.extract import extract, give_values, shadow_prices
from roadmap_opt.runs.run import empty_tables
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Status
from roadmap_opt.solver.strategy import Solved, solve
from tests.support.rich_case import rich_case
from tests.support.tiny_case import NO_LIMIT, WORKBOOK, tiny_rows, tiny_tables

Rows = list[dict[str, Any]]


def loan(source_name: str, kind: str = "loan", **values: Any) -> dict[str, Any]:
    """A row of Funding: by default money without limits, price and duration."""
    usual = {"kind": kind, "foreign": False, "public": False, "rate": 0.0, "upfront_fee": 0.0, "grace": 0, "tenor": 0,
             "yearly_limit": NO_LIMIT, "total_limit": NO_LIMIT, "minimum_ticket": 0.0,
             "lender_class": "bank" if kind in ("loan", "bond") else None}  # fmt: skip
    return {"source_name": source_name, **usual, **values}


def lender(lender_class: str = "bank", **values: Any) -> dict[str, Any]:
    """A row of LenderClasses: a lender who asks for a cover of 1.2 at the base deck and nothing else."""
    usual = {"cover_base": 1.2, "longest_tenor": 50, "guaranteed": False}
    return {"lender_class": lender_class, **usual, **values}


def bank_price(commodity: str, base: float, low: float = 1.0) -> dict[str, Any]:
    """A row of BankDeck: what lenders take off a price."""
    return {"commodity": commodity, "base_factor": base, "low_factor": low}


def pays_for(source_name: str, *categories: str) -> dict[str, Any]:
    """A row of Eligibility: the source pays for these categories and nothing else."""
    every = ("mining", "refining", "metals", "magnets", "motors", "recycling", "waste", "research", "programmes",
             "working_capital", "operations")  # fmt: skip
    return {
        "source_name": source_name,
        **{name: {"research": "programmes"}.get(name, name) in categories or name in categories for name in every},
    }


def programme(name: str, **values: Any) -> dict[str, Any]:
    """A row of Programmes: a licence of one year that costs one million."""
    return {"programme": name, "kind": "licence", "duration": 1, "cost": 1.0, "yearly_cost": 0.0, **values}


def target(name: str, kpi: str, definition: str, value: float, **values: Any) -> dict[str, Any]:
    """A row of Targets: soft, at least, from 2028 on."""
    usual = {"first_year": 2028, "sense": ">=", "mode": "soft", "weight": 1.0}
    return {"target": name, "kpi": kpi, "definition": definition, "value": value, **usual, **values}


def _sheets() -> dict[str, Rows]:
    rows = tiny_rows
    keep = {
        "Sites": [rows("Sites")[1]],
        "Commodities": [row for row in rows("Commodities") if row["commodity"] in ("nd_oxide", "magnet")],
        "Composition": [row for row in rows("Composition") if row["commodity"] in ("nd_oxide", "magnet")],
        "Plants": [row for row in rows("Plants") if row["plant"] == "magnet_line"],
        "PlantSites": [row for row in rows("PlantSites") if row["plant"] == "magnet_line"],
        "Modules": [row for row in rows("Modules") if row["plant"] == "magnet_line"],
        "Recipes": [row for row in rows("Recipes") if row["plant"] == "magnet_line"],
        "Funding": rows("Funding")[:1],
        "Eligibility": rows("Eligibility")[:1],
    }
    empty = ("Distances", "Requirements", "Deposits", "Programmes", "Effects", "Contracts", "Targets", "Scenarios",
             "Overlays")  # fmt: skip
    sheets: dict[str, Rows] = {**keep, **{name: [] for name in empty}}
    sheets |= {
        name: rows(name) for name in ("Elements", "OfftakeGroups", "Markets", "Demand", "Utilities", "LenderClasses")
    }
    prices = (("nd_oxide", 10.0), ("magnet", 110.0))
    sheets["Prices"] = [{"commodity": name, "case": "base", "price": price} for name, price in prices]
    sheets["Supplies"] = [
        {"supply": "feed", "commodity": "nd_oxide", "site": "town", "foreign": True, "price_factor": 1.0,
         "price_adder": 0.0, "country": "CN", "quantity": 1000.0},
    ]  # fmt: skip
    sheets["RecipeFlows"] = [
        {"recipe": "sintering", "direction": "in", "commodity": "nd_oxide", "quantity": 1.0},
        {"recipe": "sintering", "direction": "out", "commodity": "magnet", "quantity": 1.0},
    ]
    sheets["Modules"][0] |= {"capacity": 100.0, "capex": 10.0, "fixed_cost_share": 0.0, "maximum_count": 1}
    sheets["Recipes"][0] |= {"variable_cost": 0.0, "electricity": 0.0, "water": 0.0, "emissions": 0.0}
    sheets["Commodities"][0]["storage_limit"] = 0.0
    return sheets


_PLAIN = {"discount_rate_project": 0.0, "discount_rate_owner": 0.0, "discount_rate_national": 0.0}


def workshop_tables(**changes: Any) -> Tables:
    """Tables of the workshop. A keyword is a sheet: a list replaces its rows; a dictionary changes cells of the rows
    named by their first key, or the settings.
    """
    sheets: dict[str, Any] = _sheets()
    for name, change in changes.items():
        if name == "Settings" or isinstance(change, list):
            sheets[name] = change
        else:
            sheets[name] = [{**row, **change.get(next(iter(row.values())), {})} for row in sheets[name]]
    sheets["Settings"] = {**_PLAIN, **sheets.get("Settings", {})}
    return tiny_tables(**sheets)


def workshop(**changes: Any) -> Case:
    """The workshop with the changes of :func:`workshop_tables`."""
    return case_from_tables(workshop_tables(**changes), WORKBOOK, "base")


def also(sheet: str, *rows: dict[str, Any]) -> Rows:
    """The workshop's rows of a sheet and some more."""
    return [*_sheets()[sheet], *rows]


@dataclass(frozen=True)
class Plan:
    """A solved case: the model holds the values of the plan."""

    ix: Indexes
    model: pyo.ConcreteModel
    arrays: Arrays
    solved: Solved

    @cached_property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The result tables; read when a test asks for them, which takes a quarter of the time of a solve."""
        assert self.solved.x is not None
        return {**empty_tables(), **extract(self.model, self.ix, self.arrays, self.solved.x)}

    def value(self, component: str, *index: Any) -> float:
        """Value of a variable or expression of the model."""
        member = getattr(self.model, component)
        return float(pyo.value(member[index if len(index) > 1 else index[0]] if index else member))

    def by_year(self, component: str, *index: Any) -> list[float]:
        """The values of a component in every decision year (the year is the last index)."""
        return [self.value(component, *index, y) for y in self.ix.years]

    @property
    def prices(self) -> pd.Series[float]:
        """Shadow prices by constraint and index."""
        assert self.solved.x is not None
        assert self.solved.row_duals is not None
        table = shadow_prices(self.arrays, self.solved.x, self.solved.row_duals, self.solved.maximise)
        return table.set_index(["constraint", "index"])["value"]

    @property
    def npv(self) -> float:
        """Net present value of the chosen perspective, terminal value included."""
        settings = self.ix.settings
        terminal = self.value("terminal", settings.perspective, settings.terminal_value)
        return self.value("npv", settings.perspective) + terminal


def compiled(case: Case) -> tuple[Indexes, pyo.ConcreteModel, Arrays]:
    """Model and arrays of a case."""
    ix = Indexes(case)
    model = build(ix)
    return ix, model, compile_model(model, ix)


def attempt(case: Case) -> Solved:
    """Solve to the end, whatever the end is."""
    ix, _, arrays = compiled(case)
    return solve(arrays, ix.settings, SolveOptions(gap=0.0, time_limit=60.0, threads=1), QuietProgress())


def optimum(case: Case) -> Plan:
    """The best plan of a case; fails when there is none or it is not proven."""
    ix, model, arrays = compiled(case)
    solved = solve(arrays, ix.settings, SolveOptions(gap=0.0, time_limit=60.0, threads=1), QuietProgress())
    assert solved.outcome.status is Status.OPTIMAL, solved.outcome.status
    assert solved.x is not None
    give_values(arrays, solved.x)
    return Plan(ix, model, arrays, solved)


def is_infeasible(case: Case) -> bool:
    """Whether no plan keeps every rule."""
    return attempt(case).outcome.status is Status.INFEASIBLE


def every_label_case() -> Case:
    """A case in which every constraint of the formulation has at least one row."""
    case = rich_case(magnet_price=180.0)
    (line,) = (row for row in case.modules if row.module == "magnet_line_m")
    long_line = dataclasses.replace(line, module="magnet_line_l", capacity=200.0, capex=8.0, lead_time=2.0)
    funding = [dataclasses.replace(f, minimum_ticket=0.5) if f.source_name == "bank" else f for f in case.funding]
    commodities = [
        dataclasses.replace(c, disposal_limit=500.0) if c.commodity == "la_oxide" else c for c in case.commodities
    ]
    return dataclasses.replace(
        case,
        commodities=tuple(commodities),
        modules=(*case.modules, long_line),
        funding=tuple(funding),
    )


def rows_of(arrays: Arrays, label: str) -> Iterator[int]:
    """Positions of the rows of one constraint."""
    return (i for i, (name, _) in enumerate(arrays.row_labels) if name == label)
