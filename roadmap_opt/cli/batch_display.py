"""A running batch on the screen: a table that renews itself on a terminal, lines anywhere else, and the final table."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from roadmap_opt.batch.jobs import Advanced, Began
from roadmap_opt.batch.scenarios import Row, State
from roadmap_opt.cli.batch_words import BATCH_WORDS
from roadmap_opt.figures import number
from roadmap_opt.messages import Language
from roadmap_opt.progress import format_gap, format_number, format_seconds, known, stage_name

if TYPE_CHECKING:
    from types import TracebackType

LOG_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""

_LOG_INTERVAL = 60.0
"""Seconds between two lines about a running scenario in a log."""


@dataclass(slots=True)
class _Solve:
    """A scenario on the screen."""

    began: float = 0.0
    state: Advanced | None = None
    row: Row | None = None


class _Board:
    """What is known about every scenario of a running batch."""

    def __init__(self, language: Language, waiting: Sequence[str], standing: int) -> None:
        self.language = language
        self.solves = {scenario: _Solve() for scenario in waiting}
        self.standing = standing

    def began(self, event: Began) -> None:
        """A worker took a scenario."""
        self.solves[event.key].began = time.monotonic()
        self.solves[event.key].state = Advanced(event.key, "")

    def advanced(self, event: Advanced) -> None:
        """A solve got on."""
        self.solves[event.key].state = event

    def ended(self, row: Row) -> None:
        """A scenario is over."""
        self.solves[row.scenario].row = row

    @property
    def done(self) -> int:
        """Scenarios that are over, those of earlier sessions included."""
        return self.standing + sum(solve.row is not None for solve in self.solves.values())

    @property
    def count(self) -> int:
        """All scenarios of the batch that can be solved."""
        return self.standing + len(self.solves)

    def cells(self, scenario: str) -> tuple[str, ...]:
        """Scenario, state, stage, time, best plan and gap."""
        solve = self.solves[scenario]
        if solve.row is not None:
            entry = solve.row.entry
            time_spent, best, gap = entry["seconds"], entry.get("objective"), entry.get("gap")
            status = ended(solve.row, self.language)
            return (
                scenario,
                status,
                "",
                format_seconds(time_spent, self.language),
                format_number(best, self.language),
                format_gap(gap, self.language),
            )
        if solve.state is None:
            return scenario, BATCH_WORDS(self.language, "state_waiting"), "", "", "", ""
        figures = known(solve.state.phase, solve.state.best, solve.state.bound, solve.state.gap, self.language)
        return (
            scenario,
            BATCH_WORDS(self.language, "state_running"),
            stage_name(solve.state.phase, self.language) if solve.state.phase else "",
            format_seconds(time.monotonic() - solve.began, self.language),
            figures.get("best", ""),
            figures.get("gap", ""),
        )


class LiveBoard(_Board):
    """A table that renews itself. One too long for the screen shows what is running."""

    def __init__(self, stream: IO[str], language: Language, waiting: Sequence[str], standing: int) -> None:
        super().__init__(language, waiting, standing)
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
        self._console.print(line)

    def _table(self) -> Table:
        shown = list(self.solves)
        running = [name for name, solve in self.solves.items() if solve.state is not None and solve.row is None]
        if len(shown) > self._console.height - 5:
            shown = running
        caption = BATCH_WORDS(
            self.language, "batch_progress", done=self.done, count=self.count, running=len(running)
        )  # fmt: skip
        columns = ("scenario", "state", "stage", "time", "best", "gap")
        return _table(self.language, columns, [self.cells(name) for name in shown], caption)


class LineBoard(_Board):
    """A line when a scenario begins and when it ends, and one a minute while it is running."""

    def __init__(self, stream: IO[str], language: Language, waiting: Sequence[str], standing: int) -> None:
        super().__init__(language, waiting, standing)
        self._stream = stream
        self._said: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def say(self, line: str) -> None:
        """A line of its own."""
        print(line, file=self._stream, flush=True)

    def began(self, event: Began) -> None:
        """Say so; and that a worker died, if this is not the first time."""
        super().began(event)
        key = "batch_began" if event.attempt == 1 else "batch_again"
        values = {"scenario": event.key} if event.attempt == 1 else {"scenario": event.key, "attempt": event.attempt}
        self._tell(event.key, BATCH_WORDS(self.language, key, **values))

    def advanced(self, event: Advanced) -> None:
        """Say so unless the last line about the scenario is recent."""
        super().advanced(event)
        if time.monotonic() - self._said[event.key] >= _LOG_INTERVAL:
            self._tell(event.key, " · ".join(cell for cell in self.cells(event.key) if cell))

    def ended(self, row: Row) -> None:
        """Say how."""
        super().ended(row)
        status, spent = ended(row, self.language), format_seconds(row.entry["seconds"], self.language)
        self._tell(row.scenario, f"{row.scenario}: {status} · {spent} ({self.done}/{self.count})")

    def _tell(self, scenario: str, line: str) -> None:
        self._said[scenario] = time.monotonic()
        self.say(line)


def choose_board(stream: IO[str], language: Language, waiting: Sequence[str], standing: int) -> LiveBoard | LineBoard:
    """A table that renews itself on a terminal, lines anywhere else."""
    kind = LiveBoard if stream.isatty() else LineBoard
    return kind(stream, language, waiting, standing)


def print_rows(stream: IO[str], language: Language, rows: Sequence[Row]) -> None:
    """The table at the end of a batch, a line per scenario."""
    columns = ("scenario", "state", "gap", "targets", "npv_with", "npv_without", "audit", "run")
    console = Console(file=stream, width=None if stream.isatty() else LOG_WIDTH)
    console.print(_table(language, columns, [_final_cells(row, language) for row in rows], ""))


def ended(row: Row, language: Language) -> str:
    """How a scenario ended, in a word or two."""
    if row.state in (State.FAILED, State.BAD_INPUT, State.NOT_BEGUN) and not row.entry.get("status"):
        return BATCH_WORDS(language, f"state_{row.state.value}")
    status = BATCH_WORDS(language, f"ended_{row.entry['status'].replace(' ', '_')}")
    return BATCH_WORDS(language, "ended_interrupted", status=status) if row.state is State.INTERRUPTED else status


def _final_cells(row: Row, language: Language) -> tuple[str, ...]:
    entry: Mapping[str, Any] = row.entry
    if not entry.get("has_plan"):
        return row.scenario, ended(row, language), "", "", "", "", "", entry.get("run", "")
    violations = entry["audit_violations"]
    audit = "audit_short_failed" if violations else "audit_short_passed"
    return (
        row.scenario,
        ended(row, language),
        format_gap(entry["gap"], language),
        f"{entry['targets_met']}/{entry['targets_counted']}",
        number(entry["npv_with_terminal"], 1).in_language(language),
        number(entry["npv_without_terminal"], 1).in_language(language),
        BATCH_WORDS(language, audit, **({"count": violations} if violations else {})),
        entry["run"],
    )


def _table(language: Language, columns: Sequence[str], cells: Sequence[Sequence[str]], caption: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), caption=caption or None, caption_justify="left")
    for column in columns:
        right = column in ("time", "best", "gap", "targets", "npv_with", "npv_without")
        header = BATCH_WORDS(language, f"column_{column}")
        table.add_column(header, justify="right" if right else "left", no_wrap=column in ("scenario", "run"))
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))  # a name may hold brackets, which are no markup
    return table
