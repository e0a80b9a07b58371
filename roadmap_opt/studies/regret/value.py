"""The value of a plan in its world: what the search maximises, recomputed from the figures of the plan itself.

Taken from the result tables, which the auditor recomputes, and not from the search: the final figures of a plan may be
a little better than what the search had when it stopped. A world that asks for the least cost counts it as a loss, so
that more is better in every world.
"""

from __future__ import annotations

from collections.abc import Mapping

from roadmap_opt.case.sheets.settings import Settings
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.solver.outcome import FINAL_FIGURES
from roadmap_opt.solver.strategy import FINANCE_TIE_BREAK, SHORTFALL_PRICE


def shortfall_price(settings: Settings) -> float:
    """MUSD that one unit of weighted shortfall costs in the objective of a world."""
    if settings.objective == "cost":
        return 0.0
    return SHORTFALL_PRICE if settings.objective == "targets_first" else float(settings.shortfall_penalty)


def value_of(settings: Settings, items: Mapping[str, float]) -> float:
    """The objective of the settings for a plan, MUSD; ``items`` are those of its table `objective`."""
    if settings.objective == "cost":
        return -items["cost"] - items["tie_break"]
    value = items["chosen_npv_with_terminal"] - items["tie_break"]
    if settings.perspective != "owner":
        value += FINANCE_TIE_BREAK * items["npv_owner"]
    return value - shortfall_price(settings) * items["weighted_shortfall"]


def bound_of(settings: Settings, record: RunRecord) -> float | None:
    """What no plan of the problem that a run solved can be worth more than, MUSD; ``None`` when nothing is proven.

    The bound of the first phase: a second one only orders plans of one shortfall.
    """
    phase = next((phase for phase in record.phases if phase["name"] != FINAL_FIGURES), None)
    if phase is None or phase["bound"] is None:
        return None
    return -float(phase["bound"]) if settings.objective == "cost" else float(phase["bound"])
