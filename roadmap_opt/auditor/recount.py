"""Present values of a plan recomputed under other settings: what a plan is worth to somebody who measures otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.present_values import objective_items
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.shape import clean_rows
from roadmap_opt.auditor.violation import Findings
from roadmap_opt.case.case import Case
from roadmap_opt.said import said


def present_values(case: Case, tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Items of the objective table but the shortfall, for the decisions in ``tables`` under the settings of ``case``.

    MUSD real. Perspective, discount rates and terminal value of ``case`` may differ from those the plan was made with.
    Raises ``ValueError`` when the tables cannot be read as a plan of this case.
    """
    facts, findings = Facts(case), Findings()
    rows = clean_rows(facts, tables, findings)
    if rows is None:
        raise ValueError(said("the tables are no plan of this case: {violation}", violation=findings.violations[0]))
    plan = Plan(facts, rows, findings)
    money = Money(facts, plan, Production(facts, plan))
    items = objective_items(facts, money, [])
    return {name: amount.value for name, amount in items.items() if name != "weighted_shortfall"}
