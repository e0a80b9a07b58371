"""The net present value of a plan split into steps that a lender reads, by any run's valuation.

A valuation is a perspective with its discount rate and its terminal value. By one of them, the value of a plan is

project    revenue and price support + operating cost + programmes + capex + working capital and VAT + tax
           + terminal value
national   revenue + operating cost without state royalty + programmes + capex + working capital
           + imports avoided + terminal value
owner      dividends - equity and what is left at the end, which hides where the money comes from. It is therefore
           written out by the identity of the cash account: dividends and equity of a year are the sum of all other
           lines less the growth of the cash held. With the present value w[y] of one nominal MUSD of year y:

           revenue and price support + operating cost + programmes + capex + working capital and VAT + tax
           + loans and grants     drawn - fees - interest - repaid - debt outstanding at the end - what equity providers
                                  require beyond the owner's rate
           + cash held back       -sum over y of w[y] * (cash[y] - cash[y-1]) - w[first] * cash found at the start
                                  + w[last] * cash[last]: what it costs to hold cash instead of paying it out
           + terminal value

Every line is a line of the cash flow in constant money, discounted year by year; nothing is allocated by a key. What
the tables say about the total and what the steps add up to differ by the solver's tolerance only; :attr:`Worth.rest`
holds that, and the pages print it when it could be seen.

By another run's valuation, imports avoided, required return and terminal value are recomputed by the auditor from the
plan and the run's own inputs; the lines only change their discount factors.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from roadmap_opt.auditor.recount import present_values
from roadmap_opt.case.case import Case
from roadmap_opt.case.cash_lines import (
    COUNTED_BY,
    INCOME_LINES,
    OUTSIDERS_LINES,
    RUNNING_COST_LINES,
    TAX_LINES,
    TIED_UP_LINES,
)
from roadmap_opt.comparison.valuation import Valuation
from roadmap_opt.runs.run import by_year

STEPS: Mapping[str, tuple[str, ...]] = {
    "revenue": INCOME_LINES,
    "operating_cost": RUNNING_COST_LINES,
    "programmes": ("programme_cost",),
    "capex": ("capex",),
    "working_capital": TIED_UP_LINES,
    "tax": TAX_LINES,
    "finance": (*OUTSIDERS_LINES, "debt_outstanding", "required_return"),
    "cash_held": ("cash_held",),
    "avoided_imports": ("avoided_imports",),
    "terminal_value": ("terminal_value",),
}
"""Steps of the bridge in order, each with its lines: lines of the cash flow, and the five that are none."""


@dataclass(frozen=True)
class NpvSteps:
    """A plan's value by one valuation, MUSD present value in base-year money. ``lines`` holds every line that counts.

    ``total`` is what the tables (or the auditor) say; ``rest`` is what the lines leave of it, a matter of tolerance.
    """

    lines: Mapping[str, float]
    total: float

    @cached_property
    def steps(self) -> dict[str, float]:
        """Amount of every step of :data:`STEPS`."""
        return {step: math.fsum(self.lines.get(line, 0.0) for line in lines) for step, lines in STEPS.items()}

    @property
    def rest(self) -> float:
        """Total less the sum of the steps."""
        return self.total - math.fsum(self.steps.values())


def npv_steps(case: Case, tables: Mapping[str, pd.DataFrame], valuation: Valuation) -> NpvSteps:
    """The value of a plan of ``case``, with these result tables, by ``valuation``."""
    if valuation == Valuation.of(case.settings):
        frame = tables["objective"]
        items = dict(zip(frame["item"].astype(str), frame["value"].astype(float), strict=True))
    else:
        case = valuation.applied_to(case)
        items = present_values(case, tables)
    perspective, settings = valuation.perspective, case.settings
    weight = {
        year: (1 + valuation.rate) ** -(year - settings.base_year)
        * (1 + settings.inflation) ** -(year - settings.base_year)
        for year in case.decision_years
    }
    nominal = {line: years for (line,), years in by_year(tables["cash_flow"], ("line",), "nominal").items()}
    lines = {
        line: math.fsum(amount * weight[year] for year, amount in nominal.get(line, {}).items())
        for line in COUNTED_BY[perspective]
    }
    if perspective == "owner":
        lines["debt_outstanding"] = items["owner: debt_outstanding"]
        lines["required_return"] = items["owner: required_return"]
        lines["cash_held"] = _cash_held(tables["dividends"], weight)
    if perspective == "national":
        lines["avoided_imports"] = items["national: avoided_imports"]
    without = items["chosen_npv_without_terminal"]
    lines["terminal_value"] = items["chosen_npv_with_terminal"] - without
    return NpvSteps(lines, items["chosen_npv_with_terminal"])


def _cash_held(frame: pd.DataFrame, weight: Mapping[int, float]) -> float:
    """What it costs to hold cash in the company: cash times the fall of the present value from year to year."""
    cash = dict(zip(frame["year"].astype(int), frame["cash"].astype(float), strict=True))
    years = sorted(cash)
    return math.fsum(cash[year] * (weight[after] - weight[year]) for year, after in itertools.pairwise(years))
