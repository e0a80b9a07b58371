"""From parts to a workbook: the head on the first sheet, a sheet per section, charts drawn from the cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roadmap_opt.documents.components import Page, Section, Words
from roadmap_opt.documents.components import Sheet as SheetOf
from roadmap_opt.documents.drawings import Drawing
from roadmap_opt.documents.excel.canvas import ROW_PIXELS, Canvas, Drawn, Wanted
from roadmap_opt.documents.excel.charts import height_of, native_chart
from roadmap_opt.documents.excel.sheet import Book, opened_book
from roadmap_opt.documents.excel.tables import spoken
from roadmap_opt.documents.media import for_medium
from roadmap_opt.messages import Language
from roadmap_opt.palette import AZURE, CORAL, ORANGE, PALE_GREEN, WHITE

_FIRST_SHEET_WIDTH = 1010
"""Pixels across of a chart on the first sheet."""


def write_book(path: Path, page: Page, language: Language, *, overwrite: bool = True) -> None:
    """Write the document as a workbook in ``language``; raises :class:`SaveError` when it cannot be written."""
    shown = for_medium(page, "book")
    with opened_book(path, overwrite=overwrite) as workbook:
        facts = " · ".join(spoken(fact, language) for fact in shown.facts)
        workbook.set_properties({"title": spoken(shown.title, language), "subject": facts})
        writer = _Writer(Book(workbook, language))
        writer.write(shown)


class _Writer(Drawn):
    """The workbook being written."""

    def write(self, page: Page) -> None:
        """Write every sheet, then the charts."""
        first: Canvas | None = None
        for of, sections in _by_sheet(page):
            title = sections[0].title if first and sections else page.title
            canvas = Canvas(self, of, title, [] if first else page.head, sections)
            if first is None:
                first = canvas
                canvas.facts(page.facts)
            canvas.write()
        if first is not None:
            self._on_first(first)
        for each in self.wanted:
            self._draw(each)

    def _on_first(self, first: Canvas) -> None:
        """The charts that the first sheet shows as well, below what stands there."""
        for each in [each for each in self.wanted if each.drawing.first]:
            rows = len(self.placed[each.drawing.of].table.rows)
            place = Wanted(each.chart, each.drawing, first.page, first.page.row + 1, 0, _FIRST_SHEET_WIDTH)
            self.wanted.append(place)
            first.page.row += 1 + height_of(each.drawing, rows) // ROW_PIXELS

    def _draw(self, wanted: Wanted) -> None:
        drawing, language = wanted.drawing, self.book.language
        table = self.placed[drawing.of]
        if not table.table.rows:
            return
        if drawing.is_chart:
            cells = table.cells(drawing.series, drawing.names, drawing.series_name, drawing.labels)
            unit = spoken(drawing.axis or wanted.chart.unit, language)
            title = spoken(drawing.title or wanted.chart.title, language)
            chart = native_chart(self.book.workbook, drawing, cells, title, unit)
            chart.set_size({"width": wanted.width, "height": height_of(drawing, cells.rows)})
            wanted.sheet.sheet.insert_chart(wanted.row, wanted.column, chart, {"object_position": 2})
        elif ranges := table.ranges(drawing.series):
            look = {**_scale(drawing), "multi_range": ranges}
            wanted.sheet.sheet.conditional_format(ranges.split(" ", maxsplit=1)[0], look)


def _scale(drawing: Drawing) -> dict[str, object]:
    """The conditional format that colours cells by their size."""
    if drawing.kind == "data_bars":
        return {"type": "data_bar", "bar_solid": True, "bar_color": PALE_GREEN, "min_type": "num", "min_value": 0,
                "max_type": "num", "max_value": 1}  # fmt: skip
    if drawing.diverging:
        return {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": -1,
                "mid_value": 0, "max_value": 1, "min_color": CORAL, "mid_color": WHITE, "max_color": AZURE}  # fmt: skip
    return {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": WHITE, "max_color": ORANGE}


def _by_sheet(page: Page) -> Iterator[tuple[SheetOf, list[Section]]]:
    """Sheets in order with their sections; a section without a sheet joins the one before it."""
    found: dict[Words, tuple[SheetOf, list[Section]]] = {page.sheet.name: (page.sheet, [])}
    current = page.sheet
    for section in page.sections:
        current = section.sheet or current
        found.setdefault(current.name, (current, []))[1].append(section)
    yield from found.values()
