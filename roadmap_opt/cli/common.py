"""What every command shares: exit codes, options, exceptions turned into words, findings and violations printed.

Exit codes: 0 done · 1 unexpected error · 2 the input cannot be used or the output not be written · 3 no plan exists
· 4 the audit found a violation · 5 no plan was found (limit reached, unbounded, solver failure).
"""

from __future__ import annotations

import functools
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roadmap_opt.cli.speaking import language_option
from roadmap_opt.messages import Language
from roadmap_opt.said import said, spoken
from roadmap_opt.words import CONSOLE as text
from roadmap_opt.words import REACH

# Pandas, Pyomo and HiGHS take about a second to import: they are imported by the command that needs them, not here.
if TYPE_CHECKING:
    from roadmap_opt.auditor import Violation
    from roadmap_opt.errors import Finding
    from roadmap_opt.reach import OutOfReach

UNEXPECTED, BAD_INPUT, NO_PLAN_EXISTS, AUDIT_FAILED, NO_PLAN_FOUND = 1, 2, 3, 4, 5


def in_words(command: Callable[..., None]) -> Any:
    """Add ``--lang``, and turn exceptions into words and exit codes; a traceback goes to a file unless asked for."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        from roadmap_opt.errors import AuditFailedError, InputError, RoadmapError

        language: Language = options["language"]
        try:
            command(*args, **options)
        except InputError as error:
            print_findings("errors", error.findings, language, err=True)
            say_error(text(language, "input_rejected"), error, language)
            sys.exit(BAD_INPUT)
        except AuditFailedError as error:
            print_violations(error.violations, language, err=True)
            say_error("", error, language)
            sys.exit(AUDIT_FAILED)
        except RoadmapError as error:
            say_error(error.in_language(language), error, language)
            sys.exit(BAD_INPUT)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise  # a reader that has seen enough (`| head`, `| more`) is no error; Click ends in silence
        except Exception as error:
            if click.get_current_context().obj["debug"]:
                raise
            log = Path(tempfile.gettempdir()) / f"roadmap-opt-{datetime.now():%Y%m%d-%H%M%S}.log"
            try:
                log.write_text(traceback.format_exc(), encoding="utf-8")
            except OSError:  # a full disk may be what went wrong in the first place
                raise error from None
            say_error(text(language, "unexpected", error=f"{type(error).__name__}: {error}", log=log), error, language)
            sys.exit(UNEXPECTED)

    return language_option()(run)


def say_error(words: str, error: Exception, language: Language) -> None:
    """Say what went wrong, and below it what was noted on the way up: where the results of a long solve were kept."""
    for line in filter(None, (words, *getattr(error, "__notes__", ()))):
        click.echo(spoken(line, language), err=True)


FINDINGS_SHOWN = 30
"""Findings that are printed unless all are asked for: more would scroll the first ones away, which explain most."""


def print_findings(
    heading: str, findings: Iterable[Finding], language: Language, *, err: bool = False, everything: bool = False
) -> None:
    """Print the findings under their heading; nothing when there are none.

    When there are too many to read, those that concern most cells come first, and the rest is counted.
    """
    listed = list(findings)
    if not listed:
        return
    click.echo(text(language, heading, count=len(listed)), err=err)
    if len(listed) > FINDINGS_SHOWN and not everything:
        listed.sort(key=lambda finding: -len(finding.places))
        shown, left = listed[:FINDINGS_SHOWN], len(listed) - FINDINGS_SHOWN
    else:
        shown, left = listed, 0
    for finding in shown:
        click.echo(f"  {finding.in_language(language)}", err=err)
    if left:
        click.echo("  " + text(language, "findings_left", count=left), err=err)


def print_violations(violations: Iterable[Violation], language: Language, *, err: bool = False) -> None:
    """Say that the audit passed, or list every violation."""
    listed = list(violations)
    if not listed:
        click.echo(text(language, "audit_passed"), err=err)
        return
    click.echo(text(language, "audit_failed", count=len(listed)), err=err)
    for each in listed:
        found, expected = (
            spoken(v if isinstance(v, str) else said("{value:.10g}", value=v), language)
            for v in (each.found, each.expected)
        )
        size = spoken(said("{size:.4g}", size=each.size), language)
        values = {
            "rule": each.rule,
            "where": spoken(each.where, language),
            "found": found,
            "expected": expected,
            "size": size,
        }
        key = "violation_in_words" if isinstance(each.found, str) and isinstance(each.expected, str) else "violation"
        click.echo("  " + text(language, key, **values), err=err)


def print_out_of_reach(targets: Sequence[OutOfReach], language: Language) -> None:
    """Print the targets that no plan meets in time, hard ones first, each with the limits behind it and their cells."""
    for key, kept in (
        ("heading_hard", [t for t in targets if t.hard]),
        ("heading", [t for t in targets if not t.hard]),
    ):
        if kept:
            click.echo(REACH(language, key, count=len(kept)))
        for target in kept:
            click.echo(f"  {target.cell} ({target.target}) {target.words.in_language(language)}")
            for reason in target.all_reasons:
                click.echo(f"      {reason.words.in_language(language)} [{', '.join(reason.cells)}]")
