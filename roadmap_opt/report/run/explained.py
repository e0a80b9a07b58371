"""What `explain` has answered about the plan: what targets cost, what is firm, what delays and limits are worth."""

from __future__ import annotations

from roadmap_opt.documents.components import Folded, Group, Paragraph, Section
from roadmap_opt.runs.run import Run
from roadmap_opt.words import EXPLAIN as SAY

SHOWN = 8
"""Sentences of a topic that are shown at once; the others are folded."""


def sections(run: Run) -> list[Section]:
    """The section, or none where nothing was asked. The workbook of the explanation holds the numbers behind it."""
    told = run.explained.topics if run.explained is not None else {}
    groups = []
    for topic, sentences in told.items():
        lines = [Paragraph(sentence) for sentence in sentences]
        more = [Folded(SAY.both("page_more", count=len(lines) - SHOWN), lines[SHOWN:])] if len(lines) > SHOWN else []
        groups.append(Group(SAY.both(f"topic_{topic}"), [*lines[:SHOWN], *more]))
    if not groups:
        return []
    return [Section("explained", SAY.both("page_section"), SAY.both("page_section_lead"), groups, only="page")]
