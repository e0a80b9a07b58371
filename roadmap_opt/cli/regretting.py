"""The command `regret`."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from roadmap_opt.cli import options
from roadmap_opt.cli.batch import require_room, sizing_of
from roadmap_opt.cli.common import (
    AUDIT_FAILED,
    NO_PLAN_FOUND,
    UNEXPECTED,
    in_words,
)
from roadmap_opt.cli.regretting_words import REGRETTING_WORDS
from roadmap_opt.interrupt import ABORTED
from roadmap_opt.messages import Language
from roadmap_opt.solver.options import SolveOptions

if TYPE_CHECKING:
    from roadmap_opt.batch.jobs import Engine
    from roadmap_opt.regret.prepare import OwnPlans, Prepared
    from roadmap_opt.regret.runner import Task
    from roadmap_opt.solution.regret.results import RegretRecord, RegretResults


@dataclass(frozen=True, slots=True)
class _Machine:
    """What the solves run on, and whether Ctrl-C came."""

    workers: int | None
    cluster: str | None
    threads: int
    language: Language
    stop: threading.Event

    def engine(self, content: Mapping[str, Any], jobs: int) -> tuple[Engine, int]:
        """An engine for so many solves, and the threads of each."""
        from roadmap_opt.batch.engines import make_engine

        sizing = sizing_of(self.threads, self.workers, self.cluster, jobs)
        return make_engine(self.cluster, content, sizing.workers, self.stop), sizing.threads


@click.command()
@click.argument("workbook", type=options.WORKBOOK)
@click.option("--scenarios", metavar="A,B,C", help="Scenarios that are plans and worlds; with --batch: all in it.")
@options.numeric(
    "--until", span=options.YEARS, metavar="YEAR", help="Last year whose decisions are held; default: the third."
)
@click.option(
    "--batch", type=options.FOLDER, metavar="FOLDER",
    help="Finished batch with the scenarios' own plans, instead of solving them.",
)  # fmt: skip
@click.option("--resume", is_flag=True, help="Finish a matrix: what is missing or changed is solved, the rest stands.")
@click.option("--name", default="", help="Name of the matrix; default: the time. With --resume: which one.")
@options.workers("Solves at the same time; default: one per core.")
@options.cluster()
@options.gap()
@options.time_limit("regret", "Seconds for each search.")
@options.threads()
@options.out()
@click.pass_context
@in_words
def regret(
    context: click.Context,
    workbook: Path,
    scenarios: str | None,
    until: int | None,
    batch: Path | None,
    resume: bool,
    name: str,
    workers: int | None,
    cluster: str | None,
    gap: float,
    time_limit: float,
    threads: int,
    out: Path,
    language: Language,
) -> None:
    """Hold the plan, change the world: which plan of WORKBOOK can be followed without knowing what comes?

    The plan of every scenario is kept until a year in every other scenario and the rest is found anew. What that loses
    against the best plan of each world is its regret.
    """
    from roadmap_opt.interrupt import StopOnInterrupt
    from roadmap_opt.solver.options import SolveOptions

    require_room(threads, workers, cluster, language)
    options = SolveOptions(gap=gap, time_limit=time_limit, threads=threads)
    named = None if scenarios is None else tuple(part.strip() for part in scenarios.split(",") if part.strip())
    with StopOnInterrupt(lambda: click.echo(REGRETTING_WORDS(language, "regret_stopping"), err=True)) as stop:
        machine = _Machine(workers, cluster, threads, language, stop)
        if resume:
            given = {p for p in context.params if context.get_parameter_source(p) is ParameterSource.COMMANDLINE}
            code = _resume(workbook, out, name, named, until, batch, options, given, machine)
        else:
            code = _begin(workbook, out, name, named, until, batch, options, machine)
    sys.exit(code)


def _begin(
    workbook: Path,
    out: Path,
    name: str,
    scenarios: Sequence[str] | None,
    until: int | None,
    batch: Path | None,
    options: SolveOptions,
    machine: _Machine,
) -> int:
    from roadmap_opt.batch.plan import Asked, begin_batch
    from roadmap_opt.regret.prepare import prepare, runs_of_batch, scenarios_of_batch
    from roadmap_opt.regret.runner import new_record
    from roadmap_opt.solution.regret import store
    from roadmap_opt.solution.run_names import new_run_name

    if scenarios is None and batch is None:
        raise click.UsageError(REGRETTING_WORDS(machine.language, "regret_no_scenarios"))
    wanted = scenarios if scenarios is not None or batch is None else scenarios_of_batch(batch)
    prepared = prepare(workbook, out, wanted, until)
    parent = store.regret_folder(out, workbook)
    chosen = name or new_run_name()
    store.require_new(parent, chosen)
    if batch is None:
        plan = begin_batch(workbook, out, Asked(prepared.scenarios, options, warm_start=False), None)
        record = new_record(prepared, chosen, options, plan.folder, own_batch=True)
        return _go_on(prepared, store.begin(parent, record), options, machine)
    runs_of_batch(batch, prepared)  # better now than after the folder is made
    record = new_record(prepared, chosen, options, batch, own_batch=False)
    return _go_on(prepared, store.begin(parent, record), options, machine)


def _resume(
    workbook: Path,
    out: Path,
    name: str,
    scenarios: Sequence[str] | None,
    until: int | None,
    batch: Path | None,
    options: SolveOptions,
    given: set[str],
    machine: _Machine,
) -> int:
    """Go on with a matrix; what is not given on the command line stays as it was begun."""
    from roadmap_opt.regret.prepare import prepare
    from roadmap_opt.regret.runner import described
    from roadmap_opt.solution.regret import store
    from roadmap_opt.solver.options import SolveOptions

    partial = store.find_unfinished(out, workbook, name)
    record = store.load_record(partial)
    changed: dict[str, Any] = {option: getattr(options, option) for option in ("gap", "time_limit") if option in given}
    asked = SolveOptions(**{**record.options, **changed, "threads": options.threads})
    prepared = prepare(workbook, out, scenarios or record.scenarios, until or record.until)
    record = replace(record, **described(prepared, asked))
    if batch is not None:
        record = replace(record, batch=batch.as_posix(), own_batch=False)
    store.write_record(partial, record)
    return _go_on(prepared, partial, asked, machine)


def _go_on(prepared: Prepared, partial: Path, options: SolveOptions, machine: _Machine) -> int:
    from roadmap_opt.regret.prepare import own_plans
    from roadmap_opt.regret.runner import finish, tasks_of
    from roadmap_opt.solution.regret import store

    language = machine.language
    record = store.load_record(partial)
    count = len(prepared.scenarios)
    values = {"scenarios": count, "until": prepared.until, "pairs": count * (count - 1)}
    click.echo(REGRETTING_WORDS(language, "regret_size", **values))
    folders, problems = _own_folders(prepared, record, options, machine)
    if folders is None:
        return _unfinished(machine, problems)
    own = own_plans(folders)
    for scenario in own.unusable:
        click.echo(REGRETTING_WORDS(language, "regret_left_out", scenario=scenario, folder=folders[scenario]), err=True)
    if len(own.plans) < 2:
        click.echo(REGRETTING_WORDS(language, "regret_too_few"), err=True)
        return NO_PLAN_FOUND
    tasks = tasks_of(prepared, own, options)
    done, problems = _carry(prepared, partial, tasks, own, options, machine)
    if not done:
        return _unfinished(machine, problems)
    folder, results = finish(partial, tasks, own, language)
    _say_results(results, folder, language)
    return AUDIT_FAILED if any(run.state == "audit_failed" for run in results.runs) else 0


def _own_folders(
    prepared: Prepared, record: RegretRecord, options: SolveOptions, machine: _Machine
) -> tuple[dict[str, Path] | None, tuple[str, ...]]:
    """Folders of the scenarios' own plans, solved where they are missing; ``None`` when some are, and why."""
    from roadmap_opt.batch.plan import resume_batch
    from roadmap_opt.batch.scenarios import State, run_batch
    from roadmap_opt.batch.solving import shared_workbook
    from roadmap_opt.cli.batch_display import choose_board
    from roadmap_opt.regret.prepare import runs_of_batch

    if not record.own_batch:
        return runs_of_batch(Path(record.batch), prepared), ()
    changes = {
        "scenarios": prepared.scenarios, "gap": options.gap, "time_limit": options.time_limit,
        "threads": options.threads,
    }  # fmt: skip
    plan = resume_batch(prepared.workbook, prepared.out, Path(record.batch).name, changes)
    left = [task.scenario for task in plan.tasks if task.scenario not in plan.standing]
    if left:
        words = {"count": len(left), "standing": len(plan.standing)}
        click.echo(REGRETTING_WORDS(machine.language, "regret_own_plans", **words))
        engine, threads = machine.engine(shared_workbook(prepared.workbook, plan.content, prepared.out), len(left))
        with choose_board(sys.stderr, machine.language, left, len(plan.standing)) as board:
            rows = run_batch(plan, engine, board, machine.language, threads)
        problems = tuple(f"{row.scenario}: {row.entry['problem']}" for row in rows if row.entry.get("problem"))
        if any(row.state is not State.DONE for row in rows):
            return None, problems
    return runs_of_batch(plan.folder, prepared), ()


def _carry(
    prepared: Prepared,
    partial: Path,
    tasks: Sequence[Task],
    own: OwnPlans,
    options: SolveOptions,
    machine: _Machine,
) -> tuple[bool, tuple[str, ...]]:
    """Solve the pairs that do not stand; returns whether all of them do now, and what went wrong."""
    from roadmap_opt.batch.solving import shared_workbook
    from roadmap_opt.cli.batch_display import choose_board
    from roadmap_opt.regret.runner import run_tasks, waiting

    left = waiting(partial, tasks)
    if not left:
        return True, ()
    words = {"count": len(left), "standing": len(tasks) - len(left)}
    click.echo(REGRETTING_WORDS(machine.language, "regret_pairs", **words))
    engine, threads = machine.engine(shared_workbook(prepared.workbook, prepared.content, prepared.out), len(left))
    with choose_board(sys.stderr, machine.language, [task.key for task in left], len(tasks) - len(left)) as board:
        problems = run_tasks(partial, left, own, engine, board, machine.language, replace(options, threads=threads))
    return not waiting(partial, tasks), problems


def _unfinished(machine: _Machine, problems: Sequence[str]) -> int:
    for line in problems:
        click.echo(line, err=True)
    click.echo(REGRETTING_WORDS(machine.language, "regret_unfinished"), err=True)
    return UNEXPECTED if problems else ABORTED


def _say_results(results: RegretResults, folder: Path, language: Language) -> None:
    from roadmap_opt.solution.regret.telling import story

    for line in story(results):
        click.echo(line.in_language(language).replace("\u00a0", " "))
    click.echo(REGRETTING_WORDS(language, "regret_written", folder=folder))
