"""How questions are put together, where a search for an answer begins, and how far apart its ends may be."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from roadmap_opt.answers import firm, levers, price
from roadmap_opt.answers.asking import CHUNK, Base, _chunks, answer
from roadmap_opt.answers.parts import OF_LOSS, Parts, near_enough
from roadmap_opt.answers.questions import Aim, Question
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.model.build import build
from roadmap_opt.progress import QuietProgress
from roadmap_opt.solver.arrays import Arrays
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.decisions import Decisions
from roadmap_opt.solver.program import Cut
from roadmap_opt.studies.jobs import JobContext
from tests.support.explained import answered, run_of
from tests.support.powder_chain import powder_chain_tables
from tests.support.tiny_case import WORKBOOK
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


@pytest.mark.parametrize(
    ("kpi", "definition", "sense", "least", "rows"),
    [
        ("magnets", "sintered", ">=", None, 1),
        ("magnets", "sintered", "<=", None, 1),
        ("secondary_share", "end_of_life", "<=", None, 1),
        ("domestic_powder_share", "standard", ">=", 7.0, 3),
        ("value_multiplier", "value_per_kg", ">=", 5.0, 2),
    ],
)
def test_a_limit_beside_the_case_is_the_rows_of_a_hard_target(
    kpi: str, definition: str, sense: str, least: float | None, rows: int
) -> None:
    words = {"sense": sense, "mode": "hard", "minimum_denominator": least, "first_year": 2026, "last_year": 2026}
    tables = powder_chain_tables(0, Targets=[target("limit", kpi, definition, 0.4, **words)])
    case = case_from_tables(tables, WORKBOOK, "base")
    ix = Indexes(case)
    arrays = compile_model(build(ix), ix)
    hard = [row for row, (name, _) in enumerate(arrays.row_labels) if name.startswith("target_")]
    carried = np.array([name == "shortfall" for name, _ in arrays.column_labels])
    found = []
    for row in hard:
        of_row = slice(arrays.starts[row], arrays.starts[row + 1])
        entries = np.zeros(len(arrays.lower))
        entries[arrays.columns[of_row]] = arrays.values[of_row]
        entries[carried] = 0.0
        at_most = np.isfinite(arrays.row_upper[row])
        found.append((-entries, -arrays.row_lower[row]) if not at_most else (entries, arrays.row_upper[row]))
    without = replace(case, targets=())
    parts = Parts(without, Decisions({}, {}, {}, {}, "none"), Question("limited", Aim.VALUE).rules(without))
    beside = list(parts._limit(case.targets[0]))
    assert len(found) == len(beside) == rows
    place = {label: column for column, label in enumerate(parts.arrays.column_labels)}
    order = [place[label] for label in arrays.column_labels if label in place]
    for cut in beside:
        mine = cut.form.coefficients[order], cut.upper - cut.form.constant
        assert any(
            np.allclose(entries[~carried], mine[0]) and upper == pytest.approx(mine[1]) for entries, upper in found
        )


def test_what_a_worker_has_built_is_used_again_for_the_same_rules_only(base: Base, tmp_path: Path) -> None:
    kept: dict[str, Any] = {}
    context = JobContext({"case": base.case, "plan": base.plan}, QuietProgress(), threading.Event(), tmp_path, kept)

    def built_for(question: Question) -> Parts:
        answer({"questions": [question], "threads": 1, "seed": 0}, context)
        parts: Parts = kept["parts"]
        return parts

    question = Question("all", Aim.VALUE)
    first = built_for(question)
    assert built_for(replace(question, off=frozenset(("half",)))) is first
    assert len(first._known) == 1  # no more than that of this job
    assert built_for(replace(question, offtake_share=0.3)) is not first


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
    near = near_enough(1000.0, 0.2)
    width = OF_LOSS * 5000
    assert near(-4000.0, -4000.0 + 0.99 * width)
    assert not near(-4000.0, -4000.0 + 1.01 * width)
    assert near(999.0, 999.19)
    assert not near(999.0, 999.3)
    assert near(1001.0, 1001.19)  # better than the plan
    assert not near(1001.0, 1001.3)


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
