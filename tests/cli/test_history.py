"""The history of runs: what stands in a results folder, and the list of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.runs.history import RunState, newest_run_of, newest_runs, past_runs
from tests.support.stored_runs import stored_run
from tests.support.tiny_case import tiny_tables

WORKBOOK = Path("tiny.xlsx")


def listed(*arguments: str) -> list[list[str]]:
    result = CliRunner().invoke(roadmap_opt, ["runs", *arguments])
    assert result.exit_code == 0, result.output
    return [re.split(r"\s{2,}", line.strip()) for line in result.output.splitlines()]


def test_runs_are_listed_newest_first_with_what_changed(tmp_path: Path) -> None:
    stored_run(tmp_path, "20270101T120000Z")
    stored_run(tmp_path, "20270102T120000Z")
    stored_run(tmp_path, "20270103T120000Z", tiny_tables(Settings={"corporate_tax": 0.2}))
    found = past_runs(tmp_path, WORKBOOK)
    assert [(run.created_utc[:10], run.inputs_changed) for run in found] == [
        ("2027-01-03", True), ("2027-01-02", False), ("2027-01-01", None)
    ]  # fmt: skip
    assert (found[0].status, found[0].has_plan, found[0].audit_passed) == ("optimal", True, True)
    assert found[0].npv is not None
    assert (found[0].targets_met, found[0].targets_counted) == (0, 1)
    assert [run.folder.name for run in newest_runs(tmp_path, WORKBOOK, None, 2)] == [
        "20270103T120000Z-abcdef", "20270102T120000Z-abcdef"
    ]  # fmt: skip


def test_half_written_older_and_damaged_runs_are_named_as_such(tmp_path: Path) -> None:
    stored_run(tmp_path, "20270101T120000Z")
    stored_run(tmp_path, "20270102T120000Z", schema_version=1)
    (tmp_path / "tiny" / "base" / ".20270103T120000Z-aaaaaa.partial").mkdir()
    (stored_run(tmp_path, "20270104T120000Z") / "tables" / "objective.csv").unlink()
    (tmp_path / "tiny" / "comparisons" / ".20270105T120000Z-aaaaaa.partial").mkdir(parents=True)
    states = {run.created_utc[:10] or "?": run.state for run in past_runs(tmp_path)}
    assert states == {
        "2027-01-01": RunState.COMPLETE,
        "2027-01-02": RunState.OTHER_VERSION,
        "2027-01-03": RunState.HALF_WRITTEN,
        "2027-01-04": RunState.UNREADABLE,
    }
    newest = newest_run_of(tmp_path, WORKBOOK, "base")
    assert newest is not None
    assert newest.folder.name == "20270101T120000Z-abcdef"
    rows = {row[0][:10]: row for row in listed("--out", str(tmp_path))[1:]}
    assert "older version 1, cannot be read" in rows["2027-01-02"]
    assert "never finished" in rows["2027-01-03"]
    assert "cannot be read" in rows["2027-01-04"]


def test_the_list_of_a_workbook_and_a_scenario(tmp_path: Path) -> None:
    stored_run(tmp_path, "20270101T120000Z")
    stored_run(tmp_path, "20270102T120000Z", scenario="cheap")
    head, *rows = listed("tiny", "--scenario", "cheap", "--out", str(tmp_path))
    assert head == [
        "Time (UTC)",
        "Scenario",
        "Search",
        "Gap",
        "NPV, MUSD",
        "Targets",
        "Audit",
        "Inputs",
        "Solver",
        "Folder",
    ]
    assert [row[:2] for row in rows] == [["2027-01-02 12:00", "cheap"]]
    assert rows[0][5:7] == ["0 / 1", "passed"]
    assert rows[0][-1] == (tmp_path / "tiny" / "cheap" / "20270102T120000Z-abcdef").as_posix()
    turkish = listed("--out", str(tmp_path), "--lang", "tr")
    assert turkish[0][:4] == ["Zaman (UTC)", "Dosya", "Senaryo", "Arama"]


def test_brackets_in_a_name_are_shown_as_they_are(tmp_path: Path) -> None:
    stored_run(tmp_path, "20270101T120000Z", workbook="cheap [b].xlsx")
    assert any("cheap [b].xlsx" in line for line in listed("--out", str(tmp_path)))


def test_a_workbook_without_runs_is_named(tmp_path: Path) -> None:
    stored_run(tmp_path, "20270101T120000Z", workbook="plan.xlsx")
    arguments = ["runs", "other.xlsx", "--scenario", "dear", "--out", str(tmp_path)]
    assert CliRunner().invoke(roadmap_opt, arguments).output == f"No runs of other.xlsx, dear below {tmp_path}.\n"


@pytest.mark.parametrize(("language", "words"), [("en", "No runs below"), ("tr", "altında çalışma yok")])
def test_an_empty_folder_has_no_runs(tmp_path: Path, language: str, words: str) -> None:
    result = CliRunner().invoke(roadmap_opt, ["runs", "--out", str(tmp_path / "none"), "--lang", language])
    assert result.exit_code == 0
    assert words in result.output
