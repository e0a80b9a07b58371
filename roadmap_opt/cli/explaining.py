"""The command `explain`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap_opt.case.findings import number
from roadmap_opt.cli import options
from roadmap_opt.cli.common import NO_PLAN_EXISTS, NO_PLAN_FOUND, in_words, print_out_of_reach
from roadmap_opt.cli.explaining_plan import TOPICS, say_plan
from roadmap_opt.cli.speaking import command
from roadmap_opt.cli.studies import given, require_room
from roadmap_opt.figures import number as money
from roadmap_opt.figures import percent, spans
from roadmap_opt.messages import Language
from roadmap_opt.said import spoken, why
from roadmap_opt.words import CONSOLE
from roadmap_opt.words import EXPLAIN as text

if TYPE_CHECKING:
    from roadmap_opt.answers import Edit, Explanation, Repairs, Worth
    from roadmap_opt.answers.worth import Side
    from roadmap_opt.pipeline import Request

ALL = "all"
WHY = "why"
MOST_MEMBERS = 15
"""Members of a conflict that are shown: more are left only by a search that was cut short."""

MOST_LINES = 4
"""Lines of the cash flow that are shown."""

NOTHING = 1e-6
"""A part of a target that is no more than rounding."""


@command()
@click.argument("source", metavar="WORKBOOK|RUN", type=click.Path(exists=True, path_type=Path))
@options.scenario("Scenario of a workbook; a run has its own.")
@click.option(
    "--question",
    type=click.Choice((ALL, "reach", "conflict", "repair", *TOPICS, WHY)),
    default=ALL,
    show_default=True,
    help="reach: targets that no plan meets in time, and why. conflict: rows that cannot hold together. repair: what "
    "to enter so that hard targets can. Of a RUN besides: price: what each target costs. firm: what the plan loses "
    "without each of its parts. less: with less public money, fewer emissions or imports, more shortfall. delay: a "
    "year more for permits, studies, licences; other ceilings on contracts. limits: what one more unit of each is "
    "worth. why: what --item is worth.",
)
@click.option(
    "--item",
    metavar="NAME",
    help="Module, plant type, programme, contract or money source that --question why is about.",
)
@options.time_limit("explain", "Seconds for each search of a repair, a conflict or --item.")
@options.threads()
@click.option("--name", default="", help="Name of the explanation of a RUN; default: the time.")
@options.out()
@in_words
def explain(
    source: Path,
    scenario: str,
    question: str,
    item: str | None,
    time_limit: float,
    threads: int,
    name: str,
    out: Path,
    language: Language,
) -> None:
    """Say why a scenario of WORKBOOK, or the one of a RUN folder, cannot be met, and what it would take; of a RUN also
    what its targets, parts and limits cost.

    What is said of the plan of a RUN is also written to a new folder, as explanation.html and explanation.xlsx. Exit
    code 5 when the search of a repair ended without a plan.
    """
    from roadmap_opt import verbs
    from roadmap_opt.answers import QUESTIONS
    from roadmap_opt.interrupt import StopOnInterrupt
    from roadmap_opt.pipeline import Request
    from roadmap_opt.progress import choose_progress
    from roadmap_opt.solver.options import SolveOptions
    from roadmap_opt.solver.outcome import Status

    require_room(threads, None, None, language)
    asked = QUESTIONS if question == ALL else tuple({question} & set(QUESTIONS))
    topics = TOPICS if question == ALL and source.is_dir() else tuple({question} & set(TOPICS))
    if topics and not source.is_dir():
        raise click.UsageError(text(language, "plan_needs", question=question))
    if source.is_dir() and "scenario" in given():
        raise click.UsageError(text(language, "run_has_scenario"))
    if (question == WHY) != (item is not None) or (question == WHY and not source.is_dir()):
        raise click.UsageError(text(language, "why_needs"))
    progress = choose_progress(sys.stderr, language)
    searched = SolveOptions(time_limit=time_limit, threads=threads)
    with StopOnInterrupt(lambda: click.echo(CONSOLE(language, "stopping"), err=True)) as stop:
        if item is not None:
            _say_worth(_worth(source, item, Request(searched, progress, stop=stop), language), language)
            return
        found = verbs.explain(source, scenario, asked, options=searched, progress=progress, stop=stop)
        _say(found, language)
        if topics and (question != ALL or verbs.load(source).outcome.status.has_plan):
            say_plan(source, topics, threads, progress, stop, language, publish=(out, name))
    if found.repairs is not None and not found.repairs.outcome.status.has_plan:
        sys.exit(NO_PLAN_EXISTS if found.repairs.outcome.status is Status.INFEASIBLE else NO_PLAN_FOUND)
    if found.repairs is not None and found.repairs.idle:
        sys.exit(NO_PLAN_FOUND)


def _say(found: Explanation, language: Language) -> None:
    if found.reach is not None:
        print_out_of_reach(found.reach, language)
        if not found.reach:
            click.echo(text(language, "all_in_reach"))
    if "conflict" in found.asked:
        _say_conflict(found, language)
    if "repair" in found.asked:
        if found.repairs is None:
            click.echo(text(language, "nothing_hard"))
        else:
            _say_repairs(found.repairs, found.scenario, language)


def _say_conflict(found: Explanation, language: Language) -> None:
    answer = found.conflict
    left_out = ", ".join(found.left_out)
    if answer is None:
        click.echo(text(language, "no_conflict_besides" if left_out else "no_conflict", targets=left_out))
        return
    if left_out:
        click.echo(text(language, "besides", targets=left_out))
    if not answer.members:
        click.echo(text(language, "conflict_empty"))
        return
    if len(answer.members) > MOST_MEMBERS:
        click.echo(text(language, "not_narrowed", count=len(answer.members)))
        return
    kind = "conflict_whole" if answer.whole else "conflict"
    click.echo(text(language, kind, count=len(answer.members)))
    for member, name, cell in zip(answer.members, found.names, found.cells, strict=True):
        click.echo(f"  {cell} ({name}) {member.column}")
    click.echo(text(language, "conflict_minimal" if answer.is_minimal else "conflict_not_minimal"))


def _say_repairs(repairs: Repairs, scenario: str, language: Language) -> None:
    from roadmap_opt.progress import format_gap
    from roadmap_opt.solver.outcome import Status

    if not repairs.outcome.status.has_plan:
        click.echo(text(language, "no_plan_at_all" if repairs.outcome.status is Status.INFEASIBLE else "no_repair"))
        return
    if repairs.holds or repairs.idle:
        click.echo(text(language, "idle" if repairs.idle else "holds"))
        return
    click.echo(text(language, "asked"))
    for each in repairs.asked:
        proven, missed = (percent(value).in_language(language) for value in (each.proven, each.missed))
        key = "asked_met" if each.missed <= NOTHING else "asked_missed" if each.proven > NOTHING else "asked_open"
        if each.sense == "<=" and key == "asked_missed":
            key = "asked_exceeded"
        click.echo(text(language, key, target=each.target, proven=proven, missed=missed))
    gap = repairs.outcome.final.gap
    click.echo(text(language, "repairs_no_gap" if gap is None else "repairs_gap", gap=format_gap(gap, language)))
    _say_edits("lower", repairs.lower, scenario, language)
    if repairs.later != repairs.lower:
        _say_edits("later", repairs.later, scenario, language)
    if repairs.richer:
        _say_edits("richer", repairs.richer, scenario, language)
    elif repairs.money is not None:
        click.echo(text(language, f"money_{repairs.money}"))


def _say_edits(key: str, edits: tuple[Edit, ...], scenario: str, language: Language) -> None:
    click.echo(text(language, key))
    for edit in edits:
        old, new = (value if isinstance(value, str) else number(value) for value in (edit.old, edit.new))
        if language == "tr":
            old, new = (value.replace(".", ",") for value in (old, new))
        if edit.cell:
            told = {"cell": edit.cell, "item": edit.item, "column": edit.column, "old": old, "new": new}
            click.echo(text(language, "edit_cell", **told))
        else:
            row = " · ".join((scenario, edit.sheet, edit.item, edit.column, "set", new))
            click.echo(text(language, "edit_overlay", row=row, old=old))


def _worth(folder: Path, item: str, request: Request, language: Language) -> Worth:
    from roadmap_opt import verbs
    from roadmap_opt.answers import UnknownItemError, worth_of

    try:
        return worth_of(verbs.load(folder), item, request)
    except UnknownItemError as error:
        raise click.UsageError(spoken(why(error), language)) from error


def _say_worth(worth: Worth, language: Language) -> None:
    click.echo(text(language, "why_in" if worth.present else "why_not_in", item=worth.item))
    if worth.kept is None:
        click.echo(text(language, "why_nothing_kept"))
        return
    _say_side("why_as_it_is", worth.kept, language)
    if worth.other is None:
        click.echo(text(language, "why_cannot_without" if worth.present else "why_cannot_with"))
        return
    _say_side("why_without" if worth.present else "why_with", worth.other, language)
    low, high = (money(amount, 1).in_language(language) for amount in worth.difference)
    click.echo(text(language, "why_difference", low=low, high=high))
    for key, share in (("why_cheaper", worth.cheaper), ("why_dearer", worth.dearer)):
        if share is not None:
            ends = {name: percent(end).in_language(language) for name, end in zip(("low", "high"), share, strict=True)}
            click.echo(text(language, key, **ends))
    for target in sorted({*worth.kept.missed, *worth.other.missed}):
        before, after = (side.missed.get(target, ()) for side in (worth.kept, worth.other))
        if before != after:
            years = [
                spans(frozenset(missed)) if missed else text(language, "why_no_year") for missed in (before, after)
            ]
            click.echo(text(language, "why_target", target=target, before=years[0], after=years[1]))
    changes = {
        line: worth.other.cash.get(line, 0.0) - worth.kept.cash.get(line, 0.0)
        for line in {*worth.kept.cash, *worth.other.cash}
    }
    largest = sorted((line for line in changes if abs(changes[line]) >= 0.05), key=lambda line: -abs(changes[line]))
    if largest:
        click.echo(text(language, "why_cash"))
    for line in largest[:MOST_LINES]:
        click.echo(f"    {line}: {money(changes[line], 1).in_language(language)}")


def _say_side(key: str, side: Side, language: Language) -> None:
    npv, most = (money(amount, 1).in_language(language) for amount in (side.npv, side.most))
    click.echo(text(language, key, npv=npv, most=most, shortfall=money(side.shortfall, 3).in_language(language)))
