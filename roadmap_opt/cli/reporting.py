"""The command `report`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from roadmap_opt.cli.common import in_words
from roadmap_opt.messages import Language, text


@click.command()
@click.argument("run_folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--open", "show", is_flag=True, help="Show the page in the browser.")
@in_words
def report(run_folder: Path, show: bool, language: Language) -> None:
    """Write the page of the run in RUN_FOLDER anew (report.html)."""
    from roadmap_opt.loaded_run import rewrite_report

    path = rewrite_report(run_folder, language)
    click.echo(text(language, "created", path=path))
    if show:
        webbrowser.open(path.resolve().as_uri())
