"""The steady periods after the last decision year as a reader asks for them: money, what is kept, what is sold."""

from __future__ import annotations

import math
from dataclasses import dataclass

from roadmap_opt.case.cash_lines import INCOME_LINES, OPERATING_LINES, RUNNING_COST_LINES
from roadmap_opt.case.sheets.settings import PERSPECTIVES, TERMINAL_VALUES
from roadmap_opt.runs.run import Run, by_year, objective_items, records

Periods = dict[int, float]
"""Values by the first year of the period."""


@dataclass(frozen=True)
class Tail:
    """A year of each period.

    ``money`` holds MUSD real by item: revenue, operating_cost, programmes, cash, tax, after_tax, service, equity,
    called. ``kept`` is nameplate by plant and site, ``sold`` is spot sales and deliveries by commodity.
    """

    spans: dict[int, range]
    money: dict[str, Periods]
    kept: dict[tuple[str, str], Periods]
    sold: dict[str, Periods]


def tail_of(run: Run) -> Tail:
    """The tail of a run with a plan; without periods when the case has none."""
    case = run.case
    spans = {span.start: span for span in case.tail}
    lines = by_year(run.tables["tail_cash"], ("line",), "real", keep_zero=True)

    def summed(*names: str) -> Periods:
        return {year: math.fsum(lines[name,][year] for name in names) for year in spans}

    money = {
        "revenue": summed(*INCOME_LINES),
        "operating_cost": summed(*RUNNING_COST_LINES),
        "programmes": summed("programme_cost"),
        "cash": summed(*OPERATING_LINES, "programme_cost"),
        "tax": summed("tax"),
        "after_tax": summed(*OPERATING_LINES, "programme_cost", "tax"),
        "service": summed("debt_service"),
        "equity": summed("tail_equity"),
        "called": summed("called_guarantees"),
    }
    modules = {row.module: row for row in case.modules}
    assets = {row.asset: row for row in case.existing}
    product = {row.market: row.commodity for row in case.markets}
    product_of = {"sale": product, "delivery": {row.contract: product[row.market] for row in case.contracts}}
    kept: dict[tuple[str, str], Periods] = {}
    sold: dict[str, Periods] = {}
    for row in records(run.tables["tail"]):
        if row.kind in ("kept", "kept_asset"):
            unit = modules[row.item] if row.kind == "kept" else assets[row.item]
            periods = kept.setdefault((unit.plant, row.site), dict.fromkeys(spans, 0.0))
            periods[row.year] += row.value * unit.capacity
        elif row.kind in product_of:
            periods = sold.setdefault(product_of[row.kind][row.item], dict.fromkeys(spans, 0.0))
            periods[row.year] += row.value
    return Tail(spans, money, kept, sold)


def values_after_horizon(run: Run) -> dict[str, dict[str, float]]:
    """Net present value by perspective and terminal value, MUSD real."""
    items = objective_items(run)
    return {
        perspective: {
            kind: items[f"npv_{perspective}" + ("" if kind == "none" else f"_with_{kind}")] for kind in TERMINAL_VALUES
        }
        for perspective in PERSPECTIVES
    }
