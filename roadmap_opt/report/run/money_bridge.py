"""One table in which the totals of money meet: modules, investment, spending, funds."""

from __future__ import annotations

from roadmap_opt.documents.components import Column, Group, Row, Table
from roadmap_opt.figures import MUSD
from roadmap_opt.insight.money_totals import STEPS, SUMS, money_totals
from roadmap_opt.runs.run import Run
from roadmap_opt.words import MONEY as SAY

SMALL = 0.05
"""MUSD below which a step is left out, and two sums are equal."""


def bridge_group(run: Run) -> Group:
    """From the price of the modules to the funds raised; a step of nothing is left out."""
    found = money_totals(run)
    rows = [
        Row((SAY.both(f"bridge_{step}"), found.amounts[step]), "total" if step in SUMS else "normal")
        for step in STEPS
        if step in SUMS or abs(found.amounts[step]) >= SMALL
    ]
    met = "✓ 0" if abs(found.difference) < SMALL else found.difference
    rows.append(Row((SAY.both("bridge_difference"), met)))
    columns = [Column(SAY.both("bridge_step")), Column(SAY.both("bridge_amount"), "number", MUSD, 1)]
    return Group(SAY.both("bridge"), [Table(SAY.both("bridge_table"), columns, rows)], SAY.both("bridge_lead"))
