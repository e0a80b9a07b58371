"""The whole way of a solve on one page: read, overlay, check, build, solve, extract, audit, write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from roadmap_opt.case.case import Case, case_from_tables
from roadmap_opt.case.indexes import Indexes
from roadmap_opt.case.overlays import as_written
from roadmap_opt.case.tables import Tables
from roadmap_opt.checks import check_scenario
from roadmap_opt.diagnose.infeasibility import explain
from roadmap_opt.errors import Finding, InputError
from roadmap_opt.messages import Language
from roadmap_opt.model.build import build
from roadmap_opt.progress import Progress
from roadmap_opt.saved_run import save_run
from roadmap_opt.solution.extract import extract, shadow_prices
from roadmap_opt.solution.run_folder import require_writable
from roadmap_opt.solution.run_record import RunRecord
from roadmap_opt.solution.solution import Solution, empty_tables
from roadmap_opt.solution.verify import Violation, audit
from roadmap_opt.solve.decisions import Decisions, Held, holding
from roadmap_opt.solve.highs import require_solver
from roadmap_opt.solve.options import SolveOptions
from roadmap_opt.solve.outcome import Outcome, Phase, Status
from roadmap_opt.solve.strategy import compile_model, solve
from roadmap_opt.workbook.read import read_content, workbook_content


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a solve has to say: how it ended, where the run is, what the auditor found and what cannot hold."""

    outcome: Outcome
    record: RunRecord
    folder: Path
    violations: tuple[Violation, ...]
    conflicts: tuple[str, ...]


def solve_workbook(
    workbook: Path,
    scenario: str,
    options: SolveOptions,
    out: Path,
    progress: Progress,
    *,
    language: Language = "en",
    stop: threading.Event | None = None,
    start: Decisions | None = None,
    held: Held | None = None,
) -> RunReport:
    """Solve one scenario of a workbook and save the run below ``out``.

    ``start`` holds the decisions of a plan to begin the search with, ``held`` those that have to be kept. Raises
    :class:`InputError` with every problem of the input, and :class:`RunFolderError` when nothing can be written below
    ``out``, before anything is built.
    """
    content = workbook_content(workbook)
    return solve_content(
        workbook, content, scenario, options, out, progress, language=language, stop=stop, start=start, held=held
    )


def solve_content(
    workbook: Path,
    content: bytes,
    scenario: str,
    options: SolveOptions,
    out: Path,
    progress: Progress,
    *,
    language: Language = "en",
    stop: threading.Event | None = None,
    start: Decisions | None = None,
    held: Held | None = None,
    place: str = "",
) -> RunReport:
    """The same for a workbook that was read before, perhaps on another machine: ``workbook`` only names it, and
    ``place`` is where it lies seen from the folder that the results go to in the end.
    """
    require_solver()
    watch = _Watch()
    with watch("read and check"):
        base, inputs, findings = checked_tables(workbook.name, content, scenario)
        scenario = as_written(base, scenario, workbook.name)
        require_writable(out, workbook, scenario)  # better now than after the solve
        case = case_from_tables(inputs, workbook.stem, scenario)
    solution, conflicts = solve_case(case, options, progress, watch, stop, start, held)
    with watch("audit"):
        violations = audit(case, solution.tables) if solution.outcome.status.has_plan else ()
    folder, record = save_run(
        out,
        workbook,
        content,
        solution=solution,
        inputs=inputs,
        base_inputs=base,
        findings=findings,
        violations=violations,
        options=options,
        seconds=watch.seconds,
        language=language,
        conflicts=conflicts,
        start=start,
        held=held,
        place=place,
    )
    return RunReport(solution.outcome, record, folder, violations, conflicts)


def checked_tables(workbook: str, content: bytes, scenario: str) -> tuple[Tables, Tables, tuple[Finding, ...]]:
    """Tables as they stand, tables of the scenario, and warnings; raises :class:`InputError` with all errors.

    ``workbook`` is the file's name and ``content`` what was read from it.
    """
    read = read_content(workbook, content)
    inputs, findings = check_scenario(read, scenario, workbook)
    if inputs is None or any(finding.is_error for finding in findings):
        raise InputError(findings)
    return read.tables, inputs, findings


def solve_case(
    case: Case,
    options: SolveOptions,
    progress: Progress,
    watch: _Watch | None = None,
    stop: threading.Event | None = None,
    start: Decisions | None = None,
    held: Held | None = None,
    *,
    explaining: bool = True,
) -> tuple[Solution, tuple[str, ...]]:
    """Build and solve a case; returns its solution and, when there is no plan, what cannot hold.

    A held decision that the case does not allow is what cannot hold: there is then nothing to search. Finding what
    else cannot hold takes many solves; without ``explaining`` nobody asks.
    """
    watch = watch or _Watch()
    with watch("build"):
        ix = Indexes(case)
        model = build(ix)
        arrays = compile_model(model, ix)
    if held is not None:
        arrays, obstacles = holding(arrays, held)
        if obstacles:
            phase = Phase("held decisions", Status.INFEASIBLE, None, None, None, 0.0, 0, "")
            return Solution(case, Outcome((phase,)), empty_tables()), tuple(map(str, obstacles))
    with watch("solve"):
        try:
            solved = solve(arrays, ix, options, progress, stop, start)
        finally:
            progress.done()  # a renewing line that is not closed hides the terminal's cursor
    if solved.x is None:
        conflicts: tuple[str, ...] = ()
        if explaining and solved.outcome.status is Status.INFEASIBLE:
            with watch("explain"):
                conflicts = explain(arrays, ix, options)
        return Solution(case, solved.outcome, empty_tables()), conflicts
    with watch("extract"):
        tables = extract(model, ix, arrays, solved.x)
        tables["shadow_prices"] = empty_tables()["shadow_prices"]
        if solved.row_duals is not None:
            tables["shadow_prices"] = shadow_prices(arrays, solved.x, solved.row_duals, solved.maximise)
    return Solution(case, solved.outcome, tables), ()


class _Watch:
    """Wall time of each step, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds[step] = time.perf_counter() - began
