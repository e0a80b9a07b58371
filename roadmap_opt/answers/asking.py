"""Many questions about the parts of one plan, asked side by side in worker processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from roadmap_opt.answers.parts import MET, Parts
from roadmap_opt.answers.questions import Best, Question, Rules
from roadmap_opt.case.case import Case
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.errors import RoadmapError
from roadmap_opt.progress import Progress
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.runs.run import Run, records
from roadmap_opt.said import known_again, said
from roadmap_opt.solver.decisions import Decisions, without_running
from roadmap_opt.solver.strategy import FINANCE_TIE_BREAK, SHORTFALL_PRICE
from roadmap_opt.studies.jobs import Ended, Job, JobContext
from roadmap_opt.studies.machine import Machine

CHUNK = 8
"""Questions that are answered in one go: more would leave a worker idle at the end."""


class NoAnswerError(RoadmapError):
    """A question ended without an answer for a reason that is no finding: the message says which."""


class NoPlanError(RoadmapError):
    """The run has no plan to ask about."""


@dataclass(frozen=True)
class Base:
    """The plan that is asked about. ``objective`` is its net present value less the price of its shortfall, whatever
    was optimised; ``shares`` is the relative shortfall of each target that is asked for, by year.
    """

    case: Case
    plan: Decisions
    objective: float
    shares: Mapping[str, Mapping[int, float]]

    @classmethod
    def of(cls, run: Run) -> Base:
        """The plan of a run.

        Raises :class:`NoPlanError` without one, and :class:`NoAnswerError` when its audit fails: what would be said of
        it would rest on figures that do not hold.
        """
        if not run.outcome.status.has_plan:
            raise NoPlanError("The run has no plan to ask about.")
        if run.violations:
            raise NoAnswerError(
                said(
                    "The plan of the run does not hold: {violation}. Solve it anew.",
                    violation=run.violations[0],
                )
            )
        plan = without_running(decisions_of(run.tables, said("run {run}", run=run.record.run)), run.case)
        shares: dict[str, dict[int, float]] = {row.target: {} for row in run.case.targets if row.mode != "off"}
        for row in records(run.tables["targets"]):
            if row.target in shares:
                shares[str(row.target)][int(row.year)] = float(row.relative_shortfall)
        return cls(run.case, plan, _objective(run), shares)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are asked for."""
        return tuple(row for row in self.case.targets if row.mode != "off")

    def own(self, target: str) -> float:
        """What a target adds to the weighted shortfall of the plan."""
        return self.weighed(target, self.shares[target])

    def weighed(self, target: str, years: Mapping[int, float]) -> float:
        """What relative shortfalls in some years add to the weighted shortfall: nothing for a hard target."""
        row = next(row for row in self.targets if row.target == target)
        return 0.0 if row.mode == "hard" else row.weight * self.mean(target, years)

    def mean(self, target: str, years: Mapping[int, float]) -> float:
        """Mean of relative shortfalls over all years of a target."""
        return sum(years.values()) / len(self.shares[target]) if self.shares[target] else 0.0

    @property
    def shortfall(self) -> float:
        """Weighted shortfall of all targets that are asked for."""
        return sum(self.own(row.target) for row in self.targets)

    def missed(self, target: str) -> tuple[int, ...]:
        """Years in which the plan misses a target."""
        return tuple(year for year, share in self.shares[target].items() if share > MET)


def _objective(run: Run) -> float:
    """What the plan reaches in :func:`~roadmap_opt.solver.strategy.priced`, from its own figures."""
    items = run.tables["objective"].set_index("item")["value"]
    owner = 0.0 if run.case.settings.perspective == "owner" else FINANCE_TIE_BREAK * items["npv_owner"]
    value = items["chosen_npv_with_terminal"] - items["tie_break"] + owner
    return float(value - SHORTFALL_PRICE * items["weighted_shortfall"])


def ask(
    base: Base, questions: Sequence[Question], machine: Machine, progress: Progress, seed: int
) -> Mapping[str, Best]:
    """The answers by key; those that a stop has cut off are missing.

    Raises :class:`NoAnswerError` when a worker cannot answer.
    """
    found: dict[str, Best] = {}
    chunks = _chunks(base.case, questions)
    engine, threads = machine.engine({"case": base.case, "plan": base.plan}, len(chunks))
    with engine:
        for chunk in chunks:
            arguments = {"questions": chunk, "threads": threads, "seed": seed}
            engine.submit(Job(chunk[0].key, f"{__name__}:answer", arguments))
        for event in engine.events():
            if isinstance(event, Ended):
                if event.result is None:
                    raise NoAnswerError(
                        said(
                            "The question {key} has no answer: {problem}",
                            key=event.key,
                            problem=known_again(event.problem),
                        )
                    )
                found |= event.result["best"]
                progress.phase(f"answered {len(found)}/{len(questions)}: {event.key}")
    progress.done()
    return found


def _chunks(case: Case, questions: Sequence[Question]) -> list[list[Question]]:
    """Questions of one kind that are asked of the same model, a handful at a time: a plan that answers one is where the
    search for the next begins.
    """
    alike: dict[tuple[Rules, str], list[Question]] = {}
    for question in questions:
        alike.setdefault((question.rules(case), question.kind), []).append(question)
    return [asked[at : at + CHUNK] for asked in alike.values() for at in range(0, len(asked), CHUNK)]


def answer(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """The job of a worker: answer questions that are asked of the same model."""
    questions: list[Question] = arguments["questions"]
    case: Case = context.shared["case"]
    rules = questions[0].rules(case)
    parts: Parts | None = context.kept.get("parts")
    if parts is None or parts.rules != rules:
        context.kept.clear()  # one model at a time; most jobs need the same, and to build it takes as long as an answer
        parts = context.kept["parts"] = Parts(case, context.shared["plan"], rules)
    parts.forget_answers()
    told = {"threads": arguments["threads"], "seed": arguments["seed"], "stop": context.stop}
    return {"best": {question.key: parts.best(question, **told) for question in questions}}
