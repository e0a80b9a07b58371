"""Saving a solved run: tables, inputs, record, results workbook and page in one folder that appears only complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from roadmap_opt.case.tables import Tables
from roadmap_opt.errors import Finding
from roadmap_opt.messages import Language
from roadmap_opt.report.run_page import write_report
from roadmap_opt.solution.results import Results
from roadmap_opt.solution.run_files import REPORT_FILE, RESULTS_FILE
from roadmap_opt.solution.run_folder import describe_run, final_folder, new_run, run_name, write_inputs, write_record
from roadmap_opt.solution.run_record import RunRecord
from roadmap_opt.solution.solution import Solution
from roadmap_opt.solution.table_files import write_tables
from roadmap_opt.solution.verify import Violation
from roadmap_opt.solution.workbook_place import place_of
from roadmap_opt.solve.decisions import Decisions, Held
from roadmap_opt.solve.options import SolveOptions
from roadmap_opt.workbook.results import write_results


def save_run(
    out: Path,
    workbook: Path,
    content: bytes,
    *,
    solution: Solution,
    inputs: Tables,
    base_inputs: Tables,
    findings: Sequence[Finding],
    violations: Sequence[Violation],
    options: SolveOptions,
    seconds: Mapping[str, float],
    language: Language,
    conflicts: Sequence[str] = (),
    start: Decisions | None = None,
    held: Held | None = None,
    place: str = "",
) -> tuple[Path, RunRecord]:
    """Write the run below ``out`` and return its folder and record.

    ``content`` is the workbook as it was read, ``inputs`` are its tables after the scenario's overlays, ``base_inputs``
    before. ``place`` is where the workbook lies seen from the folder of the results, if that is not ``out``.
    ``findings`` are the warnings of the checks, ``seconds`` the wall time of each step, ``conflicts`` lines
    that say what cannot hold together when there is no plan.
    """
    scenario, has_plan = solution.case.scenario, solution.outcome.status.has_plan
    with new_run(out, workbook, scenario) as partial:
        record = describe_run(
            run=run_name(partial),
            workbook=workbook,
            content=content,
            inputs=inputs,
            scenario=scenario,
            options=asdict(options),
            seed=options.seed,
            outcome=solution.outcome,
            seconds=seconds,
            violations=len(violations) if has_plan else None,
            conflicts=conflicts,
            start=start,
            held=held,
            place=place or place_of(workbook, out),
        )
        write_tables(partial, solution.tables)
        write_inputs(partial, workbook.name, content, inputs)
        # Before the pages: should one of them break off, the partial folder holds everything that was computed.
        record = write_record(partial, record)
        results = Results(
            case=solution.case,
            inputs=inputs,
            base_inputs=base_inputs,
            outcome=solution.outcome,
            tables=solution.tables,
            findings=findings,
            violations=violations,
            record=record,
            conflicts=conflicts,
        )
        write_results(partial / RESULTS_FILE, results, language)
        write_report(partial / REPORT_FILE, results, language)
        record = write_record(partial, record)  # once more, now with the hashes of both
    return final_folder(partial), record
