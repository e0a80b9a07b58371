"""Profiles over time, from the cells of one row: when a plant runs, when capex is spent, when a debt falls due."""

from __future__ import annotations

import math
from dataclasses import dataclass

from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.case.sheets.investment import SPEND_YEARS, Module, Plant


def _overlap(begin: float, end: float, other_begin: float, other_end: float) -> float:
    return max(0.0, min(end, other_end) - max(begin, other_begin))


def operating_share(module: Module, start: int, year: int) -> float:
    """Part of calendar ``year`` in which a module started at the beginning of ``start`` operates."""
    opening = start + module.lead_time
    return _overlap(year, year + 1, opening, opening + module.life)


@dataclass(frozen=True, slots=True)
class Learning:
    """How fast the use of a plant type can grow: shares of nameplate, the first year's and what each year adds."""

    first: float
    step: float

    @classmethod
    def of(cls, plant: Plant) -> Learning:
        """A blank first year is all of nameplate; a blank step is what the first year leaves."""
        first = plant.first_year_share or 1.0
        return cls(first, plant.learning_step or (1.0 - first) or 1.0)

    @property
    def takes_time(self) -> bool:
        """Whether there is anything to learn: else whatever is in operation can be used at once."""
        return self.first < 1.0 or self.step < 1.0

    def fastest(self, module: Module, start: int, year: int) -> float:
        """Share of nameplate that can be used in ``year`` when it has run since its opening: twelve months a step."""
        opening = start + module.lead_time
        closing = opening + module.life
        shares = (min(1.0, self.first + number * self.step) for number in range(math.ceil(module.life)))
        return sum(
            share * _overlap(year, year + 1, opening + number, min(opening + number + 1, closing))
            for number, share in enumerate(shares)
        )


def stands_at_end(module: Module, start: int, year: int) -> bool:
    """Whether it is in operation when ``year`` ends."""
    opening = start + module.lead_time
    return opening < year + 1 <= opening + module.life


def spend_shares(module: Module) -> tuple[float, ...]:
    """Shares of capex by construction year, the first being the year of the start."""
    return tuple(float(getattr(module, f"spend_{number + 1}") or 0.0) for number in range(SPEND_YEARS))


def depreciated_share(module: Module, start: int, year: int, years: int) -> float:
    """Share of cost written off for tax in ``year``: equal parts, the first in the calendar year of first operation."""
    first = start + math.floor(module.lead_time)
    return 1.0 / years if first <= year < first + years else 0.0


def life_left(module: Module, start: int, moment: float) -> float:
    """Share of operating life left at ``moment``; a plant that does not run yet has all of it."""
    used = moment - (start + module.lead_time)
    return min(1.0, max(0.0, 1.0 - used / module.life))


def _annuity_owed(rate: float, instalments: int, left: int) -> float:
    """Share of an annuity still owed when ``left`` of its instalments are: worth of what is left over worth of all.

    From the rate's logarithm: near a rate of nought ``1 - (1 + rate) ** -left`` is all rounding.
    """
    if rate == 0:
        return left / instalments
    force = math.log1p(rate)
    return math.expm1(-left * force) / math.expm1(-instalments * force)


def due_share(source: FundingSource, age: int) -> float:
    """Share of the debt at completion that falls due ``age`` years later; sculpted debt has no schedule."""
    if not source.grace < age <= source.tenor or source.repayment == "sculpted":
        return 0.0
    instalments = source.tenor - source.grace
    if source.repayment == "bullet":
        return 1.0 if age == source.tenor else 0.0
    if source.repayment == "annuity":
        left = source.tenor - age
        return _annuity_owed(source.rate, instalments, left + 1) - _annuity_owed(source.rate, instalments, left)
    return 1.0 / instalments
