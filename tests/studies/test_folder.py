"""The folder of a study: records that come back or are refused in words, names, unfinished ones found again."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.runs.workbook_place import place_of
from roadmap_opt.studies.folder import STUDY_SCHEMA_VERSION, at_work
from roadmap_opt.studies.journal import StudyError
from roadmap_opt.studies.orders import SweepStudy, gone_on
from roadmap_opt.studies.regret.results import REGRETS, RegretRecord
from roadmap_opt.studies.scenarios.plan import BATCHES, BatchRecord

RECORD = BatchRecord(
    name="b", created_utc="2027-01-01T00:00:00+00:00", workbook="w.xlsx", workbook_place="", workbook_sha256="0",
    options={}, versions={"roadmap-opt": "1", "HiGHS": "1"}, system="", scenarios=("base",), warm_start=False,
)  # fmt: skip


def test_a_record_comes_back(tmp_path: Path) -> None:
    for record in (RECORD, replace(RECORD, scenarios=None)):
        BATCHES.save(tmp_path, record)
        assert BATCHES.load(tmp_path) == record


@pytest.mark.parametrize(
    ("entry", "value"),
    [("scenarios", 7), ("scenarios", "base"), ("options", None), ("options", []), ("warm_start", 1), ("name", None),
     ("workbook", ["w"]), ("schema_version", True)],
)  # fmt: skip
def test_an_entry_of_another_kind_is_named(tmp_path: Path, entry: str, value: Any) -> None:
    (tmp_path / "batch.json").write_text(json.dumps({**asdict(RECORD), entry: value}), encoding="utf-8")
    with pytest.raises(StudyError, match=entry.replace("_", ".")):
        BATCHES.load(tmp_path)


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"\xff\xfe", b"7", b"NaN", b'{"schema_version": 1, ' * 2])
def test_what_is_no_record_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "batch.json").write_bytes(content)
    with pytest.raises(StudyError, match=r"batch\.json"):
        BATCHES.load(tmp_path)


def test_a_study_of_an_older_program_is_refused_and_stands_in_nobodys_way(tmp_path: Path) -> None:
    book = tmp_path / "w.xlsx"
    record = replace(RECORD, workbook=book.as_posix(), workbook_place=place_of(book, tmp_path))
    old = BATCHES.begin(tmp_path, replace(record, name="old"))
    (old / "batch.json").write_text(json.dumps({**asdict(record), "schema_version": 1}), encoding="utf-8")
    words = (
        f"schema version 1; this program reads version {STUDY_SCHEMA_VERSION}. Its finished runs stay what they are."
    )
    with pytest.raises(StudyError, match=words):
        BATCHES.find(tmp_path, book)
    new = BATCHES.begin(tmp_path, replace(record, name="new"))
    assert BATCHES.find(tmp_path, book) == new


def test_unfinished_studies_go_on_with_their_own_workbook_only(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first, second = tmp_path / "clientA" / "plan.xlsx", tmp_path / "clientB" / "plan.xlsx"
    for book in (first, second):
        book.parent.mkdir()
        book.write_bytes(b"workbook")

    def begun(book: Path, name: str, time: str) -> Path:
        facts: dict[str, Any] = {
            **asdict(RECORD), "name": name, "created_utc": time, "workbook": book.as_posix(),
            "workbook_place": place_of(book, out), "scenarios": ("a", "b"),
        }  # fmt: skip
        del facts["warm_start"], facts["total_time"]
        return REGRETS.begin(out, RegretRecord(**facts, until=2027, batch="", own_batch=True))

    spaced = begun(first, "price war", "2027-01-01T12:00:00+00:00")
    joined = begun(first, "price_war", "2027-01-02T12:00:00+00:00")
    other = begun(second, "autumn", "2027-01-03T12:00:00+00:00")
    assert REGRETS.find(out, first, "Price War") == spaced
    assert REGRETS.find(out, first, "price_war") == joined
    assert REGRETS.find(out, first) == joined
    assert REGRETS.find(out, second) == other
    with pytest.raises(StudyError, match=r"price war is of another workbook, .*clientA"):
        REGRETS.find(out, second, "price war")
    with pytest.raises(StudyError, match="add --resume"):
        begun(first, "price war", "2027-01-04T12:00:00+00:00")
    (spaced / "regret.json").unlink()  # killed before the record was written: nothing was begun
    assert begun(first, "price war", "2027-01-05T12:00:00+00:00") == spaced
    moved = first.rename(tmp_path / "plan.xlsx")
    assert REGRETS.find(out, moved, "price_war") == joined
    with pytest.raises(StudyError, match="Leave out --resume"):
        REGRETS.find(out, moved)


def test_nobody_works_on_a_study_beside_another(tmp_path: Path) -> None:
    with at_work(tmp_path), pytest.raises(StudyError, match="Another process is working on"), at_work(tmp_path):
        pass
    with at_work(tmp_path):
        pass
    with pytest.raises(StudyError, match="cannot be worked on"), at_work(tmp_path / "finished meanwhile"):
        pass


def test_a_batch_that_was_killed_before_it_had_its_name_is_begun_again(tmp_path: Path) -> None:
    book = tmp_path / "w.xlsx"
    record = replace(RECORD, workbook=book.as_posix(), workbook_place=place_of(book, tmp_path))
    folder = BATCHES.begin(tmp_path, record)
    folder.rename(folder.with_name(f".{folder.name}.partial"))
    assert BATCHES.begin(tmp_path, record) == folder


def test_what_changes_when_a_study_goes_on() -> None:
    begun = {"design": "sobol", "runs": 32, "seed": 5}
    now = gone_on(SweepStudy("s", runs=8, seed=1), begun, {"gap": 0.02, "time_limit": 9.0, "seed": 7}, {"runs", "gap"})
    assert (now.design, now.runs, now.seed) == ("sobol", 8, 5)
    assert (now.options.gap, now.options.time_limit, now.options.seed) == (0.005, 9.0, 7)
    with pytest.raises(ValueError, match="options: not among base_run, base_seconds, design"):
        gone_on(SweepStudy("s"), begun, {}, {"options"})
