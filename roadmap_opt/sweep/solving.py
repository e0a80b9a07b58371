"""The job that solves one sample of a sweep, in a worker that keeps the built model for the next one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from roadmap_opt.batch.jobs import Job, JobContext
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.sweeps import Sweep, sampled_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import check_tables
from roadmap_opt.solution.decisions import Decisions
from roadmap_opt.solution.sweeps.runs import INTERRUPTED, REJECTED, summarise, without_plan
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.sweep.designs import Sample
from roadmap_opt.sweep.reuse import CaseOf, Learnt, SweepModel, learn
from roadmap_opt.sweep.sample import solve_sample

REUSED_FROM = 4
"""Samples per parameter from which it pays to learn what each parameter moves, at two builds per parameter."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """What every job of a sweep needs: the tables of its scenario and how they vary, the plan to start from (and to
    keep, with ``keep_plan``), and what each parameter moves in the model (``None``: every sample is built anew).
    """

    tables: Tables
    sweep: Sweep
    workbook: str
    scenario: str
    options: SolveOptions
    start: Decisions
    keep_plan: bool
    learnt: Learnt | None = None

    def case_of(self, values: Sequence[float]) -> Case:
        """The case of a sample; a number between two places of a discrete parameter counts as the nearest."""
        placed = [
            min(parameter.places, key=lambda place, value=value: abs(place - value)) if parameter.words else value  # type: ignore[misc]
            for parameter, value in zip(self.sweep.parameters, values, strict=True)
        ]
        return case_from_tables(sampled_tables(self.tables, self.sweep, placed), self.workbook, self.scenario)

    def with_learnt(self, samples: int) -> Shared:
        """The same with what each parameter moves, when there are enough samples for it to pay."""
        boxes = [parameter.box for parameter in self.sweep.parameters]
        if samples < REUSED_FROM * len(boxes):
            return self
        return dataclasses.replace(self, learnt=learn(self.case_of, boxes))


def sample_job(sample: Sample) -> Job:
    """The job of a sample; its key is the sample's number. The engine shares a :class:`Shared` as ``sweep``."""
    return Job(str(sample.number), f"{__name__}:{solve_one.__name__}", {"sample": sample})


def solve_one(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Put the sample in, check it, solve it from the base plan; returns the run as plain data.

    A sample whose inputs break a rule is a run without a plan that says so, not an error. One that was asked to stop
    on the way is marked as interrupted, whatever it came to.
    """
    sample: Sample = arguments["sample"]
    shared: Shared = context.shared["sweep"]
    varied = sampled_tables(shared.tables, shared.sweep, sample.values)
    broken = [finding for finding in check_tables(varied, shared.workbook) if finding.is_error]
    if broken:
        problem = " · ".join(str(finding) for finding in broken)
        run = without_plan(sample.number, sample.values, sample.varied, sample.end, REJECTED, problem)
        return run.as_plain()
    solved = solve_sample(
        _kept_model(shared, context.kept),
        sample.values,
        shared.options,
        shared.start,
        keep_plan=shared.keep_plan,
        progress=context.progress,
        stop=context.stop,
    )
    run = summarise(
        case_from_tables(varied, shared.workbook, shared.scenario),
        solved.tables,
        solved.outcome,
        number=sample.number,
        values=sample.values,
        varied=sample.varied,
        end=sample.end,
        seconds=solved.seconds,
        patched=solved.patched,
        violations=len(solved.violations) if solved.outcome.status.has_plan else None,
    )
    if context.stop.is_set():
        run = dataclasses.replace(run, stopped_by=INTERRUPTED)
    return run.as_plain()


def _kept_model(shared: Shared, kept: dict[str, Any]) -> SweepModel:
    """The worker's built model, made for its first sample."""
    if "model" not in kept:
        case_of: CaseOf = shared.case_of
        kept["model"] = SweepModel(case_of, [p.box for p in shared.sweep.parameters], shared.learnt)
    model: SweepModel = kept["model"]
    return model
