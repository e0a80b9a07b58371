"""Profiles by hand, and what the auditor may import."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest

import roadmap_opt.auditor as auditor
from roadmap_opt.auditor.timing import (
    Learning,
    depreciated_share,
    due_share,
    life_left,
    operating_share,
    stands_at_end,
)
from roadmap_opt.auditor.violation import Amount, Findings, total
from tests.support.tampered_tables import RULES, SHAPE
from tests.support.tiny_case import tiny_case

MODULE = dataclasses.replace(tiny_case().modules[0], lead_time=2.5, life=4.0)
LEARNING = Learning(0.4, 0.4)
BANK = next(source for source in tiny_case().funding if source.source_name == "bank")

ALLOWED = (
    "roadmap_opt.case.case",
    "roadmap_opt.case.cash_lines",
    "roadmap_opt.case.kpis",
    "roadmap_opt.case.origins",
    "roadmap_opt.case.sheets",
    "roadmap_opt.output.run_record",
    "roadmap_opt.output.tables",
    "roadmap_opt.auditor",
    "roadmap_opt.messages",
    "roadmap_opt.said",
)


def test_a_half_year_of_lead_time_halves_the_first_and_the_last_year() -> None:
    assert [operating_share(MODULE, 2026, year) for year in range(2026, 2034)] == [0, 0, 0.5, 1, 1, 1, 0.5, 0]


def test_the_ramp_counts_operating_months_and_not_calendar_years() -> None:
    reached = [LEARNING.fastest(MODULE, 2026, year) for year in range(2027, 2034)]
    assert reached == pytest.approx([0, 0.2, 0.2 + 0.4, 0.4 + 0.5, 1.0, 0.5, 0])


def test_it_stands_at_the_end_of_a_year_from_opening_to_the_end_of_life() -> None:
    assert [year for year in range(2026, 2035) if stands_at_end(MODULE, 2026, year)] == [2028, 2029, 2030, 2031]


def test_tax_depreciation_begins_in_the_calendar_year_of_first_operation() -> None:
    shares = [depreciated_share(MODULE, 2026, year, 4) for year in range(2027, 2034)]
    assert shares == [0, 0.25, 0.25, 0.25, 0.25, 0, 0]


def test_book_value_is_whole_until_operation_and_then_falls_with_life() -> None:
    assert life_left(MODULE, 2026, 2028.0) == 1.0
    assert life_left(MODULE, 2026, 2030.5) == 0.5
    assert life_left(MODULE, 2026, 2040.0) == 0.0


def test_instalments_fall_after_the_grace() -> None:
    linear = dataclasses.replace(BANK, grace=1, tenor=3, repayment="linear")
    assert [due_share(linear, age) for age in range(5)] == pytest.approx([0, 0, 0.5, 0.5, 0])
    bullet = dataclasses.replace(BANK, grace=1, tenor=3, repayment="bullet")
    assert [due_share(bullet, age) for age in range(5)] == [0, 0, 0, 1, 0]
    sculpted = dataclasses.replace(BANK, grace=1, tenor=3, repayment="sculpted")
    assert [due_share(sculpted, age) for age in range(5)] == [0] * 5


def test_an_annuity_pays_the_same_every_year() -> None:
    source = dataclasses.replace(BANK, rate=0.1, grace=0, tenor=2, repayment="annuity")
    shares = [due_share(source, age) for age in range(4)]
    payment = 1.21 / 2.1
    assert shares[1:3] == pytest.approx([payment - 0.1, payment - 0.1 * (1 - shares[1])])
    assert sum(shares) == pytest.approx(1.0)


def test_the_tolerance_grows_with_what_was_added_up_and_not_with_the_sum() -> None:
    difference = total([1e6, -1e6])
    assert difference == Amount(0.0, 2e6)
    findings = Findings()
    findings.equal("balance", "large", difference, 2.0)
    findings.equal("balance", "too large", difference, 2.1)
    findings.equal("balance", "small", Amount(0.0, 2.0), 0.9e-4)
    findings.equal("balance", "not so small", Amount(0.0, 2.0), 1.1e-4)
    assert [violation.where for violation in findings.violations] == ["too large", "not so small"]


def test_a_limit_is_kept_up_to_the_tolerance_on_its_own_side() -> None:
    findings = Findings()
    for name, beyond in (("kept", 0.9e-4), ("broken", 1.2e-4)):
        findings.at_most("most", name, 3.0 + beyond, 3.0)
        findings.at_least("least", name, 3.0 - beyond, 3.0)
        findings.at_most("most", "below", 1.0, 3.0)
        findings.at_least("least", "above", 5.0, 3.0)
    assert [(v.rule, v.where) for v in findings.violations] == [("most", "broken"), ("least", "broken")]
    assert [v.size for v in findings.violations] == pytest.approx([1.2e-4, 1.2e-4])


def test_the_auditor_is_independent_of_model_and_solver() -> None:
    for file in Path(auditor.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert name.startswith(ALLOWED) or name.split(".")[0] not in ("roadmap_opt", "pyomo", "highspy"), name


def test_every_rule_is_documented_and_tampered_with() -> None:
    calls = re.compile(r'(?:findings\.(?:add|at_most|at_least|equal)|_once)\(\s*"(\w+)"')
    sources = [file.read_text(encoding="utf-8") for file in Path(auditor.__file__).parent.glob("*.py")]
    named = {rule for source in sources for rule in calls.findall(source)}
    page = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
    documented = {rule for rule in re.findall(r"`(\w+)`", page) if rule in named}
    assert len(named) > 60
    assert named - documented == set()
    tampered = {rule.strip() for rule in (*SHAPE, *RULES)} | {"recipe_conservation"}
    assert named - tampered == set()
