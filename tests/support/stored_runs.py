"""Made-up runs on disk, as solves would have left them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from roadmap_opt.case.tables import Tables
from roadmap_opt.case.text_tables import inputs_hash
from roadmap_opt.runs.run_folder import runs_folder, write_inputs, write_record
from roadmap_opt.runs.table_files import write_tables
from roadmap_opt.runs.workbook_place import place_of
from tests.support.runs_to_compare import made_up_run
from tests.support.tiny_case import tiny_tables


def stored_run(out: Path, time: str, tables: Tables | None = None, scenario: str = "base", **changes: Any) -> Path:
    """A complete run on disk, made at ``time`` (``20270101T120000Z``); ``changes`` are written over its record."""
    folder = out / "tiny" / scenario / f"{time}-abcdef"
    made = made_up_run(out / "made" / folder.name / scenario, tables, scenario=scenario)
    folder.mkdir(parents=True)
    write_tables(folder, made.tables)
    write_inputs(folder, "tiny.xlsx", b"tiny.xlsx", tiny_tables() if tables is None else tables)
    write_record(folder, made.record)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    record["run"] = folder.name
    record["created_utc"] = f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[9:11]}:{time[11:13]}:{time[13:15]}+00:00"
    (folder / "run.json").write_text(json.dumps({**record, **changes}), encoding="utf-8")
    return folder


def stored_run_of(
    out: Path, book: Path, time: str, scenario: str = "base", folder: Path | None = None, **changes: Any
) -> Path:
    """A complete run of a workbook that is a file, made at ``time`` (``20270101T120000Z``), as a solve leaves it."""
    folder = (folder or runs_folder(out, book, scenario)) / f"{time}-abcdef"
    made = made_up_run(out.parent / "made" / f"{len(list(out.rglob('run.json')))}", scenario=scenario)
    folder.mkdir(parents=True)
    write_tables(folder, made.tables)
    write_inputs(folder, book.name, book.read_bytes(), tiny_tables())
    write_record(folder, made.record)
    written = {
        "run": folder.name,
        "workbook": book.as_posix(),
        "workbook_sha256": hashlib.sha256(book.read_bytes()).hexdigest(),
        "inputs_sha256": inputs_hash(tiny_tables()),
        "workbook_place": place_of(book, out),
        "created_utc": f"{time[:4]}-{time[4:6]}-{time[6:8]}T{time[9:11]}:{time[11:13]}:{time[13:15]}+00:00",
        **changes,
    }
    record = {**json.loads((folder / "run.json").read_text(encoding="utf-8")), **written}
    if "workbook_place" in changes and changes["workbook_place"] is None:  # as runs were before it was recorded
        record["schema_version"] = 2
        for entry in ("workbook_place", "files", "program_sha256"):
            del record[entry]
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return folder
