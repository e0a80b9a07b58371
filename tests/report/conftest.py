"""The committed run of the default case and its page, made once for all page tests. Not to be changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadmap_opt.loaded_run import load_saved
from roadmap_opt.report.run.run_page import write_report
from roadmap_opt.runs.run import Run
from tests.support.committed_example import EXAMPLE


@pytest.fixture(scope="session")
def example() -> Run:
    """The committed run of the default case."""
    return load_saved(EXAMPLE)


@pytest.fixture(scope="session")
def page(example: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its page."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_report(path, example, "en")
    return path
