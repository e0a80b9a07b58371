"""The folder of a batch: what was asked for, and a journal of what is done, safe against a kill at any moment.

`results/<workbook>/batches/<batch>/` holds

* `batch.json`     what was asked for (:class:`BatchRecord`)
* `journal.jsonl`  one line per finished job, written when its result is safe on disk; a later line of a key counts
* `errors/`        details of unexpected errors, for a report
* `summary.csv` and `tables/`, what the jobs came to

A line that cannot be read (torn by a power failure) counts for nothing: its job is done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roadmap_opt.errors import RoadmapError
from roadmap_opt.saving import put_in_place
from roadmap_opt.solution.records import read_json_record, write_json_record
from roadmap_opt.solution.run_folder import PARTIAL_SUFFIX
from roadmap_opt.solution.run_names import folder_name, folders_named, is_called, is_taken
from roadmap_opt.solution.workbook_place import is_of, shown_place

BATCHES_FOLDER = "batches"
RECORD_FILE = "batch.json"
JOURNAL_FILE = "journal.jsonl"
ERRORS_FOLDER = "errors"

BATCH_SCHEMA_VERSION = 1
"""Version of the batch folder's layout; a folder of another version is not resumed."""


class BatchError(RoadmapError):
    """A batch cannot be begun or resumed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """Contents of `batch.json`. ``batch`` is what it is called, ``workbook`` the path as it was given and
    ``workbook_place`` the file seen from the results folder (an older batch has none). ``scenarios`` is ``None`` when
    all were asked for, those added later included.

    ``options`` are those of the solve that shape a result; ``warm_start``: a scenario starts from its parent's plan.
    """

    schema_version: int
    batch: str
    created_utc: str
    workbook: str
    workbook_sha256: str
    scenarios: tuple[str, ...] | None
    options: Mapping[str, Any]
    warm_start: bool
    package_version: str
    workbook_place: str = ""


class Journal:
    """The finished jobs of a batch by key; every line is on disk before :meth:`append` returns."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL_FILE
        self.entries: dict[str, Mapping[str, Any]] = {}
        """The last entry of every key; each holds its ``key``."""
        content = self._path.read_bytes() if self._path.exists() else b""
        for line in content.split(b"\n"):
            try:
                entry = json.loads(line)
                self.entries[entry["key"]] = entry
            except (ValueError, TypeError, KeyError):
                continue
        self._torn = bool(content) and not content.endswith(b"\n")

    def append(self, entry: Mapping[str, Any]) -> None:
        """Add the entry of a job that is done; it names its job in ``key``.

        Raises :class:`BatchError` when the journal cannot be written.
        """
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        try:
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write("\n" + line if self._torn else line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:  # a full disk, a network drive that went away
            reason = error.strerror or error
            raise BatchError(f"{self._path} cannot be written: {reason}. What is in it is kept.") from error
        self._torn = False
        self.entries[entry["key"]] = entry


def batches_folder(out: Path, workbook: Path) -> Path:
    """Where new batches of a workbook go below ``out``."""
    return out / folder_name(workbook.stem) / BATCHES_FOLDER


def create_batch(parent: Path, record: BatchRecord) -> Path:
    """Make the folder of a new batch, whole or not at all; raises :class:`BatchError` when the name is taken."""
    folder = parent / folder_name(record.batch)
    partial = folder.with_name(f".{folder.name}{PARTIAL_SUFFIX}")
    if is_taken(parent, folder.name):
        raise BatchError(f"The batch {folder} exists already: add --resume to finish it, or choose another --batch.")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        write_batch(partial, record)
        put_in_place(partial, folder)
    except OSError as error:
        reason = error.strerror or error
        raise BatchError(f"cannot write the batch {folder}: {reason}. Name another folder with --out.") from error
    return folder


def write_batch(folder: Path, record: BatchRecord) -> None:
    """Write `batch.json`, whole or not at all."""
    write_json_record(folder / RECORD_FILE, record)


def load_batch(folder: Path) -> BatchRecord:
    """Read `batch.json`; raises :class:`BatchError` when the folder is no batch of this version."""
    path = folder / RECORD_FILE
    if not path.exists():
        raise BatchError(f"{folder} is not a batch: it has no {RECORD_FILE}.")
    return read_json_record(path, BatchRecord, BATCH_SCHEMA_VERSION, BatchError, lists=("scenarios",))


def find_batch(out: Path, workbook: Path, name: str | None) -> Path:
    """The folder of the batch to resume: the one named, or else the newest of this workbook.

    Raises :class:`BatchError` without one, and when the one named is of another workbook of that name that is still
    there. One whose workbook is gone may go on with the workbook given: whoever names it says that it was moved.
    """
    shelves = [shelf / BATCHES_FOLDER for shelf in folders_named(out, workbook.stem)]
    if name is not None:
        for folder in (folder for shelf in shelves for folder in folders_named(shelf, name)):
            record = load_batch(folder)
            if is_called(record.batch, name, older=not record.workbook_place):
                if not is_of(record, workbook, out) and shown_place(record, out).exists():
                    raise BatchError(
                        f"The batch {folder} is of another workbook, {shown_place(record, out)}. Name that workbook to "
                        "finish it, or leave out --resume and choose another --batch."
                    )
                return folder
        raise BatchError(f"{name} is not a batch of {workbook.name} below {out}. Leave out --resume to begin it.")
    found = [path.parent for shelf in shelves for path in shelf.glob(f"*/{RECORD_FILE}") if path.parent.name[0] != "."]
    records = {folder: load_batch(folder) for folder in found}
    own = [folder for folder, record in records.items() if is_of(record, workbook, out)]
    if not own:
        others = sorted({str(shown_place(record, out)) for record in records.values()})
        said = f" (those there are of {', '.join(others)})" if others else ""
        raise BatchError(
            f"There is no batch to resume of {workbook} below {out}{said}. Leave out --resume to begin one."
        )
    return max(own, key=lambda folder: (records[folder].created_utc, folder.name))
