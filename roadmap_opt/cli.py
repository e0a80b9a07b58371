"""The command `roadmap-opt`: arguments in, words and exit codes out. What the commands do stands elsewhere.

Exit codes: 0 done · 1 unexpected error · 2 the input cannot be used or the output not be written · 3 no plan exists
· 4 the audit found a violation · 5 no plan was found (limit reached, unbounded, solver failure).
"""

from __future__ import annotations

import functools
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roadmap_opt.messages import LANGUAGES, Language, text

# Pandas, Pyomo and HiGHS take about a second to import: they are imported by the command that needs them, not here.
if TYPE_CHECKING:
    from roadmap_opt.errors import Finding
    from roadmap_opt.pipeline import RunReport
    from roadmap_opt.solution.verify import Violation

UNEXPECTED, BAD_INPUT, NO_PLAN_EXISTS, AUDIT_FAILED, NO_PLAN_FOUND = 1, 2, 3, 4, 5

_WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)


def _gap(context: click.Context, parameter: click.Parameter, written: str) -> float:
    """A relative gap written as a fraction (0.005) or in per cent (0.5%), as a fraction."""
    plain = written.replace(" ", "").replace(",", ".")
    try:
        gap = float(plain.strip("%")) / (100 if "%" in plain else 1)
    except ValueError:
        raise click.BadParameter(f"{written!r} is neither a fraction such as 0.005 nor a percentage, 0.5%") from None
    if not 0 <= gap < 1:
        raise click.BadParameter(f"{written!r} is outside 0 to 1: write half a per cent as 0.5% or 0.005")
    return gap


def _in_words(command: Callable[..., None]) -> Any:
    """Add ``--lang``, and turn exceptions into words and exit codes; a traceback goes to a file unless asked for."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        from roadmap_opt.errors import InputError, RoadmapError

        language: Language = options["language"]
        try:
            command(*args, **options)
        except InputError as error:
            _print_findings("errors", error.findings, language, err=True)
            click.echo(text(language, "input_rejected"), err=True)
            sys.exit(BAD_INPUT)
        except RoadmapError as error:
            click.echo(str(error), err=True)
            sys.exit(BAD_INPUT)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if click.get_current_context().obj["debug"]:
                raise
            log = Path(tempfile.gettempdir()) / f"roadmap-opt-{datetime.now():%Y%m%d-%H%M%S}.log"
            try:
                log.write_text(traceback.format_exc(), encoding="utf-8")
            except OSError:  # a full disk may be what went wrong in the first place
                raise error from None
            click.echo(text(language, "unexpected", error=f"{type(error).__name__}: {error}", log=log), err=True)
            sys.exit(UNEXPECTED)

    languages = click.Choice(LANGUAGES)
    return click.option(
        "--lang", "language", type=languages, default="en", show_default=True, help="Language of the output."
    )(run)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.version_option(package_name="roadmap-opt")
@click.pass_context
def roadmap_opt(context: click.Context, debug: bool) -> None:
    """Plan a critical-mineral value chain from an Excel workbook."""
    context.obj = {"debug": debug}


@roadmap_opt.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default=Path("roadmap.xlsx"))
@click.option("--empty", is_flag=True, help="Without the default data.")
@_in_words
def new(path: Path, empty: bool, language: Language) -> None:
    """Write a fresh input workbook to PATH (default roadmap.xlsx)."""
    from roadmap_opt.commands import new_workbook

    new_workbook(path, empty=empty, language=language)
    click.echo(text(language, "created", path=path))


@roadmap_opt.command()
@click.argument("workbook", type=_WORKBOOK)
@click.option("--scenario", default="base", show_default=True, help="Scenario to check, or `all`.")
@_in_words
def check(workbook: Path, scenario: str, language: Language) -> None:
    """List every problem of WORKBOOK, each with its sheet and cell."""
    from roadmap_opt.commands import check_workbook

    checks = check_workbook(workbook, scenario)
    for each in checks:
        if len(checks) > 1 and each.findings:
            click.echo(text(language, "scenario_heading", scenario=each.scenario))
        _print_findings("errors", each.errors, language)
        _print_findings("warnings", each.warnings, language)
    if not any(each.findings for each in checks):
        click.echo(text(language, "no_findings", workbook=workbook))
    if any(each.errors for each in checks):
        sys.exit(BAD_INPUT)


@roadmap_opt.command()
@click.argument("workbook", type=_WORKBOOK)
@_in_words
def scenarios(workbook: Path, language: Language) -> None:
    """List the scenarios of WORKBOOK."""
    from roadmap_opt.commands import list_scenarios

    listed = list_scenarios(workbook, language)
    width = max(len(each.scenario) for each in listed)
    for each in listed:
        name = each.name or text(language, "scenario_as_it_stands")
        click.echo(f"{each.scenario:<{width}}  {name}")
        if each.story:
            click.echo(f"{'':<{width}}  {each.story}")


@roadmap_opt.command()
@click.argument("workbook", type=_WORKBOOK)
@click.option("--scenario", default="base", show_default=True, help="Scenario to solve.")
@click.option("--gap", callback=_gap, default="0.5%", metavar="GAP", show_default=True, help="Proven gap to stop at.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=600,
    show_default=True,
    help="Seconds for the search; reading, building and final figures come on top.",
)
@click.option("--threads", type=click.IntRange(min=0), default=0, show_default=True, help="Threads; 0 means all.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder of the results.",
)
@_in_words
def solve(
    workbook: Path, scenario: str, gap: float, time_limit: float, threads: int, out: Path, language: Language
) -> None:
    """Solve WORKBOOK and write the plan to a new folder below --out."""
    from roadmap_opt.interrupt import StopOnInterrupt
    from roadmap_opt.pipeline import solve_workbook
    from roadmap_opt.progress import choose_progress
    from roadmap_opt.solve.options import SolveOptions

    options = SolveOptions(gap=gap, time_limit=time_limit, threads=threads)
    progress = choose_progress(sys.stderr, language)
    with StopOnInterrupt(lambda: click.echo(text(language, "stopping"), err=True)) as stop:
        report = solve_workbook(workbook, scenario, options, out, progress, language=language, stop=stop)
    sys.exit(_print_report(report, language))


@roadmap_opt.command()
@click.argument("run_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_in_words
def audit(run_folder: Path, language: Language) -> None:
    """Recompute the run in RUN_FOLDER without model and solver; any violation gives exit code 4."""
    from roadmap_opt.commands import audit_run

    loaded, violations = audit_run(run_folder)
    if not loaded.record.has_plan:
        click.echo(text(language, "audit_nothing", status=loaded.record.status))
        sys.exit(NO_PLAN_FOUND)
    _print_violations(violations, language)
    if violations:
        sys.exit(AUDIT_FAILED)


def _print_findings(heading: str, findings: Iterable[Finding], language: Language, *, err: bool = False) -> None:
    listed = list(findings)
    if listed:
        click.echo(text(language, heading, count=len(listed)), err=err)
        for finding in listed:
            click.echo(f"  {finding}", err=err)


def _print_violations(violations: Iterable[Violation], language: Language) -> None:
    listed = list(violations)
    if not listed:
        click.echo(text(language, "audit_passed"))
        return
    click.echo(text(language, "audit_failed", count=len(listed)))
    for each in listed:
        found, expected = (v if isinstance(v, str) else f"{v:.10g}" for v in (each.found, each.expected))
        size = f"{each.size:.4g}"
        values = {"rule": each.rule, "where": each.where, "found": found, "expected": expected, "size": size}
        click.echo("  " + text(language, "violation", **values))


def _print_report(report: RunReport, language: Language) -> int:
    """Say how the solve ended; returns the exit code."""
    from roadmap_opt.progress import format_gap
    from roadmap_opt.solve.outcome import Status

    status, record = report.outcome.status, report.record
    limit = text(language, f"limit_{record.stopped_by or 'other'}")
    unproven = status is Status.FEASIBLE_AT_LIMIT and record.gap is None
    key = "status_unproven" if unproven else f"status_{status.name.lower()}"
    click.echo(text(language, key, gap=format_gap(record.gap), limit=limit))
    if report.conflicts:
        click.echo(text(language, "cannot_hold"))
        for line in report.conflicts:
            click.echo(f"  {line}")
    if status.has_plan:
        if record.stopped_by == "interrupt":
            click.echo(text(language, "interrupted"))
        _print_violations(report.violations, language)
    click.echo(text(language, "results_in", folder=report.folder))
    if status is Status.INFEASIBLE:
        return NO_PLAN_EXISTS
    if not status.has_plan:
        return NO_PLAN_FOUND
    return AUDIT_FAILED if report.violations else 0


def main() -> None:
    """Entry point."""
    for stream in (sys.stdout, sys.stderr):
        # An old Windows console cannot show every letter: a question mark is better than an end in mid-sentence.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    roadmap_opt(prog_name="roadmap-opt")
