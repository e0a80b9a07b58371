"""Two tiers of tests: what protects the core in a minute, and everything. `docs/testing.md` says how to run them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

LEFT_OUT = ("browser", "libreoffice", "cluster", "slow", "default_case")
"""Markers of tests that only run when asked for: by ``--all``, by ``-m``, or because their file is named."""

BY_FIXTURE = {
    "browser": "browser", "recalculated": "libreoffice", "cluster": "cluster",
    "undisturbed": "slow", "saved": "slow", "default": "slow",
}  # fmt: skip
"""Fixtures whose tests are marked without a word in the test."""


class Asked:
    """What the command line asks for; `conftest.py` notes it before any test is imported."""

    everything = True


def some(count: int, values: Iterable[Any]) -> list[Any]:
    """Values to parametrize with: ``count`` of them, spread evenly, in the fast tier; the others with everything.

    A tuple is a value for each of several arguments.
    """
    every = [value if isinstance(value, tuple) else (value,) for value in values]
    chosen = {place * len(every) // count for place in range(count)}
    return [
        pytest.param(*value, marks=() if place in chosen else pytest.mark.slow) for place, value in enumerate(every)
    ]


def few(examples: int) -> int:
    """How many random examples to try: two in the fast tier."""
    return examples if Asked.everything else 2


def named(item: pytest.Item, config: pytest.Config) -> bool:
    """Whether the command line names the test or its file; a folder names neither."""
    for argument in config.args:
        path, *parts = argument.split("::")
        if (Path(config.invocation_params.dir) / path).resolve() == item.path:
            wanted = "::".join(parts)
            test = item.nodeid.partition("::")[2]
            if test == wanted or not wanted or test.startswith((f"{wanted}[", f"{wanted}::")):
                return True
    return False
