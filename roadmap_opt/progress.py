"""How a long solve tells what it is doing: a protocol, and its forms for a terminal, for a log and for silence.

The solver calls `phase` when a stage begins, `update` as often as it likes (each form throttles itself) and `done`
once. It never asks which form it talks to.

Bound and gap are shown only where they hold for the whole problem: the gap of a stage that searches a part of it would
read as if the plan were nearly the best. While a plan is improved the solver passes on the bound that it has proven
elsewhere.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Protocol

from roadmap_opt.figures import number, percent
from roadmap_opt.messages import Language
from roadmap_opt.words import CONSOLE as text

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

PLAIN_INTERVAL = 5.0
"""Seconds between two lines of plain progress: a log of an hour's solve stays readable."""

_SHOWN_IN_PART = {"first plan": (), "bound": ("bound",)}
"""What holds for the whole problem in the stages that search a part or a relaxation of it."""


class Progress(Protocol):
    """What a solve reports while it runs. ``gap`` is a fraction (0.004 is 0.4 %)."""

    def phase(self, name: str) -> None:
        """A stage begins."""

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """State of the solver in the running stage; ``None`` where nothing is known yet."""

    def done(self) -> None:
        """Nothing more will be reported."""


class QuietProgress:
    """Reports nothing: for tests, sweeps and use as a library."""

    def phase(self, name: str) -> None:
        """Ignore the stage."""

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Ignore the state."""

    def done(self) -> None:
        """Ignore the end."""


class PlainProgress:
    """One line per stage and at most one line every few seconds: for logs and pipes."""

    def __init__(
        self,
        write: Callable[[str], None],
        language: Language = "en",
        interval: float = PLAIN_INTERVAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._language = language
        self._interval = interval
        self._clock = clock
        self._phase = ""
        self._last_line = -float("inf")
        self._last_best: float | None = None

    def phase(self, name: str) -> None:
        """Write the stage's name."""
        self._phase = name
        self._last_line = -float("inf")
        self._last_best = None
        self._write(f"{stage_name(name, self._language)} …")

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Write the state unless the last line is recent; a first plan is worth a line at once."""
        first_plan = best is not None and self._last_best is None
        if not first_plan and self._clock() - self._last_line < self._interval:
            return
        self._last_line = self._clock()
        self._last_best = best
        state = (f"{label} {figure}" for label, figure in _state(self._phase, self._language, best, bound, gap))
        stage = f"{stage_name(self._phase, self._language)}: {format_seconds(elapsed, self._language)}"
        self._write(" · ".join((stage, *state)))

    def done(self) -> None:
        """Nothing to close."""


class LiveProgress:
    """One line that renews itself on a terminal."""

    def __init__(self, stream: IO[str], language: Language = "en") -> None:
        from rich.console import Console

        self._console = Console(file=stream)
        self._language = language
        self._live: Live | None = None
        self._phase = ""
        self._shown = -float("inf")

    def phase(self, name: str) -> None:
        """Freeze the line of the stage before and begin a new one."""
        self._stop()
        self._phase = name
        from rich.live import Live

        self._live = Live(self._line(0.0, None, None, None), console=self._console, refresh_per_second=4)
        self._live.start()

    def update(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> None:
        """Renew the line, at most four times a second."""
        if self._live is None or time.monotonic() - self._shown < 0.25:
            return
        self._shown = time.monotonic()
        self._live.update(self._line(elapsed, best, bound, gap))

    def done(self) -> None:
        """Leave the last line on the screen."""
        self._stop()

    def _stop(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _line(self, elapsed: float, best: float | None, bound: float | None, gap: float | None) -> Table:
        from rich.table import Table

        grid = Table.grid(padding=(0, 2))
        stage = stage_name(self._phase, self._language)
        cells = [f"[bold]{stage}[/bold]", format_seconds(elapsed, self._language)]
        if best is not None or bound is not None:
            state = _state(self._phase, self._language, best, bound, gap)
            cells += [f"{label} [bold]{figure}[/bold]" for label, figure in state]
        grid.add_row(*cells)
        return grid


def choose_progress(stream: IO[str], language: Language) -> Progress:
    """A renewing line on a terminal, plain lines anywhere else."""
    if stream.isatty():
        return LiveProgress(stream, language)
    return PlainProgress(lambda line: print(line, file=stream, flush=True), language)


def stage_name(name: str, language: Language) -> str:
    """The solver's name of a stage (``improving: modules 5 of 9``) in the planner's words and language."""
    return ": ".join(_stage_words(part, language) for part in name.split(": "))


def _stage_words(part: str, language: Language) -> str:
    words = re.split(r" \d", part, maxsplit=1)[0]
    count = part[len(words) :]
    key = f"stage_{words.replace(' ', '_')}"
    return (text(language, key) if key in text.entries else words) + count.replace(" of ", "/")


def _state(
    phase: str, language: Language, best: float | None, bound: float | None, gap: float | None
) -> list[tuple[str, str]]:
    """Label and figure of what may be said about the whole problem in this stage."""
    figures = known(phase, best, bound, gap, language)
    return [(text(language, f"progress_{name}"), figure) for name, figure in figures.items()]


def known(phase: str, best: float | None, bound: float | None, gap: float | None, language: Language) -> dict[str, str]:
    """What may be said about the whole problem in this stage, of ``best``, ``bound`` and ``gap``, as it is written."""
    figures = {
        "best": format_number(best, language),
        "bound": format_number(bound, language),
        "gap": format_gap(gap, language),
    }
    return {name: figures[name] for name in _SHOWN_IN_PART.get(phase.partition(":")[0], tuple(figures))}


def format_seconds(seconds: float, language: Language) -> str:
    """``75.4`` as ``1:15``; below ten seconds with a decimal."""
    if seconds < 10:
        return f"{number(seconds, 1).in_language(language)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}" if minutes else f"{rest} s"


def format_number(value: float | None, language: Language) -> str:
    """A bound or objective for reading along, not for computing; an unknown or infinite one as a dash."""
    return number(value, 1).in_language(language)


def format_gap(gap: float | None, language: Language) -> str:
    """A fraction as per cent; an unknown or infinite one as a dash."""
    return percent(gap, 2).in_language(language)
