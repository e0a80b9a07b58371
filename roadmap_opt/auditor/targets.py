"""Targets and pins recomputed: shortfalls by year of the window, and the decisions that the planner has fixed."""

from __future__ import annotations

from dataclasses import dataclass

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.indicators import Indicators
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.violation import ZERO, Amount, Findings, Ratio, place
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.sheets.policy import Pin, Target
from roadmap_opt.said import said


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target stands in one year of its window."""

    target: Target
    year: int
    value: Ratio
    shortfall: Amount
    scale: float

    @property
    def relative(self) -> Amount:
        """Shortfall over its scale."""
        return self.shortfall / self.scale


def standings(facts: Facts, indicators: Indicators) -> list[Standing]:
    """Every target in every year of its window, those that are off included."""
    rows = []
    for target in facts.case.targets:
        ratio = KPIS[target.kpi].is_ratio
        scale = target.value * (target.minimum_denominator or 1.0) if ratio else target.value
        for year in facts.years:
            if not target.first_year <= year <= (target.last_year or facts.last):
                continue
            top, bottom = indicators.pair(target.kpi, target.definition, year)
            gap = bottom * target.value - top
            if target.sense == "<=":
                gap = -gap
            elif ratio and target.value > 0:  # an empty ratio is a missed target
                at_least = scale - top
                gap = gap if gap.value >= at_least.value else at_least
            whole = bottom
            if ratio and target.sense == ">=" and (target.minimum_denominator or 0.0) > bottom.value:
                whole = Amount(target.minimum_denominator or 0.0, bottom.size)  # what is reached is told of the least
            rows.append(Standing(target, year, Ratio(top, whole), gap.above_zero, scale if scale > 0 else 1.0))
    return rows


def weighted_shortfall(rows: list[Standing]) -> Amount:
    """Sum over targets that count of weight times the mean over their years of the relative shortfall."""
    result = ZERO
    for name in {row.target.target for row in rows if row.target.mode != "off"}:
        years = [row for row in rows if row.target.target == name]
        for row in years:
            result = result + row.relative * (row.target.weight / len(years))
    return result


def check_goals(facts: Facts, plan: Plan, rows: list[Standing], findings: Findings) -> None:
    """Hard targets are met and pinned decisions are as pinned."""
    for row in rows:
        if row.target.mode == "hard":
            findings.at_most("hard_target", place(row.target.target, row.year), row.shortfall, 0.0)
    for number, pin in enumerate(facts.case.pins, start=1):
        count = _count(facts, plan, pin)
        held = {"=": count == pin.value, ">=": count >= pin.value, "<=": count <= pin.value}[pin.sense]
        if not held:
            where = place(
                said("pin {number}", number=number),
                pin.decision,
                pin.item,
                pin.site or said("all sites"),
                pin.year or said("all years"),
            )
            findings.add("pinned", where, count, f"{pin.sense} {pin.value}", abs(count - pin.value))


def _count(facts: Facts, plan: Plan, pin: Pin) -> int:
    if pin.decision == "build":
        return sum(
            count
            for (site, module, year), count in plan.builds.items()
            if module == pin.item and pin.site in (None, site) and pin.year in (None, year)
        )
    years = {"start": plan.begun, "sign": plan.first_delivery, "mobilise": plan.mobilised}[pin.decision]
    if pin.decision == "start" and facts.programmes[pin.item].started is not None:
        return 0  # history is no decision
    return int(pin.item in years and pin.year in (None, years[pin.item]))
