"""From a briefing to two or four slides of 16:9."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from roadmap_opt.documents.briefing import Block, Briefing, Numbers, YearChart, spoken
from roadmap_opt.documents.components import Tile
from roadmap_opt.documents.pdf.tables import TINTS
from roadmap_opt.documents.powerpoint.charts import place_chart
from roadmap_opt.documents.powerpoint.shapes import (
    CODES,
    HIGH,
    INNER,
    MARGIN,
    POINTS,
    WIDE,
    Pen,
    height_of,
    shrunk,
    width_of,
)
from roadmap_opt.documents.powerpoint.tables import Grid, place
from roadmap_opt.messages import Language
from roadmap_opt.words import PAGE

FOOT = HIGH - 0.46
"""Where the foot begins."""

STORY = 13.0
"""Size of letters of the story."""

SIZES = (10.5, 10.0, 9.5, 9.0)
"""Sizes of letters of a table that are tried before rows are left out."""

LEAD = 10.0
"""Size of letters of what stands between a heading and its table."""

HEADING = 0.29
"""Inches of a heading."""

TITLE_ONLY = 5
"""The layout of the library's own template that has nothing but a title."""


def briefing_pptx(briefing: Briefing, language: Language) -> bytes:
    """The briefing as a presentation."""
    deck = Presentation()
    _widen(deck)
    properties = deck.core_properties
    properties.title = f"{spoken(briefing.title, language)}: {spoken(briefing.kind, language)}"
    properties.author, properties.language = "roadmap-opt", CODES[language]
    slides = _Slides(deck, briefing, language)
    slides.first()
    slides.second()
    if briefing.numbers is not None:
        slides.third(briefing.numbers)
        slides.fourth(briefing.numbers)
    content = BytesIO()
    deck.save(content)
    return content.getvalue()


def _widen(deck: Any) -> None:
    """Make the library's template of 4:3 one of 16:9, with the places of what an editor adds."""
    wider = Inches(WIDE) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in layout.shapes:
            if shape.element.spPr.xfrm is not None:  # the others have the place of the master
                shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)


class _Slides:
    def __init__(self, deck: Any, briefing: Briefing, language: Language) -> None:
        self.deck, self.briefing, self.language = deck, briefing, language

    def say(self, words: Any) -> str:
        return spoken(words, self.language)

    def first(self) -> None:
        """Verdict, story, key figures, what to decide."""
        briefing, pen = self.briefing, self._slide()
        pen.text("  ·  ".join(map(self.say, briefing.facts)), MARGIN, 0.24, INNER, 0.22, 11, tint="quiet")
        self._title(pen, self.say(briefing.title), 0.46, 0.56, 28, "ink")
        pen.text(self.say(briefing.kind), WIDE - MARGIN - 3, 0.62, 3, 0.3, 15, tint="quiet", right=True)
        y = self._band(pen, 1.14)
        story = self.say(briefing.story)
        tall = min(1.3, height_of(story, STORY, INNER) + 0.03)
        pen.text(story, MARGIN, y + 0.13, INNER, tall, STORY)
        y += tall + 0.22
        if briefing.tiles:
            y = self._tiles(pen, briefing.tiles, y) + 0.12
        self._block(pen, briefing.decisions, MARGIN, y, INNER, FOOT - 0.1 - y)
        self._foot(pen, 1)

    def second(self) -> None:
        """Targets, and beside them how many hold year by year and what could break the plan."""
        pen = self._slide()
        y = self._strip(pen, self.briefing.pages[0])
        numbers, room = self.briefing.numbers, FOOT - 0.1 - y
        beside = [each for each in (numbers and numbers.targets, numbers and numbers.assumptions) if each is not None]
        width = 7.5 if beside else INNER
        self._block(pen, self.briefing.targets, MARGIN, y, width, room)
        x, narrow = MARGIN + width + 0.35, INNER - width - 0.35
        if numbers and numbers.targets is not None:
            self._chart(pen, numbers.targets, x, y, narrow, room * 0.5)
            y += room * 0.5 + 0.15
        if numbers and numbers.assumptions is not None:
            self._block(pen, numbers.assumptions, x, y, narrow, FOOT - 0.1 - y)
        self._foot(pen, 2)

    def third(self, numbers: Numbers) -> None:
        """Money by year, and what limits it."""
        pen, gap = self._slide(), 0.35
        y = self._strip(pen, self.briefing.pages[1])
        charts = [chart for chart in (numbers.state, numbers.uses) if chart is not None]
        limits = numbers.limits
        told = 0.0 if limits is None else HEADING + self._lead_height(limits, INNER) + 0.12
        width, tall = (INNER - gap) / 2, FOOT - 0.1 - y - told
        for number, chart in enumerate(charts):
            self._chart(pen, chart, MARGIN + number * (width + gap), y, width, tall)
        if limits is not None:
            self._block(pen, limits, MARGIN, y + (tall + 0.12 if charts else 0.0), INNER, told)
        self._foot(pen, 3)

    def fourth(self, numbers: Numbers) -> None:
        """What stands, what of it is used, and how the totals of money meet."""
        pen, gap, wide = self._slide(), 0.35, 7.9
        y = self._strip(pen, self.briefing.pages[2])
        if numbers.capacity is not None:
            self._block(pen, numbers.capacity, MARGIN, y, wide, FOOT - 0.1 - y)
        if numbers.money is not None:
            self._block(pen, numbers.money, MARGIN + wide + gap, y, INNER - wide - gap, FOOT - 0.1 - y)
        self._foot(pen, 4)

    def _slide(self) -> Pen:
        return Pen(self.deck.slides.add_slide(self.deck.slide_layouts[TITLE_ONLY]), self.language)

    def _title(self, pen: Pen, words: str, y: float, height: float, size: float, tint: str) -> None:
        """The title of the slide, which is one for PowerPoint's outline, too."""
        title, width = pen.slide.shapes.title, INNER - 3.2
        title.left, title.top, title.width, title.height = map(Inches, (MARGIN, y, width, height))
        pen.fill(title.text_frame, words, shrunk(words, size, width, height, True), bold=True, tint=tint)
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        title._element.getparent().append(title._element)  # above the areas drawn before

    def _band(self, pen: Pen, y: float) -> float:
        band = self.briefing.band
        said = "\n".join(self.say(words) for words in (band.text, *band.lines))
        beside, size = 3.3, 12.5
        within = INNER - beside - 0.3
        height = max(0.66, height_of(said, size, within) + 0.18) + (0.12 if band.tone == "bad" else 0.0)
        pen.area(0, y, WIDE, height, TINTS[band.tone])
        name = self.say(band.name)
        pen.text(
            name, MARGIN, y, beside, height, 22 if band.tone == "bad" else 19, tint="paper", bold=True, middle=True
        )
        pen.text(said, MARGIN + beside + 0.3, y, within, height, size, tint="paper", middle=True)
        return y + height

    def _strip(self, pen: Pen, words: Any) -> float:
        """The band of a later slide; returns where its parts begin."""
        band = self.briefing.band
        height = 0.72 if band.tone == "bad" else 0.6
        pen.area(0, 0, WIDE, height, TINTS[band.tone])
        self._title(pen, self.say(words), 0, height, 20, "paper")
        name = self.say(band.name)
        pen.text(name, WIDE - MARGIN - 4, 0, 4, height, 16, tint="paper", bold=True, right=True, middle=True)
        return height + 0.16

    def _tiles(self, pen: Pen, tiles: Sequence[Tile], y: float) -> float:
        gap = 0.22
        width = (INNER - gap * (len(tiles) - 1)) / len(tiles)
        longest = max(width_of(self.say(tile.figure), 1.0, True) for tile in tiles)
        size = min(20.0, width * POINTS / longest)
        for number, tile in enumerate(tiles):
            x = MARGIN + number * (width + gap)
            pen.area(x, y, width, 0.035, "rule" if tile.tone == "neutral" else TINTS[tile.tone])
            pen.text(self.say(tile.title), x, y + 0.08, width, 0.22, 11, tint="quiet")
            pen.text(self.say(tile.figure), x, y + 0.28, width, 0.36, size, tint=TINTS[tile.tone], bold=True)
            pen.text(self.say(tile.remark), x, y + 0.65, width, 0.2, 9.5, tint="quiet")
        return y + 0.88

    def _block(self, pen: Pen, block: Block, x: float, y: float, width: float, room: float) -> None:
        """A title, a lead, and the longest version of the table that fits, in letters as large as it allows."""
        pen.text(self.say(block.title), x, y, width, 0.26, 14, bold=True)
        used = HEADING
        if tall := self._lead_height(block, width):
            pen.text(self.say(block.lead), x, y + used, width, tall, LEAD, tint="quiet")
            used += tall
        if block.versions:
            place(pen, self._fitting(block, width, room - used), x, y + used, self.say(block.title))

    def _lead_height(self, block: Block, width: float) -> float:
        return height_of(self.say(block.lead), LEAD, width) + 0.03 if block.lead else 0.0

    def _fitting(self, block: Block, width: float, room: float) -> Grid:
        """What is wanted in the largest letters that allow it; what is more than that, only in large ones."""
        first = block.versions[: block.wanted + 1]
        tries = [(table, SIZES[0]) for table in first] + [(first[-1], size) for size in SIZES[1:]]
        tries += [(table, SIZES[-1]) for table in block.versions[block.wanted + 1 :]]
        for table, size in tries:
            grid = Grid(table, self.language, width, size)
            if grid.height <= room:
                return grid
        return grid

    def _chart(self, pen: Pen, chart: YearChart, x: float, y: float, width: float, height: float) -> None:
        pen.text(self.say(chart.title), x, y, width, 0.26, 14, bold=True)
        pen.text(self.say(chart.unit), x, y + 0.27, width, 0.2, 10, tint="quiet")
        place_chart(pen, chart, x - 0.05, y + 0.46, width + 0.1, height - 0.46, PAGE.both("total"))

    def _foot(self, pen: Pen, page: int) -> None:
        pen.area(MARGIN, FOOT, INNER, 0.008, "rule")
        said = "\n".join(map(self.say, self.briefing.foot))
        pen.text(said, MARGIN, FOOT + 0.05, INNER - 0.8, 0.34, 9, tint="quiet")
        pages = 2 if self.briefing.numbers is None else 4
        pen.text(f"{page} / {pages}", WIDE - MARGIN - 0.7, FOOT + 0.05, 0.7, 0.2, 9, tint="quiet", right=True)
