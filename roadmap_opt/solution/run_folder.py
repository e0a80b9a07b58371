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
from dataclasses import asdict, dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash, write_text_tables
from roadmap_opt.csv_text import guarded, unguarded
from roadmap_opt.errors import RoadmapError
from roadmap_opt.saving import put_in_place
from roadmap_opt.solution.run_names import new_run_name, safe_name, utc_now
from roadmap_opt.solution.tables import RESULT_TABLES, ResultTable
from roadmap_opt.solve.decisions import Decisions, Held
from roadmap_opt.solve.highs import solver_version
from roadmap_opt.solve.outcome import Outcome

RUN_SCHEMA_VERSION = 2
"""Version of the run folder's layout; a folder of another version is not loaded."""

RECORD_FILE = "run.json"
TABLES_FOLDER = "tables"
INPUTS_FOLDER = "inputs"
RESULTS_FILE = "results.xlsx"
REPORT_FILE = "report.html"
PARTIAL_SUFFIX = ".partial"


class RunFolderError(RoadmapError):
    """A folder is not a complete run, or cannot be written."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Contents of `run.json`. ``gap`` is a fraction and ``None`` without a plan or a bound; ``audit_passed`` is
    ``None`` when there was no plan to audit. ``inputs_sha256`` is the hash of the resolved inputs. ``started_from``
    says whose decisions the search began with (empty: none); ``held`` whose had to be kept, and until when.
    ``conflicts`` are lines that say what cannot hold together; a run from before it was recorded has none.
    """

    schema_version: int
    run: str
    created_utc: str
    workbook: str
    workbook_sha256: str
    inputs_sha256: str
    scenario: str
    started_from: str
    held: Mapping[str, Any] | None
    package_version: str
    python_version: str
    pyomo_version: str
    highs_version: str
    system: str
    options: Mapping[str, Any]
    seed: int
    status: str
    has_plan: bool
    stopped_by: str
    gap: float | None
    objective: float | None
    bound: float | None
    phases: tuple[Mapping[str, Any], ...]
    seconds: Mapping[str, float]
    audit_passed: bool | None
    audit_violations: int
    conflicts: tuple[str, ...] = ()


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
) -> RunRecord:
    """The record of a run that has just been solved.

    ``content`` is the workbook as it was read: a planner may save it again while the solver works. ``violations`` is
    ``None`` when there was no plan to audit.
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
    )


def package_version() -> str:
    """Version of this package, as every run and batch records it."""
    try:
        return version("roadmap-opt")
    except PackageNotFoundError:
        return "source tree, not installed"


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
    """Where the runs of a workbook's scenario stand below ``out``."""
    return out / safe_name(workbook.stem) / safe_name(scenario)


def _not_writable(folder: Path, error: OSError) -> RunFolderError:
    reason = error.strerror or error
    return RunFolderError(f"cannot write results to {folder}: {reason}. Name another folder with --out.")


def run_name(partial: Path) -> str:
    """Name of the run that is being written in ``partial``."""
    return partial.name.removeprefix(".").removesuffix(PARTIAL_SUFFIX)


def final_folder(partial: Path) -> Path:
    """Where the run being written in ``partial`` will stand."""
    return partial.with_name(run_name(partial))


def write_record(folder: Path, record: RunRecord) -> None:
    """Write `run.json`; infinities (a bound that was never found) become null, which JSON can hold."""
    content = json.dumps(_finite(asdict(record)), ensure_ascii=False, indent=2, allow_nan=False)
    (folder / RECORD_FILE).write_text(content + "\n", encoding="utf-8")


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write every result table as CSV; a missing table or a wrong column is an error, not an omission."""
    target = folder / TABLES_FOLDER
    target.mkdir()
    for name, spec in RESULT_TABLES.items():
        frame = tables[name]
        if list(frame.columns) != spec.column_names:
            raise ValueError(f"table {name} has columns {list(frame.columns)}, the contract says {spec.column_names}")
        written = frame.copy()
        for column in _flag_columns(spec):
            written[column] = written[column].map({True: "yes", False: "no"})
        for column in _text_columns(spec):
            written[column] = [guarded(str(cell)) for cell in written[column]]
        written.to_csv(target / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")


def write_inputs(folder: Path, workbook: str, content: bytes, inputs: Tables) -> None:
    """Keep the resolved inputs as text tables, with a copy of the workbook (its file name and content as read)."""
    target = folder / INPUTS_FOLDER
    write_text_tables(target, inputs)
    (target / workbook).write_bytes(content)


def load_run(folder: Path) -> LoadedRun:
    """Read a run back; raises :class:`RunFolderError` when the folder is not a complete run of this version."""
    if not folder.is_dir():
        raise RunFolderError(f"{folder} is not a folder")
    if folder.resolve().name.endswith(PARTIAL_SUFFIX):
        raise RunFolderError(f"{folder} was never finished: its run stopped while the results were being written")
    record = _load_record(folder)
    tables = {name: _load_table(folder / TABLES_FOLDER / f"{name}.csv", spec) for name, spec in RESULT_TABLES.items()}
    if not (folder / INPUTS_FOLDER).is_dir():
        raise RunFolderError(f"{folder} has no folder {INPUTS_FOLDER}; the run is not complete")
    return LoadedRun(folder, record, tables)


def _load_record(folder: Path) -> RunRecord:
    path = folder / RECORD_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunFolderError(f"{folder} has no {RECORD_FILE}; name the folder of one run") from None
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise RunFolderError(f"{path} cannot be read: {error}") from error
    found = content.get("schema_version") if isinstance(content, dict) else None
    if found != RUN_SCHEMA_VERSION:
        raise RunFolderError(f"{path} has schema version {found}; this program reads version {RUN_SCHEMA_VERSION}")
    content = {"conflicts": (), **content}
    names = {field.name for field in fields(RunRecord)}
    if set(content) != names:
        different = ", ".join(sorted(set(content) ^ names))
        raise RunFolderError(f"{path} lacks or adds entries: {different}")
    return RunRecord(**{**content, **{name: tuple(content[name]) for name in ("phases", "conflicts")}})


def _load_table(path: Path, spec: ResultTable) -> pd.DataFrame:
    texts = set(_text_columns(spec))
    flags = set(_flag_columns(spec))
    numbers = [name for name in spec.column_names if name not in texts | flags]
    try:
        # Names stay text as written: a site may be called "007" or "NA".
        frame = pd.read_csv(path, dtype="string[python]", keep_default_na=False, encoding="utf-8")
    except FileNotFoundError:
        raise RunFolderError(f"{path} is missing; the run is not complete") from None
    except (OSError, pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise RunFolderError(f"{path} cannot be read: {error}") from error
    if list(frame.columns) != spec.column_names:
        raise RunFolderError(f"{path} has columns {list(frame.columns)}; expected {spec.column_names}")
    loaded = frame.astype(object)
    for name in texts:
        loaded[name] = [unguarded(cell) for cell in frame[name]]
    try:
        for name in numbers:
            loaded[name] = [int(cell) if name == "year" else _number(cell) for cell in frame[name]]
            loaded[name] = loaded[name].astype("int64" if name == "year" else "float64")
    except ValueError:
        raise RunFolderError(f"{path}, column {name}: every cell has to be a number; the file was changed") from None
    for name in flags:
        loaded[name] = frame[name].map({"yes": True, "no": False})
        if loaded[name].isna().any():
            raise RunFolderError(f"{path}, column {name}: every cell has to be yes or no")
    return loaded


def _number(cell: str) -> float:
    return math.nan if cell == "" else float(cell)


def _flag_columns(spec: ResultTable) -> list[str]:
    return [column.name for column in spec.columns if column.unit == "yes/no"]


def _text_columns(spec: ResultTable) -> list[str]:
    return [column.name for column in spec.columns if column.key and column.name != "year"]


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value
