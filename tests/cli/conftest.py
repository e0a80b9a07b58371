"""Workbooks of these tests are short: most of the time would go into blank rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roadmap_opt.workbook import template


@pytest.fixture(scope="module", autouse=True)
def _short_sheets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template, "BLANK_ROWS", 2)
        yield
