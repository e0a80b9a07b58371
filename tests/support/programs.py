"""Other programs that some tests need."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip on a desk, fail in continuous integration: nothing is left out there without a word."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
