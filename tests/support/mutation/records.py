"""Which test killed which mutant last: the first to be tried again, and the answer to the question who guards it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path

from tests.support.mutation.mutants import Mutant

KILLERS = Path(__file__).parents[2] / "mutation" / "killers.txt"


def read_killers() -> dict[Mutant, str]:
    """Test by mutant."""
    if not KILLERS.exists():
        return {}
    lines = (line.split("\t") for line in KILLERS.read_text(encoding="utf-8").splitlines())
    return {Mutant(*parts): test for *parts, test in lines}


def update_killers(run: Iterable[Mutant], killed: Mapping[Mutant, str]) -> None:
    """Record the tests that killed the mutants that were run; what was not run stays as it is."""
    before = read_killers()
    kept = {mutant: test for mutant, test in before.items() if mutant not in set(run)}
    lines = ("\t".join((*astuple(mutant), test)) for mutant, test in (kept | dict(killed)).items())
    KILLERS.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
