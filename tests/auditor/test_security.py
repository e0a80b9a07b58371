"""Tampering with imports and stockpiles is named by the rule that it breaks."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import Case
from tests.support.tampered_tables import Tables, change, drop, put
from tests.support.workshop import optimum, workshop

STOCK = {"commodity": "nd_oxide", "site": "town", "first_year": 2028, "quantity": 30.0, "turnover": 0.5}


@functools.cache
def plan() -> tuple[Case, dict[str, pd.DataFrame]]:
    """100 t of oxide a year from two countries, none of them above 0.6, and a stockpile of 30 t from 2028 on."""
    feed = {"commodity": "nd_oxide", "site": "town", "foreign": True, "price_adder": 0.0, "quantity": 1000.0}
    case = workshop(
        Settings={"maximum_supplier_share": 0.6, "tail_years": 2},
        Commodities={"nd_oxide": {"storage_limit": 50.0}},
        Supplies=[{**feed, "supply": "near", "country": "CN", "price_factor": 1.0},
                  {**feed, "supply": "far", "country": "MY", "price_factor": 1.2}],
        Stockpiles=[STOCK],
    )  # fmt: skip
    return case, dict(optimum(case).tables)


def broken(tamper: Callable[[Tables], None], case: Case | None = None) -> set[str]:
    own, tables = plan()
    copies = {name: table.copy() for name, table in tables.items()}
    tamper(copies)
    return {violation.rule for violation in audit(case or own, copies)}


def test_the_plan_is_clean() -> None:
    assert broken(lambda _: None) == set()


@pytest.mark.parametrize(
    ("rule", "tamper"),
    [
        ("supplier_share", change("purchases", "quantity", 62.0, supply="near", year=2029)),
        ("supplier_share", change("tail", "value", 62.0, kind="purchase", item="near")),
        ("no_speculation", change("purchases", "quantity", lambda old: old + 1.0, supply="far", year=2028)),
        ("stockpile", put("stocks", "quantity", 29.0, commodity="nd_oxide", site="town", year=2029)),
        ("stockpile_turnover", change("activity", "activity", 14.0, recipe="sintering", year=2029)),
        ("supply_sources.quantity", change("supply_sources", "quantity", 10.0, country="MY", year=2029)),
        ("supply_sources.share", change("supply_sources", "share", 0.1, country="MY", year=2029)),
        ("supply_sources.rows", change("supply_sources", "country", "TR", country="MY", year=2029)),
        ("supply_security.rows", drop("supply_security", element="ndpr", year=2029)),
        ("supply_security.import_share", change("supply_security", "import_share", 0.9, element="ndpr", year=2029)),
        ("supply_security.largest_share", change("supply_security", "largest_share", 0.5, element="ndpr", year=2029)),
        ("supply_security.hhi", change("supply_security", "hhi", 0.5, element="ndpr", year=2029)),
        ("supply_security.hhi", change("supply_security", "hhi", 1.0, element="dy", year=2029)),
        ("kpis.value", change("kpis", "value", 0.5, kpi="import_dependence", definition="ndpr", year=2029)),
    ],
)
def test_tampering_is_named_by_its_rule(rule: str, tamper: Callable[[Tables], None]) -> None:
    assert rule in broken(tamper)


def test_what_a_stockpile_grows_by_may_be_bought_beyond_use() -> None:
    _, tables = plan()
    bought = tables["purchases"][tables["purchases"]["year"] == 2028]["quantity"].sum()
    assert bought == pytest.approx(130.0)


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ({"released_in": 2030}, set()),
        ({"first_year": 2027}, {"stockpile", "no_speculation"}),
        ({"quantity": 31.0}, {"stockpile"}),
        ({"turnover": 1.0, "quantity": 29.0}, {"no_speculation"}),
        ({"site": "nowhere"}, {"stockpile", "no_speculation", "stockpile_turnover"}),
    ],
)
def test_the_plan_under_another_stockpile(values: dict[str, Any], rules: set[str]) -> None:
    case, _ = plan()
    other = dataclasses.replace(case, stockpiles=(dataclasses.replace(case.stockpiles[0], **values),))
    assert broken(lambda _: None, other) == rules
