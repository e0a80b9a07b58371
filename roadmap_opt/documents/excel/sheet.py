"""A workbook being written, and a sheet of it with a cursor: title, notes, headings, cells."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from roadmap_opt.documents.excel.look import Formats
from roadmap_opt.figures import NO_LIMIT
from roadmap_opt.messages import Language
from roadmap_opt.palette import INK, QUIET
from roadmap_opt.saving import saved_whole

_A4 = 9


@contextmanager
def opened_book(path: Path, *, overwrite: bool = True) -> Iterator[xlsxwriter.Workbook]:
    """A workbook to write to, which appears at ``path`` whole or not at all; no text in it is a formula or a link.

    Raises :class:`SaveError` when ``path`` exists and may not be overwritten, or cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with (
        saved_whole(path, overwrite=overwrite, failures=(FileCreateError,)) as whole,
        xlsxwriter.Workbook(str(whole), options) as workbook,
    ):
        yield workbook


DENSE = 1.15
"""Letters in the width of a figure, by which columns are measured."""


class Book:
    """The workbook being written: its language and its formats."""

    def __init__(self, workbook: xlsxwriter.Workbook, language: Language) -> None:
        self.workbook = workbook
        self.language = language
        self.format = Formats(workbook)


class Sheet:
    """One sheet with a cursor: every method writes below what stands there already."""

    def __init__(self, book: Book, name: str, title: str, tab_colour: str = INK) -> None:
        self.book = book
        self.name = name
        self.sheet = book.workbook.add_worksheet(name)
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(tab_colour)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&L&8&A&R&8&P / &N")
        self.sheet.set_row(0, 26)
        self.sheet.write_string(0, 0, title, book.format(bold=True, font_size=16))
        self.row = 2

    def across(self, first: int, last: int, text: str, cell: Any, row: int | None = None) -> None:
        """A text over columns ``first`` to ``last``, in the cursor's row or another; one column is no merged range."""
        row = self.row if row is None else row
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", cell)
        self.sheet.write_string(row, first, text, cell)

    def heading(self, text: str) -> None:
        """Title of a block."""
        self.row += 1
        self.sheet.write_string(self.row, 0, text, self.book.format(bold=True, font_size=12))
        self.row += 1

    def note(self, text: str, columns: int = 10, width: float = 150, **look: Any) -> None:
        """A remark, in quiet ink unless another is asked for, wrapped over columns ``width`` characters wide."""
        cell = self.book.format(**{"font_color": QUIET, "text_wrap": True, "valign": "top", **look})
        self.across(0, columns, text, cell)
        self.sheet.set_row(self.row, 15 * lines_of(text, width))
        self.row += 1

    def number(self, row: int, column: int, value: float | None, style: Any) -> None:
        """Write a number; infinity in words, unknown as a blank."""
        if value is None or math.isnan(value):
            self.sheet.write_blank(row, column, None, style)
        elif math.isinf(value):
            self.sheet.write_string(row, column, NO_LIMIT.in_language(self.book.language), style)
        else:
            self.sheet.write_number(row, column, value, style)

    def formula(self, row: int, column: int, formula: str, cached: float, style: Any) -> None:
        """A live formula together with its value, for readers that do not recalculate."""
        self.sheet.write_formula(row, column, formula, style, cached)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell ``width`` characters wide."""
    return sum(1 + int(len(line) / max(width, 1.0)) for line in text.split("\n"))
