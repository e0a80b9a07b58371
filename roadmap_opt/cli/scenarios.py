"""Command `scenarios`: the list of scenarios, or every value that one of them changes and which overlay made it."""

from __future__ import annotations

import math
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import in_words
from roadmap_opt.cli.speaking import command
from roadmap_opt.messages import Language
from roadmap_opt.words import CONSOLE as text
from roadmap_opt.words import SCENARIOS as scenarios_text

if TYPE_CHECKING:
    from roadmap_opt.case.resolved import ChangedValue
    from roadmap_opt.commands import ResolvedInputs

_WIDTH = 100


@command()
@click.argument("workbook", type=options.WORKBOOK)
@click.option("--show", metavar="NAME", help="List every value that scenario NAME changes, and the overlay behind it.")
@in_words
def scenarios(workbook: Path, show: str | None, language: Language) -> None:
    """List the scenarios of WORKBOOK with their stories."""
    from roadmap_opt.commands import list_scenarios, resolved_inputs

    if show is not None:
        _print_resolved(resolved_inputs(workbook, show, language), language)
        return
    listed = list_scenarios(workbook, language)
    for each in listed:
        click.echo(f"{each.scenario}: {each.name or text(language, 'scenario_as_it_stands')}")
        if each.story:
            click.echo(textwrap.fill(each.story, _WIDTH, initial_indent="    ", subsequent_indent="    "))
    click.echo(scenarios_text(language, "show_hint"))


def _print_resolved(resolved: ResolvedInputs, language: Language) -> None:
    from roadmap_opt.case.tables import remark_of

    click.echo(f"{resolved.scenario}: {resolved.name or text(language, 'scenario_as_it_stands')}")
    if not resolved.values:
        click.echo(scenarios_text(language, "nothing_changed"))
        return
    click.echo(scenarios_text(language, "built_from", lineage=" → ".join(resolved.lineage)))
    overlays = {row.number: row for row in resolved.overlays}
    for value in resolved.values:
        click.echo("\n" + _place(value))
        click.echo(f"    {_written(value.before, language)} → {_written(value.after, language)}")
        for step in value.steps:
            row = overlays[step.row]
            note = remark_of(row.values).in_language(language)
            cell = f"{step.sheet}!{resolved.overlays.cell(row, 'value')}"
            done = f"{_sign(step.operation)} {_typed(step.value, language)}"
            click.echo(f"    {done}  {step.supplier}, {cell}{f': {note}' if note else ''}")
    count = sum(len(value.cells) for value in resolved.values)
    click.echo("\n" + scenarios_text(language, "cells_changed", count=count))


def _sign(operation: str) -> str:
    from roadmap_opt.case.resolved import OPERATION_SIGNS

    return OPERATION_SIGNS[operation]


def _place(value: ChangedValue) -> str:
    """Where the value stands, for instance ``Prices!F12:H12  oxide | base, price 2027–2029``."""
    cells = value.cells[0] if len(value.cells) == 1 else f"{value.cells[0]}:{value.cells[-1]}"
    years = "–".join(map(str, dict.fromkeys((value.years[0], value.years[-1])))) if value.years else ""
    column = f"{value.column} {years}".rstrip()
    return f"{value.sheet}!{cells}  {f'{value.key}, ' if value.key else ''}{column}"


def _written(values: tuple[Any, ...], language: Language) -> str:
    """The values in order, or one of them when all are alike."""
    words = [_word(value, language) for value in values]
    return words[0] if len(set(words)) == 1 else " · ".join(words)


def _typed(value: str, language: Language) -> str:
    """The text of an overlay's cell, a number as a spreadsheet of that language shows it."""
    try:
        float(value)
    except ValueError:
        return value
    return value.replace(".", ",") if language == "tr" else value


def _word(value: Any, language: Language) -> str:
    if value is None:
        return scenarios_text(language, "value_blank")
    if isinstance(value, bool):
        return scenarios_text(language, "value_yes" if value else "value_no")
    if not isinstance(value, int | float):
        return str(value)
    if math.isinf(value):
        return scenarios_text(language, "value_no_limit")
    digits = f"{value:.6g}"
    return digits.replace(".", ",") if language == "tr" else digits
