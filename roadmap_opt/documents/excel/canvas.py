"""A sheet of a book being filled with parts: notes, tiles, tables, and room for the charts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from roadmap_opt.documents.components import (
    Callout,
    Chart,
    Component,
    Folded,
    Group,
    Pairs,
    Paragraph,
    Section,
    SideBySide,
    Table,
    Tile,
    Tiles,
    Words,
)
from roadmap_opt.documents.components import Sheet as SheetOf
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.excel.charts import WIDTHS, height_of
from roadmap_opt.documents.excel.sheet import DENSE, Book, Sheet, lines_of
from roadmap_opt.documents.excel.tables import (
    LEAST_WIDTH,
    WIDEST_NAMES,
    Placed,
    TableWriter,
    as_figure,
    spoken,
    widths_of,
)
from roadmap_opt.messages import Text
from roadmap_opt.palette import BAND, GREEN, INK, LIGHT, ORANGE, QUIET, VERMILLION, WHITE

_NOTE_WIDTH = 130.0
"""Characters across which words run at most."""
_FROZEN_BELOW = 12
"""Titles that stand lower would leave no room below them when they stay in view."""
_TILE_WIDTH, _TILES_ACROSS = 28.0, 4
_FREE_WIDTH = 14.0
"""Width of a column without a table."""
ROW_PIXELS = 20
"""Height of a row of cells."""
_SHEET_WIDTH, _A3 = 220.0, 8
"""Characters that can be read across on one sheet of paper; wider sheets are printed on several large ones."""
_PARAGRAPHS: dict[str, dict[str, Any]] = {
    "": {"font_color": INK}, "quiet": {"font_color": QUIET}, "story": {"font_color": INK, "bold": True},
}  # fmt: skip
_FIGURE_COLOURS = {"good": GREEN, "warn": ORANGE, "bad": VERMILLION}


@dataclass(frozen=True)
class Wanted:
    """A chart to be drawn, once every table stands: where, and how large."""

    chart: Chart
    drawing: Drawing
    sheet: Sheet
    row: int
    column: int
    width: int


@dataclass
class Drawn:
    """The workbook with what has been written so far: tables by their key, and the charts that will read them."""

    book: Book
    placed: dict[str, Placed] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)


class Canvas:
    """One sheet being filled with parts."""

    def __init__(
        self, drawn: Drawn, of: SheetOf, title: Words, head: Sequence[Component], sections: Sequence[Section]
    ) -> None:
        self.drawn, self.head, self.sections = drawn, head, sections
        self.language = drawn.book.language
        self.title = self._named = self.say(title)
        self.page = Sheet(drawn.book, self.say(of.name), self.title, LIGHT[of.tab])
        inside = [*_inside(head), *(part for section in sections for part in _inside(section.parts))]
        self.tables = [part for part in inside if isinstance(part, Table)]
        wanted = [each for each in self.tables if each.sortable or each.searchable]
        self.main = wanted[0] if wanted else self.tables[0] if len(self.tables) == 1 else None
        self.widths = widths_of(self.tables, self.language)
        terms = [len(self.say(term)) + 2.0 for part in inside if isinstance(part, Pairs) for term, _ in part.pairs]
        self.widths[:1] = [min(WIDEST_NAMES, max([*self.widths[:1], *terms, LEAST_WIDTH]))]
        while sum(self.widths) < _NOTE_WIDTH:
            self.widths.append(_FREE_WIDTH)
        self.table_writer = TableWriter(self.page, self.widths)
        across = list(accumulate(self.widths))
        self.note_last = max(at for at, width in enumerate(across) if at == 0 or width <= _NOTE_WIDTH)
        self.note_width = DENSE * across[self.note_last]
        self._set_up(of)

    def say(self, words: Words) -> str:
        """Words in the language of the book."""
        return spoken(words, self.language)

    def _set_up(self, of: SheetOf) -> None:
        sheet = self.page.sheet
        for column, width in enumerate(self.widths):
            sheet.set_column(column, column, width)
        if of.upright:
            sheet.set_portrait()
        if of.one_page:
            sheet.fit_to_pages(1, 1)
        used = sum(self.widths[: max((len(table.columns) for table in self.tables), default=0)])
        if used > _NOTE_WIDTH:
            sheet.freeze_panes(1, 1)
        if used > _SHEET_WIDTH:
            sheet.set_paper(_A3)
            sheet.set_landscape()
            sheet.fit_to_pages(math.ceil(used / (1.5 * _SHEET_WIDTH)), 0)
            sheet.repeat_columns(0, 0)

    def facts(self, facts: Sequence[Words]) -> None:
        """The line below the title."""
        self.page.row = 1
        self.page.note(" · ".join(self.say(fact) for fact in facts), self.note_last, self.note_width)

    def write(self) -> None:
        """Write the head, then the sections with their leads."""
        for part in self.head:
            self._part(part)
        for section in self.sections:
            self._heading(section.title)
            self._lead(section.lead if isinstance(section.lead, str | Text) else "")
            for part in sorted(section.parts, key=_comes_after):
                self._part(part)

    def _lead(self, words: Words) -> None:
        if self.say(words):
            self.page.note(self.say(words), self.note_last, self.note_width)

    def _heading(self, words: Words) -> None:
        """Name what follows, unless the title or the heading before has named it."""
        if self.say(words) and self.say(words) not in (self.title, self._named):
            self.page.heading(self.say(words))
        self._named = self.say(words)

    def _part(self, part: Component) -> None:
        """Write any part; raises ``TypeError`` for one that a book does not know."""
        if isinstance(part, Table):
            self._table(part)
        elif isinstance(part, Chart):
            self._chart(part)
        elif isinstance(part, Paragraph):
            look = _PARAGRAPHS[part.kind]
            self.page.note(self.say(part.text), self.note_last, self.note_width, **look)
        elif isinstance(part, Callout):
            self._callout(part)
        elif isinstance(part, Tiles):
            self._tiles(part.tiles)
        elif isinstance(part, Pairs):
            self._pairs(part)
        elif isinstance(part, Group | Folded | SideBySide):
            self._container(part)
        else:
            raise TypeError(f"a book cannot hold {type(part).__name__}")

    def _container(self, part: Group | Folded | SideBySide) -> None:
        if not isinstance(part, SideBySide):
            self._heading(part.title)
        if isinstance(part, Group):
            self._lead(part.lead)
        for each in part.parts:
            self._part(each)

    def _callout(self, part: Callout) -> None:
        colour = _FIGURE_COLOURS.get(part.tone, INK)
        if self.say(part.title):
            self.page.note(self.say(part.title), self.note_last, self.note_width, bold=True, font_color=colour)
        for line in (part.text, *part.lines):
            if self.say(line):
                self.page.note(self.say(line), self.note_last, self.note_width, font_color=INK)

    def _tiles(self, tiles: Sequence[Tile]) -> None:
        """Key figures side by side, each over as many columns as it needs."""
        spans = self._tile_spans()
        self.page.row += 1
        for begin in range(0, len(tiles), len(spans)):
            lines = 2
            for tile, (first, last) in zip(tiles[begin:], spans, strict=False):
                self._tile(tile, first, last, self.page.row)
                lines = max(lines, lines_of(self.say(tile.remark), sum(self.widths[first : last + 1]) or _TILE_WIDTH))
            self.page.sheet.set_row(self.page.row + 1, 30)
            self.page.sheet.set_row(self.page.row + 2, 13 * lines)
            self.page.row += 4

    def _tile_spans(self) -> list[tuple[int, int]]:
        spans, first, width = [], 0, 0.0
        for at, each in enumerate([*self.widths, *[8.43] * 16]):
            width += each
            if width >= _TILE_WIDTH:
                spans.append((first, at))
                first, width = at + 1, 0.0
        return spans[:_TILES_ACROSS]

    def _tile(self, tile: Tile, first: int, last: int, row: int) -> None:
        colour = _FIGURE_COLOURS.get(tile.tone, INK)
        figure = self.say(tile.figure)
        common: dict[str, Any] = {"bg_color": BAND, "indent": 1, "align": "left", "left": 5, "left_color": WHITE}
        quiet = {**common, "font_color": QUIET, "font_size": 9}
        form = self.page.book.format
        size = 16 if len(figure) <= 20 else 10
        big = form(**common, bold=True, font_size=size, text_wrap=True, font_color=colour)
        self.page.across(first, last, self.say(tile.title), form(**quiet, top=5, top_color=colour), row)
        self.page.across(first, last, figure, big, row + 1)
        self.page.across(first, last, self.say(tile.remark), form(**quiet, text_wrap=True, valign="top"), row + 2)

    def _pairs(self, part: Pairs) -> None:
        book = self.page.book
        rest = max(self.note_last, 1)
        width = DENSE * sum(self.widths[1 : rest + 1])
        for term, meaning in part.pairs:
            shown = self.say(as_figure(meaning).shown)
            wrapped = book.format(bottom=4, bottom_color=LIGHT["rule"], text_wrap=True, valign="top")
            self.page.sheet.write_string(self.page.row, 0, self.say(term), wrapped)
            self.page.across(1, rest, shown, wrapped)
            lines = max(lines_of(shown, width), lines_of(self.say(term), DENSE * self.widths[0]))
            self.page.sheet.set_row(self.page.row, 4 + 13.5 * lines)
            self.page.row += 1

    def _table(self, table: Table, title: Words | None = None) -> Placed:
        self._heading(table.caption if title is None else title)
        self._lead(table.note)
        placed = self.table_writer.write(table)
        self.drawn.placed[table.key or f"{placed.sheet} {placed.header}"] = placed
        if table is self.main and table.rows:
            self.page.sheet.autofilter(placed.header, 0, placed.last, len(table.columns) - 1)
            if placed.header < _FROZEN_BELOW:
                self.page.sheet.freeze_panes(placed.first, 0 if table.columns[0].is_number else 1)
                self.page.sheet.repeat_rows(placed.header)
        self.page.row += len(self.tables) > 1
        return placed

    def _chart(self, chart: Chart) -> None:
        """The chart's table with what the book draws from it; or only the chart, if it reads another table."""
        drawing = chart.drawing
        if drawing is not None and drawing.of:
            self.drawn.wanted.append(Wanted(chart, drawing, self.page, self.page.row, 0, WIDTHS.get(drawing.kind, 0)))
            if drawing.is_chart and chart.table.rows:
                self.page.row += 2 + height_of(drawing, len(chart.table.rows)) // ROW_PIXELS
            return
        top = self.page.row
        unit = f", {self.say(chart.unit)}" if self.say(chart.unit) else ""
        placed = self._table(chart.table, f"{self.say(chart.title)}{unit}")
        self._lead(chart.note)
        if drawing is not None:
            height = 2 + height_of(drawing, len(chart.table.rows)) // ROW_PIXELS if drawing.is_chart else 0
            row, column = (top + 1, len(chart.table.columns) + 1) if drawing.kind != "floating" else (self.page.row, 0)
            of = replace(drawing, of=f"{placed.sheet} {placed.header}")
            self.drawn.wanted.append(Wanted(chart, of, self.page, row, column, WIDTHS.get(drawing.kind, 0)))
            self.page.row = max(self.page.row, row - 1 + height)


def _comes_after(part: Component) -> bool:
    """Whether a part of a section stands below the others: figures come first in a book, charts after them."""
    if isinstance(part, Chart):
        return part.drawing is not None and part.drawing.is_chart
    return isinstance(part, Group | Folded)


def _inside(parts: Sequence[Component]) -> Iterator[Component]:
    """Every part that a book writes for these, down to the last; of a chart its table, where it has one of its own."""
    for part in parts:
        if isinstance(part, Group | Folded | SideBySide):
            yield from _inside(part.parts)
        elif not isinstance(part, Chart):
            yield part
        elif part.drawing is None or not part.drawing.of:
            yield part.table
