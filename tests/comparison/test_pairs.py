"""All pairs of runs: which is better, as far as intervals prove it, and how far the gaps are from proving it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_opt.cli.pairs_text import pair_lines
from roadmap_opt.comparison.pairs import EQUAL, Aim, Interval, Order, Pair, Standing, matrix, pair, summary
from tests.support.tiny_case import tiny_case

AIM = Aim.of(tiny_case().settings)
COST = replace(AIM, objective="cost")


def standing(low: float | None, high: float | None, problem: str, aim: Aim = AIM) -> Standing:
    return Standing(True, Interval(low, high), aim, problem)


def stand(first: Sequence[float], second: Sequence[float], aim: Aim = AIM) -> Pair:
    return pair(standing(*first, "a", aim), standing(*second, "b", aim))


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ((100.0, 104.0), (105.0, 109.0), Order.WORSE),
        ((105.0, 109.0), (100.0, 104.0), Order.BETTER),
        ((100.0, 100.5), (100.6, 100.9), Order.WORSE),
        ((1000.0, 1005.0), (1002.0, 1010.0), Order.EQUAL),
        ((1000.0, 1005.0), (1002.0, 1010.1), Order.OPEN),
        ((-1010.0, -1000.0), (-1005.0, -1004.0), Order.EQUAL),
        ((-5.0, 5.0), (-4.0, 4.0), Order.OPEN),
        ((100.0, 100.0), (100.0, 100.0), Order.EQUAL),
    ],
)
def test_intervals_decide(first: Sequence[float], second: Sequence[float], order: Order) -> None:
    """What is proven to be better is that, however near; 1 % is of the end nearest to nought."""
    assert stand(first, second).order is order


def test_the_cheaper_run_is_better() -> None:
    assert stand((100.0, 104.0), (105.0, 109.0), COST).order is Order.BETTER


@pytest.mark.parametrize(
    ("first", "second", "shrink", "left_open"),
    [
        ((100.0, 110.0), (105.0, 125.0), 5.0, 30.0),
        ((100.0, 200.0), (140.0, 150.0), 50.0, 110.0),
        ((100.0, 200.0), (100.0, 200.0), 100.0, 200.0),
    ],
)
def test_what_an_open_pair_lacks(
    first: Sequence[float], second: Sequence[float], shrink: float, left_open: float
) -> None:
    """Either way round: for an interval within another, the nearer end of the two decides."""
    assert stand(first, second) == stand(second, first) == Pair(Order.OPEN, shrink, left_open)


_SPANS = st.tuples(st.floats(-1e4, 1e4), st.floats(0, 1e4)).map(lambda span: (span[0], span[0] + span[1]))


@given(_SPANS, _SPANS, st.floats(0, 1), st.floats(0, 1))
def test_what_is_proven_holds_for_all_that_the_intervals_allow(
    first: tuple[float, float], second: tuple[float, float], one: float, other: float
) -> None:
    """Two objectives anywhere in the intervals: their order is the proven one, or they are as near as was said."""
    found = stand(first, second)
    best, rival = (low + share * (high - low) for (low, high), share in ((first, one), (second, other)))
    if found.order is Order.BETTER:
        assert best > rival
    elif found.order is Order.WORSE:
        assert best < rival
    elif found.order is Order.EQUAL:
        assert abs(best - rival) <= EQUAL * max(1.0, abs(best), abs(rival)) * (1 + 1e-9)
    else:
        assert found.share is not None
        assert 0 <= found.share <= 0.5 + 1e-9
    assert stand(second, first) == found.reversed


def test_the_matrix_has_every_pair_and_says_how_many_are_told_apart() -> None:
    pairs = matrix([
        standing(100.0, 104.0, "a"), standing(105.0, 109.0, "b"), standing(108.0, 120.0, "c"),
        standing(1.0, 2.0, "d", COST), standing(None, None, "e"), replace(standing(1.0, 2.0, "f"), has_plan=False),
    ])  # fmt: skip
    orders = [[None if found is None else found.order for found in row] for row in pairs]
    none, aim = Order.NO_PLAN, Order.OTHER_AIM
    assert orders[0] == [None, Order.WORSE, Order.WORSE, aim, Order.NO_BOUND, none]
    assert orders[2] == [Order.BETTER, Order.OPEN, None, aim, Order.NO_BOUND, none]
    said = summary(pairs)
    assert said.en.startswith("2 of 15 pairs are told apart, 0 are proven equal within 1 %, 1 are open.")
    assert "12 cannot be compared" in said.en
    assert said.tr.startswith("15 çiftten 2 tanesi ayırt ediliyor")


def test_the_terminal_shows_the_matrix_with_numbered_columns() -> None:
    pairs = matrix([standing(100.0, 110.0, "a"), standing(105.0, 125.0, "b"), standing(200.0, 201.0, "a")])
    lines = list(pair_lines(["base", "cheap", "x" * 40], pairs, "en"))
    assert lines[0].split() == ["1", "2", "3"]
    assert lines[1].split() == ["1", "base", "·", "17%", "≡"]
    assert lines[3].split() == ["3", "x" * 40, "≡", ">", "·"]
    assert len({len(line) for line in lines[:4]}) == 1
    assert lines[-1].startswith("1 of 3 pairs are told apart")
    assert next(iter(list(pair_lines(["a", "b", "c"], pairs, "tr"))[1:2])).split()[2:4] == ["·", "%17"]
