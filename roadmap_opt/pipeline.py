"""The whole way of a solve on one page: read, overlay, check, build, solve, extract, audit. Nothing is written here."""

from __future__ import annotations

import hashlib
import platform
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.auditor import Violation, audit
from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import as_written
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.checks import check_scenario
from roadmap_opt.diagnose.infeasibility import explain
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.model.build import build
from roadmap_opt.output.run_record import RUN_SCHEMA_VERSION, RunRecord
from roadmap_opt.progress import Progress, QuietProgress
from roadmap_opt.reach import out_of_reach, reach_lines
from roadmap_opt.runs.decisions import splits_table
from roadmap_opt.runs.extract import extract, shadow_prices
from roadmap_opt.runs.program import package_version, program_sha256
from roadmap_opt.runs.run import Run, empty_tables
from roadmap_opt.runs.run_names import new_run_name, utc_now
from roadmap_opt.solver.compiling import compile_model
from roadmap_opt.solver.decisions import Decisions, Held, holding
from roadmap_opt.solver.highs import require_solver, solver_version
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.solver.outcome import Outcome, Phase, Status, StoppedBy
from roadmap_opt.solver.shielded import shielded
from roadmap_opt.workbook.read import read_content, workbook_content


@dataclass(frozen=True, slots=True)
class EarlierBound:
    """What an earlier search of the same problem, by the same program, has proven that no plan surpasses.

    ``value`` is in the objective of the first phase, MUSD; ``origin`` says in words which search it was.
    """

    value: float
    origin: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the solver. ``start`` holds the decisions of a plan to begin the search with, ``held`` those
    that have to be kept; ``proven`` is a bound that holds already. Setting ``stop`` ends the search, and the best plan
    found until then is kept. Finding what cannot hold together when no plan exists takes many solves; without
    ``explaining`` nobody asks.
    """

    options: SolveOptions = field(default_factory=SolveOptions)
    progress: Progress = field(default_factory=QuietProgress)
    start: Decisions | None = None
    held: Held | None = None
    stop: threading.Event | None = None
    explaining: bool = True
    proven: EarlierBound | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario that was read and checked; nothing is built yet.

    ``workbook`` only names the file; ``content`` is the workbook as it was read, because a planner may save it again
    while the solver works. ``inputs`` are its tables after the scenario's overlays, ``base_inputs`` before;
    ``findings`` are the remarks of the checks, ``seconds`` is the wall time it took.
    """

    workbook: Path
    content: bytes
    case: Case
    inputs: Tables
    base_inputs: Tables
    findings: tuple[Finding, ...]
    seconds: float


Answer = tuple[Outcome, Mapping[str, pd.DataFrame], tuple[str, ...]]
"""How a search ended, the result tables (empty without a plan), and what cannot hold together when none exists."""


def prepare(workbook: Path, scenario: str, content: bytes | None = None) -> Prepared:
    """Read and check one scenario of a workbook, or of ``content`` that was read from it before, perhaps elsewhere.

    Raises :class:`InputError` with every problem of the input.
    """
    began = time.perf_counter()
    content = workbook_content(workbook) if content is None else content
    read = read_content(workbook.name, content)
    inputs, findings = check_scenario(read, scenario, workbook.name)
    if inputs is None or any(finding.is_error for finding in findings):
        raise InputError([finding for finding in findings if finding.is_error])
    case = case_from_tables(inputs, workbook.stem, as_written(read.tables, scenario, workbook.name))
    return Prepared(workbook, content, case, inputs, read.tables, findings, time.perf_counter() - began)


def solve_prepared(prepared: Prepared, request: Request) -> Run:
    """Build, solve and audit what was prepared. :func:`~roadmap_opt.publish.publish_run` writes the run."""
    require_solver()
    watch = Watch()
    watch.seconds["read and check"] = prepared.seconds
    outcome, tables, conflicts = solve_case(prepared.case, request, watch)
    if outcome.status is Status.INFEASIBLE and request.explaining:
        conflicts = _with_what_is_out_of_reach(prepared, conflicts)
    with watch("audit"):
        violations = audit(prepared.case, tables) if outcome.status.has_plan else ()
    return Run(
        case=prepared.case,
        inputs=prepared.inputs,
        base_inputs=prepared.base_inputs,
        outcome=outcome,
        tables=tables,
        findings=prepared.findings,
        violations=violations,
        record=describe(prepared, request, outcome, violations, conflicts, watch.seconds),
        content=prepared.content,
        conflicts=conflicts,
    )


def _with_what_is_out_of_reach(prepared: Prepared, conflicts: tuple[str, ...]) -> tuple[str, ...]:
    """Hard targets that no plan meets, with the limits and cells that say so, before what else cannot hold."""
    beyond = [target for target in out_of_reach(prepared.case, prepared.inputs) if target.hard]
    told = tuple(f"target {target.target} " for target in beyond)
    return (*reach_lines(beyond), *(line for line in conflicts if not line.startswith(told)))


def solve_case(case: Case, request: Request, watch: Watch | None = None) -> Answer:
    """Build and solve a case.

    A held decision that the case does not allow is what cannot hold: there is then nothing to search.
    """
    watch = watch or Watch()
    with watch("build"):
        ix = Indexes(case)
        model = build(ix)
        arrays = compile_model(model, ix)
    if request.held is not None:
        arrays, obstacles = holding(arrays, request.held)
        if obstacles:
            phase = Phase("held decisions", Status.INFEASIBLE, None, None, None, 0.0, 0, StoppedBy.NOTHING)
            return Outcome((phase,)), empty_tables(), tuple(obstacle.words for obstacle in obstacles)
    with watch("solve"):
        try:
            proven = None if request.proven is None else request.proven.value
            solved = shielded(
                arrays, ix.settings, request.options, request.progress, request.stop, request.start, proven
            )
        finally:
            request.progress.done()  # a renewing line that is not closed hides the terminal's cursor
    if solved.x is None:
        conflicts: tuple[str, ...] = ()
        if request.explaining and solved.outcome.status is Status.INFEASIBLE:
            with watch("explain"):
                conflicts = explain(arrays, ix, request.options)
        return solved.outcome, empty_tables(), conflicts
    with watch("extract"):
        tables = extract(model, ix, arrays, solved.x)
        tables["shadow_prices"] = empty_tables()["shadow_prices"]
        tables["splits"] = splits_table(solved.splits)
        if solved.row_duals is not None:
            tables["shadow_prices"] = shadow_prices(arrays, solved.x, solved.row_duals, solved.maximise)
    return solved.outcome, tables, ()


def describe(
    prepared: Prepared,
    request: Request,
    outcome: Outcome,
    violations: Sequence[Violation],
    conflicts: Sequence[str],
    seconds: Mapping[str, float],
) -> RunRecord:
    """The record of a run that has just been solved; where its workbook lies and the hashes of its files are added
    when it is written.
    """
    final, has_plan, held = outcome.final, outcome.status.has_plan, request.held
    return RunRecord(
        schema_version=RUN_SCHEMA_VERSION,
        run=new_run_name(),
        created_utc=utc_now(),
        workbook=prepared.workbook.as_posix(),
        workbook_sha256=hashlib.sha256(prepared.content).hexdigest(),
        inputs_sha256=inputs_hash(prepared.inputs),
        scenario=prepared.case.scenario,
        started_from="" if request.start is None else request.start.origin,
        held=None if held is None else _told(held),
        earlier_bound=None if request.proven is None else asdict(request.proven),
        package_version=package_version(),
        program_sha256=program_sha256(),
        python_version=platform.python_version(),
        pyomo_version=version("pyomo"),
        highs_version=solver_version(),
        system=f"{platform.system()} {platform.machine()}",
        options=asdict(request.options),
        seed=request.options.seed,
        status=outcome.status.value,
        has_plan=has_plan,
        stopped_by=final.stopped_by,
        gap=final.gap,
        objective=final.objective,
        bound=final.bound,
        phases=tuple({**asdict(phase), "status": phase.status.value} for phase in outcome.phases),
        seconds=seconds,
        audit_passed=not violations if has_plan else None,
        audit_violations=len(violations),
        conflicts=tuple(conflicts),
    )


def _told(held: Held) -> dict[str, Any]:
    return {"origin": held.decisions.origin, "until": held.until, "contracts": held.contracts}


class Watch:
    """Wall time of each step, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - began
