"""When two runs can be told apart: by their intervals, and never without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_opt.case.tables import Tables
from roadmap_opt.comparison.compared_run import compared_runs
from roadmap_opt.comparison.distinction import Distinction, distinction
from roadmap_opt.comparison.pairs import Interval
from roadmap_opt.runs.run_folder import LoadedRun
from roadmap_opt.solver.outcome import Phase, Status
from tests.support.runs_to_compare import OBJECTIVE, SHORTFALL, VALUE, made_run, phase
from tests.support.tiny_case import tiny_tables

OTHER = tiny_tables(Settings={"corporate_tax": 0.2})


def stand(*runs: LoadedRun) -> Distinction:
    one, other = compared_runs(runs)
    assert distinction(one, other) is distinction(other, one)
    return distinction(one, other)


def pair(folder: Path, first: Phase, second: Phase, tables: Tables = OTHER) -> Distinction:
    return stand(made_run(folder / "a", phases=[first]), made_run(folder / "b", tables, phases=[second]))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((100.0, 104.0), (105.0, 109.0), Distinction.PROVEN),
        ((100.0, 104.0), (103.0, 109.0), Distinction.WITHIN_GAP),
        ((100.0, 104.0), (104.0, 104.0), Distinction.WITHIN_GAP),
        ((105.0, 109.0), (100.0, 104.0), Distinction.PROVEN),
        ((100.0, None), (500.0, 501.0), Distinction.NO_BOUND),
    ],
)
def test_intervals_decide(
    tmp_path: Path, first: tuple[float, float | None], second: tuple[float, float | None], expected: Distinction
) -> None:
    assert pair(tmp_path, phase(VALUE, *first), phase(VALUE, *second)) is expected


def test_a_cost_lies_below_its_objective(tmp_path: Path) -> None:
    """Least cost: the bound is below what was found."""
    run = made_run(tmp_path / "a", phases=[phase("cost", 100.0, 90.0)])
    assert Interval.of(run.record) == Interval(90.0, 100.0)


def test_targets_first_is_judged_by_the_first_phase(tmp_path: Path) -> None:
    """The second phase's bound holds for one shortfall only; the two runs here overlap in the first."""
    one = made_run(tmp_path / "a", phases=[phase(SHORTFALL, -50.0, -40.0), phase(VALUE, 10.0, 10.0)])
    other = made_run(tmp_path / "b", OTHER, phases=[phase(SHORTFALL, -45.0, -42.0), phase(VALUE, 99.0, 99.0)])
    assert stand(one, other) is Distinction.WITHIN_GAP


def test_the_same_inputs_differ_by_the_search_alone(tmp_path: Path) -> None:
    assert pair(tmp_path, phase(VALUE, 0.0, 1.0), phase(VALUE, 5.0, 6.0), tiny_tables()) is Distinction.SAME_PROBLEM


def test_runs_with_other_aims_are_not_ranked(tmp_path: Path) -> None:
    """By other rates objectives are on other scales, however far apart the intervals are."""
    rate = tiny_tables(Settings={"discount_rate_project": 0.2})
    far = [(item, 500.0 if item == "chosen_npv_with_terminal" else value) for item, value in OBJECTIVE]
    one = made_run(tmp_path / "a", phases=[phase(VALUE, 0.0, 1.0)])
    assert stand(one, made_run(tmp_path / "b", rate, {"objective": far})) is Distinction.OTHER_AIM
    assert stand(one, made_run(tmp_path / "c", rate, phases=[phase(VALUE, 900.0, 910.0)])) is Distinction.WITHIN_GAP


def test_a_rate_of_another_perspective_is_no_other_aim(tmp_path: Path) -> None:
    other = tiny_tables(Settings={"discount_rate_owner": 0.2})
    assert pair(tmp_path, phase(VALUE, 0.0, 1.0), phase(VALUE, 5.0, 6.0), other) is Distinction.PROVEN


def test_a_run_without_a_plan_has_nothing_to_compare(tmp_path: Path) -> None:
    nothing = phase(VALUE, None, 5.0, Status.NOTHING_AT_LIMIT)
    assert pair(tmp_path, nothing, phase(VALUE, 5.0, 6.0)) is Distinction.NO_PLAN


def test_marks_in_both_languages() -> None:
    greyed = {each for each in Distinction if each.is_greyed}
    assert greyed == {Distinction.WITHIN_GAP, Distinction.SAME_PROBLEM, Distinction.NO_BOUND}
    assert Distinction.WITHIN_GAP.words.en == "within the solver's gap: not distinguishable"
    assert all(each.words.tr and each.explanation.tr for each in Distinction)
