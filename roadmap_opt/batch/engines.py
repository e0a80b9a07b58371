"""Which engine gets the jobs done: worker processes of this machine, or a Dask cluster."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from roadmap_opt.batch.engine import WorkerEngine
from roadmap_opt.batch.jobs import Engine


def make_engine(cluster: str | None, shared: Mapping[str, Any], workers: int, stop: threading.Event) -> Engine:
    """Worker processes without a ``cluster``; else the cluster with this address, or one made here (``local``)."""
    if cluster is None:
        return WorkerEngine(shared, workers, stop)
    from roadmap_opt.batch.dask_engine import DaskEngine  # the library is optional

    return DaskEngine(cluster, shared, workers, stop)
