"""How questions are put together, where a search for an answer begins, and how far apart its ends may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from roadmap_opt.answers import firm, levers, price
from roadmap_opt.answers.asking import CHUNK, Base, _chunks
from roadmap_opt.answers.parts import OF_LOSS, Parts
from roadmap_opt.answers.questions import Aim, Question
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.highs import Cut, Limits
from roadmap_opt.solver.outcome import Phase, Status, StoppedBy
from tests.support.explained import answered, run_of
from tests.support.workshop import compiled, target
from tests.support.workshop_cases import longer


@pytest.fixture(scope="module")
def base() -> Base:
    targets = [
        target("many", "magnets", "sintered", 100.0, first_year=2027),
        target("half", "magnets", "sintered", 50.0, first_year=2027),
        target("must", "magnets", "sintered", 10.0, first_year=2027, mode="hard"),
    ]
    return Base.of(run_of(Prices={"magnet": {"price": 5.0}}, Targets=targets))


def test_questions_of_one_kind_and_one_case_are_asked_together_and_none_is_lost(base: Base) -> None:
    asked = (*price.questions(base), *firm.questions(base), *levers.questions(base))
    chunks = _chunks(base.case, asked)
    assert sorted(question.key for chunk in chunks for question in chunk) == sorted(question.key for question in asked)
    for chunk in chunks:
        assert len(chunk) <= CHUNK
        assert len({(question.kind, question.rules(base.case)) for question in chunk}) == 1
    (first,) = (chunk for chunk in chunks if chunk[0].key == price.KEPT)
    assert [question.key for question in first] == [price.KEPT, price.LEAST]  # without targets the hard one goes, too


def test_a_question_of_another_case_is_refused(base: Base) -> None:
    question = Question("alone", Aim.VALUE, off=frozenset(("must",)))
    parts = Parts(base.case, base.plan, question.rules(base.case))
    with pytest.raises(AssertionError, match="another case"):
        parts.best(replace(question, off=frozenset()))


def test_an_answer_does_not_depend_on_what_was_asked_before(base: Base) -> None:
    asked = [question for question in price.questions(base) if question.kind == "last"]
    together = answered(base, asked)
    for question in asked:
        (alone,) = answered(base, [question]).values()
        before = together[question.key]
        assert before.reached is not None
        assert before.most is not None
        assert alone.reached is not None
        assert alone.most is not None
        assert before.reached <= alone.most + 1e-3
        assert alone.reached <= before.most + 1e-3


def test_a_plan_that_breaks_a_cut_or_a_bound_is_no_start(base: Base) -> None:
    question = Question("all", Aim.VALUE)
    parts = Parts(base.case, base.plan, question.rules(base.case))
    parts.best(question)
    form = parts.arrays.forms["value"]
    (x,) = parts._known
    assert parts._fitting(parts.arrays, (), form, True) is x
    assert parts._fitting(parts.arrays, (Cut(form, form.value(x) - 1.0),), form, True) is None
    closed = replace(parts.arrays, upper=np.where(parts.arrays.integer, parts.arrays.lower, parts.arrays.upper))
    assert parts._fitting(closed, (), form, True) is None


def test_a_large_loss_may_be_wide_and_a_small_one_may_not() -> None:
    told = Question("out:x", Aim.BOTH, against=1000.0)
    assert Parts._width(told, -4000.0, 0.2) == pytest.approx(OF_LOSS * 5000)
    assert Parts._width(told, 999.0, 0.2) == 0.2
    assert Parts._width(told, 1001.0, 0.2) == 0.2  # the start is better than the plan
    assert Parts._width(replace(told, against=None), -4000.0, 0.2) == 0.2


@pytest.mark.parametrize(
    ("bound", "width", "loose"), [(1050.0, 40.0, True), (1030.0, 40.0, False), (1001.0, 0.2, False)]
)
def test_a_search_is_taken_up_again_where_its_ends_are_too_far_apart(bound: float, width: float, loose: bool) -> None:
    phase = Phase("", Status.OPTIMAL, 1000.0, bound, 0.05, 1.0, 1, StoppedBy.GAP)
    limits = Limits(2e-3, 0.2, 1.0, 1, 0, None)
    assert Parts._is_loose(phase, width, limits) is loose
    assert not Parts._is_loose(replace(phase, status=Status.FEASIBLE_AT_LIMIT), width, limits)  # no time is left


def arrays() -> Arrays:
    _, _, found = compiled(longer("npv", "owner"))
    return replace(
        found,
        lower=np.zeros(len(found.lower)),
        upper=np.full(len(found.upper), np.inf),
        row_lower=np.full(len(found.row_lower), -np.inf),
        row_upper=np.full(len(found.row_upper), np.inf),
    )


def test_bounds_and_rows_are_kept_up_to_a_tolerance() -> None:
    free = arrays()
    x = np.ones(len(free.lower))
    rows = free.decided(np.where(free.integer, x, 0.0)) + free.undecided(x)
    assert free.allows(x, 1e-7)
    assert not free.allows(np.where(np.arange(len(x)) == 0, -1e-3, x), 1e-7)
    assert free.allows(np.where(np.arange(len(x)) == 0, -1e-9, x), 1e-7)
    assert replace(free, row_upper=rows).allows(x, 1e-7)
    assert not replace(free, row_upper=rows - 1.0).allows(x, 1e-7)
    assert not replace(free, row_lower=rows + 1.0).allows(x, 1e-7)
