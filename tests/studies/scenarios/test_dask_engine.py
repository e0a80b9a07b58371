"""The same jobs on a Dask cluster: results come back although a worker is killed in the middle of a job."""

from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.studies import dask_worker
from roadmap_opt.studies.dask_engine import ClusterError, DaskEngine
from roadmap_opt.studies.jobs import Advanced, Began, Ended, Event
from tests.support.engine_jobs import ends, job, until


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as running:
        yield running.scheduler_address


@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
def test_a_worker_killed_in_the_middle_of_a_job_loses_nothing(cluster: str, tmp_path: Path) -> None:
    here, go = tmp_path / "here", tmp_path / "go"
    events: list[Event] = []
    killed = 0
    with DaskEngine(cluster, {"offset": 1}, 2) as engine:
        engine.submit(job("slow", "wait_for", here=str(here), go=str(go)))
        for number in range(8):
            engine.submit(job(f"j{number}", "double", number=number))
        engine.submit(job("bad", "fail"))
        for event in engine.events():
            events.append(event)
            if isinstance(event, Advanced) and not killed:
                killed = int(here.read_text())
                os.kill(killed, signal.SIGKILL)
                go.write_text("")
    done = ends(events)
    assert len(done) == 10
    assert done["slow"].result == {"value": "done"}
    assert int(here.read_text()) != killed
    assert [done[f"j{number}"].result["value"] for number in range(8)] == [1, 3, 5, 7, 9, 11, 13, 15]  # type: ignore[index]
    assert done["bad"].problem.endswith("ZeroDivisionError: by accident")
    assert [event.attempt for event in events if isinstance(event, Began) and event.key == "slow"] == [1, 2]


def test_nothing_of_a_batch_stays_on_the_workers(cluster: str) -> None:
    with DaskEngine(cluster, {"offset": 1}, 2) as engine:
        engine.submit(job("one", "double", number=1))
        assert set(ends(list(engine.events()))) == {"one"}
    from distributed import Client

    with Client(cluster, set_as_default=False) as client:
        kept = client.run(lambda dask_worker: sorted(vars(dask_worker).get("roadmap_opt_homes", {})))
    assert set(map(tuple, kept.values())) == {()}


def test_a_stop_ends_running_jobs_with_what_they_have_and_begins_no_other(cluster: str, tmp_path: Path) -> None:
    stop = threading.Event()
    never = str(tmp_path / "never")
    done: list[str] = []
    with DaskEngine(cluster, {}, 2, stop) as engine:
        for number in range(9):
            engine.submit(job(f"j{number}", "wait_for", here=str(tmp_path / f"here{number}"), go=never))
        for event in engine.events():
            if isinstance(event, Advanced):
                stop.set()
            if isinstance(event, Ended):
                assert event.result == {"value": "stopped"}
                done.append(event.key)
    assert 1 <= len(done) <= 2


def test_workers_of_another_version_are_refused(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()
    monkeypatch.setattr(dask_worker, "installed", lambda: "9.9" if os.getpid() == here else "9.8")
    with pytest.raises(ClusterError, match=r"needs the version of this machine \(9\.9\)\. tcp:.*: 9\.8"):
        DaskEngine(cluster, {}, 2).__enter__()


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ClusterError, match=r'pip install -e "\.\[cluster\]"'), DaskEngine("local", {}, 1):
        pass


def test_no_scheduler_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadmap_opt.studies.dask_engine._PATIENCE", 0.2)
    with pytest.raises(ClusterError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        DaskEngine("tcp://127.0.0.1:9", {}, 1).__enter__()


def run_until_lost(address: str, scheduler: subprocess.Popen[bytes], folder: Path) -> None:
    """Run a job that never ends, and kill the scheduler in the middle of it."""
    with DaskEngine(address, {}, 1) as engine:
        engine.submit(job("slow", "wait_for", here=str(folder / "here"), go=str(folder / "never")))
        for event in engine.events():
            if isinstance(event, Advanced):
                scheduler.kill()


@pytest.mark.cluster
@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
@pytest.mark.rare
def test_a_lost_scheduler_ends_the_batch_in_words(tmp_path: Path) -> None:
    parts = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    file = tmp_path / "scheduler.json"
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    with (
        subprocess.Popen([*parts, "--scheduler-file", str(file)], env=environment, **quiet) as scheduler,  # type: ignore[call-overload]
        subprocess.Popen([*worker, "--scheduler-file", str(file)], env=environment, **quiet) as working,  # type: ignore[call-overload]
    ):
        try:
            until(lambda: file.exists() and file.read_text().endswith("}"))
            address = json.loads(file.read_text())["address"]
            with pytest.raises(ClusterError, match=r"is lost\. Finished runs are kept"):
                run_until_lost(address, scheduler, tmp_path)
        finally:
            scheduler.kill()
            working.kill()
