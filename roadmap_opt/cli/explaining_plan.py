"""What `explain` prints and writes about the plan of a run."""

from __future__ import annotations

import threading
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roadmap_opt.messages import Language
from roadmap_opt.words import EXPLAIN as text

if TYPE_CHECKING:
    from roadmap_opt.progress import Progress

TOPICS = ("price", "firm", "less", "delay", "limits")
"""Questions about a plan, as :data:`roadmap_opt.answers.TOPICS`: those are not loaded for `--help`."""

INDENT = "  "


def say_plan(
    folder: Path,
    topics: Collection[str],
    workers: int,
    progress: Progress,
    stop: threading.Event,
    language: Language,
    publish: tuple[Path, str],
) -> None:
    """Ask about the plan of a run, print the answers, and write page and workbook to a new folder."""
    from roadmap_opt import verbs
    from roadmap_opt.answers.statements import Statements
    from roadmap_opt.publish import keep_explanation, publish_explanation, require_free_name

    out, name = publish
    require_free_name(out, folder, name)
    answers = verbs.explain_plan(folder, topics, workers=workers or None, progress=progress, stop=stop)
    for topic, sentences in Statements(answers).by_topic():
        click.echo(text(language, f"topic_{topic}"))
        for sentence in sentences:
            click.echo(INDENT + sentence.in_language(language))
    if answers.open:
        click.echo(text(language, "page_open", count=answers.open))
    if stop.is_set():
        click.echo(text(language, "page_as_it_was", folder=folder))
    else:
        keep_explanation(answers, language)
        click.echo(text(language, "page_shows", folder=folder))
    click.echo(text(language, "plan_written", folder=publish_explanation(out, answers, name, language)))
