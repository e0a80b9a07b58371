"""Which test killed which mutant when all were run last: the first to be tried, and the answer to "who guards this?"."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

KILLERS = Path(__file__).with_name("killers.txt")


def read_killers() -> dict[str, str]:
    """Test by name of the mutant."""
    if not KILLERS.exists():
        return {}
    lines = KILLERS.read_text(encoding="utf-8").splitlines()
    return {mutant: test for mutant, _, test in (line.partition("\t") for line in lines)}


def write_killers(killers: Mapping[str, str]) -> None:
    """Record the tests, by name of the mutant."""
    KILLERS.write_text("".join(f"{name}\t{killers[name]}\n" for name in sorted(killers)), encoding="utf-8")
