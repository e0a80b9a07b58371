"""The document of a sweep, as a page and as a book: from the key figures down to every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roadmap_opt import figures
from roadmap_opt.documents.components import Callout, Component, Page, Paragraph, Section, Sheet, Tile, Tiles, Tone
from roadmap_opt.documents.excel.render import write_book
from roadmap_opt.documents.html.render import write_page
from roadmap_opt.messages import Language, Text
from roadmap_opt.report.sweep.fails import fails_section
from roadmap_opt.report.sweep.runs import parameters_section, record_section, runs_section
from roadmap_opt.report.sweep.shares import builds_section, taken_section, targets_section
from roadmap_opt.report.sweep.spread import drivers_section, spread_section, tornado_section
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.statements import close_words, facts, key_figures, left_out_lines, loose_words
from roadmap_opt.words import SWEEP as WORDS

_TONES: dict[bool | None, Tone] = {None: "neutral", True: "good", False: "warn"}


def write_sweep_page(path: Path, results: SweepResults, language: Language) -> None:
    """Write `sweep.html`, showing ``language`` first; raises :class:`SaveError` when it cannot be written."""
    write_page(path, sweep_document(results), language)


def write_sweep_book(path: Path, results: SweepResults, language: Language) -> None:
    """Write `sweep.xlsx` in ``language``; raises :class:`SaveError` when it cannot be written."""
    write_book(path, sweep_document(results), language)


def sweep_document(results: SweepResults) -> Page:
    """The document; a sweep without any run that counts has no statistics in it."""
    sections: list[Section] = []
    if results.counted:
        sections += [*tornado_section(results), *spread_section(results), *drivers_section(results)]
        sections += fails_section(results)
        sections += [builds_section(results), targets_section(results), taken_section(results)]
    sections += [parameters_section(results), runs_section(results), record_section(results)]
    title = WORDS.both("page_title", sweep=results.record.sweep)
    sheet = Sheet(WORDS.both("sheet_summary"), "vermillion", upright=True, one_page=True)
    return Page(title, [facts(results)], list(_head(results)), sections, [Text.same(results.record.name)], sheet)


def _head(results: SweepResults) -> Iterator[Component]:
    tiles = [Tile(each.title, each.figure, each.remark, _TONES[each.good]) for each in key_figures(results)]
    yield Tiles(tiles)
    counted, runs = figures.number(len(results.counted)), figures.number(len(results.runs))
    yield Paragraph(WORDS.both("head_counted", counted=counted, runs=runs), "quiet")
    if (close := close_words(results)) is not None:
        yield Paragraph(close)
    if results.left_out:
        title = WORDS.both("head_left_out", count=len(results.left_out))
        text = WORDS.both("head_none") if not results.counted else ""
        yield Callout(text, "warn" if results.counted else "bad", title, left_out_lines(results))
    if (loose := loose_words(results)) is not None:
        yield Callout(loose, "warn")
