"""The audit of a saved run: not only its plan, but everything that stands in its folder and is shown to a reader.

The plan is recomputed by :mod:`roadmap_opt.auditor` from the tables and inputs alone. Around it stand: the
record, the hashes of the files, the inputs against the copy of the workbook, and the results workbook and the page,
which are written anew and compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from roadmap_opt.auditor import Violation, audit, audit_record
from roadmap_opt.case.case import case_from_tables
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import differing_lines, inputs_hash, load_text_tables, read_text_tables
from roadmap_opt.checks import check_scenario, check_tables
from roadmap_opt.errors import Finding, InputError, RoadmapError
from roadmap_opt.messages import Text
from roadmap_opt.output.damage import DamagedRunError, Problem
from roadmap_opt.output.run_record import RunRecord
from roadmap_opt.report.run.page_check import page_differences
from roadmap_opt.report.run_book.check import check_book
from roadmap_opt.runs.explained import EXPLANATION_FILE
from roadmap_opt.runs.program import program_sha256
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_files import (
    INPUTS_FOLDER,
    REPORT_FILE,
    RESULTS_FILE,
    briefings_in,
    check_files,
    is_as_written,
    unknown_files,
)
from roadmap_opt.runs.run_folder import LoadedRun, load_partial, load_run, read_run
from roadmap_opt.said import said, why
from roadmap_opt.solver.outcome import Outcome, Phase
from roadmap_opt.words import CONSOLE as text
from roadmap_opt.workbook.read import read_content, workbook_content

SHOWN = 20
"""Differences of one file that are listed."""


@dataclass(frozen=True, slots=True)
class AuditedRun:
    """What the audit found. ``plan``: rules that the plan breaks and figures that are not its own. ``record``: what
    the record, the inputs and the files claim and is not so. ``shown``: where results workbook and page differ from
    what this run's would be. ``remarks``: what else agrees, and what could not be compared and why.

    ``run_record`` is ``None`` when a file is damaged so that nothing more could be said; ``run`` is ``None`` when
    the plan could not be recomputed.
    """

    run_record: RunRecord | None
    run: Run | None
    plan: tuple[Violation, ...] = ()
    record: tuple[Violation, ...] = ()
    shown: tuple[Violation, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Everything that was found."""
        return (*self.plan, *self.record, *self.shown)


def audit_run(folder: Path, *, pages: bool = True) -> AuditedRun:
    """Audit the run in ``folder``; without ``pages`` its results workbook and page are left out.

    Raises :class:`RunFolderError` when the folder is no run that this version can read.
    """
    try:
        loaded = read_run(folder)
    except DamagedRunError as error:
        return AuditedRun(None, None, record=tuple(map(_damage, error.problems)))
    record = loaded.record
    notes: list[Text] = []
    found = list(check_files(folder, record))
    inputs, problems = _inputs(loaded)
    found += problems
    if inputs is None:
        return AuditedRun(record, None, record=tuple(found), remarks=tuple(notes))
    read = _Read(inputs, inputs, None)
    if not found:  # else the rest would only be said again in other words
        read, problems = _of_workbook(loaded, inputs)
        found += problems
    run = _run_of(loaded, read)
    found += audit_record(record, run.case, loaded.tables, tuple(run.violations))
    shown: list[Violation] = []
    if read.findings is None and not found:
        notes.append(text.both("audit_workbook_unread"))
    elif pages and not found:
        shown, more = _pages(folder, run)
        notes += more
    if (folder / EXPLANATION_FILE).is_file():
        notes.append(text.both("audit_explanation" if loaded.explained else "audit_explanation_unread"))
    if written := briefings_in(folder):
        notes.append(text.both("audit_briefings", files=", ".join(written)))
    if left := unknown_files(folder):
        notes.append(text.both("audit_other_files", files=", ".join(left)))
    return AuditedRun(record, run, tuple(run.violations), tuple(found), tuple(shown), tuple(notes))


def load_saved(folder: Path) -> Run:
    """Everything the run in ``folder`` has to show; raises :class:`RunFolderError` when it is not a complete run.

    The audit of the plan is done again: tables that were changed since must not be shown as confirmed. Remarks of the
    checks and the inputs before the scenario come from the copy of the workbook; when this version cannot read it any
    more, or it is not what the inputs were made from, the remarks are unknown (``None``) and the inputs stand for both.
    """
    return _audited_anew(load_run(folder))


def load_unfinished(partial: Path) -> Run:
    """The same for a folder that a run left half-written, when all that was computed stands in it."""
    return _audited_anew(load_partial(partial))


def _audited_anew(loaded: LoadedRun) -> Run:
    inputs = load_text_tables(loaded.inputs)
    read, problems = _of_workbook(loaded, inputs)
    return _run_of(loaded, _Read(inputs, inputs, None) if problems else read)


@dataclass(frozen=True, slots=True)
class _Read:
    """Tables of the scenario, tables before it, and remarks of the checks (``None``: not known)."""

    inputs: Tables
    base: Tables
    findings: tuple[Finding, ...] | None


def _inputs(loaded: LoadedRun) -> tuple[Tables | None, list[Violation]]:
    """The resolved inputs, or nothing when they cannot be used; and what is wrong with them."""
    read = read_text_tables(loaded.inputs)
    errors = read.errors or tuple(each for each in check_tables(read.tables, INPUTS_FOLDER) if each.is_error)
    if errors:
        return None, [_wrong_input(each) for each in errors]
    digest = inputs_hash(read.tables)
    if digest == loaded.record.inputs_sha256:
        return read.tables, []
    return read.tables, [Violation("run.json", "inputs_sha256", loaded.record.inputs_sha256, digest, 1.0)]


def _of_workbook(loaded: LoadedRun, inputs: Tables) -> tuple[_Read, list[Violation]]:
    """What the copy of the workbook makes of the scenario, and where that is not what the run was solved from."""
    record = loaded.record
    name = PurePosixPath(record.workbook).name
    try:
        read = read_content(name, workbook_content(loaded.inputs / name))
        resolved, findings = check_scenario(read, record.scenario, name)
    except RoadmapError as error:
        return _unread(inputs, record, error)
    if resolved is None:
        return _unread(inputs, record, InputError([each for each in findings if each.is_error]))
    differences = [
        Violation("inputs_of_workbook", f"{INPUTS_FOLDER}/{sheet}.csv, line {line}", _short(here), _short(there), 1.0)
        for sheet, line, here, there in islice(differing_lines(inputs, resolved), SHOWN)
    ]
    return _Read(resolved, read.tables, findings), differences


def _unread(inputs: Tables, record: RunRecord, error: RoadmapError) -> tuple[_Read, list[Violation]]:
    """A later program may not read the workbook any more; the one that solved it could, and can."""
    read = _Read(inputs, inputs, None)
    if record.program_sha256 != program_sha256():
        return read, []
    findings = error.findings if isinstance(error, InputError) else ()
    return read, [_wrong_input(each) for each in findings] or [
        Violation("inputs", record.workbook, why(error), "", 1.0)
    ]


def _run_of(loaded: LoadedRun, read: _Read) -> Run:
    """The run as its page and its results workbook are written from it, with the audit of its plan done again."""
    record = loaded.record
    case = case_from_tables(read.inputs, PurePosixPath(record.workbook).stem, record.scenario)
    violations = audit(case, loaded.tables) if record.has_plan else ()
    shown = record
    if record.has_plan:
        shown = replace(record, audit_passed=not violations, audit_violations=len(violations))
    return Run(
        case=case,
        inputs=read.inputs,
        base_inputs=read.base,
        outcome=Outcome(tuple(Phase.from_plain(phase) for phase in record.phases)),
        tables=loaded.tables,
        findings=read.findings,
        violations=violations,
        record=shown,
        conflicts=record.conflicts,
        folder=loaded.folder,
        explained=loaded.explained,
    )


def _pages(folder: Path, run: Run) -> tuple[list[Violation], list[Text]]:
    """Where results workbook and page differ from what this run's would be; or why they were not compared.

    Another program may write in other words or in another form. What differs then is no fault as long as the file is
    the one that was written; a file that was changed since has to be what is written today.
    """
    record = run.record
    notes: list[Text] = []
    differences = {RESULTS_FILE: _book(folder, run, notes)}
    differences[REPORT_FILE] = page_differences(folder / REPORT_FILE, run)
    found: list[Violation] = []
    for name, problems in differences.items():
        if not problems:
            notes.append(text.both("audit_file_agrees", file=name))
        unread = problems and problems[0].where == "file"  # it is missing, or no such file
        if problems and not unread and record.program_sha256 != program_sha256():
            if is_as_written(folder, name, record):
                notes.append(text.both("audit_other_version", file=name, version=record.package_version))
                continue
            expected = said(
                "as version {package_version} wrote it; `roadmap-opt report` writes the page anew",
                package_version=record.package_version,
            )
            problems = [Problem(name, "file", "changed since", expected)]
        found += map(_damage, problems)
    return found, notes


def _book(folder: Path, run: Run, notes: list[Text]) -> list[Problem]:
    try:
        book = check_book(folder / RESULTS_FILE, run, SHOWN)
    except InputError as error:
        return [Problem(RESULTS_FILE, "file", each.found, each.expected) for each in error.findings]
    if book.saved_anew:
        notes.append(text.both("audit_saved_anew", file=RESULTS_FILE))
    return list(book.differences)


def _damage(problem: Problem) -> Violation:
    return Violation(problem.file, problem.where, problem.found, problem.expected, 1.0)


def _wrong_input(finding: Finding) -> Violation:
    where = " ".join(part for part in (finding.workbook, finding.sheet, finding.cell, finding.row_name) if part)
    return Violation(finding.code, where, finding.found, finding.expected, 1.0)


def _short(line: str) -> str:
    return line if len(line) <= 100 else f"{line[:97]}..."
