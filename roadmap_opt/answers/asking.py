"""Many questions about the parts of one plan, asked side by side in worker processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from roadmap_opt.answers.parts import MET, Best, Parts, Question
from roadmap_opt.case.case import Case
from roadmap_opt.case.sheets.policy import Target
from roadmap_opt.errors import RoadmapError
from roadmap_opt.progress import Progress
from roadmap_opt.runs.decisions import decisions_of
from roadmap_opt.runs.run import Run
from roadmap_opt.solver.decisions import Decisions, without_running
from roadmap_opt.studies.jobs import Ended, Job, JobContext
from roadmap_opt.studies.machine import Machine

CHUNK = 5
"""Questions that are answered in one go: more would leave a worker idle at the end."""


class NoAnswerError(RoadmapError):
    """A question ended without an answer for a reason that is no finding: the message says which."""


class NoPlanError(RoadmapError):
    """The run has no plan to ask about."""


@dataclass(frozen=True)
class Base:
    """The plan that is asked about. ``own`` is what each target that is asked for adds to the weighted shortfall;
    ``shares`` is the relative shortfall of each by year.
    """

    case: Case
    plan: Decisions
    objective: float
    shares: Mapping[str, Mapping[int, float]]

    @classmethod
    def of(cls, run: Run) -> Base:
        """The plan of a run. Raises :class:`NoPlanError` without one."""
        if not run.outcome.status.has_plan:
            raise NoPlanError("The run has no plan to ask about.")
        plan = without_running(decisions_of(run.tables, f"run {run.record.run}"), run.case)
        table = run.tables["targets"]
        shares = {
            row.target: dict(
                zip(
                    table.loc[table["target"] == row.target, "year"].astype(int).tolist(),
                    table.loc[table["target"] == row.target, "relative_shortfall"].astype(float).tolist(),
                    strict=True,
                )
            )
            for row in run.case.targets
            if row.mode != "off"
        }
        objective = run.outcome.phases[0].objective
        assert objective is not None
        return cls(run.case, plan, objective, shares)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are asked for."""
        return tuple(row for row in self.case.targets if row.mode != "off")

    def own(self, target: str) -> float:
        """What a target adds to the weighted shortfall: its weight times the mean over its years."""
        row = next(row for row in self.targets if row.target == target)
        if row.mode == "hard":
            return 0.0
        years = self.shares[target]
        return row.weight * sum(years.values()) / len(years) if years else 0.0

    @property
    def shortfall(self) -> float:
        """Weighted shortfall of all targets that are asked for."""
        return sum(self.own(row.target) for row in self.targets)

    def missed(self, target: str) -> tuple[int, ...]:
        """Years in which the plan misses a target."""
        return tuple(year for year, share in self.shares[target].items() if share > MET)


def ask(
    base: Base, questions: Sequence[Question], machine: Machine, progress: Progress, seed: int
) -> Mapping[str, Best]:
    """The answers by key; those that a stop has cut off are missing.

    Raises :class:`NoAnswerError` when a worker cannot answer.
    """
    found: dict[str, Best] = {}
    chunks = _chunks(questions)
    engine, threads = machine.engine({"case": base.case, "plan": base.plan}, len(chunks))
    with engine:
        for chunk in chunks:
            arguments = {"questions": chunk, "threads": threads, "seed": seed}
            engine.submit(Job(chunk[0].key, f"{__name__}:answer", arguments))
        for event in engine.events():
            if isinstance(event, Ended):
                if event.result is None:
                    raise NoAnswerError(f"The question {event.key} has no answer: {event.problem}")
                found |= event.result["best"]
                progress.phase(f"answered {len(found)}/{len(questions)}: {event.key}")
    progress.done()
    return found


def _chunks(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions that are asked of the same case, a handful at a time: the case is built once for them."""
    chunks: list[list[Question]] = []
    for question in questions:
        if chunks and len(chunks[-1]) < CHUNK and chunks[-1][0].has_rules_of(question):
            chunks[-1].append(question)
        else:
            chunks.append([question])
    return chunks


def answer(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """The job of a worker: answer questions that are asked of the same case."""
    questions: list[Question] = arguments["questions"]
    parts = Parts(context.shared["case"], context.shared["plan"], questions[0])
    told = {"threads": arguments["threads"], "seed": arguments["seed"], "stop": context.stop}
    return {"best": {question.key: parts.best(question, **told) for question in questions}}
