"""A batch that is disturbed (worker killed, program killed, Ctrl-C) comes to what an undisturbed one comes to."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import psutil
import pytest

from roadmap_opt.progress import QuietProgress
from roadmap_opt.publish import publish_run
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.studies.jobs import Advanced, Began, Ended, Event, Job, JobContext, perform
from roadmap_opt.studies.journal import Entry, Journal, State
from roadmap_opt.studies.orders import ScenarioStudy
from roadmap_opt.studies.run import Watcher
from roadmap_opt.studies.scenarios.plan import begin_batch, resume_batch
from roadmap_opt.studies.scenarios.running import run_batch
from roadmap_opt.studies.solving import shared_workbook
from roadmap_opt.studies.worker_engine import WorkerEngine
from tests.support.batches import crew, journal, run_tables, solve
from tests.support.kills import killed

Tables = dict[str, dict[str, str]]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills by signal")]


def test_a_program_killed_at_any_moment_loses_nothing(book: Path, undisturbed: Tables, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["solve", str(book), "--out", str(out), "--workers", "2"]
    killed("run being written", 1, *words, "--scenarios", "base,cheap", folder=tmp_path)
    assert [path.name for path in out.glob("*/*/*/run.json") if not path.parent.name.startswith(".")] == []
    killed("tables being written", 5, *words, "--resume", folder=tmp_path)
    killed("journal being written", 1, *words, "--resume", folder=tmp_path)
    assert Journal(next(out.glob("tiny/batches/*"))).entries == {}
    killed("journal written", 1, *words, "--resume", folder=tmp_path)
    resumed = solve(book, out, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert "1 scenario(s) to solve, 1 already done." in resumed.output
    assert run_tables_of_journal(out, book) == {name: undisturbed[name] for name in ("base", "cheap")}
    kpis = pd.read_parquet(next(out.glob("tiny/batches/*/tables")) / "kpis")
    assert kpis["run"].nunique() == 2


def run_tables_of_journal(out: Path, book: Path) -> Tables:
    """The tables, read past the torn line that stays in the journal."""
    (path,) = (out / book.stem / "batches").glob("*/journal.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    torn = [line for line in lines if not line.endswith("}\n")]
    assert len(torn) == 1
    path.write_text("".join(line for line in lines if line not in torn), encoding="utf-8")
    return run_tables(out, book)


class Onlooker(Watcher):
    """Looks on, and kills the worker that reports first."""

    def __init__(self, deadly: bool) -> None:
        self.deadly = deadly
        self.attempts: list[tuple[str, int]] = []

    def began(self, event: Began) -> None:
        self.attempts.append((event.key, event.attempt))

    def advanced(self, event: Advanced) -> None:
        if self.deadly:
            self.deadly = False
            workers = [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
            assert len(workers) == 1
            workers[0].kill()

    def ended(self, entry: Entry) -> None:
        pass


def test_a_killed_worker_changes_nothing(book: Path, undisturbed: Tables, tmp_path: Path) -> None:
    plan = begin_batch(book, tmp_path, ScenarioStudy(name="deadly"))
    watcher = Onlooker(deadly=True)
    shared = shared_workbook(book, plan.content, tmp_path, publish_run)
    rows = run_batch(plan, crew(WorkerEngine(shared, 1), watcher), "en")
    assert [row.state for row in rows] == [State.DONE] * 3
    assert watcher.attempts == [("base", 1), ("base", 2), ("cheap", 1), ("cheaper", 1)]
    assert run_tables(tmp_path, book) == undisturbed


class StoppedEngine:
    """Does the first job with a stop already asked for, and begins no other: what Ctrl-C comes to."""

    def __init__(self, shared: dict[str, object], scratch: Path) -> None:
        self._stop = threading.Event()
        self._stop.set()
        self._context = JobContext(shared, QuietProgress(), self._stop, scratch)
        self._jobs: list[Job] = []

    def submit(self, job: Job) -> None:
        self._jobs.append(job)

    def events(self) -> Iterator[Event]:
        yield Began(self._jobs[0].key, 1)
        yield Ended(self._jobs[0].key, *perform(self._jobs[0], self._context), attempts=1, seconds=0.1)

    def __enter__(self) -> StoppedEngine:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_what_ctrl_c_cut_short_is_solved_again(book: Path, undisturbed: Tables, tmp_path: Path) -> None:
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    plan = begin_batch(book, out, ScenarioStudy())
    shared = shared_workbook(book, plan.content, out, publish_run)
    rows = run_batch(plan, crew(StoppedEngine(shared, scratch), Onlooker(deadly=False)), "en")
    assert [row.state for row in rows] == [State.INTERRUPTED, State.NOT_BEGUN, State.NOT_BEGUN]
    cut = journal(out, book)["base"]["run"]
    again = resume_batch(book, out, ScenarioStudy())
    assert again.study.kept == {}
    rows = run_batch(again, crew(WorkerEngine(shared, 2), Onlooker(deadly=False)), "en")
    assert [row.state for row in rows] == [State.DONE] * 3
    assert run_tables(out, book) == undisturbed
    assert (out / "tiny" / "base" / cut).is_dir()


def test_a_run_folder_that_is_gone_is_solved_again(book: Path, undisturbed: Tables) -> None:
    out = book.parent / "undisturbed"
    run = out / "tiny" / "cheap" / journal(out, book)["cheap"]["run"]
    (run / "run.json").rename(run / "gone.json")
    assert set(resume_batch(book, out, ScenarioStudy()).study.kept) == {"base", "cheaper"}
    (run / "gone.json").rename(run / "run.json")
    assert set(resume_batch(book, out, ScenarioStudy()).study.kept) == {"base", "cheap", "cheaper"}
    assert set(resume_batch(book, out, ScenarioStudy(options=SolveOptions(gap=0.02)), {"gap"}).study.kept) == set()
