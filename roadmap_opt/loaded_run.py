"""A saved run read back as what its page is written from, so that the page of an old run can be written anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import load_text_tables
from roadmap_opt.checks import check_scenario
from roadmap_opt.errors import Finding, RoadmapError
from roadmap_opt.messages import Language
from roadmap_opt.report.run_page import write_report
from roadmap_opt.solution.results import Results
from roadmap_opt.solution.run_folder import REPORT_FILE, LoadedRun, load_run
from roadmap_opt.solution.verify import audit
from roadmap_opt.solve.outcome import Outcome, Phase, Status
from roadmap_opt.workbook.read import read_content, workbook_content


def load_results(folder: Path) -> Results:
    """Everything the run in ``folder`` has to show; raises :class:`RunFolderError` when it is not a complete run.

    The audit is done again: tables that were changed since must not be shown as confirmed. Remarks of the checks and
    the inputs before the scenario come from the copy of the workbook; when this version cannot read it any more, the
    remarks are unknown (``None``) and the inputs stand for both.
    """
    loaded = load_run(folder)
    record = loaded.record
    inputs = load_text_tables(loaded.inputs)
    case = case_from_tables(inputs, PurePosixPath(record.workbook).stem, record.scenario)
    violations = tuple(audit(case, loaded.tables)) if record.has_plan else ()
    if record.has_plan:
        record = replace(record, audit_passed=not violations, audit_violations=len(violations))
    base_inputs, findings = _of_workbook(loaded, inputs)
    return Results(
        case=case,
        inputs=inputs,
        base_inputs=base_inputs,
        outcome=Outcome(tuple(Phase(**{**phase, "status": Status(phase["status"])}) for phase in record.phases)),
        tables=loaded.tables,
        findings=findings,
        violations=violations,
        record=record,
        conflicts=record.conflicts,
    )


def rewrite_report(folder: Path, language: Language) -> Path:
    """Write the page of the run in ``folder`` anew and return it; no other file is touched."""
    path = folder / REPORT_FILE
    write_report(path, load_results(folder), language)
    return path


def _of_workbook(loaded: LoadedRun, inputs: Tables) -> tuple[Tables, tuple[Finding, ...] | None]:
    """Tables before the scenario, and the warnings of the checks, from the copy of the workbook."""
    name = PurePosixPath(loaded.record.workbook).name
    try:
        read = read_content(name, workbook_content(loaded.inputs / name))
        _, findings = check_scenario(read, loaded.record.scenario, name)
    except RoadmapError:
        return inputs, None
    return read.tables, findings
