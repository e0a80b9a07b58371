"""A page that breaks off in a worker costs nothing that was computed: the run comes home half-written."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from roadmap_opt.cli import roadmap_opt
from roadmap_opt.loaded_run import audit_run
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.studies.jobs import Ended, Job
from roadmap_opt.studies.worker_engine import WorkerEngine
from tests.support.batches import journal, run_names, solve
from tests.support.broken_page import publish_without_page


@pytest.mark.slow
def test_a_scenario_whose_page_breaks_off_is_completed_or_solved_again(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "my results"
    with monkeypatch.context() as patch:
        patch.setattr("roadmap_opt.studying.publish_run", publish_without_page)
        solved = solve(book, out, "--scenarios", "base,cheap")
    assert solved.exit_code == 1, solved.output
    assert [path.name[0] for path in (out / "tiny" / "base").iterdir()] == ["2"]
    (left,) = (out / "tiny" / "cheap").iterdir()
    assert left.name.startswith(".")
    assert left.name.endswith(".partial")
    entry = journal(out, book)["cheap"]
    command = f'roadmap-opt report "{left}"'
    assert (entry["state"], entry["result"]) == ("failed", {})
    assert entry["problem"].startswith("RuntimeError: no such chart (details: ")
    assert entry["problem"].endswith(f"Everything that was computed is in {left}; complete it with: {command}")
    assert command in solved.output
    trace = next((out / "tiny" / "batches").glob("*/errors/cheap.txt")).read_text(encoding="utf-8")
    assert "broken_page.py" in trace

    completed = CliRunner().invoke(roadmap_opt, shlex.split(command)[1:])
    assert completed.exit_code == 0, completed.output
    (folder,) = (out / "tiny" / "cheap").iterdir()
    assert load_run(folder).record.has_plan
    assert audit_run(folder).violations == ()

    resumed = solve(book, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "1 scenario(s) to solve, 1 already done." in resumed.output
    assert run_names(out, book)["cheap"] != folder.name


@pytest.mark.slow
@pytest.mark.rare
def test_a_pair_of_a_matrix_whose_page_breaks_off_stays_in_the_matrix(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert solve(book, tmp_path, "--scenarios", "base,cheap").exit_code == 0
    (batch,) = (tmp_path / "tiny" / "batches").iterdir()
    words = ["regret", str(book), "--out", str(tmp_path), "--batch", str(batch), "--workers", "2"]
    with monkeypatch.context() as patch:
        patch.setattr("roadmap_opt.studying.publish_run", publish_without_page)
        broken = CliRunner().invoke(roadmap_opt, words)
    assert broken.exit_code == 1, broken.output
    halves = sorted((tmp_path / "tiny" / "regret").glob(".*.partial/runs/.*.partial"))
    assert len(halves) == 2
    for half in halves:
        assert f"complete it with: roadmap-opt report {half}" in broken.output
    resumed = CliRunner().invoke(roadmap_opt, [*words, "--resume"])
    assert resumed.exit_code == 0, resumed.output
    (matrix,) = (tmp_path / "tiny" / "regret").iterdir()
    assert {path.name[0] for path in (matrix / "runs").iterdir()} & {"."} == set()


def test_a_worker_gives_what_was_left_together_with_the_problem() -> None:
    with WorkerEngine({}, 1) as engine:
        engine.submit(Job("one", "tests.support.job_functions:breaks_off", {}))
        (end,) = (event for event in engine.events() if isinstance(event, Ended))
    assert (end.result, end.problem) == ({"kept": 7}, "ValueError: half way")
    assert "ValueError: half way" in end.trace
