"""Planted contradictions are found exactly: every row of them, and no other."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from roadmap_opt.diagnose.conflict import Conflict, conflict
from roadmap_opt.diagnose.members import Member
from tests.support.workshop import compiled, is_infeasible, loan, pays_for, programme, target, workshop

MAGNETS = target("many", "magnets", "sintered", 80.0, first_year=2027, mode="hard")
"""In the first year in which a line begun at once can stand."""

WISH = Member("Targets", "many", "value")
FEED = {"supply": "more_feed", "commodity": "nd_oxide", "site": "town", "foreign": True, "price_factor": 1.0,
        "price_adder": 0.0, "country": "CN", "quantity": 30.0}  # fmt: skip
PURSES = ("purse_a", "purse_b", "purse_c", "purse_d")


def found(**changes: Any) -> Conflict:
    ix, _, arrays = compiled(workshop(Targets=[MAGNETS], **changes))
    answer = conflict(arrays, ix)
    assert answer is not None
    assert answer.is_minimal
    return answer


PLANTED: dict[str, tuple[dict[str, Any], set[Member]]] = {
    "two": (
        {"Demand": [{"market": "home", "case": "base", "quantity": 50.0}]},
        {WISH, Member("Markets", "home", "addressable_share")},
    ),
    "three": (
        {"Supplies": [FEED, {**FEED, "supply": "feed", "quantity": 40.0}]},
        {WISH, Member("Supplies", "feed", "quantity"), Member("Supplies", "more_feed", "quantity")},
    ),
    "five": (
        {
            "Funding": [loan(name, "equity", total_limit=1.5) for name in PURSES],
            "Eligibility": [pays_for(name, "magnets", "operations") for name in PURSES],
        },
        {WISH, *(Member("Funding", name, "total_limit") for name in PURSES)},
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_contradiction_is_found_exactly(name: str) -> None:
    changes, planted = PLANTED[name]
    answer = found(**changes)
    assert set(answer.members) == planted
    assert not answer.whole


def test_what_only_whole_modules_make_impossible_is_found_as_such() -> None:
    # four fifths of the module would cost 8, the whole one costs 10, and there are 9
    answer = found(Funding={"owner": {"total_limit": 9.0}})
    assert set(answer.members) == {WISH, Member("Funding", "owner", "total_limit")}
    assert answer.whole


def test_of_two_contradictions_one_is_named_and_nothing_of_the_other() -> None:
    both = {**PLANTED["two"][0], **PLANTED["three"][0]}
    assert set(found(**both).members) in (PLANTED["two"][1], PLANTED["three"][1])


def test_pins_are_named_by_their_place() -> None:
    pins = [
        {"decision": "build", "item": "magnet_line_m", "sense": ">=", "value": 1},
        {"decision": "build", "item": "magnet_line_m", "sense": "=", "value": 0},
    ]
    ix, _, arrays = compiled(workshop(Pins=pins))
    answer = conflict(arrays, ix)
    assert answer is not None
    assert set(answer.members) == {Member("Pins", "0", "value"), Member("Pins", "1", "value")}


def test_what_holds_together_is_no_contradiction() -> None:
    case = workshop(Targets=[MAGNETS])
    ix, _, arrays = compiled(case)
    assert conflict(arrays, ix) is None
    assert not is_infeasible(case)


def test_a_requirement_is_named_by_its_gate() -> None:
    programmes = [programme("permit_a", duration=0), programme("permit_b", duration=0)]
    gates = [
        {"plant": "magnet_line", "alternative_set": 1, "programme": name, "gate": gate}
        for name, gate in (("permit_a", "construction"), ("permit_b", "operation"))
    ]
    pins = [{"decision": "start", "item": "permit_b", "sense": "=", "value": 0}]
    answer = found(Programmes=programmes, Requirements=gates, Pins=pins)
    assert set(answer.members) == {
        WISH, Member("Pins", "0", "value"), Member("Requirements", "magnet_line||1|permit_b|", "programme"),
    }  # fmt: skip


def test_where_the_rules_alone_contradict_each_other_the_set_is_empty() -> None:
    existing = [{"asset": "ruin", "plant": "magnet_line", "site": "town", "capacity": 1.0, "first_year": 2020,
                 "fixed_cost": 100.0}]  # fmt: skip
    ix, _, arrays = compiled(workshop(Existing=existing, Eligibility=[pays_for("owner", "magnets")]))
    answer = conflict(arrays, ix)
    assert answer is not None
    assert answer.members == ()


def test_after_its_time_nothing_more_is_asked() -> None:
    changes, _ = PLANTED["three"]
    ix, _, arrays = compiled(workshop(Targets=[MAGNETS], **changes))
    assert conflict(arrays, ix, seconds=-1.0) is None
    stopped = threading.Event()
    stopped.set()
    assert conflict(arrays, ix, stopped) is None
