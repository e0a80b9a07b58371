"""What the page says of lenders, contracts and the ceiling: figures worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from roadmap_opt.documents.components import Paragraph
from roadmap_opt.insight.bank_case import bank_case, contracts_at_deck
from roadmap_opt.messages import Text
from roadmap_opt.report.run.bankability import bank_group
from roadmap_opt.runs.names import Names
from tests.support.made_up_plan import filled, run_of
from tests.support.tiny_case import tiny_case

LAST = max(tiny_case().decision_years)


def told(
    folder: Path, *, base: float, contracted: float = 30.0, fixed: float | None = None, ceiling: float = 0.5
) -> str:
    """The words for 100 t of magnets at 0.1 MUSD, ``contracted`` of them promised, with a ``ceiling`` of the group;
    lenders see magnets at ``base`` times their price.
    """
    rule = (
        {"price_rule": "discount", "price_value": 0.05}
        if fixed is None
        else {"price_rule": "fixed", "price_value": fixed}
    )
    promise = {"contract": "promise", "market": "home", "volume": 50.0, "length": 5, "first_delivery_from": 2027,
               "first_delivery_to": 2029, "minimum_delivery": 0.8, **rule}  # fmt: skip
    case = tiny_case(BankDeck=[{"commodity": "magnet", "base_factor": base, "low_factor": base}], Contracts=[promise])
    spot, contract = 0.1 * (100.0 - contracted), contracted * (0.095 if fixed is None else fixed / 1000)
    seen = spot * base + (contract * base if fixed is None else contract)
    tables = filled(
        sales=[("home", "town", LAST, 100.0 - contracted)],
        deliveries=[("promise", "town", LAST, contracted)],
        offtake=[("magnets", LAST, 100.0, contracted, contracted / 100, ceiling)],
        cash_flow=[
            ("spot_revenue", LAST, spot, spot), ("contract_revenue", LAST, contract, contract),
            ("fixed_cost", LAST, -4.0, -4.0),
        ],
        debt_cover=[("all", LAST, seen - 4.0, seen - 5.0, 0.5, contract, 0.0, 0.0, *[math.nan] * 4)],
    )  # fmt: skip
    results = run_of(case, tables, folder)
    bank = bank_case(results)
    assert bank.shielded[LAST] == pytest.approx(
        contracted * (contract / contracted * (base if fixed is None else 1) - 0.1 * base)
    )
    found = contracts_at_deck(results)
    if contracted < 100 * ceiling:
        assert found == []  # not signed, and its group is below the ceiling
    else:
        (offered,) = found
        assert (offered.signed, offered.more) == (False, pytest.approx(-0.05))  # 5 % off the deck's market
    signed = results.tables | {
        "contracts_signed": filled(contracts_signed=[("promise", LAST, 50.0)])["contracts_signed"]
    }
    (each,) = contracts_at_deck(replace(results, tables=signed))
    assert (each.signed, each.worth) == (True, pytest.approx(bank.shielded[LAST]))
    if fixed is not None:
        assert each.more == pytest.approx(fixed / (100 * base) - 1)
    group = bank_group(results, Names(results.case), bank)
    said = [part.text for part in group.parts if isinstance(part, Paragraph)]
    return " ".join(text.en for text in said if isinstance(text, Text)).replace("\u00a0", " ").replace(" %", "%")


def test_a_fixed_price_is_worth_what_it_pays_above_the_deck(tmp_path: Path) -> None:
    words = told(tmp_path, base=0.8, fixed=95.0)
    # 7 + 2.85 - 4 in the plan; 0.8 of 7 and all of 2.85 less 4 and tax at the deck; 30 t * 15 USD above the deck
    assert "In 2030 the plan earns 5.85 MUSD after tax; at the lenders’ base prices it is 3.95 MUSD" in words
    assert "their low prices 2.95 MUSD" in words
    assert "the contracts pay 0.45 MUSD more than their markets would" in words
    assert "No group of products stands at the ceiling on contracts." in words


def test_a_discount_follows_the_deck_down(tmp_path: Path) -> None:
    """5 % off 80: 1.2 under the deck's market on 30 t."""
    assert "the contracts pay 0.12 MUSD less than their markets would" in told(tmp_path, base=0.8)


def test_the_ceiling_is_named_only_where_it_is_reached(tmp_path: Path) -> None:
    words = told(tmp_path, base=0.8, contracted=50.0)
    assert f"The ceiling on contracts is reached: magnets at 50% ({LAST})" in words


def test_the_ceiling_named_is_that_of_the_group(tmp_path: Path) -> None:
    words = told(tmp_path, base=0.8, contracted=30.0, ceiling=0.3)
    assert f"The ceiling on contracts is reached: magnets at 30% ({LAST})" in words
