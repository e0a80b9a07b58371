"""What is wrong with a folder that should hold a run, and with the files in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roadmap_opt.errors import RoadmapError
from roadmap_opt.messages import Language
from roadmap_opt.said import listed, said, spoken


class RunFolderError(RoadmapError):
    """A folder is not a complete run, or cannot be written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file of a run that cannot be: the file, the place in it, what stands there, what should."""

    file: str
    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """The problem in one line."""
        line = said(
            "{file}, {where}: found {found}, expected {expected}",
            file=self.file,
            where=said(self.where),
            found=said(self.found),
            expected=said(self.expected),
        )
        return spoken(line, language)


class DamagedRunError(RunFolderError):
    """Files of the run are not as a run writes them; ``problems`` holds all that was found."""

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        each = listed("", (said("\n  {problem}", problem=problem) for problem in problems))
        super().__init__(said("{folder} is damaged or was changed by hand:{problems}", folder=folder, problems=each))
