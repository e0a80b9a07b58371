"""The briefing of a run: what a minister and a lender should know of it on two pages, from what its page shows.

It has no figures of its own: sentences, tables and charts are those of :mod:`roadmap_opt.report.run`, shortened. Each
language is a file of its own, as PDF and as slides.
"""

from __future__ import annotations

from collections.abc import Sequence

from roadmap_opt.documents.pdf.render import briefing_pdf
from roadmap_opt.documents.powerpoint.render import briefing_pptx
from roadmap_opt.messages import Language
from roadmap_opt.report.brief.contents import briefing_of
from roadmap_opt.runs.run import Run
from roadmap_opt.runs.run_files import BRIEFINGS


def briefing_files(run: Run, languages: Sequence[Language]) -> dict[str, bytes]:
    """The files of the briefing by name: PDF and slides in each of the languages."""
    briefing = briefing_of(run)
    files: dict[str, bytes] = {}
    for language in languages:
        paper, slides = BRIEFINGS[language]
        files |= {paper: briefing_pdf(briefing, language), slides: briefing_pptx(briefing, language)}
    return files
