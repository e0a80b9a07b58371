"""Where the money of each year came from and where it went, so that both sides are equal. Nominal MUSD.

Sources are what was drawn from each funding source, the year's operating surplus, working capital and value-added tax
that came back, and cash taken out of the till. Uses are plants, programmes, what an operating deficit, working capital
and value-added tax take, taxes, interest and fees, repayment, dividends, and cash put into the till.

The two sides are made from different tables (draws, cash-flow lines, closing cash), so that their equality is a check.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from roadmap_opt.case.cash_lines import CHARGE_LINES, OPERATING_LINES
from roadmap_opt.runs.run import Run, by_year

SOURCE_ITEMS = ("operating_surplus", "working_capital_released", "cash_used")
USE_ITEMS = (
    "operating_deficit", "capex", "programme_cost", "working_capital", "tax", "interest_and_fees", "repayment",
    "dividends", "cash_added",
)  # fmt: skip

_TWO_SIDED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("operating_surplus", "operating_deficit", OPERATING_LINES),
    ("working_capital_released", "working_capital", ("working_capital", "vat")),
)
_SPENT: Mapping[str, tuple[str, ...]] = {
    "capex": ("capex",),
    "programme_cost": ("programme_cost",),
    "tax": ("tax",),
    "interest_and_fees": CHARGE_LINES,
    "repayment": ("repayment",),
    "dividends": ("dividends",),
}

Years = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class SourcesAndUses:
    """``drawn`` by funding source, ``sources`` and ``uses`` by item, each by year; every item has every year."""

    years: tuple[int, ...]
    drawn: Mapping[str, Years]
    sources: Mapping[str, Years]
    uses: Mapping[str, Years]

    def raised(self, year: int) -> float:
        """All sources of a year."""
        return math.fsum(each[year] for side in (self.drawn, self.sources) for each in side.values())

    def used(self, year: int) -> float:
        """All uses of a year."""
        return math.fsum(each[year] for each in self.uses.values())

    def difference(self, year: int) -> float:
        """Sources less uses: nothing but the solver's tolerance."""
        return self.raised(year) - self.used(year)


def sources_and_uses(run: Run) -> SourcesAndUses:
    """Both sides of a plan's money, by year of decision. Funding sources are in the order of the inputs."""
    years = run.case.decision_years
    lines = {line: each for (line,), each in _nominal(run).items()}
    draws = by_year(run.tables["funding"], ("source_name",), "amount")
    order = [row.source_name for row in run.case.funding if (row.source_name,) in draws]
    drawn = {source: {year: draws[source,].get(year, 0.0) for year in years} for source in order}
    sources: dict[str, dict[int, float]] = {item: {} for item in SOURCE_ITEMS}
    uses: dict[str, dict[int, float]] = {item: {} for item in USE_ITEMS}
    frame = run.tables["dividends"]
    closing = dict(zip(frame["year"].astype(int), frame["cash"].astype(float), strict=True))
    held = run.case.settings.opening_cash
    for year in years:
        for gain, loss, members in _TWO_SIDED:
            net = math.fsum(lines.get(line, {}).get(year, 0.0) for line in members)
            sources[gain][year], uses[loss][year] = max(net, 0.0), max(-net, 0.0)
        for item, members in _SPENT.items():
            uses[item][year] = -math.fsum(lines.get(line, {}).get(year, 0.0) for line in members)
        added = closing.get(year, 0.0) - held
        held = closing.get(year, 0.0)
        sources["cash_used"][year], uses["cash_added"][year] = max(-added, 0.0), max(added, 0.0)
    return SourcesAndUses(years, drawn, sources, uses)


def _nominal(run: Run) -> dict[tuple[str, ...], dict[int, float]]:
    return by_year(run.tables["cash_flow"], ("line",), "nominal", keep_zero=True)
