"""Whatever is written about a run, a comparison or a study, whole or not at all, and runs left half-written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from roadmap_opt.comparison import Comparison
from roadmap_opt.errors import AuditFailedError
from roadmap_opt.loaded_run import audit_run, load_unfinished
from roadmap_opt.locking import written_alone
from roadmap_opt.messages import Language
from roadmap_opt.output.other_folders import PARTIAL_SUFFIX, SHELVES
from roadmap_opt.output.run_record import RunRecord, read_record
from roadmap_opt.report.batch import write_batch_page
from roadmap_opt.report.compare import write_comparison, write_comparison_page
from roadmap_opt.report.regret import write_regret_book, write_regret_page
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.report.run_book.book import write_results
from roadmap_opt.report.sweep import write_sweep_book, write_sweep_page
from roadmap_opt.runs.explained import Explained, write_explained
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_files import REPORT_FILE, RESULTS_FILE
from roadmap_opt.runs.run_folder import (
    final_folder,
    finished_run,
    new_run,
    record_page,
    write_inputs,
    write_record,
)
from roadmap_opt.runs.run_names import folder_name, is_taken, new_run_name
from roadmap_opt.runs.table_files import write_tables
from roadmap_opt.runs.workbook_place import place_of
from roadmap_opt.said import said, why
from roadmap_opt.saving import SaveError, put_in_place, save_together
from roadmap_opt.studies.journal import Entry
from roadmap_opt.studies.regret.results import REGRETS, RegretResults
from roadmap_opt.studies.regret.tables import write_matrix
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchPlan
from roadmap_opt.studies.scenarios.results import batch_results
from roadmap_opt.studies.sweep.results import SWEEPS, SweepResults
from roadmap_opt.studies.sweep.tables import write_tables as write_sweep_tables

if TYPE_CHECKING:
    from roadmap_opt.answers.about_plan import PlanAnswers

COMPARISONS_FOLDER, EXPLANATIONS_FOLDER = "comparisons", "explanations"
WORKBOOK_FILE, PAGE_FILE = "compare.xlsx", SHELVES[COMPARISONS_FOLDER].shown


def publish_run(run: Run, out: Path, language: Language, *, place: str = "") -> Path:
    """Write a run that was just solved into a new folder below ``out``, and return the folder.

    ``place`` is where the workbook lies seen from the folder that the results go to in the end, if that is not ``out``.
    Tables, inputs and record are written first: should the workbook or the page break off, the partial folder keeps
    everything that was computed, and :func:`finish_run` completes it.

    Raises ``ValueError`` for a run that was loaded: its record would name a folder in which it does not stand, and its
    copy of the workbook be empty.
    """
    if not run.content:
        raise ValueError(f"only a run that was just solved is written; this one was loaded from {run.folder}")
    workbook = Path(run.record.workbook)
    record = replace(run.record, workbook_place=place or place_of(workbook, out))
    with new_run(out, workbook, record.scenario, record.run) as partial:
        write_tables(partial, run.tables)
        write_inputs(partial, workbook.name, run.content, run.inputs)
        _write_shown(partial, replace(run, record=write_record(partial, record)), language)
    return final_folder(partial)


def finish_run(partial: Path, language: Language, briefings: Sequence[Language] = ()) -> Path:
    """Complete a run whose results workbook or page could not be written, and return its folder; with its briefing in
    the languages that are asked for.

    Raises :class:`RunFolderError` when what was computed is not all there, or the folder cannot be written.
    """
    partial = partial.resolve()
    run = load_unfinished(partial)
    with finished_run(partial):
        _write_shown(partial, run, language)
    write_briefing(final_folder(partial), run, briefings)
    return final_folder(partial)


def _write_shown(folder: Path, run: Run, language: Language) -> None:
    write_results(folder / RESULTS_FILE, run, language)
    write_report(folder / REPORT_FILE, run, language)
    write_record(folder, run.record)  # once more, now with the hashes of both


def rewrite_report(folder: Path, language: Language, briefings: Sequence[Language] = ()) -> Path:
    """Write the page of the run in ``folder`` anew and return it, and its briefing in the languages that are asked for;
    of the other files only its hash in the record.

    Raises :class:`AuditFailedError` when the record of the run does not hold: a page would repeat what it claims.
    """
    run, record = _sound_run(folder)
    path = folder / REPORT_FILE
    write_report(path, run, language)
    record_page(folder, record)
    write_briefing(folder, run, briefings)
    return path


def brief_run(folder: Path, languages: Sequence[Language]) -> list[Path]:
    """Write the briefing of the run in ``folder`` and return its files: PDF and slides of each language.

    Raises :class:`AuditFailedError` when the record of the run does not hold.
    """
    return write_briefing(folder, _sound_run(folder)[0], languages)


def write_briefing(folder: Path, run: Run, languages: Sequence[Language]) -> list[Path]:
    """Write the files of the briefing together or not at all; nothing without a language.

    Raises :class:`SaveError` when one cannot be written; those that stood there before are left then.
    """
    if not languages:
        return []

    from roadmap_opt.report.brief import briefing_files  # brings two libraries that few commands need

    contents = {folder / name: content for name, content in briefing_files(run, languages).items()}
    save_together(contents)
    return list(contents)


def _sound_run(folder: Path) -> tuple[Run, RunRecord]:
    """The run with the record that stands in its folder."""
    audited = audit_run(folder, pages=False)
    if audited.record or audited.run is None or audited.run_record is None:
        raise AuditFailedError(audited.record)
    return audited.run, audited.run_record


def publish_comparison(out: Path, comparison: Comparison, baseline: int, name: str, language: Language) -> Path:
    """Write `results/<workbook of the baseline>/comparisons/<name>/`; without a name, one that sorts by time.

    Returns the folder. Raises :class:`SaveError` when one of that name exists, or when it cannot be written.
    """

    def write(partial: Path) -> None:
        write_comparison(partial / WORKBOOK_FILE, comparison, baseline, language)
        write_comparison_page(partial / PAGE_FILE, comparison, baseline, language)

    return _shelved(out, comparison.runs[baseline].workbook, COMPARISONS_FOLDER, name, write)


def publish_explanation(out: Path, answers: PlanAnswers, name: str, language: Language) -> Path:
    """Write `results/<workbook of the run>/explanations/<name>/`; without a name, one that sorts by time.

    Returns the folder. Raises :class:`SaveError` when one of that name exists, or when it cannot be written.
    """

    from roadmap_opt.report.explain import write_explanation_book, write_explanation_page  # brings the solver

    def write(partial: Path) -> None:
        write_explanation_book(partial / "explanation.xlsx", answers, language)
        write_explanation_page(partial / SHELVES[EXPLANATIONS_FOLDER].shown, answers, language)

    return _shelved(out, answers.run.record.workbook, EXPLANATIONS_FOLDER, name, write)


def require_free_name(out: Path, run_folder: Path, name: str) -> None:
    """Raise :class:`SaveError` when an explanation of this name exists: to be known before long solves."""
    if name:
        parent = _shelf(out, read_record(run_folder).workbook, EXPLANATIONS_FOLDER)
        _require_free(parent, folder_name(name))


def keep_explanation(answers: PlanAnswers, language: Language) -> None:
    """Keep the sentences of the answers in the folder of their run, and write its page anew: it shows them.

    What stands there by now is read again, since asking takes minutes. Raises :class:`SaveError` when one of the two
    cannot be written (the sentences are then what they were), :class:`InUseError` when somebody else writes there,
    :class:`AuditFailedError` when the record of the run does not hold, and ``ValueError`` for a run without a folder.
    """
    from roadmap_opt.answers.statements import Statements  # brings the solver

    folder = answers.run.folder
    if folder is None:
        raise ValueError("the run was never written: there is no page to show what is answered")
    if not folder.is_dir():
        raise SaveError(said("{folder} is gone: the answers stand in the explanation only.", folder=folder))
    prices = {price.target.target: price.cost for price in answers.prices}
    newer = Explained(dict(Statements(answers).by_topic()), prices)
    with written_alone(folder):
        run, record = _sound_run(folder)
        before = run.explained or Explained({})
        told = before.with_newer(newer)
        write_explained(folder, told)
        try:
            write_report(folder / REPORT_FILE, replace(run, explained=told), language)
        except SaveError:
            write_explained(folder, before)  # the page shows what is kept, no more and no less
            raise
        record_page(folder, record)


def _shelved(out: Path, workbook: str, shelf: str, name: str, write: Callable[[Path], None]) -> Path:
    """A new folder on a shelf beside the scenarios of a workbook, with what ``write`` puts into it, or nothing."""
    parent = _shelf(out, workbook, shelf)
    folder = parent / folder_name(name or new_run_name())
    _require_free(parent, folder.name)
    partial = parent / f".{new_run_name()}{PARTIAL_SUFFIX}"
    try:
        partial.mkdir(parents=True)
        write(partial)
        put_in_place(partial, folder)
    except OSError as error:
        noun = SHELVES[shelf].noun
        whole = (
            "cannot write an {noun} to {folder}: {reason}. Name another folder with --out."
            if noun[0] in "aeiou"
            else "cannot write a {noun} to {folder}: {reason}. Name another folder with --out."
        )
        raise SaveError(said(whole, noun=said(noun), folder=folder, reason=why(error))) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)  # it can be made again at any time
    return folder


def _shelf(out: Path, workbook: str, shelf: str) -> Path:
    return out / folder_name(PurePosixPath(workbook).stem) / shelf


def _require_free(parent: Path, name: str) -> None:
    if is_taken(parent, name):
        folder = parent / name
        raise SaveError(said("{folder} exists already and is left untouched. Choose another --name.", folder=folder))


def publish_batch(plan: BatchPlan, entries: Sequence[Entry], language: Language) -> Path:
    """Write the page of a batch as it stands, in place of the one before, and return it.

    Raises :class:`SaveError` or :class:`RunFolderError` when it cannot be written, or a run cannot be read: the page
    before is left then, and everything else that the batch has written stands.
    """
    path = plan.study.folder / BATCHES.kind.shown
    write_batch_page(path, batch_results(plan, entries), language)
    return path


def publish_sweep(partial: Path, results: SweepResults, language: Language) -> None:
    """Write tables, workbook and page of a sweep whose runs stand in ``partial``.

    Raises :class:`SaveError` when something cannot be written: everything that was computed stands in the journal, and
    a sweep that is resumed only writes them.
    """
    write_sweep_tables(partial, results)
    write_sweep_book(partial / "sweep.xlsx", results, language)
    write_sweep_page(partial / SWEEPS.kind.shown, results, language)


def publish_regret(partial: Path, results: RegretResults, language: Language) -> None:
    """The same for a regret matrix, whose record tells the results too."""
    write_matrix(partial, results)
    write_regret_book(partial / "regret.xlsx", results, language)
    write_regret_page(partial / REGRETS.kind.shown, results, language)
    REGRETS.save(partial, results.record)
