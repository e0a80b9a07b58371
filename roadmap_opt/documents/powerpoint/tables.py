"""Tables on a slide that PowerPoint edits: as on paper, a thin line between rows and figures at the right."""

from __future__ import annotations

from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from roadmap_opt.documents.cells import digits_above, shown_cell
from roadmap_opt.documents.components import Badge, Cell, Figure, Row, Table, YearMarks
from roadmap_opt.documents.pdf.tables import TINTS
from roadmap_opt.documents.powerpoint.shapes import LINE, POINTS, Pen, lines, rgb, width_of
from roadmap_opt.documents.widths import cell_text, column_title, column_widths
from roadmap_opt.messages import Language
from roadmap_opt.palette import LIGHT

BESIDE, ABOVE = 0.05, 0.022
"""Inches beside and above the words of a cell."""

MARK_FONT, MARK = "Courier New", 0.61
"""A font in which all signs are equally wide, on every machine, and how wide, over the size of the letters."""

PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's name for a table without style and grid."""

MARKS = {True: ("■", "good"), False: ("□", "bad"), None: ("–", "grey")}


class Grid:
    """A table in a width with letters of a size: its columns and the heights of its rows, in inches."""

    def __init__(self, table: Table, language: Language, width: float, size: float) -> None:
        self.table, self.language, self.size = table, language, size

        def measure(text: str, bold: bool) -> float:
            return width_of(text, size, bold)

        padding = 2 * BESIDE * POINTS
        points = column_widths(table, language, width * POINTS, measure, padding, size * MARK)
        self.widths = [each / POINTS for each in points]
        self.titled = any(column.title or column.unit for column in table.columns)
        self.heights = [self._title_height()] if self.titled else []
        self.heights += [self._height(row) for row in table.rows]

    @property
    def height(self) -> float:
        """Inches that the table takes."""
        return sum(self.heights)

    def _title_height(self) -> float:
        pairs = zip(self.table.columns, self.widths, strict=True)
        most = max(
            lines(column_title(column, self.language), self.size, width - 2 * BESIDE, True)
            + bool(digits_above(self.table, at))
            for at, (column, width) in enumerate(pairs)
        )
        return self._tall(most)

    def _height(self, row: Row) -> float:
        if row.kind == "heading":
            words = cell_text(row.cells[0], self.language)
            return self._tall(lines(words, self.size, sum(self.widths) - 2 * BESIDE, not row.quiet))
        parts = [shown_cell(self.table, at, cell) for at, cell in enumerate(row.cells)]
        bold = [row.kind == "total" or isinstance(part, Badge) for part in parts]
        return self._tall(
            max(
                lines(cell_text(part, self.language), self.size, width - 2 * BESIDE, thick)
                for part, width, thick in zip(parts, self.widths, bold, strict=True)
            )
        )

    def _tall(self, count: int) -> float:
        return count * self.size * LINE / POINTS + 2 * ABOVE


def place(pen: Pen, grid: Grid, x: float, y: float, words: str) -> None:
    """Put a table on the slide; ``words`` say what it shows to those who do not see it."""
    size = len(grid.heights), len(grid.widths)
    frame = pen.slide.shapes.add_table(*size, Inches(x), Inches(y), Inches(sum(grid.widths)), Inches(grid.height))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words)
    drawn = frame.table
    drawn.first_row, drawn.horz_banding = grid.titled, False
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    for at, width in enumerate(grid.widths):
        drawn.columns[at].width = Inches(width)
    for at, height in enumerate(grid.heights):
        drawn.rows[at].height = Inches(height)
    if grid.titled:
        for at, column in enumerate(grid.table.columns):
            cell = drawn.cell(0, at)
            said = column_title(column, grid.language)
            _fill(pen, cell, said, grid.size, tint="quiet", bold=True, right=column.is_number)
            if digits := digits_above(grid.table, at):
                above = cell.text_frame.add_paragraph()
                pen.run(above, "".join(digits), grid.size, tint="quiet", font=MARK_FONT)
            cell.vertical_anchor = MSO_ANCHOR.BOTTOM
            _line(cell, "quiet", 1.0)
    for number, row in enumerate(grid.table.rows):
        _row(pen, drawn, number + grid.titled, row, grid)


def _row(pen: Pen, drawn: Any, at: int, row: Row, grid: Grid) -> None:
    last = len(grid.widths) - 1
    band = row.kind in ("heading", "total") and not row.quiet
    if row.kind == "heading":
        cell = drawn.cell(at, 0)
        if last:
            cell.merge(drawn.cell(at, last))
        _fill(pen, cell, cell_text(row.cells[0], grid.language), grid.size, bold=not row.quiet)
    else:
        for position, value in enumerate(row.cells):
            _cell(pen, drawn.cell(at, position), grid, position, value, row)
    for position in range(last + 1):
        cell = drawn.cell(at, position)
        if band:
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb("band")
        following = grid.table.rows[at - grid.titled + 1 :][:1]
        if not (following and following[0].kind == "heading" and following[0].quiet):
            _line(cell, "rule", 0.5)


def _cell(pen: Pen, cell: Any, grid: Grid, position: int, value: Cell, row: Row) -> None:
    column, part = grid.table.columns[position], shown_cell(grid.table, position, value)
    if isinstance(part, YearMarks):
        _fill(pen, cell, "", grid.size)
        for mark in part.marks:
            sign, tint = MARKS[mark]
            pen.run(cell.text_frame.paragraphs[0], sign, grid.size, tint=tint, bold=True, font=MARK_FONT)
        return
    tint = TINTS[part.tone] if isinstance(part, Badge | Figure) else "quiet" if column.kind == "quiet" else "ink"
    bold = row.kind == "total" or isinstance(part, Badge)
    _fill(pen, cell, cell_text(part, grid.language), grid.size, tint=tint, bold=bold, right=column.is_number)


def _fill(
    pen: Pen, cell: Any, words: str, size: float, *, tint: str = "ink", bold: bool = False, right: bool = False
) -> None:
    frame = cell.text_frame
    frame.word_wrap = True
    cell.margin_left = cell.margin_right = Inches(BESIDE)
    cell.margin_top = cell.margin_bottom = Inches(ABOVE)
    paragraph = frame.paragraphs[0]
    if words:
        pen.run(paragraph, words, size, tint=tint, bold=bold)
    else:
        paragraph.font.size = Pt(size)  # an empty cell would be as tall as the standard letters
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT


def _line(cell: Any, tint: str, points: float) -> None:
    """A line below a cell; the library has no words for borders."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": str(Emu(Pt(points))), "cap": "flat"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": LIGHT[tint].removeprefix("#")}))
    line.append(fill)
    properties.insert(0, line)  # borders stand before the fill
