"""Commands about a workbook or a run: `new`, `upgrade`, `check`, `audit`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from roadmap_opt.cli import options
from roadmap_opt.cli.common import (
    AUDIT_FAILED,
    BAD_INPUT,
    NO_PLAN_EXISTS,
    NO_PLAN_FOUND,
    in_words,
    print_findings,
    print_out_of_reach,
    print_violations,
)
from roadmap_opt.cli.speaking import command
from roadmap_opt.messages import Language
from roadmap_opt.shell_words import suggested
from roadmap_opt.words import CONSOLE as text
from roadmap_opt.words import DESK as desk_text
from roadmap_opt.words import UPGRADE as upgrade_text


@command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default=Path("roadmap.xlsx"))
@click.option("--empty", is_flag=True, help="Without the default data.")
@in_words
def new(path: Path, empty: bool, language: Language) -> None:
    """Write a fresh input workbook to PATH (default roadmap.xlsx)."""
    from roadmap_opt.making import new_workbook

    new_workbook(path, empty=empty, language=language)
    click.echo(text(language, "created", path=path))


@command()
@click.argument("old", type=options.WORKBOOK)
@click.argument("new", type=click.Path(dir_okay=False, path_type=Path))
@in_words
def upgrade(old: Path, new: Path, language: Language) -> None:
    """Write NEW, a workbook of this version with everything in OLD that has a place in it.

    Lists what has none, what is new and what waits for a value. OLD is not touched, and nothing is overwritten.
    """
    from roadmap_opt.errors import shortened
    from roadmap_opt.making import upgrade_workbook
    from roadmap_opt.workbook.layout import REMARKS_SHEET

    remarks = upgrade_workbook(old, new, language)
    click.echo(text(language, "created", path=new))
    if not remarks:
        click.echo(upgrade_text(language, "nothing"))
    for kind in ("gone", "new", "open"):
        of_kind = [remark for remark in remarks if remark.kind == kind]
        if not of_kind:
            continue
        click.echo(upgrade_text(language, kind, count=len(of_kind), sheet=REMARKS_SHEET))
        for remark in of_kind:
            place = "!".join(filter(None, (remark.sheet, remark.cell)))
            held = f" [{shortened(remark.held)}]" if remark.held else ""
            click.echo(f"  {place}: {remark.words.in_language(language)}{held}")
    click.echo(upgrade_text(language, "kept", old=old, new=new))
    click.echo(upgrade_text(language, "next", command=suggested("check", new)))


@command()
@click.argument("workbook", type=options.WORKBOOK)
@options.scenario("Scenario to check, or `all`.")
@click.option("--everything", is_flag=True, help="Print every problem, however many there are.")
@options.into("Also list them, with links to their cells, on a sheet in a copy of WORKBOOK: a new file, or a folder.")
@in_words
def check(workbook: Path, scenario: str, everything: bool, into: Path | None, language: Language) -> None:
    """List every problem of WORKBOOK, each with its sheet and cell, and the targets that no plan can meet in time."""
    from roadmap_opt.commands import check_workbook

    copy = None
    if into is None:
        checks = check_workbook(workbook, scenario)
    else:
        from roadmap_opt.making import check_into  # brings all that writes workbooks

        checks, copy = check_into(workbook, scenario, into, language)
    for each in checks:
        if len(checks) > 1 and (each.findings or each.out_of_reach):
            click.echo(text(language, "scenario_heading", scenario=each.scenario))
        print_findings("errors", each.errors, language, everything=everything)
        print_findings("warnings", each.warnings, language, everything=everything)
        print_out_of_reach(each.out_of_reach, language)
    if not any(each.findings or each.out_of_reach for each in checks):
        click.echo(text(language, "no_findings", workbook=workbook))
    if copy is not None:
        click.echo(desk_text(language, "findings_written", path=copy, workbook=workbook))
    if any(each.errors for each in checks):
        sys.exit(BAD_INPUT)
    if any(target.hard for each in checks for target in each.out_of_reach):
        sys.exit(NO_PLAN_EXISTS)


@command()
@click.argument("run_folder", type=options.FOLDER)
@in_words
def audit(run_folder: Path, language: Language) -> None:
    """Recompute the run in RUN_FOLDER without model and solver; any violation gives exit code 4."""
    from roadmap_opt import verbs

    audited = verbs.audit(run_folder)
    record = audited.run_record
    if audited.violations or record is None:
        print_violations(audited.violations, language)
        sys.exit(AUDIT_FAILED)
    key = "audit_run_passed" if record.has_plan else "audit_nothing"
    click.echo(text(language, key, status=record.status))
    for note in audited.remarks:
        click.echo(f"  {note.in_language(language)}")
    if not record.has_plan:
        sys.exit(NO_PLAN_FOUND)
    click.echo(text(language, "audit_not_checked"))
