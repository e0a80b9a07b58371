"""Two tiers of tests: what is left out without ``--all``, and that what is named is run."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.tiers import BY_FIXTURE, LEFT_OUT

ROOT = Path(__file__).parents[2]
FILE = "tests/mutation/test_sample.py"
TESTS = {
    f"{FILE}::test_a_sample_of_mutants_is_killed",
    f"{FILE}::test_every_constraint_and_every_rule_has_been_falsified_and_noticed",
    f"{FILE}::test_every_mutation_of_a_row_is_tried",
    f"{FILE}::test_what_is_on_record_is_a_mutant_that_is_not_declared_equivalent",
}
SLOW = {f"{FILE}::test_a_sample_of_mutants_is_killed"}


def test_every_marker_is_declared_once_and_leaves_something_out() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert tuple(line.split(":")[0] for line in declared["markers"]) == LEFT_OUT
    assert set(BY_FIXTURE.values()) < set(LEFT_OUT)


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
    command = [sys.executable, "-m", "pytest", "--collect-only", "-o", "addopts=--import-mode=importlib", "-q", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert {line for line in done.stdout.splitlines() if "::" in line} == expected
    assert left in done.stdout
    assert ("deselected" in done.stdout) == bool(left)
