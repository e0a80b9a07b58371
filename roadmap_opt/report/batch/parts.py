"""Links from the page of a batch to what it tells of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from roadmap_opt.documents.components import Cell, Component, Medium, Words
from roadmap_opt.runs.run_files import REPORT_FILE
from roadmap_opt.studies.scenarios.results import ScenarioResult


@dataclass(frozen=True)
class Link(Component):
    """Words that lead to another page: ``address`` is seen from the page, so that both can be moved together."""

    template: ClassVar[str] = "link.html"
    words: Words
    address: str

    def in_medium(self, medium: Medium) -> Cell:
        """A book has the words alone."""
        return self if medium == "page" else self.words


def named(result: ScenarioResult, batch: Path) -> Words | Component:
    """The name of a scenario; where its run has a page, as a link to it."""
    if result.folder is None or not (result.folder / REPORT_FILE).is_file():
        return result.name
    seen = Path(os.path.relpath(result.folder / REPORT_FILE, batch)).as_posix()
    return Link(result.name, quote(seen))
