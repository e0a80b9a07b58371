"""The folder of one run: written beside its final name and renamed at the end, never overwritten, read back whole.

`results/<workbook>/<scenario>/<run>/` holds

* `run.json`          what was run, with what, how it ended (:class:`RunRecord`)
* `tables/<name>.csv` every result table, tidy, full precision
* `inputs/`           resolved inputs as text tables and a copy of the workbook: an audit needs no other file
* `results.xlsx`      the same for reading
* `report.html`       the same to look at
* `explanation.json`  what `explain` has answered about the plan, once it was asked

While a run is being written its folder is called `.<run>.partial`. One that stays behind keeps what was written; it is
never taken for a run, but when everything that was computed stands in it (:func:`load_partial`), it can be completed.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.auditor.record import contradictions
from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import write_text_tables
from roadmap_opt.locking import InUseError, is_in_use, written_alone
from roadmap_opt.output.damage import DamagedRunError, Problem, RunFolderError
from roadmap_opt.output.other_folders import PARTIAL_SUFFIX, is_no_run, is_partial
from roadmap_opt.output.run_record import RECORD_FILE, RunRecord, read_record
from roadmap_opt.runs.explained import Explained, read_explained
from roadmap_opt.runs.run_files import INPUTS_FOLDER, REPORT_FILE, check_files, file_hashes
from roadmap_opt.runs.run_names import folder_name, folders_named
from roadmap_opt.runs.table_files import read_tables
from roadmap_opt.said import said, why
from roadmap_opt.saving import SaveError, put_in_place, saved_whole
from roadmap_opt.shell_words import suggested


@dataclass(frozen=True, slots=True)
class LoadedRun:
    """A complete run read back: its record, its tables by name, and the folder with its resolved inputs."""

    folder: Path
    record: RunRecord
    tables: Mapping[str, pd.DataFrame]
    explained: Explained | None = None

    @property
    def inputs(self) -> Path:
        """Folder of the text tables of the resolved inputs."""
        return self.folder / INPUTS_FOLDER


@contextmanager
def new_run(out: Path, workbook: Path, scenario: str, run: str) -> Iterator[Path]:
    """Yield the partial folder of a new run; it gets its final name (:func:`final_folder`) when the block succeeds.

    A block that raises leaves the partial folder behind, for the tables of a long solve are worth keeping; a note of
    the exception says where.
    """
    partial = partial_folder(out, workbook, scenario, run)
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise _not_writable(partial.parent, error) from error
    with finished_run(partial):
        yield partial


@contextmanager
def finished_run(partial: Path) -> Iterator[None]:
    """Give a partial folder its final name when the block succeeds; until then nobody else may write into it."""
    try:
        with written_alone(partial):
            yield
            if not (partial / RECORD_FILE).is_file():
                raise RunFolderError(
                    said(
                        "{partial} has no {record_file}; the run is not complete",
                        partial=partial,
                        record_file=RECORD_FILE,
                    )
                )
        put_in_place(partial, final_folder(partial))
    except InUseError as error:
        raise _in_use(partial) from error
    except (OSError, SaveError) as error:  # a full disk, a network drive that went away
        reason = error if isinstance(error, SaveError) else why(error) + "."
        broken = RunFolderError(said("the results could not be written to the end: {reason}", reason=reason))
        broken.add_note(kept_in(partial))
        raise broken from error
    except Exception as error:
        error.add_note(kept_in(partial))
        raise


def _in_use(partial: Path) -> RunFolderError:
    return RunFolderError(
        said("{partial} is being written by a run that still goes on: wait for its end.", partial=partial)
    )


def partial_folder(out: Path, workbook: Path, scenario: str, run: str) -> Path:
    """Where a run stands while it is being written, and stays when that breaks off."""
    return runs_folder(out, workbook, scenario) / f".{run}{PARTIAL_SUFFIX}"


def kept_in(partial: Path) -> str:
    """What is left of a run that broke off while it was being written, where it is, and what to do with it."""
    if (partial / RECORD_FILE).is_file():
        return said(
            "Everything that was computed is in {partial}; {way}",
            partial=partial,
            way=way_to_complete(partial),
        )
    return said("What was written is in {partial}.", partial=partial)


def way_to_complete(partial: Path) -> str:
    """How a run that was left half-written gets its results workbook and its page."""
    return said("complete it with: {command}", command=suggested("report", partial))


def require_writable(out: Path, workbook: Path, scenario: str) -> None:
    """Raise :class:`RunFolderError` when no run can be written below ``out``: to be known before a long solve."""
    parent = runs_folder(out, workbook, scenario)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=parent):
            pass
    except OSError as error:
        raise _not_writable(parent, error) from error


def runs_folder(out: Path, workbook: Path, scenario: str) -> Path:
    """Where new runs of a workbook's scenario go below ``out``; :func:`find_run` looks where others stand."""
    return out / folder_name(workbook.stem) / folder_name(scenario)


def find_run(out: Path, workbook: Path, scenario: str, run: str) -> Path:
    """The folder of the run of that name, also where an older version put it; where it would stand if it is gone."""
    for shelf in folders_named(out, workbook.stem):
        for place in folders_named(shelf, scenario):
            if (place / run).is_dir():
                return place / run
    return runs_folder(out, workbook, scenario) / run


def _not_writable(folder: Path, error: OSError) -> RunFolderError:
    reason = why(error)
    return RunFolderError(
        said(
            "cannot write results to {folder}: {reason}. Name another folder with --out.", folder=folder, reason=reason
        )
    )


def run_name(partial: Path) -> str:
    """Name of the run that is being written in ``partial``."""
    return partial.name.removeprefix(".").removesuffix(PARTIAL_SUFFIX)


def final_folder(partial: Path) -> Path:
    """Where the run being written in ``partial`` will stand."""
    return partial.with_name(run_name(partial))


def write_record(folder: Path, record: RunRecord) -> RunRecord:
    """Write `run.json` with the hashes of the run's other files as they stand in ``folder``, and return it so.

    Infinities (a bound that was never found) become null, which JSON can hold.
    """
    complete = replace(record, files=file_hashes(folder))
    _write(folder, complete)
    return complete


def record_page(folder: Path, record: RunRecord) -> None:
    """Put the hash of a page that was written anew into `run.json`; the other hashes stay what they were."""
    digest = file_hashes(folder)[REPORT_FILE]
    if record.files.get(REPORT_FILE) != digest:
        _write(folder, replace(record, files={**record.files, REPORT_FILE: digest}))


def _write(folder: Path, record: RunRecord) -> None:
    content = json.dumps(_finite(asdict(record)), ensure_ascii=False, indent=2, allow_nan=False)
    with saved_whole(folder / RECORD_FILE, overwrite=True) as whole:
        whole.write_text(content + "\n", encoding="utf-8")


def write_inputs(folder: Path, workbook: str, content: bytes, inputs: Tables) -> None:
    """Keep the resolved inputs as text tables, with a copy of the workbook (its file name and content as read)."""
    target = folder / INPUTS_FOLDER
    write_text_tables(target, inputs)
    (target / workbook).write_bytes(content)


def load_run(folder: Path) -> LoadedRun:
    """Read a run back; raises :class:`RunFolderError` when the folder is not a complete run, or one whose record
    contradicts itself or its files: neither a page nor a comparison should repeat what cannot be.
    """
    return _sound(read_run(folder))


def load_partial(partial: Path) -> LoadedRun:
    """The same for a run whose results workbook or page is missing: its tables, inputs and record have to be there."""
    if is_in_use(partial):
        raise _in_use(partial)
    if not (partial / RECORD_FILE).is_file():
        solve_again = said(
            "{partial} was stopped before everything that was computed stood in it: solve again.", partial=partial
        )
        raise RunFolderError(is_no_run(partial) or solve_again)
    return _sound(_read(partial))


def read_run(folder: Path) -> LoadedRun:
    """Read a run back as it stands, for an audit; raises :class:`RunFolderError` when that cannot be done.

    When it is a run whose files are damaged, :class:`DamagedRunError` names everything that is wrong with them.
    """
    if not folder.is_dir():
        raise RunFolderError(said("{folder} is not a folder", folder=folder))
    if is_partial(folder):
        if is_in_use(folder):
            raise _in_use(folder)
        whole = (folder / RECORD_FILE).is_file()
        if not whole and (other := is_no_run(folder)):
            raise RunFolderError(other)
        hint = said("; {way}", way=way_to_complete(folder)) if whole else ""
        raise RunFolderError(
            said(
                "{folder} was never finished: its run stopped while the results were being written{hint}",
                folder=folder,
                hint=hint,
            )
        )
    return _read(folder)


def _read(folder: Path) -> LoadedRun:
    record = read_record(folder)
    problems: list[Problem] = []
    tables = read_tables(folder, problems)
    if not (folder / INPUTS_FOLDER).is_dir():
        problems.append(Problem(INPUTS_FOLDER, "folder", "no such folder", "the inputs of the run"))
    if problems:
        raise DamagedRunError(folder, tuple(problems))
    return LoadedRun(folder, record, tables, read_explained(folder))


def _sound(loaded: LoadedRun) -> LoadedRun:
    wrong = (*contradictions(loaded.record), *check_files(loaded.folder, loaded.record))
    if wrong:
        problems = (Problem(each.rule, each.where, _words(each.found), _words(each.expected)) for each in wrong)
        raise DamagedRunError(loaded.folder, tuple(problems))
    return loaded


def _words(value: float | str) -> str:
    """A sentence as it was said, of which ``str`` would leave the English; a figure as the auditor writes it."""
    return value if isinstance(value, str) else said("{value:.10g}", value=value)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value
