"""A plan that turns into another one after a year."""

from __future__ import annotations

from roadmap_opt.solver.decisions import Decisions

HELD = Decisions(
    builds={("hill", "mine", 2027): 1, ("town", "line", 2027): 2, ("town", "line", 2031): 1},
    programmes={"verification": 2026, "licence": 2030},
    contracts={"promise": 2028},
    sources={"bank": 2027},
    origin="held",
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
    assert turned.sources == {"fund": 2026}
    assert turned.origin == "held, then own"


def test_what_is_held_is_listed_one_by_one() -> None:
    taken = [(each.kind, each.index, each.count) for each in HELD.until(2029).commitments]
    assert taken == [
        ("build", ("hill", "mine", 2027), 1), ("build", ("town", "line", 2027), 2),
        ("start", ("verification", 2026), 1), ("sign", ("promise", 2028), 1),
    ]  # fmt: skip
