"""Money by confidence, by hand: an investment with owner's cost on top, and one sale."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.insight.confidence import confidence_of
from roadmap_opt.runs.run import Run, empty_tables
from roadmap_opt.solver.outcome import Status
from tests.support import made_up_plan
from tests.support.tiny_case import tiny_rows, tiny_tables


def by_hand(tmp_path: Path) -> Run:
    """10.5 MUSD of investment in 2026, a fifth of it owner's cost; 110.25 of sales in 2027; 5 % from 2025 on."""
    inputs = tiny_tables(
        Settings={"owner_cost_share": 0.25},
        Modules=tiny_rows("Modules", mine_m={"confidence": "estimate"}),
        Prices=tiny_rows("Prices", magnet={"confidence": "published"}),
        Markets=tiny_rows("Markets", home={"confidence": "assumption"}),
        Demand=tiny_rows("Demand", home={"confidence": "seed"}),
    )
    case = case_from_tables(inputs, "tiny", "base")
    tables = empty_tables() | {
        "builds": pd.DataFrame([("hill", "mine", "mine_m", 2026, 2.0)], columns=list(empty_tables()["builds"])),
        "sales": pd.DataFrame([("home", "town", 2027, 5.0)], columns=list(empty_tables()["sales"])),
        "cash_flow": pd.DataFrame(
            [
                ("capex", 2026, -10.5, -10.5),
                ("spot_revenue", 2027, 110.25, 110.25),
                ("interest", 2027, 0.0, 0.0),
                ("equity", 2026, 999.0, 999.0),
            ],
            columns=list(empty_tables()["cash_flow"]),
        ),
    }
    made_up = made_up_plan.results(tiny_tables(), tmp_path, Status.OPTIMAL)
    return replace(made_up, case=case, inputs=inputs, tables=tables)


def test_every_amount_is_counted_once_by_its_leading_and_once_by_its_weakest_row(tmp_path: Path) -> None:
    split = confidence_of(by_hand(tmp_path))
    assert split.total == pytest.approx(110.0)  # 10 of investment and 100 of sales; equity passes money on
    leading = {"seed": 0.0, "published": 100.0, "estimate": 8.0, "assumption": 0.0, "not_stated": 2.0}
    assert split.leading == pytest.approx(leading)
    weakest = {"seed": 0.0, "published": 0.0, "estimate": 8.0, "assumption": 100.0, "not_stated": 2.0}
    assert split.weakest == pytest.approx(weakest)


def test_a_derived_price_is_led_by_what_makes_up_most_of_it(tmp_path: Path) -> None:
    """A magnet of 100 is half of the oxide's 70 and a premium of 65: the premium leads, price and formula enter."""
    inputs = tiny_tables(
        Prices=[
            row for row in tiny_rows("Prices", nd_oxide={"confidence": "published"}) if row["commodity"] != "magnet"
        ],
        PriceFormulas=[{"commodity": "magnet", "driver": "nd_oxide", "quantity": 0.5, "confidence": "estimate"}],
        Premiums=[{"commodity": "magnet", "price_case": "base", "premium": 65.0, "confidence": "assumption"}],
        Overlays=[],
    )
    run = by_hand(tmp_path)
    split = confidence_of(replace(run, case=case_from_tables(inputs, "tiny", "base"), inputs=inputs))
    money = {row.row: (row.confidence, pytest.approx(row.money)) for row in split.rows}
    assert split.leading["assumption"] == pytest.approx(100.0)
    assert money["Premiums", "magnet|base"] == ("assumption", 100.0)
    assert money["Prices", "nd_oxide|base"] == ("published", 100.0)
    assert money["PriceFormulas", "magnet|nd_oxide"] == ("estimate", 100.0)


def test_rows_carry_every_amount_they_enter(tmp_path: Path) -> None:
    money = {row.row: (row.confidence, pytest.approx(row.money)) for row in confidence_of(by_hand(tmp_path)).rows}
    assert money == {
        ("Prices", "magnet|base"): ("published", 100.0),
        ("Markets", "home"): ("assumption", 100.0),
        ("Demand", "home|base"): ("seed", 100.0),
        ("Modules", "mine_m"): ("estimate", 8.0),
        ("Settings", "owner_cost_share"): ("not_stated", 2.0),
    }


def test_fees_rest_on_who_charges_them(tmp_path: Path) -> None:
    """Of 10 MUSD, 4 are a lender's, 3 an owner's (a tenth of 30 drawn) and 3 the price of 20 of sponsors' support."""
    inputs = tiny_tables(
        Settings={"support_fee": 0.15}, Funding=tiny_rows("Funding", owner={"upfront_fee": 0.1}), Overlays=[]
    )
    case = case_from_tables(inputs, "tiny", "base")
    empty = empty_tables()
    years = {"cash_flow": [("fees", 2025, -10.0, -10.0)], "funding": [("owner", "mining", 2025, 30.0)]}
    tables = empty | {name: pd.DataFrame(rows, columns=list(empty[name])) for name, rows in years.items()}
    debt = dict.fromkeys(empty["debt"], 0.0) | {"source_name": "bank", "year": 2025, "fee": 4.0}
    cover = dict.fromkeys(empty["debt_cover"], 0.0) | {"perimeter": "all", "year": 2025, "support": 20.0}
    tables |= {"debt": pd.DataFrame([debt]), "debt_cover": pd.DataFrame([cover])}
    split = confidence_of(replace(by_hand(tmp_path), case=case, inputs=inputs, tables=tables))
    assert {row.row: pytest.approx(row.money) for row in split.rows} == {
        ("Funding", "bank"): 4.0,
        ("Funding", "owner"): 3.0,
        ("Settings", "support_fee"): 3.0,
    }
