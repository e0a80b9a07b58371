"""The workbook of a sweep: a first sheet for whoever decides, then a sheet per question, every run, and the record."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from roadmap_opt.messages import Language, Text
from roadmap_opt.saving import saved_whole
from roadmap_opt.studies.sweep.outcomes import NPV, SCORE, SHORTFALL, TARGETS_MET
from roadmap_opt.studies.sweep.results import SweepResults
from roadmap_opt.studies.sweep.telling import (
    KeyFigure,
    facts,
    key_figures,
    left_out_lines,
    loose_words,
    outcome,
)
from roadmap_opt.studies.sweep.words import WORDS
from roadmap_opt.workbook.results_page import Book, Page
from roadmap_opt.workbook.results_style import BAND, GREEN, INK, ORANGE, QUIET, VERMILLION
from roadmap_opt.workbook.sweep_charts import Placed, builds_chart, histogram_chart, tornado_chart
from roadmap_opt.workbook.sweep_sheets import (
    builds_sheet,
    drivers_sheet,
    parameters_sheet,
    record_sheet,
    runs_sheet,
    spread_sheet,
    taken_sheet,
    targets_sheet,
    tornado_sheet,
)

_TILES_PER_ROW = 4
_TILE_COLUMNS = 3
"""Columns from one tile of the first sheet to the next; the last of them is a narrow gap."""

_SPREAD_OUTCOMES = (SCORE, NPV, "capex", TARGETS_MET, SHORTFALL)


def write_sweep_book(path: Path, results: SweepResults, language: Language) -> None:
    """Write `sweep.xlsx` in ``language``; raises :class:`SaveError` when it cannot be written."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with (
        saved_whole(path, overwrite=True, failures=(FileCreateError,)) as whole,
        xlsxwriter.Workbook(str(whole), options) as workbook,
    ):
        book = Book(workbook, language, results.case.years)
        title = WORDS.both("page_title", sweep=results.record.sweep)
        workbook.set_properties({"title": title.in_language(language), "subject": results.record.scenario})
        first = new_page(book, "summary", title, VERMILLION)
        charts: list[Placed] = []
        if results.counted:
            charts = _statistics(book, results)
        runs_sheet(new_page(book, "runs", colour=QUIET), results)
        parameters_sheet(new_page(book, "parameters", colour=QUIET), results)
        record_sheet(new_page(book, "record", colour=QUIET), results)
        _fill_summary(first, results, charts)


def new_page(book: Book, key: str, title: Text | None = None, colour: str = INK) -> Page:
    """A sheet named ``sheet_<key>``, titled ``section_<key>`` unless a title is given."""
    shown = title or WORDS.both(f"section_{key}")
    return Page(book, WORDS(book.language, f"sheet_{key}"), shown.in_language(book.language), colour)


def _statistics(book: Book, results: SweepResults) -> list[Placed]:
    """The sheets of statistics; returns the charts that the first sheet shows as well."""
    shown: list[Placed] = []
    if results.record.design == "tornado":
        blocks = tornado_sheet(new_page(book, "tornado"), results)
        shown += [tornado_chart(book, block) for block in blocks[:2]]
    else:
        columns = [outcome(results, key) for key in _SPREAD_OUTCOMES]
        blocks = spread_sheet(new_page(book, "spread"), results, columns)
        shown += [histogram_chart(book, block) for block in blocks[:2]]
        drivers_sheet(new_page(book, "drivers"), results)
    built = builds_sheet(new_page(book, "builds"), results)
    if built is not None:
        shown.append(builds_chart(book, built))
    targets_sheet(new_page(book, "targets"), results)
    taken_sheet(new_page(book, "taken"), results)
    return shown


def _fill_summary(page: Page, results: SweepResults, charts: list[Placed]) -> None:
    book, language = page.book, page.book.language
    page.sheet.set_portrait()
    page.sheet.fit_to_pages(1, 1)
    for at in range(_TILES_PER_ROW):
        page.sheet.set_column(_TILE_COLUMNS * at, _TILE_COLUMNS * at + 1, 16)
        page.sheet.set_column(_TILE_COLUMNS * at + 2, _TILE_COLUMNS * at + 2, 1.5)
    quiet = book.format(font_color=QUIET, font_size=11)
    page.sheet.write_string(1, 0, facts(results).in_language(language), quiet)
    counted = WORDS(language, "head_counted", counted=len(results.counted), runs=len(results.runs))
    page.sheet.write_string(2, 0, counted, quiet)
    page.row = 4
    tiles = key_figures(results)
    for at, tile in enumerate(tiles):
        _tile(page, page.row + 4 * (at // _TILES_PER_ROW), _TILE_COLUMNS * (at % _TILES_PER_ROW), tile)
    page.row += 4 * -(-len(tiles) // _TILES_PER_ROW)
    if results.left_out:
        title = WORDS(language, "head_left_out", count=len(results.left_out))
        page.sheet.write_string(page.row, 0, title, book.format(bold=True, font_color=VERMILLION))
        page.row += 1
        for line in left_out_lines(results):
            page.sheet.write_string(page.row, 0, line.in_language(language), book.format())
            page.row += 1
    if (loose := loose_words(results)) is not None:
        page.note(loose.in_language(language), _TILES_PER_ROW * _TILE_COLUMNS - 2)
    if not results.counted:
        page.note(WORDS(language, "head_none"))
    for placed in charts:
        page.row += 1
        placed.chart.set_size({"width": 1010, "height": placed.height})
        page.sheet.insert_chart(page.row, 0, placed.chart)
        page.row += placed.height // 20


def _tile(page: Page, row: int, column: int, tile: KeyFigure) -> None:
    book, language = page.book, page.book.language
    colour = {True: GREEN, False: ORANGE, None: INK}[tile.good]
    last = column + _TILE_COLUMNS - 2
    figure = tile.figure.in_language(language)
    size = 16 if len(figure) <= 22 else 10
    head = book.format(font_color=QUIET, bg_color=BAND, font_size=9, indent=1, align="left", top=5, top_color=colour)
    big = book.format(
        bold=True, font_size=size, bg_color=BAND, indent=1, align="left", text_wrap=True, font_color=colour
    )
    foot = book.format(
        font_color=QUIET, bg_color=BAND, font_size=9, indent=1, align="left", text_wrap=True, valign="top"
    )
    page.across(column, last, tile.title.in_language(language), head, row)
    page.across(column, last, figure, big, row + 1)
    page.across(column, last, tile.remark.in_language(language), foot, row + 2)
    page.sheet.set_row(row + 1, 30)
    page.sheet.set_row(row + 2, 26)
