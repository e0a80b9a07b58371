"""The command `add`: a new market, plant, target and so on as rows to overwrite, in a copy of the workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import BAD_INPUT, in_words, print_findings
from roadmap_opt.cli.speaking import command
from roadmap_opt.figures import spans
from roadmap_opt.messages import Language
from roadmap_opt.shell_words import suggested
from roadmap_opt.words import DESK as text
from roadmap_opt.workbook.additions import KINDS


@command()
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("workbook", type=options.WORKBOOK)
@click.argument("name")
@click.option(
    "--like",
    metavar="NAME",
    help="What is copied; without it the first row of the sheet that has rows on the other sheets too.",
)
@options.into("The copy to write, or a folder for it; without it beside WORKBOOK, named after it and NAME.")
@in_words
def add(kind: str, workbook: Path, name: str, like: str | None, into: Path | None, language: Language) -> None:
    """Write a copy of WORKBOOK with a new KIND called NAME: every row it needs on every sheet, copied from another.

    WORKBOOK itself is not touched. The copy passes `check`; overwrite what differs, and check again.
    """
    from roadmap_opt.making import add_to_workbook

    added = add_to_workbook(workbook, kind, name, like, into, language)
    about = text(language, f"kind_{kind}")
    click.echo(text(language, "added", kind=about, name=name, model=added.model, path=added.path))
    for each in added.written:
        rows = f"{each.first}" if each.first == each.last else f"{each.first}-{each.last}"
        click.echo(text(language, "added_rows", sheet=each.sheet, rows=rows))
    click.echo(text(language, f"after_{kind}"))
    if added.left_out:
        places = "; ".join(f"{sheet} {spans(frozenset(rows))}" for sheet, rows in added.left_out.items())
        click.echo(text(language, "added_left_out", model=added.model, name=name, places=places))
    click.echo(text(language, "added_next", workbook=workbook, command=suggested("check", added.path)))
    errors = [finding for each in added.checks for finding in each.errors]
    print_findings("errors", errors, language)
    if errors:
        sys.exit(BAD_INPUT)
