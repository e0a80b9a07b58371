"""A sample of the mutants is still killed by the tests that are on record; `benchmarks/mutants.py` runs all of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.mutation.equivalent import EQUIVALENT
from tests.support.mutation.mutants import Mutant, row_mutants, rule_mutants
from tests.support.mutation.records import read_killers
from tests.support.mutation.rows import ROW_MUTATIONS

ROOT = Path(__file__).parents[2]

AT_RISK = (
    "row signed_once: shift on", "row not_before_grace: shift on", "row extra_share: shift back",
    "row total_limit: shift on", "rule gearing: loosen",
)  # fmt: skip
"""Mutants that once survived."""


SPARED = {"rule minimum_load: loosen", "rule recipe_conservation: loosen", "rule disposal_limit: loosen",
          "rule minimum_service: loosen"}  # fmt: skip
"""Mutants that no test kills yet."""


def _sample() -> list[str]:
    recorded = sorted(mutant.name for mutant in read_killers())
    return [*AT_RISK, *random.Random(2025).sample([name for name in recorded if name not in AT_RISK], 7)]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants run in forks")
def test_a_sample_of_mutants_is_killed() -> None:
    program = [sys.executable, str(ROOT / "benchmarks" / "mutants.py"), "--names", *_sample()]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(_sample())} mutants: {len(_sample())} killed, 0 survived" in done.stdout


def test_what_is_on_record_is_a_mutant_that_is_not_declared_equivalent() -> None:
    mutants = {*row_mutants(), *rule_mutants()}
    recorded = {mutant for mutant in read_killers() if mutant.kind in ("row", "rule")}
    assert recorded <= mutants
    assert not {mutant.name for mutant in recorded} & set(EQUIVALENT)
    assert set(AT_RISK) <= {mutant.name for mutant in recorded}


def test_every_constraint_and_every_rule_has_been_falsified_and_noticed() -> None:
    """A new constraint needs its tests. Moved to another year, a row whose other side is a number stays what it is."""
    recorded = {mutant.name for mutant in read_killers()}
    left = [
        mutant for mutant in (*row_mutants(), *rule_mutants()) if mutant.name not in {*recorded, *EQUIVALENT, *SPARED}
    ]
    assert [mutant.name for mutant in left if mutant.mutation not in ("lead", "lag")] == []
    assert len(left) == len({mutant.label for mutant in left}) * 2 - 1  # site_space knows one of the two


def test_every_mutation_of_a_row_is_tried() -> None:
    (drop, *_, lag) = (mutant for mutant in row_mutants() if mutant.label == "gearing")
    assert (drop, lag) == (Mutant("row", "debt", "gearing", "drop"), Mutant("row", "debt", "gearing", "lag"))
    assert len(list(row_mutants())) == len(ROW_MUTATIONS) * len({mutant.label for mutant in row_mutants()})
