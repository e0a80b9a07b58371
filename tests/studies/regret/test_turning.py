"""A plan that turns into another one after a year."""

from __future__ import annotations

from roadmap_opt.solver.decisions import Decisions, Held, holding
from tests.support.workshop import compiled, workshop

HELD = Decisions(
    builds={("hill", "mine", 2027): 1, ("town", "line", 2027): 2, ("town", "line", 2031): 1},
    programmes={"verification": 2026, "licence": 2030},
    contracts={"promise": 2028},
    sources={"bank": 2027},
    origin="held",
    volumes={"promise": 25.0},
)
OWN = Decisions(
    builds={
        ("hill", "mine", 2026): 1,
        ("hill", "mine", 2032): 1,
        ("town", "line", 2027): 1,
        ("port", "store", 2028): 1,
    },
    programmes={"verification": 2027, "research": 2028, "policy": 2033},
    contracts={"promise": 2030, "other": 2031},
    sources={"fund": 2026},
    origin="own",
    volumes={"promise": 20.0, "other": 10.0},
)


def test_it_keeps_what_is_held_and_then_makes_up_for_what_the_other_has_done() -> None:
    turned = HELD.followed_by(OWN, 2029)
    assert turned.builds == {
        ("hill", "mine", 2027): 1,  # held; the other has one by then too, and a second in 2032
        ("hill", "mine", 2032): 1,
        ("town", "line", 2027): 2,  # held; more than the other ever has
        ("port", "store", 2030): 1,  # the other has it by 2028: made up for in the first free year
    }
    assert turned.programmes == {"verification": 2026, "research": 2030, "policy": 2033}
    assert turned.contracts == {"promise": 2028, "other": 2031}
    assert turned.volumes == {"promise": 25.0, "other": 10.0}
    assert turned.sources == {"fund": 2026}
    assert turned.origin == "held → own"


def test_a_contract_is_held_with_the_volume_that_it_promises() -> None:
    terms = {"contract": "forty", "market": "home", "volume": 40.0, "minimum_volume": 10.0, "length": 3,
             "first_delivery_from": 2027, "first_delivery_to": 2028, "minimum_delivery": 0.5, "price_rule": "fixed",
             "price_value": 210.0}  # fmt: skip
    arrays = compiled(workshop(Contracts=[terms]))[2]
    kept = Decisions({}, {}, {"forty": 2027}, {}, volumes={"forty": 25.0})
    held, obstacles = holding(arrays, Held(kept, 2027))
    bounds = {
        label: (float(held.lower[column]), float(held.upper[column]))
        for column, label in enumerate(held.column_labels)
        if label[0] in ("signed", "promised")
    }
    assert not obstacles
    assert bounds == {
        ("signed", ("forty", 2027)): (1.0, 1.0), ("signed", ("forty", 2028)): (0.0, 1.0),
        ("promised", ("forty", 2027)): (25.0, 25.0), ("promised", ("forty", 2028)): (0.0, 40.0),
    }  # fmt: skip


def test_plants_are_held_without_the_contracts() -> None:
    terms = {"contract": "forty", "market": "home", "volume": 40.0, "minimum_volume": 10.0, "length": 3,
             "first_delivery_from": 2027, "first_delivery_to": 2028, "minimum_delivery": 0.5, "price_rule": "fixed",
             "price_value": 210.0}  # fmt: skip
    arrays = compiled(workshop(Contracts=[terms]))[2]
    kept = Decisions({}, {}, {"forty": 2027, "no such contract": 2028}, {}, volumes={"forty": 25.0})
    held, obstacles = holding(arrays, Held(kept, 2035, contracts=False))
    assert not obstacles
    for column, (name, _) in enumerate(held.column_labels):
        bounds = (held.lower[column], held.upper[column])
        if name in ("started", "begun"):
            assert bounds == (arrays.lower[column], arrays.lower[column])  # the plan builds nothing
        else:
            assert bounds == (arrays.lower[column], arrays.upper[column])


def test_what_is_held_is_listed_one_by_one() -> None:
    taken = [(each.kind, each.index, each.count) for each in HELD.until(2029).commitments]
    assert taken == [
        ("build", ("hill", "mine", 2027), 1), ("build", ("town", "line", 2027), 2),
        ("start", ("verification", 2026), 1), ("sign", ("promise", 2028), 1),
    ]  # fmt: skip
