"""Profiles over time, from the cells of one row: when a plant runs, when capex is spent, when a debt falls due."""

from __future__ import annotations

import math

from roadmap_opt.case.sheets.finance import FundingSource
from roadmap_opt.case.sheets.investment import RAMP_YEARS, SPEND_YEARS, Module


def _overlap(begin: float, end: float, other_begin: float, other_end: float) -> float:
    return max(0.0, min(end, other_end) - max(begin, other_begin))


def operating_share(module: Module, start: int, year: int) -> float:
    """Part of calendar ``year`` in which a module started at the beginning of ``start`` operates."""
    opening = start + module.lead_time
    return _overlap(year, year + 1, opening, opening + module.life)


def offered_share(module: Module, start: int, year: int) -> float:
    """Share of nameplate that it offers in ``year``: operating years of twelve months, each with its ramp-up share."""
    opening = start + module.lead_time
    closing = opening + module.life
    offered = 0.0
    for number in range(math.ceil(module.life)):
        given = getattr(module, f"ramp_{number + 1}") if number < RAMP_YEARS else None
        share = 1.0 if given is None else float(given)
        offered += share * _overlap(year, year + 1, opening + number, min(opening + number + 1, closing))
    return offered


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
