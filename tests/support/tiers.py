"""Tiers of tests: the fast ones, every kind of test, each single one. `docs/testing.md` says how to run them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest

RARE = "rare"
"""Marker of a test that is one of many alike: others of them run with ``--most``."""

LEFT_OUT = ("browser", "libreoffice", "cluster", "slow", "default_case", RARE)
"""Markers of tests that only run when asked for: by ``--most`` or ``--all``, by ``-m``, or because they are named."""

BY_FIXTURE = {
    "browser": "browser", "recalculated": "libreoffice", "cluster": "cluster",
    "undisturbed": "slow", "saved": "slow", "default": "slow",
}  # fmt: skip
"""Fixtures whose tests are marked without a word in the test."""


MORE = 4
"""How many times as many of alike tests run with ``--most`` as in the fast tier."""

EXAMPLES = 4
"""How many times as many random examples are tried with ``--all`` as with ``--most``."""


class Tier(IntEnum):
    """How much is asked for."""

    FAST = 0
    MOST = 1
    ALL = 2


class Asked:
    """What the command line asks for; `conftest.py` notes it before any test is imported."""

    tier = Tier.ALL


def some(count: int, values: Iterable[Any]) -> list[Any]:
    """Values to parametrize with: ``count`` of them, spread evenly, in the fast tier; :data:`MORE` times as many with
    ``--most``; the others with ``--all``.

    A tuple is a value for each of several arguments.
    """
    every = [value if isinstance(value, tuple) else (value,) for value in values]
    fast, most = ({place * len(every) // number for place in range(number)} for number in (count, MORE * count))

    def marks(place: int) -> Any:
        return () if place in fast else pytest.mark.slow if place in most else (pytest.mark.slow, pytest.mark.rare)

    return [pytest.param(*value, marks=marks(place)) for place, value in enumerate(every)]


def few(examples: int) -> int:
    """How many random examples to try: two in the fast tier, the given number of them with everything."""
    return {Tier.FAST: 2, Tier.MOST: max(2, examples // EXAMPLES), Tier.ALL: examples}[Asked.tier]


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
