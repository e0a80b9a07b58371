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
from roadmap_opt.solution.run_names import safe_name

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
    """Contents of `batch.json`. ``scenarios`` is ``None`` when all were asked for, those added later included.

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
    """Where the batches of a workbook stand below ``out``."""
    return out / safe_name(workbook.stem) / BATCHES_FOLDER


def create_batch(parent: Path, record: BatchRecord) -> Path:
    """Make the folder of a new batch, whole or not at all; raises :class:`BatchError` when the name is taken."""
    folder = parent / record.batch
    partial = parent / f".{record.batch}{PARTIAL_SUFFIX}"
    if folder.exists():
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


def find_batch(parent: Path, name: str | None) -> Path:
    """The folder of the batch to resume: the one named, or else the newest; raises :class:`BatchError` without one."""
    if name is not None:
        return parent / safe_name(name)
    found = [path.parent for path in parent.glob(f"*/{RECORD_FILE}") if not path.parent.name.startswith(".")]
    if not found:
        raise BatchError(f"There is no batch to resume in {parent}. Leave out --resume to begin one.")
    return max(found, key=lambda folder: (load_batch(folder).created_utc, folder.name))
