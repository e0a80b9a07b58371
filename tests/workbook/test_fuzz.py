"""A sample of broken workbooks: `check` always answers in words. `python benchmarks/fuzz.py` runs thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz import run
from benchmarks.fuzz_mutations import MUTATIONS, mutated
from roadmap_opt import commands
from roadmap_opt.errors import Finding, InputError

SEED = 2026
CASES = 60


@pytest.mark.slow
def test_every_kind_of_damage_is_answered(written: Path, tmp_path: Path) -> None:
    tally = run(range(CASES), SEED, [written.read_bytes()], tmp_path)
    assert tally.failures == []
    assert set(tally.outcomes) == set(MUTATIONS)
    assert sum(counted.total() for counted in tally.outcomes.values()) == CASES


def test_a_case_is_the_same_for_the_same_seed(written: Path) -> None:
    sources = [written.read_bytes()]
    assert mutated(sources, SEED, 5) == mutated(sources, SEED, 5)
    assert mutated(sources, SEED, 5) != mutated(sources, SEED + 1, 5)


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (ValueError("lost"), "ValueError: lost"),
        (InputError([]), "refused without a word"),
        (InputError([Finding("E133", "plan.xlsx", "Sites", "", "", "x", "y", "z")]), "no cell"),
        (InputError([Finding("E133", "plan.xlsx", "Sites", "A1", "", "x", "y", "z")] * 3000), "3000 findings"),
    ],
)
def test_a_broken_promise_is_a_failure(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, wrong: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(commands, "check_workbook", fail)
    (failure,) = run([0], SEED, [written.read_bytes()], tmp_path).failures
    assert wrong in failure


def test_a_file_that_is_written_is_a_failure(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(path: Path, _: str) -> list[object]:
        (path.parent / "left.txt").write_text("")
        return []

    monkeypatch.setattr(commands, "check_workbook", write)
    (failure,) = run([0], SEED, [written.read_bytes()], tmp_path).failures
    assert "something was written" in failure
