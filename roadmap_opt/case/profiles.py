"""Profiles by age: what share of capex, capacity, depreciation or principal falls in which year after a decision."""

from __future__ import annotations

import math

from roadmap_opt.case.sheets.finance import DEBT_KINDS, FundingSource
from roadmap_opt.case.sheets.investment import SPEND_YEARS, Module, Plant


def spend_by_age(module: Module, age: int) -> float:
    """Share of capex spent in construction year ``age + 1`` (0 outside the profile)."""
    return float(getattr(module, f"spend_{age + 1}") or 0.0) if 0 <= age < SPEND_YEARS else 0.0


def operation_by_age(module: Module, age: int) -> float:
    """Share of the calendar year ``age`` years after the start in which the module operates.

    A lead time of 3.5 years means: nothing for three years, half of the fourth, then every year until the end of life.
    """
    begin, end = module.lead_time, module.lead_time + module.life
    return max(0.0, min(age + 1.0, end) - max(float(age), begin))


def first_year_share(plant: Plant) -> float:
    """Share of nameplate that can be used in the first operating year."""
    return 1.0 if plant.first_year_share is None else plant.first_year_share


def learning_step(plant: Plant) -> float:
    """Share of nameplate by which use can rise in a year; blank is what the first year leaves, or all of it."""
    left = 1.0 - first_year_share(plant)
    return plant.learning_step if plant.learning_step is not None else left or 1.0


def attainable_by_age(module: Module, plant: Plant, age: int) -> float:
    """Largest share of nameplate that can be used in that calendar year: the fastest ramp-up, run without a break.

    Operating year k (of twelve months, counted from first operation, not from January) reaches
    :func:`attainable_in`; the calendar year counts the months of each that fall into it.
    """
    total = 0.0
    begin, end = module.lead_time, module.lead_time + module.life
    for operating_year in range(max(0, math.floor(age - begin)), math.ceil(age + 1 - begin)):
        low = max(float(age), begin + operating_year)
        high = min(age + 1.0, begin + operating_year + 1, end)
        total += max(0.0, high - low) * attainable_in(plant, operating_year)
    return total


def attainable_in(plant: Plant, operating_year: int) -> float:
    """Largest share of nameplate in operating year ``operating_year + 1``: the first year's, and a step for each."""
    return min(1.0, first_year_share(plant) + operating_year * learning_step(plant))


def years_to_nameplate(plant: Plant) -> int:
    """Operating years below nameplate when a plant runs without a break."""
    return max(0, math.ceil(round((1.0 - first_year_share(plant)) / learning_step(plant), 9)))


def depreciation_by_age(module: Module, age: int, years: int) -> float:
    """Straight-line share of cost depreciated in that calendar year, from the year of first operation."""
    first = math.floor(module.lead_time)
    return 1.0 / years if first <= age < first + years else 0.0


def completion_year(module: Module, start: int) -> int:
    """Calendar year in which a module started in ``start`` first operates: the year from which its debt is served."""
    return start + math.floor(module.lead_time)


def remaining_life_share(module: Module, age: float) -> float:
    """Share of operating life left ``age`` years after the start of construction (book value over cost)."""
    return min(1.0, max(0.0, 1.0 - (age - module.lead_time) / module.life))


def accrued(source: FundingSource, years: int) -> float:
    """What one unit drawn has grown to ``years`` calendar years later, while its interest is added to the debt.

    A draw of the year bears half a year's interest, each year after it a whole one; nothing is added in the year of
    completion itself, so a draw of that year (``years`` 0) counts as drawn.
    """
    return 1.0 if years == 0 else (1.0 + source.rate / 2) * (1.0 + source.rate) ** (years - 1)


def repayment_by_age(source: FundingSource, age: int) -> float:
    """Share of the debt repaid ``age`` years after completion; the instalments fall in years grace + 1 to tenor.

    ``linear``: equal principal. ``annuity``: equal instalments of interest and principal. ``bullet``: all at tenor.
    A ``sculpted`` debt has no schedule of its own: the plan chooses its instalments.
    """
    if not source.grace < age <= source.tenor or source.repayment == "sculpted":
        return 0.0
    instalments = source.tenor - source.grace
    if source.repayment == "bullet":
        return 1.0 if age == source.tenor else 0.0
    if source.repayment == "annuity":
        # an instalment repays its worth at the end of the last one: the payment less interest on what is owed
        left = source.tenor - age + 1
        return math.exp(-left * math.log1p(source.rate)) / annuity_factor(source.rate, instalments)
    return 1.0 / instalments


def annuity_factor(rate: float, years: int) -> float:
    """Present value of one unit at the end of each of so many years: sum of ``(1 + rate) ** -k``; ``rate`` above -1.

    Written so that it keeps its digits near a rate of nought, where ``(1 - (1 + rate) ** -years) / rate`` loses them.
    """
    return float(years) if rate == 0 else -math.expm1(-years * math.log1p(rate)) / rate


def outstanding_by_age(source: FundingSource, age: int) -> float:
    """Share of the debt still owed at the end of the year ``age`` years after completion, by its schedule."""
    if age < 0 or source.kind not in DEBT_KINDS:
        return 0.0
    return max(0.0, 1.0 - sum(repayment_by_age(source, a) for a in range(age + 1)))
