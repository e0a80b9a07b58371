"""Are the files of a run those that were written? Names and hashes, against the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from roadmap_opt.auditor import Violation
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.messages import Language
from roadmap_opt.output.run_record import RECORD_FILE, RunRecord
from roadmap_opt.output.tables import RESULT_TABLES
from roadmap_opt.runs.explained import EXPLANATION_FILE
from roadmap_opt.runs.table_files import TABLES_FOLDER
from roadmap_opt.said import said

INPUTS_FOLDER = "inputs"
RESULTS_FILE = "results.xlsx"
REPORT_FILE = "report.html"

BRIEFINGS: Mapping[Language, tuple[str, str]] = MappingProxyType(
    {"tr": ("briefing.tr.pdf", "briefing.tr.pptx"), "en": ("briefing.en.pdf", "briefing.en.pptx")}
)
"""Briefings by language, as PDF and as slides: written on demand and made to be edited, so nothing vouches for them."""

OF_A_RUN = (RECORD_FILE, RESULTS_FILE, REPORT_FILE, EXPLANATION_FILE, TABLES_FOLDER, INPUTS_FOLDER)
"""What may stand in the folder of a run. The explanation comes later, from solves that an audit does not repeat: the
record holds no hash of it, and the page has to show what it says."""


SHOWN = (RESULTS_FILE, REPORT_FILE)
"""Files that a reader may save again or have written anew: what they show counts, not their bytes."""


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of tables and inputs, of results workbook and page, by its place in the run's folder."""
    inner = (TABLES_FOLDER, INPUTS_FOLDER)
    files = sorted(path for name in inner for path in (folder / name).rglob("*") if path.is_file())
    files += [path for path in (folder / RESULTS_FILE, folder / REPORT_FILE) if path.is_file()]
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_files(folder: Path, record: RunRecord) -> Iterator[Violation]:
    """Files of tables and inputs that are missing, changed or none of the run's."""
    found = {name: digest for name, digest in file_hashes(folder).items() if name not in SHOWN}
    copy = f"{INPUTS_FOLDER}/{PurePosixPath(record.workbook).name}"
    belong = {f"{TABLES_FOLDER}/{name}.csv" for name in RESULT_TABLES}
    belong |= {f"{INPUTS_FOLDER}/{sheet}.csv" for sheet in SHEETS} | {copy}
    for name in sorted(found.keys() - belong):
        yield Violation("file_unknown", name, "a file", "no such file in a run", 1.0)
    recorded = {name: digest for name, digest in record.files.items() if name not in SHOWN}
    for name in sorted(recorded.keys() - belong):
        yield Violation("run.json", f"files.{name}", "an entry", "no such file in a run", 1.0)
    for name in sorted(recorded.keys() & belong):
        if name not in found:
            yield Violation("file_missing", name, "no file", "the file as it was written", 1.0)
        elif found[name] != recorded[name]:
            yield Violation("file_changed", name, f"SHA-256 {found[name]}", recorded[name], 1.0)
    for name in sorted((found.keys() & belong) - recorded.keys()):
        yield Violation("file_unknown", name, "a file", "no file: run.json does not list it", 1.0)
    if (listed := recorded.get(copy)) != record.workbook_sha256:
        yield Violation(
            "run.json", "workbook_sha256", record.workbook_sha256, listed or said("{copy} in files", copy=copy), 1.0
        )


def is_as_written(folder: Path, name: str, record: RunRecord) -> bool:
    """Whether results workbook or page still are the bytes that were written; a file without a hash was not."""
    return file_hashes(folder).get(name) == record.files.get(name, "")


def briefings_in(folder: Path) -> list[str]:
    """Names of the briefings that stand beside the files of a run."""
    return [name for names in BRIEFINGS.values() for name in names if (folder / name).is_file()]


def unknown_files(folder: Path) -> list[str]:
    """Names that stand beside the files of a run and were not written by it; hidden files of a system aside."""
    ours = ("desktop.ini", "Thumbs.db", *OF_A_RUN, *(name for names in BRIEFINGS.values() for name in names))
    return sorted(
        path.name for path in folder.iterdir() if path.name not in ours and not path.name.startswith((".", "~"))
    )
