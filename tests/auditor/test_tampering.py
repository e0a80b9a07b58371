"""A clean plan audits clean; every change of one cell or row is caught under the name of the rule it breaks."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from roadmap_opt.auditor import Violation, audit
from roadmap_opt.auditor.derived import TABLES
from roadmap_opt.case.case import Case
from roadmap_opt.output.tables import RESULT_TABLES
from tests.support.rich_case import rich_case, rich_plan, solved
from tests.support.tampered_tables import RULES, SHAPE, SLIGHT, Tables, change
from tests.support.tiers import some
from tests.support.tiny_case import tiny_rows


def rules(case: Case, tables: Tables) -> set[str]:
    """Names of the rules that are broken."""
    return {violation.rule for violation in audit(case, tables)}


def copies() -> tuple[Case, Tables]:
    """The clean plan, free to be changed."""
    case, tables = rich_plan()
    return case, {name: table.copy() for name, table in tables.items()}


def test_a_clean_plan_has_no_violation() -> None:
    case, tables = copies()
    assert [str(violation) for violation in audit(case, tables)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {"perspective": "national", "objective": "targets_first", "offtake_basis": "sales", "magnet_price": 130.0},
        {"objective": "cost"},
        {"purchases_for_stock": True, "vat_exempt": True, "magnet_price": 140.0},
    ],
    ids=["national", "cost", "stock"],
)
def test_other_settings_agree_as_well(changes: dict[str, Any]) -> None:
    case = rich_case(**changes)
    assert [str(violation) for violation in audit(case, solved(case))] == []


@pytest.mark.parametrize("rule", some(16, [*SHAPE, *RULES]))
def test_a_changed_cell_is_named_by_its_rule(rule: str) -> None:
    case, tables = copies()
    {**SHAPE, **RULES}[rule](tables)
    assert rule.strip() in rules(case, tables)


@pytest.mark.parametrize("rule", SLIGHT)
def test_a_twentieth_too_much_is_too_much(rule: str) -> None:
    case, tables = copies()
    assert rule in rules(SLIGHT[rule](case, tables), tables)


@pytest.mark.parametrize(
    ("sheet", "column", "new"),
    [("price_formulas", "quantity", 0.25), ("premiums", "premium", dict.fromkeys(range(2025, 2034), 2.0))],
)
def test_a_plan_is_audited_at_the_prices_that_follow_from_the_formulas(sheet: str, column: str, new: Any) -> None:
    """Scrap costs 15: a fifth of the oxide's 70, and 1. With another share or premium the purchases are wrong."""
    case, tables = copies()
    (row,) = getattr(case, sheet)
    changed = dataclasses.replace(case, **{sheet: (dataclasses.replace(row, **{column: new}),)})
    assert "cash_flow.real" in rules(changed, tables)


CELLS = [
    (table.name, column.name)
    for table in (RESULT_TABLES[name] for name in TABLES)
    for column in table.columns
    if not column.key and column.name not in ("met", "loss_used", "support", "stood_down")
]
"""Every number of every derived table; what is stood down, losses used and the sponsors' support are choices, and
have rules of their own."""


@pytest.mark.parametrize(("table", "column"), some(9, CELLS), ids=lambda part: str(part))
def test_every_derived_number_is_recomputed(table: str, column: str) -> None:
    case, tables = copies()
    filled = tables[table].index[tables[table][column].notna()]
    row = filled[len(filled) // 2]
    tables[table].loc[row, column] = 1.01 * tables[table].loc[row, column] + 0.01
    keys = [spec.name for spec in RESULT_TABLES[table].columns if spec.key]
    found = [violation for violation in audit(case, tables) if violation.rule == f"{table}.{column}"]
    assert [violation.where for violation in found] == [" | ".join(str(tables[table].loc[row, key]) for key in keys)]


def test_a_blank_is_a_blank_and_a_number_a_number() -> None:
    case, tables = copies()
    change("offtake", "share", 0.3, year=2026)(tables)
    change("funding_mix", "total_limit", 7.0, source_name="owner")(tables)
    change("debt_cover", "dscr", None, year=2029)(tables)
    assert rules(case, tables) == {"offtake.share", "funding_mix.total_limit", "debt_cover.dscr"}


def test_a_recipe_that_makes_rare_earths_is_caught() -> None:
    _, tables = copies()
    flows = tiny_rows("RecipeFlows")
    richer = [{**row, "quantity": 0.5} if row["commodity"] == "nd_oxide" and row["direction"] == "out" else row
              for row in flows]  # fmt: skip
    scrap = [{"recipe": "recycling", "direction": "in", "commodity": "scrap", "quantity": 1.0},
             {"recipe": "recycling", "direction": "out", "commodity": "nd_oxide", "quantity": 0.3}]  # fmt: skip
    assert "recipe_conservation" in rules(rich_case(recipe_flows=[*richer, *scrap]), tables)


def test_a_violation_reads_as_a_sentence() -> None:
    violation = Violation("storage_limit", "nd_oxide | town | 2029", 10.5, "at most 10", 0.5)
    assert str(violation) == "storage_limit [nd_oxide | town | 2029]: found 10.5, expected at most 10"


def test_tables_read_back_from_text_audit_the_same(tmp_path: Path) -> None:
    case, tables = copies()
    for name, table in tables.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    loaded = {name: pd.read_csv(tmp_path / f"{name}.csv") for name in tables}
    assert audit(case, loaded) == ()
