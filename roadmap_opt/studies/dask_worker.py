"""What runs on the workers of a Dask cluster: one job at a time per process, progress as events, a stop flag."""

from __future__ import annotations

import platform
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from distributed import get_worker

from roadmap_opt.runs.program import package_version
from roadmap_opt.solver.highs import solver_version
from roadmap_opt.studies.jobs import Advanced, Job, JobContext, perform

_INTERVAL = 2.0
"""Seconds between two reports of a running phase; they all pass through the scheduler."""


_HOMES = "roadmap_opt_homes"
"""Attribute of the worker that holds a :class:`_Home` for every batch."""


@dataclass(slots=True)
class _Home:
    """What a worker process keeps for one batch."""

    stop: threading.Event = field(default_factory=threading.Event)
    busy: threading.Lock = field(default_factory=threading.Lock)
    kept: dict[str, Any] = field(default_factory=dict)


def same(shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """Its argument: as a task, so that the cluster can make it again when the worker that held it is lost."""
    return shared


def installed() -> str:
    """Versions that shape a result, as ``0.1.0 on Python 3.12 with HiGHS 1.15.1``."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{package_version()} on Python {python} with HiGHS {solver_version()}"


def ask_to_stop(batch: str, dask_worker: Any) -> None:
    """Ask the running job of a batch to end early, and those that have not begun not to."""
    _home(dask_worker, batch).stop.set()


def forget(batch: str, dask_worker: Any) -> None:
    """Let go of what stands for a batch that is over: workers of a cluster live on, and serve many."""
    vars(dask_worker).get(_HOMES, {}).pop(batch, None)


def work(batch: str, job: Job, shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """Do a job; returns its end in parts, or ``{"begun": False}`` when a stop came first."""
    worker = get_worker()
    home = _home(worker, batch)
    # A worker may have been started with several threads; the solver can be used by one of them at a time.
    with home.busy:
        if home.stop.is_set():
            return {"begun": False}
        worker.log_event(batch, {"began": job.key})
        began = time.monotonic()
        with tempfile.TemporaryDirectory(dir=worker.local_directory) as scratch:
            progress = _EventProgress(worker, batch, job.key)
            context = JobContext(shared, progress, home.stop, Path(scratch), home.kept)
            result, problem, trace = perform(job, context)
    where = f"on {platform.node()}: " if trace else ""
    seconds = time.monotonic() - began
    return {"begun": True, "result": result, "problem": where + problem, "trace": trace, "seconds": seconds}


def _home(worker: Any, batch: str) -> _Home:
    homes = vars(worker).setdefault(_HOMES, {})
    home: _Home = homes.setdefault(batch, _Home())
    return home


class _EventProgress:
    """Progress as events of the cluster."""

    def __init__(self, worker: Any, batch: str, key: str) -> None:
        self._worker, self._batch, self._key = worker, batch, key
        self._phase = ""
        self._sent = 0.0

    def phase(self, name: str) -> None:
        """Report the stage."""
        self._phase, self._sent = name, time.monotonic()
        self._send(Advanced(self._key, name))

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Report the state unless the last report is recent."""
        if time.monotonic() - self._sent < _INTERVAL:
            return
        self._sent = time.monotonic()
        self._send(Advanced(self._key, self._phase, elapsed, best, bound, gap))

    def done(self) -> None:
        """The end of the job says it."""

    def _send(self, report: Advanced) -> None:
        self._worker.log_event(self._batch, {"advanced": asdict(report)})
