"""Programs run as a user runs them, and what that took: seconds, processor time, memory, load of the machine; and how
plan and bound of a search came nearer to each other.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
POLL = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that ended: wall and processor seconds (its children's included), the most memory in MB that it and
    its children held together, the load of the machine before and after, and what it printed.
    """

    code: int
    seconds: float
    cpu_seconds: float
    megabytes: float
    load: tuple[float, float]
    out: str
    err: str


def ran(command: Sequence[object], accepted: Iterable[int] = (0,)) -> Ended:
    """Run a command in the root of the repository.

    Raises ``SystemExit`` with what it printed when its exit code is none of those ``accepted``.
    """
    words = [str(word) for word in command]
    before = os.getloadavg()[0]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's program is compiled once
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=err)
        peaks: list[float] = [0.0]
        watch = threading.Thread(target=_watch_memory, args=(process.pid, peaks))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        out.seek(0)
        err.seek(0)
        texts = out.read(), err.read()
    if process.returncode not in accepted:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}\n{texts[0][-2000:]}{texts[1][-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Ended(process.returncode, seconds, cpu, peaks[0], (before, os.getloadavg()[0]), *texts)


def _watch_memory(number: int, peaks: list[float]) -> None:
    """Keep in ``peaks`` the most that a process and its descendants held at one moment, in MB."""
    try:
        process = psutil.Process(number)
        while process.status() != psutil.STATUS_ZOMBIE:
            held = 0
            for each in (process, *process.children(recursive=True)):
                try:
                    held += each.memory_info().rss
                except psutil.NoSuchProcess:  # ended since
                    continue
            peaks[0] = max(peaks[0], held / 1e6)
            time.sleep(POLL)
    except psutil.NoSuchProcess:
        return


@dataclass(frozen=True, slots=True)
class Moment:
    """What was known after so many seconds; ``None`` where nothing was."""

    seconds: float
    best: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """Distance of bound and plan, relative to the plan (at least 1)."""
        if self.best is None or self.bound is None:
            return None
        return abs(self.bound - self.best) / max(1.0, abs(self.best))


@dataclass(frozen=True, slots=True)
class Trace:
    """A search moment by moment, and the line of the run that ended it (empty for other solvers)."""

    moments: tuple[Moment, ...]
    run: dict[str, Any]

    @classmethod
    def of(cls, text: str) -> Trace:
        """What `benchmarks/searches.py` printed; what was known once stays known."""
        moments, run = [], {}
        best = bound = None
        for line in text.splitlines():
            told = json.loads(line)
            best, bound = told.get("best", best), told.get("bound", bound)
            moments.append(Moment(told["seconds"], best, bound))
            run = told.get("run", run)
        return cls(tuple(moments), run)

    @property
    def last(self) -> Moment:
        """What was known in the end."""
        return self.moments[-1]

    def seconds_to_gap(self, gap: float) -> float | None:
        """Seconds after which the gap was no wider."""
        return next((m.seconds for m in self.moments if m.gap is not None and m.gap <= gap), None)

    def seconds_to_plan(self, within: float) -> float | None:
        """Seconds to the first plan that is no further than a share ``within`` from the best of the search."""
        final = self.last.best
        if final is None:
            return None
        far = within * max(1.0, abs(final))
        return next((m.seconds for m in self.moments if m.best is not None and abs(m.best - final) <= far), None)


def searched(
    solver: str, file: Path, seconds: float, *more: object, python: str = sys.executable
) -> tuple[Trace, Ended]:
    """A search by the tool or another solver in a program of its own; ``more`` are options of that program."""
    program = ROOT / "benchmarks" / "searches.py"
    ended = ran([python, program, solver, file, "--seconds", seconds, *more])
    return Trace.of(ended.out), ended


def machine() -> str:
    """What the numbers were measured on, in a line."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # no Linux
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = names[0] if names else platform.processor()
    packages = ", ".join(f"{name} {version(name)}" for name in ("highspy", "pyomo", "numpy"))
    memory = psutil.virtual_memory().total / 1e9
    return f"{os.cpu_count()} cores, {model}, {memory:.0f} GB; Python {platform.python_version()}, {packages}"
