"""A sheet of paper that is filled from above: texts, tables, tiles and charts, each below the one before."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics import renderPDF
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from roadmap_opt.documents.briefing import Band, Block, Briefing, YearChart, spoken
from roadmap_opt.documents.components import Table, Tile
from roadmap_opt.documents.pdf.charts import year_chart
from roadmap_opt.documents.pdf.letters import colour, paragraph, text_width
from roadmap_opt.documents.pdf.tables import TINTS, grid
from roadmap_opt.messages import Language

WIDE, HIGH = A4
MARGIN = 42.0
"""Points left white at the sides."""

INNER = WIDE - 2 * MARGIN
FOOT = 50.0
"""Height of the foot."""

BETWEEN = 11.0
"""Points between two parts."""

GUTTER = 20.0
"""Points between two columns."""

HALF = (INNER - GUTTER) / 2
STORY, TABLE, LEAD, HEADING = 9.3, 7.4, 7.2, 10.6
"""Sizes of letters."""


class Sheet:
    """What was drawn last ends at ``y``; ``scale`` makes letters smaller where a page would overflow."""

    def __init__(self, canvas: Canvas, language: Language, scale: float = 1.0) -> None:
        self.canvas, self.language, self.scale = canvas, language, scale
        self.y = HIGH
        self.heading = HEADING

    def put(self, part: Flowable, x: float, y: float, width: float) -> float:
        """Draw a part with its upper edge at ``y``; returns its height."""
        _, height = part.wrapOn(self.canvas, width, HIGH)
        part.drawOn(self.canvas, x, y - height)
        return float(height)

    def head(self, briefing: Briefing) -> None:
        """The line of facts, the title, and the band."""
        facts = "  ·  ".join(spoken(fact, self.language) for fact in briefing.facts)
        self.y -= 26
        self.y -= self.put(paragraph(facts, 7.2, tint="quiet"), MARGIN, self.y, INNER) + 2
        kind = spoken(briefing.kind, self.language)
        self.put(paragraph(kind, 9.5, tint="quiet", right=True), MARGIN + INNER * 0.75, self.y - 7, INNER * 0.25)
        title = paragraph(spoken(briefing.title, self.language), 19, bold=True)
        self.y -= self.put(title, MARGIN, self.y, INNER * 0.75) + 8
        self._band(briefing.band)

    def _band(self, band: Band) -> None:
        """A stripe from edge to edge: nobody overlooks what the plan is good for."""
        loud = band.tone == "bad"
        beside = 150.0
        name = paragraph(spoken(band.name, self.language), 17 if loud else 13.5, bold=True, tint="paper", leading=1.12)
        said = [spoken(words, self.language) for words in (band.text, *band.lines)]
        texts = [paragraph(text, 8.6, bold=not number, tint="paper") for number, text in enumerate(said)]
        within = INNER - beside - 14
        heights = [text.wrapOn(self.canvas, within, HIGH)[1] for text in texts]
        tall = name.wrapOn(self.canvas, beside, HIGH)[1]
        inside = max(tall, sum(heights) + 2 * (len(texts) - 1))
        height = inside + (24 if loud else 16)
        self._stripe(band, height)
        middle = self.y - height / 2
        name.drawOn(self.canvas, MARGIN, middle - tall / 2)
        at = middle + (sum(heights) + 2 * (len(texts) - 1)) / 2
        for text, each in zip(texts, heights, strict=True):
            text.drawOn(self.canvas, MARGIN + beside + 14, at - each)
            at -= each + 2
        self.y -= height

    def strip(self, briefing: Briefing, title: str) -> None:
        """The band of a second page, with the title of the page and the standing once more."""
        height = 40.0 if briefing.band.tone == "bad" else 32.0
        self._stripe(briefing.band, height)
        name = paragraph(spoken(briefing.band.name, self.language), 11, bold=True, tint="paper", right=True)
        shown = paragraph(title, 11, bold=True, tint="paper")
        for part, x in ((shown, MARGIN), (name, MARGIN + HALF + GUTTER)):
            tall = part.wrapOn(self.canvas, HALF, HIGH)[1]
            part.drawOn(self.canvas, x, self.y - height / 2 - tall / 2)
        self.y -= height

    def _stripe(self, band: Band, height: float) -> None:
        self.canvas.setFillColor(colour(TINTS[band.tone]))
        self.canvas.rect(0, self.y - height, WIDE, height, stroke=0, fill=1)

    def text(self, words: str, size: float, *, tint: str = "ink", bold: bool = False, leading: float = 1.32) -> None:
        """A paragraph over the whole width."""
        part = paragraph(words, size * self.scale, tint=tint, bold=bold, leading=leading)
        self.y -= self.put(part, MARGIN, self.y, INNER)

    def tiles(self, tiles: Sequence[Tile]) -> None:
        """Key figures beside one another, each under a line in the colour of what it says."""
        gap = 12.0
        width = (INNER - gap * (len(tiles) - 1)) / len(tiles)
        titles = [paragraph(spoken(tile.title, self.language), 7.2, tint="quiet", leading=1.2) for tile in tiles]
        above = max(title.wrapOn(self.canvas, width, HIGH)[1] for title in titles)
        longest = max(text_width(spoken(tile.figure, self.language), 1.0, True) for tile in tiles)
        size = min(14.5, (width - 1) / longest)  # one size for all, on one line
        tallest = 0.0
        for number, (tile, title) in enumerate(zip(tiles, titles, strict=True)):
            x, y = MARGIN + number * (width + gap), self.y
            self.canvas.setStrokeColor(colour("rule" if tile.tone == "neutral" else TINTS[tile.tone]))
            self.canvas.setLineWidth(2)
            self.canvas.line(x, y, x + width, y)
            y -= 5
            self.put(title, x, y, width)
            y -= above
            figure = spoken(tile.figure, self.language)
            y -= self.put(paragraph(figure, size, bold=True, tint=TINTS[tile.tone], leading=1.25), x, y, width)
            if tile.remark:
                y -= self.put(paragraph(spoken(tile.remark, self.language), 6.4, tint="quiet"), x, y, width)
            tallest = max(tallest, self.y - y)
        self.y -= tallest

    def block_height(self, block: Block, version: int, width: float = INNER) -> float:
        """Points that a block takes with that version of its table."""
        drawn = self._parts(block, version, width)
        return float(sum(part.wrapOn(self.canvas, width, HIGH)[1] + after for part, after in drawn))

    def block(self, block: Block, version: int, x: float = MARGIN, width: float = INNER) -> None:
        """The title of a block, its lead, its table."""
        for part, after in self._parts(block, version, width):
            self.y -= self.put(part, x, self.y, width) + after

    def _parts(self, block: Block, version: int, width: float) -> list[tuple[Flowable, float]]:
        parts: list[tuple[Flowable, float]] = [
            (paragraph(spoken(block.title, self.language), self.heading, bold=True, leading=1.25), 2.0)
        ]
        if block.lead:
            lead = paragraph(spoken(block.lead, self.language), LEAD * self.scale, tint="quiet")
            parts.append((lead, 3.0))
        if block.versions:
            parts.append((self._grid(block.versions[version], width), 0.0))
        return parts

    def _grid(self, table: Table, width: float) -> Flowable:
        return grid(table, self.language, width, TABLE * self.scale)

    def chart(self, chart: YearChart, x: float, height: float) -> None:
        """A chart of half the width, its upper edge at ``y``, which stays where it is."""
        renderPDF.draw(year_chart(chart, self.language, HALF, height), self.canvas, x, self.y - height)

    def foot(self, lines: Sequence[str], page: str) -> None:
        """The last lines of a page: which run this is."""
        self.canvas.setStrokeColor(colour("rule"))
        self.canvas.setLineWidth(0.6)
        y = FOOT - 6
        self.canvas.line(MARGIN, y, WIDE - MARGIN, y)
        y -= 4
        self.put(paragraph(page, 6.4, tint="quiet", right=True), WIDE - MARGIN - 28, y, 28)
        for line in lines:
            y -= self.put(paragraph(line, 6.4, tint="quiet"), MARGIN, y, INNER - 30)
