"""The command `roadmap-opt`: arguments in, words and exit codes out. What the commands do stands elsewhere.

The group and the entry point stand here; each family of commands has a file of its own and registers itself below.
"""

from __future__ import annotations

import sys

import click

from roadmap_opt.cli.adding import add
from roadmap_opt.cli.basics import audit, check, new, upgrade
from roadmap_opt.cli.common import AUDIT_FAILED, BAD_INPUT, NO_PLAN_EXISTS, NO_PLAN_FOUND, UNEXPECTED
from roadmap_opt.cli.comparing import compare, diff
from roadmap_opt.cli.explaining import explain
from roadmap_opt.cli.history import runs
from roadmap_opt.cli.regretting import regret
from roadmap_opt.cli.reporting import report
from roadmap_opt.cli.scenarios import scenarios
from roadmap_opt.cli.solving import solve
from roadmap_opt.cli.speaking import SpokenGroup, language_option
from roadmap_opt.cli.sweeping import sweep
from roadmap_opt.cli.watching import watch
from roadmap_opt.console import speak_plainly

__all__ = ["AUDIT_FAILED", "BAD_INPUT", "NO_PLAN_EXISTS", "NO_PLAN_FOUND", "UNEXPECTED", "main", "roadmap_opt", "solve"]


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from roadmap_opt.runs.program import package_version
        from roadmap_opt.solver.highs import solver_version

        python = ".".join(map(str, sys.version_info[:3]))
        click.echo(f"roadmap-opt {package_version()}, HiGHS {solver_version()}, Python {python}")
        context.exit()


@click.group(cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the versions of the program and its solver, and leave.",
)
@language_option(hidden=True, expose_value=False)
@click.pass_context
def roadmap_opt(context: click.Context, debug: bool) -> None:
    """Plan a critical-mineral value chain from an Excel workbook."""
    context.obj = {"debug": debug}


for command in (
    new, upgrade, check, add, scenarios, solve, audit, report, sweep, regret, compare, runs, diff, watch, explain,
):  # fmt: skip
    roadmap_opt.add_command(command)


def main() -> None:
    """Entry point."""
    speak_plainly((sys.stdout, sys.stderr))
    roadmap_opt(prog_name="roadmap-opt")
