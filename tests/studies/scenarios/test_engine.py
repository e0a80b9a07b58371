"""The embedded engine: results come back whatever happens to workers, to other jobs or to the parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from roadmap_opt.studies.jobs import Advanced, Began, Ended, Event, Job, Sizing
from roadmap_opt.studies.worker_engine import WorkerEngine
from tests.support.engine_jobs import ends, job, until


def run(jobs: list[Job], workers: int = 2, shared: Mapping[str, Any] | None = None) -> list[Event]:
    with WorkerEngine(shared or {}, workers) as engine:
        for each in jobs:
            engine.submit(each)
        return list(engine.events())


def test_every_job_gives_its_result_and_workers_are_used_again() -> None:
    done = ends(run([job(f"j{n}", "double", number=n) for n in range(6)], shared={"offset": 100}))
    assert {key: end.result["value"] for key, end in done.items() if end.result} == {
        "j0": 100, "j1": 102, "j2": 104, "j3": 106, "j4": 108, "j5": 110
    }  # fmt: skip
    results = [end.result for end in done.values() if end.result]
    assert len({result["worker"] for result in results}) <= 2, "six jobs, two processes"
    assert not any(psutil.pid_exists(result["worker"]) for result in results)


def test_a_job_that_fails_does_not_stop_the_others() -> None:
    jobs = [job("a", "fail"), job("b", "fail", foreseen=True), job("c", "unsendable"), job("d", "double", number=4)]
    done = ends(run([*jobs, Job("e", "no.such.module:function", {})]))
    assert done["d"].result is not None
    assert done["d"].result["value"] == 8
    assert (done["a"].problem, done["a"].attempts) == ("ZeroDivisionError: by accident", 1)
    assert "in fail" in done["a"].trace
    assert (done["b"].problem, done["b"].trace) == ("the mine is flooded", "")
    assert done["c"].problem.startswith("the result cannot be sent:")
    assert done["e"].problem == "ModuleNotFoundError: No module named 'no'"


def test_a_job_may_lead_to_another() -> None:
    values = []
    with WorkerEngine({}, 1) as engine:
        engine.submit(job("1", "double", number=1))
        for event in engine.events():
            if isinstance(event, Ended) and event.result:
                values.append(event.result["value"])
                if event.result["value"] < 16:
                    engine.submit(job(str(event.result["value"]), "double", number=event.result["value"]))
    assert values == [2, 4, 8, 16]


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_a_job_whose_worker_dies_is_tried_three_times(tmp_path: Path) -> None:
    jobs = [
        job("twice", "die_at_first", deaths=2, count=str(tmp_path / "twice")),
        job("always", "die_at_first", deaths=99, count=str(tmp_path / "always")),
        *(job(f"j{n}", "double", number=n) for n in range(4)),
    ]
    events = run(jobs)
    done = ends(events)
    assert (done["twice"].result, done["twice"].attempts) == ({"value": "alive"}, 3)
    assert done["always"].result is None
    assert done["always"].problem == (
        "the worker process died 3 times, the last time killed by SIGKILL (often: out of memory)"
    )
    assert [event.attempt for event in events if isinstance(event, Began) and event.key == "always"] == [1, 2, 3]
    assert [done[f"j{n}"].result["value"] for n in range(4)] == [0, 2, 4, 6]  # type: ignore[index]
    assert (tmp_path / "always").read_text() == "3"


def test_a_stop_ends_running_jobs_with_what_they_have_and_begins_no_other(tmp_path: Path) -> None:
    stop = threading.Event()
    never = str(tmp_path / "never")
    events: list[Event] = []
    with WorkerEngine({}, 1, stop) as engine:
        engine.submit(job("running", "wait_for", here=str(tmp_path / "here"), go=never))
        engine.submit(job("waiting", "wait_for", here=str(tmp_path / "there"), go=never))
        for event in engine.events():
            events.append(event)
            if isinstance(event, Advanced) and event.elapsed:
                stop.set()
    assert ends(events)["running"].result == {"value": "stopped"}
    assert "waiting" not in ends(events)
    assert Advanced("running", "waiting", 1.0, 2.0, 3.0, 0.5) in events


PARENT = """
import sys
from roadmap_opt.studies.worker_engine import WorkerEngine
from roadmap_opt.studies.jobs import Job
if __name__ == "__main__":
    with WorkerEngine({}, 2) as engine:
        for name in ("one", "two"):
            here = f"{sys.argv[1]}/{name}"
            engine.submit(Job(name, "tests.support.job_functions:wait_for", {"here": here, "go": f"{sys.argv[1]}/go"}))
        list(engine.events())
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_workers_leave_and_clean_up_when_their_parent_is_killed(tmp_path: Path) -> None:
    (tmp_path / "parent.py").write_text(PARENT)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.getcwd()}
    parent = subprocess.Popen([sys.executable, str(tmp_path / "parent.py"), str(tmp_path)], env=environment)
    marks = [tmp_path / "one", tmp_path / "two"]
    until(lambda: all(mark.exists() and mark.read_text() for mark in marks))
    workers = [int(mark.read_text()) for mark in marks]
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until(lambda: not any(psutil.pid_exists(worker) for worker in workers))
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("cores", "workers", "jobs", "expected"),
    [(2, None, 20, (2, 1)), (8, None, 3, (3, 2)), (8, 4, 20, (4, 2)), (8, 20, 20, (8, 1)), (8, None, 1, (1, 8)),
     (8, 3, 20, (3, 2)), (1, None, 0, (1, 1))],
)  # fmt: skip
def test_workers_times_threads_never_exceed_the_cores(
    cores: int, workers: int | None, jobs: int, expected: tuple[int, int]
) -> None:
    sizing = Sizing.for_cores(cores, workers, jobs)
    assert (sizing.workers, sizing.threads) == expected


@pytest.mark.slow
def test_a_worker_killed_before_it_has_read_what_it_needs_holds_nobody_up() -> None:
    """What all jobs share is larger than a pipe holds; the first two workers die while they are still importing."""
    events: list[Event] = []
    shared = {"offset": 1, "content": bytes(5_000_000)}
    engine = threading.Thread(target=lambda: events.extend(run([job("a", "double", number=1)], 1, shared)), daemon=True)
    known: set[int] = set()

    def fresh() -> list[psutil.Process]:
        children = psutil.Process().children()
        return [each for each in children if each.pid not in known and "spawn_main" in " ".join(each.cmdline())]

    known.update(each.pid for each in fresh())
    engine.start()
    for _ in range(2):
        until(lambda: bool(fresh()))
        (worker,) = fresh()
        known.add(worker.pid)
        worker.kill()
    engine.join(60)
    assert not engine.is_alive(), "waits for ever"
    (end,) = ends(events).values()
    assert end.result is not None
    assert (end.result["value"], end.attempts) == (3, 3)
