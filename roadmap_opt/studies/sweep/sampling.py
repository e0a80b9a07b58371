"""The job that solves one sample of a sweep: built anew, solved from the base plan, extracted and audited."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from typing import Any

from roadmap_opt.auditor import audit
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.sweeps import Sweep, sampled_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import check_tables
from roadmap_opt.pipeline import Request, solve_case
from roadmap_opt.runs.decisions import Decisions
from roadmap_opt.said import listed, said
from roadmap_opt.solver.decisions import Held
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import StoppedBy
from roadmap_opt.studies.jobs import Job, JobContext
from roadmap_opt.studies.sweep.designs import Sample
from roadmap_opt.studies.sweep.runs import REJECTED, summarise, without_plan


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """What every job of a sweep needs: the tables of its scenario and how they vary, and the plan to start from.

    With ``keep_plan`` the plants, programmes and contracts of that plan have to be kept, and only operation and money
    follow the sample: a stress test of the plan. A sample in which that is impossible ends as infeasible.
    """

    tables: Tables
    sweep: Sweep
    workbook: str
    scenario: str
    options: SolveOptions
    start: Decisions
    keep_plan: bool


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
        problem = listed(" · ", (said("{finding}", finding=finding) for finding in broken))
        run = without_plan(sample.number, sample.values, sample.varied, sample.end, REJECTED, problem)
        return run.as_plain()
    began = time.perf_counter()
    case = case_from_tables(varied, shared.workbook, shared.scenario)
    held = Held(shared.start, case.settings.last_year) if shared.keep_plan else None
    asked = Request(shared.options, context.progress, shared.start, held, context.stop, explaining=False)
    outcome, tables, _ = solve_case(case, asked)
    run = summarise(
        case,
        tables,
        outcome,
        number=sample.number,
        values=sample.values,
        varied=sample.varied,
        end=sample.end,
        seconds=time.perf_counter() - began,
        violations=len(audit(case, tables)) if outcome.status.has_plan else None,
    )
    if context.stop.is_set():
        run = dataclasses.replace(run, stopped_by=StoppedBy.INTERRUPT)
    return run.as_plain()
