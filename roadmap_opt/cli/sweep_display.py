"""A running sweep on the screen: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import time
from typing import IO, TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from roadmap_opt.batch.jobs import Advanced, Began
from roadmap_opt.cli.sweeping_words import SWEEPING_WORDS
from roadmap_opt.messages import Language
from roadmap_opt.progress import format_seconds
from roadmap_opt.solution.sweeps.runs import SweepRun

if TYPE_CHECKING:
    from types import TracebackType

LINE_INTERVAL = 20.0
"""Seconds between two lines of a log."""


class SweepBar:
    """A bar that renews itself, with the time that is left."""

    def __init__(self, stream: IO[str], language: Language, count: int) -> None:
        self._progress = Progress(
            TextColumn(SWEEPING_WORDS(language, "sweep_bar")), BarColumn(bar_width=None), MofNCompleteColumn(),
            TimeElapsedColumn(), TimeRemainingColumn(), console=Console(file=stream),
        )  # fmt: skip
        self._task = self._progress.add_task("", total=count)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()  # a live display that is not closed hides the terminal's cursor

    def began(self, event: Began) -> None:
        """Too short-lived to be shown."""

    def advanced(self, event: Advanced) -> None:
        """Too short-lived to be shown."""

    def ended(self, run: SweepRun) -> None:
        """One more is done."""
        self._progress.advance(self._task)


class SweepLines:
    """A line every few seconds, and one at the end."""

    def __init__(self, stream: IO[str], language: Language, count: int) -> None:
        self._stream, self._language, self._count = stream, language, count
        self._done = 0
        self._began = self._said = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def began(self, event: Began) -> None:
        """Not worth a line."""

    def advanced(self, event: Advanced) -> None:
        """Not worth a line."""

    def ended(self, run: SweepRun) -> None:
        """Say how far it is, unless the last line is recent."""
        self._done += 1
        now = time.monotonic()
        if now - self._said < LINE_INTERVAL and self._done < self._count:
            return
        self._said = now
        left = format_seconds((now - self._began) / self._done * (self._count - self._done), self._language)
        line = SWEEPING_WORDS(self._language, "sweep_progress", done=self._done, count=self._count, left=left)
        print(line, file=self._stream, flush=True)


def choose_sweep_display(stream: IO[str], language: Language, count: int) -> SweepBar | SweepLines:
    """A bar on a terminal, lines anywhere else."""
    kind = SweepBar if stream.isatty() else SweepLines
    return kind(stream, language, count)
