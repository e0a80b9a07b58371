"""Jobs that tests let workers do: quick, slow, failing, deadly."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roadmap_opt.errors import RoadmapError
from roadmap_opt.studies.jobs import BrokenOffError, JobContext

MODULE = __name__


def double(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Twice the number, plus what all jobs share."""
    value = 2 * arguments["number"] + context.shared.get("offset", 0)
    return {"value": value, "worker": os.getpid()}


def fail(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Raise: an error in words, or one that nobody foresaw."""
    if arguments.get("foreseen"):
        raise RoadmapError("the mine is flooded")
    raise ZeroDivisionError("by accident")


def unsendable(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """A result that cannot travel between processes."""
    return {"value": lambda: None}


def wait_for(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Announce the process in the file ``here``, then work until the file ``go`` exists or a stop is asked for."""
    Path(arguments["here"]).write_text(str(os.getpid()))
    context.scratch.joinpath("half").write_text("half a result")
    context.progress.phase("waiting")
    go = Path(arguments["go"])
    while not go.exists() and not context.stop.is_set():
        time.sleep(0.01)
        context.progress.update(1.0, 2.0, 3.0, 0.5)
    return {"value": "stopped" if context.stop.is_set() else "done"}


def die_at_first(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Kill the own process as often as ``deaths`` says, counted in the file ``count``; then succeed."""
    count = Path(arguments["count"])
    deaths = int(count.read_text()) if count.exists() else 0
    if deaths < arguments["deaths"]:
        count.write_text(str(deaths + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return {"value": "alive"}


def breaks_off(arguments: Mapping[str, Any], context: JobContext) -> Mapping[str, Any]:
    """Break off when part of the result is there."""
    try:
        raise ValueError("half way")
    except ValueError as error:
        raise BrokenOffError({"kept": 7}, error) from error
