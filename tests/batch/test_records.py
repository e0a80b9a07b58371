"""Records of batches, sweeps and matrices on disk: a damaged one is refused in words, whatever is wrong with it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from roadmap_opt.solution.records import read_json_record, write_json_record

from roadmap_opt.errors import RoadmapError
from roadmap_opt.studies.journal import BATCH_SCHEMA_VERSION, BatchRecord

RECORD = BatchRecord(BATCH_SCHEMA_VERSION, "b", "2027-01-01T00:00:00+00:00", "w.xlsx", "0", ("base",), {}, False, "1")


def read(path: Path) -> BatchRecord:
    return read_json_record(path, BatchRecord, BATCH_SCHEMA_VERSION, RoadmapError, lists=("scenarios",))


def test_a_record_comes_back(tmp_path: Path) -> None:
    write_json_record(tmp_path / "batch.json", RECORD)
    assert read(tmp_path / "batch.json") == RECORD


@pytest.mark.parametrize(
    ("entry", "value"),
    [("scenarios", 7), ("scenarios", "base"), ("options", None), ("options", []), ("warm_start", 1), ("batch", None),
     ("workbook", ["w"]), ("schema_version", True)],
)  # fmt: skip
def test_an_entry_of_another_kind_is_named(tmp_path: Path, entry: str, value: Any) -> None:
    (tmp_path / "batch.json").write_text(json.dumps({**asdict(RECORD), entry: value}), encoding="utf-8")
    with pytest.raises(RoadmapError, match=entry):
        read(tmp_path / "batch.json")


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"\xff\xfe", b"7", b"NaN", b'{"schema_version": 1, ' * 2])
def test_what_is_no_record_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "batch.json").write_bytes(content)
    with pytest.raises(RoadmapError, match=r"batch\.json"):
        read(tmp_path / "batch.json")
