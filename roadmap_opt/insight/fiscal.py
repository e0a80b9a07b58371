"""The fiscal view as a budget officer reads it: spending above nought, receipts below, and their balance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from roadmap_opt.case.fiscal_lines import RECEIPTS, SPENDING
from roadmap_opt.runs.run import Run

VISIBLE = 0.05
"""Amounts below this, MUSD, are not worth telling."""

ByYear = dict[int, float]


@dataclass(frozen=True)
class Fiscal:
    """MUSD nominal by year. ``signed`` holds every item, receipts below nought; ``net`` is their sum: below nought the
    state receives more than it spends. ``called`` is service of guaranteed debt that cash at the lenders' low prices
    would leave unpaid.
    """

    years: Sequence[int]
    signed: dict[str, ByYear]
    net: ByYear
    so_far: ByYear
    guarantees: ByYear
    called: ByYear

    @property
    def spent(self) -> float:
        """All spending of all years."""
        return math.fsum(amount for item in SPENDING for amount in self.signed[item].values())

    @property
    def received(self) -> float:
        """All receipts of all years."""
        return -math.fsum(amount for item in RECEIPTS for amount in self.signed[item].values())

    @property
    def is_empty(self) -> bool:
        """Whether the state neither spends nor receives nor guarantees anything."""
        each = (*self.signed.values(), self.guarantees)
        return not any(abs(amount) >= VISIBLE for values in each for amount in values.values())


def fiscal_of(run: Run) -> Fiscal:
    """The fiscal view of a run with a plan."""
    frame = run.tables["fiscal"]
    years = frame["year"].astype(int)

    def column(name: str, sign: float = 1.0) -> ByYear:
        amounts = dict(zip(years, sign * frame[name].astype(float) + 0.0, strict=True))  # no -0.0
        return {year: amounts.get(year, 0.0) for year in run.case.decision_years}

    signed = {item: column(item) for item in SPENDING} | {item: column(item, -1.0) for item in RECEIPTS}
    return Fiscal(
        run.case.decision_years,
        signed,
        column("net_cost"),
        column("cumulative_net_cost"),
        column("guarantees"),
        column("called_at_low_prices"),
    )
