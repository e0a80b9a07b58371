"""The loop over many runs: what stands is not done again, what waits for another waits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest

from roadmap_opt.errors import Finding
from roadmap_opt.messages import Text
from roadmap_opt.runs.run_folder import kept_in
from roadmap_opt.said import known_again, listed, said, spoken
from roadmap_opt.studies.jobs import Began, Ended, Event, Job
from roadmap_opt.studies.journal import Entry, Journal, State
from roadmap_opt.studies.run import LEFT, Study, Task, open_study

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

    def __enter__(self) -> Self:
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


DEATH = said("the last time with exit code {code}", code=1)
DIED = said("the worker process died {attempts} times, {death}", attempts=3, death=DEATH)
DIED_TR = "işçi süreç 3 kez çöktü; sonuncusunda çıkış kodu 1"


class Halved(Plain):
    """A kind that leaves half of what broke off."""

    def arrive(self, task: Task, result: Mapping[str, Any], entries: Mapping[str, Entry]) -> Mapping[str, Any]:
        return {LEFT: kept_in(Path("half"))}


class Breaking(AtOnce):
    """An engine whose first job breaks off with half of a result and the details of an error."""

    def __init__(self, problem: str) -> None:
        super().__init__({})
        self._problem = problem

    def events(self) -> Iterator[Event]:
        yield Ended("c", {"status": "failed"}, self._problem, "trace", 1, 0.5)


@pytest.mark.parametrize(
    ("problem", "turkish"),
    [
        (DIED, DIED_TR),
        (str(DIED), DIED_TR),
        ("KeyError: 'a'", "KeyError: 'a'"),
        ("A B. Missing", "A B. Missing"),
    ],
)
def test_both_sentences_of_a_problem_are_told_in_turkish(tmp_path: Path, problem: str, turkish: str) -> None:
    entry = opened(tmp_path, (OTHER,)).run(Halved(), Breaking(problem), Onlooker())["c"]
    again = Journal(tmp_path).entries["c"]
    english = f"{problem} (details: errors/c.txt) What was written is in half."
    for each in (entry, again):
        assert each.problem == english
        assert spoken(known_again(each.problem), "tr") == (
            f"{turkish} (ayrıntılar: errors/c.txt) Yazılanlar şu klasörde: half."
        )


def test_a_journal_keeps_what_it_cannot_make_anew(tmp_path: Path) -> None:
    """Findings and names have both languages; paths, numbers of other libraries and infinity have one."""
    values = {"path": Path("a"), "of": Text("one", "bir"), "much": np.float64(0.5), "left": np.int64(1234)}
    broken = said("{path} is {of}: {much:.1%} {what} {left:,}", **values, what=math.inf)
    Journal(tmp_path).append(Entry("a", State.FAILED, problem=broken, result={"problem": broken}))
    entry = Journal(tmp_path).entries["a"]
    assert entry.problem == entry.get("problem") == "a is one: 50.0% inf 1,234"
    assert spoken(entry.problem, "tr") == spoken(entry.get("problem"), "tr") == "a is bir: %50,0 inf 1.234"


def test_findings_of_a_sample_are_told_in_turkish(tmp_path: Path) -> None:
    """However many there are."""
    blank = said("{column} is blank", column="a")
    found = [Finding("E1", "w", "Plants", f"B{row}", "", blank, "b", "") for row in range(3000)]
    problem = listed(" · ", (said("{finding}", finding=each) for each in found))
    Journal(tmp_path).append(Entry("a", State.DONE, result={"problem": problem}))
    again = Journal(tmp_path).entries["a"].get("problem")
    assert again == " · ".join(map(str, found))
    assert spoken(known_again(again), "tr") == " · ".join(each.in_language("tr") for each in found)
    assert (tmp_path / "journal.jsonl").stat().st_size < 30 * len(again)


@pytest.mark.parametrize(
    "made", ["", ', "said": 1', ', "said": {"problem": {"template": "{of}", "values": {}, "english": "TEXT"}}']
)
def test_a_journal_without_templates_is_read_as_before(tmp_path: Path, made: str) -> None:
    line = '{"key": "a", "state": "failed", "problem": "TEXT"' + made + "}\n"
    (tmp_path / "journal.jsonl").write_text(line.replace("TEXT", str(DIED)), encoding="utf-8")
    problem = Journal(tmp_path).entries["a"].problem
    assert problem == DIED
    assert spoken(known_again(problem), "tr") == DIED_TR
