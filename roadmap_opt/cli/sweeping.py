"""The command `sweep`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap_opt.case.sweeps import DESIGNS
from roadmap_opt.cli import options
from roadmap_opt.cli.common import AUDIT_FAILED, NO_PLAN_FOUND, UNEXPECTED, in_words
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.studies import run_study, unfinished
from roadmap_opt.messages import Language
from roadmap_opt.solver.options import RANGES, SolveOptions
from roadmap_opt.words import STUDIES as STUDY_WORDS

if TYPE_CHECKING:
    from roadmap_opt.studies.sweep.results import SweepResults
    from roadmap_opt.studying import Studied


@command()
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
@click.option(
    "--resume",
    is_flag=True,
    help="Finish the newest interrupted one: what is missing or changed is solved, the rest stands.",
)
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
    from roadmap_opt.studies.orders import SweepStudy

    order = SweepStudy(
        sweep, scenario, design, runs, seed,
        SolveOptions(gap=gap, time_limit=time_limit, threads=1, rounds=rounds or None),
        base_run, base_time_limit, keep_plan, no_regret,
    )  # fmt: skip
    studied = run_study(order, workbook, out, {"workers": workers, "cluster": cluster}, language, resume)
    sys.exit(unfinished(studied) if studied.results is None else _say_results(studied, language))


def _say_results(studied: Studied[SweepResults], language: Language) -> int:
    """Say what came of a sweep; returns the exit code, that of the worst that happened to a run.

    Runs without a plan are findings of a sweep, unless there is no other.
    """
    from roadmap_opt.studies.sweep.runs import CRASHED
    from roadmap_opt.studies.sweep.statements import close_words, left_out_lines

    results = studied.finished
    values = {"counted": len(results.counted), "runs": len(results.runs)}
    click.echo(STUDY_WORDS(language, "sweep_counted", **values))
    for line in left_out_lines(results):
        click.echo(f"  {line.in_language(language)}")
    if (close := close_words(results)) is not None:
        click.echo(close.in_language(language).replace("\u00a0", " "))
    click.echo(STUDY_WORDS(language, "study_written", folder=studied.folder))
    if any(run.violations for run in results.runs):
        return AUDIT_FAILED
    if any(run.status == CRASHED and run.problem for run in results.runs):
        return UNEXPECTED
    return 0 if results.counted else NO_PLAN_FOUND
