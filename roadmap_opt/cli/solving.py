"""The command `solve`: one scenario, or many at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import (
    AUDIT_FAILED,
    NO_PLAN_EXISTS,
    NO_PLAN_FOUND,
    in_words,
    print_violations,
)
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.strangers import say_left_out
from roadmap_opt.cli.studies import given, named, require_room, run_study, worst
from roadmap_opt.messages import Language
from roadmap_opt.said import said, spoken
from roadmap_opt.solver.options import RANGES, SolveOptions
from roadmap_opt.words import CONSOLE as text
from roadmap_opt.words import STUDIES as STUDY_WORDS

if TYPE_CHECKING:
    from roadmap_opt.pipeline import Prepared
    from roadmap_opt.runs.decisions import Decisions
    from roadmap_opt.runs.run import Run

LAST = "last"
"""The newest run of the scenario, in place of a folder."""


@command()
@click.argument("workbook", type=options.WORKBOOK)
@options.scenario("Scenario to solve.")
@click.option("--all", "every", is_flag=True, help="Solve every scenario of the workbook.")
@click.option("--scenarios", metavar="A,B,C", help="Solve these scenarios.")
@click.option("--resume", is_flag=True, help="Finish a batch: what changed or is missing is solved, the rest stands.")
@click.option("--batch", metavar="NAME", help="Name of the batch; with --resume, otherwise the newest.")
@options.workers("Scenarios solved at the same time; default: one per core.")
@click.option("--warm-start/--no-warm-start", default=False, help="Start from the plan of the parent scenario.")
@options.numeric(
    "--total-time",
    span=RANGES["time_limit"],
    metavar="SECONDS",
    help="Seconds for all searches of a batch together: half in equal shares, at most --time-limit each, then more for "
    "scenarios that cannot be told apart.",
)
@options.cluster()
@options.gap()
@options.time_limit(
    "solve", "Seconds for the search; reading, building, settling who pays and final figures come on top."
)
@click.option(
    "--from",
    "first_plan",
    metavar="RUN",
    help="Run whose plan the search starts from: its folder, or `last` for the newest one of the scenario.",
)
@click.option(
    "--keep-plants",
    metavar="RUN",
    help="Run whose plants and programmes are kept: its folder, or `last` for the newest one of the scenario. "
    "Contracts, money and operation are found anew.",
)
@options.numeric(
    "--rounds",
    span=RANGES["rounds"],
    metavar="N",
    help="Short search of so many rounds instead of the full one; with --threads 1 it repeats on any machine.",
)
@options.threads()
@options.brief()
@options.out()
@in_words
def solve(
    workbook: Path,
    scenario: str,
    gap: float,
    time_limit: float,
    first_plan: str | None,
    keep_plants: str | None,
    rounds: int | None,
    threads: int,
    brief: bool,
    out: Path,
    language: Language,
    every: bool,
    scenarios: str | None,
    **many: Any,
) -> None:
    """Solve WORKBOOK and write the plan to a new folder below --out.

    With --all or --scenarios, many scenarios are solved side by side; --resume goes on with such a batch.
    """
    briefings = options.languages_of_briefing(language) if brief else ()
    asked = SolveOptions(gap=gap, time_limit=time_limit, threads=threads, rounds=rounds)
    if _many_asked(every, scenarios, many["resume"], language):
        if first_plan is not None:
            raise click.UsageError(text(language, "from_is_for_one"))
        if keep_plants is not None:
            raise click.UsageError(text(language, "keep_is_for_one"))
        if brief:
            raise click.UsageError(text(language, "brief_is_for_one"))
        sys.exit(_solve_many(workbook, named(scenarios), asked, out, language, **many))
    require_room(threads, None, None, language)
    start = None if first_plan is None else _start(first_plan, out, workbook, scenario, language)
    kept = None if keep_plants is None else _start(keep_plants, out, workbook, scenario, language)
    sys.exit(solve_one(workbook, scenario, asked, out, language, start or kept, kept, briefings))


def _many_asked(every: bool, scenarios: str | None, resume: bool, language: Language) -> bool:
    """Whether many scenarios are asked for; raises :class:`click.UsageError` for options that contradict each other."""
    many = every or scenarios is not None or resume
    only = sorted(given() & {"batch", "warm_start", "workers", "cluster", "total_time"})
    if not many and only:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in only)
        raise click.UsageError(STUDY_WORDS(language, "only_in_batches", options=names))
    if many and "scenario" in given():
        raise click.UsageError(STUDY_WORDS(language, "not_in_batches"))
    if every and scenarios is not None:
        raise click.UsageError(STUDY_WORDS(language, "all_or_some"))
    return many


def _solve_many(
    workbook: Path,
    scenarios: tuple[str, ...] | None,
    options: SolveOptions,
    out: Path,
    language: Language,
    *,
    resume: bool,
    batch: str | None,
    warm_start: bool,
    workers: int | None,
    total_time: float | None,
    cluster: str | None,
) -> int:
    """Begin or resume a batch and run it to its end; returns the exit code, that of the worst scenario."""
    from roadmap_opt.cli.pairs_text import pair_lines
    from roadmap_opt.cli.study_display import print_entries
    from roadmap_opt.studies.journal import State
    from roadmap_opt.studies.orders import ScenarioStudy
    from roadmap_opt.studies.scenarios.pairs import PAIRS_FILE, read_pairs
    from roadmap_opt.studies.scenarios.partitions import TABLES_FOLDER
    from roadmap_opt.studies.scenarios.plan import BATCHES
    from roadmap_opt.studies.scenarios.summary import SUMMARY_FILE

    require_room(options.threads, workers, cluster, language)
    order = ScenarioStudy(scenarios, options, warm_start, batch or "", total_time)
    machine = {"workers": workers, "threads": options.threads, "cluster": cluster}
    studied = run_study(order, workbook, out, machine, language, resume)
    entries, folder = studied.finished, studied.folder
    print_entries(sys.stdout, language, entries)
    names, pairs = read_pairs(folder)
    if names:
        for line in pair_lines(names, pairs, language):
            click.echo(line)
    left = [entry for entry in entries if entry.state in (State.INTERRUPTED, State.NOT_BEGUN)]
    if left:
        click.echo(STUDY_WORDS(language, "batch_unfinished", count=len(left)))
    click.echo(STUDY_WORDS(language, "batch_page", page=folder / BATCHES.kind.shown))
    places = {"summary": folder / SUMMARY_FILE, "tables": folder / TABLES_FOLDER}
    click.echo(STUDY_WORDS(language, "batch_written", **places))
    click.echo(STUDY_WORDS(language, "batch_pairs", pairs=folder / PAIRS_FILE))
    return worst(entries)


def _start(run: str, out: Path, workbook: Path, scenario: str, language: Language) -> Decisions:
    """Decisions of the run that is named; raises :class:`click.UsageError` when there is none or it has no plan."""
    from roadmap_opt.runs.history import newest_run_of

    folder = Path(run)
    if run == LAST:
        newest = newest_run_of(out, workbook, scenario)
        if newest is None:
            say_left_out(out, workbook, scenario, language)
            raise click.UsageError(text(language, "no_last_run", scenario=scenario, out=out))
        folder = newest.folder
    decisions = decisions_in(folder)
    if decisions is None:
        raise click.UsageError(text(language, "no_plan_to_start_from", folder=folder))
    return decisions


def decisions_in(folder: Path) -> Decisions | None:
    """What the plan of a run commits to, for a search that starts from it; ``None`` for a run without a plan."""
    from roadmap_opt.runs.decisions import decisions_of
    from roadmap_opt.runs.run_folder import load_run

    loaded = load_run(folder)
    if not loaded.record.has_plan:
        return None
    return decisions_of(
        loaded.tables, said("run {run} of scenario {scenario}", run=loaded.record.run, scenario=loaded.record.scenario)
    )


def solve_one(
    workbook: Path,
    scenario: str,
    options: SolveOptions,
    out: Path,
    language: Language,
    start: Decisions | None = None,
    kept: Decisions | None = None,
    briefings: Sequence[Language] = (),
) -> int:
    """Solve one scenario with progress on the terminal and say how it ended; returns the exit code.

    The search begins with the decisions of ``start``; plants and programmes are those of ``kept`` in every year. A
    briefing is written in the languages of ``briefings``.
    """
    from roadmap_opt import verbs
    from roadmap_opt.interrupt import StopOnInterrupt
    from roadmap_opt.progress import choose_progress
    from roadmap_opt.solver.decisions import Held, without_running

    progress = choose_progress(sys.stderr, language)
    source: Path | Prepared = workbook
    held = None
    if kept is not None:
        source = read = verbs.read(workbook, scenario)
        held = Held(without_running(kept, read.case), read.case.settings.last_year, contracts=False)
        scenario = read.case.scenario
    with StopOnInterrupt(lambda: click.echo(text(language, "stopping"), err=True)) as stop:
        run = verbs.solve(
            source,
            scenario,
            options=options,
            out=out,
            language=language,
            progress=progress,
            start=start,
            held=held,
            stop=stop,
        )
    code = _say_end(run, language)
    if briefings and run.folder is not None:
        from roadmap_opt.publish import write_briefing

        for path in write_briefing(run.folder, run, briefings):
            click.echo(text(language, "created", path=path))
    return code


def _say_end(run: Run, language: Language) -> int:
    """Say how the solve ended; returns the exit code."""
    from roadmap_opt.insight.standing import Standing
    from roadmap_opt.progress import format_gap
    from roadmap_opt.solver.outcome import Status, StoppedBy

    status, record = run.outcome.status, run.record
    limit = text(language, f"limit_{record.stopped_by or 'other'}")
    unproven = status is Status.FEASIBLE_AT_LIMIT and record.gap is None
    key = "status_unproven" if unproven else f"status_{status.name.lower()}"
    click.echo(text(language, key, gap=format_gap(record.gap, language), limit=limit))
    if run.conflicts:
        click.echo(text(language, "cannot_hold"))
        for line in run.conflicts:
            click.echo(f"  {spoken(line, language)}")
    if status.has_plan:
        if record.stopped_by == StoppedBy.INTERRUPT:
            click.echo(text(language, "interrupted"))
        standing = Standing.of(run)
        if not run.violations:
            click.echo(": ".join(each.in_language(language) for each in (standing.name_in_words, standing.advice)))
        print_violations(run.violations, language)
    click.echo(text(language, "results_in", folder=run.folder))
    if status is Status.INFEASIBLE:
        return NO_PLAN_EXISTS
    if not status.has_plan:
        return NO_PLAN_FOUND
    return AUDIT_FAILED if run.violations else 0
