"""The command `runs`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import in_words
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.strangers import say_left_out
from roadmap_opt.messages import Language
from roadmap_opt.words import HISTORY as HISTORY_WORDS

if TYPE_CHECKING:
    from roadmap_opt.runs.history import PastRun

_PLAIN_WIDTH = 400
"""Columns of the table where there is no terminal: nothing is cut."""


@command()
@click.argument("workbook", required=False, type=click.Path(path_type=Path))
@click.option("--scenario", help="Only runs of this scenario.")
@options.out()
@in_words
def runs(workbook: Path | None, scenario: str | None, out: Path, language: Language) -> None:
    """List the runs below --out, newest first; with WORKBOOK only those of this file, or of every file of this name.

    `Inputs` says whether a run's inputs differ from those of the run before it of the same scenario.
    """
    from rich.console import Console
    from rich.table import Table

    from roadmap_opt.runs.history import past_runs
    from roadmap_opt.runs.workbook_place import shown_place

    found = past_runs(out, workbook, scenario)
    if workbook is not None and workbook.is_file():
        say_left_out(out, workbook, scenario, language)
    if not found:
        named = [name for name in (workbook.name if workbook else None, scenario) if name]
        key, values = ("runs_none_of", {"named": ", ".join(named)}) if named else ("runs_none", {})
        click.echo(HISTORY_WORDS(language, key, out=out, **values))
        return
    keys = ["time", "workbook", "scenario", "status", "gap", "npv", "targets", "audit", "inputs", "solver", "folder"]
    places: dict[str, set[str]] = {}
    for run in found:
        places.setdefault(Path(run.workbook).name, set()).add(run.workbook_place)
    if workbook is not None and (workbook.is_file() or all(len(each) == 1 for each in places.values())):
        keys.remove("workbook")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in keys:
        right = key in ("gap", "npv", "targets")
        table.add_column(
            HISTORY_WORDS(language, f"runs_{key}"), justify="right" if right else "left",
            overflow="fold" if key == "folder" else "ellipsis", no_wrap=key != "folder",
        )  # fmt: skip
    for run in found:
        file = Path(run.workbook).name
        shown = file if len(places[file]) == 1 else str(shown_place(run, out))
        cells = {**_cells(run, language), "workbook": shown}
        table.add_row(*(cells[key] for key in keys))
    console = Console() if sys.stdout.isatty() else Console(width=_PLAIN_WIDTH, highlight=False)
    console.print(table, markup=False, highlight=False)


def _cells(run: PastRun, language: Language) -> dict[str, str]:
    """One row by column, but for the workbook."""
    from roadmap_opt.figures import number, percent
    from roadmap_opt.runs.history import RunState
    from roadmap_opt.words import COMPARISON as WORDS

    if run.state is RunState.COMPLETE:
        status = WORDS(language, f"ended_{run.status.replace(' ', '_')}")
        if run.is_held:
            status = HISTORY_WORDS(language, "runs_held", status=status)
    else:
        status = HISTORY_WORDS(language, f"runs_{run.state.name.lower()}", version=run.version)
    audit = {None: "–", True: HISTORY_WORDS(language, "runs_passed"), False: HISTORY_WORDS(language, "runs_failed")}
    changed = {None: "–", True: HISTORY_WORDS(language, "runs_changed"), False: HISTORY_WORDS(language, "runs_same")}
    targets = "–" if run.targets_met is None else f"{run.targets_met} / {run.targets_counted}"
    return {
        "time": run.created_utc[:16].replace("T", " ") or "–",
        "scenario": run.scenario,
        "status": status,
        "gap": percent(run.gap).in_language(language),
        "npv": number(run.npv, 1).in_language(language),
        "targets": targets,
        "audit": audit[run.audit_passed],
        "inputs": changed[run.inputs_changed],
        "solver": run.solver or "–",
        "folder": run.folder.as_posix(),
    }
