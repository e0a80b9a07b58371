"""What commands say of runs that they leave out because they are of another workbook of the same name."""

from __future__ import annotations

from pathlib import Path

import click

from roadmap_opt.messages import Language
from roadmap_opt.words import HISTORY as HISTORY_WORDS


def say_left_out(out: Path, workbook: Path, scenario: str | None, language: Language) -> None:
    """Say which runs below ``out`` are of other workbooks called like this one; nothing when there are none."""
    for line in left_out(out, workbook, scenario, language):
        click.echo(line, err=True)


def left_out(out: Path, workbook: Path, scenario: str | None, language: Language) -> list[str]:
    """A line per other workbook of that name with runs below ``out``, and what to do about it."""
    from roadmap_opt.runs.history import runs_of_others
    from roadmap_opt.runs.workbook_place import shown_place

    places = [shown_place(run, out) for run in runs_of_others(out, workbook, scenario)]
    lines = []
    for place in sorted(set(places)):
        key = "others_there" if place.exists() else "others_gone"
        lines.append(HISTORY_WORDS(language, key, count=places.count(place), place=place, workbook=workbook))
    return [*lines, HISTORY_WORDS(language, "others_named")] if lines else []
