"""What every sheet of a comparison's workbook shares: the runs as columns, and differences that may be greyed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from roadmap_opt.messages import Text
from roadmap_opt.solution.comparison import Comparison
from roadmap_opt.solution.comparison.moves import Move
from roadmap_opt.solution.comparison.page_words import SAY
from roadmap_opt.workbook.results_page import Book, Page
from roadmap_opt.workbook.results_style import (
    GREEN,
    ORANGE,
    PALE_BLUE,
    PALE_GREEN,
    PALE_ORANGE,
    QUIET,
    RULE,
    VERMILLION,
)

MOVE_COLOURS: dict[Move, dict[str, Any]] = {
    Move.ADDED: {"bg_color": PALE_GREEN},
    Move.DROPPED: {"font_color": VERMILLION},
    Move.BIGGER: {"bg_color": PALE_GREEN},
    Move.SMALLER: {"bg_color": PALE_ORANGE},
    Move.EARLIER: {"bg_color": PALE_BLUE},
    Move.LATER: {"bg_color": PALE_ORANGE},
    Move.OTHERWISE: {"bg_color": PALE_BLUE},
}
"""How a move looks; its words say the same."""

STANDING_COLOURS = {"proven": GREEN, "other aim": ORANGE}
"""Colour of a mark; every other one is grey."""


RUNS_ACROSS = 5
"""Runs whose columns can still be read on one sheet of paper."""


class Sheets:
    """The workbook being written for one baseline."""

    def __init__(self, book: Book, comparison: Comparison, baseline: int) -> None:
        self.book = book
        self.comparison = comparison
        self.baseline = baseline
        self.runs = range(len(comparison.runs))
        self.others = [run for run in self.runs if run != baseline]

    def say(self, key: str, **values: object) -> str:
        """Words of a comparison in the language of the workbook."""
        return SAY.both(key, **values).in_language(self.book.language)

    def words(self, text: Text) -> str:
        """A text in the language of the workbook, with plain spaces."""
        return text.in_language(self.book.language).replace("\u00a0", " ")

    def label(self, run: int) -> str:
        """The name of a run's column."""
        return self.words(self.comparison.runs[run].label)

    def page(self, key: str, tab_colour: str, title: str = "") -> Page:
        """A new sheet with its title; with many runs it is printed on several large sheets of paper side by side."""
        name, usual = self.say(f"sheet_compare_{key}"), self.say(f"title_compare_{key}")
        page = Page(self.book, name, title or usual, tab_colour)
        if len(self.runs) > RUNS_ACROSS:
            page.sheet.set_paper(8)  # A3
            page.sheet.fit_to_pages(math.ceil(len(self.runs) / RUNS_ACROSS), 0)
            page.sheet.repeat_columns(0, 1)
        return page

    def cell(self, **more: Any) -> Any:
        """A cell with a hairline below."""
        return self.book.format(bottom=4, bottom_color=RULE, text_wrap=True, valign="top", **more)

    def difference(self, run: int, num_format: str = "General") -> Any:
        """The look of a difference to the baseline: grey and italic when it is not proven."""
        look: dict[str, Any] = {"num_format": num_format, "align": "right"}
        if self.comparison.greyed(self.baseline, run):
            look |= {"font_color": QUIET, "italic": True}
        return self.cell(**look)

    def fit(self, page: Page, row: int, cells: Iterable[tuple[str, float]], size: float = 10) -> None:
        """Make the row high enough for its texts, each given with the width of its column in characters."""
        lines = max(
            sum(1 + int(len(line) / (1.22 * width * 10 / size)) for line in text.split("\n")) for text, width in cells
        )
        page.sheet.set_row(row, 4 + 1.3 * size * lines)

    def header(self, page: Page, titles: list[str], left: int) -> None:
        """A row of column titles; the first ``left`` of them stand over words."""
        for column, title in enumerate(titles):
            style = self.book.format.header_left if column < left else self.book.format.header
            page.sheet.write_string(page.row, column, title, style)
        self.fit(page, page.row, [(title, 18) for title in titles])
        page.row += 1
