"""The audit: every rule of the formulation and every number of the results, from workbook and tables alone.

It imports neither the model nor the solver, and none of the look-ups they share: what it checks it computes itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from roadmap_opt.auditor import finance_rules, lending_rules, material_rules, security, tail, trade_rules
from roadmap_opt.auditor.derived import Recomputed, check_derived
from roadmap_opt.auditor.facts import Facts
from roadmap_opt.auditor.indicators import Indicators
from roadmap_opt.auditor.money import Money
from roadmap_opt.auditor.plan import Plan
from roadmap_opt.auditor.present_values import objective_items
from roadmap_opt.auditor.production import Production
from roadmap_opt.auditor.record import (
    check_claims,
    check_phases_without_plan,
    check_verdict,
    contradictions,
)
from roadmap_opt.auditor.shape import clean_rows
from roadmap_opt.auditor.targets import check_goals, standings
from roadmap_opt.auditor.violation import Findings, Violation
from roadmap_opt.case.case import Case
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.said import said


def audit_record(
    record: RunRecord, case: Case, tables: Mapping[str, pd.DataFrame], violations: tuple[Violation, ...]
) -> tuple[Violation, ...]:
    """Every claim of the record that agrees neither with itself nor with the plan, whose ``violations`` are known.

    Of a plan that breaks rules no figure is held against the record: which of the two is wrong could not be said.
    """
    findings = Findings()
    findings.violations += contradictions(record)
    if not record.has_plan:
        check_phases_without_plan(record, case.settings, findings)
        for name, frame in tables.items():
            if len(frame):
                findings.add(
                    "run.json",
                    "has_plan",
                    "no plan",
                    said("a plan: table {name} has {count} row(s)", name=name, count=len(frame)),
                )
        return tuple(findings.violations)
    check_verdict(record, len(violations), findings)
    facts, unused = Facts(case), Findings()
    rows = None if violations or findings.violations else clean_rows(facts, tables, unused)
    if rows is not None:
        plan = Plan(facts, rows, unused)
        production = Production(facts, plan)
        money = Money(facts, plan, production)
        goals = standings(facts, Indicators(facts, plan, production, money))
        check_claims(record, case.settings, objective_items(facts, money, goals), findings)
    return tuple(findings.violations)


def audit(case: Case, tables: Mapping[str, pd.DataFrame]) -> tuple[Violation, ...]:
    """Every violation of a plan, largest first within a rule; empty when the plan keeps all rules.

    ``tables`` holds every table of ``RESULT_TABLES`` by name. When a table or a column is missing only that is
    reported, because nothing can be recomputed from half a plan.
    """
    findings = Findings()
    facts = Facts(case)
    rows = clean_rows(facts, tables, findings)
    if rows is None:
        return tuple(findings.violations)
    plan = Plan(facts, rows, findings)
    production = Production(facts, plan)
    money = Money(facts, plan, production)
    indicators = Indicators(facts, plan, production, money)
    goals = standings(facts, indicators)

    material_rules.check_programmes(facts, plan, findings)
    material_rules.check_builds(facts, plan, findings)
    material_rules.check_requirements(facts, plan, production, findings)
    material_rules.check_processing(facts, plan, production, findings)
    material_rules.check_reserves(facts, plan, findings)
    material_rules.check_supply(facts, plan, production, findings)
    material_rules.check_goods(facts, plan, production, findings)
    material_rules.check_loop(facts, production, findings)
    security.check_security(facts, plan, production, findings)
    tail.check_tail(facts, plan, production, findings)
    trade_rules.check_markets(facts, production, findings)
    trade_rules.check_contracts(facts, plan, production, findings)
    trade_rules.check_support(facts, plan, production, findings)
    finance_rules.check_sources(facts, plan, money, findings)
    finance_rules.check_uses(facts, plan, money, findings)
    finance_rules.check_mix(facts, plan, money, findings)
    lending_rules.check_lending(facts, plan, money, findings)
    lending_rules.check_sellers(facts, plan, money, findings)
    lending_rules.check_cover(facts, plan, money, findings)
    finance_rules.check_tax_losses(facts, plan, money, findings)
    finance_rules.check_cash(facts, plan, money, findings)
    tail.check_service(facts, plan, money, findings)
    check_goals(facts, plan, goals, findings)
    check_derived(Recomputed(facts, plan, production, money, indicators, goals), rows, findings)
    order = {rule: number for number, rule in enumerate(dict.fromkeys(v.rule for v in findings.violations))}
    return tuple(sorted(findings.violations, key=lambda violation: (order[violation.rule], -violation.size)))
