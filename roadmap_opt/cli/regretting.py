"""The command `regret`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import AUDIT_FAILED, in_words
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.studies import named, require_room, run_study, unfinished
from roadmap_opt.messages import Language
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.words import STUDIES as STUDY_WORDS

if TYPE_CHECKING:
    from roadmap_opt.studies.regret.results import RegretResults
    from roadmap_opt.studying import Studied


@command()
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
@in_words
def regret(
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
    from roadmap_opt.studies.orders import RegretStudy
    from roadmap_opt.studying import Ending

    require_room(threads, workers, cluster, language)
    if scenarios is None and batch is None and not resume:
        raise click.UsageError(STUDY_WORDS(language, "regret_no_scenarios"))
    order = RegretStudy(named(scenarios), until, SolveOptions(gap=gap, time_limit=time_limit), batch, name)
    machine = {"workers": workers, "threads": threads, "cluster": cluster}
    studied = run_study(order, workbook, out, machine, language, resume)
    if studied.results is not None:
        sys.exit(_say_results(studied, language))
    if studied.ending is Ending.LEFT:
        click.echo(STUDY_WORDS(language, "regret_unfinished"), err=True)
    sys.exit(unfinished(studied))


def _say_results(studied: Studied[RegretResults], language: Language) -> int:
    """Say what came of a matrix; returns the exit code."""
    from roadmap_opt.studies.regret.statements import story

    results = studied.finished
    for line in story(results):
        click.echo(line.in_language(language).replace("\u00a0", " "))
    click.echo(STUDY_WORDS(language, "study_written", folder=studied.folder))
    return AUDIT_FAILED if any(run.state == "audit_failed" for run in results.runs) else 0
