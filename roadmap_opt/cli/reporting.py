"""The command `report`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import in_words
from roadmap_opt.cli.speaking import command
from roadmap_opt.messages import Language
from roadmap_opt.words import CONSOLE as text


@command()
@click.argument("run_folder", type=options.FOLDER)
@click.option("--open", "show", is_flag=True, help="Show the page in the browser.")
@options.brief()
@in_words
def report(run_folder: Path, show: bool, brief: bool, language: Language) -> None:
    """Write the page of the run in RUN_FOLDER anew (report.html).

    A run that was left half-written is completed when everything that was computed stands in it.
    """
    from roadmap_opt.output.other_folders import is_partial
    from roadmap_opt.publish import finish_run, rewrite_report
    from roadmap_opt.runs.run_files import BRIEFINGS, REPORT_FILE

    briefings = options.languages_of_briefing(language) if brief else ()
    if is_partial(run_folder):
        path = finish_run(run_folder, language, briefings) / REPORT_FILE
    else:
        path = rewrite_report(run_folder, language, briefings)
    names = [REPORT_FILE, *(name for each in briefings for name in BRIEFINGS[each])]
    for name in names:
        click.echo(text(language, "created", path=path.with_name(name)))
    if show:
        webbrowser.open(path.resolve().as_uri())
