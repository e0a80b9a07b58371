"""What charts say there is to see, by hand; and what is told of goods that go out while the same come in."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from roadmap_opt.documents.html.map_labels import side_of
from roadmap_opt.insight.round_trips import FurtherOn, RoundTrip, further_on, round_trips, used_share
from roadmap_opt.messages import Text
from roadmap_opt.report.run import chart_findings as say
from roadmap_opt.runs.run import Run


def english(words: object) -> str:
    return words.en.replace("\u00a0", " ") if isinstance(words, Text) else str(words)


def test_sentences_follow_the_figures() -> None:
    assert english(say.programmes({2027: 3, 2028: 5, 2030: 5})) == (
        "13 programmes are begun; no year has more of them than 2028 (5)"
    )
    assert say.programmes({}) == ""
    assert english(say.plants([2029.5], 1)) == "One plant module opens in July 2029"
    assert english(say.plants([2029.5, 2031.0], 2)) == (
        "2 plant modules at 2 sites: the first opens in July 2029, the last in January 2031"
    )
    assert english(say.idle(0, 4)) == "No plant stands idle for a whole year"
    assert "does not cover" in english(say.cash(10.0, 12.0))
    assert english(say.cash(12.0, 12.0)).startswith("Revenue of 12 MUSD covers")
    assert say.cash(0.0, 0.0) == ""
    assert say.debt({2030: 0.0}) == ""
    assert english(say.state({2030: 9.0, 2031: -4.0})) == "By 2031 the plan has brought the state 4 MUSD, net"
    assert english(say.contracts([(2030, 2035), (2029, 2033)])) == (
        "2 contracts: deliveries begin in 2029, the last ends in 2035"
    )


def test_a_ceiling_that_is_reached_comes_before_the_largest_share() -> None:
    caps = dict.fromkeys((2030, 2031, 2032), 0.5)
    reached = say.contract_share(Text.same("Magnets"), {2030: 0.5, 2031: 0.2, 2032: 0.5}, caps)
    assert english(reached) == "Magnets: at the ceiling of 50 % in 2030, 2032"
    below = say.contract_share(Text.same("Magnets"), {2030: 0.1, 2031: 0.2}, caps)
    assert english(below) == "Magnets: highest in 2031, 20.0 % of at most 50 %"


def test_a_cost_without_a_price_is_not_compared() -> None:
    stage = Text("Magnets", "Mıknatıs")
    assert say.cost(stage, 2035, 12.0, math.nan) == ""
    assert "2 USD more than" in english(say.cost(stage, 2035, 12.0, 10.0))
    assert "2 USD less than" in english(say.cost(stage, 2035, 8.0, 10.0))


TRIP = RoundTrip("oxide", 2034, 10.0, 10.0, 10.0, 4.0, 90.0, 100.0, ("k",), 0.0)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ("contract_all",)),
        ({"contracted": 4.0}, ("contract_part",)),
        ({"contracted": 0.0, "contracts": ()}, ("unknown",)),
        ({"contracted": 0.0, "received": 110.0}, ("price",)),
        ({"elsewhere": 10.0}, ("contract_all", "place")),
    ],
)
def test_why_the_same_goes_out_and_comes_in(changed: dict[str, object], why: tuple[str, ...]) -> None:
    assert replace(TRIP, **changed).reasons == why  # type: ignore[arg-type]


def test_plants_between_an_export_and_an_import() -> None:
    trip = FurtherOn("oxide", "metal", 2034, 1.0, 1.0, None)
    assert [replace(trip, use=use).reason for use in (None, 1.0, 0.7)] == ["plant_none", "plant_full", "plant_room"]


@pytest.mark.parametrize(
    ("capacity", "reason"),
    [
        # a thousand motors would drown the room in a plant of tonnes
        ([("tonnes", "a", 0.0, 5.0), ("motors", "a", 1000.0, 1000.0)], "plant_room"),
        ([("tonnes", "a", 5.0, 5.0), ("motors", "a", 1000.0, 1000.0)], "plant_full"),
        ([("tonnes", "a", 5.0, 5.0), ("motors", "a", 0.0, 0.0)], "plant_full"),
        ([("tonnes", "a", 2.0, 5.0), ("tonnes", "b", 5.0, 5.0)], "plant_room"),
        ([("tonnes", "a", 0.0, 0.0), ("other", "a", 1.0, 5.0)], "plant_none"),
    ],
)
def test_plants_are_full_one_by_one(capacity: list[tuple[str, str, float, float]], reason: str) -> None:
    frame = pd.DataFrame(capacity, columns=["plant", "site", "used", "available"]).assign(year=2034)
    use = used_share(frame, {"tonnes", "motors"}, 2034)
    assert FurtherOn("oxide", "metal", 2034, 1.0, 1.0, use).reason == reason
    assert used_share(frame, {"tonnes", "motors"}, 2035) is None


def test_round_trips_are_those_of_the_tables(example: Run) -> None:
    """Counted anew from the tables: every good and year with both, and no other."""
    case, tables = example.case, example.tables
    product = {row.market: row.commodity for row in case.markets}
    of_contract = {row.contract: product[row.market] for row in case.contracts}
    foreign = {row.supply: row.commodity for row in case.supplies if row.foreign}
    sold: dict[tuple[str, int], float] = {}
    for table, key, goods in (("sales", "market", product), ("deliveries", "contract", of_contract)):
        for row in tables[table].itertuples():
            at = goods[getattr(row, key)], int(row.year)
            sold[at] = sold.get(at, 0.0) + row.quantity
    bought: dict[tuple[str, int], float] = {}
    for row in tables["purchases"].itertuples():
        if row.supply in foreign:
            at = foreign[row.supply], int(row.year)
            bought[at] = bought.get(at, 0.0) + row.quantity
    wanted = {at for at in sold if sold[at] > 1e-6 and bought.get(at, 0.0) > 1e-6}
    found = {(trip.commodity, trip.year): trip for trip in round_trips(example)}
    assert set(found) == wanted
    for at, trip in found.items():
        assert (trip.sold, trip.imported) == pytest.approx((sold[at], bought[at]))
        assert trip.contracted <= trip.sold + 1e-9
    for each in further_on(example):
        assert bought[each.imported, each.year] == pytest.approx(each.back)
        assert each.out <= sold[each.exported, each.year] + 1e-9


def test_the_page_tells_of_them(example: Run, page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert "What goes out while the same comes in" in html
    assert html.count("promised by contract") == sum(
        reason.startswith("contract") for trip in round_trips(example) for reason in trip.reasons
    )


def test_a_name_stands_where_no_arrow_runs() -> None:
    points = {"a": (31.0, 39.0), "b": (35.0, 39.0)}
    eastward = [(points["a"], points["b"], 0.0)]
    assert side_of("a", "Town", points, [], []) == "right"
    assert side_of("a", "Town", points, eastward, []) == "left"
    both = [*eastward, (points["a"], (27.0, 39.0), 0.0)]
    assert side_of("a", "Town", points, both, []) == "top"
