"""The commands `compare` and `diff`."""

from __future__ import annotations

import sys
from math import comb
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import BAD_INPUT, in_words
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.strangers import say_left_out
from roadmap_opt.messages import Language
from roadmap_opt.said import known_again, spoken
from roadmap_opt.words import HISTORY as HISTORY_WORDS

if TYPE_CHECKING:
    from roadmap_opt.comparison import Comparison


@command()
@click.argument("runs", nargs=-1, metavar="RUN RUN [RUN …]")
@click.option("--workbook", type=options.WORKBOOK, help="Workbook whose scenarios are named instead of run folders.")
@click.option(
    "--batch", "batches", multiple=True, type=options.FOLDER,
    help="Folder of a batch: all its runs.",
)  # fmt: skip
@click.option("--baseline", metavar="N|NAME", help="Run the others are measured against; default: the first.")
@click.option("--name", default="", help="Name of the comparison; default: the time.")
@options.out()
@in_words
def compare(
    runs: tuple[str, ...],
    workbook: Path | None,
    batches: tuple[Path, ...],
    baseline: str | None,
    name: str,
    out: Path,
    language: Language,
) -> None:
    """Compare runs: inputs that differ, decisions that moved, targets, and where the value comes from.

    RUN is the folder of a run, or the name of a scenario together with --workbook: its newest run. The comparison is
    written as compare.xlsx and compare.html to a new folder.
    """
    from roadmap_opt import verbs
    from roadmap_opt.cli.pairs_text import pair_lines
    from roadmap_opt.comparison.verdicts import verdicts
    from roadmap_opt.publish import publish_comparison
    from roadmap_opt.report.compare.verdicts import MOST_TOLD

    folders = [_folder(run, workbook, out, language) for run in runs]
    for batch in batches:
        folders += _batch_folders(batch, language)
    _require_several(folders, language)
    comparison = verbs.compare(*folders)
    position = _baseline(baseline, comparison, language)
    folder = publish_comparison(out, comparison, position, name, language)
    many = comb(len(comparison.runs), 2) > MOST_TOLD
    for found in verdicts(comparison, position if many else None):
        click.echo(found.words.in_language(language))
    labels = [stamp.label.in_language(language) for stamp in comparison.runs]
    for line in pair_lines(labels, comparison.pairs, language):
        click.echo(line)
    click.echo(HISTORY_WORDS(language, "compare_written", folder=folder))


@command()
@click.argument("what", nargs=-1, metavar="WORKBOOK | RUN RUN", type=click.Path(exists=True, path_type=Path))
@click.option("--scenario", help="Scenario of WORKBOOK; default: the one that was run last.")
@options.out()
@in_words
def diff(what: tuple[Path, ...], scenario: str | None, out: Path, language: Language) -> None:
    """Say what changed between two runs: with WORKBOOK, between its two newest runs of one scenario."""
    from roadmap_opt.runs.history import newest_runs
    from roadmap_opt.watch import content_hash

    if len(what) == 1 and what[0].is_file():
        newest = newest_runs(out, what[0], scenario, 2)
        if len(newest) < 2:
            say_left_out(out, what[0], scenario, language)
            values = {"workbook": what[0].name, "count": len(newest), "out": out}
            _refuse(HISTORY_WORDS(language, "diff_one_run", **values))
        older, newer = newest[1].folder, newest[0].folder
        if newest[0].workbook_sha256 != content_hash(what[0]):
            click.echo(HISTORY_WORDS(language, "diff_unsolved", workbook=what[0].name))
    elif len(what) == 2 and all(folder.is_dir() for folder in what):
        older, newer = what
        _say_two_workbooks(older, newer, language)
    else:
        _refuse(HISTORY_WORDS(language, "diff_what"))
    print_difference(older, newer, language)


def print_difference(older: Path, newer: Path, language: Language) -> None:
    """Print what changed from one run to another; both are folders of complete runs."""
    from roadmap_opt.cli.diff_text import diff_lines
    from roadmap_opt.comparison import compare as compared
    from roadmap_opt.report.compare.places import places
    from roadmap_opt.runs.run_folder import load_run

    runs = [load_run(folder) for folder in (older, newer)]
    for line in diff_lines(compared(runs), places(*runs), language):
        click.echo(line)


def _say_two_workbooks(older: Path, newer: Path, language: Language) -> None:
    """Say that two folders hold runs of different files: nobody edited one into the other."""
    from roadmap_opt.runs.run_folder import load_run
    from roadmap_opt.runs.workbook_place import shown_place

    records = [load_run(folder).record for folder in (older, newer)]
    places = [record.workbook_place for record in records]
    shown = [
        shown_place(record, folder.resolve().parents[2]) for record, folder in zip(records, (older, newer), strict=True)
    ]
    if all(places) and places[0] != places[1] and shown[0] != shown[1]:
        click.echo(HISTORY_WORDS(language, "diff_two_workbooks", older=places[0], newer=places[1]))


def _folder(run: str, workbook: Path | None, out: Path, language: Language) -> Path:
    from roadmap_opt.output.run_record import RECORD_FILE
    from roadmap_opt.runs.history import newest_run_of
    from roadmap_opt.watch import content_hash

    if workbook is None:
        if Path(run).is_dir():
            return Path(run)
        _refuse(HISTORY_WORDS(language, "compare_no_run", name=run))
    newest = newest_run_of(out, workbook, run)
    if newest is not None and (Path(run) / RECORD_FILE).is_file():
        _refuse(HISTORY_WORDS(language, "compare_folder_or_scenario", name=run, workbook=workbook.name))
    if newest is None:
        if Path(run).is_dir():
            return Path(run)
        say_left_out(out, workbook, run, language)
        values = {"scenario": run, "workbook": workbook.name, "out": out}
        _refuse(HISTORY_WORDS(language, "compare_no_scenario_run", **values))
    if newest.workbook_sha256 != content_hash(workbook):
        words = HISTORY_WORDS(language, "compare_saved_since", scenario=newest.scenario, workbook=workbook.name)
        click.echo(words, err=True)
    return newest.folder


def _batch_folders(batch: Path, language: Language) -> list[Path]:
    """Folders of the runs in a batch, in its order; scenarios without a run are named."""
    from roadmap_opt.cli.study_display import ended
    from roadmap_opt.runs.run_folder import find_run
    from roadmap_opt.studies.folder import results_folder
    from roadmap_opt.studies.scenarios.plan import BATCHES, entries_of_batch

    record = BATCHES.load(batch)
    out = results_folder(batch)
    folders = []
    for entry in entries_of_batch(batch).values():
        if entry.get("run"):
            folders.append(find_run(out, Path(record.workbook), entry.key, str(entry.get("run"))))
        else:
            state = (
                ended(entry, language) if entry.get("status") else spoken(known_again(entry.problem), language) or "–"
            )
            values = {"scenario": entry.key, "state": state}
            click.echo(HISTORY_WORDS(language, "compare_skipped", **values), err=True)
    return folders


def _require_several(folders: list[Path], language: Language) -> None:
    seen: set[Path] = set()
    for folder in folders:
        if folder.resolve() in seen:
            _refuse(HISTORY_WORDS(language, "compare_twice", folder=folder))
        seen.add(folder.resolve())
    if len(folders) < 2:
        _refuse(HISTORY_WORDS(language, "compare_too_few", count=len(folders)))


def _baseline(asked: str | None, comparison: Comparison, language: Language) -> int:
    """Position of the baseline: by number from 1, by scenario, or by the name of its column."""
    from roadmap_opt.runs.run_names import same_name

    count = len(comparison.runs)
    if asked is None:
        return 0
    fitting = {int(asked) - 1} if asked.isdecimal() and 1 <= int(asked) <= count else set()
    for position, run in enumerate(comparison.runs):
        if same_name(asked, run.scenario) or asked in (run.label.en, run.label.tr):
            fitting.add(position)
    if len(fitting) == 1:
        return fitting.pop()
    key = "compare_baseline_unclear" if fitting else "compare_no_baseline"
    names = ", ".join(run.label.in_language(language) for run in comparison.runs)
    _refuse(HISTORY_WORDS(language, key, name=asked, count=count, names=names))


def _refuse(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(BAD_INPUT)
