"""Statistics of a sweep, against figures worked out by hand."""

from __future__ import annotations

import pytest

from roadmap_opt.studies.sweep.runs import Built, SweepRun, Taken, TargetResult
from roadmap_opt.studies.sweep.statistics import (
    Bar,
    Effect,
    build_shares,
    correlation,
    distribution,
    is_loose,
    is_proven,
    share,
    taken_shares,
    target_shares,
)


def run(number: int = 1, found: float | None = 10.0, bound: float | None = 11.0, **more: object) -> SweepRun:
    return SweepRun(number, (1.0,), "", "", "optimal", True, found=found, bound=bound, **more)  # type: ignore[arg-type]


def test_quantiles_and_histogram_by_hand() -> None:
    """Of 0, 1, ..., 20 the 5 % quantile is 1, the median 10; the histogram counts every value once."""
    spread = distribution([float(value) for value in range(21)])
    assert spread is not None
    assert (spread.runs, spread.mean, spread.low, spread.high) == (21, 10.0, 0.0, 20.0)
    assert spread.quantiles == {0.05: 1.0, 0.25: 5.0, 0.5: 10.0, 0.75: 15.0, 0.95: 19.0}
    assert spread.counts == (1,) * 21, "whole numbers have a bar each"
    assert (spread.edges[0], spread.edges[-1]) == (-0.5, 20.5)


def test_a_histogram_counts_every_value_once() -> None:
    spread = distribution([0.0, 0.1, 0.2, 5.0, 9.9, 10.0])
    assert spread is not None
    assert (spread.edges[0], spread.edges[-1], sum(spread.counts)) == (0.0, 10.0, 6)
    assert len(spread.edges) == len(spread.counts) + 1


def test_an_outcome_that_never_changes_has_one_bar() -> None:
    spread = distribution([5.0, 5.0, 5.0])
    assert spread is not None
    assert (spread.counts, spread.edges) == ((3,), (5.0, 5.0))
    assert distribution([]) is None


def test_rank_correlation_by_hand() -> None:
    """Ranks 1 2 3 4 5 against 2 1 4 3 5: the squared differences add up to 4, so 1 - 6 * 4 / (5 * 24) = 0.8."""
    found = correlation([10.0, 20.0, 30.0, 40.0, 50.0], [0.2, 0.1, 7.0, 6.0, 8.0])
    assert found.runs == 5
    assert found.rho == pytest.approx(0.8)
    assert found.p == pytest.approx(0.104, abs=5e-4)


def test_nothing_is_correlated_with_what_does_not_change() -> None:
    constant = correlation([1.0, 2.0, 3.0, 4.0], [7.0, 7.0, 7.0, 7.0])
    assert (constant.runs, constant.rho, constant.p) == (4, None, None)
    assert correlation([1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 3.0, 4.0]).rho is None


def test_an_empty_ratio_takes_no_part_in_a_correlation() -> None:
    found = correlation([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, None, 3.0, 4.0, 5.0])
    assert (found.runs, found.rho) == (4, pytest.approx(1.0))
    assert correlation([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]).rho is None


def test_wilson_interval_by_hand() -> None:
    """9 of 10 with z = 1.96: centre (0.9 + 0.19207) / 1.38415, half width 1.96 / 1.38415 * root(0.009 + 0.009604)."""
    found = share(9, 10, drawn=True)
    assert (found.share, found.low, found.high) == (
        0.9,
        pytest.approx(0.5958, abs=1e-4),
        pytest.approx(0.9821, abs=1e-4),
    )
    assert share(9, 10, drawn=False).low is None
    assert share(0, 0, drawn=True).share == 0.0


@pytest.mark.parametrize(
    ("found", "bound", "proven"),
    [(12.0, 13.0, True), (10.5, 14.0, False), (7.0, 9.0, True), (8.0, 10.5, False), (12.0, None, None)],
)
def test_an_effect_is_proven_when_the_spans_do_not_overlap(
    found: float, bound: float | None, proven: bool | None
) -> None:
    """The base lies between 10, which was found, and 11, which no plan can beat."""
    assert is_proven(run(found=found, bound=bound), run(0)) is proven


@pytest.mark.parametrize(
    ("found", "bound", "loose"), [(10.0, 14.0, False), (10.0, 14.1, True), (-90.0, 11.0, True), (10.0, None, True)]
)
def test_a_plan_may_be_poor_when_far_more_is_left_open_than_at_base(
    found: float, bound: float | None, loose: bool
) -> None:
    """The base leaves 1 open; a base that leaves nothing open counts as leaving 5 % of its objective."""
    assert is_loose(run(found=found, bound=bound), run(0)) is loose
    closed = run(0, found=10.0, bound=10.0)
    assert [is_loose(run(found=10.0, bound=high), closed) for high in (12.0, 12.1)] == [False, True]


def test_the_swing_of_a_bar_reaches_over_the_base() -> None:
    up, down, further = (Effect(0.0, difference, True) for difference in (5.0, -3.0, 8.0))
    assert Bar("p", down, up).swing == 8.0
    assert Bar("p", up, further).swing == 8.0
    assert Bar("p", None, up).swing == 5.0
    assert Bar("p", None, None).swing == 0.0
    assert Bar("p", down, Effect(0.0, -900.0, None, loose=True)).swing == 3.0, "a poor plan is no effect"


def test_what_is_told_of_a_swing_are_its_proven_ends() -> None:
    sure, open_end, poor = Effect(1.0, 5.0, True), Effect(1.0, -3.0, False), Effect(0.0, -900.0, True, loose=True)
    assert Bar("p", None, sure).told == 5.0
    assert Bar("p", poor, sure).told == 5.0, "a poor plan tells nothing"
    assert (Bar("p", open_end, sure).told, Bar("p", open_end, sure).swing) == (5.0, 8.0)
    assert Bar("p", Effect(0.0, -2.0, True), sure).told == 7.0
    assert Bar("p", open_end, None).told == Bar("p", Effect(0.0, 4.0, None), None).told == 0.0


def test_shares_of_builds_by_hand() -> None:
    mine, line = Built("hill", "mine", 1, 20.0, 2027), Built("town", "line", 1, 100.0, 2028)
    later = Built("town", "line", 3, 300.0, 2030)
    runs = [run(1, builds=(mine, line)), run(2, builds=(mine,)), run(3, builds=(mine, later)), run(4)]
    found = build_shares(runs, drawn=False)
    assert [(each.plant, each.built.hits, each.built.runs, each.first_year) for each in found] == [
        ("mine", 3, 4, 2027.0),
        ("line", 2, 4, 2029.0),
    ]
    assert found[1].capacity == pytest.approx((110.0, 200.0, 290.0))


def test_shares_of_targets_by_hand() -> None:
    met, missed, worse = (TargetResult("m", *rest) for rest in ((True, 9.0, 0.0), (False, 4.0, 0.2), (False, 1.0, 0.6)))
    (found,) = target_shares([run(1, targets=(met,)), run(2, targets=(missed,)), run(3, targets=(worse,))], drawn=False)
    assert (found.target, found.met.hits, found.met.runs, found.shortfall) == ("m", 1, 3, pytest.approx(0.4))


def test_shares_of_choices_come_kind_by_kind() -> None:
    bank, study = Taken("source_name", "bank", 2028), Taken("programme", "study", 2026)
    found = taken_shares([run(1, taken=(bank, study)), run(2, taken=(bank,))], drawn=False)
    assert [(each.kind, each.item, each.taken.share, each.year) for each in found] == [
        ("programme", "study", 0.5, 2026.0),
        ("source_name", "bank", 1.0, 2028.0),
    ]


def test_a_plan_that_the_audit_refutes_does_not_count() -> None:
    assert run().counts
    assert run(violations=0).counts
    assert not run(violations=2).counts


def test_a_run_survives_the_journal() -> None:
    whole = run(
        3, figures={"npv": 1.5}, indicators={"a:b": None}, targets=(TargetResult("m", True, None, 0.0),),
        builds=(Built("hill", "mine", 1, 20.0, 2027),), taken=(Taken("contract", "k", 2029),),
    )  # fmt: skip
    assert SweepRun.from_plain(whole.as_plain()) == whole
