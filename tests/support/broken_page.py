"""A way of writing runs whose page breaks off: to be found by worker processes, which no patch of a test reaches."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

from roadmap_opt.messages import Language
from roadmap_opt.publish import publish_run
from roadmap_opt.runs.run import Run


def publish_without_page(run: Run, out: Path, language: Language, *, place: str = "") -> Path:
    """Write the run of every scenario but the base; the page raises."""
    if run.record.scenario == "base" and run.record.held is None:
        return publish_run(run, out, language, place=place)

    def broken(*_: Any) -> None:
        raise RuntimeError("no such chart")

    with patch("roadmap_opt.publish.write_report", broken):
        return publish_run(run, out, language, place=place)
