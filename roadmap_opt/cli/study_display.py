"""A study on the screen: while it runs a table that renews itself, or lines in a log; at its end a table."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from roadmap_opt.figures import number
from roadmap_opt.messages import Language
from roadmap_opt.progress import format_gap, format_number, format_seconds, known, stage_name
from roadmap_opt.studies.jobs import Advanced, Began
from roadmap_opt.studies.journal import Entry, State
from roadmap_opt.words import STUDIES as STUDY_WORDS

if TYPE_CHECKING:
    from types import TracebackType

    from roadmap_opt.studies.run import Study
    from roadmap_opt.studying import TaskNoun

LOG_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""

_TASK_INTERVAL = 60.0
"""Seconds between two lines about a running task in a log."""

_STUDY_INTERVAL = 20.0
"""Seconds between two lines in a log about a study whose tasks are worth no lines of their own."""


@dataclass(slots=True)
class _Run:
    """A task on the screen."""

    began: float = 0.0
    state: Advanced | None = None
    entry: Entry | None = None


class Board:
    """What is known about every task of a running study."""

    def __init__(self, stream: IO[str], language: Language, study: Study, task: TaskNoun) -> None:
        self.stream, self.language, self.task = stream, language, task
        self.each = task != "run"  # hundreds of short runs are worth no lines of their own
        self.runs = {task.key: _Run() for task in study.waiting}
        self.kept = len(study.kept)
        self._opened = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def say(self, line: str) -> None:
        """A line of its own."""
        print(line, file=self.stream, flush=True)

    def began(self, event: Began) -> None:
        """A worker took a task."""
        self.runs[event.key].began = time.monotonic()
        self.runs[event.key].state = Advanced(event.key, "")

    def advanced(self, event: Advanced) -> None:
        """A task got on."""
        self.runs[event.key].state = event

    def ended(self, entry: Entry) -> None:
        """A task is over."""
        self.runs[entry.key].entry = entry

    @property
    def running(self) -> list[str]:
        """Tasks that have begun and are not over."""
        return [key for key, run in self.runs.items() if run.state is not None and run.entry is None]

    @property
    def done(self) -> int:
        """Tasks that are over, those of earlier times included."""
        return self.kept + self._ended

    @property
    def count(self) -> int:
        """All tasks of the study."""
        return self.kept + len(self.runs)

    @property
    def _ended(self) -> int:
        return sum(run.entry is not None for run in self.runs.values())

    @property
    def progress(self) -> str:
        """How far the study is, and how long it may take."""
        values = {"done": self.done, "count": self.count, "running": len(self.running)}
        if not self._ended:
            return STUDY_WORDS(self.language, "study_progress", **values)
        seconds = (time.monotonic() - self._opened) / self._ended * (self.count - self.done)
        return STUDY_WORDS(self.language, "study_progress_left", left=format_seconds(seconds, self.language), **values)

    def cells(self, key: str) -> tuple[str, ...]:
        """Task, state, stage, time, best plan and gap."""
        run, language = self.runs[key], self.language
        if run.entry is not None:
            return (
                key,
                ended(run.entry, language),
                "",
                format_seconds(run.entry.seconds, language),
                format_number(run.entry.get("objective"), language),
                format_gap(run.entry.get("gap"), language),
            )
        if run.state is None:
            return key, STUDY_WORDS(language, "state_waiting"), "", "", "", ""
        figures = known(run.state.phase, run.state.best, run.state.bound, run.state.gap, language)
        return (
            key,
            STUDY_WORDS(language, "state_running"),
            stage_name(run.state.phase, language) if run.state.phase else "",
            format_seconds(time.monotonic() - run.began, language),
            figures.get("best", ""),
            figures.get("gap", ""),
        )


class LiveBoard(Board):
    """A table that renews itself. One that is too long, or whose rows are worth little, shows what is running."""

    def __init__(self, stream: IO[str], language: Language, study: Study, task: TaskNoun) -> None:
        super().__init__(stream, language, study, task)
        self._console = Console(file=stream)
        self._live = Live(get_renderable=self._table, console=self._console, refresh_per_second=2)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()  # a live display that is not closed hides the terminal's cursor

    def say(self, line: str) -> None:
        """A line above the table."""
        self._console.print(line, markup=False)

    def _table(self) -> Table:
        fits = self.each and len(self.runs) <= self._console.height - 5
        columns = (self.task, "state", "stage", "time", "best", "gap")
        return _table(
            self.language, columns, [self.cells(key) for key in (self.runs if fits else self.running)], self.progress
        )


class LineBoard(Board):
    """A line when a task begins and when it ends, and one a minute while it is running; where tasks are worth no lines
    of their own, one on all of them now and then.
    """

    def __init__(self, stream: IO[str], language: Language, study: Study, task: TaskNoun) -> None:
        super().__init__(stream, language, study, task)
        self._said: dict[str, float] = {}

    def began(self, event: Began) -> None:
        """Say so; and that a worker died, if this is not the first time."""
        super().began(event)
        if event.attempt > 1:
            again = STUDY_WORDS(self.language, "batch_again", scenario=event.key, attempt=event.attempt)
            self._tell(event.key, again)
        elif self.each:
            self._tell(event.key, STUDY_WORDS(self.language, "batch_began", scenario=event.key))

    def advanced(self, event: Advanced) -> None:
        """Say so unless the last line about the task is recent."""
        super().advanced(event)
        if self.each and time.monotonic() - self._said[event.key] >= _TASK_INTERVAL:
            self._tell(event.key, " · ".join(cell for cell in self.cells(event.key) if cell))

    def ended(self, entry: Entry) -> None:
        """Say how."""
        super().ended(entry)
        if self.each:
            status, spent = ended(entry, self.language), format_seconds(entry.seconds, self.language)
            self._tell(entry.key, f"{entry.key}: {status} · {spent} ({self.done}/{self.count})")
        elif time.monotonic() - self._said.get("", self._opened) >= _STUDY_INTERVAL or self.done == self.count:
            self._tell("", self.progress)

    def _tell(self, key: str, line: str) -> None:
        self._said[key] = time.monotonic()
        self.say(line)


def print_entries(stream: IO[str], language: Language, entries: Sequence[Entry]) -> None:
    """The table at the end of a batch, a line per scenario."""
    columns = ("scenario", "state", "gap", "targets", "npv_with", "npv_without", "audit", "run")
    console = Console(file=stream, width=None if stream.isatty() else LOG_WIDTH)
    console.print(_table(language, columns, [_final_cells(entry, language) for entry in entries], ""))


def ended(entry: Entry, language: Language) -> str:
    """How a task ended, in a word or two."""
    status = entry.get("status")
    if not status:
        return STUDY_WORDS(language, f"state_{entry.state.value}")
    words = STUDY_WORDS(language, f"ended_{status.replace(' ', '_')}")
    interrupted = entry.state is State.INTERRUPTED
    return STUDY_WORDS(language, "ended_interrupted", status=words) if interrupted else words


def _final_cells(entry: Entry, language: Language) -> tuple[str, ...]:
    found = entry.result
    if not found.get("has_plan"):
        return entry.key, ended(entry, language), "", "", "", "", "", found.get("run", "")
    violations = found["audit_violations"]
    audit = "audit_short_failed" if violations else "audit_short_passed"
    return (
        entry.key,
        ended(entry, language),
        format_gap(found["gap"], language),
        f"{found['targets_met']}/{found['targets_counted']}",
        number(found["npv_with_terminal"], 1).in_language(language),
        number(found["npv_without_terminal"], 1).in_language(language),
        STUDY_WORDS(language, audit, **({"count": violations} if violations else {})),
        found["run"],
    )


def _table(language: Language, columns: Sequence[str], cells: Sequence[Sequence[str]], caption: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), caption=caption or None, caption_justify="left")
    for column in columns:
        right = column in ("time", "best", "gap", "targets", "npv_with", "npv_without")
        header = STUDY_WORDS(language, f"column_{column}")
        table.add_column(header, justify="right" if right else "left", no_wrap=column in ("scenario", "run", "pair"))
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))  # a name may hold brackets, which are no markup
    return table
