"""Tiers of tests: what is left out without ``--most`` and ``--all``, and that what is named is run."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.tiers import BY_FIXTURE, LEFT_OUT, MORE, some

ROOT = Path(__file__).parents[2]
FILE = "tests/mutation/test_sample.py"
TESTS = {
    f"{FILE}::test_a_sample_of_mutants_is_killed",
    f"{FILE}::test_every_constraint_and_every_rule_has_been_falsified_and_noticed",
    f"{FILE}::test_every_mutation_of_a_row_is_tried",
    f"{FILE}::test_what_is_on_record_is_a_mutant_that_is_not_declared_equivalent",
}
SLOW = {f"{FILE}::test_a_sample_of_mutants_is_killed"}
ALIKE = "tests/studies/regret/test_whole_regret.py"
KILLED = {f"{ALIKE}::test_a_program_killed_at_any_moment_loses_nothing"}
"""What a kill costs a study: batches and sweeps are killed for every commit."""


def test_every_marker_is_declared_once_and_leaves_something_out() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert tuple(line.split(":")[0] for line in declared["markers"]) == LEFT_OUT
    assert set(BY_FIXTURE.values()) < set(LEFT_OUT)


def test_of_what_is_alike_the_fast_tier_has_some_and_the_next_one_more() -> None:
    marked = [{mark.name for mark in parameter.marks} for parameter in some(2, range(3 * MORE))]
    assert [marks for marks in marked if not marks] == [set()] * 2
    assert marked.count({"slow"}) == 2 * MORE - 2
    assert marked.count({"slow", "rare"}) == len(marked) - 2 * MORE


def test_every_fixture_that_a_marker_follows_from_exists() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    defined = {
        name for text in texts for name in re.findall(r"@pytest\.fixture[^\n]*\n(?:@[^\n]*\n)*def (\w+)\(", text)
    }
    assert set(BY_FIXTURE) <= defined


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected", "left"),
    [
        (["tests/mutation"], TESTS - SLOW, "1 deselected"),
        (["tests/mutation", "--all"], TESTS, ""),
        (["tests/mutation", "-m", "slow"], SLOW, "3 deselected"),
        (["tests/mutation", "-m", "not default_case"], TESTS, ""),
        ([FILE], TESTS, ""),
        ([*SLOW], SLOW, ""),
        ([*SLOW, "tests/mutation"], TESTS, ""),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_is_asked_for_is_collected(words: list[str], expected: set[str], left: str) -> None:
    found, told = collected(*words)
    assert found == expected
    assert left in told
    assert ("deselected" in told) == bool(left)


@pytest.mark.slow
def test_what_is_rare_is_left_to_everything() -> None:
    most, everything = (collected("tests/studies/regret", tier)[0] for tier in ("--most", "--all"))
    assert everything - most >= KILLED
    assert any(test.startswith(ALIKE) for test in most)


def collected(*words: str) -> tuple[set[str], str]:
    """The tests that pytest would run, and all that it prints."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-o", "addopts=--import-mode=importlib", "-q", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return {line for line in done.stdout.splitlines() if "::" in line}, done.stdout
