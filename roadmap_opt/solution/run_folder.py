"""The folder of one run: written beside its final name and renamed at the end, never overwritten, read back whole.

`results/<workbook>/<scenario>/<run>/` holds

* `run.json`          what was run, with what, how it ended (:class:`RunRecord`)
* `tables/<name>.csv` every result table, tidy, full precision
* `inputs/`           resolved inputs as text tables and a copy of the workbook: an audit needs no other file
* `results.xlsx`      the same for reading
* `report.html`       the same to look at

While a run is being written its folder is called `.<run>.partial`; one that stays behind after a crash keeps what was
written, and is never loaded.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash, write_text_tables
from roadmap_opt.saving import put_in_place, saved_whole
from roadmap_opt.solution.program import package_version, program_sha256
from roadmap_opt.solution.run_files import INPUTS_FOLDER, REPORT_FILE, check_files, file_hashes
from roadmap_opt.solution.run_names import folder_name, folders_named, new_run_name, utc_now
from roadmap_opt.solution.run_record import (
    RECORD_FILE,
    RUN_SCHEMA_VERSION,
    DamagedRunError,
    Problem,
    RunFolderError,
    RunRecord,
    read_record,
)
from roadmap_opt.solution.table_files import read_tables
from roadmap_opt.solution.verify.record import contradictions
from roadmap_opt.solve.decisions import Decisions, Held
from roadmap_opt.solve.highs import solver_version
from roadmap_opt.solve.outcome import Outcome

PARTIAL_SUFFIX = ".partial"


@dataclass(frozen=True, slots=True)
class LoadedRun:
    """A complete run read back: its record, its tables by name, and the folder with its resolved inputs."""

    folder: Path
    record: RunRecord
    tables: Mapping[str, pd.DataFrame]

    @property
    def inputs(self) -> Path:
        """Folder of the text tables of the resolved inputs."""
        return self.folder / INPUTS_FOLDER


def describe_run(
    *,
    run: str,
    workbook: Path,
    content: bytes,
    inputs: Tables,
    scenario: str,
    options: Mapping[str, Any],
    seed: int,
    outcome: Outcome,
    seconds: Mapping[str, float],
    violations: int | None,
    conflicts: Sequence[str] = (),
    start: Decisions | None = None,
    held: Held | None = None,
    place: str = "",
) -> RunRecord:
    """The record of a run that has just been solved.

    ``place`` is where the workbook lies, seen from the results folder. ``content`` is the workbook as it was read: a
    planner may save it again while the solver works. ``violations`` is ``None`` when there was no plan to audit.
    """
    final = outcome.final
    return RunRecord(
        schema_version=RUN_SCHEMA_VERSION,
        run=run,
        created_utc=utc_now(),
        workbook=workbook.as_posix(),
        workbook_sha256=hashlib.sha256(content).hexdigest(),
        inputs_sha256=inputs_hash(inputs),
        scenario=scenario,
        started_from="" if start is None else start.origin,
        held=None if held is None else {"origin": held.decisions.origin, "until": held.until},
        package_version=package_version(),
        program_sha256=program_sha256(),
        python_version=platform.python_version(),
        pyomo_version=version("pyomo"),
        highs_version=solver_version(),
        system=f"{platform.system()} {platform.machine()}",
        options=options,
        seed=seed,
        status=outcome.status.value,
        has_plan=outcome.status.has_plan,
        stopped_by=final.stopped_by,
        gap=final.gap,
        objective=final.objective,
        bound=final.bound,
        phases=tuple({**asdict(phase), "status": phase.status.value} for phase in outcome.phases),
        seconds=seconds,
        audit_passed=None if violations is None else violations == 0,
        audit_violations=violations or 0,
        conflicts=tuple(conflicts),
        workbook_place=place,
    )


@contextmanager
def new_run(out: Path, workbook: Path, scenario: str, run: str = "") -> Iterator[Path]:
    """Yield the partial folder of a new run; it gets its final name (:func:`final_folder`) when the block succeeds.

    ``run`` is the name of a run that was written elsewhere and comes home. A block that raises leaves the partial
    folder behind: the tables of a long solve are worth keeping.
    """
    parent = runs_folder(out, workbook, scenario)
    partial = parent / f".{run or new_run_name()}{PARTIAL_SUFFIX}"
    try:
        partial.mkdir(parents=True)
    except OSError as error:
        raise _not_writable(parent, error) from error
    try:
        yield partial
        if not (partial / RECORD_FILE).is_file():
            raise RunFolderError(f"{partial} has no {RECORD_FILE}; the run is not complete")
        put_in_place(partial, final_folder(partial))
    except OSError as error:  # a full disk, a network drive that went away
        raise RunFolderError(
            f"the results could not be written to the end: {error.strerror or error}; what was written is in {partial}"
        ) from error


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
    reason = error.strerror or error
    return RunFolderError(f"cannot write results to {folder}: {reason}. Name another folder with --out.")


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
    if record.files is not None and record.files.get(REPORT_FILE) != digest:
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
    loaded = read_run(folder)
    wrong = (*contradictions(loaded.record), *check_files(folder, loaded.record))
    if wrong:
        problems = (Problem(each.rule, each.where, str(each.found), str(each.expected)) for each in wrong)
        raise DamagedRunError(folder, tuple(problems))
    return loaded


def read_run(folder: Path) -> LoadedRun:
    """Read a run back as it stands, for an audit; raises :class:`RunFolderError` when that cannot be done.

    When it is a run whose files are damaged, :class:`DamagedRunError` names everything that is wrong with them.
    """
    if not folder.is_dir():
        raise RunFolderError(f"{folder} is not a folder")
    if folder.resolve().name.endswith(PARTIAL_SUFFIX):
        raise RunFolderError(f"{folder} was never finished: its run stopped while the results were being written")
    record = read_record(folder)
    problems: list[Problem] = []
    tables = read_tables(folder, problems)
    if not (folder / INPUTS_FOLDER).is_dir():
        problems.append(Problem(INPUTS_FOLDER, "folder", "no such folder", "the inputs of the run"))
    if problems:
        raise DamagedRunError(folder, tuple(problems))
    return LoadedRun(folder, record, tables)


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value
