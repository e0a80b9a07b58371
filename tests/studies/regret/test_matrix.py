"""Regrets by hand: literal values, impossible and unknown cells, and what the gaps leave open."""

from __future__ import annotations

import math

import pytest

from roadmap_opt.studies.regret.matrix import Cell, CellState, Largest, Regret, RegretMatrix

VALUES = {"a": (100.0, 40.0, 70.0), "b": (80.0, 90.0, 65.0), "c": (95.0, 60.0, 75.0)}
"""Value of each plan in the worlds a, b and c."""


def cells(**changed: Cell) -> list[Cell]:
    """Every pair of a, b and c, proven to the last MUSD; a keyword such as ``ab`` replaces plan a in world b."""
    found = {
        plan + world: Cell(plan, world, CellState.OWN if plan == world else CellState.CARRIED, value, value)
        for plan, values in VALUES.items()
        for world, value in zip("abc", values, strict=True)
    }
    return list((found | changed).values())


def matrix(**changed: Cell) -> RegretMatrix:
    return RegretMatrix("abc", cells(**changed))


def carried(pair: str, value: float | None, bound: float | None, state: CellState = CellState.CARRIED) -> Cell:
    return Cell(pair[0], pair[1], CellState.OWN if pair[0] == pair[1] else state, value, bound)


def test_regret_is_what_is_missing_to_the_best_plan_of_the_column() -> None:
    found = matrix()
    amounts = [[found.regret(plan, world).amount for world in "abc"] for plan in "abc"]
    assert amounts == [[0.0, 50.0, 5.0], [20.0, 0.0, 10.0], [5.0, 30.0, 0.0]]
    assert [found.best_known(world) for world in "abc"] == [100.0, 90.0, 75.0]
    assert [found.best_plan(world) for world in "abc"] == ["a", "b", "c"]


def test_the_plan_with_the_least_largest_regret() -> None:
    found = matrix()
    assert [(each.plan, each.regret.amount, each.world) for each in found.ranking] == [
        ("b", 20.0, "a"), ("c", 30.0, "b"), ("a", 50.0, "b"),
    ]  # fmt: skip
    assert found.best == Largest("b", Regret(20.0, 20.0, 20.0), "a", 3, 20.0)
    assert found.contenders == ()


def test_a_gap_opens_the_range_and_may_hide_a_regret() -> None:
    # world a: a better plan of up to 104 may exist; plan c may reach 101 there, which is more than the best known 100
    found = matrix(aa=carried("aa", 100.0, 104.0), ca=carried("ca", 95.0, 101.0))
    assert found.limit("a") == 104.0
    assert found.regret("c", "a") == Regret(5.0, 0.0, 9.0)
    assert not found.regret("c", "a").is_distinguishable
    assert found.regret("b", "a") == Regret(20.0, 20.0, 24.0)
    assert found.regret("b", "a").is_distinguishable
    assert found.regret("a", "a") == Regret(0.0, 0.0, 4.0)


def test_plans_that_the_gaps_cannot_tell_apart_are_named() -> None:
    # b regrets 20 to 32 in world a, c regrets 30 to 30 in world b: the order of b and c is not proven, a is out
    found = matrix(aa=carried("aa", 100.0, 112.0))
    assert found.best is not None
    assert found.best.regret == Regret(20.0, 20.0, 32.0)
    assert found.contenders == ("c",)
    assert matrix(aa=carried("aa", 100.0, 109.0)).contenders == ()


def test_equal_plans_are_contenders() -> None:
    found = matrix(cb=carried("cb", 70.0, 70.0))
    assert [each.regret.amount for each in found.ranking] == [20.0, 20.0, 50.0]
    assert found.contenders == ("c",)


def test_a_held_plan_that_beats_the_worlds_own_is_the_best_known() -> None:
    found = matrix(cb=carried("cb", 93.0, 94.0), bb=carried("bb", 90.0, 95.0))
    assert (found.best_known("b"), found.best_plan("b"), found.limit("b")) == (93.0, "c", 95.0)
    assert found.regret("b", "b") == Regret(3.0, 0.0, 5.0)
    assert found.regret("c", "b") == Regret(0.0, 0.0, 2.0)


def test_a_plan_above_a_loose_bound_sets_the_limit() -> None:
    assert matrix(ab=carried("ab", 90.5, 90.5)).limit("b") == 90.5


def test_a_plan_that_a_world_does_not_allow_has_no_finite_regret() -> None:
    found = matrix(ba=carried("ba", None, None, CellState.IMPOSSIBLE))
    assert found.regret("b", "a") == Regret(math.inf, math.inf, math.inf)
    largest = found.largest("b")
    assert (largest.regret.amount, largest.world, largest.worlds, largest.elsewhere) == (math.inf, "a", 2, 10.0)
    assert [each.plan for each in found.ranking] == ["c", "a", "b"]
    assert found.best is not None
    assert found.best.plan == "c"
    assert found.contenders == ()


def test_without_a_plan_for_every_world_there_is_no_least_regret() -> None:
    pairs = {pair: carried(pair, None, None, CellState.IMPOSSIBLE) for pair in ("ab", "ba", "ca")}
    found = matrix(**pairs)
    assert found.best is None
    assert found.contenders == ()
    assert [each.plan for each in found.ranking] == ["a", "b", "c"]


def test_an_unknown_value_is_neither_nought_nor_infinite() -> None:
    found = matrix(ba=carried("ba", None, 96.0, CellState.NOT_FOUND))
    assert found.regret("b", "a") == Regret(None, 4.0, math.inf)
    assert found.largest("b").regret == Regret(None, 10.0, math.inf)
    assert [each.plan for each in found.ranking] == ["c", "a", "b"]
    assert found.contenders == ("b",)


def test_a_plan_that_failed_its_audit_counts_for_nothing() -> None:
    found = matrix(ca=carried("ca", 500.0, 500.0, CellState.AUDIT_FAILED))
    assert found.best_known("a") == 100.0
    assert found.regret("c", "a").amount is None


def test_without_a_bound_nothing_is_proven() -> None:
    found = matrix(aa=carried("aa", 100.0, None), ba=carried("ba", 80.0, None))
    assert found.regret("b", "a") == Regret(20.0, 0.0, math.inf)


def test_rounding_is_no_regret() -> None:
    assert matrix(ba=carried("ba", 100.0 - 5e-5, 100.0 - 5e-5)).regret("b", "a") == Regret(0.0, 0.0, 0.0)


def test_every_pair_is_needed() -> None:
    with pytest.raises(ValueError, match="no cell for"):
        RegretMatrix("abc", cells()[:-1])
    with pytest.raises(ValueError, match="its own world"):
        matrix(aa=carried("aa", None, None))
