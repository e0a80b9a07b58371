"""What a study runs on: worker processes of this machine, or a Dask cluster."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from roadmap_opt.solver.options import available_cores
from roadmap_opt.studies.jobs import Engine, Sizing
from roadmap_opt.studies.worker_engine import WorkerEngine


@dataclass(frozen=True, slots=True)
class Machine:
    """``workers`` at the same time (``None``: one per core) with ``threads`` each (0: the cores that are left over), on
    this machine, on one made here (``local``) or at the address of a ``cluster``. Setting ``stop`` lets running
    searches end with what they have and begins no other.
    """

    workers: int | None = None
    threads: int = 0
    cluster: str | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def sizing(self, jobs: int) -> Sizing:
        """Worker processes and threads of each for so many jobs."""
        if self.cluster in (None, "local"):
            return Sizing.for_cores(available_cores(), self.workers, jobs, self.threads)
        return Sizing(self.workers or 1, self.threads or 1)  # a cluster has the workers it has, each with a core

    def engine(self, shared: Mapping[str, Any], jobs: int) -> tuple[Engine, int]:
        """An engine for so many jobs, which share what all of them need; and the threads of each."""
        sizing = self.sizing(jobs)
        if self.cluster is None:
            return WorkerEngine(shared, sizing.workers, self.stop), sizing.threads
        from roadmap_opt.studies.dask_engine import DaskEngine  # the library is optional

        return DaskEngine(self.cluster, shared, sizing.workers, self.stop), sizing.threads
