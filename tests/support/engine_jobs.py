"""Jobs for an engine and their ends, and waiting for something that another process does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from roadmap_opt.studies.jobs import Ended, Event, Job
from tests.support.job_functions import MODULE


def job(key: str, function: str, **arguments: Any) -> Job:
    """A job that calls one of the functions in `job_functions.py`."""
    return Job(key, f"{MODULE}:{function}", arguments)


def ends(events: list[Event]) -> dict[str, Ended]:
    """How jobs ended, by key."""
    return {event.key: event for event in events if isinstance(event, Ended)}


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
