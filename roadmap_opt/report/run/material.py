"""Material: rare earths from ore and scrap to motors, what becomes of each element, balances of goods."""

from __future__ import annotations

from roadmap_opt import figures
from roadmap_opt.documents.components import Component, Folded, Group, Paragraph, Section
from roadmap_opt.insight.rare_earth_flows import RareEarthFlows
from roadmap_opt.messages import Text
from roadmap_opt.report.run.material_balances import balance_table, side_product_table
from roadmap_opt.report.run.material_flows import (
    elements,
    entered,
    in_products,
    lost_by_plant,
    origin_of_products,
    pictures,
)
from roadmap_opt.report.run.material_oddities import oddities_group
from roadmap_opt.runs.names import Names
from roadmap_opt.runs.run import Run
from roadmap_opt.words import MATERIAL as SAY


def section(run: Run, names: Names) -> Section:
    """The section of a run with a plan."""
    flows = RareEarthFlows(run)
    parts: list[Component] = []
    if not flows.measures:
        parts.append(Paragraph(SAY.both("nothing")))
    else:
        told = _story(run, flows, names)
        parts += [Paragraph(told)] if told else []
        parts.append(pictures(run, flows, names))
        years = run.case.decision_years
        by_element: list[Component] = [*elements(run, flows)]
        if any(measure.key in ("Dy", "Tb") for measure in flows.measures):
            by_element.append(Paragraph(SAY.both("elements_note"), "quiet"))
        products = origin_of_products(run, flows)
        parts += [products] if products else []
        if by_element:
            parts.append(Group(SAY.both("elements", first=years[0], last=years[-1]), by_element, folded=True))
    parts.append(oddities_group(run, names))
    sides = side_product_table(run, names)
    balances: list[Component] = [sides] if sides else []
    balances.append(Folded(SAY.both("balances_all"), [balance_table(run, names)]))
    parts.append(Group(SAY.both("balances"), balances, SAY.both("balances_lead"), folded=True))
    return Section("material", SAY.both("title"), SAY.both("lead"), parts)


def _story(run: Run, flows: RareEarthFlows, names: Names) -> Text | None:
    """How much of the magnet rare earths reaches a product, in a sentence."""
    measure = next((each for each in flows.measures if each.key == "magnet"), None)
    if measure is None:
        return None
    every = flows.flows(measure)
    lost = lost_by_plant(every)
    whole = entered(every)
    if not whole or not lost:
        return None
    years = run.case.decision_years
    return SAY.both(
        "story", first=years[0], last=years[-1], entered=figures.number(whole, 0, SAY.both("unit")),
        products=figures.percent(in_products(every) / whole), lost=figures.percent(sum(lost.values()) / whole),
        worst=names("plant", max(lost, key=lambda plant: lost[plant])),
    )  # fmt: skip
