"""Sentences about a plan, word for word: which number stands where, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roadmap_opt.answers.about_plan import PlanAnswers
from roadmap_opt.answers.asking import Base
from roadmap_opt.answers.firm import Firmness, Lean, Point, Unlike
from roadmap_opt.answers.levers import ALL, Lever
from roadmap_opt.answers.limit_numbers import Number
from roadmap_opt.answers.limits import Effect, LimitValue
from roadmap_opt.answers.price import TargetPrice
from roadmap_opt.answers.statements import MOST_NAMES, Statements, signed
from roadmap_opt.messages import Text
from roadmap_opt.runs.explained import Between
from roadmap_opt.solver.decisions import Decisions
from tests.support.explained import run_of
from tests.support.workshop import programme, target

NPV = 30.0
"""Of the workshop's plan: 40 earned with a line of 10."""


@pytest.fixture(scope="module")
def told() -> PlanAnswers:
    """A plan of one line that misses half of one of its two targets, and no answers yet."""
    run = run_of(
        Targets=[target("many", "magnets", "sintered", 100.0), target("few", "magnets", "sintered", 50.0)],
        Programmes=[programme("permit", kind="permit", cost=0.0)],
    )
    base = Base(
        run.case,
        Decisions({("town", "magnet_line_m", 2026): 3}, {}, {}, {}, ""),
        1000.0,
        {"many": {2027: 0.5}, "few": {2027: 0.0}},
    )
    return PlanAnswers(run, base, seconds=1.0, open=0, peaks={})


def said_of(told: PlanAnswers, **answers: Any) -> dict[str, list[str]]:
    """The English sentences by topic."""
    topics = Statements(replace(told, **answers)).by_topic()
    return {topic: [sentence.en for sentence in sentences] for topic, sentences in topics}


def price(
    told: PlanAnswers, name: str, last: Between | None, alone: Between | None = None, missed: tuple[int, ...] = ()
) -> TargetPrice:
    row = next(row for row in told.base.targets if row.target == name)
    return TargetPrice(
        target=row,
        missed=missed,
        met_from=2026,
        possible=2026,
        last=last,
        alone=alone,
        levels={},
        spared={},
        left_out=(),
        hindered={},
    )


def part(item: str, loss: Between | None, must: bool = False, kind: str = "build") -> Firmness:
    return Firmness(item, kind, (2026,), must, loss, None, None, ())


def test_nothing_is_said_of_what_was_not_asked(told: PlanAnswers) -> None:
    assert said_of(told) == {}


def test_a_price_has_both_ends_and_what_costs_nothing_is_told_together(told: PlanAnswers) -> None:
    dear, free = Between(12.04, 12.46), Between(0.0, 0.4)
    assert said_of(told, prices=(price(told, "few", free), price(told, "many", dear, Between(30.0, 30.0)))) == {
        "price": [
            "many: 12.0 to 12.5 MUSD if asked for last, 30.0 MUSD if asked for alone.",
            "All others met as well as now, these cost less than 0.5 MUSD each: few.",
        ]
    }


def test_a_price_that_may_be_nothing_or_much_is_told_as_that_and_an_unknown_one_is_named(told: PlanAnswers) -> None:
    """Each target is in one sentence: what is left out would be read as costing nothing."""
    assert said_of(told, prices=(price(told, "many", Between(0.0, 40.0)), price(told, "few", None)))["price"] == [
        "many: 0.0 to 40.0 MUSD if asked for last.",
        "No answer in time, so the price is not known: few.",
    ]


def test_the_dearest_target_comes_first(told: PlanAnswers) -> None:
    prices = (price(told, "few", Between(1.0, 1.0)), price(told, "many", Between(2.0, 2.0)))
    assert said_of(told, prices=prices)["price"] == [
        "many: 2.0 MUSD if asked for last.",
        "few: 1.0 MUSD if asked for last.",
    ]


def test_what_is_missed_is_in_no_price_and_the_totals_come_first(told: PlanAnswers) -> None:
    few = price(told, "few", Between(1.0, 1.2), Between(8.0, 8.0), missed=(2027,))
    assert said_of(told, prices=(few, price(told, "many", Between(2.0, 2.0), Between(9.0, 9.5))))["price"] == [
        "2 targets cost something: asked for last they add up to 3.0 to 3.2 MUSD, each asked for alone to 17.0 to 17.5 "
        "MUSD. Plants serve several of them, so neither is the cost of all together.",
        "many: 2.0 MUSD if asked for last, 9.0 to 9.5 MUSD if asked for alone.",
        "few, as far as the plan meets it: 1.0 to 1.2 MUSD if asked for last, 8.0 MUSD if asked for alone.",
    ]


def test_a_part_is_told_once_with_the_narrowest_margin_that_is_proven(told: PlanAnswers) -> None:
    # an objective of 1,000: margins of 10, 30 and 50
    parts = (
        part("magnet_line", Between(51.0, 52.0)),
        part("owner", Between(20.0, 29.0), kind="mobilise"),
        part("permit", Between(9.0, 11.0), kind="start"),
    )
    assert said_of(told, parts=parts)["firm"] == [
        "Every plan made of parts of this one that is at most 5.0 % worse has: magnet_line.",
        "At most 3.0 % worse without any one of: owner, permit.",
    ]


def test_a_part_that_no_proof_tells_is_in_no_sentence(told: PlanAnswers) -> None:
    assert said_of(told, parts=(part("magnet_line", None), part("owner", Between(40.0, 60.0)))) == {"firm": []}


def test_the_leanest_plan_with_and_without_something_to_leave_out(told: PlanAnswers) -> None:
    lean = Lean(0.03, Between(6.4, 6.6), 10.0, 29.6, 0.123, (("magnet_line_m", 2026), ("owner", 2026)))
    assert said_of(told, parts=(part("owner", None),), lean=(lean, lean._replace(left_out=())))["firm"] == [
        "At most 3 % worse with an investment of 6 to 7 MUSD instead of 10, without: "
        "magnet_line (100 of 300 t magnets), owner. Net present value then 30 MUSD, weighted shortfall 0.12.",
        "At most 3 % worse with an investment of 6 to 7 MUSD instead of 10: no plant can go.",
    ]


def test_what_is_there_instead_is_told_with_how_much_of_it(told: PlanAnswers) -> None:
    line = (("magnet_line_m", 2026),)
    other = Unlike(0.05, 10.0, 29.6, 0.5, left_out=line, instead=())
    assert said_of(told, parts=(part("owner", None),), unlike=other)["firm"] == [
        "Of what was found within 5 %, the most unlike both the plan and that one: without "
        "magnet_line (100 of 300 t magnets). Investment 10 MUSD, net present value 30 MUSD, weighted shortfall 0.50."
    ]
    (sentence,) = said_of(told, parts=(part("owner", None),), unlike=other._replace(instead=2 * line))["firm"]
    assert "but with magnet_line (200 of 300 t magnets), which that one has not." in sentence


def test_a_front_tells_its_limit_what_is_left_and_what_is_missed_for_the_first_time(told: PlanAnswers) -> None:
    point = Point("net_cost_to_state", 7.5, 0.75, 20.4, 0.0, 1.25, {"many": (2028, 2029), "few": ()}, ())
    assert said_of(told, points=(point,))["less"] == [
        "With 75 % of the public money (net cost to the state at most 7.5 MUSD): weighted shortfall 1.25 instead of "
        f"0.50, net present value 20 MUSD instead of {NPV:.0f}. Missed by more, with the years in which this plan "
        "still meets them: many (2028–2029), few."
    ]
    assert said_of(told, points=(point._replace(worse={}),))["less"][0].endswith(f"20 MUSD instead of {NPV:.0f}.")
    (sentence,) = said_of(told, points=(point._replace(open=12.4),))["less"]
    assert sentence.endswith(
        "Another plan of these parts within the limit could be better by at most 12 of the objective."
    )


def test_a_front_that_nothing_fits_has_no_numbers_of_a_plan(told: PlanAnswers) -> None:
    point = Point("imports", 0.25, 0.5, None, 0.0, None, {}, ())
    assert said_of(told, points=(point,))["less"] == [
        "With 50 % of the share of imports (at most 25.0 % of the magnet rare earths in the last year): "
        "no part of the plan fits it."
    ]


@pytest.mark.parametrize(
    ("kind", "item", "start"),
    [
        ("delay", "permit", "permit takes a year longer"),
        ("delay", ALL, "Everything that is still to begin comes a year later"),
        (
            "ceiling",
            "0.3",
            "Contracts for at most 30 % of production instead of 50 %, groups with a ceiling of their own apart",
        ),
    ],
)
def test_a_lever_is_told_by_what_it_moves(told: PlanAnswers, kind: str, item: str, start: str) -> None:
    lever = Lever(kind, item, False, Between(9.0, 11.0), 20.4, 0.75, {}, ())
    assert said_of(told, levers=(lever,))["delay"] == [
        f"{start}: weighted shortfall 0.75 instead of 0.50, net present value 20 MUSD instead of {NPV:.0f}; "
        "the objective loses 9 to 11."
    ]
    (sentence,) = said_of(told, levers=(lever._replace(worse={"many": (2027,), "few": ()}),))["delay"]
    assert sentence.endswith("Missed by more: many (2027), few.")
    none = lever._replace(npv=None, shortfall=None)
    assert said_of(told, levers=(none,))["delay"] == [f"{start}: no answer in time, so what it costs is not known."]
    (sentence,) = said_of(told, levers=(none._replace(impossible=True),))["delay"]
    assert sentence.startswith(f"{start}: no part of the plan can be kept")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-2.6774, "−2.677"),
        (0.017, "+0.0170"),
        (-2.836e-5, "−0.0000284"),
        (1e-9, "0"),
        (-1e-9, "0"),
        (1234.5678, "+1,234.568"),
    ],
)
def test_a_difference_shows_three_digits_however_small_it_is(value: float, shown: str) -> None:
    assert signed(value).en == shown


def test_a_limit_is_told_with_its_cell_its_signs_and_how_far_it_holds(told: PlanAnswers) -> None:
    found = LimitValue(
        number=Number("Demand", "home|base", "quantity", 2028),
        cell="Demand!E4",
        unit_words="t",
        value=60.0,
        unit=Effect(1.0, 0.1, -0.0002),
        effects=(),
        holds=(-0.3, 0.1),
        breaks=(),
        open=(),
    )
    assert said_of(told, limits=(found,))["limits"] == [
        "Demand!E4 (home · base · Demand before the addressable share · 2028, now 60 t): 1 t more changes the net "
        "present value by +0.100 MUSD and the weighted shortfall by −0.000200. A unit is worth the same from 42 to 66."
    ]
    # the unit itself is among the values at which it is worth the same, however small they are
    (sentence,) = said_of(told, limits=(replace(found, value=2.0, holds=(-0.02, 0.02)),))["limits"]
    assert sentence.endswith("A unit is worth the same from 1.96 to 3.")
    (sentence,) = said_of(told, limits=(replace(found, holds=(0.0, 0.0)),))["limits"]
    assert sentence.endswith("the weighted shortfall by −0.000200.")
    tenths = replace(found, effects=(Effect(0.1, 0.5, -0.001),), breaks=(-0.02,))
    (sentence,) = said_of(told, limits=(tenths,))["limits"]
    less = "A tenth less (54): these plants can then not be paid for or fed"
    assert sentence.endswith(f"{less}; a tenth more (66): +5.50 of the objective.")


def test_a_share_is_told_in_per_cent_and_its_unit_is_a_point(told: PlanAnswers) -> None:
    found = LimitValue(
        number=Number("Markets", "home", "entry_share"),
        cell="Markets!J4",
        unit_words="share/yr",
        value=0.35,
        unit=Effect(0.01, 0.226, -0.00273),
        effects=(),
        holds=(-0.1, 0.02),
        breaks=(),
        open=(),
    )
    (sentence,) = said_of(told, limits=(found,))["limits"]
    assert ", now 35 %): a percentage point a year more changes the net present value by +0.226 MUSD" in sentence
    assert sentence.endswith("A unit is worth the same from 31.5 % to 36 %.")


def test_long_lists_say_how_many_more_there_are(told: PlanAnswers) -> None:
    listed = Statements(told).listed("target", ["many"] * (MOST_NAMES + 3))
    assert listed.en.count("many") == MOST_NAMES
    assert listed.en.endswith("and 3 more")
    assert listed.tr.endswith("ve 3 tane daha")


def test_both_languages_have_the_same_numbers(told: PlanAnswers) -> None:
    assert Between(1234.5, 1300.25).told() == Text("1,234.5 to 1,300.2", "1.234,5–1.300,2")
    assert Between(2.01, 2.02).told() == Text("2.0", "2,0")


def test_what_all_targets_cost_together_stands_beside_the_totals(told: PlanAnswers) -> None:
    few, many = price(told, "few", Between(0.0, 0.9), Between(9.0, 9.0)), price(told, "many", Between(2.0, 2.0))
    said = said_of(told, prices=(few, many), together=Between(40.0, 41.0))["price"]
    assert said[0].startswith("All targets together cost 40.0 to 41.0 MUSD")  # one alone is certain to cost something
    assert [sentence.partition(":")[0] for sentence in said[1:]] == ["many", "few"]


def test_a_delay_names_what_is_left_out(told: PlanAnswers) -> None:
    lever = Lever(
        "delay", "permit", False, Between(9.0, 11.0), 20.4, 0.75, {}, (("magnet_line_m", 2026), ("owner", 2026))
    )
    (sentence,) = said_of(told, levers=(lever,))["delay"]
    assert sentence.endswith("Left out then: magnet_line (100 of 300 t magnets), owner.")
