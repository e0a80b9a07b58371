"""Tables on paper: words of a column below one another, figures at the right, a thin line between rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as Grid

from roadmap_opt.documents.cells import digits_above, shown_cell
from roadmap_opt.documents.components import Badge, Cell, Figure, Row, Table, Tone, YearMarks
from roadmap_opt.documents.pdf.letters import PLAIN, colour, paragraph, text_width
from roadmap_opt.documents.widths import cell_text, column_title, column_widths
from roadmap_opt.messages import Language

TINTS: dict[Tone, str] = {"neutral": "ink", "good": "good", "warn": "warn", "bad": "bad", "info": "link"}
"""Colours of letters by what they say."""

BESIDE = 8.0
"""Points between the words of two columns."""

MARK = 0.95
"""Width of the mark of a year over the size of the letters."""


class Marks(Flowable):  # type: ignore[misc]
    """The years of a target: filled, hollow, or a dash."""

    def __init__(self, marks: YearMarks, size: float) -> None:
        super().__init__()
        self.marks, self.size = marks.marks, size
        self.width, self.height = len(self.marks) * size * MARK, size

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size, whatever room there is."""
        return self.width, self.height

    def draw(self) -> None:
        """A square for each year."""
        side = 0.68 * self.size
        self.canv.setLineWidth(0.7)
        for number, mark in enumerate(self.marks):
            left, low = number * self.size * MARK, 0.02 * self.size
            if mark is None:
                self.canv.setStrokeColor(colour("grey"))
                self.canv.line(left + 0.2 * side, low + side / 2, left + 0.8 * side, low + side / 2)
                continue
            self.canv.setStrokeColor(colour("good" if mark else "bad"))
            self.canv.setFillColor(colour("good" if mark else "paper"))
            self.canv.rect(left, low, side, side, fill=1)


class Digits(Flowable):  # type: ignore[misc]
    """The last digits of the years, each above the middle of its square."""

    def __init__(self, digits: Sequence[str], size: float) -> None:
        super().__init__()
        self.digits, self.size = digits, size

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size, whatever room there is."""
        return len(self.digits) * self.size * MARK, self.size

    def draw(self) -> None:
        """A digit for each year."""
        self.canv.setFillColor(colour("quiet"))
        self.canv.setFont(PLAIN, self.size * 0.85)
        for number, digit in enumerate(self.digits):
            self.canv.drawCentredString((number * MARK + 0.34) * self.size, 0.16 * self.size, digit)


class Across(Flowable):  # type: ignore[misc]
    """A paragraph over all columns: the library would give its row the height that it takes in the first one."""

    def __init__(self, words: Paragraph, width: float) -> None:
        super().__init__()
        self.words, self.width = words, width

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size over all columns."""
        return 0.0, float(self.words.wrap(self.width, 1e6)[1])

    def draw(self) -> None:
        """The paragraph."""
        self.words.drawOn(self.canv, 0, 0)


def grid(table: Table, language: Language, width: float, size: float) -> Grid:
    """The table, as wide as asked for."""

    def measure(text: str, bold: bool) -> float:
        return text_width(text, size, bold)

    widths = column_widths(table, language, width, measure, BESIDE, size * MARK)
    titled = any(column.title or column.unit for column in table.columns)
    rows = [_titles(table, language, size)] if titled else []
    styles: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), BESIDE / 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), BESIDE / 2),
        ("TOPPADDING", (0, 0), (-1, -1), size * 0.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), size * 0.32),
        ("LEADING", (0, 0), (-1, -1), 1),  # of cells without words
        ("FONTSIZE", (0, 0), (-1, -1), 1),
    ]
    if titled:
        styles += [("LINEBELOW", (0, 0), (-1, 0), 0.8, colour("quiet")), ("VALIGN", (0, 0), (-1, 0), "BOTTOM")]
    for row in table.rows:
        at = len(rows)
        rows.append(_cells(table, row, language, size, sum(widths) - BESIDE))
        if row.kind == "heading":
            styles.append(("SPAN", (0, at), (-1, at)))
        if row.kind in ("heading", "total") and not row.quiet:
            styles.append(("BACKGROUND", (0, at), (-1, at), colour("band")))
        if row.kind == "heading" and row.quiet:
            styles.append(("TOPPADDING", (0, at), (-1, at), 0))
        elif at > titled:
            styles.append(("LINEABOVE", (0, at), (-1, at), 0.4, colour("rule")))
    return Grid(rows, colWidths=widths, style=styles, hAlign="LEFT")


def _titles(table: Table, language: Language, size: float) -> list[list[Flowable]]:
    titles: list[list[Flowable]] = []
    for at, column in enumerate(table.columns):
        said, right = column_title(column, language), column.is_number
        title = [paragraph(said, size * 0.92, bold=True, tint="quiet", right=right, leading=1.15)]
        digits = digits_above(table, at)
        titles.append([*title, Digits(digits, size)] if digits else title)
    return titles


def _cells(table: Table, row: Row, language: Language, size: float, width: float) -> list[Any]:
    if row.kind == "heading":
        said = cell_text(row.cells[0], language)
        shown = paragraph(said, size, bold=not row.quiet)
        return [Across(shown, width), *[""] * (len(table.columns) - 1)]
    return [_cell(table, position, value, row, language, size) for position, value in enumerate(row.cells)]


def _cell(table: Table, position: int, value: Cell, row: Row, language: Language, size: float) -> Any:
    column, part = table.columns[position], shown_cell(table, position, value)
    if isinstance(part, YearMarks):
        return Marks(part, size)
    tint = TINTS[part.tone] if isinstance(part, Badge | Figure) else "quiet" if column.kind == "quiet" else "ink"
    bold = row.kind == "total" or isinstance(part, Badge)
    return paragraph(cell_text(part, language), size, bold=bold, tint=tint, right=column.is_number)
