"""The loop over many runs: what stands is not done again, what waits for another waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from roadmap_opt.studies.jobs import Began, Ended, Event, Job
from roadmap_opt.studies.journal import Entry, Journal, State
from roadmap_opt.studies.run import Study, Task, open_study

FIRST, SECOND, OTHER = Task("a", "1"), Task("b", "1", after="a"), Task("c", "1")
TASKS = (FIRST, SECOND, OTHER)


class Onlooker:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def began(self, event: Began) -> None:
        self.said.append(f"{event.key} begins")

    def advanced(self, event: Event) -> None:
        self.said.append("advances")

    def ended(self, entry: Entry) -> None:
        self.said.append(f"{entry.key} {entry.state.value}")


class AtOnce:
    """An engine that does every job at once, the last one first."""

    def __init__(self, ends: Mapping[str, Mapping[str, Any] | str]) -> None:
        self._ends, self._jobs = ends, list[Job]()

    def submit(self, job: Job) -> None:
        self._jobs.append(job)

    def events(self) -> Iterator[Event]:
        while self._jobs:
            key = self._jobs.pop().key
            yield Began(key, 1)
            end = self._ends.get(key, {"status": "optimal", "stopped_by": "gap"})
            if isinstance(end, str):
                yield Ended(key, None, end, "", 1, 0.5)
            else:
                yield Ended(key, end, "", "", 1, 0.5)

    def __enter__(self) -> AtOnce:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Plain:
    """A kind of study that keeps what comes."""

    def job(self, task: Task, entries: Mapping[str, Entry]) -> Job:
        assert task.after is None or task.after in entries
        return Job(task.key, "", {})

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        return result


def opened(folder: Path, tasks: tuple[Task, ...] = TASKS) -> Study:
    return open_study(folder, tasks, lambda entry: entry.get("gone") is None)


def test_a_task_waits_for_the_one_it_follows(tmp_path: Path) -> None:
    onlooker = Onlooker()
    entries = opened(tmp_path).run(Plain(), AtOnce({}), onlooker)
    assert onlooker.said == ["c begins", "c done", "a begins", "a done", "b begins", "b done"]
    assert list(entries) == ["a", "b", "c"], "in the order of the tasks, not of their ends"
    assert Journal(tmp_path).entries == entries


@pytest.mark.parametrize(
    ("end", "state"),
    [
        ({"status": "failed", "stopped_by": ""}, State.FAILED),
        ({"status": "feasible at limit", "stopped_by": "interrupt"}, State.INTERRUPTED),
        ("the worker process died", State.FAILED),
        ({"status": "infeasible", "stopped_by": ""}, State.DONE),
        ({"status": "optimal", "stopped_by": "gap", "gone": True}, State.DONE),
    ],
)
def test_what_did_not_come_to_its_end_or_is_gone_is_done_again(
    tmp_path: Path, end: Mapping[str, Any] | str, state: State
) -> None:
    opened(tmp_path).run(Plain(), AtOnce({"a": end}), Onlooker())
    assert Journal(tmp_path).entries["a"].state is state
    again = opened(tmp_path)
    kept = state is State.DONE and "gone" not in end
    # what followed a task that is done again may have begun with another plan
    assert set(again.kept) == ({"a", "b", "c"} if kept else {"c"})


def test_what_shapes_a_task_differently_is_done_again(tmp_path: Path) -> None:
    opened(tmp_path).run(Plain(), AtOnce({}), Onlooker())
    assert {task.key for task in opened(tmp_path, (FIRST, SECOND, Task("c", "2"))).waiting} == {"c"}
    assert opened(tmp_path, (FIRST, SECOND)).waiting == ()
    fewer = opened(tmp_path, (FIRST, SECOND))
    assert fewer.run(Plain(), AtOnce({}), Onlooker()) == fewer.kept
