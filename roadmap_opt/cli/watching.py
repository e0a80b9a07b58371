"""The command `watch`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import in_words, print_findings, say_error
from roadmap_opt.cli.comparing import print_difference
from roadmap_opt.cli.solving import decisions_in, solve_one
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.strangers import say_left_out
from roadmap_opt.cli.studies import require_room
from roadmap_opt.messages import Language
from roadmap_opt.solver.options import SolveOptions
from roadmap_opt.words import HISTORY as HISTORY_WORDS


@command()
@click.argument("workbook", type=options.WORKBOOK)
@options.scenario("Scenario to solve.")
@options.gap()
@options.time_limit("watch", "Seconds for each search.")
@options.threads()
@options.out()
@in_words
def watch(
    workbook: Path, scenario: str, gap: float, time_limit: float, threads: int, out: Path, language: Language
) -> None:
    """Solve WORKBOOK again whenever it is saved, and say what changed.

    Ctrl-C while waiting ends; during a solve the first keeps the best plan found, the second ends at once.
    """
    from roadmap_opt.runs.history import newest_run_of
    from roadmap_opt.watch import Saves, content_hash

    require_room(threads, None, None, language)
    options = SolveOptions(gap=gap, time_limit=time_limit, threads=threads)
    saves = Saves(workbook)
    newest = newest_run_of(out, workbook, scenario)
    if newest is None or newest.workbook_sha256 != content_hash(workbook):
        if newest is None:
            say_left_out(out, workbook, scenario, language)
        click.echo(HISTORY_WORDS(language, "watch_first", scenario=scenario))
        _solve(workbook, scenario, options, out, language)
    try:
        click.echo(HISTORY_WORDS(language, "watch_waiting", workbook=workbook))
        for _ in saves:
            click.echo(HISTORY_WORDS(language, "watch_saved", scenario=scenario))
            _solve(workbook, scenario, options, out, language)
            click.echo(HISTORY_WORDS(language, "watch_waiting", workbook=workbook))
    except KeyboardInterrupt:
        click.echo(HISTORY_WORDS(language, "watch_ended"))
    sys.exit(0)


def _solve(workbook: Path, scenario: str, options: SolveOptions, out: Path, language: Language) -> None:
    """Solve once and print what changed since the run before; problems of the input are printed, and that is all."""
    from roadmap_opt.errors import InputError, RoadmapError
    from roadmap_opt.runs.history import newest_run_of

    before = newest_run_of(out, workbook, scenario)
    try:
        start = None if before is None else decisions_in(before.folder)
        solve_one(workbook, scenario, options, out, language, start)
    except InputError as error:
        print_findings("errors", error.findings, language, err=True)
        click.echo(HISTORY_WORDS(language, "watch_rejected"), err=True)
        return
    except RoadmapError as error:  # a results folder that cannot be written now may be writable at the next save
        say_error(error.in_language(language), error, language)
        return
    after = newest_run_of(out, workbook, scenario)
    if before is not None and after is not None and before.folder != after.folder:
        click.echo()
        print_difference(before.folder, after.folder, language)
        click.echo()
