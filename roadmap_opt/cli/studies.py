"""Studies on the command line: what the machine has room for, what is said on the way, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from roadmap_opt.cli.common import AUDIT_FAILED, BAD_INPUT, NO_PLAN_EXISTS, NO_PLAN_FOUND, UNEXPECTED, print_findings
from roadmap_opt.interrupt import ABORTED, StopOnInterrupt
from roadmap_opt.messages import Language
from roadmap_opt.said import spoken
from roadmap_opt.solver.options import available_cores
from roadmap_opt.words import STUDIES as STUDY_WORDS

if TYPE_CHECKING:
    from roadmap_opt.cli.study_display import Board
    from roadmap_opt.errors import Finding
    from roadmap_opt.progress import Progress
    from roadmap_opt.studies.journal import Entry
    from roadmap_opt.studies.orders import StudyOrder
    from roadmap_opt.studies.run import Study
    from roadmap_opt.studying import Studied, TaskNoun

Results = TypeVar("Results")

_REMARKS = {"study_moved", "sweep_unbalanced", "sweep_no_base", "sweep_left", "regret_left_out", "regret_too_few",
            "study_stopping"}  # fmt: skip
"""What is said beside the results."""


class Console:
    """The audience of a study on a terminal or in a log."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._board: Board | None = None

    def say(self, key: str, **values: Any) -> None:
        """A line; above the table that renews itself, if there is one."""
        line = STUDY_WORDS(self._language, key, **values)
        if self._board is not None:
            self._board.say(line)
        else:
            click.echo(line, err=key in _REMARKS)

    def reject(self, rejected: Mapping[str, Sequence[Finding]]) -> None:
        """Every problem once, under the first scenario that has it."""
        known: set[Any] = set()
        for scenario, errors in rejected.items():
            click.echo(STUDY_WORDS(self._language, "batch_rejected", scenario=scenario), err=True)
            fresh = [error for error in errors if (error.code, error.sheet, error.cell) not in known]
            known.update((error.code, error.sheet, error.cell) for error in errors)
            if len(fresh) < len(errors):
                click.echo(STUDY_WORDS(self._language, "batch_as_above"), err=True)
            print_findings("errors", fresh, self._language, err=True)

    @contextmanager
    def board(self, study: Study, task: TaskNoun) -> Iterator[Board]:
        """A table that renews itself on a terminal, lines anywhere else."""
        from roadmap_opt.cli.study_display import LineBoard, LiveBoard

        kind = LiveBoard if sys.stderr.isatty() else LineBoard
        try:
            with kind(sys.stderr, self._language, study, task) as self._board:
                yield self._board
        finally:
            self._board = None

    def progress(self) -> Progress:
        """The progress of one search."""
        from roadmap_opt.progress import choose_progress

        return choose_progress(sys.stderr, self._language)


def run_study(
    order: StudyOrder[Results],
    workbook: Path,
    out: Path,
    machine: Mapping[str, Any],
    language: Language,
    resume: bool,
) -> Studied[Results]:
    """Carry out an order on the command line; ``machine`` holds the options of that name."""
    from roadmap_opt import verbs

    console = Console(language)
    with StopOnInterrupt(lambda: console.say("study_stopping")) as stop:
        studied = verbs.study(
            workbook, order, out=out, language=language, audience=console, stop=stop, resume=resume,
            given=_given_fields() & order.CHANGEABLE, **machine,
        )  # fmt: skip
    for line in studied.problems:
        click.echo(spoken(line, language), err=True)
    return studied


def given() -> Set[str]:
    """Names of the options that stand on the command line."""
    context = click.get_current_context()
    return {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}


_FIELDS = {"every": "scenarios", "base_time_limit": "base_seconds"}
"""Fields of an order whose options have other names."""


def _given_fields() -> set[str]:
    """What stands on the command line, by the fields of the order."""
    return {_FIELDS.get(name, name) for name in given()}


def named(scenarios: str | None) -> tuple[str, ...] | None:
    """The scenarios in a list with commas; ``None`` where nothing was given."""
    if scenarios is None:
        return None
    return tuple(name.strip() for name in scenarios.split(",") if name.strip())


def require_room(threads: int, workers: int | None, cluster: str | None, language: Language) -> None:
    """Raise :class:`click.UsageError` when workers and threads asked for need more cores than there are.

    More threads than cores would make every solve slower; what a cluster has room for is not known here.
    """
    cores, count = available_cores(), workers or 1
    if threads and cluster in (None, "local") and count * threads > cores:
        words = STUDY_WORDS(language, "too_many_threads", workers=count, threads=threads, cores=cores)
        raise click.UsageError(words)


def unfinished(studied: Studied[Any]) -> int:
    """The exit code of a study that is not finished."""
    from roadmap_opt.studying import Ending

    if studied.ending is Ending.NO_PLAN:
        return NO_PLAN_FOUND
    return UNEXPECTED if studied.problems else ABORTED


def worst(entries: Sequence[Entry]) -> int:
    """The code of the worst scenario: unexpected error, failed audit, bad input, no plan found, no plan exists."""
    codes = {_code(entry) for entry in entries}
    worst_first = (UNEXPECTED, AUDIT_FAILED, BAD_INPUT, NO_PLAN_FOUND, NO_PLAN_EXISTS)
    return next((code for code in worst_first if code in codes), 0)


def _code(entry: Entry) -> int:
    from roadmap_opt.solver.outcome import Status
    from roadmap_opt.studies.journal import State

    if entry.state is State.BAD_INPUT:
        return BAD_INPUT
    if entry.problem:
        return UNEXPECTED
    if entry.get("has_plan"):
        return AUDIT_FAILED if entry.get("audit_violations") else 0
    return NO_PLAN_EXISTS if entry.get("status") == Status.INFEASIBLE.value else NO_PLAN_FOUND
