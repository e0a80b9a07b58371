"""The command `sweep`."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roadmap_opt.case.sweeps import DESIGNS
from roadmap_opt.cli import options
from roadmap_opt.cli.batch import sizing_of
from roadmap_opt.cli.common import AUDIT_FAILED, NO_PLAN_FOUND, UNEXPECTED, in_words
from roadmap_opt.cli.sweeping_words import SWEEPING_WORDS
from roadmap_opt.interrupt import ABORTED
from roadmap_opt.messages import Language
from roadmap_opt.solver.options import RANGES, SolveOptions

if TYPE_CHECKING:
    from roadmap_opt.batch.jobs import Engine
    from roadmap_opt.solution.sweeps.results import SweepResults
    from roadmap_opt.sweep.runner import Finished, Prepared


@click.command()
@click.argument("workbook", type=options.WORKBOOK)
@click.option("--sweep", required=True, metavar="NAME", help="Sweep to run, a name on sheet Sweeps.")
@click.option(
    "--design",
    type=click.Choice(DESIGNS),
    default="tornado",
    show_default=True,
    help="tornado: one at a time; grid: all combinations; latin, sobol: draws from the distributions.",
)
@options.numeric(
    "--runs", span=options.RUNS, default=64, show_default=True, metavar="N", help="Draws, for latin and sobol."
)
@options.scenario("Scenario that the sweep varies.")
@options.numeric("--seed", span=RANGES["seed"], default=0, show_default=True, metavar="N", help="Seed of the draws.")
@click.option(
    "--from", "base_run", type=options.FOLDER, metavar="RUN",
    help="Folder of a run of this scenario to start from, instead of solving the base plan.",
)  # fmt: skip
@click.option("--resume", is_flag=True, help="Finish the newest interrupted sweep that was asked for in the same way.")
@options.workers("Runs solved at the same time; default: one per core.")
@options.cluster()
@options.numeric(
    "--rounds", span=options.SWEEP_ROUNDS, default=1, show_default=True, metavar="N",
    help="Rounds of improvement per run, repeatable on any machine; 0: the full search, to --gap or --time-limit.",
)  # fmt: skip
@options.gap("Gap to stop at.")
@options.time_limit("sweep", "Seconds per run, at most.")
@options.seconds("--base-time-limit", 600, "Seconds for the base plan.")
@options.numeric(
    "--no-regret", span=options.SHARE, per_cent=True, default="90%", metavar="SHARE", show_default=True,
    help="Share of runs from which a plant counts as built without regret.",
)  # fmt: skip
@click.option("--keep-plan", is_flag=True, help="Every run keeps the decisions of the base plan: a stress test of it.")
@options.out()
@in_words
def sweep(
    workbook: Path,
    sweep: str,
    design: str,
    runs: int,
    scenario: str,
    seed: int,
    base_run: Path | None,
    resume: bool,
    workers: int | None,
    cluster: str | None,
    rounds: int,
    gap: float,
    time_limit: float,
    base_time_limit: float,
    no_regret: float,
    keep_plan: bool,
    out: Path,
    language: Language,
) -> None:
    """Vary the inputs of WORKBOOK as its sheet Sweeps says, and show what that moves."""
    from roadmap_opt.sweep.runner import Order, prepare

    options = SolveOptions(gap=gap, time_limit=time_limit, threads=1, rounds=rounds or None)
    order = Order(workbook, scenario, sweep, design, runs, seed, no_regret, keep_plan, options, out)
    prepared = prepare(order)
    _say_size(prepared, workers, cluster, language)
    base_options = replace(options, time_limit=base_time_limit, threads=0, rounds=None)
    sys.exit(_run(prepared, base_run, base_options, resume, workers, cluster, language))


def _say_size(prepared: Prepared, workers: int | None, cluster: str | None, language: Language) -> None:
    from roadmap_opt.sweep.designs import is_balanced

    order, count = prepared.order, len(prepared.samples)
    if not is_balanced(order.design, order.runs):
        better = 1 << (order.runs - 1).bit_length()
        click.echo(SWEEPING_WORDS(language, "sweep_unbalanced", better=better, runs=order.runs), err=True)
    values = {"sweep": prepared.sweep.name, "runs": count, "parameters": len(prepared.sweep.parameters)}
    shown = cluster or _worker_count(workers, cluster, count)
    click.echo(SWEEPING_WORDS(language, "sweep_size", **values, workers=shown))


def _worker_count(workers: int | None, cluster: str | None, runs: int) -> int:
    """Worker processes for so many runs and the base; every run takes one core."""
    return sizing_of(1, workers, cluster, runs + 1).workers


def _run(
    prepared: Prepared,
    base_run: Path | None,
    base_options: SolveOptions,
    resume: bool,
    workers: int | None,
    cluster: str | None,
    language: Language,
) -> int:
    from roadmap_opt.batch.engines import make_engine
    from roadmap_opt.batch.journal import Journal
    from roadmap_opt.cli.sweep_display import choose_sweep_display
    from roadmap_opt.interrupt import StopOnInterrupt
    from roadmap_opt.sweep.runner import begin, find_interrupted, is_done, run_sweep

    count = _worker_count(workers, cluster, len(prepared.samples))
    with StopOnInterrupt(lambda: click.echo(SWEEPING_WORDS(language, "sweep_stopping"), err=True)) as stop:
        if resume:
            partial = find_interrupted(prepared, base_run)
            done = sum(map(is_done, Journal(partial).entries.values()))
            click.echo(SWEEPING_WORDS(language, "sweep_continued", folder=partial, count=done))
        else:
            started = base_run or _solve_base(prepared, base_options, language, stop)
            if started is None or stop.is_set():
                return ABORTED if stop.is_set() else NO_PLAN_FOUND
            partial, done = begin(prepared, started, count), 0

        def engine(shared: Mapping[str, Any]) -> Engine:
            return make_engine(cluster, shared, count, stop)

        with choose_sweep_display(sys.stderr, language, len(prepared.samples) + 1 - done) as display:
            finished = run_sweep(prepared, partial, engine, display, language)
    return _say_end(finished, language)


def _solve_base(prepared: Prepared, options: SolveOptions, language: Language, stop: threading.Event) -> Path | None:
    """Folder of the base plan; ``None`` when there is none."""
    from roadmap_opt.progress import choose_progress
    from roadmap_opt.sweep.runner import solve_base

    click.echo(SWEEPING_WORDS(language, "sweep_solving_base"))
    run, folder = solve_base(prepared, options, choose_progress(sys.stderr, language), language, stop)
    if not run.record.has_plan:
        values = {"status": run.record.status, "folder": folder}
        click.echo(SWEEPING_WORDS(language, "sweep_no_base", **values), err=True)
        return None
    click.echo(SWEEPING_WORDS(language, "sweep_base", folder=folder))
    return folder


def _say_end(finished: Finished, language: Language) -> int:
    """Say how the sweep ended; returns the exit code."""
    if finished.results is None:
        click.echo(SWEEPING_WORDS(language, "sweep_left", count=finished.left), err=True)
        return ABORTED
    results = finished.results
    values = {"counted": len(results.counted), "runs": len(results.runs)}
    click.echo(SWEEPING_WORDS(language, "sweep_counted", **values))
    _say_left_out(results, language)
    click.echo(SWEEPING_WORDS(language, "sweep_written", folder=finished.folder))
    return _exit_code(results)


def _say_left_out(results: SweepResults, language: Language) -> None:
    from roadmap_opt.solution.sweeps.telling import left_out_lines

    for line in left_out_lines(results):
        click.echo(f"  {line.in_language(language)}")


def _exit_code(results: SweepResults) -> int:
    """The worst that happened to a run; runs without a plan are findings of a sweep, unless there is no other."""
    from roadmap_opt.solution.sweeps.runs import CRASHED

    if any(run.violations for run in results.runs):
        return AUDIT_FAILED
    if any(run.status == CRASHED and run.problem for run in results.runs):
        return UNEXPECTED
    return 0 if results.counted else NO_PLAN_FOUND
