"""Tampering with what the country has of a plan is named by its column, and other facts give other figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.rich_case import rich_plan
from tests.support.tampered_tables import Tables, change, drop


def broken(tamper: Callable[[Tables], None], case: Case | None = None) -> set[str]:
    own, tables = rich_plan()
    copies = {name: table.copy() for name, table in tables.items()}
    tamper(copies)
    return {violation.rule for violation in audit(case or own, copies)}


KINDS = (
    "construction_jobs",
    "operation_jobs",
    "value_added",
    "electricity",
    "natural_gas",
    "water",
    "acid",
    "emissions",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recomputed(kind: str) -> None:
    assert broken(change("public_value", "value", lambda old: 1.01 * old + 0.01, kind=kind)) == {"public_value.value"}


@pytest.mark.parametrize(
    "tamper",
    [
        change("public_value", "place", "Downhill", place="Uphill"),
        change("public_value", "kind", "sunshine", kind="water"),
        drop("public_value", kind="value_added"),
        drop("public_value", kind="operation_jobs"),
    ],
)
def test_a_row_stands_where_it_belongs(tamper: Callable[[Tables], None]) -> None:
    assert "public_value.rows" in broken(tamper)


@pytest.mark.parametrize(
    ("sheet", "key", "name", "values", "rules"),
    [
        ("plants", "plant", "separation", {"jobs_operation": 0.2}, {"public_value.value"}),
        ("plants", "plant", "separation", {"jobs_construction": 5.0}, {"public_value.value"}),
        ("recipes", "recipe", "leaching", {"acid": 3.0}, {"public_value.value", "kpis.value", "kpis.numerator"}),
        ("sites", "site", "hill", {"province": "Downhill"}, {"public_value.rows"}),
        ("commodities", "commodity", "nd_oxide", {"thorium": 0.5},
         {"public_value.rows", "kpis.value", "kpis.numerator"}),
    ],
)  # fmt: skip
def test_other_facts_give_other_figures(
    sheet: str, key: str, name: str, values: dict[str, Any], rules: set[str]
) -> None:
    case, _ = rich_plan()
    rows = [dataclasses.replace(r, **values) if getattr(r, key) == name else r for r in getattr(case, sheet)]
    assert broken(lambda _: None, dataclasses.replace(case, **{sheet: tuple(rows)})) == rules
