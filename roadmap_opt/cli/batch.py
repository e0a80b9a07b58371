"""Many scenarios at once, for the command `solve`: options to an engine, a batch to a table and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roadmap_opt.cli.batch_words import BATCH_WORDS
from roadmap_opt.cli.common import AUDIT_FAILED, BAD_INPUT, NO_PLAN_EXISTS, NO_PLAN_FOUND, UNEXPECTED, print_findings
from roadmap_opt.messages import Language
from roadmap_opt.solver.options import available_cores

if TYPE_CHECKING:
    from roadmap_opt.batch.jobs import Sizing
    from roadmap_opt.batch.plan import BatchPlan
    from roadmap_opt.batch.scenarios import Row
    from roadmap_opt.solver.options import SolveOptions


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Options of `solve` that concern many scenarios. ``given`` names all options that stand on the command line."""

    every: bool
    scenarios: str | None
    resume: bool
    batch: str | None
    warm_start: bool
    workers: int | None
    cluster: str | None
    given: frozenset[str]

    @property
    def asked(self) -> bool:
        """Whether many scenarios are asked for at all."""
        return self.every or self.scenarios is not None or self.resume

    def require_sense(self, language: Language) -> None:
        """Raise :class:`click.UsageError` for options that contradict each other."""
        only = sorted(self.given & {"batch", "warm_start", "workers", "cluster"})
        if not self.asked and only:
            names = ", ".join(f"--{name.replace('_', '-')}" for name in only)
            raise click.UsageError(BATCH_WORDS(language, "only_in_batches", options=names))
        if self.asked and "scenario" in self.given:
            raise click.UsageError(BATCH_WORDS(language, "not_in_batches"))
        if self.every and self.scenarios is not None:
            raise click.UsageError(BATCH_WORDS(language, "all_or_some"))

    @property
    def names(self) -> tuple[str, ...] | None:
        """The scenarios named; ``None`` for all."""
        if self.scenarios is None:
            return None
        return tuple(name.strip() for name in self.scenarios.split(",") if name.strip())


def solve_batch(workbook: Path, options: SolveOptions, batch: BatchOptions, out: Path, language: Language) -> int:
    """Begin or resume a batch and run it to its end; returns the exit code, that of the worst scenario."""
    from roadmap_opt.batch.engines import make_engine
    from roadmap_opt.batch.scenarios import run_batch
    from roadmap_opt.batch.solving import shared_workbook
    from roadmap_opt.cli.batch_display import choose_board, print_rows
    from roadmap_opt.interrupt import StopOnInterrupt

    require_room(options.threads, batch.workers, batch.cluster, language)
    plan = _plan(workbook, options, batch, out)
    waiting = [task.scenario for task in plan.tasks if task.scenario not in plan.standing]
    sizing = sizing_of(options.threads, batch.workers, batch.cluster, len(waiting))
    click.echo(BATCH_WORDS(language, "batch_folder", folder=plan.folder))
    say_moved(plan, language)
    click.echo(BATCH_WORDS(language, "batch_size", count=len(waiting), standing=len(plan.standing)))
    _print_rejected(plan, language)
    board = choose_board(sys.stderr, language, waiting, len(plan.standing))
    with StopOnInterrupt(lambda: board.say(BATCH_WORDS(language, "batch_stopping"))) as stop, board:
        engine = make_engine(batch.cluster, shared_workbook(workbook, plan.content, out), sizing.workers, stop)
        rows = run_batch(plan, engine, board, language, sizing.threads)
    print_rows(sys.stdout, language, rows)
    _print_end(plan, rows, language)
    return exit_code(rows)


def say_moved(plan: BatchPlan, language: Language) -> None:
    """Say when a batch goes on with another file than it was begun with."""
    if plan.moved_from:
        words = {"before": plan.moved_from, "workbook": plan.workbook}
        click.echo(BATCH_WORDS(language, "batch_moved", **words), err=True)


def exit_code(rows: Sequence[Row]) -> int:
    """The code of the worst scenario: unexpected error, failed audit, bad input, no plan found, no plan exists."""
    codes = {_code(row) for row in rows}
    worst_first = (UNEXPECTED, AUDIT_FAILED, BAD_INPUT, NO_PLAN_FOUND, NO_PLAN_EXISTS)
    return next((code for code in worst_first if code in codes), 0)


def _code(row: Row) -> int:
    from roadmap_opt.batch.scenarios import State
    from roadmap_opt.solver.outcome import Status

    if row.state is State.BAD_INPUT:
        return BAD_INPUT
    if row.entry.get("problem"):
        return UNEXPECTED
    if row.entry.get("has_plan"):
        return AUDIT_FAILED if row.entry["audit_violations"] else 0
    return NO_PLAN_EXISTS if row.entry.get("status") == Status.INFEASIBLE.value else NO_PLAN_FOUND


def _plan(workbook: Path, options: SolveOptions, batch: BatchOptions, out: Path) -> BatchPlan:
    from roadmap_opt.batch.plan import Asked, begin_batch, resume_batch

    if not batch.resume:
        return begin_batch(workbook, out, Asked(batch.names, options, batch.warm_start), batch.batch)
    changes: dict[str, Any] = {
        name: getattr(options, name) for name in ("gap", "time_limit", "rounds", "threads") if name in batch.given
    }
    if batch.every or batch.scenarios is not None:
        changes["scenarios"] = batch.names
    if "warm_start" in batch.given:
        changes["warm_start"] = batch.warm_start
    return resume_batch(workbook, out, batch.batch, changes)


def require_room(threads: int, workers: int | None, cluster: str | None, language: Language) -> None:
    """Raise :class:`click.UsageError` when workers and threads asked for need more cores than there are.

    More threads than cores would make every solve slower; what a cluster has room for is not known here.
    """

    cores, count = available_cores(), workers or 1
    if threads and cluster in (None, "local") and count * threads > cores:
        words = BATCH_WORDS(language, "too_many_threads", workers=count, threads=threads, cores=cores)
        raise click.UsageError(words)


def sizing_of(threads: int, workers: int | None, cluster: str | None, jobs: int) -> Sizing:
    """Worker processes and threads of each for so many solves."""
    from roadmap_opt.batch.jobs import Sizing

    if cluster in (None, "local"):
        return Sizing.for_cores(available_cores(), workers, jobs, threads)
    return Sizing(1, threads or 1)  # a cluster has the workers it has, each with a core


def _print_rejected(plan: BatchPlan, language: Language) -> None:
    """Every problem once, under the first scenario that has it."""
    known: set[Any] = set()
    for scenario, errors in plan.rejected.items():
        click.echo(BATCH_WORDS(language, "batch_rejected", scenario=scenario), err=True)
        fresh = [error for error in errors if (error.code, error.sheet, error.cell) not in known]
        known.update((error.code, error.sheet, error.cell) for error in errors)
        if len(fresh) < len(errors):
            click.echo(BATCH_WORDS(language, "batch_as_above"), err=True)
        print_findings("errors", fresh, language, err=True)


def _print_end(plan: BatchPlan, rows: Sequence[Row], language: Language) -> None:
    from roadmap_opt.batch.partitions import TABLES_FOLDER
    from roadmap_opt.batch.scenarios import State
    from roadmap_opt.batch.summary import SUMMARY_FILE

    for row in rows:
        if row.entry.get("problem"):
            click.echo(f"{row.scenario}: {row.entry['problem']}")
    left = [row for row in rows if row.state in (State.INTERRUPTED, State.NOT_BEGUN)]
    if left:
        click.echo(BATCH_WORDS(language, "batch_unfinished", count=len(left)))
    places = {"summary": plan.folder / SUMMARY_FILE, "tables": plan.folder / TABLES_FOLDER}
    click.echo(BATCH_WORDS(language, "batch_written", **places))
