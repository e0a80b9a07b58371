"""Model and auditor draw every limit at the same place: two writings of every rule, compared where it begins to bite.

From a plan that keeps every rule one decision is pushed until a row of the model is broken. Just before that the
auditor has to be content with the rule, just beyond it has to name it; and wherever the plan is moved, the auditor's
own figures are those of the model. A coefficient that is off by a few per cent in either of the two, a row that is
missing for one year, or a year too early, moves one of the two limits and not the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from roadmap_opt.solver.arrays import Vector
from tests.support.moves import Moves, labelled_plan

FAR = 8000.0
"""How far a decision is pushed at most (MUSD, t, kt)."""

LESS = 0.3
GRID = [FAR * LESS**power for power in range(17, -1, -1)]


Push = tuple[str, str, tuple[Any, ...], int, tuple[int, ...]]

TOWN = ("town",)
LENT = ("bank", "mining")

PUSHES: tuple[Push, ...] = (
    ("capacity_limit", "activity", ("hill", "mining"), 1, (2026, 2033)),
    ("capacity_limit", "activity", ("town", "recycling"), 1, (2026, 2030)),
    ("cash_floor", "cash", (), -1, (2026, 2033)),
    ("collection_limit", "collection", ("own_scrap", *TOWN), 1, (2026, 2028, 2033)),
    ("concentration", "drawn", ("owner", "mining"), 1, (2026, 2033)),
    ("concentration", "drawn", LENT, 1, (2026, 2033)),
    ("ownership", "drawn", ("partner", "mining"), 1, (2026, 2027)),
    ("delivery_least", "delivery", ("promise", *TOWN), -1, (2029, 2031)),
    ("delivery_most", "delivery", ("promise", *TOWN), 1, (2026, 2029, 2031, 2033)),
    ("distributable", "dividend", (), 1, (2026, 2030, 2033)),
    ("equity_year", "drawn", ("owner", "mining"), 1, (2028, 2033)),
    ("gearing", "drawn", LENT, 1, (2026, 2033)),
    ("base_cover", "drawn", LENT, 1, (2026, 2029)),
    ("low_cover", "drawn", LENT, 1, (2026, 2029)),
    ("sponsor_support", "support", ("upstream",), 1, (2027, 2033)),
    ("cohort_spending", "drawn", LENT, 1, (2026, 2028)),
    ("learning", "activity", ("town", "extraction"), 1, (2028, 2031, 2033)),
    ("learning", "activity", ("town", "recycling"), 1, (2027, 2031)),
    ("loss_pool", "loss_used", (2026,), 1, (2027, 2031)),
    ("loss_pool", "loss_used", (2028,), 1, (2029, 2033)),
    ("loss_used", "loss_used", (2026,), 1, (2027, 2031)),
    ("market_limit", "sale", ("home", *TOWN), 1, (2026, 2030, 2033)),
    ("market_limit", "sale", ("abroad", *TOWN), 1, (2026, 2033)),
    ("material_balance", "sale", ("home", *TOWN), 1, (2026, 2033)),
    ("material_balance", "stock", ("nd_oxide", *TOWN), 1, (2026, 2033)),
    ("minimum_load", "activity", ("town", "sintering"), -1, (2028, 2033)),
    ("minimum_service", "sale", ("home", *TOWN), -1, (2029,)),
    ("minimum_service", "sale", ("abroad", *TOWN), 1, (2026,)),
    ("mining_rate", "extraction", ("hill_ore",), 1, (2026, 2033)),
    ("no_speculation", "purchase", ("imported_oxide", *TOWN), 1, (2026, 2028, 2033)),
    ("promised_share", "activity", ("town", "sintering"), -1, (2029, 2031)),
    ("promised_least", "promised", ("promise",), -1, (2029,)),
    ("promised_most", "promised", ("promise",), 1, (2029,)),
    ("market_entry", "sale", ("abroad", *TOWN), 1, (2027, 2033)),
    ("spot_limit", "sale", ("abroad", *TOWN), 1, (2026, 2033)),
    ("support_limit", "supported", ("floor", "abroad"), 1, (2026, 2028)),
    ("support_share", "supported", ("floor", "abroad"), 1, (2028, 2032)),
    ("payback_due", "supported", ("difference", "home"), -1, (2030, 2033)),
    ("reserve_account", "cash", (), -1, (2026, 2028, 2032, 2033)),
    ("reserve_limit", "extraction", ("hill_ore",), 1, (2026, 2033)),
    ("sources_and_uses", "cash", (), 1, (2026, 2033)),
    ("spending_limit", "drawn", ("owner", "mining"), 1, (2026, 2027, 2033)),
    ("spending_limit", "drawn", ("owner", "operations"), 1, (2026, 2033)),
    ("stood_down_least", "activity", ("town", "sintering"), -1, (2030, 2033)),
    ("stood_down_least", "activity", ("town", "sintering"), 1, (2029,)),
    ("stood_down_most", "stood_down", ("town", "magnet_line"), 1, (2027, 2030, 2033)),
    ("storage_limit", "stock", ("nd_oxide", *TOWN), 1, (2026, 2033)),
    ("stockpile", "stock", ("nd_oxide", *TOWN), -1, (2029, 2030, 2032, 2033)),
    ("stockpile_turnover", "activity", ("town", "sintering"), -1, (2030, 2033)),
    ("supplier_share", "purchase", ("imported_oxide", *TOWN), 1, (2027, 2033, 2036)),
    ("supply_limit", "purchase", ("imported_oxide", *TOWN), 1, (2026, 2033)),
    ("total_limit", "drawn", ("state", "mining"), 1, (2026, 2030)),
    ("water_limit", "activity", ("hill", "leaching"), 1, (2026, 2033)),
    ("working_capital_limit", "drawn", ("owner", "working_capital"), 1, (2026, 2028, 2033)),
    # each year of a period of the tail
    ("capacity_limit", "activity", ("hill", "mining"), 1, (2034, 2036)),
    ("capacity_limit", "kept", ("hill", "mine_m"), -1, (2034, 2036)),
    ("collection_limit", "collection", ("own_scrap", *TOWN), 1, (2034, 2036)),
    ("delivery_most", "delivery", ("promise", *TOWN), 1, (2034,)),
    ("goes_on", "activity", ("hill", "mining"), -1, (2033, 2034)),
    ("kept_limit", "kept", ("town", "magnet_line_m"), 1, (2034, 2036)),
    ("kept_limit", "kept_asset", ("old_recycler",), 1, (2034,)),
    ("market_limit", "sale", ("home", *TOWN), 1, (2034, 2036)),
    ("material_balance", "sale", ("home", *TOWN), 1, (2034, 2036)),
    ("minimum_load", "activity", ("town", "sintering"), -1, (2034, 2036)),
    ("minimum_service", "sale", ("home", *TOWN), -1, (2036,)),
    ("mining_rate", "extraction", ("hill_ore",), 1, (2034,)),
    ("reserve_limit", "extraction", ("hill_ore",), 1, (2034, 2036)),
    ("stays_closed", "kept", ("hill", "mine_m"), 1, (2036,)),
    ("stays_closed", "kept_asset", ("old_recycler",), 1, (2036,)),
    ("supply_limit", "purchase", ("imported_oxide", *TOWN), 1, (2034, 2036)),
    ("water_limit", "activity", ("hill", "leaching"), 1, (2034, 2036)),
    # in years in which all that there is to pay for is more than the source's own limit
    ("yearly_limit", "drawn", LENT, 1, (2028, 2029, 2031)),
    ("yearly_limit", "drawn", ("state", "mining"), 1, (2027, 2030)),
)
"""Rule, the decision that is pushed (its index without the year), the direction, and the years it is pushed in."""


@pytest.mark.slow
def test_the_plan_keeps_every_rule_of_both() -> None:
    plan = labelled_plan()
    verdict = plan.judge(plan.x)
    assert (verdict.model, verdict.auditor, verdict.wrong_numbers) == ({}, {}, ())


@pytest.mark.slow
@pytest.mark.parametrize(
    "push",
    PUSHES,
    ids=lambda push: f"{push[0]}-{push[1]}-{push[2][0] if push[2] else 'all'}",
)
def test_a_pushed_decision_meets_the_limit_at_the_same_place(push: Push) -> None:
    rule, name, index, direction, years = push
    plan = labelled_plan()
    for year in years:
        column = plan.column(name, *index, year)

        def at(distance: float, column: int = column) -> Vector:
            x = plan.x.copy()
            x[column] += direction * distance
            return plan.completed(x, losses=name != "loss_used")

        near, far = next(((a, b) for a, b in zip([0.0, *GRID], GRID, strict=False) if rule in plan.broken_rows(at(b))),
                         (None, None))  # fmt: skip
        assert near is not None, f"{rule} stands in nobody's way in {year}"
        for _ in range(14):
            middle = (near + far) / 2
            near, far = (near, middle) if rule in plan.broken_rows(at(middle)) else (middle, far)
        margin = 0.01 + 0.005 * far
        for distance in (max(0.0, near - margin), far + margin):
            verdict = plan.judge(at(distance))
            assert verdict.auditor.get(rule) == verdict.model.get(rule), f"{year}: {distance}"
            assert verdict.wrong_numbers == () or (name == "loss_used" and distance > near), "income cannot be negative"


def other_dates(plan: Moves) -> Iterator[tuple[str, Vector]]:
    """The plan with one undertaking begun in another year or never."""
    for name in ("begun", "mobilised", "signed", "started"):
        members: dict[tuple[Any, ...], dict[int, int]] = {}
        for index, column in plan.members(name):
            members.setdefault(index[:-1], {})[index[-1]] = column
        for key, columns in members.items():
            for start in (*columns, None):
                x = plan.x.copy()
                for year, column in columns.items():
                    since = start is not None and (year == start if name == "signed" else year >= start)
                    x[column] = float(since) * max(1.0, plan.x[columns[max(columns)]])
                if name == "signed":  # the volume goes with the signature
                    places = {year: plan.column("promised", *key, year) for year in columns}
                    volume = max(plan.x[place] for place in places.values())
                    for year, place in places.items():
                        x[place] = volume * x[columns[year]]
                yield f"{name} {' '.join(key)} {start or 'never'}", plan.completed(x)


@pytest.mark.slow
@pytest.mark.rare
def test_every_other_date_is_judged_alike() -> None:
    plan = labelled_plan()
    different = {}
    for what, x in other_dates(plan):
        verdict = plan.judge(x)
        named = {
            (rule, verdict.model.get(rule), verdict.auditor.get(rule)) for rule in {*verdict.model, *verdict.auditor}
        }
        unlike = [(rule, model, auditor) for rule, model, auditor in sorted(named, key=str) if model != auditor]
        if unlike or verdict.wrong_numbers:
            different[what] = unlike, verdict.wrong_numbers[:2]
    assert different == {}
