"""Whatever is found in these tests can be said in Turkish, apart from findings that a test makes up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.untold import untold_findings

MADE_UP = ("test_causes", "test_one_finding_per_cause")
"""Modules with findings of their own words."""


@pytest.fixture(autouse=True)
def _spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    left = untold_findings(monkeypatch)
    yield
    assert request.module.__name__.rpartition(".")[2] in MADE_UP or left == set()
