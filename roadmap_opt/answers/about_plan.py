"""All that is asked about the plan of a run: prices of targets, firmness, fronts, delays, limits."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from roadmap_opt.answers import firm, levers, price
from roadmap_opt.answers.asking import Base, ask
from roadmap_opt.answers.firm import Firmness, Lean, Point, Unlike
from roadmap_opt.answers.levers import Lever
from roadmap_opt.answers.limits import LimitValue, Priced, limit_values
from roadmap_opt.answers.price import TargetPrice
from roadmap_opt.answers.questions import Question
from roadmap_opt.progress import Progress
from roadmap_opt.runs.explained import TOPICS, Between
from roadmap_opt.runs.run import Run
from roadmap_opt.said import said
from roadmap_opt.solver.outcome import Status
from roadmap_opt.studies.machine import Machine

PROVEN = (Status.OPTIMAL, Status.INFEASIBLE)
"""How a search ends that has proven its answer."""


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    """The answers by topic; nothing for one that was not asked.

    ``open`` counts the questions that were not answered in time, or not proven: they are told with the ends that are.
    ``peaks`` is what the plan has of what fronts limit; ``together`` is what all targets cost, as far as they are met.
    """

    run: Run
    base: Base
    seconds: float
    open: int
    peaks: Mapping[str, float]
    prices: tuple[TargetPrice, ...] = ()
    together: Between | None = None
    parts: tuple[Firmness, ...] = ()
    lean: tuple[Lean, ...] = ()
    unlike: Unlike | None = None
    points: tuple[Point, ...] = ()
    levers: tuple[Lever, ...] = ()
    limits: tuple[LimitValue, ...] = ()


def about_plan(run: Run, topics: Collection[str], machine: Machine, progress: Progress, seed: int = 0) -> PlanAnswers:
    """Ask what is asked of the plan of a run.

    Raises :class:`~roadmap_opt.answers.asking.NoPlanError` for a run without a plan,
    :class:`~roadmap_opt.answers.asking.NoAnswerError` when a search fails, ``ValueError`` for an unknown topic.
    """
    if unknown := set(topics) - set(TOPICS):
        raise ValueError(
            said(
                "no such topic: {unknown}; there are {topics}",
                unknown=", ".join(sorted(unknown)),
                topics=", ".join(TOPICS),
            )
        )
    began, base = time.perf_counter(), Base.of(run)
    peaks = _peaks(run)
    asked: dict[str, Question] = {}
    for topic, questions in (
        ("price", price.questions),
        ("firm", firm.questions),
        ("less", lambda each: firm.front_questions(each, peaks)),
        ("delay", levers.questions),
    ):
        if topic in topics:
            asked |= {question.key: question for question in questions(base)}
    answers = dict(ask(base, tuple(asked.values()), machine, progress, seed) if asked else {})
    if not machine.stop.is_set():
        # only now is known what costs anything, and what to be unlike
        later = {"price": price.level_questions, "firm": firm.unlike_questions}
        then = [
            question for topic, questions in later.items() if topic in topics for question in questions(base, answers)
        ]
        asked |= {question.key: question for question in then}
        answers |= ask(base, then, machine, progress, seed) if then else {}
    limits: Priced = ((), 0)
    if "limits" in topics and not machine.stop.is_set():
        limits = limit_values(run, base, machine, progress)
    return PlanAnswers(
        run=run,
        base=base,
        open=sum(key not in answers or answers[key].status not in PROVEN for key in asked) + limits[1],
        peaks=peaks,
        prices=price.prices(base, answers, run.inputs) if "price" in topics else (),
        together=price.together(answers) if "price" in topics else None,
        parts=firm.firmness(base, answers) if "firm" in topics else (),
        lean=firm.leanest(base, answers) if "firm" in topics else (),
        unlike=firm.unlike(base, answers) if "firm" in topics else None,
        points=firm.points(base, answers, peaks) if "less" in topics else (),
        levers=levers.levers(base, answers) if "delay" in topics else (),
        limits=limits[0],
        seconds=time.perf_counter() - began,
    )


def _peaks(run: Run) -> dict[str, float]:
    """What the plan has, at its height or in the last year, of each indicator that a front limits."""
    values = run.tables["kpis"]
    found = {}
    for front, limited in firm.FRONTS.items():
        rows = values[(values["kpi"] == limited.kpi) & (values["definition"] == limited.definition)]
        rows = rows[rows["year"] >= limited.since(run.case)]
        found[front] = float(rows["value"].max()) if len(rows) else 0.0
    return found
