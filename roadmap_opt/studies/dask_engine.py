"""The same jobs on a Dask cluster: on other machines, or on a cluster of processes of this one.

The library is optional. Nothing has to be shared between the machines but the installed package: what jobs need travels
with them, what they give travels back. A worker that dies is Dask's to notice; the job then runs on another.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import secrets
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from types import TracebackType
from typing import Any, Self

from roadmap_opt.errors import RoadmapError
from roadmap_opt.interrupt import without_interrupts
from roadmap_opt.said import listed, said
from roadmap_opt.studies.jobs import Advanced, Began, Ended, Event, Job

LOCAL = "local"
"""Name of a cluster that is started for the batch on this machine."""

_PATIENCE = 30.0
"""Seconds to wait for a first worker, and for a result that is ready but lies on a worker that may be lost."""

_LOOK = 0.2


class ClusterError(RoadmapError):
    """The cluster cannot be used; the message says why and what to do."""


class DaskEngine:
    """Runs jobs on a Dask cluster. See :class:`~roadmap_opt.studies.jobs.Engine`.

    ``address`` is that of a scheduler (``tcp://host:8786``), or ``local`` for ``workers`` processes of this machine.
    Raises :class:`ClusterError` when distributed is not installed, the scheduler does not answer, has no workers, or
    workers have another version of this package.
    """

    def __init__(
        self, address: str, shared: Mapping[str, Any], workers: int, stop: threading.Event | None = None
    ) -> None:
        self._address, self._shared, self._workers = address, shared, workers
        self._stop = stop or threading.Event()
        self._queue: deque[Job] = deque()
        self._running: dict[str, tuple[Job, Any]] = {}  # by the key of the future
        self._attempts: dict[str, int] = {}
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._batch = f"roadmap-opt-{secrets.token_hex(6)}"
        self._open = contextlib.ExitStack()
        self._slots, self._counted, self._told = 0, 0.0, 0.0

    def submit(self, job: Job) -> None:
        """Queue a job; the cluster gets as many as keep its workers busy."""
        self._queue.append(job)

    def events(self) -> Iterator[Event]:
        """What happens, as it happens; ends when no job is left or, after a stop, when no job is running."""
        while self._running or (self._queue and not self._stop.is_set()):
            self._count_slots()
            while self._queue and not self._stop.is_set() and len(self._running) < 2 * self._slots:
                self._send(self._queue.popleft())
            if self._stop.is_set():
                self._ask_to_stop()
            try:
                message = self._inbox.get(timeout=_LOOK)
            except queue.Empty:
                continue
            yield from self._told_by(message) if isinstance(message, dict) else self._ended(message)

    def __enter__(self) -> Self:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise ClusterError(
                'Clusters need the package distributed: python -m pip install -e ".[cluster]". '
                "Without --cluster all cores of this machine are used."
            ) from None
        for handler in logging.getLogger("distributed").handlers:
            handler.setLevel(logging.CRITICAL + 1)  # what a user needs to know is said in words, by this class
        address: Any = self._address
        # Processes and threads begun here never see Ctrl-C: what to do about it is decided in one place.
        with without_interrupts():
            if address == LOCAL:
                address = self._open.enter_context(
                    LocalCluster(  # type: ignore[no-untyped-call]
                        n_workers=self._workers, threads_per_worker=1, dashboard_address=None,
                        silence_logs=logging.CRITICAL,
                    )
                )  # fmt: skip
            try:
                client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
                self._client: Any = self._open.enter_context(client)
            except (OSError, ValueError) as error:
                raise ClusterError(
                    said(
                        "No Dask scheduler answers at {address}: {error}. Start one with `dask scheduler`, and "
                        "write its address as tcp://host:8786.",
                        address=self._address,
                        error=error,
                    )
                ) from error
        try:
            self._inspect()
            self._client.subscribe_topic(self._batch, lambda event: self._inbox.put(event[1]))
            self._shipped = self._client.submit(_worker_side().same, self._shared, pure=False)
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):  # a lost cluster has nothing to cancel
            self._client.cancel([future for _, future in self._running.values()], force=True)
            if self._client.nthreads():
                self._client.run(_worker_side().forget, self._batch, on_error="ignore")
        self._open.close()

    def _inspect(self) -> None:
        from distributed import TimeoutError as NoAnswer

        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except NoAnswer:
            raise ClusterError(
                said(
                    "The scheduler at {address} has no workers. Start some with `dask worker {address} --nthreads 1`.",
                    address=self._address,
                )
            ) from None
        own = _worker_side().installed()
        found = self._client.run(_worker_side().installed, on_error="return")
        different = {worker: facts for worker, facts in found.items() if facts != own}
        if different:
            none = said("roadmap-opt is missing or too old")
            facts = {worker: found if isinstance(found, str) else none for worker, found in different.items()}
            each = listed("; ", (said("{worker}: {facts}", worker=w, facts=facts[w]) for w in sorted(facts)))
            raise ClusterError(
                said("Every worker needs the version of this machine ({own}). {listed}", own=own, listed=each)
            )

    def _count_slots(self) -> None:
        if time.monotonic() - self._counted > 5.0:  # workers may join and leave at any time
            self._slots = max(1, len(self._client.nthreads()))
            self._counted = time.monotonic()

    def _send(self, job: Job) -> None:
        future = self._client.submit(_worker_side().work, self._batch, job, self._shipped, pure=False)
        self._running[future.key] = job, future
        future.add_done_callback(self._inbox.put)

    def _told_by(self, message: Mapping[str, Any]) -> Iterator[Event]:
        if "advanced" in message:
            report = Advanced(**message["advanced"])
            if any(job.key == report.key for job, _ in self._running.values()):
                yield report
            return
        key = message["began"]
        self._attempts[key] = self._attempts.get(key, 0) + 1
        yield Began(key, self._attempts[key])

    def _ended(self, future: Any) -> Iterator[Event]:
        from distributed import TimeoutError as NoAnswer

        job, _ = self._running[future.key]
        attempts = self._attempts.get(job.key, 1)
        try:
            end = future.result(timeout=_PATIENCE)
        except NoAnswer:  # its worker died with the finished result: the cluster makes it again
            self._inbox.put(future)
            return
        except CancelledError:
            raise ClusterError(
                said(
                    "The connection to the scheduler at {address} is lost. Finished runs are kept: run again "
                    "with --resume.",
                    address=self._address,
                )
            ) from None
        except Exception as error:
            del self._running[future.key]
            yield Ended(job.key, None, _in_words(error), "", attempts, 0.0)
            return
        del self._running[future.key]
        if end["begun"]:
            yield Ended(job.key, end["result"], end["problem"], end["trace"], attempts, end["seconds"])

    def _ask_to_stop(self) -> None:
        if time.monotonic() - self._told > 5.0:  # again and again: workers may have joined since
            self._told = time.monotonic()
            if self._client.nthreads():
                self._client.run(_worker_side().ask_to_stop, self._batch, on_error="ignore")
            else:  # nobody is left to bring a running job to its end
                self._running.clear()


def _worker_side() -> Any:
    """The module that needs the optional library, imported when it is known to be there."""
    from roadmap_opt.studies import dask_worker

    return dask_worker


def _in_words(error: Exception) -> str:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return said(
            "the worker process died {count} times (often: out of memory)",
            count=error.allowed_failures + 1,
        )
    return f"{type(error).__name__}: {error}"
